"""CONFIG: `feedtool.toml` in, a `Config` out; every mistake at once, by dotted path, with "did you mean".

Each table of the file is a table here: a key, what reads its value, what it means.  The reference page of the
configuration is written from them.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable  # noqa: TC003 - in the type of a table that is annotated below
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from feedtool.article import Article
from feedtool.document import FORMATS
from feedtool.entry import permalink
from feedtool.errors import ConfigError, FeedtoolError, UsageError
from feedtool.feed import Where
from feedtool.markup import web
from feedtool.problem import Place
from feedtool.record import ALIASES
from feedtool.source import KINDS
from feedtool.timestamps import ZonePolicy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of the configuration: what reads its value (by ValueError: what was expected) and what it means."""

    read: Callable[[object], Any]
    meaning: str
    default: Any = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What holds for the whole site."""

    title: str = "Articles"
    home: str = ""
    feeds: str = ""
    authority: str = ""
    timezone: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    link: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    rights: str = ""
    icon: str = ""
    logo: str = ""
    articles: str = "articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceConfig:
    """One `[source.NAME]`: where it is and what holds for everything in it."""

    name: str
    paths: tuple[str, ...]
    kind: str = ""
    timezone: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    host: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    where: Where = field(default_factory=Where)
    unless: Where = field(default_factory=Where)
    limit: int = 0

    def takes(self, article: Article, now: datetime) -> bool:
        """Whether an article of this source passes its filters."""
        return self.where.takes(article, self.name, now) and not self.unless.bars(article, self.name, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedConfig:
    """One `[feed.NAME]`; the name may hold `{tag}`, `{author}`, `{source}` or `{language}` for one feed each."""

    name: str
    title: str = ""
    description: str = ""
    formats: tuple[str, ...] = ("rss", "atom")
    limit: int = 50
    bytes: int = 0
    content: str = "full"
    where: Where = field(default_factory=Where)
    unless: Where = field(default_factory=Where)
    to: str = "output"
    language: str = ""
    ttl: int = 0
    hub: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The whole configuration; `root` is the folder of its file, which relative paths are relative to."""

    root: Path
    site: Site
    sources: tuple[SourceConfig, ...]
    feeds: tuple[FeedConfig, ...]

    def site_zone(self) -> ZonePolicy:
        """Return how times that no source speaks for are read."""
        return self.zone_policy(SourceConfig(name="", paths=()))

    def zone_policy(self, source: SourceConfig) -> ZonePolicy:
        """Return how the times of a source are read: its own settings, else the site's."""
        return ZonePolicy(
            timezone=source.timezone or self.site.timezone,
            words={**self.site.words, **source.words},
            host=source.host,
            language=source.language or self.site.language,
            date_order=source.date_order or self.site.date_order,  # type: ignore[arg-type]  # checked when read
        )


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("text")
    return value.strip()


def _below(value: object) -> str:
    folder = PurePosixPath(_text(value))
    if folder.is_absolute() or ".." in folder.parts or "\\" in str(folder):
        raise ValueError("a folder below the one of this file, with forward slashes")
    return folder.as_posix()


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(_text(item) for item in values)


def _url(value: object) -> str:
    address = web(_text(value))
    if not address:
        raise ValueError("an address like https://news.example/")
    return address


def _folder_url(value: object) -> str:
    url = _url(value)
    return url if url.endswith("/") else f"{url}/"


def _zone(value: object) -> str:
    try:
        return ZonePolicy(timezone=_text(value)).timezone
    except ValueError:
        raise ValueError("a zone like Asia/Kolkata, UTC or +05:30") from None


