"""YEARS OF OTHER CALENDARS: Thai and East Asian ones that differ from ours by a number, and those that differ by more.

A year of the Islamic or Persian calendar begins on another day than ours: a date in it is refused, never guessed.
"""

from __future__ import annotations

from feedtool.errors import TimestampError
from feedtool.later import regex

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_BUDDHIST = 543  # years before ours
ERA_YEAR = rf"(?P<era>{'|'.join(_ERAS)})\s?(?P<ey>\d{{1,3}}|元)"
"""A year as Japan and Taiwan count it: "令和7", "民國114"."""

_THAI = regex("[\u0e00-\u0e7f]")
_ARABIC = regex("[\u0600-\u065f\u066e-\u06ef\u06fa-\u06ff]")


def year_of_era(era: str, year: str) -> int:
    """Return our year for one of an era, whose first is also written 元."""
    return _ERAS[era] + (1 if year == "元" else int(year))


def our_year(year: int, line: str) -> int:
    """Return our year for `year` as `line` writes it: Thai letters beside it count from the Buddha."""
    return year - _BUDDHIST if 2400 <= year < 2700 and _THAI.search(line) else year


def certain_year(year: int, separator: str, line: str) -> int:
    """Return `year`, which is certainly one of our calendar.

    `separator` stands between the numbers of the date, "" where a month is named.

    Raises:
        TimestampError: it is, or may be, one of another calendar.

    """
    if 2400 <= year < 2700:
        raise TimestampError(f"the year {year} seems to be Buddhist", expected=_EXPECTED, hint=_HINT)
    if 1300 <= year < 1500 and (separator in ("/", ".") or _ARABIC.search(line)):
        raise TimestampError(f"the year {year} seems to be Islamic or Persian", expected=_EXPECTED, hint=_HINT)
    return year


_EXPECTED = "a date of the Gregorian calendar"
_HINT = "write it as RFC 3339 does"
