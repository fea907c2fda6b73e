"""Every trap of feedgen 1.0.0 that could catch us: still there in that release, and not in what we write.

The tests named `…_still_…` show feedgen alone.  One that fails tells of a release that mended something: then the
mend in `feedtool.document` that stands beside it may go.
"""

from __future__ import annotations

import locale
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from importlib import metadata
from typing import Any

import lxml.etree as ET  # noqa: N812
import pytest
from feedgen.feed import FeedGenerator
from msgspec.structs import replace

from feedtool.article import Article, Enclosure, Image, Person, Related
from feedtool.document import FEED_FORMATS, FORMATS, document_of
from feedtool.entry import Choices, Entry, entry_of
from feedtool.feed import Channel, feed_of
from feedtool.validate import check

IST = timezone(timedelta(hours=5, minutes=30))
THEN = datetime(2025, 12, 24, 15, 21, 46, tzinfo=IST)
HOME = "https://gazette.example/"
HUB = "https://hub.example/"
SELF = {name: f"{HOME}all{row.suffix}" for name, row in FORMATS.items()}
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
ARTICLE = Article(
    id="tag:gazette.example,2025:2025-12-24:rain",
    title="Rain by Night",
    summary="Two roads are closed.",
    published=THEN,
    authors=(Person(name="Asha Rao"),),
    body="It *rained*.",
    images=(Image(url="/rain.jpg", caption="Rain", type="image/jpeg"),),
    enclosures=(Enclosure(url="/rain.mp3", type="audio/mpeg", length=2048),),
    external="https://roads.example/plan",
    related=(Related(title="More Rain", url="/more"),),
    tags=("weather",),
    link="https://gazette.example/rain",
)
CHANNEL = Channel(id="tag:gazette.example,2025:feed:all", title="All", home=HOME, authors=(Person(name="Desk"),))


def raw(**entry: Any) -> tuple[Any, Any]:  # noqa: ANN401 - feedgen is untyped
    """Return a generator as its own documentation fills it, with one entry."""
    generator = FeedGenerator()
    generator.id("tag:gazette.example,2025:feed")
    generator.title("All")
    generator.description("All of it")
    generator.link(href=HOME, rel="alternate")
    item = generator.add_entry()
    fields = {"id": "tag:gazette.example,2025:1", "title": "One", "published": THEN, "updated": THEN} | entry
    for name, value in fields.items():
        getattr(item, name)(value)
    return generator, item


def rss_of(generator: Any) -> ET._Element:  # noqa: ANN401 - feedgen is untyped
    channel = ET.fromstring(generator.rss_str()).find("channel")
    assert channel is not None
    return channel


def atom_of(generator: Any) -> ET._Element:  # noqa: ANN401 - feedgen is untyped
    return ET.fromstring(generator.atom_str())


def first(root: ET._Element, path: str) -> ET._Element:
    found = root.find(path)
    assert found is not None, path
    return found


def written(*articles: Article, name: str, channel: Channel = CHANNEL, full: bool = True) -> bytes:
    entries = [
        entry_of(article, home=HOME, choices=Choices(content="full" if full else "summary")) for article in articles
    ]
    return document_of(feed_of(channel, entries), name, self_link=SELF[name]).content


def rss(*articles: Article, channel: Channel = CHANNEL) -> ET._Element:
    return first(ET.fromstring(written(*articles, name="rss", channel=channel)), "channel")


def atom(*articles: Article, channel: Channel = CHANNEL, full: bool = True) -> ET._Element:
    return ET.fromstring(written(*articles, name="atom", channel=channel, full=full))


def links(entry: ET._Element) -> list[dict[str, str]]:
    return [{str(key): str(value) for key, value in link.attrib.items()} for link in entry.findall(f"{ATOM}link")]


def test_the_release_is_the_one_whose_traps_are_known() -> None:
    assert metadata.version("feedgen") == "1.0.0"


# Links


