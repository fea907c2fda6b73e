"""Documents: all formats say the same, say it validly, and say it alike in every place and at every time."""

from __future__ import annotations

import html
import io
import json
import locale
import os
import subprocess
import sys
import threading
import warnings
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import atoma
import fastfeedparser
import feedparser
import lxml.etree as ET  # noqa: N812
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from feedtool.article import Article, Enclosure, Image, Person, Related
from feedtool.document import FEED_FORMATS, FORMATS, document_of, rfc822
from feedtool.document.changes import Changes, changes
from feedtool.document.published import own_title, shows_entries
from feedtool.entry import entry_of
from feedtool.feed import Channel, Feed, feed_of, in_order
from feedtool.identity import iri_of, mint
from feedtool.markup import unlike_html
from feedtool.validate import check
from strategies import ARTICLES

if TYPE_CHECKING:
    from pathlib import Path

IST = timezone(timedelta(hours=5, minutes=30))
THEN = datetime(2025, 12, 24, 15, 21, 46, tzinfo=IST)
HOME = "https://gazette.example/"
SELF = {name: f"{HOME}all{row.suffix}" for name, row in FORMATS.items()}
IN_XML = ("rss", "atom")
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PLAIN = Article(id="tag:gazette.example,2025:plain", title="Plain", published=THEN, body="Text.")
CHANNEL = Channel(id="tag:gazette.example,2025:feed:all", title="All", home=HOME, authors=(Person(name="Desk"),))
RICH_CHANNEL = replace(
    CHANNEL,
    description="All stories of the day",
    language="en-IN",
    rights="© 2025 The Gazette",
    icon=f"{HOME}icon.png",
    logo=f"{HOME}logo.png",
    ttl=30,
    hub="https://hub.example/",
)
RICH = (
    Article(
        id="tag:gazette.example,2025:2025-12-24:rain",
        title="Rain & “Roads” – What We Know",
        summary="Two roads are closed; a third may follow.",
        authors=(
            Person(name="Asha Rao", uri=f"{HOME}people/asha"),
            Person(name="Ravi Nair", email="ravi@gazette.example"),
        ),
        published=THEN,
        updated=THEN + timedelta(hours=2),
        body="## What happened\n\nIt *rained* over [the pass](/pass).\n\n- one\n- two\n\n> It was dark.",
        images=(
            Image(
                url="/rain.jpg", alt="A road", caption="The road at night", credit="PTI", type="image/jpeg", length=5120
            ),
            Image(url="/map.png", alt="A map"),
        ),
        tags=("weather", "Roads & Rail"),
        link=f"{HOME}2025/12/rain",
        related=(Related(title="More rain", url="/2025/11/rain"), Related(title="A printed report")),
    ),
    Article(
        id=f"{HOME}podcast/7",
        title="रात की बारिश",
        summary="दो सड़कें बंद हैं।",
        published=THEN - timedelta(days=1),
        body="रात भर **बारिश** हुई।",
        enclosures=(
            Enclosure(url="/7.mp3", type="audio/mpeg", length=7_340_032),
            Enclosure(url="/7.ogg", type="audio/ogg"),
        ),
        images=(Image(url="/studio.jpg", caption="स्टूडियो"),),
        language="hi",
        link=f"{HOME}podcast/7",
    ),
    replace(PLAIN, published=THEN - timedelta(days=2)),
)


def feed_with(*articles: Article, channel: Channel = CHANNEL) -> Feed:
    return feed_of(channel, [entry_of(article, home=HOME) for article in articles])


def written(*articles: Article, name: str, channel: Channel = CHANNEL) -> bytes:
    return document_of(feed_with(*articles, channel=channel), name, self_link=SELF[name]).content


def rss(*articles: Article, channel: Channel = CHANNEL) -> ET._Element:
    found = ET.fromstring(written(*articles, name="rss", channel=channel)).find("channel")
    assert found is not None
    return found


def atom(*articles: Article, channel: Channel = CHANNEL) -> ET._Element:
    return ET.fromstring(written(*articles, name="atom", channel=channel))


def texts(parent: ET._Element, path: str) -> list[str]:
    return [element.text or "" for element in parent.findall(path)]


def attribute(parent: ET._Element, path: str, name: str) -> list[str]:
    return [str(element.get(name)) for element in parent.findall(path)]


