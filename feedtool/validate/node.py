"""NODE: what a document is once it is read: a light tree in which everything knows its place.

Offsets are bytes; line and column are worked out only for what is reported.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from feedtool.later import regex
from feedtool.validate.names import local, namespace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_EXPANSION: Final = 1_000_000  # characters that declared entities may add to a document
NOWHERE: Final = -1  # the offset of a node that was read without places
NO_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType({})
NO_CHILDREN: Final[list[Node]] = []
_START_TAG = regex(rb"""<[^\s/>]+(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_ATTRIBUTE = regex(rb"""([^\s=<>/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PIECE = regex(rb"<!\[CDATA\[(.*?)\]\]>|<!--.*?-->|<\?.*?\?>|(&#?\w+;)|([^<&]+)|(<)", re.DOTALL)


class Node:
    """One element: its name (see `names`), attributes, own text, children, parent, and the byte where its tag opens."""

    __slots__ = ("_firsts", "attributes", "children", "name", "offset", "parent", "text")

    def __init__(self, name: str, attributes: Mapping[str, str], parent: Node | None, offset: int) -> None:
        self.name = name
        self.attributes = attributes or NO_ATTRIBUTES
        self.parent = parent
        self.offset = offset
        self.text = ""
        self.children = NO_CHILDREN
        self._firsts: dict[str, Node] | None = None

    @property
    def local(self) -> str:
        """The name without its namespace."""
        return local(self.name)

    @property
    def namespace(self) -> str:
        """The namespace, "" when it has none."""
        return namespace(self.name)

    def get(self, attribute: str, default: str = "") -> str:
        """Return an attribute's value."""
        return self.attributes.get(attribute, default)

    def all(self, name: str) -> Iterator[Node]:
        """Yield the children called `name`, in order."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Node | None:
        """Return the first child called `name`, None when there is none."""
        if self._firsts is None:
            if not self.children:
                return None
            self._firsts = {child.name: child for child in reversed(self.children)}
        return self._firsts.get(name)

    def value(self, name: str) -> str:
        """Return the stripped text of the first child called `name`, "" when there is none."""
        child = self.first(name)
        return child.text.strip() if child else ""

    def whole_text(self) -> str:
        """Return the text of this element and of all within it, in document order within each element."""
        parts, stack = [], [self]
        while stack:
            node = stack.pop()
            parts.append(node.text)
            stack.extend(reversed(node.children))
        return "".join(parts)


class UnplacedError(Exception):
    """The place of a node is wanted that was read without: what it is in has to be read again, with places."""


class Fault(Struct, frozen=True, kw_only=True):
    """What reading found, for the rule that judges it: the rule's code, the byte where, and the values it speaks of."""

    code: str
    offset: int
    values: Mapping[str, object] = field(default_factory=dict)


class Document(Struct, kw_only=True):
    """A document that was read: its text in UTF-8, its tree (None when it has none) and what reading found.

    Where it had to be mended to be read on, `original` is its text before, and `shifts` say how many bytes were put in
    where (see `recovery`); every offset is one of the mended text.
    """

    content: bytes
    root: Node | None = None
    faults: list[Fault] = field(default_factory=list)
    namespaces: dict[tuple[str, str], int] = field(default_factory=dict)
    doctype: tuple[str, str, int] | None = None
    prefixes: dict[str, str] = field(default_factory=dict)
    original: bytes = b""
    shifts: tuple[tuple[int, int], ...] = ()

    def origin(self, offset: int) -> int:
        """Return where the byte at `offset` stood before anything was put in."""
        for at, added in reversed(self.shifts):
            if offset >= at + added:
                offset -= added
            elif offset > at:
                offset = at
        return offset

    def qualified(self, name: str) -> str:
        """Return `name` as this document writes it: `dc:creator`, or `title` in the default namespace."""
        prefix = self.prefixes.get(namespace(name), "")
        return f"{prefix}:{local(name)}" if prefix else local(name)

    def tag(self, node: Node) -> bytes:
        """Return the opening tag of `node` as it is written, b"" when an entity wrote it."""
        match = _START_TAG.match(self.content, node.offset)
        return match[0] if match else b""

    def attribute_offset(self, node: Node, attribute: str) -> int:
        """Return the byte where the value of `attribute` begins in the tag of `node`; the tag's own if absent."""
        tag = self.tag(node)
        wanted = local(attribute).encode()
        for match in _ATTRIBUTE.finditer(tag):
            if match[1].rpartition(b":")[2] == wanted and match[1] != b"xmlns:" + wanted:
                return node.offset + match.start(2 if match[2] is not None else 3)
        return node.offset

    def text_offset(self, node: Node, index: int) -> int:
        """Return the byte where character `index` of the text of `node` is written, through CDATA and references.

        The element's own place where that cannot be said: it has children, or an entity wrote it.
        """
        tag = self.tag(node)
        if not tag or node.children:
            return node.offset
        for match in _PIECE.finditer(self.content, node.offset + len(tag)):
            if match[4]:
                break
            if match[2]:
                run, at = "&", match.start()
            else:
                group = 1 if match[1] is not None else 3
                run, at = (match[group] or b"").decode("utf-8", "replace"), match.start(group)
            if index < len(run):
                return at + len(run[:index].encode())
            index -= len(run)
        return node.offset


class Positions:
    """Byte offsets of a UTF-8 text as (line, column), both from 1, column in characters.

    Offsets are best asked for in ascending order: each is counted on from the one before, so all of them cost one pass.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._last = (0, 0)  # the byte last asked for, and its count of characters from its line's start

    def line(self, offset: int) -> int:
        """Return the line of the byte at `offset`."""
        return bisect_right(self._lines, offset)

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins; looked for when the first place is asked for."""
        return [0, *(match.end() for match in re.finditer(rb"\n", self._content))]

    def __call__(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of the byte at `offset`."""
        offset = min(max(offset, 0), len(self._content))
        if not offset:
            return 1, 1
        line = bisect_right(self._lines, offset)
        start = self._lines[line - 1]
        at, characters = self._last
        if not start <= at <= offset:
            at, characters = start, 0
        characters += len(self._content[at:offset].decode("utf-8", "ignore"))
        self._last = (offset, characters)
        return line, characters + 1
