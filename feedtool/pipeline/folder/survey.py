"""Surveys the files of a project: what is there, what changed since the last run, and which source each belongs to."""

from __future__ import annotations

from glob import has_magic
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec import Struct, field

from feedtool.errors import SourceError, UsageError
from feedtool.pipeline.sources.gather import doubt, hints_of, source_of
from feedtool.problem import Place
from feedtool.seen import look, records_below, relative
from feedtool.source import KINDS
from feedtool.source.found import STANDARD_INPUT, SUFFIXES, covers, is_address, unreadable
from feedtool.still import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from feedtool.config import Config, SourceConfig
    from feedtool.index.files import Files, Known
    from feedtool.pipeline.report import Report
    from feedtool.seen import Seen, Sight
    from feedtool.shelf import Ledger
    from feedtool.source import Hints

_STANDING = tuple(suffix for kind in KINDS if kind.in_place for suffix in kind.suffixes)


class Area(Struct, frozen=True, kw_only=True):
    """One pattern of one source; where it stands among all areas is its number."""

    row: SourceConfig
    hints: Hints
    pattern: str

    @property
    def named(self) -> bool:
        """Whether it names something that is no file: an address, a database, or standard input."""
        return "://" in self.pattern or self.pattern == STANDARD_INPUT

    @property
    def steady(self) -> bool:
        """Whether a file gives the same in every run, as long as it and the settings stay as they are."""
        row = self.row
        return not (row.limit or row.where.days or row.unless.days or row.files or row.full)

    def stands(self, name: str) -> bool:
        """Whether a file is read where it stands, whatever is in it; of others one has to look."""
        if self.row.kind:
            return next(kind.in_place for kind in KINDS if kind.name == self.row.kind)
        return name.casefold().endswith(_STANDING)


def areas_of(config: Config) -> list[Area]:
    """Return the areas of all sources, in order."""
    return [
        Area(row=row, hints=hints_of(config, row), pattern=pattern) for row in config.sources for pattern in row.paths
    ]


class Survey(Struct, kw_only=True):
    """What is known of the files of one run.

    `missing` are the sources that match nothing, `shut` the folders in which nothing can be seen.
    """

    config: Config
    files: Files
    areas: list[Area]
    sight: Sight
    missing: list[SourceConfig] = field(default_factory=list)
    shut: list[str] = field(default_factory=list)
    _seen: dict[str, set[str]] = field(default_factory=dict)

    def sources(self, report: Report) -> None:
        """Note what changed in the sources, as the run sees them."""
        counts = {row.name: 0 for row in self.config.sources}
        for number, area in enumerate(self.areas):
            count = 1 if area.named else self._source(number, area, report)
            counts[area.row.name] += count
            if not area.steady:
                self.files.suspect(number)
        self.missing = [row for row in self.config.sources if not counts[row.name]]

    def _source(self, number: int, area: Area, report: Report) -> int:
        counted = [0]
        try:
            folders: Iterable[Seen] = look(area.pattern, self.config.root, SUFFIXES, moment=self.sight.moment)
            shared = self._shared(area)
            if not shared:
                folders = self.sight.look(folders, (area.pattern, number))
            owned = self._owned(folders, report, counted, shared=shared)
            self.files.compare(number, owned, area.stands)
        except UsageError as error:
            report.errors.append(SourceError(error.message, place=error.place, hint=error.hint))
            self.files.compare(number, (), area.stands)
            return 0
        if not counted[0]:
            message = f"the source {area.row.name!r} matches no file"
            report.problems.append(doubt("source-matches-nothing", message, area.pattern, "check the pattern"))
        return counted[0]

    def _shared(self, area: Area) -> bool:
        """Whether files of an area may be another one's too."""
        tops = [f"{_top(other.pattern, self.config.root)}/" for other in self.areas if other is not area]
        own = f"{_top(area.pattern, self.config.root)}/"
        return any(own.startswith(top) or top.startswith(own) for top in tops)

    def _owned(self, folders: Iterable[Seen], report: Report, counted: list[int], *, shared: bool) -> Iterator[Seen]:
        """Yield folders with the files that no earlier source has, and that are no records; count them all."""
        shelf = self.config.site.articles.rstrip("/")
        for seen in folders:
            counted[0] += seen.number + len(seen.odd) + bool(seen.shut)
            if seen.path == shelf or seen.path.startswith(f"{shelf}/"):
                continue
            if seen.shut:
                self.shut.append(seen.path)
                report.errors.append(unreadable(seen.path, seen.shut))
            report.errors += [_odd(f"{seen.path}/{name}" if seen.path else name) for name in seen.odd]
            if shared:
                taken = self._seen.setdefault(seen.path, set())
                seen = seen.without(taken)  # noqa: PLW2901 - the same, less
                taken |= {name for name, _ in seen.files}
            if seen.number:
                yield seen

    def records(self) -> None:
        """Note what changed among the records."""
        shelf = self.config.site.articles.rstrip("/")
        folders = records_below(shelf, self.config.root, moment=self.sight.moment)
        self.files.compare(RECORDS, self.sight.look(folders, (shelf, RECORDS)), lambda _: True)

    def source_of(self, known: Known, ledger: Ledger) -> str:
        """Return the name of the source that the article of a file came by."""
        if known.area != RECORDS:
            return self.areas[known.area].row.name
        lines = ledger.find("path", known.path)
        origin = lines[0].file if lines else ""
        return source_name(self.config, self.files, self.areas, origin or known.path)