def said_in_rss(item: ET._Element) -> dict[str, object]:
    return {
        "id": item.findtext("guid"),
        "title": item.findtext("title"),
        "link": item.findtext("link"),
        "summary": item.findtext("description"),
        "content": item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded"),
        "published": parsedate_to_datetime(item.findtext("pubDate", "")),
        "offset": item.findtext("pubDate", "")[-5:],
        "authors": texts(item, f"{{{DC}}}creator"),
        "categories": texts(item, "category"),
        "enclosure": attribute(item, "enclosure", "url"),
        "media": attribute(item, f"{{{MEDIA}}}content", "url"),
    }


def said_in_atom(entry: ET._Element, feed: ET._Element) -> dict[str, object]:
    named = entry if entry.find(f"{ATOM}author") is not None else feed
    links = {rel: attribute(entry, f"{ATOM}link[@rel='{rel}']", "href") for rel in ("alternate", "enclosure")}
    published = entry.findtext(f"{ATOM}published", "")
    return {
        "id": entry.findtext(f"{ATOM}id"),
        "title": entry.findtext(f"{ATOM}title"),
        "link": next(iter(links["alternate"]), None),
        "summary": entry.findtext(f"{ATOM}summary"),
        "content": entry.findtext(f"{ATOM}content"),
        "published": datetime.fromisoformat(published),
        "offset": published.replace("Z", "+00:00")[-6:].replace(":", ""),
        "authors": texts(named, f"{ATOM}author/{ATOM}name"),
        "categories": attribute(entry, f"{ATOM}category", "term"),
        "enclosure": links["enclosure"][:1],
        "media": attribute(entry, f"{{{MEDIA}}}content", "url"),
    }


def said_in_json(item: dict[str, Any], feed: dict[str, Any]) -> dict[str, object]:
    return {
        "id": item["id"],
        "title": item["title"],
        "link": item.get("url"),
        "summary": item["summary"],
        "content": item.get("content_html"),
        "published": datetime.fromisoformat(item["date_published"]),
        "updated": datetime.fromisoformat(item["date_modified"]),
        "offset": item["date_published"].replace("Z", "+00:00")[-6:].replace(":", ""),
        "authors": [author["name"] for author in item.get("authors") or feed.get("authors", [])],
        "categories": item.get("tags", []),
        "files": [item[name] for name in ("image",) if name in item]
        + [file["url"] for file in item.get("attachments", [])],
    }


def identified(articles: list[Article]) -> list[Article]:
    """Return the articles as the pipeline hands them on: each with an id, each id once, in order."""
    authority = "gazette.example,2025"
    ids = [iri_of(article.id, authority) or mint(article, authority) for article in articles]
    found = {made: replace(article, id=made) for made, article in zip(ids, articles, strict=True)}
    return in_order(found.values())


# Both formats say the same


def test_rss_and_atom_of_one_feed_agree_entry_by_entry() -> None:
    channel, feed = rss(*RICH, channel=RICH_CHANNEL), atom(*RICH, channel=RICH_CHANNEL)
    in_rss = [said_in_rss(item) for item in channel.findall("item")]
    in_atom = [said_in_atom(entry, feed) for entry in feed.findall(f"{ATOM}entry")]
    assert in_rss == in_atom
    assert [said["id"] for said in in_rss] == [article.id for article in RICH]
    assert [said["title"] for said in in_rss] == [article.title for article in RICH]
    assert [said["published"] for said in in_rss] == [article.published for article in RICH]
    assert [said["link"] for said in in_rss] == [article.link or None for article in RICH]
    assert [said["authors"] for said in in_rss] == [["Asha Rao", "Ravi Nair"], ["Desk"], ["Desk"]]
    assert [said["categories"] for said in in_rss] == [["weather", "Roads & Rail"], [], []]


@given(st.lists(ARTICLES, min_size=1, max_size=3))
@settings(max_examples=60)
def test_rss_and_atom_of_any_feed_agree_entry_by_entry(articles: list[Article]) -> None:
    found = identified(articles)
    channel, feed = rss(*found), atom(*found)
    in_rss = [said_in_rss(item) for item in channel.findall("item")]
    in_atom = [said_in_atom(entry, feed) for entry in feed.findall(f"{ATOM}entry")]
    assert in_rss == in_atom
    assert parsedate_to_datetime(channel.findtext("lastBuildDate", "")) == datetime.fromisoformat(
        feed.findtext(f"{ATOM}updated", "")
    )


