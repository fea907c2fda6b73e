"""FLAVOUR: what both XML formats share: a frame that feedgen writes, and the entries in it.

feedgen is asked for a document with one empty entry, in whose place all entries are put.  Of a document that stands,
entries can be replaced without the frame being written again: then feedgen is not loaded at all.
"""

from __future__ import annotations

import html
import io
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.document.element import Names, Piece, add
from feedtool.document.namespaces import namespaces_of
from feedtool.document.namespaces.row import nothing_more
from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from feedtool.document.element import Element
    from feedtool.document.namespaces import Namespace
    from feedtool.entry import Entry
    from feedtool.feed import Feed

_LOOKS_LIKE_HTML = regex(r"<|&#?\w+;")


class Flavour(Struct, frozen=True, kw_only=True):
    """What a format adds to what feedgen writes: its method, the finish of the feed, and its entries.

    `entry` is the tag of entries, `margin` the spaces in front of it.
    """

    name: str
    write: str
    entry: str
    margin: int
    finish_feed: Callable[[Element, Feed, str], None]
    write_entry: Callable[[Piece, Entry, Feed], None]


def generate(feed: Feed, flavour: Flavour, self_link: str) -> bytes:
    """Return a feed in UTF-8 with XML declaration, indented, by feedgen and the format's hook."""
    rows = namespaces_of(feed, flavour.name)
    frame, names = _frame(feed, flavour, self_link, rows)
    if not feed.entries:
        return frame
    start = frame.rindex(f"\n{' ' * flavour.margin}<{flavour.entry}/>".encode()) + 1
    written = io.BytesIO()
    written.write(frame[:start])
    for piece in _pieces(feed, flavour, names, rows):
        written.write(piece)
        written.write(b"\n")
    written.write(frame[frame.index(b"\n", start) + 1 :])
    return written.getvalue()


def _frame(feed: Feed, flavour: Flavour, self_link: str, rows: tuple[Namespace, ...]) -> tuple[bytes, Names]:
    """Return a document of what a feed says of itself, with an empty entry if it has any, and its names."""
    from feedtool.document.generator import frame_of  # noqa: PLC0415 - loads feedgen and lxml

    names = Names({})

    def finish(root: Element) -> None:
        nonlocal names
        names = Names(root.nsmap, feed.escaped)
        holder = root[0] if flavour.name == "rss" else root
        flavour.finish_feed(root, feed, self_link)
        for row in rows:
            row.of_feed(holder, feed, flavour.name)
        if feed.entries:
            add(holder, flavour.entry)

    return frame_of(feed, flavour.write, self_link, {row.prefix: row.uri for row in rows}, finish), names


def pieces_of(feed: Feed, flavour: Flavour, prefixes: Mapping[str | None, str]) -> list[bytes]:
    """Return the entries of a feed as they stand in a document that has these prefixes, without the last line break."""
    names = Names(prefixes, feed.escaped)
    return list(_pieces(feed, flavour, names, namespaces_of(feed, flavour.name)))


def _pieces(feed: Feed, flavour: Flavour, names: Names, rows: tuple[Namespace, ...]) -> Iterator[bytes]:
    margin = " " * flavour.margin
    writers = [row.of_entry for row in rows if row.of_entry is not nothing_more]
    for entry in feed.entries:
        piece = Piece(flavour.entry, names)
        flavour.write_entry(piece, entry, feed)
        for write in writers:
            write(piece, entry, feed, flavour.name)
        yield f"{margin}{piece.text(margin)}".encode()


def summary_of(entry: Entry) -> tuple[str, str]:
    """Return the summary of an entry as its text is written, and the type of that text: empty where it is plain.

    Readers take an RSS description for HTML, and Atom can say that it is.
    """
    if _LOOKS_LIKE_HTML.search(entry.summary):
        return html.escape(entry.summary, quote=False), "html"
    return entry.summary, ""
