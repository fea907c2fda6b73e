"""Records are whole, and the ledger names none that is not there, whatever happens in between."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from feedtool.record import read_record
from feedtool.shelf.line import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project

CONFIG = """\
[site]
title = "The Valley Herald"
home = "https://news.example/"
authority = "news.example,2025"
timezone = "Asia/Kolkata"

[source.rows]
from = "rows.ndjson"
"""


def project_of(folder: Path, bodies: list[str]) -> None:
    """Write a project whose one source is a table with these bodies."""
    (folder / "feedtool.toml").write_text(CONFIG, encoding="utf-8")
    rows = ({"title": f"Story {n}", "date": "2025-12-24T15:21:46+05:30", "body": b} for n, b in enumerate(bodies))
    (folder / "rows.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def records_of(folder: Path) -> dict[str, str]:
    """Return the bodies of all records by their paths; each must be whole."""
    found = sorted((folder / "articles").rglob("*.md"))
    return {path.relative_to(folder).as_posix(): read_record(path.read_text("utf-8"), path="").body for path in found}


def paths_in_ledger(folder: Path) -> list[str]:
    """Return the paths that the ledger names."""
    texts = (path.read_text(encoding="utf-8") for path in (folder / "articles/ledger").glob("*.jsonl"))
    return sorted(line.path for text in texts for line in lines_of(text.split("\n")))


def test_a_kill_leaves_whole_records_and_the_next_run_completes_them(tmp_path: Path) -> None:
    body = "\n\n".join(f"Paragraph {number} of the story, up to its end." for number in range(40))
    project_of(tmp_path, [body] * 700)
    command = [sys.executable, "-m", "feedtool", "import"]
    with subprocess.Popen(command, cwd=tmp_path) as process:
        while process.poll() is None and not any((tmp_path / "articles").rglob("*.md")):
            time.sleep(0)
        process.send_signal(signal.SIGKILL)
    written = records_of(tmp_path)
    assert written
    assert set(written.values()) == {body}
    assert set(paths_in_ledger(tmp_path)) <= written.keys()
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(records_of(tmp_path).values()) == [body] * 700
    assert paths_in_ledger(tmp_path) == list(records_of(tmp_path))
    assert not list((tmp_path / "articles").rglob("*.tmp"))


def test_a_full_disk_keeps_what_was_written_and_the_ledger_names_no_more(tmp_path: Path) -> None:
    project_of(tmp_path, ["Short."] * 5 + ["Too long for the disk. " * 2000] + ["Short."] * 5)
    code = (  # a limit on a file's size stands in for a disk's end
        "import resource, signal\nfrom feedtool.cli import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\nmain(['import'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 3
    assert "articles/2025/12/story-5.md: cannot be written: File too large" in done.stderr
    assert list(records_of(tmp_path)) == [f"articles/2025/12/story-{number}.md" for number in range(5)]
    assert paths_in_ledger(tmp_path) == list(records_of(tmp_path))
    assert not list((tmp_path / "articles").rglob("*.tmp"))


EDITS: dict[str, tuple[Callable[[str], str], str]] = {
    "nothing": (lambda text: text, "unchanged"),
    "the title": (lambda text: text.replace("title: Story", "title: My Story"), "unchanged"),
    "the words": (lambda text: text.replace("Short.", "Long, and by hand."), "unchanged"),
    "line breaks": (lambda text: text.replace("\n", "\r\n"), "unchanged"),
    "the slug": (lambda text: text.replace("slug: story-0", "slug: mine"), "unchanged"),
    "what it was made of": (lambda text: re.sub("source:\n(?:  .*\n)*", "", text), "clash"),
    "the digest": (lambda text: re.sub("digest: .*", "digest: 0", text), "clash"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_article_that_its_source_says_again_leaves_the_record_as_it_stands(project: Project, edit: str) -> None:
    change, intake = EDITS[edit]
    project_of(project.root, ["Short."])
    project.run("import")
    record = project.root / "articles/2025/12/story-0.md"
    edited = change(record.read_text("utf-8")).encode()
    record.write_bytes(edited)
    (project.root / "rows.ndjson").touch()
    done = project.run("import", "--json", code=None)
    assert [row["outcome"] for row in json.loads(done.stdout)["articles"]] == [intake]
    assert record.read_bytes() == edited
    assert record.with_name("story-0.md.incoming").exists() == (intake == "clash")


def test_a_record_that_was_broken_is_named_though_its_source_says_nothing_new(project: Project) -> None:
    project_of(project.root, ["Short."])
    project.run("import")
    record = project.root / "articles/2025/12/story-0.md"
    record.write_text(record.read_text("utf-8").replace("published: ", "published: ["), "utf-8")
    (project.root / "rows.ndjson").touch()
    assert "articles/2025/12/story-0.md" in project.run("import", code=1).stderr
