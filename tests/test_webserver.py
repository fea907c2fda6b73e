"""nginx, Caddy and `feedtool serve` give the same answers: one suite, asked of each of them.

Marked `servers`; a server that is not installed is skipped.
"""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
import zstandard

from conftest import Project
from servers import BROTLI, SERVERS, Answer, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Asking = Callable[..., Answer]

pytestmark = pytest.mark.servers

CONFIG = """\
[site]
title = "The Test Gazette"
home = "https://gazette.example/"
feeds = "https://gazette.example/feeds/"
authority = "gazette.example,2025"
timezone = "Asia/Kolkata"
authors = ["Gazette Desk"]
also = ["well-known"]

[source.notes]
from = "notes/"

[feed.all]
ttl = 60
hub = "https://hub.example/"

[feed."tag/{tag}"]
to = "tags"

[delivery]
gone = ["sport.*", "tag/ended.rss.xml"]

[delivery.moved]
"old.rss.xml" = "all.rss.xml"
"far.rss.xml" = "https://far.example/feed?a=1&b=$2"
"""
FEED = "/feeds/all.rss.xml"
AGE = "max-age={}, stale-if-error=86400"
POLICY = "default-src 'none'; style-src 'self'; img-src *; sandbox"


@pytest.fixture(scope="module")
def gazette(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project that is built, in two folders, with files that nobody is to see."""
    project = Project(root=tmp_path_factory.mktemp("gazette"))
    project.write("feedtool.toml", CONFIG)
    for number in range(20):
        project.note(f"n{number}", title=f"Note {number}", tags="[rain, वर्षा, a+b]", body="The text of it. " * 20)
    project.run("build", "--no-push")
    for name in (
        "sport.rss.xml",
        "old.rss.xml",
        ".secret",
        "a/.hidden/x.txt",
        ".well-known/.x",
        ".well-known/a/.b",
        ".all.rss.xml.tmp",
    ):
        project.write(f"output/{name}", "not to be seen")
    page = "<!doctype html><title>Gazette</title>" + "<p>Text.</p>" * 200
    for name in ("index.html", "a/index.html"):
        project.write(f"output/{name}", page)
    project.write("output/feeds.opml", '<?xml version="1.0"?><opml version="2.0"/>')
    project.write("output/.well-known/thing.txt", "to be seen")
    project.write("output/logo.png", b"\x89PNG")
    project.write("output/feed.css", "p { color: black }")
    project.write("outside.txt", "not to be seen")
    (project.root / "output/empty").mkdir()
    for name in ("output/all.rss.xml", "output/index.html", "tags/tag/rain.rss.xml"):
        _compress(project, name)
    return project


def _compress(project: Project, name: str) -> None:
    """Write the compressed variants of a document beside it, with its time."""
    path = project.root / name
    content, taken = path.read_bytes(), path.stat()
    for suffix, packed in ((".gz", gzip.compress(content, mtime=0)), (".br", brotli.compress(content))):
        beside = project.write(f"{name}{suffix}", packed)
        os.utime(beside, ns=(taken.st_atime_ns, taken.st_mtime_ns))


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, gazette: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the gazette by one server after the other, and yield its name and address."""
    with SERVERS[request.param](gazette, tmp_path_factory.mktemp(request.param)) as address:
        yield f"{request.param} {address}"


@pytest.fixture
def asked(server: str) -> Asking:
    """Return what asks the server."""
    address = server.split()[1]
    return lambda target, method="GET", **headers: ask(address, target, method, **headers)


def content_of(project: Project, name: str = "output/all.rss.xml") -> bytes:
    return (project.root / name).read_bytes()


def test_a_feed_comes_whole_with_everything_that_is_said_of_it(asked: Asking, gazette: Project) -> None:
    answer = asked(FEED)
    assert answer.status == 200
    assert answer.body == content_of(gazette)
    expected = {
        "content-type": "application/rss+xml; charset=utf-8",
        "content-length": str(len(answer.body)),
        "cache-control": f"public, {AGE.format(3600)}",
        "content-security-policy": POLICY,
        "link": '<https://gazette.example/feeds/all.rss.xml>; rel="self", <https://hub.example/>; rel="hub"',
        "vary": "Accept-Encoding",
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "ETag, Link",
        "x-content-type-options": "nosniff",
    }
    assert {name: answer.headers.get(name) for name in expected} == expected
    assert "content-encoding" not in answer.headers


def test_the_validators_are_strong_and_those_of_the_content(asked: Asking, gazette: Project) -> None:
    first, second = asked(FEED), asked(FEED)
    assert first.headers["etag"] == second.headers["etag"]
    assert first.headers["etag"].startswith('"')
    modified = parsedate_to_datetime(first.headers["last-modified"])
    assert modified == datetime.fromtimestamp(int((gazette.root / "output/all.rss.xml").stat().st_mtime), UTC)


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("all.rss.xml", "application/rss+xml; charset=utf-8"),
        ("all.atom.xml", "application/atom+xml; charset=utf-8"),
        ("feeds.opml", "text/x-opml; charset=utf-8"),
        ("index.html", "text/html; charset=utf-8"),
        ("feed.css", "text/css; charset=utf-8"),
        ("logo.png", "image/png"),
        (".well-known/thing.txt", "text/plain; charset=utf-8"),
    ],
)
def test_each_document_has_its_type(asked: Asking, name: str, content_type: str) -> None:
    answer = asked(f"/feeds/{name}")
    assert (answer.status, answer.headers.get("content-type")) == (200, content_type)


