"""Media RSS: pictures with their captions and credits; a group only where one picture comes in several renditions.

Source: Media RSS 1.5.1, https://www.rssboard.org/media-rss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document.element import add, number
from feedtool.document.namespaces.row import Namespace

if TYPE_CHECKING:
    from feedtool.article import Rendition
    from feedtool.document.element import Piece
    from feedtool.entry import Entry, Media
    from feedtool.feed import Feed

URI = "http://search.yahoo.com/mrss/"


def _write(element: Piece, entry: Entry, _feed: Feed, _format: str) -> None:
    for media in entry.media:
        if media.renditions:  # many readers look for media:content only, so a group stands where one is needed
            group = add(element, f"{{{URI}}}group")
            _content(group, media, default="true")
            for rendition in media.renditions:
                _content(group, rendition)
            _said(group, media)
        else:
            _said(_content(element, media), media)


def _content(parent: Piece, file: Media | Rendition, default: str = "") -> Piece:
    return add(
        parent,
        f"{{{URI}}}content",
        url=file.url,
        medium="image",
        type=file.type,
        width=number(file.width),
        height=number(file.height),
        fileSize=number(file.length),
        isDefault=default,
    )


def _said(parent: Piece, media: Media) -> None:
    for name in ("title", "description"):
        if text := getattr(media, name):
            add(parent, f"{{{URI}}}{name}", text, type="plain")
    if media.keywords:
        add(parent, f"{{{URI}}}keywords", ", ".join(media.keywords))
    if media.thumbnail:
        add(parent, f"{{{URI}}}thumbnail", url=media.thumbnail)
    if media.credit:
        add(parent, f"{{{URI}}}credit", media.credit)


NAMESPACE = Namespace(
    prefix="media", uri=URI, said_in=lambda feed: any(entry.media for entry in feed.entries), of_entry=_write
)
