"""The records in PostgreSQL: texts by their paths, as they would stand in the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.errors import RecordError
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        self._known: dict[str, str | None] = {}
        self._removed: set[str] = set()

    def forget(self) -> None:
        """Begin a turn."""
        self.waiting.clear()
        self._known.clear()
        self._removed.clear()

    def expect(self, paths: Iterable[str]) -> None:
        """Fetch at once the texts that will be asked for."""
        wanted = sorted(set(paths) - self._known.keys())
        if wanted:
            self._known |= dict.fromkeys(wanted)
            found = self._database.rows("SELECT path, content FROM record WHERE path = ANY(%s)", wanted)
            self._known |= dict(found)

    def _text(self, path: str) -> str | None:
        if path in self.waiting:
            return self.waiting[path]
        if path in self._removed:
            return None
        self.expect((path,))
        text = self._known[path]
        if text is None and self._before is not None and path in self._before:
            return self._before.read(path)
        return text

    def __contains__(self, path: str) -> bool:
        return self._text(path) is not None

    def read(self, path: str) -> str:
        """Return a text.

        Raises:
            RecordError: there is none.

        """
        text = self._text(path)
        if text is None:
            raise RecordError("there is no such record", place=Place(file=path))
        return text

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
        if self._removed:
            self._database.rows("DELETE FROM record WHERE path = ANY(%s)", sorted(self._removed))
        self.expect(self.waiting)
        texts = sorted(self.waiting.items())
        if new := [row for row in texts if self._known[row[0]] is None]:
            self._database.copy("record (path, content)", new)
        query = "UPDATE record SET content = %s WHERE path = %s"
        self._database.many(query, [(text, path) for path, text in texts if self._known[path] is not None])
        self._known |= dict.fromkeys(self._removed) | self.waiting
        self.waiting.clear()
        self._removed.clear()
