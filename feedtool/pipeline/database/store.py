"""A site's articles in a database, and what one run on them works with."""

from __future__ import annotations

import platform
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.delivery.cloud.access import is_bucket
from feedtool.pipeline.progress import Progress, silent
from feedtool.pipeline.report import Report
from feedtool.pipeline.run import settings_of
from feedtool.postgres import Database, StoredFiles, StoredLedger, StoredTexts
from feedtool.postgres.origins import owner_of
from feedtool.shelf import Shelf
from feedtool.shelf.texts import FileTexts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from feedtool.config import Config
    from feedtool.shelf.texts import Texts


class Store(Struct, kw_only=True):
    """What one run on a database works on."""

    config: Config
    now: datetime
    report: Report
    database: Database
    ledger: StoredLedger
    texts: StoredTexts
    shelf: Shelf
    notes: Database
    files: StoredFiles
    settings: str
    """A digest of everything but its bytes that decides what a file gives: configuration and programs."""
    owners: dict[str, str]
    """The files that this run came by, and the source that each belongs to."""
    dry_run: bool = False
    progress: Progress = silent

    def fact(self, name: str) -> str:
        """Return what was noted under a name; empty for nothing."""
        found = self.database.rows("SELECT value FROM fact WHERE name = %s", name)
        return str(found[0][0]) if found else ""

    def note(self, name: str, value: str) -> None:
        """Note something for later runs, beside what is being read."""
        if self.fact(name) != value and not self.dry_run:
            query = "INSERT INTO fact VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
            with self.notes.errors(), self.notes.connection.transaction():
                self.notes.rows(query, name, value)

    def at(self, to: str) -> str:
        """Return what a target is called among what is noted: a folder is another one on each machine."""
        return to if is_bucket(to) else f"{self.files.importer or self.files.place} {to}"

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the right to change articles for one transaction."""
        with self.database.turn():
            self.ledger.forget()
            self.texts.forget()
            self.files.forget()
            yield

    @contextmanager
    def state(self) -> Iterator[Texts]:
        """Hold the texts that must not be lost between runs; what the folder has of them is where the first begins."""
        with self.notes.state():
            yield StoredTexts(self.notes, before=FileTexts(self.config.root))


@contextmanager
def open_store(config: Config, *, now: datetime, dry_run: bool = False) -> Iterator[Store]:
    """Hold a connection to the shelf of a site.

    Raises:
        FeedtoolError: the database cannot be reached, or any more.

    """
    place = f"{platform.node()}:{config.root.resolve().as_posix()}"
    owners: dict[str, str] = {}
    url = config.site.shelf
    with Database(url, dry_run=dry_run) as database, Database(url) as notes, notes.errors(), database.errors():
        ledger, texts = StoredLedger(database, config.importer), StoredTexts(database)
        files = StoredFiles(database, config.importer, place)

        def elsewhere(source: str) -> bool:
            """Whether a source is there, if it is not what this run reads itself, under a name by now."""
            importer, path = owner_of(source) or ("", "")
            return bool(importer or path not in owners) and files.stands(source)

        yield Store(
            config=config,
            now=now,
            report=Report(),
            database=database,
            ledger=ledger,
            texts=texts,
            files=files,
            shelf=Shelf(
                config.root,
                ledger,
                config.site.articles,
                zone=config.site_zone(),
                extra=config.extra,
                texts=texts,
                elsewhere=elsewhere,
            ),
            notes=notes,
            settings=settings_of(config),
            owners=owners,
            dry_run=dry_run,
        )
