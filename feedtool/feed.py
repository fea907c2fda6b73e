"""FEED: which articles, in what order, how many, and what the channel says of itself.

Sources: RFC 4287 section 4.1.1, RSS 2.0.11 (channel).
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from feedtool.characters import fold, single_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from feedtool.article import Article, Person
    from feedtool.entry import Entry, Extra
    from feedtool.episode import Show


PERIODS = ("hourly", "daily", "weekly", "monthly", "yearly")


class Alternate(Struct, frozen=True, kw_only=True):
    """The feed in another language: the name of its document without the ending, its language (BCP 47) and title."""

    url: str
    language: str
    title: str = ""


class Channel(Struct, frozen=True, kw_only=True):
    """What a feed says of itself; `home`, `icon`, `logo` and `license` are absolute URLs.

    `ttl` is in minutes (0: unsaid); `period` is how often it is brought up to date, `frequency` times in each (empty:
    unsaid); `skip_hours` (GMT) and `skip_days` are when it never is; `ended` that it never will be again; `alternates`
    are the same in other languages, `show` what makes it a podcast, `extra` elements of somebody's own.
    """

    id: str
    title: str
    home: str
    description: str = ""
    authors: tuple[Person, ...] = ()
    language: str = ""
    rights: str = ""
    icon: str = ""
    logo: str = ""
    ttl: int = 0
    hub: str = ""
    rsscloud: str = ""
    license: str = ""
    period: str = ""
    frequency: int = 1
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    ended: bool = False
    alternates: tuple[Alternate, ...] = ()
    show: Show | None = None
    extra: tuple[Extra, ...] = ()

    def __post_init__(self) -> None:
        for name in ("title", "description", "rights"):
            force_setattr(self, name, single_line(getattr(self, name)))


class History(Struct, frozen=True, kw_only=True):
    """Where a document stands among those that hold all entries of a feed together (RFC 5005).

    Addresses are those of other documents without the ending, which each format has of its own; empty where there is
    none.  `earlier` and `later` are archive documents, `current` is the one that is subscribed to.  `closed` says that
    this is an archive document to which nothing will be added, `complete` that this document holds everything.
    """

    current: str = ""
    earlier: str = ""
    later: str = ""
    closed: bool = False
    complete: bool = False

    def links(self) -> Iterator[tuple[str, str]]:
        """Yield relation and address (without the ending) of each link."""
        for relation, address in (
            ("current", self.current),
            ("prev-archive", self.earlier),
            ("next-archive", self.later),
        ):
            if address:
                yield relation, address


class Tombstone(Struct, frozen=True, kw_only=True):
    """An entry that was withdrawn: its id, and when."""

    id: str
    when: datetime


class Feed(Struct, frozen=True, kw_only=True):
    """A channel and its entries, newest first; `updated` is the newest entry's, never the clock's.

    `withdrawn` are entries that were here; `history` is where the document stands among others.  `escaped` keeps long
    texts as XML holds them, by what they say: what one document is written with the next one is too.
    """

    channel: Channel
    entries: tuple[Entry, ...]
    updated: datetime
    withdrawn: tuple[Tombstone, ...] = ()
    history: History = History()
    escaped: dict[str, str] = {}


class Where(Struct, frozen=True, kw_only=True):
    """A filter: what is wanted (one of the values in every field that is given), or what is not (in any of them).

    Words are compared folded: case, quotes and dashes do not matter.  `text` is looked for in title, summary and body,
    as the regular expressions of `matches` are (without regard to case).  `days` is the greatest age: 0 asks nothing.
    """

    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    days: int = 0

    def takes(self, article: Article, source: str, now: datetime) -> bool:
        """Whether an article that came by the named source passes, at the present `now`, all that is asked."""
        return all(self._answers(article, source, now))

    def bars(self, article: Article, source: str, now: datetime) -> bool:
        """Whether an article answers to anything that is asked, where the filter says what is not wanted."""
        return any(self._answers(article, source, now))

    def _answers(self, article: Article, source: str, now: datetime) -> Iterator[bool]:
        """Yield for each field that is given whether the article has one of its values."""
        if self.tags:
            yield _any(self.tags, article.tags)
        if self.authors:
            yield _any(self.authors, (person.name for person in article.authors))
        if self.sources:
            yield _any(self.sources, (source,))
        if self.languages:
            yield any(speaks(article.language, language) for language in self.languages)
        if self.days:
            yield article.published >= now - timedelta(days=self.days)
        if self.text or self.matches:
            yield self.tells(article)

    def tells(self, article: Article) -> bool:
        """Whether the words of an article are among those asked for."""
        from feedtool.markup import html_of, plain  # noqa: PLC0415 - slow to import, and seldom asked for

        told = f"{article.title}\n{article.summary}\n{plain(html_of(article.body))}"
        folded = fold(told) if self.text else ""
        return (not self.text or any(fold(word) in folded for word in self.text)) and (
            not self.matches or any(re.search(pattern, told, re.IGNORECASE) for pattern in self.matches)
        )


class Choice(Struct, frozen=True, kw_only=True):
    """Which articles a feed takes: those that pass every filter of `where`, and that `unless` does not bar."""

    where: tuple[Where, ...] = ()
    unless: Where = Where()

    @property
    def all(self) -> bool:
        """Whether a feed takes every article."""
        return not any(where != Where() for where in (*self.where, self.unless))

    def takes(self, article: Article, source: str, now: datetime) -> bool:
        """Whether an article that came by the named source belongs in the feed at the present `now`."""
        passes = all(filter_.takes(article, source, now) for filter_ in self.where)
        return passes and not self.unless.bars(article, source, now)


def _any(wanted: Sequence[str], found: Iterable[str]) -> bool:
    return not {fold(word) for word in wanted}.isdisjoint(map(fold, found))


def speaks(language: str, wanted: str) -> bool:
    """Filter as RFC 4647 section 3.3.1 does (basic filtering): `en` takes `en-IN`."""
    return f"{language.casefold()}-".startswith(f"{wanted.casefold()}-")


class Dated(Protocol):
    """What can be put in the order of feeds."""

    @property
    def id(self) -> str: ...  # noqa: D102 - said by the class
    @property
    def published(self) -> datetime: ...  # noqa: D102 - the same


D = TypeVar("D", bound=Dated)


def in_order(articles: Iterable[D]) -> list[D]:
    """Return articles newest first, ties by id, so that the order they came in does not matter."""
    return sorted(articles, key=lambda article: (-article.published.timestamp(), article.id))


def feed_of(
    channel: Channel,
    entries: Sequence[Entry],
    *,
    updated: datetime | None = None,
    withdrawn: Sequence[Tombstone] = (),
    history: History | None = None,
    escaped: dict[str, str] | None = None,
) -> Feed:
    """Make a feed of entries in order; it was updated when the newest of them was, or the last was withdrawn.

    An entry that names nobody is by the feed's authors: Atom and JSON Feed let entries inherit them, but hardly a
    reader knows, so each entry says it itself.

    Raises:
        ValueError: there is no entry and no `updated` to say instead; an Atom feed cannot be without.

    """
    moments = [entry.updated for entry in entries] + [entry.when for entry in withdrawn]
    newest = max(moments, default=updated)
    if newest is None:
        raise ValueError("a feed without entries needs a time of its own")
    return Feed(
        channel=channel,
        entries=tuple(_signed(entry, channel) for entry in entries),
        updated=newest,
        withdrawn=tuple(withdrawn),
        history=history or History(),
        escaped={} if escaped is None else escaped,
    )


def _signed(entry: Entry, channel: Channel) -> Entry:
    return entry if entry.authors or not channel.authors else replace(entry, authors=channel.authors)
