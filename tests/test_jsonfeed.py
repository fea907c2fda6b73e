"""JSON Feed: every member that the format has a word for, and nothing that says nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from feedtool.article import Article, Enclosure, Image, Person
from feedtool.document import document_of
from feedtool.entry import Choices, entry_of
from feedtool.feed import Channel, feed_of
from feedtool.source import Source, read
from feedtool.validate import check

if TYPE_CHECKING:
    from conftest import Project

HOME = "https://gazette.example/"
ADDRESS = f"{HOME}all.json"
THEN = datetime(2025, 12, 24, 15, 21, 46, tzinfo=timezone(timedelta(hours=5, minutes=30)))
ARTICLE = Article(
    id="tag:gazette.example,2025:rain", title="Rain", published=THEN, body="It *rained*.", link=f"{HOME}rain"
)
CHANNEL = Channel(id="tag:gazette.example,2025:feed:all", title="All", home=HOME)


def written(*articles: Article, channel: Channel = CHANNEL, self_link: str = ADDRESS, full: bool = True) -> bytes:
    entries = [
        entry_of(article, home=HOME, choices=Choices(content="full" if full else "summary")) for article in articles
    ]
    return document_of(feed_of(channel, entries, updated=THEN), "json", self_link=self_link).content


def feed(*articles: Article, channel: Channel = CHANNEL, self_link: str = ADDRESS, full: bool = True) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written(*articles, channel=channel, self_link=self_link, full=full))
    return found


def item(article: Article, *, full: bool = True) -> dict[str, Any]:
    found: dict[str, Any] = feed(article, full=full)["items"][0]
    return found


def test_a_feed_that_knows_little_says_nothing_that_is_empty() -> None:
    found = feed(ARTICLE, self_link="")
    assert list(found) == ["version", "title", "home_page_url", "user_comment", "_feedtool", "items"]
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert item(ARTICLE) == {
        "id": "tag:gazette.example,2025:rain",
        "url": f"{HOME}rain",
        "title": "Rain",
        "content_html": "<p>It <em>rained</em>.</p>",
        "summary": "It rained.",
        "date_published": "2025-12-24T15:21:46+05:30",
        "date_modified": "2025-12-24T15:21:46+05:30",
    }


def test_a_feed_says_all_that_its_channel_knows() -> None:
    channel = replace(
        CHANNEL,
        description="Stories of the day",
        language="hi",
        icon=f"{HOME}favicon.png",
        logo=f"{HOME}logo.png",
        hub="https://hub.example/",
        rights="© The Gazette",
        authors=(Person(name="Desk", uri=f"{HOME}desk"), Person(name="Asha", email="asha@gazette.example")),
    )
    found = feed(ARTICLE, channel=channel)
    assert (found["feed_url"], found["home_page_url"]) == (ADDRESS, HOME)
    assert (found["icon"], found["favicon"]) == (f"{HOME}logo.png", f"{HOME}favicon.png")
    assert (found["description"], found["language"]) == ("Stories of the day", "hi")
    assert found["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert found["authors"] == [
        {"name": "Desk", "url": f"{HOME}desk"},
        {"name": "Asha", "url": "mailto:asha@gazette.example"},
    ]
    assert found["_feedtool"] == {"generator": "feedtool", "rights": "© The Gazette"}
    assert ADDRESS in found["user_comment"]


def test_nobody_is_told_to_follow_an_address_that_leads_nowhere() -> None:
    assert "invalid" not in feed(ARTICLE, self_link="https://address-unknown.invalid/all.json")["user_comment"]


def test_the_small_picture_of_a_channel_stands_in_for_the_large_one() -> None:
    found = feed(ARTICLE, channel=replace(CHANNEL, icon=f"{HOME}i.png"))
    assert found["icon"] == found["favicon"] == f"{HOME}i.png"
    assert "favicon" not in feed(ARTICLE, channel=replace(CHANNEL, logo=f"{HOME}i.png"))


def test_a_picture_is_the_image_and_not_attached_besides_a_recording_is_attached() -> None:
    sound = Enclosure(url="/7.mp3", type="audio/mpeg", length=2048)
    for picture in (Image(url="/a.jpg"), Image(url="/a.jpg", type="image/jpeg", length=10)):
        found = item(replace(ARTICLE, images=(picture,)))
        assert found["image"] == f"{HOME}a.jpg"
        assert "attachments" not in found
    found = item(
        replace(ARTICLE, images=(Image(url="/a.jpg"),), enclosures=(sound, replace(sound, url="/7", length=0)))
    )
    assert found["image"] == f"{HOME}a.jpg"
    assert found["attachments"] == [
        {"url": f"{HOME}7.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 2048},
        {"url": f"{HOME}7", "mime_type": "audio/mpeg"},
    ]


def test_an_item_of_summaries_has_its_summary_for_content() -> None:
    found = item(replace(ARTICLE, summary="Two roads are closed."), full=False)
    assert "content_html" not in found
    assert found["content_text"] == found["summary"] == "Two roads are closed."


def test_an_item_in_another_language_says_so_and_authors_and_tags_are_lists() -> None:
    channel = replace(CHANNEL, language="en")
    article = replace(ARTICLE, language="hi", tags=("rain", "roads"), authors=(Person(name="Asha"),))
    found = feed(article, replace(ARTICLE, id=f"{HOME}2", language="en"), channel=channel)["items"]
    assert (found[0]["language"], found[0]["tags"], found[0]["authors"]) == (
        "hi",
        ["rain", "roads"],
        [{"name": "Asha"}],
    )
    assert "language" not in found[1]


def test_the_entry_of_a_link_blog_leads_to_its_own_page_and_to_the_one_elsewhere() -> None:
    there = "https://roads.example/plan"
    assert item(replace(ARTICLE, external=there))["external_url"] == there
    assert "external_url" not in item(replace(ARTICLE, external=ARTICLE.link))


def test_an_author_has_a_picture() -> None:
    found = item(replace(ARTICLE, authors=(Person(name="Asha", avatar="/asha.png"),)))
    assert found["authors"] == [{"name": "Asha", "avatar": f"{HOME}asha.png"}]


def test_the_document_is_fit_to_be_read_by_people() -> None:
    content = written(replace(ARTICLE, title="रात की बारिश"), replace(ARTICLE, id=f"{HOME}2")).decode()
    assert '\n  "title": "All",\n' in content
    assert '\n      "title": "रात की बारिश",\n' in content
    assert content.endswith("\n    }\n  ]\n}\n")
    assert feed() == json.loads(written())
    assert written().decode().endswith('"items": []\n}\n')


def test_a_summary_that_looks_like_markup_is_shown_as_it_is_written() -> None:
    content = written(replace(ARTICLE, summary="<b> & &lt;"))
    assert not check(content, location=ADDRESS)
    assert json.loads(content)["items"][0]["summary"] == "‹b› & &\u2060lt;"


def test_our_own_source_reads_a_feed_back() -> None:
    asha = Person(name="Asha", avatar=f"{HOME}asha.png")
    article = replace(ARTICLE, summary="It was wet.", tags=("a", "b"), authors=(asha,), language="en")
    article = replace(article, external="https://roads.example/plan")
    source = Source(origin="all.json", content=written(article, self_link=ADDRESS))
    found = [reading for reading in read(source) if isinstance(reading, Article)]
    names = ("id", "title", "summary", "published", "authors", "tags", "link", "external", "language")
    assert [[getattr(one, name) for name in names] for one in found] == [[getattr(article, name) for name in names]]
    assert found[0].published.astimezone(UTC) == THEN


def test_an_item_that_has_only_an_address_elsewhere_is_read_with_that_for_its_own() -> None:
    item = {
        "id": "1",
        "external_url": "https://roads.example/plan",
        "title": "One",
        "date_published": "2025-12-24T00:00Z",
    }
    [found] = read(
        Source(
            origin="all.json",
            content=json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]}).encode(),
        )
    )
    assert isinstance(found, Article)
    assert (found.link, found.external) == ("https://roads.example/plan", "")


def test_a_build_writes_it_checks_it_and_says_what_subscribers_will_see(project: Project) -> None:
    project.write("feedtool.toml", project.read("feedtool.toml") + 'formats = ["json"]\n')
    project.note("a", title="One")
    said = project.run("build", "-v").stderr
    assert "created: output/all.json" in said
    assert "  new: One <tag:gazette.example,2025:2025-12-24:a>" in said
    project.note("a", title="One, corrected")
    assert "  changed: One, corrected <" in project.run("build", "-v").stderr
    assert "unchanged: output/all.json" in project.run("build", "-v").stderr
    project.run("validate", "output/")


def test_an_entry_that_makes_the_json_document_alone_invalid_is_set_aside(project: Project) -> None:
    levels = '\n[validate]\nlevels = { "jsonfeed-item-url-missing" = "error" }\n'
    project.write("feedtool.toml", project.read("feedtool.toml") + 'formats = ["rss", "json"]\n' + levels)
    project.note("a", title="One", link=f"{HOME}one")
    project.note("b", title="Nowhere")
    assert "was left out of all.json" in project.run("build", code=1).stderr
    assert "Nowhere" not in project.read("output/all.rss.xml")
    assert [one["title"] for one in json.loads(project.read("output/all.json"))["items"]] == ["One"]


def test_the_json_feed_of_a_tag_that_is_gone_is_emptied(project: Project) -> None:
    text = project.read("feedtool.toml").replace("[feed.all]", '[feed."tag/{tag}"]\nformats = ["json"]')
    project.write("feedtool.toml", text)
    project.note("a", title="One", tags="[rain]")
    project.run("build")
    project.note("a", title="One", tags="[snow]")
    project.run("build")
    rain, snow = (json.loads(project.read(f"output/tag/{name}.json")) for name in ("rain", "snow"))
    assert (rain["title"], rain["items"], len(snow["items"])) == ("The Test Gazette: rain", [], 1)


@given(st.text(min_size=1))
@example('\\"\t\n\r\x00\x7f\u2028')
def test_long_texts_are_written_as_short_ones_are(text: str) -> None:
    entry = replace(entry_of(ARTICLE), content=text * 1000)
    found = document_of(feed_of(CHANNEL, [entry]), "json").content.decode()
    assert f'"content_html": {json.dumps(entry.content, ensure_ascii=False)}' in found
