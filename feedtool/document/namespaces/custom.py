"""Elements of the configuration: fields of articles under names of somebody's own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from feedtool.document.element import add
from feedtool.document.namespaces.row import Namespace

if TYPE_CHECKING:
    from feedtool.document.element import Element, Piece
    from feedtool.entry import Entry, Extra
    from feedtool.feed import Feed


def namespaces(feed: Feed) -> tuple[Namespace, ...]:
    """Return a row for each namespace that the entries and the channel of a feed use, by prefix."""
    told = dict.fromkeys((extra.prefix, extra.namespace) for extras in _all(feed) for extra in extras)
    return tuple(
        Namespace(
            prefix=prefix,
            uri=uri,
            said_in=lambda _feed: True,
            of_feed=partial(_of_feed, uri),
            of_entry=partial(_of_entry, uri),
        )
        for prefix, uri in sorted(told)
    )


def _all(feed: Feed) -> list[tuple[Extra, ...]]:
    return [feed.channel.extra, *(entry.extra for entry in feed.entries if entry.extra)]


def _of_feed(uri: str, channel: Element, feed: Feed, _format: str) -> None:
    _write(uri, channel, feed.channel.extra)


def _of_entry(uri: str, element: Piece, entry: Entry, _feed: Feed, _format: str) -> None:
    _write(uri, element, entry.extra)


def _write(uri: str, element: Element | Piece, extras: tuple[Extra, ...]) -> None:
    for extra in extras:
        if extra.namespace == uri:
            add(element, f"{{{uri}}}{extra.name}", extra.text)