def test_feedparser_reads_the_same_out_of_both() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # feedparser's own, about its future
        parsed = [feedparser.parse(io.BytesIO(written(*RICH, name=name, channel=RICH_CHANNEL))) for name in IN_XML]
    for name in ("id", "title", "published_parsed", "summary"):
        first, second = ([entry.get(name) for entry in document.entries] for document in parsed)
        assert first == second, name
    first, second = ([entry.content[0].value for entry in document.entries] for document in parsed)
    assert first == second
    first, second = ([[tag.term for tag in entry.get("tags", ())] for entry in found.entries] for found in parsed)
    assert first == second == [["weather", "Roads & Rail"], [], []]
    assert [document.feed.title for document in parsed] == ["All", "All"]
    assert [document.feed.link for document in parsed] == [HOME, HOME]
    assert not any(document.bozo for document in parsed)


def test_atoma_reads_the_same_out_of_both() -> None:
    in_rss = atoma.parse_rss_bytes(written(*RICH, name="rss", channel=RICH_CHANNEL))
    in_atom = atoma.parse_atom_bytes(written(*RICH, name="atom", channel=RICH_CHANNEL))
    assert (in_rss.title, in_rss.link, in_rss.ttl) == ("All", HOME, 30)
    assert in_rss.description == in_atom.subtitle.value == "All stories of the day"
    assert in_rss.copyright == in_atom.rights.value == "© 2025 The Gazette"
    assert in_rss.image.url == in_atom.logo == f"{HOME}logo.png"
    assert in_rss.last_build_date == in_atom.updated == THEN + timedelta(hours=2)
    assert [item.guid for item in in_rss.items] == [entry.id_ for entry in in_atom.entries]
    assert [item.pub_date for item in in_rss.items] == [entry.published for entry in in_atom.entries]
    assert [item.enclosures[0].length for item in in_rss.items if item.enclosures] == [5120, 7_340_032]
    assert [link.length for link in in_atom.entries[1].links if link.rel == "enclosure"] == [7_340_032, None]


def test_json_and_atom_of_one_feed_agree_entry_by_entry() -> None:
    feed, root = json.loads(written(*RICH, name="json", channel=RICH_CHANNEL)), atom(*RICH, channel=RICH_CHANNEL)
    assert_alike(feed, root)
    assert [item["date_published"][-6:] for item in feed["items"]] == ["+05:30"] * 3
    assert [item.get("url") for item in feed["items"]] == [article.link or None for article in RICH]


@given(st.lists(ARTICLES, min_size=1, max_size=3))
@settings(max_examples=60)
def test_json_and_atom_of_any_feed_agree_entry_by_entry(articles: list[Article]) -> None:
    found = identified(articles)
    assert_alike(json.loads(written(*found, name="json")), atom(*found))


def assert_alike(feed: dict[str, Any], root: ET._Element) -> None:
    """Check that a JSON Feed and an Atom feed say the same; a summary that looks like markup is defused in JSON."""
    in_json = [said_in_json(item, feed) for item in feed["items"]]
    entries = root.findall(f"{ATOM}entry")
    for item, entry in zip(in_json, entries, strict=True):
        said = said_in_atom(entry, root)
        pictures = [str(content.get("url")) for content in entry.iter(f"{{{MEDIA}}}content")]
        pictures += attribute(entry, f"{ATOM}link[@rel='enclosure']", "href")
        files, updated = item.pop("files"), item.pop("updated")
        summary = said.pop("summary")
        if entry.find(f"{ATOM}summary[@type='html']") is None:
            assert item.pop("summary") == summary
        else:
            assert item.pop("summary") == unlike_html(html.unescape(str(summary)))
        assert item == {name: said[name] for name in item}
        assert updated == datetime.fromisoformat(entry.findtext(f"{ATOM}updated", ""))
        assert isinstance(files, list)
        assert set(files) <= set(pictures)


