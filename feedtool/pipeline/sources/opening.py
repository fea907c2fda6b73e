"""OPENING: from the name of a source to what it gives.

Files that are read whole, or are small, are read ahead by other processes; what is asked of the web, of a database or
of standard input, is read where it is taken; and so is what may be larger than the memory, by another process if there
is one, which waits for this one.
"""

from __future__ import annotations

import os
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from feedtool.errors import ArticleError, FeedtoolError
from feedtool.identity import link_key
from feedtool.index.outcome import hash_file, hash_of
from feedtool.pipeline.report import Report
from feedtool.pipeline.sources.buckets import opened_away
from feedtool.pipeline.sources.gather import COMMAND_LINE, hints_of, sources_named
from feedtool.pipeline.sources.streaming import streamed
from feedtool.pipeline.sources.workers import Size, cores, worked
from feedtool.source import KINDS, Kind, Source, kind_of
from feedtool.source.found import STANDARD_INPUT, is_address, is_database, is_object, load, without_password
from feedtool.spill import Pile

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from pathlib import Path

    from feedtool.article import Article
    from feedtool.config import Config, SourceConfig
    from feedtool.pipeline.sources.gather import Found, Sieve
    from feedtool.source import Hints

    Asked = tuple[str, Hints] | None

T = TypeVar("T")

_SIZE = Size(pays=2**20, chunk=2**18)
"""Of bytes."""
_EACH = 2**11
"""What a file costs, whatever is in it, in bytes of one that is read."""
_LARGEST = 2**20
"""What is larger, of a kind that may have many articles, is read as a stream."""
_ASKING = frozenset(("fetch", "marks"))
"""What a kind takes that only the first process has."""


class Ahead(NamedTuple):
    """What a file gave that was read ahead: its kind, the hash of its bytes, what it holds, and what ended that."""

    kind: str
    hash: bytes
    readings: list[Article | ArticleError]
    failure: FeedtoolError | None = None


class Opened(Struct, frozen=True, kw_only=True):
    """A source that is to be read, or was read ahead."""

    source: Source
    kind: Kind
    ahead: Ahead | None = None

    def read(self, run: Found) -> Iterator[Article | ArticleError]:
        """Yield what it holds.

        Raises:
            FeedtoolError: it cannot be read on.

        """
        if self.ahead is None:
            source = run.meter.watched(self.source) if self.kind.streams else self.source
            if _is_beside(self, run.jobs):
                yield from streamed(partial(_stream, self.kind.name, self.source), source.told)
            else:
                yield from self.kind.read(source)
            return
        yield from self.ahead.readings
        if self.ahead.failure:
            raise self.ahead.failure

    def hash(self) -> bytes:
        """Return the hash of its bytes."""
        if self.ahead:
            return self.ahead.hash
        file = self.source.file
        return hash_file(file) if file and self.kind.streams else hash_of(self.source.content)


def _is_beside(found: Opened, jobs: int) -> bool:
    """Whether a source is worth a process of its own that reads it."""
    file = found.source.file
    large = file and found.kind.streams and not _ASKING.intersection(found.kind.reach) and _size(file) > _LARGEST
    return bool(large) and (jobs or cores()) > 1


def _stream(kind: str, source: Source, told: Callable[[int], None]) -> Iterator[Article | ArticleError]:
    return kind_named(kind).read(replace(source, told=told))


def kind_named(name: str) -> Kind:
    """Return a kind by its name; what tests of its first lines it has does not go from process to process."""
    return next(kind for kind in KINDS if kind.name == name)


class Opener(Struct, frozen=True, kw_only=True):
    """Reads files of a folder ahead, by path and hints; those that stand where they are only if they are `copied`."""

    root: Path
    copied: bool = True

    def __call__(self, asked: Asked) -> Ahead | None:
        """Return what a file gives, or nothing where it cannot be read ahead."""
        if asked is None or not _is_file(asked[0]):
            return None
        path, hints = asked
        try:
            found, kind = load(path, self.root, hints)
        except FeedtoolError as error:
            return Ahead("", b"", [], error)
        if kind.in_place and not self.copied:
            return Ahead(kind.name, b"", [])
        if _ASKING.intersection(kind.reach) or (kind.streams and found.file and _size(found.file) > _LARGEST):
            return None
        hash_ = Opened(source=found, kind=kind).hash()
        readings: list[Article | ArticleError] = []
        try:
            readings.extend(kind.read(found))
        except FeedtoolError as error:
            return Ahead(kind.name, hash_, readings, error)
        return Ahead(kind.name, hash_, readings)

    def ahead(self, asked: Iterable[tuple[T, Asked]], jobs: int) -> Generator[tuple[T, Ahead | None], None, None]:
        """Yield what has a file, each with what that gives, or with nothing where whoever takes it has to read it."""
        return worked(self, asked, jobs=jobs, size=_SIZE, weigh=self._weigh, here=lambda _: None)

    def _weigh(self, asked: Asked) -> float:
        """Return how much work a file is."""
        if asked is None or not _is_file(asked[0]):
            return 0
        size = _size(os.path.join(self.root, asked[0]))  # noqa: PTH118 - once for each of very many
        return _EACH + size if size < _LARGEST else _EACH


