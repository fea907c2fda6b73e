"""Written dates: what instant they name, and what is wrong with how they name it.

Sources: RFC 822 section 5 with RFC 2822 section 3.3 (RSS), RFC 3339 section 5.6 (Atom), W3C's NOTE-datetime (Dublin
Core).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from msgspec import Struct

from feedtool.later import regex
from feedtool.validate.usual import usual_rfc822, usual_rfc3339

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH: Final = {name.lower(): number for number, name in enumerate(_MONTHS, 1)}

_RFC822 = regex(
    r"(?:(?P<day_name>[^\W\d_]+)\.?(?P<comma>,?)(?P<gap>\s*))?(?P<day>\d{1,2})\s+(?P<month>[^\W\d_]+)\.?,?\s+(?P<year>\d{2,5})\s+"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2}))?(?P<fraction>\.\d+)?(?:\s*(?P<zone>[+-]\d[\d:]*|[^\d\s+].*))?\Z",
    re.ASCII,
)
_ISO = regex(
    r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)(?:(?P<between>[Tt]|\s+)(?P<hour>\d\d?):(?P<minute>\d\d?)(?::(?P<second>\d\d?)"
    r"(?P<fraction>\.\d+)?)?\s*(?P<zone>[Zz]|[+-]\d\d:?\d\d|[A-Za-z]{1,5})?)?\Z",
    re.ASCII,
)
_RFC3339 = regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)\Z", re.ASCII)
_W3CDTF = regex(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?\Z", re.ASCII
)
_OFFSET = regex(r"([+-])(\d\d):?(\d\d)\Z", re.ASCII)

# RFC 822 section 5.1; the one-letter ones were defined the wrong way round (RFC 2822 section 4.3), so they say nothing.
_ZONES: Final = {
    "UT": 0,
    "GMT": 0,
    "Z": 0,
    "EST": -300,
    "EDT": -240,
    "CST": -360,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
}
_USUAL_ZONES: Final = frozenset({"GMT", "UT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"})
_LETTERS: Final = frozenset("ABCDEFGHIKLMNOPQRSTUVWXY")
# Words that RFC 822 does not know, with the offset that most who write them mean.
_WORDS: Final = {
    "IST": "+0530",
    "UTC": "+0000",
    "BST": "+0100",
    "WET": "+0000",
    "WEST": "+0100",
    "CET": "+0100",
    "CEST": "+0200",
    "MEZ": "+0100",
    "MESZ": "+0200",
    "MET": "+0100",
    "EET": "+0200",
    "EEST": "+0300",
    "MSK": "+0300",
    "TRT": "+0300",
    "PKT": "+0500",
    "NPT": "+0545",
    "SLST": "+0530",
    "ICT": "+0700",
    "WIB": "+0700",
    "SGT": "+0800",
    "HKT": "+0800",
    "AWST": "+0800",
    "JST": "+0900",
    "KST": "+0900",
    "ACST": "+0930",
    "AEST": "+1000",
    "AEDT": "+1100",
    "NZST": "+1200",
    "NZDT": "+1300",
    "AKST": "-0900",
    "AKDT": "-0800",
    "HST": "-1000",
    "AST": "-0400",
    "ADT": "-0300",
    "NST": "-0330",
    "NDT": "-0230",
    "BRT": "-0300",
    "ART": "-0300",
    "CAT": "+0200",
    "EAT": "+0300",
    "WAT": "+0100",
    "SAST": "+0200",
}
_MINUTE: Final = timedelta(minutes=1)
_LOWEST, _HIGHEST = -12 * 60, 14 * 60  # minutes; the zones that there are, Baker Island to the Line Islands


class Written(Struct, frozen=True, kw_only=True):
    """What a written date comes to.

    `kind` is "" when the form is kept, else what is broken: `form`, `iso`, `range`, `zone` or `weekday`. `reason` says
    it in words, `better` is the same date written right where that is certain, `risk` what is allowed but misread.
    """

    instant: datetime | None = None
    kind: str = ""
    reason: str = ""
    better: str = ""
    risk: str = ""


def rfc822(value: str) -> Written:  # noqa: PLR0911 - one return for each way to be wrong
    """Read an RSS date: `Wed, 24 Dec 2025 15:21:46 +0530`."""
    usual = usual_rfc822(value)
    if usual is not None:
        return Written(instant=usual)
    text = value.strip()
    plain = " ".join((_without_comments(text) if "(" in text else text).split()).replace(" ,", ",")
    match = _RFC822.match(plain)
    if match is None:
        return _not_rfc822(plain)
    month = _MONTH.get(match["month"][:3].lower(), 0) if len(match["month"]) >= 3 else 0
    name = match["day_name"]
    if not month:
        return Written(kind="form", reason=f"{match['month']!r} is no month: Jan, Feb, Mar and so on are due")
    if name and name[:3].title() not in _DAYS:
        return Written(kind="form", reason=f"{name!r} is no day of the week: Mon, Tue, Wed and so on are due")
    offset, reason, suggestion = _zone(match["zone"])
    year = _four_digits(match["year"])
    moment, impossible = _moment(
        year, month, int(match["day"]), match["hour"], match["minute"], match["second"], offset or 0
    )
    if moment is None:
        return Written(kind="range", reason=impossible)
    if reason:
        return Written(kind="zone", reason=reason, better=f"{_plain822(moment)} {suggestion}" if suggestion else "")
    if match["month"].title() not in _MONTHS or (name and name.title() not in _DAYS):
        word = "names of months and days have three letters"
        return Written(instant=moment, kind="form", reason=word, better=as_rfc822(moment))
    if name and _DAYS[moment.weekday()] != name.title():
        reason = f"{moment.day} {_MONTHS[month - 1]} {year} is a {_DAYS[moment.weekday()]}, not a {name}"
        return Written(instant=moment, kind="weekday", reason=reason, better=as_rfc822(moment))
    risk = _risk822(match, "(" in text)
    return Written(instant=moment, better=as_rfc822(moment) if risk else "", risk=risk)


def _without_comments(text: str) -> str:
    """Return an RFC 822 date without its comments in brackets, which may be nested and hold escaped brackets."""
    kept: list[str] = []
    depth, escaped = 0, False
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == "(":
            depth += 1
        elif character == ")" and depth:
            depth -= 1
            kept.append(" ")
        elif not depth:
            kept.append(character)
    return "".join(kept)


def _not_rfc822(text: str) -> Written:
    """Say what a text that does not look like an RFC 822 date looks like."""
    if not text:
        return Written(kind="form", reason="it is empty")
    if _ISO.match(text):
        moment = _iso_moment(text)
        reason = "this is the form of Atom (RFC 3339); RSS dates are written as in e-mail"
        return Written(instant=moment, kind="iso", reason=reason, better=as_rfc822(moment) if moment else "")
    if re.match(r"(?:\w+,?\s*)?\d{1,2}\s+\w+\s+\d{2,4}\Z", text, re.ASCII):
        return Written(kind="form", reason="it has no time of day and no zone")
    return Written(kind="form", reason="it is not written as day, month, year, time and zone")


def _four_digits(written: str) -> int:
    """RFC 2822 section 4.3: 00-49 are 2000-2049, 50-999 are 1950-1999 and so on."""
    year = int(written)
    if len(written) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(written) == 3 else year


def _zone(written: str | None) -> tuple[int | None, str, str]:
    """Return an RFC 822 zone as minutes east of Greenwich (or None), what is wrong with it, and what it should be."""
    if not written:
        return None, "it names no zone: end it with an offset such as +0530, or GMT", ""
    if _OFFSET.match(written) and ":" in written:
        return None, f"{written} has a colon, which RSS dates have not", written.replace(":", "")
    if not _OFFSET.match(written):
        return _zone_word(written)
    minutes = (int(written[1:3]) * 60 + int(written[3:])) * (-1 if written[0] == "-" else 1)
    if int(written[3:]) > 59 or not -24 * 60 < minutes < 24 * 60:
        return None, f"{written} is no offset: hours 00-14 and minutes 00-59 are due", ""
    return minutes, "", ""


def _zone_word(written: str) -> tuple[int | None, str, str]:
    """Return what `_zone` does, of a zone that is no offset."""
    word = written.upper()
    if word in _ZONES or word in _LETTERS:
        return _ZONES.get(word, 0), "", ""
    known = _WORDS.get(word, "")
    if re.match(r"[AP]\.?M\b", word):
        return None, "times are written with 24 hours: 15:21, not 3:21 PM", ""
    if word == "IST":
        return None, "'IST' is no zone of RFC 822: India's is +0530, Israel's +0200, Ireland's +0100 in summer", known
    unsure = "" if known else ", and nobody can say which is meant"
    return None, f"{written!r} is no zone of RFC 822, which has GMT, UT and North American ones only{unsure}", known


def _moment(  # noqa: PLR0917 - a date has that many parts
    year: int, month: int, day: int, hour: str, minute: str, second: str | None, offset: int
) -> tuple[datetime | None, str]:
    """Return the instant, or None and which part is impossible; a leap second (:60) counts as :59."""
    limits = ((int(hour), 23, "hour"), (int(minute), 59, "minute"), (int(second or 0), 60, "second"))
    for part, highest, name in limits:
        if part > highest:
            return None, f"there is no {name} {part}"
    seconds = min(int(second or 0), 59)
    try:
        zone = UTC if not offset else timezone(timedelta(minutes=offset))
        return datetime(year, month, day, int(hour), int(minute), seconds, tzinfo=zone), ""
    except ValueError:
        if not 1 <= month <= 12:
            return None, f"there is no month {month}"
        return None, f"there is no day {day} in {_MONTHS[month - 1]} {year}"


def _risk822(match: re.Match[str], commented: bool) -> str:  # noqa: FBT001 - a fact about the match
    """Return what is legal in RFC 822 and read wrongly by some, "" for nothing."""
    zone = match["zone"] or ""
    risks = (
        (commented, "comments in brackets are skipped by few readers"),
        (len(match["year"]) != 4, "a year of two digits leaves the century open"),
        (
            bool(match["day_name"]) and (not match["comma"] or not match["gap"]),
            "a comma and a space follow the day of the week",
        ),
        (bool(match["fraction"]), "fractions of a second are not part of the form"),
        (
            any(len(match[part] or "00") != 2 for part in ("hour", "minute", "second")),
            "two digits are due for hour, minute and second",
        ),
        (
            zone.upper() in _LETTERS,
            f"the military zone {zone!r} was defined the wrong way round and is read in two ways",
        ),
        (zone.isalpha() and zone not in _USUAL_ZONES and zone.upper() not in _LETTERS, "zones are written in capitals"),
    )
    return next((reason for broken, reason in risks if broken), "")


def rfc3339(value: str) -> Written:
    """Read an Atom date: `2025-12-24T15:21:46+05:30`."""
    usual = usual_rfc3339(value)
    if usual is not None:
        return Written(instant=usual)
    if _RFC3339.match(value):
        moment, impossible = _iso_parts(value)
        return Written(instant=moment) if moment else Written(kind="range", reason=impossible)
    text = value.strip()
    match = _ISO.match(text)
    if match is None:
        read = rfc822(text)
        if read.instant:
            reason = "this is the form of RSS (RFC 822); Atom dates are written year first"
            return Written(instant=read.instant, kind="form", reason=reason, better=as_rfc3339(read.instant))
        return Written(kind="form", reason="it is not written as 2025-12-24T15:21:46+05:30" if text else "it is empty")
    moment, impossible = _iso_parts(text)
    if impossible:
        return Written(kind="range", reason=impossible)
    better = as_rfc3339(moment) if moment else _with_word(text, match["zone"] or "")
    return Written(instant=moment, kind="form", reason=_off3339(match), better=better)


def _with_word(text: str, word: str) -> str:
    """Return an ISO 8601 date whose zone is a word with the offset that it mostly means; "" when nobody knows."""
    offset = _WORDS.get(word.upper(), "")
    moment = _iso_parts(f"{text[: -len(word)].strip()}{offset}")[0] if offset else None
    return as_rfc3339(moment) if moment else ""


def _off3339(match: re.Match[str]) -> str:
    """Return which part of an ISO 8601 date is not as RFC 3339 has it."""
    faults = (
        (not match["hour"], "it has no time and no zone"),
        (not match["zone"], "it names no zone: end it with Z or an offset such as +05:30"),
        (
            len(match["zone"] or "") > 1 and (match["zone"] or "").isalpha(),
            "a zone is Z or an offset such as +05:30, not a word",
        ),
        (match["between"] != "T", "between date and time stands a capital T"),
        (match["zone"] == "z", "the zone Z is a capital letter"),
        (not match["second"], "it has no seconds"),
        (":" not in (match["zone"] or ":") and match["zone"] not in {"Z", "z"}, "an offset has a colon: +05:30"),
    )
    return next((reason for broken, reason in faults if broken), "every part but the year has two digits")


def _iso_parts(text: str) -> tuple[datetime | None, str]:
    """Return the instant of an ISO 8601 date and what is impossible in it; no instant when it names no time or zone."""
    match = _ISO.match(text)
    if match is None:
        return None, "it is no date"
    offset = _OFFSET.match(match["zone"] or "")
    minutes = 0
    if offset:
        minutes = (int(offset[2]) * 60 + int(offset[3])) * (-1 if offset[1] == "-" else 1)
        if int(offset[2]) > 23 or int(offset[3]) > 59:
            return None, f"{match['zone']} is no offset: hours 00-23 and minutes 00-59 are due"
    moment, impossible = _moment(
        int(match["year"]),
        int(match["month"]),
        int(match["day"]),
        match["hour"] or "0",
        match["minute"] or "0",
        match["second"],
        minutes,
    )
    certain = bool(offset) or match["zone"] in {"Z", "z"}
    return (moment if certain else None), impossible


def _iso_moment(text: str) -> datetime | None:
    return _iso_parts(text)[0]


def w3cdtf(value: str) -> Written:
    """Read a Dublin Core date: a year, a month, a day, or an instant with its zone."""
    match = _W3CDTF.match(value.strip())
    if match is None:
        read = rfc822(value)
        better = as_rfc3339(read.instant) if read.instant else ""
        return Written(
            instant=read.instant, kind="form", reason="it is not written as 2025-12-24T15:21:46+05:30", better=better
        )
    year, month, day, hour, minute, second, zone = match.groups()
    offset = _OFFSET.match(zone or "")
    if offset and (int(offset[2]) > 23 or int(offset[3]) > 59):
        return Written(kind="range", reason=f"{zone} is no offset: hours 00-23 and minutes 00-59 are due")
    minutes = (int(offset[2]) * 60 + int(offset[3])) * (-1 if offset[1] == "-" else 1) if offset else 0
    moment, impossible = _moment(int(year), int(month or 1), int(day or 1), hour or "0", minute or "0", second, minutes)
    return Written(instant=moment if zone else None) if moment else Written(kind="range", reason=impossible)


def implausible(moment: datetime) -> str:
    """Return why an instant cannot be when anything was published in a feed, "" when it can; asks no clock."""
    if moment.year < 1990:
        return f"the year {moment.year} is before there were feeds, or the web"
    if moment.year > 2100:
        return f"the year {moment.year} is far in the future"
    offset = moment.utcoffset()
    if not offset:
        return ""
    minutes = offset // _MINUTE
    return "" if _LOWEST <= minutes <= _HIGHEST else f"no place on Earth is {abs(minutes) // 60} hours from Greenwich"


def _plain822(moment: datetime) -> str:
    return f"{_DAYS[moment.weekday()]}, {moment.day:02} {_MONTHS[moment.month - 1]} {moment.year:04} {moment:%H:%M:%S}"


def as_rfc822(moment: datetime) -> str:
    """Return an instant as RSS writes it, in its own zone."""
    return f"{_plain822(moment)} {moment:%z}"


def as_rfc3339(moment: datetime) -> str:
    """Return an instant as Atom writes it, in its own zone."""
    return moment.isoformat()
