"""Labels: by which tags, authors, sources and languages published articles are found, newest first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from feedtool.characters import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


_MOST = 10_000
"""How many lists of labels are remembered."""


class Labels:
    """What articles are labelled with."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[tuple[str, str], int] = {}
        self._lists: dict[tuple[str, str], tuple[int, ...]] = {}

    def _number(self, facet: str, value: str) -> int:
        """Return the number of a label, new where there was none."""
        key = (facet, value)
        if key not in self._known:
            query = "INSERT INTO label (facet, value, folded) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
            self._db.execute(query, (facet, value, fold(value)))
            row = self._db.execute("SELECT n FROM label WHERE facet = ? AND value = ?", key).fetchone()
            self._known[key] = row[0]
        return self._known[key]

    def numbers(self, facet: str, said: str) -> tuple[int, ...]:
        """Return the numbers of the labels of a facet that a list says, which is JSON: many articles have the same."""
        key = (facet, said)
        if key not in self._lists:
            if len(self._lists) >= _MOST:
                self._lists.clear()
            self._lists[key] = tuple(self._number(facet, value) for value in dict.fromkeys(json.loads(said)))
        return self._lists[key]

    def add(self, rows: Sequence[tuple[int, int, int]]) -> None:
        """Let articles be found by labels."""
        self._db.executemany("INSERT OR REPLACE INTO labelled (label, moment, file) VALUES (?, ?, ?)", rows)

    def remove(self, rows: Sequence[tuple[int, int, int]]) -> None:
        """Let them be found so no longer."""
        self._db.executemany("DELETE FROM labelled WHERE label = ? AND moment = ? AND file = ?", rows)
