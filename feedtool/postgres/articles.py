"""The table that feeds are chosen by: a row for each article, with all that a catalogue is asked for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from feedtool.postgres.catalogue import labels_of

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping, Sequence

    from feedtool.gist import Gist
    from feedtool.postgres.database import Database

NAMES = (
    *("id", "path", "title", "published", "moment", "updated", "source", "link", "slug", "language"),
    *("tags", "authors", "labels", "digest", "hash", "withdrawn"),
)
"""The columns of the table, in the order of a row."""
_KEEP = f"UPDATE article SET {', '.join(f'{name} = %s' for name in NAMES[1:])} WHERE id = %s"


class Standing(NamedTuple):
    """What feeds find of an article by now: whether they show it, and the name of its source."""

    withdrawn: bool
    source: str


def standing(database: Database, ids: Collection[str]) -> dict[str, Standing]:
    """Return those of some articles that have a row."""
    query = "SELECT id, withdrawn, source FROM article WHERE id = ANY(%s)"
    return {id_: Standing(*said) for id_, *said in database.rows(query, list(ids))} if ids else {}


def moved(database: Database, sources: Mapping[str, str]) -> None:
    """Note under which source articles come by now, by their ids."""
    database.many(
        "UPDATE article SET source = %s WHERE id = %s", [(name, id_) for id_, name in sorted(sources.items())]
    )


def keep(database: Database, rows: Sequence[tuple[object, ...]], there: Container[str]) -> None:
    """Put the rows of articles in their places; `there` are the ids of those that have one."""
    if new := [row for row in rows if row[0] not in there]:
        database.copy(f"article ({', '.join(NAMES)})", new)
    database.many(_KEEP, [(*row[1:], row[0]) for row in rows if row[0] in there])


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
