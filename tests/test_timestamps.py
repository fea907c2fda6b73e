"""Written times: cases that a person can read, properties, and independence of the process's time zone."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.errors import TimestampError
from feedtool.problem import Level
from feedtool.timestamps import Stamp, ZonePolicy, known_zone, parse_zone, read_line, read_time, rest
from feedtool.timestamps.months import MONTHS
from feedtool.timestamps.places import CITIES
from feedtool.timestamps.zonewords import BY_COUNTRY, LONG_NAMES, SEASONS, SHIPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CASES = Path(__file__).parent / "cases" / "timestamps"
ZONES = ("UTC", "Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem", "America/New_York")
OPTIONS = {"timezone": "timezone", "host": "host", "language": "language", "order": "date_order"}
INDIA = ZonePolicy(timezone="Asia/Kolkata")


class Case(NamedTuple):
    """A row of a file in tests/cases/timestamps: the line, the policy, what is read in it, and the rule or reason."""

    file: str
    line: str
    policy: str
    read: str
    rule: str


def cases() -> Iterator[Case]:
    for file in sorted(CASES.glob("*.tsv")):
        rows = file.read_text(encoding="utf-8").splitlines()[2:]
        for row in csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Case(file.stem, *row)


def policy(options: str) -> ZonePolicy:
    pairs = dict(option.split("=") for option in options.split())
    known = {OPTIONS[name]: value for name, value in pairs.items() if name in OPTIONS}
    words = {name: value for name, value in pairs.items() if name not in OPTIONS}
    return ZonePolicy(words=words, **known)  # type: ignore[arg-type]  # the rows are checked by being read


def shown(stamp: Stamp) -> str:
    warnings = "".join(f" !{problem.rule}" for problem in stamp.problems)
    return f"{stamp.label or 'plain'} {stamp.instant.isoformat()} {stamp.precision}{warnings}"


def outcome(case: Case) -> tuple[str, str]:
    try:
        known = policy(case.policy)
        stamps = (read_time(case.line, known),) if case.file == "values" else read_line(case.line, known)
    except TimestampError as error:
        return "refused", error.message
    return " & ".join(map(shown, stamps)) or "nothing", " & ".join(stamp.rule for stamp in stamps)


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.file}: {case.line} [{case.policy}]")
def test_case(case: Case) -> None:
    assert outcome(case) == (case.read, case.rule)


def test_a_refusal_says_what_was_expected_and_where() -> None:
    with pytest.raises(TimestampError) as caught:
        read_line("Updated: 05/06/2024 10:00 GMT")
    assert caught.value.expected
    assert "date_order" in caught.value.hint
    assert caught.value.place.column == 10
    assert caught.value.exit_code == 1


def test_a_time_without_a_zone_is_refused_with_a_hint_to_configure_one() -> None:
    with pytest.raises(TimestampError, match="names no zone") as caught:
        read_time("2025-12-24 15:21:46")
    assert "timezone" in caught.value.hint


def test_a_problem_is_a_warning_with_a_column() -> None:
    (stamp,) = read_line("By A. Writer, July 4, 2024 3:00 PM EST")
    (problem,) = stamp.problems
    assert problem.level is Level.WARNING
    assert problem.place.column == stamp.column == 15


def test_the_offset_is_fixed_and_the_span_is_in_the_line() -> None:
    line = "By A. Writer - July 4, 2024 3:00 PM ET (video)"
    (stamp,) = read_line(line)
    assert stamp.instant.tzinfo == timezone(timedelta(hours=-4))
    assert stamp.zone == "ET"
    assert line[stamp.column - 1 :][: len(stamp.text)] == stamp.text == "July 4, 2024 3:00 PM ET"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Published: March 4, 2024 09:05:31 IST", ""),
        ("First published on: Mar 4, 2024 9:05 AM IST", ""),
        ("Mar 4, 2024 1:15 am | Updated 02:40 pm IST", ""),
        ("(04.03.2024 )", ""),
        ("By A. Writer - 11/23/19 07:10 AM EST", "By A. Writer"),
        ("By A. Writer (@writer) on Mar 4, 2024 9:05 AM", "By A. Writer (@writer)"),
        ("A. Writer | TNN | Mar 4, 2024, 09:05 IST", "A. Writer | TNN"),
        ("Mar 4, 2024, 9:05 AM IST | 3 min read", "3 min read"),
        ("The hall burnt on 4 March 2024 in an hour.", "The hall burnt in an hour."),
        ("No date at all", "No date at all"),
    ],
)
def test_what_is_left_of_a_line_beside_its_times(line: str, left: str) -> None:
    assert rest(line, read_line(line, INDIA)) == left


@pytest.mark.parametrize("zone", ["Mars/Olympus", "IST", "+25:00", "+5:99", "../etc/passwd", "Asia/"])
def test_a_policy_with_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match=r"zone|offset"):
        ZonePolicy(timezone=zone)
    with pytest.raises(ValueError, match=r"zone|offset"):
        ZonePolicy(words={"IST": zone})


def test_zones_are_parsed_as_they_are_read() -> None:
    assert [parse_zone(text) for text in ("+05:30", "GMT-3", "UTC", "Z", "Asia/Kolkata")] == [
        330,
        -180,
        0,
        0,
        "Asia/Kolkata",
    ]


def test_the_tables_name_zones_that_exist() -> None:
    named = [meaning for meanings in (SHIPPED, *BY_COUNTRY.values()) for meaning in meanings.values()]
    names = {name for name in named if isinstance(name, str)} | set(CITIES.values()) | set(SEASONS.values())
    assert not [name for name in names if not known_zone(name)]
    assert not [
        name for name in LONG_NAMES.values() if "/" not in name and name not in SHIPPED and name not in ("GMT", "UTC")
    ]


def test_every_month_has_a_name_in_every_script() -> None:
    assert sorted(set(MONTHS.values())) == list(range(1, 13))


def words(text: str) -> list[str]:
    return text.split(" ")


MONTH = words("January February March April May June July August September October November December")
DAY = words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")


def offset(moment: datetime, separator: str = ":") -> str:
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{separator}{abs(minutes) % 60:02}"


def half(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"


# The instant in full, and in whole minutes, as each of these writes it.
SECONDS: dict[str, Callable[[datetime], str]] = {
    "RFC 3339": lambda m: m.isoformat(),
    "ISO 8601 basic": lambda m: f"{m:%Y%m%dT%H%M%S}{offset(m, '')}",
    "RFC 822": lambda m: (
        f"{DAY[m.weekday()][:3]}, {m.day} {MONTH[m.month - 1][:3]} {m.year} {m:%H:%M:%S} {offset(m, '')}"
    ),
    "spaced": lambda m: f"{m:%Y-%m-%d %H:%M:%S} {offset(m)}",
    "Unix": lambda m: f"{DAY[m.weekday()][:3]} {MONTH[m.month - 1][:3]} {m.day} {m:%H:%M:%S} {offset(m, '')} {m.year}",
    "GMT": lambda m: f"{MONTH[m.month - 1]} {m.day}, {m.year} {m:%H:%M:%S} GMT{offset(m)}",
}
MINUTES: dict[str, Callable[[datetime], str]] = {
    "Indian": lambda m: f"Published: {MONTH[m.month - 1]} {m.day}, {m.year} {half(m)} IST",
    "Indian bars": lambda m: f"{MONTH[m.month - 1][:3]} {m.day:02} {m.year} | {half(m)} IST",
    "time first": lambda m: f"Updated {half(m)} IST, {DAY[m.weekday()]}, {m.day} {MONTH[m.month - 1]} {m.year}",
    "24 hours": lambda m: f"{m.day}. {MONTH[m.month - 1][:3]} {m.year}, {m:%H.%M} (IST)",
    "hrs": lambda m: f"{m.day} {MONTH[m.month - 1][:3]},{m.year} {m:%H%M}hrs IST",
    "slashes": lambda m: f"{m:%d/%m/%Y} - {m:%H:%M} IST",
}
MOMENTS = st.datetimes(min_value=datetime(1910, 1, 1), max_value=datetime(2399, 12, 30))  # noqa: DTZ001
OFFSETS = st.sampled_from([0, 330, 345, -210, 60, -300, 840, -720])


@pytest.mark.parametrize("form", SECONDS)
@given(moment=MOMENTS, minutes=OFFSETS)
def test_any_instant_written_with_seconds_reads_back(form: str, moment: datetime, minutes: int) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    stamp = read_time(SECONDS[form](moment))
    assert (stamp.instant, stamp.precision, stamp.problems) == (moment, "second", ())
    assert stamp.instant.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize("form", MINUTES)
@given(moment=MOMENTS)
def test_any_instant_on_an_indian_page_reads_back(form: str, moment: datetime) -> None:
    moment = moment.replace(second=0, microsecond=0, tzinfo=timezone(timedelta(minutes=330)))
    stamp = read_time(MINUTES[form](moment))
    assert (stamp.instant, stamp.precision, stamp.zone) == (moment, "minute", "IST")


TOKENS = st.sampled_from(
    words(
        "2025 12 24 05 3 / - . : , | ( ) T Z IST EST XYZ Uhr am pm AM at um Dec December déc. १२ 15:21 15h21 15.21 "
        "+05:30 GMT+5 Published: Updated Monday Mo 年 月 日 noon midnight ago [ ] Asia/Kolkata (Paris) '25 24th ² ٣ "
        "\u202f \x00"
    )
)


@given(
    text=st.one_of(st.text(), st.lists(TOKENS, max_size=14).map(" ".join), st.lists(TOKENS, max_size=14).map("".join))
)
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (read_time, read_line):
        try:
            found = reader(text, INDIA)
        except TimestampError:
            continue
        for stamp in found if isinstance(found, tuple) else (found,):
            assert stamp.instant.utcoffset() is not None
            assert stamp.instant.microsecond == 0
            assert stamp.instant.astimezone(UTC).year > 999
            assert text[stamp.column - 1 :][: len(stamp.text)] == stamp.text


@pytest.mark.parametrize(
    "piece", ["1", "1/", " 1", "Dec 24 ", "12:", "24/12/2025 ", "10:00 - ", "1(", "1. ", "12 h ", "GMT+", "am um at 1 "]
)
def test_a_line_of_five_million_characters_is_quick(piece: str) -> None:
    line = piece * (5_000_000 // len(piece))
    start = time.process_time()
    with suppress(TimestampError):
        read_line(line, INDIA)
    assert time.process_time() - start < 1


PROGRAM = """
import sys
import feedtool.timestamps
assert not any(name.partition(".")[0] == "dateutil" for name in sys.modules)
sys.path.insert(0, sys.argv[1])
from test_timestamps import cases, outcome
for case in cases():
    if outcome(case) != (case.read, case.rule):
        print(case, outcome(case))
"""


@pytest.mark.parametrize(("seed", "zone"), list(enumerate(ZONES)))
def test_the_process_time_zone_and_the_hash_seed_do_not_matter(seed: int, zone: str) -> None:
    environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": str(seed), "LANG": "C", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", PROGRAM, str(Path(__file__).parent)],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
