"""Lean: what is told of a document does not depend on whether its usual entries were known at a look."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from conftest import CASES
from feedtool.article import Article, Image, Person
from feedtool.document import FEED_FORMATS, document_of
from feedtool.entry import entry_of
from feedtool.feed import Channel, feed_of
from feedtool.validate import check
from feedtool.validate.formats import judged
from feedtool.validate.lean import told_at_once
from feedtool.validate.sound import Sound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feedtool.entry import Entry

HOME = "https://gazette.example/"
NOON = datetime(2025, 12, 24, 12, tzinfo=timezone(timedelta(hours=5, minutes=30)))
TITLES = (
    "Rain",
    "Snow “in” July",
    "बारिश",
    "Hail",
    "Mud!",
    "A & B",
    "Fog",
    "Sleet",
    "Ice",
    "Sun",
    "Wind",
    "Dew",
    "Haze",
)
WRITTEN = (
    *(
        b"<",
        b">",
        b"&",
        b"&amp;",
        b"&lt;",
        b"&#150;",
        b"&amp;nbsp;",
        b'"',
        b"\\",
        b"\n",
        b" ",
        b"]]>",
        b"x",
        b"0",
        b"@",
    ),
    *(b"<!--", b"-->", b"<![CDATA[", b"\xc2\x85", b"\xe2\x80\x83", b"\xc3\xa2", b"\x00", b"\xff", b"\\u0041", b"},\n"),
    *(b"&lt;script&gt;x&lt;/script&gt;", b"<script>", b' xmlns:dc="x"', b' xml:lang="en"', b"\n    <item>\n"),
)


@cache
def entries() -> tuple[Entry, ...]:
    articles = [
        Article(
            id=f"tag:gazette.example,2025:{number}" if number % 3 else f"{HOME}{number}",
            title=f"{title} {number}",
            published=NOON - timedelta(hours=number),
            updated=NOON + timedelta(hours=number) if number == 4 else None,
            body="It *rained*, “a lot”.\n\n" * 9,
            summary="In short" if number % 2 else "",
            authors=(Person(name="A. B.", uri=HOME),) if number != 5 else (),
            tags=("weather", "hills")[: number % 3],
            link=f"{HOME}page/{number}",
            images=(Image(url=f"{HOME}{number}.jpg", caption="Mud", credit="A. B.", width=640),) * (number % 4 == 1),
        )
        for number, title in enumerate(TITLES)
    ]
    return tuple(entry_of(article, home=HOME) for article in articles)


@cache
def document(name: str, language: str = "en") -> bytes:
    channel = Channel(
        id="tag:gazette.example,2025:all", title="All", home=HOME, language=language, authors=(Person(name="Desk"),)
    )
    return document_of(feed_of(channel, entries()), name, self_link=f"{HOME}all").content


def assert_told_alike(content: bytes) -> bool:
    """Assert that nothing else is told than by the rules alone; return whether the look was enough."""
    told = told_at_once(content, name="x", sound=None)
    assert told is None or told == judged(content).problems("x")
    assert told == told_at_once(content, name="x", sound=Sound(entry.content for entry in entries()))
    return told is not None


def swapped(lines: list[bytes], one: int, other: int) -> None:
    lines[one], lines[other] = lines[other], lines[one]


DAMAGES: tuple[Callable[[list[bytes], int, int], object], ...] = (
    swapped,
    lambda lines, one, other: lines.insert(one, lines[other]),
    lambda lines, one, _: lines.pop(one),
)


@pytest.mark.parametrize("name", FEED_FORMATS)
@settings(max_examples=300)
@given(data=st.data())
def test_of_a_damaged_document_the_same_is_told(name: str, data: st.DataObject) -> None:
    content = document(name)
    if data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(content)))
        content = content[:at] + data.draw(st.sampled_from(WRITTEN)) + content[at + data.draw(st.integers(0, 3)) :]
    else:
        lines = content.split(b"\n")
        places = st.integers(0, len(lines) - 1)
        data.draw(st.sampled_from(DAMAGES))(lines, data.draw(places), data.draw(places))
        content = b"\n".join(lines)
    assert_told_alike(content)


@pytest.mark.parametrize("name", FEED_FORMATS)
@pytest.mark.parametrize("language", ["en", ""])
def test_what_is_published_is_mostly_known_at_a_look(name: str, language: str) -> None:
    assert assert_told_alike(document(name, language))


DOCUMENTS = [path for ending in ("xml", "rss", "atom", "json") for path in sorted(CASES.glob(f"**/*.{ending}"))]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_of_any_document_the_same_is_told(path: Path) -> None:
    assert_told_alike(path.read_bytes())


def test_large_documents_are_still_called_large() -> None:
    channel = Channel(id="tag:gazette.example,2025:all", title="All", home=HOME, language="en")
    many = [
        replace(
            entries()[0],
            id=f"tag:gazette.example,2025:{number}",
            link=f"{HOME}{number}",
            published=NOON - timedelta(hours=number),
            updated=NOON - timedelta(hours=number),
        )
        for number in range(1_500)
    ]
    large = document_of(feed_of(channel, many), "rss", self_link=f"{HOME}all").content
    assert check(large) == check(large, lean=True) == told_at_once(large, name="", sound=None)
    assert [problem.rule for problem in check(large)] == ["document-large"]
