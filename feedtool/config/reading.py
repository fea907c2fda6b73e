"""Reads the file: every mistake at once, each with its line and dotted path."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from feedtool.config.keys import (
    CLOUD,
    DELIVERY,
    ELEMENT,
    FEED,
    PLACEHOLDERS,
    PUSH,
    SITE,
    SOURCE,
    TABLES,
    VALIDATE,
    WEB,
)
from feedtool.config.settings import Config, ElementConfig, FeedConfig, Served, Site, SourceConfig, Validation, Web
from feedtool.config.values import did_you_mean, importer_name
from feedtool.delivery import Access
from feedtool.errors import ConfigError, FeedtoolError, UsageError
from feedtool.later import regex
from feedtool.problem import Place
from feedtool.push.patience import Patience
from feedtool.source.found import is_database, without_password
from feedtool.still import text_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from feedtool.config.key import Key


_TOML_HINTS = {
    "Invalid value": 'text is written in quotes: title = "News"',
    "Cannot overwrite a value": "the key stands twice; remove one",
}
"""What helps against the mistakes that are made most."""


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
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"cannot be read: {reason}", place=Place(file=str(path)), expected="UTF-8 text") from None
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
        raise ConfigError([UsageError(f"not TOML: {reason}", place=place, hint=_TOML_HINTS.get(reason, ""))]) from None
    reading = _Reading(file=file, lines=_lines(text))
    config = reading.config(table, root)
    if reading.mistakes:
        raise ConfigError(reading.mistakes)
    return replace(config, file=file, digest=text_digest(text))


def named(config: Config, importer: str | None) -> Config:
    """Return the configuration of a machine that goes by another name than it says, if it does.

    Raises:
        UsageError: it is none.

    """
    try:
        return replace(config, importer=importer_name(importer)) if importer else config
    except ValueError as error:
        raise UsageError(f"cannot be {importer!r}", place=Place(field="--importer"), expected=str(error)) from None


def _shown(value: object) -> str:
    """Return a value for a message; of an address without the password."""
    return repr(without_password(value) if isinstance(value, str) else value)


class _Reading(Struct, kw_only=True):
    """Reads tables by their keys and gathers every mistake on the way."""

    file: str
    lines: Mapping[str, int]
    mistakes: list[FeedtoolError] = field(default_factory=list)

    def config(self, table: Mapping[str, object], root: Path) -> Config:
        for name in table.keys() - TABLES.keys():
            self.unknown(name, name, TABLES)
        said = self.table(table.get("site", {}), SITE, "site")
        importer = said.pop("importer", "")
        site = Site(**said)
        if importer and not site.shelf:
            self.mistake("site.importer", "has no effect where articles stand in a folder", 'shelf = "postgresql://…"')
        self.check_also(site)
        sources = tuple(self.source(name, rows) for name, rows in self.named(table, "source"))
        feeds = tuple(
            FeedConfig(name=name, **self.table(rows, FEED, f"feed.{_quoted(name)}"))
            for name, rows in self.named(table, "feed")
        )
        for feed in feeds:
            self.check_name(feed.name)
        validation = Validation(**self.table(table.get("validate", {}), VALIDATE, "validate"))
        web = Web(**self.table(table.get("web", {}), WEB, "web"))
        delivery = Served(**self.table(table.get("delivery", {}), DELIVERY, "delivery"))
        elements = tuple(self.element(name, rows) for name, rows in self.named(table, "element"))
        self.check_references(feeds, elements)
        cloud = Access(**self.table(table.get("cloud", {}), CLOUD, "cloud"))
        push = Patience(**self.table(table.get("push", {}), PUSH, "push"))
        return Config(
            root=root,
            site=site,
            sources=sources,
            feeds=tuple(_with_hubs(feed, site) for feed in feeds or (FeedConfig(name="all"),)),
            validation=validation,
            web=web,
            delivery=delivery,
            elements=elements,
            cloud=cloud,
            push=push,
            importer=importer,
        )

    def element(self, name: str, rows: object) -> ElementConfig:
        path = f"element.{_quoted(name)}"
        row = ElementConfig(name=name, **self.table(rows, ELEMENT, path))
        if not re.fullmatch(r"[A-Za-z_][\w.-]*:[A-Za-z_][\w.-]*", name, re.ASCII) or name[:3].casefold() == "xml":
            self.mistake(path, "is not the name of an element", 'a prefix and a name, like [element."news:rating"]')
        elif isinstance(rows, dict) and ("namespace" not in rows or ("field" in rows) == ("text" in rows)):
            self.mistake(path, "does not say what it shows", "`namespace`, and either `field` or `text`")
        return row

    def check_references(self, feeds: Iterable[FeedConfig], elements: Iterable[ElementConfig]) -> None:
        """Check that feeds and elements name what there is."""
        names = {feed.name for feed in feeds}
        known = {row.name for row in elements}
        for feed in feeds:
            path = f"feed.{_quoted(feed.name)}"
            for other in set(feed.alternates.values()) - names:
                expected = f"one of {', '.join(sorted(names))}"
                self.mistake(f"{path}.alternates", f"names no feed: {other!r}{did_you_mean(other, names)}", expected)
            for other in set(feed.elements or ()) - known:
                self.mistake(
                    f"{path}.elements", f"names no element: {other!r}{did_you_mean(other, known)}", '[element."…"]'
                )
        prefixes: dict[str, str] = {}
        for row in elements:
            prefix = row.name.partition(":")[0]
            if prefixes.setdefault(prefix, row.namespace) != row.namespace:
                self.mistake(f"element.{_quoted(row.name)}", f"gives {prefix!r} a second meaning", prefixes[prefix])

    def source(self, name: str, rows: object) -> SourceConfig:
        path = f"source.{_quoted(name)}"
        values = self.table(rows, SOURCE, path)
        if isinstance(rows, dict) and "from" not in rows:
            self.mistake(f"{path}.from", "is missing", 'files, folders or patterns, like from = "seeds/*.txt"')
        if "query" in values and not all(map(is_database, values.get("from", ()))):
            self.mistake(f"{path}.from", "is no database", 'its URL, like from = "sqlite:///news.db"')
        if "query" in values and values.get("kind", "sql") != "sql":
            self.mistake(f"{path}.kind", f"cannot be {values['kind']!r}", "sql, or nothing, where there is a query")
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
                self.mistake(f"{path}.{name}", f"cannot be {_shown(value)}", str(error))
        return values

    def check_also(self, site: Site) -> None:
        """Check that what is written of the whole site can be: addresses are whole in all of it."""
        if site.also and not site.home:
            self.mistake("site.also", "needs the address of the site", 'home = "https://news.example/"')
        if "news" in site.also and not site.language:
            self.mistake("site.also", "needs the language of the site for `news`", 'language = "en"')

    def check_name(self, name: str) -> None:
        """Check that the name of a feed is a path below its folder, with placeholders that are known."""
        stray = [word for word in re.findall(r"{([^}]*)}", name) if word not in PLACEHOLDERS]
        if stray or len(re.findall(r"{", name)) > 1:
            expected = "at most one of " + ", ".join("{" + word + "}" for word in PLACEHOLDERS)
            self.mistake(f"feed.{_quoted(name)}", "names something that feeds are not made by", expected)
        if not all(re.fullmatch(r"[\w{}][\w{}.-]*", part) for part in name.split("/")):
            self.mistake(f"feed.{_quoted(name)}", "is not a file name", 'letters, digits, "-", "_", "." and "/"')

    def unknown(self, path: str, name: str, known: Iterable[str]) -> None:
        self.mistake(path, "is not known" + did_you_mean(name, known), f"one of {', '.join(known)}")

    def mistake(self, path: str, message: str, expected: str) -> None:
        below = (line for name, line in self.lines.items() if name.startswith(f"{path}."))
        line = self.lines.get(path, 0) or next(below, 0) or self.lines.get(path.rsplit(".", 1)[0], 0)
        self.mistakes.append(UsageError(message, place=Place(file=self.file, line=line, field=path), expected=expected))


def _with_hubs(feed: FeedConfig, site: Site) -> FeedConfig:
    """Return a feed with the site's hubs where it names none."""
    return replace(feed, hub=feed.hub or site.hub, rsscloud=feed.rsscloud or site.rsscloud)


_TABLE_LINE = regex(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?")
_KEY_LINE = regex(r"""\s*([\w-]+|"[^"]*")\s*=""")


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
