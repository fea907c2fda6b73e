"""Messages of an mbox, one at a time, each with the line in which it begins.

Source: RFC 4155 (mbox), with the quoting of `mboxrd` undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

LARGEST = 64 * 2**20
"""The most bytes of one message that are kept."""
_LINE = 2**20
_SEPARATOR = regex(rb"From \S.*\d\d:\d\d")
_QUOTED = regex(rb">+From ")


class Raw(NamedTuple):
    """One message as it stands: its bytes, its line, and whether it is larger than what is kept."""

    content: bytes
    line: int
    too_large: bool = False


def messages(file: BinaryIO) -> Iterator[Raw]:
    """Yield the messages of an mbox; of one that is too large only its beginning."""
    parts: list[bytes] = []
    number, start, size, blank, whole = 0, 1, 0, True, True
    while line := file.readline(_LINE):
        if whole and blank and line.startswith(b"From ") and _SEPARATOR.match(line):
            if parts:
                yield Raw(b"".join(parts), start, size > LARGEST)
            parts, size, start = [], 0, number + 2
        else:
            size += len(line)
            if size <= LARGEST:
                parts.append(line[1:] if whole and _QUOTED.match(line) else line)
        blank = whole and line in (b"\n", b"\r\n")
        whole = line.endswith(b"\n")
        number += whole
    if parts:
        yield Raw(b"".join(parts), start, size > LARGEST)
