"""ARTICLE: what a page says, once, whatever it was read from.

An article holds clean text by construction: characters that no feed can hold are gone, titles and names are single
lines, tuples hold nothing empty, and every time is aware and in whole seconds.  So no later stage has to look again.
"""

from __future__ import annotations

from copy import copy
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import force_setattr

from feedtool.characters import legal, single_line, tidy
from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from feedtool.episode import Episode
    from feedtool.problem import Problem

_BREAK = regex("[\n\t\x85\u2028\u2029]")
_MINUTE = timedelta(minutes=1)
_WIDEST = (timedelta(hours=-12), timedelta(hours=14))
"""No zone is further from UTC (Baker Island, Line Islands); feeds with wider offsets are called wrong."""


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(single_line, words))))


def _clean_block(text: str) -> str:
    """Legal characters, no blank lines or white space around, none at the ends of lines but Markdown's two spaces."""
    return legal(text).strip("\n").rstrip()


class Person(Struct, frozen=True, kw_only=True):
    """Somebody who wrote an article: a name, and an address on the web, by mail, of a picture where one is known."""

    name: str
    uri: str = ""
    email: str = ""
    avatar: str = ""

    def __post_init__(self) -> None:
        tidy(self, "name", "uri", "email", "avatar")


class Image(Struct, frozen=True, kw_only=True):
    """A picture: where it is (a URL, empty when the source shows only its caption) and what is said of it.

    `length` is in bytes, `width` and `height` in pixels, 0 when unknown; `type` is a MIME type and empty when unknown.
    `thumbnail` is the URL of a small copy, `renditions` are the same picture in other sizes or types.
    """

    url: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    type: str = ""
    length: int = 0
    title: str = ""
    width: int = 0
    height: int = 0
    thumbnail: str = ""
    keywords: tuple[str, ...] = ()
    renditions: tuple[Rendition, ...] = ()

    def __post_init__(self) -> None:
        tidy(self, "url", "alt", "caption", "credit", "type", "title", "thumbnail")
        if self.keywords:
            force_setattr(self, "keywords", _words(self.keywords))
        if self.renditions:
            force_setattr(self, "renditions", tuple(row for row in self.renditions if row.url))


_NO_IMAGE = Image()


class Rendition(Struct, frozen=True, kw_only=True):
    """A picture in another size or type: its URL, MIME type, pixels and bytes (0 when unknown)."""

    url: str
    type: str = ""
    width: int = 0
    height: int = 0
    length: int = 0

    def __post_init__(self) -> None:
        tidy(self, "url", "type")


class Enclosure(Struct, frozen=True, kw_only=True):
    """A file that belongs to an article: its URL, MIME type, length in bytes and duration in seconds (0 when unknown).

    `title` says what it is where an article has several.
    """

    url: str
    type: str
    length: int = 0
    duration: int = 0
    title: str = ""

    def __post_init__(self) -> None:
        tidy(self, "url", "type", "title")


class Location(Struct, frozen=True, kw_only=True):
    """Where an article happens: a name, and degrees of latitude and longitude (WGS 84), None when unknown."""

    name: str = ""
    latitude: float | None = None
    longitude: float | None = None

    def __post_init__(self) -> None:
        tidy(self, "name")
        for name, most in (("latitude", 90), ("longitude", 180)):
            value = getattr(self, name)
            if value is not None and not -most <= value <= most:
                raise ValueError(f"a {name} from -{most} to {most}")
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude together")


class Replies(Struct, frozen=True, kw_only=True):
    """What readers said to an article: the page, the feed and the number of their comments (None when unknown)."""

    url: str = ""
    feed: str = ""
    count: int | None = None

    def __post_init__(self) -> None:
        tidy(self, "url", "feed")


class Related(Struct, frozen=True, kw_only=True):
    """Another article that this one points to beside its text ("Also Read: …"); the URL may be unknown."""

    title: str
    url: str = ""

    def __post_init__(self) -> None:
        tidy(self, "title", "url")


class Via(Struct, frozen=True, kw_only=True):
    """The feed that an article was taken from: its name, its site, its own address and id, each empty when unknown."""

    title: str = ""
    url: str = ""
    feed_url: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        tidy(self, "title", "url", "feed_url", "id")


class Origin(Struct, frozen=True, kw_only=True):
    """Where an article was read: the path or address as given, the kind of source, a digest of what it said."""

    path: str = ""
    kind: str = ""
    digest: str = ""

    def __post_init__(self) -> None:
        tidy(self, "kind", "digest")
        if not self.path.isprintable():  # a name may hold two spaces, but no break
            force_setattr(self, "path", _BREAK.sub(" ", legal(self.path)))


