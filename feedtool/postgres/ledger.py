"""The ledger in PostgreSQL: a row for each line, and rows by which it is found."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.postgres.origins import Origins, is_path, nameless
from feedtool.shelf.line import Line, line_of, text_of_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.postgres.database import Database


class StoredLedger:
    """All lines of a site, as an importer (which may have no name) sees them: `origins` says what sources are called.

    What is put is written down by `save`, together; until then it is found here and nowhere else, so `save` belongs to
    the same turn.  `expect` fetches at once what a number of articles will be looked for by.
    """

    def __init__(self, database: Database, importer: str = "") -> None:
        self._database = database
        self._origins = Origins(importer)
        self._lines: dict[str, Line | None] = {}
        self._keys: dict[bytes, set[str]] = {}
        self._changed: dict[str, set[bytes]] = {}
        self._put: dict[bytes, set[str]] = {}
        self._stored: set[str] = set()

    def forget(self) -> None:
        """Begin a turn: what was known may have been changed by others."""
        self._lines.clear()
        self._keys.clear()
        self._changed.clear()
        self._put.clear()
        self._stored.clear()

    def expect(self, wanted: Iterable[tuple[str, object]], ids: Iterable[str]) -> None:
        """Fetch the lines that will be asked for."""
        keys = {key for by, value in wanted if value for key in self._keys_for(by, value)} - self._keys.keys()
        self._keys |= {key: set() for key in keys}
        rows = self._database.rows(
            "SELECT key, line.id, said FROM found JOIN line USING (id) WHERE key = ANY(%s)", sorted(keys)
        )
        for key, id_, said in rows:
            self._keys[bytes(key)].add(id_)
            self._know(id_, said)
        missing = sorted(set(ids) - self._lines.keys())
        self._lines |= dict.fromkeys(missing)
        for id_, said in self._database.rows("SELECT id, said FROM line WHERE id = ANY(%s)", missing):
            self._know(id_, said)

    def _know(self, id_: str, said: str) -> None:
        if id_ not in self._changed and self._lines.get(id_) is None:
            self._lines[id_] = self._line(said)
            self._stored.add(id_)

    def _line(self, said: str) -> Line:
        line = line_of(said)
        source = self._origins.told(line.source)
        return line if source == line.source else replace(line, source=source)

    def _keys_for(self, by: str, value: object) -> list[bytes]:
        """Return the keys by which the lines are found whose `by` is `value`; of a source, before it had a name too."""
        if by != "source":
            return [key_of(by, value)]
        sources = {self._origins.stored(str(value)): None, str(value): None}
        return [key_of(by, source) for source in sources]

    def _keys_of(self, line: Line) -> set[bytes]:
        """Return the keys by which a line is found."""
        said = ((by, self._origins.stored(line.source) if by == "source" else value) for by, value in line.found_by)
        return {key_of(by, value) for by, value in said}

    def known(self) -> list[Line]:
        """Return the lines that were fetched or put in this turn."""
        return [line for line in self._lines.values() if line]

    def __iter__(self) -> Iterator[Line]:
        last = ""
        while rows := self._database.rows("SELECT id, said FROM line WHERE id > %s ORDER BY id LIMIT 2000", last):
            last = rows[-1][0]
            yield from (self._line(said) for _, said in rows)

    def get(self, id_: str) -> Line | None:
        """Return the line of an id."""
        if id_ not in self._lines:
            self.expect((), (id_,))
        return self._lines[id_]

    def find(self, by: str, value: object) -> tuple[Line, ...]:
        """Return the lines whose `by` is `value`, in order of id.

        What an importer without a name had from a file is found by the path of that: perhaps the file has been this
        importer's all the time.
        """
        if not value:
            return ()
        keys = self._keys_for(by, value)
        if not self._keys.keys() >= set(keys):
            self.expect(((by, value),), ())
        ids = {id_ for key in keys for id_ in self._keys[key] if id_ not in self._changed}
        ids.update(id_ for key in keys for id_ in self._put.get(key, ()))
        found = [line for line in map(self._lines.get, sorted(ids)) if line]
        if by == "source" and is_path(str(value)):
            before = nameless(str(value))
            found = [replace(line, source=str(value)) if line.source == before else line for line in found]
        return tuple(found)

    def put(self, line: Line) -> None:
        """Add a line, or replace the one of the same id."""
        before = self.get(line.id)
        if before == line:
            return
        self._note(line.id, line, self._keys_of(line))

    def drop(self, line: Line) -> None:
        """Forget a line, as if its article had never been seen."""
        self._note(line.id, None, set())

    def _note(self, id_: str, line: Line | None, keys: set[bytes]) -> None:
        before = self._changed.get(id_, set())
        for key in before - keys:
            self._put[key].discard(id_)
        for key in keys - before:
            self._put.setdefault(key, set()).add(id_)
        self._lines[id_] = line
        self._changed[id_] = keys

    def withdrawn(self) -> Iterator[Line]:
        """Yield the lines of withdrawn articles, the one withdrawn last first, ties by id."""
        query = "SELECT said FROM line WHERE withdrawn IS NOT NULL ORDER BY withdrawn DESC, id"
        return (self._line(said) for (said,) in self._database.each(query))

    def latest(self, now: datetime) -> datetime | None:
        """Return when anything last moved, what is after `now` left aside; None where nothing did."""
        query = "SELECT said FROM line WHERE moved <= %s ORDER BY moved DESC, id LIMIT 1"
        found = self._database.rows(query, math.floor(now.timestamp()))
        return line_of(found[0][0]).moved if found else None

    def save(self) -> None:
        """Write down what was put."""
        if not self._changed:
            return
        lines = {id_: self._lines[id_] for id_ in self._changed}
        gone = sorted(id_ for id_, line in lines.items() if line is None and id_ in self._stored)
        kept = [line for line in lines.values() if line]
        new = [line for line in kept if line.id not in self._stored]
        if gone:
            self._database.rows("DELETE FROM line WHERE id = ANY(%s)", gone)
        if len(new) < len(kept):
            self._change([line for line in kept if line.id in self._stored])
        if new:
            self._database.copy("line (id, said, moved, withdrawn)", map(self._row, new))
        if kept:
            self._database.copy(
                "found (key, id)", sorted((key, id_) for id_, keys in self._changed.items() for key in keys)
            )
        self._stored.update(line.id for line in kept)
        self._stored.difference_update(gone)
        self._keep()

    def _keep(self) -> None:
        """Find what was written down as what was fetched is found."""
        for ids in filter(None, self._keys.values()):
            ids -= {id_ for id_ in ids if id_ in self._changed}
        for key, ids in self._put.items():
            if key in self._keys:
                self._keys[key] |= ids
        self._changed.clear()
        self._put.clear()

    def _change(self, lines: list[Line]) -> None:
        """Write down lines that are there already."""
        query = "UPDATE line SET said = %s, moved = %s, withdrawn = %s WHERE id = %s"
        self._database.many(query, [(*row, id_) for id_, *row in map(self._row, lines)])
        self._database.rows("DELETE FROM found WHERE id = ANY(%s)", [line.id for line in lines])

    def _row(self, line: Line) -> tuple[str, str, int, int | None]:
        source = self._origins.stored(line.source)
        return row_of(line if source == line.source else replace(line, source=source))


_said = json.JSONEncoder(ensure_ascii=False).encode


@lru_cache(maxsize=2**13)
def key_of(by: str, value: object) -> bytes:
    """Return what a line is found by, short: titles and addresses have no bound, keys of an index do."""
    return hashlib.sha256(_said([by, value]).encode()).digest()[:16]


def row_of(line: Line) -> tuple[str, str, int, int | None]:
    """Return the row of a line: its id, its text, when it moved and when it was withdrawn, in seconds since 1970."""
    withdrawn = datetime.fromisoformat(line.withdrawn).astimezone(UTC) if line.withdrawn else None
    return (
        line.id,
        text_of_line(line),
        math.floor(line.moved.timestamp()),
        math.floor(withdrawn.timestamp()) if withdrawn else None,
    )
