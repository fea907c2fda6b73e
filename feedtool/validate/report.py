"""What was found in a document, gathered as it is met and told in the order of the document."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from feedtool.problem import Place
from feedtool.validate.node import NOWHERE, Positions, UnplacedError
from feedtool.validate.octets import may_be_spoilt
from feedtool.validate.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import datetime

    from feedtool.problem import Problem
    from feedtool.validate.dates import Written
    from feedtool.validate.node import Document, Fault, Node

MOST_TOLD: Final = 1_000  # of one rule in one document, so that a hostile one cannot fill the memory
_LONGEST_SHOWN: Final = 80
_LONGEST_TOLD: Final = 300
_ALWAYS_NUMBERED: Final = frozenset({"item", "items", "entry"})


def shown(text: str) -> str:
    """Return `text` fit to stand in a message: one line, shortened in the middle."""
    text = " ".join(text[: 4 * _LONGEST_SHOWN].split()) if len(text) > _LONGEST_SHOWN else text.strip()
    text = text if text.isprintable() else "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 2]} …"


class Report:
    """The problems of one document.

    `now` is the present, None where no clock is asked; `moments` the dates that were read already, by node;
    `encoding` is what the document is written in; `format` is its format, `version` what an RSS document says it is,
    `location` the address that it is served at and `home` that of the page it is of; each is "" while not known.
    `sound` are texts of HTML that are right, `told` counts what was noted;
    `sound_shapes` are the names of the children of entries whose names are right as such.
    """

    def __init__(
        self, document: Document, *, location: str = "", now: datetime | None = None, sound: Container[str] = ()
    ) -> None:
        self.document = document
        self.location = location
        self.now = now
        self.sound = sound
        self.encoding = ""
        self.format = ""
        self.version = ""
        self.home = ""
        self.told = 0
        self.sound_shapes: set[tuple[str, ...]] = set()
        self.moments: dict[int, tuple[str, Written]] = {}
        self._found: list[tuple[int, str, Node | None, str, dict[str, object]]] = []
        self._positions = Positions(document.original or document.content)
        self._counts: dict[str, int] = {}
        self._numbers: dict[int, dict[int, int]] = {}

    @cached_property
    def has_base(self) -> bool:
        """Whether anything in the document may have a base of its own."""
        return b"xml:base" in self.document.content

    @cached_property
    def may_be_spoilt(self) -> bool:
        """Whether any character in the document may have been spoilt on its way."""
        return b"&#" in self.document.content or may_be_spoilt(self.document.content)

    def add(self, code: str, node: Node, *, attribute: str = "", index: int = -1, **values: object) -> None:
        """Note that `node` breaks the rule `code`, in an attribute's value or at character `index` of its text."""
        self.told += 1
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] > MOST_TOLD:
            return
        offset = node.offset
        if offset == NOWHERE:
            raise UnplacedError
        if attribute:
            offset = self.document.attribute_offset(node, attribute)
        elif index >= 0:
            offset = self.document.text_offset(node, index)
        offset = self.document.origin(offset)
        values.setdefault("value", shown(node.get(attribute) if attribute else node.text))
        for name, value in values.items():
            if isinstance(value, str) and len(value) > _LONGEST_TOLD:
                values[name] = f"{value[:_LONGEST_TOLD]} …"
        element, written = self.document.qualified(node.name), self.document.qualified(attribute)
        values |= {"element": element, "attribute": written, "subject": self._subject(element, written)}
        self._found.append((offset, code, node, attribute, values))

    def _subject(self, element: str, attribute: str) -> str:
        if self.format == "json":
            return f"'{element}'"
        return f"{attribute} of <{element}>" if attribute else f"<{element}>"

    def faults(self, faults: Iterable[Fault]) -> None:
        """Note what reading the document found."""
        self._found.extend((fault.offset, fault.code, None, "", dict(fault.values)) for fault in faults)

    def line(self, node: Node) -> int:
        """Return the line of a node, for a message that speaks of another place than its own."""
        if node.offset == NOWHERE:
            raise UnplacedError
        return self._positions.line(self.document.origin(node.offset))

    def problems(self, name: str, *, every: bool = False) -> tuple[Problem, ...]:
        """Return everything noted, once each, by place in the document, the worst first at one place.

        What breaks a quiet rule is left out, unless `every` rule is asked for.
        """
        position = self._positions
        self._found.sort(key=lambda found: (found[0], RULES[found[1]].level != "error", found[1]))
        problems = []
        for offset, code, node, attribute, values in self._found:
            if RULES[code].quiet and not every:
                continue
            line, column = position(offset)
            place = Place(file=name, line=line, column=column, field=self._path(node, attribute) if node else "")
            problem = RULES[code].problem(place, **values)
            count = self._counts.pop(code, 0)
            if count > MOST_TOLD:
                problem = replace(problem, message=f"{problem.message} (one of {count:,}; {MOST_TOLD:,} are listed)")
            problems.append(problem)
        return tuple(dict.fromkeys(problems))

    def _path(self, node: Node, attribute: str) -> str:
        """Return `channel/item[3]/enclosure/@url`; the `rss` element is left out of the paths of what it holds."""
        steps = [f"@{self.document.qualified(attribute)}"] if attribute else []
        step: Node | None = node
        while step is not None:
            steps.append(self._step(step))
            step = self._holder(step)
        if len(steps) > 1 and steps[-1] == "rss" and not steps[-2].startswith("@"):
            steps.pop()
        return "/".join(reversed(steps))

    def _holder(self, node: Node) -> Node | None:
        """Return what `node` stands in; a list of JSON is left out of the paths of what it holds."""
        holder = node.parent
        if holder is not None and self.format == "json" and holder.name == node.name:
            return holder.parent
        return holder

    def _step(self, node: Node) -> str:
        """Return a name, with its number among those of its name where there are several, or might be."""
        name = self.document.qualified(node.name)
        if node.parent is None:
            return name
        numbers = self._numbers.get(id(node.parent))
        if numbers is None:
            numbers = self._numbers[id(node.parent)] = _numbered(node.parent, always=self.format == "json")
        number = numbers[id(node)]
        return f"{name}[{number}]" if number else name


def _numbered(parent: Node, *, always: bool) -> dict[int, int]:
    """Return the number of each child among its namesakes, 0 for the only one of a name that is not usually many."""
    last: dict[str, int] = {}
    numbers = {}
    for child in parent.children:
        numbers[id(child)] = last[child.name] = last.get(child.name, 0) + 1
    return {
        id(child): numbers[id(child)]
        if last[child.name] > 1 or child.local in _ALWAYS_NUMBERED or (always and child.name == parent.name)
        else 0
        for child in parent.children
    }
