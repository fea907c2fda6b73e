"""What makes an article an episode of a podcast, as front matter and the rows of tables say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.episode import Episode, Soundbite, Transcript, Voice
from feedtool.record.more import SAID_NO, SAID_YES, items, pick

if TYPE_CHECKING:
    from collections.abc import Mapping


def episode_of(value: object) -> Episode | None:
    """Read which episode an article is: a number, or a mapping of the fields of `Episode`.

    Raises:
        ValueError: a value that is clearly meant cannot be read.

    """
    if isinstance(value, str):
        return Episode(number=value) if value.replace(".", "", 1).isdecimal() else None
    if not isinstance(value, dict):
        return None
    season = value.get("season")
    named = season if isinstance(season, dict) else {"number": season or ""}
    return Episode(
        number=pick(value, "number", "episode"),
        season=pick(named, "number"),
        season_name=pick(named, "name") or pick(value, "season_name"),
        title=pick(value, "title"),
        type=pick(value, "type").casefold(),
        explicit=_explicit(value.get("explicit")),
        block=pick(value, "block").casefold() in SAID_YES,
        image=pick(value, "image", "artwork", "cover"),
        chapters=pick(value, "chapters"),
        transcripts=items(value.get("transcripts") or value.get("transcript"), "url", _transcript),
        soundbites=items(value.get("soundbites"), "start", _soundbite),
        persons=items(value.get("persons") or value.get("people"), "name", _voice),
    )


def _explicit(value: object) -> bool | None:
    if not value:
        return None
    said = value.casefold() if isinstance(value, str) else ""
    if said not in SAID_YES | SAID_NO:
        raise ValueError("yes or no for `explicit`")
    return said in SAID_YES


def _transcript(row: Mapping[str, object]) -> Transcript:
    return Transcript(
        url=pick(row, "url", "href"),
        type=pick(row, "type"),
        language=pick(row, "language", "lang"),
        rel=pick(row, "rel"),
    )


def _soundbite(row: Mapping[str, object]) -> Soundbite:
    try:
        start, duration = float(pick(row, "start", "startTime")), float(pick(row, "duration"))
    except ValueError:
        raise ValueError("start and duration of a soundbite in seconds") from None
    return Soundbite(start=start, duration=duration, title=pick(row, "title"))


def _voice(row: Mapping[str, object]) -> Voice:
    return Voice(
        name=pick(row, "name"),
        role=pick(row, "role"),
        group=pick(row, "group"),
        image=pick(row, "image", "img"),
        url=pick(row, "url", "href"),
    )