def test_assets_are_kept_longer_and_feeds_without_a_ttl_as_long_as_is_usual(asked: Asking) -> None:
    assert asked("/feeds/feed.css").headers["cache-control"] == f"public, {AGE.format(86400)}"
    assert asked("/feeds/index.html").headers["cache-control"] == f"public, {AGE.format(1800)}"
    assert asked("/feeds/tag/rain.rss.xml").headers["cache-control"] == f"public, {AGE.format(1800)}"


@pytest.mark.parametrize("name", ["rain", "a-b", "%E0%A4%B5%E0%A4%B0%E0%A5%8D%E0%A4%B7%E0%A4%BE"])
def test_a_feed_of_another_folder_and_script_names_itself(asked: Asking, name: str) -> None:
    answer = asked(f"/feeds/tag/{name}.atom.xml?utm_source=x")
    assert answer.status == 200
    assert answer.headers["link"] == f'<https://gazette.example/feeds/tag/{name}.atom.xml>; rel="self"'


def test_what_is_no_feed_has_no_link_and_no_policy_that_it_does_not_need(asked: Asking) -> None:
    assert "link" not in asked("/feeds/feed.css").headers
    assert "content-security-policy" not in asked("/feeds/feed.css").headers
    assert asked("/feeds/index.html").headers["content-security-policy"].startswith("default-src 'self'; ")


@pytest.mark.parametrize(
    "target", [FEED, "/feeds/", "/feeds/tag/rain.rss.xml", "/feeds/nothing.rss.xml", "/feeds/sport.rss.xml"]
)
@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_head_is_get_without_the_body(asked: Asking, target: str, encoding: str) -> None:
    get, head = (asked(target, method, Accept_Encoding=encoding) for method in ("GET", "HEAD"))
    assert head.body == b""
    assert head.status == get.status
    ignored = {"date", "connection", "keep-alive"} | (set() if get.status == 200 else {"content-length"})
    assert {k: v for k, v in head.headers.items() if k not in ignored} == {
        k: v for k, v in get.headers.items() if k not in ignored | {"transfer-encoding"}
    }


# --- conditional requests ---------------------------------------------------------------------------------------------


def shifted(date: str, **by: float) -> str:
    return format_datetime(parsedate_to_datetime(date) + timedelta(**by), usegmt=True)


