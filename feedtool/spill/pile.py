"""PILE: a list that only grows, of which as much as fits stays in memory."""

from __future__ import annotations

import os
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import IO, TypeVar

from feedtool.spill.room import room

T = TypeVar("T")

_MOST = 4_000
"""How many are in memory at most."""
_TOGETHER = 1_000
"""How many are read back at a time."""


class Pile(Collection[T]):
    """Things in the order in which they came; `most` of them stay in memory.

    They are not to be changed: one that comes back may be another object of the same value.  What cannot be put into
    the temporary file for want of room raises a FeedtoolError that says so.
    """

    __slots__ = ("_blocks", "_file", "_most", "_newest", "_spilled")

    def __init__(self, things: Iterable[T] = (), *, most: int = _MOST) -> None:
        self._most = most
        self._blocks: list[tuple[int, int]] = []  # the place of the first of each, and where it is in the file
        self._spilled = 0
        self._file: IO[bytes] | None = None
        self._newest: list[T] = []
        self.extend(things)

    def __del__(self) -> None:
        if self._file:
            self._file.close()

    def append(self, thing: T) -> None:
        """Add one."""
        self._newest.append(thing)
        if len(self._newest) >= self._most:
            self._spill()

    def extend(self, things: Iterable[T]) -> None:
        """Add several."""
        for thing in things:
            self.append(thing)

    def __iadd__(self, things: Iterable[T]) -> Pile[T]:
        """Add several."""
        self.extend(things)
        return self

    def clear(self) -> None:
        """Have none any more."""
        self._newest.clear()
        self._blocks.clear()
        self._spilled = 0
        if self._file:
            self._file.close()
            self._file = None

    def __len__(self) -> int:
        """Return how many there are."""
        return self._spilled + len(self._newest)

    def __iter__(self) -> Iterator[T]:
        """Yield all, in order."""
        return self.since(0)

    def __contains__(self, thing: object) -> bool:
        """Whether it is one of them."""
        return any(thing == each for each in self)

    def since(self, first: int) -> Iterator[T]:
        """Yield those from a place on, the first of all being at 0."""
        while first < len(self):
            if first < self._spilled:
                number = bisect(self._blocks, first, key=itemgetter(0)) - 1
                some = self._block(number)[first - self._blocks[number][0] :]
            else:
                some = self._newest[first - self._spilled :]
            yield from some
            first += len(some)

    def __eq__(self, other: object) -> bool:
        """Whether the same things came in the same order."""
        if not isinstance(other, Pile | Sequence):
            return NotImplemented
        return len(self) == len(other) and all(ours == theirs for ours, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # it grows

    def __repr__(self) -> str:
        """Show what is in it, as a list does."""
        return f"Pile({list(self)!r})"

    def _block(self, number: int) -> list[T]:
        assert self._file is not None  # noqa: S101 - for the type checker: there is a block
        import pickle  # noqa: PLC0415 - most piles stay in memory

        with room():
            self._file.seek(self._blocks[number][1])
            block: list[T] = pickle.load(self._file)  # noqa: S301 - nobody else has the file
        return block

    def _spill(self) -> None:
        import pickle  # noqa: PLC0415 - as above
        import tempfile  # noqa: PLC0415 - slow to import, and most runs are short

        with room():
            self._file = self._file or tempfile.TemporaryFile(prefix="feedtool-")  # noqa: SIM115 - it goes with the pile
            for first in range(0, len(self._newest), _TOGETHER):
                block = self._newest[first : first + _TOGETHER]
                self._blocks.append((self._spilled, self._file.seek(0, os.SEEK_END)))
                pickle.dump(block, self._file, pickle.HIGHEST_PROTOCOL)
                self._spilled += len(block)
            self._file.flush()
        self._newest.clear()
