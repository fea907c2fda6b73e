"""What every source file and record gave when it was last read: so that what did not change is not read again."""

from __future__ import annotations

import hashlib
import json
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from feedtool.index.labels import Labels
from feedtool.problem import Level, Place, Problem
from feedtool.still import RECORDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from feedtool.gist import Gist
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


class Settled(NamedTuple):
    """What came of a file that was read: the hash of its bytes, and the article that it gives, with its id and time.

    Without a gist it gives none that is published where it stands.  `problems` are repeated in every run.
    """

    hash: bytes
    gist: Gist | None = None
    id: str = ""
    updated: str = ""
    source: str = ""
    problems: Sequence[Problem] = ()


class Taking(NamedTuple):
    """An article that was imported: what it came from, and its record."""

    source: str
    path: str


_PATH = "CASE folder.path WHEN '' THEN name ELSE folder.path || '/' || name END"
_COLUMNS = f"file.n, area, {_PATH} AS full, state, coalesce(hash, x'')"
_KNOWN = f"SELECT {_COLUMNS} FROM file JOIN folder ON folder.n = file.folder"


class Files:
    """The files of a project, by area; `touched` says whether anything changed in what they publish."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.touched = False
        self._labels = Labels(db)
        self._held: dict[str, tuple[Known, Settled]] = {}

    def undo(self) -> None:
        """Forget what is held in memory, since the index was taken back to an earlier state."""
        self._held = {}
        self._labels = Labels(self._db)

    def forget(self) -> None:
        """Know nothing any more."""
        self._held = {}
        self._labels = Labels(self._db)
        for table in ("file", "folder", "taking", "label", "labelled", "answer", "made"):
            self._db.execute(f"DELETE FROM {table}")

    def compare(self, area: int, folders: Iterable[Seen], stands: Callable[[str], bool]) -> None:
        """Note what changed in an area since it was last seen; what is new, or was touched, is to be read.

        `stands` says of a name whether such a file is read where it stands, whatever is in it.
        """
        query = "SELECT path, n, stamp FROM folder WHERE area = ?"
        known = {path: (n, stamp) for path, n, stamp in self._db.execute(query, (area,))}
        for seen in folders:
            n, stamp = known.pop(seen.path, (0, None))
            if stamp == seen.stamp and seen.sure:
                continue
            n = n or self._folder(area, seen.path)
            self._compare(n, dict(seen.files), stands)
            self._db.execute("UPDATE folder SET stamp = ? WHERE n = ?", (seen.stamp if seen.sure else None, n))
        for n, stamp in known.values():
            if stamp is None or stamp:
                self._compare(n, {}, stands)
                self._db.execute("UPDATE folder SET stamp = x'' WHERE n = ?", (n,))

    def _folder(self, area: int, path: str) -> int:
        new = self._db.execute("INSERT INTO folder (area, path) VALUES (?, ?)", (area, path))
        return new.lastrowid or 0

    def _compare(self, folder: int, here: dict[str, str], stands: Callable[[str], bool]) -> None:
        query = "SELECT name, n, stamp, state FROM file WHERE folder = ?"
        known = {name: (n, stamp, State(state)) for name, n, stamp, state in self._db.execute(query, (folder,))}
        touched = []
        for name, (n, stamp, state) in known.items():
            now = here.get(name)
            if now is None:
                touched.append((State.GONE, stands(name), stamp, n))
            elif not now or now != stamp or state is State.GONE:
                doubted = state in (State.SETTLED, State.DOUBTED)
                touched.append((State.DOUBTED if doubted else State.PENDING, stands(name), now, n))
        self._db.executemany("UPDATE file SET state = ?, stands = ?, stamp = ? WHERE n = ?", touched)
        new = [(folder, name, stamp, State.PENDING, stands(name)) for name, stamp in here.items() if name not in known]
        self._db.executemany("INSERT INTO file (folder, name, stamp, state, stands) VALUES (?, ?, ?, ?, ?)", new)

    def written(self, area: int, path: str) -> None:
        """Note that a file was written in this run, and is to be read."""
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
        for row in self._db.execute(f"{_KNOWN} WHERE state = ?", (State.DOUBTED,)).fetchall():
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
            known, settled = self._held[path]
            return known._replace(state=State.SETTLED, hash=settled.hash)
        folder, _, name = path.rpartition("/")
        query = f"{_KNOWN} WHERE folder.path = ? AND name = ? AND state < ? ORDER BY area LIMIT 1"
        row = self._db.execute(query, (folder, name, State.GONE)).fetchone()
        return _known(row) if row else None

    def standing(self, path: str) -> Known | None:
        """Return a file that gives an article in this run: it is settled, or was placed before."""
        if path in self._held:
            held, settled = self._held[path]
            return held if settled.gist else None
        known = self.get(path)
        if known is None or known.state != State.SETTLED:
            return None
        return known if self._db.execute("SELECT id FROM file WHERE n = ?", (known.n,)).fetchone()[0] else None

    def to_read(self, first: int = 0, last: int = RECORDS, *, stands: bool = True, after: str = "") -> Iterator[Known]:
        """Yield the files to read of some areas, in order: those that are read where they stand, or the others.

        `after` leaves out paths up to one.
        """
        self.flush()
        query = f"{_KNOWN} WHERE state = ? AND stands = ? AND area BETWEEN ? AND ? AND full > ? ORDER BY area, full"
        for row in self._db.execute(query, (State.PENDING, stands, first, last, after)):
            yield _known(row)

    def waiting(self) -> int:
        """Return how many files are to be read where they stand."""
        self.flush()
        query = "SELECT count(*) FROM file WHERE state = ? AND stands"
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
        return [_known(row) for row in self._db.execute(f"{_KNOWN} WHERE state = ?", (State.GONE,))]

    def drop(self, files: Iterable[Known]) -> None:
        """Know nothing more of files."""
        for known in files:
            self._unlabel(known.n)
            self._db.execute("DELETE FROM taking WHERE file = ?", (known.n,))
            self._db.execute("DELETE FROM file WHERE n = ?", (known.n,))

    def settle(self, known: Known, settled: Settled) -> None:
        """Note what a file gave, and that it need not be read again while it stays as it is."""
        self._held[known.path] = (known, settled)
        if len(self._held) >= _MOST:
            self.flush()

    def unsettled(self, known: Known) -> None:
        """Note that a file gave what has to be looked at in every run."""
        self._unlabel(known.n)
        self._db.execute(f"UPDATE file SET {_NOTHING} WHERE n = ?", (known.n,))  # it is pending, and stays so

    def displace(self, known: Known) -> None:
        """Note that a file that was settled gave way to another, and has to be looked at in every run."""
        self.unsettle(known.path)
        self.unsettled(known)

    def source(self, known: Known) -> str:
        """Return the name of the source that the article of a file came by."""
        self.flush()
        return str(self._db.execute("SELECT source FROM file WHERE n = ?", (known.n,)).fetchone()[0] or "")

    def problems_of(self, known: Known) -> list[Problem]:
        """Return the problems of a settled file."""
        self.flush()
        (problems,) = self._db.execute("SELECT problems FROM file WHERE n = ?", (known.n,)).fetchone()
        return [problem_of(values) for values in json.loads(problems or "[]")]

    def taken(self, known: Known, takings: Iterable[Taking]) -> None:
        """Note what was imported from a file."""
        self._db.execute("DELETE FROM taking WHERE file = ?", (known.n,))
        rows = ((known.n, place, *taking) for place, taking in enumerate(takings))
        self._db.executemany("INSERT INTO taking (file, place, source, path) VALUES (?, ?, ?, ?)", rows)

    def takings(self, area: int) -> Iterator[tuple[str, Taking]]:
        """Yield what was imported from the settled files of an area, each with its file, in order."""
        query = (
            f"SELECT {_COLUMNS}, taking.source, taking.path FROM taking JOIN file ON file.n = taking.file"
            " JOIN folder ON folder.n = file.folder WHERE area = ? AND state = ? ORDER BY full, place"
        )
        for row in self._db.execute(query, (area, State.SETTLED)):
            yield row[2], Taking(row[5], row[6])

    def flush(self) -> None:
        """Bring what is held in memory into the index."""
        held, self._held = self._held, {}
        labels = []
        rows = []
        self.touched |= any(settled.gist for _, settled in held.values())
        for known, settled in held.values():
            if known.hash:  # it gave something before
                self._unlabel(known.n)
            rows.append(_columns(known, settled))
            moment = rows[-1]["moment"]
            if settled.gist and moment is not None:
                labels += self._labels.rows(_labels_of(settled.gist.tags, settled.gist.authors), moment, known.n)
        self._db.executemany(_SETTLE, rows)
        self._labels.add(sorted(labels))

    def _unlabel(self, n: int) -> None:
        query = "SELECT moment, tags, authors FROM file WHERE n = ? AND moment IS NOT NULL"
        for moment, tags, authors in self._db.execute(query, (n,)).fetchall():
            self.touched = True
            labels = _labels_of(json.loads(tags), json.loads(authors))
            self._labels.remove(self._labels.rows(labels, moment, n))

    def problems(self, *, stands: bool) -> Iterator[tuple[Known, list[Problem]]]:
        """Yield the files that are settled and have problems, with these: of those that stand, or of the others."""
        self.flush()
        query = _KNOWN.replace(" FROM", ", problems FROM", 1)
        query += " WHERE problems IS NOT NULL AND state = ? AND stands = ?"
        for *row, problems in self._db.execute(query, (State.SETTLED, stands)):
            yield _known(row), [problem_of(values) for values in json.loads(problems)]


_NOTHING = "problems = NULL, id = NULL, moment = NULL"
_NAMES = "hash problems id slug title published updated link language source tags authors digest moment".split()  # noqa: SIM905
_SETTLE = f"UPDATE file SET state = 0, {', '.join(f'{name} = :{name}' for name in _NAMES)} WHERE n = :n"


def _columns(known: Known, settled: Settled) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(_NAMES)
    row["n"], row["hash"] = known.n, settled.hash
    if settled.problems:
        row["problems"] = json.dumps([problem_values(problem) for problem in settled.problems], ensure_ascii=False)
    if gist := settled.gist:
        row |= {
            "id": settled.id,
            "slug": gist.slug,
            "title": gist.title,
            "published": gist.published.isoformat(),
            "updated": settled.updated,
            "link": gist.link,
            "language": gist.language,
            "source": settled.source,
            "tags": json.dumps(gist.tags, ensure_ascii=False),
            "authors": json.dumps(gist.authors, ensure_ascii=False),
            "digest": gist.digest,
            "moment": None if gist.withdrawn else int(gist.published.timestamp()),
        }
    return row


def _labels_of(tags: Iterable[str], authors: Iterable[str]) -> list[tuple[str, str]]:
    return [("tag", tag) for tag in tags] + [("author", author) for author in authors]


def hash_of(content: bytes) -> bytes:
    """Return what stands for the bytes of a file."""
    return hashlib.blake2b(content, digest_size=16).digest()


def hash_file(path: Path) -> bytes:
    """Return the hash of the bytes of a file, which may be larger than the memory; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, partial(hashlib.blake2b, digest_size=16)).digest()
    except OSError:
        return b""


def _known(row: Sequence[Any]) -> Known:
    return Known(row[0], row[1], row[2], State(row[3]), row[4])


def problem_values(problem: Problem) -> list[Any]:
    """Return a problem as JSON has it."""
    place = problem.place
    return [
        problem.rule,
        problem.level,
        problem.message,
        place.file,
        place.line,
        place.column,
        place.field,
        problem.fix,
    ]


def problem_of(values: Sequence[Any]) -> Problem:
    """Return the problem that `problem_values` gave."""
    rule, level, message, file, line, column, field, fix = values
    place = Place(file=file, line=line, column=column, field=field)
    return Problem(rule=rule, level=Level(level), message=message, place=place, fix=fix)
