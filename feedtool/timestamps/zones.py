"""Zones by their names: numeric offsets, the IANA database, and the country that a host or a language stands for."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from feedtool.later import regex
from feedtool.timestamps import zonewords

if TYPE_CHECKING:
    from feedtool.timestamps.zonewords import Meaning

_OFFSET = regex(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?", re.ASCII)
_FARTHEST = 14 * 60  # Pacific/Kiritimati; nothing is farther from UTC
_KEY = regex(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*", re.ASCII)


class WrittenZone(Struct, frozen=True, kw_only=True):
    """A zone as a line names it: `kind` is "offset", "iana", "utc", "word" or "unknown"; the span is in the line."""

    start: int
    end: int
    kind: str
    name: str


def parse_offset(text: str) -> int:
    """Return the minutes east of UTC that `text` writes ("+05:30", "-0500", "GMT+2", "+5:30"); the sign is as read.

    Raises:
        ValueError: it is no offset, or farther from UTC than 14 hours.

    """
    found = _OFFSET.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a numeric offset")
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    if minutes > _FARTHEST or int(found[3] or 0) > 59:
        raise ValueError(f"no zone is {text} from UTC")
    return -minutes if found[1] == "-" else minutes


def parse_zone(text: str) -> Meaning:
    """Return what a configured zone means: an IANA name, or minutes east of UTC for an offset, "UTC" or "Z".

    Raises:
        ValueError: it is neither.

    """
    if text.upper() in ("UTC", "GMT", "Z"):
        return 0
    if text[:1] in "+-" or text[:4].upper() in ("UTC+", "UTC-", "GMT+", "GMT-"):
        return parse_offset(text.upper())
    if not known_zone(text):
        raise ValueError(f"{text!r} is neither an IANA zone name nor a numeric offset")
    return text


def zone_named(text: str) -> tzinfo:
    """Return the zone that a configured one means; UTC for an empty text.

    Raises:
        ValueError: it is no zone.

    """
    meaning = parse_zone(text or "UTC")
    return ZoneInfo(meaning) if isinstance(meaning, str) else fixed(meaning)


@lru_cache(maxsize=256)
def known_zone(name: str) -> bool:
    """Say whether `name` is a zone of the IANA database ("Asia/Kolkata")."""
    if not _KEY.fullmatch(name):
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def country_of_host(host: str) -> str:
    """Return the ISO 3166 code of the country that a host's name ends in, "" for .com and the like."""
    end = host.lower().split("/")[0].split(":")[0].rstrip(".").rpartition(".")[2]
    if end in zonewords.AMERICAN_ENDS:
        return "US"
    return {"uk": "GB"}.get(end, end.upper()) if len(end) == 2 else ""


def country_of_language(language: str) -> str:
    """Return the country that a language tag (BCP 47) names or implies: "en-IN" and "hi" are IN, "en" is ""."""
    primary, *subtags = language.replace("_", "-").split("-")
    regions = [tag.upper() for tag in subtags if len(tag) == 2]
    return regions[0] if regions else zonewords.LANGUAGE_COUNTRY.get(primary.lower(), "")


@lru_cache(maxsize=256)
def fixed(minutes: int) -> timezone:
    """Return the zone that is always so many minutes east of UTC."""
    return timezone(timedelta(minutes=minutes)) if minutes else UTC
