"""Feeds in several documents: RFC 5005, https://www.rfc-editor.org/rfc/rfc5005."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.validate.names import ATOM, FH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

_PAGING: Final = ("first", "last", "next", "previous", "prev")
_ARCHIVE: Final = ("prev-archive", "next-archive")
_ALL: Final = frozenset({*_PAGING, *_ARCHIVE, "current"})


def history_sense(feed: Node, entries: Iterable[Node], report: Report) -> None:
    """Check the links of a feed to its other documents, and that its entries have none of them."""
    links = {link.get("rel"): link for link in feed.all(f"{ATOM}link") if link.get("rel") in _ALL or _is_self(link)}
    own = links["self"].get("href") if "self" in links else report.location
    if feed.first(f"{FH}complete") is not None:
        _complete(links, own, report)
    if feed.first(f"{FH}archive") is not None:
        _archive(feed, links, report)
    for end, beyond in (("last", ("next",)), ("first", ("previous", "prev"))):
        over = next((links[rel] for rel in beyond if rel in links), None)
        if over is not None and end in links and links[end].get("href") == own:
            report.add("history-past-the-end", over, attribute="rel", end=end)
    for entry in entries:
        for link in entry.all(f"{ATOM}link"):
            if link.get("rel") in _ALL:
                report.add("history-in-entry", link, attribute="rel")


def _is_self(link: Node) -> bool:
    return link.get("rel") == "self"


def _complete(links: dict[str, Node], own: str, report: Report) -> None:
    for rel in (*_PAGING, *_ARCHIVE):
        if rel in links:
            report.add("history-complete-paged", links[rel], attribute="rel")
    current = links.get("current")
    if current is not None and current.get("href") != own:
        report.add("history-current-elsewhere", current, attribute="href")


def _archive(feed: Node, links: dict[str, Node], report: Report) -> None:
    node = feed.first(f"{FH}archive") or feed
    if not any(rel in links for rel in _ARCHIVE):
        report.add("history-archive-unlinked", node)
    if "current" not in links:
        report.add("history-current-missing", node)
