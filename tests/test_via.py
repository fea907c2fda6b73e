"""Where an article comes from: the feed that it was taken from is named, from the source to the document."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import feedparser
import pytest
from lxml import etree
from msgspec.structs import replace

from feedtool.article import Article, Via
from feedtool.entry import entry_of
from feedtool.identity import digest_of, record_digest
from feedtool.record import read_record, write_record

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project

HILL = Via(
    title="Hill News", url="https://hill.example/", feed_url="https://hill.example/feed", id="tag:hill.example,2025:f"
)
RAIN = Article(title="Rain", published=datetime(2025, 12, 24, 10, tzinfo=UTC), link="https://hill.example/rain")
FEED = """<rss version="2.0"><channel><title>{name}</title><link>https://hill.example/</link>
<item><title>Rain</title><guid isPermaLink="false">tag:hill.example,2025:rain</guid><link>https://hill.example/rain</link>
<pubDate>Wed, 24 Dec 2025 10:00:00 GMT</pubDate><description>It rained.</description></item></channel></rss>"""


@pytest.fixture
def planet(project: Project) -> Project:
    project.write("hill.rss", FEED.format(name="Hill News"))
    project.write("feedtool.toml", project.read("feedtool.toml").replace('"notes/"', '"hill.rss"'))
    return project


def record(project: Project) -> Path:
    [path] = project.root.glob("articles/**/*.md")
    return path


def test_both_documents_name_the_feed_that_an_entry_was_taken_from(planet: Project) -> None:
    planet.run("build")
    atom, rss = (etree.fromstring(planet.read(f"output/all.{name}.xml").encode()) for name in ("atom", "rss"))
    source = atom.find("{*}entry/{*}source")
    assert source is not None
    assert [(etree.QName(child).localname, child.text or child.get("href")) for child in source] == [
        ("id", "https://hill.example/"),
        ("title", "Hill News"),
        ("updated", "2025-12-24T10:00:00Z"),
        ("link", "https://hill.example/"),
    ]
    [named] = rss.iter("source")
    assert (named.text, named.get("url")) == ("Hill News", "https://hill.example/")


def test_a_reader_reads_it_back(planet: Project) -> None:
    planet.run("build")
    for name in ("atom", "rss"):
        [entry] = feedparser.parse(planet.read(f"output/all.{name}.xml")).entries
        assert entry.source.title == "Hill News"


def test_nothing_is_wrong_with_what_is_written(planet: Project) -> None:
    planet.run("build")
    assert "0 errors, 0 warnings" in planet.run("validate", "output/all.atom.xml", "output/all.rss.xml").output


def test_a_source_of_one_s_own_need_not_be_named(planet: Project) -> None:
    planet.write("feedtool.toml", planet.read("feedtool.toml").replace('"hill.rss"', '"hill.rss"\nvia = false'))
    planet.run("build")
    assert "Hill News" not in planet.read("output/all.atom.xml") + planet.read("output/all.rss.xml")
    assert "via:" not in record(planet).read_text("utf-8")


def test_a_record_keeps_it_and_is_read_back() -> None:
    article = replace(RAIN, id="tag:x.example,2025:r", slug="rain", via=HILL)
    text = write_record(article)
    assert "via:\n  title: Hill News\n  url: https://hill.example/\n  feed_url: https://hill.example/feed\n" in text
    assert read_record(text, path="rain.md").via == HILL


@pytest.mark.parametrize(
    ("written", "via"),
    [
        ("via: Hill News", Via(title="Hill News")),
        ("via: https://hill.example/rain", Via(url="https://hill.example/rain")),
        ("via: {title: Hill, home: 'https://hill.example/', feed: 'https://hill.example/f'}",
         Via(title="Hill", url="https://hill.example/", feed_url="https://hill.example/f")),
        ("via: [Hill News, More News]", Via(title="Hill News")),
        ("via:", None),
        ("via: {}", None),
    ],
)  # fmt: skip
def test_a_person_may_write_it(written: str, via: Via | None) -> None:
    text = f"---\ntitle: Rain\ndate: 2025-12-24T10:00:00Z\n{written}\n---\nIt rained.\n"
    assert read_record(text, path="rain.md").via == via


@pytest.mark.parametrize(
    ("via", "shown"),
    [
        (Via(title="A name alone"), None),
        (Via(url="javascript:alert(1)", title="x"), None),
        (Via(url="https://hill.example/x"), Via(title="hill.example", url="https://hill.example/x", id="https://hill.example/x")),
        (Via(title="x", id="not an id", feed_url="https://hill.example/f"),
         Via(title="x", id="https://hill.example/f", feed_url="https://hill.example/f")),
    ],
)  # fmt: skip
def test_an_entry_names_what_leads_somewhere_or_nothing(via: Via, shown: Via | None) -> None:
    assert entry_of(replace(RAIN, via=via)).via == shown


def test_the_digest_of_what_readers_see_does_not_know_it() -> None:
    assert digest_of(RAIN) == digest_of(replace(RAIN, via=HILL)) == record_digest(RAIN)
    assert record_digest(RAIN) == record_digest(replace(RAIN, via=Via())) != record_digest(replace(RAIN, via=HILL))


def test_a_feed_that_changes_its_name_changes_records_and_brings_no_article_up_again(planet: Project) -> None:
    planet.run("build")
    planet.write("hill.rss", FEED.format(name="Hill and Dale"))
    planet.run("build")
    assert "title: Hill and Dale" in record(planet).read_text("utf-8")
    feed = planet.read("output/all.atom.xml")
    assert "<title>Hill and Dale</title>" in feed
    assert set(etree.fromstring(feed.encode()).xpath("//*[local-name()='updated']/text()")) == {"2025-12-24T10:00:00Z"}


def test_a_person_s_edit_of_it_is_never_overwritten(planet: Project) -> None:
    planet.run("build")
    path = record(planet)
    path.write_text(path.read_text("utf-8").replace("title: Hill News", "title: The Hill News"), "utf-8")
    planet.write("hill.rss", FEED.format(name="Hill and Dale"))
    assert "clash" in planet.run("build", "-v", code=1).output
    assert "title: The Hill News" in path.read_text("utf-8")


def test_programs_are_told(planet: Project) -> None:
    article = json.loads(planet.run("import", "hill.rss", "--to", "-").output)
    assert article["via"] == {"title": "Hill News", "url": "https://hill.example/", "feed_url": "", "id": ""}
    assert article["provenance"]["via"]["rule"] == "the feed that it stands in"
    assert "via: Hill News, https://hill.example/" in planet.run("explain", "hill.rss").output
