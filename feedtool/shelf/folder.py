"""The folder `articles/`: one Markdown record for each imported article, `YYYY/MM/slug.md`, and the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from feedtool.characters import legal
from feedtool.errors import ArticleError, IdentityError
from feedtool.identity import record_digest, same_day_key, slug_of, title_key, words_of
from feedtool.problem import Place
from feedtool.record import read_record, write_record
from feedtool.shelf.ledger import Ledger, Line, adopt, read_ledger, write_ledger
from feedtool.shelf.texts import Texts
from feedtool.source.found import STANDARD_INPUT, is_address

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from feedtool.article import Article
    from feedtool.timestamps import ZonePolicy

OnClash = Literal["keep", "ours", "theirs"]
INCOMING = ".incoming"
"""The ending of the file that holds a source's version while a person's edit of the same record stands."""


class Intake(StrEnum):
    """What became of an article that was imported."""

    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    DUPLICATE = "duplicate"
    VARIANT = "variant"
    CLASH = "clash"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of an article, and the record (or Markdown file) that holds it."""

    intake: Intake
    path: str


class Shelf:
    """The records and the ledger below a project's folder; paths are relative to it, with forward slashes.

    `zone` says how times in records that people wrote are read.  Records are written some at a time, and all of them
    before the ledger, which so never names one that is not there.  With `dry_run` nothing is written, but what would
    have been can be read back.
    """

    def __init__(
        self, root: Path, articles: str = "articles", *, zone: ZonePolicy | None = None, dry_run: bool = False
    ) -> None:
        self.root = root
        self.zone = zone
        self.articles = articles.rstrip("/")
        self.dry_run = dry_run
        self._texts = Texts(root, dry_run=dry_run)
        self._sources: set[str] = set()
        self._ledger_path = f"{self.articles}/ledger.jsonl"
        self._ledger_text = self._texts.read(self._ledger_path) if (root / self._ledger_path).exists() else ""
        self.ledger: Ledger = read_ledger(self._ledger_text, self._ledger_path)

    def paths(self) -> list[str]:
        """Return the paths of all records, sorted; hidden files and a README are none."""
        below = self.root / self.articles
        found = {path.relative_to(self.root).as_posix() for path in below.rglob("*.md") if path.is_file()}
        found |= {path for path in self._texts.waiting if path.endswith(".md")}
        return sorted(path for path in found if "/." not in path and not path.casefold().endswith("/readme.md"))

    def read(self, path: str) -> Article:
        """Return the article of a record.

        Raises:
            RecordError, TimestampError: it cannot be read; the place names file and line.

        """
        return read_record(legal(self._texts.read(path)), path=path, policy=self.zone)

    def save(self) -> None:
        """Write down what is not yet: the records, and then the ledger, if it changed.

        Raises:
            DeliveryError: a record cannot be written; the ledger is kept without those that are not.

        """
        if self.dry_run:
            return
        try:
            self._texts.write_down()
        finally:
            self._forget_unwritten()
            text = write_ledger(self.ledger)
            if text != self._ledger_text:
                self._texts.write(self._ledger_path, text)
                self._texts.write_down()
                self._ledger_text = text

    def _forget_unwritten(self) -> None:
        """Forget the articles whose records could not be written, as if they had never been seen."""
        for path in self._texts.waiting:
            if not (self.root / path).exists():
                for line in self.ledger.find("path", path):
                    self.ledger.drop(line)
        self._texts.waiting.clear()

    def reconcile(self, *, authority: str, now: datetime) -> list[ArticleError]:
        """Bring the ledger in line with the records that people added, renamed or deleted; return what is unreadable.

        A record that is gone was withdrawn by whoever deleted it; its id stays in the ledger for ever.  A copy of a
        record that still stands is left alone: whoever places it says that its id is taken.
        """
        here = self.paths()
        present = set(here)
        lost = {line.path for line in self.ledger if self._holds(line.path) and line.path not in present}
        errors: list[ArticleError] = []
        for path in here:
            if not self.ledger.find("path", path):
                try:
                    record = self.read(path)
                    given, record = record.id, self.ledger.named(record, authority)
                    line = self.ledger.get(record.id)
                    if not (line and line.path in present):
                        adopt(record, path, self.ledger, authority=authority, now=now, gone=lost, given=given)
                except ArticleError as error:
                    errors.append(error)
        for line in [line for line in self.ledger if line.path in lost and not line.withdrawn]:
            self.ledger.put(replace(line, withdrawn=now.isoformat()))
        return errors

    def _holds(self, path: str) -> bool:
        return path.startswith(f"{self.articles}/")

    def take(self, article: Article, *, authority: str = "", on_clash: OnClash = "keep", found: str = "") -> Taken:
        """Put an imported article on the shelf, or find that it is there.

        A record that a person edited is not overwritten: the source's version is kept beside it, unless `on_clash`
        says which of the two is to stay.  `found` is the file or address that led to it.

        Raises:
            IdentityError: its id belongs to another article.
            RecordError, TimestampError: the record that holds it cannot be read.
            DeliveryError: the record cannot be written.

        """
        article = self._apart(article)
        given = article.id
        article = self.ledger.named(article, authority)
        line = self._match(article)
        if line is None:
            return self._add(article, authority, given, found)
        if line.source != article.origin.path and self._still_there(line):
            same = _same_words(article, line) or not line.words
            return Taken(intake=Intake.DUPLICATE if same else Intake.VARIANT, path=line.path)
        if line.withdrawn:
            self.ledger.put(_said(article, line, found))
            return Taken(intake=Intake.WITHDRAWN, path=line.path)
        return self._refresh(article, _said(article, line, found), on_clash)

    def _apart(self, article: Article) -> Article:
        """Tell rows of one file apart that say the same of themselves: the second is `path#mark (2)`."""
        path, number = article.origin.path, 1
        while "#" in path and path in self._sources:
            number += 1
            path = f"{article.origin.path} ({number})"
        self._sources.add(path)
        return replace(article, origin=replace(article.origin, path=path))

    def _still_there(self, line: Line) -> bool:
        """Whether the source that a record was imported from is still there to speak for it."""
        source = line.source
        if not source or source in self._sources or is_address(source):
            return True
        return (self.root / source).exists() or (self.root / source.rpartition("#")[0]).is_file()

    def _match(self, article: Article) -> Line | None:
        """Return the line of the same article: by id, link, source, or title and day."""
        if article.id and (line := self.ledger.get(article.id)):
            if not _edited(article, line) and line.source != article.origin.path:
                raise IdentityError(
                    f"the id {article.id} belongs to another article, {line.title!r} in {line.path}",
                    place=Place(file=article.origin.path, field="id"),
                    hint="give one of them an id of its own",
                )
            return line
        candidates = [line for line in self.ledger.find("link", article.link) if _edited(article, line)]
        if article.origin.path != STANDARD_INPUT:  # which says nothing about which article it is
            candidates += [line for line in self.ledger.find("source", article.origin.path) if _edited(article, line)]
        candidates += [line for line in self.ledger.find("key", same_day_key(article)) if _captured(article, line)]
        said = article.published.isoformat()
        return min(candidates, key=lambda line: (line.said_published or line.published) != said, default=None)

    def _add(self, article: Article, authority: str, given: str, found: str) -> Taken:
        slug = slug_of(article.slug or article.title)
        path = self._free_path(article.published, slug)
        article = replace(article, id=article.id or self.ledger.free_id(article, authority), slug=slug)
        self._put(article, path)
        line = Line(
            id=article.id,
            path=path,
            title=article.title,
            published=article.published.isoformat(),
            given=given if given != article.id else "",
            link=article.link,
        )
        self.ledger.put(_said(article, line, found))
        return Taken(intake=Intake.NEW, path=path)

    def _free_path(self, published: datetime, slug: str) -> str:
        stem = f"{self.articles}/{published:%Y/%m}/{slug}"
        number, path = 1, f"{stem}.md"
        while self.ledger.find("path", path) or path in self._texts:
            number += 1
            path = f"{stem}-{number}.md"
        return path

    def _put(self, article: Article, path: str) -> None:
        origin = replace(article.origin, digest=record_digest(article))
        self._texts.write(path, write_record(replace(article, origin=origin)))

    def _refresh(self, article: Article, line: Line, on_clash: OnClash) -> Taken:
        """Bring the record of a line up to its source, unless a person has edited it."""
        record = self.read(line.path)
        article = replace(article, id=line.id, slug=record.slug)
        digest = record_digest(article)
        self.ledger.put(line)
        if record.origin.digest == digest:
            self._texts.remove(line.path + INCOMING)
            return Taken(intake=Intake.UNCHANGED, path=line.path)
        edited = record_digest(record) != record.origin.digest
        if edited and on_clash == "keep":
            self._put(article, line.path + INCOMING)
            return Taken(intake=Intake.CLASH, path=line.path)
        if edited and on_clash == "ours":
            if record.origin.digest:
                self._texts.write(line.path, self._texts.read(line.path).replace(record.origin.digest, digest, 1))
        else:
            self._put(article, line.path)
        self._texts.remove(line.path + INCOMING)
        return Taken(intake=Intake.UPDATED, path=line.path)


