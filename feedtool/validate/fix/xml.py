"""Repairs of XML itself: references, characters, prefixes, the declaration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.later import regex
from feedtool.validate.fix.draft import Edit
from feedtool.validate.names import USUAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.problem import Problem
    from feedtool.validate.fix.draft import Draft, Mend

_BARE = regex(r"&(?!(?:#\d+|#x[0-9a-fA-F]+|[^\W\d][\w:.-]*);)")
_ENTITY = regex(r"&([A-Za-z][A-Za-z0-9]{1,40});")
_OWN: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ILLEGAL = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = regex(r"&#(?:(\d{1,7})|x([0-9a-fA-F]{1,6}));")
_USED = regex(r"<([\w.-]+):|\s([\w.-]+):[\w.-]+\s*=")
_SAID = regex(r"xmlns:([\w.-]+)=")
_MEANT = regex(r'write "([^"<&]+)"')
_BLANK_BEFORE = regex(r"\s+(?=<\?xml\s)")


def _spans(draft: Draft, *kinds: str) -> Iterator[tuple[int, int]]:
    return ((token.start, token.end) for token in draft.written.tokens if token.kind in kinds)


def ampersands(draft: Draft, _problem: Problem) -> Iterable[Mend]:
    """Write every & that begins no reference as &amp;."""
    for start, end in _spans(draft, "text", "open"):
        for match in _BARE.finditer(draft.text, start, end):
            yield (Edit(match.start(), match.end(), "&amp;"),)


def angle(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Write a < that begins no tag as &lt;."""
    index = draft.index(problem.place)
    if re.match(r"<[\s\d=]", draft.text[index : index + 2]):
        yield (Edit(index, index + 1, "&lt;"),)


def entities(draft: Draft, _problem: Problem) -> Iterable[Mend]:
    """Write HTML's named references as numbers."""
    from html.entities import html5  # noqa: PLC0415 - wanted for few documents

    for start, end in _spans(draft, "text", "open"):
        for match in _ENTITY.finditer(draft.text, start, end):
            name = match[1]
            if name not in _OWN and f"{name};" in html5 and f"<!ENTITY {name} " not in draft.text:
                number = "".join(f"&#{ord(character)};" for character in html5[f"{name};"])
                yield (Edit(match.start(), match.end(), number),)


def characters(draft: Draft, _problem: Problem) -> Iterable[Mend]:
    """Take out what XML cannot hold, as it is or by its number."""
    for match in _ILLEGAL.finditer(draft.text):
        yield (Edit(match.start(), match.end(), ""),)
    for start, end in _spans(draft, "text", "open"):
        for match in _REFERENCE.finditer(draft.text, start, end):
            number = int(match[1]) if match[1] else int(match[2], 16)
            if number > 0x10FFFF or 0xD800 <= number < 0xE000 or _ILLEGAL.match(chr(number)):
                yield (Edit(match.start(), match.end(), ""),)


def prefixes(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Declare the prefixes that everybody knows."""
    used = set(_SAID.findall(problem.fix))
    for start, end in _spans(draft, "open"):
        for match in _USED.finditer(draft.text, start, end):
            name = match[1] or match[2]
            if name in USUAL and f"xmlns:{name}" not in draft.text:
                used.add(name)
    for name in sorted(used & USUAL.keys()):
        edit = draft.declare(name, USUAL[name])
        if edit:
            yield (edit,)


def namespace(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Write a namespace as readers know it."""
    element, meant = draft.element(problem.place), _MEANT.match(problem.fix)
    index = draft.index(problem.place)
    for found in draft.written.attributes(element) if element and meant else ():
        if found.name.startswith("xmlns") and found.start <= index <= found.end and meant:
            yield (Edit(found.value_start, found.value_end, meant[1]),)


def blank_before(draft: Draft, _problem: Problem) -> Iterable[Mend]:
    """Take out the white space before the XML declaration."""
    match = _BLANK_BEFORE.match(draft.text.lstrip("\ufeff"))
    if match:
        yield (Edit(0, match.end() + draft.text.startswith("\ufeff"), ""),)


def repeated_attribute(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Keep one of two attributes that say the same."""
    element = draft.element(problem.place)
    seen: dict[str, str] = {}
    for found in draft.written.attributes(element) if element else ():
        written = draft.text[found.value_start : found.value_end]
        if seen.get(found.name) == written:
            yield (Edit(len(draft.text[: found.start].rstrip()), found.end, ""),)
        seen.setdefault(found.name, written)


def doctype(draft: Draft, _problem: Problem) -> Iterable[Mend]:
    """Take out a DOCTYPE that declares nothing of its own."""
    for start, end in _spans(draft, "doctype"):
        if "[" not in draft.text[start:end]:
            after = re.compile(r"[ \t]*(?:\r\n?|\n)?").match(draft.text, end)
            yield (Edit(start, after.end() if after else end, ""),)
