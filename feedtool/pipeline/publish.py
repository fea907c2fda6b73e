"""From articles with ids to delivered feeds: chosen, written down, checked, and only then delivered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from feedtool.article import Person
from feedtool.document import FORMATS, Document, document_of
from feedtool.entry import Entry, entry_of, relative_in
from feedtool.errors import FeedtoolError, InvalidDocumentError
from feedtool.feed import Channel, Where, feed_of, in_order
from feedtool.identity import feed_id, slug_of
from feedtool.pipeline.deliver import Courier
from feedtool.problem import Level, Place, Problem
from feedtool.validate import check
from feedtool.validate.profiles import Levels, leveled, levels_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import datetime

    from feedtool.article import Article
    from feedtool.config import Config, FeedConfig, Site
    from feedtool.pipeline.gather import Placed
    from feedtool.pipeline.report import Report

NOWHERE = "https://address-unknown.invalid/"
"""Stands in where no address is known: a channel must have a link and should have a self link, and RFC 2606 promises
that this one leads nowhere.  Whoever runs the command is told."""

_ENTRY = re.compile(r"(?:item|entry)\[(\d+)\]")
_PLACEHOLDER = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One feed to make: its settings, and the value that it is one of many for."""

    row: FeedConfig
    only: Where = field(default_factory=Where)

    def takes(self, placed: Placed, now: datetime) -> bool:
        """Whether an article belongs in this feed at the present `now`."""
        told = (placed.article, placed.source, now)
        row = self.row
        return self.only.takes(*told) and row.where.takes(*told) and not row.unless.bars(*told)


def feeds_to_make(rows: Iterable[FeedConfig], placed: Sequence[Placed], site_title: str) -> Iterator[Made]:
    """Yield each feed, and one for every tag, author, source or language where a name says so."""
    for row in rows:
        found = _PLACEHOLDER.search(row.name)
        if found is None:
            yield Made(row=replace(row, title=row.title or site_title))
            continue
        for slug, values in sorted(_values(found[1], placed).items()):
            title = (row.title or f"{site_title}: {found[0]}").replace(found[0], values[0])
            description = row.description.replace(found[0], values[0])
            named = replace(row, name=row.name.replace(found[0], slug), title=title, description=description)
            yield Made(row=named, only=_only(found[1], values))


def _only(placeholder: str, values: Sequence[str]) -> Where:
    """Return the filter of a feed that is one of many."""
    wanted: dict[str, Any] = {f"{placeholder}s": tuple(values)}
    return Where(**wanted)


def _values(placeholder: str, placed: Sequence[Placed]) -> dict[str, list[str]]:
    """Return the values that articles have, by the name their feed gets; one name may stand for several spellings."""
    values: dict[str, set[str]] = {}
    for row in placed:
        article = row.article
        found: tuple[str, ...] = {
            "tag": article.tags,
            "author": tuple(person.name for person in article.authors),
            "source": (row.source,),
            "language": (article.language,),
        }[placeholder]
        for value in filter(None, found):
            values.setdefault(slug_of(value), set()).add(value)
    return {slug: sorted(spellings) for slug, spellings in values.items()}


class Press:
    """Writes feeds down from one set of articles; an entry that several feeds show is made once."""

    def __init__(
        self,
        site: Site,
        placed: Sequence[Placed],
        *,
        now: datetime,
        latest: datetime | None = None,
        self_link: str = "",
        levels: Levels | None = None,
    ) -> None:
        self.site = site
        self.now = now
        self.levels = levels or {}
        self.self_link = self_link
        self.placed = placed
        self.latest = latest
        self.errors: list[FeedtoolError] = []
        self.problems: dict[Problem, None] = {}
        self._made: dict[tuple[str, bool], Entry] = {}
        self._aside: set[str] = set()
        self._origins = {row.article.id: row.article.origin.path for row in placed}

    def documents(self, made: Made) -> list[Document]:
        """Return one feed in all its formats, each checked and without an error.

        An entry that would make a document invalid is set aside and named, and the rest is written; all formats show
        the same entries.

        Raises:
            InvalidDocumentError: the fault is the feed's own.

        """
        articles = in_order(row.article for row in self.placed if made.takes(row, self.now))
        while True:
            spare = [article for article in articles if article.id not in self._aside]
            if articles and not spare:
                raise InvalidDocumentError(
                    f"no entry of the feed {made.row.name!r} is valid; what was delivered stays", ()
                )
            entries = [self._entry(article, made.row) for article in spare[: made.row.limit]]
            documents = self._fitting(made.row, entries, articles)
            faulty = {id_ for document in documents for id_ in self._faults(document, entries)}
            if not faulty:
                return documents
            self._aside |= faulty

    def _entry(self, article: Article, row: FeedConfig) -> Entry:
        key = (article.id, row.content == "full")
        if key not in self._made:
            self._made[key] = entry_of(article, home=self.site.home, link=self.site.link, full=key[1])
            if not self.site.home and (dropped := relative_in(article)):
                self.problems[_nowhere(dropped, article.origin.path)] = None
        return self._made[key]

    def _fitting(self, row: FeedConfig, entries: Sequence[Entry], articles: Sequence[Article]) -> list[Document]:
        """Return the documents with as many entries as their size allows, at least one."""
        documents = self._write(row, entries, articles)
        if not row.bytes or _largest(documents) <= row.bytes:
            return documents
        fits, too_many = 1, len(entries)
        while too_many - fits > 1:
            middle = (fits + too_many) // 2
            if _largest(self._write(row, entries[:middle], articles)) <= row.bytes:
                fits = middle
            else:
                too_many = middle
        return self._write(row, entries[:fits], articles)

    def _write(self, row: FeedConfig, entries: Sequence[Entry], articles: Sequence[Article]) -> list[Document]:
        channel = channel_of(self.site, row, articles)
        feed = feed_of(channel, entries, updated=self.latest)
        return [
            document_of(feed, name, name=f"{row.name}{FORMATS[name].suffix}", self_link=self._self_link(row, name))
            for name in row.formats
        ]

    def _self_link(self, row: FeedConfig, name: str) -> str:
        base = self.site.feeds or self.site.home or NOWHERE
        return self.self_link or urljoin(base, f"{row.name}{FORMATS[name].suffix}")

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
    return max(len(document.content) for document in documents)