def test_links_of_atom_entries_still_lose_everything_but_their_address() -> None:
    generator, item = raw(content="x")
    item.link(href=f"{HOME}rain", rel="alternate", type="text/html")
    item.link(href=f"{HOME}rain.mp3", rel="enclosure", type="audio/mpeg", length="2048")
    found = links(first(atom_of(generator), f"{ATOM}entry"))
    assert found == [{"href": f"{HOME}rain"}, {"href": f"{HOME}rain.mp3"}]


def test_links_of_our_atom_entries_keep_relation_type_length_and_title() -> None:
    assert links(first(atom(ARTICLE), f"{ATOM}entry")) == [
        {"href": f"{HOME}rain", "rel": "alternate", "type": "text/html"},
        {"href": f"{HOME}rain.mp3", "rel": "enclosure", "type": "audio/mpeg", "length": "2048"},
        {"href": "https://roads.example/plan", "rel": "related"},
        {"href": f"{HOME}more", "rel": "related", "title": "More Rain"},
    ]


def test_one_link_list_still_serves_both_formats_so_both_name_the_same_self() -> None:
    generator, _ = raw(content="x")
    generator.link(href=SELF["atom"], rel="self")
    assert first(rss_of(generator), f"{ATOM}link").get("href") == SELF["atom"]


def test_each_of_our_documents_names_its_own_address_as_self() -> None:
    for name, root in (("rss", rss(ARTICLE)), ("atom", atom(ARTICLE))):
        found = [link for link in links(root) if link["rel"] == "self"]
        assert found == [{"href": SELF[name], "rel": "self", "type": FORMATS[name].media_type}]


def test_the_last_link_still_becomes_the_link_of_the_channel_whatever_its_relation() -> None:
    generator, _ = raw(content="x")
    generator.link(href=SELF["rss"], rel="self")
    assert rss_of(generator).findtext("link") == SELF["rss"]


@pytest.mark.parametrize("hub", ["", HUB])
def test_the_link_of_our_channel_is_the_home_page(hub: str) -> None:
    channel = replace(CHANNEL, hub=hub)
    assert rss(ARTICLE, channel=channel).findtext("link") == HOME
    alternates = [link["href"] for link in links(atom(ARTICLE, channel=channel)) if link["rel"] == "alternate"]
    assert alternates == [HOME]


def test_a_hub_still_never_reaches_rss() -> None:
    generator, _ = raw(content="x")
    generator.link([{"href": HUB, "rel": "hub"}, {"href": HOME, "rel": "alternate"}])
    assert HUB.encode() in generator.atom_str()
    assert HUB.encode() not in generator.rss_str()


def test_our_hub_is_in_both_formats_and_nowhere_when_there_is_none() -> None:
    for write in (rss, atom):
        found = links(write(ARTICLE, channel=replace(CHANNEL, hub=HUB)))
        assert [link["href"] for link in found if link["rel"] == "hub"] == [HUB]
        assert "hub" not in {link["rel"] for link in links(write(ARTICLE))}


@pytest.mark.parametrize("link", ["javascript:alert(1)", "/a b"])
def test_links_that_lead_nowhere_are_still_accepted_without_a_word(link: str) -> None:
    generator, item = raw()
    item.link(href=link)
    assert first(atom_of(generator), f"{ATOM}entry/{ATOM}link").get("href") == link


@pytest.mark.parametrize(("link", "found"), [("javascript:alert(1)", None), ("/a b", f"{HOME}a%20b")])
def test_our_links_are_absolute_or_not_there(link: str, found: str | None) -> None:
    article = replace(ARTICLE, link=link, external="", enclosures=(), related=())
    assert rss(article).findtext("item/link") == found
    alternate = atom(article).find(f"{ATOM}entry/{ATOM}link")
    assert (None if alternate is None else alternate.get("href")) == found


# Characters


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_one_character_that_xml_cannot_hold_still_loses_the_whole_feed(character: str) -> None:
    generator, _ = raw(content=f"a{character}b")
    for write in (generator.rss_str, generator.atom_str):
        with pytest.raises(ValueError, match=r"XML compatible|surrogates"):  # a UnicodeEncodeError is a ValueError
            write()


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x1f", "\ufffe", "\ud800"])
@pytest.mark.parametrize("field", ["title", "summary", "body", "link"])
def test_one_character_that_xml_cannot_hold_loses_nothing_of_ours(field: str, character: str) -> None:
    spoilt = replace(ARTICLE, **{field: f"{getattr(ARTICLE, field)}a{character}b"})  # text all
    other = replace(ARTICLE, id=f"{ARTICLE.id}-2", title="Another", link=f"{HOME}another")
    for name in FEED_FORMATS:
        content = written(spoilt, other, name=name)
        assert b"Rain by Night" in content
        assert b"Another" in content
        assert not check(content, location=SELF[name])


