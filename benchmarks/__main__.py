"""`python -m benchmarks`: start-up, a cold build of many articles, and a second build with nothing changed.

Whole processes are measured, with the operating system's own accounting: user and system CPU, wall time, peak memory.
Each is run several times, the peer in turn with it, and the median is shown.  Ratios are against the peer of the same
run, so they hold on a machine of another speed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpus import make_project

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BARE = [sys.executable, "-c", "pass"]
FEEDTOOL = [sys.executable, "-m", "feedtool"]
STAT = [
    sys.executable,
    "-c",
    "import os\nfor folder, _, names in os.walk('notes'):\n    for name in names: os.stat(os.path.join(folder, name))",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One run: CPU and wall time in seconds, peak memory in MiB."""

    cpu: float
    wall: float
    memory: float


def run(command: Sequence[str], folder: Path) -> Figure:
    """Run a command to its end and return what it cost.

    Raises:
        SystemExit: it failed.

    """
    started = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        pid = os.posix_spawn(
            command[0],
            list(command),
            {**os.environ, "PWD": str(folder)},
            file_actions=[(os.POSIX_SPAWN_DUP2, output.fileno(), 1)],
        )
        _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {' '.join(command)}")
    return Figure(
        cpu=usage.ru_utime + usage.ru_stime,
        wall=time.perf_counter() - started,
        memory=usage.ru_maxrss / 1024,
    )


def medians(
    commands: Sequence[Sequence[str]], folder: Path, runs: int, before: Callable[[], None] = lambda: None
) -> list[Figure]:
    """Return the median figures of commands that are run in turn; `before` runs before every turn, unmeasured."""
    taken: list[list[Figure]] = [[] for _ in commands]
    os.chdir(folder)
    for turn in range(runs + 1):
        before()
        for command, figures in zip(commands, taken, strict=True):
            figure = run(command, folder)
            if turn:  # the first warms the caches
                figures.append(figure)
    return [
        Figure(
            cpu=statistics.median(figure.cpu for figure in figures),
            wall=statistics.median(figure.wall for figure in figures),
            memory=statistics.median(figure.memory for figure in figures),
        )
        for figures in taken
    ]


def row(name: str, figure: Figure, peer: Figure | None = None, peer_name: str = "") -> str:
    """Return one line of the table."""
    ratio = f"{figure.wall / peer.wall:.1f} x {peer_name}" if peer else ""
    return f"| {name} | {figure.wall:.3f} | {figure.cpu:.3f} | {figure.memory:.0f} | {ratio} |"


def main() -> None:
    """Measure and print a Markdown table; exit 1 where a bound is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000, help="how many Markdown articles of 4 KB")
    parser.add_argument("--runs", type=int, default=3, help="how often each command is run")
    options = parser.parse_args()
    print("| what | wall s | CPU s | peak MiB | ratio |")
    print("| --- | ---: | ---: | ---: | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start, bare = medians([[*FEEDTOOL, "--version"], BARE], folder, max(options.runs, 9))
        print(row("`feedtool --version`", start, bare, "bare Python"))
        make_project(folder, options.articles)
        build = [*FEEDTOOL, "build"]

        def forget() -> None:
            shutil.rmtree(folder / "output", ignore_errors=True)
            shutil.rmtree(folder / "articles", ignore_errors=True)

        cold, stat = medians([build, STAT], folder, options.runs, forget)
        print(row(f"cold build, {options.articles:,} articles", cold, stat, "stat of the same files"))
        again, stat = medians([build, STAT], folder, options.runs)
        print(row("second build, nothing changed", again, stat, "stat of the same files"))
        os.chdir("/")
    if start.wall - bare.wall > 0.1:
        raise SystemExit("feedtool --version takes more than 0.1 s over bare Python")


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        from benchmarks import serve

        serve.main(sys.argv[2:])
    else:
        main()
