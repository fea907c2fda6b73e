"""TROVE: texts that are found by numbers, of which as much as fits stays in memory.

The others lie in a SQLite database of their own, which is seldom asked: a filter in memory knows what was never met.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.spill.past import MANY, Past
from feedtool.spill.room import room

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

MOST = 20_000
"""How many texts are in memory at most."""
_CACHE = 16 * 1024
"""KiB of memory that the database may take."""
_ALL = (1 << 32) - 1
_SCHEMA = """
PRAGMA cache_size = -{cache};
PRAGMA journal_mode = OFF;
CREATE TABLE text (n INTEGER PRIMARY KEY, said TEXT NOT NULL);
CREATE TABLE found (number INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (number, n)) WITHOUT ROWID;
"""
_FIND = "SELECT said FROM found JOIN text USING (n) WHERE number = ? ORDER BY n"


class Trove:
    """Texts, each found by the numbers that it was put under, of which the last 32 bits count.

    What stands for a value may stand for another one too: whoever finds a text looks whether it is the one.  `most` of
    them stay in memory; about so `many` numbers are expected, a power of two.  What cannot be put into the temporary
    file for want of room raises a FeedtoolError that says so.
    """

    def __init__(self, *, most: int = MOST, many: int = MANY) -> None:
        self._most = most
        self._texts: list[str] = []
        self._by: dict[int, int | tuple[int, ...]] = {}
        self._spilled = 0
        self._past = Past(many)
        self._db: sqlite3.Connection | None = None

    def __del__(self) -> None:
        if self._db:
            self._db.close()

    def put(self, text: str, numbers: Iterable[int]) -> None:
        """Add a text."""
        by, here = self._by, len(self._texts)
        for key in {number & _ALL for number in numbers}:
            others = by.get(key)
            by[key] = here if others is None else (*_several(others), here)
        self._texts.append(text)
        if len(self._texts) >= self._most:
            self._spill()

    def find(self, number: int) -> list[str]:
        """Return the texts that may have been put under a number, in the order in which they came."""
        key = number & _ALL
        places = self._by.get(key)
        found = [] if places is None else [self._texts[place] for place in _several(places)]
        if self._db and self._past.may_hold((key,)):
            with room():
                return [*(said for (said,) in self._db.execute(_FIND, (key,))), *found]
        return found

    def _spill(self) -> None:
        """Put what is in memory into the database."""
        first = self._spilled
        rows = sorted((key, first + place) for key, places in self._by.items() for place in _several(places))
        with room():
            db = self._db = self._db or _opened()
            db.execute("BEGIN")
            db.executemany("INSERT INTO text VALUES (?, ?)", enumerate(self._texts, first))
            db.executemany("INSERT OR IGNORE INTO found VALUES (?, ?)", rows)
            db.execute("COMMIT")
        self._past.add(self._by)
        self._spilled += len(self._texts)
        self._texts.clear()
        self._by.clear()


def _several(places: int | tuple[int, ...]) -> tuple[int, ...]:
    return places if isinstance(places, tuple) else (places,)


def _opened() -> sqlite3.Connection:
    """Return a database of no name: a temporary file that goes when it is closed."""
    import sqlite3  # noqa: PLC0415 - slow to import, and most runs are short

    db = sqlite3.connect("", isolation_level=None)
    try:
        db.executescript(_SCHEMA.format(cache=_CACHE))
    except sqlite3.Error:
        db.close()
        raise
    return db
