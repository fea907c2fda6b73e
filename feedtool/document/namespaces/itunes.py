"""Apple's podcast tags, of feeds that are podcasts.

Source: Apple, a podcaster's guide to RSS, https://help.apple.com/itc/podcasts_connect/#/itcb54353390.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document.element import add
from feedtool.document.namespaces.row import Namespace

if TYPE_CHECKING:
    from feedtool.document.element import Element, Piece
    from feedtool.entry import Entry
    from feedtool.feed import Feed

URI = "http://www.itunes.com/dtds/podcast-1.0.dtd"


def _said(parent: Element | Piece, name: str, text: str) -> None:
    if text:
        add(parent, f"{{{URI}}}{name}", text)


def _of_feed(channel: Element, feed: Feed, _format: str) -> None:
    show = feed.channel.show
    if show is None:
        return
    _said(channel, "author", show.author or ", ".join(person.name for person in feed.channel.authors))
    if show.owner_email:
        owner = add(channel, f"{{{URI}}}owner")
        _said(owner, "name", show.owner_name)
        _said(owner, "email", show.owner_email)
    if show.image:
        add(channel, f"{{{URI}}}image", href=show.image)
    tops: dict[str, Element] = {}
    for top, within in show.categories:
        if top not in tops:
            tops[top] = add(channel, f"{{{URI}}}category", text=top)
        if within:
            add(tops[top], f"{{{URI}}}category", text=within)
    _said(channel, "explicit", _flag(said=show.explicit))
    _said(channel, "type", show.type)
    _said(channel, "new-feed-url", show.new_feed_url)
    _said(channel, "complete", "Yes" if feed.channel.ended else "")
    _said(channel, "block", "Yes" if show.block else "")


def _of_entry(item: Piece, entry: Entry, _feed: Feed, _format: str) -> None:
    duration = entry.enclosures[0].duration if entry.enclosures else 0
    _said(item, "duration", str(duration or ""))
    _said(item, "author", ", ".join(person.name for person in entry.authors)[:255])
    episode = entry.episode
    if episode is None:
        return
    _said(item, "title", episode.title)
    for name, number in (("episode", episode.number), ("season", episode.season)):
        _said(item, name, str(int(number)) if number.isdecimal() and int(number) else "")  # whole ones, from 1
    _said(item, "episodeType", episode.type)
    _said(item, "explicit", "" if episode.explicit is None else _flag(said=episode.explicit))
    if episode.image:
        add(item, f"{{{URI}}}image", href=episode.image)
    _said(item, "block", "Yes" if episode.block else "")


def _flag(*, said: bool) -> str:
    return "true" if said else "false"


NAMESPACE = Namespace(
    prefix="itunes",
    uri=URI,
    formats=("rss",),
    said_in=lambda feed: feed.channel.show is not None,
    of_feed=_of_feed,
    of_entry=_of_entry,
)
