"""The one door to PostgreSQL: a connection, the schema brought up to date, turns, and errors for people.

Sources: psycopg 3, https://www.psycopg.org/psycopg3/docs/; PostgreSQL, explicit locking (advisory locks).
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from feedtool.errors import BusyError, FeedtoolError, UsageError
from feedtool.postgres.address import held, not_understood, place_of
from feedtool.postgres.schema import STEPS
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import psycopg

_SCHEMA_LOCK = 0x66656564_73636865  # "feedsche"
_TURN_LOCK = 0x66656564_7475726E  # "feedturn"
_STATE_LOCK = 0x66656564_73746174  # "feedstat"
_AGAIN = ("40001", "40P01")
"""Serialization failure and deadlock: what was tried may be tried again, PostgreSQL says (appendix A)."""

_HINTS = {
    "42501": "give the role the right to use the tables, and, for the first run and after upgrades, to make them",
    "42P01": "a table is missing that was there; restore the database from a backup, or name an empty one",
}
_ENDED = ("57P01", "57P02", "57P05")
"""The server ended the connection: it is shut down, it crashed, it waited too long."""
_LOST = "run it again: what was put on the shelf is kept, whole turns of it, and the rest is done then"


class Database:
    """A connection to the database of a site; used as a context manager.

    Each site has a schema of its own in it, named in the URL's `options` or by the search path of the user.  With
    `dry_run` what its turns change is there for this connection alone, until that ends.
    """

    def __init__(self, url: str, *, dry_run: bool = False) -> None:
        self._url = url
        self._dry_run = dry_run
        self._drafts = False
        self.place = Place(file="postgresql://")
        """The address without user and password, for messages."""
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None

    def __enter__(self) -> Self:
        """Connect, and bring the tables up to date.

        Raises:
            UsageError: psycopg is not installed, or the address cannot be understood.
            FeedtoolError: there is no such database, or it is newer than this feedtool.

        """
        try:
            import psycopg  # noqa: PLC0415 - only where the shelf is a database
        except ImportError:
            raise UsageError("a shelf in PostgreSQL needs psycopg", hint="pip install 'feedtool[postgres]'") from None
        said = self._said()
        self.place = place_of(said)
        with self.errors():
            self._connection = psycopg.connect(autocommit=True, **said)
            try:
                self._migrate()
            except BaseException:
                self._connection.close()
                raise
        return self

    def _said(self) -> dict[str, Any]:
        """Return the parameters of the connection."""
        from psycopg import ProgrammingError  # noqa: PLC0415 - as above
        from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 - the same

        try:
            return held(conninfo_to_dict(self._url))
        except ProgrammingError as error:
            reason = str(error).strip()  # of others a part of the address, or the password
            raise not_understood(reason if reason.startswith("invalid URI query parameter") else "") from None

    def __exit__(self, *_: object) -> None:
        if self._connection:
            self._connection.close()

    @property
    def connection(self) -> psycopg.Connection[tuple[Any, ...]]:
        """The connection; there is one only inside the `with`."""
        if self._connection is None:
            raise RuntimeError("the database is not connected")
        return self._connection

    def _migrate(self) -> None:
        """Take the steps that were not taken yet; one process at a time, by a role that may make tables."""
        if self._taken() == len(STEPS):
            return
        with self.connection.transaction():
            self.rows("SELECT pg_advisory_xact_lock(%s)", _SCHEMA_LOCK)
            self.rows("CREATE TABLE IF NOT EXISTS step (number int PRIMARY KEY)")
            taken = self._taken()
            for number, step in enumerate(STEPS[taken:], taken + 1):
                self.connection.execute(step.encode())
                self.rows("INSERT INTO step VALUES (%s)", number)

    def _taken(self) -> int:
        """Return how many steps were taken."""
        if self.rows("SELECT to_regclass('step')") == [(None,)]:
            return 0
        taken = int(self.rows("SELECT count(*) FROM step")[0][0])
        if taken > len(STEPS):
            raise FeedtoolError(
                f"the tables are of a newer feedtool: {taken} steps, {len(STEPS)} are known here",
                place=self.place,
                hint="upgrade feedtool on this machine too",
            )
        return taken

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows that a query gives; none of one that gives none."""
        cursor = self.connection.execute(query.encode(), values or None)
        return cursor.fetchall() if cursor.description else []

    def each(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, some at a time, however many they are; inside a transaction."""
        with self.connection.cursor(name=f"each_{time.monotonic_ns()}") as cursor:
            cursor.itersize = 2000
            cursor.execute(query.encode(), values or None)
            yield from cursor

    def copy(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Add rows to a table, whose name is followed by those of its columns, in a fraction of the time."""
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)

    def many(self, query: str, values: Sequence[Sequence[object]]) -> None:
        """Run a query for each of several values, in one go."""
        if values:
            with self.connection.cursor() as cursor:
                cursor.executemany(query.encode(), values)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the right to change articles for one transaction: which is which is decided one by one, on all machines.

        Raises:
            FeedtoolError: the database fails; nothing of this turn is kept.

        """
        with self.errors():
            if self._dry_run and not self._drafts:
                self._draft()
            with self.connection.transaction():
                if not self._drafts:
                    self.rows("SELECT pg_advisory_xact_lock(%s)", _TURN_LOCK)
                yield

    def _draft(self) -> None:
        """Begin the transaction in which turns see each other's changes, and of which nothing is kept.

        The right to change articles is held before it sees anything, so that nobody else changes the same.
        """
        self.rows("SELECT pg_advisory_lock(%s)", _TURN_LOCK)
        self.rows("BEGIN ISOLATION LEVEL REPEATABLE READ")
        self._drafts = True

    @contextmanager
    def state(self) -> Iterator[None]:
        """Hold the right to change what is kept of a site beside its articles, for one transaction."""
        with self.errors(), self.connection.transaction():
            self.rows("SELECT pg_advisory_xact_lock(%s)", _STATE_LOCK)
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See the same articles from beginning to end, whatever others do meanwhile; no turn comes after it."""
        with self.errors():
            if self._drafts:
                self.rows("SELECT pg_advisory_unlock(%s)", _TURN_LOCK)
                yield
                return
            with self.connection.transaction():
                self.rows("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                yield

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn what PostgreSQL says into an error for people."""
        import psycopg  # noqa: PLC0415 - as above

        try:
            yield
        except psycopg.Error as error:
            said = " ".join((error.diag.message_primary or str(error)).split()) or type(error).__name__
            if error.sqlstate in _AGAIN:
                raise BusyError(f"others were at work on the same: {said}", place=self.place, hint="again") from error
            lost = self._connection is not None and (self._connection.broken or error.sqlstate in _ENDED)
            raise FeedtoolError(
                f"the connection was lost: {said}" if lost else f"the database says: {said}",
                place=self.place,
                expected="a PostgreSQL database that can be reached and written to",
                hint=_HINTS.get(error.sqlstate or "", _LOST if lost else ""),
            ) from error
