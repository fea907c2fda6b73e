"""Build and import with the articles in a folder, going on from what the last run noted in the index."""

from __future__ import annotations

from functools import partial
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.errors import FeedtoolError
from feedtool.index.published import Published
from feedtool.pipeline.folder.intake import Intaking
from feedtool.pipeline.folder.loading import loading
from feedtool.pipeline.folder.place import Displaced, Placing
from feedtool.pipeline.folder.project import open_project, with_index
from feedtool.pipeline.folder.reading import read_all
from feedtool.pipeline.folder.survey import mislaid, source_name
from feedtool.pipeline.progress import Meter, Tally
from feedtool.pipeline.publishing.deliver import Courier
from feedtool.pipeline.publishing.early import early_of
from feedtool.pipeline.publishing.push import Crier
from feedtool.pipeline.removed import removed, tell
from feedtool.pipeline.sources.gather import Found, Sieves
from feedtool.pipeline.sources.importing import Importing
from feedtool.pipeline.sources.opening import opened_all, readings_of
from feedtool.pipeline.sources.web import web_of
from feedtool.spill import Pile
from feedtool.still import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from feedtool.config import Config, SourceConfig
    from feedtool.errors import ArticleError
    from feedtool.pipeline.folder.project import Project
    from feedtool.pipeline.publishing.early import Early
    from feedtool.pipeline.report import Report
    from feedtool.pipeline.run import Options
    from feedtool.pipeline.sources.web import Reach
    from feedtool.problem import Problem
    from feedtool.seen import Sight
    from feedtool.shelf import Line


def build_in_folder(config: Config, options: Options, now: datetime, sight: Sight | None) -> Report:
    """Build a site whose articles are in a folder, with what the last run left in the index."""
    sights = [sight]

    def work(index: Path | None) -> Report:
        sight = sights.pop() if sights else None  # to an index that takes the place of a damaged one it means nothing
        with open_project(config, index, now=now, dry_run=options.dry_run, sight=sight) as project:
            project.progress = options.progress
            _build(project, options)
        return project.report

    report = with_index(config, work, _doubt)
    report.errors = Pile({str(error): error for error in report.errors}.values())  # one fault is met by several stages
    return report


def _build(project: Project, options: Options) -> None:
    report = project.report
    crier = Crier(project.config, report, now=project.now, push="never" if options.dry_run else options.push)
    courier = Courier(project.config, report, crier, dry_run=options.dry_run, entries=options.entries)
    courier.look()
    project.survey.sources(report)
    _survey_records(project)
    with web_of(project.config, project.ledger, project.now) as web:
        Intaking(project, web, options.on_clash, options.jobs).take()
    project.save()  # records are read from the disk when they are placed
    if lost := mislaid(project.survey, project.ledger):
        report.errors += lost
        return
    early = early_of(project.config, project.files.waiting())
    placing = _place(project, options.jobs, early)
    tell(project, removed(project))
    from feedtool.pipeline.folder.edition import Edition  # noqa: PLC0415 - loaded while others read
    from feedtool.pipeline.publishing.publish import publish  # noqa: PLC0415 - as above

    project.keep()  # before anything is delivered: an id that readers have seen must never be lost
    latest = project.ledger.latest(project.now)
    if latest is None:
        report.errors.append(FeedtoolError("there is nothing to publish", expected="at least one article"))
        return
    catalogue = Published(project.db, now=project.now, read=project.reader.article, new=placing.new)
    report.held += catalogue.held()
    report.told += [row for row in report.held if not row.new]
    edition = Edition(project, courier, latest)
    if not edition.stands():
        before = len(report.problems), len(report.errors)
        publish(project, catalogue, courier, latest=latest, early=early)
        courier.settle(prune=options.prune)
        edition.note(*before)
    with web_of(project.config, project.ledger, project.now) as web:
        crier.tell(lambda: web.fetcher)
    edition.note_still()


def _survey_records(project: Project) -> list[ArticleError]:
    """Bring the ledger in line with the records, and have their sources read again where records changed."""
    files, ledger = project.files, project.ledger
    project.survey.records()
    files.resolve(project.config.root)
    placing = _placing(project)

    def changed() -> Iterator[str]:
        return (known.path for known in files.to_read(RECORDS, RECORDS))

    authority = project.config.site.authority
    errors = project.shelf.reconcile(changed(), placing.gone, authority=authority, now=project.now)
    gone = [known.path for known in files.gone() if known.area == RECORDS]
    _withdraw(project, (path for path in gone), records=True)
    lines = (line for path in chain(changed(), gone) for line in ledger.find("path", path))
    for file, same in groupby(lines, attrgetter("file")):
        files.unsettle(file)
        for source in (line.source for line in same if line.source != file):
            files.unsettle(source)
    for known in files.gone():
        given = {line.given for line in ledger.find("path", known.path)}
        for line in (line for value in given for line in ledger.find("given", value)):
            files.unsettle(line.file or line.path)  # which of two that gave the same it is may be seen otherwise now
    return errors


