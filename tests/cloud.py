"""An S3 on the loopback interface (moto's), its buckets, and what is asked of it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import obstore
from obstore.store import S3Store
from werkzeug.serving import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEYS = {"AWS_ACCESS_KEY_ID": "herald-key", "AWS_SECRET_ACCESS_KEY": "a-secret-that-nobody-prints"}


class Cloud:
    """A running store: `requests` has method and path of all that it was asked, `before` is called before each.

    `refusal` is a status with which everything is answered.
    """

    def __init__(self) -> None:
        self.requests: list[tuple[str, str]] = []
        self.before: Callable[[str, str], None] | None = None
        self.refusal = ""
        self.port = 0

    @property
    def endpoint(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def store(self, bucket: str) -> S3Store:
        """Return a client of a bucket, with the credentials of these tests."""
        return S3Store(
            bucket,
            endpoint=self.endpoint,
            region="us-east-1",
            access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
            secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
            client_options={"allow_http": True},
        )

    def make(self, bucket: str) -> None:
        """Make a bucket, and forget all requests."""
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request("PUT", f"/{bucket}")
        assert connection.getresponse().status == 200
        connection.close()
        self.requests.clear()

    def put(self, bucket: str, name: str, content: bytes) -> None:
        """Put an object past feedtool."""
        obstore.put(self.store(bucket), name, content)

    def get(self, bucket: str, name: str) -> tuple[bytes, dict[str, str]]:
        """Return an object and what is kept with it."""
        got = obstore.get(self.store(bucket), name)
        return bytes(got.bytes()), {str(key): str(value) for key, value in got.attributes.items()}

    def names(self, bucket: str) -> list[str]:
        """Return the names of all objects."""
        return sorted(row["path"] for rows in obstore.list(self.store(bucket)) for row in rows)

    def asked(self, *methods: str) -> list[str]:
        """Return the last parts of the paths that were asked for by these methods, and forget all requests."""
        found = [path.rpartition("/")[2] for method, path in self.requests if method in methods]
        self.requests.clear()
        return found


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving_cloud() -> Iterator[Cloud]:
    """Serve an empty store on the loopback interface."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: PLC0415 - slow to import

    cloud, inner = Cloud(), DomainDispatcherApplication(create_backend_app)

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Any:  # noqa: ANN401 - as WSGI has it
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        cloud.requests.append((method, path))
        if cloud.before:
            cloud.before(method, path)
        if cloud.refusal:
            start(cloud.refusal, [("Content-Type", "application/xml")])
            return [b"<Error><Code>Refused</Code><Message>not today</Message><Key>hidden</Key></Error>"]
        return inner(environ, start)

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    cloud.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield cloud
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
