"""What a folder that was delivered to is served by."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from email.utils import formatdate
from typing import TYPE_CHECKING

import web
from feedtool.delivery.headers import headers_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@contextmanager
def loopback(folder: Path) -> Iterator[str]:
    """Serve a folder with the headers of `feedtool.delivery` and with validators, as it is at each request."""

    def route(path: Path) -> web.Route:
        def reply(_: Mapping[str, str]) -> web.Reply:
            content = path.read_bytes()
            return web.Reply(
                body=content,
                headers=headers_of(path.name),
                etag=f'"{hashlib.sha256(content).hexdigest()[:32]}"',
                modified=formatdate(path.stat().st_mtime, usegmt=True),
            )

        return reply

    routes = {f"/{path.relative_to(folder)}": route(path) for path in folder.rglob("*") if path.is_file()}
    with web.serving(routes) as server:
        yield server.url("")
