"""How often one host is asked: one request at a time, a pause between two, and what Retry-After says.

Source: RFC 9110 section 10.2.3 (Retry-After: seconds, or a date).
"""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.source.fetch.manners import Clock


class _Host(Struct):
    lock: threading.Lock = field(default_factory=threading.Lock)
    free: float = float("-inf")


class Pace:
    """The hosts of one run, and when each may be asked next."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, name: str, delay: float) -> Iterator[None]:
        """Wait until a host may be asked, and keep others from asking it meanwhile; the next turn is `delay` later."""
        host = self._host(name)
        with host.lock:
            wait = host.free - self._clock.monotonic()
            if wait > 0:
                self._clock.sleep(wait)
            try:
                yield
            finally:
                host.free = self._clock.monotonic() + delay

    def hold(self, name: str, seconds: float) -> None:
        """Let the next turn at a host be no sooner than that many seconds from now."""
        host = self._host(name)
        with host.lock:
            host.free = max(host.free, self._clock.monotonic() + seconds)

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host())


def retry_after(value: str, now: float) -> float | None:
    """Return how many seconds a Retry-After header asks to wait; None where it does not say."""
    value = value.strip()
    if value.isdecimal():
        return float(value[:12])
    with suppress(ValueError, TypeError, OverflowError):
        moment = parsedate_to_datetime(value)
        return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now, 0.0)
    return None
