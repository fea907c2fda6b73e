"""ROW: what is said of a namespace."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - in the types of fields
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from feedtool.document.element import Element, Piece
    from feedtool.entry import Entry
    from feedtool.feed import Feed


def nothing(_element: Element, _feed: Feed, _format: str) -> None:
    """Append nothing to a feed."""


def nothing_more(_element: Piece, _entry: Entry, _feed: Feed, _format: str) -> None:
    """Append nothing to an entry."""


class Namespace(Struct, frozen=True, kw_only=True):
    """A namespace: its prefix and address, the formats it is for, whether a feed says anything of it, what writes it.

    `of_feed` is handed the element that holds the feed (of RSS the channel), `of_entry` an item or entry; both the name
    of the format, `rss` or `atom`.
    """

    prefix: str
    uri: str
    said_in: Callable[[Feed], bool]
    formats: tuple[str, ...] = ("rss", "atom")
    of_feed: Callable[[Element, Feed, str], None] = nothing
    of_entry: Callable[[Piece, Entry, Feed, str], None] = nothing_more
