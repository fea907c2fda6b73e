"""The catalogue of a site, answered by PostgreSQL: which articles a feed shows, without their texts."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from feedtool.characters import fold
from feedtool.feed import speaks
from feedtool.index import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from feedtool.article import Article
    from feedtool.feed import Choice, Where
    from feedtool.gist import Gist
    from feedtool.index.catalogue import Facet
    from feedtool.postgres.database import Database

_COLUMNS = "id, title, published, updated, path, source, link, slug, language, tags, authors, digest, hash"
_IN_ORDER = "ORDER BY moment DESC, id"


class StoredCatalogue:
    """The articles of a site at the present `now`; `read` returns the article of a record.

    Inside `Database.reading` every answer is of one moment.
    """

    def __init__(self, database: Database, *, now: datetime, read: Callable[[str], Article]) -> None:
        self._database = database
        self._moment = math.floor(now.timestamp())
        self._now = now
        self._read = read
        self._rows: dict[str, Row] = {}
        self._told: dict[tuple[Where, str], bool] = {}

    def newest(self, choice: Choice, *, count: int | None = None, skip: int = 0) -> Sequence[Row]:
        """Return articles that a feed takes, in order."""
        if self._has_words(choice):
            rows = list(islice(self.each(choice), skip, None if count is None else skip + count))
        else:
            query, values = self._query(choice)
            bound = "" if count is None else f" LIMIT {count:d}"
            found = self._database.rows(f"{query} {_IN_ORDER}{bound} OFFSET {skip:d}", *values)
            rows = [_row(row) for row in found]
        self._rows |= {row.id: row for row in rows}
        return rows

    def each(self, choice: Choice) -> Iterator[Row]:
        """Yield articles that a feed takes, in order."""
        query, values = self._query(choice)
        words = [where for where in choice.where if where.text or where.matches]
        bar = choice.unless if choice.unless.text or choice.unless.matches else None
        for row in map(_row, self._database.each(f"{query} {_IN_ORDER}", *values)):
            if all(self._tells(where, row) for where in words) and not (bar and self._tells(bar, row)):
                yield row

    def count(self, choice: Choice) -> int:
        """Return how many articles a feed takes."""
        if self._has_words(choice):
            return sum(1 for _ in self.each(choice))
        query, values = self._query(choice, "count(*)")
        return int(self._database.rows(query, *values)[0][0])

    def languages(self, choice: Choice) -> Sequence[str]:
        """Return the languages of a feed, at most two."""
        if self._has_words(choice):
            found: set[str] = set()
            for row in self.each(choice):
                found.add(row.language)
                if len(found) > 1:
                    break
            return sorted(found)
        query, values = self._query(choice, "language")
        ends = [self._database.rows(f"{query} ORDER BY language {way} LIMIT 1", *values) for way in ("ASC", "DESC")]
        return sorted({row[0] for rows in ends for row in rows})  # by an index, however many articles there are

    def values(self, facet: Facet) -> Sequence[str]:
        """Return what articles have of a facet."""
        query = f"SELECT DISTINCT {_value(facet)} AS value FROM article WHERE NOT withdrawn AND moment <= %s"
        return sorted(row[0] for row in self._database.rows(query, self._moment) if row[0])

    def weeks(self, facet: Facet) -> Iterator[tuple[date, str, int]]:
        """Yield how many articles were published in each week, by facet."""
        query = (
            "SELECT (date_trunc('week', to_timestamp(moment) AT TIME ZONE 'UTC'))::date AS week, value, count(*) FROM"
            f" (SELECT moment, {_value(facet)} AS value FROM article WHERE NOT withdrawn AND moment <= %s) AS said"
            " WHERE value <> '' GROUP BY 1, 2 ORDER BY 1, value COLLATE \"C\""
        )
        return ((week, value, count) for week, value, count in self._database.rows(query, self._moment))

    def held(self) -> Sequence[Row]:
        """Return the articles whose time is still to come."""
        query = f"SELECT {_COLUMNS} FROM article WHERE NOT withdrawn AND moment > %s {_IN_ORDER}"
        return [_row(row) for row in self._database.rows(query, self._moment)]

    def article(self, id_: str) -> Article:
        """Return the article of an id, with its text."""
        row = self._rows.get(id_) or self._find(id_)
        return replace(self._read(row.path), id=row.id, updated=row.updated)

    def _find(self, id_: str) -> Row:
        found = self._database.rows(f"SELECT {_COLUMNS} FROM article WHERE id = %s AND NOT withdrawn", id_)
        if not found:
            raise KeyError(id_)
        return _row(found[0])

    @staticmethod
    def _has_words(choice: Choice) -> bool:
        return any(where.text or where.matches for where in (*choice.where, choice.unless))

    def _tells(self, where: Where, row: Row) -> bool:
        key = (where, row.digest)
        if key not in self._told:
            self._told[key] = where.tells(self._read(row.path))
        return self._told[key]

    def _query(self, choice: Choice, columns: str = _COLUMNS) -> tuple[str, list[object]]:
        conditions, values = ["NOT withdrawn", "moment <= %s"], [self._moment]
        said: list[object] = [*values]
        for where in choice.where:
            for condition, *given in self._conditions(where):
                conditions.append(condition)
                said += given
        for condition, *given in self._conditions(choice.unless):
            conditions.append(f"NOT ({condition})")
            said += given
        return f"SELECT {columns} FROM article WHERE {' AND '.join(conditions)}", said

    def _conditions(self, where: Where) -> Iterator[tuple[Any, ...]]:
        """Yield in SQL what a filter asks, but for the words of texts, each with its values."""
        for facet, words in (("tag", where.tags), ("author", where.authors)):
            if words:
                yield "labels && %s", [f"{facet}:{fold(word)}" for word in words]
        if where.sources:
            folded = {fold(word) for word in where.sources}
            yield "source = ANY(%s)", [value for value in self._known("source") if fold(value) in folded]
        if where.languages:
            known = self._known("language")
            yield (
                "language = ANY(%s)",
                [value for value in known if any(speaks(value, word) for word in where.languages)],
            )
        if where.days:
            yield "moment >= %s", math.ceil((self._now - timedelta(days=where.days)).timestamp())

    def _known(self, column: str) -> list[str]:
        """Return the values of a column, by stepping from one to the next in its index."""
        query = f"SELECT {column} FROM article WHERE NOT withdrawn AND {column} > %s ORDER BY {column} LIMIT 1"
        first = f"SELECT {column} FROM article WHERE NOT withdrawn ORDER BY {column} LIMIT 1"
        found: list[str] = []
        row = self._database.rows(first)
        while row:
            found.append(row[0][0])
            row = self._database.rows(query, found[-1])
        return found


def _value(facet: Facet) -> str:
    return {"tag": "unnest(tags)", "author": "unnest(authors)"}.get(facet, facet)


def _row(found: Sequence[Any]) -> Row:
    id_, title, published, updated, path, source, link, slug, language, tags, authors, digest, hash_ = found
    return Row(
        id=id_,
        title=title,
        published=datetime.fromisoformat(published),
        updated=datetime.fromisoformat(updated) if updated else None,
        path=path,
        source=source,
        link=link,
        slug=slug,
        language=language,
        tags=tuple(tags),
        authors=tuple(authors),
        digest=digest,
        hash=hash_,
    )


def labels_of(gist: Gist) -> list[str]:
    """Return what an article is found by: its tags and authors, folded."""
    said = [("tag", tag) for tag in gist.tags] + [("author", author) for author in gist.authors]
    return sorted({f"{facet}:{fold(value)}" for facet, value in said})
