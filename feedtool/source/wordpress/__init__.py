"""Source kind `wordpress`: an export of a site (WXR), its published posts and pages, or those of other types.

    bytes -> items (a stream, twice: first the attachments) -> posts -> article

Comments, and what is neither of these, are left out.

Sources: WXR 1.0 to 1.2, which WordPress's own export writes and its importer reads.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from feedtool.errors import ArticleError, SourceError
from feedtool.problem import Place
from feedtool.source.feed.fields import settled
from feedtool.source.feed.item import channel_of, item_of
from feedtool.source.feed.names import name_of
from feedtool.source.feed.stream import Elements
from feedtool.source.wordpress.post import Site, article_of, attachment_of, said

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from lxml.etree import _Element as Element

    from feedtool.article import Article, Image
    from feedtool.source import Source

__all__ = ["read"]

_ITEMS = ("{*}item",)


def read(
    source: Source, *, types: Container[str] = ("post", "page"), statuses: Container[str] = ("publish",)
) -> Iterator[Article | ArticleError]:
    """Yield the posts of an export that are of some types and statuses, and an error for each that cannot be read."""
    if not source.content.strip():
        yield SourceError("the source is empty", place=Place(file=source.origin), expected="an export of WordPress")
        return
    elements = Elements(source, _ITEMS)
    pictures = _pictures(source)
    site, failed, number = None, False, 0
    for element in elements:
        if isinstance(element, ArticleError):
            yield element
            failed = True
            continue
        number += 1
        site = site or _site(element, source, pictures)
        item = item_of(element, site.channel, number)
        if said(item, "wp:post_type") in types and said(item, "wp:status") in statuses:
            yield elements.told(settled(partial(article_of, site=site), item, source.origin))
    if not (number or failed) and name_of(elements.root) != "rss":
        yield SourceError("no export of WordPress", place=Place(file=source.origin), expected="WXR")


def _pictures(source: Source) -> dict[str, Image]:
    """Return the pictures among the attachments by their numbers: a post may stand before its picture."""
    pictures: dict[str, Image] = {}
    for element in Elements(source, _ITEMS):
        if not isinstance(element, ArticleError) and (found := attachment_of(element)):
            pictures[found[0]] = found[1]
    return pictures


def _site(element: Element, source: Source, pictures: dict[str, Image]) -> Site:
    """Return what the export says of its site before the first item: address, language, who writes."""
    authors: dict[str, str] = {}
    parent = element.getparent()
    for author in parent.iterchildren("{*}author") if parent is not None else ():
        values = {name_of(str(part.tag)): (part.text or "").strip() for part in author.iterchildren("*")}
        authors[values.get("wp:author_login", "")] = values.get("wp:author_display_name", "")
    channel = channel_of(element, source.hints.zone, source.origin)
    return Site(channel=channel, authors=authors, pictures=pictures)
