"""Lines of a text that may be larger than memory, each decoded, counted and bounded.

Sources: Unicode 16, section 23.8 (byte order marks); WHATWG Encoding (windows-1252 as what the web means by Latin-1).
"""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, Self

from feedtool.characters import illegal_in
from feedtool.errors import SourceError
from feedtool.problem import Level, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from feedtool.source import Source

LONGEST = 16 * 2**20
"""The most characters that one line, or one row, may have."""
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 512
_MOST_NULS = 0.1
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(128, 256)}


class Lines:
    """The lines of a source, one at a time; `number` is that of the last, `open` whether more of them can be read.

    A byte that is not UTF-8 is read as windows-1252, and `problems` says so.

    Raises:
        SourceError: by `next`: a line is longer than any row can be (the next one can be read all the same), or the
            text is not what its byte order mark says.

    """

    def __init__(self, source: Source) -> None:
        self._origin = source.origin
        encoding = next((name for mark, name in _MARKS if source.content.startswith(mark)), "utf-8-sig")
        head = source.content[:_SAMPLE]
        if encoding == "utf-8-sig" and head.count(0) > len(head) * _MOST_NULS:
            raise SourceError("the source is not text", expected="UTF-8, or UTF-16 with a byte order mark")
        self._text = io.TextIOWrapper(source.open(), encoding, errors="surrogateescape", newline="")
        self._readline = self._text.readline
        self._again: list[str] = []
        self._problems: list[Problem] = []
        self.number = 0
        self.open = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self._text.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        self.number += 1
        if self._again:
            return self._again.pop()
        try:
            line = self._readline(LONGEST + 1)
        except UnicodeDecodeError as error:
            raise self._undecodable(error) from None
        if not line:
            raise StopIteration
        if len(line) > LONGEST:
            raise self._too_long(line)
        return line if line.isascii() else self._mended(line)

    def _undecodable(self, error: UnicodeDecodeError) -> SourceError:
        self.open = False
        return SourceError(
            f"the byte order mark says {error.encoding.upper()}, but the text is not: {error.reason}",
            place=Place(file=self._origin, line=self.number),
        )

    def _too_long(self, line: str) -> SourceError:
        """Go to the end of a line that has no end in sight."""
        while line and line[-1] not in "\r\n":
            try:
                line = self._readline(LONGEST)
            except UnicodeDecodeError as error:
                return self._undecodable(error)
        return SourceError(
            f"longer than {LONGEST // 2**20} MiB",
            place=Place(file=self._origin, line=self.number),
            expected="one article a row",
        )

    def _mended(self, line: str) -> str:
        try:
            line.encode()  # what the decoder left is no text; looking for it by an expression takes longer
        except UnicodeEncodeError:
            why = "the text is not UTF-8; read as windows-1252"
            self._doubt("source-encoding-guessed", why, "save the file as UTF-8")
            return line.translate(_WINDOWS)
        return line

    def all(self) -> Iterator[str | SourceError]:
        """Yield the lines, and an error in the place of each that cannot be read."""
        while self.open:
            try:
                yield next(self)
            except StopIteration:
                return
            except SourceError as error:
                yield error

    def back(self, lines: list[str], number: int) -> None:
        """Put lines back that were read last; `number` is that of the line before them."""
        self._again += reversed(lines)
        self.number = number

    def problems(self, text: str = "") -> tuple[Problem, ...]:
        """Return what was doubtful since the last call, and what `text`, read since, has that no feed can hold."""
        if not text.isprintable() and (dropped := illegal_in(text)):
            names = ", ".join(f"U+{ord(char):04X}" for char in dropped[:5])
            message = f"characters that no feed can hold were dropped: {names}"
            self._doubt("source-characters-dropped", message, "remove them from the source")
        problems, self._problems = tuple(self._problems), []
        return problems

    def _doubt(self, rule: str, message: str, fix: str) -> None:
        place = Place(file=self._origin, line=self.number)
        self._problems.append(Problem(rule=rule, level=Level.WARNING, message=message, place=place, fix=fix))
