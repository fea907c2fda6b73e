"""Kind `markdown`: a text with front matter in YAML, TOML or JSON, or just a heading, read where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.errors import ArticleError
from feedtool.record import read_record
from feedtool.source.decode import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.article import Article
    from feedtool.source import Source


def read(source: Source) -> Iterator[Article | ArticleError]:
    """Yield the one article of a Markdown source, or the error that says why there is none.

    What the common site generators keep beside their articles is none: drafts in `_drafts/`, sections' `_index.md`.
    """
    *folders, name = source.origin.split("/")
    if name == "_index.md" or "_drafts" in folders:
        return
    try:
        text, problems = text_of(source)
        hints = source.hints
        article = read_record(text, path=source.origin, policy=hints.zone, extra=hints.extra, lent=hints.lent)
    except ArticleError as error:
        yield error.at(file=source.origin)
    else:
        yield replace(article, problems=(*problems, *article.problems)) if problems else article
