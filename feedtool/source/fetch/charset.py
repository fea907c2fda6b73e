"""Which encoding the text of a document is in: byte order mark, then header, then what the document declares.

Sources: WHATWG Encoding (labels; Latin-1 and ASCII mean windows-1252), WHATWG HTML section 13.2.3.2 (the first 1024
bytes are looked at; a declared UTF-16 cannot be), XML 1.0 appendix F.
"""

from __future__ import annotations

import codecs
import re

from feedtool.later import regex

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = regex(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_XML = regex(rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""")
_META = regex(rb"""<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD = 1024
_LATIN = {"ascii", "iso8859-1", "cp1252"}


def charset_of(content: bytes, content_type: str) -> str:
    """Return Python's name of the encoding, or "" where nothing says it."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    header = _HEADER.search(content_type)
    return (header and _known(header[1])) or _declared(content[:_HEAD])


def _declared(head: bytes) -> str:
    for pattern in (_XML, _META):
        if found := pattern.search(head):
            name = _known(found[1].decode("ascii", "replace"))
            return "utf-8" if name.startswith(("utf-16", "utf-32")) else name
    return ""


def _known(label: str) -> str:
    try:
        name = codecs.lookup(label).name
        b" ".decode(name, "replace")  # some codecs are not of text, some not of all of it
    except (LookupError, UnicodeError):
        return ""
    return "cp1252" if name in _LATIN else name
