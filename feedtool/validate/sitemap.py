"""Sitemaps, their indexes and news sitemaps, held against what their schemas and limits say.

Sources: https://www.sitemaps.org/protocol.html, sitemap.xsd and siteindex.xsd there, and
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap with sitemap-news.xsd.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import lxml.etree as ET  # noqa: N812

from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

SPACE: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS: Final = "{http://www.google.com/schemas/sitemap-news/0.9}"
MOST: Final = 50_000
MOST_NEWS: Final = 1_000
_LONGEST: Final = 2_048
_ENTRIES: Final = {f"{SPACE}urlset": f"{SPACE}url", f"{SPACE}sitemapindex": f"{SPACE}sitemap"}
_ORDER: Final = [f"{SPACE}{name}" for name in ("loc", "lastmod", "changefreq", "priority")]
_OFTEN: Final = {"always", "hourly", "daily", "weekly", "monthly", "yearly", "never"}
_MOMENT: Final = regex(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?", re.ASCII)
_PRIORITY: Final = regex(r"0(\.\d+)?|1(\.0+)?|\.\d+", re.ASCII)
_LANGUAGE: Final = regex(r"[a-z]{2,3}|zh-cn|zh-tw", re.ASCII)


def faults_of(content: bytes) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a sitemap, each with its line (from 1), as far as lines are counted."""
    try:
        root = ET.fromstring(content, ET.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except ET.XMLSyntaxError as error:
        yield error.lineno or 1, f"this is not well-formed: {error.msg}"
        return
    due = _ENTRIES.get(str(root.tag))
    if due is None:
        yield 1, "a sitemap begins with <urlset> or <sitemapindex> in the namespace of sitemaps.org"
        return
    yield from _limits(root)
    hosts: set[str] = set()
    for entry in root:
        line = entry.sourceline or 1
        if entry.tag != due:
            yield line, f"<{ET.QName(entry).localname}> does not belong here"
            continue
        yield from ((line, message) for message in _of_entry(entry))
        hosts |= {f"{host.scheme}://{host.netloc}" for host in (urlsplit(_text(entry, _ORDER[0])),) if host.netloc}
        if len(hosts) > 1:
            yield line, "all addresses of a sitemap are of one site"
            hosts.pop()


def _limits(root: ET._Element) -> Iterator[tuple[int, str]]:
    if not len(root):
        yield 1, "a sitemap must not be empty"
    if len(root) > MOST:
        yield 1, f"a sitemap has at most {MOST} entries"
    if len(root.findall(f"{SPACE}url/{NEWS}news")) > MOST_NEWS:
        yield 1, f"a news sitemap has at most {MOST_NEWS} articles"


def _of_entry(entry: ET._Element) -> Iterator[str]:
    known = [child.tag for child in entry if child.tag in _ORDER]
    if known != [tag for tag in _ORDER if tag in known]:
        yield "loc, lastmod, changefreq and priority stand once each, in this order"
    address = _text(entry, _ORDER[0])
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or len(address) > _LONGEST or not address.isascii():
        yield f"<loc> is a whole address of at most {_LONGEST} characters, not {address[:80]!r}"
    for tag, is_right in (
        ("lastmod", _MOMENT.fullmatch),
        ("changefreq", _OFTEN.__contains__),
        ("priority", _PRIORITY.fullmatch),
    ):
        value = entry.findtext(f"{SPACE}{tag}")
        if value is not None and not is_right(value.strip()):
            yield f"<{tag}> cannot be {value[:80]!r}"
    for news in entry.iter(f"{NEWS}news"):
        yield from _of_news(news)


def _of_news(news: ET._Element) -> Iterator[str]:
    for path, is_right in (
        (("publication", "name"), bool),
        (("publication", "language"), _LANGUAGE.fullmatch),
        (("publication_date",), _MOMENT.fullmatch),
        (("title",), bool),
    ):
        found = news.findall("/".join(f"{NEWS}{name}" for name in path))
        if len(found) != 1 or not is_right((found[0].text or "").strip()):
            yield f"<news:{path[-1]}> is missing, doubled or ill-formed"


def _text(entry: ET._Element, tag: str) -> str:
    return (entry.findtext(tag) or "").strip()
