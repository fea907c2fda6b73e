"""Front matter that is written as most is, read at a look: what a YAML parser says of it, at a hundredth of its price.

Whatever could be anything else is left to the parser, so there is one rule what front matter says.
"""

from __future__ import annotations

from functools import lru_cache

from feedtool.later import regex

TOP = 2
"""The line of the file in which the first field stands."""
_NAME = regex(r"[A-Za-z_][A-Za-z0-9_-]{0,99}")
_TOKEN = regex(r"""[^"',]+|,|"[^"\\]*"|'[^']*'""")
_NO_ITEM = frozenset("[]{}:#")
_LONGEST = 20_000
_FURTHEST = 12
"""How far, in columns, what is simple is indented."""
_QUOTES = frozenset("\"'")
_PLAIN_START = frozenset("_/.($^;\\")
"""What plain text may begin with beside letters, digits, and all that is not ASCII."""


@lru_cache(maxsize=512)
def _is_name(text: str) -> bool:
    """Whether a text is the name of a field; the same few are asked for again and again."""
    return _NAME.fullmatch(text) is not None


def read_simple(text: str) -> tuple[dict[str, object], dict[str, int]] | None:
    """Return fields that are written as most are, and all that we write; None for all else.

    That is one to a line, plain or quoted, or with lists and fields below, indented, of such.  It says what the YAML
    parser says, at a hundredth of its price; whatever could be anything else is left to that.
    """
    if len(text) > _LONGEST:
        return None
    lines: dict[str, int] = {}
    block = _fields(text.split("\n"), 0, 0, lines)
    return (block[0], lines) if block else None


def _fields(rows: list[str], row: int, indent: int, lines: dict[str, int]) -> tuple[dict[str, object], int] | None:
    """Return the fields that stand from a row on, so far indented, and the row behind them; note their lines."""
    found: dict[str, object] = {}
    while row < len(rows):
        line = rows[row]
        if line and (indent or line[0] == " "):
            line = line.lstrip(" ")
            here = len(rows[row]) - len(line) if line else indent
            if here < indent:
                break
            if here > indent or indent > _FURTHEST:
                return None
        row += 1
        name, colon, after = line.partition(": ")
        if not colon and line[-1:] == ":":
            name, colon = line[:-1], ":"
        if colon and _is_name(name) and name not in found:
            lines[name] = row - 1 + TOP
            written = after.strip(" ")
            found[name] = _scalar(written)
            if found[name] is None:
                read = _more(written, rows, row, indent)
                if read is None:
                    return None
                found[name], row = read
        elif line:
            return None
    return found, row


def _more(written: str, rows: list[str], row: int, indent: int) -> tuple[object, int] | None:
    """Return the value of a field of which no scalar is written, and the row behind it: what stands beside or below."""
    if written:
        items = _flow(written)
        return None if items is None else (items, row)
    while row < len(rows) and not rows[row].strip(" "):
        row += 1
    line = rows[row] if row < len(rows) else ""
    bare = line.lstrip(" ")
    here = len(line) - len(bare)
    if here >= indent and bare.startswith("- "):
        return _items(rows, row, here)
    return _fields(rows, row, here, {}) if here > indent else ("", row)


def _items(rows: list[str], row: int, indent: int) -> tuple[tuple[object, ...], int] | None:
    """Return the list that stands from a row on, so far indented, and the row behind it."""
    found: list[object] = []
    while row < len(rows):
        line = rows[row]
        bare = line.lstrip(" ")
        here = len(line) - len(bare)
        if bare and (here < indent or (here == indent and not bare.startswith("- "))):
            break
        row += 1
        if not bare:
            continue
        inner = bare[2:].lstrip(" ")
        if here > indent or not inner:
            return None
        item: object = _scalar(inner.rstrip(" "))
        if item is None:  # perhaps fields, the first of which stands beside the dash
            column = len(line) - len(inner)
            rows[row - 1] = " " * column + inner
            read = _fields(rows, row - 1, column, {})
            if read is None:
                return None
            item, row = read
        found.append(item)
    return tuple(found), row


def _scalar(written: str) -> str | None:
    """Return the text that a scalar on one line says, None where it is not simple, or nothing."""
    if not written.isprintable():
        return None
    first = written[:1]
    if first.isalnum() or first in _PLAIN_START or not first.isascii():
        colon = ":" in written and (": " in written or written[-1] == ":")
        return None if colon or ("#" in written and " #" in written) else written
    if first not in _QUOTES:
        return None
    inner = written[1:-1]
    return inner if len(written) > 1 and written[-1] == first and first not in inner and "\\" not in inner else None


def _flow(written: str) -> tuple[object, ...] | None:
    """Return what a list says that is written between brackets, None where it is not simple."""
    if written[0] != "[" or written[-1] != "]":
        return None
    inner = written[1:-1].strip(" ")
    if not inner:
        return ()
    items = [_scalar(part.strip(" ")) for part in _parts(inner)]
    return tuple(items) if all(items) else None


def _parts(inner: str) -> list[str]:
    """Return what stands between commas, some of it perhaps in quotes; an empty text where that is not simple."""
    if '"' not in inner and "'" not in inner:
        return inner.split(",") if _NO_ITEM.isdisjoint(inner) else [""]
    tokens = _TOKEN.findall(inner)
    said = [token for token in tokens if token.strip(" ")]
    sound = len("".join(tokens)) == len(inner) and len(said) % 2 and set(said[1::2]) <= {","}
    plain = "".join(token for token in said if token[0] not in _QUOTES)
    return said[::2] if sound and _NO_ITEM.isdisjoint(plain) else [""]
