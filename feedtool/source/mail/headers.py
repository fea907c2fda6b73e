"""Headers of a message as text.

Sources: RFC 5322 (folding), RFC 2047 (encoded words), RFC 6532 (UTF-8), RFC 2392 (mid: addresses).
"""

from __future__ import annotations

from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses
from typing import TYPE_CHECKING
from urllib.parse import quote

from feedtool.article import Person
from feedtool.later import regex

if TYPE_CHECKING:
    from email.message import Message

_LONGEST = 10_000
_LIST_ID = regex(r"\s*(?:\"?([^<\"]*?)\"?\s*)<([^<>]+)>\s*")
_MESSAGE_ID = regex(r"<\s*([^<>\s]+)\s*>")


def header(message: Message, name: str) -> str:
    """Return a header as one line of text, empty where it is missing; what is left of undecodable words stays."""
    for found, value in message.raw_items():
        if found.casefold() == name:
            return decoded(str(value)[:_LONGEST])
    return ""


def decoded(value: str) -> str:
    """Return the value of a header, its encoded words and its bytes outside ASCII decoded."""
    raw = value.encode("ascii", "surrogateescape") if not value.isascii() else b""
    if raw:
        value = text_of(raw, "utf-8")
    value = " ".join(value.split())
    if "=?" not in value:
        return value
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return " ".join("".join(part if isinstance(part, str) else text_of(part, code) for part, code in parts).split())


def text_of(content: bytes, charset: str | None) -> str:
    """Return bytes as text by their charset; where that is unknown or wrong as UTF-8, or else as windows-1252."""
    for name in (charset or "utf-8", "utf-8"):
        try:
            return content.decode(name)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def people(message: Message) -> tuple[Person, ...]:
    """Return the names in From; an address without one is nobody's name."""
    raw = next((str(value) for name, value in message.raw_items() if name.casefold() == "from"), "")
    names = (decoded(name) for name, _ in getaddresses([" ".join(raw[:_LONGEST].split())]))
    return tuple(Person(name=name.strip("'\" ")) for name in names if "@" not in name)


def identity(message: Message) -> str:
    """Return the Message-ID as a `mid:` address, empty where there is none."""
    found = _MESSAGE_ID.search(header(message, "message-id"))
    return f"mid:{quote(found[1], safe='@!$&*+,;=:')}" if found else ""


def mailing_list(message: Message) -> str:
    """Return the name of the mailing list, or the first part of its id."""
    found = _LIST_ID.fullmatch(header(message, "list-id"))
    return (found[1] or found[2].partition(".")[0]) if found else ""
