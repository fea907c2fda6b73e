"""What subscribers will see: the entries of one document that are new, changed or gone in another."""

from __future__ import annotations

import hashlib
import json
from codecs import BOM_UTF8
from dataclasses import dataclass

ENTRY_TAGS = ("item", "{http://www.w3.org/2005/Atom}entry")
ID_TAGS = ("guid", "{http://www.w3.org/2005/Atom}id")
_TITLE_TAGS = ("title", "{http://www.w3.org/2005/Atom}title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Ids and titles of entries, in document order."""

    new: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    gone: tuple[tuple[str, str], ...] = ()


def changes(before: bytes, after: bytes) -> Changes:
    """Return what a subscriber who read `before` will find in `after`; documents that cannot be read hold nothing."""
    old, new = _entries(before), _entries(after)
    return Changes(
        new=tuple((id_, title) for id_, (title, _) in new.items() if id_ not in old),
        changed=tuple((id_, title) for id_, (title, digest) in new.items() if id_ in old and old[id_][1] != digest),
        gone=tuple((id_, title) for id_, (title, _) in old.items() if id_ not in new),
    )


def _entries(content: bytes) -> dict[str, tuple[str, bytes]]:
    """Return title and digest of every entry by its id."""
    is_json = content[:99].removeprefix(BOM_UTF8).lstrip().startswith(b"{")
    return _json_entries(content) if is_json else _xml_entries(content)


def _json_entries(content: bytes) -> dict[str, tuple[str, bytes]]:
    try:
        feed = json.loads(content.removeprefix(BOM_UTF8))
    except (ValueError, RecursionError):
        return {}
    items = feed.get("items")
    return {
        str(item.get("id", "")): (
            str(item.get("title", "")),
            hashlib.sha256(json.dumps(item, sort_keys=True).encode()).digest(),
        )
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, dict)
    }


def _xml_entries(content: bytes) -> dict[str, tuple[str, bytes]]:
    import lxml.etree as ET  # noqa: N812, PLC0415 - only where somebody wants to know

    parser = ET.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = ET.fromstring(content, parser)
    except ET.XMLSyntaxError:  # nothing at all can be read
        root = None
    found = {}
    for entry in root.iter(*ENTRY_TAGS) if root is not None else ():
        texts = {child.tag: child.text or "" for child in entry}
        id_ = next((texts[tag] for tag in ID_TAGS if tag in texts), "")
        title = next((texts[tag] for tag in _TITLE_TAGS if tag in texts), "")
        found[id_] = (title, hashlib.sha256(ET.tostring(entry, method="c14n", exclusive=True)).digest())
    return found
