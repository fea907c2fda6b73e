"""FACTS: what a page says of its article in one place, by field, each with the rule that read it and its line."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.article import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

LONGEST = 1000
"""Characters of a title, a name, an address: what is longer is something else."""
_LINES = frozenset(
    ("br", "p", "div", "li", "td", "tr", "time", "h1", "h2", "h3", "h4", "h5", "h6", "address", "section")
)


class Fact(Struct, frozen=True):
    """One value for one field: where it stood, and what else is known of it."""

    value: str
    rule: str
    line: int = 0
    more: dict[str, str] = {}

    def evidence(self) -> Evidence:
        """Return this as the provenance of a field."""
        return Evidence(rule=self.rule, line=self.line, text=self.value[:200])


class Facts:
    """All that a page says, by field, in the order in which its parts are trusted."""

    def __init__(self) -> None:
        self._facts: defaultdict[str, list[Fact]] = defaultdict(list)

    def add(self, name: str, fact: Fact) -> None:
        """Keep a fact; empty ones and those that are far too long are none."""
        if fact.value and len(fact.value) <= (LONGEST if name != "summary" else 5 * LONGEST):
            self._facts[name].append(fact)

    def take(self, found: Iterable[tuple[str, Fact]]) -> None:
        """Keep what a reader of one part of the page found."""
        for name, fact in found:
            self.add(name, fact)

    def __getitem__(self, name: str) -> list[Fact]:
        """Return the facts for a field, the most trusted first."""
        return self._facts.get(name, [])

    def first(self, name: str) -> Fact | None:
        """Return the most trusted fact for a field."""
        return next(iter(self[name]), None)

    def values(self, name: str) -> Iterator[str]:
        """Yield the values of a field."""
        return (fact.value for fact in self[name])


def text_in(element: Element) -> str:
    """Return the text of an element on one line."""
    return " ".join("".join(_gathered(element)).split())


def line_in(element: Element, longest: int = 200) -> str:
    """Return the text of an element on one line, or nothing where that is longer than a line is."""
    text = " ".join("".join(_gathered(element, 2 * longest)).split())
    return text if len(text) <= longest else ""


def _gathered(element: Element, most: float = math.inf) -> list[str]:
    """Return the pieces of an element's text, and a space where a line ends; none where they are longer than `most`.

    White space at the ends of a piece does not count.  It is one list for all levels: hardly anything is done as often.
    """
    pieces: list[str] = []
    room = most

    def gather(element: Element) -> None:
        nonlocal room
        if text := element.text:
            pieces.append(text)
            room -= len(text.strip())
        for child in element:
            if room < 0:
                return
            ends = child.tag in _LINES
            if ends:
                pieces.append(" ")
            gather(child)
            if ends:
                pieces.append(" ")
            if tail := child.tail:
                pieces.append(tail)
                room -= len(tail.strip())

    gather(element)
    return pieces if room >= 0 else []
