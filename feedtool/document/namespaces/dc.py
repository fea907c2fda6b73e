"""Dublin Core: names of authors, for which RSS has no place without e-mail.  Never its dates, which beat pubDate.

Source: Dublin Core Metadata Element Set 1.1, https://www.dublincore.org/specifications/dublin-core/dces/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document.element import add
from feedtool.document.namespaces.row import Namespace

if TYPE_CHECKING:
    from feedtool.article import Person
    from feedtool.document.element import Element
    from feedtool.entry import Entry
    from feedtool.feed import Feed

URI = "http://purl.org/dc/elements/1.1/"


def _authors(entry: Entry, feed: Feed) -> tuple[Person, ...]:
    """Return who wrote an entry; RSS has no place for an author of the whole feed who has no e-mail address."""
    return entry.authors or feed.channel.authors


def _write(item: Element, entry: Entry, feed: Feed, _format: str) -> None:
    for person in _authors(entry, feed):
        add(item, f"{{{URI}}}creator", person.name)


NAMESPACE = Namespace(
    prefix="dc",
    uri=URI,
    formats=("rss",),
    said_in=lambda feed: any(_authors(entry, feed) for entry in feed.entries),
    of_entry=_write,
)
