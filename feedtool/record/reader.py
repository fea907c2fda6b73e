"""Reads an article from Markdown with front matter, under the names that the common site generators use."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from feedtool.article import Article, Enclosure, Evidence, Image, Origin, Person, Related
from feedtool.errors import ArticleError, RecordError
from feedtool.frontmatter import FrontMatter, split
from feedtool.problem import Level, Place, Problem
from feedtool.timestamps import ZonePolicy, read_time

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import Any

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
    "slug": ("slug",),
    "draft": ("draft",),
    "withdrawn": ("withdrawn",),
    "source": ("source",),
}
"""The names under which front matter may hold a field, ours first; case and `-` or `_` do not matter."""

_FLAGS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})[-_](.+)")
_HEADING = re.compile(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|$)")


class _Reader:
    """Reads the fields of one front matter block, each by its aliases, with the line that every value came from."""

    def __init__(self, matter: FrontMatter, policy: ZonePolicy, path: str) -> None:
        self.matter = matter
        self.path = path
        self.policy = policy
        self.names = {name.casefold().replace("-", "_"): name for name in reversed(tuple(matter.fields))}
        self.provenance: dict[str, Evidence] = {}
        self.problems: list[Problem] = []

    def value(self, field: str) -> object:
        """Return what stands under any of the field's names, or an empty string; the first name wins."""
        for alias in ALIASES[field]:
            name = self.names.get(alias)
            if name is not None and self.matter.fields[name]:
                value = self.matter.fields[name]
                line = self.matter.lines.get(name, 0)
                self.provenance[field] = Evidence(rule=f"front matter field {name!r}", line=line, text=_shown(value))
                return value
        return ""

    def read(self, field: str, convert: Callable[[object], T]) -> T:
        """Return a field's value by `convert`, which says by ValueError what it expected."""
        value = self.value(field)
        try:
            return convert(value)
        except ValueError as error:
            raise RecordError(
                f"cannot be read: {_shown(value)}", expected=str(error), place=self.place(field)
            ) from None

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
            stamp = read_time(text, self.policy)
        except ArticleError as error:
            raise error.at(line=self.place(field).line, field=field) from None
        known = self.provenance[field]
        self.provenance[field] = Evidence(rule=f"{known.rule}; zone: {stamp.rule}", line=known.line, text=known.text)
        self.problems += [replace(found, place=replace(self.place(field), file=self.path)) for found in stamp.problems]
        return stamp.instant

    def doubt(self, rule: str, message: str, field: str) -> None:
        """Note what is doubtful about a field."""
        place = replace(self.place(field), file=self.path)
        self.problems.append(Problem(rule=rule, level=Level.WARNING, message=message, place=place))

    def place(self, field: str) -> Place:
        """Where a field stands."""
        known = self.provenance.get(field)
        return Place(line=known.line if known else 1, field=field)


def read_record(text: str, *, path: str, policy: ZonePolicy | None = None) -> Article:
    r"""Return the article that a Markdown text with front matter holds.

    `text` is decoded, its lines end in `\n`.  `path` is where it was read: a file name like `2025-12-24-slug.md` gives
    date and slug where the front matter has none.  A text without `title` takes its first heading.  `policy` says how
    times without a certain zone are read.

    Raises:
        RecordError: the front matter cannot be read, or there is no title.
        TimestampError: `published` or `updated` has no certain instant, or there is no date at all.

    """
    try:
        return _read(text, path, policy or ZonePolicy())
    except ArticleError as error:
        raise error.at(file=path) from None


def _read(text: str, path: str, policy: ZonePolicy) -> Article:
    matter = split(text)
    reader = _Reader(matter, policy, path)
    stem = path.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    dated = _DATED_NAME.fullmatch(stem)
    title = reader.read("title", _text) or _heading(reader)
    published = reader.time("published") or _file_date(reader, dated and dated[1])
    origin = reader.read("source", _origin)
    slug = reader.read("slug", _text)
    if "/" in slug or "\\" in slug:
        reader.doubt("record-slug-is-a-path", f"the slug {slug!r} is a path; it is made one part of an address", "slug")
    return _article(
        path=path,
        title=title,
        published=published,
        updated=reader.time("updated"),
        id=reader.read("id", _text),
        slug=slug or (dated[2] if dated else stem),
        summary=reader.read("summary", _text),
        authors=reader.read("authors", _people),
        tags=reader.read("tags", _words),
        link=reader.read("link", _text),
        language=reader.read("language", _text).replace("_", "-"),
        images=reader.read("images", _images),
        enclosures=reader.read("enclosures", _enclosures),
        related=reader.read("related", _related),
        draft=reader.read("draft", _flag),
        withdrawn=reader.read("withdrawn", _flag),
        body=matter.body,
        origin=origin or Origin(path=path, kind="markdown"),
        provenance=reader.provenance | {"body": Evidence(rule="text below the front matter", line=matter.body_line)},
        problems=tuple(reader.problems),
    )


