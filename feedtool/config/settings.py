"""What the configuration says, as values that the stages can be handed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from feedtool.delivery import Access
from feedtool.delivery.headers import MAX_AGE
from feedtool.entry import PICTURES, Choices, Custom, Extra
from feedtool.feed import Where
from feedtool.push.patience import Patience
from feedtool.timestamps import ZonePolicy
from feedtool.validate.profiles import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from feedtool.article import Article
    from feedtool.episode import Show


class Site(Struct, frozen=True, kw_only=True):
    """What holds for the whole site."""

    title: str = "Articles"
    home: str = ""
    feeds: str = ""
    authority: str = ""
    timezone: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    link: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    rights: str = ""
    icon: str = ""
    logo: str = ""
    compress: tuple[str, ...] | None = None
    also: tuple[str, ...] = ()
    to: str = ""
    templates: str = "templates"
    hub: str = ""
    rsscloud: str = ""
    articles: str = "articles"
    shelf: str = ""


class SourceConfig(Struct, frozen=True, kw_only=True):
    """One `[source.NAME]`: where it is and what holds for everything in it."""

    name: str
    paths: tuple[str, ...]
    kind: str = ""
    timezone: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    host: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    via: bool = True
    full: bool = False
    where: Where = field(default_factory=Where)
    unless: Where = field(default_factory=Where)
    limit: int = 0
    since: datetime | None = None
    query: str = ""
    column: str = ""
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    whole: bool | None = None
    other_hosts: bool = False
    select: Mapping[str, str] = field(default_factory=dict)
    files: str = ""

    def takes(self, article: Article, now: datetime) -> bool:
        """Whether an article of this source passes its filters."""
        return self.where.takes(article, self.name, now) and not self.unless.bars(article, self.name, now)


class FeedConfig(Struct, frozen=True, kw_only=True):
    """One `[feed.NAME]`; the name may hold `{tag}`, `{author}`, `{source}` or `{language}` for one feed each."""

    name: str
    title: str = ""
    description: str = ""
    formats: tuple[str, ...] = ("rss", "atom")
    limit: int = 50
    bytes: int = 0
    content: str = "full"
    where: Where = field(default_factory=Where)
    unless: Where = field(default_factory=Where)
    to: str = "output"
    compress: tuple[str, ...] | None = None
    language: str = ""
    ttl: int = 0
    hub: str = ""
    rsscloud: str = ""
    words: int = 0
    pictures: tuple[str, ...] = PICTURES
    times: str = "local"
    license: str = ""
    update: tuple[str, int] = ("", 1)
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    ended: bool = False
    alternates: Mapping[str, str] = field(default_factory=dict)
    archive: str | int = ""
    podcast: tuple[Show, str] | None = None
    elements: tuple[str, ...] | None = None
    stylesheet: bool = False


class ElementConfig(Struct, frozen=True, kw_only=True):
    """One `[element."PREFIX:NAME"]`: what a field of articles, or a constant of the feed, is shown as."""

    name: str
    namespace: str = ""
    field: str = ""
    text: str = ""


class Validation(Struct, frozen=True, kw_only=True):
    """`[validate]`: whose levels of the rules hold, and which are changed."""

    profile: str = DEFAULT
    levels: Mapping[str, str] = field(default_factory=dict)


class Web(Struct, frozen=True, kw_only=True):
    """`[web]`: how sources on the web are asked for; seconds and bytes."""

    user_agent: str = ""
    robots: bool = True
    delay: float = 1.0
    jobs: int = 8
    timeout: float = 60.0
    largest: int = 64 * 2**20
    longest_wait: float = 60.0
    downgrade: bool = False
    private_hosts: tuple[str, ...] = ()
    cache: str = ".feedtool/web"


class Served(Struct, frozen=True, kw_only=True):
    """`[delivery]`: how web servers answer for what is delivered; `max_age` is in seconds."""

    max_age: int = MAX_AGE
    styled: bool = False
    moved: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()


class Config(Struct, frozen=True, kw_only=True):
    """The whole configuration; `root` is the folder of its `file`, which relative paths are relative to.

    `importer` is the name under which this machine imports to a database that several share; it is no part of the site,
    which is the same for all of them.  `digest` stands for the text that it was read from, and is empty where there is
    none.
    """

    root: Path
    site: Site
    sources: tuple[SourceConfig, ...]
    feeds: tuple[FeedConfig, ...]
    validation: Validation = field(default_factory=Validation)
    web: Web = field(default_factory=Web)
    delivery: Served = field(default_factory=Served)
    elements: tuple[ElementConfig, ...] = ()
    cloud: Access = field(default_factory=Access)
    push: Patience = field(default_factory=Patience)
    importer: str = ""
    file: str = ""
    digest: str = ""

    @property
    def styled(self) -> bool:
        """Whether feeds are sent as plain XML: it is said, or one of them has a stylesheet."""
        return self.delivery.styled or any(row.stylesheet for row in self.feeds)

    @property
    def extra(self) -> tuple[str, ...]:
        """The fields of articles that are kept because an element shows them."""
        return tuple(dict.fromkeys(row.field for row in self.elements if row.field))

    def choices(self, feed: FeedConfig) -> Choices:
        """Return what a feed wants of its entries."""
        return Choices(
            content=feed.content,
            words=feed.words,
            pictures=feed.pictures,
            utc=feed.times == "utc",
            elements=tuple(
                Custom(prefix=prefix, name=name, namespace=row.namespace, field=row.field)
                for row in self._elements_of(feed)
                if row.field
                for prefix, name in [row.name.split(":")]
            ),
        )

    def constants(self, feed: FeedConfig) -> tuple[Extra, ...]:
        """Return the elements of a feed itself that say a constant."""
        return tuple(
            Extra(prefix=prefix, name=name, namespace=row.namespace, text=row.text)
            for row in self._elements_of(feed)
            if row.text
            for prefix, name in [row.name.split(":")]
        )

    def _elements_of(self, feed: FeedConfig) -> Iterator[ElementConfig]:
        return (row for row in self.elements if feed.elements is None or row.name in feed.elements)

    def site_zone(self) -> ZonePolicy:
        """Return how times that no source speaks for are read."""
        return self.zone_policy(SourceConfig(name="", paths=()))

    def zone_policy(self, source: SourceConfig) -> ZonePolicy:
        """Return how the times of a source are read: its own settings, else the site's."""
        return ZonePolicy(
            timezone=source.timezone or self.site.timezone,
            words={**self.site.words, **source.words},
            host=source.host,
            language=source.language or self.site.language,
            date_order=source.date_order or self.site.date_order,  # type: ignore[arg-type]  # checked when read
        )
