"""Source kind `html`: a saved page of a news site or a blog, with its metadata and its text.

    bytes -> text -> tree -> facts, by the part of the page that states them -> page -> article

What grows is tables: names of meta elements by field in `elements`, kinds of articles in `jsonld`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feedtool.article import Article, Origin
from feedtool.errors import ArticleError, SourceError
from feedtool.problem import Level, Place, Problem
from feedtool.source.html.charset import page_text
from feedtool.source.html.page import Page, read_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.source import Source

__all__ = ["Page", "look", "read"]

_EPOCH = datetime.fromtimestamp(0, UTC)
RULE_NO_TEXT = "html-no-text"


def look(source: Source, *, with_body: bool = True) -> Page:
    """Return all that a page says, even where that is not enough for an article (no title, no certain time).

    Raises:
        SourceError: the source is empty or is no text, or trafilatura is missing.

    """
    return read_page(page_text(source)[0], source.hints.zone, with_body=with_body)


def read(source: Source) -> Iterator[Article | ArticleError]:
    """Yield the article that a page is, or the error that says why it is none.

    A SourceError is for what is no text or has no title, a TimestampError for a page without a certain time.
    """
    try:
        text, mended = page_text(source)
        page = read_page(text, source.hints.zone)
        if page.moments is None or not page.title:
            yield _failure(source, page)
        else:
            updated = page.moments.updated.stamp.instant if page.moments.updated else None
            doubts = (*page.moments.published.stamp.problems, *page.moments.problems, *_textless(page))
            yield replace(
                _article(source, page),
                published=page.moments.published.stamp.instant,
                updated=updated,
                problems=(*mended, *(_placed(problem, source.origin) for problem in doubts)),
            )
    except ArticleError as error:
        yield error.at(file=source.origin)


def _failure(source: Source, page: Page) -> ArticleError:
    """Return why a page is no article, with what was read of it all the same."""
    if not page.title:
        error: ArticleError = SourceError(
            "no title was found",
            expected="a headline in the page's metadata or in an h1",
            hint="is this the page of an article?",
        )
    else:
        error = page.failure or SourceError("no time was found")
        error.rest = _article(source, page)
    return error.at(file=source.origin)


def _article(source: Source, page: Page) -> Article:
    """Return the page as an article, but for its times."""
    return Article(
        title=page.title,
        summary=page.summary,
        authors=page.authors,
        published=_EPOCH,
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


def _placed(problem: Problem, file: str) -> Problem:
    return replace(problem, place=replace(problem.place, file=file))
