"""Source kind `feed`: RSS 0.9x to 2.0, RDF, Atom and JSON Feed, an article an item.

    bytes -> elements (a stream) -> items, their children by name -> article

What grows is `names`: the elements that hold a field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.errors import ArticleError, SourceError
from feedtool.problem import Place
from feedtool.source.feed.fields import article_of
from feedtool.source.feed.item import channel_of, item_of
from feedtool.source.feed.jsonfeed import read_json
from feedtool.source.feed.names import name_of
from feedtool.source.feed.stream import Elements
from feedtool.source.feed.via import with_via

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from feedtool.article import Article
    from feedtool.source import Source
    from feedtool.source.feed.item import Channel

__all__ = ["read"]

_ROOTS = ("rss", "rdf", "feed", "channel")
_ITEMS = ("{*}item", "{*}entry")


def read(source: Source) -> Iterator[Article | ArticleError]:
    """Yield the articles of a feed, and for each item that is none the error that says why."""
    head = source.content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        yield SourceError("the source is empty", place=Place(file=source.origin), expected="a feed")
        return
    try:
        yield from read_json(source) if head[:1] in b"{[" else _read_xml(source)
    except ArticleError as error:
        yield error.at(file=source.origin)


def _channel(element: Element, source: Source) -> Channel:
    return with_via(channel_of(element, source.hints.zone, source.origin), element, source.origin)


def _read_xml(source: Source) -> Iterator[Article | ArticleError]:
    elements = Elements(source, _ITEMS)
    channel, failed, number = None, False, 0
    for element in elements:
        if isinstance(element, ArticleError):
            yield element
            failed = True
            continue
        number += 1
        channel = channel or _channel(element, source)
        item = item_of(element, channel, number)
        yield elements.told(article_of(item, source.origin))
    if not (number or failed) and name_of(elements.root).rpartition(":")[2] not in _ROOTS:
        root = elements.root.rpartition("}")[2] or "nothing"
        yield SourceError(
            f"no feed: its root is {root}", place=Place(file=source.origin), expected="RSS, RDF, Atom or JSON Feed"
        )
