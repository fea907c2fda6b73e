"""References to characters in HTML that is what it should be, each as its character.

Source: HTML 4.01 section 24 (the names that every parser knows), HTML (character references).
"""

from __future__ import annotations

from html.entities import name2codepoint
from typing import TYPE_CHECKING

from feedtool.later import regex

if TYPE_CHECKING:
    import re

_REFERENCE = regex(r"&(?:#\d{2,7}|#x[0-9a-fA-F]{2,6}|[a-zA-Z]{2,8}[0-9]{0,2});")
_FIRST = 0xA0
"""What comes before is ASCII, where a character may mean more than itself, or a control."""


class UnusualError(Exception):
    """Something takes a closer look."""


def decoded(text: str) -> str:
    """Return text with its references to characters as these.

    Raises:
        UnusualError: one is not known, or an ampersand begins none.

    """
    decoded, count = _REFERENCE.subn(_character, text)
    if count != text.count("&"):
        raise UnusualError
    return decoded


def decoded_beyond_ascii(html: str) -> tuple[str, bool]:
    """Return HTML with references to characters outside ASCII, and to the apostrophe, as these: they mean no more.

    The other value tells whether a blank is among them.

    Raises:
        UnusualError: one is not known.

    """
    first, *parts = html.split("&")
    pieces, blank = [first], False
    for part in parts:
        name, semicolon, rest = part.partition(";")
        character = _beyond[name] if semicolon else ""
        if character:
            blank = blank or character.isspace()
            pieces += (character, rest)
        else:
            pieces += ("&", part)
    return "".join(pieces), blank


def _character(found: re.Match[str]) -> str:
    return _characters[found[0]]


class _Characters(dict[str, str]):
    """The characters that references stand for, those that were met before known."""

    def __missing__(self, reference: str) -> str:
        if reference[1] != "#":
            raise UnusualError
        code = int(reference[3:-1], 16) if reference[2] == "x" else int(reference[2:-1])
        if not (_FIRST <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000 or 32 <= code < 127):
            raise UnusualError
        self[reference] = chr(code)
        return self[reference]


_characters = _Characters({f"&{name};": chr(code) for name, code in name2codepoint.items()})


def value_of(attribute: str) -> str:
    """Return what an attribute says; in addresses there is nothing but `&amp;`.

    Raises:
        UnusualError: it holds a reference that is not known, or an ampersand that begins none.

    """
    if "&" not in attribute:
        return attribute
    value = attribute.replace("&amp;", "&")
    return value if len(attribute) - len(value) == 4 * value.count("&") else decoded(attribute)


class _Beyond(dict[str, str]):
    """The characters outside ASCII, and the apostrophe, by what refers to them; nothing for others and for no name."""

    def __missing__(self, name: str) -> str:
        if not _REFERENCE.fullmatch(f"&{name};"):
            return ""
        character = _characters[f"&{name};"]
        self[name] = character if ord(character) >= _FIRST or character == "'" else ""
        return self[name]


_beyond = _Beyond()
