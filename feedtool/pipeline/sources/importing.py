"""From sources to the shelf: what is imported, which of two sources of one article speaks, and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.errors import ArticleError
from feedtool.pipeline.sources.gather import COMMAND_LINE, doubt
from feedtool.problem import Level
from feedtool.shelf import Intake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from feedtool.article import Article
    from feedtool.config import Config
    from feedtool.pipeline.report import Report
    from feedtool.shelf import Line, OnClash, Shelf, Taken


class Importing(Struct, kw_only=True):
    """Puts what sources hold on the shelf, and reports what became of it.

    `source_of` says which source a file or an address belongs to, `back` whether an article was withdrawn only because
    its source had gone, `stands` whether what comes stands and falls with its file.
    """

    config: Config
    shelf: Shelf
    report: Report
    source_of: Callable[[str], str]
    on_clash: OnClash
    back: Callable[[Line], bool] = lambda _: False
    stands: bool = False
    _ranks: dict[str, int] = {}

    def __post_init__(self) -> None:
        self._ranks = {row.name: rank for rank, row in enumerate(self.config.sources)}

    def take(self, readings: Iterable[Article | ArticleError], source: str, found: str) -> None:
        """Take what the named source holds; `found` is the file or address that is read."""
        for reading in readings:
            if isinstance(reading, ArticleError):
                self.report.errors.append(reading)
            else:
                self._take(reading, source, found)

    def _take(self, article: Article, source: str, found: str) -> None:
        try:
            taken = self.shelf.take(
                article,
                authority=self.config.site.authority,
                on_clash=self.on_clash,
                found=found,
                scope="" if source == COMMAND_LINE else source,
                stands=self.stands,
                outranks=lambda line: self._outranks(source, line),
                back=self.back,
            )
        except ArticleError as error:
            self.report.errors.append(error.at(file=article.origin.path))
            return
        self.report.problems += article.problems
        self.report.took(taken)
        if taken.intake in _TOLD:
            self._tell(taken)

    def _outranks(self, source: str, line: Line) -> bool:
        """Whether a source stands before the one that a line was made of in the configuration."""
        theirs = self.source_of(line.file)
        return source in self._ranks and self._ranks[source] < self._ranks.get(theirs, -1)

    def _tell(self, taken: Taken) -> None:
        level, message, fix = _TOLD[taken.intake]
        said = f"{message} {taken.path}" + (f", by its {taken.by}" if taken.by else "")
        self.report.problems.append(doubt(f"import-{taken.intake}", said, taken.source, fix, level))


_TOLD = {
    Intake.DUPLICATE: (Level.INFO, "the same article as", ""),
    Intake.VARIANT: (
        Level.WARNING,
        "the same title and time as, but other words than,",
        "if they are two articles, give each an id; else remove one of the sources",
    ),
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
