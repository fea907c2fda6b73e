"""Fetching: what is kept, what is refused, what bounds hold, against a server on the loopback interface."""

from __future__ import annotations

import gzip
import json
import ssl
import subprocess
import sys
import threading
import time
import zlib
from typing import TYPE_CHECKING

import pytest

from feedtool.errors import SourceError
from feedtool.source.fetch import DecodingError, Fetched, Fetcher, Manners, StatusError, gunzip
from feedtool.source.fetch.address import parse
from feedtool.source.fetch.public import is_public
from feedtool.source.fetch.robots import parse as robots
from feedtool.source.found import is_address
from web import NOW, Reply, Route, Still, fetcher, redirect, serving

if TYPE_CHECKING:
    from pathlib import Path

brotli = pytest.importorskip("brotli")
TEXT = b"<p>The reservoir is full.</p>\n" * 40


def refused(web_fetcher: Fetcher, url: str) -> SourceError:
    """Fetch what cannot be, and return why."""
    with pytest.raises(SourceError) as caught:
        web_fetcher.fetch(url)
    return caught.value


def test_a_document_comes_with_what_was_said_of_it() -> None:
    page = Reply(body=TEXT, headers={"Content-Type": "text/html; charset=iso-8859-1", "X-Two": "a"})
    with serving({"/a": page}) as web, fetcher() as web_fetcher:
        got = web_fetcher.fetch(web.url("/a#part"))
    assert got == Fetched(
        url=web.url("/a"), final_url=web.url("/a"), status=200, headers=got.headers, content=TEXT, from_cache=False
    )
    assert got.headers["x-two"] == "a"
    assert got.media_type == "text/html"
    assert got.charset == "cp1252"
    assert got.utf8 == b"\xef\xbb\xbf" + TEXT
    asked = web.requests[-1].headers
    assert asked["user-agent"].startswith("feedtool/")
    assert asked["user-agent"].startswith("feedtool/")
    assert asked["accept-encoding"] == "gzip, deflate, br"


# ---- addresses


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("ftp://gazette.example/a", "an address of ftp, not of the web"),
        ("file:///etc/passwd", "an address of file, not of the web"),
        ("//gazette.example/", "no address of the web"),
        ("javascript:alert(1)", "an address of javascript, not of the web"),
        ("http://", "no host"),
        ("http:///path", "no host"),
        ("http://gazette.example:99999/", "no address"),
        ("http://[::1/", "no address"),
        ("http://a..b/", "no address"),
        (f"http://{'a' * 64}.example/", "no address"),
        ("http://gazette example/", "no host"),
        ("http://gazette.example%00/", "no host"),
        ("http://gazette.example\\@evil.example/", "no host"),
        ("http://gazette.example/" + "a" * 9000, "longer than 8,000"),
        ("", "no address of the web"),
    ],
)
def test_what_is_no_address_is_not_asked_for(url: str, word: str) -> None:
    with pytest.raises(SourceError, match=word):
        parse(url)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(SourceError) as caught:
        parse("https://asha:secret@gazette.example/a")
    assert "secret" not in str(caught.value)
    assert caught.value.place.file == "https://gazette.example/a"


