"""Workers: what several processes do comes in order, and none of them outlives what asked for it."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feedtool.pipeline.sources.workers import Size, worked

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = Size(pays=20, chunk=3)


def with_process(number: int) -> tuple[int, int]:
    """Return twice a number, and the process that said so."""
    return 2 * number, os.getpid()


@pytest.mark.parametrize("things", [0, 1, 19, 20, 21, 200])
def test_what_is_done_comes_in_order_whoever_does_it(things: int) -> None:
    for jobs in (1, 2, 3):
        done = list(worked(with_process, ((str(n), n) for n in range(things)), jobs=jobs, size=SIZE))
        assert [(thing, twice) for thing, (twice, _) in done] == [(str(n), 2 * n) for n in range(things)]


def test_a_second_process_is_started_only_where_it_pays() -> None:
    few, many = (
        {process for _, (_, process) in worked(with_process, ((n, n) for n in range(things)), jobs=2, size=SIZE)}
        for things in (19, 20)
    )
    assert few == {os.getpid()}
    assert many > few


def test_heavy_things_pay_sooner() -> None:
    things = worked(with_process, ((n, n) for n in range(2)), jobs=2, size=SIZE, weigh=lambda _: 10)
    assert {process for _, (_, process) in things} - {os.getpid()}


def test_no_more_is_taken_than_is_soon_done() -> None:
    taken = count()
    with closing(worked(with_process, ((n, next(taken)) for n in count()), jobs=2, size=SIZE)) as done:
        next(done)
        assert next(taken) < 100


def test_whoever_has_seen_enough_leaves_no_process_behind() -> None:
    with closing(worked(with_process, ((n, n) for n in count()), jobs=2, size=SIZE)) as done:
        next(done)
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("ended", [1, 2])
def test_what_a_process_had_that_the_system_ended_is_done_by_the_first_one(ended: int) -> None:
    with closing(worked(with_process, ((n, n) for n in range(500)), jobs=3, size=SIZE)) as doing:
        first = next(doing)
        for process in multiprocessing.active_children()[:ended]:
            process.kill()
            process.join()
        assert [(n, twice) for n, (twice, _) in [first, *doing]] == [(n, 2 * n) for n in range(500)]


def what_is_told(pipe: str) -> str:
    """Return what somebody writes to a pipe, when that comes."""
    return Path(pipe).read_text(encoding="utf-8") if pipe else ""


def test_while_it_would_wait_the_first_process_does_what_is_to_be_done_anyway(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def steps() -> Iterator[str]:
        pipe.write_text("news", encoding="utf-8")
        yield "told"

    things = [("first", str(pipe)), *(("other", "") for _ in range(200))]
    done = list(worked(what_is_told, things, jobs=2, size=SIZE, meanwhile=steps()))
    assert done == [("first", "news"), *(("other", "") for _ in range(200))]


def test_what_fails_fails_here() -> None:
    doing = worked(json.loads, ((n, str(n) if n < 90 else "?") for n in range(100)), jobs=2, size=SIZE)
    with pytest.raises(json.JSONDecodeError):
        list(doing)
    assert not multiprocessing.active_children()


def test_beside_a_thread_processes_are_started_anew() -> None:
    leave = threading.Event()
    threading.Thread(target=leave.wait).start()
    done = list(worked(with_process, ((n, n) for n in range(200)), jobs=2, size=SIZE))
    leave.set()
    assert [twice for _, (twice, _) in done] == [2 * n for n in range(200)]


ENDLESS = """
from itertools import count
from feedtool.pipeline.sources.workers import Size, worked
for n, _ in worked(str, ((n, n) for n in count()), jobs=2, size=Size(pays=20, chunk=3)):
    if n == 50:
        print("under way", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_others_end_with_the_first_process_however_that_ends(number: signal.Signals) -> None:
    command = [sys.executable, "-c", ENDLESS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "under way\n"
        process.send_signal(number)
        assert process.stdout.read() == ""  # its end comes when the last of them has closed it
    assert process.returncode == -number
