"""The seam between the articles of a project and what is made of them, and the row that it hands out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from msgspec import Struct

from feedtool.identity import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from feedtool.article import Article
    from feedtool.feed import Choice

Facet = Literal["tag", "author", "source", "language"]
"""What feeds are made by, one for each value."""


class Row(Struct, frozen=True, kw_only=True):
    """One article without its text: `path` is where that stands, `source` the name of the source that it came by.

    `area` is the number of that source in the index; `digest` is that of what readers see (`identity.digest_of`),
    `hash` that of the bytes of its file; `new` says whether it, or its time, was not known before this run.
    """

    id: str
    title: str
    published: datetime
    updated: datetime | None = None
    path: str = ""
    area: int = 0
    source: str = ""
    link: str = ""
    slug: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    digest: str = ""
    hash: str = ""
    new: bool = False


class Catalogue(Protocol):
    """The articles of a project at one present: those that are published, and those that are held back until then.

    Articles that were withdrawn are in none of its answers.  Order is that of feeds: newest first, ties by id.
    """

    def newest(self, choice: Choice, *, count: int | None = None, skip: int = 0) -> Sequence[Row]:
        """Return `count` published articles that a feed takes (all of them for None), in order, after `skip` others."""
        ...

    def each(self, choice: Choice) -> Iterator[Row]:
        """Yield the published articles that a feed takes, in order, however many they are."""
        ...

    def count(self, choice: Choice) -> int:
        """Return how many published articles a feed takes."""
        ...

    def languages(self, choice: Choice) -> Sequence[str]:
        """Return the languages of the published articles that a feed takes, sorted, at most two of them."""
        ...

    def values(self, facet: Facet) -> Sequence[str]:
        """Return what published articles have of a facet, each value as it is spelt, once, sorted."""
        ...

    def weeks(self, facet: Facet) -> Iterator[tuple[date, str, int]]:
        """Yield the Monday of each week (in UTC), a value of the facet, and how many were published, in order."""
        ...

    def held(self) -> Sequence[Row]:
        """Return the articles whose time is still to come, in order."""
        ...

    def article(self, id_: str) -> Article:
        """Return the article of an id, with its text.

        Raises:
            KeyError: there is none.
            ArticleError: it can no longer be read.

        """
        ...


def row_of(article: Article, *, path: str = "", source: str = "", new: bool = True) -> Row:
    """Return what is known of an article without its text."""
    return Row(
        id=article.id,
        title=article.title,
        published=article.published,
        updated=article.updated,
        path=path,
        source=source,
        link=article.link,
        slug=article.slug,
        language=article.language,
        tags=article.tags,
        authors=tuple(person.name for person in article.authors),
        digest=digest_of(article),
        new=new,
    )
