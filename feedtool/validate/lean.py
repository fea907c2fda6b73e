"""LEAN: a document without the entries that are what entries usually are, so that the rest is quickly judged.

::

    document ──┬─ usual entries, known by one pattern each ──▶ ids, links, titles, instants ──┐
               └─ the rest, with one of them in each place ──▶ all the rules ──▶ nothing? ────┴──▶ nothing to tell

An entry that a pattern matches is well-formed, and right by every rule that looks at one entry; the rules that look at
several are asked of what the patterns found.  Where anything is to be told of an entry, or may be, the whole document
is judged as any other: what is told, and where, does not depend on this look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from feedtool.validate import shapes
from feedtool.validate.formats import MAX_SIZE, judged, of_size
from feedtool.validate.names import ATOM
from feedtool.validate.octets import is_sound_utf8, may_be_spoilt
from feedtool.validate.shapes import Facts
from feedtool.validate.sound import NOTHING
from feedtool.validate.timeline import read_moment
from feedtool.validate.together import Around, agree, are_distinct
from feedtool.validate.usual import usual_rfc822, usual_rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.problem import Problem
    from feedtool.validate.node import Node
    from feedtool.validate.report import Report
    from feedtool.validate.shapes import Shape
    from feedtool.validate.sound import Sound


_TRIED: Final = 500_000
"""Bytes after which a document is given up on in which no entry is what entries usually are."""


class Lean(Struct, kw_only=True):
    """What is left of a document, and the usual entries by the byte where the first of each run stands in that.

    `prefixes` are those that the document has, with the namespaces that they have to stand for; `line` is that of the
    first entry.
    """

    shape: Shape
    line: int
    content: bytes = b""
    prefixes: frozenset[tuple[str, str]] = frozenset()
    runs: dict[int, list[Facts]] = field(default_factory=dict)


def told_at_once(content: bytes, *, name: str, sound: Sound | None) -> tuple[Problem, ...] | None:
    """Return what is told of a document of whose entries nothing is to be told; None where something may be."""
    found = lean(content, sound or NOTHING) if len(content) <= MAX_SIZE else None
    if found is None or of_size(found.content):
        return None
    report = judged(found.content, sound=sound)
    report.faults(of_size(content))
    problems = report.problems(name)
    if any(problem.place.line >= found.line for problem in problems) or not nothing_to_tell(found, report):
        return None
    return problems


def lean(content: bytes, sound: Sound) -> Lean | None:
    """Return a document without its usual entries but the first of each run; None where there are hardly any."""
    shape = _shape_of(content)
    at = content.find(shape.opening) + 1 if shape else 0
    if shape is None or not at or not _is_plain(content):
        return None
    used = [(prefix, uri) for prefix, uri in shape.prefixes if not prefix or f"<{prefix}:".encode() in content]
    found = Lean(shape=shape, line=content.count(b"\n", 0, at) + 1, prefixes=frozenset(used))
    kept, size, margin = [content[:at]], at, shape.opening.index(b"<") - 1 if b"<" in shape.opening else 0
    run: list[Facts] | None = None
    while at < len(content):
        match = shape.entry.match(content, at)
        facts = shape.facts(match, sound) if match else None
        if size > _TRIED and not found.runs:
            return None
        if match is None or facts is None:
            end = content.find(shape.opening, at) + 1 or len(content)
            kept.append(content[at:end])
            size, at, run = size + end - at, end, None
            continue
        if run is None:
            run = found.runs[size + margin] = []
            kept.append(match[0])
            size += len(match[0])
        run.append(facts)
        at = match.end()
    found.content = b"".join(kept)
    return found if found.runs and size < 0.7 * len(content) else None


def _shape_of(content: bytes) -> Shape | None:
    start = content[:1000]
    if start.startswith(b"{"):
        return shapes.JSON_FEED
    return shapes.RSS_FEED if b"<rss" in start else shapes.ATOM_FEED if b"<feed" in start else None


def _is_plain(content: bytes) -> bool:
    """Whether the characters of a document are what they seem to be."""
    return not may_be_spoilt(content) and is_sound_utf8(content)


def nothing_to_tell(found: Lean, report: Report) -> bool:
    """Whether there is nothing to tell of all entries together, where there is nothing to tell of the rest."""
    root = report.document.root
    if root is None or not _is_bound(found, report) or b"<!" in found.content:  # which may hide what looks like entries
        return False
    if found.shape is shapes.JSON_FEED:
        return are_distinct(list(_all_items(found, root)))
    name = "item" if found.shape is shapes.RSS_FEED else f"{ATOM}entry"
    holder = root.first("channel") if found.shape is shapes.RSS_FEED else root
    if holder is None:
        return False
    entries = list(holder.all(name))
    if not found.runs.keys() <= {node.offset for node in entries}:
        return False  # what looks like an entry is none
    facts: list[Facts] = []
    for node in entries:
        run = found.runs.get(node.offset)
        facts += [_said_by(node, found.shape, report)] if run is None else run
    return _agree(facts, holder, found.shape)


def _said_by(node: Node, shape: Shape, report: Report) -> Facts:
    """Return what the rules ask of an unusual entry; one that lacks an instant agrees with no other."""
    if shape is shapes.RSS_FEED:
        dates, id_, link = ["pubDate"], node.value("guid"), node.value("link")
    else:
        dates, id_ = [f"{ATOM}updated", f"{ATOM}published"], node.value(f"{ATOM}id")
        links = node.all(f"{ATOM}link")
        link = next((row.get("href") for row in links if row.get("rel", "alternate") == "alternate"), "")
    moments = [moment for name in dates if (moment := read_moment(node.first(name), report))]
    title = node.value("title" if shape is shapes.RSS_FEED else f"{ATOM}title")
    authored = node.first(f"{ATOM}author") is not None
    return Facts(id_, link, title, tuple(moments) if len(moments) == len(dates) else (), authored)


def _agree(facts: list[Facts], holder: Node, shape: Shape) -> bool:
    """Whether entries agree with each other and with what the feed says."""
    if shape is shapes.RSS_FEED:
        said = holder.first("lastBuildDate")
        return agree(facts, Around(usual_rfc822(said.text) if said else None, dated=said is not None))
    said = holder.first(f"{ATOM}updated")
    authored = holder.first(f"{ATOM}author") is not None
    moment = usual_rfc3339(said.text) if said else None
    own = holder.value(f"{ATOM}id")
    return agree(facts, Around(moment, dated=said is not None, id=own, needs_authors=not authored))


def _all_items(found: Lean, root: Node) -> Iterator[Facts]:
    """Yield what is known of the items of a JSON Feed, the unusual ones too."""
    for run in found.runs.values():
        yield from run[1:]
    items = root.first("items")
    for item in items.children if items else ():
        yield Facts(id=item.value("id"))


def _is_bound(found: Lean, report: Report) -> bool:
    """Whether prefixes stand for what they have to, and nothing else."""
    said = set(report.document.namespaces)
    meant = {prefix for prefix, _ in found.prefixes}
    return {(prefix, uri) for prefix, uri in said if prefix in meant} == {row for row in found.prefixes if row[1]}
