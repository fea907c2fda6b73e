"""The source line of a problem, with the place in it: a window of a line that is too long to be shown whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedtool.problem import Problem

WIDTH: Final = 110
_BEFORE: Final = 60


class Excerpt(NamedTuple):
    """A piece of a line, and the character in it (from 0) that the problem is at; -1 where there is no such line."""

    text: str = ""
    at: int = -1

    @property
    def pointer(self) -> str:
        """What stands under the piece: a caret below the character, in columns of a terminal."""
        if self.at < 0:
            return ""
        return "".join(map(_blank, self.text[: self.at])) + "^"


def _blank(character: str) -> str:
    if character == "\t":
        return "\t"
    import unicodedata  # noqa: PLC0415 - only for lines that are shown

    if unicodedata.combining(character):
        return ""
    return "  " if unicodedata.east_asian_width(character) in {"W", "F"} else " "


def excerpts(content: bytes, problems: Iterable[Problem]) -> tuple[Excerpt, ...]:
    """Return the source line of each problem."""
    problems = tuple(problems)
    if not problems:
        return ()
    from feedtool.validate.encoding import decode  # noqa: PLC0415 - not for documents that are right

    lines = decode(content)[0].split(b"\n")
    return tuple(_excerpt(lines, problem.place.line, problem.place.column) for problem in problems)


def _excerpt(lines: list[bytes], number: int, column: int) -> Excerpt:
    if not 0 < number <= len(lines):
        return Excerpt()
    line = lines[number - 1].decode("utf-8", "replace")
    at = min(max(column - 1, 0), len(line))
    start = max(0, at - _BEFORE) if len(line) > WIDTH else 0
    piece = line[start : start + WIDTH]
    lead = "…" if start else ""
    tail = "…" if start + WIDTH < len(line) else ""
    shown = "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in piece.rstrip("\r"))
    return Excerpt(f"{lead}{shown}{tail}", at - start + len(lead))
