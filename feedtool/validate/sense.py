"""What a feed says as a whole: whether its parts agree with each other.

Every check here meets each entry once; nothing asks the clock, so a document is judged alike today and tomorrow.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.later import regex
from feedtool.validate import dates, values
from feedtool.validate.history import history_sense
from feedtool.validate.names import ADMIN, ATOM, CC, CONTENT, DC, DCTERMS, LICENCE, SLASH, XHTML, XML
from feedtool.validate.namespaces.feedsync import sync_sense
from feedtool.validate.namespaces.itunes import podcast_sense
from feedtool.validate.timeline import order_sense, read_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

_LINK: Final = f"{ATOM}link"
_OTHER_ENDING: Final = {
    "rss": regex(r"[./](?:atom|json)(?:\.xml)?\Z", re.IGNORECASE),
    "atom": regex(r"[./](?:rss|json)(?:\.xml)?\Z", re.IGNORECASE),
}
_TYPES: Final = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
_SAID_TWICE: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "channel": (
        ("pubDate", f"{DC}date"),
        ("lastBuildDate", f"{DCTERMS}modified"),
        ("language", f"{DC}language"),
        ("copyright", f"{DC}rights"),
        ("managingEditor", f"{DC}creator"),
        ("webMaster", f"{DC}publisher"),
        ("generator", f"{ADMIN}generatorAgent"),
        ("title", f"{DC}title"),
        ("category", f"{DC}subject"),
        (f"{CC}license", f"{LICENCE}license"),
    ),
    "item": (
        ("pubDate", f"{DC}date"),
        ("pubDate", f"{ATOM}published"),
        ("guid", f"{ATOM}id"),
        ("author", f"{DC}creator"),
        ("source", f"{DC}source"),
        ("title", f"{DC}title"),
        ("category", f"{DC}subject"),
        ("description", f"{DC}description"),
        ("description", f"{XHTML}body"),
        ("description", f"{XHTML}div"),
        (f"{CC}license", f"{LICENCE}license"),
    ),
}


def _links(node: Node, rel: str) -> list[Node]:
    return [child for child in node.children if child.name == _LINK and child.attributes.get("rel", "alternate") == rel]


def _said_twice(node: Node, report: Report) -> None:
    names = {child.name for child in node.children if child.namespace}
    for own, other in _SAID_TWICE[node.local] if names else ():
        extra = node.first(other) if other in names else None
        if extra is not None and node.first(own) is not None:
            report.add("rss-said-twice", extra, own=report.document.qualified(own))


def rss_item_sense(item: Node, report: Report) -> None:
    """Check that an item has a title or a description, an id, and says nothing twice."""
    names = tuple([child.name for child in item.children])
    if names in report.sound_shapes:
        return
    told = report.told
    children = set(names)
    if "title" not in children and "description" not in children:
        report.add("rss-item-empty", item)
    if report.version in {"", "2.0", "2.0.1", "2.0.11"} and "guid" not in children:
        report.add("rss-guid-missing", item)
    enclosures = list(item.all("enclosure"))
    if len(enclosures) > 1:
        report.add("rss-enclosure-several", enclosures[1])
    _encoded_after_description(item, children, report)
    _said_twice(item, report)
    if told == report.told:
        report.sound_shapes.add(names)


def _encoded_after_description(item: Node, children: set[str], report: Report) -> None:
    if f"{CONTENT}encoded" not in children:
        return
    if "description" not in children:
        report.add("rss-content-first", item.first(f"{CONTENT}encoded") or item)
        return
    order = [child.name for child in item.children]
    if order.index(f"{CONTENT}encoded") < order.index("description"):
        report.add("rss-content-first", item.children[order.index(f"{CONTENT}encoded")])


def rss_channel_sense(channel: Node, report: Report) -> None:
    """Check the channel's self link, its dates, the order of its parts, and its items among themselves."""
    items = list(channel.all("item"))
    if not report.version.startswith("0."):
        selves = _links(channel, "self")
        if not selves:
            report.add("rss-self-link-missing", channel, location=report.location or "https://…")
        _self_links(selves, report)
        _channel_link(channel, selves, report)
    _said_twice(channel, report)
    _repeated(items, "guid", "rss-guid-repeated", report)
    _newest(channel.first("lastBuildDate"), _dated(items, "pubDate"), report)
    _misplaced(channel, report)
    if not channel.first("lastBuildDate") and any(item.first(f"{SLASH}comments") for item in items):
        report.add("rss-slash-without-date", channel)
    _together(channel, items, ("pubDate", f"{DC}date"), report)
    podcast_sense(channel, report)
    if channel.first("language") is None and channel.first(f"{DC}language") is None and not _has_language(channel):
        report.add("language-missing", channel)


