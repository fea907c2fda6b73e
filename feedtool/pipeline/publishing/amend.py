"""AMEND: a feed of which few entries moved: those are written, and take their places in its documents as they stand.

Mostly one article is new, or was corrected, and forty-nine entries stay as they are.  They are not read, written and
judged again, and neither is what frames them: a build that has little to do loads neither feedgen nor the rules.  The
bytes are those that the whole way gives; wherever that is not certain, the whole way is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.document import FORMATS, Document
from feedtool.document.seams import joined, parted, prefixes_in, prefixes_of
from feedtool.feed import feed_of
from feedtool.pipeline.publishing.deliver import names_of
from feedtool.pipeline.publishing.early import updated_of
from feedtool.pipeline.publishing.press import has_pages
from feedtool.validate.amended import facts_of, is_still_right
from feedtool.validate.octets import LARGE
from feedtool.validate.sound import Sound
from feedtool.validate.together import Around

if TYPE_CHECKING:
    from feedtool.feed import Feed, History
    from feedtool.pipeline.publishing.deliver import Courier
    from feedtool.pipeline.publishing.feeds import Made
    from feedtool.pipeline.publishing.press import Press
    from feedtool.pipeline.publishing.unmoved import Stamp


def amended_of(
    press: Press, courier: Courier, made: Made, history: History | None, before: Stamp, after: Stamp
) -> list[Document]:
    """Return the documents of a feed with the entries replaced that moved; none where the whole way is to be taken.

    `before` is the stamp of the feed as its documents stand, with nothing to tell of them.
    """
    row, stood, stands = made.row, before.each, after.each
    new = set(stands).difference(stood)
    if before.frame != after.frame or not stood or not stands or 2 * len(new) > len(stands):
        return []
    if row.bytes or has_pages(row) or press.aside:
        return []
    choices, rows = press.config.choices(row), press.rows(made, history)
    entries = [press.entry(found, choices) for found, stamp in zip(rows, stands, strict=True) if stamp in new]
    moments = [updated_of(found, choices) for found in rows] + [gone.when for gone in press.withdrawn_of(made)]
    feed = replace(feed_of(press.channel(made), entries, updated=moments[0]), updated=max(moments))
    sound = Sound((entry.content for entry in entries), feed.escaped)
    documents = []
    for name, file in zip(row.formats, names_of(row), strict=True):
        content = _amended(courier.read(row, file), name, feed, sound, (stood, stands))
        if content is None:
            return []
        media_type = FORMATS[name].media_type
        documents.append(Document(name=file, format=name, media_type=media_type, content=content, updated=feed.updated))
    return documents


def _amended(content: bytes, name: str, feed: Feed, sound: Sound, stamps: tuple[list[str], list[str]]) -> bytes | None:
    """Return a document with the entries of a feed in the places of those that moved; None where that may be wrong.

    `stamps` are those of all entries that stand in it, and that are to stand in it.
    """
    parts = parted(content, name)
    stood, stands = stamps
    if parts is None or len(parts.pieces) != len(stood):
        return None
    known = dict(zip(stood, parts.pieces, strict=True))
    written = FORMATS[name].pieces(feed, prefixes_of(parts.head))
    fresh = iter(written)
    pieces = [known[stamp] if stamp in known else next(fresh) for stamp in stands]
    gone = [piece for stamp, piece in known.items() if stamp not in set(stands)]
    facts, others = (facts_of(found, name, set(written), sound) for found in (pieces, gone))
    if facts is None or others is None or prefixes_in(written) != prefixes_in(gone):
        return None  # what frames entries follows from what is in them
    if {fact.authored for fact in facts} != {fact.authored for fact in (*facts, *others)}:
        return None
    needs_authors = b"\n  <author>\n" not in parts.head
    own = feed.channel.id if name == "atom" else ""
    if not is_still_right(facts, name, Around(feed.updated, id=own, needs_authors=needs_authors and name == "atom")):
        return None
    amended = joined(parts, pieces, name, feed.updated)
    return amended if amended and len(amended) <= LARGE else None
