"""Annotations of a GitHub workflow: its workflow commands `error`, `warning` and `notice`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.problem import Level
from feedtool.validate.output.form import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.validate.many import Checked
    from feedtool.validate.output.form import Group, Wanted

_COMMANDS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}
_IN_TEXT: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def lines(documents: Iterable[Checked], wanted: Wanted) -> Iterator[str]:
    """Yield an annotation for each problem; GitHub shows ten of a kind a step, so repeats are put together."""
    for document in documents:
        for group in grouped(document, every=wanted.every):
            yield _annotation(group)


def _annotation(group: Group) -> str:
    problem, place = group.problem, group.problem.place
    parts = [group.message, problem.fix, group.rest if group.more else ""]
    values = {"file": place.file, "line": place.line, "col": place.column, "title": problem.rule}
    properties = ",".join(f"{name}={str(value).translate(_IN_PROPERTIES)}" for name, value in values.items() if value)
    text = "\n".join(filter(None, parts)).translate(_IN_TEXT)
    return f"::{_COMMANDS[problem.level]} {properties}::{text}"
