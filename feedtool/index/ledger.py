"""The ledger of a folder: its text, the mirror in which lines are found, and the lines that are on their way there.

A line stays in the file that it came into, by the month in which its article was first published, whatever becomes of
its date.  Where text and mirror disagree, the text is right.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import contextmanager
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from feedtool.identity import link_key
from feedtool.index.mirror import Kept, Mirror
from feedtool.index.months import Months
from feedtool.index.noted import noted_of, number_of
from feedtool.index.waiting import Held, Waiting
from feedtool.shelf.line import Line, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from feedtool.index.noted import Noted

_MOST = 20_000
"""How many lines are held in memory, if nobody says otherwise."""
_ASKED = 100
"""How many answers are remembered: of one article the same is asked several times, and then of the next."""
_ENOUGH = 8_000_000
"""How many bytes of text are written at a time, at least: files of the same time wait for the disk together."""


class Mirrored:
    """The ledger of the records in the folder `articles` below `root`; with `dry_run` no text is written.

    `most` lines are in memory before they go to the mirror.

    `others` are the files of lines that share an address, or what a source gave as id, with one that changed: what such
    a file gives may be another article's from now on.
    """

    def __init__(
        self, db: sqlite3.Connection, root: Path, articles: str, *, dry_run: bool = False, most: int = _MOST
    ) -> None:
        self.others: set[str] = set()
        self._db = db
        self._months = Months(root, articles)
        self._dry_run = dry_run
        self._most = most
        self._stale: set[int] = set()
        self._sound: set[int] = set()
        self._load()

    def sync(self) -> bool:
        """Bring the mirror in line with the text; return whether the text was another one than it knew.

        Raises:
            UsageError: a line cannot be read.

        """
        known = {file: (n, stamp) for n, file, stamp, _ in self._db.execute("SELECT * FROM shard")}
        here = dict(self._months.stamps())
        moved = [file for file in known.keys() | here.keys() if (known.get(file) or (0, ""))[1] != here.get(file)]
        single = self._months.single
        read = [
            self._reread(file, here.get(file, "")) for file in sorted(moved, key=lambda file: (file != single, file))
        ]
        self._flush()
        return any(read)

    def _load(self) -> None:
        self._shards: dict[str, int] = dict(self._db.execute("SELECT file, n FROM shard"))
        self._mirror = Mirror(self._db)
        self._waiting = Waiting()
        self._found: dict[tuple[str, object], tuple[Line, ...]] = {}
        self._admits = self._mirror.bare

    @property
    def bare(self) -> bool:
        """Whether it holds no line at all."""
        return self._mirror.bare and not self._waiting

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
            self._stale, self.others = stale, others
            self._load()
            raise
        self._flush()
        self._db.execute("RELEASE attempt")

    def _reread(self, file: str, stamp: str) -> bool:
        """Read a file that is another one than the mirror knew, or is gone (without a stamp); whether it says more."""
        n, hash_ = self._shards.get(file, 0), self._months.hash(file) if stamp else b""
        (before,) = self._db.execute("SELECT hash FROM shard WHERE n = ?", (n,)).fetchone() or (b"",)
        if stamp:
            self._db.execute("UPDATE shard SET stamp = ?, hash = ? WHERE n = ?", (stamp, hash_, n))
        if before == hash_:
            return False
        self._mirror.drop_all(n)
        self._sound.add(n)
        self._found.clear()
        if not stamp:
            self._db.execute("DELETE FROM shard WHERE n = ?", (n,))
            del self._shards[file]
            return True
        if file != self._months.single and not n:
            self._open(file, stamp, hash_)
        for line in lines_of(self._months.rows(file), file):
            self._enter(line, file)
        return True

    def _enter(self, line: Line, file: str) -> None:
        """Take a line of the text into the mirror; one that stands in two files stays in the last of them."""
        old = self._held(line.id)
        noted = noted_of(line)
        if file == self._months.single:  # as all lines were kept before there was a file for each month
            if old is None:
                self._hold(Held(0, self._shard(noted.month), noted, line))
            self._touch(0)
            return
        shard = self._shards[file]
        if old is None or old.shard == shard:
            self._hold(Held(old.n if old else 0, shard, noted, line), stale=False)
            return
        self._touch(shard)
        self._touch(old.shard)
        if self._file(old.shard) < file:
            self._hold(Held(old.n, shard, noted, line))

    def _file(self, shard: int) -> str:
        return next((file for file, n in self._shards.items() if n == shard), self._months.single)

    def __iter__(self) -> Iterator[Line]:
        """Yield all lines, in order of id."""
        self._flush()
        return self._mirror.each()

    def get(self, id_: str) -> Line | None:
        """Return the line of an id."""
        held = self._held(id_)
        return held.line if held else None

    def find(self, by: str, value: object) -> tuple[Line, ...]:
        """Return the lines whose `by` is `value`, in order of id."""
        if not value:
            return ()
        asked = (by, value)
        if asked not in self._found:
            if len(self._found) >= _ASKED:
                self._found.clear()
            self._found[asked] = self._find(by, value)
        return self._found[asked]

    def _find(self, by: str, value: object) -> tuple[Line, ...]:
        number = number_of(by, value)
        lines = [held.line for held in self._waiting.find(number)]
        if self._may_be_kept(number):
            lines += [line for kept in self._mirror.find(by, number) if (line := kept.line).id not in self._waiting]
        found = [line for line in lines if line.is_found_by(by, value)]
        return tuple(found if len(found) < 2 else sorted(found, key=attrgetter("id")))

    def admit(self, noted: Noted) -> bool:
        """Add the line of an article that nobody knows yet; say whether that is so for certain.

        It never is where any line was there at first.
        """
        if not self._admits or not self._waiting.never_met(noted):
            return False
        self._hold(Held(0, self._shard(noted.month), noted))
        return True

    def put(self, line: Line) -> None:
        """Add a line, or replace the one of the same id."""
        held = self._held(line.id)
        old = held.line if held else None
        if old == line:
            return
        self._doubt(old, line)
        noted = noted_of(line)
        n, shard = held[:2] if held else (0, self._shard(noted.month))
        self._hold(Held(n, shard, noted, line))

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
        kept = self._mirror.get(line.id)
        if kept:
            self._touch(kept.shard)
            self._mirror.drop(kept)
            self._found.clear()

    def withdrawn(self) -> Iterator[Line]:
        """Yield the lines of withdrawn articles, the one withdrawn last first, ties by id."""
        self._flush()
        return self._mirror.withdrawn()

    def latest(self, now: datetime) -> datetime | None:
        """Return when anything last moved, what is after `now` left aside; None where nothing did."""
        self._flush()
        return self._mirror.latest(now)

    def save(self) -> None:
        """Write the files of the text that changed.

        Raises:
            DeliveryError: one cannot be written.

        """
        self._flush()
        waiting: dict[int, bytes] = {}
        for n in sorted(self._stale, reverse=True):  # what was read from the single file goes last, when all is written
            pieces = self._mirror.text(n) if n else iter(())
            waiting[n] = _some(pieces)
            if sum(map(len, waiting.values())) > _ENOUGH:
                more = waiting.pop(n) if len(waiting[n]) > _ENOUGH else b""
                self._write(waiting)
                waiting = {}
                if more:
                    self._write_large(n, chain((more,), pieces))
        self._write(waiting)

    def _write(self, texts: dict[int, bytes]) -> None:
        if not self._dry_run:
            self._months.write({self._file(n): text for n, text in texts.items()})
            self._note({n: hashlib.sha256(text).digest() if text else b"" for n, text in texts.items()})
        self._stale -= texts.keys()

    def _write_large(self, n: int, pieces: Iterable[bytes]) -> None:
        """Write a file that need not fit into memory."""
        hash_ = hashlib.sha256()

        def hashed() -> Iterator[bytes]:
            for piece in pieces:
                hash_.update(piece)
                yield piece

        if not self._dry_run:
            self._months.write_large(self._file(n), hashed())
            self._note({n: hash_.digest()})
        self._stale.discard(n)

    def _note(self, hashes: dict[int, bytes]) -> None:
        """Note of files that were written what they are, without a hash of those that are gone."""
        rows = [(self._months.stamp(self._file(n)) if hash_ else "", hash_, n) for n, hash_ in hashes.items()]
        self._db.executemany("UPDATE shard SET stamp = ?, hash = ? WHERE n = ?", rows)

    def _shard(self, month: str) -> int:
        """Return the number of the file for a line that is new."""
        file = self._months.file(month)
        return self._shards.get(file) or self._open(file, "", b"")

    def _open(self, file: str, stamp: str, hash_: bytes) -> int:
        row = self._db.execute("INSERT INTO shard (file, stamp, hash) VALUES (?, ?, ?)", (file, stamp, hash_))
        self._shards[file] = row.lastrowid or 0
        self._sound.add(self._shards[file])
        return self._shards[file]

    def _touch(self, shard: int) -> None:
        """Note that a file is to be written anew, before anything else becomes of its lines: of a mirror that is right.

        Raises:
            sqlite3.DatabaseError: the mirror says something else than the file: the disk has lost or changed a part.

        """
        self._stale.add(shard)
        if shard and shard not in self._sound:
            (hash_,) = self._db.execute("SELECT hash FROM shard WHERE n = ?", (shard,)).fetchone()
            file = self._file(shard)
            if hash_ and not self._mirror.says(shard, hash_, lines_of(self._months.rows(file), file)):
                raise sqlite3.DatabaseError(f"damaged: the lines of {file}")
            self._sound.add(shard)

    def _held(self, id_: str) -> Held | Kept | None:
        held = self._waiting.get(id_)
        return held or (self._mirror.get(id_) if self._may_be_kept(number_of("id", id_)) else None)

    def _may_be_kept(self, number: int) -> bool:
        """Whether the mirror may have a line that is found by a number: of one that was bare that is known."""
        return not self._admits or self._waiting.may_have_gone(number)

    def _hold(self, held: Held, *, stale: bool = True) -> None:
        """Keep a line in memory until it goes to the mirror."""
        if stale and held.shard not in self._stale:
            self._touch(held.shard)
        self._waiting.put(held)
        self._found.clear()
        if len(self._waiting) >= self._most:
            after = self._waiting.gone() if self._admits else Waiting()
            self._mirror.put(self._waiting)
            self._waiting = after

    def _flush(self) -> None:
        """Bring what is held in memory into the mirror."""
        if self._waiting:
            self._admits = False
            after = Waiting()
            self._mirror.put(self._waiting)
            self._waiting = after


def _some(pieces: Iterator[bytes]) -> bytes:
    """Return a text, or more than enough of it."""
    taken: list[bytes] = []
    while sum(map(len, taken)) <= _ENOUGH and (piece := next(pieces, b"")):
        taken.append(piece)
    return b"".join(taken)


def _says_the_same(old: Line, line: Line) -> bool:
    names = ("link", "given", "title", "published", "said_title", "said_published", "said_words", "words")
    return all(getattr(old, name) == getattr(line, name) for name in names)
