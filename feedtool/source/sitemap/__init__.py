"""Source kind `sitemap`: the addresses that a site lists for search engines, and the pages behind them.

    bytes -> entries (a stream; of an index, those of its files) -> only what is new -> pages -> articles

An entry of a news sitemap has a title and a time, and is an article by itself unless the pages are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.article import Article, Evidence
from feedtool.errors import ArticleError, SourceError, TimestampError
from feedtool.problem import Place
from feedtool.source.fetch.behind import Known, pages
from feedtool.source.sitemap.entries import Entry
from feedtool.source.sitemap.walk import Walk, Wanted
from feedtool.timestamps import read_time

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from datetime import datetime

    from feedtool.source import Source
    from feedtool.source.fetch.behind import Fetch, ReadPage

__all__ = ["Entry", "Walk", "Wanted", "read"]

_TOGETHER = 256


def read(  # noqa: PLR0913 - what may be said of such a source
    source: Source,
    *,
    fetch: Fetch | None = None,
    known: Mapping[str, datetime] | None = None,
    due: Container[str] = (),
    since: datetime | None = None,
    whole: bool = False,
    other_hosts: bool = False,
    read_page: ReadPage | None = None,
) -> Iterator[Article | ArticleError]:
    """Yield the articles that a sitemap leads to, and an error for each that cannot be read.

    `fetch` fetches sitemaps and pages (`Fetcher.fetch_all`); without it only what the sitemap says itself is read.
    `known` says when each page was last read: it is read again when the sitemap says that it changed since, or, where
    it does not say when, among those that are `due`.  `whole` has the page read even where the sitemap gives its title
    and time.
    """
    wanted = Wanted(other_hosts=other_hosts, since=since, known=known or {}, due=due)
    waiting: list[Known] = []
    unread = 0
    for entry in Walk(source, fetch, wanted):
        if isinstance(entry, ArticleError):
            yield entry
            continue
        one, undated = _known(entry, source)
        ready = None if whole and fetch else one.article("sitemap")
        if ready is not None:
            yield ready
        elif undated and fetch is None:
            yield undated
        elif fetch is None:
            unread += 1
        else:
            waiting.append(one)
            if len(waiting) == _TOGETHER:
                yield from pages(waiting, source.hints, fetch, read_page, wanted.known)
                waiting.clear()
    if fetch:
        yield from pages(waiting, source.hints, fetch, read_page, wanted.known)
    elif unread:
        message = f"the {unread:,} pages that it leads to are not fetched"
        yield SourceError(message, place=Place(file=source.origin), hint="name the sitemap by its address on the web")


def _known(entry: Entry, source: Source) -> tuple[Known, TimestampError | None]:
    """Return what an entry says of its page, and why its time is none where it is none."""
    published, undated = None, None
    provenance = {}
    if entry.published:
        try:
            stamp = read_time(entry.published, source.hints.zone)
        except TimestampError as error:
            undated = error.at(file=entry.file, line=entry.line, field="news:publication_date")
        else:
            published, rule = stamp.instant, f"publication date of the sitemap; {stamp.rule}"
            provenance["published"] = Evidence(rule=rule, line=entry.line, text=entry.published)
    if entry.title:
        provenance["title"] = Evidence(rule="title in the sitemap", line=entry.line, text=entry.title)
    known = Known(
        url=entry.url,
        title=entry.title,
        published=published,
        language=entry.language,
        tags=entry.keywords,
        images=entry.images,
        provenance=provenance,
    )
    return known, undated
