"""The table that feeds are chosen by: a row for each article, with all that a catalogue is asked for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from feedtool.postgres.catalogue import labels_of

if TYPE_CHECKING:
    from feedtool.gist import Gist

NAMES = (
    *("id", "path", "title", "published", "moment", "updated", "source", "link", "slug", "language"),
    *("tags", "authors", "labels", "digest", "hash", "withdrawn"),
)
"""The columns of the table, in the order of a row."""
_FIRST = ("id", "source")
"""What stays as it was at first."""
KEEP = (
    f"INSERT INTO article ({', '.join(NAMES)}) VALUES ({', '.join(['%s'] * len(NAMES))})"
    f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in NAMES if name not in _FIRST)}"
)
"""Puts the row of an article in its place."""


def row_of(gist: Gist, path: str, source: str, hash_: str, updated: str) -> tuple[object, ...]:
    """Return the row of an article in the table that feeds are chosen by, as `NAMES` says; `updated` is ISO 8601."""
    return (
        gist.id,
        path,
        gist.title,
        gist.published.isoformat(),
        math.floor(gist.published.timestamp()),
        updated,
        source,
        gist.link,
        gist.slug,
        gist.language,
        list(gist.tags),
        list(gist.authors),
        labels_of(gist),
        gist.digest,
        hash_,
        gist.withdrawn,
    )
