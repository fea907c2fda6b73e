"""RSS 2.0: the whole text in `content:encoded`, the standfirst in `description`, names in `dc:creator`.

Sources: RSS 2.0.11; the RSS Best Practices Profile; RSS Content Module 1.0; Dublin Core elements 1.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedtool.document.generator import ATOM, DC, Element, Flavour, add, add_media, generate, media_namespace

if TYPE_CHECKING:
    from feedtool.article import Person
    from feedtool.entry import Entry
    from feedtool.feed import Feed

_IMAGES = (".gif", ".jpg", ".jpeg", ".png")


def write(feed: Feed, *, self_link: str = "") -> bytes:
    """Return a feed as an RSS 2.0 document in UTF-8."""
    return generate(feed, _FLAVOUR, self_link)


def _namespaces(feed: Feed) -> dict[str, str]:
    named = any(_authors(entry, feed) for entry in feed.entries)
    return ({"dc": DC} if named else {}) | media_namespace(feed)


def _fill_entry(item: Any, entry: Entry, _feed: Feed) -> None:  # noqa: ANN401 - feedgen is untyped
    item.guid(entry.id, permalink=entry.id == entry.link)
    for file in entry.enclosures[:1]:
        item.enclosure(file.url, str(file.length), file.type)


def _finish_feed(root: Element, feed: Feed, self_link: str) -> None:
    """Put the hub beside the self link, name the self link's type, add image and ttl."""
    channel = root[0]
    for link in channel.findall(f"{{{ATOM}}}link"):
        link.set("type", "application/rss+xml")
    if feed.channel.hub:
        hub = add(channel, f"{{{ATOM}}}link", href=feed.channel.hub, rel="hub")
        channel.insert(4 if self_link else 3, hub)
    if feed.channel.logo.casefold().endswith(_IMAGES):
        image = add(channel, "image")
        add(image, "url", feed.channel.logo)
        add(image, "title", feed.channel.title)
        add(image, "link", feed.channel.home)
    if feed.channel.ttl:
        add(channel, "ttl", str(feed.channel.ttl))


def _finish_entry(item: Element, entry: Entry, feed: Feed) -> None:
    for person in _authors(entry, feed):
        add(item, f"{{{DC}}}creator", person.name)
    if entry.via and (url := entry.via.feed_url or entry.via.url):
        add(item, "source", entry.via.title, url=url)
    for media in entry.media:
        add_media(item, media)


def _authors(entry: Entry, feed: Feed) -> tuple[Person, ...]:
    """Return who wrote an entry; RSS has no place for an author of the whole feed who has no e-mail address."""
    return entry.authors or feed.channel.authors


_FLAVOUR = Flavour(
    write="rss_str",
    namespaces=_namespaces,
    fill_entry=_fill_entry,
    finish_feed=_finish_feed,
    finish_entry=_finish_entry,
)
