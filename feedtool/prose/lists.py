"""Lists, made of the blocks of their items."""

from __future__ import annotations

from typing import NamedTuple

_LIKE = {"-": "*", ".": ")"}


class Block(NamedTuple):
    """One block as it is written; of a list also its marker, and whether it may stand right below a paragraph."""

    text: str
    marker: str = ""
    follows: bool = False


def list_of(items: list[list[Block]], *, ordered: bool, number: int, before: str) -> Block:
    """Return a list of items; `number` is that of the first, `before` the marker of a list right above."""
    marker = "." if ordered else "-"
    if before == marker:  # else they would be one list
        marker = _LIKE[marker]
    bullets = [f"{number + index}{marker} " if ordered else f"{marker} " for index in range(len(items))]
    tight = all(block.follows for item in items for block in item[1:])
    texts = (_hung(bullet, item, tight=tight) for bullet, item in zip(bullets, items, strict=True))
    return Block(("\n" if tight else "\n\n").join(texts), marker, not ordered or number == 1)


def _hung(bullet: str, blocks: list[Block], *, tight: bool) -> str:
    text = ("\n" if tight else "\n\n").join(block.text for block in blocks)
    if "\n" not in text:
        return bullet + text
    return bullet + text.replace("\n", "\n" + " " * len(bullet)).replace("\n" + " " * len(bullet) + "\n", "\n\n")


def number_of(start: str) -> int:
    """Return the number that a list begins with."""
    return int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1
