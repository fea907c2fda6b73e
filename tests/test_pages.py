"""Pages for people: what they say, that they are valid, safe and readable, and that users may change them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import lxml.html
import mf2py
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from feedtool.article import Article, Enclosure, Image, Person, Via
from feedtool.document import Around, document_of
from feedtool.document.page.rhythm import plot_of
from feedtool.document.page.views import direction
from feedtool.document.page.words import clock, words_of
from feedtool.entry import entry_of
from feedtool.errors import UsageError
from feedtool.feed import Channel, feed_of
from feedtool.identity import iri_of, mint
from feedtool.validate import check
from strategies import ARTICLES

if TYPE_CHECKING:
    from conftest import Project

HOME = "https://gazette.example/"
ADDRESS = f"{HOME}all.html"
THEN = datetime(2025, 12, 24, 15, 21, 46, tzinfo=timezone(timedelta(hours=5, minutes=30)))
CHANNEL = Channel(id="tag:gazette.example,2025:feed:all", title="All", home=HOME, language="en-IN")
ARTICLE = Article(
    id="tag:gazette.example,2025:rain",
    title="Rain & “Roads”",
    summary="Two roads are closed.",
    authors=(Person(name="Asha Rao", uri=f"{HOME}asha"), Person(name="Ravi Nair")),
    published=THEN,
    updated=THEN + timedelta(hours=2),
    body="It *rained*.",
    images=(Image(url="/rain.jpg", caption="The road", credit="PTI"),),
    tags=("Weather", "Roads & Rail"),
    link=f"{HOME}2025/rain",
)
AROUND = Around(
    site="The Gazette",
    index=f"{HOME}index.html",
    addresses={"rss": f"{HOME}all.rss.xml", "atom": f"{HOME}all.atom.xml", "json": f"{HOME}all.json", "html": ADDRESS},
)


def written(*articles: Article, channel: Channel = CHANNEL, around: Around = AROUND) -> str:
    feed = feed_of(channel, [entry_of(article, home=HOME) for article in articles], updated=THEN)
    return document_of(feed, "html", self_link=ADDRESS, around=around).content.decode()


def page(*articles: Article, channel: Channel = CHANNEL, around: Around = AROUND) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(written(*articles, channel=channel, around=around))


def said(root: lxml.html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in root.xpath(path)]


def microformats(text: str) -> list[dict[str, Any]]:
    """Return the h-entries of a page as another program reads them."""
    [feed] = mf2py.parse(doc=text, url=ADDRESS)["items"]
    assert feed["type"] == ["h-feed"]
    return [one["properties"] for one in feed.get("children", []) if one["type"] == ["h-entry"]]


# What a page says


def test_a_page_says_of_an_entry_what_people_look_for() -> None:
    root = page(ARTICLE)
    assert root.xpath("//h1/text()") == ["All"]
    assert said(root, "//h3") == ["Rain & “Roads”"]
    assert root.xpath("//h3/a/@href") == [f"{HOME}2025/rain"]
    assert said(root, "//*[@class='p-summary']") == ["Two roads are closed."]
    assert said(root, "//*[@class='meta']") == [
        "Asha Rao, Ravi Nair · 24 December 2025, 15:21 UTC+5:30 · updated 17:21 UTC+5:30"
    ]
    assert root.xpath("//time/@datetime") == ["2025-12-24T15:21:46+05:30", "2025-12-24T17:21:46+05:30"]
    assert said(root, "//*[@class='tags']/li") == ["Weather", "Roads & Rail"]
    assert root.xpath("//img/@src") == [f"{HOME}rain.jpg"]
    assert said(root, "//figcaption") == ["The road PTI"]


def test_another_program_reads_the_same_entries_out_of_a_page() -> None:
    [entry] = microformats(written(ARTICLE))
    assert entry["uid"] == [ARTICLE.id]
    assert entry["name"] == [ARTICLE.title]
    assert entry["url"] == [ARTICLE.link]
    assert entry["summary"] == [ARTICLE.summary]
    assert entry["published"] == ["2025-12-24T15:21:46+0530"]
    assert entry["updated"] == ["2025-12-24T17:21:46+0530"]
    assert entry["category"] == list(ARTICLE.tags)
    assert entry["featured"] == [{"value": f"{HOME}rain.jpg", "alt": ""}]  # what is shown of it stands below it
    assert [author["properties"]["name"] for author in entry["author"]] == [["Asha Rao"], ["Ravi Nair"]]


@given(st.lists(ARTICLES, min_size=1, max_size=3))
@settings(max_examples=60)
def test_of_any_articles_another_program_reads_ids_titles_and_instants(articles: list[Article]) -> None:
    authority = "gazette.example,2025"
    whole = [replace(one, id=iri_of(one.id, authority) or mint(one, authority)) for one in articles]
    entries = [entry_of(one, home=HOME) for one in whole]
    found = microformats(written(*whole))
    assert [one["uid"] for one in found] == [[entry.id] for entry in entries]
    titles = [" ".join(one["name"][0].split()) for one in found]
    assert titles == [" ".join(entry.title.split()) for entry in entries]
    assert [datetime.fromisoformat(one["published"][0]) for one in found] == [entry.published for entry in entries]
    assert [one.get("url", [""])[0] for one in found] == [entry.link for entry in entries]


def test_readers_find_the_feeds_of_a_page_and_people_their_addresses() -> None:
    root = page(ARTICLE)
    links = root.xpath("//link[@rel='alternate']")
    assert [(link.get("type"), link.get("href")) for link in links] == [
        ("application/rss+xml", f"{HOME}all.rss.xml"),
        ("application/atom+xml", f"{HOME}all.atom.xml"),
        ("application/feed+json", f"{HOME}all.json"),
    ]
    assert said(root, "//code") == [link.get("href") for link in links]
    assert said(root, "//*[@class='format']") == ["RSS", "Atom", "JSON Feed"]
    assert root.xpath("//link[@rel='canonical']/@href") == [ADDRESS]
    assert root.xpath("//*[@class='up']/a/@href") == [f"{HOME}index.html"]
    alike = page(ARTICLE, around=replace(AROUND, site="All"))
    assert not alike.xpath("//*[@class='up']")
    assert alike.xpath("//h1/a/@href") == [f"{HOME}index.html"]


def test_search_engines_are_told_what_the_page_leads_to() -> None:
    [text] = page(ARTICLE, replace(ARTICLE, id="tag:x,2025:y", link="")).xpath("//script/text()")
    data = json.loads(text)
    assert (data["@type"], data["url"], data["isPartOf"]["name"]) == ("CollectionPage", ADDRESS, "The Gazette")
    assert data["mainEntity"]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "url": ARTICLE.link, "name": ARTICLE.title}
    ]


def test_an_entry_without_an_address_shows_its_text_there_and_then() -> None:
    root = page(replace(ARTICLE, link=""), ARTICLE)
    assert said(root, "//*[@class='e-content']") == ["The road PTI Two roads are closed. It rained."]
    assert said(root, "//*[@class='p-summary']") == ["Two roads are closed."]  # once an entry
    assert root.xpath("//img/@src") == [f"{HOME}rain.jpg"] * 2
    assert not root.xpath("//h3[1]/a") or root.xpath("//h3")[0].find("a") is None


def test_a_page_without_entries_pictures_or_feeds_is_whole() -> None:
    root = page(around=Around())
    assert said(root, "//*[@class='empty']") == ["There is nothing here yet."]
    assert not root.xpath("//code | //img | //figure")
    recording = Enclosure(url="/a.jpg", type="image/jpeg", length=5)
    assert page(replace(ARTICLE, images=(), enclosures=(recording,))).xpath("//img/@src") == [f"{HOME}a.jpg"]


def test_recordings_can_be_listened_to_and_other_files_opened() -> None:
    files = (
        Enclosure(url="/7.mp3", type="audio/mpeg", length=2048),
        Enclosure(url="/7.webm", type="video/webm"),
        Enclosure(url="/The%20map.pdf", type="application/pdf"),
    )
    root = page(replace(ARTICLE, enclosures=files))
    assert root.xpath("//audio/@src | //video/@src") == [f"{HOME}7.mp3", f"{HOME}7.webm"]
    assert [(link.get("href"), link.text) for link in root.xpath("//*[@class='file']/a")] == [
        (f"{HOME}The%20map.pdf", "The map.pdf")
    ]
    assert root.xpath("//img/@src") == [f"{HOME}rain.jpg"]
    assert "media-src *" in root.xpath("//meta[@http-equiv]/@content")[0]


def test_an_entry_of_another_feed_says_where_it_was_taken_from() -> None:
    taken = replace(ARTICLE, updated=None, via=Via(title="The Pass Gazette", url="https://pass.example/"))
    root = page(taken)
    assert said(root, "//*[@class='meta']")[0].endswith("15:21 UTC+5:30 · via The Pass Gazette")
    assert "https://pass.example/" in root.xpath("//*[@class='meta']//a/@href")


# Languages


@pytest.mark.parametrize(
    ("language", "title", "direction_", "follow", "time"),
    [
        ("hi", "घाटी", "ltr", "फ़ॉलो करें", "24 दिसंबर 2025, 15:21 UTC+5:30"),
        ("he", "קול העמק", "rtl", "מעקב", "24 בדצמבר 2025, 15:21 UTC+5:30"),
        ("ar-AE", "صوت الوادي", "rtl", "تابع", "24 ديسمبر 2025، 15:21 UTC+5:30"),
        ("de-CH", "Das Tal", "ltr", "Abonnieren", "24. Dezember 2025, 15:21 UTC+5:30"),
        ("fr", "La vallée", "ltr", "Suivre", "24 décembre 2025, 15:21 UTC+5:30"),
        ("es", "El valle", "ltr", "Seguir", "24 de diciembre de 2025, 15:21 UTC+5:30"),
        ("ta", "பள்ளத்தாக்கு", "ltr", "Follow", "2025-12-24, 15:21 UTC+5:30"),
        ("ur", "وادی", "rtl", "Follow", "2025-12-24, 15:21 UTC+5:30"),
        ("", "קול", "rtl", "Follow", "24 December 2025, 15:21 UTC+5:30"),
    ],
)
def test_a_page_speaks_the_language_of_its_feed(
    language: str, title: str, direction_: str, follow: str, time: str
) -> None:
    root = page(replace(ARTICLE, updated=None), channel=replace(CHANNEL, language=language, title=title))
    assert (root.get("lang"), root.get("dir")) == (language or "en", direction_)
    [heading] = root.xpath("//*[@id='follow']")
    assert heading.text_content() == follow
    assert heading.get("lang", "") == ("en" if follow == "Follow" and language else "")
    assert said(root, "//time") == [time]


def test_an_entry_in_another_language_has_its_own_direction() -> None:
    hebrew = replace(ARTICLE, title="הכביש נסגר", language="he")
    [article] = page(hebrew).xpath("//article")
    assert (article.get("lang"), article.get("dir")) == ("he", "rtl")
    assert [direction(text) for text in ("12 – a", "12 ש", "…", "", "a ש")] == ["ltr", "rtl", "ltr", "ltr", "ltr"]


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(330, "UTC+5:30"), (0, "UTC"), (-570, "UTC−9:30"), (-300, "UTC−5"), (840, "UTC+14"), (345, "UTC+5:45")],
)
def test_a_time_names_its_zone_as_an_offset(minutes: int, shown: str) -> None:
    assert clock(THEN.astimezone(timezone(timedelta(minutes=minutes)))).endswith(f" {shown}")


# Safe, strict, readable


def test_nothing_on_a_page_runs_and_only_its_own_style_is_let_in() -> None:
    hostile = replace(
        ARTICLE,
        title="<script>alert(1)</script>",
        summary='"><img src=x onerror=alert(1)>',
        link="",
        body="<p onclick='x()' style='color:red'>x</p><script>alert(2)</script>",
        tags=("</script><script>",),
    )
    text = written(hostile)
    root = lxml.html.document_fromstring(text)
    assert [script.get("type") for script in root.iter("script")] == ["application/ld+json"]
    assert not root.xpath("//@style | //@*[starts-with(name(), 'on')]")
    [style] = root.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    [policy] = root.xpath("//meta[@http-equiv]/@content")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_every_page_has_one_title_one_h1_one_main_and_unique_ids() -> None:
    root = page(ARTICLE, replace(ARTICLE, id="tag:x,2025:y", images=()))
    for name in ("title", "h1", "main"):
        assert len(root.xpath(f"//{name}")) == 1
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(image.get("alt") is not None for image in root.iter("img"))
    assert [heading.tag for heading in root.iter("h1", "h2", "h3")] == ["h1", "h2", "h2", "h3", "h3"]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("stylesheet", ["page.css", "feed.css"])
def test_text_stands_out_from_what_is_behind_it_in_light_and_dark(stylesheet: str) -> None:
    from feedtool.document.page.rendering import render  # noqa: PLC0415 - what is under test

    text = render(stylesheet, {}).decode()
    schemes = [
        dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{(.*?)\}", text, re.DOTALL)[:2]
    ]
    for colours in schemes:
        for behind in ("paper", "card"):
            assert contrast(colours["ink"], colours[behind]) >= 7
            assert contrast(colours["soft"], colours[behind]) >= 4.5
            assert contrast(colours["link"], colours[behind]) >= 4.5
        assert contrast(colours["bar" if "bar" in colours else "link"], colours["paper"]) >= 3


# The rhythm


def test_the_plot_has_a_row_for_each_name_and_a_bar_for_each_week() -> None:
    monday = date(2025, 12, 22)
    weeks = [
        (monday - timedelta(weeks=40), "old", 9),
        (monday - timedelta(weeks=25), "rain", 2),
        (monday - timedelta(weeks=1), "rain", 4),
        (monday, "rain", 1),
        (monday, "snow", 1),
    ]
    plot = plot_of(weeks, words_of("en"))
    assert plot is not None
    assert [(row.name, row.total, [bar.x for bar in row.bars]) for row in plot.rows] == [
        ("rain", 7, [0, 240, 250]),
        ("snow", 1, [250]),
    ]
    assert [bar.height for bar in plot.rows[0].bars] == [20, 40, 10]
    assert plot.rows[0].text == "rain: 7 entries, most in the week of 15 December 2025 (4)."
    assert plot.text == "Entries a week, from the week of 30 June 2025 to that of 22 December 2025."


def test_a_plot_of_one_week_would_say_nothing() -> None:
    assert plot_of([], words_of("en")) is None
    assert plot_of([(date(2025, 12, 22), "a", 1), (date(2025, 12, 22), "b", 1)], words_of("en")) is None


# In a build


def with_pages(project: Project, *, site: str = "", feed: str = "") -> None:
    text = project.read("feedtool.toml")
    text = text.replace(
        "[site]\n", f'[site]\nlanguage = "en"\nlink = "{HOME}{{slug}}"\nalso = ["index", "opml"]\n{site}'
    )
    project.write("feedtool.toml", f'{text}formats = ["rss", "atom", "html"]\n{feed}')


def test_a_build_writes_pages_and_leaves_alone_what_did_not_change(project: Project) -> None:
    with_pages(project, feed='[feed."tag/{tag}"]\nformats = ["atom", "html"]\n')
    for number in (1, 2):
        project.note(str(number), title=f"Note {number}", date=f"2025-12-{20 + number} 09:00 IST", tags="[rain]")
    project.run("build")
    said_again = project.run("build", "-v").stderr
    for name in ("all.html", "tag/rain.html", "index.html"):
        assert f"unchanged: output/{name}" in said_again
        assert len(microformats(project.read(f"output/{name}"))) == 2
    root = lxml.html.document_fromstring(project.read("output/index.html"))
    assert said(root, "//*[@class='feed']/h3") == ["The Test Gazette"]
    assert root.xpath("//*[@class='feed']/h3/a/@href") == [f"{HOME}all.html"]
    assert root.xpath("//*[@class='group']//a/@href") == [f"{HOME}tag/rain.html"]
    assert said(root, "//*[@class='group']//a") == ["rain"]
    assert root.xpath("//link[@type='text/x-opml']/@href") == [f"{HOME}feeds.opml"]


def test_the_page_of_a_tag_that_is_gone_is_emptied(project: Project) -> None:
    with_pages(project, feed='[feed."tag/{tag}"]\nformats = ["html"]\n')
    project.note("a", tags="[rain]")
    project.run("build")
    project.note("a", tags="[snow]")
    project.run("build")
    assert "There is nothing here yet." in project.read("output/tag/rain.html")
    assert len(microformats(project.read("output/tag/snow.html"))) == 1


def test_a_feed_that_is_called_index_does_not_lose_its_page_to_that_of_the_site(project: Project) -> None:
    with_pages(project)
    project.write("feedtool.toml", project.read("feedtool.toml").replace("[feed.all]", "[feed.index]"))
    project.note("a")
    assert "two documents are written to this file" in project.run("build", code=2).stderr
    assert "The Test Gazette" in project.read("output/index.html")


def test_the_stylesheet_is_named_by_xml_and_stands_beside_it(project: Project) -> None:
    with_pages(project, feed='stylesheet = true\n[feed."tag/{tag}"]\nstylesheet = true\nformats = ["rss", "json"]\n')
    project.note("a", tags="[rain]")
    project.run("build")
    for name, href in (("all.rss.xml", "feed.css"), ("all.atom.xml", "feed.css"), ("tag/rain.rss.xml", "../feed.css")):
        content = project.read(f"output/{name}")
        assert f'\n<?xml-stylesheet type="text/css" href="{href}"?>\n<' in content
        assert not check(content.encode(), location=f"{HOME}{name}")
        assert (project.root / "output" / name).parent.joinpath(href).resolve().is_file()
    assert "stylesheet" not in project.read("output/tag/rain.json")
    assert "unchanged: output/feed.css" in project.run("build", "-v").stderr


def test_archive_documents_name_the_same_stylesheet_and_have_no_pages(project: Project) -> None:
    with_pages(project, feed='stylesheet = true\narchive = "month"\nlimit = 1\n')
    for month in (10, 11, 12):
        project.note(str(month), title=f"Note {month}", date=f"2025-{month}-20 09:00 IST")
    project.run("build")
    found = sorted(path for path in (project.root / "output").rglob("*/*/*") if path.suffix in (".xml", ".html"))
    assert found
    for path in found:
        assert path.name.endswith((".rss.xml", ".atom.xml"))
        [href] = re.findall(r'<\?xml-stylesheet type="text/css" href="([^"]*)"', path.read_text(encoding="utf-8"))
        assert path.parent.joinpath(href).resolve() == project.root / "output" / "feed.css"


def test_export_makes_one_page_that_needs_nothing_beside_it(project: Project) -> None:
    project.note("a", title="Only One")
    text = project.run("export", "notes/", "--format", "html", "--timezone", "Asia/Kolkata").stdout
    assert [entry["name"] for entry in microformats(text)] == [["Only One"]]
    assert "<style>" in text
    assert not re.search(r"<link[^>]*stylesheet|\.invalid", text)


# Templates of the user


def test_a_template_of_the_same_name_wins_and_may_extend_ours(project: Project) -> None:
    with_pages(project)
    project.note("a", title="One")
    project.write(
        "templates/feed.html",
        '{% extends "feedtool/feed.html" %}{% block follow %}<p id="mine">{{ stories|length }}</p>{% endblock %}',
    )
    project.write("templates/page.css", "body { color: #123456; }")
    project.run("build")
    root = lxml.html.document_fromstring(project.read("output/all.html"))
    assert said(root, "//*[@id='mine']") == ["1"]
    assert root.xpath("//style/text()") == ["body { color: #123456; }"]
    assert said(root, "//h3") == ["One"]
    assert not root.xpath("//*[@class='follow']")


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("<p>\n{% if %}", "templates/feed.html:2: the template cannot be filled in: Expected an expression"),
        ("<p>\n\n{{ nothing }}", "templates/feed.html:3: the template cannot be filled in: 'nothing' is undefined"),
        ("\n{{ stories[0].nothing }}", "templates/feed.html:2: the template cannot be filled in"),
        ("\n{{ 1 // 0 }}", "templates/feed.html:2: the template cannot be filled in: ZeroDivisionError"),
        ('{% extends "feedtool/fed.html" %}', "there is no template 'feedtool/fed.html'; expected one of base.html"),
        ('\n{% include "none.html" %}', "templates/feed.html:2: there is no template 'none.html'"),
    ],
)
def test_a_template_that_is_wrong_is_named_with_its_line_and_no_feed_is_lost(
    project: Project, template: str, told: str
) -> None:
    with_pages(project)
    project.note("a", title="One")
    project.run("build")
    before = project.read("output/all.html")
    project.note("a", title="Two")
    project.write("templates/feed.html", template)
    assert told in project.run("build", code=2).stderr
    assert "Two" in project.read("output/all.rss.xml")
    assert project.read("output/all.html") == before


def test_what_was_withdrawn_leaves_a_page_of_any_template(project: Project) -> None:
    with_pages(project)
    project.write("feedtool.toml", project.read("feedtool.toml").replace('["rss", "atom", "html"]', '["html"]'))
    project.write("templates/feed.html", "<!DOCTYPE html>{% for one in stories %}{{ one.title }}{% endfor %}")
    project.note("a", title="One")
    project.run("build")
    assert "One" in project.read("output/all.html")
    project.note("a", title="One", withdrawn="true")
    project.run("build")
    assert "One" not in project.read("output/all.html")


def test_a_template_that_cannot_be_read_is_named(project: Project) -> None:
    with_pages(project)
    project.note("a")
    project.write("templates/feed.html", b"\xff\xfe\x00")
    project.write("templates/.hidden.html", b"\xff")
    project.write("templates/picture.png", b"\xff")
    assert "templates/feed.html: cannot be read" in project.run("build", code=2).stderr


def test_a_template_of_ours_that_is_wrong_would_be_named_too() -> None:
    with pytest.raises(UsageError, match=r"templates/feed\.html: there is no template|no template"):
        written(ARTICLE, around=replace(AROUND, templates={"feed.html": '{% extends "feedtool/../x" %}'}))


def test_times_of_pages_are_those_of_the_articles(project: Project) -> None:
    with_pages(project)
    project.note("a", date="2025-12-24 15:21:46 IST")
    project.run("build")
    stamp = datetime(2025, 12, 24, 9, 51, 46, tzinfo=UTC).timestamp()
    assert {(project.root / "output" / name).stat().st_mtime for name in ("all.html", "index.html")} == {stamp}
