"""The ledger: one line of JSON for each article ever seen, sorted by id, kept in `articles/ledger.jsonl`.

It is state that must survive: keep it in git with the records.  Everything in it is data; nothing is derived twice.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from feedtool.errors import UsageError
from feedtool.identity import day_keys, digest_of, is_bare, link_key, mint, same_day_key, words_of
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.article import Article
    from feedtool.shelf.same import Lines


class Given(NamedTuple):
    """The id that a source gave, as it was written, and the name of the source; both empty where there is none."""

    id: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is kept of one article.

    `path` is where its record or its Markdown file stands, relative to the project's folder (empty when its file was
    given another id); `title` and `published` are what that says now.  `source` is what it was imported from, `found`
    the file or address that led there where the source does not begin with it, `said_…` what that said last, whatever a
    person made of the record since.  `given` is the id that the source gave, as it was written, and `scope` the name of
    the source where that id is bare.  `digest` is that of what readers saw last, `words` that of the text alone;
    `updated` is when the former last moved, `withdrawn` when it was withdrawn (ISO 8601 instants, empty for never).
    """

    id: str
    title: str
    published: str
    path: str = ""
    source: str = ""
    found: str = ""
    said_title: str = ""
    said_published: str = ""
    said_words: str = ""
    given: str = ""
    scope: str = ""
    link: str = ""
    digest: str = ""
    words: str = ""
    updated: str = ""
    withdrawn: str = ""

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Title and day as `identity.day_keys` gives them: as the article stands, and as its source said."""
        standing = day_keys(self.title, datetime.fromisoformat(self.published)) if self.published else ()
        if (self.said_title, self.said_published) in (("", ""), (self.title, self.published)):
            return standing
        said = datetime.fromisoformat(self.said_published or self.published)
        return tuple(dict.fromkeys((*standing, *day_keys(self.said_title or self.title, said))))

    @property
    def found_by(self) -> Iterator[tuple[str, object]]:
        """Yield what a ledger finds the line by, but for its id: a kind of value, and the value."""
        for key in self.keys:
            yield "key", key
        for name in ("path", "source", "given", "digest"):
            if value := getattr(self, name):
                yield name, value
        if self.link:
            yield "link", link_key(self.link)
        if self.words:
            yield "words", (self.words, self.published[:10])


class Ledger:
    """All lines, found by id, by path, by source, by link, by digest, and by title and day."""

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
            self.drop(old)
        self._lines[line.id] = line
        for key in line.found_by:
            self._by.setdefault(key, {})[line.id] = None

    def drop(self, line: Line) -> None:
        """Forget a line, as if its article had never been seen."""
        del self._lines[line.id]
        for key in line.found_by:
            self._by[key].pop(line.id, None)

    def find(self, by: str, value: object) -> tuple[Line, ...]:
        """Return the lines whose `by` (path, source, given, link, digest, key, words) is `value`, in order of id.

        Links are found by `identity.link_key`, `words` together with the day, as a pair; an empty value finds nothing.
        """
        return tuple(self._lines[id_] for id_ in sorted(self._by.get((by, value), ()))) if value else ()


def free_id(article: Article, known: Lines, authority: str) -> str:
    """Return a newly minted id that no article had before; a second of the same title and day gets `-2`."""
    minted = mint(article, authority)
    number, id_ = 1, minted
    while known.get(id_) is not None:
        number += 1
        id_ = f"{minted}-{number}"
    return id_


def read_ledger(text: str, file: str = "") -> Ledger:
    """Return the ledger that a text holds.

    Raises:
        UsageError: a line cannot be read; ids are at stake, so nothing is guessed.

    """
    lines = []
    for number, row in enumerate(text.split("\n"), 1):  # no other line break: a name may hold those of Unicode
        if row.strip():
            try:
                lines.append(_line(json.loads(row)))
            except (ValueError, TypeError) as error:
                raise UsageError(
                    f"not a line of the ledger: {row[:60]!r}",
                    place=Place(file=file, line=number),
                    expected="one JSON object with id, title and published",
                    hint="restore the file from version control, or finish the merge",
                ) from error
    return Ledger(lines)


def _line(values: object) -> Line:
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise ValueError("text")
    line = Line(**values)
    for moment in filter(None, (line.published, line.updated, line.withdrawn, line.said_published)):
        if datetime.fromisoformat(moment).tzinfo is None:
            raise ValueError("an instant with its offset")
    return line


def write_ledger(ledger: Ledger) -> str:
    """Return the ledger as text: the same lines always give the same text."""
    rows = ({name: value for name, value in asdict(line).items() if value} for line in ledger)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def adopt(
    article: Article,
    path: str,
    ledger: Ledger,
    *,
    authority: str,
    now: datetime,
    gone: set[str],
    given: Given = Given(),  # noqa: B008 - a tuple
) -> Article:
    """Give an article that stands at `path` its id and its `updated`, and note both.

    An id is found by what the file says, by its path, or, where the file was renamed, by what readers saw, by title
    and day, or by text and day among those whose files are `gone`.  Only an article that was never seen is given a new
    one.  `updated` moves only when what readers see moved: to the time that the article states, else to `now`.
    """
    digest = digest_of(article)
    line = _standing(article, path, ledger) or _moved(article, digest, ledger, gone)
    moment = now.astimezone(article.published.tzinfo)
    id_ = line.id if line else article.id or free_id(article, ledger, authority)
    updated = _updated(article, line, digest, moment)
    withdrawn = (line.withdrawn if line else "") or moment.isoformat()
    if line:
        gone.discard(line.path)
    source = article.origin.path if article.origin.path != path else ""
    known = line or Line(id=id_, path=path, title="", published="", source=source)
    ledger.put(
        replace(
            known,
            path=path,
            title=article.title,
            published=article.published.isoformat(),
            source=known.source or source,
            given=given.id if given.id not in ("", id_) else known.given,
            scope=given.scope if is_bare(given.id) else known.scope,
            link=article.link,
            digest=digest,
            words=known.words if known.digest == digest else words_of(article),
            updated=updated.isoformat() if updated else "",
            withdrawn=withdrawn if article.withdrawn else "",
        )
    )
    return replace(article, id=id_, updated=updated)


def _standing(article: Article, path: str, ledger: Ledger) -> Line | None:
    if article.id:
        return ledger.get(article.id)
    return next(iter(ledger.find("path", path)), None)


def _moved(article: Article, digest: str, ledger: Ledger, gone: set[str]) -> Line | None:
    """Return the line of an article whose file was renamed: its old one is gone, and what it says is still the same."""
    if article.id:
        return None
    words = (words_of(article), article.published.date().isoformat())
    evidence = (("digest", digest), ("key", same_day_key(article)), ("words", words))
    moved = (line for by, value in evidence for line in ledger.find(by, value))
    return next((line for line in moved if line.path in gone), None)


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
