"""Licences: in RSS by the Creative Commons module, which Atom has a link for (`atom` writes that itself).

Source: creativeCommons RSS module, https://www.rssboard.org/creative-commons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document.element import add
from feedtool.document.namespaces.row import Namespace

if TYPE_CHECKING:
    from feedtool.document.element import Element, Piece
    from feedtool.entry import Entry
    from feedtool.feed import Feed

URI = "http://backend.userland.com/creativeCommonsRssModule"


def _of_feed(channel: Element, feed: Feed, _format: str) -> None:
    if feed.channel.license:
        add(channel, f"{{{URI}}}license", feed.channel.license)


def _of_entry(item: Piece, entry: Entry, _feed: Feed, _format: str) -> None:
    if entry.license:
        add(item, f"{{{URI}}}license", entry.license)


NAMESPACE = Namespace(
    prefix="creativeCommons",
    uri=URI,
    formats=("rss",),
    said_in=lambda feed: bool(feed.channel.license) or any(entry.license for entry in feed.entries),
    of_feed=_of_feed,
    of_entry=_of_entry,
)
