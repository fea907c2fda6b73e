"""MOMENTS: when the article was published and last updated, from machine dates and the date lines that people see.

A machine date names the second; a visible line names the zone that the newsroom meant.  Where a machine stamps its
wall clock `Z` and the line beside the headline says the same clock in another zone, the line is right.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from feedtool.errors import AmbiguousDateError, TimestampError
from feedtool.problem import Level, Place, Problem
from feedtool.record.instants import stamp_of
from feedtool.source.html.datelines import date_lines, lines_with_clock
from feedtool.source.html.facts import Fact, Facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element as Element

    from feedtool.timestamps import Stamp, ZonePolicy

RULE_ZONE = "html-time-zone-mistaken"
RULE_GUESSED = "html-day-guessed"
_PUBLISHED = ("published", "time marked", "created")
_DATE_LINE = "date line"
_NO_ZONE = "set a time zone for this source: then the day that the page seems to name can be taken"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # what programs write that have no date
_COUNTS = (10, 13)  # digits, from 2001 on
_ENOUGH = 8  # times on date lines


class Seen(Struct, frozen=True):
    """A stamp and the fact that it was read from."""

    stamp: Stamp
    fact: Fact

    @property
    def zoned(self) -> bool:
        """Whether the zone is written, not supposed."""
        return not self.stamp.rule.startswith("no zone word")

    @property
    def timed(self) -> bool:
        """Whether a time of day is written."""
        return self.stamp.precision != "day"


class Moments(Struct, frozen=True):
    """The times of an article: when published, when updated (None when never, or not said), what was doubtful."""

    published: Seen
    updated: Seen | None = None
    problems: tuple[Problem, ...] = ()


class _Page(Struct, frozen=True):
    facts: Facts
    tree: Element
    text: str
    policy: ZonePolicy
    failures: list[TimestampError] = field(default_factory=list)
    stamps: dict[str, Stamp | None] = field(default_factory=dict)


def read_moments(facts: Facts, tree: Element, text: str, policy: ZonePolicy, guess: Callable[[], str]) -> Moments:
    """Return the times that a page states; `guess` finds its day where it states none.

    Raises:
        TimestampError: nothing on the page states a certain instant; the first reason met is in it.

    """
    page = _Page(facts, tree, text, policy)
    published, problems = _published(page, guess)
    mistaken = any(problem.rule == RULE_ZONE for problem in problems)
    return Moments(published, _updated(page, published, mistaken=mistaken), problems)


def _published(page: _Page, guess: Callable[[], str]) -> tuple[Seen, tuple[Problem, ...]]:
    certain: Seen | None = None
    for name in _PUBLISHED:
        for seen in _machine(page, name):
            if seen.timed and seen.zoned:
                return _crossed(page, _not_midnight(page, seen), _PUBLISHED)
            certain = certain or (seen if seen.timed else None)
    if certain:
        shown = _shown(page, certain)
        return (shown, ()) if shown else _crossed(page, certain, _PUBLISHED)
    for search in (_visible, lambda page: _machine(page, "time"), _any_day):
        day: Seen | None = None
        for seen in search(page):
            if seen.timed:
                return seen, ()
            day = day or seen
        if day:
            return day, ()
    return _guessed(page, guess)


def _not_midnight(page: _Page, chosen: Seen) -> Seen:
    """Return another machine's time of the same day for one that is midnight, as systems write that keep only days."""
    if chosen.stamp.instant.time() != time.min:
        return chosen
    day = chosen.stamp.instant.date()
    others = (seen for name in _PUBLISHED[:2] for seen in _machine(page, name) if seen.timed and seen.zoned)
    return next(
        (seen for seen in others if seen.stamp.instant.time() != time.min and seen.stamp.instant.date() == day), chosen
    )


def _shown(page: _Page, chosen: Seen) -> Seen | None:
    """Return the time of a date line with a zone, where a machine writes none and the line explains its clock.

    They are as far apart as zones are: the machine's clock is UTC, or that of the line.
    """
    clock = chosen.stamp.instant.replace(tzinfo=UTC)
    for stamp, line in islice(date_lines(page.tree, page.policy, []), _ENOUGH):
        seen = Seen(stamp, Fact(line.text, _DATE_LINE, line.number))
        if not (seen.zoned and seen.timed) or stamp.label == "updated":
            continue
        for shown in (stamp.instant, stamp.instant.replace(tzinfo=UTC)):
            if shown.replace(second=0) == clock.replace(second=0):
                instant = stamp.instant.replace(second=clock.second)
                rule = f"{stamp.rule}; seconds of {chosen.fact.rule}"
                return Seen(replace(stamp, instant=instant, precision=chosen.stamp.precision, rule=rule), seen.fact)
    return None


def _any_day(page: _Page) -> Iterator[Seen]:
    return (seen for name in _PUBLISHED for seen in _machine(page, name))


def _guessed(page: _Page, guess: Callable[[], str]) -> tuple[Seen, tuple[Problem, ...]]:
    ambiguous = next((failure for failure in page.failures if isinstance(failure, AmbiguousDateError)), None)
    if ambiguous:
        raise ambiguous  # what guesses would choose an order
    day = guess() if page.policy.timezone else ""
    if day:
        for seen in _read(page, Fact(day, "day that the page seems to name (htmldate)")):
            message = f"no date of publication is marked; the page seems to be of {day}"
            return seen, (Problem(rule=RULE_GUESSED, level=Level.WARNING, message=message, place=_place(seen)),)
    if page.failures:
        raise page.failures[0]
    raise TimestampError(
        "no date was found",
        expected="a date in the page's metadata, or a line such as “Published: December 24, 2025 15:21:46 IST”",
        hint="add a <meta property='article:published_time'> to the page" if page.policy.timezone else _NO_ZONE,
    )


