"""Build and import with the articles in a database: everything is imported, and feeds are chosen by its tables.

Any number of machines read side by side; articles are stored a few hundred at a time, in one transaction each.  A build
sees the articles as they are at one moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.errors import FeedtoolError
from feedtool.pipeline.database.coming import coming
from feedtool.pipeline.database.left import forget, withdraw_gone
from feedtool.pipeline.database.shown import hide
from feedtool.pipeline.database.stamped import Stamped
from feedtool.pipeline.database.store import open_store
from feedtool.pipeline.database.turns import Turns
from feedtool.pipeline.progress import Meter
from feedtool.pipeline.publishing.deliver import Courier
from feedtool.pipeline.publishing.publish import publish
from feedtool.pipeline.publishing.push import Crier
from feedtool.pipeline.removed import removed, tell
from feedtool.pipeline.sources.gather import Found, Sieves
from feedtool.pipeline.sources.opening import opened_all, readings_of
from feedtool.pipeline.sources.web import web_of
from feedtool.postgres import StoredCatalogue
from feedtool.postgres.origins import is_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from feedtool.config import Config, SourceConfig
    from feedtool.pipeline.database.store import Store
    from feedtool.pipeline.report import Report
    from feedtool.pipeline.run import Options
    from feedtool.pipeline.sources.web import Reach
    from feedtool.shelf import OnClash


def build_in_database(config: Config, options: Options, now: datetime) -> Report:
    """Import what is new in the sources of a site, make its feeds of the database, and deliver what changed.

    Raises:
        FeedtoolError: the database cannot be reached.

    """
    with open_store(config, now=now, dry_run=options.dry_run) as store, web_of(config, store.ledger, now) as web:
        store.progress = options.progress
        crier = Crier(config, store.report, now=now, push="never" if options.dry_run else options.push)
        courier = Courier(config, store.report, crier, dry_run=options.dry_run, entries=options.entries)
        courier.look()
        _take_in(store, config.sources, web, options, again=False)
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
        courier.settle(prune=options.prune)
        crier.tell(lambda: web.fetcher)
    return store.report


def import_to_database(
    config: Config, sources: tuple[SourceConfig, ...], options: Options, now: datetime, cluster: str
) -> Report:
    """Import sources to the database; those of the configuration where none is named.

    Raises:
        FeedtoolError: the database cannot be reached.

    """
    with open_store(config, now=now, dry_run=options.dry_run) as store, web_of(config, store.ledger, now) as web:
        store.progress = options.progress
        if cluster:
            _take_from(store, sources or config.sources, web, options.on_clash, cluster)
        else:
            _take_in(store, sources or config.sources, web, options, again=bool(sources))
    return store.report


def _take_from(store: Store, sources: Iterable[SourceConfig], web: Reach, on_clash: OnClash, cluster: str) -> None:
    """Take in what sources give that are read on a cluster."""
    from feedtool.pipeline.sources.cluster import read_on  # noqa: PLC0415 - seldom wanted, and slow to import

    run = Found(web=web, shelved=store.shelf, access=store.config.cloud, owners=store.owners)
    sieves, turns = Sieves(store.now), Turns(store=store, on_clash=on_clash)
    for row, path, readings in read_on(cluster, store.config, sources, store.report, run):
        before = next(iter(store.files.known([path])[-1:]), None)
        comes = coming(store.config, row, path, is_file=is_path(path), before=before)
        comes.stands = before is not None and bool(before.id and comes.owner)
        turns.take(comes, sieves.of(row)(readings))
    turns.end()


def _take_in(store: Store, sources: Iterable[SourceConfig], web: Reach, options: Options, *, again: bool) -> None:
    """Take in what sources give; with `again` files too that did not change since they were taken in."""
    meter, access, jobs = Meter(store.progress), store.config.cloud, options.jobs
    run = Found(web=web, shelved=store.shelf, meter=meter, access=access, jobs=jobs, owners=store.owners)
    sieves, turns = Sieves(store.now), Turns(store=store, on_clash=options.on_clash)
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
