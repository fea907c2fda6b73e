"""From a catalogue of articles to delivered feeds: made, checked, and only then delivered."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.errors import FeedtoolError
from feedtool.feed import Tombstone
from feedtool.pipeline.progress import Tally
from feedtool.pipeline.publishing.archive import Archive, archived
from feedtool.pipeline.publishing.feeds import PLACEHOLDER, Made, feeds_to_make, only
from feedtool.pipeline.publishing.press import Press, has_pages
from feedtool.pipeline.publishing.templates import templates_of
from feedtool.pipeline.publishing.unmoved import Unmoved
from feedtool.pipeline.sources.gather import doubt
from feedtool.timestamps import zone_named
from feedtool.validate.profiles import levels_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from feedtool.config import Config, FeedConfig
    from feedtool.document import Document
    from feedtool.feed import History
    from feedtool.index import Catalogue
    from feedtool.pipeline.publishing.deliver import Courier
    from feedtool.pipeline.publishing.early import Early
    from feedtool.pipeline.publishing.unmoved import Stamp
    from feedtool.pipeline.report import Report
    from feedtool.pipeline.run import Run
    from feedtool.problem import Problem
    from feedtool.shelf import Line


def publish(
    run: Run,
    catalogue: Catalogue,
    courier: Courier,
    *,
    latest: datetime,
    early: Early | None = None,
) -> None:
    """Make every feed of a project and deliver what changed; articles of the future are held back.

    `latest` is when anything last moved, for feeds that have become empty; `early` are entries that were made already.
    """
    config, report = run.config, run.report
    press = _press_of(run, catalogue, latest, early)
    made_now = list(feeds_to_make(config.feeds, catalogue, config.site.title))
    left_over = _left_over(config, made_now, courier, report)
    archive = None
    if archived(made_now):
        archive = Archive(press, courier, run, zone=zone_named(config.site.timezone), now=run.now)
    unmoved = Unmoved(press, courier, run)
    rows = [made for made in made_now if courier.claim(made.row)] + left_over
    for made in Tally(run.progress, "writing feeds", len(rows)).through(rows):
        try:
            if not catalogue.newest(made.choice, count=1):
                if not courier.shows_entries(made.row):
                    continue
                courier.emptied |= not has_pages(made.row)  # of a page nobody knows: it is made each time
            history = archive.deliver(made) if archive and made.row.archive else None
            stamp, before = unmoved.stands(made, history)
            if stamp is None:
                continue
            told = _told(press, report)
            documents = _amended(press, courier, made, history, before, stamp) or press.documents(made, history)
        except FeedtoolError as error:
            report.errors.append(error)
            continue
        courier.deliver_all(documents, made.row)
        if _told(press, report) == told:
            unmoved.note(made, stamp)
    report.problems += _artwork_doubts(config)
    if config.site.also or any(row.stylesheet for row in config.feeds):
        from feedtool.pipeline.publishing.site import publish_site  # noqa: PLC0415 - not every project has more than feeds

        publish_site(config, press, made_now, courier, report, latest)
    report.errors += press.errors
    report.problems += press.problems


def _amended(
    press: Press, courier: Courier, made: Made, history: History | None, before: Stamp | None, after: Stamp
) -> list[Document]:
    if before is None:
        return []
    from feedtool.pipeline.publishing.amend import amended_of  # noqa: PLC0415 - a first build amends nothing

    return amended_of(press, courier, made, history, before, after)


def _press_of(run: Run, catalogue: Catalogue, latest: datetime, early: Early | None) -> Press:
    config = run.config
    return Press(
        config,
        catalogue,
        latest=latest,
        levels=levels_of(config.validation.profile, config.validation.levels),
        templates=templates_of(config),
        withdrawn=_tombstones(run.ledger.withdrawn()),
        early=early,
    )


def _told(press: Press, report: Report) -> tuple[int, ...]:
    """Return how much was told so far."""
    return tuple(map(len, (press.errors, press.problems, report.errors, report.problems)))


_MOST_WITHDRAWN = 50


def _tombstones(lines: Iterable[Line]) -> list[Tombstone]:
    """Return what readers are told of articles that were withdrawn lately, after they had been published."""
    found = islice((line for line in lines if line.withdrawn > ""), _MOST_WITHDRAWN)
    moments = ((line, datetime.fromisoformat(line.withdrawn)) for line in found)
    return [
        Tombstone(id=line.id, when=when) for line, when in moments if datetime.fromisoformat(line.published) <= when
    ]


def _artwork_doubts(config: Config) -> Iterator[Problem]:
    """Yield what directories of podcasts will not take of the artwork that a configuration names."""
    for row in config.feeds:
        if not row.podcast or not (artwork := row.podcast[1]):
            continue
        from feedtool.source.audio.beside import artwork_fault  # noqa: PLC0415 - few publish podcasts

        if fault := artwork_fault(config.root / artwork):
            yield doubt("podcast-artwork", fault, artwork, "a square JPEG or PNG of 1400 to 3000 pixels")


def _left_over(config: Config, made: Sequence[Made], courier: Courier, report: Report) -> list[Made]:
    """Return the feeds that were made for a tag (author, source, language) that no article has any more.

    They are written once more, without entries: what was withdrawn must not stay in them.
    """
    known = {(row.row.to, row.row.name) for row in made}
    found: list[Made] = []
    for row in config.feeds:
        try:
            for made_once in _left_over_of(row, known, courier):
                known.add((row.to, made_once.row.name))
                found.append(made_once)
        except FeedtoolError as error:
            report.errors.append(error)
    return found


def _left_over_of(row: FeedConfig, known: Container[tuple[str, str]], courier: Courier) -> Iterator[Made]:
    placeholder = PLACEHOLDER.search(row.name)
    if placeholder is None:
        return
    for slug, names in courier.standing(row, placeholder[0]).items():
        name = row.name.replace(placeholder[0], slug)
        title = None if (row.to, name) in known else courier.our_title(row, names)
        if title is not None:
            made_for = only(placeholder[1], [slug])
            yield Made(row=replace(row, name=name, title=title, description=""), only=made_for)
