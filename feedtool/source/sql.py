"""Source kind `sql`: a query in a file, with the database that it is put to, an article a row.

::

    -- database: sqlite:///news.db
    SELECT id, headline AS title, published_at, body_html FROM articles WHERE status = 'published'

Columns are read as those of a table.  The query may also stand in the configuration.  Whatever it does, nothing in the
database is changed: it is rolled back.

Source: SQLAlchemy 2.0 (URLs, server-side cursors).
"""

from __future__ import annotations

import importlib
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from feedtool.errors import ArticleError, SourceError
from feedtool.later import regex
from feedtool.problem import Place
from feedtool.source.decode import text_of
from feedtool.source.found import without_password
from feedtool.source.table import readings
from feedtool.source.table.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feedtool.article import Article
    from feedtool.source import Hints, Source

__all__ = ["read", "read_query"]

Mark = str | int | float
"""The greatest value of a column that was read: a number, or a text (of a time, as ISO 8601 writes it)."""


class Marks(Protocol):
    """What keeps how far each source was read."""

    def get(self, source: str, query: str) -> Mark | None:
        """Return how far a source was read with this very query."""
        ...

    def put(self, source: str, query: str, mark: Mark) -> None:
        """Note how far a source was read."""
        ...


_DATABASE = regex(r"^--[ \t]*database:[ \t]*(\S+)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_SINCE = regex(r"(?<![:\w]):since\b")
_AT_ONCE = 500
_NEVER = "1970-01-01 00:00:00"


def read(
    source: Source,
    *,
    database: str = "",
    folder: Path | None = None,
    since: datetime | None = None,
    column: str = "",
    marks: Marks | None = None,
) -> Iterator[Article | ArticleError]:
    """Yield the articles that a query finds, and for each row that is none the error that says why.

    The database is `database`, else the one that the query names in its first line; a file is relative to `folder`.
    `since` stands in for `:since` in the query.  With a `column` rows come in its order, and from one run to the next
    only those are asked for whose value is not less than the greatest that was read: the mark, which `marks` keeps.
    """
    try:
        query, _ = text_of(source)
        named = _DATABASE.search(query)
        if not (database or named):
            raise SourceError("no database is named", expected="a line `-- database: sqlite:///news.db`")
        asked = _Asked(
            url=database or (named[1] if named else ""),
            query=query,
            folder=folder or (source.file.parent if source.file else Path()),
            since=since.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if since else "",
            column=column,
        )
        table = replace(source, content=b"", file=None)
        yield from _onwards(asked, table, marks) if column and marks else _read(asked, table)
    except ArticleError as error:
        yield error.at(file=source.origin)


def _onwards(asked: _Asked, source: Source, marks: Marks) -> Iterator[Article | ArticleError]:
    """Yield what is new, and move the mark behind each row that was taken, up to the first that is no article."""
    mark = marks.get(source.origin, asked.query)
    asked = replace(asked, mark=mark)
    stuck = False
    for reading in _read(asked, source):
        yield reading
        stuck = stuck or isinstance(reading, ArticleError)
        if not stuck and asked.last:
            marks.put(source.origin, asked.query, asked.last[0])


def read_query(url: str, query: str, hints: Hints, *, since: str = "") -> Iterator[Article | ArticleError]:
    """Yield the articles that a query finds in the database at a URL of SQLAlchemy.

    `since` stands in for `:since` in the query, so that a run asks only for what is new; left out, for everything.
    What cannot be read is yielded as an error that names the row; the password of the URL is told to nobody.
    """
    from feedtool.source import Source  # noqa: PLC0415 - it imports this module by name

    source = Source(origin=without_password(url), content=b"", hints=hints)
    try:
        yield from _read(_Asked(url=url, query=query, since=since), source)
    except ArticleError as error:
        yield error.at(file=source.origin)


class _Asked(Struct, frozen=True, kw_only=True):
    """What is asked of a database; `last` holds, once a row came, its value of the column that rows are in order of."""

    url: str
    query: str
    folder: Path = Path()
    since: str = ""
    column: str = ""
    mark: Mark | None = None
    last: list[Mark] = field(default_factory=list)

    @property
    def values(self) -> dict[str, Mark]:
        """What stands in for the names in the statement."""
        found: dict[str, Mark] = {"since": self.since or _NEVER} if _SINCE.search(self.query) else {}
        return found if self.mark is None else {**found, "feedtool_mark": self.mark}

    def statement(self, quoted: str) -> str:
        """Return the statement; `quoted` is the name of the column as the database writes it."""
        query = self.query.strip().rstrip(";")
        if not self.column:
            return query
        new = "" if self.mark is None else f" WHERE {quoted} >= :feedtool_mark OR {quoted} IS NULL"
        return f"SELECT * FROM (\n{query}\n) AS feedtool_rows{new} ORDER BY {quoted}"  # noqa: S608 - a person's own query, and a name that is quoted

    def note(self, row: Mapping[str, Any]) -> None:
        """Note how far a row is.

        Raises:
            SourceError: the query gives no such column.

        """
        if not self.column:
            return
        name = next((name for name in row if name.casefold() == self.column.casefold()), None)
        if name is None:
            raise SourceError(
                f"the query gives no column {self.column!r}", place=Place(field="column"), expected=" or ".join(row)
            )
        if (value := row[name]) is not None:
            self.last[:] = [value if isinstance(value, int | float) else _iso(value)]


def _iso(value: object) -> str:
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def _read(asked: _Asked, source: Source) -> Iterator[Article | ArticleError]:
    """Yield what a query finds.

    Raises:
        SourceError: SQLAlchemy or a driver is missing, or the database does not answer.

    """
    alchemy = _alchemy()
    try:
        engine = alchemy.create_engine(_address(alchemy, asked.url, asked.folder), poolclass=alchemy.pool.NullPool)
    except ImportError as error:
        raise SourceError(f"the driver {error.name} is not installed", hint=f"pip install {error.name}") from None
    except (alchemy.exc.ArgumentError, alchemy.exc.NoSuchModuleError) as error:
        raise SourceError(f"no database: {_said(error)}", expected="a URL like sqlite:///news.db") from None
    yield from readings(_rows(alchemy, engine, asked), source, "sql")


def _alchemy() -> Any:  # noqa: ANN401 - SQLAlchemy is loaded only where it is used
    try:
        return importlib.import_module("sqlalchemy")
    except ImportError:
        raise SourceError("databases need SQLAlchemy", hint="pip install 'feedtool[sql]'") from None


def _address(alchemy: Any, url: str, folder: Path) -> Any:  # noqa: ANN401 - as above
    """Return the URL with the path of a SQLite file made absolute.

    Raises:
        SourceError: there is no such file; SQLite would make an empty one.

    """
    address = alchemy.engine.make_url(url)
    name = address.database
    if address.get_backend_name() != "sqlite" or not name or name == ":memory:" or name.startswith("file:"):
        return address
    path = folder / name
    if not path.is_file():
        raise SourceError(f"there is no database {name}", place=Place(field="database"), hint="check the path")
    return address.set(database=str(path))


def _rows(alchemy: Any, engine: Any, asked: _Asked) -> Iterator[Row | ArticleError]:  # noqa: ANN401 - as above
    quoted = engine.dialect.identifier_preparer.quote(asked.column)
    try:
        with engine.connect().execution_options(stream_results=True, yield_per=_AT_ONCE) as connection:
            found = connection.execute(alchemy.text(asked.statement(quoted)), asked.values)
            for number, row in enumerate(found.mappings(), 1):
                asked.note(row)
                yield Row(dict(row), 0, f"row {number}: ")
    except alchemy.exc.SQLAlchemyError as error:
        yield SourceError(f"the database refuses: {_said(error)}", hint="try the query in the database's own shell")


def _said(error: Exception) -> str:
    """Return what a database says, in one line, without the statement that follows it."""
    return " ".join(str(getattr(error, "orig", None) or error).split())[:300]
