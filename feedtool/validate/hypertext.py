"""HTML that is embedded in a feed: what is dangerous, relative or broken in it.

It is read tag by tag, as a browser does (HTML Living Standard, section 13.2.5), in one pass and without a tree.
Sources for what is dangerous: RFC 4287 section 8.1 and the elements and attributes that run or load a program.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.later import regex
from feedtool.validate.registries import HTML_DANGEROUS, HTML_ELEMENTS, HTML_OPEN, HTML_VOID
from feedtool.validate.values import scheme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TAG = regex(
    r"<(?:!--.*?(?:-->|\Z)|!\[CDATA\[.*?(?:\]\]>|\Z)|[!?][^>]*>?|(/?)([A-Za-z][^\s/>]*)((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)(>?))",
    re.DOTALL,
)
_ATTRIBUTE = regex(r"([^\s=/\"'>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_MARKUP = regex(
    r"<(?:/?([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>|!--)|&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});"
)

_FRAMES: Final = frozenset({"iframe", "frame", "frameset", "noframes"})
_DOCUMENT: Final = frozenset({"html", "head", "body", "title"})
_JUDGED: Final = HTML_DANGEROUS | _FRAMES | _DOCUMENT
_RAW: Final = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_ADDRESSES: Final = frozenset(
    {"href", "src", "action", "cite", "poster", "data", "background", "longdesc", "formaction", "usemap"}
)
_DANGEROUS_SCHEMES: Final = frozenset({"javascript", "vbscript", "livescript", "mocha"})
_DANGEROUS_STYLE = regex(
    r"expression\s*\(|javascript:|behaviou?r\s*:|-moz-binding|position\s*:\s*(?:fixed|absolute)", re.IGNORECASE
)
_MOST_TOLD: Final = 10  # of one kind in one text

# What nearly all HTML consists of: elements that are no danger, whose addresses are absolute.
_ANY_TAG = regex(r"<[^<>]*>")
_SIMPLE_TAG = regex(r"<(/?[a-z][a-z0-9]*)([^<>]*)>")
_SIMPLE_ATTRIBUTES = regex(
    r"(?:\s+(?:(?:href|src|cite|poster)=\"https?:[^\"]*\"|(?:alt|datetime|dir|height|lang|title|width)=\"[^\"]*\"))*\s*/?"
)
_CLOSING: Final = {f"/{name}": name for name in HTML_ELEMENTS - _JUDGED - _RAW - HTML_VOID}
_OPENING: Final = frozenset(_CLOSING.values())
_EMPTY: Final = HTML_VOID - _JUDGED


class Finding(NamedTuple):
    """One thing in a piece of HTML: the rule it breaks, the character where, and the value it speaks of."""

    code: str
    at: int
    value: str


def has_markup(text: str) -> tuple[int, str]:
    """Return where the first HTML tag, comment or reference stands in `text`, and what it is; (-1, "") for none."""
    for match in _MARKUP.finditer(text):
        if _is_markup(match):
            return match.start(), match[0]
    return -1, ""


def _is_markup(match: re.Match[str]) -> bool:
    if match[0].startswith("&"):
        return unescape(match[0]) != match[0]
    return match[1] is None or match[1].lower() in HTML_ELEMENTS


def findings(text: str, *, base: bool = False) -> Iterator[Finding]:
    """Yield what is wrong with the HTML `text`; with a `base`, relative addresses are right."""
    if "<" not in text:
        return
    told: dict[str, int] = {}
    for finding in _read(text, base=base):
        told[finding.code] = told.get(finding.code, 0) + 1
        if told[finding.code] <= _MOST_TOLD:
            yield finding


def is_sound(text: str) -> bool:
    """Say at once of simple HTML that nothing is to be found in it; where this cannot, there may be nothing too."""
    tags = _ANY_TAG.findall(text)
    return len(tags) == text.count("<") and _is_closed("".join(tags))


@lru_cache(maxsize=1_000)
def _is_closed(shape: str) -> bool:
    """Say whether tags are simple and each closed in its place; many texts have the same ones."""
    tags = _SIMPLE_TAG.findall(shape)
    if len(tags) != shape.count("<"):
        return False
    still_open: list[str] = []
    for name, attributes in tags:
        if attributes and not _SIMPLE_ATTRIBUTES.fullmatch(attributes):
            return False
        if name in _OPENING and not attributes.endswith("/"):
            still_open.append(name)
        elif name in _CLOSING:
            if not still_open or still_open.pop() != _CLOSING[name]:
                return False
        elif name not in _EMPTY:
            return False
    return not still_open


def _read(text: str, *, base: bool) -> Iterator[Finding]:
    stack: list[tuple[str, int]] = []
    for name, match in _tags(text):
        if not match[4]:
            yield Finding("html-broken", match.start(), f"the tag <{name[:40]} has no end")
            return
        if match[1]:
            yield from _closed(stack, name, match.start())
            continue
        if match[3] or name in _JUDGED:
            yield from judged(name, _attributes(match[3]), match.start(), base=base)
        if name not in HTML_VOID and not match[3].endswith("/"):
            stack.append((name, match.start()))
    for name, index in stack:
        if name not in HTML_OPEN:
            yield Finding("html-broken", index, f"<{name[:40]}> is not closed")


def _tags(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the tags of `text`, with their names in lower case, past comments and past what is no markup."""
    position = 0
    while (match := _TAG.search(text, position)) is not None:
        position = match.end()
        if match[2]:
            name = match[2].lower()
            yield name, match
            if name in _RAW and not match[1]:
                position = _end_of_raw(name, text, position)


