"""The ledger: one line of JSON for each article ever seen, sorted by id, kept in `articles/ledger.jsonl`.

It is state that must survive: keep it in git with the records.  Everything in it is data; nothing is derived twice.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from feedtool.errors import UsageError
from feedtool.identity import digest_of, mint, same_day_key, title_key
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is kept of one article.

    `path` is where its record or its Markdown file stands, `source` what it was imported from; both are relative to
    the project's folder.  `digest` is that of what readers saw last, `updated` when it last moved, `withdrawn` when
    it was withdrawn (ISO 8601 instants, empty for never).
    """

    id: str
    path: str
    title: str
    published: str
    source: str = ""
    link: str = ""
    digest: str = ""
    updated: str = ""
    withdrawn: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Title and day, as `identity.same_day_key` gives them."""
        return title_key(self.title), self.published[:10]


class Ledger:
    """All lines, found by id, by path, by source, by link, and by digest, and by title and day."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self._lines: dict[str, Line] = {}
        self._by: dict[tuple[str, object], dict[str, None]] = {}
        for line in lines:
            self.put(line)

    def __iter__(self) -> Iterator[Line]:
        return iter(sorted(self._lines.values(), key=lambda line: line.id))

    def __contains__(self, id_: str) -> bool:
        return id_ in self._lines

    def get(self, id_: str) -> Line | None:
        """Return the line of an id."""
        return self._lines.get(id_)

    def put(self, line: Line) -> None:
        """Add a line, or replace the one of the same id."""
        if old := self._lines.get(line.id):
            for key in _keys(old):
                self._by[key].pop(old.id, None)
        self._lines[line.id] = line
        for key in _keys(line):
            self._by.setdefault(key, {})[line.id] = None

    def find(self, by: str, value: object) -> tuple[Line, ...]:
        """Return the lines whose `by` (path, source, link, key) is `value`, in order of id; none for an empty value."""
        return tuple(self._lines[id_] for id_ in sorted(self._by.get((by, value), ()))) if value else ()

    def free_id(self, article: Article, authority: str) -> str:
        """Return a newly minted id that no article had before; a second of the same title and day gets `-2`."""
        minted = mint(article, authority)
        number, id_ = 1, minted
        while id_ in self:
            number += 1
            id_ = f"{minted}-{number}"
        return id_


def _keys(line: Line) -> Iterator[tuple[str, object]]:
    yield "key", line.key
    for name in ("path", "source", "link", "digest", "published"):
        if value := getattr(line, name):
            yield name, value


def read_ledger(text: str, file: str = "") -> Ledger:
    """Return the ledger that a text holds.

    Raises:
        UsageError: a line cannot be read; ids are at stake, so nothing is guessed.

    """
    lines = []
    for number, row in enumerate(text.splitlines(), 1):
        if row.strip():
            try:
                lines.append(Line(**json.loads(row)))
            except (ValueError, TypeError) as error:
                raise UsageError(
                    f"not a line of the ledger: {row[:60]!r}",
                    place=Place(file=file, line=number),
                    expected="one JSON object with id, path, title and published",
                    hint="restore the file from version control, or finish the merge",
                ) from error
    return Ledger(lines)


def write_ledger(ledger: Ledger) -> str:
    """Return the ledger as text: the same lines always give the same text."""
    rows = ({name: value for name, value in asdict(line).items() if value} for line in ledger)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def adopt(article: Article, path: str, ledger: Ledger, *, authority: str, now: datetime, gone: set[str]) -> Article:
    """Give an article that stands at `path` its id and its `updated`, and note both.

    An id is found by what the file says, by its path, or, where the file was renamed, by its text, its title and day or
    its very time among those whose files are `gone`.  Only an article that was never seen is given a new one.
    `updated` moves only when what readers see moved: to the time that the article states, else to `now`.
    """
    digest = digest_of(article)
    line = _known(article, path, digest, ledger, gone)
    moment = now.astimezone(article.published.tzinfo)
    updated = _updated(article, line, digest, moment)
    withdrawn = (line.withdrawn if line else "") or moment.isoformat()
    if line:
        gone.discard(line.path)
    adopted = replace(
        article, id=line.id if line else article.id or ledger.free_id(article, authority), updated=updated
    )
    ledger.put(
        Line(
            id=adopted.id,
            path=path,
            title=article.title,
            published=article.published.isoformat(),
            source=article.origin.path if article.origin.path != path else "",
            link=article.link,
            digest=digest,
            updated=updated.isoformat() if updated else "",
            withdrawn=withdrawn if article.withdrawn else "",
        )
    )
    return adopted


def _known(article: Article, path: str, digest: str, ledger: Ledger, gone: set[str]) -> Line | None:
    if article.id:
        return ledger.get(article.id)
    for line in ledger.find("path", path):
        return line
    for by, value in (("digest", digest), ("key", same_day_key(article)), ("published", article.published.isoformat())):
        moved = [line for line in ledger.find(by, value) if line.path in gone]
        if len(moved) == 1 or (moved and by != "published"):  # of two that share no more than a time, neither
            return moved[0]
    return None


def _updated(article: Article, line: Line | None, digest: str, now: datetime) -> datetime | None:
    """Return when what readers see last moved: as stated at first, then only when the text did move."""
    stated = article.updated if article.updated and article.updated <= now else None
    if line is None or not line.digest:
        return stated
    before = datetime.fromisoformat(line.updated) if line.updated else None
    if digest == line.digest:
        return before
    last = before or datetime.fromisoformat(line.published)
    return stated if stated and stated > last else max(now, last)
