"""HTML: a page of a feed for people, with the addresses to follow it by; templates that users may replace.

Sources: HTML (Living Standard), microformats2 (h-feed, h-entry, h-card), schema.org, Content Security Policy Level 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedtool.document import FORMATS, GENERATOR, PLAIN, leads
from feedtool.document.page.views import addresses_of, direction_of, foreign, stories_of
from feedtool.document.page.words import words_of

if TYPE_CHECKING:
    from feedtool.document import Around
    from feedtool.feed import Feed

TYPES = {name: row.media_type for name, row in FORMATS.items()}
"""The media type of each format."""


def write(feed: Feed, *, self_link: str = "", around: Around = PLAIN) -> bytes:
    """Return the page of a feed in UTF-8.

    Raises:
        UsageError: a template of the user is wrong.

    """
    from feedtool.document.page.rendering import render  # noqa: PLC0415 - Jinja2 is loaded where pages are made

    channel = feed.channel
    address, home = (found if leads(found) else "" for found in (self_link, channel.home))
    words = words_of(channel.language)
    return render(
        "feed.html",
        around.templates,
        title=channel.title,
        description=channel.description,
        home=home,
        address=address,
        language=channel.language or "en",
        dir=direction_of(channel.language, channel.title),
        icon=channel.icon or channel.logo,
        logo=channel.logo,
        rights=channel.rights,
        generator=GENERATOR,
        foreign=foreign(words, channel.language),
        words=words,
        site=around.site or channel.title,
        index=around.index,
        addresses=addresses_of(around.addresses, TYPES),
        stories=stories_of(feed.entries, words),
        data=_data(feed, address, home, around),
    )


def _data(feed: Feed, address: str, home: str, around: Around) -> dict[str, Any]:
    """Return the page as schema.org has it: a list of what it leads to."""
    channel = feed.channel
    linked = [entry for entry in feed.entries if entry.link]
    rows = enumerate(linked, 1)
    items = [{"@type": "ListItem", "position": n, "url": entry.link, "name": entry.title} for n, entry in rows]
    site = {"@type": "WebSite", "name": around.site or channel.title, "url": home}
    page = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": channel.title,
        "description": channel.description,
        "url": address,
        "inLanguage": channel.language,
        "isPartOf": {name: value for name, value in site.items() if value},
        "mainEntity": {"@type": "ItemList", "itemListElement": items},
    }
    return {name: value for name, value in page.items() if value}
