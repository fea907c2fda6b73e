"""Feeds written down: the entries of each, its documents in all formats, each checked before it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from feedtool.document import FORMATS, Document, document_of
from feedtool.entry import Choices, Entry, entry_of, relative_in
from feedtool.errors import FeedtoolError, InvalidDocumentError, UsageError
from feedtool.feed import History, feed_of
from feedtool.later import regex
from feedtool.pipeline.publishing.channel import address_of, around_of, channel_of
from feedtool.problem import Level, Place, Problem
from feedtool.validate.profiles import Levels, leveled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from feedtool.config import Config, FeedConfig
    from feedtool.feed import Channel, Choice, Tombstone
    from feedtool.index import Catalogue, Row
    from feedtool.pipeline.publishing.early import Early
    from feedtool.pipeline.publishing.feeds import Made
    from feedtool.validate.sound import Sound

_MOST_KEPT = 2_000
"""So many entries are kept for the next feed that shows them; a feed of more is rarely one of several."""
_MUCH = 500_000
"""Bytes of documents in a run from which on it pays to know usual entries at a look."""
_ENTRY = regex(r"(?:items?|entry)\[(\d+)\]")


class Sheet(Struct, frozen=True, kw_only=True):
    """One document to be: its name without the ending, where it stands among others, and what was withdrawn.

    `escaped` is kept for its formats (`Feed.escaped`).
    """

    name: str
    history: History
    withdrawn: tuple[Tombstone, ...] = ()
    escaped: dict[str, str] = field(default_factory=dict)


class Press:
    """Writes feeds down from one set of articles; an entry that several feeds show is made once."""

    def __init__(  # noqa: PLR0913 - each has its name at the call
        self,
        config: Config,
        catalogue: Catalogue,
        *,
        latest: datetime | None = None,
        self_link: str = "",
        levels: Levels | None = None,
        templates: Mapping[str, str] | None = None,
        withdrawn: Sequence[Tombstone] = (),
        early: Early | None = None,
    ) -> None:
        self.config = config
        self.site = config.site
        self.templates = templates or {}
        self.catalogue = catalogue
        self.levels = levels or {}
        self.self_link = self_link
        self.latest = latest
        self.withdrawn = tuple(withdrawn)
        self.errors: list[FeedtoolError] = []
        self.problems: dict[Problem, None] = {}
        self._made: dict[tuple[str, Choices], Entry] = {}
        self._early = early
        self._checked = 0
        self._asked: tuple[Made, int | None] | None = None
        self._said: tuple[Made, Channel] | None = None
        self._rows: Sequence[Row] = ()
        self._aside: set[str] = set()
        self._origins: dict[str, str] = {}

    def documents(self, made: Made, history: History | None = None) -> list[Document]:
        """Return one feed in all its formats, each checked and without an error.

        An entry that would make a document invalid is set aside and named, and the rest is written; all formats show
        the same entries.

        Raises:
            InvalidDocumentError: the fault is the feed's own.

        """
        sheet = Sheet(name=made.row.name, history=history or History(), withdrawn=self.withdrawn_of(made))
        documents, entries = self._valid(made, lambda: self.rows(made, history), sheet, _limit(made, history))
        return documents + self._pages(made, entries, sheet)

    def rows(self, made: Made, history: History | None = None) -> Sequence[Row]:
        """Return the articles that a feed shows, and as many more as may have to take the place of some of them."""
        limit = _limit(made, history)
        count = None if limit is None else limit + len(self._aside)
        if self._asked != (made, count):  # whether a feed stands is asked just before it is made
            self._rows, self._asked = self.catalogue.newest(made.choice, count=count), (made, count)
        return self._rows

    def channel(self, made: Made) -> Channel:
        """Return what a feed says of itself; it is asked more than once, and may take all its articles."""
        if self._said is None or self._said[0] != made:
            self._said = made, channel_of(self.config, made.row, made.choice, self.catalogue)
        return self._said[1]

    def withdrawn_of(self, made: Made) -> tuple[Tombstone, ...]:
        """Return what a feed says of withdrawn articles: all of them, where it shows all articles."""
        return self.withdrawn if made.choice.all else ()

    @property
    def aside(self) -> list[str]:
        """The ids of the entries that were set aside in this run, sorted."""
        return sorted(self._aside)

    def volume(self, made: Made, rows: Sequence[Row], *, name: str, history: History) -> list[Document]:
        """Return an archive document of a feed in all its formats, made as `documents` are, with all that is in it.

        Raises:
            InvalidDocumentError: the fault is the feed's own.

        """
        documents, _ = self._valid(made, lambda: rows, Sheet(name=name, history=history), None)
        for row in rows:  # which no other document is likely to show
            self._made.pop((row.id, self.config.choices(made.row)), None)
        return documents

    def _valid(
        self, made: Made, found: Callable[[], Sequence[Row]], sheet: Sheet, limit: int | None
    ) -> tuple[list[Document], list[Entry]]:
        """Return documents of the articles found without those that would make them invalid, and their entries."""
        from feedtool.validate.sound import Sound  # noqa: PLC0415 - a feed that is amended is not asked every rule

        while True:
            rows = found()
            spare = [row for row in rows if row.id not in self._aside]
            if rows and not spare:
                raise InvalidDocumentError(f"no entry of {sheet.name!r} is valid; what was delivered stays", ())
            choices = self.config.choices(made.row)
            entries = [self.entry(row, choices) for row in spare[:limit]]
            documents = self._fitting(made, entries, sheet)
            ids = [entry.id for entry in entries]
            sound = Sound((entry.content for entry in entries), sheet.escaped)
            if not has_pages(made.row):
                entries = []  # the check takes as much again
            faulty = {id_ for document in documents for id_ in self._faults(document, ids, sound)}
            if not faulty:
                return documents, entries
            self._aside |= faulty

    def entry(self, found: Row, choices: Choices) -> Entry:
        """Return the entry of an article."""
        key = (found.id, choices)
        if key not in self._made:
            entry = self._early.take(found, choices) if self._early else None
            if entry:
                self._origins[found.id] = found.path
            else:
                entry = self._entry_of(found.id, choices)
            if len(self._made) >= _MOST_KEPT:
                return entry
            self._made[key] = entry
        return self._made[key]

    def _entry_of(self, id_: str, choices: Choices) -> Entry:
        article = self.catalogue.article(id_)
        self._origins[id_] = article.origin.path
        if not self.site.home and (dropped := relative_in(article)):
            self.problems[_nowhere(dropped, article.origin.path)] = None
        return entry_of(article, home=self.site.home, link=self.site.link, choices=choices)

    def _fitting(self, made: Made, entries: Sequence[Entry], sheet: Sheet) -> list[Document]:
        """Return the documents with as many entries as their size allows, at least one."""
        documents, row = self._write(made, entries, sheet), made.row
        if not row.bytes or _largest(documents) <= row.bytes or sheet.history.current or sheet.history.complete:
            return documents
        fits, too_many = 1, len(entries)
        while too_many - fits > 1:
            middle = (fits + too_many) // 2
            if _largest(self._write(made, entries[:middle], sheet)) <= row.bytes:
                fits = middle
            else:
                too_many = middle
        return self._write(made, entries[:fits], sheet)

    def _write(self, made: Made, entries: Sequence[Entry], sheet: Sheet, *, feeds: bool = True) -> list[Document]:
        """Return the documents that are feeds, or those that are for people."""
        row = made.row
        feed = feed_of(
            self.channel(made),
            entries,
            updated=self.latest,
            withdrawn=sheet.withdrawn,
            history=sheet.history,
            escaped=sheet.escaped,
        )
        around = around_of(self.site, row, sheet.name, self.templates, known=not self.self_link)
        return [
            document_of(
                feed,
                name,
                name=f"{sheet.name}{FORMATS[name].suffix}",
                self_link=self._self_link(sheet.name, name),
                around=around,
            )
            for name in row.formats
            if FORMATS[name].is_feed is feeds
        ]

    def _pages(self, made: Made, entries: Sequence[Entry], sheet: Sheet) -> list[Document]:
        """Return the documents for people; a template that is wrong loses them alone."""
        if not has_pages(made.row):
            return []
        try:
            return self._write(made, entries, sheet, feeds=False)
        except UsageError as error:
            self.errors.append(error)
            return []

    def newest(self, choice: Choice, row: FeedConfig, *, count: int) -> list[Entry]:
        """Return the newest entries as a feed shows them, without those that were set aside."""
        rows = self.catalogue.newest(choice, count=count + len(self._aside))
        choices = self.config.choices(row)
        return [self.entry(found, choices) for found in rows if found.id not in self._aside][:count]

    def _self_link(self, document: str, name: str) -> str:
        return self.self_link or address_of(self.site, f"{document}{FORMATS[name].suffix}")

    def _faults(self, document: Document, ids: Sequence[str], sound: Sound) -> set[str]:
        """Return the ids of entries that make a document invalid, each named; a fault of the feed's own is raised."""
        from feedtool.validate import check  # noqa: PLC0415 - as above

        self._checked += len(document.content)
        told = check(document.content, name=document.name, sound=sound, lean=self._checked > _MUCH)
        problems = leveled(told, self.levels)
        self.problems |= dict.fromkeys(problem for problem in problems if problem.level is Level.WARNING)
        errors = [problem for problem in problems if problem.level is Level.ERROR]
        faulty: dict[str, list[Problem]] = {}
        for problem in errors:
            found = _ENTRY.search(problem.place.field)
            if found is None:
                place = Place(file=document.name)
                raise InvalidDocumentError("the document has errors and was not delivered", errors, place=place)
            faulty.setdefault(ids[int(found[1]) - 1], []).append(problem)
        for id_, found_problems in faulty.items():
            place = Place(file=self._origins.get(id_, ""))
            message = f"the entry {id_} is not valid and was left out of {document.name}"
            self.errors.append(InvalidDocumentError(message, found_problems, place=place))
        return set(faulty)


def _limit(made: Made, history: History | None) -> int | None:
    return None if history and history.complete else made.row.limit


def has_pages(row: FeedConfig) -> bool:
    """Whether some documents of a feed are for people."""
    return any(not FORMATS[name].is_feed for name in row.formats)


def _nowhere(dropped: str, file: str) -> Problem:
    return Problem(
        rule="relative-address-dropped",
        level=Level.WARNING,
        message=f"relative addresses lead nowhere without the site's, and were dropped: {dropped}",
        place=Place(file=file),
        fix="name the address of the site: --home, or home in the configuration",
    )


def _largest(documents: Sequence[Document]) -> int:
    return max((len(document.content) for document in documents), default=0)
