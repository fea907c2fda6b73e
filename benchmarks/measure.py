"""Whole processes, measured by the operating system's own accounting: user and system CPU, wall time, peak memory."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def _nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One run: CPU and wall time in seconds, peak memory in MiB."""

    cpu: float
    wall: float
    memory: float


def run(command: Sequence[str], folder: Path) -> Figure:
    """Run a command in a folder, to its end, and return what it cost.

    Raises:
        SystemExit: it failed; what it said is printed.

    """
    os.chdir(folder)
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        pid = os.posix_spawn(
            command[0],
            list(command),
            {**os.environ, "PWD": str(folder)},
            file_actions=[(os.POSIX_SPAWN_DUP2, output.fileno(), 1), (os.POSIX_SPAWN_DUP2, output.fileno(), 2)],
        )
        _, status, usage = os.wait4(pid, 0)
        wall = time.perf_counter() - started
        os.chdir("/")
        if os.waitstatus_to_exitcode(status):
            output.seek(0)
            raise SystemExit(f"failed: {' '.join(command)}\n{output.read().decode(errors='replace')[-2000:]}")
    return Figure(cpu=usage.ru_utime + usage.ru_stime, wall=wall, memory=usage.ru_maxrss / 1024)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A command that is measured; what is done before it and after it is not."""

    name: str
    command: Sequence[str]
    before: Callable[[], None] = _nothing
    after: Callable[[], None] = _nothing


def medians(tasks: Sequence[Task], folder: Path, runs: int, *, warm: bool = True) -> dict[str, Figure]:
    """Return the median figures of tasks that are run in turn (A B C A B C), by name.

    `warm`: a first turn that does not count brings files into memory.
    """
    taken: dict[str, list[Figure]] = {task.name: [] for task in tasks}
    for turn in range(runs + warm):
        for task in tasks:
            task.before()
            figure = run(task.command, folder)
            task.after()
            if turn >= warm:
                taken[task.name].append(figure)
    return {name: _median(figures) for name, figures in taken.items()}


def _median(figures: Sequence[Figure]) -> Figure:
    return Figure(
        cpu=statistics.median(figure.cpu for figure in figures),
        wall=statistics.median(figure.wall for figure in figures),
        memory=statistics.median(figure.memory for figure in figures),
    )
