"""The one door to feedgen: what both XML formats share, and the hook by which each writes what feedgen does not.

feedgen writes the channel, its dates and the document; entries, and what of the channel it gets wrong or leaves out
(hub links, names without e-mail, namespaces), are appended through its public extension API.  `docs/decisions/` (0004,
0036) says why.
"""

from __future__ import annotations

import html
import io
import threading
from typing import TYPE_CHECKING, Any

import lxml.etree  # noqa: F401 - before feedgen, whose helpers need it loaded
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from msgspec import Struct

from feedtool.document import GENERATOR
from feedtool.document.element import Names, Piece, add
from feedtool.document.namespaces import namespaces_of
from feedtool.document.namespaces.row import nothing_more
from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feedtool.document.element import Element
    from feedtool.document.namespaces import Namespace
    from feedtool.entry import Entry
    from feedtool.feed import Feed

_LOOKS_LIKE_HTML = regex(r"<|&#?\w+;")
_ONE_AT_A_TIME = threading.Lock()
"""feedgen sets the process's locale while it writes a date, so two threads must not do it at once."""


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


class _Finish(BaseExtension):  # type: ignore[misc]  # feedgen is untyped
    """Hands the element that feedgen wrote to the format's own function."""

    namespaces: Mapping[str, str] = {}

    def finish(self, element: Element) -> None:
        """Do nothing until told what."""

    def extend_ns(self) -> dict[str, str]:
        return dict(self.namespaces)

    def extend_rss(self, element: Element) -> Element:
        self.finish(element)
        return element

    extend_atom = extend_rss


def generate(feed: Feed, flavour: Flavour, self_link: str) -> bytes:
    """Return a feed in UTF-8 with XML declaration, indented, by feedgen and the format's hook.

    feedgen is asked for a document with one empty entry, in whose place all entries are put.
    """
    rows = namespaces_of(feed, flavour.name)
    frame, names = _frame(feed, flavour, self_link, rows)
    if not feed.entries:
        return frame
    margin = " " * flavour.margin
    start = frame.rindex(f"\n{margin}<{flavour.entry}/>".encode()) + 1
    written = io.BytesIO()
    written.write(frame[:start])
    writers = [row.of_entry for row in rows if row.of_entry is not nothing_more]
    for entry in feed.entries:
        piece = Piece(flavour.entry, names)
        flavour.write_entry(piece, entry, feed)
        for write in writers:
            write(piece, entry, feed, flavour.name)
        written.write(f"{margin}{piece.text(margin)}\n".encode())
    written.write(frame[frame.index(b"\n", start) + 1 :])
    return written.getvalue()


def _frame(feed: Feed, flavour: Flavour, self_link: str, rows: tuple[Namespace, ...]) -> tuple[bytes, Names]:
    """Return a document of what a feed says of itself, with an empty entry if it has any, and its names."""
    names = Names({})

    def finish(root: Element) -> None:
        nonlocal names
        names = Names(root.nsmap, feed.escaped)
        holder = root[0] if flavour.name == "rss" else root
        _finish_feed(root, holder, feed, flavour, self_link, rows)
        if feed.entries:
            add(holder, flavour.entry)

    generator = FeedGenerator()
    generator.register_extension("finish", _Finish)
    generator.finish.namespaces = {row.prefix: row.uri for row in rows}
    generator.finish.finish = finish
    _fill_channel(generator, feed, self_link)
    with _ONE_AT_A_TIME:
        content: bytes = getattr(generator, flavour.write)(pretty=True)
    return content, names


def _finish_feed(
    root: Element, holder: Element, feed: Feed, flavour: Flavour, self_link: str, rows: tuple[Namespace, ...]
) -> None:
    flavour.finish_feed(root, feed, self_link)
    for row in rows:
        row.of_feed(holder, feed, flavour.name)


def _fill_channel(generator: Any, feed: Feed, self_link: str) -> None:  # noqa: ANN401 - feedgen is untyped
    """Hand the channel over; the alternate link comes last, since feedgen takes the last for the channel's link."""
    channel = feed.channel
    generator.id(channel.id)
    generator.title(channel.title)
    generator.subtitle(channel.description or channel.title)
    generator.updated(feed.updated)
    generator.generator(GENERATOR)
    generator.docs("")
    if channel.language:
        generator.language(channel.language)
    if channel.rights:
        generator.rights(channel.rights)
    if self_link:
        generator.link(href=self_link, rel="self")
    generator.link(href=channel.home, rel="alternate", type="text/html")


def summary_of(entry: Entry) -> tuple[str, str]:
    """Return the summary of an entry as its text is written, and the type of that text: empty where it is plain.

    Readers take an RSS description for HTML, and Atom can say that it is.
    """
    if _LOOKS_LIKE_HTML.search(entry.summary):
        return html.escape(entry.summary, quote=False), "html"
    return entry.summary, ""
