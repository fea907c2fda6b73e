"""JSON Feed: its items are rows of a table, but for the names of what is attached.

Source: JSON Feed 1.1.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.characters import legal
from feedtool.errors import ArticleError
from feedtool.markup import plain, shortened
from feedtool.source.decode import text_of
from feedtool.source.found import is_address
from feedtool.source.table import article_of
from feedtool.source.table.objects import json_rows, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feedtool.article import Article
    from feedtool.source import Source

_LONGEST_TITLE = 80
_VIA = {"title": "title", "url": "home_page_url", "feed_url": "feed_url"}


def read_json(source: Source) -> Iterator[Article | ArticleError]:
    """Yield the articles of a JSON feed.

    Raises:
        SourceError: it is empty, is no text, or is larger than 64 MiB.

    """
    feed = {"feed_url": source.origin if is_address(source.origin) else "", **_feed(source)}
    for row in json_rows(source):
        if isinstance(row, ArticleError):
            yield row.at(file=source.origin)
        else:
            yield article_of(row._replace(values=_values(row.values, feed)), source, "feed")


def _feed(source: Source) -> Mapping[str, object]:
    """Return what the feed says of itself; nothing where it breaks off."""
    text, _ = text_of(replace(source, content=whole(source)))
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return {}
    return feed if isinstance(feed, dict) else {}


def _values(item: Mapping[str, object], feed: Mapping[str, object]) -> dict[str, object]:
    """Return an item as a row: the feed's language, authors and name stand in, a title is made where there is none."""
    values = {name: value for name, value in item.items() if value}
    values["via"] = {ours: said for ours, theirs in _VIA.items() if isinstance(said := feed.get(theirs), str)}
    if not {"authors", "author"} & values.keys():
        values["authors"] = feed.get("authors") or feed.get("author")
    values.setdefault("language", feed.get("language"))
    values["link"] = values.get("url") or values.pop("external_url", None)
    values["images"] = values.get("image") or values.get("banner_image")
    values["enclosures"] = _attachments(item.get("attachments"))
    if not values.get("title"):
        text = (
            values.get("summary") or values.get("content_text") or plain(legal(str(values.get("content_html") or "")))
        )
        values["title"] = shortened(" ".join(str(text).split()), _LONGEST_TITLE)
    return values


def _attachments(files: object) -> list[dict[str, object]]:
    names = {"url": "url", "type": "mime_type", "length": "size_in_bytes"}
    found = [file for file in files if isinstance(file, dict)] if isinstance(files, list) else []
    return [{ours: file[theirs] for ours, theirs in names.items() if file.get(theirs)} for file in found]
