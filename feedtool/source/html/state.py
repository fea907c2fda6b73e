"""STATE: what the data that a page's own scripts start from say of its article, where nothing else states its time.

Next.js, Nuxt, Arc and others put what they show into the page once more as JSON: of its objects the one counts that
has the headline of the page and a date.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from feedtool.characters import fold
from feedtool.later import regex
from feedtool.source.html.facts import Fact
from feedtool.source.html.jsonld import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.etree import _Element as Element

_STARTS = regex(
    r"(?:__(?:NEXT_DATA|NUXT|INITIAL_STATE|PRELOADED_STATE|APOLLO_STATE|data)__|Fusion\.globalContent)\s*=\s*(?=[{\[])"
)
_TITLES = ("headline", "title", "headlines", "webTitle", "name", "basic", "rendered")
_DATES = {
    "published": (
        *("datePublished", "publishedAt", "published_at", "publishDate", "publish_date", "publishedDate"),
        *(
            "published_date",
            "publicationDate",
            "publication_date",
            "published_time",
            "publishedTime",
            "first_publish_date",
        ),
        *(
            "firstPublishedAt",
            "firstPublished",
            "firstPublishDate",
            "display_date",
            "displayDate",
            "pubDate",
            "date_gmt",
        ),
    ),
    "updated": (
        *("dateModified", "updatedAt", "updated_at", "modifiedAt", "modified_at", "lastModified", "last_updated_date"),
        *("updatedDate", "lastUpdated", "modifiedDate", "modified_gmt"),
    ),
}
_AUTHORS = ("author", "authors", "byline", "bylines", "credits", "by", "creator", "writers")
_MOST = 50_000  # objects and lists of a page
_DEEPEST = 40


def read_state(scripts: Iterable[Element], title: str) -> Iterator[tuple[str, Fact]]:
    """Yield the times and authors of the first object that has this title and a date of publication."""
    headline = fold(title)
    for script in scripts if headline else ():
        for node in _objects(_parsed(script)):
            if fold(_title(node)) == headline and any(_time(node, key) for key in _DATES["published"]):
                yield from _facts(node, script.sourceline or 0)
                return


def _parsed(script: Element) -> object:
    text = script.text or ""
    if (script.get("type") or "").lower() == "application/json":
        start = 0
    else:
        found = _STARTS.search(text)
        if not found:
            return None
        start = found.end()
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.strip() if not start else text, start)[0]
    except (ValueError, RecursionError):
        return None


def _objects(data: object) -> Iterator[Mapping[str, object]]:
    """Yield the objects in what a script says, outer ones first."""
    waiting: list[tuple[object, int]] = [(data, 0)]
    for at in range(_MOST):
        if at >= len(waiting):
            return
        value, depth = waiting[at]
        if isinstance(value, dict):
            yield value
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if depth < _DEEPEST:
            waiting += [(part, depth + 1) for part in parts if isinstance(part, (dict, list))]


def _title(node: Mapping[str, object]) -> str:
    for key in _TITLES:
        value = node.get(key)
        if isinstance(value, dict):
            value = _title(value)
        if isinstance(value, str) and value:
            return clean(value)
    return ""


def _time(node: Mapping[str, object], key: str) -> str:
    value = node.get(key)
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    return text if len(text) < 60 and any(map(str.isdigit, text)) else ""


def _facts(node: Mapping[str, object], line: int) -> Iterator[tuple[str, Fact]]:
    for name, keys in _DATES.items():
        for key in keys:
            value = _time(node, key)
            if value:
                utc = "Z" if key.endswith("_gmt") and value[-1:].isdigit() else ""
                yield name, Fact(value + utc, f"data of a script: {key}", line)
    for key in _AUTHORS:
        for author in _names(node.get(key)):
            yield "author", Fact(author, f"data of a script: {key}", line)


def _names(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield clean(value)
    elif isinstance(value, list):
        for item in value[:20] if depth < 4 else ():
            yield from _names(item, depth + 1)
    elif isinstance(value, dict) and depth < 4:
        yield from _names(
            next((value[key] for key in ("name", "fullName", "by", "text") if value.get(key)), None), depth + 1
        )
