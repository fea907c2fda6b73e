"""The mirror of the ledger's text, by which lines are found.

A line stays in the file that it came into, by the month in which its article was first published, whatever becomes of
its date.  Where text and mirror disagree, the text is right.
"""

from __future__ import annotations

import hashlib
import math
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from feedtool.identity import link_key
from feedtool.index.months import Months, decoded
from feedtool.index.noted import COLUMNS, Noted, noted_of, number_of
from feedtool.index.past import Past
from feedtool.index.store import make_findable
from feedtool.shelf.line import Line, line_of, lines_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

_MOST = 20_000
"""How many lines are held in memory before they go to the mirror."""
_ENOUGH = 8_000_000
"""How many bytes of text are written at a time, at least: files of the same time wait for the disk together."""
_ROWS = "SELECT line.n, shard, said FROM line"


class Held(NamedTuple):
    """The text of a line, with its number in the mirror (0 for one that has none yet) and that of its shard."""

    n: int
    shard: int
    said: str

    @property
    def line(self) -> Line:
        """The line itself."""
        return line_of(self.said)


class Mirrored:
    """The ledger of the records in the folder `articles` below `root`; with `dry_run` no text is written.

    `others` are the files of lines that share an address, or what a source gave as id, with one that changed: what such
    a file gives may be another article's from now on.
    """

    def __init__(self, db: sqlite3.Connection, root: Path, articles: str, *, dry_run: bool = False) -> None:
        self.others: set[str] = set()
        self._db = db
        self._months = Months(root, articles)
        self._dry_run = dry_run
        self._fresh()
        self._stale: set[int] = set()
        self._shards: dict[str, int] = {}
        self._next = 1
        self._bare = self._admits = False
        self._past = Past()

    def _fresh(self) -> None:
        """Hold no line in memory."""
        self._new: dict[str, tuple[int, int, Noted]] = {}
        self._numbers: set[int | None] = set()
        self._by: dict[int | None, set[str]] = {}
        self._unlisted: list[str] = []

    def sync(self) -> bool:
        """Bring the mirror in line with the text; return whether the text was another one than it knew.

        Raises:
            UsageError: a line cannot be read.

        """
        known = {file: (n, stamp) for n, file, stamp, _ in self._db.execute("SELECT * FROM shard")}
        self._load()
        here = dict(self._months.stamps())
        moved = [file for file in known.keys() | here.keys() if (known.get(file) or (0, ""))[1] != here.get(file)]
        single = self._months.single
        read = [
            self._reread(file, here.get(file, "")) for file in sorted(moved, key=lambda file: (file != single, file))
        ]
        self._flush()
        return any(read)

    def _load(self) -> None:
        self._findable = False
        self._shards = dict(self._db.execute("SELECT file, n FROM shard"))
        self._next = self._db.execute("SELECT coalesce(max(n), 0) + 1 FROM line").fetchone()[0]
        self._bare = self._admits = self._next == 1
        self._past = Past()

    @property
    def bare(self) -> bool:
        """Whether it holds no line at all."""
        return self._bare and not self._new

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Take back all that happened to the index within, if it raises."""
        self._flush()
        stale, others = set(self._stale), set(self.others)
        self._db.execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK TO attempt")
            self._db.execute("RELEASE attempt")
            self._fresh()
            self._stale, self.others = stale, others
            self._load()
            raise
        self._flush()
        self._db.execute("RELEASE attempt")

    def _reread(self, file: str, stamp: str) -> bool:
        """Read a file that is another one than the mirror knew, or is gone (without a stamp); whether it says more."""
        text = self._months.read(file) if stamp else b""
        n, hash_ = self._shards.get(file, 0), hashlib.sha256(text).digest()
        (before,) = self._db.execute("SELECT hash FROM shard WHERE n = ?", (n,)).fetchone() or (b"",)
        if stamp:
            self._db.execute("UPDATE shard SET stamp = ?, hash = ? WHERE n = ?", (stamp, hash_, n))
        if before == hash_:
            return False
        for held in list(self._rows(f"{_ROWS} WHERE shard = ?", n)):
            self._drop(held)
        if not stamp:
            self._db.execute("DELETE FROM shard WHERE n = ?", (n,))
            del self._shards[file]
            return True
        if file != self._months.single and not n:
            self._open(file, stamp, hash_)
        for line in lines_of(decoded(text, file), file):
            self._enter(line, file)
        return True

    def _enter(self, line: Line, file: str) -> None:
        """Take a line of the text into the mirror; one that stands in two files stays in the last of them."""
        old = self._held(line.id)
        noted = noted_of(line)
        if file == self._months.single:  # as all lines were kept before there was a file for each month
            if old is None:
                self._hold(noted, self._shard(noted.month))
            self._stale.add(0)
            return
        shard = self._shards[file]
        if old is None or old.shard == shard:
            self._hold(noted, shard, old.n if old else 0, stale=False)
            return
        self._stale |= {shard, old.shard}
        if self._file(old.shard) < file:
            self._hold(noted, shard, old.n)

    def _file(self, shard: int) -> str:
        return next((file for file, n in self._shards.items() if n == shard), self._months.single)

    def __iter__(self) -> Iterator[Line]:
        """Yield all lines, in order of id."""
        self._flush()
        for row in self._db.execute("SELECT said FROM line ORDER BY id"):
            yield line_of(row[0])

    def get(self, id_: str) -> Line | None:
        """Return the line of an id."""
        held = self._held(id_)
        return held.line if held else None

    def find(self, by: str, value: object) -> tuple[Line, ...]:
        """Return the lines whose `by` is `value`, in order of id."""
        if not value:
            return ()
        number = number_of(by, value)
        lines = [line_of(noted.said) for noted in self._alike(number)]
        if not self._bare:
            lines += [line for held in self._found(by, number) if (line := held.line).id not in self._new]
        return tuple(sorted((line for line in lines if (by, value) in line.found_by), key=lambda line: line.id))

    def admit(self, noted: Noted) -> bool:
        """Add the line of an article that nobody knows yet; say whether that is so for certain.

        It never is where any line was there at first.
        """
        told_by = noted.told_by
        if not self._admits or not self._numbers.isdisjoint(told_by) or self._past.may_hold(told_by):
            return False
        self._hold(noted, self._shard(noted.month))
        return True

    def put(self, line: Line) -> None:
        """Add a line, or replace the one of the same id."""
        held = self._held(line.id)
        old = held.line if held else None
        if old == line:
            return
        self._doubt(old, line)
        noted = noted_of(line)
        self._hold(noted, held.shard if held else self._shard(noted.month), held.n if held else 0)

    def _doubt(self, old: Line | None, line: Line) -> None:
        """Note the files that may give another article from now on."""
        if old and old.source and old.source != line.source:
            self.others.add(old.file)
        if not (old and _says_the_same(old, line)):
            for by, value in (("link", link_key(line.link)), ("given", line.given)):
                others = (other for other in self.find(by, value) if other.id != line.id)
                self.others |= {other.file or other.path for other in others} - {""}

    def drop(self, line: Line) -> None:
        """Forget a line, as if its article had never been seen."""
        self._flush()
        held = self._held(line.id)
        if held:
            self._drop(held)
            self._stale.add(held.shard)

    def withdrawn(self) -> Iterator[Line]:
        """Yield the lines of withdrawn articles, the one withdrawn last first, ties by id."""
        self._flush()
        for row in self._db.execute("SELECT said FROM line WHERE withdrawn IS NOT NULL ORDER BY withdrawn DESC, id"):
            yield line_of(row[0])

    def latest(self, now: datetime) -> datetime | None:
        """Return when anything last moved, what is after `now` left aside; None where nothing did."""
        self._flush()
        query = "SELECT said FROM line WHERE moved = (SELECT max(moved) FROM line WHERE moved <= ?) ORDER BY id"
        rows = self._db.execute(query, (math.floor(now.timestamp()),))
        return max((line_of(row[0]).moved for row in rows), default=None)

    def save(self) -> None:
        """Write the files of the text that changed.

        Raises:
            DeliveryError: one cannot be written.

        """
        self._flush()
        waiting: dict[int, bytes] = {}
        for n in sorted(self._stale, reverse=True):  # what was read from the single file goes last, when all is written
            rows = self._db.execute("SELECT said FROM line WHERE shard = ? ORDER BY id", (n,))
            waiting[n] = "".join(f"{row[0]}\n" for row in rows).encode() if n else b""
            if sum(map(len, waiting.values())) > _ENOUGH:
                self._write(waiting)
                waiting = {}
        self._write(waiting)

    def _write(self, texts: dict[int, bytes]) -> None:
        files = {n: self._file(n) for n in texts}
        if not self._dry_run:
            self._months.write({files[n]: text for n, text in texts.items()})
            rows = (
                (self._months.stamp(files[n]) if t else "", hashlib.sha256(t).digest(), n) for n, t in texts.items()
            )
            self._db.executemany("UPDATE shard SET stamp = ?, hash = ? WHERE n = ?", list(rows))
        self._stale -= texts.keys()

    def _shard(self, month: str) -> int:
        """Return the number of the file for a line that is new."""
        file = self._months.file(month)
        return self._shards.get(file) or self._open(file, "", b"")

    def _open(self, file: str, stamp: str, hash_: bytes) -> int:
        row = self._db.execute("INSERT INTO shard (file, stamp, hash) VALUES (?, ?, ?)", (file, stamp, hash_))
        self._shards[file] = row.lastrowid or 0
        return self._shards[file]

    def _held(self, id_: str) -> Held | None:
        if found := self._new.get(id_):
            n, shard, noted = found
            return Held(n, shard, noted.said)
        if self._bare:
            return None
        return next((held for held in self._found("id", number_of("id", id_)) if held.line.id == id_), None)

    def _found(self, by: str, number: int) -> Iterator[Held]:
        if not self._findable:
            make_findable(self._db, "line")
            self._findable = True
        if by in COLUMNS:
            yield from self._rows(f"{_ROWS} WHERE by_{by} = ?", number)
        if by not in COLUMNS or by == "key":  # a line may have several
            yield from self._rows(f"{_ROWS} JOIN found ON line.n = line WHERE hash = ?", number)

    def _rows(self, query: str, value: int) -> Iterator[Held]:
        yield from map(Held._make, self._db.execute(query, (value,)).fetchall())

    def _hold(self, noted: Noted, shard: int, n: int = 0, *, stale: bool = True) -> None:
        """Keep a line in memory until it goes to the mirror."""
        if old := self._new.get(noted.id):
            for number in old[2].numbers:
                self._by.get(number, set()).discard(noted.id)
        self._new[noted.id] = (n, shard, noted)
        self._unlisted.append(noted.id)
        self._numbers.update(noted.numbers)
        if stale:
            self._stale.add(shard)
        if len(self._new) >= _MOST:
            if admits := self._admits:
                self._past.add(number for _, _, known in self._new.values() for number in known.told_by)
            self._flush()
            self._admits = admits

    def _alike(self, number: int) -> Iterator[Noted]:
        """Yield the lines in memory that may be found by a number."""
        if number in self._numbers:
            for id_ in self._unlisted:
                for known in self._new[id_][2].numbers:
                    self._by.setdefault(known, set()).add(id_)
            self._unlisted.clear()
            for id_ in self._by.get(number, ()):
                yield self._new[id_][2]

    def _drop(self, held: Held) -> None:
        numbers = ((number, held.n) for number in noted_of(held.line).more)
        self._db.executemany("DELETE FROM found WHERE hash = ? AND line = ?", numbers)
        self._db.execute("DELETE FROM line WHERE n = ?", (held.n,))

    def _flush(self) -> None:
        """Bring what is held in memory into the mirror, all of it or nothing."""
        if not self._new:
            return
        self._db.execute("SAVEPOINT flush")
        try:
            for n, _, _ in self._new.values():
                if n:
                    for old in self._rows(f"{_ROWS} WHERE line.n = ?", n):
                        self._drop(old)
            held = [(n, shard, noted) for n, (_, shard, noted) in enumerate(self._new.values(), self._next)]
            self._db.executemany(_PUT, [(n, shard, *noted.row) for n, shard, noted in held])
            pairs = sorted((number, n) for n, _, noted in held for number in noted.more)
            self._db.executemany("INSERT OR IGNORE INTO found (hash, line) VALUES (?, ?)", pairs)
        except BaseException:
            self._db.execute("ROLLBACK TO flush")
            self._db.execute("RELEASE flush")
            raise
        self._db.execute("RELEASE flush")
        self._next += len(self._new)
        self._bare = self._admits = False
        self._fresh()


_PUT = f"INSERT INTO line VALUES ({', '.join('?' * (6 + len(COLUMNS)))})"


def _says_the_same(old: Line, line: Line) -> bool:
    names = ("link", "given", "title", "published", "said_title", "said_published", "said_words", "words")
    return all(getattr(old, name) == getattr(line, name) for name in names)
