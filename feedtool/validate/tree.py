"""TREE: a document read by expat into nodes.

::

    bytes ──decode──▶ text ──expat──▶ Node … Node        (or the fault that stopped it)
                        └─ offsets ─▶ line and column, worked out only for what is reported

lxml knows lines only, so the tree is expat's. Nothing outside a document is ever opened. Nesting, declared entities and
what they expand to are bounded, and nothing here recurses: a hostile document costs no more than its size.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from feedtool.later import regex
from feedtool.validate.node import MAX_EXPANSION, Document, Fault, Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.validate.sound import Sound

MAX_DEPTH: Final = 200
MAX_ENTITIES: Final = 1_000

_LONG: Final = 200  # characters of a text that may be known
_REFERENCE = regex(r"&([^\s&;<#]{1,100});")


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
