"""Dublin Core: names of authors, for which RSS has no place without e-mail.  Never its dates, which beat pubDate.

Source: Dublin Core Metadata Element Set 1.1, https://www.dublincore.org/specifications/dublin-core/dces/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document.element import add
from feedtool.document.namespaces.row import Namespace

if TYPE_CHECKING:
    from feedtool.document.element import Piece
    from feedtool.entry import Entry
    from feedtool.feed import Feed

URI = "http://purl.org/dc/elements/1.1/"


def _write(item: Piece, entry: Entry, _feed: Feed, _format: str) -> None:
    for person in entry.authors:
        add(item, f"{{{URI}}}creator", person.name)


NAMESPACE = Namespace(
    prefix="dc",
    uri=URI,
    formats=("rss",),
    said_in=lambda feed: any(entry.authors for entry in feed.entries),
    of_entry=_write,
)
