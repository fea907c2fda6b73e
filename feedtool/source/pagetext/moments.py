"""MOMENTS: when an article was published and last updated, from all the date lines of its page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.errors import TimestampError
from feedtool.later import regex
from feedtool.problem import Level, Place, Problem
from feedtool.source.pagetext import datelines
from feedtool.source.pagetext.lines import Kind, Line
from feedtool.timestamps import Stamp, ZonePolicy, read_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.source.pagetext.head import Head

_FIRST = regex(
    r"\b(?:first|originally|erst|zuerst|primera|prima)[ -]*(?:published|posted|veröffentlicht|publicación)?",
    re.IGNORECASE,
)
_FINENESS = {"day": 0, "minute": 1, "second": 2}
_TAIL = 25  # date lines below the text stand within so many lines of its end
RULE_CONFLICT = "pagetext-times-conflict"


class Seen(Struct, frozen=True):
    """A stamp, the line that it was read from, and whether that line says that it is the first."""

    stamp: Stamp
    line: Line
    first: bool

    @property
    def rule(self) -> str:
        """How this time came to be known, for people."""
        label = "first published" if self.first else self.stamp.label or "date line"
        return f"{label}; {self.stamp.rule}"


class Moments(Struct, frozen=True):
    """The times of an article: when published, when updated (None when never, or not said), what was doubtful."""

    published: Seen
    updated: Seen | None = None
    problems: tuple[Problem, ...] = ()


def read_moments(lines: Sequence[Line], head: Head, end: int, policy: ZonePolicy) -> Moments:
    """Return the times that the page states.

    Raises:
        TimestampError: no line states a certain instant; the first reason that a line gave is in it.

    """
    failures: list[TimestampError] = []
    seen = list(_stamps(lines, head, end, policy, failures))
    if seen:
        return _decide(seen)
    if failures:
        raise failures[0]
    raise TimestampError(
        "no date line was found",
        expected="a line such as “Published: December 24, 2025 15:21:46 IST”",
        hint="add the date to the page's text, or import it as Markdown with a date in its front matter",
    )


def _stamps(
    lines: Sequence[Line], head: Head, end: int, policy: ZonePolicy, failures: list[TimestampError]
) -> Iterator[Seen]:
    """Yield the stamps of the head, then the labelled ones below the text; other dates only when there is none."""
    places = _places(lines, head, end)
    found = False
    for certain, where in places:
        if not certain and found:
            return
        for text, line in _joined(lines, where):
            try:
                stamps = read_line(text, policy) or _unglued(text, policy)
            except TimestampError as error:
                failures.append(error.at(line=line.number))
                continue
            for stamp in stamps:
                found = True
                yield Seen(stamp, line, _FIRST.search(text[max(0, stamp.column - 40) : stamp.column]) is not None)


def _unglued(text: str, policy: ZonePolicy) -> tuple[Stamp, ...]:
    """`Associated PressApril 28, 2023`: the date that a name without a space before it hides."""
    day = datelines.find_date(text)
    return read_line(text[day[0] :], policy) if day and day[0] else ()


def _places(lines: Sequence[Line], head: Head, end: int) -> tuple[tuple[bool, list[int]], ...]:
    dates = {Kind.DATE, Kind.DATE_NEXT}
    top = [index for index in head.anchors if lines[index].kind in dates or datelines.has_date(lines[index].text)]
    tail = range(end, min(end + _TAIL, len(lines)))
    labelled = [index for index in tail if _states_publication(lines, index)]
    above = [index for index in range(max(head.title, 0)) if lines[index].kind in dates]
    below = [index for index in range(end, min(end + 4, len(lines))) if lines[index].kind is Kind.DATE]
    return (True, top), (True, labelled), (False, above), (False, below)


def _states_publication(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    if line.kind is Kind.DATE_NEXT:
        return index + 1 < len(lines) and lines[index + 1].kind is Kind.DATE
    if line.kind not in {Kind.DATE, Kind.EDITORS, Kind.BYLINE}:
        return False
    return len(line.text) < 160 and datelines.is_labelled(line.text) and datelines.has_date(line.text)


def _joined(lines: Sequence[Line], where: Sequence[int]) -> Iterator[tuple[str, Line]]:
    """Yield date lines, a label put before the date below it and a day before the time below it."""
    taken: set[int] = set()
    for index in where:
        if index in taken:
            continue
        parts = _parts(lines, index)
        taken.update(parts)
        dated = [lines[part] for part in parts if lines[part].kind is not Kind.DATE_NEXT]
        if dated:
            yield " ".join(lines[part].text for part in parts), dated[0]


def _parts(lines: Sequence[Line], index: int) -> list[int]:
    """Return the indices of the lines that make one date line: a label, a day, a time, as far as they are there."""
    parts = [index]
    if lines[index].kind is Kind.DATE_NEXT and _is_date(lines, index + 1):
        parts.append(index + 1)
    below = parts[-1] + 1
    if _is_date(lines, below) and datelines.is_time(lines[below].text) and not datelines.is_time(lines[parts[-1]].text):
        parts.append(below)
    return parts


def _is_date(lines: Sequence[Line], index: int) -> bool:
    return index < len(lines) and lines[index].kind is Kind.DATE


def _agree(one: Stamp, other: Stamp) -> bool:
    """Tell whether two stamps name the same time as exactly as the coarser of them can say."""
    if "day" in {one.precision, other.precision}:
        zone = (other if one.precision == "day" else one).instant.tzinfo
        return one.instant.astimezone(zone).date() == other.instant.astimezone(zone).date()
    if one.precision == other.precision == "second":
        return one.instant == other.instant
    return one.instant.replace(second=0) == other.instant.replace(second=0)


def _finer(seen: list[Seen], chosen: Seen) -> Seen:
    """Return the most exact of the stamps that agree with the one that was chosen."""
    day = chosen.stamp.precision == "day" and chosen.stamp.label != "updated"  # the hour of an update is not its own
    able = [other for other in seen if not (day and other.stamp.label == "updated")]
    agreeing = [other for other in able if _agree(other.stamp, chosen.stamp)]
    return max(agreeing, key=lambda other: _FINENESS[other.stamp.precision], default=chosen)


def _decide(seen: list[Seen]) -> Moments:
    firsts = [one for one in seen if one.first]
    published = [one for one in seen if one.stamp.label == "published" and not one.first]
    updated = [one for one in seen if one.stamp.label == "updated"]
    plain = [one for one in seen if not one.stamp.label and not one.first]
    named = firsts or published or plain or updated
    chosen = _finer(seen, named[0])
    later = _updates(updated, plain if firsts else [], chosen)
    problems = list(_conflicts(chosen, [*firsts, *published, *([] if firsts or published else plain)], updated))
    return Moments(chosen, later, tuple(problems))


def _updates(updated: list[Seen], plain: list[Seen], chosen: Seen) -> Seen | None:
    """Return the latest update after publication; a time without label beside a first publication is one too."""
    after = [one for one in (*updated, *plain) if _after(one, chosen)]
    if not after:
        return None
    return _finer(after, max(after, key=lambda one: one.stamp.instant))


def _after(one: Seen, chosen: Seen) -> bool:
    day = chosen.stamp.precision == "day" != one.stamp.precision and one.stamp.label == "updated"
    return (day or not _agree(one.stamp, chosen.stamp)) and one.stamp.instant > chosen.stamp.instant


def _conflicts(chosen: Seen, published: list[Seen], updated: list[Seen]) -> Iterator[Problem]:
    """Yield a problem for each line that cannot be right if the chosen one is."""
    told: set[int] = set()
    for other in (*published, *updated):
        wrong = not _agree(other.stamp, chosen.stamp) and (
            other in published or other.stamp.instant < chosen.stamp.instant - timedelta(minutes=1)
        )
        if wrong and other.line.number not in told:
            told.add(other.line.number)
            yield Problem(
                rule=RULE_CONFLICT,
                level=Level.WARNING,
                place=Place(line=other.line.number, field="published" if other in published else "updated"),
                message=f"line {other.line.number} says “{other.line.text}”, "
                f"line {chosen.line.number} says “{chosen.line.text}”",
                fix=f"kept {chosen.stamp.instant.isoformat()}",
            )
