"""BODY: the lines that are the article's own text, in order, and which of them are subheads."""

from __future__ import annotations

from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct, field

from feedtool.later import regex
from feedtool.source.pagetext import datelines
from feedtool.source.pagetext.lines import Kind, Line, weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.source.pagetext.head import Head

_BULLET = regex(r"[•▪●◦*·–-]\s*\w|\d{1,3}[.)]\s")
_ANNOUNCES = regex(
    r"\b(?:read|stories|articles?|coverage|more|follow|visit|links?|related|watch|lesen|lire|leer|leia|leggi)\b"
)
_ABOUT = regex(r"(?:About|Über|À propos de|Acerca de|Sobre) (?:the |The )?(\S.{1,60}?):?")
_SUBHEAD = 110
_HOPELESS = 3000  # so much worse than at its best, a text does not recover
_AGAIN = 3
_FEW = 4
_PARAGRAPH = 90
_LONG_PROMO = 60
_NEAR = 4000  # characters between a pull quote and the paragraph that it was pulled from
_OUT = frozenset(
    {Kind.FURNITURE, Kind.CREDIT, Kind.CAPTION, Kind.CROSS_LINK, Kind.ADDRESS, Kind.DATE_NEXT, Kind.NAMES_NEXT}
)
_SKIPPED = _OUT | {Kind.BYLINE, Kind.EDITORS, Kind.DATE, Kind.LIST, Kind.KEY_POINTS, Kind.TAGS}
_OVER = frozenset({Kind.END, Kind.TAGS})
_LISTS = frozenset({Kind.LIST, Kind.TAGS})
_OPENS = _OVER | _LISTS | {Kind.KEY_POINTS}
_COST = {Kind.FURNITURE: -15, Kind.HEADING: -35, Kind.LIST: -40, Kind.DATE: -60, Kind.BYLINE: -60, Kind.EDITORS: -60}


class Role(StrEnum):
    """What a line is to the body."""

    __hash__ = str.__hash__

    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    OUT = "beside the body"
    LISTED = "in a list of other articles"


_OUT_ALONE = (Role.OUT,)


class Body(Struct):
    """The lines from the start of the text to its end, each with its role; `end` is the index after the last."""

    start: int
    roles: list[Role] = field(default_factory=list)
    end: int = 0


def read_body(lines: Sequence[Line], head: Head, authors: Sequence[str]) -> Body:
    """Return which lines from the head's end on belong to the body."""
    scan = _Scan(lines, head, authors)
    return scan.run()


def continues(text: str) -> bool:
    """Tell whether `text` begins in the middle of a sentence."""
    return text[0] in ",;.)" or (text[0].islower() and not text.startswith(("http", "e.g", "i.e")))


