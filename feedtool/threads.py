"""THREADS: a few things done in threads, where most of the time is spent outside of Python.

The standard library's pool does more, and takes 5 ms to load, which a build that cron starts has to wait for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


def done_together(works: Sequence[Callable[[], T]]) -> list[T | BaseException]:
    """Do all of some things, each in a thread, and return what came of each, or how it failed, in their order."""
    from threading import Thread  # noqa: PLC0415 - of few things that are done it takes a part of the time to load

    results: dict[int, T | BaseException] = {}

    def do(number: int) -> None:
        try:
            results[number] = works[number]()
        except BaseException as error:  # noqa: BLE001 - for who asked
            results[number] = error

    threads = [Thread(target=do, args=(number,)) for number in range(1, len(works))]
    for thread in threads:
        thread.start()
    for number in range(min(len(works), 1)):
        do(number)
    for thread in threads:
        thread.join()
    return [results[number] for number in range(len(works))]
