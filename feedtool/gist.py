"""GIST: an article without its text: what its id, its place in feeds and its warnings need."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from feedtool.identity import digest_of, site_of, words_of

if TYPE_CHECKING:
    from datetime import datetime

    from feedtool.article import Article
    from feedtool.problem import Problem


class Gist(NamedTuple):
    """What is known of an article when its text is put away; `id` is what its source gave, or empty.

    `authors` are names, `origin` is where it was read; `digest`, `words` and `site` are what `identity` makes of it.
    """

    title: str
    published: datetime
    id: str = ""
    slug: str = ""
    updated: datetime | None = None
    link: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    digest: str = ""
    words: str = ""
    origin: str = ""
    site: str = ""
    draft: bool = False
    withdrawn: bool = False
    problems: tuple[Problem, ...] = ()


def gist_of(article: Article, *, with_digest: bool = True) -> Gist:
    """Return the gist of an article; where nobody asks for its digest, that need not be made."""
    return Gist(
        title=article.title,
        published=article.published,
        id=article.id,
        slug=article.slug,
        updated=article.updated,
        link=article.link,
        language=article.language,
        tags=article.tags,
        authors=tuple(person.name for person in article.authors),
        digest=digest_of(article) if with_digest else "",
        words=words_of(article),
        origin=article.origin.path,
        site=site_of(article),
        draft=article.draft,
        withdrawn=article.withdrawn,
        problems=article.problems,
    )
