"""Reading: every time in a line, or the one time in a value, as stamps; refused where no instant is certain."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, cast

from msgspec.structs import replace

from feedtool.errors import TimestampError
from feedtool.later import regex
from feedtool.problem import Level, Place, Problem
from feedtool.timestamps.calendars import certain_year
from feedtool.timestamps.dates import Around, decide_order, to_date
from feedtool.timestamps.evidence import decide
from feedtool.timestamps.line import MONTH_RUN, SCANNED, Line, may_hold_time, prepare
from feedtool.timestamps.loose import read_loosely
from feedtool.timestamps.pieces import Piece, find_pieces, near
from feedtool.timestamps.policy import DateOrder, Label, Precision, Stamp, ZonePolicy
from feedtool.timestamps.times import clock
from feedtool.timestamps.zonewords import AMERICAN_WORDS, DAY_FIRST_WORDS

if TYPE_CHECKING:
    from feedtool.timestamps.zones import WrittenZone

_NO_POLICY = ZonePolicy()
_LONGEST_VALUE = 200  # characters of a value that is one time
_DIGIT = regex(r"\d")
_COMPACT = regex(r"\s*(\d{4})(\d\d)(\d\d)\s*", re.ASCII)
_BRACKETS = regex(r"\([^()]*\)")
_EDGES = regex(r"^[\s,;|/•·@)\]:*~>、–—）.-]+|[\s,;|/•·@(\[:*~>、–—（-]+$")
_RELATIVE = regex(
    r"(?:(?:^|.*?\s)(?:\d+|an?|one)\s?\w{1,8}\s+ago|(?:vor|hace|il y a|há|för|for)\s+(?:\d+|einer|un[ae]?)\s\w+|"
    r"\d+\s+\w+\s+(?:fa|geleden|temu|siden|sedan|yang lalu|पहले)|"
    r".*\b(?:yesterday|today|gestern|heute|hier|aujourd'hui|ayer|hoy|ontem|hoje|ieri|oggi|gisteren|vandaag)\b.*)\W*",
    re.IGNORECASE,
)


class _Reading(NamedTuple):
    """A line with its pieces and the policy: what every decision about one piece may look at."""

    line: Line
    pieces: list[Piece]
    policy: ZonePolicy


def read_line(line: str, policy: ZonePolicy = _NO_POLICY) -> tuple[Stamp, ...]:
    """Return every time that a line of a page holds, in order; () when it holds none.

    The date of a time without one ("… | Updated 01:30 pm") and the year of a date without one are those of the stamp
    before, and the zone of a time without one is that of the line's other time.  A later time that cannot be read is
    a problem of the first stamp.  Only the first 2000 characters are looked at.

    Raises:
        TimestampError: the first time in the line has no certain instant.

    """
    if not _DIGIT.search(line, 0, SCANNED) or not may_hold_time(line):
        return ()
    ready = prepare(line, croatian=policy.croatian)
    pieces = find_pieces(ready, policy)
    if not pieces:
        return _refuse_relative(ready)
    return _stamps(_Reading(ready, pieces, policy))


def read_time(text: str, policy: ZonePolicy = _NO_POLICY) -> Stamp:
    """Return the one time that `text` is: a front matter value, a feed's date (RFC 822, RFC 3339), what a page shows.

    A label before it and a comment in brackets behind it may stand there, nothing else.

    Raises:
        TimestampError: `text` holds no time, several, more than a time, or one without a certain instant.

    """
    if len(text) > _LONGEST_VALUE:
        raise TimestampError(f"{text[:40]!r}… is too long for a time", expected="one date and time")
    compact = _COMPACT.fullmatch(text)
    value = "-".join(compact.groups()) if compact else text
    stamps = _read_value(value, policy)
    if not stamps:
        raise TimestampError(f"{text!r} {_why(value)}", expected=_EXPECTED, hint=_HINT)
    if len({stamp.instant for stamp in stamps}) > 1:
        raise TimestampError(f"{text!r} holds {len(stamps)} times", expected="one date and time")
    left = _BRACKETS.sub("", rest(value, stamps))
    if any(character.isalnum() for character in left):
        raise TimestampError(f"{text!r} holds more than a time: {left.strip()!r}", expected=_EXPECTED, hint=_HINT)
    return stamps[0]


def _read_value(value: str, policy: ZonePolicy) -> tuple[Stamp, ...]:
    try:
        return read_line(value, policy) or read_loosely(value, policy)
    except TimestampError:
        stamps = read_loosely(value, policy)
        if not stamps:
            raise
        return stamps


def rest(line: str, stamps: tuple[Stamp, ...]) -> str:
    """Return what is left of `line` beside its stamps, their labels and the separators around them.

    It is "" for a line that is only a date line, "By Somebody" for a byline with a date, and most of a sentence that
    mentions a date.
    """
    ready, kept, reached = prepare(line), "", 0
    for stamp in stamps:
        start = stamp.column - 1
        kept += f"{_before_label(ready, reached, start)} "
        reached = start + len(stamp.text)
    return " ".join(_trimmed(kept + line[reached:]).split())


def _why(value: str) -> str:
    """Return what is missing in a value that was not read, as the rest of a sentence."""
    shadow = prepare(value).shadow
    return next((reason for pattern, reason in _REASONS if pattern.search(shadow)), "holds no time")


_REASONS = (
    (regex(rf"{MONTH_RUN}\.?\s*\d{{1,2}}\D{{1,3}}\d\d(?!\d)"), "has a year of two digits"),
    (regex(r"(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"), "does not show which number is the year"),
    (regex(rf"{MONTH_RUN}\.?,?\s*\d{{4}}(?!\d)|^\s*\d{{4}}[-/]\d{{1,2}}\s*$"), "has no day of the month"),
    (regex(r"^\s*\d{9,}(?:\.\d+)?\s*$"), "is a count of seconds or digits without an order"),
)
_EXPECTED = "one date and time with a zone, such as 2025-12-24T15:21:46+05:30"
_HINT = "write it as RFC 3339 does"


def _trimmed(text: str) -> str:
    return _EDGES.sub("", text)


def _before_label(ready: Line, low: int, start: int) -> str:
    """Return the part of the line from `low` to `start` less the labels that touch its end."""
    end = start
    for label in reversed(ready.labels):
        if low <= label.start and label.end <= end and near(ready.plain, label.end, end):
            end = label.start
    cut = ready.text[low:end]
    return _trimmed(_LABEL_HEAD.sub("", cut) if end < start else _LABEL_TAIL.sub("", cut))


_LABEL_HEAD = regex(
    r"(?:\b(?:first|last|latest|originally|zuletzt|zuerst|erstmals|letzte|dernière|última)\s*)+$", re.IGNORECASE
)
_LABEL_TAIL = regex(r"\b(?:on|at|am|um|le|el|den|vom)\s*$", re.IGNORECASE)


def _stamps(reading: _Reading) -> tuple[Stamp, ...]:
    stamps: list[Stamp] = []
    problems: list[Problem] = []
    for piece in reading.pieces:
        try:
            stamps.append(_stamp(reading, piece))
        except TimestampError as error:
            error.place = replace(error.place, column=piece.start + 1)
            if not stamps:
                raise
            problems.append(_warn("time-unread", str(error), piece))
    if not problems:
        return tuple(stamps)
    return (replace(stamps[0], problems=(*stamps[0].problems, *problems)), *stamps[1:])


def _stamp(reading: _Reading, piece: Piece) -> Stamp:
    day, day_rules, problems = _day(reading, piece)
    local = _local(day, piece)
    zone, lent = _zone(reading, piece)
    decision = decide(zone, local, reading.policy)
    rules = (decision.rule + (", from the line's other time" if lent else ""), *day_rules)
    text = reading.line.text[piece.start : piece.end]
    return Stamp(
        instant=decision.instant,
        precision=_precision(piece),
        label=cast("Label", piece.label.word.label if piece.label else ""),
        zone=decision.zone,
        rule="; ".join(filter(None, rules)),
        text=text.rstrip(),
        column=piece.start + 1,
        problems=(*problems, *(_at(problem, piece) for problem in decision.problems)),
    )


def _day(reading: _Reading, piece: Piece) -> tuple[date, tuple[str, ...], tuple[Problem, ...]]:
    """Return the calendar date of a piece, the rules that decided it, and a problem where the weekday contradicts."""
    if piece.date is None or not piece.date.year:
        return _borrowed_day(reading, piece)
    siblings = [other.date for other in reading.pieces if other.date and other is not piece]
    order, rule = decide_order(piece.date, reading.policy, siblings, _around(reading, piece))
    day = to_date(piece.date, order)
    certain_year(day.year, piece.date.separator, reading.line.text)
    if not piece.date.weekday or piece.date.weekday == day.isoweekday():
        return day, (rule,), ()
    return day, (rule,), (_warn("weekday-contradicts", f"{day} is a {_DAYS[day.weekday()]}", piece),)


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _borrowed_day(reading: _Reading, piece: Piece) -> tuple[date, tuple[str, ...], tuple[Problem, ...]]:
    if not piece.lender:
        raise TimestampError(
            "the date has no year" if piece.date else "the time has no date", expected="day, month and year"
        )
    lent = _day(reading, piece.lender)[0]
    if piece.date is None:
        if _before(piece, piece.lender):
            raise TimestampError("the time has no date, and is not on that of the line's other time", expected="a date")
        return lent, ("date of the line's other time",), ()
    day = to_date(replace(piece.date, year=lent.year), "")
    if day < lent and piece.label and piece.label.word.label == "updated":
        day = to_date(replace(piece.date, year=lent.year + 1), "")
    return day, ("year of the line's other time",), ()


def _before(piece: Piece, lender: Piece) -> bool:
    """Say whether an update stands before what it updates, so that it is of a later day which nobody wrote down."""
    if not piece.time or not lender.time or not piece.label or piece.label.word.label != "updated":
        return False
    same = not piece.zone or bool(lender.zone and piece.zone.name == lender.zone.name)
    return same and clock(piece.time) < clock(lender.time)


def _local(day: date, piece: Piece) -> datetime:
    """Return the wall clock of a piece: the start of the day where it has no time, the next day for 24:00."""
    start = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall clock, until its zone is decided
    if not piece.time:
        return start
    before_date = bool(piece.date and piece.time.end <= piece.date.start)
    hour, minute, second = clock(piece.time, before_date=before_date)
    return start + timedelta(hours=hour, minutes=minute, seconds=second)


def _zone(reading: _Reading, piece: Piece) -> tuple[WrittenZone | None, bool]:
    """Return the zone written at a piece, or else the one of another time in the line, and whether it was lent."""
    if piece.zone:
        return piece.zone, False
    others = (other.zone for other in reading.pieces if other.zone and other.zone.kind != "unknown")
    lent = next(others, None)
    return lent, lent is not None


def _precision(piece: Piece) -> Precision:
    if not piece.time:
        return "day"
    return "minute" if piece.time.seconds < 0 else "second"


def _languages(piece: Piece) -> set[str]:
    """Return the languages that the label, "Uhr" or an hour written as "16h15" speak for."""
    languages = {piece.label.word.language} if piece.label and piece.adjacent else set()
    if piece.zone and piece.zone.name == "UHR":
        languages.add("de")
    if piece.time and piece.time.french:
        languages.add("fr")
    return languages


def _around(reading: _Reading, piece: Piece) -> Around:
    return Around(_languages(piece), _zone_order(reading, piece), bool(piece.time and piece.time.half))


def _zone_order(reading: _Reading, piece: Piece) -> DateOrder:
    """Return the order of numeric dates where a zone word is used; an American one needs AM or PM beside it."""
    zone = _zone(reading, piece)[0]
    if not zone or zone.kind != "word":
        return ""
    if zone.name in AMERICAN_WORDS:
        return "mdy" if piece.time and piece.time.half else ""
    return "dmy" if zone.name in DAY_FIRST_WORDS else ""


def _warn(rule: str, message: str, piece: Piece) -> Problem:
    return Problem(rule=rule, level=Level.WARNING, message=message, place=Place(column=piece.start + 1))


def _at(problem: Problem, piece: Piece) -> Problem:
    return replace(problem, place=Place(column=piece.start + 1))


def _refuse_relative(line: Line) -> tuple[Stamp, ...]:
    """Return (), unless the line is a time that counts from a moment it does not name.

    Raises:
        TimestampError: it is ("2 hours ago", "Updated 5 min ago").

    """
    start = line.labels[0].end if line.labels and line.labels[0].start < 12 else 0
    value = _trimmed(line.plain[start : start + 60])
    if len(line.plain) > start + 60 or not _RELATIVE.fullmatch(value) or len(value) > 40:
        return ()
    raise TimestampError(
        f"{value!r} counts from a moment that is not written", expected="a date", place=Place(column=start + 1)
    )
