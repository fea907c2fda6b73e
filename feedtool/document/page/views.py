"""What templates are told of feeds and entries: plain values, dates in words, the direction of each text."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from markupsafe import Markup
from msgspec import Struct

from feedtool.document.page.words import Words, clock, primary
from feedtool.entry import RIGHT_TO_LEFT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from feedtool.article import Enclosure, Person, Via
    from feedtool.entry import Entry

LABELS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed", "html": "HTML"}
"""What people call the formats."""


class Moment(Struct, frozen=True, kw_only=True):
    """A time: `machine` for `datetime=`, `day` and `clock` for people."""

    machine: str
    day: str
    clock: str


class Address(Struct, frozen=True, kw_only=True):
    """One address of a feed: its format's name as people call it, its media type, and where it is."""

    label: str
    type: str
    url: str


class Picture(Struct, frozen=True, kw_only=True):
    """A picture: its address, that of a small copy, what is said of it, to whom it is owed; pixels, 0 when unknown."""

    url: str
    small: str
    caption: str = ""
    credit: str = ""
    width: int = 0
    height: int = 0


class File(Struct, frozen=True, kw_only=True):
    """A file that belongs to an entry: `kind` is `audio`, `video` or another beginning of its media type."""

    url: str
    type: str
    kind: str
    title: str


class Story(Struct, frozen=True, kw_only=True):
    """One entry as a page shows it.

    `content` is safe HTML, and there only where nothing else can be opened; picture and standfirst stand in it then.

    `dir` is `rtl` or `ltr`, by its title; `updated` is there only where it was changed since it was published; `files`
    are recordings and the like; `via` is where it was taken from.
    """

    id: str
    title: str
    link: str
    summary: str
    content: Markup
    picture: Picture | None
    authors: tuple[Person, ...]
    published: Moment
    updated: Moment | None
    tags: tuple[str, ...]
    files: tuple[File, ...]
    via: Via | None
    language: str
    dir: str


def direction(text: str) -> str:
    """Return the direction of a text by its first letter that has one (Unicode Standard Annex 9, rule P2)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def direction_of(language: str, title: str) -> str:
    """Return the direction of a page: that of its language, else that of its title."""
    if not language:
        return direction(title)
    return "rtl" if primary(language) in RIGHT_TO_LEFT else "ltr"


def foreign(words: Words, language: str) -> Markup:
    """Return the attributes of what a page says itself where it cannot say it in its own language."""
    known = words.language == primary(language or "en")
    return Markup("" if known else f' lang="{words.language}" dir="ltr"')  # noqa: S704 - of our own table


def addresses_of(addresses: Mapping[str, str], types: Mapping[str, str]) -> list[Address]:
    """Return the addresses of a feed in the order of its formats, without that of its page."""
    return [Address(label=LABELS[name], type=types[name], url=url) for name, url in addresses.items() if name != "html"]


def stories_of(entries: Iterable[Entry], words: Words) -> list[Story]:
    """Return entries as pages show them."""
    return [story_of(entry, words) for entry in entries]


def story_of(entry: Entry, words: Words) -> Story:
    """Return one entry as pages show it."""
    content = "" if entry.link else entry.content
    picture = _picture(entry)
    return Story(
        id=entry.id,
        title=entry.title,
        link=entry.link,
        summary="" if content or entry.summary == entry.title else entry.summary,
        content=Markup(content),  # noqa: S704 - it is safe HTML by construction
        picture=None if content else picture,
        authors=entry.authors,
        published=moment_of(entry.published, words),
        updated=moment_of(entry.updated, words) if entry.updated > entry.published else None,
        tags=entry.categories,
        files=tuple(_file(file) for file in entry.enclosures if picture is None or file.url != picture.url),
        via=entry.via if entry.via and (entry.via.title or entry.via.url) else None,
        language=entry.language,
        dir=direction(entry.title),
    )


def moment_of(moment: datetime, words: Words) -> Moment:
    """Return a moment for machines and for people."""
    return Moment(machine=moment.isoformat(), day=words.date(moment.date()), clock=clock(moment))


def _file(file: Enclosure) -> File:
    name = unquote(urlsplit(file.url).path.rpartition("/")[2])
    return File(url=file.url, type=file.type, kind=file.type.partition("/")[0], title=file.title or name or file.url)


def _picture(entry: Entry) -> Picture | None:
    for media in entry.media:
        return Picture(
            url=media.url,
            small=media.thumbnail or media.url,
            caption=media.description,
            credit=media.credit,
            width=media.width,
            height=media.height,
        )
    for file in entry.enclosures:
        if file.type.startswith("image/"):
            return Picture(url=file.url, small=file.url)
    return None
