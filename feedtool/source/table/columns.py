"""Columns: which name of a table holds which field of an article, and how its values become text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from feedtool.later import regex
from feedtool.record import ALIASES
from feedtool.record.instants import stamp_of
from feedtool.timestamps import Stamp, ZonePolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feedtool.source import Source

_MORE: dict[str, tuple[str, ...]] = {
    "id": ("_id", "article_id", "post_id"),
    "title": ("name", "subject", "heading", "post_title"),
    "summary": ("abstract", "teaser", "lead", "lede", "post_excerpt", "short_description"),
    "authors": ("author_name", "writer", "reporter", "written_by"),
    "published": (
        *("date_published", "published_on", "publication_date", "pub_date", "published_date", "datetime", "timestamp"),
        *("created_at", "post_date", "posted_at", "posted", "release_date", "time", "day"),
    ),
    "updated": ("last_updated", "updated_on", "changed", "post_modified"),
    "tags": ("tag", "section", "topic", "labels", "subjects"),
    "link": ("web_url", "href", "external_url", "article_url", "source_url"),
    "images": ("image_url", "picture", "photo", "thumbnail_url", "image_link", "main_image"),
    "draft": ("is_draft", "status", "post_status"),
}
BODIES: dict[str, str] = {
    "body_markdown": "markdown",
    "content_markdown": "markdown",
    "markdown": "markdown",
    "md": "markdown",
    "body_html": "html",
    "content_html": "html",
    "html": "html",
    "article_html": "html",
    "body_text": "text",
    "content_text": "text",
    "plain_text": "text",
    "body": "",
    "content": "",
    "article_body": "",
    "text": "",
    "full_text": "",
    "maintext": "",
    "article_text": "",
    "article": "",
    "story": "",
    "post_content": "",
    "message": "",
}
"""The names under which a table may hold the text of an article, and its form ("": told by what stands there)."""

TIMES = ("published", "updated")
_NOT_LETTERS = regex(r"[\W_]+")
_EPOCH = regex(r"(1?\d{9})(\d{3}|\d{6})?(?:\.\d{1,6})?", re.ASCII)
_UNPUBLISHED = frozenset("draft pending private trash unpublished hidden archived auto-draft future inherit".split())  # noqa: SIM905 - words
_FLAGS = frozenset("true false yes no on off 1 0".split())  # noqa: SIM905 - words
_BY = regex(r"by:?\s+", re.IGNORECASE)
_LISTED = regex(r"[|;\n]")


class Columns(NamedTuple):
    """What the names of a row hold: those of each field, those of the body with its form, all that are looked at."""

    names: Mapping[str, tuple[str, ...]]
    bodies: tuple[tuple[str, str], ...]
    needed: tuple[tuple[str, str], ...]


def _key(name: str) -> str:
    return _NOT_LETTERS.sub("", name.casefold())


_FORMS = {_key(name): form for name, form in BODIES.items()}
_NONE = ("", "-")


@lru_cache(maxsize=256)
def columns_of(here: tuple[str, ...], given: tuple[tuple[str, str], ...] = ()) -> Columns:
    """Return what the names of a row hold; `given` (field, name) goes before what is known, "-" leaves a field out."""
    known = {_key(name): name for name in reversed(here)}
    names = {field: _present(field, known) for field in ALIASES if field != "source"}
    bodies = tuple((known[_key(name)], form) for name, form in BODIES.items() if _key(name) in known)
    for field, name in given:
        if field in BODIES or field == "body":
            form = BODIES.get(field) or _FORMS.get(_key(name), "")
            bodies = ((known.get(_key(name), name), form),) if name not in _NONE else ()
        else:
            names[field] = (known.get(_key(name), name),) if name not in _NONE else ()
    taken = {name for _, name in given}
    names = {field: found for field, found in names.items() if found}
    bodies = tuple(
        (name, form) for name, form in bodies if name in taken or not any(name in row for row in names.values())
    )
    needed = [(name, field) for field, found in names.items() for name in found]
    return Columns(names, bodies, (*needed, *((name, "body") for name, _ in bodies)))


def given_in(source: Source) -> tuple[tuple[str, str], ...]:
    """Return what the hints of a source say of its columns: fields with their names."""
    return tuple(source.hints.fields.items())


def _present(field: str, known: Mapping[str, str]) -> tuple[str, ...]:
    keys = map(_key, (*ALIASES[field], *_MORE.get(field, ())))
    return tuple(dict.fromkeys(known[key] for key in keys if key in known))


def values_of(row: Mapping[str, object], columns: Columns) -> dict[str, object]:
    """Return what a row says under the names that matter, as text, tuples and mappings of text."""
    values: dict[str, object] = {}
    for name, field in columns.needed:
        value = row[name] if name in row else _within(row, name)
        if value is not None and value != "":
            values[name] = _SHAPES.get(field, _same)(value if type(value) is str else plain(value))
    return values


def _within(row: Mapping[str, object], path: str) -> object:
    """Return what stands under a dotted path, such as `title.rendered`."""
    value: object = row
    for name in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def plain(value: object, depth: int = 8) -> object:
    """Return a value of a table as text, a tuple or a mapping of text; what is nested too deep is left out."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _plain_mapping(value, depth)
    if isinstance(value, (list, tuple)):
        items = (plain(item, depth - 1) for item in value) if depth else ()
        return tuple(item for item in items if item != "")
    return _plain_scalar(value)


