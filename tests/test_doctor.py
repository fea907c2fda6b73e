"""`feedtool doctor`: servers with one fault each, and what is said of it; a server as it should be has full marks."""

from __future__ import annotations

import gzip
import itertools
import json
import random
import ssl
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from feedtool.doctor import CHECKS, Diagnosis, diagnosed
from feedtool.doctor.checks.content import links
from feedtool.doctor.visit import AGENT, Visit, alternates, read, visited
from feedtool.source.fetch.probe import Prober, Seen
from servers import SERVERS, free_port
from web import METHOD, Reply, Route, redirect, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from conftest import Project

    Fault = Callable[[Mapping[str, str], Reply], Reply]

NOW = datetime(2025, 12, 24, 15, 0, tzinfo=UTC)
DATE = format_datetime(NOW, usegmt=True)
MODIFIED = format_datetime(NOW - timedelta(days=1), usegmt=True)
HUB = "https://hub.example/"
FEED = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>Gazette</title>
    <link>{site}</link>
    <description>News</description>
    <atom:link href="{site}feed.xml" rel="self" type="application/rss+xml"/>
    <atom:link href="{hub}" rel="hub"/>
    <item><title>One</title><link>https://gazette.example/1</link><guid>https://gazette.example/1</guid>
    <description>{text}</description><pubDate>Tue, 23 Dec 2025 15:00:00 +0000</pubDate></item>
  </channel>
