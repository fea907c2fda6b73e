"""A catalogue in memory, of a few articles that are at hand: for one feed of a few files, and for tests."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.feed import in_order
from feedtool.index.catalogue import row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from feedtool.article import Article
    from feedtool.feed import Choice
    from feedtool.index.catalogue import Facet, Row


class Placed(Struct, frozen=True, kw_only=True):
    """An article that has its id, the name of the source it came by, and whether it, or its time, is new."""

    article: Article
    source: str = ""
    new: bool = True


class Listed:
    """Articles that are placed, at the present `now`."""

    def __init__(self, placed: Iterable[Placed], *, now: datetime) -> None:
        self.now = now
        known = [row for row in placed if not row.article.withdrawn]
        self._articles = {row.article.id: row.article for row in known}
        self._rows = in_order(row_of(row.article, source=row.source, new=row.new) for row in known)

    def newest(self, choice: Choice, *, count: int | None = None, skip: int = 0) -> Sequence[Row]:
        """Return articles that a feed takes, in order."""
        return self._taken(choice)[skip:][:count]

    def each(self, choice: Choice) -> Iterator[Row]:
        """Yield articles that a feed takes, in order."""
        return iter(self._taken(choice))

    def count(self, choice: Choice) -> int:
        """Return how many articles a feed takes."""
        return len(self._taken(choice))

    def languages(self, choice: Choice) -> Sequence[str]:
        """Return the languages of a feed, at most two."""
        return sorted({row.language for row in self._taken(choice)})[:2]

    def values(self, facet: Facet) -> Sequence[str]:
        """Return what articles have of a facet."""
        return sorted({value for row in self._rows if row.published <= self.now for value in values_of(row, facet)})

    def weeks(self, facet: Facet) -> Iterator[tuple[date, str, int]]:
        """Yield how many articles were published in each week, by facet."""
        published = [row for row in self._rows if row.published <= self.now]
        counts = Counter((monday_of(row.published), value) for row in published for value in values_of(row, facet))
        for (day, value), count in sorted(counts.items()):
            yield day, value, count

    def held(self) -> Sequence[Row]:
        """Return the articles whose time is still to come."""
        return [row for row in self._rows if row.published > self.now]

    def article(self, id_: str) -> Article:
        """Return the article of an id."""
        return self._articles[id_]

    def _taken(self, choice: Choice) -> list[Row]:
        return [
            row
            for row in self._rows
            if row.published <= self.now and choice.takes(self._articles[row.id], row.source, self.now)
        ]


def values_of(row: Row, facet: Facet) -> tuple[str, ...]:
    """Return what an article has of a facet, nothing empty."""
    if facet == "tag":
        return row.tags
    if facet == "author":
        return row.authors
    value = row.source if facet == "source" else row.language
    return (value,) if value else ()


def monday_of(moment: datetime) -> date:
    """Return the first day of the week of a moment, in UTC: the same on any machine."""
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())
