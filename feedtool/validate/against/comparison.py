"""What the subscribers of a document will see when another takes its place: `against(old, new)`.

Readers know an entry by its id. Here the entries of both documents are brought together by id, then by link, then by
title and day, and what readers will take for something else than it is becomes a problem, at its place in the new one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from feedtool.problem import Place
from feedtool.validate.against.entries import Entry, child, dated, feed_of
from feedtool.validate.against.rules import AGAINST_RULES
from feedtool.validate.node import Positions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from feedtool.problem import Problem
    from feedtool.validate.against.entries import Feed
    from feedtool.validate.node import Node

Finding = tuple[str, "Node", dict[str, Any]]
"""A rule's code, the node that breaks it, and what the message speaks of."""


def against(old: bytes, new: bytes, *, name: str = "") -> tuple[Problem, ...]:
    """Return what subscribers of `old` will see in `new`, in the order of the new document.

    Nothing where either is no feed in XML that can be read: `check` says that.
    """
    before, _ = feed_of(old)
    after, content = feed_of(new)
    if before is None or after is None:
        return ()
    found = sorted(_findings(before, after), key=lambda finding: (finding[1].offset, finding[0]))
    position = Positions(content)
    problems = []
    for code, node, values in found:
        line, column = position(node.offset)
        place = Place(file=name, line=line, column=column, field=_path(node))
        problems.append(AGAINST_RULES[code].problem(place, **values))
    return tuple(problems)


def readable(content: bytes) -> bool:
    """Say whether `content` is a feed that another can be held against."""
    return feed_of(content)[0] is not None


def _findings(before: Feed, after: Feed) -> Iterator[Finding]:
    pairs = _paired(before.entries, after.entries)
    if before.id and after.id and before.id != after.id:
        yield "against-feed-id-changed", child(after.node, "id") or after.node, {"old": before.id}
    newest = max((entry.when for entry in before.entries if entry.when), default=None)
    for entry in after.entries:
        was = pairs.get(entry.number)
        if was is not None:
            for check in _OF_PAIRS:
                yield from check(was, entry)
        elif newest and entry.when and entry.when < newest:
            yield "against-entry-resurrected", dated(entry.node) or entry.node, {"newest": newest.isoformat()}
    yield from _gone(before, after, {was.number for was in pairs.values()})


def _paired(old: Sequence[Entry], new: Sequence[Entry]) -> dict[int, Entry]:
    """Return which old entry each new one is, by its number: the same id, else link, else title and day."""
    pairs: dict[int, Entry] = {}
    left = dict.fromkeys(old)
    for key in _KEYS:
        known: dict[object, Entry] = {}
        for entry in left:
            if key(entry):
                known.setdefault(key(entry), entry)
        for entry in new:
            was = known.get(key(entry)) if entry.number not in pairs and key(entry) else None
            if was is not None and was in left:
                pairs[entry.number] = was
                del left[was]
    return pairs


_KEYS: Final[tuple[Callable[[Entry], object], ...]] = (
    lambda entry: entry.id,
    lambda entry: entry.link,
    lambda entry: entry.likeness if entry.folded else None,
)


def _ids(was: Entry, entry: Entry) -> Iterator[Finding]:
    node = child(entry.node, "guid", "id") or entry.node
    if was.id != entry.id and was.id:
        yield "against-id-changed", node, {"old": was.id}
    elif not was.id and not entry.id and (was.link != entry.link or was.folded != entry.folded):
        part = "link" if was.link != entry.link else "title"
        yield "against-entry-unread", child(entry.node, part) or entry.node, {"part": part}
    elif not was.id and entry.id and was.link != entry.id:
        yield "against-id-changed", node, {"old": was.link or was.title}
    elif was.id and was.folded != entry.folded and was.link != entry.link and was.published != entry.published:
        yield "against-id-reused", node, {"old": was.title}


def _dates(was: Entry, entry: Entry) -> Iterator[Finding]:
    if was.published and entry.published and was.published != entry.published and not _another(was, entry):
        old, new = dated(was.node), dated(entry.node)
        written = old.text.strip() if old else ""
        values = {"old": was.published.isoformat(), "new": entry.published.isoformat(), "written": written}
        yield "against-date-moved", new or entry.node, values


def _updates(was: Entry, entry: Entry) -> Iterator[Finding]:
    node = child(entry.node, "updated")
    if node is None or not was.updated or not entry.updated or was.id != entry.id:
        return
    if was.updated != entry.updated and was.shown == entry.shown:
        written = child(was.node, "updated")
        values = {"old": was.updated.isoformat(), "written": written.text.strip() if written else ""}
        yield "against-updated-alone", node, values
    elif was.updated == entry.updated and was.shown != entry.shown:
        yield "against-change-unsaid", node, {}


_OF_PAIRS: Final = (_ids, _dates, _updates)


def _another(was: Entry, entry: Entry) -> bool:
    return was.id == entry.id and was.folded != entry.folded and was.link != entry.link


def _gone(before: Feed, after: Feed, kept: set[int]) -> Iterator[Finding]:
    """Yield the entries that were taken out of the middle; those that fell off the end are the course of things."""
    last = max(kept, default=-1)
    for entry in before.entries:
        if entry.number not in kept and entry.number < last:
            yield "against-entry-gone", after.node, {"title": entry.title, "old": entry.name}


def _path(node: Node) -> str:
    """Return `channel/item[3]/guid`."""
    steps: list[str] = []
    step: Node | None = node
    while step is not None and step.local not in {"rss", "RDF"}:
        same = [child for child in step.parent.children if child.name == step.name] if step.parent else []
        numbered = step.local in {"item", "entry"} or len(same) > 1
        steps.append(f"{step.local}[{next(i for i, n in enumerate(same, 1) if n is step)}]" if numbered else step.local)
        step = step.parent
    return "/".join(reversed(steps))