def _said(article: Article, line: Line, found: str) -> Line:
    """Note what a source says, whatever people make of the record, and what led to it where its name does not say."""
    source = article.origin.path
    return replace(
        line,
        source=source,
        found=found if found != source.partition("#")[0] else "",
        said_title=article.title,
        said_published=article.published.isoformat(),
        said_words=words_of(article),
    )


def _edited(article: Article, line: Line) -> bool:
    """Whether an article may be what a line holds, edited: title, time or words stayed as its source said them."""
    title, published = line.said_title or line.title, line.said_published or line.published
    same_time = _exact(article.published.isoformat()) and article.published.isoformat() == published
    return title_key(article.title) == title_key(title) or same_time or _same_words(article, line)


def _captured(article: Article, line: Line) -> bool:
    """Whether an article of the same title and day as a line's is that one, captured again, and not a second one.

    "Gold Price Today" comes twice a day: then neither the time nor the words are the same.
    """
    if article.link and line.link and article.link != line.link:
        return False
    ours, theirs = article.published.isoformat()[:16], (line.said_published or line.published)[:16]
    return ours == theirs or not (_exact(ours) and _exact(theirs)) or _same_words(article, line)


def _same_words(article: Article, line: Line) -> bool:
    words = line.said_words or line.words
    return bool(words) and words_of(article) == words


def _exact(instant: str) -> bool:
    """Whether an ISO instant holds more than a day: midnight is what a date without a time is read as."""
    return instant[11:16] not in ("", "00:00")


__all__ = ["INCOMING", "Intake", "OnClash", "Shelf", "Taken"]
