"""`python -m benchmarks imports URL`: how fast articles of 4 KB come into a database, and beside it into the folder.

Rows of NDJSON and Markdown files are imported by one process, again with nothing changed, and at last by several
processes at once, each with rows of its own.  Each first import has a schema of its own in the database, which goes
when it was measured.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg

from benchmarks import material
from benchmarks.corpus import FEED, SITE, make_project
from benchmarks.measure import Task, medians
from benchmarks.scenarios import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

_IMPORT = [sys.executable, "-m", "feedtool", "import"]
_ROWS = "rows.ndjson"
_SCHEMA = "feedtool_bench"


def main(arguments: list[str]) -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks imports", description=__doc__)
    parser.add_argument("url", metavar="URL", help="a database in which schemas may be made: postgresql://…")
    parser.add_argument("--articles", type=int, default=10_000, help="how many articles")
    parser.add_argument("--importers", type=int, default=2, help="how many import at once")
    parser.add_argument("--runs", type=int, default=1, help="how often each is run")
    options = parser.parse_args(arguments)
    compiled()
    print("| import | articles a second | CPU for 1,000 | memory |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="feedtool-bench-") as name:
        folder = Path(name)
        make_project(folder, options.articles)
        _write_rows(folder / _ROWS, options.articles)
        for task, figure in medians(list(_tasks(folder, options.url)), folder, options.runs, warm=False).items():
            speed, cost = options.articles / figure.wall, 1000 * figure.cpu / options.articles
            print(f"| {task} | {speed:,.0f} | {cost:.2f} s | {figure.memory:.0f} MiB |", flush=True)
    speed = _together(options.url, options.importers, options.articles)
    print(f"| NDJSON into a database, {options.importers} importers at once | {speed:,.0f} | | |")


def _tasks(folder: Path, url: str) -> Iterator[Task]:
    """Yield what is measured, each of the later ones on what the one before it left."""

    def fresh(shelf: str = "") -> None:
        for name in ("articles", ".feedtool"):
            shutil.rmtree(folder / name, ignore_errors=True)
        (folder / "feedtool.toml").write_text(f"{SITE}{shelf}{FEED}", encoding="utf-8")

    def stored() -> None:
        fresh(f'shelf = "{_schema(url)}"\n')

    rows = [*_IMPORT, _ROWS]
    yield Task(name="NDJSON into the folder", command=rows, before=fresh)
    yield Task(name="NDJSON into a database", command=rows, before=stored)
    yield Task(name="the same again", command=rows)
    yield Task(name="Markdown into a database", command=_IMPORT, before=stored)
    yield Task(name="nothing changed", command=_IMPORT, after=lambda: _drop(url))


def _together(url: str, importers: int, articles: int) -> float:
    """Return how many articles a second come from several importers at once."""
    with _folders(url, importers, articles) as folders:
        began = time.perf_counter()
        started = [subprocess.Popen([*_IMPORT, _ROWS], cwd=folder) for folder in folders]
        codes = [process.wait() for process in started]
        if any(codes):
            raise SystemExit("an import failed")
        return importers * articles / (time.perf_counter() - began)


@contextmanager
def _folders(url: str, importers: int, articles: int) -> Iterator[list[Path]]:
    """Make the folders of importers that share a database, with other rows in each."""
    shelf = _schema(url)
    with tempfile.TemporaryDirectory(prefix="feedtool-bench-") as name:
        folders = [Path(name, str(number)) for number in range(importers)]
        for number, folder in enumerate(folders):
            folder.mkdir()
            config = f'{SITE}shelf = "{shelf}"\nimporter = "desk-{number}"\n{FEED}'
            (folder / "feedtool.toml").write_text(config, encoding="utf-8")
            _write_rows(folder / _ROWS, articles, number * articles)
        yield folders
    _drop(url)


def _write_rows(path: Path, articles: int, skipped: int = 0) -> None:
    parts = islice(material.ndjson_parts(material.plain_text), skipped, skipped + articles)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(parts)


def _schema(url: str) -> str:
    """Make an empty schema, and return the address that leads there."""
    _drop(url)
    _run(url, f"CREATE SCHEMA {_SCHEMA}")
    return f"{url}{'&' if '?' in url else '?'}options={quote(f'-csearch_path={_SCHEMA}')}"


def _drop(url: str) -> None:
    """Remove what was measured with."""
    _run(url, f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE")


def _run(url: str, query: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(query.encode())