def _machine(page: _Page, name: str) -> Iterator[Seen]:
    for fact in page.facts[name][:20]:
        yield from _read(page, fact)


def _read(page: _Page, fact: Fact) -> Iterator[Seen]:
    """Yield the stamp of a machine date, or nothing, with the reason kept."""
    if fact.value not in page.stamps:
        try:
            page.stamps[fact.value] = stamp_of(_written(fact.value), page.policy)
        except TimestampError as error:
            page.stamps[fact.value] = None
            page.failures.append(error.at(line=fact.line, field="published"))
    stamp = page.stamps[fact.value]
    if stamp and stamp.instant != _NEVER:
        yield Seen(stamp, fact)


def _written(value: str) -> str:
    """Return a count of seconds or milliseconds since 1970, which machines write alone, as a date."""
    if value.isdecimal() and value.isascii() and len(value) in _COUNTS:
        return (_NEVER + timedelta(seconds=int(value[:10]))).isoformat()
    return value


def _visible(page: _Page) -> Iterator[Seen]:
    """Yield the times on the date lines: one that says it is the publication's if there is one, then the others."""
    found: list[Seen] = []
    for stamp, line in date_lines(page.tree, page.policy, page.failures):
        found.append(Seen(stamp, Fact(line.text, _DATE_LINE, line.number)))
        if stamp.label == "published" and found[-1].timed:
            yield found[-1]
        if len(found) >= _ENOUGH:
            break
    yield from (seen for seen in found if seen.stamp.label != "updated")
    yield from found


def _crossed(page: _Page, chosen: Seen, names: tuple[str, ...]) -> tuple[Seen, tuple[Problem, ...]]:
    """Return a machine's time, mended where another witness shows that its `Z` is not UTC."""
    minute, utc = chosen.stamp.precision == "minute", not chosen.stamp.instant.utcoffset()
    machine = [seen for name in names for seen in _machine(page, name)] if minute or utc else []
    finest = next((seen for seen in machine if _refines(seen, chosen)), chosen)
    witness = _witness(page, chosen, machine) if utc else None
    if witness is None:
        return finest, ()
    zone = witness.stamp.instant.tzinfo
    instant = finest.stamp.instant.replace(tzinfo=zone)
    rule = f"{witness.stamp.rule}; seconds of {finest.fact.rule}"
    mended = Seen(replace(finest.stamp, instant=instant, zone=witness.stamp.zone, rule=rule), witness.fact)
    return mended, (_mistaken(chosen, witness),)


def _refines(seen: Seen, chosen: Seen) -> bool:
    """Tell whether a time names the second of one that names only the minute."""
    one, other = seen.stamp.instant, chosen.stamp.instant
    return chosen.stamp.precision == "minute" and seen.stamp.precision == "second" and one.replace(second=0) == other


def _witness(page: _Page, chosen: Seen, machine: list[Seen]) -> Seen | None:
    """Return who says the same wall clock as a time in UTC, but in another zone."""
    lines = lines_with_clock(page.tree, page.text, chosen.stamp.instant, page.policy)
    seen = [Seen(stamp, Fact(line.text, _DATE_LINE, line.number)) for stamp, line in lines]
    if any(other.stamp.instant.replace(second=0) == chosen.stamp.instant.replace(second=0) for other in seen):
        return None
    return next((other for other in (*seen, *machine) if _contradicts(other, chosen)), None)


def _contradicts(other: Seen, chosen: Seen) -> bool:
    one, two = other.stamp.instant, chosen.stamp.instant
    if not (other.zoned and other.timed and one.utcoffset()):
        return False
    return one.replace(tzinfo=None, second=0) == two.replace(tzinfo=None, second=0)


def _mistaken(chosen: Seen, witness: Seen) -> Problem:
    return Problem(
        rule=RULE_ZONE,
        level=Level.WARNING,
        message=f"{chosen.fact.rule} says {chosen.fact.value!r}, line {witness.fact.line} “{witness.fact.value[:80]}”",
        place=_place(chosen),
        fix="the zone that people see is taken",
    )


def _place(seen: Seen) -> Place:
    return Place(line=seen.fact.line, field="published")


def _updated(page: _Page, published: Seen, *, mistaken: bool) -> Seen | None:
    """Return the first update that the page states, if that is later; its `Z` is mistaken if the publication's is."""
    quiet = replace(page, failures=[])
    seen = next((seen for seen in _machine(quiet, "updated") if seen.timed), None) or _shown_update(quiet, published)
    if seen is None:
        return None
    if mistaken and not seen.stamp.instant.utcoffset():
        instant = seen.stamp.instant.replace(tzinfo=published.stamp.instant.tzinfo)
        seen = Seen(replace(seen.stamp, instant=instant, rule="zone of the publication's time"), seen.fact)
    return seen if seen.stamp.instant > published.stamp.instant else None


def _shown_update(page: _Page, published: Seen) -> Seen | None:
    """Return the update that a date line states with its zone, where machines state no time at all."""
    if page.facts["updated"] or published.fact.rule != _DATE_LINE:
        return None
    for stamp, line in islice(date_lines(page.tree, page.policy, []), _ENOUGH):
        seen = Seen(stamp, Fact(line.text, _DATE_LINE, line.number))
        if stamp.label == "updated" and seen.timed and seen.zoned:
            return seen
    return None
