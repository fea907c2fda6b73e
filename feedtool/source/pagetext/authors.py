"""AUTHORS: who wrote the article, from bylines, lines beside the date, and agencies, in that order of trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.source.pagetext import names
from feedtool.source.pagetext.lines import Kind, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from feedtool.source.pagetext.head import Head

_AFTER = 14  # a byline below the text stands within so many lines of its end
_NAMING = frozenset({Kind.HEADING, Kind.BYLINE})
_PASSED = frozenset({Kind.DATE, Kind.FURNITURE, Kind.CREDIT})
_AND = frozenset(("and", "&", "", "und", "et", "y", "e"))
_SOCIAL = "Social Links for "

Found = tuple[tuple[str, ...], int, str]  # names, index of the line, rule
_NOBODY: Found = ((), -1, "")


def authors_above(lines: Sequence[Line], head: Head) -> Found:
    """Return whom the head of the page names as having written or reported: bylines, then names alone."""
    top = range(head.start)
    return _first_of(
        ("byline", lambda: _bylines(lines, top, Kind.BYLINE)),
        ("name beside the date", lambda: _beside_date(lines, head)),
        ("name below the title", lambda: _alone(lines, head)),
    )


def authors_below(lines: Sequence[Line], head: Head, end: int) -> Found:
    """Return whom the lines below the text (from index `end`) name, or else who edited or published."""
    top, bottom = range(head.start), range(end, min(end + _AFTER, len(lines)))
    return _first_of(
        ("byline below the text", lambda: _bylines(lines, bottom, Kind.BYLINE)),
        ("name below the text", lambda: _signed(lines, end)),
        ("who edited or published, as nobody else is named", lambda: _bylines(lines, top, Kind.EDITORS)),
        ("who edited or published, below the text", lambda: _bylines(lines, bottom, Kind.EDITORS)),
    )


def _first_of(*rules: tuple[str, Callable[[], Iterator[Found]]]) -> Found:
    for rule, search in rules:
        people, index, _ = _merge(search())
        if people:
            return people, index, rule
    return _NOBODY


def _merge(found: Iterator[Found]) -> Found:
    every: dict[str, None] = {}
    first = -1
    for people, index, _rule in found:
        every.update(dict.fromkeys(people))
        first = index if first < 0 and people else first
    persons = [name for name in every if not names.is_agency(name)]
    return tuple(persons or every), first, ""


def _bylines(lines: Sequence[Line], where: range, kind: Kind) -> Iterator[Found]:
    for index in where:
        line = lines[index]
        if line.kind is kind:
            yield names.names_in(line.value), index, ""
            yield from _joined_below(lines, index + 1)
        elif line.kind is Kind.NAMES_NEXT and kind is Kind.BYLINE:
            yield from _named_below(lines, index)


def _joined_below(lines: Sequence[Line], index: int) -> Iterator[Found]:
    """`By Ana Diaz`, `and`, `Jo Ray`: names that stand on lines of their own below a byline."""
    while index + 1 < len(lines) and lines[index].text.strip(" ,").lower() in _AND:
        people = names.lone_names(lines[index + 1].text)
        if not people:
            return
        yield people, index + 1, ""
        index += 2


def _named_below(lines: Sequence[Line], index: int) -> Iterator[Found]:
    """`By` alone, and the names each on a line of its own below it."""
    for below in range(index + 1, min(index + 5, len(lines))):
        text = lines[below].text.removeprefix(_SOCIAL)
        named = lines[below].kind in _NAMING or text != lines[below].text
        people = names.names_in(text) if named else ()
        if people:
            yield people, below, ""
        elif not names.is_role(text):
            return


def _beside_date(lines: Sequence[Line], head: Head) -> Iterator[Found]:
    """Yield the names on a date line itself, or else alone on the lines above and below it."""
    dates = [index for index in head.anchors if lines[index].kind is Kind.DATE]
    for index in dates:
        people = names.leading_names(lines[index].text) or names.names_behind(lines[index].text)
        if people:
            yield people, index, ""
            return
    for index in dates:
        yield from _neighbours(lines, head, index)


def _neighbours(lines: Sequence[Line], head: Head, index: int) -> Iterator[Found]:
    for step in (-1, 1):
        for beside in range(index + step, index + 8 * step, step):
            if not head.title < beside < len(lines):
                break
            line = lines[beside]
            captioned = beside + 1 < len(lines) and lines[beside + 1].kind is Kind.CREDIT
            alone = line.kind is Kind.HEADING and not captioned
            found = names.lone_names(_unhandled(line.text)) if alone else ()
            found = found or (names.capital_names(line.text) if alone and beside == index - 1 else ())
            if found:
                yield found, beside, ""
                break
            if not (captioned or line.kind in _PASSED or names.is_role(line.text)):
                break


def _unhandled(text: str) -> str:
    return text.partition("@")[0] or text


def _alone(lines: Sequence[Line], head: Head) -> Iterator[Found]:
    """Yield the names of a line between title and text that holds nothing else."""
    for index in range(head.title + 1, head.start + (0 if head.anchors else 3)):
        if index < len(lines) and lines[index].kind is Kind.HEADING:
            found = names.lone_names(_unhandled(lines[index].text))
            if found:
                yield found, index, ""
                return


def _signed(lines: Sequence[Line], end: int) -> Iterator[Found]:
    """Yield the names alone on the line right below the text."""
    if end < len(lines) and lines[end].kind is Kind.HEADING and len(lines[end].text) < 40:
        yield names.lone_names(lines[end].text.strip("()[]-–— ")) or _desk(lines[end].text), end, ""


def _desk(text: str) -> tuple[str, ...]:
    return (text,) if names.is_agency(text) and text.count(" ") < 4 else ()
