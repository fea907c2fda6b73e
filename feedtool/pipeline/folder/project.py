"""A project while it is worked on: its lock, its index, its ledger and its shelf."""

from __future__ import annotations

import sqlite3
import time
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from feedtool.errors import BusyError, FeedtoolError
from feedtool.files import locked
from feedtool.index.files import Files
from feedtool.index.ledger import Mirrored
from feedtool.index.store import commit, discard, make_findable, open_store
from feedtool.pipeline.folder.reading import Reader
from feedtool.pipeline.folder.survey import Survey, areas_of
from feedtool.pipeline.progress import Progress, silent
from feedtool.pipeline.report import Report
from feedtool.pipeline.run import settings_of
from feedtool.problem import Level, Place, Problem
from feedtool.seen import Sight
from feedtool.shelf import Shelf
from feedtool.shelf.texts import DraftTexts, FileTexts
from feedtool.still import INDEX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from feedtool.config import Config
    from feedtool.shelf.texts import Texts

T = TypeVar("T")


class Project(Struct, kw_only=True):
    """What one run works on; `moment` is the clock's time when it began, in ns since the epoch."""

    config: Config
    now: datetime
    moment: int
    report: Report
    db: sqlite3.Connection
    ledger: Mirrored
    files: Files
    shelf: Shelf
    survey: Survey
    reader: Reader
    dry_run: bool
    progress: Progress = silent

    @property
    def settings(self) -> str:
        """A digest of everything but its bytes that decides what a file gives: configuration and programs."""
        return settings_of(self.config)

    def fact(self, name: str) -> str:
        """Return what was noted under a name; empty for nothing."""
        row = self.db.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def note(self, name: str, value: str) -> None:
        """Note something for later runs."""
        if self.fact(name) != value:
            self.db.execute("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", (name, value))

    def at(self, to: str) -> str:
        """Return what a target is called among what is noted: what an index notes is of this machine."""
        return to

    def state(self) -> AbstractContextManager[Texts]:
        """Hold the texts that must not be lost between runs: whoever works on a project has its lock."""
        return nullcontext(FileTexts(self.config.root, dry_run=self.dry_run))

    def save(self) -> None:
        """Write down the records and the ledger, then note in the index what stands."""
        self.files.flush()
        if self.files.touched:
            self.note("articles", str(self.moment))
        self.shelf.save()

    def keep(self) -> None:
        """Have the next run begin with what this one found out so far, whatever becomes of it."""
        self.save()
        make_findable(self.db)
        if not self.dry_run:
            commit(self.db)
            self.db.execute("BEGIN")


@contextmanager
def one_at_a_time(config: Config) -> Iterator[None]:
    """Hold the lock of a project's articles.

    Raises:
        BusyError: another run holds it.

    """
    path = config.root / config.site.articles / ".lock"
    lock = ExitStack()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.enter_context(locked(path))
    except BlockingIOError:
        raise BusyError(
            "another run is at work on the same articles", place=Place(file=str(path)), hint="wait for it to end"
        ) from None
    except OSError as error:
        raise FeedtoolError(
            f"the lock cannot be taken: {error.strerror or error}",
            place=Place(file=str(path)),
            expected="a folder that can be written to",
        ) from error
    with lock:
        yield


def with_index(
    config: Config, work: Callable[[Path | None], T], doubt: Callable[[T, Problem], object] | None = None
) -> T:
    """Do some work with the index; where that turns out to be damaged, do it anew without, and without any at last.

    SQLite knows of most damage; but what is read of a page that the disk lost may be anything, and stop us anywhere.
    What it was that stopped us is told by `doubt`, since it may have been something else.

    Raises:
        FeedtoolError: SQLite does not work at all here.

    """
    path = config.root / INDEX
    known = path.is_file()
    problem = None
    try:
        return work(path)
    except Exception as error:
        if not is_of_index(error) or not (known or isinstance(error, sqlite3.Error)):
            raise
        if not isinstance(error, sqlite3.Error):
            problem = _damaged(error)
        with suppress(OSError):
            discard(path)
    with suppress(sqlite3.Error):  # perhaps it cannot be written, which is no reason not to publish
        done = work(path)
        if problem and doubt:
            doubt(done, problem)
        return done
    try:
        return work(None)
    except sqlite3.Error as error:
        place = Place(file=str(path))
        raise FeedtoolError(f"there can be no index, not even a temporary one: {error}", place=place) from error