def test_an_independent_reader_reads_the_same_out_of_all_three() -> None:
    parsed = [fastfeedparser.parse(written(*RICH, name=name, channel=RICH_CHANNEL)) for name in FEED_FORMATS]
    for name in ("id", "title", "published", "description"):
        first, second, third = ([entry.get(name) for entry in document.entries] for document in parsed)
        assert first == second == third, name
    first, second, third = ([entry.content[0]["value"] for entry in document.entries] for document in parsed)
    assert first == second == third
    first, second, third = (
        [[tag["term"] for tag in entry.get("tags", ())] for entry in found.entries] for found in parsed
    )
    assert first == second == third == [["weather", "Roads & Rail"], [], []]
    assert [document.feed.title for document in parsed] == ["All"] * 3
    assert [document.feed.link for document in parsed] == [HOME] * 3
    for document in parsed:
        assert [entry.authors[0]["name"] for entry in document.entries] == ["Asha Rao", "Desk", "Desk"]


# What a channel says of itself


@pytest.mark.parametrize("name", IN_XML)
@pytest.mark.parametrize("count", [0, 1, 249, 250, 251, 500, 501])
def test_a_feed_of_many_entries_is_one_document_with_each_once_and_in_order(name: str, count: int) -> None:
    articles = [replace(PLAIN, id=f"{PLAIN.id}:{number}", title=f"{number} & more") for number in range(count)]
    feed = feed_of(CHANNEL, [entry_of(article, home=HOME) for article in articles], updated=THEN)
    content = document_of(feed, name, self_link=SELF[name]).content
    root = ET.fromstring(content)
    path = "channel/item" if name == "rss" else f"{ATOM}entry"
    assert [item.findtext("title" if name == "rss" else f"{ATOM}title") for item in root.iterfind(path)] == [
        f"{number} & more" for number in range(count)
    ]
    assert len(root.findall(f".//{ATOM}link[@rel='self']")) == 1
    margin = "    " if name == "rss" else "  "
    assert content.decode().count(f"\n{margin}</{'item' if name == 'rss' else 'entry'}>\n") == count
    assert (
        content.decode().endswith("</item>\n  </channel>\n</rss>\n" if name == "rss" else "</entry>\n</feed>\n")
        or not count
    )


@given(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.sampled_from([IST, UTC])))  # noqa: DTZ001
def test_dates_of_rss_are_those_that_mail_programs_read(moment: datetime) -> None:
    assert rfc822(moment) == format_datetime(moment)


def test_a_channel_links_to_the_home_page_and_each_document_to_itself() -> None:
    channel, feed = rss(PLAIN), atom(PLAIN)
    assert channel.findtext("link") == HOME
    assert attribute(channel, f"{ATOM}link[@rel='self']", "href") == [SELF["rss"]]
    assert attribute(feed, f"{ATOM}link[@rel='alternate']", "href") == [HOME]
    assert attribute(feed, f"{ATOM}link[@rel='self']", "href") == [SELF["atom"]]


@pytest.mark.parametrize("name", IN_XML)
def test_a_document_whose_address_nobody_knows_has_no_self_link(name: str) -> None:
    root = ET.fromstring(document_of(feed_with(PLAIN, channel=RICH_CHANNEL), name).content)
    assert "self" not in [link.get("rel") for link in root.iter(f"{ATOM}link")]


@pytest.mark.parametrize("self_link", ["", SELF["rss"]])
def test_the_hub_stands_beside_the_self_link_in_the_head_of_a_channel(self_link: str) -> None:
    content = document_of(feed_with(PLAIN, channel=RICH_CHANNEL), "rss", self_link=self_link).content
    channel = ET.fromstring(content)[0]
    links = [f"{ATOM}link"] * (2 if self_link else 1)
    assert [child.tag for child in channel][: 4 + len(links)] == ["title", "link", "description", *links, "copyright"]
    assert attribute(channel, f"{ATOM}link[@rel='hub']", "href") == ["https://hub.example/"]


@pytest.mark.parametrize(
    ("logo", "shown"),
    [
        ("", False),
        (f"{HOME}logo.gif", True),
        (f"{HOME}logo.jpg", True),
        (f"{HOME}logo.JPEG", True),
        (f"{HOME}logo.png", True),
        (f"{HOME}logo.svg", False),
        (f"{HOME}logo.webp", False),
        (f"{HOME}png", False),
    ],
)
def test_the_logo_is_the_image_of_a_channel_only_as_gif_jpeg_or_png(logo: str, *, shown: bool) -> None:
    channel = replace(CHANNEL, logo=logo)
    found = [tuple(child.text for child in image) for image in rss(PLAIN, channel=channel).findall("image")]
    assert found == ([(logo, "All", HOME)] if shown else [])
    assert texts(atom(PLAIN, channel=channel), f"{ATOM}logo") == ([logo] if logo else [])


