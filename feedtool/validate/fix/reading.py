"""Bytes as text and back, byte for byte; and which encoding the bytes are really in, where that is certain."""

from __future__ import annotations

import codecs
from typing import Final, NamedTuple

from feedtool.later import regex

_MARKS: Final[tuple[tuple[bytes, str], ...]] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STARTS: Final = ((b"<\x00\x00\x00", "utf-32-le"), (b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARED = regex(rb"""\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"'>]{1,60})["']""")
_STRAY = regex("[\udc80-\udcff]+")
_LONGEST_STRAY: Final = 3  # more bytes in a row are words of another alphabet, which windows-1252 has not
_WIDE: Final = ("utf-16", "utf-32")


class Opened(NamedTuple):
    """A document as text, with what is needed to make its bytes again."""

    mark: bytes
    codec: str
    text: str

    def content(self, text: str) -> bytes:
        """Return `text` as the bytes of this document."""
        return self.mark + text.encode(self.codec, "surrogateescape")


def opened(content: bytes) -> Opened | None:
    """Return `content` as text; None where the bytes could not be made again from it."""
    mark, codec = _marked(content)
    body = content[len(mark) :]
    if not codec.startswith(_WIDE):
        name = _declared(body)
        codec = _codec(name[0]) if name else "utf-8"
        codec = "utf-8" if not codec or codec.startswith(_WIDE) or mark else codec
    try:
        found = Opened(mark, codec, body.decode(codec, "surrogateescape"))
        return found if found.content(found.text) == content else None
    except (UnicodeError, ValueError):
        return None


def _marked(content: bytes) -> tuple[bytes, str]:
    """Return the byte order mark and the encoding that it, or the first character, tells."""
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return mark, codec
    return b"", next((codec for start, codec in _STARTS if content.startswith(start)), "")


def _declared(body: bytes) -> tuple[str, int, int] | None:
    match = _DECLARED.match(body[:1000])
    return (match[1].decode("latin-1"), *match.span(1)) if match else None


def _codec(name: str) -> str:
    """Return Python's name of an encoding, "" when it has none that text can be in."""
    try:
        "".encode(name)
        return codecs.lookup(name).name
    except (LookupError, TypeError, ValueError):
        return ""


def rightly_encoded(content: bytes) -> bytes:
    """Return the document in the encoding that it declares: the declaration put right, or stray bytes made UTF-8.

    As it is where no answer is certain.
    """
    mark, codec = _marked(content)
    if codec.startswith(_WIDE):
        return content
    body = content[len(mark) :]
    named = _declared(body)
    codec = _codec(named[0]) if named else "utf-8"
    text = body.decode("utf-8", "surrogateescape")
    strays = _STRAY.findall(text)
    if strays and codec not in {"utf-8", "ascii", ""} and not codec.startswith(_WIDE):
        return content  # another encoding that is declared, and may be right
    if strays:
        if max(map(len, strays)) > _LONGEST_STRAY:
            return content
        try:
            text = _STRAY.sub(lambda run: run[0].encode("ascii", "surrogateescape").decode("cp1252"), text)
        except UnicodeDecodeError:
            return content
    if named and codec != "utf-8" and not (body.isascii() and codec and not codec.startswith(_WIDE) and not mark):
        text = f"{text[: named[1]]}utf-8{text[named[2] :]}"
    return mark + text.encode("utf-8")
