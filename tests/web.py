"""A web server on the loopback interface, whose routes are data, pages for it, and a clock that nobody waits for."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from feedtool.article import Article, Origin
from feedtool.errors import ArticleError, SourceError, TimestampError
from feedtool.source.fetch import Clock, Fetcher, Manners

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator
    from pathlib import Path

    from feedtool.source import Source

METHOD = ":method"
"""Stands among the headers of a request, so that a route that is a function knows how it was asked."""
NOW = 1_766_569_906.0  # 2025-12-24T15:21:46+05:30


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is answered: with an ETag or a date as validators, and in pieces with pauses where it is to be slow."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    modified: str = ""
    pause: float = 0.0
    """Seconds before each byte."""
    raw: bytes = b""
    """All that is sent, head and body, before the connection is closed; the other fields but `pause` mean nothing."""
    length: int | None = None
    """What Content-Length says, where that is a lie."""


Route = Reply | bytes | str | list[Reply] | Callable[[Mapping[str, str]], Reply]
"""A reply; a body; a text; replies one after another, the last one for ever; or what makes one of the headers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked: the path with its query, headers by names in lower case, and what was posted."""

    path: str
    headers: Mapping[str, str]
    body: bytes = b""


class Web:
    """A server: its routes, which tests may change, and what it was asked."""

    def __init__(self, routes: Mapping[str, Route]) -> None:
        self.routes = dict(routes)
        self.requests: list[Request] = []
        self.port = 0
        self.scheme = "http"
        self._lock = threading.Lock()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, but robots.txt."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def reply(self, path: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """Note a request and return what is answered."""
        with self._lock:
            self.requests.append(Request(path=path, headers=headers, body=body))
            route = self.routes.get(path, Reply(status=404))
            if isinstance(route, str | bytes):
                return Reply(body=route.encode() if isinstance(route, str) else route)
            if isinstance(route, list):
                reply, *rest = route
                self.routes[path] = rest or [reply]
                return reply
        return route if isinstance(route, Reply) else route(headers)


def redirect(to: str, status: int = 302) -> Reply:
    """Return a redirect."""
    return Reply(status=status, headers={"Location": to})


@contextmanager
def serving(routes: Mapping[str, Route], context: ssl.SSLContext | None = None) -> Iterator[Web]:
    """Serve routes on the loopback interface, over TLS where there is a context."""
    web = Web(routes)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # headers and body are two packets; the second would wait for 40 ms

        def do_GET(self) -> None:
            headers = {name.casefold(): value for name, value in self.headers.items()} | {METHOD: self.command}
            with suppress(OSError):
                _send(self, web.reply(self.path, headers), headers)

        do_HEAD = do_GET  # noqa: N815 - the name is the library's

        def do_POST(self) -> None:
            headers = {name.casefold(): value for name, value in self.headers.items()} | {METHOD: self.command}
            body = self.rfile.read(int(headers.get("content-length", "0")))
            with suppress(OSError):
                _send(self, web.reply(self.path, headers, body), headers)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with _Server(("127.0.0.1", 0), Handler) as server:
        if context:
            web.scheme = "https"
            server.socket = context.wrap_socket(server.socket, server_side=True)
        web.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield web
        server.shutdown()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Say nothing: clients here break off on purpose."""


def _send(handler: BaseHTTPRequestHandler, reply: Reply, headers: Mapping[str, str]) -> None:
    if reply.raw:
        handler.close_connection = True
        _drip(handler, reply.raw, reply.pause)
        return
    unchanged = (reply.etag and headers.get("if-none-match") == reply.etag) or (
        reply.modified and headers.get("if-modified-since") == reply.modified
    )
    body = b"" if unchanged else reply.body
    handler.send_response_only(304 if unchanged else reply.status)
    said = {"ETag": reply.etag, "Last-Modified": reply.modified, **reply.headers}
    length = len(body) if reply.length is None else reply.length
    for name, value in {"Content-Length": str(length), **said}.items():
        if value:
            handler.send_header(name, value)
    handler.end_headers()
    _drip(handler, b"" if headers[METHOD] == "HEAD" else body, reply.pause)


def _drip(handler: BaseHTTPRequestHandler, content: bytes, pause: float) -> None:
    if not pause:
        handler.wfile.write(content)
        return
    for byte in content:
        time.sleep(pause)
        handler.wfile.write(bytes([byte]))


class Still:
    """A clock that moves only when somebody waits, and remembers for how long."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.time = NOW
        self._lock = threading.Lock()

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass at once."""
        with self._lock:
            self.waits.append(seconds)
            self.time += seconds

    @property
    def clock(self) -> Clock:
        """The clock as a `Fetcher` takes it."""
        return Clock(now=lambda: self.time, monotonic=lambda: self.time, sleep=self.sleep)


def fetcher(
    *, folder: Path | None = None, still: Still | None = None, context: ssl.SSLContext | None = None, **manners: object
) -> Fetcher:
    """Return a fetcher that finds every host on the loopback interface; it waits for nobody, but has real deadlines."""
    chosen = {"private_hosts": ("*",), "delay": 0.0, **manners}
    return Fetcher(
        Manners(**chosen),  # type: ignore[arg-type]
        folder=folder,
        clock=still.clock if still else Clock(),
        resolve=lambda _host, _port: ["127.0.0.1"],
        context=context,
    )


def page(number: int, date: str = "2025-12-24T15:21:46+05:30") -> str:
    """Return a page that `read_page` reads; one without a date has no certain time."""
    return f"<h1>Story {number}</h1><time>{date}</time>"


def read_page(source: Source) -> Iterator[Article | ArticleError]:
    """Read the pages of these tests; those of the world are read by the kind `html`."""
    text = source.content.decode()
    found = re.fullmatch("<h1>(.*)</h1><time>(.*)</time>", text)
    if not found:
        yield SourceError("no title was found")
        return
    title, date = found.groups()
    article = Article(
        title=title,
        published=datetime.fromtimestamp(NOW, UTC),
        origin=Origin(path=source.origin, kind=source.hints.kind),
    )
    if date:
        yield article
    else:
        error = TimestampError("no time was found")
        error.rest = article
        yield error
