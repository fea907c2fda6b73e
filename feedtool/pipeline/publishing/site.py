"""Documents of the whole site, after its feeds: of what the catalogue knows, checked, delivered if they changed."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - in the type of a table
from functools import partial
from typing import TYPE_CHECKING

from feedtool.config import FeedConfig
from feedtool.document import FORMATS, Document
from feedtool.document.site import SITE, FeedOf, PageOf, Site
from feedtool.document.site.news import DAYS
from feedtool.document.site.opml import NAME as OPML
from feedtool.entry import permalink
from feedtool.errors import FeedtoolError, InvalidDocumentError
from feedtool.feed import Choice, Where
from feedtool.markup import web
from feedtool.pipeline.publishing.channel import NOWHERE, STYLESHEET, address_of, channel_of
from feedtool.problem import Level, Place
from feedtool.validate import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from feedtool.config import Config
    from feedtool.index import Catalogue, Row
    from feedtool.index.catalogue import Facet
    from feedtool.pipeline.publishing.deliver import Courier
    from feedtool.pipeline.publishing.feeds import Made
    from feedtool.pipeline.publishing.press import Press
    from feedtool.pipeline.report import Report


STORIES = 12
"""How many entries the page of the site shows."""


def publish_site(
    config: Config, press: Press, made: Sequence[Made], courier: Courier, report: Report, latest: datetime
) -> None:
    """Make stylesheets and what `also` names, and deliver what changed; `latest` is when anything last moved."""
    for to in sorted({row.to for row in config.feeds if row.stylesheet}):
        _deliver(lambda: [_stylesheet(press, latest)], FeedConfig(name="", title=STYLESHEET, to=to), courier, report)
    if not config.site.also:
        return
    try:
        site = _site_of(config, press, made, latest)
    except FeedtoolError as error:  # an article can no longer be read
        report.errors.append(error)
        return
    row = FeedConfig(name="", title=config.site.title, to=config.site.to or config.feeds[0].to)
    for name in config.site.also:
        _deliver(partial(SITE[name].write, site), row, courier, report)


def _deliver(write: Callable[[], Iterable[Document]], row: FeedConfig, courier: Courier, report: Report) -> None:
    """Write documents, check those that are new, and deliver them; what fails is reported."""
    try:
        for document in write():
            if courier.claim(row, document.name):
                if courier.is_new(document, row):
                    _check(document)
                courier.deliver(document, row)
    except FeedtoolError as error:
        report.errors.append(error)


def _stylesheet(press: Press, latest: datetime) -> Document:
    from feedtool.document.page.rendering import render  # noqa: PLC0415 - Jinja2 is loaded where it is needed

    content = render(STYLESHEET, press.templates)
    return Document(name=STYLESHEET, format="css", media_type="text/css", content=content, updated=latest)


_JUDGED = frozenset(("opml", "sitemap"))


def _check(document: Document) -> None:
    """Check a document that is new.

    Raises:
        InvalidDocumentError: it has errors.

    """
    problems = check(document.content, name=document.name) if document.format in _JUDGED else ()
    errors = [problem for problem in problems if problem.level is Level.ERROR]
    if errors:
        place = Place(file=document.name)
        raise InvalidDocumentError("the document has errors and was not delivered", errors, place=place)


def _site_of(config: Config, press: Press, made: Sequence[Made], latest: datetime) -> Site:
    """Return what the documents tell of a site; an article without an address is no page of it."""
    catalogue, also = press.catalogue, config.site.also
    home = config.site.home or NOWHERE
    news = Choice(where=(Where(days=DAYS),))
    facet: Facet = "source" if len(catalogue.values("source")) > 1 else "tag"
    return Site(
        title=config.site.title,
        home=home,
        base=config.site.feeds or home,
        language=config.site.language,
        updated=latest,
        feeds=list(_feeds(config, catalogue, made)),
        pages=list(_pages(catalogue.newest(Choice()), config)) if "sitemap" in also else (),
        new=list(_pages(catalogue.newest(news), config)) if "news" in also else (),
        stories=press.newest(Choice(), config.feeds[0], count=STORIES) if "index" in also else (),
        weeks=list(catalogue.weeks(facet)) if "index" in also else (),
        opml=address_of(config.site, OPML) if "opml" in also else "",
        icon=config.site.icon,
        logo=config.site.logo,
        rights=config.site.rights,
        templates=press.templates,
    )


def _feeds(config: Config, catalogue: Catalogue, made: Sequence[Made]) -> Iterator[FeedOf]:
    """Yield the feeds that have entries, in the order of the configuration."""
    for one in made:
        if catalogue.newest(one.choice, count=1):
            channel = channel_of(config, one.row, one.choice, catalogue)
            yield FeedOf(
                title=channel.title,
                description=channel.description,
                language=channel.language,
                home=channel.home,
                group=one.group,
                only=one.value,
                addresses={
                    name: address_of(config.site, f"{one.row.name}{FORMATS[name].suffix}") for name in one.row.formats
                },
            )


def _pages(rows: Sequence[Row], config: Config) -> Iterator[PageOf]:
    for row in rows:
        address = web(row.link, config.site.home) if row.link else permalink(row, config.site.link)
        if address:
            yield PageOf(
                address=address,
                title=row.title,
                published=row.published,
                updated=max(row.published, row.updated or row.published),
                language=row.language,
            )
