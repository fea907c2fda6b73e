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

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feedtool.document.element import Element
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


def frame_of(
    feed: Feed, write: str, self_link: str, namespaces: Mapping[str, str], finish: Callable[[Element], None]
) -> bytes:
    """Return a document of what a feed says of itself, by a method of feedgen; `finish` is given its root to add to."""
    generator = FeedGenerator()
    generator.register_extension("finish", _Finish)
    generator.finish.namespaces = namespaces
    generator.finish.finish = finish
    _fill_channel(generator, feed, self_link)
    with _ONE_AT_A_TIME:
        content: bytes = getattr(generator, write)(pretty=True)
    return content


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
