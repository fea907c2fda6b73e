"""For people: place, path, level, message and rule in a line, the source line with a caret, the mend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.problem import Level
from feedtool.validate.output.form import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.validate.many import Checked
    from feedtool.validate.output.form import Group, Wanted

_COLOURS: Final = {Level.ERROR: "31;1", Level.WARNING: "33;1", Level.INFO: "36;1"}
_FAINT: Final = "2"


def lines(documents: Iterable[Checked], wanted: Wanted) -> Iterator[str]:
    """Yield each problem of each document."""
    for document in documents:
        for group in grouped(document, every=wanted.every):
            yield from _told(group, colour=wanted.colour)


def _told(group: Group, *, colour: bool) -> Iterator[str]:
    problem = group.problem
    head = f"{problem.place}: " if str(problem.place) else ""
    level = _painted(f"{problem.level}:", _COLOURS[problem.level], colour=colour)
    yield f"{head}{level} {group.message} {_painted(f'[{problem.rule}]', _FAINT, colour=colour)}"
    number = str(problem.place.line)
    margin = " " * len(number)
    if group.excerpt.at >= 0:
        yield f"  {number} | {group.excerpt.text}"
        yield f"  {margin} | {_painted(group.excerpt.pointer, _COLOURS[problem.level], colour=colour)}"
    if problem.fix:
        yield f"  {margin} = {problem.fix}"
    if group.more:
        yield f"  {margin} … {group.rest}"


def _painted(text: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text
