"""A document at work: its text, what is written where, and edits that are made together or not at all."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from feedtool.later import regex
from feedtool.validate.fix.written import Written
from feedtool.validate.values import web_address

if TYPE_CHECKING:
    from feedtool.problem import Place, Problem
    from feedtool.validate.fix.written import Attribute, Element

_BREAK = regex(r"\r\n?|\n")
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


class Edit(NamedTuple):
    """Characters `start` to `end` become `text`."""

    start: int
    end: int
    text: str


Mend = tuple[Edit, ...]
"""Edits that only together are a repair."""
Repair = Callable[["Draft", "Problem"], Iterable[Mend]]
"""What a row of the table does: the mends of one problem, or of all of its rule at once."""


class Draft:
    """The text of a document, and what repairs ask of it."""

    def __init__(self, text: str, *, location: str = "", codec: str = "utf-8") -> None:
        self.text = text
        self.location = location
        self.codec = codec
        self._links: dict[int, list[tuple[str, str]]] = {}

    @cached_property
    def written(self) -> Written:
        """What is written where."""
        return Written(self.text)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in _BREAK.finditer(self.text))]

    def index(self, place: Place) -> int:
        """Return the character that a line and a column mean."""
        line = min(max(place.line, 1), len(self._lines))
        return min(self._lines[line - 1] + max(place.column, 1) - 1, len(self.text))

    def position(self, index: int) -> tuple[int, int]:
        """Return the line and the column of a character."""
        line = bisect_right(self._lines, index)
        return line, index - self._lines[line - 1] + 1

    def element(self, place: Place) -> Element | None:
        """Return the element that a problem speaks of."""
        return self.written.at(self.index(place))

    def links(self, group: Element) -> list[tuple[str, str]]:
        """Return relation and address of each whole web address among the links of a feed or an entry."""
        if id(group) not in self._links:
            found = [
                (
                    self.written.value(link, "rel") or "alternate",
                    unescape(self.written.value(link, "href") or self.written.inner(link)).strip(),
                )
                for link in group.children
                if link.local == "link"
            ]
            self._links[id(group)] = [(rel, address) for rel, address in found if not web_address(address)]
        return self._links[id(group)]

    def attribute(self, place: Place, element: Element) -> Attribute | None:
        """Return the attribute that a problem speaks of: the one at its place, else that of its name."""
        index, name = self.index(place), place.field.rpartition("/@")[2].rpartition(":")[2]
        rows = self.written.attributes(element)
        here = (row for row in rows if row.start <= index <= row.end)
        return next(here, None) or next((row for row in rows if row.name.rpartition(":")[2] == name), None)

    def root_prefix(self, uri: str) -> str:
        """Return the prefix that the outermost element gives a namespace, "" when it gives none."""
        root = self.written.root
        for found in self.written.attributes(root) if root else ():
            if found.name.startswith("xmlns:") and self.text[found.value_start : found.value_end] == uri:
                return found.name[6:]
        return ""

    def declare(self, prefix: str, uri: str) -> Edit | None:
        """Return the edit that declares a prefix on the outermost element; None where it stands for something."""
        root = self.written.root
        if root is None or self.written.attribute(root, f"xmlns:{prefix}"):
            return None
        point = self.written.attribute_point(root)
        return Edit(point, point, f' xmlns:{prefix}="{uri}"')

    def held(self, text: str, kind: str) -> str:
        """Return `text` as the document's encoding can hold it in a piece of this kind; "" where it cannot."""
        try:
            text.encode(self.codec)
        except UnicodeEncodeError:
            return "" if kind == "cdata" else text.encode(self.codec, "xmlcharrefreplace").decode(self.codec)
        return text

    def set_attribute(self, element: Element, name: str, value: str) -> Edit:
        """Return the edit that gives an attribute its value."""
        found = self.written.attribute(element, name)
        if found:
            return Edit(found.value_start, found.value_end, escaped(value))
        point = self.written.attribute_point(element)
        return Edit(point, point, f' {name}="{escaped(value)}"')


def escaped(text: str) -> str:
    """Return `text` as it is written in XML, in text and between either quotes."""
    return text.translate(_ESCAPED).replace("'", "&#39;")


def value(new: Callable[[str], str]) -> Repair:
    """Return the repair that puts `new(value)` in the place of a value, wherever that is another one and not empty."""

    def repair(draft: Draft, problem: Problem) -> Iterable[Mend]:
        return valued(draft, problem, new)

    return repair


def valued(draft: Draft, problem: Problem, new: Callable[[str], str]) -> Iterable[Mend]:
    """Yield the mend of the value that a problem speaks of: of an attribute, or of an element's one run of text."""
    element = draft.element(problem.place)
    if element is None:
        return
    start, end, plain = _place_of_value(draft, problem, element)
    if start < 0:
        return
    old = draft.text[start:end] if plain else unescape(draft.text[start:end])
    mended = new(old)
    if mended and mended != old:
        if not plain:
            mended = mended.translate(_ESCAPED)
        elif "]]>" in mended:
            return
        yield (Edit(start, end, mended),)


def _place_of_value(draft: Draft, problem: Problem, element: Element) -> tuple[int, int, bool]:
    """Return where a value begins and ends, and whether nothing in it is escaped; -1 where there is none."""
    if "/@" in problem.place.field:
        found = draft.attribute(problem.place, element)
        return (found.value_start, found.value_end, False) if found else (-1, -1, False)
    run = draft.written.run(element)
    return (run.start, run.end, run.kind == "cdata") if run else (-1, -1, False)


def applied(text: str, mends: Iterable[Mend]) -> tuple[str, list[Mend]]:
    """Return `text` with the mends made, and those that were: one that crosses another is left for the next round."""
    taken: list[Edit] = []
    known: set[Edit] = set()
    made = []
    for mend in mends:
        fresh = [edit for edit in dict.fromkeys(mend) if edit not in known]
        if not fresh or any(_crosses(taken, edit) for edit in fresh):
            continue
        for edit in fresh:
            insort(taken, edit)
        known.update(fresh)
        made.append(mend)
    parts, at = [], 0
    for start, end, new in taken:
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]]), made


def _crosses(taken: list[Edit], edit: Edit) -> bool:
    """Say whether an edit touches characters of another one, or puts something inside it."""
    after = bisect_right(taken, edit)
    before = taken[after - 1] if after else None
    behind = taken[after] if after < len(taken) else None
    return bool((before and before.end > edit.start) or (behind and behind.start < edit.end))