def source_name(config: Config, files: Files, areas: list[Area], path: str) -> str:
    """Return the name of the source that a path came by in this run, else of the first that covers it."""
    known = None if is_address(path) else files.get(path)
    if known and known.area != RECORDS:
        return areas[known.area].row.name
    return source_of(config, path)


def _top(pattern: str, root: Path) -> str:
    """Return the folder in which everything lies that a pattern stands for."""
    parts = relative(root / pattern, root).split("/")
    plain = list(takewhile(lambda part: not has_magic(part), parts))
    return "/".join(["", *(part for part in plain if part != ".")])


def _odd(path: str) -> SourceError:
    place = Place(file=ascii(path))
    return SourceError("the name of the file is not UTF-8", place=place, hint="rename the file")


def mislaid(survey: Survey, ledger: Ledger) -> list[SourceError]:
    """Return an error for each place that shows nothing any more, but from which articles are published.

    A folder may not be mounted, or closed to whoever runs this, a pattern mistyped: nobody withdrew them.
    """
    if not (survey.missing or survey.shut):
        return []
    config, root = survey.config, survey.config.root
    live = [line.path for line in ledger if not line.withdrawn and not line.source]
    found = []
    for folder in survey.shut:
        count = sum(covers(folder, path, root) for path in live)
        found.append(_kept(f"{folder}/", count, "allow it to be read"))
    known = (config.site.articles, *(pattern for row in config.sources for pattern in row.paths))
    strays = [path for path in live if not any(covers(pattern, path, root) for pattern in known)]
    for row in survey.missing:
        own = [path for path in live if any(covers(pattern, path, root) for pattern in row.paths)]
        count = len(own) or sum(any(_meant(pattern, path, root) for pattern in row.paths) for path in strays)
        hint = "mend the pattern or the folder; to withdraw them, remove the source from the configuration"
        found.append(_kept(row.paths[0], count, hint))
    return list(filter(None, found))


def _meant(pattern: str, path: str, root: Path) -> bool:
    """Whether a pattern that matches nothing may be a mistyped one for a path: by its folder, or since it has none."""
    top = _top(pattern, root).removeprefix("/")
    return not (root / top).exists() or covers(top or ".", path, root)


def _kept(place: str, count: int, hint: str) -> SourceError | None:
    message = f"no file is found, but published articles came from here ({count}); feeds stay"
    return SourceError(message, place=Place(file=place), hint=hint) if count else None
