"""The one door to feedgen: what both XML formats share, and the hooks by which each finishes what feedgen wrote.

feedgen writes escaping, dates and order of elements; what it gets wrong or leaves out (links of Atom entries, names
without e-mail, hub links, Media RSS) is put right through its public extension API.  `docs/decisions/` says why.
"""

from __future__ import annotations

import html
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import lxml.etree  # noqa: F401 - before feedgen, whose helpers need it loaded
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator

from feedtool.document import GENERATOR
from feedtool.document.namespaces import namespaces_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feedtool.document.element import Element
    from feedtool.document.namespaces import Namespace
    from feedtool.entry import Entry
    from feedtool.feed import Feed

_LOOKS_LIKE_HTML = re.compile(r"<|&#?\w+;")
_ONE_AT_A_TIME = threading.Lock()
"""feedgen sets the process's locale while it writes a date, so two threads must not do it at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flavour:
    """What a format adds to what feedgen writes: how entries are handed over, and the finish of feed and entry."""

    name: str
    write: str
    fill_entry: Callable[[Any, Entry, Feed], None]
    finish_feed: Callable[[Element, Feed, str], None]
    finish_entry: Callable[[Element, Entry, Feed], None]


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


class _FinishEntry(_Finish, BaseEntryExtension):  # type: ignore[misc]  # the same
    """The same for one entry."""


def generate(feed: Feed, flavour: Flavour, self_link: str) -> bytes:
    """Return a feed in UTF-8 with XML declaration, indented, by feedgen and the format's finish."""
    generator = FeedGenerator()
    generator.register_extension("finish", _Finish, _FinishEntry)
    rows = namespaces_of(feed, flavour.name)
    generator.finish.namespaces = {row.prefix: row.uri for row in rows}
    generator.finish.finish = lambda element: _finish_feed(element, feed, flavour, self_link, rows)
    _fill_channel(generator, feed, self_link)
    for entry in feed.entries:
        item = generator.add_entry(order="append")
        _fill_entry(item, entry)
        flavour.fill_entry(item, entry, feed)
        item.finish.finish = lambda element, entry=entry: _finish_entry(element, entry, feed, flavour, rows)
    with _ONE_AT_A_TIME:
        content: bytes = getattr(generator, flavour.write)(pretty=True)
    return content


def _finish_feed(root: Element, feed: Feed, flavour: Flavour, self_link: str, rows: tuple[Namespace, ...]) -> None:
    flavour.finish_feed(root, feed, self_link)
    holder = root[0] if flavour.name == "rss" else root
    for row in rows:
        row.of_feed(holder, feed, flavour.name)


def _finish_entry(element: Element, entry: Entry, feed: Feed, flavour: Flavour, rows: tuple[Namespace, ...]) -> None:
    flavour.finish_entry(element, entry, feed)
    for row in rows:
        row.of_entry(element, entry, feed, flavour.name)


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


def _fill_entry(item: Any, entry: Entry) -> None:  # noqa: ANN401 - feedgen is untyped
    item.id(entry.id)
    item.title(entry.title)
    item.published(entry.published)
    item.updated(entry.updated)
    if _LOOKS_LIKE_HTML.search(entry.summary):  # readers take an RSS description for HTML, and Atom can say that it is
        item.summary(html.escape(entry.summary, quote=False), type="html")
    else:
        item.summary(entry.summary)
    if entry.content:
        item.content(entry.content, type="html")
    if entry.link:
        item.link(href=entry.link, rel="alternate")
    if entry.categories:  # in one call: feedgen looks at all of them again at each
        item.category([{"term": category} for category in entry.categories])
