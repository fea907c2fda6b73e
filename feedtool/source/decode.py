"""Bytes to text: which encoding, and what a feed could not hold, named with its line.

Sources: Unicode 16, section 23.8 (byte order marks); WHATWG Encoding (windows-1252 as what the web means by Latin-1).
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from feedtool.characters import illegal_in, is_sound, legal
from feedtool.errors import SourceError
from feedtool.problem import Level, Place, Problem

if TYPE_CHECKING:
    from feedtool.source import Source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 8192
_MOST_CONTROLS = 0.1
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))


def text_of(source: Source) -> tuple[str, tuple[Problem, ...]]:
    r"""Return the text of a source, its lines ended by `\n`, and what had to be mended on the way.

    The encoding is that of the byte order mark, else UTF-8, else windows-1252 (with a warning).  Characters that XML
    cannot hold are dropped (with a warning).

    Raises:
        SourceError: the source is empty, is no text, or is broken in the encoding that it declares.

    """
    plain = _plain(source.content)
    return (plain, ()) if plain is not None else _mended(source)


def _mended(source: Source) -> tuple[str, tuple[Problem, ...]]:
    """Return the same of any source, whatever is in it."""
    text, problems = _decoded(source)
    if not text.strip():
        raise SourceError("the source is empty", place=Place(file=source.origin), expected="an article")
    if dropped := illegal_in(text):
        problems = (*problems, _dropped(text, dropped, source.origin))
    return legal(text), problems


def _plain(content: bytes) -> str | None:
    """Return the text of what nearly every file is: UTF-8 without a mark, in which nothing has to be mended."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return text if is_sound(text) and not text.isspace() and text[:1] not in ("", "\ufeff") else None


def _decoded(source: Source) -> tuple[str, tuple[Problem, ...]]:
    for mark, encoding in _MARKS:
        if source.content.startswith(mark):
            return _strict(source, source.content[len(mark) :], encoding), ()
    sample = source.content[:_SAMPLE]
    if len(sample.translate(None, _CONTROLS)) < len(sample) * (1 - _MOST_CONTROLS):
        raise SourceError(
            "the source is not text",
            place=Place(file=source.origin),
            expected="UTF-8 text, or UTF-16 with a byte order mark",
        )
    try:
        return source.content.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = source.content.count(b"\n", 0, error.start) + 1
        return source.content.decode("cp1252", "replace"), (_guessed(source.origin, line),)


def _strict(source: Source, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(encoding, "ignore").count("\n") + 1
        raise SourceError(
            f"the byte order mark says {encoding.upper()}, but the text is not: {error.reason}",
            place=Place(file=source.origin, line=line),
            hint="save the file as UTF-8",
        ) from None


def _guessed(origin: str, line: int) -> Problem:
    return Problem(
        rule="source-encoding-guessed",
        level=Level.WARNING,
        message="the text is not UTF-8; read as windows-1252",
        place=Place(file=origin, line=line),
        fix="save the file as UTF-8",
    )


def _dropped(text: str, dropped: tuple[str, ...], origin: str) -> Problem:
    names = ", ".join(f"U+{ord(char):04X}" for char in dropped[:5])
    line = text.count("\n", 0, text.index(dropped[0])) + 1
    return Problem(
        rule="source-characters-dropped",
        level=Level.WARNING,
        message=f"characters that no feed can hold were dropped: {names}",
        place=Place(file=origin, line=line),
        fix="remove them from the source",
    )
