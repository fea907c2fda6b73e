"""WAITING: lines of the ledger that are on their way to the mirror, found as those are that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from feedtool.shelf.line import line_of
from feedtool.spill import Past

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.index.noted import Noted
    from feedtool.shelf import Line


class Held(NamedTuple):
    """A line as the mirror keeps it, with its number there (0 for one that has none yet) and that of its shard."""

    n: int
    shard: int
    noted: Noted
    known: Line | None = None

    @property
    def line(self) -> Line:
        """The line itself."""
        return self.known or line_of(self.noted.said)


class Waiting:
    """Lines in memory, by id."""

    def __init__(self, past: Past | None = None) -> None:
        self._past = past or Past()
        self._held: dict[str, Held] = {}
        self._numbers: set[int | None] = set()
        self._by: dict[int | None, set[str]] = {}
        self._unlisted: list[str] = []

    def gone(self) -> Waiting:
        """Return what there is when all of these are gone: none, and the memory that they were met."""
        self._past.add(number for held in self for number in held.noted.numbers)
        return Waiting(self._past)

    def may_have_gone(self, number: int) -> bool:
        """Whether any that is gone may be found by a number."""
        return self._past.may_hold((number,))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._held)

    def __iter__(self) -> Iterator[Held]:
        """Yield all, in the order in which they came."""
        return iter(self._held.values())

    def get(self, id_: str) -> Held | None:
        """Return the line of an id."""
        return self._held.get(id_)

    def __contains__(self, id_: object) -> bool:
        """Whether there is a line of an id."""
        return id_ in self._held

    def put(self, held: Held) -> None:
        """Hold a line, instead of the one of the same id."""
        noted = held.noted
        if old := self._held.get(noted.id):
            for number in old.noted.numbers:
                self._by.get(number, set()).discard(noted.id)
        self._held[noted.id] = held
        self._unlisted.append(noted.id)
        self._numbers.update(noted.numbers)

    def find(self, number: int) -> Iterator[Held]:
        """Yield the lines that may be found by a number."""
        if number in self._numbers:
            for id_ in self._unlisted:
                for known in self._held[id_].noted.numbers:
                    self._by.setdefault(known, set()).add(id_)
            self._unlisted.clear()
            for id_ in self._by.get(number, ()):
                yield self._held[id_]

    def never_met(self, noted: Noted) -> bool:
        """Whether certainly no line was ever held by which the article of another one is known again."""
        told_by = noted.told_by
        return self._numbers.isdisjoint(told_by) and not self._past.may_hold(told_by)
