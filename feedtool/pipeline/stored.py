"""The line of a site whose shelf is a database: everything is imported, feeds are chosen by its tables.

Reading goes on side by side on any number of machines; what is put on the shelf is put there in turns of a few hundred
articles, each whole or not at all.  A build sees the articles of one moment.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.errors import ArticleError, FeedtoolError
from feedtool.gist import Gist, gist_of
from feedtool.identity import day_keys, iri_of, link_key
from feedtool.pipeline.deliver import Courier
from feedtool.pipeline.gather import Found, Sieves
from feedtool.pipeline.importing import Importing
from feedtool.pipeline.opening import opened_all, readings_of
from feedtool.pipeline.progress import Meter, Progress, silent
from feedtool.pipeline.project import settings_of
from feedtool.pipeline.publish import publish
from feedtool.pipeline.push import Crier
from feedtool.pipeline.report import Report
from feedtool.pipeline.web import web_of
from feedtool.postgres import Database, StoredCatalogue, StoredLedger, StoredTexts
from feedtool.postgres.articles import KEEP, row_of
from feedtool.shelf import Intake, Shelf, adopt
from feedtool.shelf.texts import FileTexts
from feedtool.source.found import covers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from feedtool.article import Article
    from feedtool.config import Config, SourceConfig
    from feedtool.pipeline.push import Push
    from feedtool.pipeline.web import Reach
    from feedtool.shelf import OnClash
    from feedtool.shelf.texts import Texts

_AT_ONCE = 250
"""How many articles are put on the shelf in one turn: others wait no longer than that takes."""
_ASKED_AT_ONCE = 1000
_STEADY = frozenset({Intake.NEW, Intake.UPDATED, Intake.UNCHANGED})


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
    settings: str
    """What stands for all that decides on what a file gives, but for its bytes."""
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

    @contextmanager
    def state(self) -> Iterator[Texts]:
        """Hold the texts that must not be lost between runs; what the folder has of them is where the first begins."""
        with self.notes.state():
            yield StoredTexts(self.notes, before=FileTexts(self.config.root))


@contextmanager
def open_store(config: Config, *, now: datetime, dry_run: bool = False) -> Iterator[Store]:
    """Hold a connection to the shelf of a site.

    Raises:
        FeedtoolError: the database cannot be reached.

    """
    with Database(config.site.shelf) as database, Database(config.site.shelf) as notes:
        ledger, texts = StoredLedger(database), StoredTexts(database)
        shelf = Shelf(
            config.root, ledger, config.site.articles, zone=config.site_zone(), extra=config.extra, texts=texts
        )
        yield Store(
            config=config,
            now=now,
            report=Report(),
            database=database,
            ledger=ledger,
            texts=texts,
            shelf=shelf,
            notes=notes,
            settings=settings_of(config),
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
                store.report.errors.append(FeedtoolError("there is nothing to publish", expected="an article"))
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

    run = Found(web=web, shelved=store.shelf, access=store.config.cloud)
    sieves = Sieves(store.now)
    for row, path, readings in read_on(cluster, store.config, sources, store.report, run):
        _take(store, sieves.of(row)(readings), row.name, path, on_clash)


def _take_in(
    store: Store, sources: Iterable[SourceConfig], web: Reach, on_clash: OnClash, jobs: int, *, again: bool
) -> None:
    """Take in what sources give; with `again` files too that did not change since they were taken in."""
    meter, access = Meter(store.progress), store.config.cloud
    run = Found(web=web, shelved=store.shelf, meter=meter, access=access, jobs=jobs)
    sieves, stamps = Sieves(store.now), dict[str, str]()

    def wanted(row: SourceConfig, paths: Iterable[str]) -> Iterator[str]:
        for path, stamp in _stamped(store, row, paths, again=again):
            stamps[path] = stamp
            yield path

    for row, found in opened_all(store.config, sources, store.report, run, jobs=jobs, wanted=wanted):
        errors, intakes = len(store.report.errors), len(store.report.intakes)
        try:
            readings = readings_of(found, sieves.of(row), run)
            _take(store, readings, row.name, found.source.origin, on_clash)
        except ArticleError as error:
            store.report.errors.append(error)
        outcomes = {taken.intake for taken in store.report.intakes[intakes:]}
        stamp = stamps.pop(found.source.origin, "")
        if stamp and not found.kind.live and len(store.report.errors) == errors and outcomes <= _STEADY:
            _remember(store, found.source.origin, stamp)


def _take(store: Store, readings: Iterable[Article | ArticleError], source: str, found: str, on_clash: OnClash) -> None:
    """Put articles on the shelf, some hundred in a turn; they are read before it, so that nobody waits for reading."""
    readings = iter(readings)
    importing = Importing(
        config=store.config,
        shelf=store.shelf,
        report=store.report,
        source_of=partial(_source_of, store.config),
        on_clash=on_clash,
    )
    while some := list(islice(readings, _AT_ONCE)):
        with store.database.turn(keep=not store.dry_run):
            store.ledger.forget()
            store.texts.forget()
            _expect(store, some)
            before = len(store.report.intakes)
            importing.take(some, source, found)
            written = [taken.path for taken in store.report.intakes[before:] if taken.intake in _STEADY]
            placed(store, [path for path in dict.fromkeys(written) if path in store.texts.waiting], source)
            store.shelf.save()


def _expect(store: Store, readings: Iterable[Article | ArticleError]) -> None:
    """Fetch at once what the shelf will ask the ledger for."""
    gists = [gist_of(reading) for reading in readings if not isinstance(reading, ArticleError)]
    authority = store.config.site.authority
    store.ledger.expect(
        (row for gist in gists for row in _wanted(gist)),
        (iri for gist in gists if gist.id for iri in (iri_of(gist.id), iri_of(gist.id, authority))),
    )


def _wanted(gist: Gist) -> Iterator[tuple[str, object]]:
    yield "link", link_key(gist.link) if gist.link else ""
    yield "source", gist.origin
    yield "given", gist.id
    for key in day_keys(gist.title, gist.published):
        yield "key", key


def placed(store: Store, paths: Iterable[str], source: str) -> None:
    """Give the articles of records that were written their times, and have feeds find them."""
    rows = []
    for path in paths:
        text = store.texts.read(path)
        gist = gist_of(store.shelf.read(path))
        line = adopt(gist, path, store.ledger, id_=gist.id, now=store.now)
        hash_ = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
        rows.append(row_of(gist, path, source, hash_, line.updated))
    store.ledger.save()
    store.database.many(KEEP, rows)


def _source_of(config: Config, path: str) -> str:
    found = (row.name for row in config.sources if any(covers(pattern, path, config.root) for pattern in row.paths))
    return next(found, "")


def _stamped(store: Store, row: SourceConfig, paths: Iterable[str], *, again: bool) -> Iterator[tuple[str, str]]:
    """Yield the paths that are to be read, each with its stamp; with `again` those too that are known by theirs."""
    steady, paths = not (row.limit or row.where.days or row.unless.days), iter(paths)
    while some := list(islice(paths, _ASKED_AT_ONCE)):
        stamps = {path: _stamp(store, row, path) if steady else "" for path in some}
        seen = dict(store.database.rows("SELECT path, stamp FROM seen WHERE path = ANY(%s)", some))
        for path, stamp in stamps.items():
            if again or not stamp or seen.get(path) != stamp:
                yield path, stamp


def _stamp(store: Store, row: SourceConfig, path: str) -> str:
    """Return what stands for a file and all that decides on what it gives; empty for what has to be asked each time."""
    with suppress(OSError, ValueError):
        found = (store.config.root / path).stat()
        said = f"{found.st_size} {found.st_mtime_ns} {row!r} {store.settings}"
        return hashlib.sha256(said.encode()).hexdigest()
    return ""


def _remember(store: Store, path: str, stamp: str) -> None:
    if store.dry_run:
        return
    query = "INSERT INTO seen VALUES (%s, %s) ON CONFLICT (path) DO UPDATE SET stamp = excluded.stamp"
    with store.notes.errors(), store.notes.connection.transaction():
        store.notes.rows(query, path, stamp)
