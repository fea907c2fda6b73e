"""Everything that feedtool raises on purpose, as a tree, with exit codes.

::

    FeedtoolError                 3  nothing could be done
      UsageError                  2  wrong options, or a path that is not there
        ConfigError               2  every mistake in feedtool.toml at once
      ArticleError                1  one article is set aside, the rest goes on
        SourceError                  its source cannot be read
        TimestampError               a written time has no certain instant
        RecordError                  its front matter or its record cannot be read
        IdentityError                its id belongs to another article
      InvalidDocumentError        1  a document has errors and was not delivered
      DeliveryError               3  a document could not be written
      PushError                   1  all is delivered, but a hub could not be told
      BusyError                   3  another build holds the lock

Every error can say where (`place`), what was expected and what to try.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from msgspec.structs import replace

from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.problem import Problem


class FeedtoolError(Exception):
    """The root: catch it to catch everything that feedtool raises on purpose."""

    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, *, place: Place | None = None, expected: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place or Place()
        self.expected = expected
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Say how another process gets the same error."""
        return _again, (type(self), self.args, self.__dict__)

    def at(self, *, file: str = "", line: int = 0, field: str = "") -> Self:
        """Return this error with the parts of its place that were not known where it was raised."""
        here = self.place
        self.place = replace(here, file=here.file or file, line=here.line or line, field=here.field or field)
        return self

    def __str__(self) -> str:
        """`place: message; expected …; try: …`, less what is not known."""
        head = f"{self.place}: " if str(self.place) else ""
        expected = f"; expected {self.expected}" if self.expected else ""
        hint = f"; try: {self.hint}" if self.hint else ""
        return f"{head}{self.message}{expected}{hint}"


def _again(kind: type[FeedtoolError], args: tuple[object, ...], state: dict[str, object]) -> FeedtoolError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class UsageError(FeedtoolError):
    """The command cannot be carried out as it was given."""

    exit_code = 2


class ConfigError(UsageError):
    """The configuration has mistakes; `mistakes` holds all of them."""

    def __init__(self, mistakes: Sequence[FeedtoolError]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)


class ArticleError(FeedtoolError):
    """One article cannot be published; it is set aside and named, and the rest goes on.

    `rest` is what was read of it all the same, where its reader can say: an `Article` but for its time, which is that
    of the Unix epoch and means nothing.
    """

    exit_code = 1
    rest: object = None


class SourceError(ArticleError):
    """A source cannot be read: it is not text, is empty, or is of no kind that is known."""


class TimestampError(ArticleError):
    """A written time has no certain instant."""


class AmbiguousDateError(TimestampError):
    """Day and month of a written date cannot be told apart."""


class RecordError(ArticleError):
    """Front matter, or the record of an article, cannot be read."""


class IdentityError(ArticleError):
    """An id, or a permalink, belongs to another article already."""


class InvalidDocumentError(FeedtoolError):
    """A document has errors and was not delivered; `problems` holds them."""

    exit_code = 1

    def __init__(self, message: str, problems: Sequence[Problem], *, place: Place | None = None) -> None:
        super().__init__(message, place=place)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Return the message, then a line for each problem."""
        return "\n  ".join([super().__str__(), *(str(problem) for problem in self.problems)])


class DeliveryError(FeedtoolError):
    """A document could not be written; what was there before is untouched."""


class PushError(FeedtoolError):
    """A hub could not be told what changed; everything is delivered."""

    exit_code = 1


class BusyError(FeedtoolError):
    """Another build is at work on the same articles."""
