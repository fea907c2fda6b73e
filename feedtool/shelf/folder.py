"""The folder `articles/`: one Markdown record for each imported article, `YYYY/MM/slug.md`, and the ledger."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from feedtool.characters import legal
from feedtool.errors import ArticleError, RecordError
from feedtool.gist import Gist, gist_of
from feedtool.identity import is_bare, record_digest, slug_of
from feedtool.record import read_record, write_record
from feedtool.shelf.ledger import Ledger, adopt, free_id, known_again
from feedtool.shelf.line import Line
from feedtool.shelf.marks import Marks
from feedtool.shelf.same import By, apart, match, named, same_words
from feedtool.shelf.texts import FileTexts, Texts
from feedtool.spill import Pile, Trove

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from feedtool.article import Article
    from feedtool.timestamps import ZonePolicy

OnClash = Literal["keep", "ours", "theirs"]
INCOMING = ".incoming"
"""The ending of the file that holds a source's version while a person's edit of the same record stands."""
_SOURCES = 1 << 20
"""How many articles are expected in a run, each by one name: more cost a little time."""


class Intake(StrEnum):
    """What became of an article that was imported."""

    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    DUPLICATE = "duplicate"
    VARIANT = "variant"
    CLASH = "clash"
    WITHDRAWN = "withdrawn"


class Taken(Struct, frozen=True, kw_only=True):
    """What became of an article that was read at `source`, and the record (or Markdown file) that holds it.

    Where another article was there already, `by` is what says that the two are one; `instead` is the source that the
    record was made of until now, if the article takes its place.
    """

    intake: Intake
    path: str
    source: str = ""
    by: By | None = None
    instead: str = ""


class Shelf:
    """The records below a project's folder, by their ledger; paths are relative to it, with forward slashes.

    `zone` says how times in records that people wrote are read, `extra` which fields of no other use they keep.
    Records are written some at a time, and all of them before the ledger, which so never names one that is not there;
    `written` are their paths; `texts` is where they stand, the folder if not given.  `elsewhere` says whether a source
    is there that is no file of this folder.  With `dry_run` nothing is written, but what would have been can be read
    back.
    """

    def __init__(  # noqa: PLR0913 - each is said by its name
        self,
        root: Path,
        ledger: Ledger,
        articles: str = "articles",
        *,
        zone: ZonePolicy | None = None,
        extra: tuple[str, ...] = (),
        dry_run: bool = False,
        texts: Texts | None = None,
        elsewhere: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self.root = root
        self.ledger = ledger
        self.zone = zone
        self.extra = extra
        self.articles = articles.rstrip("/")
        self.dry_run = dry_run
        self.written = Pile[str]()
        self._elsewhere = elsewhere
        self._texts: Texts = texts or FileTexts(root, dry_run=dry_run)
        self._sources = Trove(many=_SOURCES)
        self._marks_path = f"{self.articles}/marks.jsonl"
        known = self._marks_path in self._texts and next(iter(ledger), None)
        self._marks_text = self._texts.read(self._marks_path) if known else ""
        self.marks = Marks(self._marks_text)

    @property
    def waiting(self) -> Mapping[str, str]:
        """The texts of records that are not written down, by path."""
        return self._texts.waiting

    def holds(self, path: str) -> bool:
        """Whether a path is one of this shelf."""
        return path.startswith(f"{self.articles}/")

    def read(self, path: str) -> Article:
        """Return the article of a record.

        Raises:
            RecordError, TimestampError: it cannot be read; the place names file and line.

        """
        return read_record(legal(self._texts.read(path)), path=path, policy=self.zone, extra=self.extra)

    def save(self) -> None:
        """Write down what is not yet: the records, and then the ledger.

        Raises:
            DeliveryError: a record cannot be written; the ledger is kept without those that are not.

        """
        try:
            self._texts.write_down()
        finally:
            if not self.dry_run:
                self._forget_unwritten()
            self.ledger.save()
        if self.marks.text() != self._marks_text and not self.dry_run:
            others = self._texts.read(self._marks_path) if self._marks_path in self._texts else ""
            self._texts.write(self._marks_path, self.marks.over(others))
            self._texts.write_down()
            self._marks_text = self.marks.text()

    def _forget_unwritten(self) -> None:
        """Forget the articles whose records could not be written, as if they had never been seen."""
        for path in self._texts.waiting:
            if not (self.root / path).exists():
                for line in self.ledger.find("path", path):
                    self.ledger.drop(line)
        self._texts.waiting.clear()

    def reconcile(
        self, paths: Iterable[str], gone: Callable[[Line], bool], *, authority: str, now: datetime
    ) -> list[ArticleError]:
        """Bring the ledger in line with records that people added or renamed; return the errors of the unreadable ones.

        `gone` says whether the file of a line is no longer there.  A copy of a record that still stands is left alone:
        whoever places it says that its id is taken.
        """
        errors: list[ArticleError] = []
        for path in paths:
            if not self.ledger.find("path", path):
                try:
                    gist = gist_of(self.read(path))
                    id_ = named(gist, self.ledger, authority)
                    line = self.ledger.get(id_) if id_ else None
                    if not (line and self.holds(line.path) and not gone(line)):
                        id_ = id_ or known_again(gist, path, self.ledger, partial(self._lost, gone))
                        adopt(gist, path, self.ledger, id_=id_ or free_id(gist, self.ledger, authority), now=now)
                except ArticleError as error:
                    errors.append(error)
        return errors

    def _lost(self, gone: Callable[[Line], bool], line: Line) -> bool:
        return self.holds(line.path) and gone(line)

    def take(  # noqa: PLR0913 - each is said by its name
        self,
        article: Article,
        *,
        authority: str = "",
        on_clash: OnClash = "keep",
        found: str = "",
        scope: str = "",
        stands: bool = False,
        outranks: Callable[[Line], bool] = lambda _: False,
        back: Callable[[Line], bool] = lambda _: False,
    ) -> Taken:
        """Put an imported article on the shelf, or find that it is there.

        A record that a person edited is not overwritten: the source's version is kept beside it, unless `on_clash`
        says which of the two is to stay.  `found` is the file or address that led to it, `scope` the name of its
        source; of an article that `stands` where its file does the id says which it is, if there is one, and nothing
        else.  `outranks` says whether its source goes before the one that a line was made of, `back` whether a
        withdrawn article was withdrawn only because its source had gone.

        Raises:
            IdentityError: its id belongs to another article.
            RecordError, TimestampError: the record that holds it cannot be read.
            DeliveryError: the record cannot be written.

        """
        article = apart(article, self._came_by)
        self._sources.put(article.origin.path, [hash(article.origin.path)])
        gist = gist_of(article)
        given = gist.id
        gist = gist._replace(id=named(gist, self.ledger, authority, scope=scope, here=self._still_there))
        article = article if article.id == gist.id else replace(article, id=gist.id)
        matched = match(gist, self.ledger, here=self._still_there, among=lambda _: not (stands and gist.id))
        if matched is None:
            return self._add(article, gist, authority, given, scope, found)
        line, by = matched
        another = line.source != article.origin.path
        source = article.origin.path
        is_back = bool(line.withdrawn) and back(line)
        if another and not is_back and self._still_there(line) and not (line.source and outranks(line)):
            same = by in (By.ID, By.ADDRESS) or same_words(gist, line) or not (line.said_words or line.words)
            return Taken(intake=Intake.DUPLICATE if same else Intake.VARIANT, path=line.path, source=source, by=by)
        said = _said(gist, line, found, article.origin.digest)
        if given not in ("", line.id) and (another or not line.given):
            said = replace(said, given=given, scope=scope if is_bare(given) else "")
        if line.withdrawn and not is_back:
            self.ledger.put(said)
            return Taken(intake=Intake.WITHDRAWN, path=line.path, source=source)
        digest = record_digest(article, gist.digest)
        record = None if self._as_written(article, digest, said) else self.read(said.path)
        if said != line:
            self.ledger.put(said)
        taken = self._refresh(article, digest, said, record, on_clash)
        return replace(taken, by=by, instead=line.source) if another else taken

    def _came_by(self, source: str) -> bool:
        """Whether this run read an article there."""
        return source in self._sources.find(hash(source))

    def _still_there(self, line: Line) -> bool:
        """Whether the source that a record was imported from is still there to speak for it."""
        source = line.source
        if not source or self._came_by(source):
            return True
        if "://" in source.partition("#")[0]:
            return self._elsewhere(source)
        return (self.root / source).exists() or (self.root / source.rpartition("#")[0]).is_file()

    def _add(self, article: Article, gist: Gist, authority: str, given: str, scope: str, found: str) -> Taken:
        slug = slug_of(article.slug or article.title)
        path = self._free_path(article.published, slug)
        id_ = article.id or free_id(article, self.ledger, authority)
        self._write(path, write_record(article, id=id_, slug=slug, digest=record_digest(article, gist.digest)))
        line = Line(
            id=id_,
            path=path,
            title=article.title,
            published=article.published.isoformat(),
            given=given if given != id_ else "",
            scope=scope if is_bare(given) else "",
            link=article.link,
        )
        self.ledger.put(_said(gist, line, found, article.origin.digest))
        return Taken(intake=Intake.NEW, path=path, source=article.origin.path)

    def _free_path(self, published: datetime, slug: str) -> str:
        first = self.first_path(published, slug)
        number, path = 1, first
        while self.ledger.find("path", path) or path in self._texts:
            number += 1
            path = f"{first.removesuffix('.md')}-{number}.md"
        return path

    def first_path(self, published: datetime, slug: str) -> str:
        """Return where the record of an article stands, if it is the first one of that month and slug."""
        return f"{self.articles}/{published:%Y/%m}/{slug}.md"

    def _put(self, article: Article, path: str, digest: str) -> None:
        self._write(path, write_record(article, digest=digest))

    def _write(self, path: str, text: str) -> None:
        self._texts.write(path, text)
        if not path.endswith(INCOMING):
            self.written.append(path)

    def _refresh(self, article: Article, digest: str, line: Line, record: Article | None, on_clash: OnClash) -> Taken:
        """Bring the record of a line, None for one that is as it was written, up to its source, unless edited."""
        if record is None or record.origin.digest == digest:
            self._texts.remove(line.path + INCOMING)
            return Taken(intake=Intake.UNCHANGED, path=line.path, source=line.source)
        article = replace(article, id=line.id, slug=record.slug)
        edited = record_digest(record) != record.origin.digest
        if edited and on_clash == "keep":
            self._put(article, line.path + INCOMING, digest)
            return Taken(intake=Intake.CLASH, path=line.path, source=line.source)
        if edited and on_clash == "ours":
            if record.origin.digest:
                self._write(line.path, self._texts.read(line.path).replace(record.origin.digest, digest, 1))
        else:
            self._put(article, line.path, digest)
        self._texts.remove(line.path + INCOMING)
        return Taken(intake=Intake.UPDATED, path=line.path, source=line.source)

    def _as_written(self, article: Article, digest: str, line: Line) -> bool:
        """Whether a record is, to the letter, what would be written of an article: then it need not be read.

        Reading takes five times as long, and in most runs most articles of a table or a feed are like that.
        """
        try:
            text = self._texts.read(line.path)
        except RecordError:
            return False
        slug = text[: text.find("\n---\n")].partition("\nslug: ")[2].partition("\n")[0]
        return text == write_record(article, id=line.id, slug=slug, digest=digest)


def _said(gist: Gist, line: Line, found: str, entry: str) -> Line:
    """Note what a source says, whatever people make of the record, and what led to it where its name does not say."""
    return replace(
        line,
        source=gist.origin,
        found=found if found != gist.origin.partition("#")[0] else "",
        said_title=gist.title,
        said_published=gist.published.isoformat(),
        said_words=gist.words,
        entry=entry,
    )


__all__ = ["INCOMING", "Intake", "OnClash", "Shelf", "Taken"]
