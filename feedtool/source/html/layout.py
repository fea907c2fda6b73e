"""LAYOUT: what the layout of a page does to its text, undone before the text is looked for.

Text that stands loose in a container is given paragraphs, text that advertisements part is joined, and tables that part
a page into columns are no tables.  What only looks like text goes: links around whole teasers, cards that open over a
name, and empty elements before a word (anchors, WordPress's `<span id="more-12">`), behind which extractors lose it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from feedtool.later import regex
from feedtool.source.html.subheads import text_of
from feedtool.source.pagetext.lines import closed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font"),
        *("i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub"),
        *("sup", "time", "tt", "u", "var", "wbr"),
    )
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("p", "div", *_HEADINGS, "ul", "ol", "table", "blockquote", "figure", "section")
_UNWRAPPED = frozenset(("p", "h2", "h3", "h4", "ul", "ol", "blockquote"))
_HOLLOW = ("span", "a", "i", "em", "b", "strong", "u", "font", "small", "ins", "mark")
_BLOCKS_IN_LINK = frozenset((*_HEADINGS, "p"))
_OVER = regex(r"rollover|tool-?tip|pop-?over|hover-?card", re.IGNORECASE)
_READ_OUT = regex(r"(?:^|\s)sr-only|screen-reader|visually-?hidden|editsection", re.IGNORECASE)
_CHUNK = regex(r"body|content|text|story|article|chunk", re.IGNORECASE)
_NO_CHUNK = regex(r"comment|related|teaser|card|promo|repl(?:y|ies)", re.IGNORECASE)
_PARAGRAPH = 120  # characters
_LOOSE = 3
_TEASER = 2000
_COLUMN = 700
_TABLE = ("thead", "tbody", "tfoot", "tr", "td", "caption", "colgroup", "col")


def undo_layout(tree: Element) -> None:
    """Change the tree of a page so that its text stands in paragraphs, side by side."""
    _open_tables(tree)
    _drop_teasers(tree)
    _drop_overlays(tree)
    _drop_hollow(tree)
    _give_paragraphs(tree)
    _unwrap(tree)
    _join_chunks(tree)


def _drop(element: Element) -> None:
    """Remove an element, but not the text behind it."""
    parent, tail = element.getparent(), element.tail or ""
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _open_tables(tree: Element) -> None:
    """Make containers of the tables that hold no data, but the columns of a page: with headings, or long cells."""
    for table in list(tree.iter("table")):
        if table.find(".//th") is None and any(map(_is_column, table.iter("td"))):
            for part in list(table.iter(*_TABLE)):
                if next(part.iterancestors("table"), table) is table:
                    part.tag = "div"
            table.tag = "div"


def _is_column(cell: Element) -> bool:
    if next(cell.iter("h1", "table"), None) is not None or sum(1 for _ in cell.iter("p")) > 2:
        return True
    return len(text_of(cell)) > _COLUMN


def _drop_teasers(tree: Element) -> None:
    """Remove the links around a whole block with its heading or paragraph: they lead to other articles."""
    for link in list(tree.iter("a")):
        if len(link) and any(element.tag in _BLOCKS_IN_LINK for element in link.iterdescendants()):
            inside = any(above.tag in _BLOCKS_IN_LINK for above in link.iterancestors())
            if link.get("href") and not inside and len(text_of(link)) < _TEASER:
                _drop(link)


def _drop_overlays(tree: Element) -> None:
    """Remove what is shown over a paragraph, read out only, or not shown at all: cards, notes, microdata."""
    over = (
        element
        for paragraph in tree.iter("p", *_HEADINGS)
        for element in paragraph.iterdescendants("span", "div", "small")
    )
    for element in list(over):
        name = element.get("class")
        if name and (_READ_OUT.search(name) or (_OVER.search(name) and _opens_over(element))):
            _drop(element)
    for element in list(tree.iter("span")):
        if "hidden" in (element.get("class") or "").split():
            _drop(element)


def _opens_over(element: Element) -> bool:
    """Tell whether an element is the card, not the word that it opens over: a card stands in an element of its kind."""
    parent = element.getparent()
    return parent is not None and _OVER.search(parent.get("class") or "") is not None


def _drop_hollow(tree: Element) -> None:
    """Remove empty elements within a line; the text behind them stays."""
    for element in list(tree.iter(*_HOLLOW)):
        if not len(element) and not (element.text or "").strip():
            element.tail = (element.text or "") + (element.tail or "")
            _drop(element)
    for heading in tree.iter(*_HEADINGS):
        for element in list(heading.iter("div")):
            if not len(element) and not (element.text or "").strip():
                _drop(element)


def _give_paragraphs(tree: Element) -> None:
    """Put text that stands loose in a container into paragraphs, parted where two line breaks follow each other."""
    for element in list(tree.iter("font", "span", "center", "b", "strong", "em", "i", "p")):
        parted = element.tag != "p" and any(map(_is_second_break, element))
        if parted or next(element.iterdescendants(*_BLOCKS), None) is not None:
            element.tag = "div"
        elif element.tag == "span" and _is_block(element):
            element.tag = "p"
    for container in list(tree.iter("div", "td", "section", "article", "main", "center", "body", "p")):
        broken = any(map(_is_second_break, container))
        if container.tag == "p":
            if broken:
                _part(container)
        elif not len(container) and _is_beside_paragraphs(container):
            container.tag = "p"
        elif (broken or len(container)) and _is_loose(container):
            if container.tag == "div" and all(child.tag in _INLINE and child.tag != "br" for child in container):
                container.tag = "p"
            else:
                _wrap(container)


def _is_beside_paragraphs(container: Element) -> bool:
    """Tell whether a container of text alone stands beside paragraphs: then it is one, as a lead may be."""
    near = (container.getprevious(), container.getnext())
    return container.tag == "div" and len(text_of(container)) > _PARAGRAPH and any(map(_is_paragraph, _elements(near)))


def _elements(found: Iterable[Element | None]) -> Iterator[Element]:
    return (element for element in found if element is not None)


def _is_block(span: Element) -> bool:
    """Tell whether a span is a paragraph among others of its kind, as styles can make it."""
    parent = span.getparent()
    if (span.tail or "").strip() or parent is None or parent.tag == "p":
        return False
    beside = [other for other in (span.getprevious(), span.getnext()) if other is not None]
    alike = any(other.tag in ("span", "p") and other.get("class") == span.get("class") for other in beside)
    return alike and len(text_of(span)) > _PARAGRAPH


def _is_second_break(element: Element) -> bool:
    before = element.getprevious()
    return element.tag == "br" and before is not None and before.tag == "br" and not (before.tail or "").strip()


def _is_loose(container: Element) -> bool:
    """Tell whether a container holds text beside its elements, or a paragraph's worth of it beside its blocks."""
    if len("".join((container.text or "", *(child.tail or "" for child in container))).strip()) >= _LOOSE:
        return True
    spans = [child for child in container if child.tag in _INLINE]
    return len(spans) < len(container) and sum(len(text_of(part)) for part in spans if part.tag != "a") > _PARAGRAPH


