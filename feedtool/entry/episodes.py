"""An episode of a podcast as feeds can say it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.entry.shapes import LANGUAGE, TYPE
from feedtool.episode import Transcript, Voice
from feedtool.markup import unlike_html, web

if TYPE_CHECKING:
    from feedtool.episode import Episode


def episode_of(episode: Episode, base: str) -> Episode:
    """Return an episode with absolute addresses and plain text; what has no address or no type is left out."""

    def place(address: str) -> str:
        return web(address, base) if address else ""

    transcripts = (
        Transcript(
            url=place(row.url),
            type=row.type if TYPE.fullmatch(row.type) else _TRANSCRIPTS.get(PurePosixPath(row.url).suffix, ""),
            language=row.language if LANGUAGE.fullmatch(row.language) else "",
            rel=row.rel if row.rel == "captions" else "",
        )
        for row in episode.transcripts
    )
    return replace(
        episode,
        season_name=unlike_html(episode.season_name),
        title=unlike_html(episode.title),
        image=place(episode.image),
        chapters=place(episode.chapters),
        transcripts=tuple(row for row in transcripts if row.url and row.type),
        soundbites=tuple(replace(row, title=unlike_html(row.title)) for row in episode.soundbites),
        persons=tuple(
            Voice(
                name=unlike_html(row.name),
                role=unlike_html(row.role),
                group=unlike_html(row.group),
                image=place(row.image),
                url=place(row.url),
            )
            for row in episode.persons
        ),
    )


_TRANSCRIPTS = {
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".json": "application/json",
    ".html": "text/html",
    ".txt": "text/plain",
}
"""Types of transcripts that players know, by the ending of the file."""
