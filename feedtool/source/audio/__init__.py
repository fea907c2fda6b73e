"""Kind `audio`: the recordings of a podcast, an article each, with the front matter and the files that lie beside them.

Of `7.mp3` the front matter and notes are in `7.md`, the words in `7.vtt` or `7.srt`, the chapters in
`7.chapters.json`, the picture in `7.jpg` or `7.png`.  What the front matter does not say is taken from the tags of the
recording; length, type and duration always are.

    bytes -> what the recording says of itself -> front matter over it -> article with its files
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec.structs import replace

from feedtool.article import Enclosure, Origin
from feedtool.characters import legal
from feedtool.errors import ArticleError, RecordError, SourceError
from feedtool.problem import Level, Place, Problem
from feedtool.record import read_record
from feedtool.source.audio.beside import Beside, beside
from feedtool.source.audio.measured import TYPES, Recording, measured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.article import Article
    from feedtool.source import Source

__all__ = ["read"]


def read(source: Source) -> Iterator[Article | ArticleError]:
    """Yield the article of a recording, or the error that says why there is none; of another file nothing."""
    if source.file is None:
        place = Place(file=source.origin)
        yield SourceError("a recording is read from its file", place=place, hint="name the file")
    elif Path(source.origin).suffix.casefold() in TYPES:
        try:
            yield _article(source, source.file)
        except ArticleError as error:
            yield error.at(file=source.origin)


def _article(source: Source, file: Path) -> Article:
    if not source.hints.files:
        raise SourceError(
            "nothing says at which address the recording is served",
            expected='`files` in its [source.NAME], like files = "https://news.example/show/"',
        )
    recording, found = measured(file), beside(file)
    article = read_record(
        legal(_notes(found.notes)),
        path=PurePosixPath(source.origin).with_name(found.notes.name).as_posix() if found.notes else source.origin,
        policy=source.hints.zone,
        extra=source.hints.extra,
        given=recording.fields,
    )
    enclosure = Enclosure(
        url=source.hints.files + quote(file.name),
        type=recording.type,
        length=recording.length,
        duration=recording.duration,
    )
    return replace(
        article,
        episode=found.episode(article.episode, source.hints.files),
        enclosures=(enclosure, *article.enclosures),
        origin=Origin(path=source.origin, kind="audio"),
        problems=(*article.problems, *_doubts(recording, found, source.origin)),
    )


def _notes(path: Path | None) -> str:
    """Return the front matter and notes of a recording, nothing where there are none."""
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"its notes, {path.name}, cannot be read: {error}", expected="a text file in UTF-8") from None


def _doubts(recording: Recording, found: Beside, origin: str) -> Iterator[Problem]:
    def doubt(rule: str, message: str, fix: str) -> Problem:
        return Problem(rule=rule, level=Level.WARNING, message=message, place=Place(file=origin), fix=fix)

    if not recording.duration:
        yield doubt("audio-duration-unknown", "the duration of the recording cannot be read", "encode it again")
    if found.artwork and (fault := found.artwork_fault()):
        yield doubt("podcast-artwork", f"{found.artwork.name}: {fault}", "a square JPEG or PNG of 1400 to 3000 pixels")
