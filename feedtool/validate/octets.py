"""What is told of a text by its bytes in UTF-8 alone, before it is read."""

from __future__ import annotations

import codecs
from typing import Final

from feedtool.later import regex

CONTROLS: Final = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
"""Control characters that XML does not allow."""
NO_CHARACTERS: Final = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF in UTF-8
LARGE: Final = 1_000_000
"""Bytes of a document from which on its size is told of."""
_REPLACED: Final = CONTROLS + b"\r"
_PIECE: Final = 1 << 16  # bytes
# What mojibake and control characters of windows-1252 look like in UTF-8, or may hide in.
_SPOILT = regex(rb"\xc2[\x80-\x9f]|\xc3[\x82\x83\xa0\xa2\xb0]")


def may_be_spoilt(written: bytes) -> bool:
    """Whether any character of a text in UTF-8 may have been spoilt on its way; few texts have these bytes at all."""
    return (b"\xc2" in written or b"\xc3" in written) and _SPOILT.search(written) is not None


def is_sound_utf8(body: bytes) -> bool:
    """Say whether a document is UTF-8 and has nothing to be replaced; looked at in pieces, which stay in the cache."""
    reader = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(body), _PIECE):
            piece = body[start : start + _PIECE]
            if len(piece.translate(None, _REPLACED)) != len(piece):
                return False
            if not piece.isascii() or reader.getstate()[0]:
                reader.decode(piece)
        reader.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return body.isascii() or not any(character in body for character in NO_CHARACTERS)
