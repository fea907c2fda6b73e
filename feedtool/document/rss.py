"""RSS 2.0: the whole text in `content:encoded`, the standfirst in `description`, names in `dc:creator`.

Sources: RSS 2.0.11; the RSS Best Practices Profile; RSS Content Module 1.0; Dublin Core elements 1.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from feedtool.document import FORMATS, rfc822
from feedtool.document.element import ATOM, add
from feedtool.document.flavour import Flavour, generate, pieces_of, summary_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.document.element import Element, Piece
    from feedtool.entry import Entry
    from feedtool.feed import Feed

_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_IMAGES = (".gif", ".jpg", ".jpeg", ".png")


def write(feed: Feed, *, self_link: str = "") -> bytes:
    """Return a feed as an RSS 2.0 document in UTF-8."""
    return generate(feed, _FLAVOUR, self_link)


def pieces(feed: Feed, prefixes: Mapping[str | None, str]) -> list[bytes]:
    """Return the entries of a feed as they stand in a document that has these prefixes."""
    return pieces_of(feed, _FLAVOUR, prefixes)


def _finish_feed(root: Element, feed: Feed, self_link: str) -> None:
    """Put the hub beside the self link, name the self link's type, add image and ttl."""
    channel = root[0]
    for link in channel.findall(f"{{{ATOM}}}link"):
        link.set("type", "application/rss+xml")
    place = 4 if self_link else 3
    if feed.channel.hub:
        channel.insert(place, add(channel, f"{{{ATOM}}}link", href=feed.channel.hub, rel="hub"))
    for relation, address in feed.history.links():
        url = address + FORMATS["rss"].suffix
        link = add(channel, f"{{{ATOM}}}link", href=url, rel=relation, type="application/rss+xml")
        channel.insert(place + bool(feed.channel.hub), link)
    for other in feed.channel.alternates:
        link = add(
            channel,
            f"{{{ATOM}}}link",
            href=other.url + FORMATS["rss"].suffix,
            rel="alternate",
            type="application/rss+xml",
            hreflang=other.language,
            title=other.title,
        )
        channel.insert(place + bool(feed.channel.hub), link)
    if feed.channel.logo.casefold().endswith(_IMAGES):
        image = add(channel, "image")
        add(image, "url", feed.channel.logo)
        add(image, "title", feed.channel.title)
        add(image, "link", feed.channel.home)
    _add_cloud(channel, feed.channel.rsscloud)
    if feed.channel.ttl:
        add(channel, "ttl", str(feed.channel.ttl))
    for name, part, values in (
        ("skipHours", "hour", feed.channel.skip_hours),
        ("skipDays", "day", feed.channel.skip_days),
    ):
        if values:
            skipped = add(channel, name)
            for value in values:
                add(skipped, part, str(value))


def _add_cloud(channel: Element, address: str) -> None:
    """Say where subscribers ask to be told of changes; a procedure must be named, though only XML-RPC has one."""
    if not address:
        return
    server = urlsplit(address)
    port = server.port or {"http": 80, "https": 443}[server.scheme]
    path = f"{server.path}pleaseNotify"
    cloud = add(channel, "cloud", domain=server.hostname or "", port=str(port), path=path)
    cloud.set("registerProcedure", "")
    cloud.set("protocol", "http-post")


def _write_entry(item: Piece, entry: Entry, _feed: Feed) -> None:
    add(item, "title", entry.title)
    if entry.link:
        add(item, "link", entry.link)
    add(item, "description", summary_of(entry)[0] or entry.content)
    if entry.summary and entry.content:
        add(item, _ENCODED, entry.content)
    add(item, "guid", entry.id, isPermaLink="true" if entry.id == entry.link else "false")
    for category in entry.categories:
        add(item, "category", category)
    for file in entry.enclosures[:1]:
        add(item, "enclosure", url=file.url, length=str(file.length), type=file.type)
    add(item, "pubDate", rfc822(entry.published))
    if entry.replies and entry.replies.url:
        add(item, "comments", entry.replies.url)
    if entry.via and (url := entry.via.feed_url or entry.via.url):
        add(item, "source", entry.via.title, url=url)


_FLAVOUR = Flavour(
    name="rss",
    write="rss_str",
    entry="item",
    margin=4,
    finish_feed=_finish_feed,
    write_entry=_write_entry,
)
