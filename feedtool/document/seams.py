"""SEAMS: where the entries of a document stand that was written here, so that some of them can be replaced.

What is written is one line for each element that holds others, and text has neither a tag nor, in JSON, a line break in
it: so a line that opens an entry can be nothing else.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, NamedTuple

from feedtool.document import rfc822, rfc3339
from feedtool.later import regex

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence
    from datetime import datetime


class Parts(NamedTuple):
    """A document apart: what stands before its entries, those, what stands between two of them, and what follows."""

    head: bytes
    pieces: list[bytes]
    between: bytes
    tail: bytes


class _Seam(NamedTuple):
    """How entries begin and end in a format, what stands between two, what follows the last; the time of the feed."""

    opening: bytes
    closing: bytes
    between: bytes
    tail: bytes
    moment: tuple[re.Pattern[bytes], Callable[[datetime], str]] | None = None


_SEAMS = {
    "rss": _Seam(
        b"    <item>\n",
        b"\n    </item>",
        b"\n",
        b"\n  </channel>\n</rss>\n",
        (regex(rb"(?<=\n    <lastBuildDate>)[^<\n]*(?=</lastBuildDate>\n)"), rfc822),
    ),
    "atom": _Seam(
        b"  <entry>\n",
        b"\n  </entry>",
        b"\n",
        b"\n</feed>\n",
        (regex(rb"(?<=\n  <updated>)[^<\n]*(?=</updated>\n)"), rfc3339),
    ),
    "json": _Seam(b"    {\n", b"\n    }", b",\n", b"\n  ]\n}\n"),
}
_PREFIX = regex(rb' xmlns(?::([\w.-]+))?="([^"]*)"')
_ROOT = regex(rb"<(?:rss|feed)\b[^>]*>")
_USED = regex(rb"<([\w.-]+):")


def parted(content: bytes, format_name: str) -> Parts | None:
    """Take a document apart; None where it is not one that was written here, with entries in it."""
    seam = _SEAMS[format_name]
    start = content.find(b"\n" + seam.opening) + 1
    end = len(content) - len(seam.tail)
    if not start or not content.endswith(seam.closing + seam.tail):
        return None
    texts = content[start : end - len(seam.closing)].split(seam.closing + seam.between)
    if not all(text.startswith(seam.opening) for text in texts):
        return None
    return Parts(content[:start], [text + seam.closing for text in texts], seam.between, content[end:])


def joined(parts: Parts, pieces: Sequence[bytes], format_name: str, updated: datetime) -> bytes | None:
    """Return a document with other entries and another time of the feed; None where that stands nowhere, or twice."""
    head, moment = parts.head, _SEAMS[format_name].moment
    if moment:
        pattern, said = moment
        head, count = pattern.subn(said(updated).encode(), head)
        if count != 1:
            return None
    return b"".join((head, parts.between.join(pieces), parts.tail))


def prefixes_of(head: bytes) -> dict[str | None, str]:
    """Return the namespaces that the outermost element of an XML document declares, by prefix."""
    root = _ROOT.search(head)
    found = _PREFIX.findall(root[0]) if root else ()
    return {prefix.decode() or None: html.unescape(uri.decode()) for prefix, uri in found}


def prefixes_in(pieces: Sequence[bytes]) -> set[bytes]:
    """Return the prefixes of the elements in entries of XML."""
    return {prefix for piece in pieces for prefix in _USED.findall(piece)}
