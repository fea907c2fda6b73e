"""Progress: nothing for what is quick, a bar on a terminal, a line now and then on request, and never on stdout."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

from feedtool import config, pipeline
from feedtool.cli.progress import Bar, Lines
from feedtool.timestamps import read_time

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_a_bar_is_drawn_after_a_second_and_taken_away_at_the_end() -> None:
    stream, clock = io.StringIO(), Clock()
    bar = Bar(stream, clock)
    for moment, done in ((0.5, 1), (1.0, 2), (1.05, 3), (1.2, 1500)):
        clock.now = moment
        bar("reading wire", done, done / 3000)
    bar.close()
    drawn = [line for line in stream.getvalue().split("\r\x1b[2K") if line]
    assert drawn == [
        "reading wire [------------------------] 0% 2",
        "reading wire [############------------] 50% 1,500",
    ]
    assert stream.getvalue().endswith("\r\x1b[2K")


def test_what_is_quick_draws_nothing() -> None:
    stream = io.StringIO()
    bar = Bar(stream, Clock())
    bar("reading wire", 1)
    bar.close()
    assert stream.getvalue() == ""


def test_lines_are_said_every_ten_seconds() -> None:
    stream, clock = io.StringIO(), Clock()
    lines = Lines(stream, clock)
    for moment, part in ((5.0, None), (10.0, None), (12.0, 0.2), (20.5, 0.25)):
        clock.now = moment
        lines("reading wire", round(moment * 100), part)
    assert stream.getvalue() == "reading wire: 1,000\nreading wire: 2,050 (25%)\n"


def test_the_pipeline_tells_what_it_is_at_and_prints_nothing(project: Project) -> None:
    rows = ({"title": f"Story {n}", "published": "2025-12-24T10:00:00Z", "body": "x" * 2000} for n in range(100))
    project.write("wire.ndjson", "".join(json.dumps(row) + "\n" for row in rows))
    project.write("feedtool.toml", project.read("feedtool.toml").replace('"notes/"', '["wire.ndjson", "notes/"]'))
    project.note("one")
    told: list[tuple[str, int, float | None]] = []
    now = read_time("2026-01-01T00:00:00Z").instant
    pipeline.build(
        config.load(project.root / "feedtool.toml"), now=now, progress=lambda *said: told.append((*said, None)[:3])
    )
    assert list(dict.fromkeys(stage for stage, *_ in told)) == [
        "reading notes",
        "reading articles",
        "writing feeds",
    ]
    counts = [done for stage, done, _ in told if stage == "reading notes"]
    assert counts == list(range(1, 101))
    parts = [part for stage, _, part in told if stage == "reading notes" and part is not None]
    assert parts == sorted(parts)
    assert parts[0] < 0.5
    assert parts[-1] == 1.0
    assert [part for stage, _, part in told if stage == "reading articles"][-1] == 1.0


def test_on_a_terminal_a_long_import_shows_a_bar_and_leaves_nothing(tmp_path: Path) -> None:
    rows = ({"title": f"Story {n}", "published": "2025-12-24T10:00:00Z", "body": "x " * 9000} for n in range(6000))
    with (tmp_path / "wire.ndjson").open("w", encoding="utf-8") as wire:
        wire.writelines(json.dumps(row) + "\n" for row in rows)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "feedtool", "import", "wire.ndjson", "--to", "-"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while piece := read(ours):
            shown += piece
    os.close(ours)
    assert process.returncode == 0
    assert b"reading wire.ndjson [" in shown
    assert shown.endswith(b"\r\x1b[2K")


def read(terminal: int) -> bytes:
    """Return the next piece of what a terminal shows, empty when nobody writes to it any more."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
