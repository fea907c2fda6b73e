"""One request and its answer, bounded in time and size; the only module that knows the HTTP client.

The client is httpcore, the layer below httpx: it lets the connection be made by us (`network`), which httpx hides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpcore
from msgspec.structs import replace

from feedtool.errors import SourceError
from feedtool.problem import Place
from feedtool.source.fetch.answer import Answer, by_name
from feedtool.source.fetch.decoding import DecodingError, accepted, decoded
from feedtool.source.fetch.fetched import NoAnswerError
from feedtool.source.fetch.network import Deadline, Network, believed, resolve

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from feedtool.source.fetch.address import Address
    from feedtool.source.fetch.manners import Clock, Manners

_DRAINED = 2**16
"""So much of an answer that is not wanted is read, to keep the connection."""
_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, */*;q=0.8"
)
_FAILURES = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)
_BROKEN = (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError)


class Client:
    """Asks servers; connections are kept between requests."""

    def __init__(
        self,
        manners: Manners,
        clock: Clock,
        find: Callable[[str, int], Sequence[str]] | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._manners = manners
        self._deadline = Deadline(clock.monotonic)
        self._pool = httpcore.ConnectionPool(
            ssl_context=context or believed(),
            max_connections=64,
            keepalive_expiry=30,
            network_backend=Network(manners, self._deadline, find or resolve),
        )

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def get(self, address: Address, conditions: Mapping[str, str], seconds: float) -> tuple[Answer, float]:
        """Return the answer to a GET request, and how many of the `seconds` are left.

        Raises:
            SourceError: there was none, or it was too long, too late or not decodable.

        """
        headers = [("Accept", _ACCEPT), *conditions.items()]
        return self._in_time(address, headers, None, seconds=seconds, limit=self._manners.total)

    def post(self, address: Address, form: bytes, seconds: float) -> Answer:
        """Return the answer to a POST request with an encoded form.

        Raises:
            SourceError: as for `get`.

        """
        headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", str(len(form)))]
        return self._in_time(address, headers, form, seconds=seconds, limit=seconds)[0]

    def _in_time(
        self,
        address: Address,
        headers: Sequence[tuple[str, str]],
        form: bytes | None,
        *,
        seconds: float,
        limit: float,
    ) -> tuple[Answer, float]:
        """Ask within `seconds`, which are what is left of `limit`."""
        self._deadline.begin(seconds)
        place = Place(file=address.url)
        try:
            answer = self._twice(address, headers, form)
        except SourceError as error:
            raise error.at(file=address.url) from None
        except DecodingError as error:
            raise SourceError(f"the document cannot be read: {error}", place=place) from None
        except _FAILURES as error:
            raise NoAnswerError(self._reason(error, limit), place=place, hint="try again later") from None
        return answer, max(self._deadline.left, 0.0)

    def _reason(self, error: Exception, limit: float) -> str:
        if isinstance(error, httpcore.TimeoutException):
            late = self._deadline.left <= 0
            return f"it took longer than {limit:g} seconds" if late else "the server does not answer"
        if isinstance(error, httpcore.ConnectError):
            return f"the server cannot be reached: {error}"
        return f"the connection broke: {error}"

    def _twice(self, address: Address, headers: Sequence[tuple[str, str]], form: bytes | None) -> Answer:
        try:
            return self._ask(address, headers, form)
        except _BROKEN:  # the server may have closed a connection that was kept
            return self._ask(address, headers, form)

    def _ask(self, address: Address, headers: Sequence[tuple[str, str]], form: bytes | None) -> Answer:
        manners = self._manners
        timeouts = {"connect": manners.connect, "read": manners.read, "write": manners.read, "pool": manners.total}
        url = httpcore.URL(scheme=address.scheme, host=address.host, port=address.port, target=address.target)
        method, extensions = "GET" if form is None else "POST", {"timeout": timeouts}
        usual = [
            ("Host", address.netloc),
            ("User-Agent", manners.user_agent),
            ("Accept-Encoding", accepted()),
        ]
        with self._pool.stream(
            method, url, headers=[*usual, *headers], content=form, extensions=extensions
        ) as response:
            return self._answer(response)

    def _answer(self, response: httpcore.Response) -> Answer:
        headers = by_name(response.headers)
        pieces = response.iter_stream()
        answer = Answer(status=response.status, headers=headers)
        if not answer.is_document:
            _drain(pieces)
            return answer
        coding, length = headers.pop("content-encoding", ""), headers.pop("content-length", "")
        if length.isdecimal() and len(length) < 20 and int(length) > self._manners.largest:
            raise DecodingError(f"it is larger than {self._manners.largest:,} bytes")
        return replace(answer, content=decoded(pieces, coding, largest=self._manners.largest))


def _drain(pieces: Iterable[bytes]) -> None:
    read = 0
    for piece in pieces:
        read += len(piece)
        if read > _DRAINED:
            return
