r"""What is escaped in a paragraph, and how: words among marks, code, addresses, what begins a line.

Source: CommonMark 0.31.2 (backslash escapes 2.4, entities 2.5, code spans 6.1, links 6.3, raw HTML 6.6).
"""

from __future__ import annotations

import unicodedata
from collections import Counter

from feedtool.later import regex

_BLANKS = regex("[ \t\n\r\f\v\x85\u2028\u2029]{2,}|[\t\n\r\f\v\x85\u2028\u2029]")
SPECIAL = tuple("*`\\~&<_[]")
_STRICT = regex(r"[*`]|\\(?=[!-/:-@\[-`{-~]|$)|~(?=~|$)|(?<=~)~|^~|&(?=#?\w{1,40};)|<(?!\s|$)")
_UNDERSCORE = regex(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = regex(r"&(?=#?\w{1,40};)")
_TICKS = regex("`+")
_BRACKETS = regex(r"[\[\]]")
_STARTS = regex(r"(?=[-+](?:\s|$)|#{1,6}(?:\s|$)|>|~~~|=+\s*$|-[-\s|:]*$|[|:]|\[)|\d{1,9}(?=[.)](?:\s|$))")
_ASCII_MARKS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def collapsed(text: str) -> str:
    """Return words as HTML has them with white space as single spaces."""
    return _BLANKS.sub(" ", text)


def ticked(code: str) -> str:
    """Return code between as many backticks as it takes."""
    ticks = "`" * (1 + max(map(len, _TICKS.findall(code)), default=0))
    pad = " " if code[0] == "`" or code[-1] == "`" else ""
    return f"{ticks}{pad}{code}{pad}{ticks}"


def safe_start(line: str) -> str:
    """Return a line with its first words escaped where they would begin another block than a paragraph."""
    match = _STARTS.match(line)
    return f"{line[: match.end()]}\\{line[match.end() :]}" if match else line


def is_special(text: str) -> bool:
    """Whether a text holds anything that could be a mark."""
    return any(map(text.__contains__, SPECIAL))


def strict(text: str, *, brackets: bool = True) -> str:
    """Return words that stand among marks with everything escaped that could be a mark itself."""
    if not is_special(text):
        return text
    text = _UNDERSCORE.sub(r"\\_", _STRICT.sub(r"\\\g<0>", text))
    return _BRACKETS.sub(r"\\\g<0>", text) if brackets else text


def apart(char: str) -> bool:
    """Whether a mark may stand behind a character, or before it, whatever is within."""
    return char.isspace() or char in _ASCII_MARKS or unicodedata.category(char)[0] == "P"


def destination(address: str) -> str:
    """Return an address (percent-encoded) as the destination of a link."""
    if "(" in address or ")" in address:
        counts = Counter(address)
        if counts["("] != counts[")"] or address.find(")") < address.find("("):
            address = address.replace("(", "%28").replace(")", "%29")
    return _ENTITY.sub(r"\\&", address) if "&" in address and ";" in address else address
