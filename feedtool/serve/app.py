"""The ASGI application: a request in, an answer out.  Source: the ASGI specification, version 3, HTTP."""

from __future__ import annotations

import html
import json
import time
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from feedtool.delivery.headers import PREFLIGHT, headers_of, kind_of, quoted
from feedtool.document.site.wellknown import NAME as SUBSCRIPTIONS
from feedtool.serve.documents import Documents, Pairs, pairs
from feedtool.serve.negotiation import is_known
from feedtool.webserver import INDEX, Hosting, document_at

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from feedtool.serve.reload import Reload

HEALTH = "/healthz"
"""Where a supervisor asks whether all is well."""
Answer = tuple[int, Pairs, bytes]
"""Status, headers, body."""


class App:
    """Answers for the documents of a `Hosting`.

    `note` is told of every answer: scope, headers, status, bytes.  `reload` lets pages reload themselves when they
    change.  `clock` is the time in seconds since 1970.
    """

    def __init__(
        self,
        hosting: Hosting,
        *,
        note: Callable[[Mapping[str, Any], Mapping[bytes, bytes], int, int], None] | None = None,
        reload: Reload | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._note = note
        self._reload = reload
        self._clock = clock
        self.host(hosting)

    def host(self, hosting: Hosting) -> None:
        """Answer by another `Hosting` from now on."""
        reload = self._reload
        self.hosting = hosting
        changed = reload.changed if reload else None
        self.documents = Documents(hosting.folders, hosting.headers, self._clock, changed)
        self._place = lru_cache(maxsize=4096)(self._placed)

    async def __call__(
        self,
        scope: Mapping[str, Any],
        receive: Callable[[], Awaitable[Mapping[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        if scope["type"] != "http":
            raise ValueError(f"{scope['type']} is not spoken here")
        if self._reload and scope["path"] == self._reload.EVENTS:
            await self._reload.stream(receive, send)
            return
        headers = dict(scope["headers"])
        method = scope["method"]
        try:
            status, said, body = self.answer(method, scope["path"], headers)
        except OSError:
            status, said, body = _plain(503)
        await send({"type": "http.response.start", "status": status, "headers": said})
        await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
        if self._note:
            self._note(scope, headers, status, 0 if method == "HEAD" else len(body))

    def answer(self, method: str, path: str, headers: Mapping[bytes, bytes]) -> Answer:
        """Return the answer to a request: its path decoded, its headers by names in lower case.

        Raises:
            OSError: a document is there and cannot be read now.

        """
        if method not in ("GET", "HEAD"):
            return _preflight() if method == "OPTIONS" else _plain(405, Allow=PREFLIGHT["Allow"])
        name, status, location = self._place(path)
        if status:
            return _plain(status, **({"Location": location} if location else {}))
        kept = self.documents.get(name)
        if kept is None:
            return self._elsewhere(path, name)
        version = kept.version(headers.get(b"accept-encoding", b""))
        if is_known(version.etag, kept.modified, headers.get(b"if-none-match"), headers.get(b"if-modified-since")):
            return 304, version.unchanged, b""
        return 200, version.full, version.body

    def _placed(self, path: str) -> tuple[str, int, str]:
        """Return the name of the document that a path asks for, or the status and location that answer it."""
        place = self.hosting.place
        if path == f"/{SUBSCRIPTIONS}":
            path = place + self.hosting.subscriptions
        if not path.startswith(place):
            return "", 404 if path not in self._own() else 0, ""
        asked = path[len(place) :]
        if asked in self.hosting.moved:
            return "", 301, self.hosting.moved[asked]
        if self.hosting.is_gone(asked):
            return "", 410, ""
        name = document_at(asked)
        return ("", 404, "") if name is None else (name, 0, "")

    def _own(self) -> tuple[str, ...]:
        return (HEALTH, self._reload.SCRIPT) if self._reload else (HEALTH,)

    def _elsewhere(self, path: str, name: str) -> Answer:
        """Return the answer where no such file is: an address of our own, a folder, the list of feeds, or 404."""
        if path == HEALTH:
            return self._health()
        if self._reload and path == self._reload.SCRIPT:
            return _made("reload.js", "text/javascript; charset=utf-8", self._reload.script)
        if path == self.hosting.place and name == INDEX:
            return self._list()
        if not path.endswith("/") and self.documents.is_folder(name):
            return _plain(301, Location=self.hosting.prefix + quoted(name) + "/")
        return _plain(404)

    def _health(self) -> Answer:
        missing = [str(folder) for folder in self.documents.folders if not folder.is_dir()]
        said = {"status": "missing" if missing else "ok", "folders": len(self.documents.folders)}
        body = json.dumps(said).encode() + b"\n"
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store", "Content-Length": str(len(body))}
        return 503 if missing else 200, pairs(headers), body

    def _list(self) -> Answer:
        """Return a page that names every feed, where there is no index: with the links by which readers find them."""
        names = self.documents.names()
        shown_as = [(quote(name), html.escape(name), kind_of(name).media_type) for name in names]
        links = "".join(
            f'<link rel="alternate" type="{media_type}" title="{name}" href="{address}">\n'
            for address, name, media_type in shown_as
        )
        rows = "".join(f'<li><a href="{address}">{name}</a></li>\n' for address, name, _ in shown_as)
        shown = f"<ul>\n{rows}</ul>" if names else "<p>Nothing has been built yet.</p>"
        page = f"<!DOCTYPE html>\n<meta charset=utf-8>\n<title>Feeds</title>\n{links}<h1>Feeds</h1>\n{shown}\n"
        content = self._reload.changed(INDEX, page.encode()) if self._reload else page.encode()
        return _made(INDEX, "", content)


def _made(name: str, content_type: str, content: bytes) -> Answer:
    """Return what is made at every request, and is not to be kept."""
    headers = {**headers_of(name), "Cache-Control": "no-cache", "Content-Length": str(len(content))}
    return 200, pairs({**headers, "Content-Type": content_type or headers["Content-Type"]}), content


def _plain(status: int, **headers: str) -> Answer:
    """Return an answer that is no document; it is not to be kept beyond what its status says."""
    body = f"{status} {HTTPStatus(status).phrase}\n".encode()
    said = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body)), **headers}
    return status, pairs(said), body


def _preflight() -> Answer:
    return 204, pairs(PREFLIGHT), b""


async def _live(
    receive: Callable[[], Awaitable[Mapping[str, Any]]], send: Callable[[dict[str, Any]], Awaitable[None]]
) -> None:
    """Say that we are ready, and that we have stopped: there is nothing to begin and nothing to end."""
    while True:
        event = (await receive())["type"]
        await send({"type": f"{event}.complete"})
        if event == "lifespan.shutdown":
            return
