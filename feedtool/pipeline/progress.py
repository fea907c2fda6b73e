"""PROGRESS: how far a run is, told to whoever wants to know while it goes on; nothing here prints or asks a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.source import Source

T = TypeVar("T")


class Progress(Protocol):
    """Is told what a run is at, how many articles, files or feeds are done, and which part of all that is (0 to 1).

    The part is None where nobody knows how much there is.
    """

    def __call__(self, stage: str, done: int, part: float | None = None) -> None:
        """Take note; it is called often, and must return at once."""
        ...


def silent(stage: str, done: int, part: float | None = None) -> None:
    """Take no note."""


class Tally(Struct):
    """Counts what goes by of so many."""

    progress: Progress
    stage: str
    total: int
    count: int = 0

    def through(self, items: Iterable[T]) -> Iterator[T]:
        """Yield items, and tell of each when it is done."""
        for item in items:
            yield item
            self.count += 1
            self.progress(self.stage, self.count, min(self.count / self.total, 1.0) if self.total else None)


class Meter(Struct):
    """Counts the articles that come from the sources of a run, and how much of a large file is read."""

    progress: Progress = silent
    count: int = 0
    part: float | None = None

    def watched(self, source: Source) -> Source:
        """Return a source that tells how much of it is read."""
        self.part = None
        size = source.file.stat().st_size if source.file and self.progress is not silent else 0
        return replace(source, told=lambda read: self._note(read / size)) if size else source

    def _note(self, part: float) -> None:
        self.part = min(part, 1.0)

    def through(self, readings: Iterable[T], stage: str) -> Iterator[T]:
        """Yield what a source gives, and tell of each when it is done."""
        for reading in readings:
            yield reading
            self.count += 1
            self.progress(stage, self.count, self.part)
