"""The page of the whole site: what is newest, every feed with its addresses, and how many entries there are a week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedtool.document import GENERATOR, Document
from feedtool.document.page import TYPES
from feedtool.document.page.rendering import render
from feedtool.document.page.rhythm import plot_of
from feedtool.document.page.views import addresses_of, direction_of, foreign, stories_of
from feedtool.document.page.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.document.site import FeedOf, Site

NAME = "index.html"


def write(site: Site) -> Iterator[Document]:
    """Yield the page.

    Raises:
        UsageError: a template of the user is wrong.

    """
    words = words_of(site.language)
    content = render(
        "index.html",
        site.templates,
        title=site.title,
        description=site.description,
        home=site.home,
        address=site.address(NAME),
        language=site.language or "en",
        dir=direction_of(site.language, site.title),
        icon=site.icon or site.logo,
        logo=site.logo,
        rights=site.rights,
        generator=GENERATOR,
        foreign=foreign(words, site.language),
        words=words,
        opml=site.opml,
        feeds=[_feed(feed) for feed in site.feeds],
        stories=stories_of(site.stories, words),
        plot=plot_of(site.weeks, words),
    )
    yield Document(name=NAME, format="html", media_type="text/html", content=content, updated=site.updated)


def _feed(feed: FeedOf) -> dict[str, Any]:
    return {
        "title": feed.title,
        "description": feed.description,
        "group": feed.group,
        "only": feed.only or feed.title,
        "page": feed.addresses.get("html", ""),
        "addresses": addresses_of(feed.addresses, TYPES),
    }
