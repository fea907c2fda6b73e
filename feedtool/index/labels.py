"""Labels: by which tags and authors published articles are found, newest first; kept from when that is first asked."""

from __future__ import annotations

import json
from operator import itemgetter
from typing import TYPE_CHECKING

from feedtool.characters import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_FACT = "labels"
_AT_ONCE = 10_000
"""How many articles are labelled in one go, and how many lists of labels are remembered."""

Labelled = tuple[int, int, str, str]
"""The number of a file, the moment of its article (s since the epoch), and its tags and its authors, which are JSON."""


class Labels:
    """What articles are labelled with."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[tuple[str, str], int] = {}
        self._lists: dict[tuple[str, str], tuple[int, ...]] = {}
        self._new: list[tuple[int, str, str, str]] = []
        self._next = 0

    @property
    def kept(self) -> bool:
        """Whether anybody ever asked for them."""
        return self._db.execute("SELECT 1 FROM fact WHERE name = ?", (_FACT,)).fetchone() is not None

    def keep(self) -> None:
        """Keep the labels of all articles, from now on."""
        if not self.kept:
            self._db.execute("INSERT INTO fact (name, value) VALUES (?, 'yes')", (_FACT,))
            articles = self._db.execute("SELECT n, moment, tags, authors FROM outcome WHERE moment IS NOT NULL")
            while some := articles.fetchmany(_AT_ONCE):
                self.add(some)

    def add(self, articles: Iterable[Labelled]) -> None:
        """Let articles be found by their labels."""
        rows = sorted(self._rows(articles), key=itemgetter(1), reverse=True)
        rows.sort(key=itemgetter(0))
        self._db.executemany("INSERT INTO label (n, facet, value, folded) VALUES (?, ?, ?, ?)", self._new)
        self._new.clear()
        self._next = 0
        self._db.executemany("INSERT INTO labelled (label, moment, file) VALUES (?, ?, ?)", rows)

    def remove(self, article: Labelled) -> None:
        """Let an article be found by its labels no longer."""
        rows = list(self._rows([article]))
        self._db.executemany("DELETE FROM labelled WHERE label = ? AND moment = ? AND file = ?", rows)

    def _rows(self, articles: Iterable[Labelled]) -> list[tuple[int, int, int]]:
        rows = []
        for n, moment, tags, authors in articles:
            rows += [(label, moment, n) for label in self._numbers("tag", tags) + self._numbers("author", authors)]
        return rows

    def _numbers(self, facet: str, said: str) -> tuple[int, ...]:
        """Return the numbers of the labels that a list says; many articles have the same."""
        key = (facet, said)
        if key not in self._lists:
            if len(self._lists) >= _AT_ONCE:
                self._lists.clear()
            self._lists[key] = tuple(self._number(facet, value) for value in dict.fromkeys(json.loads(said)))
        return self._lists[key]

    def _number(self, facet: str, value: str) -> int:
        """Return the number of a label, new where there was none."""
        key = (facet, value)
        if key not in self._known:
            row = self._db.execute("SELECT n FROM label WHERE facet = ? AND value = ?", key).fetchone()
            self._known[key] = row[0] if row else self._made(facet, value)
        return self._known[key]

    def _made(self, facet: str, value: str) -> int:
        if not self._next:
            self._next = self._db.execute("SELECT coalesce(max(n), 0) + 1 FROM label").fetchone()[0]
        self._new.append((self._next, facet, value, fold(value)))
        self._next += 1
        return self._next - 1
