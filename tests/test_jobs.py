"""Jobs: sources are read by as many processes as there are, and what comes of it is what one would have made."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.material import linked_html, ndjson_parts, page_texts, whole
from conftest import CASES, CONFIG, Project
from test_stopping import in_ledger

if TYPE_CHECKING:
    from collections.abc import Callable

SEEDS = Path(__file__).parent.parent / "seeds"
KINDS = ("feed", "html", "mail", "pagetext", "table", "wordpress")


def filled(project: Project) -> Project:
    """Return a project with every case of every kind, and as much text as several processes are worth."""
    for kind in KINDS:
        shutil.copytree(CASES / kind, project.root / "notes" / kind)
    shutil.copytree(SEEDS, project.root / "notes/seeds")
    with_texts(project, 300)
    project.write("notes/texts/000.txt", b"\x00\x01 no text \xff")
    project.write("notes/texts/001.txt", "")
    project.write("notes/texts/002.txt", "---\ntitle: It stands\ndate: 2025-12-24 10:00\n---\n\nIts text.\n")
    return project


def with_texts(project: Project, count: int) -> None:
    """Write so many copied pages."""
    for number, text in enumerate(page_texts(count)):
        project.write(f"notes/texts/{number:03}.txt", text)


def told(project: Project, *args: str) -> tuple[int, str, str, dict[str, bytes]]:
    """Return what a command says, but for how far it is, and all that is there after it."""
    result = project.run(*args, code=None)
    files = {
        str(path.relative_to(project.root)): path.read_bytes()
        for folder in ("articles", "output")
        for path in sorted((project.root / folder).rglob("*"))
        if path.is_file() and path.name != ".lock"
    }
    said = "".join(line for line in result.stderr.splitlines(keepends=True) if not line.startswith("reading "))
    return result.exit_code, result.stdout, said, files


@pytest.mark.parametrize(
    "command",
    [
        ("import", "--json"),
        ("import", "notes/", "nowhere*.txt", "--json"),
        ("import", "notes/", "--to", "-"),
        ("export", "notes/", "--timezone", "Asia/Kolkata", "--authority", "gazette.example,2025"),
        ("build", "-v"),
    ],
)
def test_several_processes_give_the_same_as_one(tmp_path: Path, command: tuple[str, ...]) -> None:
    results = []
    for jobs in ("1", "3"):
        project = Project(root=tmp_path / jobs)
        project.write("feedtool.toml", CONFIG)
        filled(project)
        first = told(project, *command, "--jobs", jobs)
        project.write("notes/texts/005.txt", project.read("notes/texts/005.txt").replace("river", "ferry"))
        project.write("notes/texts/007.txt", project.read("notes/texts/006.txt"))
        (project.root / "notes/texts/009.txt").unlink()
        results.append((first, told(project, *command, "--jobs", jobs)))
    assert results[0] == results[1]
    assert not multiprocessing.active_children()


def test_a_limit_holds_whoever_reads(tmp_path: Path) -> None:
    results = []
    for jobs in ("1", "2"):
        project = Project(root=tmp_path / jobs)
        project.write("feedtool.toml", CONFIG.replace('"notes/"', '"notes/"\nlimit = 70'))
        results.append(told(filled(project), "build", "--jobs", jobs))
    assert results[0] == results[1]


def with_rows(project: Project, count: int) -> None:
    """Write a large table."""
    project.write("notes/rows.ndjson", whole(ndjson_parts(linked_html), count))


@pytest.mark.parametrize("fill", [with_texts, with_rows])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_an_import_by_several_processes_and_what_was_done_is_kept(
    tmp_path: Path, number: signal.Signals, fill: Callable[[Project, int], None]
) -> None:
    project = Project(root=tmp_path)
    project.write("feedtool.toml", CONFIG)
    fill(project, 600)
    command = [sys.executable, "-m", "feedtool", "import", "--jobs", "2"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and not any(tmp_path.glob("articles/2025/12/*.md")):
            time.sleep(0)
        process.send_signal(number)
        said = process.stderr.read() if process.stderr else ""  # its end comes when the last process has closed it
    assert process.returncode == {signal.SIGTERM: 143, signal.SIGINT: 130}[number]
    assert said.endswith("; what was done is kept\n")
    kept = in_ledger(tmp_path)
    assert kept
    assert all((tmp_path / path).is_file() for path in kept.values())
    subprocess.run(command, cwd=tmp_path, check=True)
    assert kept.items() <= in_ledger(tmp_path).items()
    assert len(in_ledger(tmp_path)) == 600