# The clock


def test_the_clock_still_gets_into_a_feed_and_into_entries_that_were_only_published() -> None:
    before = datetime.now(UTC)
    generator = FeedGenerator()
    item = generator.add_entry()
    item.published(THEN)
    assert before <= item.updated() <= datetime.now(UTC)
    assert before <= generator.updated() <= datetime.now(UTC)
    assert before <= generator.lastBuildDate() <= datetime.now(UTC)


def test_the_times_of_ours_are_those_of_the_articles() -> None:
    newer = replace(ARTICLE, id=f"{ARTICLE.id}-2", title="Another", updated=THEN + timedelta(hours=1))
    feed = atom(newer, ARTICLE)
    assert feed.findtext(f"{ATOM}updated") == "2025-12-24T16:21:46+05:30"
    updated = [element.text for element in feed.findall(f"{ATOM}entry/{ATOM}updated")]
    assert updated == ["2025-12-24T16:21:46+05:30", "2025-12-24T15:21:46+05:30"]
    assert rss(newer, ARTICLE).findtext("lastBuildDate") == "Wed, 24 Dec 2025 16:21:46 +0530"


def test_microseconds_are_still_printed() -> None:
    generator, _ = raw(content="x", updated=THEN.replace(microsecond=5))
    assert atom_of(generator).findtext(f"{ATOM}entry/{ATOM}updated") == "2025-12-24T15:21:46.000005+05:30"


def test_our_times_are_in_whole_seconds() -> None:
    feed = atom(replace(ARTICLE, published=THEN.replace(microsecond=5), updated=THEN.replace(microsecond=9)))
    for path in (f"{ATOM}updated", f"{ATOM}entry/{ATOM}updated", f"{ATOM}entry/{ATOM}published"):
        assert feed.findtext(path) == "2025-12-24T15:21:46+05:30"


def test_an_update_before_the_publication_is_still_accepted() -> None:
    generator, _ = raw(content="x", updated=THEN - timedelta(days=1))
    assert atom_of(generator).findtext(f"{ATOM}entry/{ATOM}updated") == "2025-12-23T15:21:46+05:30"


def test_ours_are_never_updated_before_they_were_published() -> None:
    feed = atom(replace(ARTICLE, updated=THEN - timedelta(days=1)))
    assert feed.findtext(f"{ATOM}entry/{ATOM}updated") == "2025-12-24T15:21:46+05:30"


# Authors


def test_atom_without_any_author_is_still_written_without_complaint() -> None:
    generator, item = raw(content="x")
    item.author({"email": "desk@gazette.example"})  # without a name it is dropped, just as silently
    assert not list(atom_of(generator).iter(f"{ATOM}author"))


def test_our_atom_always_has_an_author_and_be_it_the_title_of_the_feed() -> None:
    nobody = replace(CHANNEL, authors=())
    feed = atom(replace(ARTICLE, authors=()), channel=nobody)
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "All"
    assert not check(ET.tostring(feed), location=SELF["atom"])
    assert atom(ARTICLE, channel=nobody).find(f"{ATOM}author") is None


def test_a_name_without_an_address_still_vanishes_from_rss() -> None:
    generator, item = raw(content="x")
    item.author({"name": "Asha Rao"})
    generator.author({"name": "Desk", "email": "desk@gazette.example"})
    assert b"Asha Rao" not in generator.rss_str()
    assert b"Desk" not in generator.rss_str()


