"""The pages behind a list of addresses: fetched, read as pages, and completed by what the list said of them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from feedtool import source as sources
from feedtool.article import Article, Evidence, Image, Origin
from feedtool.errors import ArticleError, SourceError
from feedtool.problem import Place
from feedtool.source.fetch.address import parse
from feedtool.source.fetch.fetched import Fetched

if TYPE_CHECKING:
    from datetime import datetime

    from feedtool.source import Hints, Source

Fetch = Callable[[Iterable[str]], Iterator[Fetched | SourceError]]
"""What fetches pages, in the order asked: `Fetcher.fetch_all`."""
ReadPage = Callable[["Source"], Iterator[Article | ArticleError]]

_LONGEST_TITLE = 5000
PAGES = frozenset({"", "text/html", "application/xhtml+xml", "application/xml", "text/xml"})


class Known(Struct, frozen=True, kw_only=True):
    """What a list says of a page that it leads to: its address, and anything else that it says."""

    url: str
    title: str = ""
    summary: str = ""
    published: datetime | None = None
    language: str = ""
    tags: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    provenance: Mapping[str, Evidence] = field(default_factory=dict)

    def article(self, kind: str) -> Article | ArticleError | None:
        """Return the article that this is already, or why it is none; None where the title or the time is not known."""
        if not self.title or self.published is None:
            return None
        place = Place(file=self.url)
        if len(self.title) > _LONGEST_TITLE:
            return SourceError(f"a title of {len(self.title):,} characters", place=place, expected="a headline")
        try:
            return self._article(self.published, kind)
        except ValueError as error:
            return SourceError(str(error), place=place)

    def _article(self, published: datetime, kind: str) -> Article:
        return Article(
            title=self.title,
            summary=self.summary,
            published=published,
            language=self.language,
            tags=self.tags,
            images=self.images,
            link=self.url,
            origin=Origin(path=self.url, kind=kind),
            provenance=self.provenance,
        )


def pages(
    wanted: Iterable[Known],
    hints: Hints,
    fetch: Fetch,
    read: ReadPage | None = None,
    before: Container[str] = (),
) -> Iterator[Article | ArticleError]:
    """Yield the articles of pages in their order, and for each that cannot be fetched or read the error that says why.

    What a page does not say is taken from what was known of it.  Those that were read `before` and did not change since
    are passed over.
    """
    known = list(wanted)
    for one, fetched in zip(known, fetch(one.url for one in known), strict=False):
        if isinstance(fetched, SourceError):
            yield fetched.at(file=one.url)
        elif fetched.from_cache and one.url in before:
            continue
        elif fetched.media_type not in PAGES:
            yield SourceError(f"no page: {fetched.media_type}", place=Place(file=one.url), expected="text/html")
        else:
            for reading in (read or sources.read)(source_of(fetched, hints)):
                yield _completed(reading, one, fetched.final_url)


def source_of(fetched: Fetched, hints: Hints, kind: str = "html") -> Source:
    """Return a document from the web as a source of a kind; its host is evidence for its times.

    A page is known by the address that led to it; of a list the links are relative to the one that answered.
    """
    zone = hints.zone if hints.zone.host else replace(hints.zone, host=parse(fetched.final_url).host)
    hints = replace(hints, kind=kind, zone=zone, fields={} if kind == "html" else hints.fields)
    origin = fetched.url if kind == "html" else fetched.final_url
    return sources.Source(origin=origin, content=fetched.utf8, hints=hints)


def _completed(reading: Article | ArticleError, known: Known, final_url: str) -> Article | ArticleError:
    """Let what is known stand in where a page is silent, its time too."""
    if isinstance(reading, ArticleError):
        rest = _timed(reading.rest, known)
        if rest is None:
            return reading.at(file=known.url)
        reading = rest
    filled = {name for name in ("summary", "language", "tags", "images") if not getattr(reading, name)}
    lent = {name: why for name, why in known.provenance.items() if name in filled}
    return replace(
        reading,
        link=reading.link or final_url,
        summary=reading.summary or known.summary,
        language=reading.language or known.language,
        tags=reading.tags or known.tags,
        images=reading.images or known.images,
        provenance={**lent, **reading.provenance},
    )


def _timed(rest: object, known: Known) -> Article | None:
    """Return what was read of a page that has no certain time, at the time that the list gives it."""
    if known.published is None or not isinstance(rest, Article):
        return None
    because = known.provenance.get("published", Evidence(rule="the list that leads to it"))
    with suppress(ValueError):
        return replace(rest, published=known.published, provenance={**rest.provenance, "published": because})
    return None
