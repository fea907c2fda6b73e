"""Rows that are cells under a header: CSV and TSV.

Source: RFC 4180, with the delimiters and the `sep=` line of spreadsheets.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from feedtool.errors import ArticleError, SourceError
from feedtool.later import regex
from feedtool.problem import Place
from feedtool.source.table.columns import columns_of, given_in
from feedtool.source.table.row import Row
from feedtool.source.table.stream import LONGEST, Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from feedtool.source import Source

_DELIMITERS = ",;\t|"
_SEPARATOR = regex(r"sep=(.)\s*", re.IGNORECASE)


def csv_rows(source: Source) -> Iterator[Row | ArticleError]:
    """Yield the rows of a CSV or TSV file, and an error for each that its quotation marks make unreadable.

    Raises:
        SourceError: the first row names no title or no time.

    """
    with Lines(source) as lines:
        delimiter = _delimiter(lines, source.origin)
        taken = _Taken(lines, delimiter)
        header: tuple[str, ...] = ()
        for cells in taken.rows():
            if isinstance(cells, ArticleError):
                yield cells
            elif not header:
                header = header_of(cells, source, taken.first)
            elif any(cells[len(header) :]):
                yield _too_many(header, cells, taken.first)
            else:
                yield row_of(header, cells, taken.first)._replace(problems=lines.problems("".join(cells)))


def _too_many(header: Sequence[str], cells: Sequence[str], line: int) -> ArticleError:
    return SourceError(
        f"{len(cells)} values under {len(header)} names",
        place=Place(line=line),
        expected="quotation marks around a value that holds the delimiter",
    )


class _Taken:
    """Lines on their way to the CSV reader: those of the row under way, which can be gone through once more."""

    def __init__(self, lines: Lines, delimiter: str) -> None:
        csv.field_size_limit(LONGEST)
        self._lines = lines
        self._row: list[str] = []
        self._reader = csv.reader(self, delimiter=delimiter, strict=True, skipinitialspace=delimiter != "\t")
        self.first = 1

    def __iter__(self) -> _Taken:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._row.append(line)
        return line

    def rows(self) -> Iterator[list[str] | ArticleError]:
        """Yield the cells of all rows that are not empty; `first` is the line in which the last one began."""
        while True:
            self._row = []
            self.first = self._lines.number + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._retreat(error)
            except ArticleError as error:
                yield error
                if not self._lines.open:
                    return
            else:
                if any(cells):
                    yield cells

    def _retreat(self, error: csv.Error) -> ArticleError:
        """Go back to the line after the one in which the row began: a quotation mark too many costs one line."""
        self._lines.back(self._row[1:], self.first)
        return SourceError(
            f"not CSV: {error}",
            place=Place(line=self.first),
            expected="quotation marks around a whole value, and doubled within it",
        )


def row_of(header: Sequence[str], cells: Sequence[object], line: int) -> Row:
    """Return the cells under their names; of two columns with one name the first that holds something counts."""
    values: dict[str, object] = {}
    for name, cell in zip(header, cells, strict=False):
        if not values.get(name):
            values[name] = cell
    return Row(values, line)


def header_of(cells: Iterable[object], source: Source, line: int) -> tuple[str, ...]:
    """Return the names of the columns.

    Raises:
        SourceError: nothing there is a title, or a time.

    """
    header = tuple(str(name).strip() for name in cells)
    names = known(header, source)
    for field in ("title", "published"):
        if field not in names:
            raise SourceError(
                f"no column is the field {field!r}: {', '.join(header)[:200]}",
                place=Place(file=source.origin, line=line),
                expected="the names of the columns in the first row",
                hint=f"name the column that is, with {field} = … in the source's fields",
            )
    return header


def known(header: tuple[str, ...], source: Source) -> Mapping[str, tuple[str, ...]]:
    """Return the fields that the names of a header stand for."""
    return columns_of(header, given_in(source)).names


def _delimiter(lines: Lines, origin: str) -> str:
    """Return what stands between the values: what a `sep=` line says, else what makes the best table."""
    first = next(lines, "")
    said = _SEPARATOR.fullmatch(first)
    if said:
        return said[1]
    lines.back([first], 0)
    if origin.casefold().endswith((".tsv", ".tab")):
        return "\t"
    return max(_DELIMITERS, key=lambda mark: _fit(first, mark))


def _fit(first: str, delimiter: str) -> tuple[int, int]:
    """Return how well a delimiter fits: how many names it makes that are known, and how many at all."""
    try:
        header = tuple(next(csv.reader([first], delimiter=delimiter, skipinitialspace=True), ()))
    except csv.Error:
        return 0, 0
    columns = columns_of(header)
    return len(columns.names) + len(columns.bodies), len(header)
