"""What nearly every value looks like, known at a look: the other rules need not be asked one by one.

What these do not know may be right all the same; what they know is right by every rule there is.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Final

from feedtool.later import regex

ADDRESS: Final = r"https?://[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,5}(?:/[A-Za-z0-9._~/-]*)?"
TAG: Final = (
    r"tag:[a-z0-9]{1,60}(?:\.[a-z0-9]{1,60}){0,4},[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
    r":[A-Za-z0-9._~:/-]*"
)
_ADDRESS = regex(rf"{ADDRESS}\Z")
_TAG = regex(rf"{TAG}\Z")
_RFC822 = regex(
    r"([A-Z][a-z]{2}), (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) ([+-](?:[01]\d|2[0-3])[0-5]\d)\Z", re.ASCII
)
_RFC3339 = regex(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)\Z", re.ASCII)
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBERS: Final = {name: number for number, name in enumerate(_MONTHS, 1)}


def is_usual_address(value: str) -> bool:
    """Whether `value` is an absolute address of the web in which nothing has to be escaped or is worth a look."""
    return _ADDRESS.match(value) is not None


def is_usual_tag(value: str) -> bool:
    """Whether `value` is a `tag:` URI (RFC 4151) of a host, in its normal form."""
    return _TAG.match(value) is not None


def usual_rfc822(value: str) -> datetime | None:
    """Return the instant of an RSS date that is written as it should be: `Wed, 24 Dec 2025 15:21:46 +0530`."""
    match = _RFC822.match(value)
    if match is None:
        return None
    name, day, month, year, hour, minute, second, offset = match.groups()
    try:
        moment = datetime(
            int(year), _NUMBERS[month], int(day), int(hour), int(minute), int(second), tzinfo=_fixed(offset)
        )
    except (KeyError, ValueError):
        return None
    return moment if _DAYS[moment.weekday()] == name else None


@cache
def _fixed(offset: str) -> timezone:
    """Return the zone of an offset as RFC 822 writes it; there are few enough to keep them all."""
    minutes = (int(offset[1:3]) * 60 + int(offset[3:])) * (-1 if offset[0] == "-" else 1)
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


def usual_rfc3339(value: str) -> datetime | None:
    """Return the instant of an Atom date that is written as it should be: `2025-12-24T15:21:46+05:30`."""
    if not _RFC3339.match(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:  # a day that the month has not
        return None
