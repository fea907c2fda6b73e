"""What a recording says of itself: its length, type and duration, and the tags that it carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from feedtool.errors import SourceError, UsageError
from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/x-m4a",
    ".m4b": "audio/x-m4a",
    ".mp4": "video/mp4",
    ".m4v": "video/x-m4v",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/opus",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
}
"""The types of recordings, by the ending of their files, as directories of podcasts know them."""
_DATE = regex(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?.*)?")


class Recording(Struct, frozen=True, kw_only=True):
    """A recording: MIME type, length in bytes, duration in seconds (0 when unknown), and its tags as front matter."""

    type: str
    length: int
    duration: int = 0
    fields: Mapping[str, object] = field(default_factory=dict)


def measured(file: Path) -> Recording:
    """Return what a recording says of itself.

    Raises:
        SourceError: it is no recording, or cannot be read.
        UsageError: what reads recordings is not installed.

    """
    try:
        from tinytag import TinyTag, TinyTagException  # noqa: PLC0415 - only where there are recordings
    except ImportError:
        raise UsageError("recordings need tinytag", hint="pip install 'feedtool[podcast]'") from None
    try:
        length = file.stat().st_size
        tag = TinyTag.get(file)
    except (OSError, TinyTagException, ValueError, LookupError, ArithmeticError) as error:
        raise SourceError(f"no recording that can be read: {error}", expected="MP3, AAC (m4a), Ogg, FLAC") from None
    said = {
        "title": tag.title,
        "summary": tag.comment,
        "authors": tag.artist or tag.albumartist,
        "published": tag.year if tag.year and _DATE.fullmatch(tag.year) else None,
        "episode": str(tag.track) if tag.track else None,
    }
    fields = {name: value for name, value in said.items() if value}
    duration = round(tag.duration) if tag.duration and tag.duration < 10**7 else 0
    return Recording(type=TYPES[file.suffix.casefold()], length=length, duration=duration, fields=fields)
