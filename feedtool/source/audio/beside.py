"""What lies beside a recording: notes, transcripts, chapters and artwork, by the same name and another ending."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from feedtool.episode import Episode, Transcript
from feedtool.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_NOTES = (".md", ".markdown")
_CHAPTERS = ".chapters.json"
_ARTWORK = (".jpg", ".jpeg", ".png")
_TRANSCRIPTS = {
    ".vtt": ("text/vtt", "captions"),
    ".srt": ("application/x-subrip", "captions"),
    ".transcript.json": ("application/json", ""),
    ".transcript.html": ("text/html", ""),
    ".transcript.txt": ("text/plain", ""),
}
_SMALLEST, _LARGEST = 1400, 3000
"""Pixels, as Apple asks for: https://podcasters.apple.com/support/896-artwork-requirements."""
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class Beside(Struct, frozen=True, kw_only=True):
    """The files beside a recording, None or empty where there are none."""

    notes: Path | None = None
    chapters: Path | None = None
    artwork: Path | None = None
    transcripts: tuple[tuple[Path, str, str], ...] = ()

    def episode(self, said: Episode | None, base: str) -> Episode | None:
        """Return what makes an article an episode, with the files that lie beside it where nothing else is said."""
        known = said or Episode()
        transcripts = (
            Transcript(url=base + quote(path.name), type=type_, rel=rel) for path, type_, rel in self.transcripts
        )
        return replace(
            known,
            image=known.image or (base + quote(self.artwork.name) if self.artwork else ""),
            chapters=known.chapters or (base + quote(self.chapters.name) if self.chapters else ""),
            transcripts=known.transcripts or tuple(transcripts),
        )

    def artwork_fault(self) -> str:
        """Return what is wrong with the artwork, nothing where it is as directories want it."""
        return artwork_fault(self.artwork) if self.artwork else ""


def beside(recording: Path) -> Beside:
    """Return the files beside a recording."""

    def first(*endings: str) -> Path | None:
        paths = (recording.with_name(recording.stem + ending) for ending in endings)
        return next((path for path in paths if path.is_file()), None)

    transcripts = [(first(ending), *said) for ending, said in _TRANSCRIPTS.items()]
    return Beside(
        notes=first(*_NOTES),
        chapters=first(_CHAPTERS),
        artwork=first(*_ARTWORK),
        transcripts=tuple((path, type_, rel) for path, type_, rel in transcripts if path),
    )


def artwork_fault(path: Path) -> str:
    """Return what keeps a picture from being a podcast's artwork, nothing where it is as it should be.

    Raises:
        UsageError: what measures pictures is not installed.

    """
    try:
        import imagesize  # noqa: PLC0415 - only where there is artwork
    except ImportError:
        raise UsageError("artwork needs imagesize", hint="pip install 'feedtool[podcast]'") from None
    try:
        with path.open("rb") as file:
            if not file.read(8).startswith(_PICTURES):
                return "neither JPEG nor PNG"
        width, height = imagesize.get(path)
    except (OSError, ValueError) as error:
        return f"cannot be read: {error}"
    if width != height:
        return f"{width} by {height} pixels are not square"
    return "" if _SMALLEST <= width <= _LARGEST else f"{width} by {height} pixels"
