"""Sources on the web through the whole line: fetched, imported once, asked for again where something may be new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from conftest import CONFIG
from feedtool.pipeline.sources.web import due
from test_build import ids, page
from web import Reply, Web, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Project

FEED = """<rss version="2.0"><channel><title>Agency</title><link>https://agency.example/</link><description>x</description>
<item><title>Rain Tonight</title><link>https://agency.example/rain</link><guid isPermaLink="false">agency-1</guid>
<description>It will rain.</description><pubDate>Wed, 24 Dec 2025 15:21:46 IST</pubDate></item></channel></rss>"""
PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title><link rel="canonical" href="{url}">
<meta property="og:title" content="{title}">
<meta property="article:published_time" content="2025-12-2{day}T10:00:00+05:30">
</head><body><article><h1>{title}</h1><p>{body}</p><p>{body} Again.</p></article></body></html>"""
BODY = (
    "The ferry stopped for the night because the river had risen over the landing, the district said on Wednesday. " * 3
)


@pytest.fixture
def web() -> Iterator[Web]:
    with serving({}) as server:
        yield server


def configure(project: Project, web: Web, source: str) -> None:
    project.write(
        "feedtool.toml",
        CONFIG.replace('from = "notes/"', source.replace("URL", web.url("")))
        + '\n[web]\nprivate_hosts = ["127.0.0.1"]\ndelay = 0\n',
    )


def test_a_feed_on_the_web_is_imported_once_and_asked_for_with_its_validators(project: Project, web: Web) -> None:
    web.routes["/feed"] = Reply(body=FEED.encode(), etag='"1"', headers={"Content-Type": "application/rss+xml"})
    configure(project, web, 'from = "URL/feed"')
    project.run("build")
    assert len(ids(project)) == 1
    assert "<published>2025-12-24T15:21:46+05:30</published>" in project.read("output/all.atom.xml")
    assert project.run("build").output == ""
    assert web.requests[-1].headers.get("if-none-match") == '"1"'


def test_a_source_that_fails_keeps_what_was_imported_and_is_named(project: Project, web: Web) -> None:
    web.routes["/feed"] = [Reply(body=FEED.encode()), Reply(status=500)]
    configure(project, web, 'from = "URL/feed"')
    project.run("build")
    before = project.read("output/all.rss.xml")
    assert "500" in project.run("build", code=1).stderr
    assert project.read("output/all.rss.xml") == before


def test_a_host_inside_the_network_is_refused_unless_it_is_named(project: Project, web: Web) -> None:
    web.routes["/feed"] = FEED
    project.write("feedtool.toml", CONFIG.replace('from = "notes/"', f'from = "{web.url("/feed")}"'))
    assert "not public" in project.run("build", code=3).stderr
    assert not web.requests


def test_pages_behind_a_sitemap_are_read_and_read_again_only_when_they_change(project: Project, web: Web) -> None:
    pytest.importorskip("trafilatura")
    for number in (1, 2):
        url = web.url(f"/{number}")
        web.routes[f"/{number}"] = PAGE.format(title=f"The Ferry Story Number {number}", url=url, day=number, body=BODY)
    rows = "".join(
        f"<url><loc>{web.url(f'/{number}')}</loc><lastmod>2025-12-2{number}</lastmod></url>" for number in (1, 2)
    )
    web.routes["/sitemap.xml"] = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    configure(project, web, 'from = "URL/sitemap.xml"')
    project.run("build")
    assert len(ids(project)) == 2
    asked = len(web.paths)
    project.run("build")
    assert web.paths[asked:] == ["/sitemap.xml"]


def test_a_listing_leads_to_its_pages(project: Project, web: Web) -> None:
    pytest.importorskip("trafilatura")
    items = ""
    for number in (1, 2, 3):
        title = f"The Ferry Story Number {number}"
        web.routes[f"/{number}"] = PAGE.format(title=title, url=web.url(f"/{number}"), day=number, body=BODY)
        items += f'<article class="notice"><h3><a href="/{number}">{title}</a></h3></article>'
    web.routes["/"] = Reply(body=f"<html><body>{items}</body></html>".encode(), headers={"Content-Type": "text/html"})
    configure(
        project,
        web,
        'from = "URL/"\nkind = "listing"\nselect = { item = "article.notice", title = "h3", link = "h3 a" }',
    )
    project.run("build")
    assert len(ids(project)) == 3


def test_export_and_explain_take_addresses_and_pages_are_text_too(project: Project, web: Web) -> None:
    web.routes["/page.txt"] = Reply(body=page().encode(), headers={"Content-Type": "text/plain; charset=utf-8"})
    configure(project, web, 'from = "notes/"')
    project.write("notes/one.txt", "x")
    assert "2025-12-24T15:21:46+05:30" in project.run("explain", web.url("/page.txt")).stdout


def test_a_page_whose_sitemap_states_no_change_is_asked_for_again_in_time(project: Project, web: Web) -> None:
    pytest.importorskip("trafilatura")
    html = PAGE.format(title="The Ferry Story Number 1", url=web.url("/1"), day=1, body=BODY)
    web.routes["/1"] = Reply(body=html.encode(), etag='"1"', headers={"Content-Type": "text/html"})
    web.routes["/sitemap.xml"] = f"<urlset><url><loc>{web.url('/1')}</loc></url></urlset>"
    configure(project, web, 'from = "URL/sitemap.xml"')
    project.run("build")
    asked = len(web.paths)
    project.run("build")
    assert web.paths[asked:] == ["/sitemap.xml"]
    assert project.run("build", "--now", "2040-01-01T00:00:00Z").stderr == ""
    assert web.paths[asked + 1 :] == ["/sitemap.xml", "/1"]
    assert web.requests[-1].headers.get("if-none-match") == '"1"'
    web.routes["/1"] = html.replace("The ferry stopped", "The last ferry stopped")
    assert "updated: " in project.run("build", "-v", "--now", "2040-01-01T00:00:00Z").stderr
    assert "The last ferry stopped" in project.read("output/all.atom.xml")


def test_pages_are_due_by_their_age_and_the_most_overdue_first() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)

    def seen(name: str, *, age: timedelta, ago: timedelta) -> tuple[str, str, datetime]:
        return name, (now - ago - age).isoformat(), now - ago

    pages = [
        seen("new, just read", age=timedelta(minutes=5), ago=timedelta(minutes=30)),
        seen("new", age=timedelta(minutes=5), ago=timedelta(minutes=61)),
        seen("ten days old, read yesterday", age=timedelta(days=10), ago=timedelta(hours=25)),
        seen("ten days old, read an hour ago", age=timedelta(days=10), ago=timedelta(hours=1)),
        seen("old, read a month ago", age=timedelta(days=3000), ago=timedelta(days=31)),
        seen("old, read last week", age=timedelta(days=3000), ago=timedelta(days=7)),
        seen("of the future", age=timedelta(days=-3), ago=timedelta(hours=2)),
    ]
    assert due(pages, now) == ["old, read a month ago", "ten days old, read yesterday", "of the future", "new"]
