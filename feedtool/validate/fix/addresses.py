"""Repairs of addresses: relative ones that have a base, and characters that no address holds."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from feedtool.later import regex
from feedtool.validate import values
from feedtool.validate.fix.draft import Edit, valued

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.problem import Problem
    from feedtool.validate.fix.draft import Draft, Mend
    from feedtool.validate.fix.written import Element

_TAG = regex(r"(?:<|&lt;|&#60;|&#x3[cC];)[A-Za-z](?:(?!&lt;|&gt;|&#60;|&#62;)[^<>])*")
_REFERENCE = regex(
    r"(?<=[\s\"';])(?:href|src|action|cite|poster|data|background|longdesc|formaction)\s*=\s*"
    r"(\"|'|&quot;|&apos;|&#34;|&#39;)((?:(?!\1).){0,1000}?)\1",
    re.IGNORECASE | re.DOTALL,
)
_NAMES: Final = frozenset({"href", "src", "action", "cite", "poster", "data", "background", "longdesc", "formaction"})
_NOT_ALLOWED = regex(r"[\x00-\x20\x7f<>\"{}|\\^`]|%(?![0-9A-Fa-f]{2})")
_GROUPS: Final = frozenset({"item", "entry", "channel", "feed"})


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def _xml_base(draft: Draft, element: Element) -> str:
    """Return the base that the document itself writes down for `element`."""
    base = ""
    for step in reversed(list(element.up())):
        said = draft.written.value(step, "xml:base")
        base = urljoin(base, unescape(said)) if said else base
    return base if values.host(base) else ""


def _links(draft: Draft, element: Element, *, selves: bool) -> Iterator[str]:
    """Yield the absolute addresses of the pages (and of the feed) that `element` stands in, outwards."""
    for group in element.up():
        if group.local in _GROUPS:
            for rel, address in draft.links(group):
                if rel == "alternate" or (selves and rel == "self"):
                    yield address


def _base(draft: Draft, element: Element) -> str:
    """Return the base for an address in an element or attribute of the feed: the nearest that is written down."""
    outer = [step for step in element.up() if step.local in {"channel", "feed"}]
    links = _links(draft, outer[0], selves=True) if outer else iter(())
    return _xml_base(draft, element) or next(links, "") or draft.location


def reference(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Write an address whole, with what no address holds escaped."""
    element = draft.element(problem.place)
    if element is None or problem.place.field.endswith(("/@ref", "guid", "/id")):
        return ()  # an id is never rewritten
    base = _base(draft, element)
    ascii_only = problem.rule.startswith("rss") or "ASCII" in problem.message

    def new(old: str) -> str:
        better = _NOT_ALLOWED.sub(_percent, old.strip())
        if ascii_only or not values.scheme(better):
            return values.mended_address(old.strip(), base) or values.mended_address(better, base)
        return "" if values.iri_reference(better) else better

    return valued(draft, problem, new)


def self_link(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Write the feed's own address whole, where it can only be one."""
    element = draft.element(problem.place)
    if element is None:
        return ()
    bases = [draft.location] if draft.location else list(_links(draft, element, selves=False))

    def new(old: str) -> str:
        found = {urljoin(base, old.strip()) for base in bases}
        return found.pop() if len(found) == 1 else ""

    return valued(draft, problem, new)


def in_html(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Write the addresses in a piece of HTML whole, where every base that the feed offers makes the same of them."""
    element = draft.element(problem.place)
    if element is None:
        return
    own = _xml_base(draft, element)
    bases = [own] if own else [*_links(draft, element, selves=True), draft.location]
    bases = [base for base in dict.fromkeys(bases) if base]
    for start, end in _references(draft, element):
        old = draft.text[start:end]
        better = {_joined(base, old) for base in bases}
        if len(better) == 1 and old.strip() and not values.scheme(old.strip()) and not old.strip().startswith("#"):
            mended = better.pop()
            if mended != old:
                yield (Edit(start, end, mended),)


def _joined(base: str, written: str) -> str:
    """Return an address, as it is written with its references, made whole; as it was where it has numbers in it."""
    return written if "&#" in written else urljoin(re.split(r"[?#]", base, maxsplit=1)[0], written.strip())


def _references(draft: Draft, element: Element) -> Iterator[tuple[int, int]]:
    """Yield where addresses stand in the HTML of an element, or in its own tag where it is HTML."""
    for found in draft.written.attributes(element):
        if found.name in _NAMES:
            yield found.value_start, found.value_end
    for piece in element.pieces:
        for tag in _TAG.finditer(draft.text, piece.start, piece.end):
            for match in _REFERENCE.finditer(draft.text, tag.start(), min(tag.end() + 6, piece.end)):
                yield match.span(2)
