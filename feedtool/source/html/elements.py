"""ELEMENTS: what the elements of a page say of its article: meta, link, microdata, time, headings, bylines.

Sources: ogp.me; HTML (section 4.2.5 meta, 5 microdata); Dublin Core; what Parse.ly, Sailthru and others ask pages for.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from feedtool.later import regex
from feedtool.source.html.datelines import below
from feedtool.source.html.facts import Fact, line_in, text_in
from feedtool.source.html.jsonld import clean
from feedtool.source.pagetext.names import lone_names, read_byline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml.etree import _Element as Element

METAS: Mapping[str, tuple[str, ...]] = {
    "title": (
        *("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "headline"),
        *("citation_title", "title"),
    ),
    "summary": (
        *("og:description", "description", "twitter:description", "sailthru.description", "dc.description"),
        "dcterms.description",
    ),
    "author": (
        *("author", "article:author", "article:author_name", "og:article:author", "parsely-author", "sailthru.author"),
        *("dc.creator", "dcterms.creator", "byl", "byline", "cxenseparse:author", "citation_author", "article.author"),
        *("cse_authors", "authors", "dc.contributor.author"),
    ),
    "published": (
        *("article:published_time", "og:article:published_time", "article:published", "article.published"),
        *("og:published_time", "datepublished", "parsely-pub-date", "dc.date.issued", "dcterms.issued", "pubdate"),
        *("publishdate", "publish-date", "publish_date", "published_time", "published-date", "publication_date"),
        *("cxenseparse:publishtime", "cxenseparse:recs:publishtime", "article_date_original", "rnews:datepublished"),
        *("originalpublicationdate", "sailthru.date", "displaydate", "date", "dc.date", "dcterms.created"),
        *(
            "dc.date.created",
            "created",
            "article:post_date",
            "citation_publication_date",
            "timestamp",
            "iso-8601-publish-date",
        ),
    ),
    "updated": (
        *("article:modified_time", "og:article:modified_time", "article:modified", "article.updated"),
        *("og:updated_time", "datemodified", "dc.date.modified", "dcterms.modified", "lastmod", "last-modified"),
        *("lastmodified", "revision_date", "article:updated_time", "cxenseparse:recs:modifiedtime"),
    ),
    "picture": (
        *("og:image", "og:image:secure_url", "og:image:url", "twitter:image", "twitter:image:src"),
        *("parsely-image-url", "sailthru.image.full", "image"),
    ),
    "picture alt": ("og:image:alt", "twitter:image:alt"),
    "tag": ("article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "news_keywords", "keywords"),
    "section": ("article:section", "parsely-section"),
    "language": ("og:locale", "content-language", "language", "dc.language", "dcterms.language"),
    "address": ("og:url", "parsely-link", "twitter:url"),
    "site": (
        "og:site_name",
        "application-name",
        "al:ios:app_name",
        "dc.publisher",
        "publisher",
        "apple-mobile-web-app-title",
    ),
}
"""Which names of meta elements speak of which field, the most trusted first."""

_RANKS = {name: (field, rank) for field, names in METAS.items() for rank, name in enumerate(names)}
_ITEMS = {
    "headline": "title",
    "author": "author",
    "creator": "author",
    "editor": "editor",
    "datepublished": "published",
    "datecreated": "created",
    "datemodified": "updated",
    "description": "summary",
    "keywords": "tag",
    "image": "picture",
    "inlanguage": "language",
}
_ASIDE = frozenset(("aside", "nav", "footer"))
_VALUES = ("content", "datetime", "href", "src")
_NAMED = ("class", "rel", "itemprop", "data-testid")
_NAMES = ("a", "p", "span", "div", "li", "address", "h2", "h3", "h4", "strong", "em", "cite", "b", "td")
_BYLINE = regex(r"byline|author|submitted", re.IGNORECASE)
_OTHERS = regex(r"comment-|comments?(?:$|\s)|related|recommend|teaser", re.IGNORECASE)
_BYLINE_SAYS = regex(r"(?:\w+ )?(?:by|von|par|por|di|door)[\s:]+\w|[^\W\d_]{2,12}\s?[:：]\s?[^\W\d]", re.IGNORECASE)


def read_metas(metas: Sequence[Element]) -> Iterator[tuple[str, Fact]]:
    """Yield what meta elements say, by field, the names that are trusted most first."""
    found: list[tuple[int, str, Fact]] = []
    for meta in metas:
        name = meta.get("property") or meta.get("name") or meta.get("http-equiv") or meta.get("itemprop") or ""
        field, rank = _field(name.strip().lower())
        value = clean(meta.get("content") or "") if field else ""
        if value:
            fact = Fact(value, f'meta "{name.strip()}"', meta.sourceline or 0)
            if field == "tag":
                found += [(rank, field, Fact(clean(word), fact.rule, fact.line)) for word in value.split(",")]
            else:
                found.append((rank, field, fact))
    found += _labelled(metas)
    found.sort(key=lambda entry: entry[0])
    return ((field, fact) for _, field, fact in found)


def _labelled(metas: Iterable[Element]) -> Iterator[tuple[int, str, Fact]]:
    """Yield who wrote the article where a card says so under a label: twitter:label1 and twitter:data1."""
    cards = {name: meta for meta in metas if (name := meta.get("name") or meta.get("property") or "")[:8] == "twitter:"}
    for name, meta in cards.items():
        data = cards.get(name.replace("label", "data"))
        if data is not meta and data is not None and (meta.get("content") or "").strip().lower() in _WRITTEN_BY:
            yield 90, "author", Fact(clean(data.get("content") or ""), f'meta "{name}"', data.sourceline or 0)


_WRITTEN_BY = frozenset(
    ("written by", "author", "by", "verfasst von", "écrit par", "escrito por", "scritto da", "autor")
)


def _field(name: str) -> tuple[str, int]:
    """Return which field a name speaks of, and its rank; names of one site's own come last (`site_authors`)."""
    known = _RANKS.get(name)
    return known or (("author", 99) if name.endswith(("author", "authors")) else ("", 0))


