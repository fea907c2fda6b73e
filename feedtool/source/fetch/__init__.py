"""Documents from the web, politely and within bounds: the one door by which an HTTP client enters.

    address -> robots.txt -> the host's turn -> the cache's conditions -> the server's answer -> document

Nothing that a server does can hold a run, fill the memory, or reach into the network that we stand in: see `Manners`
for the bounds.  Proxies of the environment are not used: behind one nobody could check which address is asked.

Sources: RFC 9110 (HTTP), 9111 (caching), 9309 (robots.txt).
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import count, islice
from threading import Event
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from msgspec.structs import replace

from feedtool.errors import SourceError, UsageError
from feedtool.problem import Place
from feedtool.source.fetch import robots as robots_txt
from feedtool.source.fetch.address import Address, parse
from feedtool.source.fetch.answer import Answer
from feedtool.source.fetch.cache import Cache, Entry
from feedtool.source.fetch.decoding import DecodingError, gunzip
from feedtool.source.fetch.fetched import Fetched, NoAnswerError, StatusError
from feedtool.source.fetch.manners import Clock, Manners
from feedtool.source.fetch.pace import Pace, retry_after
from feedtool.source.fetch.robots import Robots
from feedtool.source.fetch.trip import Trip, asked_for, busy, refusal

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from feedtool.source.fetch.client import Client

__all__ = [
    "Answer",
    "Clock",
    "DecodingError",
    "Fetched",
    "Fetcher",
    "Manners",
    "NoAnswerError",
    "StatusError",
    "gunzip",
    "parse",
    "retry_after",
]

_TRIES = 3
_BUSY = frozenset({429, 503})
_BATCH = 8
"""So many documents for each job may be waiting to be taken."""


class Fetcher:
    """Asks for documents; used as a context manager, by any number of threads.

    `folder` is where the cache is kept between runs; without one nothing is kept.  `resolve` finds the IP addresses of
    a host, `context` holds the certificates that are believed; the system's, where they are not given.
    """

    def __init__(
        self,
        manners: Manners | None = None,
        *,
        folder: Path | None = None,
        clock: Clock | None = None,
        resolve: Callable[[str, int], Sequence[str]] | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.manners = manners or Manners()
        self._clock = clock or Clock()
        self._cache = Cache(folder)
        self._client = _client(self.manners, self._clock, resolve, context)
        self._pace = Pace(self._clock)
        self._robots: dict[str, Robots] = {}
        self._busy: dict[str, tuple[int, float]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def seen(self, url: str) -> datetime | None:
        """Return when the document at an address was last fetched, by this run or one before; None if never."""
        return self._cache.asked(parse(url).url)

    def tidy(self, days: int = 90) -> int:
        """Drop from the cache what was not asked for in so many days; return how many documents that were."""
        return self._cache.tidy(self._clock.now() - days * 86400)

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of an address's host names."""
        return self._robots_of(parse(url)).sitemaps

    def fetch(self, url: str) -> Fetched:
        """Return the document at an address.

        Raises:
            SourceError: there is none, or it may not be asked for; `StatusError` where a server said so.

        """
        address = parse(url)
        moved = self._cache.moved(address.url, self._clock.now())
        if moved:
            with suppress(SourceError):  # a move that was said by mistake: the old address is asked again
                return self._follow(Trip(asked=address, here=parse(moved), left=self.manners.total, moved_to=moved))
            self._cache.forget(address.url)
        try:
            return self._follow(Trip(asked=address, here=address, left=self.manners.total))
        except SourceError as error:
            raise asked_for(error, address.url) from None

    def post(self, url: str, fields: Sequence[tuple[str, str]], *, seconds: float) -> Answer:
        """Send a form to an address, once: no redirect is followed, and nothing is kept.

        Raises:
            SourceError: it may not be asked; `NoAnswerError` where no answer came in so many seconds.

        """
        return self._client.post(parse(url), urlencode(fields).encode(), seconds)

    def fetch_all(self, urls: Iterable[str], *, jobs: int = 8) -> Iterator[Fetched | SourceError]:
        """Yield the documents at many addresses in the order asked, or for each the error that says why not.

        Hosts are asked at the same time, so many as there are jobs, each of them one request after another.
        """
        rest = iter(urls)
        while batch := list(islice(rest, _BATCH * jobs)):
            yield from self._batch(batch, jobs)

    def _batch(self, urls: Sequence[str], jobs: int) -> Iterator[Fetched | SourceError]:
        results: list[Future[Fetched | SourceError]] = [Future() for _ in urls]
        hosts: dict[str, list[int]] = defaultdict(list)
        for number, url in enumerate(urls):
            hosts[_host_of(url)].append(number)
        stopped, done = Event(), False
        pool = ThreadPoolExecutor(jobs, thread_name_prefix="fetch")
        for numbers in hosts.values():
            pool.submit(self._one_host, [(urls[number], results[number]) for number in numbers], stopped)
        try:
            for result in results:
                yield result.result()
            done = True
        finally:
            stopped.set()
            pool.shutdown(wait=done, cancel_futures=True)  # whoever wants no more does not wait for a server

    def _one_host(self, asked: Sequence[tuple[str, Future[Fetched | SourceError]]], stopped: Event) -> None:
        for url, result in asked:
            if stopped.is_set():
                return
            try:
                result.set_result(self.fetch(url))
            except SourceError as error:
                result.set_result(error)
            except BaseException as error:  # noqa: BLE001 - raised where the result is taken, which else would wait for ever
                result.set_exception(error)

    def _follow(self, trip: Trip, *, ask_robots: bool = True) -> Fetched:
        while True:
            if ask_robots and self.manners.robots:
                self._check_robots(trip.here)
            answer, from_cache = self._ask(trip)
            if not trip.redirect(answer, self.manners):
                break
        if not answer.is_document:
            raise refusal(trip.here.url, answer.status)
        if trip.moved_to != self._cache.moved(trip.asked.url, self._clock.now()):
            self._cache.put(Entry(url=trip.asked.url, asked=self._clock.now(), moved=trip.moved_to))
        return Fetched(
            url=trip.asked.url,
            final_url=trip.here.url,
            status=answer.status,
            headers=answer.headers,
            content=answer.content,
            from_cache=from_cache,
            moved_to=trip.moved_to,
        )

    def _ask(self, trip: Trip) -> tuple[Answer, bool]:
        """Return the answer to one request, and whether its document was in the cache."""
        url, now = trip.here.url, self._clock.now()
        known = self._cache.get(url)
        if known and self.manners.fresh and known.is_fresh(now):
            return _answer_of(known), True
        answer = self._patiently(trip, known.conditions if known else {})
        if known and answer.status == 304:
            said = {name: value for name, value in answer.headers.items() if not name.startswith("content-")}
            known = replace(known, asked=now, headers={**known.headers, **said})
            self._cache.put(known)
            return _answer_of(known), True
        if answer.is_document:
            headers, content = answer.headers, answer.content
            self._cache.put(Entry(url=url, asked=now, status=answer.status, headers=headers, content=content))
        return answer, False

    def _patiently(self, trip: Trip, conditions: Mapping[str, str]) -> Answer:
        """Ask, and ask again when a busy server says that it will not be long."""
        host, waited = trip.here.host, 0.0
        for tries in count(1):
            self._check_busy(trip.here)
            with self._pace.turn(host, self._delay(trip.here)):
                answer, trip.left = self._client.get(trip.here, conditions, trip.left)
            wait = retry_after(answer.headers.get("retry-after", ""), self._clock.now())
            if answer.status not in _BUSY or wait is None or tries == _TRIES:
                return answer
            waited += wait
            if waited > self.manners.longest_wait:
                self._busy[host] = (answer.status, self._clock.now() + wait)
                raise busy(trip.here.url, *self._busy[host])
            self._pace.hold(host, wait)
        raise AssertionError  # pragma: no cover - counting does not end

    def _check_busy(self, address: Address) -> None:
        status, until = self._busy.get(address.host, (0, 0.0))
        if until > self._clock.now():
            raise busy(address.url, status, until)

    def _delay(self, address: Address) -> float:
        robots = self._robots.get(address.site)
        asked = min(robots.delay, self.manners.longest_wait) if robots else 0.0
        return max(self.manners.delay, asked)

    def _check_robots(self, address: Address) -> None:
        robots = self._robots_of(address)
        place = Place(file=address.url)
        if robots.closed:
            raise SourceError(f"robots.txt cannot be read: {robots.closed}", place=place, hint="try again later")
        if not robots.allows(address.target):
            raise SourceError(
                "robots.txt forbids this address", place=place, hint="ask the publisher, or set robots = false"
            )

    def _robots_of(self, address: Address) -> Robots:
        if address.site not in self._robots:
            self._robots[address.site] = self._read_robots(replace(address, target="/robots.txt"))
        return self._robots[address.site]

    def _read_robots(self, address: Address) -> Robots:
        """Return what a host says; where it has nothing to say all is allowed, where it fails nothing is."""
        try:
            fetched = self._follow(Trip(asked=address, here=address, left=self.manners.total), ask_robots=False)
        except StatusError as error:
            absent = 400 <= error.status < 500 and error.status not in _BUSY
            return Robots() if absent else Robots(closed=error.message)
        except SourceError as error:
            return Robots(closed="; try: ".join(filter(None, (error.message, error.hint))))
        return robots_txt.parse(fetched.content, self.manners.user_agent.partition("/")[0].strip())


def _client(
    manners: Manners,
    clock: Clock,
    resolve: Callable[[str, int], Sequence[str]] | None,
    context: ssl.SSLContext | None,
) -> Client:
    try:
        from feedtool.source.fetch.client import Client  # noqa: PLC0415 - an extra, and slow to import
    except ModuleNotFoundError as error:
        raise UsageError(
            f"reading from the web needs {error.name}", hint="install it: pip install 'feedtool[web]'"
        ) from None
    return Client(manners, clock, resolve, context)


def _answer_of(entry: Entry) -> Answer:
    return Answer(status=entry.status, headers=entry.headers, content=entry.content)


def _host_of(url: str) -> str:
    try:
        return parse(url).host
    except SourceError:
        return ""
