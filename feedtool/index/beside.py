"""BESIDE: what is known of names, and what is there, in order: so that neither need fit into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


def side_by_side(
    known: Iterator[tuple[str, T]], here: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, T | None, str | None]]:
    """Yield names with what is known of each and its stamp now, None where there is none; all are in order of name."""
    old = next(known, None)
    for name, now in here:
        while old and old[0] < name:
            yield *old, None
            old = next(known, None)
        if old and old[0] == name:
            yield *old, now
            old = next(known, None)
        else:
            yield name, None, now
    while old:
        yield *old, None
        old = next(known, None)
