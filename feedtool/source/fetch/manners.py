"""How we behave on the web: what is asked for, how long is waited, what is refused; and where time comes from."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

USER_AGENT = f"feedtool/{__version__} (feed publisher)"


class Manners(Struct, frozen=True, kw_only=True):
    """What the configuration says of the web.

    `user_agent`     who we say we are; what stands before the first `/` is the name that robots.txt is asked for.
    `robots`         whether robots.txt is obeyed (RFC 9309).
    `delay`          seconds between two requests to one host; a longer Crawl-delay of the host wins.
    `private_hosts`  host names that may have addresses which are not public; `*` for any host.
    `downgrade`      whether a redirect may lead from https to http.
    `fresh`          whether what the server said stays good for a while is taken from the cache without asking.
    `largest`        the most bytes of one document, once decompressed.
    `redirects`      the most redirects in a row.
    `connect`, `read`, `total`  seconds: to connect, to wait for the next bytes, and for everything of one address.
    `longest_wait`   seconds that a busy server, or its Crawl-delay, can make us wait.
    """

    user_agent: str = USER_AGENT
    robots: bool = True
    delay: float = 1.0
    private_hosts: tuple[str, ...] = ()
    downgrade: bool = False
    fresh: bool = True
    largest: int = 64 * 2**20
    redirects: int = 10
    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    longest_wait: float = 60.0

    def may_be_private(self, host: str) -> bool:
        """Whether a host may have an address that is not public."""
        return "*" in self.private_hosts or host in self.private_hosts


class Clock(Struct, frozen=True, kw_only=True):
    """Where time comes from: seconds since 1970, seconds of a clock that is never set back, and waiting."""

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
