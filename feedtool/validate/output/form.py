"""What every form of output asks of the findings: how they are wanted, and repeats put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from feedtool.later import regex
from feedtool.problem import Level
from feedtool.validate.excerpt import Excerpt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.problem import Problem
    from feedtool.validate.many import Checked

FEW: Final = 3  # of one rule in one document that are each shown
_CAPPED = regex(r" \(one of ([\d,]+); [\d,]+ are listed\)\Z")


class Wanted(Struct, frozen=True, kw_only=True):
    """How findings are wanted: each by itself, in colour, and from which level on they are a failure."""

    every: bool = False
    colour: bool = False
    fail_on: Level = Level.ERROR

    def fails(self, problem: Problem) -> bool:
        """Say whether a problem is bad enough to fail."""
        order = list(Level)
        return order.index(problem.level) <= order.index(self.fail_on)


class Group(Struct, frozen=True, kw_only=True):
    """A problem that is shown, its source line, and those of its rule that it stands for too."""

    problem: Problem
    excerpt: Excerpt
    message: str
    more: int = 0
    next: tuple[int, ...] = ()

    @property
    def rest(self) -> str:
        """How many more like it there are, and where the next of them stand."""
        places = ", ".join(map(str, self.next))
        return f"and {self.more:,} more like it, on lines {places}{' …' if self.more > len(self.next) else ''}"


def grouped(document: Checked, *, every: bool = False) -> list[Group]:
    """Return the problems of a document in order, each rule that is broken often as its first one."""
    excerpts: Sequence[Excerpt] = document.excerpts or (Excerpt(),) * len(document.problems)
    rules: dict[str, list[Problem]] = {}
    for problem in document.problems:
        rules.setdefault(problem.rule, []).append(problem)
    groups = []
    for problem, excerpt in zip(document.problems, excerpts, strict=True):
        same = rules[problem.rule]
        if every or len(same) <= FEW:
            groups.append(Group(problem=problem, excerpt=excerpt, message=problem.message))
        elif problem is same[0]:
            capped = _CAPPED.search(problem.message)
            count = int(capped[1].replace(",", "")) if capped else len(same)
            following = tuple(other.place.line for other in same[1 : 1 + FEW])
            message = _CAPPED.sub("", problem.message)
            groups.append(Group(problem=problem, excerpt=excerpt, message=message, more=count - 1, next=following))
    return groups