def _withdraw(project: Project, paths: Iterable[str], *, records: bool) -> None:
    """Note that articles are withdrawn whose files are gone; of a project that is read anew, any of them."""
    gone = _placing(project).gone
    if project.fact("whole"):
        lines: Iterable[Line] = project.ledger
    else:
        lines = (line for path in paths for line in project.ledger.find("path", path))
    standing = (line for line in lines if not line.withdrawn and (not records or project.shelf.holds(line.path)))
    for line in [line for line in standing if gone(line)]:
        project.ledger.put(replace(line, withdrawn=project.now.isoformat()))


def _placing(project: Project) -> Placing:
    source_of = partial(project.survey.source_of, ledger=project.ledger)
    return Placing(project.config, project.files, project.ledger, source_of, project.reader.read, project.now)


def _place(project: Project, jobs: int, early: Early) -> Placing:
    """Place all that is to be placed; from the beginning, where it turns out to be more than was thought."""
    while True:
        placing = _placing(project)
        try:
            with project.ledger.attempt():
                _place_all(project, placing, jobs, early)
        except Displaced as displaced:
            project.files.undo()
            project.files.unsettle(str(displaced))
        except BaseException:
            project.files.undo()  # what was interrupted is placed anew, all of it: the ledger forgot it too
            raise
        else:
            break
    project.report.problems += placing.told()
    project.report.errors += placing.errors
    return placing


def _place_all(project: Project, placing: Placing, jobs: int, early: Early) -> None:
    files, ledger, reader = project.files, project.ledger, project.reader
    tally = Tally(project.progress, "reading articles", files.waiting())
    first = ledger.bare
    read = partial(read_all, jobs=jobs, meanwhile=loading(project.config))
    if first:
        reader = replace(reader, authority=project.config.site.authority, early=early)
        placing.place(tally.through(read(reader, files.to_read())), late=True)
    else:
        files.take_turns(placing.late, placing.rank)
        for late in (False, True):
            placing.place(tally.through(read(reader, files.in_turn(late=late))), late=late)
    gone = files.gone()
    if not first:
        _withdraw(project, (known.path for known in gone), records=False)
    files.drop(gone)
    project.note("whole", "")
    for path in ledger.others:
        files.unsettle(path)


def import_to_folder(
    config: Config, sources: tuple[SourceConfig, ...], options: Options, now: datetime, cluster: str
) -> Report:
    """Import sources to the folder of articles; those of the configuration where none is named."""

    def work(index: Path | None) -> Report:
        with open_project(config, index, now=now, dry_run=options.dry_run, builds=False) as project:
            project.progress = options.progress
            project.report.errors += _survey_records(project)
            with web_of(project.config, project.ledger, project.now) as web:
                if sources:
                    _import(project, sources, web, options, cluster)
                else:
                    project.survey.sources(project.report)
                    project.files.resolve(config.root)
                    Intaking(project, web, options.on_clash, options.jobs).take()
        return project.report

    return with_index(config, work, _doubt)


def _doubt(report: Report, problem: Problem) -> None:
    report.problems.append(problem)


def _import(project: Project, sources: Iterable[SourceConfig], web: Reach, options: Options, cluster: str) -> None:
    config, jobs = project.config, options.jobs
    meter = Meter(project.progress)
    run = Found(web=web, shelved=project.shelf, shelf=config.site.articles, meter=meter, access=config.cloud, jobs=jobs)
    importing = Importing(
        config=config,
        shelf=project.shelf,
        report=project.report,
        source_of=lambda path: run.owners.get(path) or source_name(config, project.files, project.survey.areas, path),
        on_clash=options.on_clash,
    )
    sieves = Sieves(project.now)
    if cluster:
        from feedtool.pipeline.sources.cluster import read_on  # noqa: PLC0415 - seldom wanted, and slow to import

        for row, path, readings in read_on(cluster, config, sources, project.report, run):
            importing.take(sieves.of(row)(readings), row.name, path)
        return
    for row, found in opened_all(config, sources, project.report, run, jobs=jobs):
        importing.take(readings_of(found, sieves.of(row), run), row.name, found.source.origin)
