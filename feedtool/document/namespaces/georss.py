"""GeoRSS Simple: the point that an entry is about, and its name.

Source: OGC 17-002r1, https://docs.ogc.org/cs/17-002r1/17-002r1.html, section 7 (latitude first, WGS 84).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document.element import add, number
from feedtool.document.namespaces.row import Namespace

if TYPE_CHECKING:
    from feedtool.document.element import Piece
    from feedtool.entry import Entry
    from feedtool.feed import Feed

URI = "http://www.georss.org/georss"


def _write(element: Piece, entry: Entry, _feed: Feed, _format: str) -> None:
    place = entry.location
    if place is None or place.latitude is None or place.longitude is None:
        return
    point = f"{number(place.latitude) or '0'} {number(place.longitude) or '0'}"
    add(element, f"{{{URI}}}point", point)
    if place.name:
        add(element, f"{{{URI}}}featurename", place.name)


NAMESPACE = Namespace(
    prefix="georss",
    uri=URI,
    said_in=lambda feed: any(entry.location and entry.location.latitude is not None for entry in feed.entries),
    of_entry=_write,
)
