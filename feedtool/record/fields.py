"""FIELDS: named values in, the fields of an article out; what front matter and the rows of tables have in common."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from feedtool.article import Evidence
from feedtool.errors import ArticleError, RecordError
from feedtool.problem import Level, Place, Problem
from feedtool.record.conversions import CONVERSIONS, parts_of, text_in
from feedtool.record.instants import stamp_of
from feedtool.record.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from typing import Any

    from feedtool.timestamps import Stamp, ZonePolicy

T = TypeVar("T")

ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id", "guid", "uuid"),
    "title": ("title", "headline"),
    "summary": ("summary", "description", "excerpt", "standfirst", "dek", "subtitle"),
    "authors": ("authors", "author", "byline", "creator"),
    "published": ("published", "date", "pubdate", "publishdate", "publish_date", "published_at", "created"),
    "updated": ("updated", "lastmod", "modified", "last_modified", "last_modified_at", "updated_at", "date_modified"),
    "tags": ("tags", "categories", "category", "keywords", "topics"),
    "link": ("link", "permalink", "url", "canonical", "canonical_url"),
    "external": ("external", "external_url"),
    "language": ("language", "lang", "locale"),
    "images": ("images", "image", "cover", "thumbnail", "featured_image"),
    "enclosures": ("enclosures", "enclosure"),
    "related": ("related", "see_also"),
    "via": ("via",),
    "license": ("license", "licence"),
    "location": ("location", "geo", "coordinates"),
    "replies": ("replies", "comments"),
    "reply_to": ("reply_to", "in_reply_to"),
    "episode": ("episode",),
    "slug": ("slug",),
    "draft": ("draft",),
    "withdrawn": ("withdrawn",),
    "source": ("source",),
}
"""The names under which a field may stand, ours first; case and `-` or `_` do not matter."""

_ADDED_UP = frozenset({"tags"})
"""Fields of which other generators have two, like tags and categories."""


class FieldReader(Struct, kw_only=True):
    """Reads the fields of one article from named values (text, tuples and mappings of text), each by its names.

    `names` says under which names each field may stand (`names_of`), `extra` which names are kept as they are, since
    somebody asked for them, `lines` in which line each name does, `line` where
    no single one does; `said` is what a name is called there, `label` goes before a field in what is said of it.
    What is doubtful is noted in `problems`, where each value came from in `seen`: the name under which it stood, or the
    evidence itself; `zones` says which rule decided on the zone of a time.
    """

    values: Mapping[str, object]
    names: Mapping[str, tuple[str, ...]]
    policy: ZonePolicy
    path: str
    lines: Mapping[str, int] = field(default_factory=dict)
    line: int = 0
    said: str = "front matter field"
    label: str = ""
    stamp: Callable[[str, ZonePolicy], Stamp] = stamp_of
    extra: tuple[str, ...] = ()
    seen: dict[str, str | Evidence] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def provenance(self) -> Provenance:
        """What is known, in the end, of where every field came from."""
        return Provenance(self._provenance)

    def let_go(self) -> None:
        """Keep only those values that provenance tells of: the rows of a table hold whole texts."""
        names = (name for name in self.seen.values() if isinstance(name, str))
        self.values = {name: self.values[name] for name in names}

    def _provenance(self) -> dict[str, Evidence]:
        return {field: self._evidence(field, seen) for field, seen in self.seen.items()}

    def _evidence(self, field: str, seen: str | Evidence) -> Evidence:
        known = seen
        if isinstance(known, str):
            line, text = self.lines.get(known, self.line), shown(self.values[known])
            known = Evidence(rule=f"{self.said} {known!r}", line=line, text=text)
        zone = self.zones.get(field)
        return replace(known, rule=f"{known.rule}; zone: {zone}") if zone is not None else known

    def value(self, field: str) -> object:
        """Return what stands under any of the field's names, or an empty string; the first wins, tags are added up."""
        found: object = ""
        for name in self.names.get(field, ()):
            value = self.values.get(name)
            if value and not found:
                self.seen[field] = name
                if field not in _ADDED_UP:
                    return value
                found = value
            elif value:
                found = (*parts_of(found), *parts_of(value))
        return found

    def read(self, field: str, convert: Callable[[object], T]) -> T:
        """Return a field's value by `convert`, which says by ValueError what it expected."""
        value = self.value(field)
        try:
            return convert(value)
        except ValueError as error:
            raise RecordError(f"cannot be read: {shown(value)}", expected=str(error), place=self.place(field)) from None

    def rest(self) -> dict[str, Any]:
        """Return the fields that are not looked at further: those of CONVERSIONS that have a name here."""
        found = {field: self.read(field, CONVERSIONS[field]) for field in self.names if field in CONVERSIONS}
        if self.extra:
            found["extra"] = tuple((name, text) for name in self.extra if (text := text_in(self.values.get(name))))
        return found

    def time(self, field: str) -> datetime | None:
        """Return a field's instant, None where the field is missing or empty."""
        value = self.value(field)
        if not value or value == "~":
            return None
        if not isinstance(value, str):
            raise RecordError("not a time", expected="one date and time", place=self.place(field))
        return self.instant(value, field)

    def instant(self, text: str, field: str) -> datetime:
        """Return the instant that `text` writes, and note which zone rule decided."""
        try:
            stamp = self.stamp(text, self.policy)
        except ArticleError as error:
            place = self.place(field)
            raise error.at(line=place.line, field=place.field) from None
        self.zones[field] = stamp.rule
        if stamp.problems:
            place = replace(self.place(field), file=self.path)
            self.problems += [replace(found, place=place) for found in stamp.problems]
        return stamp.instant

    def doubt(self, rule: str, message: str, field: str) -> None:
        """Note what is doubtful about a field."""
        place = replace(self.place(field), file=self.path)
        self.problems.append(Problem(rule=rule, level=Level.WARNING, message=message, place=place))

    def place(self, field: str) -> Place:
        """Where a field stands."""
        seen = self.seen.get(field)
        if isinstance(seen, str):
            return self._place(field, self.lines.get(seen, self.line))
        return self._place(field, seen.line if seen else self.line)

    def _place(self, field: str, line: int) -> Place:
        return Place(line=line, field=f"{self.label}{field}")


def names_of(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return under which of the names that are there each field may stand, ours first; fields without any left out."""
    return _names_of(tuple(names))


@lru_cache(maxsize=64)
def _names_of(names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return the same for names that are met again and again: articles of one site have the same fields."""
    here = {name.casefold().replace("-", "_"): name for name in reversed(names)}
    found = {field: tuple(here[alias] for alias in aliases if alias in here) for field, aliases in ALIASES.items()}
    return {field: names for field, names in found.items() if names}


def shown(value: object) -> str:
    """Return a value as text for people, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 100 else text[:99] + "…"
