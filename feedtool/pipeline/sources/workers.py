"""WORKERS: one kind of work for many things, done in several processes; what comes of it comes in order.

What is done must depend on nothing but what is asked, so it does not matter which process does it.  A few chunks are
under way for each process, so memory stays flat, however many things there are; and no process outlives the first one.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from contextlib import closing, suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from queue import SimpleQueue

T = TypeVar("T")
A = TypeVar("A")
R = TypeVar("R")

_GIVEN = 3
"""Chunks that a process is given at most: enough that it never waits while the first one is at something else."""


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
    meanwhile: Iterable[object] = (),
) -> Generator[tuple[T, R], None, None]:
    """Yield things, each with what `work` makes of what is asked of it, in order.

    `jobs` is how many processes work at most, 0 for one a core; `weigh` says how much work something is, by the
    measure of `size`.  `work` and what it is asked go to other processes, and what it returns comes back; this one
    works too while it would wait for them.  `here` is done instead by this one of what is taken the next moment.
    `meanwhile` are steps that are to be taken at some time, each by asking for the next: while this one would wait.
    """
    jobs, things, here = jobs or cores(), iter(things), here or work
    first = _some(things, weigh, size.pays) if jobs > 1 else []
    things = chain(first, things)
    if sum(weigh(asked) for _, asked in first) >= size.pays:
        chunks = iter(lambda: _some(things, weigh, size.chunk), [])
        with closing(_Crew(work, jobs - 1)) as crew:
            for chunk, done in _in_processes(crew, work, chunks, iter(meanwhile)):
                if done is None:
                    yield from ((thing, here(asked)) for thing, asked in chunk)
                else:
                    yield from zip((thing for thing, _ in chunk), done, strict=True)
    yield from ((thing, here(asked)) for thing, asked in things)


def _some(things: Iterator[tuple[T, A]], weigh: Callable[[A], float], most: float) -> list[tuple[T, A]]:
    """Take things until they weigh so much."""
    taken, weight = [], 0.0
    while weight < most and (thing := next(things, None)) is not None:
        taken.append(thing)
        weight += weigh(thing[1])
    return taken


def _in_processes(
    crew: _Crew, work: Callable[[A], R], chunks: Iterator[list[tuple[T, A]]], meanwhile: Iterator[object]
) -> Iterator[tuple[list[tuple[T, A]], list[R] | None]]:
    """Yield chunks with what comes of them, or with nothing where the process ended that had them: of memory, say.

    It ends with the last worker, and leaves the chunks that are not begun.
    """
    under_way: deque[tuple[list[tuple[T, A]], _Worker | list[R]]] = deque()
    most = 2 * _GIVEN * (len(crew.workers) + 1)
    while True:
        for worker in crew.free():
            if chunk := next(chunks, None):
                under_way.append((chunk, worker))
                worker.give([asked for _, asked in chunk])
        if not under_way:
            return
        _, by = under_way[0]
        if isinstance(by, _Worker) and not by.ready():
            if next(meanwhile, None) is not None:
                continue
            if len(under_way) < most and (chunk := next(chunks, None)):
                under_way.append((chunk, [work(asked) for _, asked in chunk]))
                continue
        chunk, by = under_way.popleft()
        yield chunk, by.take() if isinstance(by, _Worker) else by


class _Crew:
    """The other processes at work."""

    def __init__(self, work: Callable[[Any], Any], size: int) -> None:
        self.workers: list[_Worker] = []
        context = context_of()
        with suppress(OSError, AssertionError):  # the system has no more, or this one is a daemon, which has none
            for _ in range(size):
                self.workers.append(_Worker(work, context))

    def free(self) -> Iterator[_Worker]:
        """Yield those that can be given another chunk, as often as they can."""
        for _ in range(_GIVEN):
            yield from (worker for worker in self.workers if worker.lives and worker.given < _GIVEN)

    def close(self) -> None:
        """End all of them, whatever they are at."""
        for worker in self.workers:
            worker.end()


class _Worker:
    """Another process at work: what it is given comes back in order."""

    def __init__(self, work: Callable[[Any], Any], context: BaseContext) -> None:
        self.given = 0
        self.lives = True
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_help, args=(work, theirs, self._pipe), daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        theirs.close()

    def give(self, asked: list[Any]) -> None:
        """Have it work for what is asked."""
        self.given += 1
        try:
            self._pipe.send(asked)
        except OSError:
            self.lives = False

    def ready(self) -> bool:
        """Whether what comes next is there, or nothing will come any more."""
        return not self.lives or self._pipe.poll()

    def take(self) -> list[Any] | None:
        """Return what came of the first chunk that is not taken, None where the process ended before."""
        self.given -= 1
        try:
            return self._pipe.recv() if self.lives else None
        except (EOFError, OSError):
            self.lives = False
            return None

    def end(self) -> None:
        """End it: it holds nothing that anybody else knows of."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def context_of() -> BaseContext:
    """Return how processes are started: as copies of this one where that is safe, which takes no time, else anew."""
    import multiprocessing  # noqa: PLC0415 - slow to import, and only for much work
    import threading  # noqa: PLC0415

    alone = threading.active_count() == 1 and sys.platform == "linux"
    return multiprocessing.get_context("fork" if alone else "spawn")


def _help(work: Callable[[Any], Any], pipe: Connection, other: Connection) -> None:
    """Do what is asked until the first process is gone, to which an interruption is left.

    What fails here is done anew by the first process, which meets the same.
    """
    import threading  # noqa: PLC0415 - as above
    from queue import SimpleQueue  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    other.close()
    asked: SimpleQueue[list[Any]] = SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, asked), daemon=True).start()
    with suppress(Exception):
        while True:
            pipe.send([work(each) for each in asked.get()])
    os._exit(1)


def _receive(pipe: Connection, asked: SimpleQueue[list[Any]]) -> None:
    """Take what is asked at once, so that the first process never waits to ask; end with it."""
    with suppress(EOFError, OSError):
        while True:
            asked.put(pipe.recv())
    os._exit(1)
