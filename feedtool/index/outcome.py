"""What came of the files that were read: the articles that they give where they stand, and what is said of them."""

from __future__ import annotations

import hashlib
import json
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, NamedTuple

from feedtool.index.labels import Labels
from feedtool.problem import Level, Place, Problem

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from feedtool.gist import Gist
    from feedtool.index.labels import Labelled
    from feedtool.shelf import Line


class Outcome(NamedTuple):
    """What came of a file: the hash of its bytes, and the article that it gives, with its id and time, as it is kept.

    Without an id it gives none that is published where it stands.  `problems` are repeated in every run; they, `tags`
    and `authors` are JSON.  `moment` is the time of a published article in s since the epoch.
    """

    hash: bytes
    problems: str | None = None
    id: str | None = None
    slug: str | None = None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    link: str | None = None
    language: str | None = None
    source: str | None = None
    tags: str | None = None
    authors: str | None = None
    digest: str | None = None
    moment: int | None = None

    def labelled(self, n: int) -> Labelled | None:
        """Return by what the published article of a file with a number is found; None where it gives none."""
        return None if self.moment is None else (n, self.moment, self.tags or "[]", self.authors or "[]")


def outcome_of(gist: Gist, line: Line, hash_: bytes, source: str) -> Outcome:
    """Return what came of a file that gives an article, which has a line in the ledger."""
    said = {"id": line.id, "published": line.published, "updated": line.updated}
    return outcome_said(gist, hash_, source, said, None if gist.withdrawn else int(gist.published.timestamp()))


def outcome_said(gist: Gist, hash_: bytes, source: str, said: Mapping[str, str], moment: int | None) -> Outcome:
    """Return what came of a file that gives an article, as its line says it."""
    return Outcome(
        hash=hash_,
        problems=problems_said(gist.problems) if gist.problems else None,
        id=said["id"],
        slug=gist.slug,
        title=gist.title,
        published=said["published"],
        updated=said["updated"],
        link=gist.link,
        language=gist.language,
        source=source,
        tags=_texts_said(gist.tags),
        authors=_texts_said(gist.authors),
        digest=gist.digest,
        moment=moment,
    )


_said = json.JSONEncoder(ensure_ascii=False).encode


def _texts_said(texts: Iterable[str]) -> str:
    """Return texts as JSON, as above but in a third of the time."""
    return f"[{', '.join(map(encode_basestring, texts))}]"


class Outcomes:
    """What came of the files of a project, by their numbers."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._labels = Labels(db)

    def put(self, outcomes: Sequence[tuple[int, Outcome]]) -> None:
        """Note what came of files, by their numbers; they gave no article before."""
        self._db.executemany(_PUT, [(n, *outcome) for n, outcome in outcomes])
        if self._labels.kept:
            self._labels.add(labelled for n, outcome in outcomes if (labelled := outcome.labelled(n)))

    def drop(self, n: int) -> bool:
        """Know nothing more of what a file gave; say whether that was a published article."""
        outcome = self.of(n)
        labelled = outcome and outcome.labelled(n)
        if labelled and self._labels.kept:
            self._labels.remove(labelled)
        self._db.execute("DELETE FROM outcome WHERE n = ?", (n,))
        return labelled is not None

    def of(self, n: int) -> Outcome | None:
        """Return what came of a file."""
        row = self._db.execute("SELECT * FROM outcome WHERE n = ?", (n,)).fetchone()
        return Outcome(*row[1:]) if row else None


_PUT = f"INSERT OR REPLACE INTO outcome VALUES ({', '.join('?' * (1 + len(Outcome._fields)))})"


def hash_of(content: bytes) -> bytes:
    """Return what stands for the bytes of a file."""
    return hashlib.sha256(content).digest()[:16]  # most processors have an instruction for it


def hash_file(path: Path) -> bytes:
    """Return the hash of the bytes of a file, which may be larger than the memory; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()[:16]
    except OSError:
        return b""


def problems_said(problems: Iterable[Problem]) -> str | None:
    """Return problems as they are kept; None for none."""
    rows = [problem_values(problem) for problem in problems]
    return _said(rows) if rows else None


def problems_meant(said: str | None) -> list[Problem]:
    """Return the problems that `problems_said` gave."""
    return [problem_of(values) for values in json.loads(said or "[]")]


def problem_values(problem: Problem) -> list[Any]:
    """Return a problem as JSON has it."""
    place = problem.place
    return [
        problem.rule,
        problem.level,
        problem.message,
        place.file,
        place.line,
        place.column,
        place.field,
        problem.fix,
    ]


def problem_of(values: Sequence[Any]) -> Problem:
    """Return the problem that `problem_values` gave."""
    rule, level, message, file, line, column, field, fix = values
    place = Place(file=file, line=line, column=column, field=field)
    return Problem(rule=rule, level=Level(level), message=message, place=place, fix=fix)