class Evidence(Struct, frozen=True, kw_only=True):
    """Why a field holds what it holds: the rule that decided, the line (from 1, 0 when none) and what stood there."""

    rule: str
    line: int = 0
    text: str = ""


class Article(Struct, frozen=True, kw_only=True):
    """One article as its author meant it.

    `body` is Markdown (CommonMark); `published` and `updated` are aware, with offsets in whole minutes, as both
    RFC 822 and RFC 3339 can write them.  `id` is empty until it is minted (`feedtool.identity`) and never changes
    afterwards.  `license` is the address of a licence, or its SPDX name; `reply_to` are addresses of what an article
    answers, `external` is that of the page elsewhere which it points to, as those of link blogs do; `extra` are fields
    that no other one is for, by name.  `provenance` says of each field which rule and line it came from, `problems`
    what was doubtful; neither takes part in comparison.
    """

    title: str
    published: datetime
    id: str = ""
    slug: str = ""
    summary: str = ""
    authors: tuple[Person, ...] = ()
    updated: datetime | None = None
    body: str = ""
    images: tuple[Image, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    tags: tuple[str, ...] = ()
    link: str = ""
    external: str = ""
    related: tuple[Related, ...] = ()
    via: Via | None = None
    language: str = ""
    license: str = ""
    location: Location | None = None
    replies: Replies | None = None
    reply_to: tuple[str, ...] = ()
    episode: Episode | None = None
    extra: tuple[tuple[str, str], ...] = ()
    draft: bool = False
    withdrawn: bool = False
    origin: Origin = Origin()
    provenance: Mapping[str, Evidence] = {}
    problems: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        tidy(self, "title", "id", "slug", "link", "external", "language", "summary", "license")
        put = force_setattr
        put(self, "body", _clean_block(self.body))
        put(self, "published", whole(self.published))
        if self.updated:
            put(self, "updated", whole(self.updated))
        if self.tags:
            put(self, "tags", _words(self.tags))
        for name, says_something in _PARTS.items():
            if parts := getattr(self, name):
                put(self, name, tuple(dict.fromkeys(filter(says_something, parts))))
        for name in _SINGLE:
            said = getattr(self, name)
            if said is not None and said == type(said)():
                put(self, name, None)  # one that says nothing
        if self.reply_to:
            put(self, "reply_to", _words(self.reply_to))
        if self.extra:
            put(self, "extra", tuple((name, text) for name, value in self.extra if (text := single_line(value))))
        if not self.title:
            raise ValueError("an article needs a title")

    def __eq__(self, other: object) -> bool:
        return _meaning(self) == _meaning(other) if isinstance(other, Article) else NotImplemented

    def __hash__(self) -> int:
        return hash(_meaning(self))


_meaning = attrgetter(*Article.__struct_fields__[:-2])
"""What an article says; the last two fields are about its reading."""


S = TypeVar("S", bound=Struct)


def kept_as(struct: S, **values: object) -> S:
    """Return an article, or what was made of one, with values that are in order as the rest of it is."""
    kept = copy(struct)
    for name, value in values.items():
        force_setattr(kept, name, value)
    return kept


_PARTS: Mapping[str, Callable[[Any], object]] = {
    "authors": lambda person: person.name,
    "images": lambda image: image != _NO_IMAGE,
    "enclosures": lambda file: file.url,
    "related": lambda link: link.title or link.url,
}
"""What an article has several of, and the test of one that says nothing and is left out."""
_SINGLE = ("via", "location", "replies", "episode")
"""What it has one of, or none."""


def whole(moment: datetime) -> datetime:
    """Return `moment` in whole seconds with an offset in whole minutes, the same instant to the second.

    Neither RFC 822 nor RFC 3339 can write an offset with seconds (Asia/Kolkata before 1906): it becomes UTC, as does
    one that no zone on Earth has.

    Raises:
        ValueError: `moment` is naive, or its year has not four digits (RFC 3339 section 5.6).

    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"{moment.isoformat()} has no zone")
    if not 1000 <= moment.year < 9999:
        raise ValueError(f"the year {moment.year} is not between 1000 and 9998")
    moment = moment.replace(microsecond=0) if moment.microsecond else moment
    west, east = _WIDEST
    return moment.astimezone(UTC) if offset % _MINUTE or not west <= offset <= east else moment
