"""A row of a table, whatever its format, and where an article of many in one file was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from feedtool.article import Origin
from feedtool.characters import fold, single_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from feedtool.problem import Problem


class Row(NamedTuple):
    """One row: its values by name, its line (0 where lines say nothing), a label in its place, what was doubtful."""

    values: Mapping[str, object]
    line: int
    label: str = ""
    problems: tuple[Problem, ...] = ()


def origin_of(path: str, kind: str, *given: object, title: str, published: datetime) -> Origin:
    """Return where an article of many was read: `path#mark`, which stays when those around it come, go or move.

    The mark is the first of what is given (an id, an address) that is not empty, else day and title; it holds no `#`.
    """
    said = next((text for text in map(str, given) if text), "") or f"{published.date().isoformat()} {fold(title)[:80]}"
    return Origin(path=f"{path}#{single_line(said).replace('#', '%23')}", kind=kind)