def _zone_words(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError('a table like { IST = "Asia/Kolkata" }')  # noqa: TRY004 - one kind of error for all values
    return {word.upper(): _zone(zone) for word, zone in value.items()}


_AUTHORITY = re.compile(
    r"(?:[\w.+-]+@)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*,\d{4}(?:-\d\d(?:-\d\d)?)?"
)


def _authority(value: object) -> str:
    if not _AUTHORITY.fullmatch(_text(value)):
        raise ValueError('a domain in lower case and a day on which it was yours, like "news.example,2025" (RFC 4151)')
    return _text(value)


def _language(value: object) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", _text(value)):
        raise ValueError("a language tag like en-IN (BCP 47)")
    return _text(value)


def _pattern(value: object) -> str:
    pattern = _text(value)
    try:
        made = permalink(_SAMPLE, pattern)
    except (KeyError, IndexError, ValueError, AttributeError):
        made = ""
    if not made:
        raise ValueError("an address like https://news.example/{date:%Y/%m}/{slug}; it may hold {date:…} and {slug}")
    return pattern


def _number(least: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise ValueError(f"a whole number, {least} or more")
        return value

    return read


def _one_of(*choices: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in choices:
            raise ValueError(" or ".join(map(repr, choices)) + _did_you_mean(str(value), choices))
        return str(value)

    return read


def _formats(value: object) -> tuple[str, ...]:
    if not value:
        raise ValueError("at least one format")
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(_one_of(*FORMATS)(item) for item in values))


def _where(value: object) -> Where:
    if not isinstance(value, dict):
        raise ValueError('a table like { tags = ["monsoon"] }')  # noqa: TRY004 - one kind of error for all values
    for name in value:
        if name not in _WHERE:
            raise ValueError(f"one of {', '.join(_WHERE)}, not {name!r}{_did_you_mean(name, _WHERE)}")
    return Where(**{name: _WHERE[name](words) for name, words in value.items()})


def _patterns(value: object) -> tuple[str, ...]:
    patterns = _texts(value)
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"regular expressions; {pattern!r} is none: {error}") from None
    return patterns


def _fields(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError('a table like { title = "Headline" }')  # noqa: TRY004 - one kind of error for all values
    for name in value:
        if name not in (*ALIASES, "body"):
            raise ValueError(f"one of {', '.join(ALIASES)}, body, not {name!r}{_did_you_mean(name, ALIASES)}")
    return {name: _text(column) for name, column in value.items()}


_WHERE: dict[str, Callable[[object], Any]] = {
    "tags": _texts,
    "authors": _texts,
    "sources": _texts,
    "languages": _texts,
    "text": _texts,
    "matches": _patterns,
    "days": _number(1),
}

SITE: dict[str, Key] = {
    "title": Key(read=_text, meaning="the name of the site, and of feeds that have none"),
    "home": Key(read=_folder_url, meaning="the address of the site; relative links are resolved against it"),
    "feeds": Key(read=_folder_url, meaning="the address at which `to` is served; `home` when not given"),
    "authority": Key(read=_authority, meaning="who mints ids: a domain and a day it was yours (RFC 4151)"),
    "timezone": Key(read=_zone, meaning="the zone of times that name none; without it they are refused"),
    "words": Key(read=_zone_words, meaning="what zone words mean, where not what is usual", default={}),
    "date_order": Key(read=_one_of("dmy", "mdy"), meaning="the order of dates in numbers: `dmy` or `mdy`"),
    "link": Key(read=_pattern, meaning="the address of articles that carry none, with `{date:…}` and `{slug}`"),
    "authors": Key(read=_texts, meaning="who wrote articles that name nobody", default=()),
    "language": Key(read=_language, meaning="the language of articles that name none, as BCP 47 has it"),
    "rights": Key(read=_text, meaning="the copyright line of every feed"),
    "icon": Key(read=_url, meaning="a small square picture (Atom)"),
    "logo": Key(read=_url, meaning="a picture for the feed, GIF, JPEG or PNG"),
    "articles": Key(read=_below, meaning="the folder of the records and the ledger", default="articles"),
}
SOURCE: dict[str, Key] = {
    "from": Key(read=_texts, meaning="files, folders or patterns like `seeds/*.txt`", default=()),
    "kind": Key(read=_one_of(*(kind.name for kind in KINDS)), meaning="the kind of source; detected when not given"),
    "timezone": SITE["timezone"],
    "words": SITE["words"],
    "date_order": SITE["date_order"],
    "host": Key(read=_text, meaning="the host of the publisher, which may decide what a zone word means"),
    "language": SITE["language"],
    "authors": SITE["authors"],
    "tags": Key(read=_texts, meaning="tags that every article of this source gets", default=()),
    "fields": Key(read=_fields, meaning='which column of a table is what, like `{ title = "Headline" }`', default={}),
    "where": Key(read=_where, meaning="only articles that pass this filter are taken", default=Where()),
    "unless": Key(read=_where, meaning="articles that pass this one are not", default=Where()),
    "limit": Key(read=_number(1), meaning="the most articles taken, the first of the source", default=0),
}
FEED: dict[str, Key] = {
    "title": Key(read=_text, meaning="the name of the feed; `{tag}` and the like are filled in"),
    "description": Key(read=_text, meaning="a sentence about it"),
    "formats": Key(read=_formats, meaning="the formats it is written in", default=("rss", "atom")),
    "limit": Key(read=_number(1), meaning="the most entries it shows", default=50),
    "bytes": Key(
        read=_number(1000), meaning="the most bytes one document may have; older entries are left out", default=0
    ),
    "content": Key(read=_one_of("full", "summary"), meaning="`full` text or `summary` only", default="full"),
    "where": Key(
        read=_where, meaning="only articles with one of these `tags`, `authors`, `sources` …", default=Where()
    ),
    "unless": Key(read=_where, meaning="no articles with one of these", default=Where()),
    "to": Key(read=_text, meaning="the folder it is written to", default="output"),
    "language": Key(read=_language, meaning="the language of the feed; the site's when not given"),
    "ttl": Key(read=_number(1), meaning="minutes for which readers may keep it (RSS)", default=0),
    "hub": Key(read=_url, meaning="the address of a WebSub hub"),
}
TABLES: dict[str, dict[str, Key]] = {"site": SITE, "source": SOURCE, "feed": FEED}


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f" (did you mean {near[0]!r}?)" if near else ""


def load(path: Path) -> Config:
    """Return the configuration that a file holds.

    Raises:
        UsageError: there is no such file, or it cannot be read.
        ConfigError: it has mistakes; all of them are named.

    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UsageError(
            "there is no such configuration", place=Place(file=str(path)), hint="feedtool init, or --config FILE"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", place=Place(file=str(path)), expected="UTF-8 text") from None
    return parse(text, root=path.parent, file=path.name)


def parse(text: str, *, root: Path, file: str = "feedtool.toml") -> Config:
    """Return the configuration that a text holds.

    Raises:
        ConfigError: it is no TOML, or has mistakes; all of them are named, each with its line and dotted path.

    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = Place(file=file, line=int(where[1]) if where else 0, column=int(where[2]) if where else 0)
        reason = str(error).split(" (at ")[0]
        raise ConfigError([UsageError(f"not TOML: {reason}", place=place)]) from None
    reading = _Reading(file=file, lines=_lines(text))
    config = reading.config(table, root)
    if reading.mistakes:
        raise ConfigError(reading.mistakes)
    return config


@dataclass(slots=True, kw_only=True)
class _Reading:
    """Reads tables by their keys and gathers every mistake on the way."""

    file: str
    lines: Mapping[str, int]
    mistakes: list[FeedtoolError] = field(default_factory=list)

    def config(self, table: Mapping[str, object], root: Path) -> Config:
        for name in table.keys() - TABLES.keys():
            self.unknown(name, name, TABLES)
        site = Site(**self.table(table.get("site", {}), SITE, "site"))
        sources = tuple(self.source(name, rows) for name, rows in self.named(table, "source"))
        feeds = tuple(
            FeedConfig(name=name, **self.table(rows, FEED, f"feed.{_quoted(name)}"))
            for name, rows in self.named(table, "feed")
        )
        for feed in feeds:
            self.check_name(feed.name)
        return Config(root=root, site=site, sources=sources, feeds=feeds or (FeedConfig(name="all"),))

    def source(self, name: str, rows: object) -> SourceConfig:
        path = f"source.{_quoted(name)}"
        values = self.table(rows, SOURCE, path)
        if isinstance(rows, dict) and "from" not in rows:
            self.mistake(f"{path}.from", "is missing", 'files, folders or patterns, like from = "seeds/*.txt"')
        return SourceConfig(name=name, paths=values.pop("from", ()), **values)

    def named(self, table: Mapping[str, object], kind: str) -> list[tuple[str, object]]:
        """Return the tables below `[kind]`, each by its name."""
        tables = table.get(kind, {})
        if isinstance(tables, dict):
            return [(name, rows) for name, rows in tables.items()]
        self.mistake(kind, "is not a table", f"[{kind}.NAME]")
        return []

    def table(self, rows: object, keys: Mapping[str, Key], path: str) -> dict[str, Any]:
        """Return the values of one table, read by their keys; what cannot be read is left out and named."""
        if not isinstance(rows, dict):
            self.mistake(path, "is not a table", f"[{path}]")
            return {}
        values = {}
        for name, value in rows.items():
            if name not in keys:
                self.unknown(f"{path}.{name}", name, keys)
                continue
            try:
                values[name] = keys[name].read(value)
            except ValueError as error:
                self.mistake(f"{path}.{name}", f"cannot be {value!r}", str(error))
        return values

    def check_name(self, name: str) -> None:
        """Check that the name of a feed is a path below its folder, with placeholders that are known."""
        stray = [word for word in re.findall(r"{([^}]*)}", name) if word not in PLACEHOLDERS]
        if stray or len(re.findall(r"{", name)) > 1:
            expected = "at most one of " + ", ".join("{" + word + "}" for word in PLACEHOLDERS)
            self.mistake(f"feed.{_quoted(name)}", "names something that feeds are not made by", expected)
        if not all(re.fullmatch(r"[\w{}][\w{}.-]*", part) for part in name.split("/")):
            self.mistake(f"feed.{_quoted(name)}", "is not a file name", 'letters, digits, "-", "_", "." and "/"')

    def unknown(self, path: str, name: str, known: Iterable[str]) -> None:
        self.mistake(path, "is not known" + _did_you_mean(name, known), f"one of {', '.join(known)}")

    def mistake(self, path: str, message: str, expected: str) -> None:
        below = (line for name, line in self.lines.items() if name.startswith(f"{path}."))
        line = self.lines.get(path, 0) or next(below, 0) or self.lines.get(path.rsplit(".", 1)[0], 0)
        self.mistakes.append(UsageError(message, place=Place(file=self.file, line=line, field=path), expected=expected))


PLACEHOLDERS = ("tag", "author", "source", "language")
"""What a feed's name may hold in braces: one feed is made for each value."""

_TABLE_LINE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?")
_KEY_LINE = re.compile(r"""\s*([\w-]+|"[^"]*")\s*=""")


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name) else f'"{name}"'


def _lines(text: str) -> dict[str, int]:
    """Return the line of every table and key, by dotted path: to point at, not to read by."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if head := _TABLE_LINE.fullmatch(line):
            table = re.sub(r"\s*\.\s*", ".", head[1], count=1)
            lines.setdefault(table, number)
        elif key := _KEY_LINE.match(line):
            lines.setdefault(f"{table}.{key[1]}" if table else key[1], number)
    return lines


def _sample() -> Article:
    from datetime import UTC, datetime  # noqa: PLC0415 - for this one value

    return Article(title="A Sample", published=datetime(2025, 1, 2, tzinfo=UTC))


_SAMPLE = _sample()
