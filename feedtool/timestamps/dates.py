"""Dates as they are written in a line, and the order of day and month where only numbers are."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from feedtool.errors import AmbiguousDateError, TimestampError
from feedtool.later import regex
from feedtool.timestamps import zonewords
from feedtool.timestamps.calendars import ERA_YEAR, our_year, year_of_era
from feedtool.timestamps.line import MONTH, MONTH_RUN
from feedtool.timestamps.names import DAY_FIRST_LANGUAGES
from feedtool.timestamps.zones import country_of_host, country_of_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.timestamps.line import Line
    from feedtool.timestamps.policy import DateOrder, ZonePolicy


class WrittenDate(Struct, frozen=True, kw_only=True):
    """A date as written: 0 for a part that is not there; `pair` for two numbers whose order is not decided yet.

    The span takes in a weekday before or behind; `inner` is the span of a time that stands inside the date, as in
    "Dec 24 15:21:46 IST 2025"; `weekday` is the ISO number, 0 for none.
    """

    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    pair: tuple[int, int] = (0, 0)
    separator: str = ""
    weekday: int = 0
    inner: tuple[int, int] = (0, 0)


class Around(NamedTuple):
    """What stands beside a numeric date: the languages of its label, the order its zone word speaks for, AM or PM."""

    languages: set[str]
    zone_order: DateOrder
    halves: bool


# What may not stand before a date's first digit; behind the digit, so that `re` looks for digits and not everywhere.
_LEFT = r"(?<!\d\d)(?<!\d[./:-]\d)(?<![vV]\d)"
_DAY = rf"(?P<d>\d{_LEFT}\d?)"
_FIRST = rf"(?P<a>\d{_LEFT}\d?)"
_LONG = rf"(?P<y>[12]{_LEFT}\d\d\d)"
_YEAR = r"(?P<y>(?:1[0-9]|2[0-9])\d\d)(?:(?!\d)|(?=\d{1,2}:\d\d))"
_ORD = r"(?:(?:st|nd|rd|th|er|re|º|ª|°|\.)(?![^\W\d_]))?"
_OF = r"(?:(?:of|de|di|del|do|năm|ค\.ศ\.|พ\.ศ\.)\s|d')?"
_SHORT = r"(?P<y2>\d\d)(?!\d)"
_NO_TAIL = r"(?!-\d{1,3}(?![\d:.h]))"  # a telephone number
_NO_MORE = r"(?![.,/:]\d)(?!\s?(?:uhr|h|am|pm)\b)"
_TIME_NEXT = r"(?=\s*$|[\s,|/@-]+(?:[^\W\d_]{1,3}\s+){0,2}\d{1,2}[:h.]\d\d)"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s+(?:[A-Z]{1,5}|(?:GMT|UTC)?[+-]\d{1,2}:?\d\d))?"

_NUMERIC = tuple(
    regex(pattern)
    for pattern in (
        rf"{_LONG}(?P<s> ?[-/.]) ?(?P<m>\d{{1,2}})(?P=s) ?(?P<d>\d{{1,2}})(?:(?!\d)|(?=\d\d?:\d\d))",
        rf"{_LONG}(?P<m>\d\d)(?P<d>\d\d)(?=T\d\d)",
        rf"(?:{_LONG}|{ERA_YEAR})\s?[年년]\s?(?P<m>\d{{1,2}})\s?[月월]\s?(?P<d>\d{{1,2}})\s?[日일号號]?",
        rf"{_FIRST}(?P<s> ?[-/.])(?P<gap> ?)(?P<b>\d{{1,2}})(?P=s)(?: ?{_YEAR}{_NO_TAIL}|'?{_SHORT}{_NO_MORE})",
    )
)
_NAMED = tuple(
    regex(pattern)
    for pattern in (
        rf"{_DAY}{_ORD}[\s,/.-]*{_OF}{MONTH_RUN}[\s,/.-]*{_OF}{_YEAR}",
        rf"{_DAY}-{MONTH_RUN}-{_SHORT}",
        rf"{_DAY}{_ORD}\s*{MONTH_RUN}\.?\s*(?:'{_SHORT}|[,\s]\s?(?P<y2b>\d\d)(?!\d){_TIME_NEXT})",
        rf"{MONTH_RUN}[\s,/.-]*(?P<d>\d{{1,2}}){_ORD}[\s,/.-]*{_OF}(?:{_YEAR}|'{_SHORT})",
        rf"{_LONG}(?!\d)[\s,/.-]*(?:(?:m|թ|оны)\.?\s)?{MONTH_RUN}[\s,/.-]*(?P<d>\d{{1,2}})(?!\d)",
        rf"{_LONG}(?!\d)[\s.]*(?:gada|ж\.)\s(?P<d>\d{{1,2}})\.?\s?{MONTH_RUN}",
        rf"{MONTH_RUN}\.?\s+(?P<d>\d{{1,2}}){_ORD},?\s+(?P<inner>{_CLOCK})\s+(?P<y>[1-2]\d{{3}})(?!\d)",
    )
)
_ANY_MONTH = regex("[\ue001-\ue00c]")
_PARTIAL = tuple(
    regex(pattern)
    for pattern in (
        rf"{_DAY}{_ORD}\s?{_OF}{MONTH_RUN}\.?(?![^\W\d_])",
        rf"{MONTH_RUN}\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.:]?\d|[^\W_])",
    )
)
_DAY_NAME = "([\ue011-\ue017])\\1*"
_NAME_BEFORE = regex(rf"{_DAY_NAME}[.,|\s]*(?:(?:the|den|der|le|el|am|d\.)\s)?[\s,]*$")
_NAME_BEHIND = regex(rf"[\s,.(]{{1,4}}{_DAY_NAME}\)?(?![^\W\d_])")
_SIGN_BEHIND = regex(
    r"\s?(?:[(（]\s?)?(?:星期|礼拜|[周週]|(?=[月火水木金土日月화수목금토일][)曜요]))"
    r"(?P<sign>[一二三四五六日天月火水木金土월화수목금토일])(?:曜日?|요일)?\s?[)）]?"
)
_SIGNS = {
    sign: day for row in ("一二三四五六日", "月火水木金土天", "월화수목금토일") for day, sign in enumerate(row, 1)
}
_RANGE_BEFORE = regex(r"(?:(?<![\d:.h])\d{1,2}\.?|(?<!\d)\d{1,2}\.\d{1,2}\.)\s?-\s?$")
_VERSION_BEFORE = regex(
    r"(?:python|version|release|firmware|android|ios|build|kernel|§|art\.?|nr\.?|no\.?)\s?$", re.IGNORECASE
)


def find_dates(line: Line) -> list[WrittenDate]:
    """Return the whole dates (day, month and year) of a line in order, weekdays taken in; none that overlap."""
    patterns = (*_NUMERIC, *_NAMED) if _ANY_MONTH.search(line.shadow) else _NUMERIC
    found = [match for pattern in patterns for match in pattern.finditer(line.shadow)]
    found.sort(key=lambda match: (match.start(), -match.end()))
    dates, reached = [], 0
    for match in found:
        if match.start() >= reached and not _no_date(line.shadow, match):
            dates.append(_with_weekday(line.shadow, _in_our_years(_date(match), line.text), reached))
            reached = dates[-1].end
    return dates


def find_partial_dates(shadow: str) -> Iterator[WrittenDate]:
    """Yield the dates without a year ("Nov 18", "18 Nov") in `shadow`, from which whole dates are blanked out."""
    for pattern in _PARTIAL if _ANY_MONTH.search(shadow) else ():
        for match in pattern.finditer(shadow):
            if 1 <= int(match["d"]) <= 31:
                yield _with_weekday(shadow, _date(match), 0)


def to_date(written: WrittenDate, order: DateOrder) -> date:
    """Return the calendar date.

    Raises:
        TimestampError: there is no such day.

    """
    month, day = written.month, written.day
    if written.pair != (0, 0):
        day, month = written.pair if order == "dmy" else written.pair[::-1]
    try:
        return date(written.year, month, day)
    except ValueError:
        raise TimestampError(
            f"there is no day {day} in month {month} of {written.year}", expected="a date of the calendar"
        ) from None


def decide_order(
    written: WrittenDate, policy: ZonePolicy, siblings: list[WrittenDate], around: Around
) -> tuple[DateOrder, str]:
    """Return the order of day and month and the rule that decided ("" where only one order gives a date).

    `siblings` are the other dates of the same line, `around` what stands beside this one.

    Raises:
        AmbiguousDateError: both orders give a date and nothing decides.

    """
    if written.pair == (0, 0):
        return "", ""
    certain = _only_order(written)
    if certain:
        return certain, ""
    for order, rule in _evidence(written, policy, siblings, around):
        if order:
            return order, rule
    raise AmbiguousDateError(
        f"day and month cannot be told apart in {written.pair[0]}{written.separator}{written.pair[1]}",
        expected="a named month, a year-first date, or a declared order",
        hint='declare date_order = "dmy" or "mdy" for this source',
    )


def _evidence(
    written: WrittenDate, policy: ZonePolicy, siblings: list[WrittenDate], around: Around
) -> Iterator[tuple[DateOrder, str]]:
    yield policy.date_order, "declared order"
    yield _weekday_order(written), "order by the weekday"
    yield _sibling_order(siblings), "order of the line's other date"
    yield _host_order(policy.host), f"order by host {policy.host}"
    yield _language_order(policy.language), f"order by language {policy.language}"
    languages = "/".join(sorted(around.languages))
    yield "dmy" if around.languages & DAY_FIRST_LANGUAGES else "", f"day first: the line is in language {languages}"
    yield around.zone_order, "order by the zone word"
    yield "dmy" if written.separator == "." and not around.halves else "", "day first: dots"


def _only_order(written: WrittenDate) -> DateOrder:
    first, second = written.pair
    if first == second:
        return "dmy"
    orders = [order for order, fits in (("dmy", _valid(written, "dmy")), ("mdy", _valid(written, "mdy"))) if fits]
    if len(orders) == 2:
        return ""
    return "mdy" if orders == ["mdy"] else "dmy"


def _valid(written: WrittenDate, order: DateOrder) -> bool:
    try:
        to_date(written, order)
    except TimestampError:
        return False
    return True


def _weekday_order(written: WrittenDate) -> DateOrder:
    if not written.weekday:
        return ""
    dmy, mdy = (to_date(written, order).isoweekday() == written.weekday for order in ("dmy", "mdy"))
    return "" if dmy == mdy else "dmy" if dmy else "mdy"


def _sibling_order(siblings: list[WrittenDate]) -> DateOrder:
    orders = {_only_order(date) for date in siblings if date.pair != (0, 0) and date.pair[0] != date.pair[1]} - {""}
    return orders.pop() if len(orders) == 1 else ""


def _country_order(country: str) -> DateOrder:
    if country in zonewords.MONTH_FIRST:
        return "mdy"
    return "dmy" if country in zonewords.DAY_FIRST else ""


def _host_order(host: str) -> DateOrder:
    return _country_order(country_of_host(host))


def _language_order(language: str) -> DateOrder:
    country = country_of_language(language)
    primary = language.replace("_", "-").split("-")[0].lower()
    return _country_order(country) or ("dmy" if primary in DAY_FIRST_LANGUAGES else "")


def _in_our_years(written: WrittenDate, text: str) -> WrittenDate:
    year = our_year(written.year, text)
    return written if year == written.year else replace(written, year=year)


def _no_date(shadow: str, match: re.Match[str]) -> bool:
    """Say whether what looks like a date is the end of a range, or a number such as a version."""
    before = shadow[max(0, match.start() - 12) : match.start()]
    groups = match.groupdict()
    if _RANGE_BEFORE.search(before) and not groups.get("m"):
        return True
    if not groups.get("a") or not groups.get("y2"):
        return False
    written = _date(match)
    spaced = groups["gap"] or groups["s"][0] == " "
    return bool(_VERSION_BEFORE.search(before) or spaced or not (_valid(written, "dmy") or _valid(written, "mdy")))


def _date(match: re.Match[str]) -> WrittenDate:
    groups = match.groupdict()
    short = groups.get("y2") or groups.get("y2b")
    return WrittenDate(
        start=match.start(),
        end=match.end(),
        year=_long_year(int(short)) if short else _year(groups),
        month=ord(groups["mon"]) - ord(MONTH) if groups.get("mon") else int(groups.get("m") or 0),
        day=int(groups.get("d") or 0),
        pair=(int(groups["a"]), int(groups["b"])) if groups.get("a") else (0, 0),
        separator=(groups.get("s") or "").strip(),
        inner=match.span("inner") if "inner" in groups else (0, 0),
    )


def _year(groups: dict[str, str | None]) -> int:
    if groups.get("era"):
        return year_of_era(groups["era"] or "", groups["ey"] or "")
    return int(groups.get("y") or 0)


def _long_year(short: int) -> int:
    """Return the year that two digits mean (RFC 5322 section 4.3: 00 to 49 are 20yy, 50 to 99 are 19yy)."""
    return 2000 + short if short < 50 else 1900 + short


def _with_weekday(shadow: str, written: WrittenDate, reached: int) -> WrittenDate:
    floor = max(reached, written.start - 24)
    before = _NAME_BEFORE.search(shadow[floor : written.start])
    if before:
        return replace(written, start=floor + before.start(), weekday=ord(before[1]) - 0xE010)
    behind = _NAME_BEHIND.match(shadow, written.end)
    if behind:
        return replace(written, end=behind.end(), weekday=ord(behind[1]) - 0xE010)
    sign = _SIGN_BEHIND.match(shadow, written.end)
    return replace(written, end=sign.end(), weekday=_SIGNS[sign["sign"]]) if sign else written
