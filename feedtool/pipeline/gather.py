"""From sources to articles with ids: what is imported to the shelf, what is read where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from feedtool.errors import ArticleError, IdentityError
from feedtool.identity import given_id, same_day_key
from feedtool.problem import Level, Place, Problem
from feedtool.shelf import Intake, adopt
from feedtool.source import Hints
from feedtool.source.found import covers, find, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from feedtool.article import Article
    from feedtool.config import Config, SourceConfig
    from feedtool.pipeline.report import Report
    from feedtool.shelf import OnClash, Shelf
    from feedtool.source import Kind, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An article that has its id, the name of the source it came by, and whether it, or its time, is new."""

    article: Article
    source: str
    new: bool = True


def hints_of(config: Config, source: SourceConfig) -> Hints:
    """Return what the configuration says of a source beforehand."""
    return Hints(
        kind=source.kind,
        zone=config.zone_policy(source),
        language=source.language or config.site.language,
        authors=source.authors,
        tags=source.tags,
        fields=source.fields,
    )


class Sieve:
    """Lets through what one source is to give: errors, and the first articles that pass its filters; no drafts."""

    def __init__(self, row: SourceConfig, now: datetime) -> None:
        self.row = row
        self.now = now
        self._taken = 0

    def __call__(self, readings: Iterable[Article | ArticleError]) -> Iterator[Article | ArticleError]:
        """Yield what passes."""
        for reading in readings:
            if isinstance(reading, ArticleError):
                yield reading
            elif not reading.draft and self.row.takes(reading, self.now):
                self._taken += 1
                if self.row.limit and self._taken > self.row.limit:
                    return
                yield reading


def sources_of(config: Config, source: SourceConfig, report: Report) -> Iterator[tuple[Source, Kind]]:
    """Yield the files of one source with their kinds, each once, in order; name what cannot be read."""
    hints = hints_of(config, source)
    for path in _paths(config.root, source, report):
        if covers(config.site.articles, path):
            continue
        try:
            yield load(path, config.root, hints)
        except ArticleError as error:
            report.errors.append(error)


def _paths(root: Path, source: SourceConfig, report: Report) -> dict[str, None]:
    paths: dict[str, None] = {}
    for pattern in source.paths:
        found = find(pattern, root)
        paths |= dict.fromkeys(found)
        if not found:
            report.problems.append(
                Problem(
                    rule="source-matches-nothing",
                    level=Level.WARNING,
                    message=f"the source {source.name!r} matches no file",
                    place=Place(file=pattern),
                    fix="check the pattern",
                )
            )
    return paths


def take_in(
    readings: Iterable[Article | ArticleError], shelf: Shelf, report: Report, *, authority: str, on_clash: OnClash
) -> None:
    """Put what a source holds on the shelf, and report what became of it."""
    for reading in readings:
        if isinstance(reading, ArticleError):
            report.errors.append(reading)
        else:
            _take(reading, shelf, report, authority=authority, on_clash=on_clash)


def _take(article: Article, shelf: Shelf, report: Report, *, authority: str, on_clash: OnClash) -> None:
    try:
        taken = shelf.take(given_id(article, authority), authority=authority, on_clash=on_clash)
    except ArticleError as error:
        report.errors.append(error.at(file=article.origin.path))
        return
    report.problems += article.problems
    report.intakes.append((article.origin.path, taken.intake, taken.path))
    if taken.intake in _TOLD:
        level, message, fix = _TOLD[taken.intake]
        place = Place(file=article.origin.path)
        rule = f"import-{taken.intake}"
        report.problems.append(Problem(rule=rule, level=level, place=place, message=f"{message} {taken.path}", fix=fix))


_TOLD = {
    Intake.DUPLICATE: (Level.INFO, "the same article as", ""),
    Intake.WITHDRAWN: (
        Level.INFO,
        "not imported again: its record was withdrawn:",
        "restore the record to bring it back",
    ),
    Intake.CLASH: (
        Level.WARNING,
        "the source changed and so did a person; the source's version stands beside the record",
        "merge them, or import again with --on-clash ours or theirs",
    ),
}


class Gathering:
    """Articles of one run as they come by: each id once, each article once, the first one stays."""

    def __init__(self, config: Config, shelf: Shelf, report: Report, now: datetime) -> None:
        self.config = config
        self.shelf = shelf
        self.report = report
        self.now = now
        self.placed: list[Placed] = []
        self._by_id: dict[str, str] = {}
        self._by_day: dict[tuple[str, str], Article] = {}
        self._waiting: list[tuple[str, Callable[[], Iterator[Article | ArticleError]], str]] = []

    def add(self, path: str, read: Callable[[], Iterator[Article | ArticleError]], source: str) -> None:
        """Note a file that stands where it is read; `read` yields what it holds."""
        self._waiting.append((path, read, source))

    def place(self) -> list[Placed]:
        """Read all files that were noted, give every article its id, and return them."""
        here = {path for path, _, _ in self._waiting}
        gone = {line.path for line in self.shelf.ledger if line.path not in here}
        known_first = sorted(self._waiting, key=lambda waiting: not self.shelf.ledger.find("path", waiting[0]))
        for path, read, source in known_first:
            for reading in read():
                if isinstance(reading, ArticleError):
                    self.report.errors.append(reading)
                elif not reading.draft:
                    self._place(given_id(reading, self.config.site.authority), path, source, gone)
        moment = self.now.isoformat()
        for line in [line for line in self.shelf.ledger if line.path in gone and not line.withdrawn]:
            self.shelf.ledger.put(replace(line, withdrawn=moment))
        return self.placed

    def _place(self, article: Article, path: str, source: str, gone: set[str]) -> None:
        if twin := self._twin(article, path):
            self.report.problems.append(
                Problem(
                    rule="article-twice",
                    level=Level.WARNING,
                    message=f"the same article as {twin}, which is published",
                    place=Place(file=path),
                    fix="remove one of them, or give each an id",
                )
            )
            return
        if other := self._by_id.get(article.id):
            self.report.errors.append(
                IdentityError(
                    f"the id {article.id} is taken by {other}",
                    place=Place(file=path, field="id"),
                    hint="give one of them an id of its own",
                )
            )
            return
        known = self.shelf.ledger.find("published", article.published.isoformat())
        authority = self.config.site.authority
        article = adopt(article, path, self.shelf.ledger, authority=authority, now=self.now, gone=gone)
        self._by_id[article.id] = path
        self._by_day.setdefault(same_day_key(article), article)
        self.report.problems += article.problems
        new = all(line.id != article.id for line in known)
        self.placed.append(Placed(article=article, source=source, new=new))

    def latest(self) -> datetime | None:
        """Return when anything in the ledger last moved; None where it is empty."""
        written = (line.withdrawn or line.updated or line.published for line in self.shelf.ledger)
        return max(map(datetime.fromisoformat, written), default=None)

    def _twin(self, article: Article, path: str) -> str:
        """Return where the same article stands already, if nothing says that the two are two."""
        first = self._by_day.get(same_day_key(article))
        if first is None or article.id or self.shelf.ledger.find("path", path):
            return ""
        return "" if article.link and first.link and article.link != first.link else self._by_id[first.id]


def source_name(config: Config, path: str) -> str:
    """Return the name of the first source whose patterns cover a path."""
    return next((row.name for row in config.sources if any(covers(pattern, path) for pattern in row.paths)), "")
