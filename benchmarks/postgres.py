"""`python -m benchmarks postgres URL`: builds of a site whose shelf is a database that holds very many articles.

The tables are filled by COPY with the rows that imports would write, a minute apart, newest first, of 4 KB each; a
database that holds as many is taken as it is.  Then builds are measured: with nothing changed, and with one article
edited that stands in a file.  Exit code 1 where one of them takes a second or more.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpus import FEED, SITE, WORDS, words_of
from benchmarks.measure import Task, medians
from benchmarks.peers import FEEDTOOL
from benchmarks.scenarios import EDITED, compiled
from feedtool.gist import gist_of
from feedtool.postgres import Database, articles, ledger
from feedtool.record import read_record
from feedtool.shelf import adopted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST = 1.0
"""Seconds of a build."""
_AT_ONCE = 5_000
_NEWEST = datetime(2025, 12, 1, 9, 30, tzinfo=UTC)
_NOTE = "---\ntitle: The Ferry Runs Again\ndate: 2025-12-24 15:21:46 IST\nid: ferry\n---\n\nIt runs on day {day}.\n"


def main(arguments: list[str]) -> None:
    """Fill the database, measure, and print what was measured; exit 1 where the bar is missed.

    Raises:
        SystemExit: the bar is missed.

    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks postgres", description=__doc__)
    parser.add_argument("url", metavar="URL", help="a database that may be filled: postgresql://…")
    parser.add_argument("--articles", type=int, default=1_000_000, help="how many articles")
    parser.add_argument("--runs", type=int, default=5, help="how often each command is run")
    options = parser.parse_args(arguments)
    fill(options.url, options.articles)
    compiled()
    with tempfile.TemporaryDirectory(prefix="feedtool-bench-") as name:
        folder = Path(name)
        config = f'{SITE}shelf = "{options.url}"\n{FEED}formats = ["rss", "atom", "json"]\nlimit = 50\n'
        (folder / "feedtool.toml").write_text(config, encoding="utf-8")
        note, days = folder / "notes/ferry.md", iter(range(10_000))
        note.parent.mkdir()

        def edit() -> None:
            note.write_text(_NOTE.format(day=next(days)), encoding="utf-8")

        edit()
        tasks = [
            Task(name="nothing changed", command=FEEDTOOL.command()),
            Task(name=EDITED, command=FEEDTOOL.command(), before=edit),
        ]
        found = medians(tasks, folder, options.runs)
    for task, figure in found.items():
        print(f"{task}: {figure.wall:.2f} s, {figure.cpu:.2f} s of CPU, {figure.memory:.0f} MiB")
    if any(figure.wall >= MOST for figure in found.values()):
        sys.exit(f"missed: less than {MOST:g} s")


def fill(url: str, articles: int) -> None:
    """Bring the number of articles in a database to what is wanted."""
    with Database(url) as database:
        ((here,),) = database.rows("SELECT count(*) FROM article")
        chance = random.Random(20251224 + here)  # noqa: S311 - not for secrets
        for first in range(here, articles, _AT_ONCE):
            _copy(database, _texts(chance, range(first, min(first + _AT_ONCE, articles))))
        if here < articles:
            database.connection.execute("ANALYZE")


def _texts(chance: random.Random, numbers: Iterable[int]) -> Iterator[tuple[str, str]]:
    """Yield the paths and the texts of records."""
    bodies = ["\n\n".join(f"{words_of(chance, 60).capitalize()}." for _ in range(11)) for _ in range(50)]
    for number in numbers:
        moment = _NEWEST - timedelta(minutes=number)
        text = (
            f"---\nid: tag:bugle.example,2025:{number}\ntitle: {words_of(chance, 7).title()} {number}\n"
            f"published: {moment.isoformat()}\nauthors: {words_of(chance, 2).title()}\n"
            f"tags: [{chance.choice(WORDS)}, {chance.choice(WORDS)}]\nsummary: {words_of(chance, 18)}\n---\n\n"
            f"{chance.choice(bodies)}\n"
        )
        yield f"articles/{moment:%Y/%m}/{number}.md", text


def _copy(database: Database, texts: Iterable[tuple[str, str]]) -> None:
    lines, records, rows_of_articles = [], list(texts), []
    for path, text in records:
        gist = gist_of(read_record(text, path=path))
        lines.append(adopted(gist, path, None, id_=gist.id, now=_NEWEST))
        hash_ = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
        rows_of_articles.append(articles.row_of(gist, path, "wire", hash_, lines[-1].updated))
    rows: dict[str, Sequence[Sequence[object]]] = {
        "record (path, content)": records,
        "line (id, said, moved, withdrawn)": [ledger.row_of(line) for line in lines],
        "found (key, id)": sorted({(ledger.key_of(*by), line.id) for line in lines for by in line.found_by}),
        f"article ({', '.join(articles.NAMES)})": rows_of_articles,
    }
    with database.connection.transaction(), database.connection.cursor() as cursor:
        for table, found in rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN".encode()) as copy:
                for row in found:
                    copy.write_row(row)
