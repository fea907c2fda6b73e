"""What subscribers will see: the entries of one document that are new, changed or gone in another."""

from __future__ import annotations

import hashlib
import io
import json
from codecs import BOM_UTF8
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRY_TAGS = ("item", "{http://www.w3.org/2005/Atom}entry")
ID_TAGS = ("guid", "{http://www.w3.org/2005/Atom}id")
_TITLE_TAGS = ("title", "{http://www.w3.org/2005/Atom}title")


class Changes(Struct, frozen=True, kw_only=True):
    """Ids and titles of entries, in document order."""

    new: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    gone: tuple[tuple[str, str], ...] = ()


def changes(before: bytes, after: bytes) -> Changes:
    """Return what a subscriber who read `before` will find in `after`; documents that cannot be read hold nothing."""
    old = _entries(before) if before else {}
    new = _entries(after, told=bool(old))
    return Changes(
        new=tuple((id_, title) for id_, (title, _) in new.items() if id_ not in old),
        changed=tuple((id_, title) for id_, (title, digest) in new.items() if id_ in old and old[id_][1] != digest),
        gone=tuple((id_, title) for id_, (title, _) in old.items() if id_ not in new),
    )


def _entries(content: bytes, *, told: bool = True) -> dict[str, tuple[str, bytes]]:
    """Return title and digest of every entry by its id; an empty digest where nobody asks what was told before."""
    is_json = content[:99].removeprefix(BOM_UTF8).lstrip().startswith(b"{")
    return dict(_json_entries(content, told=told) if is_json else _xml_entries(content, told=told))


def _json_entries(content: bytes, *, told: bool) -> Iterator[tuple[str, tuple[str, bytes]]]:
    try:
        feed = json.loads(content.removeprefix(BOM_UTF8))
    except (ValueError, RecursionError):
        return
    items = feed.get("items")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            said = json.dumps(item, sort_keys=True).encode() if told else b""
            yield str(item.get("id", "")), (str(item.get("title", "")), hashlib.sha256(said).digest())


def _xml_entries(content: bytes, *, told: bool) -> Iterator[tuple[str, tuple[str, bytes]]]:
    import lxml.etree as ET  # noqa: N812, PLC0415 - only where somebody wants to know

    reader = ET.iterparse(
        io.BytesIO(content), tag=ENTRY_TAGS, resolve_entities=False, no_network=True, recover=True, huge_tree=False
    )
    with suppress(ET.XMLSyntaxError):  # nothing more can be read
        for _, entry in reader:
            texts = {child.tag: child.text or "" for child in entry}
            id_ = next((texts[tag] for tag in ID_TAGS if tag in texts), "")
            title = next((texts[tag] for tag in _TITLE_TAGS if tag in texts), "")
            digest = hashlib.sha256(ET.tostring(entry, method="c14n", exclusive=True)).digest() if told else b""
            yield id_, (title, digest)
            entry.clear(keep_tail=True)  # a document of thousands of entries is not held a second time
