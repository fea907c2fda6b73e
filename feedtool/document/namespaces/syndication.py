"""Syndication: how often a feed is brought up to date, a hint for readers that poll.

Source: RSS 1.0 module syndication, http://purl.org/rss/1.0/modules/syndication/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document.element import add
from feedtool.document.namespaces.row import Namespace

if TYPE_CHECKING:
    from feedtool.document.element import Element
    from feedtool.feed import Feed

URI = "http://purl.org/rss/1.0/modules/syndication/"


def _write(channel: Element, feed: Feed, _format: str) -> None:
    add(channel, f"{{{URI}}}updatePeriod", feed.channel.period)
    add(channel, f"{{{URI}}}updateFrequency", str(feed.channel.frequency))


NAMESPACE = Namespace(prefix="sy", uri=URI, said_in=lambda feed: bool(feed.channel.period), of_feed=_write)
