"""The promise of the whole line: any articles at all publish validly, and other people's parsers read them alike."""

from __future__ import annotations

import calendar
import io
import re
import warnings
from datetime import UTC, datetime

import atoma
import feedparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from feedtool.article import Article, Person
from feedtool.document import FEED_FORMATS, FORMATS, document_of
from feedtool.entry import Entry, entry_of
from feedtool.feed import Channel, Feed, feed_of, in_order
from feedtool.identity import iri_of, mint
from feedtool.problem import Level, Problem
from feedtool.validate import check
from grammar import faults_in
from strategies import ARTICLES, TEXT

HOME = "https://gazette.example/"
SELF = {name: f"{HOME}all{row.suffix}" for name, row in FORMATS.items()}


def entries_of(articles: list[Article], authority: str = "gazette.example,2025") -> list[Entry]:
    found: dict[str, Article] = {}
    for article in articles:
        named = replace(article, id=iri_of(article.id, authority) or mint(article, authority))
        found.setdefault(named.id, named)
    return [entry_of(article, home=HOME, link=f"{HOME}{{slug}}") for article in in_order(found.values())]


def feed_with(entries: list[Entry], title: str = "All") -> Feed:
    channel = Channel(id="tag:gazette.example,2025:feed:all", title=title, home=HOME, authors=(Person(name="Desk"),))
    return feed_of(channel, entries)


def _is_ours(problem: Problem) -> bool:
    """Whether an error or warning is the publisher's fault: of text that is garbled already it is the author's."""
    return problem.level is not Level.INFO and problem.rule != "text-mojibake"


@given(st.lists(ARTICLES, min_size=1, max_size=4))
@settings(max_examples=150)
@example(
    [Article(title="x", published=datetime(2025, 1, 1, tzinfo=UTC), body="<p>&#11;&#0;&#xFFFE;</p> <a href='a b'>")]
)
def test_any_articles_publish_validly_in_every_format(articles: list[Article]) -> None:
    feed = feed_with(entries_of(articles))
    for name in FEED_FORMATS:
        document = document_of(feed, name, self_link=SELF[name])
        problems = check(document.content, location=SELF[name])
        assert [str(problem) for problem in problems if _is_ours(problem)] == []
        assert name != "atom" or faults_in(document.content) == []


@given(st.lists(ARTICLES, min_size=1, max_size=4))
@settings(max_examples=100)
def test_feedparser_reads_back_what_was_published(articles: list[Article]) -> None:
    feed = feed_with(entries_of(articles))
    for name in ("rss", "atom"):
        content = document_of(feed, name, self_link=SELF[name]).content
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # feedparser's own, about its future
            parsed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
        assert not parsed.bozo, parsed.get("bozo_exception")
        assert [entry.id for entry in parsed.entries] == [entry.id for entry in feed.entries]
        linked = [
            (found.get("link", ""), entry.link) for found, entry in zip(parsed.entries, feed.entries, strict=True)
        ]
        for found, link in linked:  # without a link feedparser takes the id for one; "&x;" it takes for an entity twice
            assert found == link or not link or re.search(r"&\w+;", link)
        instants = [datetime.fromtimestamp(calendar.timegm(entry.published_parsed), UTC) for entry in parsed.entries]
        assert instants == [entry.published for entry in feed.entries]


@given(st.lists(ARTICLES, min_size=1, max_size=4))
@settings(max_examples=100)
def test_atoma_reads_back_what_was_published(articles: list[Article]) -> None:
    feed = feed_with(entries_of(articles))
    rss = atoma.parse_rss_bytes(document_of(feed, "rss", self_link=SELF["rss"]).content)
    atom = atoma.parse_atom_bytes(document_of(feed, "atom", self_link=SELF["atom"]).content)
    assert [item.guid for item in rss.items] == [entry.id for entry in feed.entries]
    assert [item.title for item in rss.items] == [entry.title for entry in feed.entries]
    assert [item.pub_date for item in rss.items] == [entry.published for entry in feed.entries]
    assert [item.link or "" for item in rss.items] == [entry.link for entry in feed.entries]
    assert [entry.id_ for entry in atom.entries] == [entry.id for entry in feed.entries]
    assert [entry.title.value for entry in atom.entries] == [entry.title for entry in feed.entries]
    assert [entry.published for entry in atom.entries] == [entry.published for entry in feed.entries]
    assert [entry.updated for entry in atom.entries] == [entry.updated for entry in feed.entries]
    links = [{link.rel: link.href for link in entry.links} for entry in atom.entries]
    assert [found.get("alternate", "") for found in links] == [entry.link for entry in feed.entries]


@given(st.lists(ARTICLES, min_size=2, max_size=4), TEXT)
@settings(max_examples=50)
def test_the_order_in_which_articles_come_does_not_matter(articles: list[Article], title: str) -> None:
    unique = list({article.title: replace(article, id="") for article in articles}.values())
    for name in FEED_FORMATS:
        first = document_of(feed_with(entries_of(unique), title=f"T{title.strip()}"), name)
        second = document_of(feed_with(entries_of(unique[::-1]), title=f"T{title.strip()}"), name)
        assert first.content == second.content or len({mint(article, "a,2025") for article in unique}) < len(unique)


@pytest.mark.parametrize("name", FEED_FORMATS)
def test_a_control_character_in_one_article_loses_nothing(name: str) -> None:
    articles = [
        Article(title="Bad\x0b one\x00", body="a\x08b\ufffe", published=datetime(2025, 1, 1, tzinfo=UTC)),
        Article(title="Good one", published=datetime(2025, 1, 2, tzinfo=UTC)),
    ]
    content = document_of(feed_with(entries_of(articles)), name, self_link=SELF[name]).content
    assert b"Bad one" in content
    assert b"Good one" in content
    assert not check(content)
