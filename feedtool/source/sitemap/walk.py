"""The sitemaps below an index: which are followed, how far, and which of their entries are wanted.

Sources: sitemaps.org protocol 0.9 (50,000 addresses a file, index files), W3C note on date and time formats (lastmod).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct, field

from feedtool.errors import SourceError, TimestampError
from feedtool.source.fetch.address import parse
from feedtool.source.fetch.fetched import Fetched
from feedtool.source.sitemap.entries import Entry, entries, failure
from feedtool.timestamps import read_time

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from feedtool.source import Source
    from feedtool.source.fetch.behind import Fetch

_DEEPEST = 3
_MOST_FILES = 500
_MOST_ENTRIES = 50_000
_DAY = len("2025-12-24")


class Wanted(Struct, frozen=True, kw_only=True):
    """Which entries are wanted: of other hosts too, changed since a moment, or since their pages were last read.

    `due` are pages that were read before and that it is time to ask for again.
    """

    other_hosts: bool = False
    since: datetime | None = None
    known: Mapping[str, datetime] = field(default_factory=dict)
    due: Container[str] = ()

    def is_new(self, entry: Entry) -> bool:
        """Whether an entry's page may say something new; where it does not say when it changed, if it is due."""
        read = self.known.get(entry.url)
        bounds = [moment for moment in (read, self.since) if moment]
        if not bounds:
            return True
        changed = lastmod_of(entry.lastmod or entry.published)
        return (read is None or entry.url in self.due) if changed is None else changed > max(bounds)


def lastmod_of(text: str) -> datetime | None:
    """Return the latest instant that a W3C date can mean, days being those of UTC; None where it is none."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        if len(text) <= _DAY:
            return moment.replace(tzinfo=UTC) + timedelta(days=1)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    with suppress(TimestampError):
        return read_time(text).instant
    return None


class Walk:
    """The entries of a sitemap and, of an index, of the sitemaps below it: each address once, within bounds."""

    def __init__(self, source: Source, fetch: Fetch | None, wanted: Wanted) -> None:
        self._source = source
        self._fetch = fetch
        self._wanted = wanted
        self._host = _host(source.origin)
        self._seen = {parse(source.origin).url if self._host else source.origin}
        self._foreign = ""
        self._foreigners = 0
        self._files = 1

    def __iter__(self) -> Iterator[Entry | SourceError]:
        """Yield entries in order, and an error for each that is none."""
        yield from self._file(self._source.content, self._source.origin, 1)
        if self._foreign:
            left = f"{self._foreigners:,} addresses of other hosts were left out, the first is {self._foreign}"
            yield failure(self._source.origin, left, hint="take them too with other_hosts = true")

    def _file(self, content: bytes, name: str, depth: int) -> Iterator[Entry | SourceError]:
        for number, entry in enumerate(entries(content, name), 1):
            if number > _MOST_ENTRIES:
                yield failure(name, f"more than {_MOST_ENTRIES:,} addresses; the rest is left unread")
                return
            if isinstance(entry, SourceError):
                yield entry
            elif self._is_wanted(entry):
                self._seen.add(entry.url)
                yield from self._below(entry, depth) if entry.is_map else (entry,)

    def _is_wanted(self, entry: Entry) -> bool:
        if entry.url in self._seen:
            return False
        if self._host and not self._wanted.other_hosts and _host(entry.url) != self._host:
            self._foreign = self._foreign or entry.url
            self._foreigners += 1
            return False
        return self._wanted.is_new(entry)

    def _below(self, entry: Entry, depth: int) -> Iterator[Entry | SourceError]:
        """Yield the entries of a sitemap that another one names."""
        self._files += 1
        if depth == _DEEPEST:
            yield failure(entry.url, f"sitemaps are nested deeper than {_DEEPEST}; this one is left unread")
        elif self._files > _MOST_FILES:
            if self._files == _MOST_FILES + 1:
                yield failure(self._source.origin, f"more than {_MOST_FILES:,} sitemaps; the rest is left unread")
        elif self._fetch is None:
            yield failure(entry.url, "the sitemap is not fetched", hint="name the index by its address on the web")
        else:
            for fetched in self._fetch([entry.url]):
                if isinstance(fetched, Fetched):
                    yield from self._file(fetched.content, entry.url, depth + 1)
                else:
                    yield fetched


def _host(url: str) -> str:
    try:
        return parse(url).host.removeprefix("www.")
    except SourceError:
        return ""