def test_our_names_are_creators_in_rss_and_mail_addresses_stay_out_of_it() -> None:
    channel = rss(replace(ARTICLE, authors=(Person(name="Asha Rao", email="asha@gazette.example"),)))
    assert [element.text for element in channel.iter(CREATOR)] == ["Asha Rao"]
    for name in ("author", "managingEditor", "webMaster"):
        assert not list(channel.iter(name))
    assert b"asha@" not in ET.tostring(channel)


def test_the_author_of_our_whole_feed_is_the_creator_of_items_that_name_none() -> None:
    assert [element.text for element in rss(replace(ARTICLE, authors=())).iter(CREATOR)] == ["Desk"]


# Text and content


def test_html_without_a_type_is_still_written_as_plain_text() -> None:
    generator, _ = raw(content="<p>x</p>")
    assert first(atom_of(generator), f"{ATOM}entry/{ATOM}content").get("type") is None


def test_cdata_as_a_type_is_still_taken_at_its_word() -> None:
    generator, item = raw()
    item.content("<p>x</p>", type="CDATA")
    assert first(atom_of(generator), f"{ATOM}entry/{ATOM}content").get("type") == "CDATA"


def test_our_content_says_that_it_is_html_and_our_summary_is_plain() -> None:
    entry = first(atom(ARTICLE), f"{ATOM}entry")
    assert first(entry, f"{ATOM}content").get("type") == "html"
    assert first(entry, f"{ATOM}summary").get("type", "text") == "text"
    assert first(entry, f"{ATOM}title").get("type", "text") == "text"
    assert b"CDATA" not in written(ARTICLE, name="atom") + written(ARTICLE, name="rss")


def test_a_description_after_the_content_still_replaces_it_in_atom() -> None:
    generator, item = raw(content="The whole text")
    item.description("Only a word")
    assert atom_of(generator).findtext(f"{ATOM}entry/{ATOM}content") == "Only a word"


def test_a_content_alone_still_lands_in_the_description_of_rss() -> None:
    generator, _ = raw(content="The whole text")
    assert rss_of(generator).findtext("item/description") == "The whole text"
    assert rss_of(generator).find(f"item/{CONTENT}") is None


@pytest.mark.parametrize("summary", ["Two roads are closed.", ""])
def test_our_summary_and_content_are_in_their_own_places_in_both_formats(summary: str) -> None:
    article = replace(ARTICLE, summary=summary)
    item, entry = first(rss(article), "item"), first(atom(article), f"{ATOM}entry")
    assert item.findtext("description") == entry.findtext(f"{ATOM}summary") == (summary or "It rained.")
    assert item.findtext(CONTENT) == entry.findtext(f"{ATOM}content")
    assert "<p>It <em>rained</em>.</p>" in item.findtext(CONTENT, "")
    assert [child.tag for child in item].index("description") < [child.tag for child in item].index(CONTENT)


def test_content_by_reference_still_loses_its_type_and_leaves_rss_without_a_description() -> None:
    generator, item = raw()
    item.content(src=f"{HOME}rain.mp3", type="audio/mpeg")
    item.link(href=f"{HOME}rain")
    assert dict(first(atom_of(generator), f"{ATOM}entry/{ATOM}content").attrib) == {"src": f"{HOME}rain.mp3"}
    assert rss_of(generator).find("item/description") is None


def test_our_content_is_never_by_reference() -> None:
    assert first(atom(ARTICLE), f"{ATOM}entry/{ATOM}content").get("src") is None


def test_an_entry_without_a_title_still_loses_the_whole_atom_feed() -> None:
    generator, _ = raw(content="x", title="")
    with pytest.raises(ValueError, match="Required fields not set"):
        generator.atom_str()


def test_no_article_of_ours_is_without_a_title() -> None:
    with pytest.raises(ValueError, match="needs a title"):
        Article(title=" \x00\u2028 ", published=THEN)


def test_an_atom_entry_without_content_and_link_still_loses_the_whole_feed() -> None:
    generator, _ = raw(summary="x")
    with pytest.raises(ValueError, match="alternate link or a content element"):
        generator.atom_str()


@pytest.mark.parametrize("body", ["", "It rained."])
def test_an_article_of_ours_without_a_link_always_has_content(body: str) -> None:
    entry = first(atom(replace(ARTICLE, link="", body=body, summary="", images=()), full=False), f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}content") == (f"<p>{body or ARTICLE.title}</p>")


