"""Live reload: pages that a browser shows ask to be told of changes, and reload themselves.

Only where somebody asked for it (`feedtool serve --watch`): a script of our own host, which the policy of pages lets
run, is put into every page.  Source: HTML Living Standard, server-sent events.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

_SCRIPT = b"""\
let seen = false;
const events = new EventSource("/-/changes");
events.onmessage = () => location.reload();
events.onopen = () => { if (seen) location.reload(); seen = true; };
"""


class Reload:
    """Tells the pages that are open when to reload; `tell` and `stop` may be called from any thread."""

    EVENTS: ClassVar = "/-/changes"
    SCRIPT: ClassVar = "/-/reload.js"
    script: ClassVar = _SCRIPT

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[bool]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopped = False

    def tell(self) -> None:
        """Let every open page reload."""
        self._wake(going_on=True)

    def stop(self) -> None:
        """End every stream."""
        self._stopped = True
        self._wake(going_on=False)

    def _wake(self, *, going_on: bool) -> None:
        def wake() -> None:
            for future in self._waiting:
                if not future.done():
                    future.set_result(going_on)

        if self._loop:
            with suppress(RuntimeError):  # the loop is closed already
                self._loop.call_soon_threadsafe(wake)

    def changed(self, name: str, content: bytes) -> bytes:
        """Return a page with the script in it; what is no page stays as it is."""
        if not name.endswith(".html"):
            return content
        tag = f'<script src="{self.SCRIPT}"></script>'.encode()
        before, end, after = content.rpartition(b"</body>")
        return before + tag + end + after if end else content + tag

    async def stream(
        self, receive: Callable[[], Awaitable[Mapping[str, Any]]], send: Callable[[dict[str, Any]], Awaitable[None]]
    ) -> None:
        """Send an event at every change, until the page is closed or the server stops."""
        self._loop = asyncio.get_running_loop()
        rows = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200, "headers": rows})
        await send({"type": "http.response.body", "body": b"retry: 500\n\n", "more_body": True})
        gone = asyncio.ensure_future(_left(receive))
        try:
            while not self._stopped and await self._change(gone):
                await send({"type": "http.response.body", "body": b"data: changed\n\n", "more_body": True})
        finally:
            gone.cancel()
        await send({"type": "http.response.body", "body": b""})

    async def _change(self, gone: asyncio.Future[None]) -> bool:
        """Wait for a change; False where the page was closed, or the server stops."""
        change: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.add(change)
        either: set[asyncio.Future[Any]] = {change, gone}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._waiting.discard(change)
        return change.done() and change.result()


async def _left(receive: Callable[[], Awaitable[Mapping[str, Any]]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
