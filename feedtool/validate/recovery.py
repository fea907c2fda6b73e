"""Reading on behind a fault: each fault of a document that is not well-formed is told, and mended for the next reading.

A mend is one that an author would make: an & is escaped, a tag is closed, a prefix is declared. Nothing of it is ever
written; it only lets the parser go on. Readings are bounded in number and in bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.later import regex
from feedtool.validate.names import USUAL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feedtool.validate.node import Document, Fault, Node

MOST_READINGS: Final = 25
MOST_BYTES: Final = 30_000_000  # read again, in all
_NAME = regex(rb"[^\s/>]+")
_ROOT = regex(rb"<[A-Za-z_][^\s/>]*")


class Mend(NamedTuple):
    """What to change so that reading can go on: `removed` bytes at `at` become `put`; `certain` if an author would."""

    at: int
    removed: int
    put: bytes
    certain: bool = True


def recovered(
    first: Document, still_open: Sequence[Node], read: Callable[[bytes], tuple[Document, list[Node]]]
) -> Document:
    """Return the document `first` with the faults that later readings find, and a tree where mending was certain."""
    document, content, shifts = first, first.content, list[tuple[int, int]]()
    faults: list[Fault] = []
    certain, spent = True, 0
    for _ in range(MOST_READINGS):
        fatal = document.faults[-1] if document.root is None and document.faults else None
        mend = _mend(content, fatal, still_open) if fatal else None
        faults.extend(_moved(fault, shifts) for fault in document.faults if fault not in faults)
        spent += len(content)
        if mend is None or spent > MOST_BYTES:
            break
        certain = certain and mend.certain
        content = content[: mend.at] + mend.put + content[mend.at + mend.removed :]
        if len(mend.put) != mend.removed:
            shifts.append((mend.at, len(mend.put) - mend.removed))
        document, still_open = read(content)
    told = dict.fromkeys((fault.code, fault.offset) for fault in faults)
    unique = [next(fault for fault in faults if (fault.code, fault.offset) == key) for key in told]
    first.faults[:] = unique
    if document.root is not None and certain:
        document.faults[:] = unique
        document.original, document.shifts = first.content, tuple(shifts)
        return document
    return first


def _moved(fault: Fault, shifts: Sequence[tuple[int, int]]) -> Fault:
    """Return a fault at its place in the text as it came."""
    from msgspec.structs import replace  # noqa: PLC0415 - wanted for few documents

    offset = fault.offset
    for at, added in reversed(shifts):
        offset = offset - added if offset >= at + added else min(offset, at)
    return replace(fault, offset=offset)


def _mend(content: bytes, fault: Fault, still_open: Sequence[Node]) -> Mend | None:
    """Return what lets a parser read past `fault`, None when nothing certain does."""
    mender = _MENDERS.get(fault.code)
    return mender(content, fault, still_open) if mender else None


def _ampersand(_content: bytes, fault: Fault, _open: Sequence[Node]) -> Mend:
    return Mend(fault.offset, 1, b"&amp;")


def _angle(_content: bytes, fault: Fault, _open: Sequence[Node]) -> Mend:
    return Mend(fault.offset, 1, b"&lt;")


def _entity(content: bytes, fault: Fault, _open: Sequence[Node]) -> Mend | None:
    match = re.compile(rb"&[^;\s<]{1,100};").match(content, fault.offset)
    return Mend(fault.offset, len(match[0]), b"?" * len(match[0])) if match else None


def _reference(content: bytes, fault: Fault, _open: Sequence[Node]) -> Mend | None:
    match = re.compile(rb"&#[^;\s<]{1,20};").match(content, fault.offset)
    return Mend(fault.offset, len(match[0]), b"?" * len(match[0])) if match else None


def _prefix(content: bytes, fault: Fault, _open: Sequence[Node]) -> Mend | None:
    prefix = str(fault.values.get("prefix", ""))
    root = _ROOT.search(content)
    if not root or not re.match(r"[\w.-]+\Z", prefix) or re.search(rb"xmlns:" + prefix.encode() + rb"\s*=", content):
        return None
    uri = USUAL.get(prefix, f"urn:undeclared:{prefix}")
    return Mend(root.end(), 0, f' xmlns:{prefix}="{uri}"'.encode())


def _mismatch(content: bytes, fault: Fault, still_open: Sequence[Node]) -> Mend | None:
    """Close what is open before a tag that closes what holds it; leave out a tag that closes nothing."""
    closing = re.compile(rb"</([^\s>]+)\s*>").match(content, fault.offset)
    if not closing:
        return None
    names = [_written(content, node) for node in still_open]
    if closing[1] in names:
        inner = names[len(names) - names[::-1].index(closing[1]) :]
        return Mend(fault.offset, 0, b"".join(b"</" + name + b">" for name in reversed(inner)), certain=False)
    put = (b"</" + names[-1] + b">").ljust(len(closing[0])) if names else b""
    return Mend(fault.offset, len(closing[0]), put, certain=False) if names else None


def _written(content: bytes, node: Node) -> bytes:
    match = _NAME.match(content, node.offset + 1)
    return match[0] if match else b"?"


def _after_end(content: bytes, fault: Fault, _open: Sequence[Node]) -> Mend:
    return Mend(fault.offset, len(content) - fault.offset, b" " * (len(content) - fault.offset))


def _late(content: bytes, fault: Fault, _open: Sequence[Node]) -> Mend | None:
    match = re.compile(rb"<\?xml[^>]*\?>").match(content, fault.offset)
    return Mend(fault.offset, len(match[0]), b" " * len(match[0])) if match else None


_MENDERS: Final = {
    "xml-ampersand-bare": _ampersand,
    "xml-angle-bare": _angle,
    "xml-entity-undefined": _entity,
    "xml-character-illegal": _reference,
    "xml-prefix-undeclared": _prefix,
    "xml-tag-mismatch": _mismatch,
    "xml-text-after-end": _after_end,
    "xml-declaration-late": _late,
}
