"""What every source file and record gave when it was last read: so that what did not change is not read again."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from feedtool.index.beside import side_by_side
from feedtool.index.outcome import Outcome, Outcomes, hash_file, problems_meant
from feedtool.index.store import make_findable
from feedtool.spill import Pile
from feedtool.still import RECORDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from feedtool.problem import Problem
    from feedtool.seen import Seen

_MOST = 5_000
"""How many files are held in memory before what they gave goes into the index."""


class State(IntEnum):
    """What is to be done with a file: nothing, since what it gives is known; or to read it.

    `PENDING` is new, was changed, or gave something that has to be looked at in every run (an error, a second copy of
    an article); `DOUBTED` was settled and may have been changed since; `GONE` is no longer there.
    """

    SETTLED = 0
    PENDING = 1
    DOUBTED = 2
    GONE = 3


class Known(NamedTuple):
    """A file as the index knows it: its number, its area, its path, its state and the hash of its bytes (or empty)."""

    n: int
    area: int
    path: str
    state: State
    hash: bytes


class Taking(NamedTuple):
    """An article that was imported: what it came from, and its record."""

    source: str
    path: str


_PATH = "CASE folder.path WHEN '' THEN name ELSE folder.path || '/' || name END"
_COLUMNS = f"file.n, area, {_PATH} AS full, state, coalesce(hash, x'')"
_TABLES = "file JOIN folder ON folder.n = file.folder LEFT JOIN outcome ON outcome.n = file.n"
_KNOWN = f"SELECT {_COLUMNS} FROM {_TABLES}"
_IS = "state > 0 AND state = ?"
"""Of another state than settled: by the index of those, which is only used where a query says of which files it is."""


class Files:
    """The files of a project, by area; `touched` says whether anything changed in what they publish."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.touched = False
        self.undo()

    def undo(self) -> None:
        """Forget what is held in memory, since the index was taken back to an earlier state."""
        self._held: dict[str, tuple[Known, Outcome]] = {}
        self._outcomes = Outcomes(self._db)
        self._findable = False

    def forget(self) -> None:
        """Know nothing any more."""
        self.undo()
        for table in ("file", "outcome", "folder", "taking", "label", "labelled", "answer"):
            self._db.execute(f"DELETE FROM {table}")

    def compare(self, area: int, folders: Iterable[Seen], stands: Callable[[str], bool]) -> None:
        """Note what changed in an area since it was last seen; what is new, or was touched, is to be read.

        `stands` says of a name whether such a file is read where it stands, whatever is in it.
        """
        query = "SELECT path, n, stamp FROM folder WHERE area = ?"
        known = {path: (n, stamp) for path, n, stamp in self._db.execute(query, (area,))}
        for seen in folders:
            n, stamp = known.pop(seen.path, (0, None))
            if n and stamp == seen.stamp and seen.sure:
                continue
            if n:
                self._compare(n, seen.files, stands)
            else:
                n = self._folder(area, seen.path)
                self._add(n, seen.files, stands)
            self._db.execute("UPDATE folder SET stamp = ? WHERE n = ?", (seen.stamp if seen.sure else None, n))
        for n, stamp in known.values():
            if stamp is None or stamp:
                self._compare(n, (), stands)
                self._db.execute("UPDATE folder SET stamp = x'' WHERE n = ?", (n,))

    def _folder(self, area: int, path: str) -> int:
        """Return the number of a folder that is new; it gets its stamp when its files are known, lest any is missed."""
        new = self._db.execute("INSERT INTO folder (area, path) VALUES (?, ?)", (area, path))
        return new.lastrowid or 0

    def _add(self, folder: int, files: Iterable[tuple[str, str]], stands: Callable[[str], bool]) -> None:
        new = ((folder, name, stamp, 1, stands(name)) for name, stamp in files)  # 1 is PENDING
        self._db.executemany("INSERT INTO file (folder, name, stamp, state, stands) VALUES (?, ?, ?, ?, ?)", new)

    def _find(self) -> None:
        """See that files are found by their names."""
        if not self._findable:
            make_findable(self._db, "file")
            self._findable = True

    def _compare(self, folder: int, here: Iterable[tuple[str, str]], stands: Callable[[str], bool]) -> None:
        """Note what changed in a folder, of which there may be a million files: names come in order, and go by."""
        self._find()
        rows = self._db.execute("SELECT name, n, stamp, state FROM file WHERE folder = ? ORDER BY name", (folder,))
        known = ((name, old) for name, *old in rows)
        touched, new = Pile[tuple[int, bool, str, int]](), Pile[tuple[str, str]]()
        for name, old, now in side_by_side(known, here):
            if old is None:
                new.append((name, now or ""))
                continue
            n, stamp, state = old
            if now is None:
                touched.append((State.GONE, stands(name), stamp, n))
            elif not now or now != stamp or state == State.GONE:
                state = State.DOUBTED if state in (State.SETTLED, State.DOUBTED) else State.PENDING
                touched.append((state, stands(name), now, n))
        self._db.executemany("UPDATE file SET state = ?, stands = ?, stamp = ? WHERE n = ?", touched)
        self._add(folder, new, stands)

    def written(self, area: int, path: str) -> None:
        """Note that a file was written in this run, and is to be read."""
        self._find()
        folder, _, name = path.rpartition("/")
        row = self._db.execute("SELECT n FROM folder WHERE path = ? AND area = ?", (folder, area)).fetchone()
        n = row[0] if row else self._folder(area, folder)
        self._db.execute("UPDATE folder SET stamp = NULL WHERE n = ?", (n,))
        self._db.execute(
            "INSERT INTO file (folder, name, stamp, state, stands) VALUES (?, ?, '', ?, 1)"
            " ON CONFLICT (folder, name) DO UPDATE SET stamp = '', state = excluded.state",
            (n, name, State.PENDING),
        )

    def resolve(self, root: Path) -> None:
        """Look into the files that may have been changed: what gives the same bytes is settled as before."""
        for row in self._db.execute(f"{_KNOWN} WHERE {_IS}", (State.DOUBTED,)).fetchall():
            known = _known(row)
            same = known.hash and hash_file(root / known.path) == known.hash
            state = State.SETTLED if same else State.PENDING
            self._db.execute("UPDATE file SET state = ? WHERE n = ?", (state, known.n))

    def suspect(self, area: int) -> None:
        """Have all files of an area read: what they give depends on more than what is in them."""
        query = "UPDATE file SET state = ? WHERE state IN (?, ?) AND folder IN (SELECT n FROM folder WHERE area = ?)"
        self._db.execute(query, (State.PENDING, State.SETTLED, State.DOUBTED, area))

    def unsettle(self, path: str) -> None:
        """Have a file read, if it is there."""
        self.flush()
        known = self.get(path) if path else None
        if known:
            self._db.execute("UPDATE file SET state = ? WHERE n = ?", (State.PENDING, known.n))

    def get(self, path: str) -> Known | None:
        """Return a file that is there."""
        if path in self._held:
            known, outcome = self._held[path]
            return known._replace(state=State.SETTLED, hash=outcome.hash)
        self._find()
        folder, _, name = path.rpartition("/")
        query = f"{_KNOWN} WHERE folder.path = ? AND name = ? AND state < ? ORDER BY area LIMIT 1"
        row = self._db.execute(query, (folder, name, State.GONE)).fetchone()
        return _known(row) if row else None

    def standing(self, path: str) -> Known | None:
        """Return a file that gives an article in this run: it is settled, or was placed before."""
        if path in self._held:
            held, settled = self._held[path]
            return held if settled.id else None
        known = self.get(path)
        if known is None or known.state != State.SETTLED:
            return None
        outcome = self._outcomes.of(known.n)
        return known if outcome and outcome.id else None

    def to_read(self, first: int = 0, last: int = RECORDS, *, stands: bool = True, after: str = "") -> Iterator[Known]:
        """Yield the files to read of some areas, in order: those that are read where they stand, or the others.

        `after` leaves out paths up to one.
        """
        self.flush()
        query = f"{_KNOWN} WHERE {_IS} AND stands = ? AND area BETWEEN ? AND ? AND full > ? ORDER BY area, full"
        for row in self._db.execute(query, (State.PENDING, stands, first, last, after)):
            yield _known(row)

    def waiting(self) -> int:
        """Return how many files are to be read where they stand."""
        self.flush()
        query = f"SELECT count(*) FROM file WHERE {_IS} AND stands = 1"
        return int(self._db.execute(query, (State.PENDING,)).fetchone()[0])

    def take_turns(self, late: Callable[[Known], bool], rank: Callable[[Known], int]) -> None:
        """Give the files that are to be read where they stand their turns: the late ones last, then by rank."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS turn (n INTEGER PRIMARY KEY, late INTEGER, rank INTEGER)")
        self._db.execute("DELETE FROM temp.turn")
        turns = ((known.n, late(known), rank(known)) for known in self.to_read())
        self._db.executemany("INSERT INTO temp.turn (n, late, rank) VALUES (?, ?, ?)", turns)

    def in_turn(self, *, late: bool) -> Iterator[Known]:
        """Yield the files that are to be read where they stand, the late ones or the others, by their turns."""
        self.flush()
        query = f"{_KNOWN} JOIN temp.turn ON turn.n = file.n WHERE late = ? ORDER BY rank, area, full"
        for row in self._db.execute(query, (late,)):
            yield _known(row)

    def stands(self, known: Known) -> None:
        """Note that a file is read where it stands."""
        self._db.execute("UPDATE file SET stands = 1 WHERE n = ?", (known.n,))

    def gone(self) -> list[Known]:
        """Return the files that are no longer there."""
        self.flush()
        return [_known(row) for row in self._db.execute(f"{_KNOWN} WHERE {_IS}", (State.GONE,))]

    def drop(self, files: Iterable[Known]) -> None:
        """Know nothing more of files."""
        for known in files:
            self.touched |= self._outcomes.drop(known.n)
            self._db.execute("DELETE FROM taking WHERE file = ?", (known.n,))
            self._db.execute("DELETE FROM file WHERE n = ?", (known.n,))

    def settle(self, known: Known, outcome: Outcome) -> None:
        """Note what a file gave, and that it need not be read again while it stays as it is."""
        self._held[known.path] = (known, outcome)
        if len(self._held) >= _MOST:
            self.flush()

    def unsettled(self, known: Known) -> None:
        """Note that a file, which is pending and stays so, gave what has to be looked at in every run."""
        self.touched |= self._outcomes.drop(known.n)

    def displace(self, known: Known) -> None:
        """Note that a file that was settled gave way to another, and has to be looked at in every run."""
        self.unsettle(known.path)
        self.unsettled(known)

    def source(self, known: Known) -> str:
        """Return the name of the source that the article of a file came by."""
        self.flush()
        outcome = self._outcomes.of(known.n)
        return (outcome and outcome.source) or ""

    def problems_of(self, known: Known) -> list[Problem]:
        """Return the problems of a settled file."""
        self.flush()
        outcome = self._outcomes.of(known.n)
        return problems_meant(outcome and outcome.problems)

    def taken(self, known: Known, takings: Iterable[Taking]) -> None:
        """Note what was imported from a file."""
        self._db.execute("DELETE FROM taking WHERE file = ?", (known.n,))
        rows = ((known.n, place, *taking) for place, taking in enumerate(takings))
        self._db.executemany("INSERT INTO taking (file, place, source, path) VALUES (?, ?, ?, ?)", rows)

    def takings(self, area: int) -> Iterator[tuple[str, Taking]]:
        """Yield what was imported from the settled files of an area, each with its file, in order."""
        query = (
            f"SELECT {_PATH} AS full, taking.source, taking.path FROM taking CROSS JOIN file ON file.n = taking.file"
            " JOIN folder ON folder.n = file.folder WHERE area = ? AND state = ? ORDER BY full, place"
        )
        for path, *taking in self._db.execute(query, (area, State.SETTLED)):
            yield path, Taking(*taking)

    def flush(self) -> None:
        """Bring what is held in memory into the index."""
        held, self._held = self._held.values(), {}
        for known, outcome in held:
            if known.hash:  # it gave something before
                self.touched |= self._outcomes.drop(known.n)
            self.touched |= outcome.id is not None
        self._outcomes.put([(known.n, outcome) for known, outcome in held])
        self._db.executemany("UPDATE file SET state = 0 WHERE n = ?", [(known.n,) for known, _ in held])

    def problems(self, *, stands: bool) -> Iterator[tuple[Known, list[Problem]]]:
        """Yield the files that are settled and have problems, with these: of those that stand, or of the others."""
        self.flush()
        query = (
            f"SELECT {_COLUMNS}, problems FROM outcome CROSS JOIN file ON file.n = outcome.n"
            " JOIN folder ON folder.n = file.folder WHERE problems IS NOT NULL AND state = ? AND stands = ?"
        )
        for *row, problems in self._db.execute(query, (State.SETTLED, stands)):
            yield _known(row), problems_meant(problems)


def _known(row: Sequence[Any]) -> Known:
    return Known(row[0], row[1], row[2], _STATES[row[3]], row[4])


_STATES = tuple(State)
