"""Feeds as sources: every version, well-formed or not, item by item."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import CASES, Project
from feedtool.article import Article
from feedtool.source.feed.texts import LONGEST_TITLE
from test_source_table import READ, articles, check_case, peak_of, readings, text_source

FEEDS = sorted(path for path in (CASES / "feed").iterdir() if not path.name.endswith(".expected.json"))
ITEM = "<item><title>{}</title><pubDate>Wed, 24 Dec 2025 10:00:00 GMT</pubDate></item>"
GOOD = ITEM.format("Good")


def rss(*items: str, attributes: str = "") -> str:
    return f'<rss version="2.0"{attributes}><channel><title>x</title>{"".join(items)}</channel></rss>'


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_a_feed_is_read_as_its_case_says(path: Path) -> None:
    check_case(path)


def test_a_zone_word_is_read_by_where_the_feed_comes_from() -> None:
    item = "<item><title>x</title><pubDate>Wed, 23 Jul 2025 15:21:46 IST</pubDate></item>"
    [irish] = articles(text_source(rss("<link>https://news.example.ie/</link>", item), "a.rss"))
    [indian] = articles(text_source(rss("<link>https://news.example.in/</link>", item), "a.rss"))
    assert irish.published.isoformat() == "2025-07-23T15:21:46+01:00"
    assert indian.published.isoformat() == "2025-07-23T15:21:46+05:30"


def test_every_field_says_which_element_and_line_it_came_from() -> None:
    [article] = articles(text_source(rss("\n", GOOD), "a.rss"))
    assert article.provenance["title"].rule == "element title"
    assert article.provenance["published"].rule == "element pubDate; zone: GMT is UTC"
    assert article.provenance["published"].line == 2


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="urn:x">{}</feed>'
AUTHORS = {
    "<author>desk@herald.example (Asha Rao)</author>": ["Asha Rao"],
    "<author>Asha Rao &lt;desk@herald.example&gt;</author>": ["Asha Rao"],
    "<author>desk@herald.example</author>": [],
    "<author>Asha Rao</author>": ["Asha Rao"],
    "<author><name>Asha Rao</name></author>": ["Asha Rao"],
}


@pytest.mark.parametrize("element", AUTHORS)
def test_an_author_is_a_name_and_no_address(element: str) -> None:
    [article] = articles(text_source(rss(GOOD.replace("</item>", f"{element}</item>")), "a.rss"))
    assert [person.name for person in article.authors] == AUTHORS[element]


BAD = {
    "a title of 12 MB": ITEM.format("word " * 2_400_000),
    "a body of 40 MB": f"<item><title>x</title><description>{'word ' * 8_000_000}</description></item>",
    "endless nesting": "<item>" + "<a>" * 5000 + "</a>" * 5000 + "</item>",
    "an element without an end": "<item><title>x",
    "a comment without an end": "<!-- <item>",
    "a CDATA section without an end": "<item><title><![CDATA[ x",
    "NULs": "<item>\x00\x00<title>\x00</title></item>",
    "an undefined prefix": "<x:item><x:title>y</x:title></x:item>",
    "an attribute twice": '<item a="1" a="2"/>',
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_item_is_named_and_what_was_whole_before_it_is_read(name: str) -> None:
    found = readings(text_source(rss(GOOD, BAD[name], GOOD), "a.rss"))
    errors = [str(reading) for reading in found if not isinstance(reading, Article)]
    assert isinstance(found[0], Article)
    assert errors
    assert all(error.startswith("a.rss:") and len(error) < 500 for error in errors)


def test_after_an_item_that_is_too_large_the_rest_is_read() -> None:
    found = readings(text_source(rss(GOOD, BAD["a title of 12 MB"], GOOD), "a.rss"))
    assert [isinstance(reading, Article) for reading in found] == [True, False, True]
    assert "a title of 1,04" in str(found[1])
    assert LONGEST_TITLE < 1_048_576


ENCODED = {
    "latin-1": "ISO-8859-1",
    "cp1252": "windows-1252",
    "utf-16": "UTF-16",
    "utf-8-sig": "utf-8",
    "koi8-r": "KOI8-R",
    "shift_jis": "Shift_JIS",
}


@pytest.mark.parametrize("codec", ENCODED)
def test_a_feed_is_read_in_the_encoding_that_it_declares(codec: str) -> None:
    word = {"koi8-r": "Дождь", "shift_jis": "雨の夜"}.get(codec, "Café")
    text = f'<?xml version="1.0" encoding="{ENCODED[codec]}"?>{rss(ITEM.format(word))}'
    [article] = articles(text_source(text.encode(codec), "a.rss"))
    assert (article.title, article.problems) == (word, ())


def test_an_encoding_that_is_declared_wrongly_is_seen_through() -> None:
    text = '<?xml version="1.0" encoding="utf-8"?>' + rss(ITEM.format("Caf\xe9 \x93x\x94"))
    [article] = articles(text_source(text.encode("latin-1"), "a.rss"))
    assert article.title == "Café “x”"
    assert [problem.rule for problem in article.problems] == ["feed-not-well-formed"]


@pytest.mark.parametrize("declared", ["UTF-16", "utf-32", "base64", "rot13", "idna", "x-no-such-codec"])
def test_an_encoding_that_cannot_be_is_seen_through(declared: str) -> None:
    [article] = articles(text_source(f'<?xml version="1.0" encoding="{declared}"?>{rss(GOOD)}', "a.rss"))
    assert article.title == "Good"


@pytest.mark.parametrize("text", ["", " \n", "<rss", "<html><body>x</body></html>", "{}", "[", "nothing"])
def test_what_is_no_feed_is_named(text: str) -> None:
    found = readings(text_source(text, "a.rss", kind="feed"))
    assert [str(reading) for reading in found if str(reading).startswith("a.rss")]


def test_a_feed_is_imported_twice_and_nothing_changes(project: Project) -> None:
    same = [ITEM.format(name) for name in ("One", "Two", "Three")]
    project.write("data/a.rss", rss(*same))
    project.run("import", "data/a.rss")
    before = project.ledger()
    assert before.count("\n") == 3
    project.write("data/a.rss", rss(ITEM.format("Zero"), *same))
    project.run("import", "data/a.rss")
    assert project.ledger().startswith(before)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not say how much memory is taken")
def test_a_feed_larger_than_memory_should_be_is_read_item_by_item(tmp_path: Path) -> None:
    path = tmp_path / "big.rss"
    with path.open("w", encoding="utf-8") as file:
        file.write('<rss version="2.0"><channel><title>x</title>')
        body = f"<description>{'word ' * 16_000}</description></item>"
        file.writelines(ITEM.format(number).replace("</item>", body) for number in range(750))
        file.write("</channel></rss>")
    assert path.stat().st_size > 55 * 2**20
    assert peak_of(READ, str(path), "750") < 120


@pytest.mark.parametrize("cut", range(0, 700, 7))
def test_wherever_a_feed_breaks_off_only_whole_items_are_read(cut: int) -> None:
    items = [
        f"<item><title>Item {number}</title><link>https://x.example/{number}</link><description><![CDATA[A <b>word</b>"
        f" &amp; another]]></description><pubDate>Wed, 24 Dec 2025 10:00:0{number} GMT</pubDate></item>\n"
        for number in range(3)
    ]
    text = rss("\n", *items)
    found = readings(text_source(text[:cut], "a.rss", kind="feed"))
    titles = [reading.title for reading in found if isinstance(reading, Article)]
    ends = [text.index(item) + len(item) - 1 for item in items]
    assert titles == [f"Item {number}" for number, end in enumerate(ends) if end <= cut]
    assert len(titles) < len(found) or cut > ends[-1]


def test_elements_of_other_vocabularies_within_an_item_are_part_of_it() -> None:
    text = rss(
        '<item><x:item xmlns:x="urn:x"><x:title>Inner</x:title></x:item><title>Good<!-- not this --> One</title>'
        "<pubDate>Wed, 24 Dec 2025 10:00:00 GMT</pubDate></item>"
    )
    assert [article.title for article in articles(text_source(text, "a.rss"))] == ["Good One"]


def test_that_a_feed_was_mended_is_told_once_by_its_first_article_after_that() -> None:
    found = articles(text_source(rss(GOOD, ITEM.format("A & B"), GOOD), "a.rss"))
    assert [len(article.problems) for article in found] == [0, 1, 0]


FORMS = {
    "<title>1 &lt;b&gt; 2</title>": "1 <b> 2",
    '<title type="text">1 &lt;b&gt; 2</title>': "1 <b> 2",
    '<title type="html">1 &lt;b&gt;2&lt;/b&gt;</title>': "1 2",
    '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">1 <b>2</b></div></title>': "1 2",
}


@pytest.mark.parametrize("title", FORMS)
def test_a_title_of_atom_is_what_its_type_says(title: str) -> None:
    text = ATOM.format(f"<entry>{title}<id>urn:x</id><updated>2025-12-24T10:00:00Z</updated></entry>")
    assert articles(text_source(text, "a.atom"))[0].title == FORMS[title]


CONTENTS = {
    "<content>1. &lt;b&gt;</content>": "1\\. \\<b>",
    '<content type="html">&lt;b&gt;x&lt;/b&gt;</content>': "**x**",
    '<content type="text/markdown">**x**</content>': "**x**",
    '<content type="image/png">iVBORw0KGgo=</content><summary>Words</summary>': "",
    '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a &amp;amp; <i>b</i></div></content>': (
        "a \\&amp; *b*"
    ),
}


@pytest.mark.parametrize("content", CONTENTS)
def test_a_text_of_atom_is_what_its_type_says(content: str) -> None:
    text = ATOM.format(f"<entry><title>x</title>{content}<id>urn:x</id><updated>2025-12-24T10:00:00Z</updated></entry>")
    [article] = articles(text_source(text, "a.atom"))
    assert article.body == CONTENTS[content]
    assert article.summary == ("Words" if "Words" in content else "")
