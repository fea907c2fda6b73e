"""Sitemaps: the address of every article, in files of 50,000 from the oldest on, so that full ones never change.

Source: https://www.sitemaps.org/protocol.html.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from feedtool.document import Document
from feedtool.document.site import PageOf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from feedtool.document.site import Site

MEDIA_TYPE = "application/xml"
NAME = "sitemap.xml"
MOST = 50_000
"""Addresses that one file may hold."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def write(site: Site, *, most: int = MOST) -> Iterator[Document]:
    """Yield the sitemap of a site; where there are more than `most` pages, one for each so many, and their index."""
    pages = [page for page in reversed(site.pages) if on_site(page, site)] or [home_of(site)]
    parts = [pages[start : start + most] for start in range(0, len(pages), most)]
    if len(parts) == 1:
        yield _urls(NAME, parts[0])
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        yield from map(_urls, names, parts)
        rows = zip(map(site.address, names), map(_newest, parts), strict=True)
        yield document(NAME, "sitemapindex", "".join(place("sitemap", *row) for row in rows), _newest(pages))


def home_of(site: Site) -> PageOf:
    """Return the home page, which stands alone where there is nothing else: a sitemap must not be empty."""
    return PageOf(address=site.home, title=site.title, published=site.updated, updated=site.updated)


def on_site(page: PageOf, site: Site) -> bool:
    """Whether a page may stand in a sitemap of a site: those of other sites may not."""
    return page.address.startswith(site.home)


def _urls(name: str, pages: Sequence[PageOf]) -> Document:
    content = "".join(place("url", page.address, page.updated) for page in pages)
    return document(name, "urlset", content, _newest(pages))


def _newest(pages: Sequence[PageOf]) -> datetime:
    return max(page.updated for page in pages)


def place(element: str, address: str, updated: datetime, more: str = "") -> str:
    """Return one entry; `more` is XML that stands at its end."""
    located = f"    <loc>{html.escape(address)}</loc>\n    <lastmod>{updated.isoformat()}</lastmod>\n"
    return f"  <{element}>\n{located}{more}  </{element}>\n"


def document(name: str, root: str, content: str, updated: datetime, *, spaces: str = "") -> Document:
    """Return a sitemap, or an index of several, of the XML of its entries."""
    text = f"{_HEAD}<{root} {_SPACE}{spaces}>\n{content}</{root}>\n"
    return Document(name=name, format="sitemap", media_type=MEDIA_TYPE, content=text.encode(), updated=updated)
