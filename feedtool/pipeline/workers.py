"""WORKERS: one kind of work for many things, done in several processes; what comes of it comes in order.

What is done must depend on nothing but what is asked, so it does not matter which process does it.  A few chunks are
under way for each process, so memory stays flat, however many things there are; and no process outlives the first one.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future
    from multiprocessing.context import BaseContext

T = TypeVar("T")
A = TypeVar("A")
R = TypeVar("R")

_UNDER_WAY = 4
"""Chunks for each process: enough that none waits while the first one is at something else."""


class Size(NamedTuple):
    """How much work there must be for a second process to be worth its start, and how much is a chunk."""

    pays: float
    chunk: float


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def worked(
    work: Callable[[A], R],
    things: Iterable[tuple[T, A]],
    *,
    jobs: int,
    size: Size,
    weigh: Callable[[A], float] = lambda _: 1,
    here: Callable[[A], R] | None = None,
) -> Generator[tuple[T, R], None, None]:
    """Yield things, each with what `work` makes of what is asked of it, in order.

    `jobs` is how many processes work at most, 0 for one a core; `weigh` says how much work something is, by the
    measure of `size`.  `work` and what it is asked go to other processes, and what it returns comes back; `here` is
    done instead by this one, where it does the work.
    """
    jobs, things, here = jobs or cores(), iter(things), here or work
    first = _some(things, weigh, size.pays) if jobs > 1 else []
    things = chain(first, things)
    if sum(weigh(asked) for _, asked in first) < size.pays:
        yield from ((thing, here(asked)) for thing, asked in things)
        return
    left = yield from _in_processes(work, things, jobs, weigh, size.chunk)
    yield from ((thing, here(asked)) for thing, asked in left)


def _some(things: Iterator[tuple[T, A]], weigh: Callable[[A], float], most: float) -> list[tuple[T, A]]:
    """Take things until they weigh so much."""
    taken, weight = [], 0.0
    while weight < most and (thing := next(things, None)) is not None:
        taken.append(thing)
        weight += weigh(thing[1])
    return taken


def _in_processes(
    work: Callable[[A], R], things: Iterator[tuple[T, A]], jobs: int, weigh: Callable[[A], float], most: float
) -> Generator[tuple[T, R], None, Iterable[tuple[T, A]]]:
    """Yield what comes of things, and return those that are left when the system has ended a process."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - slow to import, and only for much work
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    under_way: deque[tuple[list[tuple[T, A]], Future[list[R]]]] = deque()
    chunk: list[tuple[T, A]] = []
    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_begin, initargs=(work,))
    try:
        while True:
            while len(under_way) < _UNDER_WAY * jobs and (chunk := _some(things, weigh, most)):
                under_way.append((chunk, pool.submit(_done, [asked for _, asked in chunk])))
                chunk = []
            if not under_way:
                return ()
            done = under_way[0][1].result()
            yield from zip((thing for thing, _ in under_way.popleft()[0]), done, strict=True)
    except BrokenProcessPool:  # for want of memory, say
        return chain(*(some for some, _ in under_way), chunk, things)
    finally:
        pool.shutdown(cancel_futures=True)


def _context() -> BaseContext:
    """Return how processes are started: as copies of this one where that is safe, which takes no time, else anew."""
    import multiprocessing  # noqa: PLC0415 - as above
    import threading  # noqa: PLC0415

    alone = threading.active_count() == 1 and sys.platform == "linux"
    return multiprocessing.get_context("fork" if alone else "spawn")


_work: Callable[[Any], Any] | None = None


def _begin(work: Callable[[Any], Any]) -> None:
    """Begin a process: an interruption is left to the first one, and when that is gone this one goes too."""
    import threading  # noqa: PLC0415 - as above

    global _work  # noqa: PLW0603 - a process of a pool has no other place for what holds for all its work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    """End this process when the first one has ended, however that came about."""
    import multiprocessing  # noqa: PLC0415 - as above

    parent = multiprocessing.parent_process()
    if parent is not None:
        with suppress(OSError):
            parent.join()
        os._exit(1)


def _done(asked: list[Any]) -> list[Any]:
    assert _work is not None  # noqa: S101 - set by `_begin`
    return [_work(each) for each in asked]
