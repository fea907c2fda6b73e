"""CHARSET: the text of a page, whatever bytes it was saved in.

A byte order mark decides; then UTF-8 where the bytes are nothing else; then what the page declares (WHATWG Encoding:
`iso-8859-1` means windows-1252), a few stray bytes in a UTF-8 page notwithstanding; then windows-1252.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from feedtool.later import regex
from feedtool.problem import Level, Place, Problem
from feedtool.source.decode import text_of

if TYPE_CHECKING:
    from feedtool.source import Source

_DECLARED = regex(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
_HEAD = 4096
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MEANT = {
    **dict.fromkeys(("ascii", "iso8859-1", "latin-1"), "cp1252"),
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_NONCHARACTERS = ("\ufffe", "\uffff")
_STRAY = "feedtool-stray-bytes"
_MOST_STRAY = 0.02


class Saved(NamedTuple):
    """The text of a page, the same as UTF-8, and what had to be mended on the way."""

    text: str
    octets: bytes
    mended: tuple[Problem, ...] = ()


def _stray(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are not UTF-8 as windows-1252 (a codec's error handler)."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_STRAY, _stray)


def page_text(source: Source) -> Saved:
    """Return the text of a page.

    Raises:
        SourceError: the source is empty, or is no text.

    """
    content = source.content
    if content.startswith(_MARKS):
        return _sound(source)
    try:
        plain = content.decode()
    except UnicodeDecodeError:
        encoding, mended = _encoding(content)
    else:
        return Saved(plain, content) if _is_clean(content, plain) else _sound(source)
    text = content.decode(encoding, _STRAY if encoding == "utf-8" else "replace")
    saved = _sound(replace(source, content=text.encode("utf-8", "replace")))
    return saved._replace(mended=(_guessed(source.origin, encoding), *saved.mended)) if mended else saved


def _sound(source: Source) -> Saved:
    text, problems = text_of(source)
    return Saved(text, text.encode(), problems)


def _is_clean(content: bytes, text: str) -> bool:
    """Tell whether all of a page can be in a feed, without looking at each character: pages are long."""
    return (
        len(content.translate(None, _CONTROLS)) == len(content) > 0
        and not any(map(text.__contains__, _NONCHARACTERS))
        and not content.isspace()
    )


def _encoding(content: bytes) -> tuple[str, bool]:
    """Return the encoding of a page that is not UTF-8 throughout, and whether that is a guess."""
    declared = _declared(content)
    if declared not in ("", "utf-8"):
        return declared, False
    stray = len(content) - len(content.decode("utf-8", "ignore").encode())
    high = len(content.translate(None, bytes(range(128))))
    mostly = stray <= high * _MOST_STRAY or (declared == "utf-8" and stray < high / 2)
    return "utf-8" if mostly else "cp1252", True


def _declared(content: bytes) -> str:
    match = _DECLARED.search(content, 0, _HEAD)
    if not match:
        return ""
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
        b" ".decode(name, "replace")  # some codecs are not for text, some not for all of it
    except (LookupError, UnicodeError):
        return ""
    return "" if name.startswith("utf-16") else _MEANT.get(name, name)


def _guessed(origin: str, encoding: str) -> Problem:
    shown = "UTF-8, but for some bytes that were read as windows-1252" if encoding == "utf-8" else "windows-1252"
    return Problem(
        rule="source-encoding-guessed",
        level=Level.WARNING,
        message=f"the page does not keep to the encoding that it declares; read as {shown}",
        place=Place(file=origin),
        fix="save the page as UTF-8",
    )
