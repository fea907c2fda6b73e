"""BODY: the text of the article, told from the page by trafilatura, as Markdown with its subheads."""

from __future__ import annotations

import logging
import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree, html

from feedtool.errors import SourceError
from feedtool.later import regex
from feedtool.prose import markdown_of_tree
from feedtool.source.html.furniture import Known, drop_furniture
from feedtool.source.html.layout import undo_layout
from feedtool.source.html.standfirst import drop_standfirst
from feedtool.source.html.subheads import mend_subheads, text_of
from feedtool.source.pagetext.lines import Kind, read_lines

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from feedtool.article import Related

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
_TAG = regex(r"</?(?:p|br|div|ul|h\d)\b", re.IGNORECASE)
_FURNITURE = frozenset((Kind.CROSS_LINK, Kind.TAGS, Kind.LIST))


class Body(NamedTuple):
    """The text of an article as Markdown, and its first words as they stand on the page."""

    markdown: str
    first: str = ""
    subheads: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    rule: str = "by trafilatura"


NO_BODY = Body("")


def read_body(text: str, address: str, known: Known, *, fast: bool = False) -> Body:
    """Return the text of the article on a page, empty where there is none.

    `known` is what other parts of the page say already.  `fast` leaves out the second opinions, of which one (jusText)
    takes time that grows with the square of a page's blocks.

    Raises:
        SourceError: trafilatura is not installed.

    """
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise SourceError("the text of saved pages is read by trafilatura, which is missing", hint=_HINT) from None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))  # one class for any tag
    try:
        tree = html.document_fromstring(text.encode(), parser=parser, ensure_head_body=True)
    except etree.ParserError:  # nothing but the beginning of a tag
        return NO_BODY
    drop_standfirst(tree, known.summary)
    undo_layout(tree)
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
    return _written(body, tree, address, known) if body is not None else NO_BODY


def _written(body: Element, page: Element, address: str, known: Known) -> Body:
    for element in list(body.iter()):
        if isinstance(element.tag, str):
            _renamed(element)
    related = drop_furniture(body, address, known)
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


def stated_body(text: str, address: str) -> Body:
    """Return the text that metadata hold (articleBody), as plain text or as HTML, its lines as paragraphs."""
    root: Element = etree.Element("body")
    if _TAG.search(text):
        root = html.fragment_fromstring(text, create_parent="body")
    else:
        for line in unescape(text).splitlines():
            etree.SubElement(root, "p").text = line.strip()
    words = " ".join("".join(root.itertext()).split())
    return Body(markdown_of_tree(root, address), words[:200], rule="stated in the metadata")
