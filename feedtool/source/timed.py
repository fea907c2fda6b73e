"""The end of reading a page: what was read of it and its times make an article, or the error that says why not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedtool.article import Article
    from feedtool.errors import ArticleError
    from feedtool.problem import Problem

NO_TIME = datetime.fromtimestamp(0, UTC)
"""What stands for the time of an article whose own is not known yet; it means nothing."""


def timed(article: Article, published: datetime, updated: datetime | None, doubts: Iterable[Problem]) -> Article:
    """Return an article that was read but for its times with them, and what is doubtful placed in its file."""
    file = article.origin.path
    problems = (replace(problem, place=replace(problem.place, file=file)) for problem in doubts)
    return replace(article, published=published, updated=updated, problems=tuple(problems))


def untimed(article: Article, failure: ArticleError | None) -> ArticleError:
    """Return why a page is no article, with what was read of it all the same."""
    error = failure or SourceError("no time was found")
    error.rest = article
    return error.at(file=article.origin.path)
