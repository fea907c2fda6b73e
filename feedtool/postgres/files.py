"""The files of all importers in PostgreSQL: which articles they gave, and what moves when they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from feedtool.postgres.origins import owner_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedtool.postgres.database import Database


class Filed(NamedTuple):
    """A file: its path, the source of the configuration that it belongs to, and the machine and folder it was read in.

    `stamp` stands for all that decides on what it gives, and is empty where it is to be read again; `id` is that of the
    article that it gives where it stands, if it does.
    """

    importer: str
    path: str
    place: str
    source: str
    stamp: str
    id: str


_COLUMNS = "importer, path, place, source, stamp, id"
_OURS = "(importer = %s OR (importer = '' AND place = %s))"
_AT_ONCE = 2000


class StoredFiles:
    """The files of an importer; `place` is the machine and folder that it works in.

    Whoever has no name has only what was read in this place for certain: others without one may work in other places.
    One that was given a name goes on with what was read in this place before.
    """

    def __init__(self, database: Database, importer: str, place: str) -> None:
        self._database = database
        self.importer = importer
        self.place = place
        self._there: dict[tuple[str, str], bool] = {}

    def forget(self) -> None:
        """Begin a turn: what was known may have been changed by others."""
        self._there.clear()

    def known(self, paths: Sequence[str]) -> list[Filed]:
        """Return what is known of some files; what was noted of one with the importer's name comes last."""
        query = f"SELECT {_COLUMNS} FROM file WHERE {_OURS} AND path = ANY(%s) ORDER BY importer"
        return list(map(Filed._make, self._database.rows(query, self.importer, self.place, list(paths))))

    def is_ours(self, file: Filed) -> bool:
        """Whether a file is one of this importer for certain."""
        return bool(file.importer) or file.place == self.place

    def count(self, sources: Sequence[str]) -> int:
        """Return how many files some sources have."""
        query = f"SELECT count(*) FROM file WHERE {_OURS} AND source = ANY(%s)"
        return int(self._database.rows(query, self.importer, self.place, list(sources))[0][0])

    def each(self, sources: Sequence[str]) -> Iterator[Filed]:
        """Yield the files of some sources, in order, however many they are."""
        query = (
            f"SELECT {_COLUMNS} FROM file WHERE {_OURS} AND source = ANY(%s) AND (path, importer) > (%s, %s)"
            f" ORDER BY path, importer LIMIT {_AT_ONCE}"
        )
        last = ("", "")
        while rows := self._database.rows(query, self.importer, self.place, list(sources), *last):
            last = rows[-1][1], rows[-1][0]
            yield from map(Filed._make, rows)

    def put(self, files: Iterable[Filed]) -> None:
        """Note files; what was noted of them in this place before the importer had a name is noted no more."""
        columns = list(zip(*files, strict=False))
        if not columns:
            return
        arrays = ", ".join(["%s::text[]"] * len(columns))
        self._database.rows(
            f"INSERT INTO file ({_COLUMNS}) SELECT * FROM unnest({arrays}) ON CONFLICT (importer, path) DO UPDATE"
            " SET place = excluded.place, source = excluded.source, stamp = excluded.stamp, id = excluded.id",
            *map(list, columns),
        )
        if self.importer:
            query = "DELETE FROM file WHERE importer = '' AND place = %s AND path = ANY(%s)"
            self._database.rows(query, self.place, list(columns[1]))

    def drop(self, files: Iterable[Filed]) -> None:
        """Know nothing more of files."""
        keys = [(file.importer, file.path) for file in files]
        self._database.many("DELETE FROM file WHERE importer = %s AND path = %s", keys)

    def disown(self, sources: Sequence[str]) -> None:
        """Have this importer's files of some sources belong to none, and be read again if they ever do."""
        ours = "importer = %s AND (importer <> '' OR place = %s)"
        query = f"UPDATE file SET source = '', stamp = '' WHERE {ours} AND source = ANY(%s)"
        self._database.rows(query, self.importer, self.place, list(sources))

    def held(self, ids: Iterable[str]) -> set[str]:
        """Return those of some ids whose articles a file gives, of any importer."""
        return {row[0] for row in self._database.rows("SELECT id FROM file WHERE id = ANY(%s)", sorted(ids))}

    def expect(self, sources: Iterable[str]) -> None:
        """Fetch at once what of `stands` will be asked."""
        wanted = sorted({owner for owner in map(owner_of, sources) if owner} - self._there.keys())
        if wanted:
            query = (
                "SELECT importer, path FROM file"
                " JOIN unnest(%s::text[], %s::text[]) AS wanted (name, at) ON importer = name AND path = at"
            )
            self._there |= dict.fromkeys(wanted, False)
            self._there |= dict.fromkeys(self._database.rows(query, *map(list, zip(*wanted, strict=True))), True)

    def stands(self, source: str) -> bool:
        """Whether a file of another importer is still there, as far as that knows; an address always is."""
        owner = owner_of(source)
        if owner is None:
            return True
        self.expect((source,))
        return self._there[owner]