@pytest.mark.parametrize("encoding", ["", "gzip", "br", "zstd, br;q=0.9, gzip;q=0.8"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_either_validator_and_both_give_304_with_the_headers_of_the_document(
    asked: Asking, encoding: str, method: str
) -> None:
    first = asked(FEED, Accept_Encoding=encoding)
    etag, modified = first.headers["etag"], first.headers["last-modified"]
    for conditions in (
        {"If_None_Match": etag},
        {"If_Modified_Since": modified},
        {"If_None_Match": etag, "If_Modified_Since": modified},
    ):
        answer = asked(FEED, method, Accept_Encoding=encoding, **conditions)
        assert (answer.status, answer.body) == (304, b""), conditions
        for name in ("etag", "cache-control", "vary", "link", "access-control-allow-origin"):
            assert answer.headers[name] == first.headers[name], name
        assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    ("etag", "status"),
    [
        ("{}", 304),
        ("W/{}", 304),
        ('"other", {}', 304),
        ('"other" , W/"more",{}', 304),
        ("*", 304),
        ('"other"', 200),
        ('W/"other"', 200),
        ('""', 200),
        ("", 200),
    ],
)
def test_if_none_match_is_a_list_that_is_compared_weakly(asked: Asking, etag: str, status: int) -> None:
    tag = asked(FEED).headers["etag"]
    assert asked(FEED, If_None_Match=etag.format(tag)).status == status


@pytest.mark.parametrize(
    ("by", "status"), [({"hours": 1}, 304), ({"seconds": 0}, 304), ({"seconds": -1}, 200), ({"days": -4000}, 200)]
)
def test_if_modified_since_is_compared_by_time_not_by_text(asked: Asking, by: dict[str, float], status: int) -> None:
    modified = asked(FEED).headers["last-modified"]
    assert asked(FEED, If_Modified_Since=shifted(modified, **by)).status == status


@pytest.mark.parametrize(
    "date", ["yesterday", "", "0", "Thu, 01 Jan 1970 00:00:00 GMT", "Wed, 99 Dec 2025 25:00:00 GMT"]
)
def test_a_date_that_is_none_or_too_old_gives_the_document(asked: Asking, date: str) -> None:
    assert asked(FEED, If_Modified_Since=date).status == 200


def test_an_etag_that_differs_wins_over_a_date_that_does_not(asked: Asking) -> None:
    modified = asked(FEED).headers["last-modified"]
    assert asked(FEED, If_None_Match='"other"', If_Modified_Since=modified).status == 200


def test_an_etag_that_is_the_same_wins_over_a_date_that_is_not(asked: Asking, server: str) -> None:
    if server.startswith("nginx"):
        pytest.skip(
            "nginx sends the document when either of them differs: more than RFC 9110 asks for, and never wrong"
        )
    etag, modified = (asked(FEED).headers[name] for name in ("etag", "last-modified"))
    assert asked(FEED, If_None_Match=etag, If_Modified_Since=shifted(modified, days=-1)).status == 304


# --- encodings --------------------------------------------------------------------------------------------------------


def decoded(answer: Answer) -> bytes:
    coding = answer.headers.get("content-encoding", "")
    decoders: dict[str, Callable[[bytes], bytes]] = {
        "": bytes,
        "gzip": gzip.decompress,
        "br": brotli.decompress,
        "zstd": lambda packed: zstandard.ZstdDecompressor().decompressobj().decompress(packed),
    }
    return decoders[coding](answer.body)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("gzip;q=1.0", "gzip"),
        ("gzip;q=0.5, identity;q=0.1", "gzip"),
        ("deflate, compress", ""),
        ("identity", ""),
        ("gzip;q=0", ""),
        ("gzip;q=0.000", ""),
        ("", ""),
        ("br", "br"),
        ("gzip, br", "br"),
        ("gzip, deflate, br;q=1", "br"),
    ],
)
def test_the_encoding_is_one_that_was_asked_for(
    asked: Asking, server: str, gazette: Project, accepted: str, coding: str
) -> None:
    if server.startswith("nginx") and not BROTLI.exists() and coding == "br":
        pytest.skip("nginx has no module for brotli here")
    if server.startswith("caddy") and accepted == "GZIP":
        pytest.skip("Caddy compares the names of codings as they are written, and sends the document uncompressed")
    answer = asked(FEED, Accept_Encoding=accepted)
    assert answer.headers.get("content-encoding", "") == coding
    assert decoded(answer) == content_of(gazette)
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"


def test_each_encoding_has_an_etag_of_its_own(asked: Asking) -> None:
    tags = {asked(FEED, Accept_Encoding=coding).headers["etag"] for coding in ("", "gzip")}
    assert len(tags) == 2
    assert all(tag.startswith('"') for tag in tags)


def test_a_document_without_compressed_files_is_compressed_by_the_server(
    asked: Asking, server: str, gazette: Project
) -> None:
    answer = asked("/feeds/a/index.html", Accept_Encoding="gzip")
    assert decoded(answer) == content_of(gazette, "output/a/index.html")
    assert answer.headers.get("content-encoding", "") == ("" if server.startswith("caddy") else "gzip")
    assert asked("/feeds/a/", Accept_Encoding="gzip", If_None_Match=answer.headers["etag"]).status == 304


