"""The ledger as text, fit for version control, and its mirror in the index, by which lines are found.

The text is one file for each month, `articles/ledger/2025-12.jsonl`, sorted by id: a change rewrites a small file, and
two branches seldom touch the same one.  A line stays in the file that it came into, by the month in which its article
was first published, whatever becomes of its date.  Where text and mirror disagree, the text is right.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from feedtool.errors import DeliveryError, UsageError
from feedtool.files import stamp_of, write_whole
from feedtool.identity import link_key
from feedtool.problem import Place
from feedtool.shelf.line import Line, line_of, lines_of, text_of_line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

_MOST = 10_000
"""How many lines are held in memory before they go to the mirror."""


class Held(NamedTuple):
    """A line, the number of its shard, its own number in the mirror (0 for one that has none yet), and its hashes."""

    line: Line
    shard: int
    n: int = 0
    hashes: frozenset[int] = frozenset()


class Mirrored:
    """The ledger of the records in the folder `articles` below `root`; with `dry_run` no text is written.

    `others` are the files of lines that share an address, or what a source gave as id, with one that changed: what such
    a file gives may be another article's from now on.
    """

    def __init__(self, db: sqlite3.Connection, root: Path, articles: str, *, dry_run: bool = False) -> None:
        self.others: set[str] = set()
        self._db = db
        self._root = root
        self._folder = f"{articles}/ledger"
        self._single = f"{articles}/ledger.jsonl"
        self._dry_run = dry_run
        self._new: dict[str, Held] = {}
        self._by: dict[int, set[str]] = {}
        self._stale: set[int] = set()
        self._shards: dict[str, int] = {}
        self._next = 1
        self._bare = False

    def sync(self) -> bool:
        """Bring the mirror in line with the text; return whether the text was another one than it knew.

        Raises:
            UsageError: a line cannot be read.

        """
        known = {file: (n, stamp) for n, file, stamp, _ in self._db.execute("SELECT * FROM shard")}
        self._load()
        here = dict(self._files())
        moved = [file for file in known.keys() | here.keys() if (known.get(file) or (0, ""))[1] != here.get(file)]
        read = [
            self._reread(file, here.get(file, ""))
            for file in sorted(moved, key=lambda file: (file != self._single, file))
        ]
        self._flush()
        return any(read)

    def _load(self) -> None:
        self._shards = dict(self._db.execute("SELECT file, n FROM shard"))
        self._next = self._db.execute("SELECT coalesce(max(n), 0) + 1 FROM line").fetchone()[0]
        self._bare = self._next == 1

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
            self._new, self._by, self._stale, self.others = {}, {}, stale, others
            self._load()
            raise
        self._flush()
        self._db.execute("RELEASE attempt")

    def _files(self) -> Iterator[tuple[str, str]]:
        """Yield the files of the text, and a stamp of each."""
        names = [self._single] if (self._root / self._single).is_file() else []
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self._root / self._folder) as entries:
            names += [f"{self._folder}/{entry.name}" for entry in entries if _SHARD.fullmatch(entry.name)]
        for name in names:
            yield name, stamp_of(self._root / name)

    def _reread(self, file: str, stamp: str) -> bool:
        """Read a file that is another one than the mirror knew, or is gone (without a stamp); whether it says more."""
        text = self._text(file) if stamp else b""
        n, hash_ = self._shards.get(file, 0), hashlib.sha256(text).digest()
        (before,) = self._db.execute("SELECT hash FROM shard WHERE n = ?", (n,)).fetchone() or (b"",)
        if stamp:
            self._db.execute("UPDATE shard SET stamp = ?, hash = ? WHERE n = ?", (stamp, hash_, n))
        if before == hash_:
            return False
        for held in self._rows("SELECT line.n, shard, said FROM line WHERE shard = ?", n):
            self._drop(held)
        if not stamp:
            self._db.execute("DELETE FROM shard WHERE n = ?", (n,))
            del self._shards[file]
            return True
        if file != self._single and not n:
            self._open(file, stamp, hash_)
        for line in lines_of(_decoded(text, file), file):
            self._enter(line, file)
        return True

    def _enter(self, line: Line, file: str) -> None:
        """Take a line of the text into the mirror; one that stands in two files stays in the last of them."""
        old = self._held(line.id)
        if file == self._single:  # as all lines were kept before there was a file for each month
            if old is None:
                self._hold(Held(line, self._shard(line)))
            self._stale.add(0)
            return
        shard = self._shards[file]
        if old is None or old.shard == shard:
            self._hold(Held(line, shard, old.n if old else 0), stale=False)
            return
        self._stale |= {shard, old.shard}
        if self._file(old.shard) < file:
            self._hold(Held(line, shard, old.n))

    def _file(self, shard: int) -> str:
        return next((file for file, n in self._shards.items() if n == shard), self._single)

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
        hash_ = _hash(by, value)
        lines = [self._new[id_].line for id_ in self._by.get(hash_, ())]
        if not self._bare:
            lines += [held.line for held in self._found(hash_) if held.line.id not in self._new]
        return tuple(sorted((line for line in lines if (by, value) in line.found_by), key=lambda line: line.id))

    def put(self, line: Line) -> None:
        """Add a line, or replace the one of the same id."""
        old = self._held(line.id)
        if old and old.line == line:
            return
        self._doubt(old.line if old else None, line)
        self._hold(Held(line, old.shard, old.n) if old else Held(line, self._shard(line)))

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
        for n in sorted(self._stale, reverse=True):  # what was read from the single file goes last, when all is written
            file = self._file(n)
            rows = self._db.execute("SELECT said FROM line WHERE shard = ? ORDER BY id", (n,))
            text = "".join(f"{row[0]}\n" for row in rows).encode() if n else b""
            if not self._dry_run:
                self._write(file, text)
                stamp = stamp_of(self._root / file) if text else ""
                row = (stamp, hashlib.sha256(text).digest(), n)
                self._db.execute("UPDATE shard SET stamp = ?, hash = ? WHERE n = ?", row)
            self._stale.discard(n)

    def _write(self, file: str, text: bytes) -> None:
        target = self._root / file
        try:
            if not text:
                target.unlink(missing_ok=True)
            elif not (target.is_file() and target.read_bytes() == text):
                write_whole(target, text)
        except OSError as error:
            raise DeliveryError(f"cannot be written: {error.strerror or error}", place=Place(file=file)) from error

    def _text(self, file: str) -> bytes:
        try:
            return (self._root / file).read_bytes()
        except OSError as error:
            raise UsageError(f"cannot be read: {error.strerror or error}", place=Place(file=file)) from None

    def _shard(self, line: Line) -> int:
        """Return the number of the file for a line that is new."""
        month = datetime.fromisoformat(line.published)
        file = f"{self._folder}/{month.year:04}-{month.month:02}.jsonl"
        return self._shards.get(file) or self._open(file, "", b"")

    def _open(self, file: str, stamp: str, hash_: bytes) -> int:
        row = self._db.execute("INSERT INTO shard (file, stamp, hash) VALUES (?, ?, ?)", (file, stamp, hash_))
        self._shards[file] = row.lastrowid or 0
        return self._shards[file]

    def _held(self, id_: str) -> Held | None:
        if id_ in self._new or self._bare:
            return self._new.get(id_)
        return next((held for held in self._found(_hash("id", id_)) if held.line.id == id_), None)

    def _found(self, hash_: int) -> Iterator[Held]:
        return self._rows("SELECT line.n, shard, said FROM found JOIN line ON line.n = line WHERE hash = ?", hash_)

    def _rows(self, query: str, value: int) -> Iterator[Held]:
        for n, shard, said in self._db.execute(query, (value,)).fetchall():
            yield Held(line_of(said), shard, n)

    def _hold(self, held: Held, *, stale: bool = True) -> None:
        """Keep a line in memory until it goes to the mirror."""
        if old := self._new.get(held.line.id):
            for hash_ in old.hashes:
                self._by[hash_].discard(held.line.id)
        held = held._replace(hashes=_hashes(held.line))
        self._new[held.line.id] = held
        for hash_ in held.hashes:
            self._by.setdefault(hash_, set()).add(held.line.id)
        if stale:
            self._stale.add(held.shard)
        if len(self._new) >= _MOST:
            self._flush()

    def _drop(self, held: Held) -> None:
        self._db.executemany("DELETE FROM found WHERE hash = ? AND line = ?", [(h, held.n) for h in _hashes(held.line)])
        self._db.execute("DELETE FROM line WHERE n = ?", (held.n,))

    def _flush(self) -> None:
        """Bring what is held in memory into the mirror, all of it or nothing."""
        if not self._new:
            return
        self._db.execute("SAVEPOINT flush")
        try:
            for held in self._new.values():
                if held.n:
                    rows = self._rows("SELECT line.n, shard, said FROM line WHERE line.n = ?", held.n)
                    for old in rows:
                        self._drop(old)
            numbers = range(self._next, self._next + len(self._new))
            held_rows = list(zip(numbers, self._new.values(), strict=True))
            self._db.executemany(
                "INSERT INTO line (n, id, shard, said, moved, withdrawn) VALUES (?, ?, ?, ?, ?, ?)",
                (_columns(n, held) for n, held in held_rows),
            )
            pairs = sorted((hash_, n) for n, held in held_rows for hash_ in held.hashes)
            self._db.executemany("INSERT OR IGNORE INTO found (hash, line) VALUES (?, ?)", pairs)
        except BaseException:
            self._db.execute("ROLLBACK TO flush")
            self._db.execute("RELEASE flush")
            raise
        self._db.execute("RELEASE flush")
        self._next += len(self._new)
        self._bare = False
        self._new, self._by = {}, {}


_SHARD = re.compile(r"[^.][^/]*\.jsonl")


def _columns(n: int, held: Held) -> tuple[object, ...]:
    line = held.line
    withdrawn = math.floor(datetime.fromisoformat(line.withdrawn).timestamp()) if line.withdrawn else None
    return n, line.id, held.shard, text_of_line(line), math.floor(line.moved.timestamp()), withdrawn


def _says_the_same(old: Line, line: Line) -> bool:
    names = ("link", "given", "title", "published", "said_title", "said_published", "said_words", "words")
    return all(getattr(old, name) == getattr(line, name) for name in names)


def _hashes(line: Line) -> frozenset[int]:
    return frozenset(_hash(by, value) for by, value in (("id", line.id), *line.found_by))


def _hash(by: str, value: object) -> int:
    """Return what stands for a value in the mirror: 64 bits; whoever finds a line by it looks whether it is the one."""
    digest = hashlib.blake2b(f"{by}\n{value}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _decoded(text: bytes, file: str) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"not UTF-8: {error.reason}", place=Place(file=file), expected="the text of a ledger"
        ) from None
