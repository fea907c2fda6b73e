"""OPML 2.0: a subscription list of all feeds; those that are made for each tag and the like stand in a folder.

Source: http://opml.org/spec2.opml, "Subscription lists".
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import lxml.etree as ET  # noqa: N812

from feedtool.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.document.site import FeedOf, Site

MEDIA_TYPE = "text/x-opml"
NAME = "feeds.opml"
_READ = ("rss", "atom")
"""Formats that a subscription may be in, the one that more programs read first."""


def write(site: Site, *, name: str = NAME) -> Iterator[Document]:
    """Yield the list of a site's feeds; each is named once, in one format."""
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = site.title
    ET.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = ET.SubElement(root, "body")
    feeds = [feed for feed in site.feeds if _address(feed)]
    for group, rows in groupby(sorted(feeds, key=lambda feed: feed.group), key=lambda feed: feed.group):
        parent = ET.SubElement(body, "outline", text=group.capitalize()) if group else body
        for feed in rows:
            ET.SubElement(parent, "outline", _outline(feed))
    if feeds:
        content = ET.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        yield Document(name=name, format="opml", media_type=MEDIA_TYPE, content=content, updated=site.updated)


def _address(feed: FeedOf) -> str:
    return next((feed.addresses[name] for name in _READ if name in feed.addresses), "")


def _outline(feed: FeedOf) -> dict[str, str]:
    attributes = {
        "text": feed.title,
        "title": feed.title,
        "type": "rss",  # whatever the format, says the specification
        "xmlUrl": _address(feed),
        "htmlUrl": feed.addresses.get("html", feed.home),
        "language": feed.language,
        "description": feed.description,
    }
    return {name: value for name, value in attributes.items() if value}
