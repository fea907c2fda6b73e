"""Times of day as they are written in a line, with the zone that stands beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from feedtool.errors import TimestampError
from feedtool.later import regex
from feedtool.timestamps.dayparts import BEFORE, BEHIND, half_of
from feedtool.timestamps.line import BLANK
from feedtool.timestamps.writtenzones import zone_at, zone_before
from feedtool.timestamps.zones import WrittenZone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.timestamps.policy import ZonePolicy


class WrittenTime(Struct, frozen=True, kw_only=True):
    """A time as written; its span takes in AM or PM, "Uhr" and the zone.

    `half` is "a", "p", "noon", "midnight" or "", `seconds` -1 where none are written; `certain` is False for what is a
    time only directly beside a date ("16.03", "1632").
    """

    start: int
    end: int
    hour: int
    minute: int
    seconds: int
    half: str = ""
    glued: bool = False
    zone: WrittenZone | None = None
    certain: bool = True
    french: bool = False


def _any(words: Iterable[str]) -> str:
    """Return the alternatives of a pattern in which white space counts for nothing (re.VERBOSE)."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_LAST = "".join(sorted({word[-1] for word in BEFORE if word >= "\u3040"}))
_TIME = regex(
    rf"""
    (?:(?<![^\W\d_])(?P<pre>{_any(BEFORE)})\s?)?
    (?:(?P<bare>\b(?:noon|midnight)\b)
    |(?<=[{BLANK}]T)(?P<bh>\d\d)(?:(?P<bm>\d\d)(?P<bs>\d\d(?:[.,]\d+)?)?(?!\d)|(?=Z|[+-]\d\d))
    |(?:(?<![\w:°$€£₹])(?<!\d[.,/+-])(?<![{BLANK}][./])|(?<=[{BLANK}])|(?<=[{BLANK}]T)|(?<=[{_LAST}]))
    (?P<h>\d{{1,2}})
    (?:
      :(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?(?![\d])(?!:\d)
    | \s?(?P<fr>[hu])\s?(?P<mh>\d\d)(?!\d)(?:m(?:in)?(?:\s?(?P<sh>\d\d)s?)?(?!\w))?
    | (?P<dot>\.)(?P<md>\d\d)(?:\.(?P<sd>\d\d))?(?!\d)(?!\.\d)
    | (?P<m4>\d\d)(?=\s?(?:hrs?|hours|uhr)\b|\sh\b|\s?(?-i:GMT|UTC|Z|[A-Z]{{1,3}}T)\b)
    | \s?(?:[時时点點시])\s?(?:(?P<mc>\d\d?)\s?[分분])?(?:\s?(?P<sc>\d\d?)\s?[秒초])?
    | \s?(?P<uhr>uhr)\s(?P<mu>\d\d)(?![\d:.])
    | (?=\s?(?:[ap]\.?\s?m\b|uhr\b|h\b|noon\b|midnight\b))
    )
    )
    (?!\s*(?:min|sec|sek|std|%))
    (?P<glue>\s*)(?:(?P<half>[ap])\s?\.?\s?m\b\.?|(?P<word>noon|midnight)\b)?
    \s*(?::?\s?(?P<clock>uhr|uur|hrs|hours|hod|hr|hs|h|u|ч|น)\b\.?|बजे)?
    (?:[\s,]*(?P<part>{_any(BEHIND)}|(?-i:SA|CH))(?!\.?[^\W\d_]))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LENGTH_BEFORE = regex(r"(?:video|audio|dauer|duration|durée|länge|length|runtime|podcast)[\s:]*$", re.IGNORECASE)
_TO = regex(r"\s*(?:-|to|bis|until)\s*", re.IGNORECASE)
_BEFORE = regex(r"(?<![^\W_])([A-Z]{3,4})[\s:]{1,2}$")


def find_times(text: str, policy: ZonePolicy) -> list[WrittenTime]:
    """Return the times in `text` (dates blanked out) in order, each with the zone beside it."""
    times: list[WrittenTime] = []
    for match in _matches(text):
        if not times or match.start() >= times[-1].end:
            written = _with_zone(text, _time(match), policy)
            times.append(written)
    return _ranges(
        text, [time for time in times if not _LENGTH_BEFORE.search(text[max(0, time.start - 10) : time.start])]
    )


def clock(written: WrittenTime, *, before_date: bool = False) -> tuple[int, int, int]:
    """Return hour (24 for the end of the day), minute and second; an hour past 12 keeps its 24 hour reading.

    `before_date` lets the German "am" ("15:30 am 3. Mai") be no AM.

    Raises:
        TimestampError: there is no such time, or "midnight" could be either end of the day.

    """
    hour, minute, second = written.hour, written.minute, max(written.seconds, 0)
    shown = f"{hour}:{minute:02}"
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        raise TimestampError(f"there is no time {shown}", expected="00:00 to 24:00")
    if written.half == "midnight":
        raise TimestampError("midnight belongs to two days", expected="00:00 or 24:00")
    if written.half == "noon" and hour != 12:
        raise TimestampError(f"{shown} is not noon", expected="12 noon")
    if written.half == "a" and hour > 12 and (written.glued or not before_date):
        raise TimestampError(f"{shown} is not before noon", expected="an hour from 1 to 12 with AM")
    return _hour(written.half, hour), minute, second


def _matches(text: str) -> Iterator[re.Match[str]]:
    position = 0
    while match := _TIME.search(text, position):
        yield match
        position = match.end()


def _hour(half: str, hour: int) -> int:
    if half == "a":
        return 0 if hour == 12 else hour
    return hour + 12 if half == "p" and hour < 12 else hour


_VIETNAMESE = {"SA": "morning", "CH": "afternoon"}
_MINUTES = ("m", "mh", "md", "m4", "mc", "bm", "mu")
_SECONDS = ("s", "sh", "sd", "sc", "bs")


def _time(match: re.Match[str]) -> WrittenTime:
    groups = match.groupdict()
    seconds = next((groups[name] for name in _SECONDS if groups[name]), "")
    hour = int(groups["h"] or groups["bh"] or 12)
    part = BEFORE.get((groups["pre"] or "").lower()) or BEHIND.get((groups["part"] or "").lower(), "")
    part = part or _VIETNAMESE.get(groups["part"] or "", "")
    half = groups["half"] or groups["word"] or groups["bare"] or half_of(part, hour)
    end = match.start() + len(match[0].rstrip())
    uhr = "uhr" in (groups["clock"] or groups["uhr"] or "").lower()
    return WrittenTime(
        start=match.start(),
        end=end,
        hour=hour,
        minute=int(next((groups[name] for name in _MINUTES if groups[name]), "0")),
        seconds=int(seconds[:2]) if seconds else -1,
        half=half.lower(),
        glued=not groups["glue"],
        zone=WrittenZone(start=end - 3, end=end, kind="word", name="UHR") if uhr else None,
        certain=bool(half or uhr or groups["clock"]) or not (groups["dot"] or groups["m4"]),
        french=bool(groups["fr"]),
    )


def _with_zone(text: str, written: WrittenTime, policy: ZonePolicy) -> WrittenTime:
    zone = zone_at(text, written.end, policy)
    if zone:
        return replace(written, end=zone.end, zone=zone, certain=written.certain or zone.kind != "unknown")
    if written.zone:
        return written
    before = zone_before(text, written.start, policy)
    return replace(written, start=before.start, zone=before, certain=True) if before else written


def _ranges(text: str, times: list[WrittenTime]) -> list[WrittenTime]:
    """Give the start of a range ("2:00 p.m. - 3:00 p.m. ET") the zone of its end, and drop the end."""
    kept: list[WrittenTime] = []
    for written in times:
        last = kept[-1] if kept else None
        if last and _TO.fullmatch(text, last.end, written.start):
            kept[-1] = replace(last, end=written.end, zone=last.zone or written.zone)
        else:
            kept.append(written)
    return kept
