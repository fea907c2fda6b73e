"""Items that the page states for machines: schema.org's ItemList, or the posts of a Blog, in JSON-LD.

Source: schema.org (ItemList, ListItem, Blog, CollectionPage).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from feedtool.article import Evidence, Image
from feedtool.characters import single_line
from feedtool.markup import plain
from feedtool.source.fetch.behind import Known
from feedtool.source.listing.item import once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.source.listing.page import Page

_LISTS = {"ItemList": "itemListElement", "Blog": "blogPost", "CollectionPage": "hasPart"}
_DEEPEST = 8
_FEWEST = 2
_KEYWORD_LIMIT = 50


def items(page: Page) -> list[Known]:
    """Return the items of the page's longest list."""
    lists = [once((_known(one, page) for one in found), page) for found in _lists(page)]
    best = max(lists, key=len, default=[])
    return best if len(best) >= _FEWEST else []


def _lists(page: Page) -> Iterator[list[object]]:
    for script in page.tree.iter("script"):
        try:
            data = json.loads(script.text or "", strict=False)  # of the scripts only these are left
        except (ValueError, RecursionError):
            continue
        yield from _within(data, _DEEPEST)


def _within(data: object, depth: int) -> Iterator[list[object]]:
    if not depth:
        return
    if isinstance(data, dict):
        for kind, key in _LISTS.items():
            if kind in _kinds(data) and isinstance(data.get(key), list):
                yield data[key]
        data = list(data.values())
    if isinstance(data, list):
        for one in data:
            yield from _within(one, depth - 1)


def _kinds(node: dict[str, object]) -> list[str]:
    said = node.get("@type")
    return [str(kind).rpartition("/")[2] for kind in (said if isinstance(said, list) else [said])]


def _known(entry: object, page: Page) -> Known | None:
    """Return what an entry says: an address, an article, or a ListItem around one of them."""
    outer = {"url": entry} if isinstance(entry, str) else entry
    if not isinstance(outer, dict):
        return None
    inner = outer.get("item")
    node = {**outer, **({"url": inner} if isinstance(inner, str) else inner if isinstance(inner, dict) else {})}
    url = page.address(_text(node, "url", "@id", "mainEntityOfPage"))
    title = plain(_text(node, "headline", "name"))
    provenance = {"title": Evidence(rule="title in the listing's ItemList", text=title)}
    published = None
    if dated := page.time(_text(node, "datePublished")):
        published, provenance["published"] = dated
    return Known(
        url=url,
        title=title,
        summary=plain(_text(node, "description")),
        published=published,
        tags=_keywords(node.get("keywords")),
        images=tuple(_images(node.get("image"), page)),
        language=_text(node, "inLanguage"),
        provenance=provenance,
    )


def _text(node: dict[str, object], *keys: str) -> str:
    """Return the first text under these keys; of a node its id or address."""
    for key in keys:
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value.strip():
            return single_line(value)
    return ""


def _keywords(value: object) -> tuple[str, ...]:
    words = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(single_line(word) for word in words[:_KEYWORD_LIMIT] if isinstance(word, str))


def _images(value: object, page: Page) -> Iterator[Image]:
    first = value[0] if isinstance(value, list) and value else value
    url = page.address(_text({"url": first}, "url"))
    if url:
        yield Image(url=url)