def test_an_empty_summary_and_an_empty_category_are_still_written() -> None:
    generator, item = raw(content="x", summary="")
    item.category(term="")
    entry = first(atom_of(generator), f"{ATOM}entry")
    assert entry.find(f"{ATOM}summary") is not None
    assert first(entry, f"{ATOM}category").get("term") == ""


def test_nothing_of_ours_is_empty() -> None:
    article = Article(title="T", published=THEN, id=ARTICLE.id, tags=("", " ", "\x00"), images=(Image(alt="x"),))
    for root in (rss(article), atom(article)):
        for element in root.iter():
            assert len(element) or element.text or element.attrib, element.tag
            assert "" not in element.attrib.values()
        assert not list(root.iter("category", f"{ATOM}category"))


# Ids


def test_an_id_still_is_no_permalink_even_where_it_is_one_and_takes_back_what_was_said_before() -> None:
    generator, item = raw(content="x", id=f"{HOME}rain")
    assert first(rss_of(generator), "item/guid").get("isPermaLink") == "false"
    item.guid(f"{HOME}rain", permalink=True)
    assert first(rss_of(generator), "item/guid").get("isPermaLink") == "true"
    item.id(f"{HOME}rain")
    assert first(rss_of(generator), "item/guid").get("isPermaLink") == "false"


@pytest.mark.parametrize(
    ("id_", "link", "permalink"),
    [
        (f"{HOME}rain", f"{HOME}rain", "true"),
        (f"{HOME}rain", f"{HOME}moved", "false"),
        (f"{HOME}rain", "", "false"),
        (ARTICLE.id, f"{HOME}rain", "false"),
        (ARTICLE.id, "", "false"),
    ],
)
def test_our_guid_is_a_permalink_exactly_where_it_is_the_link(id_: str, link: str, permalink: str) -> None:
    guid = first(rss(replace(ARTICLE, id=id_, link=link)), "item/guid")
    assert (guid.text, guid.get("isPermaLink")) == (id_, permalink)


def test_ids_that_are_none_or_doubled_are_still_accepted() -> None:
    generator, _ = raw(content="x", id="not a uri")
    item = generator.add_entry()
    item.id("not a uri")
    item.title("Two")
    item.content("y")
    ids = [element.text for element in atom_of(generator).findall(f"{ATOM}entry/{ATOM}id")]
    assert ids == ["not a uri", "not a uri"]


@pytest.mark.parametrize("name", FEED_FORMATS)
def test_an_id_of_ours_that_is_none_or_doubled_does_not_pass_the_check(name: str) -> None:
    assert check(written(ARTICLE, replace(ARTICLE, title="Another"), name=name), location=SELF[name])
    if name == "atom":  # a guid may be any text
        none = written(replace(ARTICLE, id="not a uri"), name=name)
        assert "error" in {problem.level for problem in check(none)}


# Enclosures, pictures, numbers


def test_an_enclosure_of_unknown_length_still_has_the_length_none() -> None:
    generator, item = raw(content="x")
    item.enclosure(f"{HOME}rain.mp3", None, "audio/mpeg")
    assert first(rss_of(generator), "item/enclosure").get("length") == "None"


def test_an_enclosure_with_an_address_only_still_loses_the_whole_feed() -> None:
    generator, item = raw(content="x")
    item.enclosure(f"{HOME}rain.mp3")
    with pytest.raises(TypeError):
        generator.rss_str()


def test_our_enclosure_of_unknown_length_says_0_in_rss_and_nothing_in_atom() -> None:
    article = replace(ARTICLE, enclosures=(Enclosure(url="/rain.mp3", type="audio/mpeg"),))
    attributes = dict(first(rss(article), "item/enclosure").attrib)
    assert attributes == {"url": f"{HOME}rain.mp3", "length": "0", "type": "audio/mpeg"}
    assert {"href": f"{HOME}rain.mp3", "rel": "enclosure", "type": "audio/mpeg"} in links(
        first(atom(article), f"{ATOM}entry")
    )


