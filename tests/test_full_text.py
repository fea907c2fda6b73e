"""Full text on request: what a feed only summarises gets the text of its page; a failure loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import CONFIG
from test_web_sources import BODY, PAGE
from web import Reply, Web, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Project

pytest.importorskip("trafilatura")
TEXT = "The ferry stopped for the night"


@pytest.fixture
def web() -> Iterator[Web]:
    with serving({}) as server:
        yield server


@pytest.fixture
def wire(project: Project, web: Web) -> Project:
    """Return a project with a feed of three entries: two summaries with pages, and one with its text."""
    source = f'from = "{web.url("/feed")}"\nfull = true'
    project.write(
        "feedtool.toml",
        CONFIG.replace('from = "notes/"', source)
        + '\n[web]\nprivate_hosts = ["127.0.0.1"]\ndelay = 0\nlongest_wait = 0\n',
    )
    for name in ("rain", "snow"):
        web.routes[f"/{name}"] = page(web, name)
    show(web, item(web, "rain"), item(web, "snow"), item(web, "hail", "<content:encoded>All of it.</content:encoded>"))
    return project


def page(web: Web, name: str, body: str = BODY) -> Reply:
    html = PAGE.format(title=f"The {name} story of the valley", url=web.url(f"/{name}"), day=1, body=body)
    return Reply(body=html.encode(), headers={"Content-Type": "text/html"})


def item(web: Web, name: str, text: str = "<description>In short.</description>") -> str:
    return (
        f"<item><title>The {name} story</title><link>{web.url(f'/{name}')}</link><guid>urn:x:{name}</guid>{text}"
        "<pubDate>Wed, 24 Dec 2025 10:00:00 GMT</pubDate></item>"
    )


def show(web: Web, *items: str) -> None:
    namespace = "http://purl.org/rss/1.0/modules/content/"
    body = f'<rss version="2.0" xmlns:content="{namespace}"><channel><title>x</title>{"".join(items)}</channel></rss>'
    web.routes["/feed"] = Reply(body=body.encode(), headers={"Content-Type": "application/rss+xml"})


def records(project: Project) -> dict[str, str]:
    found = project.root.glob("articles/**/*.md")
    return {path.stem.removeprefix("the-").removesuffix("-story"): path.read_text("utf-8") for path in found}


def asked(web: Web, project: Project, *args: str, code: int = 0) -> list[str]:
    """Build, and return the pages that were asked for."""
    before = len(web.paths)
    project.run("build", *args, code=code)
    return sorted(path for path in web.paths[before:] if path not in ("/feed", "/robots.txt"))


def test_summaries_get_the_text_of_their_pages_once(wire: Project, web: Web) -> None:
    assert asked(web, wire) == ["/rain", "/snow"]
    found = records(wire)
    assert TEXT in found["rain"]
    assert "summary: In short." in found["rain"]
    assert "title: The rain story\n" in found["rain"]  # the feed's, not the page's
    assert "2025-12-24T10:00:00" in found["rain"]
    assert "All of it." in found["hail"]
    feed = wire.read("output/all.atom.xml")
    assert asked(web, wire) == []
    assert wire.run("build").output == ""
    assert wire.read("output/all.atom.xml") == feed


def test_an_entry_that_changed_has_its_page_read_again(wire: Project, web: Web) -> None:
    wire.run("build")
    show(web, item(web, "rain", "<description>In other words.</description>"), item(web, "snow"))
    web.routes["/rain"] = page(web, "rain", BODY.replace("stopped", "sailed"))
    assert asked(web, wire) == ["/rain"]
    assert "The ferry sailed" in records(wire)["rain"]


def test_a_page_that_fails_is_named_and_asked_for_again_and_the_feed_s_text_is_kept(wire: Project, web: Web) -> None:
    web.routes["/snow"] = Reply(status=500)
    assert asked(web, wire, code=1) == ["/rain", "/snow"]
    assert "In short." in records(wire)["snow"]
    assert f"{web.url('/snow')}: " in wire.run("build", code=1).stderr
    web.routes["/snow"] = page(web, "snow")
    assert asked(web, wire) == ["/snow"]
    assert TEXT in records(wire)["snow"]
    web.routes["/snow"] = Reply(status=500)
    show(web, item(web, "snow", "<description>Other words.</description>"))
    assert asked(web, wire, code=1) == ["/snow"]
    assert TEXT in records(wire)["snow"]  # the text of before, until the page is there again


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=404),
        Reply(body=b"%PDF", headers={"Content-Type": "application/pdf"}),
        Reply(body=b"<html><body><p>x</p></body></html>", headers={"Content-Type": "text/html"}),
    ],
    ids=["gone", "no page", "no text"],
)
def test_a_page_that_will_never_do_is_named_once(wire: Project, web: Web, reply: Reply) -> None:
    web.routes["/snow"] = reply
    assert asked(web, wire, code=1) == ["/rain", "/snow"]
    assert "In short." in records(wire)["snow"]
    assert asked(web, wire) == []


def test_what_another_source_has_is_not_fetched(wire: Project, web: Web) -> None:
    text = wire.read("feedtool.toml").replace(
        "[feed.all]", f'[source.more]\nfrom = "{web.url("/feed")}?2"\nfull = true\n[feed.all]'
    )
    wire.write("feedtool.toml", text)
    web.routes["/feed?2"] = web.routes["/feed"]
    assert asked(web, wire) == ["/feed?2", "/rain", "/snow"]
    assert asked(web, wire) == ["/feed?2"]


def test_without_the_request_a_summary_stays_one(wire: Project, web: Web) -> None:
    wire.write("feedtool.toml", wire.read("feedtool.toml").replace("full = true", ""))
    assert asked(web, wire) == []
    assert TEXT not in records(wire)["rain"]


def test_what_a_filter_drops_is_not_fetched(wire: Project, web: Web) -> None:
    wire.write(
        "feedtool.toml", wire.read("feedtool.toml").replace("full = true", 'full = true\nwhere = { text = ["rain"] }')
    )
    assert asked(web, wire) == ["/rain"]
