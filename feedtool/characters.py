"""Characters: which of them a feed can hold, and the form in which two lines are compared.

Sources: XML 1.0 (fifth edition) section 2.2 for what is legal; Unicode Standard Annex 15 for NFKC.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import force_setattr

from feedtool.later import regex

if TYPE_CHECKING:
    from msgspec import Struct

# XML 1.0, production [2] Char, turned round; a lone surrogate is no character at all and becomes U+FFFD.
_ILLEGAL = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SURROGATE = regex(r"[\ud800-\udfff]")
_SOUND = regex(r"[\t\n -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*+")
"""A text that none of them, no control and no carriage return is in: one look is enough for nearly every text."""
_UNSOUND_ASCII = bytes({*range(32), 0x7F} - set(b"\t\n"))
_NEWLINE = regex(r"\r\n?")
_CONTROL = regex(r"[\x7f-\x9f]")
_MEANT = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)} | {
    "\x7f": "",
    "\x85": "\n",
}
"""What stands for DEL and the C1 controls, which no feed should hold: the windows-1252 that was meant, or nothing."""
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´ʼʹ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"),
    }
)


def is_sound(text: str) -> bool:
    """Whether a text can stay as it is: it has no control, no carriage return, and nothing that XML cannot hold.

    It is asked of every text several times, so the quickest tests go first.  The body of an article is the end of
    the file that was looked through just before.
    """
    if _latest[0].endswith(text) or text.isprintable():
        return True
    if text.isascii():
        sound = len(text.encode().translate(None, _UNSOUND_ASCII)) == len(text)
    else:
        sound = text.replace("\n", " ").isprintable() or _SOUND.fullmatch(text) is not None
    if sound:
        _latest[0] = text
    return sound


def vouched(text: str) -> str:
    """Return a text that was made of sound ones, so that the next who asks about it is told without a look."""
    _latest[0] = text
    return text


_latest = [""]
"""The last text that was found to be sound after some looking."""


def legal(text: str) -> str:
    r"""Return `text` as XML 1.0 can hold it: forbidden characters dropped, every line break a `\n`.

    The C1 controls, which XML allows and discourages, are read as the windows-1252 that they nearly always were.
    """
    if is_sound(text):
        return text
    text = _SURROGATE.sub("\ufffd", _ILLEGAL.sub("", _NEWLINE.sub("\n", text)))
    return _CONTROL.sub(lambda found: _MEANT[found[0]], text)


def illegal_in(text: str) -> tuple[str, ...]:
    """Return the characters of `text` that XML 1.0 cannot hold, each once, in order of appearance."""
    if is_sound(text):
        return ()
    return tuple(dict.fromkeys(_ILLEGAL.findall(text) + _SURROGATE.findall(text)))


def single_line(text: str) -> str:
    """Return `text` as one legal line: every run of white space a single space, none at the ends."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(legal(text).split())


Table: TypeAlias = tuple[tuple[str, str], ...]


def substituted(text: str, table: Table) -> str:
    """Return `text` with each character of a table, in its order, written otherwise.

    Of long texts that are ASCII, which bytes are as good as, that takes a third of the time of `str.replace`.
    """
    if len(text) > _LONG and text.isascii():
        written = text.encode()
        for old, new in _in_bytes(table):
            written = written.replace(old, new)
        return written.decode()
    for character, instead in table:
        if character in text:
            text = text.replace(character, instead)
    return text


@cache
def _in_bytes(table: Table) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((old.encode(), new.encode()) for old, new in table)


def in_xml(text: str) -> str:
    """Return `text` as XML holds it between tags."""
    return substituted(text, _IN_XML)


_LONG = 200
_IN_XML = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;"))


def fold(text: str) -> str:
    """Return the form in which two lines are compared: quotes straight, dashes plain, case and spacing gone.

    >>> fold("Trump’s  Orders – Or Not?") == fold("trump's orders - or not?")
    True
    """
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    return " ".join(unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED).casefold().split())


def alike(line: str, other: str) -> bool:
    """Whether two single lines have one folded form."""
    if len(line) != len(other) and line.isascii() and other.isascii():
        return False
    return fold(line) == fold(other)


def tidy(record: Struct, *names: str) -> None:
    """Make the named texts of a frozen record single lines, in its `__post_init__`."""
    for name in names:
        text = getattr(record, name)
        if text and not (text.isprintable() and "  " not in text and text[0] != " " != text[-1]):
            force_setattr(record, name, single_line(text))
