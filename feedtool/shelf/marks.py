"""MARKS: how far each database was read, kept as text in `articles/marks.jsonl` beside the records it was read into.

A mark holds only for the query that it was made with; deleting the file has everything read again, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedtool.source.sql import Mark


class Marks:
    """The marks of all sources, by what was read (the path of a query, the address of a database)."""

    def __init__(self, text: str = "") -> None:
        self._marks: dict[str, tuple[str, Mark]] = {}
        self._put: dict[str, tuple[str, Mark]] = {}
        for row in text.splitlines():
            with suppress(ValueError, TypeError, KeyError):  # what cannot be read is read from the database again
                line = json.loads(row)
                if isinstance(line["mark"], str | int | float) and not isinstance(line["mark"], bool):
                    self._marks[str(line["source"])] = (str(line["query"]), line["mark"])

    def get(self, source: str, query: str) -> Mark | None:
        """Return how far a source was read with this very query."""
        known, mark = self._marks.get(source, ("", None))
        return mark if known == _digest(query) else None

    def put(self, source: str, query: str, mark: Mark) -> None:
        """Note how far a source was read."""
        self._marks[source] = self._put[source] = (_digest(query), mark)

    def over(self, text: str) -> str:
        """Return as text the marks that another text holds, those that were put here in the place of theirs."""
        found = Marks(text)
        found._marks |= self._put
        return found.text()

    def text(self) -> str:
        """Return the marks as text: the same marks always give the same text."""
        rows = ({"source": name, "query": query, "mark": mark} for name, (query, mark) in sorted(self._marks.items()))
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _digest(query: str) -> str:
    return hashlib.sha256(query.encode()).hexdigest()[:16]
