"""NOTED: a line of the ledger as the mirror keeps it: its text, and the numbers that it is found by."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from feedtool.identity import link_key
from feedtool.shelf.line import text_of_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.shelf import Line

COLUMNS = ("id", "path", "key", "digest", "words")
"""What nearly every line is found by, each with a column of its own; the rest is found by way of another table."""
_SEEDS = {by: seed for seed, by in enumerate((*COLUMNS, "source", "given", "link"), 1)}


_ID, _PATH, _KEY, _DIGEST, _WORDS = map(_SEEDS.__getitem__, COLUMNS)


class Noted(NamedTuple):
    """A line: its id, its text, when it moved and was withdrawn (s since the epoch), and the month of its file.

    `by_…` are the numbers that stand for what it is found by (see `COLUMNS`), `more` are all others.
    """

    id: str
    said: str
    moved: int
    withdrawn: int | None
    by_id: int
    by_path: int | None
    by_key: int | None
    by_digest: int | None
    by_words: int | None
    month: str
    more: tuple[int, ...]

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """All that it is found by."""
        return self.by_id, self.by_path, self.by_key, self.by_digest, self.by_words, *self.more

    @property
    def told_by(self) -> tuple[int | None, ...]:
        """Those of them by which an article is known again though its file is another one."""
        return self.by_id, self.by_key, *self.more

    @property
    def row(self) -> tuple[object, ...]:
        """What is kept of it in columns, in their order."""
        return self[:_KEPT]


_KEPT = 4 + len(COLUMNS)


def noted_of(line: Line) -> Noted:
    """Return a line as the mirror keeps it; it is found by all that `Line.found_by` says."""
    others = ("source", line.source), ("given", line.given), ("link", link_key(line.link))
    return noted(
        line.id,
        text_of_line(line),
        math.floor(line.moved.timestamp()),
        month=line.month,
        keys=line.keys,
        path=line.path,
        digest=line.digest,
        words=f"{line.words}\n{line.published[:10]}" if line.words else "",
        others=[number_of(by, value) for by, value in others if value],
        withdrawn=bool(line.withdrawn),
    )


def noted(  # noqa: PLR0913 - a line has so many parts
    id_: str,
    said: str,
    moved: int,
    *,
    month: str,
    keys: Sequence[tuple[str, str]],
    path: str,
    digest: str,
    words: str,
    others: Sequence[int],
    withdrawn: bool = False,
) -> Noted:
    """Return a line of which all is at hand that it is found by."""
    titles = [crc32("\n".join(key).encode(), _KEY) for key in keys]
    return Noted(
        id_,
        said,
        moved,
        moved if withdrawn else None,
        crc32(id_.encode(), _ID),
        crc32(path.encode(), _PATH) if path else None,
        titles[0] if titles else None,
        crc32(digest.encode(), _DIGEST) if digest else None,
        crc32(words.encode(), _WORDS) if words else None,
        month,
        (*titles[1:], *others),
    )


def number_of(by: str, value: object) -> int:
    """Return what stands for a value: 32 bits; whoever finds a line by it looks whether it is the one."""
    text = value if isinstance(value, str) else "\n".join(value)  # type: ignore[arg-type]  # texts, see `found_by`
    return crc32(text.encode(), _SEEDS[by])
