"""BODY: the text of the article, told from the page by trafilatura, as Markdown with its subheads."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree, html

from feedtool.article import Related
from feedtool.characters import fold
from feedtool.errors import SourceError
from feedtool.markup import web
from feedtool.prose import markdown_of_tree
from feedtool.source.html.datelines import is_date_line
from feedtool.source.html.subheads import mend_subheads, text_of
from feedtool.source.pagetext.lines import Kind, read_lines
from feedtool.source.pagetext.names import read_byline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_HINT = "pip install 'feedtool[html]'"
_HIGHLIGHTS = {"#b": "strong", "#i": "em", "#t": "code", "#sub": "sub", "#sup": "sup", "#u": "span"}
_NAMES = {
    "head": "h2",
    "ref": "a",
    "list": "ul",
    "item": "li",
    "quote": "blockquote",
    "lb": "br",
    "row": "tr",
    "cell": "td",
    "graphic": "img",
}
_ATTRIBUTES = {"a": ("target", "href"), "img": ("src", "src")}
_FURNITURE = frozenset((Kind.CROSS_LINK, Kind.TAGS, Kind.LIST))
_CHUNK = re.compile(r"body|content|text|story|article|chunk", re.IGNORECASE)
_NO_CHUNK = re.compile(r"comment|related|teaser|card|promo|repl(?:y|ies)", re.IGNORECASE)
_HEAD = 5  # elements
_PARAGRAPH = 120  # characters


class Body(NamedTuple):
    """The text of an article as Markdown, and its first words as they stand on the page."""

    markdown: str
    first: str = ""
    subheads: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()


NO_BODY = Body("")


def read_body(text: str, address: str, head: tuple[str, ...], *, fast: bool = False) -> Body:
    """Return the text of the article on a page, empty where there is none.

    `head` is what stands above it and is known already: title, names, captions.  `fast` leaves out the second
    opinions, of which one (jusText) takes time that grows with the square of a page's blocks.

    Raises:
        SourceError: trafilatura is not installed.

    """
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise SourceError("the text of saved pages is read by trafilatura, which is missing", hint=_HINT) from None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode(), parser=parser, ensure_head_body=True)
    except etree.ParserError:  # nothing but the beginning of a tag
        return NO_BODY
    _join_chunks(tree)
    found = bare_extraction(
        tree,
        fast=fast,
        url=address or None,
        favor_precision=True,
        include_comments=False,
        include_formatting=True,
        include_links=True,
    )
    body = getattr(found, "body", None)
    return _written(body, tree, address, head) if body is not None else NO_BODY


def _join_chunks(tree: Element) -> None:
    """Put text that advertisements part into several containers of one class, side by side, into the first of them."""
    first: dict[tuple[Element, str], Element] = {}
    for chunk in list(tree.iter("div", "section")):
        parent, name = chunk.getparent(), chunk.get("class") or ""
        above = parent.getparent() if parent is not None else None
        count = sum(map(_is_paragraph, chunk)) if above is not None and _CHUNK.search(name) else 0
        if above is None or not count or _NO_CHUNK.search(name):
            continue
        begun = first.get((above, name))
        if begun is None and count > 1:
            first[above, name] = chunk
        elif begun is not None and begun not in chunk.iterancestors() and not _is_headed(chunk, begun):
            begun.extend(list(chunk))


def _is_headed(chunk: Element, begun: Element) -> bool:
    """Tell whether a container has a headline, in it or beside it: then it is another article."""
    parent = chunk.getparent()
    if parent is None or next(chunk.iter("h1"), None) is not None:
        return True
    headings = parent.iter("h1", "h2", "h3") if parent is not begun.getparent() else ()
    return any(chunk not in heading.iterancestors() for heading in headings)


def _is_paragraph(element: Element) -> bool:
    return element.tag == "p" and len(text_of(element)) > _PARAGRAPH


def _written(body: Element, page: Element, address: str, head: tuple[str, ...]) -> Body:
    for element in list(body.iter()):
        if isinstance(element.tag, str):
            _renamed(element)
    _without_head(body, {fold(text) for text in head})
    related = tuple(_without_furniture(body, address))
    mend_subheads(body, page, lambda text: not _FURNITURE.isdisjoint(line.kind for line in read_lines(text)))
    subheads = tuple(filter(None, (text_of(heading) for heading in body.iter("h2", "h3", "h4", "h5", "h6"))))
    first = next((" ".join(text.split()) for text in body.itertext() if text.strip()), "")
    return Body(markdown_of_tree(body, address), first, subheads, related)


def _renamed(element: Element) -> None:
    """Give an element of trafilatura (TEI) its name in HTML."""
    rend = element.get("rend") or ""
    name = str(element.tag)
    if name == "hi":
        element.tag = _HIGHLIGHTS.get(rend, "span")
    elif name == "head":
        element.tag = rend if rend in ("h3", "h4", "h5", "h6") else "h2"
    elif name == "list":
        element.tag = "ol" if rend == "ol" else "ul"
    elif name == "cell" and element.get("role") == "head":
        element.tag = "th"
    elif name == "code" and "\n" in "".join(element.itertext()):
        element.tag = "pre"
    else:
        element.tag = _NAMES.get(name, name)
    given, wanted = _ATTRIBUTES.get(str(element.tag), ("", ""))
    if given and element.get(given):
        element.set(wanted, element.get(given) or "")


def _without_head(body: Element, head: set[str]) -> None:
    """Remove what stands above the text and is known already: title, byline, date line, caption."""
    for element in list(body)[:_HEAD]:
        text = text_of(element)
        known = fold(text) in head or is_date_line(text) or (len(text) < 100 and read_byline(text) is not None)
        if known and not element.tail:
            body.remove(element)
        elif len(text) > _PARAGRAPH:
            return


def _without_furniture(body: Element, address: str) -> Iterator[Related]:
    """Remove cross-links, lists' labels and tag lines from the text; yield what the cross-links point to."""
    for element in [element for element in body.iter("p", "h2", "h3", "h4") if not element.tail]:
        lines = read_lines(text_of(element))
        parent = element.getparent()
        if parent is None or not lines or lines[0].kind not in _FURNITURE:
            continue
        if lines[0].kind is Kind.CROSS_LINK:
            links = [web(link.get("href") or "", address) for link in element.iter("a")]
            yield Related(title=lines[0].value or text_of(element), url=next(iter(links), ""))
        parent.remove(element)


def plain_body(text: str) -> Body:
    """Return the text that metadata hold (articleBody) where the page shows none."""
    root = etree.Element("body")
    for line in text.splitlines():
        etree.SubElement(root, "p").text = line.strip()
    return Body(markdown_of_tree(root), " ".join(text.split())[:200])
