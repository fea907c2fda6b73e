"""FACTS: what a page says of its article in one place, by field, each with the rule that read it and its line."""

from __future__ import annotations

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
    return " ".join("".join(_pieces(element)).split())


def line_in(element: Element, longest: int = 200) -> str:
    """Return the text of an element on one line, or nothing where that is longer than a line is."""
    parts, size = [], 0
    for part in _pieces(element):
        parts.append(part)
        size += len(part.strip())
        if size > 2 * longest:  # white space within counts for one character in the end
            return ""
    text = " ".join("".join(parts).split())
    return text if len(text) <= longest else ""


def _pieces(element: Element) -> Iterator[str]:
    """Yield the pieces of an element's text, and a space where a line ends."""
    if element.text:
        yield element.text
    for child in element:
        if child.tag in _LINES:
            yield " "
        yield from _pieces(child)
        if child.tag in _LINES:
            yield " "
        if child.tail:
            yield child.tail
