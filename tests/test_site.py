"""Documents of the whole site: lists of feeds, sitemaps, news sitemaps."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import lxml.etree as ET  # noqa: N812
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feedtool.document.site import SITE, FeedOf, PageOf, Site
from feedtool.document.site import sitemap as sitemaps
from feedtool.problem import Level
from feedtool.validate import check
from strategies import TEXT

if TYPE_CHECKING:
    from conftest import Project

HOME = "https://gazette.example/"
THEN = datetime(2025, 12, 24, 15, 21, 46, tzinfo=timezone(timedelta(hours=5, minutes=30)))
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
PAGE = PageOf(address=f"{HOME}rain", title="Rain", published=THEN, updated=THEN)
GAZETTE = Site(title="The Gazette", home=HOME, base=HOME, updated=THEN, language="en-IN")


def pages(count: int) -> list[PageOf]:
    """Return pages, newest first, an hour apart."""
    return [
        replace(PAGE, address=f"{HOME}{count - number}", updated=THEN - timedelta(hours=number))
        for number in range(count)
    ]


def written(site: Site, name: str) -> dict[str, bytes]:
    return {document.name: document.content for document in SITE[name].write(site)}


def addresses(content: bytes) -> list[str | None]:
    return [element.text for element in ET.fromstring(content).iter(f"{MAP}loc")]


# The list of feeds


def test_the_list_names_each_feed_once_in_a_format_that_programs_read() -> None:
    every = {"json": f"{HOME}all.json", "atom": f"{HOME}all.atom.xml", "rss": f"{HOME}all.rss.xml"}
    feeds = [
        FeedOf(title="All “stories”", description="Of the day", language="en-IN", home=HOME, addresses=every),
        FeedOf(title="Only JSON", addresses={"json": f"{HOME}only.json"}),
        FeedOf(title="Rain", group="tag", home=HOME, addresses={"atom": f"{HOME}tag/rain.atom.xml"}),
        FeedOf(title="Roads", home=HOME, addresses={"rss": f"{HOME}roads.rss.xml", "html": f"{HOME}roads.html"}),
    ]
    content = written(replace(GAZETTE, feeds=feeds), "opml")["feeds.opml"]
    body = ET.fromstring(content).find("body")
    assert body is not None
    assert [dict(outline.attrib) for outline in body] == [
        {
            "text": "All “stories”",
            "title": "All “stories”",
            "type": "rss",
            "xmlUrl": f"{HOME}all.rss.xml",
            "htmlUrl": HOME,
            "language": "en-IN",
            "description": "Of the day",
        },
        {
            "text": "Roads",
            "title": "Roads",
            "type": "rss",
            "xmlUrl": f"{HOME}roads.rss.xml",
            "htmlUrl": f"{HOME}roads.html",
        },
        {"text": "Tag"},
    ]
    assert [outline.get("xmlUrl") for outline in body[2]] == [f"{HOME}tag/rain.atom.xml"]
    assert not check(content)


def test_the_same_list_stands_at_the_well_known_place() -> None:
    site = replace(GAZETTE, feeds=[FeedOf(title="All", home=HOME, addresses={"rss": f"{HOME}all.rss.xml"})])
    assert written(site, "well-known") == {".well-known/feeds": written(site, "opml")["feeds.opml"]}


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3))
def test_any_titles_make_a_valid_list_and_valid_sitemaps(rows: list[tuple[str, str]]) -> None:
    from feedtool.characters import single_line  # noqa: PLC0415 - titles come to documents in this state

    titles = [f"T{single_line(title)}" for title, _ in rows]
    addressed = {"rss": f"{HOME}all.rss.xml"}
    feeds = [FeedOf(title=title, home=HOME, addresses=addressed) for title in titles]
    found = [replace(PAGE, title=title) for title in titles]
    site = replace(GAZETTE, title=titles[0], feeds=feeds, pages=found, new=found)
    assert not [problem for problem in check(written(site, "opml")["feeds.opml"]) if problem.level == "error"]
    assert not check(written(site, "sitemap")["sitemap.xml"])
    content = written(site, "news")["news.xml"]
    assert not check(content)
    assert [element.text for element in ET.fromstring(content).iter(f"{NEWS}title")] == titles


# Sitemaps


def test_a_sitemap_has_the_address_and_the_last_change_of_every_page_of_the_site() -> None:
    found = [
        replace(PAGE, address=f"{HOME}a?b=1&c=2", updated=THEN + timedelta(days=1)),
        replace(PAGE, address="https://elsewhere.example/x"),
        PAGE,
    ]
    content = written(replace(GAZETTE, pages=found), "sitemap")["sitemap.xml"]
    assert addresses(content) == [f"{HOME}rain", f"{HOME}a?b=1&c=2"]
    changed = [element.text for element in ET.fromstring(content).iter(f"{MAP}lastmod")]
    assert changed == ["2025-12-24T15:21:46+05:30", "2025-12-25T15:21:46+05:30"]
    assert not check(content)


def test_more_pages_than_a_file_may_hold_make_several_and_an_index_that_comes_last() -> None:
    site = replace(GAZETTE, base=f"{HOME}feeds/", pages=pages(7))
    made = {document.name: document for document in sitemaps.write(site, most=3)}
    assert list(made) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    index = made["sitemap.xml"].content
    assert addresses(index) == [f"{HOME}feeds/sitemap-{number}.xml" for number in (1, 2, 3)]
    listed = [address for number in (1, 2, 3) for address in addresses(made[f"sitemap-{number}.xml"].content)]
    assert listed == [page.address for page in reversed(site.pages)]
    assert [made[name].updated for name in made] == [THEN - timedelta(hours=hours) for hours in (4, 1, 0, 0)]
    assert not [problem for document in made.values() for problem in check(document.content)]


def test_a_new_page_leaves_the_files_alone_that_are_full() -> None:
    before, after = (
        {document.name: document.content for document in sitemaps.write(replace(GAZETTE, pages=found), most=3)}
        for found in (pages(8)[1:], pages(8))
    )
    assert {name for name in before if before[name] != after[name]} == {"sitemap-3.xml", "sitemap.xml"}


def test_a_site_without_pages_has_a_sitemap_of_its_home_page() -> None:
    for name in ("sitemap", "news"):
        [content] = written(GAZETTE, name).values()
        assert addresses(content) == [HOME]
        assert not check(content)


def test_fifty_thousand_pages_are_written_and_checked_in_seconds() -> None:
    before = os.times()
    [content] = written(replace(GAZETTE, pages=pages(50_000)), "sitemap").values()
    assert not check(content)
    after = os.times()
    assert (after.user + after.system) - (before.user + before.system) < 10


# News sitemaps


def test_news_have_publication_language_time_and_title() -> None:
    new = [
        PAGE,
        replace(PAGE, address=f"{HOME}hi", language="hi"),
        replace(PAGE, address=f"{HOME}zh", language="zh-TW"),
        replace(PAGE, address="https://elsewhere.example/"),
    ]
    content = written(replace(GAZETTE, new=new, pages=pages(3)), "news")["news.xml"]
    root = ET.fromstring(content)
    assert addresses(content) == [f"{HOME}rain", f"{HOME}hi", f"{HOME}zh"]
    assert [element.text for element in root.iter(f"{NEWS}name")] == ["The Gazette"] * 3
    assert [element.text for element in root.iter(f"{NEWS}language")] == ["en", "hi", "zh-tw"]
    assert {element.text for element in root.iter(f"{NEWS}publication_date")} == {"2025-12-24T15:21:46+05:30"}
    assert not check(content)


def test_the_newest_thousand_are_news() -> None:
    content = written(replace(GAZETTE, new=pages(1001)), "news")["news.xml"]
    assert len(addresses(content)) == 1000
    assert f"{HOME}1" not in addresses(content)


# The check


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("</urlset>", "", "still open"),
        ("urlset", "urls", "a document of <urls>"),
        ("sitemap/0.9", "sitemap/0.8", "no feed"),
        ("<loc>https://gazette.example/rain</loc>", "", "whole address"),
        ("<loc>https://gazette.example/rain", "<loc>/rain", "whole address"),
        ("https://gazette.example/rain", "https://gazette.example/é", "whole address"),
        ("https://gazette.example/1<", "https://gazette.test/1<", "one site"),
        ("2025-12-24T15:21:46+05:30", "24 December", "<lastmod>"),
        ("</lastmod>", "</lastmod><priority>2</priority>", "<priority>"),
        ("</lastmod>", "</lastmod><loc>https://gazette.example/</loc>", "in this order"),
        ("</lastmod>", "</lastmod><changefreq>often</changefreq>", "<changefreq>"),
        ("  <url>", "  <sitemap/>\n  <url>", "does not belong"),
        ("<news:language>en</news:language>", "", "news:language"),
        ("<news:language>en", "<news:language>english", "news:language"),
        ("<news:title>Rain</news:title>", "<news:title></news:title>", "news:title"),
    ],
)
def test_what_is_wrong_with_a_sitemap_is_said_with_its_line(old: str, new: str, said: str) -> None:
    site = replace(GAZETTE, new=[PAGE, replace(PAGE, address=f"{HOME}1")])
    content = written(site, "news")["news.xml"].decode()
    assert old in content
    problems = check(content.replace(old, new).encode(), name="news.xml")
    assert [problem for problem in problems if said in problem.message and problem.place.line]
    assert not check(content.encode())


@pytest.mark.parametrize(
    "content", [b"", b"<", b"{}", b"<html/>", b"\xff", b"<!DOCTYPE x [<!ENTITY e 'x'>]><urlset>&e;"]
)
def test_what_is_no_sitemap_is_an_error(content: bytes) -> None:
    assert Level.ERROR in {problem.level for problem in check(content)}


def test_what_sitemaps_are_extended_by_and_their_size_are_theirs() -> None:
    spaces = {name: f"http://www.google.com/schemas/sitemap-{name}/1.1" for name in ("image", "video")}
    said = "".join(f' xmlns:{name}="{space}"' for name, space in spaces.items())
    said += ' xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    [document] = sitemaps.write(replace(GAZETTE, pages=pages(30_000)))
    content = document.content.replace(b"<urlset", f"<urlset{said}".encode())
    assert len(content) > 2_000_000
    assert not check(content)
    assert [problem.rule for problem in check(content.replace(b"image/1.1", b"image/1.2"))] == ["namespace-unknown"]


def test_more_than_a_sitemap_may_hold_is_too_much() -> None:
    [document] = sitemaps.write(replace(GAZETTE, pages=pages(50_001)), most=60_000)
    assert "at most 50000" in check(document.content)[0].message
    assert "empty" in check(b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>')[0].message


# In a build


def also(project: Project, *names: str, more: str = "") -> None:
    text = project.read("feedtool.toml").replace("[site]\n", f"[site]\nalso = {list(names)}\nlanguage = 'en'\n{more}\n")
    project.write("feedtool.toml", text.replace("timezone =", 'link = "https://gazette.example/{slug}"\ntimezone ='))


def test_a_build_writes_what_is_asked_for_and_leaves_alone_what_did_not_change(project: Project) -> None:
    also(project, "opml", "well-known", "sitemap", "news")
    project.note("old", title="Old", date="2025-12-24 15:21:46 IST")
    project.note("new", title="New & more", date="2025-12-31 15:21:46 IST", slug="another")
    project.run("build")
    names = ["feeds.opml", ".well-known/feeds", "sitemap.xml", "news.xml"]
    assert addresses(project.read("output/sitemap.xml").encode()) == [f"{HOME}old", f"{HOME}another"]
    assert addresses(project.read("output/news.xml").encode()) == [f"{HOME}another"]
    assert f'xmlUrl="{HOME}all.rss.xml"' in project.read("output/feeds.opml")
    before = {name: (project.root / "output" / name).stat() for name in names}
    said = project.run("build", "-v").stderr
    assert all(f"unchanged: output/{name}" in said for name in names)
    assert {name: (project.root / "output" / name).stat().st_mtime_ns for name in names} == {
        name: stat.st_mtime_ns for name, stat in before.items()
    }
    assert before["sitemap.xml"].st_mtime == datetime(2025, 12, 31, 9, 51, 46, tzinfo=UTC).timestamp()


def test_a_withdrawn_article_leaves_the_sitemaps(project: Project) -> None:
    also(project, "sitemap", "news")
    for name in ("one", "two"):
        project.note(name, title=name, date="2025-12-31 15:21:46 IST")
    project.run("build")
    project.note("one", title="one", date="2025-12-31 15:21:46 IST", withdrawn="true")
    project.run("build")
    for name in ("sitemap", "news"):
        assert addresses(project.read(f"output/{name}.xml").encode()) == [f"{HOME}two"]


def test_feeds_that_are_made_for_each_tag_are_listed_with_those_that_have_entries(project: Project) -> None:
    also(project, "opml", more="to = 'public'")
    project.write(
        "feedtool.toml", project.read("feedtool.toml") + '\n[feed."tag/{tag}"]\n[feed.never]\nwhere = {tags = "x"}'
    )
    project.note("one", tags="[rain, roads]")
    project.run("build")
    outlines = list(ET.fromstring(project.read("public/feeds.opml").encode()).iter("outline"))
    assert [outline.get("text") for outline in outlines] == [
        "The Test Gazette",
        "Tag",
        "The Test Gazette: rain",
        "The Test Gazette: roads",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[site]\nalso = ["sitemap"]\n', "feedtool.toml:2: site.also: needs the address of the site"),
        ('[site]\nhome = "https://a.example/"\nalso = "news"\n', "site.also: needs the language of the site"),
        ('[site]\nhome = "https://a.example/"\nalso = ["sitemaps"]\n', "did you mean 'sitemap'?"),
    ],
)
def test_what_cannot_be_written_is_a_mistake_of_the_configuration(project: Project, text: str, said: str) -> None:
    project.write("feedtool.toml", text)
    assert said in project.run("build", code=2).stderr
