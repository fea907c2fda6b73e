"""FIELDS: named values in, the fields of an article out; what front matter and the rows of tables have in common."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from feedtool.article import Enclosure, Evidence, Image, Origin, Person, Related, Rendition, Via
from feedtool.errors import ArticleError, RecordError
from feedtool.problem import Level, Place, Problem
from feedtool.record.instants import stamp_of
from feedtool.record.more import addresses_of, episode_of, location_of, pick, replies_of, seconds_of
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
FLAGS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


@dataclass(slots=True, kw_only=True)
class FieldReader:
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
                found = (*_parts(found), *_parts(value))
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
            found["extra"] = tuple((name, text) for name in self.extra if (text := _text(self.values.get(name))))
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


def origin_of(value: object) -> Origin | None:
    """Read the `source` of a record; other front matter may use that name for something else."""
    if not isinstance(value, dict) or "digest" not in value:
        return None
    return Origin(**_pick(value, path=("path",), kind=("kind",), digest=("digest",)))


def shown(value: object) -> str:
    """Return a value as text for people, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 100 else text[:99] + "…"


def text_of(value: object) -> str:
    """Return a value that is text, or empty.

    Raises:
        ValueError: it is something else.

    """
    if not isinstance(value, str):
        raise ValueError("text")  # noqa: TRY004 - one kind of error for everything that does not fit
    return value


def _text(value: object) -> str:
    """Return a value as one text: the items of a list with commas between, a mapping as nothing."""
    if isinstance(value, tuple):
        return ", ".join(filter(None, map(_text, value)))
    return value if isinstance(value, str) else ""


def _list(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _words(value: object) -> tuple[str, ...]:
    return tuple(text_of(item) for item in _parts(value))


def _parts(value: object) -> tuple[object, ...]:
    return tuple(value.split(",")) if isinstance(value, str) else _list(value)


def _flag(value: object) -> bool:
    if not value:
        return False
    flag = FLAGS.get(text_of(value).casefold())
    if flag is None:
        raise ValueError("yes or no")
    return flag


def _number(value: object, expected: str = "a length in bytes") -> int:
    text = text_of(value or "0")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValueError(expected)
    return int(text)


def _records(value: object, plain: str, make: Callable[[Mapping[str, object]], T]) -> tuple[T, ...]:
    """Read a list whose items are mappings, or plain text that stands for the one field `plain`."""
    items = (item if isinstance(item, dict) else {plain: text_of(item)} for item in _list(value))
    return tuple(make(item) for item in items)


def _pick(item: Mapping[str, object], **names: tuple[str, ...]) -> dict[str, str]:
    return {name: text_of(next((item[key] for key in keys if item.get(key)), "")) for name, keys in names.items()}


@lru_cache(maxsize=1000)
def _person(name: str) -> Person:
    """Return somebody of whom no more is known; most articles of a site are by the same few."""
    return Person(name=name)


def _people(value: object) -> tuple[Person, ...]:
    if isinstance(value, str):
        return (_person(value),) if value else ()
    return _records(
        value, "name", lambda item: Person(**_pick(item, name=("name",), uri=("uri", "url"), email=("email", "mail")))
    )


def _images(value: object) -> tuple[Image, ...]:
    def image(item: Mapping[str, object]) -> Image:
        fields = _pick(
            item,
            url=("url", "src", "path", "image"),
            alt=("alt",),
            caption=("caption",),
            credit=("credit",),
            type=("type",),
            title=("title",),
            thumbnail=("thumbnail",),
        )
        return Image(
            **fields,
            length=_number(item.get("length")),
            width=_number(item.get("width"), "a width in pixels"),
            height=_number(item.get("height"), "a height in pixels"),
            keywords=_words(item.get("keywords", "")),
            renditions=_records(item.get("renditions", ()), "url", _rendition),
        )

    return _records(value, "url", image)


def _rendition(item: Mapping[str, object]) -> Rendition:
    return Rendition(
        **_pick(item, url=("url", "src"), type=("type",)),
        width=_number(item.get("width"), "a width in pixels"),
        height=_number(item.get("height"), "a height in pixels"),
        length=_number(item.get("length")),
    )


def _enclosures(value: object) -> tuple[Enclosure, ...]:
    def enclosure(item: Mapping[str, object]) -> Enclosure:
        return Enclosure(
            **_pick(item, url=("url",), type=("type",), title=("title",)),
            length=_number(item.get("length")),
            duration=seconds_of(item.get("duration")),
        )

    return _records(value, "url", enclosure)


def _related(value: object) -> tuple[Related, ...]:
    return _records(value, "title", lambda item: Related(**_pick(item, title=("title",), url=("url", "link"))))


def _via(value: object) -> Via | None:
    """Read what names another feed: its fields, or one text, which is its name or the address of its site."""
    for item in _list(value)[:1]:
        if isinstance(item, dict):
            names = {"title": ("title",), "url": ("url", "home"), "feed_url": ("feed_url", "feed"), "id": ("id",)}
            return Via(**_pick(item, **names))
        text = text_of(item)
        return Via(url=text) if text.startswith(("http://", "https://")) else Via(title=text)
    return None


def _license(value: object) -> str:
    """Read the address or the name of a licence; other programs keep a mapping of both here."""
    return pick(value, "url", "name") if isinstance(value, dict) else text_of(value)


def _language(value: object) -> str:
    return text_of(value).replace("_", "-")


CONVERSIONS: dict[str, Callable[[object], Any]] = {
    "id": text_of,
    "summary": text_of,
    "authors": _people,
    "tags": _words,
    "link": text_of,
    "language": _language,
    "images": _images,
    "enclosures": _enclosures,
    "related": _related,
    "via": _via,
    "license": _license,
    "location": location_of,
    "replies": replies_of,
    "reply_to": addresses_of,
    "episode": episode_of,
    "draft": _flag,
    "withdrawn": _flag,
}
"""How a value becomes a field; title, slug, source and the times need more than their value."""
