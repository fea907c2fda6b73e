"""Feeds written down: the entries of each, its documents in all formats, each checked before it goes on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.document import FORMATS, Document, document_of
from feedtool.entry import Choices, Entry, entry_of, relative_in
from feedtool.errors import FeedtoolError, InvalidDocumentError, UsageError
from feedtool.feed import feed_of
from feedtool.pipeline.channel import address_of, around_of, channel_of
from feedtool.problem import Level, Place, Problem
from feedtool.validate import check
from feedtool.validate.profiles import Levels, leveled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from feedtool.config import Config, FeedConfig
    from feedtool.feed import Choice
    from feedtool.index import Catalogue
    from feedtool.pipeline.feeds import Made

_ENTRY = re.compile(r"(?:items?|entry)\[(\d+)\]")


class Press:
    """Writes feeds down from one set of articles; an entry that several feeds show is made once."""

    def __init__(
        self,
        config: Config,
        catalogue: Catalogue,
        *,
        latest: datetime | None = None,
        self_link: str = "",
        levels: Levels | None = None,
        templates: Mapping[str, str] | None = None,
    ) -> None:
        self.config = config
        self.site = config.site
        self.templates = templates or {}
        self.catalogue = catalogue
        self.levels = levels or {}
        self.self_link = self_link
        self.latest = latest
        self.errors: list[FeedtoolError] = []
        self.problems: dict[Problem, None] = {}
        self._made: dict[tuple[str, Choices], Entry] = {}
        self._aside: set[str] = set()
        self._origins: dict[str, str] = {}

    def documents(self, made: Made) -> list[Document]:
        """Return one feed in all its formats, each checked and without an error.

        An entry that would make a document invalid is set aside and named, and the rest is written; all formats show
        the same entries.

        Raises:
            InvalidDocumentError: the fault is the feed's own.

        """
        while True:
            rows = self.catalogue.newest(made.choice, count=made.row.limit + len(self._aside))
            spare = [row for row in rows if row.id not in self._aside]
            if rows and not spare:
                raise InvalidDocumentError(
                    f"no entry of the feed {made.row.name!r} is valid; what was delivered stays", ()
                )
            entries = [self._entry(row.id, made.row) for row in spare[: made.row.limit]]
            documents = self._fitting(made, entries)
            faulty = {id_ for document in documents for id_ in self._faults(document, entries)}
            if not faulty:
                return documents + self._pages(made, entries)
            self._aside |= faulty

    def _entry(self, id_: str, row: FeedConfig) -> Entry:
        key = (id_, self.config.choices(row))
        if key not in self._made:
            article = self.catalogue.article(id_)
            self._origins[id_] = article.origin.path
            self._made[key] = entry_of(article, home=self.site.home, link=self.site.link, choices=key[1])
            if not self.site.home and (dropped := relative_in(article)):
                self.problems[_nowhere(dropped, article.origin.path)] = None
        return self._made[key]

    def _fitting(self, made: Made, entries: Sequence[Entry]) -> list[Document]:
        """Return the documents with as many entries as their size allows, at least one."""
        documents, row = self._write(made, entries), made.row
        if not row.bytes or _largest(documents) <= row.bytes:
            return documents
        fits, too_many = 1, len(entries)
        while too_many - fits > 1:
            middle = (fits + too_many) // 2
            if _largest(self._write(made, entries[:middle])) <= row.bytes:
                fits = middle
            else:
                too_many = middle
        return self._write(made, entries[:fits])

    def _write(self, made: Made, entries: Sequence[Entry], *, feeds: bool = True) -> list[Document]:
        """Return the documents that are feeds, or those that are for people."""
        row = made.row
        channel = channel_of(self.config, row, made.choice, self.catalogue)
        feed = feed_of(channel, entries, updated=self.latest)
        around = around_of(self.site, row, self.templates, known=not self.self_link)
        return [
            document_of(
                feed,
                name,
                name=f"{row.name}{FORMATS[name].suffix}",
                self_link=self._self_link(row, name),
                around=around,
            )
            for name in row.formats
            if FORMATS[name].is_feed is feeds
        ]

    def _pages(self, made: Made, entries: Sequence[Entry]) -> list[Document]:
        """Return the documents for people; a template that is wrong loses them alone."""
        try:
            return self._write(made, entries, feeds=False)
        except UsageError as error:
            self.errors.append(error)
            return []

    def newest(self, choice: Choice, row: FeedConfig, *, count: int) -> list[Entry]:
        """Return the newest entries as a feed shows them, without those that were set aside."""
        rows = self.catalogue.newest(choice, count=count + len(self._aside))
        return [self._entry(found.id, row) for found in rows if found.id not in self._aside][:count]

    def _self_link(self, row: FeedConfig, name: str) -> str:
        return self.self_link or address_of(self.site, f"{row.name}{FORMATS[name].suffix}")

    def _faults(self, document: Document, entries: Sequence[Entry]) -> set[str]:
        """Return the ids of entries that make a document invalid, each named; a fault of the feed's own is raised."""
        problems = leveled(check(document.content, name=document.name), self.levels)
        self.problems |= dict.fromkeys(problem for problem in problems if problem.level is Level.WARNING)
        errors = [problem for problem in problems if problem.level is Level.ERROR]
        faulty: dict[str, list[Problem]] = {}
        for problem in errors:
            found = _ENTRY.search(problem.place.field)
            if found is None:
                place = Place(file=document.name)
                raise InvalidDocumentError("the document has errors and was not delivered", errors, place=place)
            faulty.setdefault(entries[int(found[1]) - 1].id, []).append(problem)
        for id_, found_problems in faulty.items():
            place = Place(file=self._origins.get(id_, ""))
            message = f"the entry {id_} is not valid and was left out of {document.name}"
            self.errors.append(InvalidDocumentError(message, found_problems, place=place))
        return set(faulty)


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
