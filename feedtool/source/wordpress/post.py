"""One post of an export as an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.article import Article, Enclosure, Image, Person
from feedtool.errors import RecordError
from feedtool.markup import plain
from feedtool.problem import Place
from feedtool.source.feed.fields import instant_of, problems_of
from feedtool.source.feed.names import name_of
from feedtool.source.feed.texts import title_of
from feedtool.source.table.row import origin_of
from feedtool.source.wordpress.content import html_of_post

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from lxml.etree import _Element as Element

    from feedtool.source.feed.item import Channel, Item

_TAGS = ("category", "post_tag")
_NO_TAGS = ("uncategorized",)
_NEVER = ("0000-00-00", "-0001-", "Mon, 30 Nov -0001")
_IMAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")


class Site(Struct, frozen=True, kw_only=True):
    """What holds for all posts: the channel, display names by login, pictures by the numbers of their attachments."""

    channel: Channel
    authors: Mapping[str, str]
    pictures: Mapping[str, Image]


def said(item: Item, name: str) -> str:
    """Return the text of the first element of a name."""
    return next(((element.text or "").strip() for element in item.parts.get(name, ())), "")


def article_of(item: Item, origin: str, site: Site) -> Article:
    """Return a post as an article.

    Raises:
        RecordError: it has no title and no text, or no date.
        TimestampError: its date has no certain instant.

    """
    body = _body(item)
    published = _time(item, "published", "post_date")
    if published is None:
        raise RecordError("no date", place=Place(field="published"), expected="an element `wp:post_date_gmt`")
    updated = _time(item, "updated", "post_modified")
    given, link = said(item, "guid"), item.address(said(item, "link"), item.element)
    meta = meta_of(item.element)
    title = title_of(item, body)
    _note(item, meta)
    return Article(
        id=given,
        title=title,
        summary=plain(said(item, "excerpt:encoded")),
        authors=_authors(item, site),
        published=published,
        updated=updated if updated != published else None,
        body=body,
        images=_images(meta, site),
        enclosures=tuple(_enclosures(meta)),
        tags=tuple(_tags(item)),
        link=link,
        slug=said(item, "wp:post_name") if said(item, "wp:post_name").isascii() else "",
        language=site.channel.language,
        draft=bool(said(item, "wp:post_password")),
        origin=origin_of(
            origin, "wordpress", given, link, f"post {said(item, 'wp:post_id')}", title=title, published=published
        ),
        provenance=item.provenance,
        problems=problems_of(item, origin),
    )


_NOTED = {
    "id": "guid",
    "link": "link",
    "summary": "excerpt:encoded",
    "authors": "dc:creator",
    "tags": "category",
    "images": "wp:postmeta",
    "enclosures": "wp:postmeta",
}


def _note(item: Item, meta: Mapping[str, str]) -> None:
    for field, name in _NOTED.items():
        key = {"images": "_thumbnail_id", "enclosures": "enclosure"}.get(field)
        text = meta.get(key, "") if key else said(item, name)
        if text:
            item.note(field, item.parts[name][0], f"{key}: {text}" if key else text)


def _body(item: Item) -> str:
    from feedtool.prose import markdown_of  # noqa: PLC0415 - slow to import, and not every export holds posts

    text = said(item, "content:encoded")
    if not text:
        return ""
    item.note("body", item.parts["content:encoded"][0])
    return markdown_of(html_of_post(text), item.address(said(item, "link"), item.element) or item.channel.base)


def _time(item: Item, field: str, name: str) -> datetime | None:
    """Return when a post was published or changed: by its time in UTC, else pubDate, else its time on the site's clock.

    Raises:
        TimestampError: the site's clock counts, and its zone is not known.

    """
    choices = [(f"wp:{name}_gmt", "Z"), *([("pubdate", "")] if field == "published" else ()), (f"wp:{name}", "")]
    for element_name, zone in choices:
        text = said(item, element_name)
        if text and not text.startswith(_NEVER):
            return instant_of(item, field, item.parts[element_name][0], text + zone)
    return None


def _authors(item: Item, site: Site) -> tuple[Person, ...]:
    logins = [(element.text or "").strip() for element in item.parts.get("dc:creator", ())]
    return tuple(Person(name=site.authors.get(login) or login) for login in logins)


def _tags(item: Item) -> Iterator[str]:
    for element in item.parts.get("category", ()):
        if element.get("domain", "category") in _TAGS and element.get("nicename") not in _NO_TAGS:
            yield plain(element.text or "")


def meta_of(element: Element) -> dict[str, str]:
    """Return what plugins and themes noted of a post."""
    found: dict[str, str] = {}
    for meta in element.iterchildren("{*}postmeta"):
        parts = {name_of(str(part.tag)): (part.text or "").strip() for part in meta.iterchildren("*")}
        found.setdefault(parts.get("wp:meta_key", ""), parts.get("wp:meta_value", ""))
    return found


def _images(meta: Mapping[str, str], site: Site) -> tuple[Image, ...]:
    picture = site.pictures.get(meta.get("_thumbnail_id", ""))
    return (picture,) if picture else ()


def _enclosures(meta: Mapping[str, str]) -> Iterator[Enclosure]:
    """Yield the file that a podcast plugin noted: its address, length and type, a line each."""
    lines = [line.strip() for line in meta.get("enclosure", "").split("\n")]
    if lines[0].startswith("http"):
        length, kind = (*lines[1:3], "", "")[:2]
        yield Enclosure(url=lines[0], length=int(length) if length.isascii() and length.isdigit() else 0, type=kind)


def attachment_of(element: Element) -> tuple[str, Image] | None:
    """Return the number and the picture of an item that is an attachment with one."""
    parts: dict[str, str] = {}
    for child in element.iterchildren("*"):
        parts.setdefault(name_of(str(child.tag)), (child.text or "").strip())
    url = parts.get("wp:attachment_url", "")
    if parts.get("wp:post_type") != "attachment" or not url.casefold().endswith(_IMAGES):
        return None
    alt = meta_of(element).get("_wp_attachment_image_alt", "")
    return parts.get("wp:post_id", ""), Image(url=url, alt=plain(alt), caption=plain(parts.get("excerpt:encoded", "")))
