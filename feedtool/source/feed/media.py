"""Pictures and files of an item: enclosures, links, Media RSS, iTunes.

Sources: RSS 2.0.11 (enclosure), RFC 4287 section 4.2.7.2, Media RSS 1.5.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.article import Enclosure, Image
from feedtool.markup import plain
from feedtool.source.feed.names import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from feedtool.source.feed.item import Item

_IMAGE_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")


def media_of(item: Item) -> tuple[tuple[Image, ...], tuple[Enclosure, ...]]:
    """Return the pictures and the other files of an item, each address once."""
    images: dict[str, Image] = {}
    files: dict[str, Enclosure] = {}
    for element in _stated(item):
        url = item.address(element.get("url") or element.get("href"), element)
        kind = (element.get("type") or "").strip()
        length = _number(element.get("length") or element.get("fileSize"))
        if not url:
            continue
        is_image = _is_image(element, kind, url)
        if is_image:
            images.setdefault(url, _image(item, element, url, kind, length))
        elif name_of(str(element.tag)) != "media:thumbnail":
            files.setdefault(url, Enclosure(url=url, type=kind, length=length))
        field = "images" if is_image else "enclosures"
        if field not in item.provenance:
            item.note(field, element, url)
    return tuple(images.values()), tuple(files.values())


def _stated(item: Item) -> Iterator[Element]:
    """Yield the elements that name files; a thumbnail only where there is no picture."""
    yield from item.parts.get("enclosure", ())
    yield from (link for link in item.parts.get("atom:link", ()) if link.get("rel") == "enclosure")
    media = item.parts.get("media:content", [])
    yield from media
    if not any(_is_image(element, element.get("type") or "", element.get("url") or "") for element in media):
        yield from item.parts.get("media:thumbnail", [])[:1]
    yield from item.parts.get("itunes:image", ())


def _is_image(element: Element, kind: str, url: str) -> bool:
    if name_of(str(element.tag)) in ("media:thumbnail", "itunes:image") or element.get("medium") == "image":
        return True
    return kind.startswith("image/") or (not kind and url.partition("?")[0].casefold().endswith(_IMAGE_ENDINGS))


def _image(item: Item, element: Element, url: str, kind: str, length: int) -> Image:
    """Return a picture with the words that stand in it, or beside it where it is the only one."""
    words = {name_of(str(child.tag)): child.text or "" for child in element.iterchildren("*")}
    if len(item.parts.get("media:content", ())) == 1:
        for name in ("media:description", "media:credit"):
            for beside in item.parts.get(name, ()):
                words.setdefault(name, beside.text or "")
    return Image(
        url=url,
        type=kind,
        length=length,
        alt=plain(words.get("media:title", "")),
        caption=plain(words.get("media:description", "")),
        credit=plain(words.get("media:credit", "")),
    )


def _number(text: str | None) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
