"""TITLE: the headline as the page shows it where it shows one, else as its metadata do, less the site's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.characters import fold
from feedtool.later import regex
from feedtool.source.html.facts import LONGEST, Fact, line_in, text_in

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from lxml.etree import _Element as Element

    from feedtool.source.html.facts import Facts

_WORD = regex(r"\w+")
_BARS = r"\s+[|–—·•»:-]{1,2}\s+|\s*[|»]\s*"
_SEPARATOR = regex(_BARS)
_PARTED = regex(rf"{_BARS}|:\s+")
_SHOWN = ("h2", "h3", "h4", "b", "strong", "font", "p", "div", "span", "td")
_FEW = 5  # words of a site's name


def read_title(facts: Facts, tree: Element, headings: Sequence[Element], document_title: Fact | None) -> Fact | None:
    """Return the h1 that has at least half of its words in common with what the metadata call the page, or that.

    What is the name of the site is no title, whoever says so.
    """
    sites = {fold(site) for site in _sites(facts)}
    told = [*facts["title"], *([document_title] if document_title else [])]
    named = next((fact for fact in told if fold(fact.value) not in sites), None)
    shown = [Fact(text_in(h1), "h1", h1.sourceline or 0) for h1 in headings[:20]]
    shown = [fact for fact in shown if 0 < len(fact.value) <= LONGEST and fold(fact.value) not in sites]
    if named is None:
        return shown[0] if len(shown) == 1 else next(iter(told), None)
    bare = _without_site(named, sites, sure=named is not document_title)
    agreeing = [fact for fact in shown if _agreement(fact.value, bare.value) >= 0.5]
    if agreeing:
        best = max(agreeing, key=lambda fact: _agreement(fact.value, bare.value))
        if _is_kicked(best.value, bare):
            return Fact(bare.value, f"{bare.rule}, less what stands before it in the h1", best.line)
        return Fact(best.value, f"h1 that agrees with {named.rule}", best.line)
    return (_part_shown(named, sites, tree) if named is document_title else None) or bare


def _is_kicked(shown: str, headline: Fact) -> bool:
    """Tell whether an h1 says a word or more above the headline that JSON-LD states, and then that."""
    said, kicker = fold(headline.value), fold(shown)
    long = headline.value.count(" ") > 2
    return long and headline.rule.startswith("JSON-LD") and kicker != said and kicker.endswith(said)


def _part_shown(named: Fact, sites: Container[str], tree: Element) -> Fact | None:
    """Return the part of a document's title (`Site: Title`) that stands on a line of its own on the page."""
    parts = {fold(part): part for part in _PARTED.split(named.value) if part.count(" ") >= 2}
    parts = {key: part for key, part in parts.items() if key not in sites}
    for element in tree.iter(*_SHOWN) if parts else ():
        text = line_in(element, max(map(len, parts.values())) + 10)
        if text and fold(text) in parts:
            return Fact(text, f"line that is part of the {named.rule}", element.sourceline or 0)
    return None


def words(text: str) -> frozenset[str]:
    """Return the words of a text in the form in which they are compared."""
    return frozenset(_WORD.findall(fold(text)))


def _agreement(one: str, other: str) -> float:
    """Return how many of the words of either text are in the other, of the one that has more."""
    first, second = words(one), words(other)
    return len(first & second) / max(len(first), len(second), 1)


def _without_site(named: Fact, sites: Container[str], *, sure: bool) -> Fact:
    """Cut ` | Site` off a title: the name of the site, or of a document's title the last few words behind a bar."""
    parts = _SEPARATOR.split(named.value)
    cuts = list(_SEPARATOR.finditer(named.value))
    if not cuts:
        return named
    is_site = fold(parts[-1]) in sites or (not sure and len(parts[-1].split()) < _FEW <= len(words(named.value)))
    if not is_site or not named.value[: cuts[-1].start()].strip():
        return named
    return Fact(named.value[: cuts[-1].start()], f"{named.rule}, less the site's name", named.line)


def _sites(facts: Facts) -> Iterable[str]:
    for site in facts.values("site"):
        yield from (site, re.sub(r"\.\w{2,3}$", "", site))
    for address in facts.values("address"):
        host = re.sub(r"^https?://(?:www\.)?", "", address).partition("/")[0]
        yield from (host, f"www.{host}", host.rpartition(".")[0])
