"""Tables: as GitHub's Markdown where it can say them, as HTML where cells are joined or hold blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from lxml import etree

from feedtool.later import regex
from feedtool.markup import safe

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from feedtool.prose.inline import Runs

_JOINED = ("colspan", "rowspan")
_BLOCKS = ("ul", "ol", "pre", "blockquote", "video", "audio", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "hr")
_LAYOUT = ("presentation", "none")


class Writer(Protocol):
    """What a table needs of the writer that meets it; its cells hold whatever a page does."""

    base: str
    runs: Runs

    def element(self, element: Element, tag: str) -> None:
        """Write an element by its tag."""

    def block(self, element: Element) -> None:
        """Write a paragraph, or anything else that stands apart."""

    def add(self, text: str) -> None:
        """Add a block."""

    def line(self, element: Element, line_break: str) -> str:
        """Return an element as one line, whatever it holds."""
        ...


def write_table(writer: Writer, table: Element) -> None:
    """Write a table; one that only arranges (one column, or tables within) is written as what it holds."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    width = max(map(len, rows), default=0)
    if width < 2 or table.get("role") in _LAYOUT or next(table.iterdescendants("table"), None) is not None:
        writer.block(table)
        return
    for caption in table.findall("caption"):
        writer.element(caption, "caption")
    writer.add(_raw(writer, table) if _is_complex(rows) or writer.runs.marks else _grid(writer, rows))


def _is_complex(rows: list[list[Element]]) -> bool:
    return any(_joins(cell) or _holds_blocks(cell) for row in rows for cell in row)


def _joins(cell: Element) -> bool:
    return bool(cell.keys()) and any((cell.get(name) or "1").strip() not in ("", "0", "1") for name in _JOINED)


def _holds_blocks(cell: Element) -> bool:
    if not len(cell):
        return False
    return sum(1 for _ in cell.iter("p")) > 1 or next(cell.iter(*_BLOCKS), None) is not None


def _raw(writer: Writer, table: Element) -> str:
    for caption in table.findall("caption"):
        table.remove(caption)
    return re.sub(r"\s*\n\s*", "\n", safe(etree.tostring(table, encoding="unicode", with_tail=False), writer.base))


def _grid(writer: Writer, rows: list[list[Element]]) -> str:
    headed = all(cell.tag == "th" for cell in rows[0]) or (rows[0][0].getparent().getparent().tag == "thead")  # type: ignore[union-attr]
    return grid_of([[writer.line(cell, "<br>") for cell in row] for row in rows], headed=headed)


def grid_of(rows: list[list[str]], *, headed: bool) -> str:
    """Return rows of cells as Markdown; a table without a row of headings gets an empty one, which Markdown demands."""
    width = max(map(len, rows))
    lines = [_row([_PIPE.sub(r"\|", cell) if "|" in cell else cell for cell in row], width) for row in rows]
    lines = lines if headed else [_row([], width), *lines]
    return "\n".join([lines[0], _row(["---"] * width, width), *lines[1:]])


_PIPE = regex(r"(?<!\\)\|")


def _row(cells: list[str], width: int) -> str:
    return f"| {' | '.join(cells + [''] * (width - len(cells)))} |"
