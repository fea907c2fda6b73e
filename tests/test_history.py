"""History: every format says where a document stands among those of its feed, and Atom what was withdrawn."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from msgspec.structs import replace

from feedtool.article import Article
from feedtool.document import FORMATS, document_of
from feedtool.entry import entry_of
from feedtool.feed import Channel, History, Tombstone, feed_of
from feedtool.validate import check

HOME = "https://gazette.example/"
THEN = datetime(2025, 12, 24, 9, 51, 46, tzinfo=UTC)
CHANNEL = Channel(id="tag:gazette.example,2025:feed:all", title="All", home=HOME)
ENTRY = entry_of(Article(id="tag:gazette.example,2025:a", title="A", published=THEN, body="Text."), home=HOME)
MIDDLE = History(
    current=f"{HOME}all", earlier=f"{HOME}archive/all/2025-10", later=f"{HOME}archive/all/2025-12", closed=True
)
GONE = Tombstone(id="tag:gazette.example,2025:b", when=THEN + timedelta(hours=1))


def written(name: str, history: History | None = None, *, withdrawn: tuple[Tombstone, ...] = ()) -> bytes:
    feed = feed_of(CHANNEL, [ENTRY], history=history, withdrawn=withdrawn)
    return document_of(feed, name, self_link=f"{HOME}archive/all/2025-11{FORMATS[name].suffix}").content


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_an_archive_document_names_its_neighbours_in_its_own_format(name: str) -> None:
    content = written(name, MIDDLE)
    parsed = feedparser.parse(content)
    suffix = FORMATS[name].suffix
    links = {link["rel"]: link["href"] for link in parsed.feed.links}
    assert links["current"] == f"{HOME}all{suffix}"
    assert links["prev-archive"] == f"{HOME}archive/all/2025-10{suffix}"
    assert links["next-archive"] == f"{HOME}archive/all/2025-12{suffix}"
    assert "fh_archive" in parsed.feed
    assert not check(content)


def test_json_feed_leads_to_what_is_older() -> None:
    assert json.loads(written("json", MIDDLE))["next_url"] == f"{HOME}archive/all/2025-10.json"
    assert "next_url" not in json.loads(written("json", replace(MIDDLE, earlier="")))


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_a_document_that_holds_everything_says_so(name: str) -> None:
    content = written(name, History(complete=True))
    assert "fh_complete" in feedparser.parse(content).feed
    assert not check(content)


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_what_has_no_history_declares_no_namespace_of_it(name: str) -> None:
    assert b"history" not in written(name)
    assert b"tombstones" not in written(name)


def test_what_was_withdrawn_is_said_in_atom_and_moves_the_feed() -> None:
    content = written("atom", withdrawn=(GONE,))
    assert b'<at:deleted-entry ref="tag:gazette.example,2025:b" when="2025-12-24T10:51:46Z"/>' in content
    assert b"<updated>2025-12-24T10:51:46Z</updated>" in content
    assert not check(content)
    assert b"deleted" not in written("rss", withdrawn=(GONE,))
