"""PROBLEM: what is wrong with an article or a document, as a value that can be listed, sorted and counted.

What stops us is an exception (`feedtool.errors`); what is wrong with something is a `Problem`.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Level(StrEnum):
    """How bad a problem is: an error stops delivery, a warning is shown, an info is shown on request."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Place(Struct, frozen=True, kw_only=True):
    """Where something is: a file, a line and column in it (both from 1, 0 when unknown), a field or path."""

    file: str = ""
    line: int = 0
    column: int = 0
    field: str = ""

    def __str__(self) -> str:
        """`seeds/a.txt:12:5: published`, less what is not known."""
        position = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return ": ".join(part for part in (position, self.field) if part)


class Problem(Struct, frozen=True, kw_only=True):
    """One thing that is wrong: the rule that says so, how bad it is, where, in a sentence, and the mend."""

    rule: str
    level: Level
    message: str
    place: Place = Place()
    fix: str = ""

    def __str__(self) -> str:
        """One line for a person: place, level, message, mend, rule."""
        head = f"{self.place}: " if str(self.place) else ""
        tail = f" ({self.fix})" if self.fix else ""
        return f"{head}{self.level}: {self.message}{tail} [{self.rule}]"
