"""News sitemaps: the articles of the last two days, with publication, language, time and title.

Source: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from feedtool.document.site.sitemap import document, home_of, on_site, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.document import Document
    from feedtool.document.site import PageOf, Site

NAME = "news.xml"
DAYS = 2
"""How long an article is news."""
MOST = 1000
"""Articles that a news sitemap may hold; the newest stay."""
_SPACE = ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
_WHOLE_TAGS = {"zh-cn", "zh-tw"}
"""Languages that are not named by two or three letters alone."""


def write(site: Site) -> Iterator[Document]:
    """Yield the news sitemap.

    A sitemap must not be empty: where nothing is new it holds the home page as any sitemap does, which is no news.
    """
    new = [page for page in site.new if on_site(page, site) and _language(page, site)][:MOST]
    pages = new or [home_of(site)]
    content = "".join(place("url", page.address, page.updated, _news(page, site) if new else "") for page in pages)
    yield document(NAME, "urlset", content, max(page.updated for page in pages), spaces=_SPACE)


def _language(page: PageOf, site: Site) -> str:
    tag = (page.language or site.language).casefold()
    return tag if tag in _WHOLE_TAGS else tag.partition("-")[0]


def _news(page: PageOf, site: Site) -> str:
    name, title = html.escape(site.title, quote=False), html.escape(page.title, quote=False)
    return (
        "    <news:news>\n      <news:publication>\n"
        f"        <news:name>{name}</news:name>\n"
        f"        <news:language>{_language(page, site)}</news:language>\n"
        "      </news:publication>\n"
        f"      <news:publication_date>{page.published.isoformat()}</news:publication_date>\n"
        f"      <news:title>{title}</news:title>\n"
        "    </news:news>\n"
    )
