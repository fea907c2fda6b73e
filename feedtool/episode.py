"""EPISODE: what an article says as one of a podcast beside its audio file, and what the show says of itself.

Sources: Apple, a podcaster's guide to RSS; the podcast namespace (Podcasting 2.0); PSP-1 of the Podcast Standards
Project.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import force_setattr

from feedtool.characters import tidy

TYPES = ("full", "trailer", "bonus")


class Transcript(Struct, frozen=True, kw_only=True):
    """The words of an episode as a file: URL, MIME type and language; `rel` is `captions` where it says when."""

    url: str
    type: str = ""
    language: str = ""
    rel: str = ""

    def __post_init__(self) -> None:
        tidy(self, "url", "type", "language", "rel")


class Soundbite(Struct, frozen=True, kw_only=True):
    """A part of an episode to show it by: start and duration in seconds, and what is heard."""

    start: float
    duration: float
    title: str = ""

    def __post_init__(self) -> None:
        tidy(self, "title")


class Voice(Struct, frozen=True, kw_only=True):
    """Somebody who is heard, or worked on an episode; `role` and `group` are words of the Podcast Taxonomy."""

    name: str
    role: str = ""
    group: str = ""
    image: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        tidy(self, "name", "role", "group", "image", "url")


class Episode(Struct, frozen=True, kw_only=True):
    """Which episode an article is; empty text, None and empty tuples say nothing.

    `number` and `season` are text as said ("7", "7.5"), whole numbers from 1 where Apple is to understand them; `type`
    is one of TYPES; `image`, `chapters` and what transcripts point to are URLs; `explicit` is None where the show's
    own word holds.
    """

    number: str = ""
    season: str = ""
    season_name: str = ""
    title: str = ""
    type: str = ""
    explicit: bool | None = None
    block: bool = False
    image: str = ""
    chapters: str = ""
    transcripts: tuple[Transcript, ...] = ()
    soundbites: tuple[Soundbite, ...] = ()
    persons: tuple[Voice, ...] = ()

    def __post_init__(self) -> None:
        tidy(self, "number", "season", "season_name", "title", "type", "image", "chapters")
        put = force_setattr
        put(self, "transcripts", tuple(row for row in self.transcripts if row.url))
        put(self, "soundbites", tuple(row for row in self.soundbites if row.duration > 0))
        put(self, "persons", tuple(row for row in self.persons if row.name))
        for name in ("number", "season"):
            value = getattr(self, name)
            if value and not value.replace(".", "", 1).isdecimal():
                raise ValueError(f"a number as {name} of an episode")
        if self.type and self.type not in TYPES:
            raise ValueError(f"one of {', '.join(TYPES)} as type of an episode")


class Show(Struct, frozen=True, kw_only=True):
    """What a podcast says of itself beyond any feed.

    `categories` are Apple's, each a top one and one within it (empty for none); `image` is the URL of the artwork;
    `guid` a UUID that stays when the address of the feed changes; `funding` addresses with what is said of them.
    """

    author: str = ""
    owner_name: str = ""
    owner_email: str = ""
    image: str = ""
    categories: tuple[tuple[str, str], ...] = ()
    explicit: bool = False
    type: str = ""
    guid: str = ""
    locked: bool | None = None
    funding: tuple[tuple[str, str], ...] = ()
    medium: str = ""
    persons: tuple[Voice, ...] = ()
    location: str = ""
    new_feed_url: str = ""
    block: bool = False
