"""NAMESPACES: what feeds say beyond RSS and Atom themselves; declared only where something of it is said.

A namespace is one row of `ROWS`: its prefix and address, the formats it is for, whether a feed says anything of it, and
the functions that append its elements to a feed and to an entry.  Adding one is a module, a row, and a golden file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document.namespaces import (
    custom,
    dc,
    georss,
    history,
    itunes,
    licenses,
    media,
    podcast,
    slash,
    syndication,
    thread,
    tombstones,
    wfw,
)
from feedtool.document.namespaces.row import Namespace

if TYPE_CHECKING:
    from feedtool.feed import Feed

ROWS: tuple[Namespace, ...] = (
    dc.NAMESPACE,
    media.NAMESPACE,
    georss.NAMESPACE,
    thread.NAMESPACE,
    slash.NAMESPACE,
    wfw.NAMESPACE,
    licenses.NAMESPACE,
    syndication.NAMESPACE,
    itunes.NAMESPACE,
    podcast.NAMESPACE,
    history.NAMESPACE,
    tombstones.NAMESPACE,
)
"""Every namespace that is written, in the order of its elements."""


def namespaces_of(feed: Feed, format_name: str) -> tuple[Namespace, ...]:
    """Return the namespaces that a feed needs in a format, those of the configuration last."""
    rows = tuple(row for row in ROWS if format_name in row.formats and row.said_in(feed))
    return rows + custom.namespaces(feed)


__all__ = ["ROWS", "Namespace", "namespaces_of"]
