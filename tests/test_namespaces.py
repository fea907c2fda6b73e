"""Namespaces: what feeds say beyond RSS and Atom is read by programs of others, and declared only where it is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import feedparser
import lxml.etree as ET  # noqa: N812
import pytest

from conftest import CASES
from feedtool.document.namespaces import ROWS
from feedtool.entry import license_of

if TYPE_CHECKING:
    from conftest import Project

EXPECTED = CASES / "golden" / "everything" / "expected"


@pytest.fixture(params=["all.rss.xml", "all.atom.xml"])
def content(request: pytest.FixtureRequest) -> bytes:
    """Return a document that says everything."""
    return (EXPECTED / str(request.param)).read_bytes()


def test_a_reader_of_others_finds_pictures_place_comments_and_licence(content: bytes) -> None:
    entry = feedparser.parse(content).entries[0]
    assert [row["url"].rsplit("/")[-1] for row in entry.media_content] == [
        "bridge.jpg",
        "bridge.webp",
        "bridge-640.jpg",
    ]
    assert entry.media_content[0]["width"] == "1600"
    assert entry.media_thumbnail[0]["url"] == "https://herald.example/pictures/bridge-small.jpg"
    assert entry.media_credit[0]["content"] == "Ravi Nair"
    assert entry.media_keywords == "bridge, river"
    assert entry.where["coordinates"] == (91.7362, 26.1445)
    assert entry["thr_in-reply-to"]["ref"] == "https://roads.example/plan"
    assert {link["href"] for link in entry.links if link["rel"] == "license"} == {
        "https://creativecommons.org/licenses/by-sa/4.0/"
    }
    assert entry.news_rating == "4 of 5"


def test_comments_are_counted_in_the_vocabulary_of_each_format() -> None:
    rss = feedparser.parse((EXPECTED / "all.rss.xml").read_bytes()).entries
    assert [entry.slash_comments for entry in rss] == ["7", "0"]
    assert rss[0].comments == "https://herald.example/2025/12/bridge#comments"
    assert rss[0].wfw_commentrss == "https://herald.example/2025/12/bridge/comments.xml"
    atom = feedparser.parse((EXPECTED / "all.atom.xml").read_bytes()).entries
    assert [entry.thr_total for entry in atom] == ["7", "0"]
    replies = [link["href"] for link in atom[0].links if link["rel"] == "replies"]
    assert replies == [rss[0].comments, rss[0].wfw_commentrss]


def test_a_feed_says_how_often_it_moves_and_what_may_be_done_with_it() -> None:
    channel = feedparser.parse((EXPECTED / "all.rss.xml").read_bytes()).feed
    assert (channel.sy_updateperiod, channel.sy_updatefrequency, channel.ttl) == ("hourly", "2", "30")
    assert channel.news_desk == "Hills & valleys"
    root = ET.parse(EXPECTED / "all.rss.xml").getroot()
    assert [hour.text for hour in root.iterfind("channel/skipHours/hour")] == ["19", "20", "21", "22"]
    assert [day.text for day in root.iterfind("channel/skipDays/day")] == ["Sunday"]


def test_a_feed_names_its_counterpart_in_another_language_in_its_own_format() -> None:
    for name in ("rss", "atom"):
        channel = feedparser.parse((EXPECTED / f"all.{name}.xml").read_bytes()).feed
        others = {link["hreflang"]: link["href"] for link in channel.links if link.get("hreflang")}
        assert others == {"hi": f"https://herald.example/short.{name}.xml"}


def test_feeds_that_are_one_for_each_language_name_each_other(project: Project) -> None:
    project.write("feedtool.toml", project.read("feedtool.toml").replace("[feed.all]", '[feed."news-{language}"]'))
    project.note("a", title="A", language="en")
    project.note("b", title="B", language="hi")
    project.run("build")
    assert 'hreflang="hi"' in project.read("output/news-en.atom.xml")
    assert 'href="https://gazette.example/news-en.rss.xml"' in project.read("output/news-hi.rss.xml")


def test_a_namespace_is_declared_only_where_something_of_it_is_said(project: Project) -> None:
    project.note("a", title="A", tags="[x]", location="26.1, 91.7")
    project.note("b", title="B", tags="[y]")
    project.write("feedtool.toml", project.read("feedtool.toml") + '[feed."tag/{tag}"]\n')
    project.run("build")
    assert "georss" in project.read("output/tag/x.rss.xml")
    plain = project.read("output/tag/y.rss.xml")
    assert [row.prefix for row in ROWS if f"xmlns:{row.prefix}=" in plain] == ["dc"]


def test_a_feed_of_few_words_and_no_pictures_in_utc() -> None:
    entry = feedparser.parse((EXPECTED / "short.atom.xml").read_bytes()).entries[0]
    content = entry.content[0].value
    assert "opened…</p>" in content
    assert "<img" not in content
    assert entry.published == "2025-12-24T09:51:46Z"


def test_elements_that_a_feed_does_not_name_are_not_in_it() -> None:
    assert b"news:desk" in (EXPECTED / "all.atom.xml").read_bytes()
    assert b"news:desk" not in (EXPECTED / "short.atom.xml").read_bytes()
    assert b"news:rating" in (EXPECTED / "short.atom.xml").read_bytes()


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("cc by-nc-nd", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
        ("CC BY-SA 3.0", "https://creativecommons.org/licenses/by-sa/3.0/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("https://gazette.example/terms", "https://gazette.example/terms"),
        ("ask the editor", ""),
        ("", ""),
    ],
)
def test_a_licence_is_an_address_or_a_name_of_creative_commons(said: str, address: str) -> None:
    assert license_of(said) == address


@pytest.mark.parametrize(
    ("front_matter", "said"),
    [
        ("comments: true", ""),
        ("location: Guwahati", ""),
        ("episode: the first", ""),
        ("comments: '12'", "<slash:comments>12</slash:comments>"),
        ("geo: geo:26.5,-90", "<georss:point>26.5 -90</georss:point>"),
    ],
)
def test_fields_that_others_use_for_other_things_never_set_an_article_aside(
    project: Project, front_matter: str, said: str
) -> None:
    project.write("notes/a.md", f"---\ntitle: A\ndate: 2025-12-24\n{front_matter}\n---\n\nText.\n")
    project.run("build")
    assert said in project.read("output/all.rss.xml")


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("location: {latitude: 95, longitude: 10}", "a latitude from -90 to 90"),
        ("location: {latitude: 5}", "degrees, like 26.14"),
        ("episode: {number: one}", "a number as number of an episode"),
        ("episode: {type: pilot}", "one of full, trailer, bonus"),
        ("episode: {explicit: perhaps}", "yes or no for `explicit`"),
        ("enclosures: [{url: /a.mp3, type: audio/mpeg, duration: long}]", "a duration in seconds or as h:mm:ss"),
    ],
)
def test_what_is_clearly_meant_and_wrong_is_named(project: Project, front_matter: str, expected: str) -> None:
    project.write("notes/a.md", f"---\ntitle: A\ndate: 2025-12-24\n{front_matter}\n---\n\nText.\n")
    project.note("b", title="B")
    assert expected in project.run("build", code=1).output
    assert "<title>B</title>" in project.read("output/all.rss.xml")


@pytest.mark.parametrize(
    ("toml", "mistake"),
    [
        ('[element.rating]\nnamespace = "https://g.example/ns"\nfield = "rating"', "is not the name of an element"),
        ('[element."g:rating"]\nnamespace = "https://g.example/ns"', "does not say what it shows"),
        (
            '[element."a:rating"]\nnamespace = "http://www.w3.org/2005/Atom"\nfield = "r"',
            'element."a:rating".namespace',
        ),
        (
            (
                '[element."g:a"]\nnamespace = "https://g.example/1"\nfield = "a"\n'
                '[element."g:b"]\nnamespace = "https://g.example/2"\nfield = "b"'
            ),
            "gives 'g' a second meaning",
        ),
        ('[feed.b]\nalternates = { hi = "al" }', "names no feed: 'al' (did you mean 'all'?)"),
        ('[feed.b]\nelements = ["g:x"]', "names no element"),
        ("[feed.b]\nskip_hours = [24]", "hours from 0 to 23"),
        ('[feed.b]\nskip_days = ["Sonntag"]', "'Sunday'"),
        ("[feed.b]\nupdate = { frequency = 2 }", "period"),
        ('[feed.b]\nlicense = "mine"', "CC-BY-4.0"),
        ('[feed.b]\npictures = ["iframe"]', "'inline'"),
    ],
)
def test_a_mistake_in_what_a_feed_is_to_say_is_named(project: Project, toml: str, mistake: str) -> None:
    project.write("feedtool.toml", f"{project.read('feedtool.toml')}\n{toml}\n")
    said = re.sub(r"\s+", " ", project.run("build", code=2).output)
    assert mistake in said
