"""DATE LINES: the lines of a page that tell people when it was published."""

from __future__ import annotations

import re
from itertools import dropwhile, islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from feedtool.errors import TimestampError
from feedtool.later import regex
from feedtool.source.html.facts import line_in
from feedtool.source.pagetext.names import read_byline
from feedtool.timestamps import Stamp, ZonePolicy, read_line, rest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lxml.etree import _Element as Element

_LONGEST = 200
_MOST = 30
_TRIED = 8  # dates without an instant, after which a page is given up
_DATED = regex(r"date|Date|time|Time|publi|Publi|posted|byline|meta")
_PLAIN = ("p", "span", "div", "li", "td", "small", "em", "i", "font")
_MARGINS = frozenset(("aside", "nav", "footer"))
_ELSEWHERE = regex(
    r"\bcomment|related|recommend|teaser|sidebar|trending|popular|latest|most-?(?:read|viewed)|\bmore-", re.IGNORECASE
)
_YEAR = regex(r"(?:19|20)\d\d|\d{1,2}[/.-]\d{1,2}[/.-]\d\d(?!\d)")


class Line(NamedTuple):
    """A line that people see, and where its element begins in the source."""

    text: str
    number: int


def is_date_line(text: str) -> bool:
    """Tell whether a line says when, and perhaps who, but nothing else."""
    if len(text) > _LONGEST or not _YEAR.search(text):
        return False
    try:
        stamps = read_line(text, ZonePolicy(timezone="UTC"))
    except TimestampError:
        return False
    left = rest(text, stamps) if stamps else text
    return bool(stamps) and (not left or read_byline(left) is not None)


def date_lines(tree: Element, policy: ZonePolicy, failures: list[TimestampError]) -> Iterator[tuple[Stamp, Line]]:
    """Yield the times on the date lines of a page: those whose markup says so, else short lines below the headline."""
    for elements in (_dated(tree), _ours(tree, below(tree, *_PLAIN))):
        found = False
        for line in _short(elements):
            try:
                stamps = read_line(line.text, policy)
            except TimestampError as error:
                failures.append(error.at(line=line.number))
                if len(failures) > _TRIED:
                    return
                continue
            for stamp in stamps:
                found = True
                yield stamp, line
        if found:
            return


def _dated(tree: Element) -> Iterator[Element]:
    """Yield the elements whose markup says that they are dates, those nearest to the headline first."""
    found: list[tuple[int, Element]] = []
    headline, longest = 0, 0
    for at, element in enumerate(tree.iter(*_PLAIN, "h1", "time", "ul", "a", "strong", "header", "section")):
        if element.tag == "h1" and (length := len(line_in(element))) > longest:
            headline, longest = at, length
        elif element.tag == "time" or _says_date(element):
            found.append((at, element))
    found.sort(key=lambda entry: abs(entry[0] - headline))
    return _ours(tree, (element for _, element in found))


def _says_date(element: Element) -> bool:
    named = element.get("class") or element.get("id")
    return bool(named and _DATED.search(named))


def _ours(tree: Element, elements: Iterator[Element]) -> Iterator[Element]:
    """Yield the elements that stand in no comment, no list of other articles and no margin of the page."""
    around = {above for h1 in tree.iter("h1") for above in h1.iterancestors()}
    for element in elements:
        apart = takewhile(lambda above: above not in around, (element, *element.iterancestors()))
        if not any(above.tag in _MARGINS or _ELSEWHERE.search(above.get("class") or "") for above in apart):
            yield element


def below(tree: Element, *tags: str) -> Iterator[Element]:
    """Yield the elements of some names that stand below the first headline, or all where there is none."""
    found = tree.iter("h1", *tags)
    if next(tree.iter("h1"), None) is not None:
        found = dropwhile(lambda element: element.tag != "h1", found)
    return (element for element in found if element.tag != "h1")


def _short(elements: Iterator[Element]) -> Iterator[Line]:
    told: set[str] = set()
    for element in islice(elements, 20 * _MOST):
        text = line_in(element, _LONGEST)
        if len(text) > 5 and text not in told and _YEAR.search(text):
            told.add(text)
            yield Line(text, element.sourceline or 0)
        if len(told) >= _MOST:
            return


def lines_with_clock(tree: Element, text: str, clock: datetime, policy: ZonePolicy) -> Iterator[tuple[Stamp, Line]]:
    """Yield the times on lines that show a wall clock of the hour and minute of `clock`."""
    hours = dict.fromkeys((f"{clock.hour}", f"{clock.hour % 12 or 12}"))
    clocks = [f"{hour}{mark}{clock.minute:02}" for hour in hours for mark in ":."]
    if not any(_is_shown(text, shown) for shown in clocks):
        return
    clock_face = regex(rf"(?<![\d:.])0?(?:{'|'.join(map(re.escape, clocks))})(?!\d)")
    for element in tree.xpath(f"//body//*[text()[contains(., '{clock.minute:02}')]]")[:_MOST]:
        if element.tag in ("script", "style") or not clock_face.search("".join(element.xpath("text()"))):
            continue
        line = _whole(element)
        try:
            yield from ((stamp, line) for stamp in read_line(line.text, policy)) if line else ()
        except TimestampError:
            continue


def _is_shown(text: str, clock: str) -> bool:
    """Tell whether a clock stands between two tags."""
    at = text.find(clock)
    while at >= 0:
        if text.rfind(">", max(0, at - 150), at) > text.rfind("<", max(0, at - 150), at):
            return True
        at = text.find(clock, at + 1)
    return False


def _whole(element: Element) -> Line | None:
    """Return the line that an element is or is part of: the nearest around it that names a year."""
    for near in (element, *list(element.iterancestors())[:3]):
        text = line_in(near, _LONGEST)
        if not text:
            return None
        if _YEAR.search(text):
            return Line(text, near.sourceline or 0)
    return None
