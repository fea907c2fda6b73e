"""The web in a run: one fetcher for all sources, opened only where one is an address."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from msgspec.structs import replace

from feedtool.source.found import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from pathlib import Path

    from feedtool.config import Config, Web
    from feedtool.errors import SourceError
    from feedtool.shelf import Line
    from feedtool.source import Hints, Source
    from feedtool.source.fetch import Fetcher
    from feedtool.source.fetch.fetched import Fetched

    Pages = tuple[Mapping[str, datetime], Container[str]]


_LEAST, _MOST = timedelta(hours=1), timedelta(days=30)
_AT_ONCE = 200


def due(pages: Iterable[tuple[str, str, datetime]], now: datetime) -> list[str]:
    """Return the pages (address, ISO time of publication, when it was last read) to ask for again without a reason.

    What was a day old when it was read may have changed after a tenth of a day, what was a year old after a month: the
    rule of RFC 9111 section 4.2.2 for documents that say nothing about it, within an hour and thirty days.  Of many the
    most overdue are asked for first, so that no run is long.
    """
    late: list[tuple[timedelta, str]] = []
    for url, published, read in pages:
        age = read - datetime.fromisoformat(published)
        late.append((now - read - min(max(age / 10, _LEAST), _MOST), url))
    return [url for overdue, url in sorted(late, reverse=True)[:_AT_ONCE] if overdue >= timedelta(0)]


class Reach:
    """Fetches for one run; used as a context manager.

    `known` returns when the pages that were imported before were last read, by address, and which are due again.
    """

    def __init__(self, settings: Web, folder: Path | None, known: Callable[[], Pages] = lambda: ({}, ())) -> None:
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

    def fetch_all(self, urls: Iterable[str]) -> Iterator[Fetched | SourceError]:
        """Yield the documents at many addresses in the order asked, or for each the error that says why not."""
        return self.fetcher.fetch_all(urls, jobs=self.settings.jobs)

    def keywords(self) -> dict[str, Any]:
        """Return how a source reaches the pages that it leads to, and which of them were read before."""
        known, due = self.known()
        return {"fetch": self.fetch_all, "known": known, "due": due}


def web_of(config: Config, ledger: Iterable[Line], now: datetime) -> Reach:
    """Return what fetches in a run, and knows which pages were imported before, and which are due again."""

    def known() -> tuple[dict[str, datetime], list[str]]:
        lines = [line for line in ledger if is_address(line.source)]
        seen = {
            line.source: web.fetcher.seen(line.source) or datetime.fromisoformat(line.updated or line.published)
            for line in lines
        }
        return seen, due(((line.source, line.published, seen[line.source]) for line in lines), now)

    web = Reach(config.web, config.root / config.web.cache, known)
    return web
