"""From sources to articles with ids: what is imported to the shelf, what is read where it stands."""

from __future__ import annotations

from glob import has_magic
from typing import TYPE_CHECKING

from msgspec import Struct, field

from feedtool.delivery.cloud.access import Access
from feedtool.errors import ArticleError, SourceError, UsageError
from feedtool.pipeline.progress import Meter
from feedtool.pipeline.sources.buckets import objects
from feedtool.problem import Level, Place, Problem
from feedtool.source import Hints
from feedtool.source.found import covers, find, is_object, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from feedtool.article import Article
    from feedtool.config import Config, SourceConfig
    from feedtool.pipeline.report import Report
    from feedtool.pipeline.sources.web import Reach
    from feedtool.shelf import Shelf


COMMAND_LINE = "command line"
"""The name of the source that is made of what a person names: a mistake in it stops the command."""


_SAID = ("since", "other_hosts", "select", "whole", "types", "statuses", "column")
"""What the configuration says of a source to its kind."""


def source_of(config: Config, path: str) -> str:
    """Return the name of the source of the configuration that a path belongs to; empty for none."""
    found = (row.name for row in config.sources if any(covers(pattern, path, config.root) for pattern in row.paths))
    return next(found, "")


def renamed(id_: str, path: str) -> Problem:
    """Return what is to be said of a file that stood for the article of an id, and names another one now."""
    message = f"the id was {id_}; subscribers will see the article again, as a new one"
    return doubt("article-id-changed", message, path, f"id: {id_}")


def hints_of(config: Config, source: SourceConfig) -> Hints:
    """Return what the configuration says of a source beforehand."""
    return Hints(
        kind=source.kind,
        zone=config.zone_policy(source),
        language=source.language or config.site.language,
        authors=source.authors,
        tags=source.tags,
        fields=source.fields,
        via=source.via,
        reach={name: value for name in _SAID if (value := getattr(source, name)) not in (None, (), {}, "")},
        extra=config.extra,
        files=source.files,
    )


class Sieve:
    """Lets through what one source is to give: errors, and the first articles that pass its filters; no drafts.

    Without a present, `now`, nothing is asked but that.
    """

    def __init__(self, row: SourceConfig, now: datetime | None) -> None:
        self.row = row
        self.now = now
        self._taken = 0

    def __call__(self, readings: Iterable[Article | ArticleError]) -> Iterator[Article | ArticleError]:
        """Yield what passes."""
        for reading in readings:
            if isinstance(reading, ArticleError):
                yield reading
            elif not reading.draft and (self.now is None or self.row.takes(reading, self.now)):
                if self.now is not None and not self.admits():
                    return
                yield reading

    def admits(self) -> bool:
        """Whether one more article is within the limit; it counts."""
        self._taken += 1
        return not self.row.limit or self._taken <= self.row.limit


class Sieves:
    """The sieves of the sources of one run."""

    def __init__(self, now: datetime | None) -> None:
        self._now = now
        self._sieves: dict[int, Sieve] = {}

    def of(self, row: SourceConfig) -> Sieve:
        """Return the sieve of a source: always the same one."""
        return self._sieves.setdefault(id(row), Sieve(row, self._now))


class Found(Struct, kw_only=True):
    """The files that one run came by: the source that each belongs to, and the patterns that match nothing.

    What lies in `shelf` is no source: those are the records.  `shelved` knows what was imported before,
    `meter` tells how far the run is, `jobs` is how many processes read at most, 0 for one a core.
    """

    web: Reach
    shelved: Shelf | None = None
    access: Access = field(default_factory=Access)
    meter: Meter = field(default_factory=Meter)
    jobs: int = 1
    shelf: str = ""
    owners: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def sources_named(config: Config, source: SourceConfig, report: Report, run: Found) -> Iterator[str]:
    """Yield the paths and addresses of one source, in order; name what cannot be read.

    A file that two sources cover belongs to the first of them in this run.
    """
    for path in _paths(config.root, source, report, run):
        if path in run.owners or (run.shelf and covers(run.shelf, path, config.root)):
            continue
        run.owners[path] = source.name
        try:
            path.encode()
        except UnicodeEncodeError:
            place = Place(file=ascii(path))
            report.errors.append(SourceError("the name of the file is not UTF-8", place=place, hint="rename the file"))
        else:
            yield path


def _paths(root: Path, source: SourceConfig, report: Report, run: Found) -> dict[str, None]:
    paths: dict[str, None] = {}
    if source.query:
        return dict.fromkeys(source.paths)
    for pattern in source.paths:
        try:
            found, shut = (objects(pattern, run.access), {}) if is_object(pattern) else find(pattern, root)
        except SourceError as error:
            report.errors.append(error)
            continue
        except UsageError as error:
            if source.name == COMMAND_LINE:
                raise
            run.missing.append(pattern)
            report.errors.append(SourceError(error.message, place=error.place, hint=error.hint))
            continue
        paths |= dict.fromkeys(found)
        report.errors += [unreadable(folder, reason) for folder, reason in shut.items()]
        run.missing += shut
        if found or shut:
            continue
        if source.name == COMMAND_LINE and has_magic(pattern):
            raise UsageError("no file matches", place=Place(file=pattern), hint="check the pattern")
        if not found:
            run.missing.append(pattern)
            message = f"the source {source.name!r} matches no file"
            report.problems.append(doubt("source-matches-nothing", message, pattern, "check the pattern"))
    return paths


def doubt(rule: str, message: str, file: str, fix: str, level: Level = Level.WARNING) -> Problem:
    """Return what is doubtful about a file."""
    return Problem(rule=rule, level=level, message=message, place=Place(file=file), fix=fix)
