"""The feed that an item was taken from: the one it stands in, or the one that it says it was copied from.

Sources: RFC 4287 sections 4.2.1 (whose author counts) and 4.2.11 (atom:source), RSS 2.0.11 (source).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.article import Evidence, Via
from feedtool.markup import absolute
from feedtool.source.feed import names
from feedtool.source.feed.item import around, children_by_name
from feedtool.source.feed.names import name_of
from feedtool.source.feed.texts import title_in
from feedtool.source.found import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

    from feedtool.source.feed.item import Channel, Item


def with_via(channel: Channel, element: Element, origin: str) -> Channel:
    """Return a channel with what attributes its items to it; `origin` is its own address where it names none."""
    via = _via(around(element), channel.base)
    if not via.feed_url and is_address(origin):
        via = replace(via, feed_url=origin)
    authors = (author for around_it in element.iterancestors() for author in authors_in(around_it))
    return replace(channel, via=via, authors=tuple(authors))


def authors_in(element: Element) -> Iterator[Element]:
    """Yield the authors of a feed of Atom, or of the source of an entry."""
    return (child for child in element.iterchildren("{*}author") if name_of(str(child.tag)) == "atom:author")


def via_of(item: Item) -> Via | None:
    """Return the feed that an item says it was copied from, else the one that it stands in, and note which.

    A source that is a name alone, like that of an agency, is no feed.
    """
    for element in (*item.parts.get("atom:source", ()), *item.parts.get("source", ())):
        via = _copied(item, element)
        if via.id or via.url or via.feed_url:
            item.note("via", element, via.title)
            return via
    if item.channel.via:
        item.provenance["via"] = Evidence(rule="the feed that it stands in", text=item.channel.via.title)
    return item.channel.via


def _copied(item: Item, element: Element) -> Via:
    if name_of(str(element.tag)) == "source":
        return Via(title=title_in(element), feed_url=item.address(element.get("url"), element))
    return _via(children_by_name(element), item.base(element))


def _via(parts: Mapping[str, Element], base: str) -> Via:
    """Return a feed by what it says of itself."""
    title = next((parts[name] for name in names.TITLE if name in parts), None)
    id_ = parts.get("atom:id")
    return Via(
        title="" if title is None else title_in(title),
        url=_address(parts.get("link"), base),
        feed_url=_address(parts.get("self"), base),
        id="" if id_ is None else (id_.text or ""),
    )


def _address(link: Element | None, base: str) -> str:
    return "" if link is None else absolute((link.get("href") or link.text or "").strip(), base)
