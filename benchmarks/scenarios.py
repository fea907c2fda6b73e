"""What is measured: starting, building for the first time, building again, and every article with its whole text."""

from __future__ import annotations

import compileall
import shutil
import sys
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import feedtool
from benchmarks.measure import Figure, Task, medians
from benchmarks.peers import ALL, FEEDTOOL, HUGO, Tool, checked, make_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STAT = "bare Python that stats the same files"
BARE = "bare Python"
EDITED = "one article edited"
ENTRIES = 50
_MANY = 50_000
_STAT = (
    "import os\nfor folder, _, names in os.walk('notes'):\n    for name in names: os.stat(os.path.join(folder, name))"
)
_stat = Task(name=STAT, command=[sys.executable, "-c", _STAT])

Figures = dict[str, Figure]


def compiled() -> None:
    """Leave feedtool as pip leaves it: compiled, whatever the environment says of writing bytecode."""
    compileall.compile_dir(Path(feedtool.__file__).parent, quiet=2)


@contextmanager
def site(articles: int, tools: Sequence[Tool], entries: int = ENTRIES) -> Iterator[Path]:
    """Make a site of so many articles for some tools, in a folder that is gone after the block."""
    with tempfile.TemporaryDirectory(prefix="feedtool-bench-") as name:
        folder = Path(name)
        make_site(folder, articles, list(tools), entries)
        yield folder


def start(runs: int) -> Figures:
    """Measure how long it takes to say a version, beside a Python that does nothing."""
    with tempfile.TemporaryDirectory() as name:
        tasks = [
            Task(name=FEEDTOOL.name, command=FEEDTOOL.version()),
            Task(name=BARE, command=[sys.executable, "-c", "pass"]),
        ]
        return medians(tasks, Path(name), runs)


def cold(folder: Path, articles: int, tools: Sequence[Tool], runs: int, entries: int = ENTRIES) -> Figures:
    """Measure builds of a site of which nothing was ever built."""
    made = {path.name for path in folder.iterdir()}

    def forget() -> None:
        for path in [path for path in folder.iterdir() if path.name not in made]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    expected = articles if entries == ALL else min(entries, articles)
    tasks = [
        Task(name=tool.name, command=tool.command(), before=forget, after=partial(checked, folder, tool, expected))
        for tool in tools
        if articles <= tool.most
    ]
    return medians(tasks, folder, _runs(articles, runs), warm=articles < _MANY)


def again(folder: Path, articles: int, tools: Sequence[Tool], runs: int) -> Figures:
    """Measure builds after a build: with nothing changed, then by feedtool with one article edited.

    Apart from each other: what was changed a moment ago is looked at again by the next build, as it may have been
    changed once more within the same tick of the file system's clock.
    """
    article = folder / "notes/00000/article-0000007.md"

    def edit() -> None:
        article.write_text(article.read_text(encoding="utf-8") + "\nA correction.\n", encoding="utf-8")

    chosen = [tool for tool in tools if tool in (FEEDTOOL, HUGO) and articles <= tool.most]
    same = [Task(name=tool.name, command=tool.command()) for tool in chosen]
    runs = runs if chosen == [FEEDTOOL] else _runs(articles, runs)
    edited = [Task(name=EDITED, command=FEEDTOOL.command(), before=edit)]
    return {
        **medians([*same, _stat], folder, runs),
        **medians(edited, folder, runs),
    }


def whole(articles: int, tools: Sequence[Tool], runs: int) -> Figures:
    """Measure builds of feeds that hold every article with its whole text."""
    chosen = [tool for tool in tools if tool in (FEEDTOOL, HUGO)]
    with site(articles, chosen, ALL) as folder:
        return cold(folder, articles, chosen, runs, ALL)


def _runs(articles: int, runs: int) -> int:
    return runs if articles < _MANY else 1
