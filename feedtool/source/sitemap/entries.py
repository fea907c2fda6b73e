"""One sitemap: its entries as they stand there, XML or text, compressed or not.

Sources: sitemaps.org protocol 0.9 (XML, text, RSS and Atom), Google's news and image extensions.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from feedtool.article import Image
from feedtool.errors import SourceError
from feedtool.problem import Place
from feedtool.source.fetch.address import parse
from feedtool.source.fetch.decoding import DecodingError, gunzip
from feedtool.source.found import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator

_LARGEST = 64 * 2**20
_ROOTS = ("urlset", "sitemapindex", "rss", "feed", "RDF")
_ELEMENTS = ("{*}url", "{*}sitemap", "{*}item", "{*}entry")
_Element = etree._Element  # noqa: SLF001 - lxml has no other name for it
_STEP = 2**14
_HTML = (b"<!doctype html", b"<html")


class Entry(Struct, frozen=True, kw_only=True):
    """One address of a sitemap, with what stands beside it as it was written; `file` is the sitemap it stands in."""

    url: str
    file: str = ""
    line: int = 0
    lastmod: str = ""
    is_map: bool = False
    title: str = ""
    published: str = ""
    language: str = ""
    keywords: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()


def entries(content: bytes, name: str) -> Iterator[Entry | SourceError]:
    """Yield the entries of one sitemap, XML or text, compressed or not; an error where it breaks off."""
    try:
        if content.startswith(b"\x1f\x8b"):
            content = gunzip(content, largest=_LARGEST)
    except DecodingError as error:
        yield failure(name, f"the sitemap cannot be read: {error}")
        return
    content = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not content:
        yield failure(name, "the sitemap is empty", expected="addresses")
    elif content[:20].lower().startswith(_HTML):
        yield failure(name, "no sitemap, but an HTML page", expected="urlset or sitemapindex")
    elif content.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        yield from _xml(content, name)
    else:
        yield from _text(content, name)


def _text(content: bytes, name: str) -> Iterator[Entry | SourceError]:
    for number, line in enumerate(io.BytesIO(content), 1):
        text = line.decode("utf-8", "replace").strip()
        if text:
            yield _checked(Entry(url=text, line=number), name)
        if text and not is_address(text):
            return  # it is no list of addresses, and one error says so


def _xml(content: bytes, name: str) -> Iterator[Entry | SourceError]:
    """Yield the entries of an XML sitemap as they come by; entities are left as they are."""
    parser = etree.XMLPullParser(("end",), tag=_ELEMENTS, resolve_entities=False, no_network=True)
    found = False
    try:
        for element in _elements(content, parser):
            found = True
            if entry := _entry(element):
                yield _checked(entry, name)
            _forget(element)
        root = etree.QName(parser.close()).localname
    except etree.XMLSyntaxError as error:
        yield failure(name, f"the XML breaks off: {error.msg}", line=error.lineno or 0)
        return
    if not found and root not in _ROOTS:
        yield failure(name, f"no sitemap: its root is {root}", expected="urlset or sitemapindex")


def _elements(content: bytes, parser: etree.XMLPullParser) -> Iterator[_Element]:
    """Yield the elements that are whole.

    Raises:
        XMLSyntaxError: the document breaks off here.

    """
    for at in range(0, len(content), _STEP):
        try:
            parser.feed(content[at : at + _STEP])
        except etree.XMLSyntaxError:
            yield from _ended(parser)
            raise
        yield from _ended(parser)


def _ended(parser: etree.XMLPullParser) -> Iterator[_Element]:
    for _, element in parser.read_events():
        yield element


def _forget(element: _Element) -> None:
    """Empty an element that was read, and take away those before it."""
    element.clear()
    while element.getprevious() is not None and (parent := element.getparent()) is not None:
        del parent[0]


def _checked(entry: Entry, name: str) -> Entry | SourceError:
    """Return an entry with its address as it goes over the wire, and where it stands."""
    try:
        url = parse(urljoin(name, entry.url) if is_address(name) else entry.url).url
    except (SourceError, ValueError) as error:
        message = error.message if isinstance(error, SourceError) else str(error)
        return failure(name, f"{entry.url[:80]!r} is no address: {message}", line=entry.line)
    return replace(entry, url=url, file=name)


def _entry(element: _Element) -> Entry | None:
    """Return what an element says: `url`, `sitemap`, or an item of a feed that is used as a sitemap."""
    kind = etree.QName(element).localname
    said = _children(element)
    url = said.get("loc") or said.get("link") or _href(element)
    if not url:
        return None
    if kind in ("item", "entry"):
        return Entry(url=url, line=element.sourceline or 0, lastmod=said.get("updated") or said.get("pubDate", ""))
    news = element.find("{*}news")
    told = _children(news) if news is not None else {}
    publication = news.find("{*}publication") if news is not None else None
    words = (word.strip() for word in told.get("keywords", "").split(","))
    return Entry(
        url=url,
        line=element.sourceline or 0,
        lastmod=said.get("lastmod", ""),
        is_map=kind == "sitemap",
        title=told.get("title", ""),
        published=told.get("publication_date", ""),
        language=_children(publication).get("language", "") if publication is not None else "",
        keywords=tuple(filter(None, words)),
        images=tuple(_image(image) for image in element.iterfind("{*}image")),
    )


def _image(element: _Element) -> Image:
    said = _children(element)
    return Image(url=said.get("loc", ""), alt=said.get("title", ""), caption=said.get("caption", ""))


def _href(element: _Element) -> str:
    links = (link for link in element.iterfind("{*}link") if link.get("rel", "alternate") == "alternate")
    return next((link.get("href", "") for link in links), "")


def _children(element: _Element) -> dict[str, str]:
    """Return the text of an element's children by name, of several the first one that has any."""
    said: dict[str, str] = {}
    for child in element.iterchildren("*"):
        text = (child.text or "").strip()
        if text:
            said.setdefault(etree.QName(child).localname, text)
    return said


def failure(name: str, message: str, *, line: int = 0, expected: str = "", hint: str = "") -> SourceError:
    """Return the error that says what is wrong with a sitemap, and where in it."""
    return SourceError(message, place=Place(file=name, line=line), expected=expected, hint=hint)