def test_what_a_channel_says_of_itself_is_said_in_both_formats_as_far_as_they_go() -> None:
    channel, feed = rss(PLAIN, channel=RICH_CHANNEL), atom(PLAIN, channel=RICH_CHANNEL)
    assert channel.findtext("language") == feed.get(XML_LANG) == "en-IN"
    assert channel.findtext("copyright") == feed.findtext(f"{ATOM}rights") == "© 2025 The Gazette"
    assert channel.findtext("description") == feed.findtext(f"{ATOM}subtitle") == "All stories of the day"
    assert channel.findtext("ttl") == "30"
    assert feed.findtext(f"{ATOM}icon") == f"{HOME}icon.png"


def test_what_a_channel_does_not_say_is_not_there() -> None:
    channel, feed = rss(PLAIN), atom(PLAIN)
    for name in ("language", "copyright", "ttl", "image"):
        assert channel.find(name) is None
    assert feed.get(XML_LANG) is None
    for name in ("rights", "icon", "logo"):
        assert feed.find(f"{ATOM}{name}") is None


def test_an_entry_in_another_language_says_so() -> None:
    entries = atom(*RICH, channel=RICH_CHANNEL).findall(f"{ATOM}entry")
    assert [entry.get(XML_LANG) for entry in entries] == [None, "hi", None]


@pytest.mark.parametrize(
    ("article", "channel", "in_rss", "in_atom"),
    [
        (PLAIN, replace(CHANNEL, authors=()), set(), set()),
        (PLAIN, CHANNEL, {DC}, set()),
        (replace(PLAIN, images=(Image(caption="no address"),)), CHANNEL, {DC}, set()),
        (replace(PLAIN, images=(Image(url="/a.png"),)), CHANNEL, {DC, MEDIA}, {MEDIA}),
    ],
)
def test_a_namespace_is_declared_only_where_it_is_used(
    article: Article, channel: Channel, in_rss: set[str], in_atom: set[str]
) -> None:
    declared = {
        name: set(ET.fromstring(written(article, name=name, channel=channel)).nsmap.values()) for name in IN_XML
    }
    assert declared["rss"] - {ATOM[1:-1], "http://purl.org/rss/1.0/modules/content/"} == in_rss
    assert declared["atom"] - {ATOM[1:-1]} == in_atom


# Pictures and files


def test_a_picture_is_either_the_enclosure_or_beside_the_content_never_both() -> None:
    known = Image(url="/a.jpg", type="image/jpeg", length=10)
    for image, enclosures, media in (
        (known, [f"{HOME}a.jpg"], []),
        (replace(known, length=0), [], [f"{HOME}a.jpg"]),
        (replace(known, type=""), [], [f"{HOME}a.jpg"]),
    ):
        article = replace(PLAIN, images=(image,))
        for said in (said_in_rss(rss(article).findall("item")[0]), said_in_atom(atom(article)[-1], atom(article))):
            assert (said["enclosure"], said["media"]) == (enclosures, media)


def test_a_recording_is_the_enclosure_and_the_picture_stands_beside_it() -> None:
    item = rss(RICH[1]).findall("item")[0]
    assert attribute(item, "enclosure", "url") == [f"{HOME}7.mp3"]
    assert attribute(item, f"{{{MEDIA}}}content", "url") == [f"{HOME}studio.jpg"]
    assert not list(item.iter(f"{{{MEDIA}}}group"))


# Whole documents


@pytest.mark.parametrize("name", FEED_FORMATS)
def test_nothing_at_all_is_wrong_with_what_is_written_of_a_rich_feed(name: str) -> None:
    assert told(written(*RICH, name=name, channel=RICH_CHANNEL), name) == []


@pytest.mark.parametrize("name", FEED_FORMATS)
def test_nothing_at_all_is_wrong_with_what_is_written_of_the_poorest_feed(name: str) -> None:
    content = written(PLAIN, name=name, channel=replace(CHANNEL, authors=()))
    assert told(content, name) == []


