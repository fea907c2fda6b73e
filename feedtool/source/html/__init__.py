"""Source kind `html`: a saved page of a news site or a blog, with its metadata and its text.

    bytes -> text -> tree -> facts, by the part of the page that states them -> page -> article

What grows is tables: names of meta elements by field in `elements`, kinds of articles in `jsonld`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.article import Article, Origin
from feedtool.errors import ArticleError, SourceError
from feedtool.problem import Level, Place, Problem
from feedtool.source.html.charset import page_text
from feedtool.source.html.page import Page, read_page
from feedtool.source.timed import NO_TIME, timed, untimed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.source import Source

__all__ = ["Page", "look", "read"]

RULE_NO_TEXT = "html-no-text"


def look(source: Source, *, with_body: bool = True) -> Page:
    """Return all that a page says, even where that is not enough for an article (no title, no certain time).

    Raises:
        SourceError: the source is empty or is no text, or trafilatura is missing.

    """
    return read_page(page_text(source), source.hints.zone, with_body=with_body)


def read(source: Source) -> Iterator[Article | ArticleError]:
    """Yield the article that a page is, or the error that says why it is none.

    A SourceError is for what is no text or has no title, a TimestampError for a page without a certain time.
    """
    try:
        saved = page_text(source)
        page = read_page(saved, source.hints.zone)
        if not page.title:
            raise SourceError(
                "no title was found",
                expected="a headline in the page's metadata or in an h1",
                hint="is this the page of an article?",
            )
        article = _article(source, page)
        if page.moments is None:
            yield untimed(article, page.failure)
        else:
            published = page.moments.published.stamp
            updated = page.moments.updated.stamp.instant if page.moments.updated else None
            doubts = (*saved.mended, *published.problems, *page.moments.problems, *_textless(page))
            yield timed(article, published.instant, updated, doubts)
    except ArticleError as error:
        yield error.at(file=source.origin)


def _article(source: Source, page: Page) -> Article:
    """Return the page as an article, but for its times."""
    return Article(
        title=page.title,
        summary=page.summary,
        authors=page.authors,
        published=NO_TIME,
        body=page.body.markdown,
        images=page.images,
        tags=page.tags,
        link=page.link,
        related=page.body.related,
        language=page.language,
        origin=Origin(path=source.origin, kind="html"),
        provenance=page.provenance,
    )


def _textless(page: Page) -> Iterator[Problem]:
    if not page.body.markdown:
        message = "no text was found on the page; is it behind a script or a paywall?"
        yield Problem(rule=RULE_NO_TEXT, level=Level.WARNING, message=message, place=Place(field="body"))
