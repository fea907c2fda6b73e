"""Feeds: which articles, in what order, and what the channel says of itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feedtool.article import Article, Person
from feedtool.entry import entry_of
from feedtool.feed import Channel, Where, feed_of, in_order
from strategies import ARTICLES, TEXT

if TYPE_CHECKING:
    import random

THEN = datetime(2025, 12, 24, 15, 21, 46, tzinfo=timezone(timedelta(hours=5, minutes=30)))
NOW = THEN
CHANNEL = Channel(id="tag:gazette.example,2025:feed:all", title="All", home="https://gazette.example/")
ARTICLE = Article(
    id="tag:gazette.example,2025:rain",
    title="Rain’s “Toll” – What We Know",
    summary="Two roads are closed.",
    published=THEN,
    authors=(Person(name="Asha O’Rao"), Person(name="Ravi Nair")),
    body="It *rain*ed in the **pass**.\n\n<div>Wind</div><p>and snow &amp; ice</p>",
    tags=("Weather", "Roads – Rail", "मानसून"),
    language="en-IN",
)


# Filters


@pytest.mark.parametrize(
    ("where", "takes"),
    [
        (Where(), True),
        (Where(tags=("weather",)), True),
        (Where(tags=("  WEATHER ",)), True),
        (Where(tags=("roads - rail",)), True),
        (Where(tags=("मानसून",)), True),
        (Where(tags=("sport", "weather")), True),
        (Where(tags=("weath",)), False),
        (Where(tags=("sport",)), False),
        (Where(authors=("asha o'rao",)), True),
        (Where(authors=("Ravi Nair", "Nobody")), True),
        (Where(authors=("Ravi",)), False),
        (Where(sources=("wire",)), True),
        (Where(sources=("WIRE",)), True),
        (Where(sources=("desk",)), False),
        (Where(languages=("en",)), True),
        (Where(languages=("EN-in",)), True),
        (Where(languages=("hi", "en")), True),
        (Where(languages=("en-IN-x-a",)), False),
        (Where(languages=("e",)), False),
        (Where(text=('rain\'s "toll" - what',)), True),
        (Where(text=("ROADS ARE",)), True),
        (Where(text=("rained in the pass",)), True),
        (Where(text=("wind and snow & ice",)), True),
        (Where(text=("hail", "snow")), True),
        (Where(text=("<div>",)), False),
        (Where(text=("*rain*",)), False),
        (Where(tags=("weather",), authors=("Ravi Nair",), sources=("wire",), languages=("en",), text=("snow",)), True),
        (Where(tags=("weather",), authors=("Nobody",)), False),
        (Where(tags=("weather",), text=("hail",)), False),
    ],
)
def test_an_article_passes_that_has_one_of_the_values_in_every_field(where: Where, *, takes: bool) -> None:
    assert where.takes(ARTICLE, "wire", NOW) is takes


@pytest.mark.parametrize(
    "where",
    [Where(tags=("a",)), Where(authors=("a",)), Where(sources=("a",)), Where(languages=("en",)), Where(text=("a",))],
)
def test_an_article_that_says_nothing_of_a_field_does_not_pass_its_filter(where: Where) -> None:
    assert not where.takes(Article(title="T", published=THEN), "", NOW)


def test_a_filter_that_asks_for_nothing_is_empty_and_takes_everything() -> None:
    assert Where().takes(Article(title="T", published=THEN), "", NOW)


@given(ARTICLES)
def test_every_article_passes_the_filters_of_what_it_says(article: Article) -> None:
    assert all(Where(tags=(tag,)).takes(article, "", NOW) for tag in article.tags)
    assert all(Where(authors=(person.name,)).takes(article, "", NOW) for person in article.authors)
    assert Where(text=(article.title,)).takes(article, "", NOW)


# Order


def test_the_newest_comes_first_whatever_zone_it_was_written_in() -> None:
    instants = ["2025-12-24T15:21:46+05:30", "2025-12-24T09:51:45+00:00", "2025-12-24T05:51:47-04:00"]
    articles = [replace(ARTICLE, id=text, published=datetime.fromisoformat(text)) for text in instants]
    assert [article.id for article in in_order(articles)] == [instants[2], instants[0], instants[1]]


def test_ties_are_broken_by_the_id() -> None:
    same = [
        replace(ARTICLE, id=id_, published=when)
        for id_, when in zip("cab", (THEN, THEN.astimezone(UTC), THEN), strict=True)
    ]
    assert [article.id for article in in_order(same)] == ["a", "b", "c"]


@given(st.lists(ARTICLES, max_size=8, unique_by=lambda article: article.id), st.randoms())
def test_the_order_does_not_depend_on_the_order_before(articles: list[Article], chance: random.Random) -> None:
    shuffled = list(articles)
    chance.shuffle(shuffled)
    ordered = in_order(shuffled)
    assert ordered == in_order(articles)
    instants = [article.published for article in ordered]
    assert instants == sorted(instants, reverse=True)


# Channel and feed


def test_a_feed_was_updated_when_its_newest_entry_was_and_not_when_its_first_was() -> None:
    older = replace(ARTICLE, published=THEN - timedelta(days=9), updated=THEN + timedelta(hours=1))
    feed = feed_of(CHANNEL, [entry_of(ARTICLE), entry_of(older)], updated=THEN + timedelta(days=9))
    assert feed.updated == THEN + timedelta(hours=1)
    assert [entry.published for entry in feed.entries] == [THEN, THEN - timedelta(days=9)]


def test_an_entry_that_names_nobody_is_by_the_authors_of_the_feed() -> None:
    desk = (Person(name="Gazette Desk"),)
    nobody = replace(ARTICLE, authors=())
    feed = feed_of(replace(CHANNEL, authors=desk), [entry_of(ARTICLE), entry_of(nobody)])
    assert [entry.authors for entry in feed.entries] == [ARTICLE.authors, desk]
    assert feed_of(CHANNEL, [entry_of(nobody)]).entries[0].authors == ()


def test_a_feed_without_entries_needs_a_time_of_its_own() -> None:
    assert feed_of(CHANNEL, [], updated=THEN).updated == THEN
    with pytest.raises(ValueError, match="needs a time"):
        feed_of(CHANNEL, [])


@given(TEXT)
def test_what_a_channel_says_is_in_legal_lines(text: str) -> None:
    channel = replace(CHANNEL, title=f"T{text}", description=text, rights=text)
    for said in (channel.title, channel.description, channel.rights):
        assert said == " ".join(said.split())
        assert not set(said) & {"\x00", "\x0b", "\ufffe", "\ud800"}
