"""What a feed says of itself: what the configuration says, else what its articles have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin
from uuid import UUID, uuid5

from msgspec.structs import replace

from feedtool.article import Person
from feedtool.delivery.headers import quoted
from feedtool.document import FORMATS, Around
from feedtool.entry import name_of
from feedtool.feed import Alternate, Channel
from feedtool.identity import feed_id
from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.config import Config, FeedConfig, Site
    from feedtool.episode import Show
    from feedtool.feed import Choice
    from feedtool.index import Catalogue

INDEX = "index.html"
"""The name of the page of the whole site."""
STYLESHEET = "feed.css"
"""The name of the stylesheet of XML, in the folder of the feeds that name it."""
NOWHERE = "https://address-unknown.invalid/"
"""Stands in where no address is known: a channel must have a link and should have a self link, and RFC 2606 promises
that this one leads nowhere.  Whoever runs the command is told."""

_SITE = regex(r"https?://[^/?#]+")


def address_of(site: Site, name: str) -> str:
    """Return the address at which the document of a name is served, in ASCII as addresses are."""
    return urljoin(site.feeds or site.home or NOWHERE, quoted(name))


def around_of(site: Site, row: FeedConfig, name: str, templates: Mapping[str, str], *, known: bool) -> Around:
    """Return what stands around the documents of a feed called `name`; little where their addresses are not `known`."""
    if not known or not (site.feeds or site.home):
        return Around(site=site.title, templates=templates)
    return Around(
        site=site.title,
        index=address_of(site, INDEX) if "index" in site.also else "",
        addresses={name: address_of(site, f"{row.name}{FORMATS[name].suffix}") for name in row.formats},
        stylesheet="../" * name.count("/") + STYLESHEET if row.stylesheet else "",
        templates=templates,
    )


def channel_of(config: Config, row: FeedConfig, choice: Choice, catalogue: Catalogue) -> Channel:
    """Return what a feed says of itself; where no address is known, that of the site its articles point to."""
    site = config.site
    home = site.home or _site_of(choice, catalogue) or NOWHERE
    address = urljoin(site.feeds or site.home, row.name) if site.feeds or site.home else ""
    return Channel(
        id=feed_id(row.name, authority=site.authority, address=address, title=row.title),
        title=row.title,
        home=home,
        description=row.description,
        authors=tuple(Person(name=name_of(name)) for name in site.authors),
        language=row.language or site.language or _language_of(choice, catalogue),
        rights=site.rights,
        icon=site.icon,
        logo=site.logo,
        ttl=row.ttl,
        hub=row.hub,
        rsscloud=row.rsscloud,
        license=row.license,
        period=row.update[0],
        frequency=row.update[1],
        skip_hours=row.skip_hours,
        skip_days=row.skip_days,
        ended=row.ended,
        alternates=tuple(
            Alternate(url=urljoin(site.feeds or site.home, name), language=language)
            for language, name in sorted(row.alternates.items())
            if address
        ),
        show=_show_of(row, address_of(site, f"{row.name}{FORMATS['rss'].suffix}")),
        extra=config.constants(row),
    )


def _show_of(row: FeedConfig, address: str) -> Show | None:
    """Return what a podcast says of itself; its UUID is made of its address as the podcast namespace has it."""
    if row.podcast is None:
        return None
    show = row.podcast[0]
    if show.guid or address.startswith(NOWHERE):
        return show
    return replace(show, guid=str(uuid5(_PODCASTS, address.partition("://")[2].rstrip("/"))))


_PODCASTS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""https://podcasting2.org/docs/podcast-namespace/tags/guid"""


def _site_of(choice: Choice, catalogue: Catalogue) -> str:
    """Return the root of the newest address that articles have."""
    for count in (50, None):
        links = (_SITE.match(row.link) for row in catalogue.newest(choice, count=count))
        if site := next((f"{link[0]}/" for link in links if link), ""):
            return site
    return ""


def _language_of(choice: Choice, catalogue: Catalogue) -> str:
    """Return the language of all articles, if it is one."""
    languages = catalogue.languages(choice)
    return languages[0] if len(languages) == 1 else ""