def told(content: bytes, name: str) -> list[str]:
    """Return what the validator says; that an article has no address JSON Feed alone asks after, and it is true."""
    problems = check(content, location=SELF[name])
    return [str(problem) for problem in problems if problem.rule != "jsonfeed-item-url-missing"]


@pytest.mark.parametrize("name", FEED_FORMATS)
def test_a_feed_without_entries_is_valid_too(name: str) -> None:
    feed = feed_of(CHANNEL, [], updated=THEN)
    content = document_of(feed, name, self_link=SELF[name]).content
    assert "error" not in {problem.level for problem in check(content, location=SELF[name])}


@pytest.mark.parametrize("name", IN_XML)
def test_a_document_begins_with_its_declaration_and_is_utf_8(name: str) -> None:
    content = written(*RICH, name=name)
    assert content.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n")
    assert "रात की बारिश" in content.decode("utf-8")


def test_a_document_knows_its_name_format_media_type_and_time() -> None:
    document = document_of(feed_with(*RICH), "atom", name="all.atom.xml")
    assert (document.name, document.format, document.media_type) == ("all.atom.xml", "atom", "application/atom+xml")
    assert document.updated == THEN + timedelta(hours=2)


def test_a_format_that_does_not_exist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        document_of(feed_with(PLAIN), "gopher")


@pytest.mark.parametrize("name", IN_XML)
def test_text_that_looks_like_xml_is_only_text(name: str) -> None:
    title = "]]> <![CDATA[x]]> &amp;lt; 5 < 6 & 7 > 3"
    shown = "]]> ‹![CDATA[x]]› &\u2060amp;lt; 5 < 6 & 7 > 3"  # what looks like a tag or an entity, readers would eat
    root = ET.fromstring(written(replace(PLAIN, title=title, tags=(title,)), name=name))
    assert shown in [element.text for element in root.iter("title", f"{ATOM}title")]
    said = [element.text for element in root.iter("category")]
    said += [element.get("term") for element in root.iter(f"{ATOM}category")]
    assert said == [shown]


# Nothing but the articles decides


MAKE = """\
import hashlib
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo
from feedtool.article import Article, Enclosure, Image, Person, Related
from feedtool.document import FORMATS, document_of, rfc822
from feedtool.entry import entry_of
from feedtool.feed import Channel, feed_of, in_order

then = datetime(2025, 7, 1, 2, 30, tzinfo=ZoneInfo("Asia/Kolkata"))
articles = [
    Article(id=f"tag:a.example,2025:{n}", title=f"T{n}", published=then - timedelta(days=n % 3), slug=f"t{n}",
            body="*x* ![](a.jpg)", tags=("a", "b", f"t{n}"), images=(Image(url="/a.jpg"), Image(url="/b.xbm")),
            enclosures=(Enclosure(url="/a.mp3", type="audio/mpeg"),), related=(Related(title="r", url="/r"),),
            authors=(Person(name="A"), Person(name="B")))
    for n in range(9)
]
channel = Channel(id="tag:a.example,2025:feed", title="All", home="https://a.example/", language="en", ttl=5)
link = "https://a.example/{date:%Y/%m/%d}/{slug}"
feed = feed_of(channel, [entry_of(article, home=channel.home, link=link) for article in in_order(articles)])
for name in FORMATS:
    print(name, hashlib.sha256(document_of(feed, name, self_link=f"https://a.example/{name}").content).hexdigest())
"""
ZONES = ("UTC", "Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem", "America/New_York")


def test_the_bytes_depend_on_no_time_zone_hash_seed_locale_or_folder(tmp_path: Path) -> None:
    languages = ("C", "C.UTF-8", "hi_IN.UTF-8", "C", "C")
    folders = ("/", str(tmp_path), "/", str(tmp_path), "/")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": language},
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        for zone, seed, language, folder in zip(ZONES, "01010", languages, folders, strict=True)
    ]
    said = {run.communicate()[0] for run in running}
    assert [run.returncode for run in running] == [0] * len(ZONES)
    assert len(said) == 1
    assert len(said.pop().split()) == 2 * len(FORMATS)