</rss>
"""


class Site:
    """A server as it should be, and what a fault makes of its answers."""

    def __init__(self, url: Callable[[str], str], fault: Fault | None) -> None:
        self.content = FEED.format(site=url("/"), hub=HUB, text="The text of it. " * 100).encode()
        self.url = url
        self.fault = fault

    def feed(self, headers: Mapping[str, str]) -> Reply:
        """Answer for the feed."""
        packed = "gzip" in headers.get("accept-encoding", "")
        said = {
            "Date": DATE,
            "Content-Type": "application/rss+xml; charset=utf-8",
            "Cache-Control": "public, max-age=1800",
            "Vary": "Accept-Encoding",
            "Access-Control-Allow-Origin": "*",
            "Link": f'<{self.url("/feed.xml")}>; rel="self", <{HUB}>; rel="hub"',
        }
        body = gzip.compress(self.content, mtime=0) if packed else self.content
        reply = Reply(
            body=body,
            headers={**said, **({"Content-Encoding": "gzip"} if packed else {})},
            etag='"gz"' if packed else '"plain"',
            modified=MODIFIED,
        )
        return self.fault(headers, reply) if self.fault else reply


def examined(
    fault: Fault | None = None, routes: Mapping[str, Route] | None = None, path: str = "/feed.xml"
) -> Diagnosis:
    """Return what is found at a server with one fault, or other routes."""
    with serving({}) as web, Prober() as prober:
        site = Site(web.url, fault)
        web.routes["/"] = '<head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>'
        web.routes["/feed.xml"] = site.feed
        web.routes |= dict(routes or {})
        return diagnosed(visited(web.url(path), prober.ask, now=NOW, sleep=lambda _: None))


def faults(diagnosis: Diagnosis) -> dict[str, str]:
    return {finding.check.code: finding.fault or "" for finding in diagnosis.faults}


def said(**headers: str) -> Fault:
    """Return the fault of other headers; "" takes one away."""
    rows = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _, reply: replace(reply, headers={**reply.headers, **rows})


def to_agents(*words: str, **changes: object) -> Fault:
    """Return the fault of another answer to who has one of these words in its name, "" for no name at all."""

    def fault(headers: Mapping[str, str], reply: Reply) -> Reply:
        agent = headers.get("user-agent", "")
        hit = any(word in agent if word else not agent for word in words)
        return replace(reply, **changes) if hit else reply  # type: ignore[arg-type]  # the fields of a reply

    return fault


def ignoring(*conditions: str) -> Fault:
    """Return the fault of a server that does not know these conditions."""

    def fault(headers: Mapping[str, str], reply: Reply) -> Reply:
        sent = {"if-none-match", "if-modified-since"} & set(headers)
        if sent == set(conditions) and "accept-encoding" not in headers:
            moved = {"ETag": reply.etag, "Last-Modified": reply.modified}
            return replace(reply, etag="", modified="", headers={**reply.headers, **moved})
        return reply

    return fault


def each_time(change: Callable[[Reply, int], Reply]) -> Fault:
    """Return the fault of a server that says something else at every request."""
    number = itertools.count()
    return lambda _, reply: change(reply, next(number))


def longer(reply: Reply, by: int) -> Reply:
    return reply if "Content-Encoding" in reply.headers else replace(reply, body=reply.body + b" " * by)


def on_head(**headers: str) -> Fault:
    other = said(**headers)
    return lambda asked, reply: other(asked, reply) if asked[METHOD] == "HEAD" else reply


def always_304(headers: Mapping[str, str], reply: Reply) -> Reply:
    sent = {"if-none-match", "if-modified-since"} & set(headers)
    return replace(reply, status=304, body=b"") if sent else reply


def same_etag(_: Mapping[str, str], reply: Reply) -> Reply:
    return replace(reply, etag='"same"')


def garbage_when_packed(_: Mapping[str, str], reply: Reply) -> Reply:
    return replace(reply, body=b"no gzip") if "Content-Encoding" in reply.headers else reply


def old_when_packed(_: Mapping[str, str], reply: Reply) -> Reply:
    return replace(reply, body=gzip.compress(b"<rss>old</rss>")) if "Content-Encoding" in reply.headers else reply


def forgets_when_packed(headers: Mapping[str, str], reply: Reply) -> Reply:
    packed = "accept-encoding" in headers and "if-none-match" in headers
    return replace(reply, etag='"other-gz"', modified="") if packed else reply


def other_tag_in_304(headers: Mapping[str, str], reply: Reply) -> Reply:
    known = headers.get("if-none-match") == reply.etag
    return replace(reply, status=304, body=b"", etag='"new"', modified="") if known else reply


def plain(_: Mapping[str, str], reply: Reply) -> Reply:
    if "Content-Encoding" not in reply.headers:
        return reply
    headers = {name: value for name, value in reply.headers.items() if name != "Content-Encoding"}
    return replace(reply, body=gzip.decompress(reply.body), headers=headers, etag='"plain"')


def forced(_: Mapping[str, str], reply: Reply) -> Reply:
    if "Content-Encoding" in reply.headers:
        return reply
    return replace(reply, body=gzip.compress(reply.body), headers={**reply.headers, "Content-Encoding": "gzip"})


NOISE = b"<!-- " + random.Random(1).randbytes(2**19).hex().encode() + b" --><channel>"  # noqa: S311 - hard to compress


def writes(old: bytes, new: bytes) -> Fault:
    """Return the fault of another document."""

    def fault(_: Mapping[str, str], reply: Reply) -> Reply:
        if "Content-Encoding" in reply.headers:
            return replace(reply, body=gzip.compress(gzip.decompress(reply.body).replace(old, new)))
        return replace(reply, body=reply.body.replace(old, new))

    return fault


HTML = Reply(body=b"<!doctype html><title>Are you human?</title>", headers={"Content-Type": "text/html"})
FAULTS: list[tuple[str, Fault, str]] = [
    ("open-to-readers", to_agents("Feedly", "python", status=403), "Feedly gets 403; a script gets 403"),
    ("open-to-readers", to_agents("", status=400), "no User-Agent gets 400"),
    ("open-to-readers", to_agents("FreshRSS", body=HTML.body), "FreshRSS gets something that is no feed"),
    ("clock", said(Date=format_datetime(NOW + timedelta(hours=1), usegmt=True)), "3,600 seconds off"),
    ("clock", said(Date=""), "does not say its time"),
    ("cors", said(Access_Control_Allow_Origin=""), "in a browser"),
    ("etag", lambda _, reply: replace(reply, etag=""), "no ETag"),
    ("last-modified", lambda _, reply: replace(reply, modified=""), "no Last-Modified"),
    ("etag-strong", lambda _, reply: replace(reply, etag=f"W/{reply.etag}"), 'W/"'),
    ("etag-of-encoding", same_etag, "the same strong ETag"),
    ("stable", each_time(longer), "differs at each"),
    (
        "honest-date",
        lambda _, reply: replace(reply, modified=format_datetime(NOW + timedelta(days=9), usegmt=True)),
        "future",
    ),
    ("honest-date", lambda _, reply: replace(reply, modified="Tue, 01 Jan 1980 00:00:00 GMT"), "before the web"),
    ("honest-date", lambda _, reply: replace(reply, modified="yesterday"), "is no date"),
    ("known-by-etag", ignoring("if-none-match"), "200, not 304"),
    ("known-by-date", ignoring("if-modified-since"), "200, not 304"),
    ("known-by-both", ignoring("if-none-match", "if-modified-since"), "200, not 304"),
    ("known-compressed", forgets_when_packed, "gzip: 200"),
    ("new-is-sent", always_304, "gets 304"),
    ("same-etag-in-304", other_tag_in_304, '"new"'),
    ("head", on_head(Cache_Control="no-store"), "cache-control"),
    ("compressed", plain, "uncompressed"),
    ("same-compressed", old_when_packed, "in gzip another document"),
    ("same-compressed", garbage_when_packed, "asked for gzip there is no answer"),
    ("vary", said(Vary="Origin"), "no Vary"),
    ("max-age", said(Cache_Control="public"), "no max-age"),
    ("max-age", said(Cache_Control="max-age=10"), "10 seconds"),
    ("max-age", said(Cache_Control="max-age=31536000"), "more than a day"),
    ("may-be-kept", said(Expires="0"), "Expires: 0"),
    ("may-be-kept", said(Expires=DATE), "Expires:"),
    ("may-be-kept", said(Cache_Control="no-cache, max-age=1800"), "no-cache"),
    ("may-be-kept", said(Pragma="no-cache"), "Pragma"),
    ("no-cookies", said(Set_Cookie="a=b"), "cookie"),
    ("not-forced", forced, "comes in gzip though"),
    (
        "size",
        writes(b"<channel>", NOISE),
        "bytes",
    ),
    ("type", said(Content_Type="text/plain; charset=utf-8"), "text/plain"),
    ("charset", said(Content_Type="application/rss+xml; charset=iso-8859-1"), "iso-8859-1"),
    ("valid", writes(b"<title>Gazette</title>", b""), "1 errors"),
    ("says-itself", writes(b"feed.xml", b"fred.xml"), "fred.xml"),
    ("says-itself", writes(b'rel="self"', b'rel="me"'), "does not say its own"),
    ("hub-in-headers", said(Link=""), "the Link header does not"),
    ("hub-in-headers", said(Link=f"<{HUB}>; rel=hub"), "not the feed's own"),
]


def test_a_server_as_it_should_be_has_full_marks() -> None:
    diagnosis = examined()
    assert faults(diagnosis) == {}
    assert (diagnosis.score, diagnosis.grade) == (100, "A+")


@pytest.mark.parametrize(("code", "fault", "text"), FAULTS, ids=[f"{code}-{text}" for code, _, text in FAULTS])
def test_a_server_with_one_fault_is_told_that_fault(code: str, fault: Fault, text: str) -> None:
    diagnosis = examined(fault)
    found = faults(diagnosis)
    assert text in found[code]
    assert found.keys() - {code} <= FOLLOWING.get(code, set())
    assert diagnosis.score < 100


FOLLOWING = {
    "etag-strong": set(),
    "stable": {"same-compressed"},
    "honest-date": {"new-is-sent"},
    "same-compressed": {"compressed"},
    "says-itself": {"valid", "hub-in-headers", "discovered"},
    "clock": {"honest-date"},
}
"""What one fault brings with it."""


def test_a_last_modified_of_now_is_none() -> None:
    moments = (format_datetime(NOW - timedelta(seconds=90 - n), usegmt=True) for n in itertools.count())
    found = faults(examined(lambda _, reply: replace(reply, modified=next(moments))))
    assert "Last-Modified was" in found["stable"]
    assert "known-by-date" in found


def test_an_etag_of_each_request_is_none() -> None:
    found = faults(examined(each_time(lambda reply, n: replace(reply, etag=f'"{n}"', modified=""))))
    assert "ETag was" in found["stable"]
    assert "known-by-etag" in found


@pytest.mark.parametrize("status", [302, 307])
def test_a_redirect_that_is_not_for_good_is_found(status: int) -> None:
    found = faults(examined(routes={"/old": redirect("/feed.xml", status)}, path="/old"))
    assert f"leads on with {status}" in found["redirects-last"]
    assert faults(examined(routes={"/old": redirect("/feed.xml", 301)}, path="/old")) == {}


def test_a_chain_of_redirects_is_found_and_a_circle_is_no_feed() -> None:
    chain = {"/a": redirect("/b", 301), "/b": redirect("/feed.xml", 301)}
    assert "2 redirects" in faults(examined(routes=chain, path="/a"))["few-redirects"]
    circle = examined(routes={"/a": redirect("/a", 301)}, path="/a")
    assert faults(circle) == {"answers": "the answer is 301"}
    assert (circle.score, circle.grade) == (0, "F")


def test_a_site_that_answers_everything_with_a_page_is_found() -> None:
    everything = {"/feedtool-doctor-asks-for-what-is-not-there.xml": HTML}
    assert "answered with 200" in faults(examined(routes=everything))["missing-is-404"]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<title>Gazette</title>", "does not name the feed"),
        ('<link rel="alternate" type="application/rss+xml" href="/other.xml">', "does not name the feed"),
        (Reply(status=500), "answers 500"),
    ],
)
def test_a_page_that_does_not_lead_to_the_feed_is_found(page: Route, text: str) -> None:
    assert text in faults(examined(routes={"/": page}))["discovered"]


@pytest.mark.parametrize(
    ("reply", "code", "text"),
    [
        (Reply(status=404), "answers", "404"),
        (Reply(status=503), "answers", "503"),
        (HTML, "is-a-feed", "an HTML page is sent with status 200"),
        (Reply(body=b"hello"), "is-a-feed", "neither RSS"),
        (Reply(body=b"{}"), "is-a-feed", "neither RSS"),
        (Reply(raw=b"nonsense\r\n\r\n"), "answers", "no answer"),
    ],
)
def test_where_there_is_no_feed_nothing_else_is_said(reply: Reply, code: str, text: str) -> None:
    diagnosis = examined(routes={"/feed.xml": reply})
    found = faults(diagnosis)
    assert found.keys() == {code}
    assert text in found[code]
    assert diagnosis.score == 0


# --- judged without a server ------------------------------------------------------------------------------------------


def seen(**changes: object) -> Visit:
    """Return a visit to a server of the Internet."""
    url = "https://gazette.example/feed.xml"
    content = FEED.format(site="https://gazette.example/", hub=HUB, text="x").encode()
    feed = Seen(url=url, status=200, content=content, headers={"date": DATE}, certificate=NOW + timedelta(days=60))
    return Visit(url=url, now=NOW, feed=structs.replace(feed, **changes), said=read(content))


@pytest.mark.parametrize(
    ("changes", "code", "text"),
    [
        ({"certificate": NOW + timedelta(days=3)}, "certificate-holds", "in 3 days"),
        ({"url": "http://gazette.example/feed.xml", "certificate": None}, "encrypted", "unencrypted"),
        ({"seconds": 7.0}, "quick", "7.0 seconds"),
    ],
)
def test_what_no_server_of_ours_can_show_is_judged_too(changes: dict[str, object], code: str, text: str) -> None:
    assert code not in faults(diagnosed(seen()))
    assert text in faults(diagnosed(seen(**changes)))[code]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a certificate for the loopback interface that ends in two days, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout key -out cert"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    try:
        subprocess.run([*command.split(), *names], cwd=folder, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    return folder


def test_the_days_that_a_certificate_has_left_are_read_from_the_connection(certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert", certificate / "key")
    trusting = ssl.create_default_context(cafile=str(certificate / "cert"))
    with serving({"/": "hello"}, context) as web:
        with Prober(context=trusting) as prober:
            ends = prober.ask(web.url("/")).certificate
        with Prober() as prober:
            refused = prober.ask(web.url("/"))
    assert ends is not None
    assert 0 <= (ends - datetime.now(UTC)).days <= 2
    assert refused.status == 0
    assert "certificate" in refused.failure.lower()


def test_what_a_document_says_of_itself_is_read_in_every_format() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://a.example/"/>'
        '<link rel="self" href="https://a.example/f"/><link rel="hub" href="https://h.example/"/></feed>'
    )
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "home_page_url": "https://a.example/",
        "feed_url": "https://a.example/f",
        "hubs": [{"type": "WebSub", "url": "https://h.example/"}],
    }
    for content in (atom.encode(), json.dumps(feed).encode()):
        told = read(content)
        assert (told.self_link, told.hubs, told.home) == (
            "https://a.example/f",
            ("https://h.example/",),
            "https://a.example/",
        )
    for content in (b"", b"<html/>", b"{", b"[]", b"\xff\xfe", b'{"version": 1}'):
        assert read(content).format == ""


def test_pages_and_link_headers_are_read_as_they_are_written_in_the_wild() -> None:
    page = Seen(
        url="https://a.example/x/",
        content=b"<LINK TYPE='application/atom+xml' HREF='../f?a=1&amp;b=2' REL=ALTERNATE>"
        b'<link rel="alternate" hreflang="hi" href="/hi"><link rel=stylesheet href=/s.css>',
    )
    assert alternates(page) == ["https://a.example/f?a=1&b=2"]
    header = '<https://a.example/f>; rel="self", <https://h.example/>;rel=hub;title="x", </n>; rel="next hub"'
    assert links(header, "hub") == ["https://h.example/", "/n"]
    assert links("nonsense", "hub") == []


def test_every_check_says_why_and_how_it_is_mended() -> None:
    assert len({check.code for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert check.demand.endswith("."), check.code
        assert check.why.endswith("."), check.code
        assert check.mend or (check.nginx and check.caddy and check.cloud), check.code


def test_all_faults_of_the_table_have_a_server_that_shows_them() -> None:
    shown = {code for code, _, _ in FAULTS}
    elsewhere = {
        *("answers", "is-a-feed", "redirects-last", "few-redirects", "missing-is-404", "encrypted"),
        *("certificate-holds", "quick", "discovered"),
    }
    assert {check.code for check in CHECKS} == shown | elsewhere


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def bad() -> Iterator[str]:
    """Serve a feed as a program of ten lines would, and yield its address."""
    with serving({}) as web:
        content = FEED.format(site=web.url("/"), hub=HUB, text="x").encode()
        web.routes["/feed.xml"] = Reply(body=content, headers={"Content-Type": "text/html", "Date": DATE})
        yield web.url("/feed.xml")


def test_the_command_says_each_fault_the_worst_first_with_its_mends_and_the_score(project: Project, bad: str) -> None:
    told = project.run("doctor", bad, "--now", NOW.isoformat(), code=1).stdout.splitlines()
    assert told[0].startswith("FAULT known-by-etag: there is no validator at all")
    assert any(line.strip().startswith("nginx: ") for line in told)
    assert f"{bad}: " in told[-1]
    assert "grade" in told[-1]
    only = project.run("doctor", bad, "--now", NOW.isoformat(), "--server", "caddy", "--least", "0").stdout
    assert "Caddy: " in only
    assert "nginx: " not in only


def test_the_command_says_the_same_as_json(project: Project, bad: str) -> None:
    told = json.loads(project.run("doctor", bad, "--format", "json", "--now", NOW.isoformat(), code=1).stdout)
    assert told["url"] == bad
    assert told["score"] < 80
    by_code = {row["code"]: row for row in told["checks"]}
    assert by_code["etag"]["verdict"] == "fault"
    assert by_code["etag"]["mends"].keys() == {"nginx", "caddy", "cloud"}
    assert by_code["encrypted"]["verdict"] == "not applicable"


def test_the_command_asks_as_itself_and_at_most_25_times(project: Project) -> None:
    with serving({}) as web:
        web.routes["/feed.xml"] = Site(web.url, None).feed
        web.routes["/"] = "<title>x</title>"
        project.run("doctor", web.url("/feed.xml"), "--now", NOW.isoformat())
        agents = [request.headers.get("user-agent", "") for request in web.requests]
    assert len(agents) <= 25
    assert agents.count(AGENT) > 10


@pytest.mark.parametrize("url", ["ftp://a.example/", "nonsense", "http://"])
def test_what_is_no_address_is_said(project: Project, url: str) -> None:
    assert "expected https://host/path" in project.run("doctor", url, code=2).output


def test_a_host_that_does_not_answer_has_no_points(project: Project) -> None:
    told = project.run("doctor", f"http://127.0.0.1:{free_port()}/feed.xml", code=1).output
    assert "no answer" in told
    assert "0 of 100, grade F" in told


@pytest.mark.servers
@pytest.mark.parametrize("name", SERVERS)
def test_servers_that_feedtool_configures_have_full_marks(name: str, project: Project, tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    written = project.read("feedtool.toml").replace("https://gazette.example/", address)
    project.write("feedtool.toml", written.replace("[feed.all]", f'[feed.all]\nhub = "{HUB}"'))
    for number in range(5):
        project.note(f"n{number}", title=f"Note {number}", body="The text of it. " * 40)
    project.run("build", "--no-push")
    project.write("output/index.html", '<link rel="alternate" type="application/rss+xml" href="all.rss.xml">')
    here = tmp_path / "server"
    here.mkdir()
    with SERVERS[name](project, here, port), Prober() as prober:
        visit = visited(f"{address}all.rss.xml", prober.ask, now=datetime.now(UTC), sleep=lambda _: None)
    diagnosis = diagnosed(visit)
    assert faults(diagnosis) == {}
    assert diagnosis.score == 100
