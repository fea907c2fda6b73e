"""Items found by themselves: elements at the same path of tags and classes, each with one link that reads like a title.

Every link with a long text votes for the elements around it; elements are grouped by their path; the group wins whose
titles are the most text, above all where dates stand beside them.  Of two groups with the same links the outer one
wins, for it holds the dates and summaries.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from feedtool.later import regex
from feedtool.source.listing.item import HEADINGS, dates_in, describe, length, once
from feedtool.source.listing.page import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from feedtool.source.fetch.behind import Known
    from feedtool.source.listing.page import Page

_FEWEST = 3
_SINGLE = 0.7
_SHORTEST_TITLE = 12
_SHORTEST_HEADING = 6
_HEADING_WORTH = 2
_MENU_WORD = 10
"""What is taken off every title, so that a hundred words of a menu are not more than ten headlines."""
_LONGEST_BESIDE = 40
_MOST_BESIDE = 0.6
"""A link beside the title (an author, a section) is at most this part of it; in what holds two items it is more."""
_LONGEST_VOTE = 150
_ASIDE = frozenset({"nav", "footer", "aside", "header"})
_ASIDE_CLASS = regex(
    r"(?:^|[\s_-])(?:nav|menu|footer|sidebar|related|popular|trending|share|breadcrumb|promo)",
    re.IGNORECASE,
)
_ASIDE_WORTH = 0.1
_DATED_WORTH = 1.5
_DATE = regex(r"(?<!\d)(?:20|19)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}(?!\d)|\d{1,2}:\d\d")
_DIGITS = regex(r"\d+")


class _Vote(NamedTuple):
    """A link that reads like a title: whether it is a heading, and how long it is."""

    headed: bool
    length: int

    @property
    def worth(self) -> int:
        worth = self.length * _HEADING_WORTH if self.headed else self.length - _MENU_WORD
        return min(worth, _LONGEST_VOTE)


class _Group(Struct):
    """Elements at the same path, with the links that each of them holds."""

    depth: int
    aside: bool
    members: dict[HtmlElement, dict[str, _Vote]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def singles(self) -> list[HtmlElement]:
        return [member for member, links in self.members.items() if _has_one_title(links)]

    def score(self) -> float:
        """Return how much it looks like the page's list; 0 where it is none."""
        singles = self.singles
        addresses = {max(links, key=links.__getitem__) for links in map(self.members.__getitem__, singles)}
        if len(addresses) < _FEWEST or len(singles) < _SINGLE * len(self.members):
            return 0
        titles = sum(max(self.members[member].values()).worth for member in singles)
        dated = sum(_is_dated(member) for member in singles) / len(singles)
        worth = titles * (len(addresses) / len(singles)) * (1 + _DATED_WORTH * dated)
        return worth * _ASIDE_WORTH if self.aside else worth


def _has_one_title(links: dict[str, _Vote]) -> bool:
    """Whether one link stands out: the only heading, or far longer than any other."""
    first, *others = sorted(links.values(), reverse=True)
    if not others or first.headed:
        return not others or not others[0].headed
    return others[0].length <= first.length * _MOST_BESIDE


def items(page: Page) -> list[Known]:
    """Return the items of the page's list; none where it has no list."""
    groups = [(group.score(), -group.depth, group) for group in _groups(page)]
    best = max(groups, key=lambda row: row[:2], default=None)
    if best is None or not best[0]:
        return []
    return once((describe(member, page) for member in best[2].members), page)


def _groups(page: Page) -> list[_Group]:
    paths: dict[tuple[int, str], int] = {}
    groups: dict[int, _Group] = {}
    for link, address, vote in _votes(page):
        around = [*reversed(list(link.iterancestors())), link]
        path, aside = 0, False
        for depth, element in enumerate(around):
            path = paths.setdefault((path, _step(element)), len(paths) + 1)
            aside = aside or _is_aside(element)
            if depth > 1:  # html and body are no items
                group = groups.setdefault(path, _Group(depth, aside))
                links = group.members[element]
                links[address] = max(vote, links.get(address, vote))
    return list(groups.values())


def _votes(page: Page) -> Iterator[tuple[HtmlElement, str, _Vote]]:
    text_beside = cache(_text_beside)  # a thousand links in one element ask for the same

    def in_a_sentence(link: HtmlElement, weight: int) -> bool:
        return text_beside(link.getparent()) > max(_LONGEST_BESIDE, weight)

    for link in page.tree.iter("a"):
        address = page.address(link.get("href", ""))
        if not address or address == page.base:
            continue
        heading = next(link.iter(*HEADINGS), None)
        weight = length(text_of(link if heading is None else heading))
        headed = heading is not None or next(link.iterancestors(*HEADINGS), None) is not None
        if weight >= (_SHORTEST_HEADING if headed else _SHORTEST_TITLE) and (headed or not in_a_sentence(link, weight)):
            yield link, address, _Vote(headed, weight)


def _text_beside(parent: HtmlElement | None) -> int:
    """Return how long the text is that stands directly in an element, beside its links and other children."""
    if parent is None:
        return 0
    beside = (parent.text or "", *(child.tail or "" for child in parent))
    return length(" ".join("".join(beside).split()))


def _step(element: HtmlElement) -> str:
    """Return what an element has in common with others of its list: its tag and first class, less the numbers."""
    first = element.get("class", "").split(" ")[0]
    return f"{element.tag!s}.{_DIGITS.sub('', first)}"


def _is_aside(element: HtmlElement) -> bool:
    named = f"{element.get('class', '')} {element.get('id', '')}"
    inside = element.tag == "header" and next(element.iterancestors("article", "li"), None) is not None
    return (
        element.tag not in ("html", "body")
        and not inside
        and (element.tag in _ASIDE or bool(_ASIDE_CLASS.search(named)))
    )


def _is_dated(member: HtmlElement) -> bool:
    return any(_DATE.search(text) for text in dates_in(member))
