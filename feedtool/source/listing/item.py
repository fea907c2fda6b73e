"""One item of a listing: what its element says of the page that it leads to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.article import Evidence, Image
from feedtool.later import regex
from feedtool.source.fetch.behind import Known
from feedtool.source.listing.page import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from feedtool.source.listing.page import Page

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DATE_CLASS = regex(r"(?:^|[\s_-])(?:date|time|timestamp|published|posted|dateline|meta|byline)", re.IGNORECASE)
_MOST_DATES = 12
_LONGEST_DATE = 100
_SHORTEST_SUMMARY = 40
_LONGEST_TITLE = 300
_WIDE = regex("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


def length(text: str) -> int:
    """Return how long a text is to its readers: a Chinese, Japanese or Korean character says as much as three."""
    return len(text) + 2 * len(_WIDE.findall(text))


def main_link(element: HtmlElement, page: Page) -> HtmlElement | None:
    """Return the link of an item: itself, that of its heading, or the one with the longest text."""
    links = [link for link in element.iter("a") if page.address(link.get("href", ""))]
    above = next((one for one in element.iterancestors("a") if page.address(one.get("href", ""))), None)
    if not links:
        return above
    return max(links, key=lambda link: (_heads(link), length(text_of(link))))


def title_of(element: HtmlElement, link: HtmlElement) -> str:
    """Return the title of an item: its heading where it has one, else the text of its link, or what that is called."""
    heading = next(element.iter(*HEADINGS), None)
    inner = heading if heading is not None and (_heads(link) or not text_of(link)) else link
    text = text_of(inner) or link.get("title", "") or link.get("aria-label", "")
    return text if len(text) <= _LONGEST_TITLE else ""


def describe(element: HtmlElement, page: Page) -> Known | None:
    """Return what an item says; None where it leads nowhere."""
    link = main_link(element, page)
    if link is None:
        return None
    title = title_of(element, link)
    provenance = {"title": Evidence(rule="title in the listing", line=element.sourceline or 0, text=title)}
    published = None
    dated = next(filter(None, map(page.time, dates_in(element, title))), None)
    if dated:
        published, provenance["published"] = dated
    return Known(
        url=page.address(link.get("href", "")),
        title=title,
        summary=_summary(element, title),
        published=published,
        images=tuple(images_in(element, page)),
        language=page.language,
        provenance=provenance,
    )


def dates_in(element: HtmlElement, title: str = "") -> Iterator[str]:
    """Yield the texts of an item that may hold its date, the likeliest first."""
    for time in element.iter("time"):
        yield from filter(None, (time.get("datetime", ""), text_of(time)))
    marked = (one for one in element.iter("*") if _DATE_CLASS.search(one.get("class", "")))
    short = (str(piece).strip() for piece in element.itertext())
    texts = (*map(text_of, marked), *short)
    likely = [text for text in texts if text != title and len(text) < _LONGEST_DATE and _may_be_date(text)]
    yield from likely[:_MOST_DATES]


def images_in(element: HtmlElement, page: Page) -> Iterator[Image]:
    """Yield the first picture of an item."""
    for image in element.iter("img"):
        candidates = (image.get("data-src", ""), image.get("src", ""), image.get("srcset", "").split(" ")[0])
        url = next(filter(None, map(page.address, candidates)), "")
        if url:
            yield Image(url=url, alt=image.get("alt", ""))
            return


def once(found: Iterable[Known | None], page: Page) -> list[Known]:
    """Return what was found, each address once; what leads back to the page itself is left out."""
    known: dict[str, Known] = {}
    for one in found:
        if one is not None and one.url and one.url != page.base:
            known.setdefault(one.url, one)
    return list(known.values())


def _heads(link: HtmlElement) -> bool:
    """Whether a link is in a heading, or holds one."""
    return next(link.iterancestors(*HEADINGS), None) is not None or next(link.iter(*HEADINGS), None) is not None


def _may_be_date(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _summary(element: HtmlElement, title: str) -> str:
    texts = (text_of(paragraph) for paragraph in element.iter("p"))
    return max((text for text in texts if text != title and length(text) >= _SHORTEST_SUMMARY), key=len, default="")
