"""A document as a light tree in which everything knows its place.

::

    bytes ──decode──▶ text ──expat──▶ Node … Node        (or the fault that stopped it)
                        └─ offsets ─▶ line and column, worked out only for what is reported

lxml knows lines only, so the tree is expat's. Nothing outside a document is ever opened. Nesting, declared entities and
what they expand to are bounded, and nothing here recurses: a hostile document costs no more than its size.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from msgspec import Struct, field

from feedtool.later import regex
from feedtool.validate.names import local, namespace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feedtool.validate.sound import Sound

MAX_DEPTH: Final = 200
MAX_ENTITIES: Final = 1_000
MAX_EXPANSION: Final = 1_000_000  # characters that declared entities may add to a document

NOWHERE: Final = -1  # the offset of a node that was read without places
NO_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType({})
NO_CHILDREN: Final[list[Node]] = []
_LONG: Final = 200  # characters of a text that may be known
_REFERENCE = regex(r"&([^\s&;<#]{1,100});")
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


class _RefusedError(Exception):
    """Reading was given up on purpose: the document would cost more than it is worth."""

    def __init__(self, code: str, offset: int, **values: object) -> None:
        super().__init__(code)
        self.fault = Fault(code=code, offset=offset, values=values)


class _Builder:
    """The handlers that expat calls, and the tree they grow."""

    def __init__(self, document: Document, sound: Sound | None) -> None:
        self.document = document
        self.same = sound.same if sound else None
        self.parser = parser = expat.ParserCreate("utf-8", " ", intern={})
        self.open: list[Node] = []
        self.texts: list[list[str]] = []
        self.entities: dict[str, str] = {}
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartNamespaceDeclHandler = self.namespace
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EndDoctypeDeclHandler = self.doctype_end
        parser.EntityDeclHandler = self.entity
        parser.SkippedEntityHandler = self.skipped

    def start(self, name: str, attributes: dict[str, str]) -> None:
        offset = self.parser.CurrentByteIndex
        if not self.open:
            node = self.document.root = Node(name, attributes, None, offset)
        else:
            parent = self.open[-1]
            node = Node(name, attributes, parent, offset)
            if parent.children:
                parent.children.append(node)
            else:
                parent.children = [node]
            if len(self.open) >= MAX_DEPTH:
                raise _RefusedError("xml-too-deep", offset, limit=MAX_DEPTH)
        self.open.append(node)
        self.texts.append([])

    def end(self, _name: str) -> None:
        parts = self.texts.pop()
        node = self.open.pop()
        if parts:
            text = parts[0] if len(parts) == 1 else "".join(parts)
            node.text = self.same(text) if self.same and len(text) >= _LONG else text

    def characters(self, data: str) -> None:
        self.texts[-1].append(data)

    def namespace(self, prefix: str | None, uri: str | None) -> None:
        self.document.namespaces.setdefault((prefix or "", uri or ""), self.parser.CurrentByteIndex)
        self.document.prefixes.setdefault(uri or "", prefix or "")

    def doctype(self, _name: str, system: str | None, public: str | None, _subset: bool) -> None:  # noqa: FBT001 - expat's own signature
        at = self.document.content.rfind(b"<!DOCTYPE", 0, max(self.parser.CurrentByteIndex, 0) + 9)
        self.document.doctype = (public or "", system or "", max(at, 0))

    def entity(
        self,
        name: str,
        is_parameter: bool,  # noqa: FBT001 - expat's own signature
        value: str | None,
        _base: str | None,
        system: str | None,
        _public: str | None,
        _notation: str | None,
    ) -> None:
        offset = max(self.document.content.rfind(b"<!ENTITY", 0, max(self.parser.CurrentByteIndex, 0)), 0)
        if value is None:
            self.document.faults.append(
                Fault(code="xml-external-entity", offset=offset, values={"entity": name, "address": system or ""})
            )
        elif not is_parameter:
            self.entities.setdefault(name, value)
        if len(self.entities) > MAX_ENTITIES:
            raise _RefusedError(
                "xml-entity-bomb", offset, size=f"more than {MAX_ENTITIES} entities", limit=MAX_EXPANSION
            )

    def doctype_end(self) -> None:
        if not self.entities:
            return
        sizes = _expanded_sizes(self.entities)
        text = self.document.content.decode("utf-8", "replace")
        total = sum(times * sizes.get(name, 0) for name, times in Counter(_REFERENCE.findall(text)).items())
        if total > MAX_EXPANSION:
            raise _RefusedError(
                "xml-entity-bomb",
                max(self.parser.CurrentByteIndex, 0),
                size=f"{total:,} characters",
                limit=MAX_EXPANSION,
            )

    def skipped(self, name: str, _is_parameter: bool) -> None:  # noqa: FBT001 - expat's own signature
        from feedtool.validate.wellformed import undefined_entity  # noqa: PLC0415 - wanted for few documents

        offset = max(self.parser.CurrentByteIndex, 0)
        self.document.faults.append(undefined_entity(name, offset))


def _expanded_sizes(entities: Mapping[str, str]) -> dict[str, int]:
    """Return how many characters each entity expands to; one that names itself, in a circle, counts as the bound."""
    inner = {
        name: [other for other in _REFERENCE.findall(value) if other in entities] for name, value in entities.items()
    }
    sizes: dict[str, int] = {}
    entered: set[str] = set()
    stack = list(entities)
    while stack:
        name = stack[-1]
        waiting = () if name in entered else [other for other in dict.fromkeys(inner[name]) if other not in entered]
        entered.add(name)
        if waiting:
            stack.extend(waiting)
            continue
        stack.pop()
        size = len(entities[name]) + sum(sizes.get(other, MAX_EXPANSION) for other in inner[name])
        sizes.setdefault(name, min(size, 10**12))
    return sizes


def parse(content: bytes, sound: Sound | None = None) -> Document:
    """Return the document whose text is `content`, in UTF-8 with only characters that XML allows; never raises.

    Of a text that is one of `sound`, that one is held.
    """
    document, still_open = _read(content, sound)
    if document.root is None and document.faults:
        from feedtool.validate.recovery import recovered  # noqa: PLC0415 - wanted for few documents

        return recovered(document, still_open, _read)
    return document


def _read(content: bytes, sound: Sound | None = None) -> tuple[Document, list[Node]]:
    """Return the document, its tree None when a fault stopped the reading, and the elements that were open then."""
    from feedtool.validate.wellformed import diagnosis  # noqa: PLC0415 - wanted for few documents

    document = Document(content=content)
    builder = _Builder(document, sound)
    try:
        builder.parser.Parse(content, True)  # noqa: FBT003 - expat's own signature
    except _RefusedError as refusal:
        document.faults.append(refusal.fault)
        document.root = None
    except expat.ExpatError as error:
        document.faults.append(diagnosis(content, error.code, builder.parser.ErrorByteIndex, builder.open))
        document.root = None
    return document, builder.open
