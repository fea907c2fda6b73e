"""What a feed's dates say together, and what they say of the present where one is given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeVar

from feedtool.validate import dates
from feedtool.validate.names import ATOM, DC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

T = TypeVar("T")
_SLACK: Final = timedelta(minutes=10)  # for clocks that are not set alike
_STALE: Final = timedelta(days=365)


def read_moment(node: Node | None, report: Report) -> datetime | None:
    """Return the instant that the text of `node` names, None when it names none; each node is read once."""
    if node is None:
        return None
    known = report.moments.get(id(node))
    if known is None:
        read = _READERS.get(node.namespace, dates.rfc822)
        known = report.moments[id(node)] = (node.text, read(node.text[:500]))
    return known[1].instant


_READERS: Final = {ATOM[:-1]: dates.rfc3339, DC[:-1]: dates.w3cdtf}


def in_time(node: Node, attribute: str, moment: datetime, report: Report) -> None:
    """Check that an instant is not in the future, where the present is known; show the reckoning."""
    now = report.now
    if now is None or moment <= now + _SLACK:
        return
    report.add("date-in-future", node, attribute=attribute, reckoning=reckoning(moment, now))


def reckoning(moment: datetime, now: datetime) -> str:
    """Return in words how far an instant is ahead of `now`, and which zone would explain it."""
    ahead = moment - now
    written, present = (f"{each.astimezone(UTC):%Y-%m-%d %H:%M} UTC" for each in (moment, now))
    text = f"{moment:%H:%M %z} is {written}, {_span(ahead)} after {present}"
    offset = moment.utcoffset() or timedelta()
    for minutes, name in ((330, "+0530"), (480, "+0800"), (120, "+0200"), (60, "+0100")):
        if not offset and timedelta() < ahead <= timedelta(minutes=minutes) + _SLACK:
            return f"{text}; a local time of {name} that is written as UTC looks like this"
    return text


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    parts = ((days, "d"), (rest // 60, "h"), (rest % 60 if not days else 0, "min"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "less than a minute"


def order_sense(feed: Node, entries: Sequence[Node], names: tuple[str, ...], report: Report) -> None:
    """Check that entries stand newest first (or oldest first) by one of their dates, and when the newest was."""
    rows = [_dated(entries, name, report) for name in names]
    turns = [turn(row) for row in rows if len(row) > 2]
    if turns and all(turn is not None for turn in turns):
        report.add("entries-unordered", turns[0] or feed)
    moments = [moment for row in rows for _, moment in row]
    if report.now is not None and moments and report.now - max(moments) > _STALE:
        newest = max(moments)
        report.add("feed-stale", feed, newest=f"{newest:%Y-%m-%d}", days=(report.now - newest).days)


def _dated(entries: Sequence[Node], name: str, report: Report) -> list[tuple[Node, datetime]]:
    read = ((entry, read_moment(entry.first(name), report)) for entry in entries)
    return [(entry, moment) for entry, moment in read if moment is not None]


def turn(row: Sequence[tuple[T, datetime]]) -> T | None:
    """Return the first entry that stands out of order, None when they are in one."""
    rises = falls = None
    for (_, before), (entry, moment) in pairwise(row):
        rises = rises or (entry if moment > before else None)
        falls = falls or (entry if moment < before else None)
        if rises and falls:
            return rises
    return None
