"""Rows of spreadsheets, read by openpyxl row by row.

Source: ECMA-376 (Office Open XML).
"""

from __future__ import annotations

import importlib
import warnings
import zipfile
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from feedtool.errors import ArticleError, SourceError
from feedtool.problem import Place
from feedtool.source.table.cells import header_of, known, row_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from feedtool.source import Source
    from feedtool.source.table.row import Row

    Cells = tuple[object, ...]

_LARGEST = 512 * 2**20
_TOP = 10


def sheet_rows(source: Source) -> Iterator[Row | ArticleError]:
    """Yield the rows of a spreadsheet: of its first sheet that has a header with a title and a time.

    Raises:
        SourceError: it cannot be read, is too large, has no such sheet, or openpyxl is not installed.

    """
    try:
        with source.open() as file, warnings.catch_warnings(action="ignore"):
            yield from _rows(_sheets(file, source.origin), source)
    except ArticleError:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever one of its parts does
        raise SourceError(f"not a spreadsheet: {error}", place=Place(file=source.origin)) from None


def _rows(sheets: Iterator[Iterator[Cells]], source: Source) -> Iterator[Row]:
    failure = SourceError("the spreadsheet has no rows", place=Place(file=source.origin))
    for cells in sheets:
        top = list(islice(cells, _TOP))
        start = _header_row(top, source)
        try:
            header = header_of((cell or "" for cell in top[start]), source, start + 1) if top else ()
        except SourceError as error:
            failure = error
            continue
        if header:
            rows = enumerate(chain(top[start + 1 :], cells), start + 2)
            yield from (row_of(header, row, number) for number, row in rows if any(row))
            return
    raise failure


def _header_row(top: list[Cells], source: Source) -> int:
    """Return the number of the row that names the columns: one of the first ten, below a heading perhaps."""
    fields = {"title", "published"}
    rows = enumerate(tuple(str(cell or "") for cell in row) for row in top)
    return next((number for number, row in rows if fields <= known(row, source).keys()), 0)


def _sheets(file: BinaryIO, origin: str) -> Iterator[Iterator[Cells]]:
    place = Place(file=origin)
    try:
        openpyxl: Any = importlib.import_module("openpyxl")
    except ImportError:
        raise SourceError("spreadsheets need openpyxl", place=place, hint="pip install 'feedtool[xlsx]'") from None
    if sum(part.file_size for part in zipfile.ZipFile(file).infolist()) > _LARGEST:
        raise SourceError(f"unpacks to more than {_LARGEST // 2**20} MiB", place=place)
    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what other programs note as the size is often wrong
        yield sheet.iter_rows(values_only=True)
