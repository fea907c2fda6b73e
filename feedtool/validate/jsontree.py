"""JSON as a light tree in which everything knows its place: RFC 8259.

The reader of the standard library keeps no places, so this one does; its loop keeps its own stack, so depth costs none.
"""

from __future__ import annotations

import json
import re
from json import JSONDecodeError, decoder
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from feedtool.later import regex
from feedtool.validate.node import NO_ATTRIBUTES, NO_CHILDREN, NOWHERE, Fault, Node
from feedtool.validate.sound import LEAST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feedtool.validate.sound import Sound

MAX_DEPTH: Final = 100
# The standard library's own reader of strings; typeshed does not list it.
scan: Callable[[str, int, bool], tuple[str, int]] = decoder.scanstring  # type: ignore[attr-defined]
_SPACE = regex(r"[ \t\n\r]*")
_NUMBER = regex(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_WORD = regex(r"[A-Za-z]+")
_WORDS: Final = {"true": "boolean", "false": "boolean", "null": "null"}
_LONGEST_KEY: Final = 80


class _BrokenError(Exception):
    """The text is no JSON: why, and at which character."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.at = at


class JsonNode(Node):
    """One value: its key as name, its kind (object, array, string, number, boolean, null), its text, its place.

    What an array holds has the array's own key as name.
    """

    __slots__ = ("kind",)

    def __init__(self, name: str, kind: str, parent: Node | None, offset: int, text: str = "") -> None:
        self.name = name
        self.attributes = NO_ATTRIBUTES
        self.parent = parent
        self.offset = offset
        self.text = text
        self.children = NO_CHILDREN
        self._firsts = None
        self.kind = kind

    def member(self, name: str) -> JsonNode | None:
        """Return the member called `name`, None when there is none."""
        found = self.first(name)
        return found if isinstance(found, JsonNode) else None

    def members(self) -> list[JsonNode]:
        """Return what this object or array holds."""
        return cast("list[JsonNode]", self.children)


def read_json(text: str) -> tuple[JsonNode | None, list[Fault]]:
    """Return the tree of a JSON text (None when it is none), and what reading found; offsets are characters."""
    reader = _Reader(text)
    try:
        return reader.read(), reader.faults
    except _BrokenError as broken:
        fault = Fault(code="json-not-well-formed", offset=min(broken.at, len(text)), values={"reason": str(broken)})
        return None, [*reader.faults, fault]


def unplaced(text: str, sound: Sound) -> JsonNode | None:
    """Return the tree of a JSON text as the standard library reads it, which takes a fraction of the time.

    Only the root knows its place (see `UnplacedError`).  None where the text is not well-formed, or where anything in
    it is to be told.  Of a text that is one of `sound`, that one is held.
    """
    grower = _Grower(sound.same if sound else None)
    try:
        value = json.loads(text, object_pairs_hook=grower.object, parse_constant=_refused)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, _Grown):
        return None
    value.node.name, value.node.offset = "feed", len(text) - len(text.lstrip())
    return value.node


class _Grown(NamedTuple):
    """An object or a list that was read, and how deep it is."""

    node: JsonNode
    depth: int


class _Grower:
    """Makes nodes of what the standard library reads, from the innermost outwards."""

    def __init__(self, same: Callable[[str], str] | None) -> None:
        self.same = same

    def object(self, pairs: list[tuple[str, Any]]) -> _Grown:
        """Return an object; it has no name until it is known what it stands in.

        Raises:
            ValueError: there is something to be told of it.

        """
        node = JsonNode("", "object", None, NOWHERE)
        depth = 0
        if pairs:
            node.children = children = []
            for key, value in pairs:
                child, below = self.child(key if len(key) <= _LONGEST_KEY else key[:_LONGEST_KEY], value, node)
                children.append(child)
                depth = max(depth, below)
            if len({key for key, _ in pairs}) != len(pairs):
                raise ValueError("a key is repeated")
        return _checked(node, depth)

    def array(self, name: str, values: list[Any]) -> _Grown:
        """Return a list; what it holds has its name."""
        node = JsonNode(name, "array", None, NOWHERE)
        grown = [self.child(name, value, node) for value in values]
        if grown:
            node.children = [child for child, _ in grown]
        return _checked(node, max((depth for _, depth in grown), default=0))

    def child(self, name: str, value: Any, parent: JsonNode) -> tuple[JsonNode, int]:  # noqa: ANN401 - what JSON holds
        """Return the node of a value, and how deep it is."""
        if isinstance(value, str):
            text = self.same(value) if self.same and len(value) >= LEAST else value
            return JsonNode(name, "string", parent, NOWHERE, text), 0
        if isinstance(value, list):
            value = self.array(name, value)
        if isinstance(value, _Grown):
            node, depth = value
            node.name, node.parent = name, parent
            return node, depth
        kind = "null" if value is None else "boolean" if isinstance(value, bool) else "number"
        return JsonNode(name, kind, parent, NOWHERE, json.dumps(value)), 0


def _checked(node: JsonNode, depth: int) -> _Grown:
    """Return what was read, one deeper than what it holds."""
    if depth >= MAX_DEPTH:
        raise ValueError("too deep")
    return _Grown(node, depth + 1)


def _refused(constant: str) -> object:
    """Refuse NaN and Infinity, which JSON has not."""
    raise ValueError(constant)


class _Reader:
    """A reader of one text: where it is, and which objects and arrays are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.faults: list[Fault] = []
        self.open: list[JsonNode] = []
        self.keys: list[set[str]] = []

    def read(self) -> JsonNode:
        self.skip()
        root = self.value("feed", None)
        while self.open:
            self.skip()
            self.step(self.open[-1])
        self.skip()
        if self.at < len(self.text):
            raise _BrokenError("something stands behind its end", self.at)
        return root

    def skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def next(self) -> str:
        return self.text[self.at : self.at + 1]

    def step(self, holder: JsonNode) -> None:
        """Read one member or element of `holder`, or its end."""
        end = "}" if holder.kind == "object" else "]"
        if self.next() == end:
            self.at += 1
            self.open.pop()
            self.keys.pop()
            return
        if holder.children:
            self.comma(end)
        name = self.key(holder) if holder.kind == "object" else holder.name
        child = self.value(name, holder)
        if holder.children:
            holder.children.append(child)
        else:
            holder.children = [child]

    def comma(self, end: str) -> None:
        if self.next() != ",":
            reason = f"a comma or {end} is due" if self.next() else "it breaks off"
            raise _BrokenError(reason, self.at)
        comma = self.at
        self.at += 1
        self.skip()
        if self.next() == end:
            raise _BrokenError("a comma stands before the end, where nothing follows", comma)

    def key(self, holder: JsonNode) -> str:
        start = self.at
        if self.next() != '"':
            raise _BrokenError("a name in double quotes is due" if self.next() else "it breaks off", start)
        name = self.string()[:_LONGEST_KEY]
        self.skip()
        if self.next() != ":":
            raise _BrokenError(f"a colon is due behind {name!r}", self.at)
        self.at += 1
        self.skip()
        if name in self.keys[-1]:
            self.faults.append(Fault(code="json-key-repeated", offset=start, values={"element": name}))
        self.keys[-1].add(name)
        return name if holder.kind == "object" else holder.name

    def string(self) -> str:
        try:
            value, self.at = scan(self.text, self.at + 1, True)  # noqa: FBT003 - its own signature
        except JSONDecodeError as error:
            reason = "a line break or control character stands in a string" if "control" in error.msg else error.msg
            raise _BrokenError(reason[0].lower() + reason[1:], error.pos) from None
        return value

    def value(self, name: str, parent: JsonNode | None) -> JsonNode:
        start, first = self.at, self.next()
        if first == '"':
            return JsonNode(name, "string", parent, start, self.string())
        if first and first in "{[":
            return self.holder(name, parent)
        number = _NUMBER.match(self.text, start)
        if number:
            self.at = number.end()
            return JsonNode(name, "number", parent, start, number[0][:80])
        word = _WORD.match(self.text, start)
        if word and word[0] in _WORDS:
            self.at = word.end()
            return JsonNode(name, _WORDS[word[0]], parent, start, word[0])
        found = repr((word[0] if word else first)[:20])
        raise _BrokenError(f"{found} is no value" if first else "it breaks off", start)

    def holder(self, name: str, parent: JsonNode | None) -> JsonNode:
        kind = "object" if self.next() == "{" else "array"
        node = JsonNode(name, kind, parent, self.at)
        if len(self.open) >= MAX_DEPTH:
            raise _BrokenError(f"it is nested more than {MAX_DEPTH} deep", self.at)
        self.open.append(node)
        self.keys.append(set())
        self.at += 1
        return node


KINDS: Final[Mapping[str, str]] = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
