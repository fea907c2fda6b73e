"""The catalogue of a project, answered by the index: which articles a feed shows is asked of SQLite."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from feedtool.article import kept_as
from feedtool.characters import fold
from feedtool.feed import speaks
from feedtool.index.catalogue import Row
from feedtool.index.labels import Labels

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterator, Sequence

    from feedtool.article import Article
    from feedtool.feed import Choice, Where
    from feedtool.index.catalogue import Facet

_COLUMNS = (
    "id, slug, title, published, updated, CASE folder.path WHEN '' THEN name ELSE folder.path || '/' || name END,"
    " source, link, language, tags, authors, digest, hex(hash), folder.area"
)
_TABLES = "outcome JOIN file ON file.n = outcome.n JOIN folder ON folder.n = folder"
_WEEK = 7 * 24 * 3600
_MONDAY = 4 * 24 * 3600
"""The first one of the epoch, in seconds."""


@lru_cache(maxsize=1_000)
def _texts(written: str) -> tuple[str, ...]:
    """Return texts that are kept as JSON; the same tags and names come again and again."""
    return tuple(json.loads(written))


class Published:
    """The articles that the index knows, at the present `now`.

    `read` reads the article of a file again, by area and path; `new` are the ids of articles of the future that, or
    whose times, were not known before this run.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        *,
        now: datetime,
        read: Callable[[int, str], Article],
        new: Collection[str] = (),
    ) -> None:
        self._db = db
        self._now = now
        self._moment = math.floor(now.timestamp())
        self._read = read
        self._new = new
        self._rows: dict[str, Row] = {}

    def newest(self, choice: Choice, *, count: int | None = None, skip: int = 0) -> Sequence[Row]:
        """Return articles that a feed takes, in order."""
        found = islice(self._taken(choice), skip, None if count is None else skip + count)
        rows = list(found)
        if count is not None:  # of those that are shown the articles will be asked for
            self._rows |= {row.id: row for row in rows}
        return rows

    def each(self, choice: Choice) -> Iterator[Row]:
        """Yield articles that a feed takes, in order."""
        return self._taken(choice)

    def count(self, choice: Choice) -> int:
        """Return how many articles a feed takes."""
        return sum(1 for _ in self._taken(choice))

    def languages(self, choice: Choice) -> Sequence[str]:
        """Return the languages of a feed, at most two."""
        if choice.all:
            return list(islice(self._distinct("language"), 2))
        found: set[str] = set()
        for row in self._taken(choice):
            found.add(row.language)
            if len(found) > 1:
                break
        return sorted(found)

    def values(self, facet: Facet) -> Sequence[str]:
        """Return what articles have of a facet."""
        if facet in ("source", "language"):
            return [value for value in self._distinct(facet) if value]
        Labels(self._db).keep()
        query = (
            "SELECT value FROM label WHERE facet = ? AND EXISTS"
            " (SELECT 1 FROM labelled WHERE label = label.n AND moment <= ?) ORDER BY value"
        )
        return [row[0] for row in self._db.execute(query, (facet, self._moment))]

    def _distinct(self, column: str) -> Iterator[str]:
        """Yield the values of a column, in order, by stepping from one to the next in its index."""
        query = f"SELECT {column} FROM outcome WHERE moment IS NOT NULL AND {column} {{}} ? ORDER BY {column} LIMIT 1"
        published = f"SELECT 1 FROM outcome WHERE {column} = ? AND moment <= ? AND moment IS NOT NULL LIMIT 1"
        row = self._db.execute(query.format(">="), ("",)).fetchone()
        while row:
            if self._db.execute(published, (row[0], self._moment)).fetchone():
                yield row[0]
            row = self._db.execute(query.format(">"), row).fetchone()

    def weeks(self, facet: Facet) -> Iterator[tuple[date, str, int]]:
        """Yield how many articles were published in each week, by facet."""
        if facet in ("source", "language"):
            rows = f"SELECT moment, {facet} AS value FROM outcome WHERE moment IS NOT NULL"
        else:
            Labels(self._db).keep()
            rows = f"SELECT moment, value FROM labelled JOIN label ON label.n = labelled.label WHERE facet = '{facet}'"
        monday = f"moment - ((moment - {_MONDAY}) % {_WEEK} + {_WEEK}) % {_WEEK}"
        query = f"SELECT {monday} AS day, value, count(*) FROM ({rows}) WHERE moment <= ? AND value <> '' GROUP BY 1, 2 ORDER BY 1, 2"  # noqa: E501
        for moment, value, count in self._db.execute(query, (self._moment,)):
            yield (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment)).date(), value, count

    def held(self) -> Sequence[Row]:
        """Return the articles whose time is still to come."""
        query = f"SELECT {_COLUMNS} FROM {_TABLES} WHERE moment > ? ORDER BY moment DESC, id"
        return [self._row(row) for row in self._db.execute(query, (self._moment,))]

    def article(self, id_: str) -> Article:
        """Return the article of an id, read again."""
        row = self._rows.get(id_) or self._find(id_)
        return kept_as(self._read(row.area, row.path), id=row.id, updated=row.updated)

    def _find(self, id_: str) -> Row:
        query = f"SELECT {_COLUMNS} FROM {_TABLES} WHERE moment IS NOT NULL AND id = ?"
        found = self._db.execute(query, (id_,)).fetchone()
        if found is None:
            raise KeyError(id_)
        return self._row(found)

    def _row(self, found: Sequence[Any]) -> Row:
        id_, slug, title, published, updated, path, source, link, language, tags, authors, digest, hash_, area = found
        return Row(
            id=id_,
            slug=slug,
            title=title,
            published=datetime.fromisoformat(published),
            updated=datetime.fromisoformat(updated) if updated else None,
            path=path,
            area=area,
            source=source,
            link=link,
            language=language,
            tags=_texts(tags),
            authors=_texts(authors),
            digest=digest,
            hash=hash_,
            new=id_ in self._new,
        )

    def _taken(self, choice: Choice) -> Iterator[Row]:
        """Yield the published articles that a feed takes, in order."""
        query, values = self._query(choice)
        texts = [where for where in choice.where if where.text or where.matches]
        bar = choice.unless if choice.unless.text or choice.unless.matches else None
        for found in self._db.execute(query, values):
            row = self._row(found)
            if all(self._tells(where, row) for where in texts) and not (bar and self._tells(bar, row)):
                yield row

    def _query(self, choice: Choice) -> tuple[str, list[object]]:
        wanted = [condition for where in choice.where for condition in self._conditions(where)]
        barred = [f"NOT ({condition})" for condition in self._conditions(choice.unless)]
        numbers = next((found[len(_LABELLED) :] for found in wanted if found.startswith(_LABELLED)), None)
        tables, order = _TABLES, "moment DESC, id"
        if numbers is not None:  # few articles have a label: those are looked at, and not all
            wanted.remove(f"{_LABELLED}{numbers}")
            chosen = (
                f"SELECT DISTINCT file AS f, moment AS m FROM labelled WHERE label IN {numbers[:-1]} AND moment <= ?"
            )
            tables, order = f"({chosen}) CROSS JOIN {_TABLES.replace(' ', ' ON outcome.n = f ', 1)}", "m DESC, id"
        where = " AND ".join(["moment <= ?", *wanted, *barred])
        query = f"SELECT {_COLUMNS} FROM {tables} WHERE {where} ORDER BY {order}"
        return query, [self._moment] * (1 if numbers is None else 2)

    def _conditions(self, where: Where) -> Iterator[str]:
        """Yield in SQL what a filter asks, but for the words of texts."""
        for facet, words in (("tag", where.tags), ("author", where.authors)):
            if words:
                Labels(self._db).keep()
                folded = {fold(word) for word in words}
                marks = ", ".join("?" * len(folded))
                query = f"SELECT n FROM label WHERE facet = ? AND folded IN ({marks})"
                numbers = ", ".join(str(row[0]) for row in self._db.execute(query, (facet, *sorted(folded))))
                yield f"{_LABELLED}({numbers}))"
        if where.sources:
            folded = {fold(word) for word in where.sources}
            yield f"source IN ({_quoted(value for value in self._known('source') if fold(value) in folded)})"
        if where.languages:
            spoken = (
                value for value in self._known("language") if any(speaks(value, word) for word in where.languages)
            )
            yield f"language IN ({_quoted(spoken)})"
        if where.days:
            yield f"moment >= {math.ceil((self._now - timedelta(days=where.days)).timestamp())}"

    def _known(self, facet: str) -> Iterator[str]:
        query = f"SELECT DISTINCT {facet} FROM outcome WHERE moment IS NOT NULL"
        return (row[0] for row in self._db.execute(query))

    def _tells(self, where: Where, row: Row) -> bool:
        """Whether the words of an article are among those asked for; asked once of each text."""
        question = hashlib.sha256(json.dumps([where.text, where.matches]).encode()).digest()
        query = "SELECT yes FROM answer WHERE question = ? AND digest = ?"
        known = self._db.execute(query, (question, row.digest)).fetchone()
        if known is None:
            known = (where.tells(self._read(row.area, row.path)),)
            self._db.execute(
                "INSERT INTO answer (question, digest, yes) VALUES (?, ?, ?)", (question, row.digest, *known)
            )
        return bool(known[0])


_LABELLED = "outcome.n IN (SELECT file FROM labelled WHERE label IN "


def _quoted(values: Iterator[str]) -> str:
    return ", ".join("'{}'".format(value.replace("'", "''")) for value in values)
