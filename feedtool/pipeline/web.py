"""The web in a run: one fetcher for all sources, opened only where one is an address."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from feedtool.config import SourceConfig, Web
    from feedtool.source import Hints, Source
    from feedtool.source.fetch import Fetcher


class Reach:
    """Fetches for one run; used as a context manager.

    `known` returns the pages that were imported before, by address, and when they were last read.
    """

    def __init__(self, settings: Web, folder: Path | None, known: Callable[[], Mapping[str, datetime]] = dict) -> None:
        self.settings = settings
        self.folder = folder
        self.known = known
        self._fetcher: Fetcher | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._fetcher:
            self._fetcher.tidy()
            self._fetcher.close()

    @property
    def fetcher(self) -> Fetcher:
        """Return the fetcher, made at the first call."""
        if self._fetcher is None:
            from feedtool.source.fetch import Fetcher, Manners  # noqa: PLC0415 - seldom wanted, and slow to import

            settings = self.settings
            manners = Manners(
                robots=settings.robots,
                delay=settings.delay,
                total=settings.timeout,
                largest=settings.largest,
                longest_wait=settings.longest_wait,
                downgrade=settings.downgrade,
                private_hosts=settings.private_hosts,
            )
            if settings.user_agent:
                manners = replace(manners, user_agent=settings.user_agent)
            self._fetcher = Fetcher(manners, folder=self.folder)
        return self._fetcher

    def source(self, url: str, hints: Hints) -> Source:
        """Fetch what stands at an address.

        Raises:
            SourceError: nothing does, or it may not be asked for.
            UsageError: what fetches is not installed.

        """
        from feedtool.source.fetch.behind import source_of  # noqa: PLC0415 - as above

        return source_of(self.fetcher.fetch(url), hints, hints.kind)

    def keywords(self, row: SourceConfig) -> dict[str, Any]:
        """Return how far a source reaches that leads to pages."""
        said: dict[str, Any] = {"since": row.since, "other_hosts": row.other_hosts, "select": row.select or None}
        if row.whole is not None:
            said["whole"] = row.whole
        return {
            "fetch": partial(self.fetcher.fetch_all, jobs=self.settings.jobs),
            "known": self.known(),
            **said,
        }