@pytest.mark.parametrize("name", FEED_FORMATS)
def test_writing_twice_gives_the_same_bytes(name: str) -> None:
    feed = feed_with(*RICH, channel=RICH_CHANNEL)
    assert document_of(feed, name).content == document_of(feed, name).content


def test_two_threads_write_the_same_bytes_and_leave_the_locale_as_it_was() -> None:
    before = locale.setlocale(locale.LC_ALL)
    feed = feed_with(*[replace(RICH[0], id=f"{RICH[0].id}-{number}") for number in range(30)], channel=RICH_CHANNEL)
    found: list[tuple[str, bytes]] = []

    def work() -> None:
        for _ in range(4):
            found.extend((name, document_of(feed, name).content) for name in FORMATS)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2 * 4 * len(FORMATS)
    assert len(set(found)) == len(FORMATS)
    assert locale.setlocale(locale.LC_ALL) == before


# What subscribers will see


@pytest.mark.parametrize("name", FEED_FORMATS)
def test_changes_names_what_is_new_what_changed_and_what_is_gone(name: str) -> None:
    first, second, third = RICH
    before = written(first, second, name=name)
    after = written(replace(second, title="Another title"), third, name=name)
    assert changes(before, after) == Changes(
        new=((third.id, third.title),),
        changed=((second.id, "Another title"),),
        gone=((first.id, first.title),),
    )


@pytest.mark.parametrize("name", FEED_FORMATS)
def test_nothing_changed_in_the_same_document(name: str) -> None:
    content = written(*RICH, name=name)
    assert changes(content, content) == Changes()


@pytest.mark.parametrize("name", FEED_FORMATS)
def test_an_entry_is_not_changed_by_what_stands_beside_it(name: str) -> None:
    pictured = replace(PLAIN, id=f"{PLAIN.id}-2", images=(Image(url="/a.png"),))
    before = written(PLAIN, name=name, channel=replace(CHANNEL, authors=()))
    after = written(pictured, PLAIN, name=name, channel=replace(RICH_CHANNEL, authors=()))
    assert changes(before, after) == Changes(new=((pictured.id, pictured.title),))


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b" \n",
        b"\0garbage",
        b"no feed",
        b"<html></html>",
        b"\xff\xfe<",
        b"<rss><chan",
        b'{"items": [',
        b'{"items": [1, []], "x": 1}',
        b'{"items": 1}',
        b"{" * 9_000,
    ],
)
def test_a_document_that_cannot_be_read_holds_nothing(before: bytes) -> None:
    after = written(PLAIN, name="rss")
    assert changes(before, after) == Changes(new=((PLAIN.id, PLAIN.title),))
    assert changes(after, before) == Changes(gone=((PLAIN.id, PLAIN.title),))


def test_a_document_that_was_cut_short_still_shows_what_it_holds() -> None:
    content = written(*RICH, name="rss")
    cut = content[: content.rindex(b"<item>")]
    assert changes(cut, content) == Changes(new=((RICH[2].id, RICH[2].title),))


def test_a_title_of_ours_and_whether_entries_are_shown_are_read_back_in_every_format() -> None:
    channel = replace(CHANNEL, title='A “Feed” & "more" \\ <x>')
    for name in FEED_FORMATS:
        full, empty = (
            document_of(feed_of(channel, entries, updated=THEN), name, self_link=SELF[name]).content
            for entries in (feed_with(PLAIN).entries, ())
        )
        assert own_title(full) == own_title(empty) == channel.title
        assert (shows_entries(full), shows_entries(empty)) == (True, False)
    for other in (b"", b"{}", b'{\n  "title": "x"\n}', b"<rss><channel><title>x</title></channel></rss>"):
        assert own_title(other) is None


def test_an_instant_is_the_same_in_every_zone_that_an_article_was_written_in() -> None:
    for minutes in (-570, 0, 330, 345, 840):
        zone = timezone(timedelta(minutes=minutes))
        article = replace(PLAIN, published=THEN.astimezone(zone))
        said = said_in_rss(rss(article).findall("item")[0])
        assert said["published"] == THEN
        assert said["offset"] == f"{article.published:%z}"
        said_in_xml = atom(article).findtext(f"{ATOM}entry/{ATOM}published", "")
        assert said_in_xml.replace("Z", "+00:00") == article.published.isoformat()
        assert said_in_xml.endswith("Z") == (minutes == 0)
