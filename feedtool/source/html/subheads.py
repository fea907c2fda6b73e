"""SUBHEADS: headings within the text that were lost or only set in bold, put back above their paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from feedtool.characters import fold
from feedtool.source.pagetext.lines import closed

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

_HEADINGS = ("h2", "h3", "h4")
_LONGEST = 120
_PARAGRAPH = 80


def mend_subheads(body: Element, page: Element, is_furniture: Callable[[str], bool]) -> None:
    """Give a text its subheads: the page's headings right above its paragraphs, and bold lines on their own."""
    for element in list(body):
        if _is_bold_line(element):
            element.tag = "h2"
            etree.strip_tags(element, "strong")
    for heading in body.iter(*_HEADINGS):
        etree.strip_tags(heading, "strong")
    texts = {fold(text): element for element in body if (text := text_of(element))}
    for heading in page.iter(*_HEADINGS):
        text = text_of(heading)
        below = _below(heading)
        if not text or len(text) > _LONGEST or below is None or fold(text) in texts or is_furniture(text):
            continue
        found = texts.get(fold(text_of(below)))
        if found is not None and found.tag == "p" and found.getprevious() is not None:
            restored = etree.Element(str(heading.tag))
            restored.text = text
            found.addprevious(restored)


def _below(heading: Element) -> Element | None:
    """Return the element right below a heading, whether they stand in one container or each in its own."""
    below = heading.getnext()
    parent = heading.getparent()
    if below is None and parent is not None and len(parent) == 1:
        below = parent.getnext()
    if below is None or below.tag not in ("div", "section"):
        return below
    first = next(below.iter("p"), below)
    return first if text_of(below).startswith(text_of(first)) else None


def text_of(element: Element) -> str:
    """Return the text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def _is_bold_line(element: Element) -> bool:
    """Tell whether an element is a short line, all of it bold and no sentence, above a paragraph."""
    below = element.getnext()
    if element.tag != "p" or len(element) != 1 or element[0].tag != "strong" or below is None:
        return False
    alone = not (element.text or "").strip() and not (element[0].tail or "").strip()
    text = text_of(element)
    return (
        alone
        and 0 < len(text) <= _LONGEST
        and not closed(text)
        and below.tag == "p"
        and len(text_of(below)) > _PARAGRAPH
    )
