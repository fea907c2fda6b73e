"""Source kind `table`: JSON, newline-delimited JSON, CSV, TSV and spreadsheets, an article a row.

    bytes -> lines -> rows -> values by the names of columns -> article

What grows is `columns`: the names under which tables hold a field.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from feedtool.errors import ArticleError, SourceError
from feedtool.problem import Place
from feedtool.source.table.cells import csv_rows
from feedtool.source.table.objects import json_rows, ndjson_rows
from feedtool.source.table.rowreader import article_of
from feedtool.source.table.sheets import sheet_rows
from feedtool.source.table.stream import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedtool.article import Article
    from feedtool.source import Source
    from feedtool.source.table.row import Row

__all__ = ["article_of", "read", "readings", "recognises"]

_READERS: dict[str, Callable[[Source], Iterator[Row | ArticleError]]] = {
    "json": json_rows,
    "ndjson": ndjson_rows,
    "csv": csv_rows,
    "xlsx": sheet_rows,
}
_SUFFIXES = {
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
_MOST_FAILURES = 1000
"""So many errors before the first article say that the whole table is misread."""


def read(source: Source) -> Iterator[Article | ArticleError]:
    """Yield the articles of a table, and for each row that is none the error that says why, with its line or number."""
    if not source.content.strip():
        yield SourceError("the source is empty", place=Place(file=source.origin), expected="rows")
        return
    try:
        yield from readings(_READERS[format_of(source)](source), source)
    except ArticleError as error:
        yield error.at(file=source.origin)


def readings(
    rows: Iterator[Row | ArticleError], source: Source, kind: str = "table"
) -> Iterator[Article | ArticleError]:
    """Yield the articles that rows are, of a kind; it stops where a thousand rows are none, and not one was."""
    failures = 0
    for row in rows:
        reading = row if isinstance(row, ArticleError) else article_of(row, source, kind)
        if isinstance(reading, ArticleError):
            failures += failures >= 0
            yield reading.at(file=source.origin)
        else:
            failures = -1
            yield reading
        if failures >= _MOST_FAILURES:
            yield SourceError(
                f"the first {failures:,} rows are no articles; the rest is left unread",
                place=Place(file=source.origin),
                hint="name the columns in the source's fields",
            )
            return


def format_of(source: Source) -> str:
    """Return the format of a table: by how it begins, else by the ending of its name."""
    head = source.content.lstrip(b"\xef\xbb\xbf \t\r\n\xff\xfe\x00")
    if source.content.startswith(b"PK\x03\x04"):
        return "xlsx"
    suffix = f".{source.origin.rpartition('.')[2].casefold()}"
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if head[:1] == b"[":
        return "json"
    if head[:1] == b"{" or suffix == ".json":
        return "ndjson" if _has_rows_of_json(source) else "json"
    return "csv"


def _has_rows_of_json(source: Source) -> bool:
    """Whether the first line is an object by itself, and the next one begins another."""
    with Lines(source) as lines:
        full = (line for line in lines.all() if isinstance(line, str) and not line.isspace())
        try:
            first = json.loads(next(full, ""), strict=False)
        except (ValueError, RecursionError):
            return False
        return isinstance(first, dict) and next(full, "").lstrip()[:1] == "{"
