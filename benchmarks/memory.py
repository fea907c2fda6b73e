"""How much memory large files take: reading them, and the whole commands, each in a process of its own.

Peak memory is that of the larger process of a command; the one that reads takes about 30 MiB beside it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import material
from benchmarks.corpus import words_of
from benchmarks.measure import run
from feedtool.article import Article
from feedtool.source import HEAD, Hints, Source, read
from feedtool.timestamps import ZonePolicy

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from benchmarks.measure import Figure

MOST = 300
"""MiB, whatever the size of what is read."""
_FEEDTOOL = (sys.executable, "-m", "feedtool")
_AWAY = ("/bin/sh", "-c", 'exec "$@" > /dev/null', "sh", *_FEEDTOOL)
"""What it prints is several times as much as it reads."""
_NOW = ("--now", "2026-01-01T00:00:00Z")
_CONFIG = """[site]
title = "The Valley Herald"
home = "https://herald.example/"
authority = "herald.example,2025"
"""


class Large(NamedTuple):
    """Material of one kind without end: its name, its file, its parts and what ends it."""

    name: str
    file: str
    parts: Callable[[], Iterator[str]]
    end: str = ""


def _kilobyte(draw: random.Random) -> str:
    """Return a text with which a row takes 1 KB."""
    return f"{words_of(draw, 118).capitalize()}."


SHORT = Large("NDJSON, rows of 1 KB", "short.ndjson", lambda: material.ndjson_parts(_kilobyte))
LARGE = (
    SHORT,
    Large("NDJSON, rows of 4 KB", "large.ndjson", lambda: material.ndjson_parts(material.plain_text)),
    Large("CSV", "large.csv", lambda: material.csv_parts(material.plain_text)),
    Large("WordPress export", "large.wxr", lambda: material.wxr_parts(material.linked_html), material.END),
    Large("mailbox", "large.mbox", lambda: material.mbox_parts(material.linked_html)),
    Large("feed", "large.xml", lambda: material.feed_parts(material.plain_html), material.END),
)


def write(large: Large, folder: Path, size: int) -> Path:
    """Write so many bytes of material into a folder, up to the end of an item."""
    parts, path = large.parts(), folder / large.file
    with path.open("wb") as file:
        while file.tell() < size:
            file.write("".join(part for part, _ in zip(parts, range(200), strict=False)).encode())
        file.write(large.end.encode())
    return path


_COUNT = "import sys\nfrom benchmarks.memory import count\ncount(*sys.argv[1:])\n"


def count(name: str, to: str) -> None:
    """Read a file as a stream, and note in another one how many articles it holds."""
    path = Path(name)
    with path.open("rb") as file:
        hints = Hints(zone=ZonePolicy(timezone="Asia/Kolkata"))
        source = Source(origin=name, content=file.read(HEAD), hints=hints, file=path)
    Path(to).write_text(str(sum(isinstance(reading, Article) for reading in read(source))), encoding="ascii")


def measured(size: int, imported: int) -> Iterator[tuple[str, str, int, Figure]]:
    """Yield what was read, by which command, how many articles that are, and what it cost; sizes are in bytes.

    All of a large file is read and exported, some of one is imported into a folder, and then once more.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        (folder / "feedtool.toml").write_text(_CONFIG, encoding="utf-8")
        for large in LARGE:
            path = write(large, folder, size)
            read_alone = run((sys.executable, "-c", _COUNT, str(path), str(folder / "count")), folder)
            articles = int((folder / "count").read_text(encoding="ascii"))
            yield large.name, "reading alone", articles, read_alone
            yield large.name, "export", articles, run((*_FEEDTOOL, "export", *_NOW, path.name), folder)
            if large is SHORT:
                yield large.name, "import --to -", articles, run((*_AWAY, "import", "--to", "-", path.name), folder)
            path.unlink()
        path = write(SHORT, folder, imported)
        articles = path.read_bytes().count(b"\n")
        for said in ("import", "import, again"):
            figure = run((*_FEEDTOOL, "import", *_NOW, path.name), folder)
            yield f"{SHORT.name}, {imported // 10**6:,} MB", said, articles, figure


def table(size: int, imported: int) -> Iterator[str]:
    """Yield the bars that are broken, and print a table meanwhile; sizes are in MB."""
    print(f"\n| {size:,} MB of | by | articles | CPU s | peak MiB | bar |\n| --- | --- | ---: | ---: | ---: | ---: |")
    for name, said, articles, figure in measured(size * 10**6, imported * 10**6):
        print(f"| {name} | {said} | {articles:,} | {figure.cpu:.1f} | {figure.memory:.0f} | {MOST} |", flush=True)
        if figure.memory > MOST:
            yield f"{name}: {said}: {figure.memory:.0f} MiB, and the bar is {MOST}"
