"""MORE: the fields of an article that few have: place, licence, comments.

Other programs use these names for other things (`comments: true`, `location: Guwahati`), so what does not fit says
nothing instead of setting an article aside, unless it was clearly meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from feedtool.article import Location, Replies
from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")

_POINT = regex(r"(?:geo:)?\s*(-?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
_CLOCK = regex(r"(?:(?:(\d+):)?(\d{1,3}):)?(\d{1,6})(?:\.\d+)?")
SAID_YES = frozenset(("yes", "true", "on", "1", "explicit"))
SAID_NO = frozenset(("no", "false", "off", "0", "clean"))


def pick(item: Mapping[str, object], *names: str) -> str:
    """Return the first of the named values that is text and not empty."""
    return next((value for name in names if isinstance(value := item.get(name), str) and value), "")


def items(value: object, plain: str, make: Callable[[Mapping[str, object]], T]) -> tuple[T, ...]:
    """Return what a list of mappings holds; plain text stands for the one field `plain`."""
    listed = value if isinstance(value, tuple) else (value,) if value else ()
    rows = (row if isinstance(row, dict) else {plain: row} for row in listed)
    return tuple(make(row) for row in rows if any(row.values()))


def location_of(value: object) -> Location | None:
    """Read a place: coordinates as text (`26.14, 91.73`, `geo:26.14,91.73`), a name, or a mapping of both.

    Raises:
        ValueError: coordinates that are none.

    """
    if isinstance(value, str):
        point = _POINT.fullmatch(value)
        if point:
            return Location(latitude=float(point[1]), longitude=float(point[2]))
        return Location(name=value) if value.strip() and value.casefold() not in SAID_YES | SAID_NO else None
    if not isinstance(value, dict):
        return None
    latitude, longitude = pick(value, "latitude", "lat"), pick(value, "longitude", "long", "lon", "lng")
    if not (latitude or longitude):
        name = pick(value, "name", "title", "place")
        return Location(name=name) if name else None
    return Location(
        name=pick(value, "name", "title", "place"), latitude=_degrees(latitude), longitude=_degrees(longitude)
    )


def _degrees(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError("degrees, like 26.14") from None


def replies_of(value: object) -> Replies | None:
    """Read what there is of comments: an address, a number, or a mapping of url, feed and count."""
    if isinstance(value, str):
        if value.startswith(("http://", "https://", "/")):
            return Replies(url=value)
        return Replies(count=int(value)) if value.isascii() and value.isdigit() and len(value) < 10 else None
    if not isinstance(value, dict):
        return None
    count = pick(value, "count", "total")
    found = Replies(
        url=pick(value, "url", "link"), feed=pick(value, "feed", "rss"), count=int(count) if count.isdigit() else None
    )
    return found if found != Replies() else None


def addresses_of(value: object) -> tuple[str, ...]:
    """Read the addresses that an article answers."""
    return items(value, "url", lambda row: pick(row, "url", "href", "ref", "id"))


def seconds_of(value: object) -> int:
    """Read a duration: seconds, or `h:mm:ss`; 0 where there is none.

    Raises:
        ValueError: it is something else.

    """
    if not value:
        return 0
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("a duration in seconds or as h:mm:ss")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds
