"""Saved pages: what comes out of them, case by case, and that nothing that is fed to it takes long or breaks it."""

from __future__ import annotations

import builtins
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feedtool.article import Article
from feedtool.errors import AmbiguousDateError, SourceError, TimestampError
from feedtool.source import Hints, Source
from feedtool.source.html import look, read
from feedtool.source.html.furniture import Known, drop_furniture
from feedtool.source.html.subheads import mend_subheads
from feedtool.timestamps import ZonePolicy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.errors import ArticleError

CASES = Path(__file__).parent / "cases" / "html"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in CASES.glob("*.expected.json"))


def page(content: bytes | str, zone: Mapping[str, str] | None = None) -> Article | ArticleError:
    """Read one page; `zone` is what its hints say of its times."""
    raw = content.encode() if isinstance(content, str) else content
    policy = replace(ZonePolicy(), **(zone or {}))  # texts by name, as the expected files have them
    (reading,) = read(Source(origin="page.html", content=raw, hints=Hints(zone=policy)))
    return reading


def told(path: Path, zone: Mapping[str, str]) -> dict[str, Any]:
    """Return what a page says as the expected files have it; what is empty is left out."""
    reading = page(path.read_bytes(), zone)
    if not isinstance(reading, Article):
        return {"error": type(reading).__name__, "message": reading.message}
    fields = {
        "title": reading.title,
        "summary": reading.summary,
        "authors": [person.name for person in reading.authors],
        "published": reading.published.isoformat(),
        "updated": reading.updated.isoformat() if reading.updated else "",
        "images": [
            {key: value for key in ("url", "alt", "caption", "credit") if (value := getattr(image, key))}
            for image in reading.images
        ],
        "related": [[link.title, link.url] for link in reading.related],
        "tags": list(reading.tags),
        "link": reading.link,
        "language": reading.language,
        "problems": [problem.rule for problem in reading.problems],
        "provenance": {name: [evidence.line, evidence.rule] for name, evidence in reading.provenance.items()},
        "body": reading.body.split("\n\n"),
    }
    return {key: value for key, value in fields.items() if value}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_becomes_the_article_beside_it(name: str) -> None:
    expected = json.loads((CASES / f"{name}.expected.json").read_text(encoding="utf-8"))
    assert expected.pop("shows")
    assert told(CASES / f"{name}.html", expected.pop("zone", {})) == expected


def test_every_page_has_its_expected_record() -> None:
    assert {path.stem for path in CASES.glob("*.html")} == set(NAMES)


ARTICLE = (CASES / "jsonld-graph.html").read_text(encoding="utf-8")


def article(content: bytes | str) -> Article:
    reading = page(content)
    assert isinstance(reading, Article), reading
    return reading


def test_provenance_names_lines_of_the_page() -> None:
    lines = ARTICLE.split("\n")
    provenance = article(ARTICLE).provenance
    assert (
        "datePublished" in lines[provenance["published"].line - 1]
        or "@graph" in lines[provenance["published"].line - 2]
    )
    assert lines[provenance["title"].line - 1].startswith("<h1>Ferry")
    assert lines[provenance["subheads"].line - 1] == "<h2>When It Sails</h2>"
    assert all(evidence.rule and evidence.text for evidence in provenance.values())


def test_an_author_has_the_address_that_the_page_gives() -> None:
    assert article(ARTICLE).authors[0].uri == "https://herald.example/people/meera"


def test_links_in_the_text_are_absolute() -> None:
    assert "[the timetable](https://herald.example/valley/timetable)" in article(ARTICLE).body


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_change_nothing(encoding: str) -> None:
    told_so = ARTICLE.replace("utf-8", "windows-1252") if encoding == "cp1252" else ARTICLE
    assert article(told_so.encode(encoding)) == article(ARTICLE)


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("shift_jis", "渡し船が再び運航"),
        ("gb2312", "渡船再次运行"),
        ("windows-1251", "Паром снова ходит"),
        ("euc-kr", "배가 다시"),
    ],
)
def test_declared_encodings_are_read(declared: str, text: str) -> None:
    markup = f'<html><head><meta charset="{declared}"><title>{text}</title></head><body><p>x</p></body></html>'
    assert look(Source(origin="-", content=markup.encode(declared))).title == text


@pytest.mark.parametrize("declared", ["no-such-thing", "base64", "utf-16", "unicode_escape", "idna", "undefined"])
def test_nonsense_declarations_are_passed_over(declared: str) -> None:
    markup = f'<html><head><meta charset="{declared}"><title>A title – here</title></head></html>'
    assert look(Source(origin="-", content=markup.encode())).title == "A title – here"


def test_what_is_missing_is_named_and_the_rest_kept() -> None:
    undated = page(ARTICLE.replace("datePublished", "x").replace("December 24, 2025 15:21 IST", "").replace("2025", ""))
    assert isinstance(undated, TimestampError)
    assert undated.place.file == "page.html"
    assert isinstance(undated.rest, Article)
    assert undated.rest.title == "Ferry Returns After ‘The Longest Dry Spell’"
    assert undated.rest.body


def test_a_page_that_is_no_article_can_still_be_looked_at() -> None:
    seen = look(Source(origin="-", content=(CASES / "no-article.html").read_bytes()))
    assert seen.title == "Valley Herald"
    assert seen.moments is None
    assert seen.failure is not None


def test_without_its_body_a_page_has_the_same_metadata() -> None:
    source = Source(origin="-", content=ARTICLE.encode())
    whole, quick = look(source), look(source, with_body=False)
    assert not quick.body.markdown
    assert (quick.title, quick.authors, quick.images, quick.tags) == (
        whole.title,
        whole.authors,
        whole.images,
        whole.tags,
    )


def test_without_trafilatura_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever __import__ takes
        if name in ("trafilatura", "htmldate"):
            raise ImportError(name)
        return imported(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    reading = page(ARTICLE)
    assert isinstance(reading, SourceError)
    assert reading.hint == "pip install 'feedtool[html]'"
    assert look(Source(origin="-", content=ARTICLE.encode()), with_body=False).title


def test_the_text_in_the_metadata_stands_in_where_the_page_shows_none() -> None:
    markup = """<html><head><title>A Ferry Returns</title><script type="application/ld+json">{"@type": "Article",
    "headline": "A Ferry Returns", "datePublished": "2025-12-24T15:21:46+05:30", "articleBody": "One.\n\nTwo."}</script>
    </head><body></body></html>"""
    assert article(markup).body == "One.\n\nTwo."


def test_a_page_without_text_is_an_article_with_a_warning() -> None:
    markup = (
        '<html><head><title>A Ferry Returns</title><meta name="date" content="2025-12-24T15:21:46+05:30"></head></html>'
    )
    assert [problem.rule for problem in article(markup).problems] == ["html-no-text"]


@pytest.mark.parametrize(
    "content", [b"", b" \n", b"\x00\x01\x02\x03" * 500, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20]
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    reading = page(content)
    assert isinstance(reading, SourceError)
    assert reading.place.file == "page.html"


@given(st.integers(min_value=0, max_value=len(ARTICLE)))
def test_a_page_cut_off_anywhere_is_an_article_or_an_error(length: int) -> None:
    reading = page(ARTICLE[:length])
    assert isinstance(reading, (Article, SourceError, TimestampError))


@given(st.binary(max_size=300))
def test_any_bytes_are_an_article_or_an_error_with_its_file(content: bytes) -> None:
    reading = page(b"<html><title>A title of words</title>" + content)
    assert isinstance(reading, Article) or reading.place.file == "page.html"


WORDS = "The boat crosses the reservoir four times a day, at seven, nine, four and six, for twelve rupees. "
INDIA = {"timezone": "Asia/Kolkata"}


def small(head: str = "", body: str = "", text: str = f"<p>{WORDS * 2}</p><p>{WORDS * 3}</p>") -> str:
    """Return a page with a title, what is given for its head and below its headline, and a text."""
    return (
        f'<html lang="en"><head><meta charset="utf-8"><title>A Ferry Returns</title>{head}</head>'
        f"<body><article><h1>A Ferry Returns</h1>{body}{text}</article></body></html>"
    )


DAY, MINUTE = "2025-12-24T00:00:00+05:30", "2025-12-24T15:21:00+05:30"
UTC = "2025-12-24T09:51:00+00:00"
TIMES = {
    "a marked day": ('<meta name="date" content="2025-12-24">', "", DAY),
    "a day that people see": ("", "<p>24 December 2025</p>", DAY),
    "an update alone": ("", "<p>Last updated: 24 December 2025, 3:21 pm</p>", MINUTE),
    "a time before a day": ('<meta name="date" content="2025-12-24">', "<p>24 December 2025, 3:21 pm</p>", MINUTE),
    "a count of seconds": ('<meta name="pubdate" content="1766569860">', "", UTC),
    "a count of milliseconds": ('<meta name="pubdate" content="1766569860000">', "", UTC),
    "a day, not no date as one": ('<meta name="date" content="1970-01-01T00:00Z">', "<p>24 December 2025</p>", DAY),
    "a microformat": ("", "<abbr class='published' title='2025-12-24T15:21:00+05:30'>today</abbr>", MINUTE),
    "a time element": ('<meta name="pubdate" content="soon">', "<time datetime='2025-12-24T15:21'></time>", MINUTE),
    "a zone before none": (
        '<meta name="sailthru.date" content="2025-12-24 9:51"><meta name="date" content="2025-12-24T15:21+05:30">',
        "",
        MINUTE,
    ),
    "the publication before the update": (
        "",
        "<p>Updated: 25 December 2025, 1 pm</p><p>Published: 24 December 2025, 3:21 pm</p>",
        MINUTE,
    ),
    "a machine's clock without a zone by the line that people see": (
        '<meta name="pubdate" content="2025-12-24 09:51:00">',
        "<p>Published: 24 December 2025, 3:21 PM IST</p>",
        MINUTE,
    ),
    "the zone that people see for the same clock": (
        '<meta name="pubdate" content="2025-12-24 15:21:00">',
        "<p>Published: December 24, 2025, 3:21 PM EST</p>",
        "2025-12-24T15:21:00-05:00",
    ),
    "no line of another hour for it": (
        '<meta name="pubdate" content="2025-12-24 15:21:00">',
        "<p>Published: December 24, 2025, 4:07 PM EST</p>",
        MINUTE,
    ),
    "a time before midnight of the same day": (
        '<meta name="pubdate" content="2025-12-24T00:00:00Z"><meta name="date" content="2025-12-24T09:51:00Z">',
        "",
        UTC,
    ),
    "midnight where nothing says more": (
        '<meta name="pubdate" content="2025-12-24T00:00:00Z"><meta name="date" content="2025-12-23T09:51:00Z">',
        "",
        "2025-12-24T00:00:00+00:00",
    ),
    "a line near the headline before one far above it": (
        "",
        "<p class='date'>24 December 2025, 3:21 PM IST</p>",
        MINUTE,
    ),
    "the data of the page's script": (
        "",
        (
            '<script id="__NEXT_DATA__" type="application/json">{"props": {"related": [{"title": "Another", '
            '"publishedAt": "2020-01-01T00:00Z"}], "article": {"title": "A Ferry Returns", '
            '"publishedAt": "2025-12-24T09:51:00.000Z"}}}</script>'
        ),
        UTC,
    ),
    "a state that a script assigns": (
        "",
        (
            '<script>window.Fusion=1;Fusion.globalContent={"headlines": {"basic": "A Ferry Returns"}, '
            '"display_date": "2025-12-24T09:51:00Z"};Fusion.x={}</script>'
        ),
        UTC,
    ),
    "a time outside the footer": (
        "",
        "<footer><time datetime='2020-01-01T00:00Z'></time></footer><time datetime='2025-12-24T15:21+05:30'></time>",
        MINUTE,
    ),
}


@pytest.mark.parametrize("name", TIMES)
def test_the_best_statement_of_the_time_counts(name: str) -> None:
    head, body, instant = TIMES[name]
    reading = page(small(head, body), INDIA)
    assert isinstance(reading, Article), reading
    assert reading.published.isoformat() == instant


def test_dates_of_lists_and_comments_are_not_those_of_the_article() -> None:
    body = "<p class='date'>24 December 2025, 3:21 PM IST</p>"
    lists = "<div class='latest-news'><b class='date'>30 December 2025, 10:00 AM IST</b> Rain again</div>"
    comments = "<div class='comments'><i class='comment-date'>29 December 2025, 10:00 AM IST</i> Nice</div>"
    content = small("", body).replace("<h1>", f"{lists}<h1>").replace("</article>", f"</article>{comments}")
    dated, undated = page(content, INDIA), page(content.replace(body, ""))
    assert isinstance(dated, Article)
    assert dated.published.isoformat() == MINUTE
    assert isinstance(undated, TimestampError)


def test_a_day_that_could_be_two_is_refused_not_guessed() -> None:
    reading = page(small("", "<p class='date'>03/04/2025 17:30</p>"), INDIA)
    assert isinstance(reading, AmbiguousDateError)


@pytest.mark.parametrize(
    "body",
    [
        (
            "<time class='published' datetime='2025-12-24T15:21+05:30'></time>"
            "<time class='updated' datetime='2025-12-25T09:00+05:30'></time>"
        ),
        (
            "<p class='date'>Published: 24 December 2025, 3:21 PM IST</p>"
            "<p class='date'>Updated: 25 December 2025, 9:00 AM IST</p>"
        ),
    ],
)
def test_an_update_that_the_page_shows_is_one(body: str) -> None:
    reading = page(small("", body), INDIA)
    assert isinstance(reading, Article)
    assert (reading.published.isoformat(), str(reading.updated)) == (MINUTE, "2025-12-25 09:00:00+05:30")


def test_a_kicker_in_the_h1_is_no_part_of_the_title() -> None:
    stated = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The Ferry Has Returned"}</script>'
    )
    content = small(stated).replace("<h1>A Ferry Returns", "<h1><span>Kallar</span> The Ferry Has Returned")
    assert look(Source(origin="-", content=content.encode())).title == "The Ferry Has Returned"


@pytest.mark.parametrize(
    ("head", "body", "names"),
    [
        ('<meta name="author" content="Anna Adams, Bo Brand">', "", ["Anna Adams", "Bo Brand"]),
        ('<meta name="author" content="AFP, MANILA">', "", ["AFP, MANILA"]),
        ('<meta name="author" content="TOM KRISHER, AP Auto Writer">', "", ["TOM KRISHER"]),
        ('<meta name="author" content="Text: Anna Adams">', "", ["Anna Adams"]),
        ('<meta name="author" content="admin">', "<p class='byline'>By Anna Adams</p>", ["Anna Adams"]),
        ('<meta name="author" content="https://social.example/herald">', "<p>Von Anna Adams</p>", ["Anna Adams"]),
        ('<meta name="herald_authors" content="Anna Adams">', "", ["Anna Adams"]),
        ('<meta property="og:site_name" content="The Herald"><meta name="author" content="the herald">', "", []),
        ('<meta property="og:site_name" content="The Herald"><meta name="author" content="The Herald Staff">', "", []),
        ('<meta name="author" content="Anna Adams (anna@herald.example)">', "", ["Anna Adams"]),
        ("", "<a rel='author' href='/a'>More from Anna Adams</a>", ["Anna Adams"]),
        ("", "<p class='byline'><a>Anna Adams</a> <i>Senior Correspondent</i></p>", ["Anna Adams"]),
        ("", "<p class='byline'>By <a>Anna Adams</a> and <a>Bo Brand</a>, in Kochi</p>", ["Anna Adams", "Bo Brand"]),
        ("", "<div class='comment'><b class='comment-author'>Anna Adams</b></div>", []),
        ("", "<p>A reader who is by no means an author</p>", []),
        ("", "<p class='submitted'>Submitted by Anna Adams on Wed, 12/24/2025 - 15:21</p>", ["Anna Adams"]),
        ("", "<p class='byline'>By Anna Adams, Staff Writer</p>", ["Anna Adams"]),
        (
            '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Anna Adams">',
            "",
            ["Anna Adams"],
        ),
        (
            '<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" content="Anna Adams">',
            "",
            [],
        ),
    ],
)
def test_people_and_nobody_else_are_authors(head: str, body: str, names: list[str]) -> None:
    seen = look(Source(origin="-", content=small(head, body).encode()))
    assert [person.name for person in seen.authors] == names


def test_the_first_figure_is_the_lead_picture_where_the_metadata_name_none() -> None:
    figure = (
        '<figure><img src="/a.jpg" alt="A ferry"><figcaption>The ferry. <b class="credit">Photo by L. Thomas</b>'
        "</figcaption></figure>"
    )
    content = small('<link rel="canonical" href="https://h.example/ferry">', figure).encode()
    (image,) = look(Source(origin="-", content=content)).images
    assert (image.url, image.alt, image.caption, image.credit) == (
        "https://h.example/a.jpg",
        "A ferry",
        "The ferry.",
        "L. Thomas",
    )


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("<div><img src='/ferry.jpg'></div>", "ferry.jpg"),
        (
            "<img src='/logo.png'><img src='/m.jpg' class='avatar'><img src='/b.jpg' width='9'><img src='/c.jpg'>",
            "c.jpg",
        ),
        ("<aside><img src='/other.jpg'></aside>", ""),
        ("<img src='data:image/png;base64,AAAA'>", ""),
    ],
)
def test_a_picture_above_the_text_is_the_lead_picture_where_no_figure_is(body: str, name: str) -> None:
    content = small('<link rel="canonical" href="https://h.example/ferry">', body).encode()
    images = look(Source(origin="-", content=content)).images
    assert [image.url.rpartition("/")[2] for image in images] == ([name] if name else [])


@pytest.mark.parametrize(
    ("told", "caption", "credit"),
    [
        ("The ferry at the landing, Ana Diaz/Getty Images", "The ferry at the landing", "Ana Diaz/Getty Images"),
        (
            "<span class='visually-hidden'>Image caption, </span>The ferry at the landing",
            "The ferry at the landing",
            "",
        ),
    ],
)
def test_captions_are_what_people_see(told: str, caption: str, credit: str) -> None:
    figure = f'<figure><img src="https://h.example/a.jpg"><figcaption>{told}</figcaption></figure>'
    (image,) = look(Source(origin="-", content=small(body=figure).encode())).images
    assert (image.caption, image.credit) == (caption, credit)


def test_a_heading_that_was_lost_comes_back_above_its_paragraph() -> None:
    body = lxml.html.fragment_fromstring(f"<div><p>{WORDS}</p><p>It is twelve rupees.</p></div>")
    whole = f"<h2>Menu</h2><ul></ul><p>{WORDS}</p><h3>What it costs</h3><p>It is twelve rupees.</p>"
    mend_subheads(body, lxml.html.document_fromstring(whole), lambda _: False)
    assert [(element.tag, element.text) for element in body][1] == ("h3", "What it costs")
    assert len(body) == 3


def left(markup: str, *people: str) -> str:
    """Return what is left of a text when what is not the article's has gone."""
    body = lxml.html.fragment_fromstring(f"<div>{markup}</div>")
    drop_furniture(body, "https://herald.example/valley/ferry", Known(people=people))
    return "".join(lxml.html.tostring(element, encoding="unicode") for element in body)