def test_a_compressed_file_is_no_document_by_itself(asked: Asking) -> None:
    assert [asked(f"{FEED}{suffix}").status for suffix in (".gz", ".br", ".zst")] == [404, 404, 404]


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["/feeds/", "/feeds/index.html", "/feeds/a/", "/feeds/?x=1"])
def test_a_folder_is_its_index(asked: Asking, target: str) -> None:
    answer = asked(target)
    assert answer.status == 200
    assert b"Gazette" in answer.body
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_folder_without_its_slash_leads_to_it(asked: Asking) -> None:
    answer = asked("/feeds/a")
    assert answer.status in (301, 308)
    assert answer.headers["location"] == "/feeds/a/"


@pytest.mark.parametrize("target", ["/.well-known/feeds", "/feeds/.well-known/feeds"])
def test_the_list_of_feeds_is_where_programs_look_for_it(asked: Asking, target: str) -> None:
    answer = asked(target)
    assert answer.status == 200
    assert b"all.rss.xml" in answer.body
    assert answer.headers["content-type"] == "text/x-opml; charset=utf-8"


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_without_a_list_of_its_own_that_place_has_the_one_for_readers(project: Project, name: str) -> None:
    written = project.run("webserver", name).stdout
    assert "/feeds.opml" in written
    project.write("feedtool.toml", project.read("feedtool.toml").replace("[site]", '[site]\nalso = "well-known"'))
    assert "/feeds.opml" not in project.run("webserver", name).stdout


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_a_feed_with_a_stylesheet_is_sent_as_browsers_want_it(project: Project, name: str) -> None:
    assert "application/rss+xml" in project.run("webserver", name).stdout
    config = project.read("feedtool.toml").replace("[feed.all]", "[feed.all]\nstylesheet = true")
    project.write("feedtool.toml", config)
    assert "application/rss+xml" not in project.run("webserver", name).stdout


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/feeds/old.rss.xml", "https://gazette.example/feeds/all.rss.xml"),
        ("/feeds/old.rss.xml?x=1", "https://gazette.example/feeds/all.rss.xml"),
        ("/feeds/far.rss.xml", "https://far.example/feed?a=1&b=%242"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_document_that_moved_leads_to_its_new_place(asked: Asking, target: str, location: str, method: str) -> None:
    answer = asked(target, method)
    assert (answer.status, answer.headers["location"]) == (301, location)


@pytest.mark.parametrize("name", ["sport.rss.xml", "sport.atom.xml", "tag/ended.rss.xml"])
def test_a_document_that_has_ended_is_gone(asked: Asking, name: str) -> None:
    answer = asked(f"/feeds/{name}")
    assert answer.status == 410
    assert "cache-control" not in answer.headers
    assert b"not to be seen" not in answer.body


@pytest.mark.parametrize(
    "target",
    [
        "/feeds/nothing.rss.xml",
        "/feeds/all.rss.xml/",
        "/feeds/all.rss.xml/x",
        "/feeds/b/",
        "/feeds/empty/",
        "/all.rss.xml",
        "/",
        "/feeds/.secret",
        "/feeds/%2esecret",
        "/feeds/.all.rss.xml.tmp",
        "/feeds/a/.hidden/x.txt",
        "/feeds/.well-known/.x",
        "/feeds/.well-known/a/.b",
        "/feeds/.well-known/../.secret",
        "/feeds/.well-known",
        "/feeds/.well-known/",
        "/feeds/a/.well-known/thing.txt",
        "/feeds/../outside.txt",
        "/feeds/../../outside.txt",
        "/feeds/a/../../../outside.txt",
        "/feeds/%2e%2e/outside.txt",
        "/feeds/..%2foutside.txt",
        "/feeds/%2e%2e%2foutside.txt",
        "/feeds/..%5coutside.txt",
        "/feeds/%252e%252e/outside.txt",
        "/feeds//etc/passwd",
        "/feeds/etc/passwd",
        "/feeds/all.rss.xml%00.html",
    ],
)
def test_there_is_no_way_out_and_nothing_hidden_is_shown(asked: Asking, target: str) -> None:
    answer = asked(target)
    assert answer.status in (400, 404), answer
    assert b"not to be seen" not in answer.body
    assert b"root:" not in answer.body
    assert "etag" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(asked: Asking, method: str) -> None:
    assert asked(FEED, method, Content_Length="0").status == 405


def test_a_reader_in_a_browser_is_told_that_it_may_send_validators(asked: Asking) -> None:
    answer = asked(FEED, "OPTIONS", Origin="https://reader.example", Access_Control_Request_Method="GET")
    assert answer.status == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD"
    assert answer.headers["access-control-allow-headers"] == "If-None-Match, If-Modified-Since"
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize("asked_for", ["bytes=0-9", "bytes=-5", "bytes=0-0,5-6", "lines=1-2", "bytes=x"])
def test_a_range_is_right_or_the_whole(asked: Asking, gazette: Project, asked_for: str) -> None:
    answer = asked(FEED, Range=asked_for)
    content = content_of(gazette)
    assert answer.status in (200, 206, 416)
    if answer.status == 200:
        assert answer.body == content
    elif answer.status == 206 and "," not in asked_for:
        assert answer.body in content


# --- changes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SERVERS)
def test_other_bytes_have_other_validators_at_once(name: str, project: Project, tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    project.note("one", title="One")
    project.run("build", "--no-push")
    seen: list[Answer] = []
    with SERVERS[name](project, tmp_path / "server") as address:
        for number in range(5):
            project.note("one", title=f"Title {number}")
            project.run("build", "--no-push")
            answer = ask(address, "/all.rss.xml")
            assert f"Title {number}" in answer.body.decode()
            seen.append(answer)
        project.run("build", "--no-push")
        assert ask(address, "/all.rss.xml", If_None_Match=seen[-1].headers["etag"]).status == 304
    for validator in ("etag", "last-modified"):
        assert len({answer.headers[validator] for answer in seen}) == 5


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_the_configuration_is_the_same_again_on_stdout_and_in_a_file(project: Project, name: str) -> None:
    printed = project.run("webserver", name, "--root", "/srv/feeds").stdout
    project.run("webserver", name, "--root", "/srv/feeds", "--to", "site.conf")
    assert project.read("site.conf") == printed
    assert "gazette.example" in printed
    assert "/srv/feeds" in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("apache",), "'apache' is not one of"),
        (("caddy", "--brotli"), "needs no modules"),
        (("nginx", "--listen", "80; evil"), "no address"),
        (("nginx", "--root", "/srv/$x"), "dollar"),
        (("caddy", "--root", "/srv/`x"), "backquotes"),
    ],
)
def test_what_cannot_be_written_down_is_refused(project: Project, arguments: tuple[str, ...], said: str) -> None:
    assert said in project.run("webserver", *arguments, code=2).output


