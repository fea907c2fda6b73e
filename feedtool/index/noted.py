"""NOTED: a line of the ledger as the mirror keeps it: its text, and the numbers that it is found by."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from feedtool.shelf.line import text_of_line

if TYPE_CHECKING:
    from feedtool.shelf.line import Line

COLUMNS = ("id", "path", "key", "digest", "words")
"""What nearly every line is found by, each with a column of its own; the rest is found by way of another table."""
_SEEDS = {by: seed for seed, by in enumerate((*COLUMNS, "source", "given", "link"), 1)}


class Noted(NamedTuple):
    """A line: its id, its text, the month of its file (2025-12), and when it moved and was withdrawn (s of the epoch).

    `columns` are the numbers that stand for what it is found by, as `COLUMNS` has them, `more` are the others.
    """

    id: str
    said: str
    month: str
    moved: int
    withdrawn: int | None
    columns: tuple[int | None, ...]
    more: tuple[int, ...]


def noted_of(line: Line) -> Noted:
    """Return a line as the mirror keeps it."""
    found = [("id", line.id), *line.found_by]
    first = dict(reversed(found))
    columns = tuple(number_of(by, first[by]) if by in first else None for by in COLUMNS)
    more = tuple(number_of(by, value) for by, value in found if by not in COLUMNS or first[by] != value)
    moved = math.floor(line.moved.timestamp())
    withdrawn = moved if line.withdrawn else None
    return Noted(line.id, text_of_line(line), line.month, moved, withdrawn, columns, more)


def number_of(by: str, value: object) -> int:
    """Return what stands for a value: 32 bits; whoever finds a line by it looks whether it is the one."""
    text = value if isinstance(value, str) else "\n".join(value)  # type: ignore[arg-type]  # texts, see `found_by`
    return crc32(text.encode(), _SEEDS[by])