def is_of_index(error: BaseException) -> bool:
    """Whether it may be the index that is wrong, and nothing that was found by it is to be kept."""
    return isinstance(error, Exception) and not isinstance(error, (FeedtoolError, OSError, MemoryError))


def _damaged(error: Exception) -> Problem:
    return Problem(
        rule="index-damaged",
        level=Level.INFO,
        message=f"was of no use and has been made anew: {type(error).__name__}: {error}",
        place=Place(file=INDEX),
        fix="if it happens again, the disk is failing, or feedtool is at fault",
    )


@contextmanager
def open_project(
    config: Config,
    index: Path | None,
    *,
    now: datetime,
    dry_run: bool = False,
    sight: Sight | None = None,
    builds: bool = True,
) -> Iterator[Project]:
    """Hold a project, with its records and its ledger as they stand.

    What was done is kept whatever happens meanwhile, so a run that is interrupted loses nothing.  `sight` is what the
    run has seen so far; one that never `builds` reads no record that it would have written but to write it again.

    Raises:
        BusyError: another run is at work.
        UsageError: the ledger cannot be read.

    """
    with nullcontext() if dry_run else one_at_a_time(config), open_store(index, keep=not dry_run) as db:
        db.execute("BEGIN")
        before = db.total_changes
        project = _project(config, db, now=now, sight=sight or Sight(time.time_ns()), dry_run=dry_run, builds=builds)
        _sync(project)
        try:
            yield project
        except BaseException as error:
            if not is_of_index(error):
                with suppress(FeedtoolError, sqlite3.Error):  # what stopped the run says more
                    project.save()
                    _end(db, keep=not dry_run)
            raise
        project.save()
        _end(db, keep=not dry_run and db.total_changes != before)


def _end(db: sqlite3.Connection, *, keep: bool) -> None:
    if keep:
        commit(db)
    else:
        db.execute("ROLLBACK")


def _project(
    config: Config, db: sqlite3.Connection, *, now: datetime, sight: Sight, dry_run: bool, builds: bool
) -> Project:
    zone, articles = config.site_zone(), config.site.articles.rstrip("/")
    ledger = Mirrored(db, config.root, articles, dry_run=dry_run)
    texts = DraftTexts(config.root) if dry_run and not builds else FileTexts(config.root, dry_run=dry_run)
    shelf = Shelf(config.root, ledger, articles, zone=zone, extra=config.extra, dry_run=dry_run, texts=texts)
    files = Files(db)
    areas = areas_of(config)
    reader = Reader(
        root=config.root,
        areas=[(area.row, area.hints) for area in areas],
        zone=zone,
        extra=config.extra,
        now=now,
        waiting=shelf.waiting if dry_run else {},
    )
    return Project(
        config=config,
        now=now,
        moment=sight.moment,
        report=Report(),
        db=db,
        ledger=ledger,
        files=files,
        shelf=shelf,
        survey=Survey(config=config, files=files, areas=areas, sight=sight),
        reader=reader,
        dry_run=dry_run,
    )


def _sync(project: Project) -> None:
    """Begin anew where the ledger is another one than the last run left, or anything that decides on what is read."""
    changed = project.ledger.sync()
    settings = project.settings
    if changed or project.fact("settings") != settings:
        project.files.forget()
        project.survey.sight.forget()
        project.note("settings", settings)
        project.note("whole", "yes")