def test_a_file_of_ours_without_a_type_is_no_enclosure() -> None:
    article = replace(ARTICLE, enclosures=(Enclosure(url="/rain.mp3", type=""),))
    assert rss(article).find("item/enclosure") is None
    assert "enclosure" not in {link["rel"] for link in links(first(atom(article), f"{ATOM}entry"))}


def test_of_two_enclosures_rss_still_keeps_the_last() -> None:
    generator, item = raw(content="x")
    item.enclosure(f"{HOME}1.mp3", "1", "audio/mpeg")
    item.enclosure(f"{HOME}2.mp3", "2", "audio/mpeg")
    assert [element.get("url") for element in rss_of(generator).iter("enclosure")] == [f"{HOME}2.mp3"]


def test_of_our_two_enclosures_rss_keeps_the_first_and_atom_both() -> None:
    files = tuple(Enclosure(url=f"/{number}.mp3", type="audio/mpeg", length=number) for number in (1, 2))
    article = replace(ARTICLE, enclosures=files)
    assert [element.get("url") for element in rss(article).iter("enclosure")] == [f"{HOME}1.mp3"]
    found = [link["href"] for link in links(first(atom(article), f"{ATOM}entry")) if link["rel"] == "enclosure"]
    assert found == [f"{HOME}1.mp3", f"{HOME}2.mp3"]


def test_media_are_still_put_in_a_group() -> None:
    generator, item = raw(content="x")
    generator.load_extension("media")
    item.media.content({"url": f"{HOME}rain.jpg", "medium": "image"})
    assert rss_of(generator).find(f"item/{MEDIA}group/{MEDIA}content") is not None


def test_our_media_stand_outside_a_group_with_caption_and_credit() -> None:
    article = replace(ARTICLE, images=(Image(url="/rain.jpg", caption="Rain", credit="PTI"),))
    for entry in (first(rss(article), "item"), first(atom(article), f"{ATOM}entry")):
        assert not list(entry.iter(f"{MEDIA}group"))
        media = first(entry, f"{MEDIA}content")
        assert dict(media.attrib) == {"url": f"{HOME}rain.jpg", "medium": "image", "type": "image/jpeg"}
        assert media.findtext(f"{MEDIA}description") == "Rain"
        assert media.findtext(f"{MEDIA}credit") == "PTI"


def test_numbers_still_lose_the_whole_feed() -> None:
    generator, _ = raw(content="x")
    generator.image(url=f"{HOME}logo.png", width=88)
    with pytest.raises(TypeError):
        generator.rss_str()


def test_nonsense_in_the_channel_is_still_accepted() -> None:
    generator, _ = raw(content="x")
    generator.ttl(-5)
    generator.language("xx!!")
    channel = rss_of(generator)
    assert (channel.findtext("ttl"), channel.findtext("language")) == ("-5", "xx!!")


@pytest.mark.parametrize(("field", "value"), [("ttl", -5), ("language", "xx!!"), ("home", "javascript:alert(1)")])
def test_the_gate_lets_no_nonsense_through(field: str, value: str | int) -> None:
    channel = replace(CHANNEL, **{field: value})  # the fields of a channel
    assert check(written(ARTICLE, name="rss", channel=channel))


# Categories, sources, modules that we do not use


def test_rss_still_shows_the_label_of_a_category_where_atom_has_both() -> None:
    generator, item = raw(content="x")
    item.category(term="w", label="Weather")
    assert rss_of(generator).findtext("item/category") == "Weather"
    assert dict(first(atom_of(generator), f"{ATOM}entry/{ATOM}category").attrib) == {"term": "w", "label": "Weather"}


def test_our_categories_are_the_same_words_in_both_formats() -> None:
    article = replace(ARTICLE, tags=("weather", "Delhi & NCR", "मानसून"))
    assert [element.text for element in rss(article).iter("category")] == list(article.tags)
    assert [element.get("term") for element in atom(article).iter(f"{ATOM}category")] == list(article.tags)


def test_a_source_without_a_title_is_still_ignored() -> None:
    generator, item = raw(content="x")
    item.source(HOME)
    assert rss_of(generator).find("item/source") is None


