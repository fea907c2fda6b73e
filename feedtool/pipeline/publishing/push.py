"""Tells hubs, after everything was delivered, what changed in this run and what earlier runs could not tell."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from feedtool.errors import FeedtoolError, PushError
from feedtool.pipeline.publishing.channel import NOWHERE, address_of
from feedtool.problem import Level, Place, Problem
from feedtool.push.ping import Ping
from feedtool.push.waiting import NAME, load, note, save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from feedtool.config import Config, FeedConfig
    from feedtool.document import Document
    from feedtool.pipeline.report import Report
    from feedtool.pipeline.run import Push
    from feedtool.push.tell import Refusal
    from feedtool.push.waiting import Waiting
    from feedtool.source.fetch import Fetcher


class Crier:
    """Notes what changed and tells the hubs of it: now, by a later run, or never."""

    def __init__(self, config: Config, report: Report, *, now: datetime, push: Push = "now") -> None:
        self._config = config
        self._report = report
        self._now = now
        self._push = push
        self._path = config.root / config.site.articles / NAME

    def note(self, document: Document, row: FeedConfig) -> None:
        """Note that a document of a feed was delivered with other bytes."""
        pings = [] if self._push == "never" else list(self._pings(document, row))
        if any(ping.topic.startswith(NOWHERE) for ping in pings):
            self._report.problems.append(_nowhere())
            return
        try:
            note(self._path, pings)
        except FeedtoolError as error:
            self._report.errors.append(error)

    def tell(self, fetcher: Callable[[], Fetcher]) -> None:
        """Tell the hubs; what is not taken is reported and waits for the next run."""
        if self._push != "now":
            return
        try:
            known = load(self._path)
            hubs = {hub for row in self._config.feeds for hub in _hubs(row)}
            waiting = {row.ping: row for row in known if (row.ping.way, row.ping.hub) in hubs}
            due = [row.ping for row in waiting.values() if row.is_due(self._now)]
            if due:
                from feedtool.push.tell import tell  # noqa: PLC0415 - seldom wanted, and what it needs is slow to import

                post = partial(fetcher().post, seconds=self._config.push.timeout)
                self._settle(waiting, tell(due, post, self._config.push))
            if list(waiting.values()) != known:
                save(self._path, waiting.values())
        except FeedtoolError as error:
            self._report.errors.append(error)

    def _settle(self, waiting: dict[Ping, Waiting], answers: Iterator[tuple[Ping, Refusal | None]]) -> None:
        refused: dict[tuple[str, Refusal], list[Ping]] = {}
        for ping, refusal in answers:
            row = waiting.pop(ping)
            left = row.failed(refusal, self._now) if refusal else None
            if left:
                waiting[ping] = left
            if refusal:
                refused.setdefault((ping.hub, refusal), []).append(ping)
            else:
                self._report.pushed.append((ping.hub, ping.topic))
        for (hub, refusal), pings in refused.items():
            self._report.errors.append(_error(hub, refusal, pings, given_up=pings[0] not in waiting))

    def _pings(self, document: Document, row: FeedConfig) -> Iterator[Ping]:
        """Yield what is to be told of a document: rssCloud is for RSS only."""
        for way, hub in _hubs(row):
            if way == "websub" or document.format == "rss":
                yield Ping(way=way, hub=hub, topic=address_of(self._config.site, document.name))


def _hubs(row: FeedConfig) -> Iterator[tuple[str, str]]:
    """Yield the ways and the hubs by which the changes of a feed are told."""
    if row.hub:
        yield "websub", row.hub
    if row.rsscloud:
        yield "rsscloud", row.rsscloud


def _error(hub: str, refusal: Refusal, pings: list[Ping], *, given_up: bool) -> PushError:
    more = f" and {len(pings) - 1} more" if len(pings) > 1 else ""
    message = f"was not told of {pings[0].topic}{more}: {refusal.why}"
    if given_up:
        return PushError(message, place=Place(file=hub), hint=refusal.hint or "check the hub in the configuration")
    return PushError(f"{message}; the next build tells it", place=Place(file=hub), hint=refusal.hint)


def _nowhere() -> Problem:
    return Problem(
        rule="push-no-address",
        level=Level.WARNING,
        message="hubs cannot be told: nobody knows at which address the feeds are served",
        place=Place(file=""),
        fix="set `feeds` or `home` in [site]",
    )
