"""Reads files: those that give articles where they stand, and records; many of them in several processes.

What is read depends on the file and on the settings alone, so it does not matter which process reads it.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, field

from feedtool.characters import legal
from feedtool.errors import ArticleError, RecordError
from feedtool.gist import Gist, gist_of
from feedtool.index.outcome import hash_of
from feedtool.pipeline.folder.newcomer import Newcomer, newcomer_of
from feedtool.pipeline.sources.workers import Size, worked
from feedtool.problem import Place
from feedtool.record import read_record
from feedtool.source.found import load
from feedtool.still import RECORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from feedtool.article import Article
    from feedtool.config import SourceConfig
    from feedtool.index.files import Known
    from feedtool.pipeline.publishing.early import Early
    from feedtool.source import Hints, Kind, Source
    from feedtool.timestamps import ZonePolicy

    _Found = list[Article | ArticleError]
    _Given = tuple[bytes, _Found, bool]

_SIZE = Size(pays=600, chunk=50)
"""Of files; fewer are read sooner than a second process has started."""
_AT_ONCE = 25


class Read(NamedTuple):
    """What a file gave: the hash of its bytes, and articles or errors; `stands` is False for what is to be imported.

    Where the reader was told to make that ready, `newcomer` is what its one article is if it is a new one.  What else
    it gave is left out then, and is read again where it is none after all.
    """

    hash: bytes
    found: Sequence[Gist | ArticleError] = ()
    stands: bool = True
    newcomer: Newcomer | None = None


class Reader(Struct, frozen=True, kw_only=True):
    """How the files of a project are read: `areas` are its sources, with what is known of them, in order.

    `waiting` are the texts of records that are not written down, by path.  With an `authority` articles are made ready
    to be placed as new ones, whose ids are minted under it; `early` says which entries are made of them at once,
    and keeps them.
    """

    root: Path
    areas: Sequence[tuple[SourceConfig, Hints]]
    zone: ZonePolicy
    extra: tuple[str, ...]
    now: datetime
    waiting: Mapping[str, str] = field(default_factory=dict)
    authority: str | None = None
    early: Early | None = None

    def read_many(self, places: Sequence[tuple[int, str]]) -> list[Read | tuple[object, ...]]:
        """Return what the files at areas and paths give, newcomers packed.

        First all of them are loaded, then all are read, then looked through: the same work is done sooner many times in
        a row.
        """
        loaded = [self._loaded(area, path) for area, path in places]
        given = [_given(*row) for row in loaded]
        reads = [_read_of(*row) for row in given]
        if self.authority is None:
            return list(reads)
        ready = [self._ready(read, *place) for read, place in zip(reads, places, strict=True)]
        if not (self.early and self.early.choices):
            return ready
        return [self._said(read, found) for read, (_, found, _) in zip(ready, given, strict=True)]

    def read(self, area: int, path: str) -> Read:
        """Return what a file gives."""
        return _read_of(*self._articles(area, path))

    def _ready(self, read: Read, area: int, path: str) -> Read | tuple[object, ...]:
        """Return what a file gives, packed and ready to be placed as a newcomer where it can be one."""
        if area == RECORDS or len(read.found) != 1 or not isinstance(read.found[0], Gist):
            return read
        source, authority = self.areas[area][0].name, self.authority or ""
        new = newcomer_of(read.found[0], path, read.hash, authority=authority, source=source, now=self.now)
        return new.packed if new else read

    def _said(
        self, read: Read | tuple[object, ...], found: Sequence[Article | ArticleError]
    ) -> Read | tuple[object, ...]:
        """Return what a file gives, with the entries of the newcomer."""
        if self.early is None or isinstance(read, Read) or isinstance(found[0], ArticleError):
            return read
        return *read, self.early.entries(found[0])

    def article(self, area: int, path: str) -> Article:
        """Return the one article of a file.

        Raises:
            ArticleError: it cannot be read, or has none any more.

        """
        _, found, _ = self._articles(area, path)
        for reading in found:
            if isinstance(reading, ArticleError):
                raise reading
            return reading
        raise RecordError("the article is gone", place=Place(file=path))

    def _articles(self, area: int, path: str) -> _Given:
        return _given(*self._loaded(area, path))

    def _loaded(self, area: int, path: str) -> tuple[bytes, Callable[[], _Found], bool]:
        """Return the hash of what is in a file, how it is read, and whether it is read where it stands."""
        try:
            if area == RECORDS:
                content = self._record(path)
                return hash_of(content), partial(self._in_record, content, path), True
            row, hints = self.areas[area]
            source, kind = load(path, self.root, hints)
        except ArticleError as error:
            return b"", partial(list, [error]), True
        return hash_of(source.content), partial(self._in_source, row, source, kind), kind.in_place

    def _in_record(self, content: bytes, path: str) -> _Found:
        article = read_record(legal(_text(content, path)), path=path, policy=self.zone, extra=self.extra)
        return [] if article.draft else [article]

    def _in_source(self, row: SourceConfig, source: Source, kind: Kind) -> _Found:
        return [found for found in kind.read(source) if isinstance(found, ArticleError) or self._takes(row, found)]

    def _takes(self, row: SourceConfig, article: Article) -> bool:
        return not article.draft and row.takes(article, self.now)

    def _record(self, path: str) -> bytes:
        if path in self.waiting:
            return self.waiting[path].encode()
        try:
            return (self.root / path).read_bytes()
        except OSError as error:
            raise _unreadable(path, error) from None


def _text(content: bytes, path: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: str, error: Exception) -> RecordError:
    return RecordError(f"cannot be read: {error}", place=Place(file=path), expected="a text file in UTF-8")


def _given(hash_: bytes, read: Callable[[], _Found], stands: bool) -> _Given:  # noqa: FBT001 - as `_loaded` has it
    """Return the hash of what is in a file, what it gives, and whether it is read where it stands."""
    if not stands:
        return hash_, [], False
    try:
        return hash_, read(), True
    except ArticleError as error:
        return hash_, [error], True


def _bare(error: ArticleError) -> ArticleError:
    """Return an error without what led to it, which holds the text that was read: errors are kept until the end."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def _read_of(hash_: bytes, found: Sequence[Article | ArticleError], stands: bool) -> Read:  # noqa: FBT001 - what `_articles` returns
    return Read(hash_, [gist_of(row) if not isinstance(row, ArticleError) else _bare(row) for row in found], stands)


def read_all(
    reader: Reader, files: Iterable[Known], *, jobs: int = 0, meanwhile: Iterable[object] = ()
) -> Iterator[tuple[Known, Read]]:
    """Yield files with what they give, in order.

    `jobs` is how many processes read at most, 0 for one a core; `meanwhile` is as for `worked`.
    """
    files = iter(files)
    asked = (
        (known, [(row.area, row.path) for row in known]) for known in iter(lambda: list(islice(files, _AT_ONCE)), [])
    )
    for known, reads in worked(reader.read_many, asked, jobs=jobs, size=_SIZE, weigh=len, meanwhile=meanwhile):
        for row, read in zip(known, reads, strict=True):
            yield row, read if isinstance(read, Read) else _unpacked(read, reader, row.path)


def _unpacked(row: tuple[Any, ...], reader: Reader, path: str) -> Read:
    if reader.early and reader.early.choices:
        row, reader.early.kept[path] = row[:-1], row[-1]
    newcomer = Newcomer.unpacked(row)
    return Read(newcomer.outcome.hash, newcomer=newcomer)
