"""PAST: whether a number was certainly never met: of a million lines, in little memory, without asking the mirror.

It is a Bloom filter of one function, the numbers being hashes already (Bloom 1970, "Space/time trade-offs in hash
coding with allowable errors", doi:10.1145/362686.362692).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_BITS = 28
"""2 ** 28 bits are 32 MiB, of a million lines one in a hundred is asked for in vain."""
_LAST = (1 << _BITS - 3) - 1


class Past:
    """Numbers of 32 bits that were met."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, numbers: Iterable[int | None]) -> None:
        """Note that numbers were met."""
        self._bits = bits = self._bits or bytearray(_LAST + 1)
        for number in numbers:
            if number is not None:
                bits[number >> 3 & _LAST] |= 1 << (number & 7)

    def may_hold(self, numbers: Iterable[int | None]) -> bool:
        """Whether any of some numbers may have been met."""
        bits = self._bits
        return bool(bits) and any(
            number is not None and bits[number >> 3 & _LAST] >> (number & 7) & 1 for number in numbers
        )
