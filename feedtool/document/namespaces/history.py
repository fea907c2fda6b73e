"""Feed history: archive documents that are closed, and documents that hold everything; the links are plain ones.

Source: RFC 5005 sections 2 and 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document.element import add
from feedtool.document.namespaces.row import Namespace

if TYPE_CHECKING:
    from feedtool.document.element import Element
    from feedtool.feed import Feed

URI = "http://purl.org/syndication/history/1.0"


def _write(holder: Element, feed: Feed, _format: str) -> None:
    if feed.history.closed:
        add(holder, f"{{{URI}}}archive")
    if feed.history.complete:
        add(holder, f"{{{URI}}}complete")


NAMESPACE = Namespace(
    prefix="fh", uri=URI, said_in=lambda feed: feed.history.closed or feed.history.complete, of_feed=_write
)
