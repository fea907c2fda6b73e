"""AMENDED: whether there is nothing to tell of a document still, when some of its entries are replaced.

Of the document as it was there was nothing to tell, so what is judged is the new entries, by how entries are usually
written, and all of them together.  The rules themselves are not asked; what this look does not know may be right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.validate import shapes
from feedtool.validate.octets import is_sound_utf8, may_be_spoilt
from feedtool.validate.together import agree, are_distinct

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from feedtool.validate.shapes import Facts, Shape
    from feedtool.validate.sound import Sound
    from feedtool.validate.together import Around

_SHAPES = {"rss": shapes.RSS_FEED, "atom": shapes.ATOM_FEED, "json": shapes.JSON_FEED}


def facts_of(pieces: Sequence[bytes], format_name: str, new: Container[bytes], sound: Sound) -> list[Facts] | None:
    """Return what the rules ask of entries together; None where one is not what entries usually are.

    A piece is an entry as it stands in a document, without the last line break or comma; `new` are those that were not
    in it before.
    """
    shape = _SHAPES[format_name]
    found: list[Facts] = []
    for piece in pieces:
        facts = _facts(piece, shape, sound if piece in new else None)
        if facts is None:
            return None
        found.append(facts)
    return found


def _facts(piece: bytes, shape: Shape, sound: Sound | None) -> Facts | None:
    if sound is not None and (may_be_spoilt(piece) or not is_sound_utf8(piece)):
        return None
    match = shape.entry.fullmatch(piece + (b",\n" if shape is shapes.JSON_FEED else b"\n"))
    return shape.facts(match, sound) if match else None


def is_still_right(facts: list[Facts], format_name: str, around: Around) -> bool:
    """Whether there is nothing to tell of entries together, each of which is right."""
    return are_distinct(facts) if format_name == "json" else agree(facts, around)
