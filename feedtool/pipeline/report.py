"""REPORT: what a run did, for whoever prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from feedtool.shelf import Intake

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
    `intakes` what became of each that was imported; `held` the articles of the future, `told` those of them that an
    earlier run named already.  `left_over` are documents of feeds that are gone from the configuration, `removed` those
    of them that were taken away on request; `pushed` the hubs that were told, and of what.
    """

    errors: list[FeedtoolError] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    intakes: list[Taken] = field(default_factory=list)
    held: list[Row] = field(default_factory=list)
    told: list[Row] = field(default_factory=list)
    deliveries: list[tuple[Delivery, Changes]] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    pushed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 all done, 1 something was set aside, or the worse code of an error."""
        clashes = any(taken.intake is Intake.CLASH for taken in self.intakes)
        return max((error.exit_code for error in self.errors), default=int(clashes))
