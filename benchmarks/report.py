"""What was measured, as a page: ratios and bars first, then figures; and the growth curves as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.peers import FEEDTOOL, HUGO
from benchmarks.scenarios import BARE, EDITED, STAT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.measure import Figure
    from benchmarks.scenarios import Figures

_PAGE = """\
# Benchmarks

Written by `make bench`, which installs the peers, makes the corpus and measures; `python -m benchmarks --help` says
what can be chosen.  Whole processes are measured by the operating system's accounting.  In each run the tools are
started in turn (A B C A B C) on the same files, and the median counts.  Ratios compare two figures of one run, so they
say more than seconds, which are those of one machine with two cores that had other work too.

The corpus: Markdown articles of 4 KB with front matter, an hour apart, a hundred to a folder, generated the same at
every run.  Each peer has the least configuration that makes **one RSS feed** of the newest 50 articles with their whole
text, and no page (`benchmarks/peers.py`).  feedtool makes **RSS, Atom and JSON Feed** of the same, checks them by all
its rules, keeps ids, and compresses them.

Versions: {versions}.
{missing}
## Bars

{bars}

## First build

Seconds by the clock, and in brackets seconds of CPU.

{cold}

![How the time of a build grows with the number of articles](growth.svg)

## Build after a build

{again}

## Every article with its whole text

{articles:,} articles in one feed, not compressed: Hugo's RSS, feedtool's RSS, Atom and JSON Feed.

{whole}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that was measured; by the number of articles where there are several."""

    versions: Mapping[str, str]
    missing: Sequence[str]
    start: Figures
    cold: Mapping[int, Figures]
    again: Mapping[int, Figures]
    whole: Mapping[int, Figures]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A promise: what was measured, what is the most that it may be, and how both are written."""

    name: str
    value: float
    most: float
    form: str

    @property
    def kept(self) -> bool:
        """Whether it is kept."""
        return self.value <= self.most

    def row(self) -> str:
        """Return its line in the table."""
        value, most = self.form.format(self.value), self.form.format(self.most)
        return f"| {self.name} | {value} | {most} | {'yes' if self.kept else '**no**'} |"


def bars(results: Results) -> Iterator[Bar]:
    """Yield the bars that these results can answer for; a ratio is of wall time where nothing else is said."""
    start = results.start
    over = start[FEEDTOOL.name].wall - start[BARE].wall
    yield Bar(name="`feedtool --version`, over bare Python", value=over * 1000, most=60, form="{:.0f} ms")
    size = 10_000 if 10_000 in results.cold else max(results.cold)
    yield from _bars_of_builds(size, results.cold[size], results.again[size])
    if _MILLION in results.cold:
        cold, again = results.cold[_MILLION], results.again[_MILLION]
        what = f"{_MILLION:,} articles"
        yield Bar(name=f"{what}, first build: memory", value=cold[FEEDTOOL.name].memory, most=400, form="{:.0f} MiB")
        value = again[EDITED].wall / again[STAT].wall
        yield Bar(name=f"{what}, {EDITED} / {STAT}", value=value, most=1.3, form="{:.2f}")
    for size, figures in results.whole.items():
        yield from bars_of_whole(size, figures)


def bars_of_whole(size: int, figures: Figures) -> Iterator[Bar]:
    """Yield the bars of feeds that hold so many articles in full."""
    ours, hugo = figures[FEEDTOOL.name], figures.get(HUGO.name)
    what = f"whole text of {size:,} articles"
    yield Bar(name=f"{what}: memory", value=ours.memory, most=400, form="{:.0f} MiB")
    if hugo:
        yield Bar(name=f"{what}: CPU / Hugo's", value=ours.cpu / hugo.cpu, most=1, form="{:.2f}")


def _bars_of_builds(size: int, cold: Figures, again: Figures) -> Iterator[Bar]:
    first, ours = cold[FEEDTOOL.name], again[FEEDTOOL.name]
    what = f"{size:,} articles"
    yield Bar(name=f"{what}, first build: memory", value=first.memory, most=250, form="{:.0f} MiB")
    if hugo := cold.get(HUGO.name):
        yield Bar(name=f"{what}, first build / Hugo's", value=first.wall / hugo.wall, most=0.5, form="{:.2f}")
        name = f"{what}, nothing changed / Hugo's"
        yield Bar(name=name, value=ours.wall / again[HUGO.name].wall, most=0.1, form="{:.2f}")
    name = f"{what}, nothing changed / {STAT}"
    yield Bar(name=name, value=ours.wall / again[STAT].wall, most=3, form="{:.2f}")
    name = f"{what}, {EDITED} / nothing changed"
    yield Bar(name=name, value=again[EDITED].wall / ours.wall, most=1.5, form="{:.2f}")


def page(results: Results) -> str:
    """Return the page, in Markdown."""
    missing = "".join(f"\nNot measured: {line}." for line in results.missing)
    return _PAGE.format(
        versions=", ".join(f"{name} {version}" for name, version in results.versions.items()),
        missing=f"{missing}\n" if missing else "",
        bars="\n".join(
            ["| what | is | at most | kept |", "| --- | ---: | ---: | --- |", *(b.row() for b in bars(results))]
        ),
        cold=_by_size(results.cold, list(results.versions), memory=FEEDTOOL.name),
        again=_by_size(results.again, [FEEDTOOL.name, EDITED, STAT, HUGO.name]),
        articles=max(results.whole),
        whole=by_name(results.whole[max(results.whole)]),
    )


def _by_size(found: Mapping[int, Figures], names: Sequence[str], memory: str = "") -> str:
    """Return a table with a line for each number of articles and a column for each name."""
    shown = [name for name in names if any(name in figures for figures in found.values())]
    head = ["articles", *(_LABELS.get(name, name) for name in shown), *([f"{memory}'s memory"] if memory else [])]
    lines = [f"| {' | '.join(head)} |", f"|{' ---: |' * len(head)}"]
    for size, figures in found.items():
        cells = [_cell(figures.get(name)) for name in shown]
        cells += [f"{figures[memory].memory:.0f} MiB"] if memory else []
        lines.append(f"| {size:,} | {' | '.join(cells)} |")
    return "\n".join(lines)


_MILLION = 1_000_000
_LABELS = {EDITED: f"feedtool, {EDITED}", STAT: "bare Python, stat"}


def _cell(figure: Figure | None) -> str:
    return f"{figure.wall:.2f} ({figure.cpu:.2f})" if figure else "–"


def by_name(figures: Figures) -> str:
    """Return a table with a line for each name."""
    lines = ["| tool | wall s | CPU s | peak MiB |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {name} | {f.wall:.2f} | {f.cpu:.2f} | {f.memory:.0f} |" for name, f in figures.items()]
    return "\n".join(lines)
