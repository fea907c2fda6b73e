"""From sources to articles with ids: what is imported to the shelf, what is read where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from glob import has_magic
from typing import TYPE_CHECKING

from feedtool.errors import ArticleError, IdentityError, SourceError, UsageError
from feedtool.index import Placed
from feedtool.problem import Level, Place, Problem
from feedtool.shelf import Given, adopt, match, named
from feedtool.source import Hints, kind_of
from feedtool.source.found import covers, find, is_address, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from feedtool.article import Article
    from feedtool.config import Config, SourceConfig
    from feedtool.pipeline.report import Report
    from feedtool.pipeline.web import Reach
    from feedtool.shelf import By, Line, Shelf
    from feedtool.source import Kind, Source


COMMAND_LINE = "command line"
"""The name of the source that is made of what a person names: a mistake in it stops the command."""


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
                self._taken += self.now is not None
                if self.row.limit and self._taken > self.row.limit:
                    return
                yield reading


@dataclass(slots=True, kw_only=True)
class Found:
    """The files that one run came by: the source that each belongs to, and the sources that match nothing.

    What lies in `shelf` is no source: those are the records.
    """

    web: Reach
    shelf: str = ""
    owners: dict[str, str] = field(default_factory=dict)
    missing: list[SourceConfig] = field(default_factory=list)


def sources_of(config: Config, source: SourceConfig, report: Report, run: Found) -> Iterator[tuple[Source, Kind]]:
    """Yield the files of one source with their kinds, in order; name what cannot be read.

    A file that two sources cover belongs to the first of them in this run.
    """
    hints = hints_of(config, source)
    for path in _paths(config.root, source, report, run):
        if path in run.owners or (run.shelf and covers(run.shelf, path, config.root)):
            continue
        run.owners[path] = source.name
        try:
            path.encode()
            yield _fetched(path, hints, source, run) if is_address(path) else load(path, config.root, hints)
        except UnicodeEncodeError:
            place = Place(file=ascii(path))
            report.errors.append(SourceError("the name of the file is not UTF-8", place=place, hint="rename the file"))
        except ArticleError as error:
            report.errors.append(error)


def _fetched(url: str, hints: Hints, row: SourceConfig, run: Found) -> tuple[Source, Kind]:
    found = run.web.source(url, hints)
    kind = kind_of(found)
    if kind.reach:
        found = replace(found, hints=replace(found.hints, reach=run.web.keywords(row)))
    return found, kind


def _paths(root: Path, source: SourceConfig, report: Report, run: Found) -> dict[str, None]:
    paths: dict[str, None] = {}
    for pattern in source.paths:
        try:
            found = find(pattern, root)
        except UsageError as error:
            if source.name == COMMAND_LINE:
                raise
            run.missing.append(source)
            report.errors.append(SourceError(error.message, place=error.place, hint=error.hint))
            continue
        paths |= dict.fromkeys(found)
        if not found and source.name == COMMAND_LINE and has_magic(pattern):
            raise UsageError("no file matches", place=Place(file=pattern), hint="check the pattern")
        if not found:
            message = f"the source {source.name!r} matches no file"
            report.problems.append(doubt("source-matches-nothing", message, pattern, "check the pattern"))
    if not paths and source not in run.missing:
        run.missing.append(source)
    return paths


def doubt(rule: str, message: str, file: str, fix: str, level: Level = Level.WARNING) -> Problem:
    """Return what is doubtful about a file."""
    return Problem(rule=rule, level=level, message=message, place=Place(file=file), fix=fix)


class Gathering:
    """Articles of one run as they come by: each id once, each article once, the first one stays."""

    def __init__(self, config: Config, shelf: Shelf, report: Report, now: datetime, run: Found) -> None:
        self.config = config
        self.shelf = shelf
        self.report = report
        self.now = now
        self.run = run
        self.placed: list[Placed] = []
        self._by_id: dict[str, str] = {}
        self._ranks = {row.name: rank for rank, row in enumerate(config.sources)}
        self._waiting: list[tuple[str, Iterator[Article | ArticleError], str]] = []

    def add(self, path: str, readings: Iterator[Article | ArticleError], source: str) -> None:
        """Note a file that stands where it is read; `readings` yields what it holds, and reads it only then."""
        self._waiting.append((path, readings, source))

    def place(self) -> list[Placed]:
        """Read all files that were noted, give every article its id, and return them.

        What is published comes first, so that a copy never takes the place of what it was copied from; of what is new,
        that of the first source.
        """
        gone = self._gone()
        readings = [(path, source, reading) for path, held, source in self._waiting for reading in held]
        for path, source, reading in sorted(readings, key=lambda row: (not self._stands(row[0]), self._rank(row[1]))):
            if isinstance(reading, ArticleError):
                self.report.errors.append(reading)
            elif not reading.draft:
                self._place(reading, path, source, gone)
        moment = self.now.isoformat()
        for line in [line for line in self.shelf.ledger if line.path in gone and not line.withdrawn]:
            self.shelf.ledger.put(replace(line, withdrawn=moment))
        return self.placed

    def _gone(self) -> set[str]:
        """Return the paths of the ledger where no file stands any more."""
        here = {path for path, _, _ in self._waiting} | self.run.owners.keys()
        return {line.path for line in self.shelf.ledger if line.path not in here}

    def mislaid(self) -> list[SourceError]:
        """Return an error for each source that matches nothing, but of which articles are published.

        Its folder may not be mounted, or its pattern mistyped: nobody withdrew them.
        """
        live = [line.path for line in self.shelf.ledger if not line.withdrawn and not line.source]
        return [
            SourceError(
                f"the source {row.name!r} matches no file, but {count} of its articles are published; feeds stay",
                place=Place(file=row.paths[0]),
                hint="mend the pattern or the folder; to withdraw them, remove the source from the configuration",
            )
            for row in self.run.missing
            if (count := sum(any(covers(pattern, path, self.config.root) for pattern in row.paths) for path in live))
        ]

    def _place(self, article: Article, path: str, source: str, gone: set[str]) -> None:
        given, authority, ledger = Given(article.id, source), self.config.site.authority, self.shelf.ledger
        article = named(article, ledger, authority, scope=source, here=lambda line: line.path not in gone)
        if twin := self._twin(article, path):
            line, by = twin
            if not self._takes_over(line, source):
                self._tell_twin(path, line.path, by)
                return
            self._tell_twin(line.path, path, by)
            article = replace(article, id=line.id)
            del self._by_id[line.id]
            self.placed = [row for row in self.placed if row.article.id != line.id]
        if other := self._by_id.get(article.id):
            self.report.errors.append(
                IdentityError(
                    f"the id {article.id} is taken by {other}",
                    place=Place(file=path, field="id"),
                    hint="give one of them an id of its own",
                )
            )
            return
        self._rename(article, path)
        known = ledger.find("path", path)
        article = adopt(article, path, ledger, authority=authority, now=self.now, gone=gone, given=given)
        self._by_id[article.id] = path
        self.report.problems += article.problems
        new = all(line.published != article.published.isoformat() for line in known)
        self.placed.append(Placed(article=article, source=source, new=new))

    def _rename(self, article: Article, path: str) -> None:
        """Say that an article whose file now names another id than before becomes another entry for its readers."""
        for line in self.shelf.ledger.find("path", path):
            if article.id and line.id != article.id:
                message = f"the id was {line.id}; subscribers will see the article again, as a new one"
                self.report.problems.append(doubt("article-id-changed", message, path, f"id: {line.id}"))
                self.shelf.ledger.put(replace(line, path="", withdrawn=line.withdrawn or self.now.isoformat()))

    def latest(self) -> datetime | None:
        """Return when anything in the ledger last moved, the future left aside; None where it is empty."""
        written = (
            datetime.fromisoformat(line.withdrawn or line.updated or line.published) for line in self.shelf.ledger
        )
        return max((moment for moment in written if moment <= self.now), default=None)

    def _stands(self, path: str) -> bool:
        """Whether a file's article is published already."""
        return any(line.digest for line in self.shelf.ledger.find("path", path))

    def _rank(self, source: str) -> int:
        return self._ranks.get(source, len(self._ranks))

    def _twin(self, article: Article, path: str) -> tuple[Line, By] | None:
        """Return the line of the same article where it stands already, if nothing says that the two are two."""
        line = self.shelf.ledger.get(article.id) if article.id else None
        said_by_a_person = article.id and not (line and line.source and line.path == path)
        if said_by_a_person or self._stands(path):
            return None
        return match(replace(article, id=""), self.shelf.ledger, among=self._by_id)

    def _takes_over(self, line: Line, source: str) -> bool:
        """Whether a file of a source takes the place of one of a later source; what was imported stays."""
        theirs = next((row.source for row in self.placed if row.article.id == line.id), "")
        return not line.source and self._rank(source) < self._rank(theirs)

    def _tell_twin(self, path: str, other: str, by: By) -> None:
        message = f"the same article as {other}, which is published, by its {by}"
        self.report.problems.append(doubt("article-twice", message, path, "remove one of them, or give each an id"))


def source_name(config: Config, run: Found, path: str) -> str:
    """Return the name of the source that a path came by in this run, else of the first that covers it."""
    found = (row.name for row in config.sources if any(covers(pattern, path, config.root) for pattern in row.paths))
    return run.owners.get(path) or next(found, "")
