"""PAST: whether a number was certainly never met: of millions, in little memory, without asking a database.

It is a Bloom filter (Bloom 1970, "Space/time trade-offs in hash coding with allowable errors",
doi:10.1145/362686.362692) whose bits for one number all lie in one word, so that it is looked at once (Putze, Sanders,
Singler 2007, "Cache-, hash- and space-efficient Bloom filters", doi:10.1007/978-3-540-72845-0_9).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MANY = 1 << 22
"""Numbers: as many words of 64 bits are 32 MiB.  Of that many one in a thousand is asked for in vain."""
_REST = 10
_PATTERN = (1 << _REST) - 1


class Past:
    """Numbers of 32 bits that were met; about so `many`, a power of two: of more, more are asked for in vain."""

    def __init__(self, many: int = MANY) -> None:
        self._last = many - 1
        self._words: memoryview[int] | None = None
        self._patterns: tuple[int, ...] = ()

    def add(self, numbers: Iterable[int | None]) -> None:
        """Note that numbers were met."""
        if self._words is None:
            self._words, self._patterns = memoryview(bytearray(8 * self._last + 8)).cast("Q"), _patterns()
        words, patterns, last = self._words, self._patterns, self._last
        for number in numbers:
            if number is not None:
                words[number >> _REST & last] |= patterns[number & _PATTERN]

    def may_hold(self, numbers: Iterable[int | None]) -> bool:
        """Whether any of some numbers may have been met."""
        words, patterns, last = self._words, self._patterns, self._last
        if words is None:
            return False
        for number in numbers:
            if number is not None:
                pattern = patterns[number & _PATTERN]
                if words[number >> _REST & last] & pattern == pattern:
                    return True
        return False


@cache
def _patterns() -> tuple[int, ...]:
    """Return words of 64 bits with six bits set or fewer, each another one."""
    found: dict[int, None] = {}
    state = 1
    while len(found) <= _PATTERN:
        bits = 0
        for _ in range(6):
            state = state * 6364136223846793005 + 1442695040888963407 & (1 << 64) - 1  # as Knuth's MMIX draws
            bits |= 1 << (state >> 58)
        found[bits] = None
    return tuple(found)