@pytest.mark.parametrize(
    "gone",
    [
        "<p>Follow us on Facebook</p>",
        "<p>Follow Meera on <a href='/x'>Instagram</a>, and the Herald on Telegram.</p>",
        "<p>(Reporting by Meera Nair; editing by Arun Das)</p>",
        "<p>Source: news agencies</p>",
        "<p>Meera Nair writes about water.</p>",
        "<p>Have a tip? Write to Meera Nair, meera@herald.example.</p>",
        "<h3>What readers say</h3>",
        "<p>Updated on December 24, 2025 at 1:23 p.m. IST</p>",
        "<ul><li><a href='/a'>Water</a></li><li><a href='/b'>Boats</a></li></ul>",
        "<p>Sign up here.</p><p><em>It comes every Sunday.</em></p>",
    ],
)
def test_calls_below_the_text_are_not_the_text(gone: str) -> None:
    text = f"<p>{WORDS}</p><p>{WORDS}</p>"
    assert left(text + gone, "Meera Nair") == text


@pytest.mark.parametrize(
    "kept",
    [
        "<p>He may be followed on the road to the west, she said.</p>",
        "<p>“The steps are under water,” the ferryman wrote on Twitter.</p>",
        "<p>The western landing can be reached by a road through the hills.</p>",
        "<p><em>It comes every Sunday.</em></p>",
        "<p><a href='/notes'>[1] The notes of the engineer</a></p>",
        (
            "<p>It can be bought at these places:</p><ul><li><a href='/a'>the post office</a></li>"
            "<li><a href='/b'>the landing</a></li></ul>"
        ),
    ],
)
def test_what_ends_a_text_stays(kept: str) -> None:
    text = f"<p>{WORDS}</p><p>{WORDS}</p>{kept}"
    assert left(text, "Meera Nair").replace('"', "'") == text.replace('"', "'")


