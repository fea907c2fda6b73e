"""Reads files: those that give articles where they stand, and records; many of them in several processes.

What is read depends on the file and on the settings alone, so it does not matter which process reads it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from feedtool.characters import legal
from feedtool.errors import ArticleError, RecordError
from feedtool.gist import Gist, gist_of
from feedtool.index.files import hash_of
from feedtool.problem import Place
from feedtool.record import read_record
from feedtool.source.found import load
from feedtool.still import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from datetime import datetime
    from multiprocessing.context import BaseContext
    from pathlib import Path

    from feedtool.article import Article
    from feedtool.config import SourceConfig
    from feedtool.index.files import Known
    from feedtool.source import Hints
    from feedtool.timestamps import ZonePolicy

_FEW = 600
"""Fewer files than that are read sooner than a second process has started."""
_CHUNK = 100


class Read(NamedTuple):
    """What a file gave: the hash of its bytes, and articles or errors; `stands` is False for what is to be imported."""

    hash: bytes
    found: Sequence[Gist | ArticleError] = ()
    stands: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How the files of a project are read: `areas` are its sources, with what is known of them, in order.

    `waiting` are the texts of records that are not written down, by path.
    """

    root: Path
    areas: Sequence[tuple[SourceConfig, Hints]]
    zone: ZonePolicy
    extra: tuple[str, ...]
    now: datetime
    waiting: Mapping[str, str] = field(default_factory=dict)

    def read(self, area: int, path: str) -> Read:
        """Return what a file gives."""
        hash_, found, stands = self._articles(area, path)
        return Read(hash_, [gist_of(row) if not isinstance(row, ArticleError) else row for row in found], stands)

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

    def _articles(self, area: int, path: str) -> tuple[bytes, Sequence[Article | ArticleError], bool]:
        hash_ = b""
        try:
            if area == RECORDS:
                content = self._record(path)
                hash_ = hash_of(content)
                article = read_record(legal(_text(content, path)), path=path, policy=self.zone, extra=self.extra)
                return hash_, () if article.draft else (article,), True
            row, hints = self.areas[area]
            source, kind = load(path, self.root, hints)
            hash_ = hash_of(source.content)
            if not kind.in_place:
                return hash_, (), False
            found = [found for found in kind.read(source) if isinstance(found, ArticleError) or self._takes(row, found)]
        except ArticleError as error:
            return hash_, (error,), True
        return hash_, found, True

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


def read_all(reader: Reader, files: Iterable[Known], *, jobs: int = 0) -> Iterator[tuple[Known, Read]]:
    """Yield files with what they give, in order; `jobs` is how many processes read at most, 0 for one a core."""
    jobs = jobs or _cores()
    files = iter(files)
    first = list(islice(files, _FEW)) if jobs > 1 else []
    files = chain(first, files)
    if len(first) < _FEW:
        for known in files:
            yield known, reader.read(known.area, known.path)
    else:
        yield from _in_processes(reader, files, jobs)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_processes(reader: Reader, files: Iterator[Known], jobs: int) -> Iterator[tuple[Known, Read]]:
    """Read in several processes; a few chunks are under way for each of them, so that memory stays flat."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - slow to import, and only for many files
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    under_way: deque[tuple[list[Known], Future[list[Read]]]] = deque()
    chunk: list[Known] = []
    waiting: list[list[Known]] = []
    with ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_begin, initargs=(reader,)) as pool:
        try:
            while True:
                while len(under_way) < 4 * jobs and (chunk := list(islice(files, _CHUNK))):
                    under_way.append((chunk, pool.submit(_read_chunk, _places(chunk))))
                    chunk = []
                if not under_way:
                    return
                read = under_way[0][1].result()
                yield from zip(under_way.popleft()[0], read, strict=True)
        except BrokenProcessPool:  # the system ended a process, for want of memory say: this one reads the rest
            waiting = [known for known, _ in under_way]
    for known in chain(*waiting, chunk, files):
        yield known, reader.read(known.area, known.path)


def _places(files: Iterable[Known]) -> list[tuple[int, str]]:
    return [(known.area, known.path) for known in files]


def _context() -> BaseContext:
    """Return how processes are started: as copies of this one where that is safe, which takes no time, else anew."""
    import multiprocessing  # noqa: PLC0415 - as above
    import threading  # noqa: PLC0415

    alone = threading.active_count() == 1 and sys.platform == "linux"
    return multiprocessing.get_context("fork" if alone else "spawn")


_reader: Reader | None = None


def _begin(reader: Reader) -> None:
    """Begin a process: it reads as the first one does, and leaves an interruption to that."""
    global _reader  # noqa: PLW0603 - a process of a pool has no other place for what holds for all its work
    _reader = reader
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_chunk(places: Sequence[tuple[int, str]]) -> list[Read]:
    assert _reader is not None  # noqa: S101 - set by `_begin`
    return [_reader.read(area, path) for area, path in places]