def channel_of(site: Site, row: FeedConfig, articles: Sequence[Article]) -> Channel:
    """Return what a feed says of itself; where no address is known, that of the site its articles point to."""
    home = site.home or _site_of(articles) or NOWHERE
    address = urljoin(site.feeds or site.home, row.name) if site.feeds or site.home else ""
    return Channel(
        id=feed_id(row.name, authority=site.authority, address=address, title=row.title),
        title=row.title,
        home=home,
        description=row.description,
        authors=tuple(Person(name=name) for name in site.authors),
        language=row.language or site.language or _language_of(articles),
        rights=site.rights,
        icon=site.icon,
        logo=site.logo,
        ttl=row.ttl,
        hub=row.hub,
    )


def _site_of(articles: Sequence[Article]) -> str:
    links = (re.match(r"https?://[^/?#]+", article.link) for article in articles)
    return next((f"{link[0]}/" for link in links if link), "")


def _language_of(articles: Sequence[Article]) -> str:
    """Return the language of all articles, if it is one."""
    languages = {article.language for article in articles}
    return languages.pop() if len(languages) == 1 else ""


def publish(
    config: Config,
    placed: Sequence[Placed],
    report: Report,
    *,
    now: datetime,
    latest: datetime | None = None,
    dry_run: bool = False,
) -> None:
    """Make every feed of the configuration and deliver what changed; articles of the future are held back.

    `latest` is when anything last moved, for feeds that have become empty.
    """
    shown = [row for row in placed if row.article.published <= now and not row.article.withdrawn]
    future = [row for row in placed if row.article.published > now and not row.article.withdrawn]
    report.held += in_order(row.article for row in future)
    report.told += [row.article for row in future if not row.new]
    levels = levels_of(config.validation.profile, config.validation.levels)
    press = Press(config.site, shown, now=now, latest=latest, levels=levels)
    courier = Courier(config.root, report, dry_run=dry_run)
    made_now = list(feeds_to_make(config.feeds, shown, config.site.title))
    for made in made_now + _left_over(config, made_now, courier, report):
        try:
            if not any(made.takes(row, now) for row in shown) and not courier.shows_entries(made.row):
                continue
            courier.claim(made.row)
            documents = press.documents(made)
        except FeedtoolError as error:
            report.errors.append(error)
            continue
        for document in documents:
            courier.deliver(document, made.row)
    report.errors += press.errors
    report.problems += press.problems


def _left_over(config: Config, made: Sequence[Made], courier: Courier, report: Report) -> list[Made]:
    """Return the feeds that were made for a tag (author, source, language) that no article has any more.

    They are written once more, without entries: what was withdrawn must not stay in them.
    """
    known = {(row.row.to, row.row.name) for row in made}
    found: list[Made] = []
    for row in config.feeds:
        try:
            found += _left_over_of(row, known, courier)
        except FeedtoolError as error:
            report.errors.append(error)
    return found


def _left_over_of(row: FeedConfig, known: Container[tuple[str, str]], courier: Courier) -> Iterator[Made]:
    placeholder = _PLACEHOLDER.search(row.name)
    if placeholder is None:
        return
    for slug, names in courier.standing(row, placeholder[0]).items():
        name = row.name.replace(placeholder[0], slug)
        title = None if (row.to, name) in known else courier.our_title(row, names)
        if title is not None:
            only = _only(placeholder[1], [slug])
            yield Made(row=replace(row, name=name, title=title, description=""), only=only)
