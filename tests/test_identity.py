"""Ids and the forms in which titles are one."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from feedtool.article import Article, Person, whole
from feedtool.characters import fold, legal, single_line
from feedtool.errors import ArticleError, FeedtoolError
from feedtool.identity import digest_of, feed_id, iri_of, mint, slug_of, title_key, words_of
from feedtool.problem import Level, Place, Problem
from strategies import ARTICLES, TEXT

RAIN = Article(title="Rain’s “Return” – Again?", published=datetime(2025, 12, 24, 9, 51, 46, tzinfo=UTC))


@pytest.mark.parametrize(
    "other",
    [
        'Rain\'s "Return" - Again?',
        "RAIN’S “RETURN” — AGAIN",
        "Rain’s  “Return” – Again?",
        "Rain\u2019s\u00a0“Return” ‒ Again?",
    ],
)
def test_quotes_dashes_case_and_spacing_do_not_make_another_title(other: str) -> None:
    assert title_key(other) == title_key(RAIN.title)


@pytest.mark.parametrize("other", ["Rain’s “Return” – Again", "Rain Return Again 2", "Rains “Return”"])
def test_other_words_do(other: str) -> None:
    assert (title_key(other) == title_key(RAIN.title)) is (other == "Rain’s “Return” – Again")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Rain’s “Return” – Again?", "rains-return-again"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\System32", "c-windows-system32"),
        ("नमस्ते दुनिया", "नमस्ते-दुनिया"),
        ("שלום עולם", "שלום-עולם"),
        ("Ärger in Łódź", "ärger-in-łódź"),
        (".hidden", "hidden"),
        ("a" * 200, "a" * 80),
    ],
)
def test_a_slug_is_one_part_of_a_path(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@given(TEXT)
def test_a_slug_is_never_empty_and_never_leaves_its_folder(text: str) -> None:
    slug = slug_of(legal(text))
    assert slug
    assert not re.search(r"[\s/\\.:\x00]", slug)
    assert len(slug) <= 80


@given(ARTICLES)
def test_a_minted_id_is_an_ascii_iri_and_the_same_again(article: Article) -> None:
    for authority in ("news.example,2025", ""):
        found = mint(article, authority)
        assert found == mint(article, authority)
        assert re.fullmatch(r"(tag|urn|https?):[^\s<>]+", found)
        assert not authority or found.isascii()


def test_the_authority_decides_the_form_of_an_id() -> None:
    assert mint(RAIN, "news.example,2025") == "tag:news.example,2025:2025-12-24:rains-return-again"
    assert mint(replace(RAIN, link="https://news.example/1")) == "https://news.example/1"
    assert mint(RAIN).startswith("urn:uuid:")
    assert mint(RAIN) == mint(replace(RAIN, title='Rain\'s "Return" - again', body="x", link="/1"))


def test_a_given_id_without_a_scheme_is_put_under_the_authority_or_hashed() -> None:
    assert iri_of("42", "news.example,2025") == "tag:news.example,2025:42"
    assert iri_of("42").startswith("urn:uuid:")
    assert iri_of("42") == iri_of("42")
    assert iri_of("tag:x,2025:1") == "tag:x,2025:1"
    assert not iri_of("")


def test_a_feed_has_an_id_of_its_own() -> None:
    assert feed_id("tag/a b", authority="news.example,2025") == "tag:news.example,2025:feed:tag/a%20b"
    assert feed_id("all", address="https://news.example/all") == "https://news.example/all"
    assert feed_id("all", title="News").startswith("urn:uuid:")


def test_the_digest_moves_with_what_readers_see_and_with_nothing_else() -> None:
    seen: dict[str, Any] = {
        "title": "x",
        "summary": "x",
        "body": "x",
        "tags": ("x",),
        "link": "x",
        "language": "en",
        "external": "x",
        "authors": (Person(name="x", avatar="x"),),
        "withdrawn": True,
    }
    unseen: dict[str, Any] = {"id": "x", "slug": "x", "updated": RAIN.published, "draft": True}
    assert len({digest_of(RAIN), *(digest_of(replace(RAIN, **{name: value})) for name, value in seen.items())}) == 10
    assert {digest_of(replace(RAIN, **{name: value})) for name, value in unseen.items()} == {digest_of(RAIN)}


@given(st.text(max_size=60) | st.text(st.sampled_from('ab \\"\n\t\r\x00\x1f\x7fé'), max_size=40))
def test_a_digest_is_that_of_what_readers_see_as_json(text: str) -> None:
    article = replace(RAIN, body=text)
    seen = [RAIN.title, "", [], "2025-12-24T09:51:46+00:00", article.body, [], [], [], [], "", "", False]
    said = json.dumps(seen, ensure_ascii=False).encode()
    assert digest_of(article) == hashlib.sha256(said).hexdigest()[:32]


@given(ARTICLES)
def test_a_digest_is_that_of_what_articles_of_every_sort_say_as_json(article: Article) -> None:
    article = replace(article, images=(), enclosures=(), related=(), license="", location=None)
    article = replace(article, replies=None, reply_to=(), episode=None, extra=(), external="")
    people = [
        {name: text for name, text in asdict(person).items() if text or name != "avatar"} for person in article.authors
    ]
    head = [article.title, article.summary, people]
    head += [article.published.isoformat(), article.body]
    seen = [*head, [], [], [], article.tags, article.link, article.language, article.withdrawn]
    said = json.dumps(seen, ensure_ascii=False).encode()
    assert digest_of(article) == hashlib.sha256(said).hexdigest()[:32]


@given(
    st.text(max_size=60)
    | st.text(st.characters(codec="ascii"), max_size=60)
    | st.text(st.sampled_from("abcdefgh ABCDEFGH .,_\n’“—é\xa0ß²ǅ\u0345 "), max_size=60)
)
def test_the_digest_of_words_is_that_of_the_words_alone(text: str) -> None:
    article = replace(RAIN, body=text)
    words = re.findall(r"\w+", article.body.casefold())
    assert words_of(article) == (hashlib.sha256(" ".join(words).encode()).hexdigest()[:16] if words else "")


@given(TEXT)
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert legal(legal(text)) == legal(text)
    assert single_line(single_line(text)) == single_line(text)
    assert fold(fold(text)) == fold(text)
    legal(text).encode()


def test_an_article_without_a_title_is_none() -> None:
    with pytest.raises(ValueError, match="title"):
        Article(title=" \x00 ", published=RAIN.published)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2025, 1, 1),  # noqa: DTZ001 - the point
        datetime(999, 1, 1, tzinfo=UTC),
        datetime(9999, 1, 1, tzinfo=UTC),
    ],
)
def test_a_time_that_no_feed_can_write_is_refused(moment: datetime) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is for whoever reads the record
        whole(moment)


def test_an_offset_that_no_feed_can_write_becomes_utc() -> None:
    bombay = datetime(1900, 1, 1, tzinfo=timezone(timedelta(hours=5, minutes=21, seconds=10)))
    assert whole(bombay).isoformat() == "1899-12-31T18:38:50+00:00"
    assert whole(datetime(2000, 1, 1, tzinfo=timezone(timedelta(hours=20)))).utcoffset() == timedelta(0)


def test_an_error_says_where_what_was_expected_and_what_to_try() -> None:
    error = FeedtoolError("no date", place=Place(field="published"), expected="a date", hint="add one")
    assert str(error.at(file="a.md", line=3)) == "a.md:3: published: no date; expected a date; try: add one"
    assert str(FeedtoolError("bare")) == "bare"
    assert ArticleError("x", place=Place(line=2)).at(line=9).place.line == 2


def test_a_problem_is_one_line() -> None:
    problem = Problem(rule="r", level=Level.WARNING, message="odd", place=Place(file="a", line=1, column=2), fix="mend")
    assert str(problem) == "a:1:2: warning: odd (mend) [r]"
    assert str(Problem(rule="r", level=Level.INFO, message="odd")) == "info: odd [r]"
