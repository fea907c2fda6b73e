"""Source kind `sql`: a query in a file, with the database that it is put to, an article a row.

::

    -- database: sqlite:///news.db
    SELECT id, headline AS title, published_at, body_html FROM articles WHERE status = 'published'

Columns are read as those of a table.  Whatever the query does, nothing in the database is changed: it is rolled back.

Source: SQLAlchemy 2.0 (URLs, server-side cursors).
"""

from __future__ import annotations

import importlib
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedtool.errors import ArticleError, SourceError
from feedtool.problem import Place
from feedtool.source.decode import text_of
from feedtool.source.table import readings
from feedtool.source.table.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.article import Article
    from feedtool.source import Hints, Source

__all__ = ["read", "read_query"]

_DATABASE = re.compile(r"^--[ \t]*database:[ \t]*(\S+)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_SINCE = re.compile(r"(?<![:\w]):since\b")
_AT_ONCE = 500
_NEVER = "1970-01-01 00:00:00"


def read(source: Source) -> Iterator[Article | ArticleError]:
    """Yield the articles that the query in a file finds, and for each row that is none the error that says why."""
    try:
        query, _ = text_of(source)
        named = _DATABASE.search(query)
        if not named:
            raise SourceError("no database is named", expected="a line `-- database: sqlite:///news.db`")
        folder = source.file.parent if source.file else Path()
        yield from _read(named[1], query, replace(source, content=b"", file=None), folder, since="")
    except ArticleError as error:
        yield error.at(file=source.origin)


def read_query(url: str, query: str, hints: Hints, *, since: str = "") -> Iterator[Article | ArticleError]:
    """Yield the articles that a query finds in the database at a URL of SQLAlchemy.

    `since` stands in for `:since` in the query, so that a run asks only for what is new; left out, for everything.
    What cannot be read is yielded as an error that names the row; the password of the URL is told to nobody.
    """
    from feedtool.source import Source  # noqa: PLC0415 - it imports this module by name

    source = Source(origin=_without_password(url), content=b"", hints=hints)
    try:
        yield from _read(url, query, source, Path(), since=since)
    except ArticleError as error:
        yield error.at(file=source.origin)


def _without_password(url: str) -> str:
    return re.sub(r"(://[^:/@]*):[^/]*@", r"\1@", url)


def _read(url: str, query: str, source: Source, folder: Path, *, since: str) -> Iterator[Article | ArticleError]:
    """Yield what a query finds.

    Raises:
        SourceError: SQLAlchemy or a driver is missing, or the database does not answer.

    """
    alchemy = _alchemy()
    try:
        engine = alchemy.create_engine(_address(alchemy, url, folder), poolclass=alchemy.pool.NullPool)
    except ImportError as error:
        raise SourceError(f"the driver {error.name} is not installed", hint=f"pip install {error.name}") from None
    except (alchemy.exc.ArgumentError, alchemy.exc.NoSuchModuleError) as error:
        raise SourceError(f"no database: {_said(error)}", expected="a URL like sqlite:///news.db") from None
    rows = _rows(alchemy, engine, query, since)
    yield from readings(rows, source, "sql")


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


def _rows(alchemy: Any, engine: Any, query: str, since: str) -> Iterator[Row | ArticleError]:  # noqa: ANN401 - as above
    statement = alchemy.text(query.strip().rstrip(";"))
    values = {"since": since or _NEVER} if _SINCE.search(query) else {}
    try:
        with engine.connect().execution_options(stream_results=True, yield_per=_AT_ONCE) as connection:
            found = connection.execute(statement, values)
            for number, row in enumerate(found.mappings(), 1):
                yield Row(dict(row), 0, f"row {number}: ")
    except alchemy.exc.SQLAlchemyError as error:
        yield SourceError(f"the database refuses: {_said(error)}", hint="try the query in the database's own shell")


def _said(error: Exception) -> str:
    """Return what a database says, in one line, without the statement that follows it."""
    return " ".join(str(getattr(error, "orig", None) or error).split())[:300]
