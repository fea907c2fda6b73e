"""The forms in which machines write times, read at once; all other forms are left to `feedtool.timestamps`.

The answer is that of `read_time`, at a tenth of its price, which is felt where a table has a million rows.

Sources: RFC 3339 section 5.6, RFC 822 section 5 (with the year of RFC 2822).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from feedtool.later import regex
from feedtool.timestamps import Stamp, ZonePolicy
from feedtool.timestamps.evidence import decide

if TYPE_CHECKING:
    from feedtool.timestamps.policy import Precision

_ISO = regex(
    r"([12]\d{3}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?:(:\d\d)(?:\.\d{1,9})?)?(?: ?(Z|UTC|GMT)| ?([+-])(\d\d):?(\d\d))?)?",
    re.ASCII | re.IGNORECASE,
)
_MAIL = regex(
    r"(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([12]\d{3})"
    r" (\d\d):(\d\d):(\d\d) (?:(GMT|UTC|Z)|([+-])(\d\d)(\d\d))",
    re.ASCII,
)
_MONTHS = {name: month for month, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}  # noqa: SIM905 - words
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MOST_MINUTES = 14 * 60


class _Zone(NamedTuple):
    """A zone as decided: its tzinfo, the offset as text, and the name and rule that a stamp tells of it."""

    tzinfo: timezone
    offset: str
    name: str
    rule: str


def stamp_of(text: str, policy: ZonePolicy) -> Stamp:
    """Return the one time that `text` is, as `feedtool.timestamps.read_time` does.

    Raises:
        TimestampError: it holds no time, several, or one without a certain instant.

    """
    text = text.strip()
    return _iso(text, policy) or _mail(text) or _any(text, policy)


def _iso(text: str, policy: ZonePolicy) -> Stamp | None:
    found = _ISO.fullmatch(text)
    if not found:
        return None
    day, minute, second, *written = found.groups("")
    zone = _zone(*written)
    try:
        local = datetime.fromisoformat(f"{day}T{minute or '00:00'}{second}{zone.offset if zone else ''}")
    except ValueError:
        return None
    precision: Precision = "second" if second else "minute" if minute else "day"
    if zone:
        return _stamp(local, zone.name, zone.rule, text, precision)
    if any(written) or not policy.timezone:
        return None
    decision = decide(None, local, policy)
    return _stamp(decision.instant, decision.zone, decision.rule, text, precision) if not decision.problems else None


def _mail(text: str) -> Stamp | None:
    found = _MAIL.fullmatch(text)
    if not found:
        return None
    weekday, day, month, year, hour, minute, second, word, sign, hours, minutes = found.groups()
    zone = _zone(word or "", sign or "", hours or "", minutes or "")
    try:
        local = datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second))  # noqa: DTZ001 - its zone comes next
    except ValueError:
        return None
    if zone is None or (weekday and _DAYS[local.weekday()] != weekday):
        return None
    return _stamp(local.replace(tzinfo=zone.tzinfo), zone.name, zone.rule, text, "second")


def _any(text: str, policy: ZonePolicy) -> Stamp:
    from feedtool.timestamps import read_time  # noqa: PLC0415 - slow to import

    return read_time(text, policy)


@lru_cache(maxsize=256)
def _zone(word: str, sign: str, hours: str, minutes: str) -> _Zone | None:
    """Return the zone of a UTC word or a numeric offset; None for one that no place on Earth has, or for none."""
    if word:
        word = word.upper()
        return _Zone(UTC, "+00:00", "UTC", "UTC" if word == "UTC" else f"{word} is UTC")
    if not sign:
        return None
    total = int(hours) * 60 + int(minutes)
    if total > _MOST_MINUTES or int(minutes) > 59:
        return None
    offset = timedelta(minutes=-total if sign == "-" else total)
    shown = "-" if sign == "-" and total else "+"
    name = f"{shown}{hours}:{minutes}"
    return _Zone(timezone(offset) if total else UTC, name, name, "numeric offset")


def _stamp(instant: datetime, zone: str, rule: str, text: str, precision: Precision) -> Stamp:
    return Stamp(instant=instant, precision=precision, label="", zone=zone, rule=rule, text=text, column=1)
