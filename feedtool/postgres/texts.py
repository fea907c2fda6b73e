"""The records in PostgreSQL: texts by their paths, as they would stand in the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.errors import RecordError
from feedtool.problem import Place

if TYPE_CHECKING:
    from feedtool.postgres.database import Database
    from feedtool.shelf.texts import Texts


class StoredTexts:
    """The texts of a site; those that were written in this turn are read as if they stood already.

    What the database never had is read from `before`, where the site's texts stood until now.
    """

    def __init__(self, database: Database, before: Texts | None = None) -> None:
        self.waiting: dict[str, str] = {}
        self._database = database
        self._before = before
        self._removed: set[str] = set()

    def forget(self) -> None:
        """Begin a turn."""
        self.waiting.clear()
        self._removed.clear()

    def __contains__(self, path: str) -> bool:
        if path in self.waiting:
            return True
        if path in self._removed:
            return False
        stands = bool(self._database.rows("SELECT 1 FROM record WHERE path = %s", path))
        return stands or (self._before is not None and path in self._before)

    def read(self, path: str) -> str:
        """Return a text.

        Raises:
            RecordError: there is none.

        """
        if path in self.waiting:
            return self.waiting[path]
        found = self._database.rows("SELECT content FROM record WHERE path = %s", path)
        if not found and self._before is not None:
            return self._before.read(path)
        if not found or path in self._removed:
            raise RecordError("there is no such record", place=Place(file=path))
        return str(found[0][0])

    def write(self, path: str, text: str) -> None:
        """Note a text that is to be written."""
        self.waiting[path] = text
        self._removed.discard(path)

    def remove(self, path: str) -> None:
        """Remove a text, if it is there."""
        self.waiting.pop(path, None)
        self._removed.add(path)

    def write_down(self) -> None:
        """Write what waits."""
        self._database.rows("DELETE FROM record WHERE path = ANY(%s)", sorted(self._removed))
        self._database.many(
            "INSERT INTO record (path, content) VALUES (%s, %s)"
            " ON CONFLICT (path) DO UPDATE SET content = excluded.content",
            sorted(self.waiting.items()),
        )
        self.forget()
