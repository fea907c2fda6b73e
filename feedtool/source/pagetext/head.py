"""HEAD: which line is the title, where the article's text begins, and the standfirst between the two."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.characters import fold
from feedtool.later import regex
from feedtool.source.pagetext import names
from feedtool.source.pagetext.lines import Kind, Line, weight

if TYPE_CHECKING:
    from collections.abc import Sequence

_BESIDE = 8  # a byline or date stands within so many lines of the title, at best
_SAMPLE, _SAMPLES = 200, 5  # characters, paragraphs
_REACH = 80  # a title stands within so many lines
_ANCHORS = frozenset({Kind.BYLINE, Kind.EDITORS, Kind.DATE, Kind.NAMES_NEXT, Kind.DATE_NEXT})
_TITLES = frozenset({Kind.HEADING, Kind.PROSE, Kind.CROSS_LINK})
_CRUMBS = regex(r"\S\s?[>»›]\s?\S|^(?:home|news)\s?/", re.IGNORECASE)
_TWO_SENTENCES = regex(r"[^\W\d_]{3}[.!?]\s+\S")
_CRUMB_MARKS = (">", "»", "›", "/")
_STOPS = (".", "!", "?")
_TYPOGRAPHIC = regex("[‘’“”–—…]")  # what tells the typographic form
DATELINE = regex(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’\-]{2,}(?:[ ,/]+[A-ZÀ-Þ][\w.'’\-]*){0,4}|[A-Z][\w.'’\-]+(?: [A-Z][\w.]+)?)\s?"
    r"(?:\([^()]{2,30}\)\s?[:–—-]|,? [A-Z][a-z]{2,8}\.? \d{1,2}(?: \([A-Z]+\))?\s?[:–—-]|\s[–—]\s|[—])"
    r"|[A-ZÀ-Þ][A-ZÀ-Þ.\-]{2,}(?:[ ,/]+[A-ZÀ-Þ][A-ZÀ-Þ.\-]+){0,3}\s?(?::|[–—-]\s)"
)


class Head(Struct, frozen=True):
    """The places of the title and its repeats, of bylines and date lines, and of the first line after them.

    `shown` is the repeat whose quotes and dashes are typographic, or the title itself.
    """

    title: int = -1
    shown: int = -1
    repeats: frozenset[int] = frozenset()
    anchors: tuple[int, ...] = ()
    start: int = 0


def read_head(lines: Sequence[Line]) -> Head:
    """Return the head of a page; its `title` is -1 when no line can be one."""
    title = _title_at(lines)
    repeats = _repeats(lines, title)
    anchors = _anchors(lines, title, repeats)
    start = anchors[-1] + 1 if anchors else title + 1
    while start < len(lines) and start in repeats:
        start += 1
    return Head(title, _best_form(lines, title, repeats), repeats, anchors, start)


def _title_at(lines: Sequence[Line]) -> int:
    """Return the index of the line that is most like a title: long enough, early, repeated, near byline or date."""
    best, best_score, rank = -1, 0.0, 0
    listed = dated = False
    foreign = _is_foreign(lines)
    endings = _Endings(lines)
    for index, line in enumerate(lines[:_REACH]):
        if line.kind is Kind.LIST or line.kind is Kind.TAGS:
            listed = True
        dated = dated or line.kind in _ANCHORS
        if best >= 0 and line.kind is Kind.PROSE and weight(line.text) > 200:
            break
        if not _may_be_title(line):
            continue
        score = _score(lines, index) - 0.8 * rank - (2.5 if listed else 0) - (2.0 if dated else 0)
        score -= 3.0 if foreign and _is_latin(line.text) else 0
        if endings.repeat(line.text):
            score += 3.0
        rank += 1
        if score > best_score:
            best, best_score = index, score
    return best


def _is_foreign(lines: Sequence[Line]) -> bool:
    """Tell whether a page is written in other letters than Latin: an English line on it is an address, or a crumb."""
    prose = [line.text[:_SAMPLE] for line in lines if line.kind is Kind.PROSE][:_SAMPLES]
    return bool(prose) and not any(map(_is_latin, prose))


def _is_latin(text: str) -> bool:
    if text.isascii():
        return True
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter < "\u0250" for letter in letters) * 2 > len(letters)


def _may_be_title(line: Line) -> bool:
    if line.kind not in _TITLES or not 10 <= weight(line.text) <= 260 or _is_crumbs(line.text):
        return False
    return line.text.count(" ") >= 2 or weight(line.text) >= 16


def _is_crumbs(text: str) -> bool:
    return any(map(text.__contains__, _CRUMB_MARKS)) and _CRUMBS.search(text) is not None


def _score(lines: Sequence[Line], index: int) -> float:
    text = lines[index].text
    size = weight(text)
    words = text.count(" ") + 1 if size < 1.5 * len(text) else size // 6
    score = 2.0 + min(words, 8) * 0.5
    closing = text[-1] in ".。।…" or text[-2:] in {".”", '."'}
    score -= (0.5 if _is_capitalised(text) else 3.0) if closing else 0
    score -= 1.5 if _ends_within(text) and not _is_capitalised(text) else 0
    score -= 1.5 if not 24 <= size <= 160 else 0
    score -= 2.0 if words < 6 and (names.lone_names(text) or names.is_role(text)) else 0
    score -= 2.5 if lines[index].kind is Kind.CROSS_LINK else 0  # `Watch: …` may be a title, `Also Read: …` is none
    score -= 2.0 if size > 120 and DATELINE.match(text) else 0
    return score + (1.5 if any(line.kind in _ANCHORS for line in lines[index + 1 : index + _BESIDE]) else 0)


def _ends_within(text: str) -> bool:
    """Tell whether a sentence ends in a line and another begins."""
    return any(map(text[:-1].__contains__, _STOPS)) and _TWO_SENTENCES.search(text) is not None


def _is_capitalised(text: str) -> bool:
    """Tell whether a line is set as English headlines are, in which a full stop may stand: `It Is Back. At Last.`."""
    long = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return len(long) > 1 and all(word[0].isupper() for word in long)


class _Endings:
    """The lines of a page by how they end; those of one ending are folded once, whatever number of titles asks."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._alike: dict[str, list[str]] = {}
        self._folded: dict[str, Counter[tuple[int, str]]] = {}
        for line in lines:
            self._alike.setdefault(line.text[-6:], []).append(line.text)

    def repeat(self, text: str) -> bool:
        """Tell whether another line is this one again, or ends with it: `Home > News > Title`."""
        alike = self._alike[text[-6:]]
        if len(alike) < 2 or weight(text) < 20:
            return False
        if text[-6:] not in self._folded:
            self._folded[text[-6:]] = Counter((len(other), fold(other)) for other in alike)
        size, key, count = len(text), fold(text), 0
        for (length, folded), times in self._folded[text[-6:]].items():
            if size <= length <= size + 90 and (folded == key or (size >= 30 and folded.endswith(key))):
                count += times
        return count > 1  # itself is one


