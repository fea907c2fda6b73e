"""Hubs are told what changed, once, after it is delivered; what they do not take waits for the next build."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import feedparser
import pytest

from feedtool import config, pipeline
from feedtool.errors import UsageError
from feedtool.push.patience import Patience
from feedtool.push.ping import Ping
from feedtool.push.tell import Refusal, tell
from feedtool.push.waiting import Waiting, load, note, save
from hub import ask, hub, publishing, subscriber
from web import Reply, Still, fetcher, serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conftest import Project
    from web import Web

WAITING = "articles/push.jsonl"
FEEDS = "https://feeds.gazette.example/"


def configure(project: Project, site: str, *, feeds: str = FEEDS, feed: str = "", push: str = "retries = 0") -> None:
    """Write a configuration with hubs that may stand on this machine."""
    project.write(
        "feedtool.toml",
        f"""\
[site]
title = "The Test Gazette"
authority = "gazette.example,2025"
timezone = "Asia/Kolkata"
home = "https://gazette.example/"
feeds = "{feeds}"
{site}
[source.notes]
from = "notes/"
[feed.all]
{feed}
[web]
private_hosts = ["127.0.0.1", "localhost"]
[push]
{push}
""",
    )


def told(web: Web) -> list[dict[str, str]]:
    """Return the forms that a server was sent, and forget them."""
    forms = [{name: values[0] for name, values in parse_qs(row.body.decode()).items()} for row in web.requests]
    web.requests.clear()
    return forms


@pytest.fixture
def web() -> Iterator[Web]:
    """Return a hub that takes everything."""
    with serving({"/": Reply(status=204), "/ping": Reply(body=b'<result success="true" msg="Thanks"/>')}) as served:
        yield served


def test_a_new_article_goes_from_the_build_to_the_subscriber(project: Project) -> None:
    (project.root / "output").mkdir()
    with hub() as the_hub, publishing(project.root / "output") as feeds, subscriber() as reader:
        configure(project, f'hub = "{the_hub.url}"', feeds=feeds)
        project.note("rain", title="Rain")
        project.run("build")
        assert reader.subscribe(f"{feeds}all.atom.xml") == 202
        project.note("flood", title="The Bridge Is Under Water", date="2025-12-25 09:00")
        said = project.run("build", "-v").stderr
        assert f"told: {the_hub.url} of {feeds}all.atom.xml\n" in said
        assert reader.news == [["The Bridge Is Under Water"]]
        project.run("build")
        assert len(reader.news) == 1


def test_each_document_that_changed_is_told_once_by_both_names_that_hubs_know(project: Project, web: Web) -> None:
    configure(project, f'hub = "{web.url()}"', feed='[feed.sport]\nwhere = { tags = ["sport"] }\nformats = "rss"')
    project.note("rain")
    project.note("cup", title="The Cup", tags="[sport]")
    project.run("build")
    topics = [f"{FEEDS}{name}" for name in ("all.rss.xml", "all.atom.xml", "sport.rss.xml")]
    forms = sorted(told(web), key=lambda form: topics.index(form["hub.url"]))
    assert forms == [{"hub.mode": "publish", "hub.url": topic, "hub.topic": topic} for topic in topics]
    project.note("rain", title="More Rain")
    project.run("build")
    assert sorted(form["hub.url"] for form in told(web)) == sorted(topics[:2])


def test_nothing_is_sent_when_nothing_changed(project: Project, web: Web) -> None:
    configure(project, f'hub = "{web.url()}"')
    project.note("rain")
    project.run("build")
    web.requests.clear()
    assert project.run("build").output == ""
    assert (told(web), (project.root / WAITING).exists()) == ([], False)


def test_the_topic_is_what_the_document_says_it_is(project: Project, web: Web) -> None:
    configure(project, f'hub = "{web.url()}"')
    project.note("rain")
    project.run("build")
    for form in told(web):
        name = form["hub.url"].removeprefix(FEEDS)
        links = feedparser.parse(project.read(f"output/{name}")).feed.links
        assert {link.rel: link.href for link in links}["self"] == form["hub.url"]
        assert {link.rel: link.href for link in links}["hub"] == web.url()


def test_a_feed_may_have_a_hub_of_its_own(project: Project, web: Web) -> None:
    configure(project, f'hub = "{web.url("/nobody")}"', feed=f'formats = "rss"\nhub = "{web.url()}"')
    project.note("rain")
    project.run("build")
    assert web.paths == ["/"]


@pytest.mark.parametrize("option", ["--no-push", "--dry-run"])
def test_no_hub_is_told_on_request_now_or_later(project: Project, web: Web, option: str) -> None:
    configure(project, f'hub = "{web.url()}"')
    project.note("rain")
    project.run("build", option)
    assert (told(web), (project.root / WAITING).exists()) == ([], False)


def test_a_watched_project_tells_what_changed_at_the_next_build(project: Project, web: Web) -> None:
    configure(project, f'hub = "{web.url()}"', feed='formats = "rss"')
    project.note("rain")
    loaded = config.load(project.root / "feedtool.toml")
    for _ in range(2):
        pipeline.build(loaded, now=NOW - timedelta(days=1), push="later")
        project.note("rain", title="More Rain")
    assert told(web) == []
    project.run("build")
    assert [form["hub.url"] for form in told(web)] == [f"{FEEDS}all.rss.xml"]


FAILING = {
    "500": (Reply(status=500), "the hub answers 500 Internal Server Error"),
    "503": (Reply(status=503), "the hub answers 503 Service Unavailable"),
    "429": (Reply(status=429, headers={"Retry-After": "1"}), "the hub answers 429 Too Many Requests"),
    "hangs": (Reply(body=b"slow", pause=0.3), "it took longer than 0.4 seconds"),
    "breaks": (Reply(raw=b"HTTP/1.1 2"), "the connection broke: "),
}


@pytest.mark.parametrize("fault", FAILING)
def test_a_hub_that_fails_is_named_and_told_by_the_next_build(project: Project, web: Web, fault: str) -> None:
    web.routes["/"], why = FAILING[fault]
    configure(project, f'hub = "{web.url()}"', feed='formats = "rss"', push="retries = 0\ntimeout = 0.4")
    project.note("rain")
    said = project.run("build", code=1).stderr
    assert f"error: {web.url()}: was not told of {FEEDS}all.rss.xml: {why}" in said
    assert f'"hub": "{web.url()}", "topic": "{FEEDS}all.rss.xml", "tries": 1' in project.read(WAITING)
    web.routes["/"] = Reply(status=204)
    web.requests.clear()
    assert project.run("build", "--now", "2026-01-01T01:00:00+05:30").output == ""
    assert [form["hub.url"] for form in told(web)] == [f"{FEEDS}all.rss.xml"]
    assert not (project.root / WAITING).exists()


def test_a_hub_that_cannot_be_reached_is_named_and_waits(project: Project) -> None:
    configure(project, 'hub = "http://127.0.0.1:9/"', feed='formats = "rss"')
    project.note("rain")
    assert "the server cannot be reached: " in project.run("build", code=1).stderr
    assert (project.root / "output/all.rss.xml").exists()
    assert len(load(project.root / WAITING)) == 1


@pytest.mark.parametrize("status", [302, 400, 404, 410])
def test_a_hub_that_refuses_for_good_is_named_once(project: Project, web: Web, status: int) -> None:
    web.routes["/"] = Reply(status=status)
    configure(project, f'hub = "{web.url()}"', feed='formats = "rss"')
    project.note("rain")
    said = project.run("build", code=1).stderr
    assert f"the hub answers {status}" in said
    assert "try: check the hub in the configuration" in said
    assert not (project.root / WAITING).exists()
    project.run("build", code=0)


def test_a_hub_that_is_down_is_asked_once_and_named_once_for_all_its_feeds(project: Project, web: Web) -> None:
    web.routes["/"] = Reply(status=500)
    configure(project, f'hub = "{web.url()}"', feed='[feed."{tag}"]')
    project.note("rain", tags="[a, b, c]")
    said = project.run("build", code=1).stderr
    assert f"was not told of {FEEDS}all.rss.xml and 7 more: the hub answers 500" in said
    assert (said.count("error:"), len(told(web))) == (1, 1)
    web.routes["/"] = Reply(status=204)
    project.run("build")
    assert len(told(web)) == 8


def test_the_next_build_tells_what_a_build_that_was_killed_did_not(project: Project, web: Web) -> None:
    configure(project, f'hub = "{web.url()}"', feed='formats = "rss"')
    project.note("rain")
    project.run("build", "--no-push")
    ping = Ping(way="websub", hub=web.url(), topic=f"{FEEDS}all.rss.xml")
    note(project.root / WAITING, [ping, ping])
    project.run("build")
    assert len(told(web)) == 1


def test_a_hub_that_is_given_up_is_told_nothing_more(project: Project, web: Web) -> None:
    configure(project, "")
    project.note("rain")
    note(project.root / "articles/push.jsonl", [Ping(way="websub", hub=web.url(), topic=f"{FEEDS}all.rss.xml")])
    project.run("build")
    assert (told(web), (project.root / WAITING).exists()) == ([], False)


def test_a_hub_inside_the_network_is_told_only_where_that_is_allowed(project: Project, web: Web) -> None:
    configure(project, f'hub = "{web.url()}"', feed='formats = "rss"')
    project.write("feedtool.toml", project.read("feedtool.toml").replace('"127.0.0.1", ', ""))
    project.note("rain")
    said = project.run("build", code=1).stderr
    assert "has the address 127.0.0.1, which is not public" in said
    assert 'try: allow it with private_hosts = ["127.0.0.1"]' in said
    assert told(web) == []
    configure(project, f'hub = "{web.url()}"', feed='formats = "rss"')
    project.run("build")
    assert len(told(web)) == 1


def test_where_the_feeds_are_served_must_be_known(project: Project, web: Web) -> None:
    configure(project, f'hub = "{web.url()}"')
    text = project.read("feedtool.toml").replace(f'feeds = "{FEEDS}"\n', "")
    project.write("feedtool.toml", text.replace('home = "https://gazette.example/"\n', ""))
    project.note("rain", link="https://gazette.example/rain")
    assert "hubs cannot be told: nobody knows at which address the feeds are served" in project.run("build").stderr
    assert told(web) == []


def test_rss_cloud_is_in_the_document_and_is_told_of_rss_only(project: Project, web: Web) -> None:
    configure(project, f'rsscloud = "{web.url()}"')
    project.note("rain")
    project.run("build")
    assert (web.paths, told(web)) == (["/ping"], [{"url": f"{FEEDS}all.rss.xml"}])
    assert feedparser.parse(project.read("output/all.rss.xml")).feed.cloud == {
        "domain": "127.0.0.1",
        "port": str(web.port),
        "path": "/pleaseNotify",
        "registerprocedure": "",
        "protocol": "http-post",
    }
    assert "127.0.0.1" not in project.read("output/all.atom.xml")
    project.run("validate", "output/all.rss.xml", "output/all.atom.xml")


@pytest.mark.parametrize(
    "body", ['<result success="false" msg="The feed is away." />', '{"success": false, "msg": "The feed is away."}']
)
def test_an_rss_cloud_that_says_no_by_the_status_of_success_is_understood(
    project: Project, web: Web, body: str
) -> None:
    web.routes["/ping"] = body
    configure(project, f'rsscloud = "{web.url()}"')
    project.note("rain")
    assert "the server refuses: The feed is away." in project.run("build", code=1).stderr


def test_the_report_says_who_was_told_of_what(project: Project, web: Web) -> None:
    configure(project, f'hub = "{web.url()}"', feed='formats = "rss"')
    project.note("rain")
    report = json.loads(project.run("build", "--json").stdout)
    assert report["pushed"] == [{"hub": web.url(), "topic": f"{FEEDS}all.rss.xml"}]


PING = Ping(way="websub", hub="", topic=f"{FEEDS}all.rss.xml")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def one_run(web: Web, still: Still, **patience: float) -> Refusal | None:
    """Tell a hub one thing; nobody waits."""
    ping = Ping(way="websub", hub=web.url(), topic=PING.topic)
    with fetcher(still=still) as client:
        chosen = Patience(**patience)  # type: ignore[arg-type]
        ((_, refusal),) = tell([ping], lambda url, form: client.post(url, form, seconds=5), chosen, still.clock)
    return refusal


def test_a_hub_that_fails_is_asked_again_with_growing_pauses(web: Web) -> None:
    still, web.routes["/"] = Still(), [Reply(status=500), Reply(status=502), Reply(status=204)]
    assert (one_run(web, still), still.waits) == (None, [1.0, 2.0])


def test_many_things_are_told_at_the_same_time(web: Web) -> None:
    """A hub that answers only when a second request came while the first one waited."""
    together = threading.Barrier(2, timeout=10)

    def answer(_: Mapping[str, str]) -> Reply:
        if len(web.requests) > 1:
            together.wait()
        return Reply(status=204)

    web.routes["/"] = answer
    pings = [Ping(way="websub", hub=web.url(), topic=f"{FEEDS}{number}") for number in range(5)]
    with fetcher() as client:
        answers = list(tell(pings, lambda url, form: client.post(url, form, seconds=20), Patience()))
    assert answers == [(ping, None) for ping in pings]


def test_the_pause_is_the_one_that_a_hub_asks_for(web: Web) -> None:
    still, web.routes["/"] = Still(), [Reply(status=429, headers={"Retry-After": "7"}), Reply(status=204)]
    assert (one_run(web, still), still.waits) == (None, [7.0])


def test_a_run_does_not_wait_for_long_and_the_next_ones_neither_come_too_early(web: Web) -> None:
    still, web.routes["/"] = Still(), Reply(status=503, headers={"Retry-After": "3600"})
    refusal = one_run(web, still)
    assert refusal is not None
    assert (still.waits, refusal.wait, len(web.requests)) == ([], 3600.0, 1)
    waiting = Waiting(ping=PING).failed(refusal, NOW)
    assert waiting is not None
    assert [waiting.is_due(NOW + timedelta(minutes=minutes)) for minutes in (59, 60)] == [False, True]


def test_what_waits_is_tried_by_the_next_two_builds_then_seldom_and_at_last_given_up() -> None:
    waiting: Waiting | None = Waiting(ping=PING)
    pauses = []
    while waiting:
        waiting = waiting.failed(Refusal(why="down"), NOW)
        if waiting:
            pauses.append((datetime.fromisoformat(waiting.after) - NOW).seconds if waiting.after else 0)
    assert pauses == [0, 0, 900, 3600, *[21600] * 7]


def test_what_waits_is_one_sorted_line_each_and_no_file_where_nothing_does(tmp_path: Path) -> None:
    path = tmp_path / "articles/push.jsonl"
    rows = [Waiting(ping=Ping(way="websub", hub="https://hub.example/", topic=topic), tries=2) for topic in "ba"]
    save(path, rows)
    assert load(path) == sorted(rows, key=lambda row: row.ping.topic)
    note(path, [rows[0].ping])
    assert {row.ping.topic: row.tries for row in load(path)} == {"a": 2, "b": 0}
    save(path, [])
    assert not path.exists()


@pytest.mark.parametrize(
    "line",
    [
        "<<<<<<< ours",
        "[]",
        '{"way": "websub"}',
        '{"way": "fax", "hub": "h", "topic": "t"}',
        '{"way": "websub", "hub": "h", "topic": "t", "after": "2026-01-01"}',
    ],
)
def test_a_line_that_says_nothing_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "push.jsonl"
    path.write_text(f'{{"way": "websub", "hub": "h", "topic": "t"}}\n{line}\n')
    with pytest.raises(UsageError, match=r"push\.jsonl:2: not a line of what hubs are to be told"):
        load(path)


def test_our_hub_believes_nobody_who_does_not_mean_it() -> None:
    """The hub of these tests asks back, so a subscription in them is one."""
    with hub() as the_hub, subscriber() as reader:
        form = f"hub.mode=subscribe&hub.topic=other&hub.secret=x&hub.callback={reader.url}"
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        assert ask("POST", the_hub.url, form.encode(), kind).status == 403
        assert reader.take(b"<rss/>", "sha256=0") == 403
