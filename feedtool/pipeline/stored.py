"""The line of a site whose shelf is a database: everything is imported, feeds are chosen by its tables.

Reading goes on side by side on any number of machines; what is put on the shelf is put there in turns of a few hundred
articles, each whole or not at all.  A build sees the articles of one moment.
"""

from __future__ import annotations

import platform
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.delivery.cloud.access import is_bucket
from feedtool.errors import FeedtoolError
from feedtool.pipeline.coming import coming
from feedtool.pipeline.deliver import Courier
from feedtool.pipeline.gather import Found, Sieves
from feedtool.pipeline.left import forget, withdraw_gone
from feedtool.pipeline.opening import opened_all, readings_of
from feedtool.pipeline.progress import Meter, Progress, silent
from feedtool.pipeline.project import settings_of
from feedtool.pipeline.publish import publish
from feedtool.pipeline.push import Crier
from feedtool.pipeline.removed import removed, tell
from feedtool.pipeline.report import Report
from feedtool.pipeline.shown import hide
from feedtool.pipeline.stamped import Stamped
from feedtool.pipeline.turns import Turns
from feedtool.pipeline.web import web_of
from feedtool.postgres import Database, StoredCatalogue, StoredFiles, StoredLedger, StoredTexts
from feedtool.postgres.origins import is_path, owner_of
from feedtool.shelf import Shelf
from feedtool.shelf.texts import FileTexts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from feedtool.config import Config, SourceConfig
    from feedtool.pipeline.push import Push
    from feedtool.pipeline.web import Reach
    from feedtool.shelf import OnClash
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
    """What stands for all that decides on what a file gives, but for its bytes."""
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


def build_stored(  # noqa: PLR0913 - each is one option of the command
    config: Config,
    *,
    now: datetime,
    dry_run: bool,
    on_clash: OnClash,
    prune: bool,
    push: Push,
    entries: bool = True,
    jobs: int = 0,
    progress: Progress = silent,
) -> Report:
    """Import what is new in the sources of a site, make its feeds of the database, and deliver what changed.

    Raises:
        FeedtoolError: the database cannot be reached.

    """
    with open_store(config, now=now, dry_run=dry_run) as store, web_of(config, store.ledger, now) as web:
        store.progress = progress
        crier = Crier(config, store.report, now=now, push="never" if dry_run else push)
        courier = Courier(config, store.report, crier, dry_run=dry_run, entries=entries)
        courier.look()
        _take_in(store, config.sources, web, on_clash, jobs, again=False)
        with store.database.reading():
            latest = store.ledger.latest(now)
            if latest is None:
                store.report.errors.append(
                    FeedtoolError("there is nothing to publish", expected="at least one article")
                )
                return store.report
            catalogue = StoredCatalogue(store.database, now=now, read=store.shelf.read)
            store.report.held += catalogue.held()
            publish(store, catalogue, courier, latest=latest)
        courier.settle(prune=prune)
        crier.tell(lambda: web.fetcher)
    return store.report


def import_stored(  # noqa: PLR0913 - as `import_sources`
    config: Config,
    sources: tuple[SourceConfig, ...],
    *,
    now: datetime,
    dry_run: bool,
    on_clash: OnClash,
    jobs: int = 0,
    progress: Progress = silent,
    cluster: str = "",
) -> Report:
    """Import sources to the database; those of the configuration where none is named.

    Raises:
        FeedtoolError: the database cannot be reached.

    """
    with open_store(config, now=now, dry_run=dry_run) as store, web_of(config, store.ledger, now) as web:
        store.progress = progress
        if cluster:
            _take_from(store, sources or config.sources, web, on_clash, cluster)
        else:
            _take_in(store, sources or config.sources, web, on_clash, jobs, again=bool(sources))
    return store.report


def _take_from(store: Store, sources: Iterable[SourceConfig], web: Reach, on_clash: OnClash, cluster: str) -> None:
    """Take in what sources give that are read on a cluster."""
    from feedtool.pipeline.cluster import read_on  # noqa: PLC0415 - seldom wanted, and slow to import

    run = Found(web=web, shelved=store.shelf, access=store.config.cloud, owners=store.owners)
    sieves, turns = Sieves(store.now), Turns(store=store, on_clash=on_clash)
    for row, path, readings in read_on(cluster, store.config, sources, store.report, run):
        before = next(iter(store.files.known([path])[-1:]), None)
        comes = coming(store.config, row, path, is_file=is_path(path), before=before)
        comes.stands = before is not None and bool(before.id and comes.owner)
        turns.take(comes, sieves.of(row)(readings))
    turns.end()


def _take_in(
    store: Store, sources: Iterable[SourceConfig], web: Reach, on_clash: OnClash, jobs: int, *, again: bool
) -> None:
    """Take in what sources give; with `again` files too that did not change since they were taken in."""
    meter, access = Meter(store.progress), store.config.cloud
    run = Found(web=web, shelved=store.shelf, meter=meter, access=access, jobs=jobs, owners=store.owners)
    sieves, turns = Sieves(store.now), Turns(store=store, on_clash=on_clash)
    gone = removed(store)
    names = [*(row.name for row in store.config.sources), *gone.names]
    noted = 0 if again else store.files.count(names)
    stamped = Stamped(store, names, again=again)
    for row, found in opened_all(store.config, sources, store.report, run, jobs=jobs, wanted=stamped):
        turns.take(stamped.coming(row, found), readings_of(found, sieves.of(row), run))
    turns.end()
    if lost := stamped.lost():
        with store.turn():
            hide(store, lost)
    if noted > stamped.met:
        withdraw_gone(store, run, names)
    if not again:
        forget(store, gone.names)
        tell(store, gone)
