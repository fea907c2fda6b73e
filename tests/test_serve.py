"""`feedtool serve` by itself: what it answers beyond what every web server does, how it is run, and how it stops.

What it has in common with nginx and Caddy is asked of all three in `test_webserver.py`.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.config import load
from feedtool.serve import App, app_of, application
from feedtool.serve.log import Log
from feedtool.serve.negotiation import instant, is_known, preferred
from servers import ask, free_port, program, running, serve, until

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conftest import Project

NOW = 1_800_000_000.0
FEED = "/all.rss.xml"


@pytest.fixture
def app(project: Project) -> App:
    for number in range(9):
        project.note(f"n{number}", title=f"Note {number}", body="The text of it. " * 40)
    project.run("build")
    return app_of(load(project.root / "feedtool.toml"))


def get(app: App, path: str = FEED, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    sent = {name.replace("_", "-").lower().encode(): value.encode() for name, value in headers.items()}
    status, rows, body = app.answer(method, path, sent)
    return status, {name.decode(): value.decode() for name, value in rows}, body


# --- encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "best"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, br", "br"),
        ("gzip, zstd", "zstd"),
        ("gzip, br, zstd", "br"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("*", "br"),
        ("*;q=0.1, gzip", "gzip"),
        ("br;q=0, *", "zstd"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0", "identity"),
        ("*;q=0", "identity"),
        ("x-gzip", "gzip"),
        ("gzip ; q = 0.5", "gzip"),
        ("gzip;q=hello", "identity"),
        ("gzip;q=7", "gzip"),
        ("gzip;q=nan", "identity"),
        ("identity;q=nan", "identity"),
        ("deflate, sdch, , ;", "identity"),
    ],
)
def test_the_best_encoding_is_the_one_that_is_liked_most(accepted: str, best: str) -> None:
    assert preferred(accepted.encode())[0] == best


@given(st.binary(max_size=60))
def test_there_is_always_an_encoding_to_send(accepted: bytes) -> None:
    assert "identity" in preferred(accepted)


@given(
    st.lists(st.sampled_from(["gzip", "br", "zstd", "identity", "*"]), unique=True),
    st.sampled_from(["0", "0.0", "0.000"]),
)
def test_nothing_is_sent_that_was_refused(refused: list[str], weight: str) -> None:
    best = preferred(", ".join(f"{coding};q={weight}" for coding in refused).encode())[0]
    assert best == "identity"


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip"])
def test_a_document_without_compressed_files_is_compressed_once(app: App, project: Project, coding: str) -> None:
    for path in (project.root / "output").glob("*.gz"):
        path.unlink()
    first, second = (get(app, Accept_Encoding=coding) for _ in range(2))
    assert first[1]["content-encoding"] == coding
    assert first[2] is second[2]
    assert len(first[2]) < len(get(app)[2])


def test_a_compressed_file_is_sent_as_it_stands(app: App, project: Project) -> None:
    assert get(app, Accept_Encoding="gzip")[2] == (project.root / "output/all.rss.xml.gz").read_bytes()


def test_a_compressed_file_of_another_time_belongs_to_another_document_and_is_not_sent(
    app: App, project: Project
) -> None:
    old = project.write("output/all.rss.xml.gz", gzip.compress(b"old news"))
    os.utime(old, (1, 1))
    assert gzip.decompress(get(app, Accept_Encoding="gzip")[2]) == (project.root / "output/all.rss.xml").read_bytes()


def test_what_is_short_or_compressed_already_is_sent_as_it_is(app: App, project: Project) -> None:
    project.write("output/short.txt", "short")
    project.write("output/logo.png", b"\x89PNG" * 1000)
    for name in ("short.txt", "logo.png"):
        assert "content-encoding" not in get(app, f"/{name}", Accept_Encoding="gzip, br")[1]


# --- validators -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "date", [b"Wed, 24 Dec 2025 09:51:46 GMT", b"Wednesday, 24-Dec-25 09:51:46 GMT", b"Wed Dec 24 09:51:46 2025"]
)
def test_a_date_is_read_in_each_of_its_three_forms(date: bytes) -> None:
    assert instant(date) == 1766569906


@given(st.binary(max_size=80), st.none() | st.binary(max_size=80))
def test_no_condition_is_ever_an_error(tag: bytes, date: bytes | None) -> None:
    assert is_known(b'"x"', 1, tag, date) in (True, False)
    assert is_known(b'"x"', 1, None, date) in (True, False)


def test_a_time_in_the_future_is_never_said(project: Project) -> None:
    project.note("one")
    project.run("build")
    path = project.root / "output/all.rss.xml"
    os.utime(path, (NOW + 1e6, NOW + 1e6))
    app = App(app_of(load(project.root / "feedtool.toml")).hosting, clock=lambda: NOW)
    assert get(app)[1]["last-modified"] == "Fri, 15 Jan 2027 08:00:00 GMT"


def test_a_document_that_changes_has_another_validator_and_one_that_is_touched_has_not(
    app: App, project: Project
) -> None:
    path = project.root / "output/all.rss.xml"
    before = get(app)
    os.utime(path, (NOW, NOW))
    assert get(app)[1]["etag"] == before[1]["etag"]
    path.write_bytes(b"<rss/>")
    after = get(app)
    assert after[2] == b"<rss/>"
    assert after[1]["etag"] != before[1]["etag"]
    path.unlink()
    assert get(app)[0] == 404


def test_a_document_that_appears_in_an_earlier_folder_takes_the_place_of_the_later_one(project: Project) -> None:
    project.note("one")
    config = project.read("feedtool.toml").replace("[feed.all]", '[feed.first]\n[feed.all]\nto = "second"')
    project.write("feedtool.toml", config)
    project.run("build")
    app = app_of(load(project.root / "feedtool.toml"))
    assert get(app)[0] == 200
    project.write("output/all.rss.xml", "<rss/>")
    assert get(app)[2] == b"<rss/>"


def test_a_range_is_not_taken_and_that_is_said(app: App) -> None:
    status, headers, body = get(app, Range="bytes=0-9")
    assert (status, headers["accept-ranges"], headers["content-length"]) == (200, "none", str(len(body)))


@pytest.mark.parametrize("path", [f"/{'a' * 300}", f"/{'a/' * 3000}x", "/c:/all.rss.xml", "/c:all.rss.xml"])
def test_a_name_that_no_file_can_have_is_not_found(app: App, path: str) -> None:
    assert get(app, path)[0] == 404


def test_what_cannot_be_read_now_is_no_document_that_is_gone(app: App, project: Project, tmp_path: Path) -> None:
    loop = project.root / "output/loop.rss.xml"
    loop.symlink_to(loop)
    status, _, _ = asyncio.run(asgi(app, path="/loop.rss.xml"))
    assert status == 503
    assert tmp_path.exists()


# --- what is ours -----------------------------------------------------------------------------------------------------


def test_without_an_index_the_feeds_are_listed_with_links_that_readers_find(app: App, project: Project) -> None:
    project.write("output/a<b>.rss.xml", "<rss/>")
    project.write("output/.hidden.rss.xml", "<rss/>")
    status, headers, body = get(app, "/")
    page = body.decode()
    assert (status, headers["content-type"], headers["cache-control"]) == (200, "text/html; charset=utf-8", "no-cache")
    assert '<link rel="alternate" type="application/atom+xml" title="all.atom.xml" href="all.atom.xml">' in page
    assert '<a href="a%3Cb%3E.rss.xml">a&lt;b&gt;.rss.xml</a>' in page
    assert "hidden" not in page
    project.write("output/index.html", "mine")
    assert get(app, "/")[2] == b"mine"


def test_before_anything_is_built_the_list_says_so_and_health_says_what_is_missing(project: Project) -> None:
    app = app_of(load(project.root / "feedtool.toml"))
    assert b"Nothing has been built yet" in get(app, "/")[2]
    status, headers, body = get(app, "/healthz")
    assert (status, headers["cache-control"]) == (503, "no-store")
    assert b"missing" in body
    project.note("one")
    project.run("build")
    assert get(app, "/healthz")[0] == 200


# --- as an ASGI application -------------------------------------------------------------------------------------------


async def asgi(app: App, **scope: object) -> tuple[int, dict[bytes, bytes], bytes]:
    """Ask as an ASGI server does."""
    sent: list[dict[str, Any]] = []

    async def receive() -> Mapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(event: dict[str, Any]) -> None:
        sent.append(event)

    asked = {"type": "http", "method": "GET", "path": FEED, "headers": [], "http_version": "1.1", "query_string": b""}
    await app({**asked, **scope}, receive, send)
    assert [event["type"] for event in sent] == ["http.response.start", "http.response.body"]
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def test_the_application_speaks_asgi(app: App) -> None:
    status, headers, body = asyncio.run(asgi(app))
    assert (status, headers[b"content-length"]) == (200, str(len(body)).encode())
    status, headers, body = asyncio.run(asgi(app, method="HEAD"))
    assert (status, body) == (200, b"")
    assert int(headers[b"content-length"]) > 0


def test_the_life_of_the_application_begins_and_ends(app: App) -> None:
    said: list[str] = []
    events = iter(({"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}))

    async def receive() -> Mapping[str, Any]:
        return next(events)

    async def send(event: dict[str, Any]) -> None:
        said.append(event["type"])

    asyncio.run(app({"type": "lifespan"}, receive, send))
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    with pytest.raises(ValueError, match="websocket"):
        asyncio.run(app({"type": "websocket"}, receive, send))


def test_other_servers_make_it_by_a_factory(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.note("one")
    project.run("build")
    monkeypatch.setenv("FEEDTOOL_CONFIG", str(project.root / "feedtool.toml"))
    assert get(application())[0] == 200


# --- the log ----------------------------------------------------------------------------------------------------------


def test_a_line_is_written_for_each_request_and_nothing_in_it_can_end_it(app: App) -> None:
    lines: list[str] = []
    noted = App(app.hosting, note=Log(lines.append, lambda: NOW))
    headers = [(b"user-agent", b'Evil" \n[x] 1'), (b"referer", "ä\\".encode())]
    asyncio.run(asgi(noted, headers=headers, client=("10.0.0.9", 5), raw_path=b"/all.rss.xml", query_string=b"a=1"))
    head, _, rest = lines[0].partition(f" 200 {len(get(app)[2])} ")
    assert head == '10.0.0.9 - - [15/Jan/2027:08:00:00 +0000] "GET /all.rss.xml?a=1 HTTP/1.1"'
    assert rest == r'"\xc3\xa4\x5c" "Evil\x22 \x0a[x] 1"'


def test_the_subscribers_that_aggregators_speak_for_are_counted(app: App) -> None:
    log = Log(lambda _: None, lambda: NOW)
    noted = App(app.hosting, note=log)
    for agent in (
        b"Feedly/1.0 (+http://feedly.example; 15 subscribers; like FeedFetcher)",
        b"Feedly/1.0 (+http://feedly.example; 16 subscribers; like FeedFetcher)",
        b"NewsBlur Feed Fetcher - 41 subscribers - https://newsblur.example",
        b"newsboat/2.21",
    ):
        asyncio.run(asgi(noted, headers=[(b"user-agent", agent)]))
    asyncio.run(asgi(noted, path="/nothing.rss.xml", headers=[(b"user-agent", b"Other/1 (7 subscribers)")]))
    assert list(log.subscribers()) == ["/all.rss.xml: 57 subscribers by aggregators (NewsBlur 41, Feedly 16)"]


# --- the command ------------------------------------------------------------------------------------------------------


def started(project: Project, *options: str) -> list[str]:
    return [sys.executable, "-m", "feedtool", "serve", "--config", str(project.root / "feedtool.toml"), *options]


@pytest.mark.servers
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_code_0_and_what_was_counted(project: Project, tmp_path: Path, number: int) -> None:
    project.note("one")
    project.run("build")
    port = free_port()
    with running(started(project, "--port", str(port), "--log"), tmp_path / "log", port) as process:
        address = f"http://127.0.0.1:{port}"
        assert ask(address, FEED, User_Agent="Feedly/1.0 (16 subscribers)").status == 200
        process.send_signal(number)
        assert process.wait(20) == 0
    told = (tmp_path / "log").read_text("utf-8")
    assert f"at {address}/ (Ctrl-C ends it)" in told
    assert '"GET /all.rss.xml HTTP/1.1" 200' in told
    assert "/all.rss.xml: 16 subscribers by aggregators (Feedly 16)" in told


@pytest.mark.servers
def test_it_binds_to_the_loopback_interface_unless_told(project: Project, tmp_path: Path) -> None:
    with serve(project, tmp_path) as address:
        told = (tmp_path / "log").read_text("utf-8")
        assert address.startswith("http://127.0.0.1:")
        assert f"at {address}/" in told


def test_a_port_that_is_taken_is_said(project: Project) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = project.run("serve", "--port", port, code=3).output
    assert "cannot listen at 127.0.0.1" in told
    assert "--port" in told


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--host", "no host at all", "--port", "0"), "no address to listen at"),
        (("--config", "nothing.toml"), "no such configuration"),
    ],
)
def test_what_cannot_be_served_is_said(project: Project, options: tuple[str, ...], said: str) -> None:
    assert said in project.run("serve", *options, code=2).output


@pytest.mark.servers
def test_it_runs_under_uvicorn_by_itself_too(project: Project, tmp_path: Path) -> None:
    project.note("one")
    project.run("build")
    port = free_port()
    command = [program("uvicorn"), "--factory", "feedtool.serve:application", "--port", str(port)]
    config = str(project.root / "feedtool.toml")
    with running(command, tmp_path / "log", port, FEEDTOOL_CONFIG=config):
        assert ask(f"http://127.0.0.1:{port}", FEED).status == 200


# --- watching ---------------------------------------------------------------------------------------------------------


def watching(project: Project) -> list[str]:
    return [sys.executable, "-m", "feedtool", "watch", "--config", str(project.root / "feedtool.toml")]


@pytest.mark.servers
def test_watch_builds_after_every_change_and_goes_on_after_a_mistake(project: Project, tmp_path: Path) -> None:
    project.note("one", title="The First")
    log = tmp_path / "log"
    feed = project.root / "output/all.rss.xml"

    def says(text: str) -> bool:
        return feed.exists() and text in feed.read_text("utf-8")

    with running(watching(project), log, FEEDTOOL_NOW="2026-01-01T00:00:00Z") as process:
        until(lambda: says("The First"), "the first build")
        project.note("two", title="The Second")
        until(lambda: says("The Second"), "a new article")
        project.note("bad", date="sometime")
        until(lambda: "bad.md" in log.read_text("utf-8"), "the mistake of an article")
        assert says("The Second")
        config = project.read("feedtool.toml")
        project.write("feedtool.toml", config.replace("[feed.all]", "[feed.all]\nlimits = 3"))
        until(lambda: "did you mean 'limit'" in log.read_text("utf-8"), "the mistake of the configuration")
        project.write("feedtool.toml", config.replace("[feed.all]", '[feed.all]\ntitle = "Renamed"'))
        until(lambda: says("Renamed"), "the configuration")
        project.write("more/three.md", "---\ntitle: The Third\ndate: 2025-12-24 10:00 IST\n---\n\nText.\n")
        project.write("feedtool.toml", config.replace('from = "notes/"', 'from = ["notes/", "more/*.md"]'))
        until(lambda: says("The Third"), "a new source")
        project.write("more/three.md", "---\ntitle: The Fourth\ndate: 2025-12-24 10:00 IST\n---\n\nText.\n")
        until(lambda: says("The Fourth"), "a change in a new source")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


@pytest.mark.servers
def test_watch_comes_to_rest_though_a_build_writes_where_it_watches(project: Project, tmp_path: Path) -> None:
    project.write("feedtool.toml", project.read("feedtool.toml").replace("notes/", "pages/*.txt"))
    project.write(
        "pages/a.txt", "A Title of This Page\n\nBy Asha Rao\nPublished: December 24, 2025 15:21:46 IST\n\nText.\n"
    )
    log, feed = tmp_path / "log", project.root / "output/all.rss.xml"

    def builds() -> int:
        return log.read_text("utf-8").count("output/all.rss.xml")

    with running([*watching(project), "--verbose"], log):
        until(lambda: builds() >= 2, "a second build, for the records that the first one wrote")
        for number in range(3):
            text = project.read("pages/a.txt")
            project.write("pages/a.txt", text.replace("Text", f"Text of version {number}"))
            until(lambda: f"version {number}" in feed.read_text("utf-8"), "a build")  # noqa: B023 - asked at once
    assert builds() <= 2 * 4


def test_watch_without_a_configuration_says_so(project: Project) -> None:
    (project.root / "feedtool.toml").unlink()
    assert "no such configuration" in project.run("watch", code=2).output


@pytest.mark.servers
def test_an_open_page_is_told_of_a_change_and_the_server_stops_though_it_is_open(
    project: Project, tmp_path: Path
) -> None:
    project.note("one", title="The First")
    project.write("output/index.html", "<html><body><p>Page.</p></body></html>")
    port = free_port()
    with running(started(project, "--port", str(port), "--watch"), tmp_path / "log", port) as process:
        address = f"http://127.0.0.1:{port}"
        page = ask(address, "/")
        assert b'<p>Page.</p><script src="/-/reload.js"></script></body>' in page.body
        assert page.headers["content-security-policy"].startswith("default-src 'self'; ")
        assert ask(address, "/", If_None_Match=page.headers["etag"]).status == 304
        assert b"EventSource" in ask(address, "/-/reload.js").body
        until(lambda: ask(address, FEED).status == 200, "the first build")
        with socket.create_connection(("127.0.0.1", port), timeout=30) as open_page:
            open_page.sendall(b"GET /-/changes HTTP/1.1\r\nHost: x\r\n\r\n")
            seen = bytearray()
            while b"retry: 500" not in seen:
                seen += open_page.recv(1000)
            project.note("two", title="The Second")
            while b"data: changed" not in seen:
                seen += open_page.recv(1000)
            until(lambda: b"The Second" in ask(address, FEED).body, "the second build")
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0


@pytest.mark.servers
def test_without_watching_no_script_is_in_any_page(project: Project, tmp_path: Path) -> None:
    project.write("output/index.html", "<html><body><p>Page.</p></body></html>")
    with serve(project, tmp_path) as address:
        assert ask(address, "/").body == b"<html><body><p>Page.</p></body></html>"
        assert [ask(address, path).status for path in ("/-/changes", "/-/reload.js")] == [404, 404]


def test_what_an_extra_brings_is_named_where_it_is_missing(project: Project) -> None:
    blocked = "import sys; sys.modules['uvicorn'] = None; from feedtool.cli import main; main()"
    command = [sys.executable, "-c", blocked, "serve", "--port", "0"]
    told = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert "pip install 'feedtool[serve]'" in told.stderr
    assert "serving " not in told.stderr.replace("serving needs", "")
