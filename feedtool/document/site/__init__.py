"""SITE DOCUMENTS: what is said of the whole site beside its feeds: which feeds there are, which pages, what is new.

A kind of document is one row of `SITE`: its name, what it is, and the module whose `write` yields its documents.
Adding one is a module, a row, and a golden file.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping  # noqa: TC003 - in the type of a field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from feedtool.document import Document
    from feedtool.entry import Entry


class FeedOf(Struct, frozen=True, kw_only=True):
    """One feed of the site: what it is called, and its address in each format.

    `group` says what it is one of many for (`tag`, `author`, …), "" where it is not, and `only` which of them.
    """

    title: str
    description: str = ""
    language: str = ""
    home: str = ""
    group: str = ""
    only: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)


class PageOf(Struct, frozen=True, kw_only=True):
    """One page of the site: its address, its title, when it was published and last changed, its language."""

    address: str
    title: str
    published: datetime
    updated: datetime
    language: str = ""


class Site(Struct, frozen=True, kw_only=True):
    """A site as its documents tell of it; `base` is the address at which they are served, `updated` when it moved.

    `pages` are the articles, newest first; `new` those of the last two days; `stories` the newest as entries; `weeks`
    say how many there were, by Monday and by source or tag; `opml` is the address of the list of feeds.
    """

    title: str
    home: str
    base: str
    updated: datetime
    language: str = ""
    feeds: Sequence[FeedOf] = ()
    pages: Sequence[PageOf] = ()
    new: Sequence[PageOf] = ()
    stories: Sequence[Entry] = ()
    weeks: Sequence[tuple[date, str, int]] = ()
    description: str = ""
    opml: str = ""
    icon: str = ""
    logo: str = ""
    rights: str = ""
    templates: Mapping[str, str] = field(default_factory=dict)

    def address(self, name: str) -> str:
        """Return the address of a document, by its name."""
        return urljoin(self.base, name)


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of document of the whole site: its name in the configuration, what it is, and its module."""

    name: str
    what: str
    module: str

    def write(self, site: Site) -> Iterator[Document]:
        """Yield the documents of this kind; the one that names the others comes last."""
        module = importlib.import_module(f"feedtool.document.site.{self.module}")
        documents: Iterator[Document] = module.write(site)
        return documents


SITE: dict[str, Kind] = {
    row.name: row
    for row in (
        Kind(
            name="index",
            what="a page for people: what is new, every feed, how much a week: `index.html`",
            module="index",
        ),
        Kind(name="opml", what="a list of all feeds, for readers to import: `feeds.opml`", module="opml"),
        Kind(
            name="well-known", what="the same list where programs look for it: `.well-known/feeds`", module="wellknown"
        ),
        Kind(name="sitemap", what="the addresses of all articles, for search engines: `sitemap.xml`", module="sitemap"),
        Kind(name="news", what="the articles of the last two days, for news search: `news.xml`", module="news"),
    )
}
"""Every kind of document that a site can have beside its feeds, by name."""
