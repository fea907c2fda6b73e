"""Streaming: a large file is read by a process of its own, and what comes of it is what one process makes."""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import closing
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import pytest

from benchmarks.material import END, feed_parts, linked_html, mbox_parts, ndjson_parts, whole, wxr_parts
from conftest import CONFIG, Project
from feedtool.errors import SourceError
from feedtool.pipeline.sources.streaming import streamed

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    Told = Callable[[int], None]


def counted(most: int, told: Told) -> Iterator[tuple[int, int]]:
    """Yield numbers, each with the process that says so, and then fail."""
    for number in range(most):
        told(number)
        yield number, os.getpid()
    raise SourceError("it breaks off")


@pytest.mark.parametrize("most", [0, 1, 49, 50, 51, 1000])
def test_what_another_process_yields_comes_in_order_and_so_does_what_stops_it(most: int) -> None:
    positions: list[int] = []
    found: list[tuple[int, int]] = []
    with pytest.raises(SourceError, match="it breaks off"):
        found.extend(streamed(partial(counted, most), positions.append))
    assert [number for number, _ in found] == list(range(most))
    assert os.getpid() not in {process for _, process in found}
    assert positions == sorted(positions)
    assert not multiprocessing.active_children()


def test_it_is_another_process_that_reads_and_it_ends_with_who_takes() -> None:
    with closing(_endless()) as found:
        number, process = next(found)
        assert number == 0
        assert process != os.getpid()
    assert not multiprocessing.active_children()


def _endless() -> Generator[tuple[int, int], None, None]:
    yield from streamed(endless, None)


def endless(_told: Told) -> Iterator[tuple[int, int]]:
    """Yield numbers without end, each with the process that says so."""
    return ((number, os.getpid()) for number in count())


def test_when_the_system_ends_it_the_first_process_reads_on() -> None:
    found = []
    with closing(_endless()) as numbers:
        for number, process in numbers:
            found.append(number)
            if number == 10:
                os.kill(process, signal.SIGKILL)
            if process == os.getpid():
                break
    assert found == list(range(len(found)))
    assert len(found) > 50


@pytest.mark.parametrize("limit", ["", "\nlimit = 30"])
def test_large_files_give_the_same_by_two_processes_as_by_one(tmp_path: Path, limit: str) -> None:
    results = []
    for jobs in ("1", "2"):
        project = Project(root=tmp_path / jobs)
        project.write("feedtool.toml", CONFIG.replace('"notes/"', f'"notes/"{limit}'))
        rows = whole(ndjson_parts(linked_html), 700).replace(b'"date": "2025-12-24', b'"date": "soon', 2)
        project.write("notes/rows.ndjson", rows + b"not JSON\n")
        project.write("notes/feed.rss", whole(feed_parts(linked_html), 700, END)[:-60])
        project.write("notes/list.mbox", whole(mbox_parts(linked_html), 700))
        project.write("notes/export.wxr", whole(wxr_parts(linked_html), 700, END))
        assert all(path.stat().st_size > 2**20 for path in (project.root / "notes").iterdir())
        said = project.run("import", "--json", "--jobs", jobs, code=1)
        errors = [line for line in said.stderr.splitlines() if not line.startswith("reading ")]
        files = {path.name: path.read_bytes() for path in (project.root / "articles").rglob("*.md")}
        results.append((said.stdout, errors, files))
    assert results[0] == results[1]
