"""The last resort for a value that our own patterns do not know: python-dateutil, kept on a short lead.

It is given no word that it could read by the process's zone, a fixed default twice over so that a part taken from the
default shows, no numeric date whose order it would choose, no offset behind GMT or UTC (it inverts the sign), and no
leave to be fuzzy.
"""

from __future__ import annotations

import re
import warnings
from datetime import UTC, datetime, tzinfo

from msgspec import Struct, field

from feedtool.later import regex
from feedtool.timestamps.evidence import decide
from feedtool.timestamps.policy import Precision, Stamp, ZonePolicy
from feedtool.timestamps.zones import WrittenZone

# A month by its English name, a year of four digits, and nothing that dateutil is known to read wrongly.
_FIT = regex(
    r"(?=.*\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))(?=.*\b[12]\d{3}\b)"
    r"(?!.*(?:GMT|UTC)\s?[+-])(?!.*\d[./]\d)[\w\s:,.+-]{8,100}",
    re.IGNORECASE | re.ASCII,
)
_SECONDS = regex(r":\d\d:\d\d|\ds\b")
_TIME = regex(r"\d:\d\d|\d\s?[ap]\.?m|\dh", re.IGNORECASE)
_CLOCK = regex(r"\d{1,2}[:h]\d\d(?:[:m]\d\ds?)?(?:\.\d+)?|\d{1,2}\s?[ap]\.?m|[+-]\d\d:?\d\d\b", re.IGNORECASE)
_DEFAULTS = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2001, 2, 2, tzinfo=UTC))


class _Zones(Struct):
    """What dateutil calls with each zone it meets; it is always given UTC, and the zone is decided here afterwards."""

    words: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)

    def __call__(self, word: str | None, offset: int | None) -> tzinfo:
        if word:
            self.words.append(word.upper())
        elif offset is not None:
            self.offsets.append(offset // 60)
        return UTC


def read_loosely(text: str, policy: ZonePolicy) -> tuple[Stamp, ...]:
    """Return the one stamp that dateutil reads in `text`, or () when it reads none that is complete.

    Raises:
        TimestampError: the date is complete, and its zone is not certain.

    """
    if not _FIT.fullmatch(text.strip()):
        return ()
    zones = _Zones()
    moments = {_parse(text, default, zones) for default in _DEFAULTS}
    if len(moments) != 1:
        return ()
    moment = moments.pop()
    if moment is None or not _accounted(text, moment):
        return ()
    decision = decide(_zone(zones), moment.replace(tzinfo=None, microsecond=0), policy)
    return (
        Stamp(
            instant=decision.instant,
            precision=_precision(text),
            label="",
            zone=decision.zone,
            rule=f"{decision.rule}; read by dateutil",
            text=text,
            column=1,
            problems=decision.problems,
        ),
    )


def _accounted(text: str, moment: datetime) -> bool:
    """Say whether the numbers outside the time are the day and the year, so that none was guessed at."""
    return sorted(map(int, re.findall(r"\d+", _CLOCK.sub(" ", text)))) == [moment.day, moment.year]


def _parse(text: str, default: datetime, zones: _Zones) -> datetime | None:
    from dateutil.parser import ParserError, parse  # noqa: PLC0415 - seldom needed, and slow to import

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return parse(text.strip(), default=default.replace(tzinfo=None), tzinfos=zones)
        except (ParserError, Warning, OverflowError, ValueError, TypeError):
            return None


def _zone(zones: _Zones) -> WrittenZone | None:
    for word in zones.words:
        kind = "utc" if word in ("UTC", "GMT", "Z") else "word"
        return WrittenZone(start=0, end=0, kind=kind, name=word)
    for minutes in zones.offsets:
        sign = "-" if minutes < 0 else "+"
        return WrittenZone(start=0, end=0, kind="offset", name=f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}")
    return None


def _precision(text: str) -> Precision:
    if _SECONDS.search(text):
        return "second"
    return "minute" if _TIME.search(text) else "day"
