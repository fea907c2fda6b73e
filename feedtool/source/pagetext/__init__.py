"""Source kind `pagetext`: a news page copied as plain text, everything on it in one stream of lines.

    text -> lines, each of a kind -> head, body and what stands beside it -> page -> article

What grows is `phrases`: words of furniture, labels and end markers by language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.article import Article, Origin, Person
from feedtool.commonmark import escape, heading
from feedtool.errors import ArticleError, SourceError
from feedtool.source.decode import text_of
from feedtool.source.pagetext.language import language_of
from feedtool.source.pagetext.page import Page, read_page
from feedtool.source.timed import NO_TIME, timed, untimed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.source import Hints, Source

__all__ = ["Page", "look", "read"]


def look(source: Source) -> Page:
    """Return all that a page says, even where that is not enough for an article (no title, no certain time).

    Raises:
        SourceError: the source is empty or is no text.

    """
    return read_page(text_of(source)[0], source.hints.zone)


def read(source: Source) -> Iterator[Article | ArticleError]:
    """Yield the article that a page is, or the error that says why it is none.

    A SourceError is for what is no text, or has no title; a TimestampError for a page without a certain time.
    """
    try:
        text, mended = text_of(source)
        page = read_page(text, source.hints.zone)
        if not page.title:
            raise SourceError(
                "no title was found",
                expected="a line of three words or more above the text",
                hint="put the title on the first line",
            )
        article = _article(source, page)
        if page.moments is None:
            yield untimed(article, page.failure)
        else:
            updated = page.moments.updated.stamp.instant if page.moments.updated else None
            yield timed(article, page.moments.published.stamp.instant, updated, (*mended, *page.moments.problems))
    except ArticleError as error:
        yield error.at(file=source.origin)


def _article(source: Source, page: Page) -> Article:
    """Return the page as an article, but for its times."""
    return Article(
        title=page.title,
        summary=page.summary,
        authors=tuple(Person(name=name) for name in page.authors),
        published=NO_TIME,
        body=_markdown(page),
        images=page.images,
        tags=page.tags,
        link=page.link,
        related=page.related,
        language=_language(page, source.hints),
        origin=Origin(path=source.origin, kind="pagetext"),
        provenance=page.provenance,
    )


def _markdown(page: Page) -> str:
    blocks = (heading(block.text) if block.subhead else escape(block.text) for block in page.blocks)
    return "\n\n".join(blocks)


def _language(page: Page, hints: Hints) -> str:
    return hints.language or language_of(" ".join(block.text for block in page.blocks[:6]))
