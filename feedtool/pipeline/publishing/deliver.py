"""Delivers documents to the targets of a run, and looks up there what readers have now."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.delivery import Delivery, Outcome, manifest, target_of
from feedtool.delivery.compress import check_installed
from feedtool.delivery.headers import headers_of
from feedtool.delivery.manifest import Standing
from feedtool.document import FEED_FORMATS, FORMATS
from feedtool.document.changes import Changes, changes
from feedtool.document.published import own_title, shows_entries
from feedtool.errors import FeedtoolError, UsageError
from feedtool.problem import Level, Place, Problem
from feedtool.threads import done_together

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedtool.config import Config, FeedConfig
    from feedtool.delivery import Target
    from feedtool.document import Document
    from feedtool.pipeline.publishing.push import Crier
    from feedtool.pipeline.report import Report


class Courier:
    """Delivers what one run makes; each target is opened once, and no document may take the place of another.

    With `entries` the report says which of them are new, changed or gone: to find that out costs as much as to write
    them.
    """

    def __init__(
        self, config: Config, report: Report, crier: Crier, *, dry_run: bool = False, entries: bool = True
    ) -> None:
        self._config = config
        self._crier = crier
        self.report = report
        self.dry_run = dry_run
        self.emptied = False
        """Whether a feed was written without entries, which is done once: the next run has nothing of it to tell."""
        self._entries = entries
        self._targets: dict[str, Target] = {}
        self._taken: dict[str, str] = {}
        self._current: set[Standing] = set()
        self._left: set[Standing] = set()

    def target(self, row: FeedConfig) -> Target:
        """Return the target of a feed.

        Raises:
            UsageError: there is no such kind of target.

        """
        return self._target(row.to)

    def _target(self, to: str) -> Target:
        if to not in self._targets:
            self._targets[to] = target_of(to, self._config.root, self._config.cloud)
        return self._targets[to]

    def look(self) -> None:
        """See what stands in the targets before anything is read: that is what the run goes out from."""
        for row in self._config.feeds:
            try:
                self.target(row).look(row.name.partition("{")[0])
            except FeedtoolError as error:
                self.report.errors.append(error)

    def claim(self, row: FeedConfig, *names: str) -> bool:
        """Note the places of a feed, or of the documents named; whether it can be delivered: why not is reported."""
        wanted = names or names_of(row)
        self._current |= {_standing(row, name) for name in wanted}
        try:
            check_installed(self._codings(row))
            for place in map(self.target(row).place, wanted):
                self._take(place, row)
        except FeedtoolError as error:
            self.report.errors.append(error)
            return False
        return True

    def _take(self, place: str, row: FeedConfig) -> None:
        if place in self._taken:
            raise UsageError(
                f"two documents are written to this file: {self._taken[place]!r} and {row.title!r}",
                place=Place(file=place),
                hint="give one of them another name or folder",
            )
        self._taken[place] = row.title

    def shows_entries(self, row: FeedConfig) -> bool:
        """Whether a feed that has become empty still shows entries to its readers."""
        return any(shows_entries(self.target(row).read(name) or b"") for name in names_of(row))

    def read(self, row: FeedConfig, name: str) -> bytes:
        """Return what is delivered under a name; empty where nothing is."""
        return self.target(row).read(name) or b""

    def standing(self, row: FeedConfig, placeholder: str) -> dict[str, list[str]]:
        """Return what stands for `placeholder` in the names of delivered documents, and the names, each by it."""
        before, after = row.name.split(placeholder)
        found: dict[str, list[str]] = {}
        for suffix in (f"{after}{FORMATS[name].suffix}" for name in row.formats):
            for name in self.target(row).names(before, suffix):
                found.setdefault(name[len(before) :].removesuffix(suffix), []).append(name)
        return dict(sorted(found.items()))

    def our_title(self, row: FeedConfig, names: Iterable[str]) -> str | None:
        """Return the title of a feed that feedtool wrote; None where it wrote none of the documents named."""
        titles = (own_title(self.target(row).read(name) or b"") for name in names)
        return next((title for title in titles if title is not None), None)

    def is_new(self, document: Document, row: FeedConfig) -> bool:
        """Whether a document is not what stands in its place.

        Raises:
            FeedtoolError: the target does not say.

        """
        return self._put(document, row, dry_run=True).outcome in (Outcome.CREATED, Outcome.CHANGED)

    def deliver_all(self, documents: list[Document], row: FeedConfig) -> None:
        """Deliver the documents of a feed, as `deliver` does; the list is empty after that.

        To compress one and to wait for the disk is nothing that the others have to wait for.
        """
        size = sum(len(document.content) for document in documents)
        if not self.target(row).at_once or not _WORTH_IT < size < _LARGE or len(documents) == 1:
            while documents:  # what is delivered is not held any longer: a document may be large
                self.deliver(documents.pop(0), row)
            return
        results = done_together([partial(self._put, document, row, dry_run=self.dry_run) for document in documents])
        for document, result in zip(documents, results, strict=True):
            self._left.add(_standing(row, document.name))
            self._tell(document, row, result)
        documents.clear()

    def deliver(self, document: Document, row: FeedConfig) -> None:
        """Deliver a document of a feed, and report what became of it or why nothing did."""
        self._left.add(_standing(row, document.name))
        try:
            delivery = self._put(document, row, dry_run=self.dry_run)
        except FeedtoolError as error:
            self._tell(document, row, error)
        else:
            self._tell(document, row, delivery)

    def _tell(self, document: Document, row: FeedConfig, delivery: Delivery | BaseException) -> None:
        if isinstance(delivery, FeedtoolError):
            self.report.errors.append(delivery)
            return
        if isinstance(delivery, BaseException):
            raise delivery
        if delivery.outcome is Outcome.OVERTAKEN:
            self.report.problems.append(_overtaken(delivery.place))
        changed = delivery.outcome in (Outcome.CREATED, Outcome.CHANGED)
        told = changed and document.format in FEED_FORMATS and document.name in names_of(row)  # nobody awaits archives
        if told and not self.dry_run:
            self._crier.note(document, row)
        found = changes(delivery.before, document.content) if told and self._entries else Changes()
        self.report.deliveries.append((replace(delivery, before=b""), found))

    def stays(self, name: str, row: FeedConfig) -> None:
        """Report of a document of a feed that it stands as it was delivered; it need not be made."""
        self._left.add(_standing(row, name))
        delivery = Delivery(place=self.target(row).place(name), outcome=Outcome.UNCHANGED)
        self.report.deliveries.append((delivery, Changes()))

    @property
    def delivered(self) -> list[list[str]]:
        """The documents of this run, each by its target and name, in order."""
        return [[row.to, row.name] for row in sorted(self._left)]

    def stamps(self, to: str, name: str) -> dict[str, str]:
        """Return of the files of a document what moves whenever they are written; empty where nothing cheap does."""
        return self._target(to).stamps(name)

    def settle(self, *, prune: bool = False) -> None:
        """Keep the manifest, and name what is left of feeds that are gone from the configuration, or remove it.

        Nothing is removed by a run with errors: what it did not make may be wanted.
        """
        path = self._config.root / self._config.site.articles / manifest.NAME
        prune = prune and not self.report.errors
        try:
            before = manifest.load(path)
            known = before | self._current | self._left
            stale = sorted(known - self._current)
            ours = set(map(self._real, self._current)) - {""} if stale else set()
            for row in stale:
                if self._real(row) in ours or not self._still_stands(row, prune=prune):
                    known.remove(row)
            if known != before and not self.dry_run:
                manifest.save(path, known)
            for target in self._targets.values():
                target.close()
        except FeedtoolError as error:
            self.report.errors.append(error)

    def _real(self, row: Standing) -> str:
        """Return one and the same text for one place, however the configuration writes it."""
        with suppress(FeedtoolError):
            return os.path.realpath(self._target(row.to).place(row.name))
        return ""

    def _still_stands(self, row: Standing, *, prune: bool) -> bool:
        """Name or remove a document that no feed makes any more; whether it stands after that."""
        try:
            target = self._target(row.to)
            if not target.stands(row.name):
                return False
            if prune and not self.dry_run:
                target.remove(row.name)
        except FeedtoolError as error:
            self.report.errors.append(error)
            return True
        (self.report.removed if prune else self.report.left_over).append(target.place(row.name))
        return not prune

    def _put(self, document: Document, row: FeedConfig, *, dry_run: bool) -> Delivery:
        headers = self._headers(document, row)
        return self.target(row).put(document, codings=self._codings(row), headers=headers, dry_run=dry_run)

    def _codings(self, row: FeedConfig) -> tuple[str, ...]:
        said = self._config.site.compress if row.compress is None else row.compress
        return self.target(row).codings if said is None else said

    def _headers(self, document: Document, row: FeedConfig) -> dict[str, str]:
        config = self._config
        return headers_of(document.name, max_age=row.ttl * 60 or config.delivery.max_age, styled=config.styled)


_WORTH_IT, _LARGE = 50_000, 20_000_000
"""Bytes of documents from which on it pays to deliver them at once, and from which on it takes too much memory."""


def _overtaken(place: str) -> Problem:
    return Problem(
        rule="delivery-overtaken",
        level=Level.WARNING,
        message="another builder delivered a newer document meanwhile, which stays",
        place=Place(file=place),
        fix="build again, with the articles that it had",
    )


def _standing(row: FeedConfig, name: str) -> Standing:
    return Standing(to=row.to.rstrip("/") or "/", name=name)


def names_of(row: FeedConfig) -> list[str]:
    """Return the names of a feed's documents."""
    return [f"{row.name}{FORMATS[name].suffix}" for name in row.formats]
