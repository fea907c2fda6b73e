"""Tombstones: entries that were withdrawn, said where readers look for them, in Atom.

Source: RFC 6721.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document import rfc3339
from feedtool.document.element import add
from feedtool.document.namespaces.row import Namespace

if TYPE_CHECKING:
    from feedtool.document.element import Element
    from feedtool.feed import Feed

URI = "http://purl.org/atompub/tombstones/1.0"


def _write(root: Element, feed: Feed, _format: str) -> None:
    for entry in feed.withdrawn:
        add(root, f"{{{URI}}}deleted-entry", ref=entry.id, when=rfc3339(entry.when))


NAMESPACE = Namespace(
    prefix="at", uri=URI, formats=("atom",), said_in=lambda feed: bool(feed.withdrawn), of_feed=_write
)
