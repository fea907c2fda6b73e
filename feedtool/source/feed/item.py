"""One item of a feed: its elements by name, with their texts and addresses, and what was read of them."""

from __future__ import annotations

import copy
import html
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from feedtool.article import Evidence
from feedtool.markup import absolute
from feedtool.record.fields import shown
from feedtool.source.feed.names import name_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from feedtool.article import Via
    from feedtool.problem import Problem
    from feedtool.timestamps import ZonePolicy

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XHTML_DIV = "{http://www.w3.org/1999/xhtml}div"
_FURTHEST_LINE = 65535
"""The parser counts no further."""


class Channel(Struct, frozen=True, kw_only=True):
    """What a feed says of itself that holds for its items: base address, language, zone, its name, who writes it."""

    base: str
    language: str
    policy: ZonePolicy
    via: Via | None = None
    authors: tuple[Element, ...] = ()


class Item(Struct):
    """The children of an item by name, in order, and what was read of them so far."""

    element: Element
    channel: Channel
    number: int
    parts: dict[str, list[Element]]
    provenance: dict[str, Evidence] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line in which the item begins, 0 where nobody counted so far."""
        line = self.element.sourceline or 0
        return line if line < _FURTHEST_LINE else 0

    def first(self, names: tuple[str, ...]) -> Element | None:
        """Return the first element that says something under one of some names, the likely ones first."""
        for name in names:
            for element in self.parts.get(name, ()):
                if (element.text and not element.text.isspace()) or len(element):
                    return element
        return None

    def all(self, names: tuple[str, ...]) -> list[Element]:
        """Return the elements of the first of some names that is there."""
        return next((self.parts[name] for name in names if name in self.parts), [])

    def note(self, name: str, element: Element, text: object = "", *, zone: str = "") -> None:
        """Note which element a field was read of, and of a time which rule decided about its zone."""
        line = element.sourceline or 0
        rule = f"{_rule_of(str(element.tag))}; zone: {zone}" if zone else _rule_of(str(element.tag))
        self.provenance[name] = Evidence(rule=rule, line=line if line < _FURTHEST_LINE else 0, text=shown(text))

    def base(self, element: Element) -> str:
        """Return the address that what stands in a child is relative to."""
        base = self.channel.base
        for stated in (self.element.get(_XML_BASE), element.get(_XML_BASE)):
            base = _joined(base, stated) if stated else base
        return base

    def address(self, text: str | None, element: Element) -> str:
        """Return an address made absolute, empty where it is none; what was escaped twice is mended."""
        text = (text or "").strip()
        return absolute(html.unescape(text) if "&amp;" in text else text, self.base(element)) if text else ""

    def language(self) -> str:
        """Return the language that the item says it is in, or its feed."""
        return self.element.get(_XML_LANG) or self.channel.language


@lru_cache(maxsize=1024)
def _rule_of(tag: str) -> str:
    """Return what is told of a field that was read of an element: its name as documents write it."""
    return "element " + f"{name_of(tag).rpartition(':')[0]}:{tag.rpartition('}')[2]}".removeprefix(":")


def item_of(element: Element, channel: Channel, number: int) -> Item:
    """Return an item with its children by name; those within a `media:group` count as its own."""
    parts: dict[str, list[Element]] = {}
    for child in element.iterchildren("*"):
        name = name_of(str(child.tag))
        if name == "media:group":
            for grouped in child.iterchildren("*"):
                parts.setdefault(name_of(str(grouped.tag)), []).append(grouped)
        else:
            parts.setdefault(name, []).append(child)
    return Item(element, channel, number, parts)


def channel_of(element: Element, policy: ZonePolicy, origin: str) -> Channel:
    """Return what the feed around an item says of itself before it."""
    parts, ancestors = around(element), list(element.iterancestors())
    link = _home(parts.get("link"))
    base = link or (origin if "://" in origin else "")
    for ancestor in reversed(ancestors):
        stated = ancestor.get(_XML_BASE)
        base = _joined(base, stated)
    stated_language = next((ancestor.get(_XML_LANG) for ancestor in ancestors if ancestor.get(_XML_LANG)), None)
    spoken = next((parts[name].text for name in ("language", "dc:language") if name in parts), None)
    language = (stated_language or spoken or "").strip()
    return Channel(base=base, language=language, policy=_policy(policy, base, language))


def around(element: Element) -> dict[str, Element]:
    """Return what the feed around an item says of itself before it, by name, the nearest first."""
    parts: dict[str, Element] = {}
    for ancestor in element.iterancestors():
        for near in (ancestor, *ancestor.iterchildren("{*}channel")):
            parts = {**children_by_name(near), **parts}
    return parts


def children_by_name(element: Element) -> dict[str, Element]:
    """Return the first child of each name; `link` is the one that leads to the page, `self` to the feed."""
    parts: dict[str, Element] = {}
    for child in element.iterchildren("*"):
        name = name_of(str(child.tag))
        relation = child.get("rel", "alternate") if name == "atom:link" else ""
        if relation in ("alternate", "self"):
            parts.setdefault("link" if relation == "alternate" else "self", child)
        parts.setdefault(name, child)
    return parts


def _joined(base: str, stated: str | None) -> str:
    """Return a base address resolved against the one around it; one that is no address changes nothing."""
    try:
        return urljoin(base, stated) if stated else base
    except ValueError:
        return base


def _home(link: Element | None) -> str:
    return absolute((link.get("href") or link.text or "").strip()) if link is not None else ""


def _policy(policy: ZonePolicy, base: str, language: str) -> ZonePolicy:
    """Return how times are read where the feed's own address and language are evidence too."""
    host = base.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
    return replace(policy, host=policy.host or host, language=policy.language or language)


def text_in(element: Element) -> str:
    """Return the text of an element; what is marked up in it stays HTML."""
    if not len(element):
        return (element.text or "").strip()
    div = next(element.iterchildren(_XHTML_DIV), None) if len(element) == 1 else None
    return inner_html(element if div is None else div)


def inner_html(element: Element) -> str:
    """Return what stands in an element as HTML."""
    element = copy.deepcopy(element)  # the parser is still at work on the tree that it stands in
    for part in element.iter("*"):
        part.tag = str(part.tag).rpartition("}")[2]
    etree.cleanup_namespaces(element)
    whole = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    return whole[whole.find(">") + 1 : whole.rfind("</")].strip()
