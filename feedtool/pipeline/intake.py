"""Imports what changed in the sources that do not stay where they are: to the shelf, article by article."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING

from feedtool.errors import ArticleError
from feedtool.index.files import Taking
from feedtool.index.outcome import Outcome, problems_said
from feedtool.pipeline.buckets import objects
from feedtool.pipeline.gather import Found, Sieve, Sieves
from feedtool.pipeline.importing import Importing
from feedtool.pipeline.opening import Opener, opened, readings_of
from feedtool.pipeline.progress import Meter
from feedtool.pipeline.report import Report
from feedtool.pipeline.survey import source_name
from feedtool.shelf import Intake, Taken
from feedtool.source.found import is_address, is_object, without_password
from feedtool.still import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedtool.article import Article
    from feedtool.index.files import Known
    from feedtool.pipeline.opening import Ahead
    from feedtool.pipeline.project import Project
    from feedtool.pipeline.web import Reach
    from feedtool.shelf import OnClash

_STEADY = frozenset({Intake.NEW, Intake.UPDATED, Intake.UNCHANGED})
"""What would be `unchanged` in the next run."""


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
        self._told: list[tuple[str, Report]] = []
        self._others: set[str] = set()

    def take(self) -> None:
        """Take in all that is new or was changed; what did not change is reported as it would be if it were read."""
        sieves = Sieves(self.project.now)
        for number, area in enumerate(self.project.survey.areas):
            sieve = sieves.of(area.row)
            self._told = []
            if area.named:
                self._named(number, sieve)
            else:
                self._files(number, sieve)
                self._settled(number)
            self._report()
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
        project = self.project
        report, hash_, kind = Report(), b"", None
        try:
            area = project.survey.areas[known.area]
            found = opened(known.path, area.hints, area.row, project.config.root, self._run, ahead)
            kind = found.kind
            if kind.in_place:
                project.files.stands(known)
                return
            hash_ = found.hash()
            self._take(readings_of(found, sieve, self._run), report, sieve.row.name, known.path)
        except ArticleError as error:
            report.errors.append(error)
        self._told.append((known.path, report))
        self._written()
        if kind and not kind.live and not report.errors and all(taken.intake in _STEADY for taken in report.intakes):
            project.files.settle(known, Outcome(hash_, problems_said(report.problems)))
            project.files.taken(known, [Taking(taken.source, taken.path) for taken in report.intakes])
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
        area, report = self.project.survey.areas[number], Report()
        try:
            away = is_object(area.pattern)
            for name in objects(area.pattern, self._run.access) if away else (area.pattern,):
                found = opened(name, area.hints, area.row, self.project.config.root, self._run)
                self._take(readings_of(found, sieve, self._run), report, sieve.row.name, without_password(name))
        except ArticleError as error:
            report.errors.append(error)
        self._told.append((area.pattern, report))
        self._written()

    def _take(self, readings: Iterable[Article | ArticleError], report: Report, source: str, found: str) -> None:
        project = self.project
        source_of = partial(source_name, project.config, project.files, project.survey.areas)
        importing = Importing(
            config=project.config, shelf=project.shelf, report=report, source_of=source_of, on_clash=self.on_clash
        )
        importing.take(readings, source, found)

    def _written(self) -> None:
        """Note the records that were written, which are to be placed."""
        for path in self.project.shelf.written:
            self.project.files.written(RECORDS, path)
        self.project.shelf.written.clear()

    def _settled(self, number: int) -> None:
        """Tell of the files of an area that did not change."""
        told = {path for path, _ in self._told}
        reports: dict[str, Report] = {}
        for path, taking in self.project.files.takings(number):
            if path not in told:
                taken = Taken(intake=Intake.UNCHANGED, path=taking.path, source=taking.source)
                reports.setdefault(path, Report()).intakes.append(taken)
        for known, problems in self.project.files.problems(stands=False):
            if known.area == number and known.path not in told:
                reports.setdefault(known.path, Report()).problems += problems
        self._told += reports.items()

    def _report(self) -> None:
        for _, report in sorted(self._told, key=itemgetter(0)):
            self.project.report.errors += report.errors
            self.project.report.problems += report.problems
            self.project.report.intakes += report.intakes