def _end_of_raw(name: str, text: str, position: int) -> int:
    """Return where the closing tag of an element stands in which nothing is markup."""
    end = re.compile(f"</{re.escape(name)}", re.IGNORECASE).search(text, position)
    return end.start() if end else len(text)


def _closed(stack: list[tuple[str, int]], name: str, index: int) -> Iterator[Finding]:
    """Take the element that `</name>` closes off the stack, with what is still open in it."""
    if name in HTML_VOID or name == "p":
        if stack and stack[-1][0] == name:
            stack.pop()
        return
    depth = 0
    while stack and stack[-1][0] != name:
        if stack[-1][0] not in HTML_OPEN or depth > 50:
            break
        stack.pop()
        depth += 1
    if stack and stack[-1][0] == name:
        stack.pop()
    elif any(open_name == name for open_name, _ in stack[-50:]):
        while stack:
            open_name, opened = stack.pop()
            if open_name == name:
                break
            if open_name not in HTML_OPEN:
                yield Finding(
                    "html-broken", opened, f"<{open_name}> is still open where </{name}> closes what holds it"
                )
    else:
        yield Finding("html-broken", index, f"</{name}> closes nothing")


def _attributes(written: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        value = match[2] if match[2] is not None else match[3] if match[3] is not None else match[4]
        attributes.setdefault(match[1].lower(), unescape(value or ""))
    return attributes


def judged(name: str, attributes: Mapping[str, str], index: int, *, base: bool) -> Iterator[Finding]:
    """Yield what is wrong with one element of HTML or XHTML, by its local name and attributes."""
    if name in HTML_DANGEROUS:
        yield Finding("html-dangerous-element", index, f"<{name}>")
    elif name in _FRAMES:
        yield Finding("html-frame", index, f"<{name}>")
    elif name in _DOCUMENT:
        yield Finding("html-whole-document", index, f"<{name}>")
    for attribute, value in attributes.items():
        if attribute.startswith("on") and len(attribute) > 3 and attribute.isalpha():
            yield Finding("html-dangerous-attribute", index, f"{attribute} of <{name}>")
        elif attribute == "style" and _DANGEROUS_STYLE.search(value):
            yield Finding("html-dangerous-attribute", index, f"style of <{name}>")
        elif attribute in _ADDRESSES:
            yield from _judged_address(name, attribute, value, index, base=base)


def _judged_address(name: str, attribute: str, value: str, index: int, *, base: bool) -> Iterator[Finding]:
    address = re.sub(r"[\x00-\x20]+", "", value)  # browsers skip them in front of and within a scheme
    if scheme(address) in _DANGEROUS_SCHEMES:
        yield Finding("html-script-address", index, f"{attribute} of <{name}>")
    elif not scheme(address) and not base and not address.startswith("#") and attribute != "usemap":
        yield Finding("html-relative-address", index, f'{attribute}="{value.strip()[:80]}"')
