"""Connections to the very address that was checked, with one deadline for everything that is read from them.

A name is resolved once for a connection; the addresses it has are checked, and the connection is made to one of those,
so that a name whose address changes in between (DNS rebinding) gains nothing.  The client above keeps the name for the
Host header and for the certificate.
"""

from __future__ import annotations

import socket
import ssl
import threading
from functools import cache
from typing import TYPE_CHECKING, Any

import httpcore

from feedtool.errors import SourceError
from feedtool.source.fetch.public import is_public

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from feedtool.source.fetch.manners import Manners

_MOST_ADDRESSES = 4


def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host, in the order in which the system would try them.

    Raises:
        OSError: it has none.

    """
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


@cache
def believed() -> ssl.SSLContext:
    """Return the system's certificates; they take longer to load than a page."""
    return ssl.create_default_context()


class Deadline(threading.local):
    """When the request that this thread is making must be done."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._end = float("inf")

    def begin(self, seconds: float) -> None:
        """Let it be so many seconds from now."""
        self._end = self._monotonic() + seconds

    @property
    def left(self) -> float:
        """How many seconds are left."""
        return self._end - self._monotonic()

    def clip(self, timeout: float | None) -> float:
        """Return a timeout that ends no later.

        Raises:
            httpcore.ReadTimeout: nothing is left.

        """
        left = self.left
        if left <= 0:
            raise httpcore.ReadTimeout("the deadline has passed")
        return left if timeout is None else min(timeout, left)


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends with the deadline: a byte a second does not hold us."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.clip(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.clip(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.clip(timeout))
        return _Stream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the interface says so
        return self._stream.get_extra_info(info)


class Network(httpcore.NetworkBackend):
    """Makes connections for the client."""

    def __init__(
        self, manners: Manners, deadline: Deadline, resolve: Callable[[str, int], Sequence[str]] = resolve
    ) -> None:
        self._manners = manners
        self._deadline = deadline
        self._resolve = resolve
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that is public, or may be private, and can be reached."""
        failure: Exception = httpcore.ConnectError("it has no address")
        for address in self._addresses(host, port)[:_MOST_ADDRESSES]:
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._deadline.clip(timeout), local_address, socket_options
                )
                return _Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise SourceError(f"the host {host} is not found: {reason}", hint="check the address") from None
        if self._manners.may_be_private(host):
            return addresses
        public = [address for address in addresses if is_public(address)]
        if addresses and not public:
            raise SourceError(
                f"the host {host} has the address {addresses[0]}, which is not public",
                expected="an address on the Internet",
                hint=f"allow it with private_hosts = [{host!r}]".replace("'", '"'),
            )
        return public
