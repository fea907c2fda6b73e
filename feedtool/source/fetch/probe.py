"""One request and all that came of it: for whoever examines a server, not for whoever wants its documents.

Nothing is followed, cached, tried again or taken from anybody's robots.txt; bounds in time and size hold as always.
"""

from __future__ import annotations

import ssl
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import httpcore
from msgspec import Struct, field

from feedtool.errors import SourceError
from feedtool.source.fetch.address import parse
from feedtool.source.fetch.answer import by_name
from feedtool.source.fetch.decoding import DecodingError, accepted, decoded
from feedtool.source.fetch.manners import Manners
from feedtool.source.fetch.network import Deadline, Network, believed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.source.fetch.address import Address

_FAILURES = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)


class Seen(Struct, frozen=True, kw_only=True):
    """What a server answered to one request.

    `status` is 0 where there was no answer; then `failure` says why.  `headers` have names in lower case, what is said
    twice is one list; `body` is what came over the wire, `content` what it is once
    decompressed, nothing where that cannot be done here.  `seconds` is how long
    it took, `certificate` until when the server's certificate holds.
    """

    url: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    content: bytes = b""
    seconds: float = 0.0
    certificate: datetime | None = None
    failure: str = ""


class Prober:
    """Asks what it is told to ask, with exactly the headers that it is given; used as a context manager."""

    def __init__(self, manners: Manners | None = None, context: ssl.SSLContext | None = None) -> None:
        self._manners = manners or Manners(private_hosts=("*",))
        self._deadline = Deadline(time.monotonic)
        self._pool = httpcore.ConnectionPool(
            ssl_context=context or believed(),
            keepalive_expiry=5,
            network_backend=Network(self._manners, self._deadline),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Seen:
        """Return what a server answers; a server that gives no answer is no error here.

        Raises:
            SourceError: the address is none that can be asked for.

        """
        address = parse(url)
        self._deadline.begin(self._manners.total)
        started = time.monotonic()
        try:
            return self._ask(address, method, headers or {}, started)
        except _FAILURES as error:
            return Seen(url=address.url, failure=str(error) or type(error).__name__, seconds=time.monotonic() - started)
        except SourceError as error:
            return Seen(url=address.url, failure=error.message, seconds=time.monotonic() - started)

    def _ask(self, address: Address, method: str, headers: Mapping[str, str], started: float) -> Seen:
        url = httpcore.URL(scheme=address.scheme, host=address.host, port=address.port, target=address.target)
        timeouts = {"connect": self._manners.connect, "read": self._manners.read, "write": self._manners.read}
        rows = [("Host", address.netloc), *headers.items()]
        with self._pool.stream(method, url, headers=rows, extensions={"timeout": timeouts}) as response:
            said = by_name(response.headers)
            body = self._body(response)
            return Seen(
                url=address.url,
                status=response.status,
                headers=said,
                body=body,
                content=self._content(body, said),
                seconds=time.monotonic() - started,
                certificate=_certificate(response),
            )

    def _body(self, response: httpcore.Response) -> bytes:
        body = bytearray()
        for piece in response.iter_stream():
            body += piece
            if len(body) > self._manners.largest:
                raise SourceError(f"it is larger than {self._manners.largest:,} bytes")
        return bytes(body)

    def _content(self, body: bytes, headers: Mapping[str, str]) -> bytes:
        coding = headers.get("content-encoding", "")
        if not body or (coding and coding.strip().casefold() not in f"{accepted()}, identity".split(", ")):
            return b""
        try:
            return decoded([body], coding, largest=self._manners.largest)
        except DecodingError as error:
            raise SourceError(f"it cannot be read: {error}") from None


def _certificate(response: httpcore.Response) -> datetime | None:
    stream = response.extensions.get("network_stream")
    encrypted = stream.get_extra_info("ssl_object") if stream else None
    ends = (encrypted.getpeercert() or {}).get("notAfter") if encrypted else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if ends else None
