"""What broke a document that is not well-formed: the rule it breaks, where, and in which words.

expat says what it could not read; here that is turned into what the author did.
Source: XML 1.0 (fifth edition), https://www.w3.org/TR/xml/.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers.expat import errors

from feedtool.later import regex
from feedtool.validate.names import USUAL, local
from feedtool.validate.node import MAX_EXPANSION, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feedtool.validate.node import Node

_REACH: Final = 200  # bytes looked at on either side of a fault
_NAME = rb"[\w:.\-\x80-\xff]+"
_PREFIXED = regex(rb"([\w.\-\x80-\xff]+):" + _NAME)


def diagnosis(content: bytes, code: int, offset: int, still_open: Sequence[Node]) -> Fault:
    """Return what is to be said of expat's error `code` at the byte `offset`, while `still_open` were unclosed."""
    offset = min(max(offset, 0), len(content))
    name = errors.messages.get(code, "unreadable")
    teller = _TELLERS.get(name)
    if teller:
        return teller(content, offset, still_open)
    return Fault(code="xml-not-well-formed", offset=offset, values={"reason": name})


def _invalid_token(content: bytes, offset: int, still_open: Sequence[Node]) -> Fault:
    before = content[max(0, offset - _REACH) : offset + 1]
    ampersand = re.search(rb"&[\w#]*[^\w;]?\Z", before)
    if ampersand:
        return Fault(code="xml-ampersand-bare", offset=offset - len(before) + 1 + ampersand.start())
    if not still_open and re.match(rb"/", content[offset : offset + 1]):
        return Fault(code="xml-not-well-formed", offset=offset, values={"reason": "a closing tag closes nothing"})
    angle = re.search(rb"<[^<>]?\Z", before)
    if angle and content[offset : offset + 1] != b"<":
        return Fault(code="xml-angle-bare", offset=offset - len(before) + 1 + angle.start())
    return Fault(code="xml-not-well-formed", offset=offset, values={"reason": _unreadable(content, offset)})


def _unreadable(content: bytes, offset: int) -> str:
    found = content[offset : offset + 20].decode("utf-8", "replace").split("\n")[0]
    if re.search(rb"=\s*\Z", content[max(0, offset - 10) : offset]):
        return f"the value of an attribute must stand in quotes, and {found!r} does not"
    if content[offset : offset + 1] == b"<":
        return "a tag begins inside another tag, or inside the value of an attribute"
    if content[max(0, offset - 2) : offset + 1].endswith(b"]]>"):
        return "]]> stands in text, where it must be written ]]&gt;"
    return f"{found!r} cannot stand here" if found else "the document breaks off here"


def _mismatched(content: bytes, offset: int, still_open: Sequence[Node]) -> Fault:
    closing = re.compile(rb"</?(" + _NAME + rb")").search(content, max(0, offset - 2), offset + _REACH)
    said = closing[1].decode("utf-8", "replace") if closing else "?"
    opened = still_open[-1] if still_open else None
    at = closing.start() if closing else offset
    if opened is None:
        return Fault(code="xml-not-well-formed", offset=at, values={"reason": f"</{said}> closes nothing"})
    written = re.compile(rb"<(" + _NAME + rb")").match(content, opened.offset)
    expected = written[1].decode("utf-8", "replace") if written else local(opened.name)
    line = content.count(b"\n", 0, opened.offset) + 1
    return Fault(code="xml-tag-mismatch", offset=at, values={"closing": said, "open": expected, "line": line})


def _truncated(_content: bytes, offset: int, still_open: Sequence[Node]) -> Fault:
    if not still_open:
        return Fault(code="xml-not-well-formed", offset=offset, values={"reason": "there is no element in it"})
    names = ", ".join(f"<{local(node.name)}>" for node in reversed(still_open))
    return Fault(code="xml-truncated", offset=offset, values={"open": names, "last": local(still_open[-1].name)})


def _undefined_entity(content: bytes, offset: int, _open: Sequence[Node]) -> Fault:
    match = re.compile(rb"&([^;]{1,60});").match(content, offset)
    return undefined_entity(match[1].decode("utf-8", "replace") if match else "?", offset)


def undefined_entity(name: str, offset: int) -> Fault:
    """Return the fault that `&name;` is used and not defined, with the character that HTML has for it."""
    from html.entities import html5  # noqa: PLC0415 - wanted for few documents

    known = html5.get(f"{name};", "")
    number = "".join(f"&#{ord(character)};" for character in known)
    return Fault(
        code="xml-entity-undefined", offset=offset, values={"entity": name, "number": f", or {number}" if known else ""}
    )


def _unbound_prefix(content: bytes, offset: int, _open: Sequence[Node]) -> Fault:
    tag = content[offset : offset + 10_000].partition(b">")[0]
    declared = set(re.findall(rb"xmlns:([\w.\-]+)\s*=", content))
    prefixes = [match[1] for match in _PREFIXED.finditer(re.sub(rb"\"[^\"]*\"|'[^']*'", b"", tag))]
    unknown = next((prefix for prefix in prefixes if prefix not in declared and prefix not in {b"xml", b"xmlns"}), b"?")
    prefix = unknown.decode("utf-8", "replace")
    return Fault(
        code="xml-prefix-undeclared", offset=offset, values={"prefix": prefix, "namespace": USUAL.get(prefix, "…")}
    )


def _simple(code: str, **values: object) -> Callable[[bytes, int, Sequence[Node]], Fault]:
    """Return a teller for what needs no looking at the document."""
    return lambda _content, offset, _open: Fault(code=code, offset=offset, values=values)


_TELLERS: Final[dict[str, Callable[[bytes, int, Sequence[Node]], Fault]]] = {
    errors.XML_ERROR_INVALID_TOKEN: _invalid_token,
    errors.XML_ERROR_TAG_MISMATCH: _mismatched,
    errors.XML_ERROR_NO_ELEMENTS: _truncated,
    errors.XML_ERROR_UNCLOSED_TOKEN: _truncated,
    errors.XML_ERROR_UNDEFINED_ENTITY: _undefined_entity,
    errors.XML_ERROR_UNBOUND_PREFIX: _unbound_prefix,
    errors.XML_ERROR_BAD_CHAR_REF: _simple("xml-character-illegal", character="a reference to one"),
    errors.XML_ERROR_MISPLACED_XML_PI: _simple("xml-declaration-late"),
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: _simple("xml-text-after-end"),
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: _simple("xml-attribute-repeated"),
    errors.XML_ERROR_RECURSIVE_ENTITY_REF: _simple("xml-entity-bomb", size="text without end", limit=MAX_EXPANSION),
    errors.XML_ERROR_UNCLOSED_CDATA_SECTION: _simple(
        "xml-not-well-formed", reason="a CDATA section is not closed with ]]>"
    ),
}