def _repeats(lines: Sequence[Line], title: int) -> frozenset[int]:
    """Return the indices of the lines that are the title again, in whatever quotes and dashes."""
    if title < 0:
        return frozenset()
    key = fold(lines[title].text)
    first, least = key[:1], len(lines[title].text) - 12
    near = [index for index, line in enumerate(lines) if least <= len(line.text) <= least + 24 and index != title]
    starts = (index for index in near if (start := lines[index].text[0]).lower() == first or not start.isalnum())
    return frozenset(index for index in starts if fold(lines[index].text) == key)


def _best_form(lines: Sequence[Line], title: int, repeats: frozenset[int]) -> int:
    """Return the index of the title, or of the first repeat that has it in typographic quotes."""
    places = (title, *sorted(repeats))
    return max(places, key=lambda index: len(_TYPOGRAPHIC.findall(lines[index].text))) if title >= 0 else -1


def _anchors(lines: Sequence[Line], title: int, repeats: frozenset[int]) -> tuple[int, ...]:
    """Return the indices of the bylines and date lines of the head: from the title down to the text."""
    found: list[int] = []
    said = told = 0
    for index in range(title + 1, len(lines)):
        line = lines[index]
        if line.kind in _ANCHORS:
            found.append(index)
            said = told = 0
        elif line.kind is Kind.END and found:
            break
        elif line.kind is Kind.PROSE and index not in repeats:
            said += weight(line.text)
            told += 1
            if said > (130 if found else 900) or told > (2 if found else 4):
                break
    return tuple(found) if found else ()


def standfirst(lines: Sequence[Line], head: Head) -> tuple[Line, ...]:
    """Return the lines between the title and the first byline or date that sum the article up."""
    if not head.anchors:
        return ()
    between = range(head.title + 1, head.anchors[0])
    found = [lines[index] for index in between if index not in head.repeats and _sums_up(lines, index)]
    return tuple(found[:3])


def _sums_up(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    if line.kind is Kind.PROSE:
        alike = sum(other.text == line.text for other in lines[max(0, index - 3) : index + 4])
        return alike == 1 and weight(line.text) >= 30
    if index + 1 < len(lines) and lines[index + 1].kind is Kind.CREDIT:
        return False
    return line.kind is Kind.HEADING and line.text.count(" ") >= 5 and weight(line.text) >= 40
