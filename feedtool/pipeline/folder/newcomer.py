"""NEWCOMER: an article that nobody knows yet, with all that is noted of it: made where it is read, in any process.

In the first build of a site nearly every article is one; then all that is left to do in turn is to look whether any
before it may be the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from feedtool.identity import day_keys, link_key, mint
from feedtool.index.noted import Noted, noted, number_of
from feedtool.index.outcome import Outcome, outcome_said
from feedtool.shelf.line import text_of

if TYPE_CHECKING:
    from datetime import datetime

    from feedtool.gist import Gist


class Newcomer(NamedTuple):
    """The line of an article as the ledger's mirror keeps it, and what came of its file."""

    noted: Noted
    outcome: Outcome

    @property
    def packed(self) -> tuple[object, ...]:
        """What goes from one process to another in a third of the time."""
        return *self.noted, *self.outcome

    @classmethod
    def unpacked(cls, row: tuple[Any, ...]) -> Newcomer:
        """Return the newcomer that was packed."""
        return cls(Noted._make(row[:_NOTED]), Outcome._make(row[_NOTED:]))


_NOTED = len(Noted._fields)


def newcomer_of(gist: Gist, path: str, hash_: bytes, *, authority: str, source: str, now: datetime) -> Newcomer | None:
    """Return the newcomer that an article at `path` is if none before it is the same or has its id.

    It is none where the article itself says which one it is, or that it is withdrawn.  What is said of it is what
    `adopted`, `noted_of` and `outcome_of` say where there was no line, in half of the time.
    """
    if gist.id or gist.withdrawn or gist.origin != path:
        return None
    moment, published = int(gist.published.timestamp()), gist.published.isoformat()
    updated = gist.updated if gist.updated and gist.updated <= now else None
    link = link_key(gist.link)
    said = {
        "id": mint(gist, authority),
        "title": gist.title,
        "published": published,
        "path": path,
        "link": gist.link,
        "digest": gist.digest,
        "words": gist.words,
        "updated": updated.isoformat() if updated else "",
    }
    line = noted(
        said["id"],
        text_of(said),
        int(updated.timestamp()) if updated else moment,
        month=published[:7],
        keys=day_keys(gist.title, gist.published),
        path=path,
        digest=gist.digest,
        words=f"{gist.words}\n{published[:10]}" if gist.words else "",
        others=[number_of("link", link)] if link else [],
    )
    return Newcomer(line, outcome_said(gist, hash_, source, said, moment))
