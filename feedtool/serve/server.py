"""The server that runs the application: the only module that knows uvicorn."""

from __future__ import annotations

import signal
import socket
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from feedtool.errors import FeedtoolError, UsageError
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from feedtool.serve.app import App

_GRACE = 5
"""Seconds for answers that are under way when the server is told to stop."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket at which the server will listen; port 0 takes one that is free.

    Raises:
        UsageError: there is no such host, or uvicorn is not installed.
        FeedtoolError: somebody listens there, or nobody may.

    """
    if find_spec("uvicorn") is None:
        raise UsageError("serving needs uvicorn", hint="install it: pip install 'feedtool[serve]'")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise UsageError(f"no address to listen at: {host!r} ({error})", place=Place(field="--host")) from None
    try:
        return socket.create_server(address[:2], family=family, backlog=2048)
    except OSError as error:
        raise FeedtoolError(
            f"cannot listen at {host}, port {port}: {error.strerror}", hint="another --port; 0 takes one that is free"
        ) from None


def url_of(taken: socket.socket, prefix: str) -> str:
    """Return the address at which a browser finds what is served."""
    host, port = taken.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - shown only
    return f"http://{shown}:{port}{prefix}"


def run(app: App, taken: socket.socket, *, ending: Callable[[], None] = lambda: None) -> None:
    """Serve until SIGTERM or SIGINT comes: what is under way is finished; `ending` is called first."""
    import uvicorn  # noqa: PLC0415 - an extra

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            ending()
            super().handle_exit(sig, frame)

    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=_GRACE,
    )
    with _quiet_end():
        Server(config).run(sockets=[taken])


@contextmanager
def _quiet_end() -> Iterator[None]:
    """Let a signal that ended the server end nothing else: uvicorn raises it again when it has stopped."""
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
