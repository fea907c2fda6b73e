"""MIRROR: the lines of the ledger in the index, each with the number of the file (its shard) that it stands in."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING, NamedTuple

from feedtool.index.noted import COLUMNS, noted_of, number_of
from feedtool.index.store import make_findable
from feedtool.shelf.line import line_of, text_of_line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from feedtool.index.waiting import Held
    from feedtool.shelf import Line

_ROWS = "SELECT line.n, shard, said FROM line"
_PUT = f"INSERT OR REPLACE INTO line VALUES ({', '.join('?' * (6 + len(COLUMNS)))})"

_AT_ONCE = 2_000
"""How many lines are written, or dropped, at a time: there may be a million in a shard."""


class Kept(NamedTuple):
    """The text of a line, with its number and that of its shard."""

    n: int
    shard: int
    said: str

    @property
    def line(self) -> Line:
        """The line itself."""
        return line_of(self.said)


class Mirror:
    """The lines that the index has, as it stands when this is made."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._next: int = db.execute("SELECT coalesce(max(n), 0) + 1 FROM line").fetchone()[0]
        self._findable = False

    @property
    def bare(self) -> bool:
        """Whether it never held any."""
        return self._next == 1

    def get(self, id_: str) -> Kept | None:
        """Return the line of an id."""
        return next((kept for kept in self.find("id", number_of("id", id_)) if kept.line.id == id_), None)

    def find(self, by: str, number: int) -> Iterator[Kept]:
        """Yield the lines that may be what a number stands for."""
        if self.bare:
            return
        if not self._findable:
            make_findable(self._db, "line")
            self._findable = True
        if by in COLUMNS:
            yield from self._rows(f"{_ROWS} WHERE by_{by} = ?", number)
        if by not in COLUMNS or by == "key":  # a line may have several
            yield from self._rows(f"{_ROWS} JOIN found ON line.n = line WHERE hash = ?", number)

    def _rows(self, query: str, value: int) -> list[Kept]:
        return list(map(Kept._make, self._db.execute(query, (value,))))

    def put(self, lines: Collection[Held]) -> None:
        """Add lines, instead of those that have their numbers; all of them or none.

        Who is interrupted may put the same again.
        """
        self._db.execute("SAVEPOINT put")
        try:
            for n in (held.n for held in lines if held.n):
                for old in self._rows(f"{_ROWS} WHERE line.n = ?", n):
                    self.drop(old)
            numbered = list(enumerate(lines, self._next))
            self._db.executemany(_PUT, [(n, held.shard, *held.noted.row) for n, held in numbered])
            pairs = sorted((number, n) for n, held in numbered for number in held.noted.more)
            self._db.executemany("INSERT OR IGNORE INTO found (hash, line) VALUES (?, ?)", pairs)
        except BaseException:
            self._db.execute("ROLLBACK TO put")
            self._db.execute("RELEASE put")
            raise
        self._db.execute("RELEASE put")
        self._next += len(numbered)

    def drop(self, kept: Kept) -> None:
        """Have a line no longer."""
        numbers = ((number, kept.n) for number in noted_of(kept.line).more)
        self._db.executemany("DELETE FROM found WHERE hash = ? AND line = ?", numbers)
        self._db.execute("DELETE FROM line WHERE n = ?", (kept.n,))

    def drop_all(self, shard: int) -> None:
        """Have the lines of a shard no longer."""
        while some := self._rows(f"{_ROWS} WHERE shard = ? LIMIT {_AT_ONCE}", shard):
            for kept in some:
                self.drop(kept)

    def text(self, shard: int) -> Iterator[bytes]:
        """Yield the text of a shard in pieces: its lines, in order of id."""
        rows = self._db.execute("SELECT said FROM line WHERE shard = ? ORDER BY id", (shard,))
        while some := rows.fetchmany(_AT_ONCE):
            yield "".join(f"{said}\n" for (said,) in some).encode()

    def says(self, shard: int, hash_: bytes, lines: Iterable[Line]) -> bool:
        """Whether it says of a shard what the text of it did: that of a hash, which may be `lines` in another order."""
        found = hashlib.sha256()
        for piece in self.text(shard):
            found.update(piece)
        if found.digest() == hash_:
            return True
        rows = self._db.execute("SELECT said FROM line WHERE shard = ?", (shard,))
        return _sum(str(said) for (said,) in rows) == _sum(map(text_of_line, lines))

    def each(self) -> Iterator[Line]:
        """Yield all lines, in order of id."""
        return (line_of(row[0]) for row in self._db.execute("SELECT said FROM line ORDER BY id"))

    def withdrawn(self) -> Iterator[Line]:
        """Yield the lines of withdrawn articles, the one withdrawn last first, ties by id."""
        query = "SELECT said FROM line WHERE withdrawn IS NOT NULL ORDER BY withdrawn DESC, id"
        return (line_of(row[0]) for row in self._db.execute(query))

    def latest(self, now: datetime) -> datetime | None:
        """Return when anything last moved, what is after `now` left aside; None where nothing did."""
        query = "SELECT said FROM line WHERE moved = (SELECT max(moved) FROM line WHERE moved <= ?) ORDER BY id"
        rows = self._db.execute(query, (math.floor(now.timestamp()),))
        return max((line_of(row[0]).moved for row in rows), default=None)


def _sum(texts: Iterable[str]) -> int:
    """Return a number that stands for texts in any order, however many they are."""
    return sum(int.from_bytes(hashlib.sha256(text.encode()).digest()) for text in texts)
