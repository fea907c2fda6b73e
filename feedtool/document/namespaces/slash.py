"""Slash: how many comments an item of RSS has.

Source: the Slash module, http://purl.org/rss/1.0/modules/slash/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document.element import add
from feedtool.document.namespaces.row import Namespace

if TYPE_CHECKING:
    from feedtool.document.element import Piece
    from feedtool.entry import Entry
    from feedtool.feed import Feed

URI = "http://purl.org/rss/1.0/modules/slash/"


def _write(item: Piece, entry: Entry, _feed: Feed, _format: str) -> None:
    if entry.replies and entry.replies.count is not None:
        add(item, f"{{{URI}}}comments", str(entry.replies.count))


NAMESPACE = Namespace(
    prefix="slash",
    uri=URI,
    formats=("rss",),
    said_in=lambda feed: any(entry.replies and entry.replies.count is not None for entry in feed.entries),
    of_entry=_write,
)
