"""The one door to feedgen: what both XML formats share, and the hook by which each writes what feedgen does not.

feedgen writes the channel, its dates and the document; entries, and what of the channel it gets wrong or leaves out
(hub links, names without e-mail, namespaces), are appended through its public extension API.  `docs/decisions/` (0004,
0036) says why.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import lxml.etree  # noqa: F401 - before feedgen, whose helpers need it loaded
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator

from feedtool.document import GENERATOR
from feedtool.document.element import Names, add

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.document.element import Element
    from feedtool.document.flavour import Flavour
    from feedtool.document.namespaces import Namespace
    from feedtool.feed import Feed

_ONE_AT_A_TIME = threading.Lock()
"""feedgen sets the process's locale while it writes a date, so two threads must not do it at once."""


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


def frame_of(feed: Feed, flavour: Flavour, self_link: str, rows: tuple[Namespace, ...]) -> tuple[bytes, Names]:
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