def _together(feed: Node, entries: Sequence[Node], dated: tuple[str, ...], report: Report) -> None:
    """Check entries among themselves, and the feed with its other documents."""
    history_sense(feed, entries, report)
    sync_sense(entries, report)
    order_sense(feed, entries, dated, report)
    _same_link(entries, report)
    _same_entry(entries, dated[0], report)


def _has_language(node: Node) -> bool:
    step: Node | None = node
    while step is not None:
        if step.get(f"{XML}lang"):
            return True
        step = step.parent
    return False


def _same_link(entries: Iterable[Node], report: Report) -> None:
    """Check that no two entries lead to one page."""
    first: dict[str, Node] = {}
    for entry in entries:
        link = entry.first("link")
        if link is None:
            link = next(iter(_links(entry, "alternate")), None)
        value = "" if link is None else link.get("href") or link.text.strip()
        if link is None or not value:
            continue
        if value in first:
            attribute = "href" if "href" in link.attributes else ""
            report.add("link-repeated", link, attribute=attribute, line=report.line(first[value]))
        else:
            first[value] = link


def _same_entry(entries: Iterable[Node], dated: str, report: Report) -> None:
    """Check that no two entries have both one title and one instant."""
    first: dict[tuple[str, datetime], Node] = {}
    for entry in entries:
        title = entry.first("title") if entry.name == "item" else entry.first(f"{ATOM}title")
        moment = read_moment(entry.first(dated), report)
        if title is None or moment is None or not title.text.strip():
            continue
        key = (title.text.strip(), moment)
        if key in first:
            report.add("entry-twice", title, line=report.line(first[key]))
        first.setdefault(key, title)


def _misplaced(channel: Node, report: Report) -> None:
    """Check that items come last, behind all that is said of the channel."""
    met = False
    for child in channel.children:
        if child.name == "item":
            met = True
        elif met and not child.namespace:
            report.add("rss-item-misplaced", child)
            return


def _channel_link(channel: Node, selves: Iterable[Node], report: Report) -> None:
    link = channel.first("link")
    own = {_comparable(node.get("href")) for node in selves} | (
        {_comparable(report.location)} if report.location else set()
    )
    if link is not None and link.text.strip() and _comparable(link.text.strip()) in own:
        report.add("channel-link-is-self", link)


def _self_links(selves: Iterable[Node], report: Report) -> None:
    for link in selves:
        href, kind = link.get("href"), link.get("type").partition(";")[0].strip().lower()
        if "href" in link.attributes and not values.scheme(href):
            report.add("self-link-relative", link, attribute="href")
        if report.location and _comparable(values.joined(report.location, href)) != _comparable(report.location):
            report.add("self-link-elsewhere", link, attribute="href", location=report.location)
        if kind and kind.startswith("application/") and kind not in {_TYPES[report.format], "application/xml"}:
            report.add("self-link-other-format", link, attribute="type", found=kind, due=_TYPES[report.format])
        elif _OTHER_ENDING[report.format].search(re.split(r"[?#]", href, maxsplit=1)[0]):
            report.add(
                "self-link-other-format",
                link,
                attribute="href",
                found=href[:80],
                due=f"this feed ({_TYPES[report.format]})",
            )


def _comparable(address: str) -> str:
    """Return an address as it is compared: normal form, no fragment."""
    address = address.partition("#")[0]
    return values.canonical(address) or address


def _repeated(entries: Iterable[Node], name: str, code: str, report: Report) -> int:
    """Report each id that stands in an earlier entry too; return how many different ones there are."""
    first: dict[str, Node] = {}
    for entry in entries:
        node = entry.first(name)
        value = node.text.strip() if node is not None else ""
        if node is None or not value:
            continue
        if value in first:
            report.add(code, node, line=report.line(first[value]))
        else:
            first[value] = node
    return len(first)


def _dated(entries: Iterable[Node], name: str) -> list[Node]:
    return [node for entry in entries if (node := entry.first(name)) is not None]


def _newest(feed_date: Node | None, entry_dates: Iterable[Node], report: Report) -> None:
    """Check that a feed changed last no earlier than its newest entry; instants are compared, not their texts."""
    said = read_moment(feed_date, report)
    if feed_date is None or said is None:
        return
    newest = max((moment for node in entry_dates if (moment := read_moment(node, report)) is not None), default=None)
    if newest is not None and newest > said:
        better = dates.as_rfc822(newest) if report.format == "rss" else dates.as_rfc3339(newest)
        report.add("feed-older-than-entry", feed_date, better=better)