def _wrap(container: Element) -> None:
    """Put the runs of text and inline elements of a container into paragraphs."""
    children = list(container)
    text, container.text = container.text, None
    paragraph = etree.Element("p")
    paragraph.text = text
    for child in children:
        container.remove(child)
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag in _INLINE:
            paragraph.append(child)
            if _is_second_break(child) or (child.tag == "br" and _is_whole(paragraph)):
                paragraph = _ended(container, paragraph)
                paragraph.text = tail
            else:
                child.tail = tail
        else:
            paragraph = _ended(container, paragraph)
            container.append(child)
            paragraph.text = tail
    _ended(container, paragraph)


def _is_whole(paragraph: Element) -> bool:
    """Tell whether what stands before a line break is as long as a paragraph and ends as one does: verse is not."""
    break_ = paragraph[-1]
    before = break_.getprevious()
    last = paragraph.text if before is None else (before.tail or "").strip() or text_of(before)
    if not last or not closed(last.strip()):
        return False
    return len(text_of(paragraph)) > _PARAGRAPH


def _ended(container: Element, paragraph: Element) -> Element:
    """Add a paragraph to its container, less the line breaks at its ends, and return a new one."""
    while len(paragraph) and paragraph[0].tag == "br" and not (paragraph.text or "").strip():
        _drop(paragraph[0])
    while len(paragraph) and paragraph[-1].tag == "br" and not (paragraph[-1].tail or "").strip():
        paragraph.remove(paragraph[-1])
    if len(paragraph) or (paragraph.text or "").strip():
        container.append(paragraph)
    return etree.Element("p")


def _part(paragraph: Element) -> None:
    """Make several paragraphs of one that is parted by line breaks."""
    holder = etree.Element("div")
    tail, paragraph.tail = paragraph.tail, None
    paragraph.addprevious(holder)
    holder.text = paragraph.text
    holder.extend(list(paragraph))
    _wrap(holder)
    for part in list(holder):
        holder.addprevious(part)
    parent = holder.getparent()
    if parent is not None:
        parent.remove(holder)
    before = paragraph.getprevious()
    if before is not None:
        before.tail = tail
        _drop(paragraph)


def _unwrap(tree: Element) -> None:
    """Take single paragraphs, headings and lists out of containers that say nothing of what is in them."""
    for container in reversed(list(tree.iter("div"))):
        if len(container) != 1 or container[0].tag not in _UNWRAPPED or (container.text or "").strip():
            continue
        name = container.get("class") or container.get("id")
        parent = container.getparent()
        if parent is not None and (not name or (_CHUNK.search(name) and not _NO_CHUNK.search(name))):
            child = container[0]
            child.tail = (child.tail or "") + (container.tail or "")
            parent.replace(container, child)


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
