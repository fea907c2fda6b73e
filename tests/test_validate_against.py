"""What subscribers of one document will see in the next: ids, dates and updates that moved, entries that are gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from feedtool.problem import Level
from feedtool.validate.against.comparison import against, readable
from feedtool.validate.against.rules import AGAINST_RULES

FIX = Path(__file__).parent / "cases" / "fix"
RSS = (FIX / "good.rss.xml").read_text("utf-8")
ATOM = (FIX / "good.atom.xml").read_text("utf-8")


def told(old: str, new: str) -> list[tuple[str, int]]:
    """Return the rules and lines of what subscribers of `old` will see in `new`."""
    problems = against(old.encode(), new.encode(), name="new.xml")
    assert all(problem.place.file == "new.xml" for problem in problems)
    return [(problem.rule, problem.place.line) for problem in problems]


def line(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def without(text: str, number: int) -> str:
    """Return a feed without its entry of that number."""
    return re.sub(rf" *<(item|entry)>(?:(?!</\1>).)*Rain {number}<.*?</\1>\n", "", text, count=1, flags=re.DOTALL)


@pytest.mark.parametrize("text", [RSS, ATOM])
def test_the_same_document_and_new_entries_are_nothing_to_tell(text: str) -> None:
    assert told(text, text) == []
    assert told(without(text, 6), text) == []
    assert told(text, without(text, 6)) == [] if text is RSS else True


def test_layout_zones_and_order_of_attributes_are_no_change() -> None:
    again = ATOM.replace("\n", "\r\n").replace("15:21:46+05:30", "09:51:46Z")
    assert told(ATOM, again) == []


@pytest.mark.parametrize(
    ("text", "find", "put"),
    [
        (RSS, "<guid>https://news.example/2<", '<guid isPermaLink="false">other<'),
        (ATOM, "<id>tag:news.example,2025:2<", "<id>tag:news.example,2025:x<"),
    ],
)
def test_an_id_that_changed_is_an_error_at_the_id(text: str, find: str, put: str) -> None:
    new = text.replace(find, put)
    problem = against(text.encode(), new.encode())[0]
    assert (problem.rule, problem.level) == ("against-id-changed", Level.ERROR)
    assert problem.place.line == line(new, put)
    assert find.partition(">")[2].rstrip("<") in problem.message
    assert problem.place.field.endswith(("item[2]/guid", "entry[2]/id"))


def test_the_article_is_known_by_its_title_and_day_when_the_link_changed_too() -> None:
    new = RSS.replace("https://news.example/2<", "https://other.example/two<").replace("Rain 2<", "rain  2<")
    assert told(RSS, new) == [("against-id-changed", line(new, "<guid>https://other.example/two"))]


def test_without_ids_a_changed_title_makes_it_unread() -> None:
    old = re.sub(r" *<guid>.*</guid>\n", "", RSS)
    new = old.replace("<title>Rain 2<", "<title>Rain 2, updated<")
    assert told(old, new) == [("against-entry-unread", line(new, "updated<"))]
    assert told(old, RSS) == []


def test_an_id_that_is_used_again_for_another_article() -> None:
    new = RSS.replace("<title>Rain 2<", "<title>Hail<").replace(
        "<link>https://news.example/2<", "<link>https://x.example/<"
    )
    new = new.replace("15:22:46", "18:00:00")
    assert told(RSS, new) == [("against-id-reused", line(new, "<guid>https://news.example/2"))]


def test_dates_that_moved() -> None:
    new = RSS.replace("15:22:46 +0530", "16:22:46 +0530")
    assert told(RSS, new) == [("against-date-moved", line(new, "16:22:46"))]
    assert told(RSS, RSS.replace("15:22:46 +0530", "09:52:46 GMT")) == []


def test_updated_moved_and_nothing_else() -> None:
    new = ATOM.replace("<updated>2025-12-24T15:22:46", "<updated>2025-12-24T15:22:47")
    assert told(ATOM, new) == [("against-updated-alone", line(new, "15:22:47"))]
    assert told(ATOM, new.replace("valley 2", "hills 2")) == []
    changed = ATOM.replace("valley 2", "hills 2")
    assert told(ATOM, changed) == [("against-change-unsaid", line(changed, "15:22:46"))]


def test_an_entry_that_is_gone_from_the_middle() -> None:
    assert told(RSS, without(RSS, 3)) == [("against-entry-gone", 3)]
    assert told(RSS, without(without(RSS, 6), 5)) == []


def test_an_old_entry_that_was_not_there_comes_back() -> None:
    new = RSS.replace("  </channel>", RSS[RSS.index("    <item>") : RSS.index("</item>") + 8] + "  </channel>")
    head, tail = new[: new.rindex("    <item>")], new[new.rindex("    <item>") :]
    tail = tail.replace("Rain 1<", "Drought<").replace("/1<", "/old<").replace("Wed, 24 Dec 2025", "Mon, 24 Dec 2018")
    assert told(RSS, head + tail) == [("against-entry-resurrected", line(head + tail, "2018"))]


def test_the_id_of_the_feed_itself() -> None:
    assert told(ATOM, ATOM.replace(",2025:feed", ",2026:feed")) == [("against-feed-id-changed", 6)]


def test_what_cannot_be_read_is_no_ground_for_saying_anything() -> None:
    assert against(b"", RSS.encode()) == against(RSS.encode(), b"<rss>") == against(b"{}", b"") == ()
    assert [readable(content) for content in (RSS.encode(), ATOM.encode(), b"", b"<html/>")] == [
        True,
        True,
        False,
        False,
    ]


def test_every_rule_is_met_above() -> None:
    text = Path(__file__).read_text("utf-8")
    assert all(f'"{code}"' in text for code in AGAINST_RULES)
    assert all(rule.why and rule.wrong and rule.right and rule.fix for rule in AGAINST_RULES.values())
