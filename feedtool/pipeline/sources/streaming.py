"""STREAMING: a large file is read by a process of its own, while the first one takes what it gives.

What is read waits in a pipe, which holds little, so memory stays flat; where the first process ends, or has had enough,
the other one ends too.  Where the system ends the other one, the first reads on where it was.
"""

from __future__ import annotations

import signal
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from feedtool.errors import FeedtoolError
from feedtool.pipeline.sources.workers import context_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection

    Told = Callable[[int], None]

T = TypeVar("T")

_TOGETHER = 50
"""How many go through the pipe at once."""


def streamed(work: Callable[[Told], Iterable[T]], told: Told | None) -> Iterator[T]:
    """Yield what `work` yields in another process; what it tells of how far it is, `told` is told here.

    Raises:
        FeedtoolError: as `work` does.

    """
    start, count = context_of(), 0
    receiver, sender = start.Pipe(duplex=False)
    process = start.Process(target=_send, args=(work, receiver, sender), daemon=True)  # type: ignore[attr-defined]
    try:
        with suppress(EOFError, OSError, AssertionError):  # the system has ended it, has no more, or this is a daemon
            process.start()
            sender.close()
            for position, some in _received(receiver):
                if told:
                    told(position)
                for each in some:
                    count += 1
                    yield each
            return
        yield from islice(work(told or _nobody), count, None)
    finally:
        if process.pid:
            process.kill()  # it holds nothing that anybody else knows of
            process.join()
        receiver.close()


def _nobody(_position: int) -> None:
    """Be told, and take no note."""


def _received(receiver: Connection) -> Iterator[tuple[int, list[Any]]]:
    """Yield what comes through a pipe, up to its last word."""
    while said := receiver.recv():
        if isinstance(said, FeedtoolError):
            raise said
        yield said


def _send(work: Callable[[Told], Iterable[Any]], receiver: Connection, sender: Connection) -> None:
    """Do some work, and send what comes of it; where it fails, the first process does it anew and meets the same."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is left to the first process
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    receiver.close()  # else this process would wait for itself when nobody else reads any more
    position, some, last = [0], list[Any](), None
    with suppress(Exception):
        try:
            for each in work(lambda read: position.__setitem__(0, read)):
                some.append(each)
                if len(some) == _TOGETHER:
                    sender.send((position[0], some))
                    some = []
        except FeedtoolError as error:
            last = error
        sender.send((position[0], some))
        sender.send(last)
