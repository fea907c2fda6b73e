"""Bytes as text: which encoding a document is written in, and what its bytes get wrong.

Sources: XML 1.0 (fifth edition), section 4.3.3 and appendix F, https://www.w3.org/TR/xml/#charencoding.
"""

from __future__ import annotations

import codecs
from typing import Final

from feedtool.later import regex
from feedtool.validate.node import Fault
from feedtool.validate.octets import CONTROLS, NO_CHARACTERS, is_sound_utf8

_MARKS: Final[tuple[tuple[bytes, str], ...]] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STARTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARED = regex(rb"""^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"'>]{1,60})["']""")
_NAME = regex(r"[A-Za-z][A-Za-z0-9._-]*\Z")
# Python codecs that are no encodings of documents, or that take more than linear time.
_NOT_FOR_DOCUMENTS: Final = frozenset(
    {
        "idna",
        "punycode",
        "unicode-escape",
        "unicode_escape",
        "raw-unicode-escape",
        "raw_unicode_escape",
        "undefined",
        "utf-7",
        "mbcs",
        "oem",
    }
)
# What every reader can be trusted to know.
_USUAL: Final = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"})
_ILLEGAL = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST_TOLD: Final = 50  # of one fault of bytes or characters


def decode(content: bytes) -> tuple[bytes, list[Fault], str]:
    r"""Return the document as UTF-8, with `\n` line breaks and only legal characters, what was wrong, and its encoding.

    What is not allowed becomes U+FFFD, so that the rest can be judged at its own places.
    """
    mark, encoding = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", ""))
    body = content[len(mark) :]
    encoding = encoding or next((name for start, name in _STARTS if body.startswith(start)), "")
    faults: list[Fault] = []
    if not encoding.startswith(("utf-16", "utf-32")):
        encoding = _declared_encoding(body, encoding, faults)
    if encoding == "utf-8" and is_sound_utf8(body):
        return body, faults, encoding
    text = _read(body, encoding, faults).replace("\r\n", "\n").replace("\r", "\n")
    written = text.encode("utf-8", "replace")
    if len(written.translate(None, CONTROLS)) != len(written) or any(
        character in written for character in NO_CHARACTERS
    ):
        written = _only_legal(written.decode(), faults).encode("utf-8")
    return written, faults, encoding


def _declared_encoding(body: bytes, marked: str, faults: list[Fault]) -> str:
    """Return the codec that a document of one-byte units names, or utf-8; note a name that cannot be right."""
    match = _DECLARED.match(body[:1000])
    if match is None:
        faults.append(Fault(code="encoding-undeclared", offset=0))
        return "utf-8"
    name, offset = match[1].decode("latin-1"), match.start(1)
    codec = _codec(name)
    if not codec:
        faults.append(Fault(code="encoding-unknown", offset=offset, values={"encoding": name}))
        return "utf-8"
    if codec.startswith(("utf-16", "utf-32")) or (marked and codec != marked):
        found = "the bytes are not: each character here takes one byte, as in UTF-8"
        faults.append(
            Fault(code="encoding-mismatch", offset=offset, values={"encoding": name, "found": found, "mend": "utf-8"})
        )
        return "utf-8"
    if codec != "utf-8":
        faults.append(Fault(code="encoding-not-unicode", offset=offset, values={"encoding": name}))
    if codec not in _USUAL:
        faults.append(Fault(code="encoding-unusual", offset=offset, values={"encoding": name}))
    return codec


def _codec(name: str) -> str:
    """Return Python's name for the encoding `name`, "" when it is none that a document can be in."""
    if not _NAME.match(name):
        return ""
    try:
        info = codecs.lookup(name)
        "".encode(name)
    except (LookupError, TypeError, ValueError):  # "hex" and the like turn bytes into bytes
        return ""
    return "" if info.name in _NOT_FOR_DOCUMENTS else info.name


def _read(body: bytes, encoding: str, faults: list[Fault]) -> str:
    """Return `body` as text; bytes that are none in `encoding` become U+FFFD and are noted where they stand."""
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(encoding, "replace").replace("\r\n", "\n")
        found = f"the byte 0x{body[error.start]:02X} is no character of it"
        mend = "windows-1252" if _is_windows(body) else "the encoding that the bytes are in"
        values = {"encoding": encoding.upper(), "found": found, "mend": mend}
        faults.append(Fault(code="encoding-mismatch", offset=len(before.encode()), values=values))
        return body.decode(encoding, "replace")


def _is_windows(body: bytes) -> bool:
    """Say whether the bytes read as windows-1252 text: every byte is one of its characters."""
    try:
        body.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def _only_legal(text: str, faults: list[Fault]) -> str:
    """Return `text` with what XML forbids as U+FFFD, and note where it stood."""
    found = list(_ILLEGAL.finditer(text))
    last, offset = 0, 0
    for match in found[:_MOST_TOLD]:
        piece = text[last : match.start()]
        offset += len(_ILLEGAL.sub("\ufffd", piece).encode())
        last = match.start()
        values = {"character": f"U+{ord(match[0]):04X}"}
        faults.append(Fault(code="xml-character-illegal", offset=offset, values=values))
    return _ILLEGAL.sub("\ufffd", text)