def test_the_syndication_module_still_writes_elements_that_do_not_exist() -> None:
    generator, _ = raw(content="x")
    generator.load_extension("syndication")
    generator.syndication.update_period("hourly")
    assert b"sy:UpdatePeriod" in generator.rss_str()


def test_the_generator_and_the_docs_of_feedgen_still_appear_unasked() -> None:
    generator, _ = raw(content="x")
    assert rss_of(generator).findtext("generator") == "python-feedgen"
    assert rss_of(generator).find("docs") is not None


def test_our_documents_name_us_and_hold_nothing_that_we_did_not_ask_for() -> None:
    channel, feed = rss(ARTICLE), atom(ARTICLE)
    assert channel.findtext("generator") == feed.findtext(f"{ATOM}generator") == "feedtool"
    assert {str(element.tag) for element in channel} == {
        *("title", "link", "description", f"{ATOM}link", "generator", "lastBuildDate", "item")
    }
    assert {str(element.tag).removeprefix(ATOM) for element in feed} == {
        *("id", "title", "updated", "link", "generator", "subtitle", "author", "entry")
    }


# Order, dictionaries, the locale


def test_an_entry_that_is_added_still_comes_first() -> None:
    generator, _ = raw(content="x")
    item = generator.add_entry()
    item.title("Two")
    assert [element.text for element in rss_of(generator).findall("item/title")] == ["Two", "One"]


def test_our_entries_stay_in_the_order_of_the_feed() -> None:
    titles = ["C", "A", "B"]
    articles = [replace(ARTICLE, id=f"tag:gazette.example,2025:{title}", title=title) for title in titles]
    assert [element.text for element in rss(*articles).findall("item/title")] == titles
    assert [element.text for element in atom(*articles).findall(f"{ATOM}entry/{ATOM}title")] == titles


def test_dictionaries_that_are_handed_over_are_still_changed() -> None:
    _, item = raw(content="x")
    link = {"href": HOME}
    item.link(link)
    assert link == {"href": HOME, "rel": "alternate"}


def test_what_we_hand_over_is_left_as_it_was() -> None:
    entry: Entry = entry_of(ARTICLE, home=HOME)
    feed = feed_of(CHANNEL, [entry])
    before = repr(feed)
    for name in FEED_FORMATS:
        document_of(feed, name, self_link=SELF[name])
    assert repr(feed) == before


def test_the_locale_of_the_process_is_still_set_for_every_date(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []
    real = locale.setlocale

    def noted(category: int, wanted: str | None = None) -> str:
        asked.append(wanted)
        return real(category, wanted)

    generator, _ = raw(content="x")
    monkeypatch.setattr(locale, "setlocale", noted)  # Python's own, not feedtool's
    generator.rss_str()
    assert asked.count("C") == 2  # lastBuildDate and pubDate


THREADS = """\
import locale, sys, threading
from datetime import UTC, datetime
from feedtool.article import Article
from feedtool.document import document_of
from feedtool.entry import entry_of
from feedtool.feed import Channel, feed_of

sys.setswitchinterval(1e-6)
before = locale.setlocale(locale.LC_ALL, "C.UTF-8")
articles = [Article(title=f"T{n}", id=f"tag:a.example,2025:{n}", published=datetime(2025, 1, 1, tzinfo=UTC))
            for n in range(40)]
channel = Channel(id="tag:a.example,2025:feed", title="All", home="https://a.example/")
feed = feed_of(channel, [entry_of(article) for article in articles])
wanted = {name: document_of(feed, name).content for name in ("rss", "atom")}
wrong = []
def work():
    start.wait()
    for name in ("rss", "atom", "rss", "rss"):
        if document_of(feed, name).content != wanted[name]:
            wrong.append(name)
for turn in range(40):
    start = threading.Barrier(6)
    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    if locale.setlocale(locale.LC_ALL) != before:
        wrong.append(turn)
        locale.setlocale(locale.LC_ALL, before)
print(len(wrong))
"""


def test_threads_that_write_at_once_write_the_same_and_leave_the_locale_as_it_was() -> None:
    done = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout == "0\n"
