"""The full text of articles whose feed gives a summary only: from their pages, where the configuration asks for it.

    articles of a feed -> those that are short, and new or changed -> their pages -> the same articles with their text

What the feed says stays: id, title, times, summary.  A page that fails is named, and the feed's own text is kept.
"""

from __future__ import annotations

import hashlib
import re
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool import source as sources
from feedtool.article import Article, Evidence
from feedtool.errors import ArticleError, SourceError
from feedtool.identity import digest_of
from feedtool.later import regex
from feedtool.problem import Place
from feedtool.source.feed.names import SUMMARY
from feedtool.source.fetch.behind import PAGES, source_of
from feedtool.source.fetch.fetched import Fetched, StatusError
from feedtool.source.found import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from feedtool.source import Hints
    from feedtool.source.fetch.behind import Fetch

    Known = Callable[[Article], str | None]
    """Returns what the feed said of an article when its page was read last (`entry_digest`), None where it never was,
    `ELSEWHERE` where the article came by another source."""

ELSEWHERE = "elsewhere"
_TOGETHER = 64
_LATER = (408, 425, 429)
_CUT = regex(r"(?:\[?(?:…|\.\.\.)\]?|\b(?:read|continue|keep) (?:more|on|reading)\W*(?:\([^)]*\)\W*)?)$", re.IGNORECASE)
_SHORT = frozenset(f"element {name}" for name in SUMMARY)


def with_full_text(
    readings: Iterable[Article | ArticleError], fetch: Fetch, hints: Hints, known: Known
) -> Iterator[Article | ArticleError]:
    """Yield articles with the text of their pages, in their order, and an error for each page that fails.

    An article whose page was read when the feed said the same of it is left out: it is on the shelf as it is.
    """
    rest = iter(readings)
    while batch := list(islice(rest, _TOGETHER)):
        wanted = [one for one in batch if isinstance(one, Article) and _is_wanted(one, known)]
        fetched = fetch(article.link for article in wanted)
        pages = dict(zip(map(id, wanted), fetched, strict=False)) if wanted else {}
        for one in batch:
            if not isinstance(one, Article) or not is_short(one) or known(one) == ELSEWHERE:
                yield one
            elif id(one) in pages:
                yield from _completed(one, pages[id(one)], hints, kept=known(one) is not None)


def is_short(article: Article) -> bool:
    """Whether an article has a page, and no text but a summary or the beginning of one."""
    if not is_address(article.link):
        return False
    said = article.provenance.get("body")
    return (
        not article.body
        or (said is not None and said.rule.casefold() in _SHORT)
        or bool(_CUT.search(article.body[-80:]))
    )


def entry_digest(article: Article) -> str:
    """Return a digest of what a feed says of an article, its time of change too."""
    said = f"{digest_of(article)} {article.updated.isoformat() if article.updated else ''}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _is_wanted(article: Article, known: Known) -> bool:
    return is_short(article) and known(article) not in (ELSEWHERE, entry_digest(article))


def _completed(
    article: Article, page: Fetched | SourceError, hints: Hints, *, kept: bool
) -> Iterator[Article | ArticleError]:
    """Yield an article with the text of its page; else why not, and the article as its feed has it.

    One whose page was read before keeps the text of then, unless its page is gone for good.
    """
    read = page if isinstance(page, SourceError) else _read(page, hints)
    done = replace(article, origin=replace(article.origin, digest=entry_digest(article)))
    if isinstance(read, Article) and len(read.body) > len(article.body):
        because = Evidence(rule=f"text of its page, {article.link}")
        yield replace(
            done,
            body=read.body,
            images=article.images or read.images,
            authors=article.authors or read.authors,
            language=article.language or read.language,
            provenance={**article.provenance, "body": because},
        )
        return
    error = read if isinstance(read, ArticleError) else SourceError("the page has no more text than the feed")
    yield error.at(file=article.link)
    lasting = not isinstance(page, SourceError) or (isinstance(page, StatusError) and _is_lasting(page.status))
    if lasting or not kept:
        yield done if lasting else article


def _is_lasting(status: int) -> bool:
    return 400 <= status < 500 and status not in _LATER


def _read(page: Fetched, hints: Hints) -> Article | ArticleError:
    if page.media_type not in PAGES:
        return SourceError(f"no page: {page.media_type}", place=Place(file=page.url), expected="text/html")
    reading: Article | ArticleError = SourceError("nothing in the page can be read")
    for reading in sources.read(source_of(page, hints)):
        rest = reading if isinstance(reading, Article) else reading.rest
        if isinstance(rest, Article) and rest.body:
            return rest  # a page that states no time may well hold the text
    return reading if isinstance(reading, ArticleError) else SourceError("the page has no text")
