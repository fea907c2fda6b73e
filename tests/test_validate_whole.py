"""The document as a whole: read on behind its faults, bounded, in JSON, among its entries and in the present."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.problem import Level
from feedtool.validate import RULES, check
from feedtool.validate.book import BOOK

CASES = Path(__file__).resolve().parent / "cases" / "validate"
RSS = (CASES / "rss-version-missing" / "good-1.xml").read_bytes()
ATOM = (CASES / "atom-prefix" / "good-1.xml").read_bytes()
JSON = (CASES / "jsonfeed-version" / "good-1.json").read_bytes()
ITEM = RSS[RSS.index(b"    <item>") : RSS.index(b"  </channel>")]


def found(content: bytes) -> list[tuple[str, int, int]]:
    return [(problem.rule, problem.place.line, problem.place.column) for problem in check(content)]


def lines(*texts: str) -> bytes:
    return b'<rss version="2.0"><channel>\n' + "\n".join(texts).encode() + b"\n</channel></rss>"


def test_every_fault_of_a_broken_document_is_told_at_its_place() -> None:
    content = lines(
        "<title>Salt & Light</title>", "<link>https://a.example/?a&b</link>", "<description>1 < 2&nbsp;x</description>"
    )
    broken = [place for place in found(content) if place[0].startswith("xml-")]
    assert broken == [
        ("xml-ampersand-bare", 2, 13),
        ("xml-ampersand-bare", 3, 27),
        ("xml-angle-bare", 4, 16),
        ("xml-entity-undefined", 4, 19),
    ]


def test_what_follows_a_mended_fault_is_judged_at_its_own_place() -> None:
    content = RSS.replace(b"The Valley Herald", b"Salt & Light & more", 1).replace(b"Wed, 24", b"Mon, 24")
    places = {rule: (line, column) for rule, line, column in found(content)}
    assert places["rss-date-weekday-wrong"] == next(
        (number, line.index("<pubDate>") + 1)
        for number, line in enumerate(content.decode().splitlines(), 1)
        if "<pubDate>" in line
    )


def test_an_undeclared_prefix_is_declared_for_the_rest() -> None:
    content = RSS.replace(b"<item>", b"<item><slash:comments>x</slash:comments>")
    assert {rule for rule, _, _ in found(content)} >= {"xml-prefix-undeclared", "integer-invalid"}


def test_a_tag_that_closes_wrongly_does_not_hide_the_next_fault() -> None:
    rules = [place[:2] for place in found(lines("<title>A</titel>", "<link>a & b</link>"))]
    assert rules[:2] == [("xml-tag-mismatch", 2), ("xml-ampersand-bare", 3)]


def test_no_structure_is_judged_where_mending_was_a_guess() -> None:
    assert {rule for rule, _, _ in found(lines("<title>A</titel>"))} == {"xml-tag-mismatch"}


def test_faults_without_end_are_told_up_to_a_bound() -> None:
    start = time.process_time()
    assert 10 < len(found(lines("<title>" + "a & b " * 200_000 + "</title>"))) < 100
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("size", "rule", "level"),
    [
        (1_200_000, "document-large", Level.INFO),
        (6_000_000, "document-very-large", Level.WARNING),
        (100_000_000, "document-too-large", Level.ERROR),
    ],
)
def test_size(size: int, rule: str, level: Level) -> None:
    text = b"rain " * (size // 5)
    content = RSS.replace(b"Rain in the valley", text)
    start = time.process_time()
    problems = check(content)
    assert [(problem.rule, problem.level) for problem in problems] == [(rule, level)]
    assert time.process_time() - start < 3


@pytest.mark.parametrize("start", [b"[" * 200_000, b'{"a":' * 100_000, b'{"items":[' * 50_000])
def test_json_that_is_nested_without_end_is_refused(start: bytes) -> None:
    begun = time.process_time()
    assert [problem.level for problem in check(start)] == [Level.ERROR]
    assert time.process_time() - begun < 1


def feed(**changes: object) -> bytes:
    return json.dumps({**json.loads(JSON), **changes}, ensure_ascii=False, indent=1).encode()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"version": "https://jsonfeed.org/version/1"}, set()),
        ({"title": None}, {"jsonfeed-type-wrong"}),
        ({"title": "<b>Rain</b>"}, {"html-in-plain-text"}),
        ({"home_page_url": "news.example"}, {"jsonfeed-url-invalid"}),
        ({"hubs": [{"type": "WebSub"}]}, {"jsonfeed-part-missing"}),
        ({"expired": "yes"}, {"jsonfeed-type-wrong"}),
        ({"language": "english"}, {"language-invalid"}),
        ({"_paper": {"anything": [1]}}, set()),
        ({"authors": {"name": "A"}}, {"jsonfeed-type-wrong"}),
        ({"next_url": "https://news.example/feed.json?p=2"}, set()),
    ],
)
def test_members_of_a_json_feed(changes: dict[str, object], expected: set[str]) -> None:
    assert {problem.rule for problem in check(feed(**changes))} == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": 1}, {"jsonfeed-type-wrong"}),
        ({"id": ""}, {"value-blank"}),
        ({"date_published": "2025-12-24T15:21:46+05:30"}, set()),
        ({"date_published": "24 Dec 2025"}, {"instant-invalid"}),
        ({"content_html": "<p>Rain<script></script></p>"}, {"html-dangerous-element"}),
        ({"tags": ["rain", 7]}, {"jsonfeed-type-wrong"}),
        ({"attachments": [{"url": "https://a.example/", "mime_type": "audio"}]}, {"mime-type-invalid"}),
        ({"attachments": [{"mime_type": "audio/mpeg"}]}, {"jsonfeed-part-missing"}),
        ({"content": "Rain"}, {"jsonfeed-member-unknown"}),
    ],
)
def test_members_of_an_item(changes: dict[str, object], expected: set[str]) -> None:
    item = {"id": "1", "url": "https://news.example/rain", "content_text": "Rain", **changes}
    assert {problem.rule for problem in check(feed(items=[item]))} == expected


def test_places_in_json_are_paths_lines_and_characters() -> None:
    content = '{"version": "https://jsonfeed.org/version/1.1", "title": "é",\n "items": [{"id": "é"}, {"id": 2}]}'
    problem = next(p for p in check(content.encode()) if p.rule == "jsonfeed-type-wrong")
    assert (problem.place.line, problem.place.column, problem.place.field) == (2, 32, "feed/items[2]/id")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1,}', "comma"),
        ('{"a" 1}', "colon"),
        ("{'a': 1}", "double quotes"),
        ('{"a": nope}', "no value"),
        ('{"a": "x\n"}', "control"),
        ('{"a": 1', "breaks off"),
        ('{"a": 1} x', "behind its end"),
    ],
)
def test_why_json_is_broken(text: str, reason: str) -> None:
    content = text.replace('"a"', '"jsonfeed.org/version"').replace("'a'", "'jsonfeed.org/version'")
    problems = check(content.encode())
    assert [problem.rule for problem in problems] == ["json-not-well-formed"]
    assert reason in problems[0].message


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_json_is_judged(tail: bytes) -> None:
    assert all(problem.rule in RULES for problem in check(JSON[: len(tail) * 3] + tail))


def test_the_future_is_reckoned_in_zones() -> None:
    content = RSS.replace(b"15:21:46 +0530", b"15:21:46 GMT")
    problem = check(content, now=datetime(2025, 12, 24, 9, 52, tzinfo=UTC))[0]
    assert problem.rule == "date-in-future"
    assert "5 h 29 min after 2025-12-24 09:52 UTC" in problem.message
    assert "+0530" in problem.message


def test_without_a_present_nothing_is_in_the_future() -> None:
    assert check(RSS) == ()
    assert check(RSS.replace(b"2025", b"2098").replace(b"Wed", b"Wed")) == check(RSS.replace(b"2025", b"2098"))


def test_a_stale_feed() -> None:
    problems = check(ATOM, now=datetime(2030, 1, 1, tzinfo=UTC))
    assert [(problem.rule, problem.level) for problem in problems] == [("feed-stale", Level.INFO)]


def test_quiet_rules_speak_when_asked() -> None:
    assert {problem.rule for problem in check(RSS, every=True)} == {"language-missing"}


def test_a_million_equal_links_cost_their_number() -> None:
    start = time.process_time()
    check(RSS.replace(ITEM, ITEM * 3000))
    assert time.process_time() - start < 5


def test_the_map_from_the_classes_of_the_w3c_names_rules_of_ours_or_a_reason() -> None:
    page = Path(__file__).resolve().parent.parent / "docs" / "reference" / "w3c-map.json"
    classes = json.loads(page.read_text("utf-8"))
    reasons = classes.pop("reasons")
    assert len(classes) > 220
    assert {code for codes in classes.values() for code in codes} <= set(BOOK)
    assert {name for name, codes in classes.items() if not codes} == set(reasons)


@pytest.mark.parametrize("address", ["//[x", "http://[", "https://[::1", "?[", "#[", "http://a]b/"])
def test_brackets_that_hold_no_address_are_no_trouble(address: str) -> None:
    href = f'href="{address}"'.encode()
    for content in (RSS, ATOM):
        changed = content.replace(b'href="https://news.example/', b'href="' + address.encode())
        assert href[:8] in changed
        check(changed, location="https://news.example/rss.xml")
        check(changed.replace(b"<link>https://news.example/", b"<link>" + address.encode()), location=address)