class _Scan:
    """One pass down the lines: what has been said so far decides what a short line is."""

    def __init__(self, lines: Sequence[Line], head: Head, authors: Sequence[str]) -> None:
        self.lines = lines
        self.head = head
        self.names = tuple(name for name in authors if " " in name)
        self.body = Body(head.start)
        self.seen: set[str] = set()
        self.paragraphs = 0
        self.listing = False
        self.teasers = 0  # sentences in the list of other articles that is being passed
        self.prose = [line.kind is Kind.PROSE for line in lines]
        self.all_text = "\n".join(line.text for line in lines)
        self.offsets = [0, *accumulate(len(line.text) + 1 for line in lines)]
        # Where each line stands first: what a table of contents lists is a subhead, however many stand together.
        self.first = {line.text: line.number for line in reversed(lines)}

    def run(self) -> Body:
        index = self.body.start
        score = best = 0
        self.body.end = index
        while index < len(self.lines):
            if self._closes(index) or score < best - _HOPELESS:
                break
            for role in self._take(index):
                self.body.roles.append(role)
                score += self._worth(index, role)
                index += 1
                if role is Role.PARAGRAPH and score > best:
                    best, self.body.end = score, index
        self._head_pictures()
        return self.body

    def _head_pictures(self) -> None:
        """Where a short sentence stands between furniture and a picture, again and again, it is a subhead."""
        roles, start = self.body.roles, self.body.start
        found = [
            index
            for index in range(start + 1, min(self.body.end, len(self.lines)) - 1)
            if roles[index - start] is Role.PARAGRAPH
            and self.lines[index - 1].kind is Kind.FURNITURE
            and roles[index + 1 - start] is Role.OUT
            and self.lines[index + 1].kind in {Kind.CAPTION, Kind.PROSE}
            and len(self.lines[index].text) <= _SUBHEAD + 10
        ]
        for index in found if len(found) >= _AGAIN else ():
            roles[index - start] = Role.SUBHEAD

    def _worth(self, index: int, role: Role) -> int:
        line = self.lines[index]
        if role is Role.PARAGRAPH:
            return 250 if len(line.text) >= 250 else min(weight(line.text), 250)
        if role is Role.SUBHEAD or not self.paragraphs:
            return 0
        return _COST.get(line.kind, 0) - (10 if role is Role.LISTED else 0)

    def _closes(self, index: int) -> bool:
        """Tell whether the article is over before this line."""
        line = self.lines[index]
        if self.paragraphs < 2 or line.kind is Kind.HEADING:
            ending = index in self.head.repeats or self._names_author(index) or self._tells_of_sender(index)
            return self.paragraphs > 2 and ending
        if line.kind is Kind.DATE and datelines.is_first_published(line.text):
            return True
        if line.kind is Kind.END or (index in self.head.repeats and self.paragraphs > 2):
            return True
        if line.kind is Kind.TAGS:
            return not self._goes_on(index + 1)
        return self._tells_of_author(index)

    def _names_author(self, index: int) -> bool:
        """Tell whether a line is the name of an author, above a few words on who that is."""
        return self.lines[index].text in self.names and sum(self.prose[index + 1 : index + 7]) < _FEW

    def _tells_of_sender(self, index: int) -> bool:
        """`About Acme` above what begins with that name: the end of a press release."""
        about = _ABOUT.fullmatch(self.lines[index].text)
        below = self.lines[index + 1].text if index + 1 < len(self.lines) else ""
        return about is not None and below.removeprefix("The ").startswith(about[1])

    def _tells_of_author(self, index: int) -> bool:
        """`Ana Diaz is a reporter at …` after the text."""
        line = self.lines[index]
        if not self.names or line.kind is not Kind.PROSE or self.paragraphs < 3:
            return False
        if not line.text.startswith(self.names):
            return False
        return sum(self.prose[index + 1 : index + 7]) < _FEW

    def _goes_on(self, index: int) -> bool:
        """Tell whether the article's text resumes at this line: it and most of what follows is prose."""
        following: list[bool] = []
        while index < len(self.lines) and len(following) < 4:
            if self.lines[index].kind in _OVER:
                break
            if self.lines[index].kind not in _OUT:
                following.append(self.prose[index])
            index += 1
            if len(following) == 2 and all(following) and not self.teasers and self._is_long(index - 1):
                return True
        enough = 3 if self.teasers else min(3, max(len(following), 1))
        return sum(following) >= enough and following[0]

    def _is_long(self, index: int) -> bool:
        """Tell whether a line and the one before it are paragraphs, rather than teasers of other articles."""
        return all(weight(line.text) >= _PARAGRAPH for line in self.lines[index - 1 : index + 1])

    def _take(self, index: int) -> tuple[Role, ...]:
        """Return the role of a line, or of the run of short lines that it begins."""
        kind = self.lines[index].kind
        if index in self.head.repeats:
            return _OUT_ALONE
        if kind is Kind.PROSE:
            return (self._prose(index),)
        if kind is Kind.HEADING:
            return self._headings(index)
        if kind in _OPENS:
            self.listing, self.teasers = kind is not Kind.KEY_POINTS, 0
        return _OUT_ALONE

    def _prose(self, index: int) -> Role:
        text = self.lines[index].text
        if self.listing:
            if not self._goes_on(index):
                self.teasers += 1
                return Role.LISTED
            self.listing = False
        if text in self.seen or self._is_caption(index) or self._is_pull_quote(index):
            return Role.OUT
        self.seen.add(text)
        self.paragraphs += 1
        return Role.PARAGRAPH

    def _is_caption(self, index: int) -> bool:
        """Tell whether a line comes twice running, or is a single sentence with a credit of its own below it."""
        text = self.lines[index].text
        after = self.lines[index + 1] if index + 1 < len(self.lines) else None
        if after is None:
            return False
        if after.text == text:
            return True
        if after.kind is not Kind.CREDIT or weight(text) >= 350 or text.count(". ") > 1:
            return False
        return self._alone(index) and not self._is_signed(index + 1)

    def _is_signed(self, index: int) -> bool:
        """Tell whether a credit is the signature below the text (`abe/dpa`), not that of a picture within it."""
        return self.paragraphs > 1 and not any(self.prose[index + 1 : index + 6])

    def _alone(self, index: int) -> bool:
        """Tell whether no credit stands above: two credits running have one caption."""
        return index == self.body.start or self.lines[index - 1].kind is not Kind.CREDIT

    def _is_pull_quote(self, index: int) -> bool:
        """Tell whether a short line is also part of a paragraph nearby, from which it was pulled."""
        text = self.lines[index].text
        if not 25 <= len(text) <= 220 or self.paragraphs == 0:
            return False
        said = text.strip("\"'“”‘’«»„ .!?…")
        at = self.offsets[index]
        before = self.all_text.find(said, max(0, at - _NEAR), at)
        return before >= 0 or self.all_text.find(said, at + len(text), at + len(text) + _NEAR) >= 0

    def _headings(self, index: int) -> tuple[Role, ...]:
        """Return the roles of a run of short lines: at most the last, before prose, is a subhead."""
        stop = index + 1
        while stop < len(self.lines) and self.lines[stop].kind is Kind.HEADING and stop not in self.head.repeats:
            stop += 1
        run = stop - index
        listed = self._itemises(index) or (run > 1 and all(_BULLET.match(line.text) for line in self.lines[index:stop]))
        if listed and self.paragraphs and not self.listing:
            return (Role.PARAGRAPH,) * run
        return self._subheads(index, run)

    def _itemises(self, index: int) -> bool:
        """Tell whether the paragraph above announces a list (it ends in a colon) that is not of other articles."""
        above = self.lines[index - 1]
        return above.kind is Kind.PROSE and above.text[-1] in ":：" and not _ANNOUNCES.search(above.text.lower())

    def _subheads(self, index: int, run: int) -> tuple[Role, ...]:
        out = Role.LISTED if self.listing or run > 2 else Role.OUT
        last = self.lines[index + run - 1]
        if self._is_broken_off(index + run):
            return (*(out,) * (run - 1), Role.PARAGRAPH)
        if last.text == self.lines[index + run - 2].text or self.lines[index - 1].kind is Kind.KEY_POINTS:
            return (out,) * run
        told_apart = not (self.listing or run > 2) or self.first[last.text] < last.number
        if not (told_apart and self.paragraphs and weight(last.text) <= _SUBHEAD and self._leads(index + run)):
            return (out,) * run
        self.listing = False
        return (*(out,) * (run - 1), Role.SUBHEAD)

    def _is_broken_off(self, index: int) -> bool:
        """Tell whether the line at `index` goes on in the middle of a sentence that the line before began."""
        return index < len(self.lines) and self.prose[index] and continues(self.lines[index].text)

    def _leads(self, index: int) -> bool:
        """Tell whether prose follows, at most a picture or furniture between."""
        below = self.lines[index] if index < len(self.lines) else None
        if below is not None and below.kind is Kind.FURNITURE and len(below.text) > _LONG_PROMO:
            return False
        while index < len(self.lines) and self.lines[index].kind in _SKIPPED:
            if self.lines[index].kind in _LISTS:
                return False
            index += 1
        return index < len(self.lines) and self.prose[index]
