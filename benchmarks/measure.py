"""Whole processes, measured with the operating system's own accounting: CPU, wall time, peak memory."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

FEEDTOOL = [sys.executable, "-m", "feedtool"]


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
