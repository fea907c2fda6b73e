"""The podcast namespace (Podcasting 2.0), of feeds that are podcasts.

Source: https://podcasting2.org/docs/podcast-namespace/1.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document.element import add, number
from feedtool.document.namespaces.row import Namespace
from feedtool.later import regex

if TYPE_CHECKING:
    from feedtool.article import Location
    from feedtool.document.element import Element, Piece
    from feedtool.entry import Entry
    from feedtool.episode import Episode, Voice
    from feedtool.feed import Feed

URI = "https://podcastindex.org/namespace/1.0"
_COMMONS = regex(r"https?://creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)/(\d\.\d)/?")


def _of_feed(channel: Element, feed: Feed, _format: str) -> None:
    show = feed.channel.show
    if show is None:
        return
    if show.guid:
        add(channel, f"{{{URI}}}guid", show.guid)
    if show.medium:
        add(channel, f"{{{URI}}}medium", show.medium)
    if show.locked is not None:
        add(channel, f"{{{URI}}}locked", "yes" if show.locked else "no", owner=show.owner_email)
    for url, text in show.funding:
        add(channel, f"{{{URI}}}funding", text, url=url)
    if show.location:
        add(channel, f"{{{URI}}}location", show.location)
    _add_license(channel, feed.channel.license)
    _add_persons(channel, show.persons)


def _of_entry(item: Piece, entry: Entry, _feed: Feed, _format: str) -> None:
    _add_license(item, entry.license)
    _add_location(item, entry.location)
    if entry.episode:
        _add_episode(item, entry.episode)


def _add_episode(item: Piece, episode: Episode) -> None:
    if episode.season.isdecimal():
        add(item, f"{{{URI}}}season", episode.season, name=episode.season_name)
    if episode.number:
        add(item, f"{{{URI}}}episode", episode.number)
    if episode.chapters:
        add(item, f"{{{URI}}}chapters", url=episode.chapters, type="application/json+chapters")
    for transcript in episode.transcripts:
        add(
            item,
            f"{{{URI}}}transcript",
            url=transcript.url,
            type=transcript.type,
            language=transcript.language,
            rel=transcript.rel,
        )
    for bite in episode.soundbites:
        start, duration = number(bite.start) or "0", number(bite.duration)
        add(item, f"{{{URI}}}soundbite", bite.title[:128], startTime=start, duration=duration)
    _add_persons(item, episode.persons)


def _add_persons(parent: Element | Piece, persons: tuple[Voice, ...]) -> None:
    for person in persons:
        add(
            parent,
            f"{{{URI}}}person",
            person.name[:128],
            role=person.role,
            group=person.group,
            img=person.image,
            href=person.url,
        )


def _add_location(item: Piece, place: Location | None) -> None:
    if place is None or not place.name:
        return
    geo = ""
    if place.latitude is not None and place.longitude is not None:
        geo = f"geo:{number(place.latitude) or '0'},{number(place.longitude) or '0'}"
    add(item, f"{{{URI}}}location", place.name[:128], geo=geo)


def _add_license(parent: Element | Piece, address: str) -> None:
    """Name a licence by its SPDX name where it is one of Creative Commons', else by its address."""
    if not address:
        return
    found = _COMMONS.fullmatch(address)
    name = f"cc-{found[1]}-{found[2]}".replace("cc-zero", "cc0") if found else address
    add(parent, f"{{{URI}}}license", name[:128], url=address)


NAMESPACE = Namespace(
    prefix="podcast",
    uri=URI,
    formats=("rss",),
    said_in=lambda feed: feed.channel.show is not None,
    of_feed=_of_feed,
    of_entry=_of_entry,
)
