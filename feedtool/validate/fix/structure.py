"""Repairs of what stands where: order, self links, flags of ids, names of authors, attributes that are missing."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from feedtool.later import regex
from feedtool.validate import values
from feedtool.validate.fix.draft import Edit, escaped
from feedtool.validate.names import ATOM, DC

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedtool.problem import Problem
    from feedtool.validate.fix.draft import Draft, Mend
    from feedtool.validate.fix.written import Element

_WRITE_NAME = regex(r"write <?(?:[\w.-]+:)?([\w.-]+)>?\Z")
_TYPES: Final = {
    "mp3": "audio/mpeg",
    "m4a": "audio/x-m4a",
    "mp4": "video/mp4",
    "m4v": "video/x-m4v",
    "ogg": "audio/ogg",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "pdf": "application/pdf",
}


def _moved(draft: Draft, elements: list[Element], before: Element) -> Iterable[Mend]:
    """Yield the mend that puts `elements`, with the white space before each, in front of `before`."""
    if not elements:
        return
    spans = [(draft.written.indent(element), element.end) for element in elements]
    point = draft.written.indent(before)
    chunk = "".join(draft.text[start:end] for start, end in spans)
    yield (Edit(point, point, chunk), *(Edit(start, end, "") for start, end in spans))


def items_last(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Put what is said of the channel or the feed before its first entry."""
    element = draft.element(problem.place)
    parent = element.parent if element else None
    if parent is None:
        return ()
    first = next((child for child in parent.children if child.local in {"item", "entry"}), None)
    if first is None:
        return ()
    late = [child for child in parent.children if child.start > first.start and child.local != first.local]
    return _moved(draft, [child for child in late if child.prefix == first.prefix], first)


def description_first(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Put the description before content:encoded."""
    encoded = draft.element(problem.place)
    if encoded is None or encoded.parent is None:
        return ()
    return _moved(draft, [own for own in encoded.parent.all("description") if own.start > encoded.start][:1], encoded)


def self_link(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Add the feed's own address, where it was given."""
    root = draft.written.root
    if root is None or not draft.location or values.web_address(draft.location):
        return
    uri = ATOM.strip()
    rss = problem.rule.startswith("rss")
    home = next((child for child in root.children if child.local == "channel"), None) if rss else root
    prefix = (draft.root_prefix(uri) or "atom") if rss else root.prefix
    declared = draft.declare(prefix, uri) if rss and not draft.root_prefix(uri) else None
    if home is None or (rss and not declared and not draft.root_prefix(uri)):
        return
    name = f"{prefix}:link" if prefix else "link"
    media_type = "application/rss+xml" if rss else "application/atom+xml"
    added = _beside(draft, home, f'<{name} rel="self" type="{media_type}" href="{escaped(draft.location)}"/>')
    yield (added, declared) if declared else (added,)


def _beside(draft: Draft, home: Element, markup: str) -> Edit:
    """Return the edit that puts an element behind the first link of `home`, in the same way; else at its beginning."""
    link = next((child for child in home.children if child.local == "link"), None) or (next(iter(home.children), None))
    if link is None:
        return Edit(home.open_end, home.open_end, markup)
    return Edit(link.end, link.end, draft.text[draft.written.indent(link) : link.start] + markup)


def no_permalink(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Say that a guid is no address; the id itself stays."""
    element = draft.element(problem.place)
    if element is not None and element.name == "guid":
        yield (draft.set_attribute(element, "isPermaLink", "false"),)


def creator(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Make the name of an author without an address a dc:creator."""
    author = draft.element(problem.place)
    if author is None or author.name != "author" or author.open_end == author.end:
        return
    name = unescape(draft.written.inner(author))
    if not name.strip() or "@" in name or author.children:
        return
    uri = DC.strip()
    prefix = draft.root_prefix(uri) or "dc"
    declared = None if draft.root_prefix(uri) else draft.declare(prefix, uri)
    if declared or draft.root_prefix(uri):
        renamed = _renamed(author, f"{prefix}:creator")
        yield (*renamed, declared) if declared else renamed


def _renamed(element: Element, name: str) -> Mend:
    """Return the edits of both tags of an element."""
    opening = Edit(element.start + 1, element.start + 1 + len(element.name), name)
    if element.inner_end == element.end:
        return (opening,)
    return opening, Edit(element.inner_end + 2, element.inner_end + 2 + len(element.name), name)


def right_name(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Write an element's name in the letters that its format has."""
    element, match = draft.element(problem.place), _WRITE_NAME.match(problem.fix)
    if element is not None and match and match[1].lower() == element.local.lower():
        yield _renamed(element, f"{element.prefix}:{match[1]}" if element.prefix else match[1])


def missing_attribute(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Add the length 0 and, where its name tells it, the type of an enclosure."""
    element = draft.element(problem.place)
    if element is None or element.name != "enclosure":
        return
    if not draft.written.attribute(element, "length"):
        yield (draft.set_attribute(element, "length", "0"),)
    ending = re.split(r"[?#]", draft.written.value(element, "url"))[0].rpartition(".")[2].lower()
    if not draft.written.attribute(element, "type") and ending in _TYPES:
        yield (draft.set_attribute(element, "type", _TYPES[ending]),)


def rss_version(draft: Draft, _problem: Problem) -> Iterable[Mend]:
    """Say that an RSS document without a version is RSS 2.0."""
    root = draft.written.root
    if root is not None and root.name == "rss" and not draft.written.attribute(root, "version"):
        point = root.start + len("<rss")
        yield (Edit(point, point, ' version="2.0"'),)


def out_of_namespace(draft: Draft, _problem: Problem) -> Iterable[Mend]:
    """Take the namespace off an RSS document."""
    root = draft.written.root
    found = draft.written.attribute(root, "xmlns") if root else None
    if found:
        yield (Edit(len(draft.text[: found.start].rstrip()), found.end, ""),)


def into_namespace(draft: Draft, _problem: Problem) -> Iterable[Mend]:
    """Put an Atom document that names no namespace into its own."""
    root = draft.written.root
    if root is not None and root.name in {"feed", "entry"}:
        yield (draft.set_attribute(root, "xmlns", ATOM.strip()),)