@pytest.mark.parametrize(
    ("url", "wire"),
    [
        ("HTTP://Gazette.Example", "http://gazette.example/"),
        ("https://gazette.example:443/a?b=c#d", "https://gazette.example/a?b=c"),
        ("https://gazette.example:8443/", "https://gazette.example:8443/"),
        ("https://bücher.example/a b/ü?q=ü", "https://xn--bcher-kva.example/a%20b/%C3%BC?q=%C3%BC"),
        ("http://[2001:DB8::1]:80/%7Ea", "http://[2001:db8::1]/%7Ea"),
    ],
)
def test_addresses_go_over_the_wire_in_ascii(url: str, wire: str) -> None:
    assert parse(url).url == wire
    assert is_address(url)


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.8.9.1 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 100.127.1.1
    192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
    ::1 :: fe80::1 fe80::1%eth0 2606:4700::1%eth0 fc00::1 fd12:3456::1 ff02::1 2001:db8::1 2001::1 3fff::1 100::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 2002:7f00:1::1
    2002:c0a8:101::1 4000::1 nonsense""".split(),  # noqa: SIM905 - words
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "100.63.0.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_nobody_makes_us_ask_ourselves(host: str) -> None:
    with serving({"/": TEXT}) as web, Fetcher() as strict:
        error = refused(strict, web.url(host=host))
        assert "not public" in str(error)
        assert "private_hosts" in str(error)
    assert not web.requests


def test_a_host_that_may_be_private_may_not_redirect_to_one_that_may_not() -> None:
    with serving({"/secret": TEXT}) as web:
        web.routes["/"] = redirect(f"http://inside.example:{web.port}/secret")
        manners = Manners(private_hosts=("gazette.example",), delay=0)
        with Fetcher(manners, resolve=lambda _host, _port: ["127.0.0.1"]) as strict:
            error = refused(strict, web.url(host="gazette.example"))
    assert "inside.example has the address 127.0.0.1" in error.message
    assert error.place.file == web.url(host="gazette.example")
    assert web.paths == ["/"]


def test_a_name_is_resolved_once_for_a_connection_and_that_address_is_asked() -> None:
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    with serving({"/": TEXT}) as web:
        manners = Manners(robots=False, private_hosts=("rebind.example",))
        with Fetcher(manners, resolve=lambda _host, _port: answers.pop(0)) as web_fetcher:
            assert web_fetcher.fetch(web.url(host="rebind.example")).content == TEXT
    assert answers == [["10.0.0.1"]]
    assert web.requests[-1].headers["host"] == f"rebind.example:{web.port}"


def test_a_host_without_addresses_is_named() -> None:
    def nowhere(_host: str, _port: int) -> list[str]:
        raise OSError(-2, "Name or service not known")

    with Fetcher(resolve=nowhere) as lost:
        assert "gazette.example is not found: Name or service" in str(refused(lost, "http://gazette.example/"))
    with Fetcher(resolve=lambda _host, _port: []) as lost:
        assert "it has no address" in str(refused(lost, "http://gazette.example/"))


# ---- cache


def test_what_did_not_change_is_not_sent_again(tmp_path: Path) -> None:
    page = Reply(body=TEXT, etag='W/"1"', modified="Wed, 24 Dec 2025 09:51:46 GMT")
    with serving({"/a": page}) as web:
        for expected in (False, True, True):
            with fetcher(folder=tmp_path) as web_fetcher:
                got = web_fetcher.fetch(web.url("/a"))
            assert (got.content, got.status, got.from_cache) == (TEXT, 200, expected)
        last = web.requests[-1].headers
        assert (last["if-none-match"], last["if-modified-since"]) == (page.etag, page.modified)
        web.routes["/a"] = Reply(body=b"new", etag='"2"')
        with fetcher(folder=tmp_path) as web_fetcher:
            assert web_fetcher.fetch(web.url("/a")).content == b"new"


def test_what_stays_good_for_a_while_is_not_asked_for(tmp_path: Path) -> None:
    still = Still()
    with serving({"/a": Reply(body=TEXT, headers={"Cache-Control": "max-age=600"})}) as web:
        with fetcher(folder=tmp_path, still=still, robots=False) as web_fetcher:
            assert web_fetcher.seen(web.url("/a")) is None
            assert not web_fetcher.fetch(web.url("/a")).from_cache
            still.time += 599
            assert web_fetcher.fetch(web.url("/a")).from_cache
            seen = web_fetcher.seen(web.url("/a"))
            assert seen is not None
            assert seen.timestamp() == NOW
        with fetcher(folder=tmp_path, still=still, robots=False, fresh=False) as web_fetcher:
            web_fetcher.fetch(web.url("/a"))
        still.time += 600
        with fetcher(folder=tmp_path, still=still, robots=False) as web_fetcher:
            web_fetcher.fetch(web.url("/a"))
    assert len(web.requests) == 3


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({"Cache-Control": "max-age=600"}, True),
        ({"Cache-Control": 'public, max-age="600"'}, True),
        ({"Cache-Control": "max-age=600", "Age": "600"}, False),
        ({"Cache-Control": "max-age=600, no-cache"}, False),
        ({"Cache-Control": "max-age=600", "Vary": "*"}, False),
        ({"Cache-Control": "max-age=soon"}, False),
        ({"Expires": "Wed, 24 Dec 2025 10:51:46 GMT", "Date": "Wed, 24 Dec 2025 09:51:46 GMT"}, True),
        ({"Expires": "0"}, False),
        ({"Cache-Control": "no-store, max-age=600"}, False),
        ({}, False),
    ],
)
def test_how_long_an_answer_stays_good(tmp_path: Path, headers: dict[str, str], fresh: bool) -> None:  # noqa: FBT001 - a case
    page = Reply(body=TEXT, headers=headers)
    with serving({"/a": page}) as web, fetcher(folder=tmp_path, still=Still(), robots=False) as web_fetcher:
        web_fetcher.fetch(web.url("/a"))
        assert web_fetcher.fetch(web.url("/a")).from_cache is fresh


@pytest.mark.parametrize(
    "damage", ["{", '{"url": 1}', "[]", "", '{"url": "http://other/", "asked": 1}', "\x00", "body"]
)
def test_a_cache_that_is_damaged_is_no_cache(tmp_path: Path, damage: str) -> None:
    with serving({"/a": Reply(body=TEXT, etag='"1"')}) as web:
        with fetcher(folder=tmp_path, robots=False) as web_fetcher:
            web_fetcher.fetch(web.url("/a"))
        known, body = (next(tmp_path.rglob(f"*.{ending}")) for ending in ("json", "body.gz"))
        assert json.loads(known.read_text())["url"] == web.url("/a")
        (body if damage == "body" else known).write_text(damage)
        with fetcher(folder=tmp_path, robots=False) as web_fetcher:
            got = web_fetcher.fetch(web.url("/a"))
            assert (got.content, got.from_cache) == (TEXT, False)
            assert web_fetcher.fetch(web.url("/a")).from_cache


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with serving({"/a": TEXT}) as web, fetcher(folder=tmp_path / "file") as web_fetcher:
        assert web_fetcher.fetch(web.url("/a")).content == TEXT


def test_what_was_not_asked_for_in_a_long_time_is_dropped(tmp_path: Path) -> None:
    still = Still()
    with serving({"/a": TEXT, "/b": TEXT}) as web, fetcher(folder=tmp_path, still=still, robots=False) as web_fetcher:
        web_fetcher.fetch(web.url("/a"))
        still.time += 91 * 86400
        web_fetcher.fetch(web.url("/b"))
        assert web_fetcher.tidy() == 1
        assert web_fetcher.seen(web.url("/a")) is None
        assert web_fetcher.seen(web.url("/b")) is not None
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2


def test_cookies_are_not_kept(tmp_path: Path) -> None:
    with serving({"/a": Reply(body=TEXT, headers={"Set-Cookie": "secret"})}) as web, fetcher(folder=tmp_path) as a:
        a.fetch(web.url("/a"))
    assert not any(b"secret" in path.read_bytes() for path in tmp_path.rglob("*.json"))


# ---- redirects


def test_a_move_that_lasts_is_remembered(tmp_path: Path) -> None:
    routes: dict[str, Route] = {
        "/old": redirect("/mid", 301),
        "/mid": redirect("new", 308),
        "/new": redirect("/now"),
        "/now": TEXT,
    }
    with serving(routes) as web:
        for asked in (["/old", "/mid", "/new", "/now"], ["/new", "/now"]):
            with fetcher(folder=tmp_path) as web_fetcher:
                got = web_fetcher.fetch(web.url("/old"))
            assert (got.url, got.final_url, got.moved_to) == tuple(map(web.url, ("/old", "/now", "/new")))
            assert web.paths == asked
            web.requests.clear()


def test_a_move_that_was_a_mistake_is_forgotten(tmp_path: Path) -> None:
    with (
        serving(
            {"/old": [redirect("/new", 301), Reply(body=b"back")], "/new": [Reply(body=TEXT), Reply(status=404)]}
        ) as web,
        fetcher(folder=tmp_path) as web_fetcher,
    ):
        assert web_fetcher.fetch(web.url("/old")).content == TEXT
        assert web_fetcher.fetch(web.url("/old")).content == b"back"
        assert web_fetcher.fetch(web.url("/old")).moved_to == ""


def test_a_move_is_asked_about_again_after_a_month(tmp_path: Path) -> None:
    still = Still()
    with serving({"/old": redirect("/new", 301), "/new": TEXT}) as web, fetcher(folder=tmp_path, still=still) as a:
        a.fetch(web.url("/old"))
        still.time += 31 * 86400
        a.fetch(web.url("/old"))
    assert web.paths.count("/old") == 2


def test_redirects_in_a_circle_and_without_end_are_named() -> None:
    routes = {"/a": redirect("/b"), "/b": redirect("/c"), "/c": redirect("/b")}
    routes |= {f"/{number}": redirect(f"/{number + 1}") for number in range(30)}
    with serving(routes) as web, fetcher() as web_fetcher:
        circle = refused(web_fetcher, web.url("/a"))
        assert f"in a circle: {web.url('/b')} → {web.url('/c')} → {web.url('/b')}" in circle.message
        assert "more than 10 redirects" in refused(web_fetcher, web.url("/0")).message
        assert web.paths.count("/10") == 1
        assert web.paths.count("/11") == 0


@pytest.mark.parametrize("to", ["file:///etc/passwd", "http://[", "gopher://a/", "http://a:b@c.example/"])
def test_a_redirect_leads_to_addresses_only(to: str) -> None:
    with serving({"/a": redirect(to)}) as web, fetcher() as web_fetcher:
        assert "redirects to" in refused(web_fetcher, web.url("/a")).message


def test_a_redirect_without_a_location_is_no_document() -> None:
    with serving({"/a": Reply(status=302)}) as web, fetcher() as web_fetcher:
        assert "302 Found" in refused(web_fetcher, web.url("/a")).message


# ---- TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for secure.example, with its key in the same file."""
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout key -out cert"
    more = ["-subj", "/CN=secure.example", "-addext", "subjectAltName=DNS:secure.example"]
    try:
        subprocess.run([*command.split(), *more], cwd=folder, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    (folder / "both").write_bytes((folder / "key").read_bytes() + (folder / "cert").read_bytes())
    return folder / "both"


def contexts(certificate: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what a server and its client need."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    return server, ssl.create_default_context(cafile=str(certificate))


def test_the_certificate_is_that_of_the_name_though_the_address_is_pinned(certificate: Path) -> None:
    server, client = contexts(certificate)
    with serving({"/": TEXT, "/down": redirect("http://secure.example/")}, server) as web:
        with fetcher(context=client) as web_fetcher:
            assert web_fetcher.fetch(web.url(host="secure.example")).content == TEXT
            assert web.requests[-1].headers["host"] == f"secure.example:{web.port}"
            assert "certificate" in str(refused(web_fetcher, web.url(host="other.example")))
            down = refused(web_fetcher, web.url("/down", host="secure.example"))
            assert "redirects from https to http://secure.example/" in down.message
        with fetcher() as web_fetcher:
            assert "certificate" in str(refused(web_fetcher, web.url(host="secure.example")))


# ---- decoding


def deflated(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()


ENCODED = {
    "gzip": gzip.compress(TEXT, mtime=0),
    "x-gzip": gzip.compress(TEXT[:50], mtime=0) + gzip.compress(TEXT[50:], mtime=0) + b"\0\0\0",
    "deflate": zlib.compress(TEXT),
    "Deflate ": deflated(TEXT),
    "br": brotli.compress(TEXT),
    "identity": TEXT,
    "gzip, identity": gzip.compress(TEXT, mtime=0),
}


@pytest.mark.parametrize("coding", ENCODED)
def test_what_is_compressed_is_decompressed(coding: str) -> None:
    reply = Reply(body=ENCODED[coding], headers={"Content-Encoding": coding})
    with serving({"/a": reply}) as web, fetcher() as web_fetcher:
        got = web_fetcher.fetch(web.url("/a"))
    assert got.content == TEXT
    assert "content-encoding" not in got.headers


@pytest.mark.parametrize(
    ("coding", "body", "word"),
    [
        ("gzip", gzip.compress(TEXT, mtime=0)[:-10], "ends before"),
        ("br", brotli.compress(TEXT)[:-10], "ends before"),
        ("deflate", zlib.compress(TEXT)[:-10], "ends before"),
        ("gzip", TEXT, "broken"),
        ("br", TEXT, "broken"),
        ("deflate", b"\xff" * 99, "broken"),
        ("gzip", gzip.compress(bytes(2**22), 9, mtime=0), "300 times"),
        ("br", brotli.compress(bytes(2**24)), "300 times"),
        ("deflate", zlib.compress(bytes(2**24), 9), "larger than 1,900,000"),
        ("gzip", gzip.compress(bytes(range(256)) * 2**13, mtime=0), "larger than 1,900,000"),
        ("", bytes(1_900_001), "larger than 1,900,000"),
        ("zstd", TEXT, "'zstd' is not known"),
        ("gzip, gzip", TEXT, "not known"),
        ("gzi", TEXT, "not known"),
    ],
)
def test_a_bomb_and_a_broken_body_are_named(coding: str, body: bytes, word: str) -> None:
    reply = Reply(body=body, headers={"Content-Encoding": coding})
    with serving({"/a": reply}) as web, fetcher(largest=1_900_000) as web_fetcher:
        assert word in str(refused(web_fetcher, web.url("/a")))


def test_a_stream_without_end_stops_at_the_limit() -> None:
    endless = Reply(body=bytes(2**20), headers={"Content-Length": ""})
    with serving({"/a": endless}) as web, fetcher(largest=100_000) as web_fetcher:
        assert "larger than 100,000" in str(refused(web_fetcher, web.url("/a")))


def test_gzip_files_are_bounded() -> None:
    assert gunzip(gzip.compress(TEXT, mtime=0), largest=10_000) == TEXT
    with pytest.raises(DecodingError, match="larger than 100"):
        gunzip(gzip.compress(TEXT, mtime=0), largest=100)


@pytest.mark.parametrize(
    ("content", "header", "charset"),
    [
        (b"\xef\xbb\xbfa", "text/html; charset=iso-8859-1", "utf-8"),
        (b"\xff\xfea\0", "", "utf-16-le"),
        (b"a", "text/html; charset=WINDOWS-1251", "cp1251"),
        (b"a", 'text/html; charset="utf-8"', "utf-8"),
        (b"a", "text/html; charset=latin1", "cp1252"),
        (b'<?xml version="1.0" encoding="shift_jis"?>', "application/xml", "shift_jis"),
        (b"<html><meta charset=gbk>", "text/html; charset=nonsense", "gbk"),
        (b'<meta http-equiv=a content="text/html; charset=utf-16">', "", "utf-8"),
        (b"<meta charset=rot13>", "", ""),
        (b"a", "text/html; charset=hex", ""),
        (b"a", "", ""),
    ],
)
def test_the_charset_by_mark_header_and_declaration(content: bytes, header: str, charset: str) -> None:
    got = Fetched(url="", final_url="", status=200, headers={"content-type": header}, content=content)
    assert got.charset == charset


# ---- servers that fail


@pytest.mark.parametrize(
    ("status", "word"),
    [(404, "no such document"), (410, "gone for good"), (500, "500 Internal"), (401, "password"), (204, "without a"),
     (304, "304 Not"), (206, "206"), (599, "answers 599"), (429, "429 Too"), (503, "503 Service")],
)  # fmt: skip
def test_an_answer_that_is_no_document_is_named(status: int, word: str) -> None:
    with serving({"/a": Reply(status=status)}) as web, fetcher() as web_fetcher:
        error = refused(web_fetcher, web.url("/a"))
        assert word in error.message
        assert isinstance(error, StatusError)
        assert error.status == status
        assert error.place.file == web.url("/a")


def test_a_server_that_is_not_there_is_named() -> None:
    with serving({}) as web:
        pass
    with fetcher() as web_fetcher:
        assert "cannot be reached" in str(refused(web_fetcher, web.url()))


@pytest.mark.parametrize(
    "reply",
    [Reply(body=bytes(500), pause=0.02), Reply(raw=b"HTTP/1.1 200 OK\r\nX: " + b"a" * 500, pause=0.02)],
)
def test_a_server_that_drips_does_not_hold_us(reply: Reply) -> None:
    begun = time.monotonic()
    with serving({"/a": reply}) as web, fetcher(total=0.3, robots=False) as web_fetcher:
        assert "longer than 0.3 seconds" in str(refused(web_fetcher, web.url("/a")))
    assert time.monotonic() - begun < 8


@pytest.mark.parametrize(
    "reply", [Reply(body=b"ab", pause=0.5), Reply(body=TEXT, length=9999), Reply(raw=b"H", pause=0.5)]
)
def test_a_server_that_hangs_does_not_hold_us(reply: Reply) -> None:
    with serving({"/a": reply}) as web, fetcher(read=0.1, robots=False) as web_fetcher:
        assert "does not answer" in str(refused(web_fetcher, web.url("/a")))


def test_a_connection_that_breaks_is_named() -> None:
    broken = Reply(body=TEXT, length=9999, headers={"Connection": "close"})
    with serving({"/a": broken}) as web, fetcher() as web_fetcher:
        assert "connection broke" in str(refused(web_fetcher, web.url("/a")))


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 2**20,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 1000,
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
        b"HTTP/1.1 999999 OK\r\n\r\n",
    ],
)
def test_what_is_no_http_is_named(raw: bytes) -> None:
    with serving({"/a": Reply(raw=raw)}) as web, fetcher(robots=False) as web_fetcher:
        assert "connection broke" in str(refused(web_fetcher, web.url("/a")))


# ---- manners


def test_a_busy_server_is_asked_again_when_it_said() -> None:
    still = Still()
    busy = Reply(status=503, headers={"Retry-After": "7"})
    later = Reply(status=429, headers={"Retry-After": "Wed, 24 Dec 2025 09:52:00 GMT"})
    with serving({"/a": [busy, later, Reply(body=TEXT)]}) as web, fetcher(still=still) as web_fetcher:
        assert web_fetcher.fetch(web.url("/a")).content == TEXT
    assert still.waits == [7, 7]


def test_a_server_that_is_busy_for_long_is_not_waited_for_and_not_asked_again() -> None:
    still = Still()
    busy = Reply(status=429, headers={"Retry-After": "3600"})
    with serving({"/a": busy, "/b": TEXT}) as web, fetcher(still=still, robots=False) as web_fetcher:
        for path in ("/a", "/b"):
            assert "come back after 2025-12-24 10:51:46 UTC" in refused(web_fetcher, web.url(path)).message
        assert web.paths == ["/a"]
        still.time += 3601
        assert web_fetcher.fetch(web.url("/b")).content == TEXT
    assert still.waits == []


@pytest.mark.parametrize("value", ["99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_server_that_is_busy_for_ever_is_named(value: str) -> None:
    with serving({"/a": Reply(status=503, headers={"Retry-After": value})}) as web, fetcher(still=Still()) as a:
        assert "come back" in refused(a, web.url("/a")).message


@pytest.mark.parametrize("value", ["0", "Thu, 01 Jan 1970 00:00:00 -0000", "soon", ""])
def test_a_server_that_is_always_busy_is_given_up(value: str) -> None:
    still = Still()
    with serving({"/a": Reply(status=503, headers={"Retry-After": value})}) as web, fetcher(still=still) as a:
        assert "503" in refused(a, web.url("/a")).message
    assert len(web.paths) <= 3


def test_robots_txt_is_obeyed_and_asked_for_once() -> None:
    text = "User-agent: *\nDisallow: /private\nCrawl-delay: 5\nSitemap: https://gazette.example/map.xml\n"
    still = Still()
    with serving({"/robots.txt": text, "/a": TEXT, "/b": redirect("/private")}) as web, fetcher(still=still) as a:
        assert a.fetch(web.url("/a")).content == TEXT
        assert "robots.txt forbids" in refused(a, web.url("/private/x")).message
        assert f"leads to {web.url('/private')}: robots.txt forbids" in refused(a, web.url("/b")).message
        assert a.sitemaps(web.url()) == ("https://gazette.example/map.xml",)
    assert [request.path for request in web.requests] == ["/robots.txt", "/a", "/b"]
    assert still.waits == [5]
    with serving({"/robots.txt": text, "/private": TEXT}) as web, fetcher(robots=False) as a:
        assert a.fetch(web.url("/private")).content == TEXT


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (410, True), (500, False), (503, False), (429, False)]
)
def test_a_host_without_rules_allows_all_and_one_that_fails_nothing(status: int, allowed: bool) -> None:  # noqa: FBT001 - a case
    with serving({"/robots.txt": Reply(status=status), "/a": TEXT}) as web, fetcher(still=Still()) as a:
        if allowed:
            assert a.fetch(web.url("/a")).content == TEXT
        else:
            assert "robots.txt cannot be read" in refused(a, web.url("/a")).message
            assert web.paths == []


RULES = """\
User-agent: FeedTool
User-agent: other   # a comment

Disallow: /private*/
Allow: /private-but/shown$
Disallow: /*.pdf$
Disallow: /a%3cd
Disallow: /ü
Disallow:
Crawl-delay: 2.5

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("/", True),
        ("/private/", False),
        ("/private-but/shown", True),
        ("/private-but/shown?x", False),
        ("/x/y.pdf", False),
        ("/x/y.pdf?x", True),
        ("/a%3Cd", False),
        ("/a<d", False),
        ("/%C3%BCber", False),
        ("/%70rivate/", False),
        ("/robots.txt", True),
    ],
)
def test_the_rules_of_robots_txt(target: str, allowed: bool) -> None:  # noqa: FBT001 - a case
    assert robots(RULES.encode(), "feedtool").allows(target) is allowed
    assert robots(RULES.replace("\n", "\r").encode("utf-8-sig"), "feedtool").allows(target) is allowed
    assert not robots(RULES.encode(), "somebody").allows("/")
    assert robots(RULES.encode(), "feedtool").delay == 2.5


def test_robots_txt_of_any_bytes_takes_no_time() -> None:
    for content in (b"\0\xff" * 9999, b"User-agent: *\nDisallow: /" + b"*a" * 250_000, b":" * 999, b"Disallow: /"):
        begun = time.monotonic()
        assert robots(content, "feedtool").allows("/" + "a" * 7000 + "b" * 900)
        assert time.monotonic() - begun < 2


def test_one_host_is_asked_at_a_polite_rate() -> None:
    still = Still()
    routes = {f"/{number}": TEXT for number in range(4)}
    with serving(routes) as web, fetcher(still=still, delay=1.5, robots=False) as web_fetcher:
        for number in range(4):
            web_fetcher.fetch(web.url(f"/{number}"))
    assert still.waits == [1.5, 1.5, 1.5]


def test_many_come_in_the_order_asked_and_what_fails_in_its_place() -> None:
    with serving({f"/{number}": str(number) for number in range(0, 50, 2)}) as web, fetcher() as web_fetcher:
        asked = [web.url(f"/{number}", host=f"host{number % 7}.example") for number in range(50)]
        got = list(web_fetcher.fetch_all([*asked, "ftp://x/"], jobs=3))
    assert [one.content for one in got if isinstance(one, Fetched)] == [
        str(number).encode() for number in range(0, 50, 2)
    ]
    assert [one.place.file for one in got if isinstance(one, SourceError)] == [*asked[1::2], "ftp://x/"]


def test_hosts_are_asked_at_the_same_time() -> None:
    together = threading.Barrier(4, timeout=10)

    def answer(_headers: object) -> Reply:
        together.wait()  # breaks, and so closes the connection, unless four ask at once
        return Reply(body=TEXT)

    with serving({"/": answer}) as web, fetcher(robots=False) as web_fetcher:
        got = list(web_fetcher.fetch_all([web.url(host=f"h{number}.example") for number in range(8)], jobs=4))
    assert [one.content for one in got if isinstance(one, Fetched)] == [TEXT] * 8


def test_who_takes_only_some_leaves_the_rest_unasked() -> None:
    with serving({f"/{number}": TEXT for number in range(500)}) as web, fetcher(robots=False) as web_fetcher:
        documents = web_fetcher.fetch_all((web.url(f"/{number}") for number in range(500)), jobs=2)
        next(documents)
        documents.close()  # type: ignore[attr-defined]
    assert len(web.requests) <= 16


def test_what_goes_wrong_in_a_thread_is_not_lost() -> None:
    def broken(_host: str, _port: int) -> list[str]:
        raise ZeroDivisionError

    with Fetcher(Manners(robots=False), resolve=broken) as web_fetcher, pytest.raises(ZeroDivisionError):
        list(web_fetcher.fetch_all(["http://a.example/", "http://b.example/"]))


def test_the_client_is_imported_only_when_something_is_fetched() -> None:
    code = "import sys, feedtool.source.fetch; assert 'httpcore' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
