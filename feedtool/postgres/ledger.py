"""The ledger in PostgreSQL: a row for each line, and rows by which it is found."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feedtool.shelf.line import Line, line_of, text_of_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.postgres.database import Database


class StoredLedger:
    """All lines of a site.

    What is put is written down by `save`, together; until then it is found here and nowhere else, so `save` belongs to
    the same turn.  `expect` fetches at once what a number of articles will be looked for by.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lines: dict[str, Line | None] = {}
        self._keys: dict[bytes, dict[str, None]] = {}
        self._changed: dict[str, None] = {}

    def forget(self) -> None:
        """Begin a turn: what was known may have been changed by others."""
        self._lines.clear()
        self._keys.clear()
        self._changed.clear()

    def expect(self, wanted: Iterable[tuple[str, object]], ids: Iterable[str]) -> None:
        """Fetch the lines that will be asked for."""
        keys = {key_of(by, value) for by, value in wanted if value} - self._keys.keys()
        self._keys |= {key: {} for key in keys}
        rows = self._database.rows(
            "SELECT key, line.id, said FROM found JOIN line USING (id) WHERE key = ANY(%s)", sorted(keys)
        )
        for key, id_, said in rows:
            self._keys[bytes(key)][id_] = None
            self._lines.setdefault(id_, line_of(said))
        missing = sorted(set(ids) - self._lines.keys())
        self._lines |= dict.fromkeys(missing)
        for id_, said in self._database.rows("SELECT id, said FROM line WHERE id = ANY(%s)", missing):
            self._lines[id_] = line_of(said)

    def __iter__(self) -> Iterator[Line]:
        last = ""
        while rows := self._database.rows("SELECT id, said FROM line WHERE id > %s ORDER BY id LIMIT 2000", last):
            last = rows[-1][0]
            yield from (line_of(said) for _, said in rows)

    def get(self, id_: str) -> Line | None:
        """Return the line of an id."""
        if id_ not in self._lines:
            self.expect((), (id_,))
        return self._lines[id_]

    def find(self, by: str, value: object) -> tuple[Line, ...]:
        """Return the lines whose `by` is `value`, in order of id."""
        if not value:
            return ()
        key = key_of(by, value)
        if key not in self._keys:
            self.expect(((by, value),), ())
        found = (self._lines.get(id_) for id_ in sorted(self._keys[key]))
        return tuple(line for line in found if line)

    def put(self, line: Line) -> None:
        """Add a line, or replace the one of the same id."""
        before = self.get(line.id)
        if before == line:
            return
        for key in {key_of(*row) for row in before.found_by} if before else ():
            self._keys.get(key, {}).pop(line.id, None)
        for key in {key_of(*row) for row in line.found_by}:
            if key in self._keys:
                self._keys[key][line.id] = None
        self._lines[line.id] = line
        self._changed[line.id] = None

    def drop(self, line: Line) -> None:
        """Forget a line, as if its article had never been seen."""
        for keys in self._keys.values():
            keys.pop(line.id, None)
        self._lines[line.id] = None
        self._changed[line.id] = None

    def withdrawn(self) -> Iterator[Line]:
        """Yield the lines of withdrawn articles, the one withdrawn last first, ties by id."""
        query = "SELECT said FROM line WHERE withdrawn IS NOT NULL ORDER BY withdrawn DESC, id"
        return (line_of(said) for (said,) in self._database.each(query))

    def latest(self, now: datetime) -> datetime | None:
        """Return when anything last moved, what is after `now` left aside; None where nothing did."""
        query = "SELECT said FROM line WHERE moved <= %s ORDER BY moved DESC, id LIMIT 1"
        found = self._database.rows(query, math.floor(now.timestamp()))
        return line_of(found[0][0]).moved if found else None

    def save(self) -> None:
        """Write down what was put."""
        lines = {id_: self._lines[id_] for id_ in self._changed}
        gone = sorted(id_ for id_, line in lines.items() if line is None)
        kept = [line for line in lines.values() if line]
        self._database.rows("DELETE FROM line WHERE id = ANY(%s)", gone)
        self._database.many(
            "INSERT INTO line (id, said, moved, withdrawn) VALUES (%s, %s, %s, %s) ON CONFLICT (id) DO UPDATE"
            " SET said = excluded.said, moved = excluded.moved, withdrawn = excluded.withdrawn",
            [row_of(line) for line in kept],
        )
        self._database.rows("DELETE FROM found WHERE id = ANY(%s)", [line.id for line in kept])
        keys = {(key_of(*row), line.id) for line in kept for row in line.found_by}
        self._database.many("INSERT INTO found (key, id) VALUES (%s, %s)", sorted(keys))
        self._changed.clear()


def key_of(by: str, value: object) -> bytes:
    """Return what a line is found by, short: titles and addresses have no bound, keys of an index do."""
    said = json.dumps([by, value], ensure_ascii=False)
    return hashlib.sha256(said.encode()).digest()[:16]


def row_of(line: Line) -> tuple[str, str, int, int | None]:
    """Return the row of a line: its id, its text, when it moved and when it was withdrawn, in seconds since 1970."""
    withdrawn = datetime.fromisoformat(line.withdrawn).astimezone(UTC) if line.withdrawn else None
    return (
        line.id,
        text_of_line(line),
        math.floor(line.moved.timestamp()),
        math.floor(withdrawn.timestamp()) if withdrawn else None,
    )
