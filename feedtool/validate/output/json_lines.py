"""For programs: an object a line for each problem, as docs/reference/validate.schema.json has it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.problem import Problem
    from feedtool.validate.many import Checked
    from feedtool.validate.output.form import Wanted


def lines(documents: Iterable[Checked], wanted: Wanted) -> Iterator[str]:  # noqa: ARG001 - every form is asked alike
    """Yield each problem of each document."""
    for document in documents:
        for problem in document.problems:
            yield json.dumps(as_data(problem), ensure_ascii=False)


def as_data(problem: Problem) -> dict[str, str | int]:
    """Return a problem for programs."""
    place = problem.place
    return {
        "rule": problem.rule,
        "level": problem.level.value,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "path": place.field,
        "message": problem.message,
        "fix": problem.fix,
    }
