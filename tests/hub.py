"""A WebSub hub and a subscriber on the loopback interface, as W3C WebSub has them; both answer within the request."""

from __future__ import annotations

import hashlib
import hmac
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_hex
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import feedparser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def ask(method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
    """Ask a server on this machine."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request(method, target, body, dict(headers or {}))
        response = connection.getresponse()
        said = {name.casefold(): value for name, value in response.getheaders()}
        return Answer(status=response.status, headers=said, body=response.read())
    finally:
        connection.close()


@contextmanager
def listening(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve on the loopback interface; yield the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def publishing(folder: Path) -> Iterator[str]:
    """Serve the files of a folder, as a web server without any configuration does."""
    with listening(partial(_Files, directory=str(folder))) as url:
        yield url


class _Quiet(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def fields(self) -> dict[str, str]:
        """Return a form that was sent."""
        assert self.headers["Content-Type"] == FORM
        rows = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), strict_parsing=True)
        return {name: values[0] for name, values in rows.items()}

    def answer(self, status: int, body: bytes = b"") -> None:
        """Answer a request."""
        self.send_response_only(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@dataclass(slots=True, kw_only=True)
class Hub:
    """Who subscribed to what, by which secret; and what it was told by publishers."""

    url: str = ""
    told: list[dict[str, str]] = field(default_factory=list)
    subscribers: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def subscribe(self, form: Mapping[str, str]) -> int:
        """Ask the callback whether it means it, section 5.3."""
        callback, challenge = form["hub.callback"], hashlib.sha256(form["hub.callback"].encode()).hexdigest()
        query = {name: form[name] for name in ("hub.mode", "hub.topic")} | {"hub.challenge": challenge}
        answer = ask("GET", f"{callback}?{urlencode({**query, 'hub.lease_seconds': '864000'})}")
        if (answer.status, answer.body) != (200, challenge.encode()):
            return 403
        self.subscribers.setdefault(form["hub.topic"], []).append((callback, form["hub.secret"]))
        return 202

    def publish(self, form: Mapping[str, str]) -> int:
        """Fetch the topic and hand it to its subscribers, sections 6 and 7."""
        self.told.append(dict(form))
        topic = form.get("hub.url", form.get("hub.topic", ""))
        document = ask("GET", topic)
        for callback, secret in self.subscribers.get(topic, []):
            signature = hmac.new(secret.encode(), document.body, "sha256").hexdigest()
            headers = {
                "Content-Type": document.headers["content-type"],
                "Link": f'<{self.url}>; rel="hub", <{topic}>; rel="self"',
                "X-Hub-Signature": f"sha256={signature}",
            }
            ask("POST", callback, document.body, headers)
        return 204


@contextmanager
def hub() -> Iterator[Hub]:
    """Serve a hub."""
    made = Hub()

    class Handler(_Quiet):
        def do_POST(self) -> None:
            form = self.fields()
            self.answer({"subscribe": made.subscribe, "publish": made.publish}[form["hub.mode"]](form))

    with listening(Handler) as url:
        made.url = url
        yield made


@dataclass(slots=True, kw_only=True)
class Subscriber:
    """A reader: what it was handed, each time the titles that it had not seen."""

    url: str = ""
    secret: str = field(default_factory=lambda: token_hex(16))
    topic: str = ""
    seen: set[str] = field(default_factory=set)
    news: list[list[str]] = field(default_factory=list)

    def subscribe(self, address: str) -> int:
        """Read a feed, find its hub and its own address in it, and ask the hub to be told, sections 4 and 5.1."""
        feed = feedparser.parse(ask("GET", address).body)
        links = {link.rel: link.href for link in feed.feed.links}
        self.seen = {entry.id for entry in feed.entries}
        self.topic = links["self"]
        form = {"hub.mode": "subscribe", "hub.topic": self.topic, "hub.callback": self.url, "hub.secret": self.secret}
        return ask("POST", links["hub"], urlencode(form).encode(), {"Content-Type": FORM}).status

    def take(self, body: bytes, signature: str) -> int:
        """Take what a hub hands over, if it is signed with the secret, section 8."""
        if signature != f"sha256={hmac.new(self.secret.encode(), body, 'sha256').hexdigest()}":
            return 403
        entries = feedparser.parse(body).entries
        self.news.append([entry.title for entry in entries if entry.id not in self.seen])
        self.seen |= {entry.id for entry in entries}
        return 200


@contextmanager
def subscriber() -> Iterator[Subscriber]:
    """Serve a subscriber's callback."""
    made = Subscriber()

    class Handler(_Quiet):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            meant = asked["hub.mode"] == ["subscribe"] and asked["hub.topic"] == [made.topic]
            self.answer(200 if meant else 404, asked["hub.challenge"][0].encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.answer(made.take(body, self.headers["X-Hub-Signature"]))

    with listening(Handler) as url:
        made.url = url
        yield made
