"""The line itself; the only package that knows every stage.

::

    source.found     files, folders and patterns, sorted
    | source.read    articles, or the errors of those that are set aside
    | shelf.take     records in articles/, each with its id
    | shelf.adopt    ids and times that survive
    | entry_of       feed vocabulary, safe HTML
    | feed_of        newest first, as many as fit
    | document_of    bytes
    | check          nothing with an error goes on
    | deliver        whole, and only if changed

Nothing here prints; what happened is returned as a `Report`.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from feedtool.errors import ArticleError, BusyError, FeedtoolError
from feedtool.index import Listed
from feedtool.pipeline.deliver import Courier
from feedtool.pipeline.gather import Found, Gathering, Sieve, source_name, sources_of
from feedtool.pipeline.intake import Importing
from feedtool.pipeline.publish import publish
from feedtool.pipeline.report import Report
from feedtool.pipeline.web import Reach
from feedtool.problem import Place
from feedtool.shelf import Shelf
from feedtool.source.found import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.article import Article
    from feedtool.config import Config, SourceConfig
    from feedtool.shelf import OnClash

__all__ = ["Report", "build", "import_sources"]


@contextmanager
def one_at_a_time(config: Config) -> Iterator[None]:
    """Hold the lock of a project's articles.

    Raises:
        BusyError: another run holds it.

    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only where something is written

    path = config.root / config.site.articles / ".lock"
    lock = FileLock(path, timeout=0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise BusyError(
            "another run is at work on the same articles", place=Place(file=str(path)), hint="wait for it to end"
        ) from None
    except OSError as error:
        raise FeedtoolError(
            f"the lock cannot be taken: {error.strerror or error}",
            place=Place(file=str(path)),
            expected="a folder that can be written to",
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _open_shelf(config: Config, *, now: datetime, dry_run: bool) -> Iterator[tuple[Shelf, list[ArticleError]]]:
    """Hold a project's articles: yield its shelf, in line with the records, and the records that are unreadable.

    The ledger is kept whatever happens meanwhile, so a run that is interrupted loses nothing that it did.
    """
    with nullcontext() if dry_run else one_at_a_time(config):
        shelf = Shelf(config.root, config.site.articles, zone=config.site_zone(), extra=config.extra, dry_run=dry_run)
        unreadable = shelf.reconcile(authority=config.site.authority, now=now)
        try:
            yield shelf, unreadable
        except BaseException:
            with suppress(FeedtoolError):  # what stopped the run says more than that its ledger cannot be kept either
                shelf.save()
            raise
        shelf.save()


def build(
    config: Config, *, now: datetime, dry_run: bool = False, on_clash: OnClash = "keep", prune: bool = False
) -> Report:
    """Bring articles and feeds up to date with their sources, and deliver what changed.

    `now` decides which articles are of the future, and stamps changes that no source gives a time for.  With `prune`
    the documents are removed that were delivered for feeds which are made no more.

    Raises:
        UsageError: a source does not exist, or the ledger cannot be read.
        BusyError: another run is at work.

    """
    report = Report()
    with (
        _open_shelf(config, now=now, dry_run=dry_run) as (shelf, _),  # what is unreadable is named when it is placed
        _web(config, shelf) as web,
    ):
        courier = Courier(config, report, dry_run=dry_run)
        courier.look()
        gathering = Gathering(config, shelf, report, now, Found(web=web, shelf=config.site.articles))
        importing = Importing(config=config, shelf=shelf, report=report, run=gathering.run, on_clash=on_clash)
        for source in config.sources:
            sieve = Sieve(source, now)
            for found, kind in sources_of(config, source, report, gathering.run):
                if kind.in_place and not is_address(found.origin):
                    gathering.add(found.origin, sieve(kind.read(found)), source.name)
                else:
                    importing.take(sieve(kind.read(found)), source.name, found.origin)
        _add_records(config, shelf, gathering)
        if mislaid := gathering.mislaid():
            report.errors += mislaid
            return report
        placed = gathering.place()
        shelf.save()  # before anything is delivered: an id that readers have seen must never be lost
        latest = gathering.latest()
        if latest is None:
            report.errors.append(FeedtoolError("there is nothing to publish", expected="at least one article"))
        else:
            publish(config, Listed(placed, now=now), report, courier, latest=latest)
            courier.settle(prune=prune)
    report.errors = list({str(error): error for error in report.errors}.values())  # one fault is met by several stages
    return report


def import_sources(
    config: Config,
    sources: tuple[SourceConfig, ...] = (),
    *,
    now: datetime,
    dry_run: bool = False,
    on_clash: OnClash = "keep",
) -> Report:
    """Import sources to `articles/`; what is imported already is brought up to date.

    Without `sources` those of the configuration are imported, but for the kinds that are read where they stand.

    Raises:
        UsageError: a source does not exist, or the ledger cannot be read.
        BusyError: another run is at work.

    """
    report = Report()
    with _open_shelf(config, now=now, dry_run=dry_run) as (shelf, unreadable), _web(config, shelf) as web:
        report.errors += unreadable
        run = Found(web=web, shelf=config.site.articles)
        importing = Importing(config=config, shelf=shelf, report=report, run=run, on_clash=on_clash)
        for source in sources or config.sources:
            sieve = Sieve(source, now)
            for found, kind in sources_of(config, source, report, run):
                if sources or not kind.in_place or is_address(found.origin):
                    importing.take(sieve(kind.read(found)), source.name, found.origin)
    return report


def _web(config: Config, shelf: Shelf) -> Reach:
    """Return what fetches in a run, and knows which pages were imported before."""

    def known() -> dict[str, datetime]:
        lines = [line for line in shelf.ledger if is_address(line.source)]
        return {
            line.source: web.fetcher.seen(line.source) or datetime.fromisoformat(line.updated or line.published)
            for line in lines
        }

    web = Reach(config.web, config.root / config.web.cache, known)
    return web


def _add_records(config: Config, shelf: Shelf, gathering: Gathering) -> None:
    def record(path: str) -> Iterator[Article | ArticleError]:
        try:
            yield shelf.read(path)
        except ArticleError as error:
            yield error

    for path in shelf.paths():
        lines = shelf.ledger.find("path", path)
        origin = (lines[0].found or lines[0].source.partition("#")[0]) if lines else ""
        gathering.add(path, record(path), source_name(config, gathering.run, origin or path))