def read_items(tree: Element) -> Iterator[tuple[str, Fact]]:
    """Yield what microdata say of the article, or of the page where no article is marked."""
    for item in tree.xpath("//*[@itemprop]")[:2000]:
        for name in (item.get("itemprop") or "").split():
            field = _ITEMS.get(name.lower())
            if field and _is_ours(item):
                yield field, Fact(_item_value(item, field), f"microdata {name}", item.sourceline or 0)


def _is_ours(item: Element) -> bool:
    """Tell whether a property is one of an article or of no marked thing, not of a person or of a list's item."""
    for above in item.iterancestors():
        kind = above.get("itemtype")
        if kind:
            return kind.rstrip("/").endswith(("Article", "Posting", "WebPage", "Report", "Review"))
        if above.get("itemprop") in ("comment", "video", "itemListElement"):
            return False
    return True


def _item_value(item: Element, field: str) -> str:
    named = item.xpath(".//*[@itemprop='name']")[:1] if field in ("author", "editor") else []
    for part in (*named, item):
        attributes = ("content", "datetime") if field in ("author", "editor", "title") else _VALUES
        value = next((part.get(name) for name in attributes if part.get(name)), "") or text_in(part)
        if value:
            return clean(value)
    return ""


def read_bylines(tree: Element) -> Iterator[tuple[str, Fact]]:
    """Yield the texts of the elements whose class, or relation, says that they name authors."""
    named = (element for element in tree.iter(*_NAMES) if _is_byline(element))
    for element in islice(named, 60):
        text = line_in(element)
        if len(text) > 3 and not _is_comment(element):
            rule = 'link rel="author"' if "author" in (element.get("rel") or "") else "byline"
            yield rule, Fact(_linked_names(element, text), rule, element.sourceline or 0)


def _linked_names(element: Element, text: str) -> str:
    """Return the linked names of a byline that says more than names: `Ana Diaz Senior Correspondent`."""
    if lone_names(text) or read_byline(text):
        return text
    return " and ".join(name for link in element.iter("a") if lone_names(name := line_in(link))) or text


def _is_comment(element: Element) -> bool:
    return any(_OTHERS.search(above.get("class") or "") for above in (element, *element.iterancestors()))


def _is_byline(element: Element) -> bool:
    values = element.values()  # all of them at once: hardly any element is one
    if not values or not _BYLINE.search(" ".join(values)):
        return False
    return any((value := element.get(name)) and _BYLINE.search(value) for name in _NAMED)


def read_named(tree: Element) -> Iterator[tuple[str, Fact]]:
    """Yield short lines below the headline that begin as a byline does."""
    for element in islice(below(tree, "p", "span", "div", "li", "a", "address", "font", "td"), 60):
        text = line_in(element)
        if text and _BYLINE_SAYS.match(text) and read_byline(text):
            yield "byline", Fact(text, "byline", element.sourceline or 0)


def read_times(times: Iterable[Element], headings: Iterable[Element]) -> Iterator[tuple[str, Fact]]:
    """Yield the dates of `time` elements: those marked as the publication's, then those below the headline."""
    line = next((heading.sourceline or 0 for heading in headings), 0)
    ours = [time for time in list(times)[:200] if not any(above.tag in _ASIDE for above in time.iterancestors())]
    for time in sorted(ours, key=lambda time: (time.sourceline or 0) < line)[:50]:
        value = clean(time.get("datetime") or time.get("content") or (time.tag == "abbr" and time.get("title")) or "")
        named = (time.get("class") or "").lower()
        marked = time.get("pubdate") is not None or "publi" in named
        later = not marked and ("updat" in named or "modif" in named)
        name = "time marked" if marked else "updated" if later else "time"
        yield name, Fact(value, "time element", time.sourceline or 0)
