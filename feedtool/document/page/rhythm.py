"""How many entries a week: a row of bars for each source or tag, as data that a template draws.

Bars are in units of which one week is `STEP` wide and the tallest bar `HEIGHT` high.  No clock is asked: the last week
is that of the newest entry.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from feedtool.document.page.words import Words

WEEKS = 26
ROWS = 6
STEP = 10
HEIGHT = 40
_WEEK = timedelta(weeks=1)


class Bar(Struct, frozen=True, kw_only=True):
    """One week: where its bar stands, how high it is, and what it says."""

    x: int
    height: int
    label: str


class Rhythm(Struct, frozen=True, kw_only=True):
    """One row: its name, how many entries, its bars, and all that in a sentence."""

    name: str
    total: int
    bars: Sequence[Bar]
    text: str


class Plot(Struct, frozen=True, kw_only=True):
    """The rows with most entries, and the sentence that says what is shown; units of the drawing."""

    rows: Sequence[Rhythm]
    text: str
    width: int = WEEKS * STEP
    height: int = HEIGHT
    bar: int = STEP - 3


def plot_of(weeks: Iterable[tuple[date, str, int]], words: Words) -> Plot | None:
    """Return the plot of Mondays, names and counts; None where there are not two weeks to compare."""
    counted: dict[str, dict[date, int]] = {}
    for monday, name, count in weeks:
        counted.setdefault(name, {})[monday] = count
    mondays = [monday for row in counted.values() for monday in row]
    if len(set(mondays)) < 2:
        return None
    last = max(mondays)
    first = last - (WEEKS - 1) * _WEEK
    shown = {name: {monday: n for monday, n in row.items() if monday >= first} for name, row in counted.items()}
    largest = sorted(filter(shown.get, shown), key=lambda name: (-sum(shown[name].values()), name))[:ROWS]
    most = max(count for name in largest for count in shown[name].values())
    rows = [_row(name, shown[name], first, most, words) for name in largest]
    return Plot(rows=rows, text=words.weeks.format(first=words.date(first), last=words.date(last)))


def _row(name: str, weeks: dict[date, int], first: date, most: int, words: Words) -> Rhythm:
    bars = [
        Bar(
            x=(monday - first) // _WEEK * STEP,
            height=max(2, count * HEIGHT // most),
            label=f"{words.date(monday)}: {count}",
        )
        for monday, count in sorted(weeks.items())
    ]
    busiest = max(weeks, key=lambda monday: (weeks[monday], monday))
    total = sum(weeks.values())
    text = words.most.format(name=name, total=total, week=words.date(busiest), count=weeks[busiest])
    return Rhythm(name=name, total=total, bars=bars, text=text)
