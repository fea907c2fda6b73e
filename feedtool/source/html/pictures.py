"""PICTURES: the lead picture, with the caption and the credit that stand under it on the page."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from feedtool.article import Image
from feedtool.later import regex
from feedtool.markup import web
from feedtool.source.html.datelines import below
from feedtool.source.html.facts import Fact, Facts
from feedtool.source.pagetext.captions import read_caption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_SIZE = regex(r"[-_](?:\d{2,4}x\d{2,4}|scaled|large|medium|small|thumb)$")
_CREDITED = ".//*[contains(@class,'credit') or contains(@class,'Credit') or contains(@class,'copyright')]"
_SOURCES = ("src", "data-src", "data-lazy-src", "data-original", "srcset", "data-srcset")
_LABEL = regex(
    r"^\W*(?:(?:photo(?:graph)?s?|images?|pictures?|foto|bild)\b\s*)?"
    r"(?:(?:credits?|courtesy(?: of)?|copyright|by)\b)?[\s:|.…©]*",
    re.IGNORECASE,
)
_READ_OUT = regex(r"visually-?hidden|sr-only|screen-reader", re.IGNORECASE)
_ORNAMENT = regex(
    r"logo|icon|avatar|author|sprite|pixel|spacer|blank|loading|placeholder|badge|banner|button|share|emoji|\.svg|\.gif",
    re.IGNORECASE,
)
_ASIDE = frozenset(("aside", "nav", "footer", "header"))
_TRIED = 10
_SMALL = 200  # pixels
_SPACED = regex(r"\s+(?=[,.;:!?)])")


def read_pictures(facts: Facts, tree: Element, base: str) -> tuple[tuple[Image, ...], Fact | None]:
    """Return the lead picture, and the fact that names it: of the metadata, else the first figure of the article."""
    lead = next((fact for fact in facts["picture"] if web(fact.value, base)), None)
    figures = [(figure, _addresses(figure)) for figure in tree.iter("figure")]
    figures = [(figure, found) for figure, found in figures[:40] if found]
    figure = _same(figures, lead) if lead else next((figure for figure, _ in figures), None)
    if lead is None and figure is None:
        figure = _shown(tree)
    if lead is None and figure is not None:
        lead = Fact(_addresses(figure)[0], "figure" if figure.tag == "figure" else "picture", figure.sourceline or 0)
    if lead is None:
        return (), None
    more = next((fact.more for fact in facts["picture"] if fact.more.get("caption") or fact.more.get("credit")), {})
    caption, credit = _caption(figure) if figure is not None else ("", "")
    image = Image(
        url=web(lead.value, base),
        alt=_alt(figure, facts),
        caption=caption or more.get("caption", ""),
        credit=credit or more.get("credit", ""),
    )
    return (image,), lead


def _shown(tree: Element) -> Element | None:
    """Return the first picture below the headline that is none of the site's own, where none is marked as a figure."""
    for image in islice(below(tree, "img"), _TRIED):
        width = image.get("width") or ""
        small = width.isdecimal() and int(width) < _SMALL
        if _addresses(image) and not small and not _ORNAMENT.search(" ".join(image.values())) and _is_inside(image):
            return image
    return None


def _is_inside(image: Element) -> bool:
    """Tell whether a picture stands above or among paragraphs, and not beside them."""
    around = list(image.iterancestors())
    if any(above.tag in _ASIDE or _ORNAMENT.search(above.get("class") or "") for above in around):
        return False
    return any(next(above.itersiblings("p"), None) is not None for above in (image, *around[:3]))


def _addresses(figure: Element) -> list[str]:
    found = (image.get(name) or "" for image in figure.iter("img", "source") for name in _SOURCES)
    return [address for address in found if address.strip() and not address.startswith("data:")]


def _stem(address: str) -> str:
    """Return the name of a picture's file less its ending and size, or nothing where that says too little."""
    name = address.split(None, 1)[0].partition("?")[0].rpartition("/")[2].rpartition(".")[0]
    stem = _SIZE.sub("", name)
    return stem if len(stem) > 5 else ""


def _same(figures: list[tuple[Element, list[str]]], lead: Fact) -> Element | None:
    """Return the figure that shows the lead picture, in whatever size, or else the first that has a caption."""
    stem = _stem(lead.value)
    for figure, addresses in figures:
        if stem and any(stem == _stem(address) for address in addresses):
            return figure
    return next((figure for figure, _ in figures if figure.find(".//figcaption") is not None), None)


def _caption(figure: Element) -> tuple[str, str]:
    """Return the caption of a figure and who is credited, each without the other."""
    parts = figure.xpath(".//figcaption")[:1]
    credit = next(filter(None, map(_apart, figure.xpath(_CREDITED))), "")
    text = _apart(parts[0]) if parts else ""
    if credit and credit in text:
        text = text.replace(credit, "").strip(" |-–—()")
    elif text and not credit and (read := read_caption(text, sentence=text.endswith((".", "!", "?")))):
        text, credit = read.caption, read.credit
    return text[:1000], _LABEL.sub("", credit).strip(" ()|")[:200]


def _apart(element: Element) -> str:
    """Return the text of an element, the parts of it kept apart."""
    return _SPACED.sub("", " ".join(" ".join(_said(element)).split()))


def _said(element: Element) -> Iterator[str]:
    """Yield the texts of an element but for labels that are only read out (`Image caption, `)."""
    if not _READ_OUT.search(element.get("class") or ""):
        yield element.text or ""
        for child in element:
            yield from _said(child)
            yield child.tail or ""


def _alt(figure: Element | None, facts: Facts) -> str:
    images = figure.iter("img") if figure is not None else ()
    return next((alt for alt in (image.get("alt") for image in images) if alt), "") or next(
        facts.values("picture alt"), ""
    )
