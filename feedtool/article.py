"""ARTICLE: what a page says, once, whatever it was read from.

An article holds clean text by construction: characters that no feed can hold are gone, titles and names are single
lines, tuples hold nothing empty, and every time is aware and in whole seconds.  So no later stage has to look again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from feedtool.characters import legal, single_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from feedtool.problem import Problem

_BREAK = re.compile("[\n\t\x85\u2028\u2029]")
_MINUTE = timedelta(minutes=1)
_WIDEST = (timedelta(hours=-12), timedelta(hours=14))
"""No zone is further from UTC (Baker Island, Line Islands); feeds with wider offsets are called wrong."""


def _tidy(record: object, *names: str) -> None:
    for name in names:
        text = getattr(record, name)
        if text and (line := single_line(text)) is not text:
            object.__setattr__(record, name, line)


@lru_cache(maxsize=4)
def _clean_block(text: str) -> str:
    """Legal characters, no blank lines or white space around, none at the ends of lines but Markdown's two spaces.

    On its way an article is made anew several times, by `replace`, with the same body: that is looked at once.
    """
    return legal(text).strip("\n").rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who wrote an article: a name, and an address on the web or by mail where one is known."""

    name: str
    uri: str = ""
    email: str = ""

    def __post_init__(self) -> None:
        _tidy(self, "name", "uri", "email")


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture: where it is (a URL, empty when the source shows only its caption) and what is said of it.

    `length` is in bytes and 0 when unknown; `type` is a MIME type and empty when unknown.
    """

    url: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    type: str = ""
    length: int = 0

    def __post_init__(self) -> None:
        _tidy(self, "url", "alt", "caption", "credit", "type")


_NO_IMAGE = Image()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that belongs to an article: its URL, its length in bytes (0 when unknown) and its MIME type."""

    url: str
    type: str
    length: int = 0

    def __post_init__(self) -> None:
        _tidy(self, "url", "type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another article that this one points to beside its text ("Also Read: …"); the URL may be unknown."""

    title: str
    url: str = ""

    def __post_init__(self) -> None:
        _tidy(self, "title", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Via:
    """The feed that an article was taken from: its name, its site, its own address and id, each empty when unknown."""

    title: str = ""
    url: str = ""
    feed_url: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        _tidy(self, "title", "url", "feed_url", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an article was read: the path or address as given, the kind of source, a digest of what it said."""

    path: str = ""
    kind: str = ""
    digest: str = ""

    def __post_init__(self) -> None:
        _tidy(self, "kind", "digest")
        object.__setattr__(self, "path", _BREAK.sub(" ", legal(self.path)))  # a name may hold two spaces, but no break


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why a field holds what it holds: the rule that decided, the line (from 1, 0 when none) and what stood there."""

    rule: str
    line: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as its author meant it.

    `body` is Markdown (CommonMark); `published` and `updated` are aware, with offsets in whole minutes, as both
    RFC 822 and RFC 3339 can write them.  `id` is empty until it is minted (`feedtool.identity`) and never changes
    afterwards.  `provenance` says of each field which rule and line it came from, `problems` what was doubtful;
    neither takes part in comparison.
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
    related: tuple[Related, ...] = ()
    via: Via | None = None
    language: str = ""
    draft: bool = False
    withdrawn: bool = False
    origin: Origin = Origin()
    provenance: Mapping[str, Evidence] = field(default_factory=dict, compare=False)
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        _tidy(self, "title", "id", "slug", "link", "language", "summary")
        put = object.__setattr__
        put(self, "body", _clean_block(self.body))
        put(self, "published", whole(self.published))
        put(self, "updated", self.updated and whole(self.updated))
        put(self, "tags", tuple(dict.fromkeys(filter(None, map(single_line, self.tags)))))
        for name, says_something in _PARTS.items():
            if parts := getattr(self, name):
                put(self, name, tuple(dict.fromkeys(filter(says_something, parts))))
        if self.via is not None and self.via == Via():
            put(self, "via", None)
        if not self.title:
            raise ValueError("an article needs a title")


_PARTS: Mapping[str, Callable[[Any], object]] = {
    "authors": lambda person: person.name,
    "images": lambda image: image != _NO_IMAGE,
    "enclosures": lambda file: file.url,
    "related": lambda link: link.title or link.url,
}
"""What an article has several of, and the test of one that says nothing and is left out."""


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