def atom_entry_sense(entry: Node, report: Report) -> None:
    """Check what an entry shows, and that it was published before it was updated."""
    content, summary = entry.first(f"{ATOM}content"), entry.first(f"{ATOM}summary")
    _alternates(entry, report)
    if content is None and not _links(entry, "alternate"):
        report.add("atom-entry-content-missing", entry)
    elif content is None and summary is None:
        report.add("atom-entry-text-missing", entry)
    elif content is not None and summary is None and _needs_summary(content):
        report.add("atom-entry-summary-missing", entry)
    published, updated = entry.first(f"{ATOM}published"), entry.first(f"{ATOM}updated")
    if published is not None and updated is not None:
        first, last = read_moment(published, report), read_moment(updated, report)
        if first and last and last < first:
            report.add("updated-before-published", updated, published=published.text.strip()[:40])
    if entry.parent is None and entry.first(f"{ATOM}author") is None and not _source_author(entry):
        report.add("atom-author-missing", entry)


def _needs_summary(content: Node) -> bool:
    """RFC 4287 section 4.1.1.1: content that is elsewhere, or in Base64."""
    kind = content.get("type", "text").lower().partition(";")[0].strip()
    is_text = kind in {"text", "html", "xhtml"} or kind.startswith("text/") or kind.endswith(("+xml", "/xml"))
    return "src" in content.attributes or not is_text


def _source_author(entry: Node) -> bool:
    return any(source.first(f"{ATOM}author") is not None for source in entry.all(f"{ATOM}source"))


def _alternates(node: Node, report: Report) -> None:
    """RFC 4287 section 4.1.1: no two alternates of one type and language."""
    seen: set[tuple[str, str]] = set()
    for link in _links(node, "alternate"):
        kind = (link.get("type").lower(), link.get("hreflang").lower())
        if kind in seen:
            report.add("atom-alternate-repeated", link, kind=kind[0] or "none", language=kind[1] or "none")
        seen.add(kind)


def atom_feed_sense(feed: Node, report: Report) -> None:
    """Check the feed's authors, self link and dates, and its entries among themselves."""
    entries = list(feed.all(f"{ATOM}entry"))
    if feed.first(f"{ATOM}author") is None:
        for entry in entries:
            if entry.first(f"{ATOM}author") is None and not _source_author(entry):
                report.add("atom-author-missing", entry)
    selves = _links(feed, "self")
    if not selves:
        report.add("atom-self-link-missing", feed, location=report.location or "https://…")
    _self_links(selves, report)
    _alternates(feed, report)
    _feed_link(feed, selves, report)
    if _repeated(entries, f"{ATOM}id", "atom-entry-id-repeated", report) == 1 and len(entries) > 2:
        report.add("atom-entry-ids-all-same", entries[0])
    _feed_id(feed, entries, report)
    _newest(feed.first(f"{ATOM}updated"), _dated(entries, f"{ATOM}updated"), report)
    _late_metadata(feed, report)
    _together(feed, entries, (f"{ATOM}updated", f"{ATOM}published"), report)
    _same_instant(entries, report)
    if not _has_language(feed):
        report.add("language-missing", feed)


def _same_instant(entries: Iterable[Node], report: Report) -> None:
    first: dict[datetime, Node] = {}
    for entry in entries:
        node = entry.first(f"{ATOM}updated")
        moment = read_moment(node, report)
        if node is None or moment is None:
            continue
        if moment in first:
            report.add("atom-entry-updated-same", node, line=report.line(first[moment]))
        first.setdefault(moment, node)


def _feed_link(feed: Node, selves: Iterable[Node], report: Report) -> None:
    own = {_comparable(node.get("href")) for node in selves}
    for link in _links(feed, "alternate"):
        if _comparable(link.get("href")) in own:
            report.add("channel-link-is-self", link, attribute="href")


def _feed_id(feed: Node, entries: Iterable[Node], report: Report) -> None:
    own = feed.value(f"{ATOM}id")
    for entry in entries:
        node = entry.first(f"{ATOM}id")
        if own and node is not None and node.text.strip() == own:
            report.add("atom-entry-id-is-feed-id", node)


def _late_metadata(feed: Node, report: Report) -> None:
    """RFC 4287 section 4.1.1: what is said of the feed comes before its entries."""
    met = False
    for child in feed.children:
        if child.name == f"{ATOM}entry":
            met = True
        elif met and child.name.startswith(ATOM):
            report.add("atom-metadata-late", child)
            return
