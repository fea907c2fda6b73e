"""The HTML of a newsletter less what only mail needs: pixels, hidden lines, layout tables, ways to unsubscribe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree
from msgspec import Struct

from feedtool.characters import legal
from feedtool.later import regex

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PIXEL = regex(r"/(?:wf/)?open(?:[./?]|$)|/o\.gif|/(?:track|pixel|beacon|e2t)/|pixel\.(?:gif|png)|1x1", re.IGNORECASE)
_TINY = regex(r"(?:^|;)\s*(?:max-)?(?:width|height)\s*:\s*[0-2](?:px)?\s*(?:;|!|$)", re.IGNORECASE)
_HIDDEN = regex(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?:px)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*[01](?:px)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
LEAVING = regex(
    r"\bunsubscri|\bopt[ -]?out\b|\b(?:manage|update|change|edit) (?:your )?(?:\w+ )?(?:preferences|subscription)"
    r"|\b(?:view|read|open) (?:this )?(?:\w+ )?(?:in (?:your |a )?browser|online)\b|\babmelden\b|\babbestellen\b"
    r"|\bim browser (?:ansehen|öffnen|anzeigen)|\bd[ée]sabonner|\bd[ée]sinscri|\bdarse de baja"
    r"|\bcancelar (?:(?:la |tu )?suscripci|inscri)|\bdisiscri|\bafmelden\b|\bодписаться|\bотписаться",
    re.IGNORECASE,
)
"""How newsletters in several languages say how to leave them, or where else to read them."""
_LEAVING_ADDRESS = regex(r"unsubscri|opt-?out|list-manage\.com/(?:unsub|profile)|/preferences|optin", re.IGNORECASE)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u2007\u00a0"), " ")
_BLOCKS = frozenset("p td th li div tr center h1 h2 h3 h4 h5 h6 blockquote".split())  # noqa: SIM905 - words
_LONGEST_LEAVING = 400
_MOST_LEAVING = 20
_LAYOUT = ("table", "tbody", "thead", "tfoot", "tr", "td", "center", "font")
_LONGEST_PREHEADER = 300


class Letter(Struct, frozen=True, kw_only=True):
    """A newsletter: its tree, the line that mail programs show beside the subject, how many pictures were dropped."""

    tree: Element
    preheader: str
    dropped: int


def letter_of(html: str) -> Letter | None:
    """Return the HTML of a message cleaned; None where it is none at all."""
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True)
    tree = etree.fromstring(f"<body>{legal(html)}", parser) if html.strip() else None
    if tree is None or any("depth" in error.message for error in parser.error_log.filter_from_fatals()):
        return None
    etree.strip_elements(tree, "script", "style", "title", "head", with_tail=False)
    preheader = _without_hidden(tree)
    dropped = _without_pixels(tree)
    _without_leaving(tree)
    _without_layout(tree)
    return Letter(tree=tree, preheader=preheader, dropped=dropped)


def _without_hidden(tree: Element) -> str:
    """Drop what no reader sees; return the first of it that says something."""
    said = ""
    for element in list(tree.iter("*")):
        if _HIDDEN.search(element.get("style") or "") and element.getparent() is not None:
            text = " ".join("".join(element.itertext()).translate(_INVISIBLE).split())
            said = said or text
            remove(element)
    return said if len(said) <= _LONGEST_PREHEADER else ""


def _without_pixels(tree: Element) -> int:
    """Drop pictures that count readers, and return how many others were dropped because they are no addresses."""
    dropped = 0
    for picture in list(tree.iter("img")):
        source = (picture.get("src") or "").strip()
        if _is_pixel(picture, source):
            remove(picture)
        elif not source.casefold().startswith(("http:", "https:", "//")):
            dropped += 1
            remove(picture)
    return dropped


def _is_pixel(picture: Element, source: str) -> bool:
    sizes = [(picture.get(name) or "").strip().removesuffix("px") for name in ("width", "height")]
    return (
        not source
        or any(size in ("0", "1", "2") for size in sizes)
        or bool(_TINY.search(picture.get("style") or ""))
        or bool(_PIXEL.search(source))
    )


def _without_leaving(tree: Element) -> None:
    """Drop the links by which one leaves, with the short block around each."""
    found = 0
    for link in list(tree.iter("a")):
        text = " ".join("".join(link.itertext()).split())
        if LEAVING.search(text[:_LONGEST_LEAVING]) or _LEAVING_ADDRESS.search(link.get("href") or ""):
            found += 1
            remove(_around(link) if found <= _MOST_LEAVING else link)


def _around(link: Element) -> Element:
    """Return the innermost block around a link, where it says little else, else the link."""
    for parent in link.iterancestors():
        if parent.tag in _BLOCKS:
            short = len(" ".join("".join(parent.itertext()).split())) <= _LONGEST_LEAVING
            return parent if short and parent.getparent() is not None else link
    return link


def _without_layout(tree: Element) -> None:
    """Make plain blocks of the tables that only place things: in mail all that have no header cells."""
    for table in list(tree.iter("table")):
        if next(table.iter("th"), None) is None:
            for part in (table, *table.iter(*_LAYOUT)):
                if next(part.iterancestors("th"), None) is None:
                    part.tag = "div"


def remove(element: Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)
