"""How far a run is, on stderr: one line that is drawn anew on a terminal, a line now and then elsewhere on request."""

from __future__ import annotations

import shutil
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from feedtool.pipeline.progress import Progress

_FIRST = 1.0
_BETWEEN = 0.1
_BETWEEN_LINES = 10.0
_WIDTH = 24
_ERASE = "\r\x1b[2K"


class Bar:
    """Draws a line over and over; nothing of it is left at the end.  Nothing is drawn before a second has passed."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._next = clock() + _FIRST
        self._drawn = False

    def __call__(self, stage: str, done: int, part: float | None = None) -> None:
        """Draw, if it is time."""
        now = self._clock()
        if now < self._next:
            return
        self._next = now + _BETWEEN
        self._drawn = True
        self._stream.write(_ERASE + self._line(stage, done, part)[: shutil.get_terminal_size().columns - 1])
        self._stream.flush()

    def _line(self, stage: str, done: int, part: float | None) -> str:
        if part is None:
            return f"{stage}: {done:,}"
        full = round(part * _WIDTH)
        return f"{stage} [{'#' * full}{'-' * (_WIDTH - full)}] {part:.0%} {done:,}"

    def close(self) -> None:
        """Take the line away."""
        if self._drawn:
            self._stream.write(_ERASE)
            self._stream.flush()


class Lines:
    """Says how far a run is every ten seconds, each time in a line of its own."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._next = clock() + _BETWEEN_LINES

    def __call__(self, stage: str, done: int, part: float | None = None) -> None:
        """Say it, if it is time."""
        now = self._clock()
        if now >= self._next:
            self._next = now + _BETWEEN_LINES
            self._stream.write(f"{stage}: {done:,}{'' if part is None else f' ({part:.0%})'}\n")
            self._stream.flush()

    def close(self) -> None:
        """Do nothing: the lines stay."""


@contextmanager
def shown(*, verbose: bool, alone: bool = True) -> Iterator[Progress]:
    """Show on stderr how far a run is: by a bar on a terminal, else by lines where more is to be said.

    Not `alone` is who prints results to the same terminal meanwhile: then nothing is shown.
    """
    from feedtool.pipeline.progress import silent  # noqa: PLC0415 - as the commands are

    if not alone or sys.stderr is None or not (verbose or sys.stderr.isatty()):
        yield silent
        return
    display = Bar(sys.stderr) if sys.stderr.isatty() else Lines(sys.stderr)
    try:
        yield display
    finally:
        display.close()
