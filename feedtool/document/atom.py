"""Atom 1.0: content as HTML, plain titles and summaries, an author on the feed, links with relation and type.

Source: RFC 4287.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.article import Person
from feedtool.document import FORMATS, rfc3339
from feedtool.document.element import XML, add
from feedtool.document.flavour import Flavour, generate, pieces_of, summary_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from feedtool.article import Via
    from feedtool.document.element import Element, Piece
    from feedtool.entry import Entry
    from feedtool.feed import Feed


def write(feed: Feed, *, self_link: str = "") -> bytes:
    """Return a feed as an Atom 1.0 document in UTF-8."""
    return generate(feed, _FLAVOUR, self_link)


def pieces(feed: Feed, prefixes: Mapping[str | None, str]) -> list[bytes]:
    """Return the entries of a feed as they stand in a document that has these prefixes."""
    return pieces_of(feed, _FLAVOUR, prefixes)


def _person(person: Person) -> dict[str, str]:
    return {"name": person.name, "uri": person.uri, "email": person.email}


def _finish_feed(root: Element, feed: Feed, _self_link: str) -> None:
    """Add what feedgen was not asked for: authors, hub, type of the self link, icon and logo."""
    for link in root.findall("link"):
        if link.get("rel") == "self":
            link.set("type", "application/atom+xml")
    _finish_links(root, feed)
    _name_utc(root)
    for person in feed.channel.authors or _nobody(feed):
        author = add(root, "author")
        for name, value in _person(person).items():
            if value:
                add(author, name, value)
    for name in ("icon", "logo"):
        if getattr(feed.channel, name):
            add(root, name, getattr(feed.channel, name))


def _name_utc(element: Element) -> None:
    """Write times of UTC with the letter that every reader knows (RFC 3339 section 4.3 has both forms)."""
    for name in ("published", "updated"):
        moment = element.find(name)
        if moment is not None and moment.text and moment.text.endswith("+00:00"):
            moment.text = moment.text.removesuffix("+00:00") + "Z"


def _finish_links(root: Element, feed: Feed) -> None:
    if feed.channel.hub:
        add(root, "link", href=feed.channel.hub, rel="hub")
    for other in feed.channel.alternates:
        add(
            root,
            "link",
            href=other.url + FORMATS["atom"].suffix,
            rel="alternate",
            type="application/atom+xml",
            hreflang=other.language,
            title=other.title,
        )
    for relation, address in feed.history.links():
        add(root, "link", href=address + FORMATS["atom"].suffix, rel=relation, type="application/atom+xml")
    if feed.channel.license:
        add(root, "link", href=feed.channel.license, rel="license")


def _nobody(feed: Feed) -> tuple[Person, ...]:
    """Return who stands in where an entry names no author: RFC 4287 section 4.1.1 demands one, so the feed's name."""
    return () if feed.entries and all(entry.authors for entry in feed.entries) else (Person(name=feed.channel.title),)


def _write_entry(element: Piece, entry: Entry, feed: Feed) -> None:
    add(element, "id", entry.id)
    add(element, "title", entry.title)
    add(element, "updated", rfc3339(entry.updated))
    for person in entry.authors:
        _add_person(element, person)
    if entry.content:
        add(element, "content", entry.content, type="html")
    if entry.summary:
        summary, kind = summary_of(entry)
        add(element, "summary", summary, type=kind)
    for category in entry.categories:
        add(element, "category", term=category)
    add(element, "published", rfc3339(entry.published))
    _add_links(element, entry)
    if entry.language not in ("", feed.channel.language):
        element.set(f"{{{XML}}}lang", entry.language)
    if entry.via:
        _add_source(element, entry.via, entry.updated)


def _add_person(element: Piece, person: Person) -> None:
    author = add(element, "author")
    for name, value in (("name", person.name), ("email", person.email), ("uri", person.uri)):
        if value:
            add(author, name, value)


def _add_links(element: Piece, entry: Entry) -> None:
    if entry.link:
        add(element, "link", href=entry.link, rel="alternate", type="text/html")
    for file in entry.enclosures:
        add(
            element,
            "link",
            href=file.url,
            rel="enclosure",
            type=file.type,
            length=str(file.length or ""),
            title=file.title,
        )
    if entry.external:
        add(element, "link", href=entry.external, rel="related")
    for address, title in entry.related:
        add(element, "link", href=address, rel="related", title=title)
    if entry.license:
        add(element, "link", href=entry.license, rel="license")


def _add_source(element: Piece, via: Via, updated: datetime) -> None:
    """Say which feed an entry was taken from; that was updated, as far as anybody knows, when the entry was."""
    source = add(element, "source")
    add(source, "id", via.id)
    add(source, "title", via.title)
    add(source, "updated", rfc3339(updated))
    if via.url:
        add(source, "link", href=via.url, rel="alternate", type="text/html")
    if via.feed_url:
        add(source, "link", href=via.feed_url, rel="self")


_FLAVOUR = Flavour(
    name="atom",
    write="atom_str",
    entry="entry",
    margin=2,
    finish_feed=_finish_feed,
    write_entry=_write_entry,
)