def _is_file(path: str) -> bool:
    return path != STANDARD_INPUT and "://" not in path


def _size(path: str | Path) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - as above
    except OSError:
        return 0


def opened(path: str, hints: Hints, row: SourceConfig, root: Path, run: Found, ahead: Ahead | None = None) -> Opened:
    """Return what stands at a path or an address, or what is to be asked of a database, with its kind.

    Raises:
        SourceError: nothing does.

    """
    if ahead is not None:
        if not ahead.kind and ahead.failure:
            raise ahead.failure
        source = Source(origin=path, content=b"", hints=hints, file=root / path)
        return Opened(source=source, kind=kind_named(ahead.kind), ahead=ahead)
    if is_object(path):
        found, kind = opened_away(path, hints, run.access)
    elif is_database(path):
        said = {**hints.reach, "database": path, "folder": root}
        asked = replace(hints, kind="sql", reach=said)
        found = Source(origin=without_password(path), content=row.query.encode(), hints=asked)
        kind = kind_of(found)
    elif is_address(path):
        found = run.web.source(path, hints)
        kind = kind_of(found)
        if kind.reach:
            found = replace(found, hints=replace(found.hints, reach={**found.hints.reach, **run.web.keywords()}))
    else:
        found, kind = load(path, root, hints)
    if "marks" in kind.reach and run.shelved:
        found = replace(found, hints=replace(found.hints, reach={**found.hints.reach, "marks": run.shelved.marks}))
    return Opened(source=found, kind=kind)


def readings_of(found: Opened, sieve: Sieve, run: Found) -> Iterator[Article | ArticleError]:
    """Yield what a source is to give; of a feed with the text of its pages, where the configuration asks for that."""
    origin = found.source.origin
    stage = f"reading {sieve.row.name if sieve.row.name != COMMAND_LINE else origin}"
    readings = sieve(found.read(run))
    if not sieve.row.full or found.kind.name != "feed":
        return run.meter.through(readings, stage)
    from feedtool.source.fetch.fulltext import ELSEWHERE, with_full_text  # noqa: PLC0415 - seldom wanted

    def known(article: Article) -> str | None:
        ledger = run.shelved.ledger if run.shelved else None
        if ledger and (lines := ledger.find("source", article.origin.path)):
            return lines[0].entry or None
        return ELSEWHERE if ledger and ledger.find("link", link_key(article.link)) else None

    return run.meter.through(with_full_text(readings, run.web.fetch_all, found.source.hints, known), stage)


class _Named(Struct, kw_only=True):
    """A path of a source, what was said of the source before it, and what kept it from being looked for further."""

    row: SourceConfig
    path: str = ""
    hints: Hints | None = None
    said: Report = field(default_factory=Report)
    failure: FeedtoolError | None = None

    @property
    def asked(self) -> Asked:
        return (self.path, self.hints) if self.hints else None


def opened_all(
    config: Config,
    sources: Iterable[SourceConfig],
    report: Report,
    run: Found,
    *,
    jobs: int,
    wanted: Callable[[SourceConfig, Iterable[str]], Iterable[str]] = lambda _row, paths: paths,
) -> Generator[tuple[SourceConfig, Opened], None, None]:
    """Yield what some sources name, in order, each opened or read ahead; name what cannot be read.

    `jobs` is how many processes read at most, 0 for one a core; `wanted` yields those of the paths of a
    source that are.

    Raises:
        UsageError: what a person named is not there.

    """
    opener = Opener(root=config.root)
    named = _named(config, sources, run, wanted)
    asked = ((each, each.asked) for each in named)
    with closing(opener.ahead(asked, jobs)) as read:
        for each, ahead in read:
            report.errors += each.said.errors
            report.problems += each.said.problems
            if each.failure:
                raise each.failure
            if each.hints:
                try:
                    found = opened(each.path, each.hints, each.row, config.root, run, ahead)
                except ArticleError as error:
                    report.errors.append(error)
                else:
                    yield each.row, found


def _named(
    config: Config,
    sources: Iterable[SourceConfig],
    run: Found,
    wanted: Callable[[SourceConfig, Iterable[str]], Iterable[str]],
) -> Iterator[_Named]:
    for row in sources:
        hints, said = hints_of(config, row), Report()
        failure = None
        try:
            for path in wanted(row, sources_named(config, row, said, run)):
                yield _Named(row=row, path=path, hints=hints, said=_taken(said))
        except FeedtoolError as error:
            failure = error
        yield _Named(row=row, said=_taken(said), failure=failure)


def _taken(report: Report) -> Report:
    """Return what was said so far, which is not said again."""
    taken = Report(errors=Pile(report.errors), problems=Pile(report.problems))
    report.errors.clear()
    report.problems.clear()
    return taken