def _plain_mapping(value: Mapping[str, object], depth: int) -> object:
    if "rendered" in value:  # the REST interface of WordPress
        return plain(value["rendered"], depth - 1) if depth else ""
    return {str(name): plain(item, depth - 1) for name, item in value.items()} if depth else ""


def _plain_scalar(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def epoch_or_stamp(text: str, policy: ZonePolicy) -> Stamp:
    """Return the time that a value is: seconds, milli- or microseconds since 1970, or any form that is read elsewhere.

    A number that is also a date and an hour (2025122415) is no count of seconds: it is refused.

    Raises:
        TimestampError: it holds no time, several, or one without a certain instant.

    """
    found = _EPOCH.fullmatch(text)
    if not found or len(found[1]) + len(found[2] or "") == 12:
        return stamp_of(text, policy)
    unit = {0: "seconds", 3: "milliseconds", 6: "microseconds"}[len(found[2] or "")]
    return Stamp(
        instant=datetime.fromtimestamp(int(found[1]), UTC),
        precision="second",
        label="",
        zone="UTC",
        rule=f"{unit} since 1970 are UTC",
        text=text,
        column=1,
    )


def _same(value: object) -> object:
    return value


def _listed(value: object) -> object:
    """Return a line that lists several by `;`, `|` or line breaks as a tuple."""
    if not isinstance(value, str) or not _LISTED.search(value):
        return value
    return tuple(filter(None, map(str.strip, _LISTED.split(value))))


def _bylined(value: object) -> object:
    """Return authors, one or several in a line, without the "By" before them."""
    return _listed(_without_by(value.strip())) if isinstance(value, str) else value


def _without_by(line: str) -> str:
    found = _BY.match(line)
    return line[found.end() :] if found else line


def _named(value: object) -> object:
    """Return tags that are mappings (`{"name": "Rain"}`) as their names."""
    if not isinstance(value, tuple):
        return _listed(value)
    keys = ("name", "title", "label", "term", "slug")
    return tuple(
        next((item[key] for key in keys if item.get(key)), "") if isinstance(item, dict) else item for item in value
    )


def _one(value: object) -> object:
    """Return an id or an address that is one text; a mapping or a list is none."""
    return value if isinstance(value, str) else ""


def _moment(value: object) -> object:
    """Return a time; `true` in a column `published` says whether, not when."""
    return "" if value in ("true", "false") else value


def _drafted(value: object) -> object:
    text = value.casefold() if isinstance(value, str) else value
    return text if text in _FLAGS else "true" if text in _UNPUBLISHED else "false"


_SHAPES: dict[str, Callable[[object], object]] = {
    "id": _one,
    "authors": _bylined,
    "tags": _named,
    "images": _listed,
    "published": _moment,
    "updated": _moment,
    "draft": _drafted,
}
"""What is done to the value of a field before it is read as one of front matter."""
