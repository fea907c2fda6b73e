"""REPORT: what a run did, for whoever prints it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct, field

from feedtool.shelf import Intake
from feedtool.spill import Pile

if TYPE_CHECKING:
    from feedtool.delivery import Delivery
    from feedtool.document.changes import Changes
    from feedtool.errors import FeedtoolError
    from feedtool.index import Row
    from feedtool.problem import Problem
    from feedtool.shelf import Taken


class Report(Struct, kw_only=True):
    """What was taken in, set aside, held back and delivered.

    `errors` are articles that were set aside and documents that were not delivered; `problems` what was doubtful;
    `intakes` what became of each that was imported, `outcomes` how many became what; `held` the articles of the future,
    `told` those of them that an earlier run named already.  `left_over` are documents of feeds that are gone from the
    configuration, `removed` those of them that were taken away on request; `pushed` the hubs that were told, and of
    what.  What may be said of each article is in piles, which need not fit into memory.
    """

    errors: Pile[FeedtoolError] = field(default_factory=Pile)
    problems: Pile[Problem] = field(default_factory=Pile)
    intakes: Pile[Taken] = field(default_factory=Pile)
    held: Pile[Row] = field(default_factory=Pile)
    told: list[Row] = field(default_factory=list)
    deliveries: list[tuple[Delivery, Changes]] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    pushed: list[tuple[str, str]] = field(default_factory=list)
    outcomes: Counter[Intake] = field(default_factory=Counter)

    def took(self, taken: Taken) -> None:
        """Note what became of an article."""
        self.intakes.append(taken)
        self.outcomes[taken.intake] += 1

    @property
    def exit_code(self) -> int:
        """0 all done, 1 something was set aside, or the worse code of an error."""
        clashes = self.outcomes[Intake.CLASH] > 0
        return max((error.exit_code for error in self.errors), default=int(clashes))