def test_a_text_never_loses_more_than_a_part_to_what_looks_like_calls() -> None:
    text = "<p>Follow us on Facebook</p>" * 40 + f"<p>{WORDS}</p>" + "<p>Follow Meera on Telegram, then.</p>" * 40
    assert left(text).count("<p>") > 20


def test_the_title_of_another_article_within_the_text_is_no_text() -> None:
    text = f"<p>{WORDS}</p>"
    alone = '<p><a href="/dam">Dam gates to be painted this winter</a></p>'
    outside = '<p><a href="https://dam.example/">Dam gates to be painted this winter</a></p>'
    assert left(text + alone + text) == text + text
    assert left(text + outside + text) == text + outside + text
    assert left(text + outside + outside + text) == text + text
    assert left(f"{text}<p>Read more</p>{outside}<p>The gates of the dam are …</p>{text}") == text + text


def test_a_digest_of_other_articles_keeps_them() -> None:
    links = "".join(
        f"<p><a href='/{day}'>What happened at the landing on {day}</a></p>" for day in ("Monday", "Tuesday")
    )
    assert left(f"<p>What else happened, day by day.</p>{links}").count("<a ") == 2


def test_a_pull_quote_stands_once_and_a_refrain_each_time() -> None:
    quote = "at seven, nine, four and six, for twelve rupees in all"
    said = f"<p>The boat crosses four times, {quote}, and nobody complains.</p>"
    refrain = f"<p>{WORDS}</p>"
    assert left(f"{refrain}{said}<blockquote><p>“At{quote[2:]}.”</p></blockquote>{refrain}") == refrain + said + refrain


def test_text_that_advertisements_part_is_one() -> None:
    parts = [f"<p>Part {part}. {WORDS}</p><p>More of part {part}. {WORDS}</p>" for part in "abc"]
    chunks = "".join(
        f'<div class="row"><div class="story-body">{part}</div><div class="ad"></div></div>' for part in parts
    )
    body = look(Source(origin="-", content=small(text=f"<div>{chunks}</div>").encode())).body.markdown
    assert all(f"More of part {part}." in body for part in "abc")


def test_words_for_machines_are_no_tags() -> None:
    head = '<meta name="keywords" content="Ferries, @river, ctp_video, Day: Monday, /channel/x, ferries">'
    assert look(Source(origin="-", content=small(head).encode())).tags == ("Ferries",)


JSON = '{"@type": "NewsArticle", "headline": "H", "datePublished": "2025-12-24T15:21:46Z", "author": %s}'
HUGE = {
    "title": "<html><title>" + "A title " * 1_300_000 + "</title>",
    "title in metadata": f'<html><meta property="og:title" content="{"word " * 2_000_000}">',
    "nesting": "<html><title>A title</title>" + "<div>" * 100_000 + "words",
    "inline nesting": "<html><title>A title</title>" + "<b><i>" * 50_000 + "words",
    "entities": "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><title>A &b;</title>"
    + "&b;" * 100_000,
    "json": f"<html><script type='application/ld+json'>{'[' * 100_000}</script><title>A title</title>",
    "json objects": f"<title>T</title><script type='application/ld+json'>{JSON % ('[' * 400 + ']' * 400)}</script>",
    "many scripts": f"<html><title>T</title><script type='application/ld+json'>{JSON % '[]'}</script>" * 2000,
    "commas": "<html><script type='application/ld+json'>{" + "," * 200_000 + "</script><title>A title</title>",
    "properties": "<html><title>A title</title>"
    + "<p itemprop='author' class='byline date'>By Ann Other 2025 10:30" * 20_000,
    "dates": "<html><title>A title</title><h1>A title</h1>" + "<p class=date>1/2/2025 10:30</p>" * 20_000,
    "clocks": "<meta name=date content=2025-12-24T15:21:46Z><title>A title</title>"
    + "<p>at 15:21 or 3:21, </p>" * 20_000,
    "meta": "<html><title>A title</title>" + "<meta name=keywords content='a,b,c'>" * 20_000,
    "attribute": f"<html lang='{'x' * 5_000_000}'><title>A title</title>",
}


@pytest.mark.parametrize("name", HUGE)
def test_huge_input_takes_seconds_at_most(name: str) -> None:
    began = time.process_time()
    page(HUGE[name])
    assert time.process_time() - began < 20  # what is quadratic would take minutes
