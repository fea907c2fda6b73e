"""Threading: what an entry answers, and in Atom how many replies it has and where they are.

Source: RFC 4685.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document.element import add
from feedtool.document.namespaces.row import Namespace

if TYPE_CHECKING:
    from feedtool.document.element import Piece
    from feedtool.entry import Entry
    from feedtool.feed import Feed

URI = "http://purl.org/syndication/thread/1.0"


def _write(element: Piece, entry: Entry, _feed: Feed, format_name: str) -> None:
    for address in entry.reply_to:
        add(element, f"{{{URI}}}in-reply-to", ref=address, href=address)
    replies = entry.replies
    if replies is None or format_name != "atom":
        return
    if replies.url:
        add(element, "link", href=replies.url, rel="replies", type="text/html")
    if replies.feed:
        link = add(element, "link", href=replies.feed, rel="replies", type="application/atom+xml")
        if replies.count is not None:
            link.set(f"{{{URI}}}count", str(replies.count))
    if replies.count is not None:
        add(element, f"{{{URI}}}total", str(replies.count))


NAMESPACE = Namespace(
    prefix="thr",
    uri=URI,
    said_in=lambda feed: any(entry.reply_to or entry.replies for entry in feed.entries),
    of_entry=_write,
)