def _article(*, path: str, **fields: Any) -> Article:  # noqa: ANN401 - the fields of Article, passed on
    """Build the article; what its type refuses (a year of three digits) is an error of the record."""
    try:
        return Article(**fields)
    except ValueError as error:
        raise RecordError(str(error), place=Place(file=path, field="published")) from None


def _heading(reader: _Reader) -> str:
    """Return the body's first heading, the title where no field names one."""
    found = _HEADING.match(reader.matter.body)
    if found:
        line = reader.matter.body_line + reader.matter.body[: found.start(1)].count("\n")
        reader.provenance["title"] = Evidence(rule="first heading of the text", line=line, text=found[1])
        return found[1]
    raise RecordError(
        "no title",
        place=Place(line=1, field="title"),
        expected="a field `title`, or a heading `# …` first in the text",
        hint=_did_you_mean(reader, "title"),
    )


def _file_date(reader: _Reader, date: str | None) -> datetime:
    """Return the date in the file's name, the last resort for a text that names none."""
    if date is None:
        raise RecordError(
            "no date",
            place=Place(line=1, field="published"),
            expected="a field `published` (or `date`), or a file name like 2025-12-24-slug.md",
            hint=_did_you_mean(reader, "published"),
        )
    reader.provenance["published"] = Evidence(rule="date in the file name", text=date)
    return reader.instant(date, "published")


def _did_you_mean(reader: _Reader, field: str) -> str:
    near = [name for alias in ALIASES[field] for name in difflib.get_close_matches(alias, list(reader.names), 1, 0.75)]
    return f"rename the field {near[0]!r} to {field!r}" if near else ""


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 100 else text[:99] + "…"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("text")  # noqa: TRY004 - one kind of error for everything that does not fit
    return value


def _list(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(value.split(","))
    return tuple(_text(item) for item in _list(value))


def _flag(value: object) -> bool:
    if not value:
        return False
    flag = _FLAGS.get(_text(value).casefold())
    if flag is None:
        raise ValueError("yes or no")
    return flag


def _number(value: object) -> int:
    text = _text(value or "0")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValueError("a length in bytes")
    return int(text)


def _records(value: object, plain: str, make: Callable[[Mapping[str, object]], T]) -> tuple[T, ...]:
    """Read a list whose items are mappings, or plain text that stands for the one field `plain`."""
    items = (item if isinstance(item, dict) else {plain: _text(item)} for item in _list(value))
    return tuple(make(item) for item in items)


def _pick(item: Mapping[str, object], **names: tuple[str, ...]) -> dict[str, str]:
    return {name: _text(next((item[key] for key in keys if item.get(key)), "")) for name, keys in names.items()}


def _people(value: object) -> tuple[Person, ...]:
    return _records(
        value, "name", lambda item: Person(**_pick(item, name=("name",), uri=("uri", "url"), email=("email", "mail")))
    )


def _images(value: object) -> tuple[Image, ...]:
    def image(item: Mapping[str, object]) -> Image:
        fields = _pick(
            item, url=("url", "src", "path"), alt=("alt",), caption=("caption",), credit=("credit",), type=("type",)
        )
        return Image(**fields, length=_number(item.get("length")))

    return _records(value, "url", image)


def _enclosures(value: object) -> tuple[Enclosure, ...]:
    def enclosure(item: Mapping[str, object]) -> Enclosure:
        return Enclosure(**_pick(item, url=("url",), type=("type",)), length=_number(item.get("length")))

    return _records(value, "url", enclosure)


def _related(value: object) -> tuple[Related, ...]:
    return _records(value, "title", lambda item: Related(**_pick(item, title=("title",), url=("url", "link"))))


def _origin(value: object) -> Origin | None:
    """Read the `source` of a record; other front matter may use that name for something else."""
    if not isinstance(value, dict) or "digest" not in value:
        return None
    return Origin(**_pick(value, path=("path",), kind=("kind",), digest=("digest",)))
