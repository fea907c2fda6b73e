"""Imports what changed in the sources that do not stay where they are: to the shelf, article by article."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from heapq import merge
from operator import itemgetter
from typing import TYPE_CHECKING

from feedtool.errors import ArticleError
from feedtool.index.files import Taking
from feedtool.index.outcome import Outcome, problems_said
from feedtool.pipeline.folder.survey import source_name
from feedtool.pipeline.progress import Meter
from feedtool.pipeline.sources.buckets import objects
from feedtool.pipeline.sources.gather import Found, Sieve, Sieves
from feedtool.pipeline.sources.importing import Importing
from feedtool.pipeline.sources.opening import Opener, opened, readings_of
from feedtool.shelf import Intake, Taken
from feedtool.source.found import is_address, is_object, without_password
from feedtool.still import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.article import Article
    from feedtool.index.files import Known
    from feedtool.pipeline.folder.project import Project
    from feedtool.pipeline.sources.opening import Ahead
    from feedtool.pipeline.sources.web import Reach
    from feedtool.problem import Problem
    from feedtool.shelf import OnClash

_STEADY = frozenset({Intake.NEW, Intake.UPDATED, Intake.UNCHANGED})
"""What would be `unchanged` in the next run."""
_MOST = 10_000
"""How many problems are kept of a file at most; one that has more is read in every run."""


class Intaking:
    """Takes in what the sources of one run give; `web` fetches those that are addresses.

    `jobs` is how many processes read at most, 0 for one a core.
    """

    def __init__(self, project: Project, web: Reach, on_clash: OnClash, jobs: int = 1) -> None:
        self.project = project
        self.on_clash = on_clash
        self.jobs = jobs
        meter, access = Meter(project.progress), project.config.cloud
        self._run = Found(web=web, shelved=project.shelf, meter=meter, access=access, jobs=jobs)
        self._settled: Iterator[tuple[str, Taken | Problem]] = iter(())
        self._next: tuple[str, Taken | Problem] | None = None
        self._others: set[str] = set()

    def take(self) -> None:
        """Take in all that is new or was changed; what did not change is reported as it would be if it were read."""
        sieves = Sieves(self.project.now)
        for number, area in enumerate(self.project.survey.areas):
            sieve = sieves.of(area.row)
            if area.named:
                self._named(number, sieve)
            else:
                self._settled = self._told_again(number)
                self._next = next(self._settled, None)
                self._files(number, sieve)
                self._tell()
        for path in self._others:
            self.project.files.unsettle(path)

    def _files(self, number: int, sieve: Sieve) -> None:
        """Take in the files of an area; one may make another one's outcome doubtful that comes after it."""
        files, area = self.project.files, self.project.survey.areas[number]
        opener = Opener(root=self.project.config.root, copied=False)
        asked = ((known, (known.path, area.hints)) for known in files.to_read(number, number, stands=False))
        with closing(opener.ahead(asked, self.jobs)) as read:
            after, doubtful = "", False
            for known, ahead in read:
                while doubtful:
                    after, doubtful = self._again(number, sieve, after, known.path)
                self._file(known, sieve, ahead)
                after, doubtful = known.path, self._doubtful(known)
        while doubtful:
            after, doubtful = self._again(number, sieve, after)
        if area.row.limit:
            for known in files.to_read(number, number):
                self._within_limit(known, sieve)

    def _again(self, number: int, sieve: Sieve, after: str, before: str = "") -> tuple[str, bool]:
        """Take in files that turned out to be doubtful, behind a path and before another; whether more did by one."""
        for known in self.project.files.to_read(number, number, stands=False, after=after):
            if before and known.path >= before:
                break
            self._file(known, sieve)
            after = known.path
            if self._doubtful(known):
                return after, True
        return after, False

    def _doubtful(self, known: Known) -> bool:
        """Have those files read again whose articles share an address with one that changed; whether one comes next."""
        found = [self.project.files.get(path) for path in self.project.ledger.others if not is_address(path)]
        self.project.ledger.others.clear()
        others = [other for other in found if other and other.area != RECORDS and other.path != known.path]
        later = [other for other in others if (other.area, other.path) > (known.area, known.path)]
        self._others |= {other.path for other in others}
        for other in later:
            self.project.files.unsettle(other.path)
        return bool(later)

    def _file(self, known: Known, sieve: Sieve, ahead: Ahead | None = None) -> None:
        self._tell(known.path)
        project, report = self.project, self.project.report
        errors, problems, intakes = len(report.errors), len(report.problems), len(report.intakes)
        outcomes, hash_, kind = report.outcomes.copy(), b"", None
        try:
            area = project.survey.areas[known.area]
            found = opened(known.path, area.hints, area.row, project.config.root, self._run, ahead)
            kind = found.kind
            if kind.in_place:
                project.files.stands(known)
                return
            hash_ = found.hash()
            self._take(readings_of(found, sieve, self._run), sieve.row.name, known.path)
        except ArticleError as error:
            report.errors.append(error)
        self._written()
        steady = len(report.errors) == errors and (report.outcomes - outcomes).keys() <= _STEADY
        if kind and not kind.live and steady and len(report.problems) - problems <= _MOST:
            project.files.settle(known, Outcome(hash_, problems_said(report.problems.since(problems))))
            project.files.taken(known, (Taking(taken.source, taken.path) for taken in report.intakes.since(intakes)))
        else:
            project.files.unsettled(known)

    def _within_limit(self, known: Known, sieve: Sieve) -> None:
        """Leave a file aside that gives an article beyond the limit of its source."""
        read = self.project.reader.read(known.area, known.path)
        articles = [found for found in read.found if not isinstance(found, ArticleError)]
        if articles and not all(sieve.admits() for _ in articles):
            self.project.files.settle(known, Outcome(read.hash))

    def _named(self, number: int, sieve: Sieve) -> None:
        """Take in what an address, or standard input, gives: in every run."""
        area = self.project.survey.areas[number]
        try:
            away = is_object(area.pattern)
            for name in objects(area.pattern, self._run.access) if away else (area.pattern,):
                found = opened(name, area.hints, area.row, self.project.config.root, self._run)
                self._take(readings_of(found, sieve, self._run), sieve.row.name, without_password(name))
        except ArticleError as error:
            self.project.report.errors.append(error)
        self._written()

    def _take(self, readings: Iterable[Article | ArticleError], source: str, found: str) -> None:
        project = self.project
        source_of = partial(source_name, project.config, project.files, project.survey.areas)
        importing = Importing(
            config=project.config,
            shelf=project.shelf,
            report=project.report,
            source_of=source_of,
            on_clash=self.on_clash,
        )
        importing.take(readings, source, found)

    def _written(self) -> None:
        """Note the records that were written, which are to be placed."""
        for path in self.project.shelf.written:
            self.project.files.written(RECORDS, path)
        self.project.shelf.written.clear()

    def _told_again(self, number: int) -> Iterator[tuple[str, Taken | Problem]]:
        """Yield what there is to tell of the files of an area as long as they do not change, in order of path."""
        files = self.project.files
        takings = (
            (path, Taken(intake=Intake.UNCHANGED, path=taking.path, source=taking.source))
            for path, taking in files.takings(number)
        )
        found = (row for row in files.problems(stands=False) if row[0].area == number)
        problems = sorted(((known.path, problem) for known, some in found for problem in some), key=itemgetter(0))
        return merge(takings, problems, key=itemgetter(0))

    def _tell(self, path: str = "") -> None:
        """Tell of the files of the area that did not change, up to one that is read, or all that are left.

        Files are read in order of path, so all is told in that order.  What is read tells of itself.
        """
        while self._next and (not path or self._next[0] <= path):
            of, thing = self._next
            self._next = next(self._settled, None)
            if of == path:
                continue
            if isinstance(thing, Taken):
                self.project.report.took(thing)
            else:
                self.project.report.problems.append(thing)