def test_a_feed_that_is_made_cannot_have_moved_or_ended(project: Project) -> None:
    config = project.read("feedtool.toml")
    project.write("feedtool.toml", f'{config}[delivery]\ngone = ["all.*"]\n')
    assert "all.rss.xml is made by [feed.all]" in project.run("webserver", "nginx", code=2).output
    project.write("feedtool.toml", f'{config}[delivery.moved]\n"all.atom.xml" = "new.atom.xml"\n')
    assert "delivery.moved" in project.run("webserver", "nginx", code=2).output


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('gone = ["../x"]', "the name of a document"),
        ('gone = [""]', "text"),
        ("moved = 3", "a table like"),
        ('moved = { "a.xml" = "b.xml", "b.xml" = "a.xml" }', "in a circle"),
        ('moved = { "a.xml" = "ftp://x.example/" }', "an address"),
        ("max_age = 0", "1 or more"),
        ('styled = "yes"', "true or false"),
    ],
)
def test_a_mistake_in_the_delivery_is_named(project: Project, written: str, said: str) -> None:
    project.write("feedtool.toml", f"{project.read('feedtool.toml')}[delivery]\n{written}\n")
    assert said in project.run("webserver", "nginx", code=2).output


def test_without_an_address_there_is_no_link_and_it_is_said(project: Project) -> None:
    project.write("feedtool.toml", '[source.notes]\nfrom = "notes/"\n')
    result = project.run("webserver", "nginx")
    assert "is not known" in result.stderr
    assert "rel=" not in result.stdout
    assert "server_name _;" in result.stdout
