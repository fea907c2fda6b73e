"""A document as it is written: where each tag, attribute and piece of text stands, well-formed or not.

Positions are characters of the text itself. Nothing is decoded and nothing is lost, so what is cut out between two
positions and put back is the same byte for byte.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = regex(
    r"(?P<comment><!--.*?(?:-->|\Z))"
    r"|(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))"
    r"|(?P<instruction><\?.*?(?:\?>|\Z))"
    r"|(?P<doctype><!DOCTYPE[^<>\[]*+(?:\[[^\]]{0,5000}+\]\s*+)?>)"
    r"|</(?P<close>[^\s<>/]+)\s*>"
    r"|<(?P<open>[^\W\d][^\s<>/=\"']*)(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>"
    r"|(?P<text>[^<]+)"
    r"|(?P<stray><)",
    re.DOTALL,
)
_ATTRIBUTE = regex(r"([^\s=<>/\"']+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


class Token(NamedTuple):
    """One piece of markup or text, and what it is."""

    kind: str
    start: int
    end: int


class Attribute(NamedTuple):
    """One attribute: its name, where it begins, where its value stands (less the quotes), where it ends."""

    name: str
    start: int
    value_start: int
    value_end: int
    end: int


class Element(Struct, kw_only=True, eq=False):
    """One element: its name with its prefix, and where its tags and its text stand."""

    name: str
    start: int
    open_end: int
    parent: Element | None
    inner_end: int = -1
    end: int = -1
    children: list[Element] = field(default_factory=list)
    pieces: list[Token] = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix, "" when there is none."""
        return self.name.rpartition(":")[0]

    def up(self) -> Iterator[Element]:
        """Yield this element and those that it stands in, outwards."""
        step: Element | None = self
        while step is not None:
            yield step
            step = step.parent

    def all(self, *names: str) -> list[Element]:
        """Return the children of these names, in order."""
        return [child for child in self.children if child.name in names]


class Written:
    """A text as tokens and elements."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.roots: list[Element] = []
        self._open: list[Element] = []
        for match in _TOKEN.finditer(text):
            self._take(match)
        while self._open:
            self._close(len(text), len(text))

    @property
    def root(self) -> Element | None:
        """The outermost element."""
        return self.roots[0] if self.roots else None

    def _take(self, match: re.Match[str]) -> None:
        token = Token(match.lastgroup or "", match.start(), match.end())
        self.tokens.append(token)
        if token.kind == "open":
            self._begin(match, token)
        elif token.kind == "close":
            if any(element.name == match["close"] for element in self._open[-20:]):
                while self._open[-1].name != match["close"]:
                    self._close(token.start, token.start)
                self._close(token.start, token.end)
        elif self._open and token.kind in {"text", "cdata"}:
            self._open[-1].pieces.append(token)

    def _begin(self, match: re.Match[str], token: Token) -> None:
        parent = self._open[-1] if self._open else None
        element = Element(name=match["open"], start=token.start, open_end=token.end, parent=parent)
        (parent.children if parent else self.roots).append(element)
        self._open.append(element)
        if match[0].endswith("/>"):
            self._close(token.end, token.end)

    def _close(self, inner_end: int, end: int) -> None:
        element = self._open.pop()
        element.inner_end, element.end = inner_end, end

    def at(self, index: int) -> Element | None:
        """Return the innermost element that holds the character at `index`."""
        found, row = None, self.roots
        while row:
            number = bisect_right(row, index, key=lambda element: element.start) - 1
            if number < 0 or row[number].end <= index:
                break
            found = row[number]
            row = found.children
        return found

    def attributes(self, element: Element) -> list[Attribute]:
        """Return the attributes of `element`, in order."""
        found = _ATTRIBUTE.finditer(self.text, element.start + 1 + len(element.name), element.open_end)
        return [
            Attribute(match[1], match.start(), *match.span(2 if match[2] is not None else 3), match.end())
            for match in found
        ]

    def attribute(self, element: Element, name: str) -> Attribute | None:
        """Return one attribute, by its name with its prefix."""
        return next((found for found in self.attributes(element) if found.name == name), None)

    def value(self, element: Element, name: str) -> str:
        """Return the value of an attribute as it is written, "" when it is absent."""
        found = self.attribute(element, name)
        return self.text[found.value_start : found.value_end] if found else ""

    def attribute_point(self, element: Element) -> int:
        """Return where one more attribute is written."""
        found = self.attributes(element)
        return found[-1].end if found else element.start + 1 + len(element.name)

    def inner(self, element: Element) -> str:
        """Return what stands between the tags of `element`, as it is written."""
        return self.text[element.open_end : element.inner_end]

    def run(self, element: Element) -> Token | None:
        """Return the one run of text of an element, less the white space around it; None when it has more or none."""
        pieces = [piece for piece in element.pieces if not self.text[piece.start : piece.end].isspace()]
        if element.children or len(pieces) != 1:
            return None
        kind, start, end = pieces[0]
        if kind == "cdata":
            start, end = start + len("<![CDATA["), end - len("]]>")
        value = self.text[start:end]
        start += len(value) - len(value.lstrip())
        return Token(kind, start, max(start, start + len(value.strip())))

    def indent(self, element: Element) -> int:
        """Return where the white space before `element` begins."""
        return (
            len(self.text[: element.start].rstrip())
            if self.text[element.start - 1 : element.start].isspace()
            else (element.start)
        )
