"""STANDFIRST: the lines below the headline that sum an article up, told by their class; no part of its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.characters import fold
from feedtool.later import regex
from feedtool.source.html.datelines import below
from feedtool.source.html.facts import Fact, line_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_TAGS = ("p", "h2", "h3", "h4", "div", "span")
_NAMED = regex(
    r"stand-?first|(?:^|[\s_-])(?:dek|deck)(?:$|[\s_-])|sub-?title|sub-?head|summary|excerpt|(?:^|[\s_-])desc|text-lead"
    r"|chapo|sapo|ingress|entradilla|sommario|vorspann",
    re.IGNORECASE,
)
_SURE = regex(r"stand-?first|(?:^|[\s_-])(?:dek|deck)(?:$|[\s_-])|chapo|entradilla|sommario|vorspann", re.IGNORECASE)
_SHORTEST, _LONGEST = 30, 700


def read_standfirst(tree: Element) -> Fact | None:
    """Return the first lines below the headline that are certainly a standfirst."""
    for element in _named(below(tree, *_TAGS), _SURE):
        text = line_in(element, _LONGEST)
        if len(text) >= _SHORTEST:
            return Fact(text, "standfirst", element.sourceline or 0)
    return None


def drop_standfirst(tree: Element, summary: str) -> None:
    """Remove the lines that say what is known as the summary, or begin with it, or are a heading below the headline."""
    start = fold(summary).rstrip(".… ")
    for element in _named(tree.iter(*_TAGS), _NAMED):
        parent = element.getparent()
        if parent is not None and not (element.tail or "").strip():
            text = fold(line_in(element, _LONGEST))
            said = len(start) >= _SHORTEST and text.startswith(start) and len(text) < 2 * len(start)
            if said or _is_subtitle(element):
                parent.remove(element)


def _is_subtitle(element: Element) -> bool:
    """Tell whether a heading of such a class stands right below the headline."""
    above = element.getprevious()
    return element.tag in ("h2", "h3", "h4") and above is not None and above.tag == "h1"


def _named(elements: Iterator[Element], names: re.Pattern[str]) -> Iterator[Element]:
    return (element for element in list(elements) if (name := element.get("class")) and names.search(name))
