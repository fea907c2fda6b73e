"""The access log, in the Combined Log Format, and how many subscribers aggregators say they ask for.

Source: Apache HTTP Server, mod_log_config.  Aggregators fetch once for many, and say for how many in their User-Agent:
`Feedly/1.0 (…; 16 subscribers; …)`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_SUBSCRIBERS = regex(rb"(\d{1,9}) (?:subscribers|readers)", re.IGNORECASE)
_MOST = 10_000
_UNSAFE = regex(r"[^ !#-\[\]-~]")


class Log:
    """Writes a line for every answer; `say` takes a line, `clock` is the time in seconds since 1970."""

    def __init__(self, say: Callable[[str], None], clock: Callable[[], float]) -> None:
        self._say = say
        self._clock = clock
        self._subscribers: dict[tuple[str, str], int] = {}

    def __call__(self, scope: Mapping[str, Any], headers: Mapping[bytes, bytes], status: int, size: int) -> None:
        """Note an answer."""
        agent = headers.get(b"user-agent", b"")
        found = _SUBSCRIBERS.search(agent)
        if found and status in (200, 304) and len(self._subscribers) < _MOST:
            name = agent.decode("latin-1").partition("/")[0].partition(" ")[0]
            self._subscribers[scope["path"], name] = int(found[1])
        client = scope.get("client")
        when = datetime.fromtimestamp(self._clock(), UTC).strftime("%d/%b/%Y:%H:%M:%S %z")
        target = scope.get("raw_path") or scope["path"].encode()
        query = b"?" + scope["query_string"] if scope.get("query_string") else b""
        request = f"{scope['method']} {_plain(target + query)} HTTP/{scope['http_version']}"
        referer = _plain(headers.get(b"referer", b"-"))
        self._say(
            f'{client[0] if client else "-"} - - [{when}] "{request}" {status} {size} "{referer}" "{_plain(agent)}"'
        )

    def subscribers(self) -> Iterator[str]:
        """Yield for each address how many subscribers aggregators said that it has."""
        paths = sorted({path for path, _ in self._subscribers})
        for path in paths:
            rows = sorted(
                ((count, name) for (asked, name), count in self._subscribers.items() if asked == path), reverse=True
            )
            named = ", ".join(f"{_plain(name.encode())} {count:,}" for count, name in rows)
            yield f"{_plain(path.encode())}: {sum(count for count, _ in rows):,} subscribers by aggregators ({named})"


def _plain(text: bytes) -> str:
    """Return what a request said as one word of a log: nothing in it ends a line or a quotation."""
    return _UNSAFE.sub(lambda found: f"\\x{ord(found[0]):02x}", text.decode("latin-1"))
