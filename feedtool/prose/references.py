"""References to characters in usual HTML: those that are met most, each as its character.

Source: HTML, named character references.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.later import regex

if TYPE_CHECKING:
    import re

_REFERENCE = regex(r"&(?:#\d{2,5}|#x[0-9a-fA-F]{2,4}|[a-zA-Z]{2,6});")
_NAMED = {
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "quot": '"',
    "hellip": "…",
    "ndash": "–",
    "mdash": "—",
    "eacute": "é",
    "lsquo": "‘",
    "rsquo": "’",
    "ldquo": "“",
    "rdquo": "”",
    "laquo": "«",
    "raquo": "»",
    "euro": "€",
    "pound": "£",
}
"""The named characters that are met most; a text with others is looked at closely."""


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


def _character(found: re.Match[str]) -> str:
    return _characters[found[0]]


class _Characters(dict[str, str]):
    """The characters that references stand for, those that were met before known."""

    def __missing__(self, reference: str) -> str:
        number = reference[2:-1] if reference[1] == "#" else "0"
        code = int(number[1:], 16) if number[0] == "x" else int(number)
        if not (0xA0 <= code < 0xD800 or 0x20 <= code < 0x7F):
            raise UnusualError
        self[reference] = chr(code)
        return self[reference]


_characters = _Characters({f"&{name};": character for name, character in _NAMED.items()})


def value_of(attribute: str) -> str:
    """Return what an attribute says; in addresses there is nothing but `&amp;`."""
    if "&" not in attribute:
        return attribute
    value = attribute.replace("&amp;", "&")
    return value if len(attribute) - len(value) == 4 * value.count("&") else decoded(attribute)
