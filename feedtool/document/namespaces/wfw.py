"""The Well-Formed Web: the feed of the comments of an item of RSS.

Source: http://wellformedweb.org/CommentAPI/ (wfw:commentRss).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document.element import add
from feedtool.document.namespaces.row import Namespace

if TYPE_CHECKING:
    from feedtool.document.element import Piece
    from feedtool.entry import Entry
    from feedtool.feed import Feed

URI = "http://wellformedweb.org/CommentAPI/"


def _write(item: Piece, entry: Entry, _feed: Feed, _format: str) -> None:
    if entry.replies and entry.replies.feed:
        add(item, f"{{{URI}}}commentRss", entry.replies.feed)


NAMESPACE = Namespace(
    prefix="wfw",
    uri=URI,
    formats=("rss",),
    said_in=lambda feed: any(entry.replies and entry.replies.feed for entry in feed.entries),
    of_entry=_write,
)
