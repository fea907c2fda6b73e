"""Listings: items found by selectors, in JSON-LD, or by themselves; and the pages behind them."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest

from feedtool.article import Article, Image, Origin
from feedtool.errors import ArticleError, SourceError
from feedtool.source import Hints, Source
from feedtool.source.fetch.behind import source_of
from feedtool.source.listing import items, read
from feedtool.source.listing.page import page_of
from feedtool.timestamps import ZonePolicy
from web import Reply, fetcher, page, read_page, redirect, serving

if TYPE_CHECKING:
    from feedtool.source.fetch.behind import Known

HOME = "https://gazette.example/news/"
KOLKATA = Hints(zone=ZonePolicy(timezone="Asia/Kolkata"))
AT = datetime(2025, 12, 24, 9, 51, 46, tzinfo=UTC)
MENU = "<nav><ul>" + "".join(f"<li><a href='/s/{n}'>Section number {n} of the paper</a></li>" for n in range(20))
MENU += "</ul></nav>"
FOOT = "<div class=footer>" + "".join(f"<p><a href='/f/{n}'>Terms and conditions, part {n}</a></p>" for n in range(20))
FOOT += "</div>"


def source(body: str, origin: str = HOME, hints: Hints = KOLKATA, head: str = "") -> Source:
    text = f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{MENU}{body}{FOOT}</body></html>"
    return Source(origin=origin, content=text.encode(), hints=hints)


def found(body: str, select: dict[str, str] | None = None, head: str = "") -> list[Known]:
    return items(page_of(source(body, head=head)), select or {})


def titles(body: str) -> list[str]:
    return [
        f"{one.url.rpartition('/')[2]} {one.title} {one.published and one.published.isoformat()}" for one in found(body)
    ]


def story(number: int) -> str:
    return f"Story {number} of the rain"


EXPECTED = [f"{n} {story(n)} 2025-12-2{n}T15:21:00+05:30" for n in range(1, 5)]
LAYOUTS = {
    "a list": """<ul class=list>{}</ul>

        <li class='post-{n} odd'><a href='/{n}'>{title}</a> <span>2025-12-2{n} 15:21</span></li>""",
    "cards that are links": """<div>{}</div>

        <a class=card href='/{n}'><img src=/{n}.jpg><h3>{title}</h3>
        <p>A summary that goes on for quite a while, so that nobody takes it for a title.</p>
        <time datetime='2025-12-2{n}T15:21:00+05:30'>Wednesday</time></a>""",
    "articles with bylines": """<main>{}</main>

        <article id=p{n}><header><h2><a href='/{n}'>{title}</a></h2>
        <p class=meta>By <a href='/author/asha'>Our Environment Correspondent</a> | <a href='/c/rain'>Rain</a>
        | Dec 2{n}, 2025, 03:21 PM IST</p></header><p>Text of the story.</p>
        <a href='/{n}'>Read the whole of the story here</a></article>""",
    "a table": """<table>{}</table>

        <tr><td>2{n}/12/2025 15:21</td><td><a href='https://www.gazette.example/{n}'>{title}</a></td></tr>""",
    "links beside dates": """<div id=x>{}</div>

        <p><b>2{n} December 2025 15:21 IST</b> <a href='/{n}'>{title}</a></p>""",
    "definition lists": """<dl>{}</dl>

        <div><dt><a href='/{n}'>{title}</a></dt><dd>24 stories</dd>
        <dd class='post-date'>December 2{n}, 2025 3:21 pm</dd></div>""",
}


def laid_out(layout: str) -> str:
    around, each = LAYOUTS[layout].split("\n\n")
    return around.format("".join(each.format(n=n, title=story(n)) for n in range(1, 5)))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_list_is_found_by_itself(layout: str) -> None:
    assert titles(laid_out(layout)) == EXPECTED


def test_cards_say_more_than_titles() -> None:
    first = found(laid_out("cards that are links"))[0]
    assert first.images == (Image(url="https://gazette.example/1.jpg"),)
    assert first.summary.startswith("A summary that goes on")
    assert first.language == "en"
    assert first.provenance["published"].text == "2025-12-21T15:21:00+05:30"


def test_a_list_in_several_rows_is_one_list() -> None:
    cells = [f"<div class=col><h3><a href=/{number}>Headline {number}</a></h3></div>" for number in range(12)]
    rows = "".join(f"<div class=row>{''.join(cells[start : start + 3])}</div>" for start in range(0, 12, 3))
    assert len(found(rows)) == 12


def test_titles_without_dates_are_found_in_other_scripts_too() -> None:
    for title in ("बाढ़ का पानी घाटी में उतरा, राहत", "洪水退去后的村庄重建工作", "Паводок отступил из долины"):
        body = "".join(f"<li><a href=/{n}>{title} {n}</a></li>" for n in range(5))
        assert [one.title for one in found(f"<ul>{body}</ul>")] == [f"{title} {n}" for n in range(5)]


@pytest.mark.parametrize(
    "body", ["", "<p>Nothing.</p>", "<a href=/1>The only link that is long enough here</a>", "<a href='#a'>x</a>"]
)
def test_a_page_without_a_list_of_its_own(body: str) -> None:
    empty = Source(origin=HOME, content=f"<html><body>{body}</body></html>".encode())
    (error,) = read(empty)
    assert "no items were found" in str(error)


# ---- JSON-LD


def ld(data: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(data)}</script>"


LISTS: list[object] = [
    {"@type": "ItemList", "itemListElement": ["/1", "/2"]},
    {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": n, "url": f"/{n}"} for n in (1, 2)]},
    {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": f"/{n}"} for n in (1, 2)]},
    {"@type": ["ItemList"], "itemListElement": [{"item": {"@id": f"{HOME}../{n}", "name": "x"}} for n in (1, 2)]},
    {"@graph": [{"@type": "WebPage", "mainEntity": {"@type": "https://schema.org/Blog", "blogPost": [
        {"@type": "BlogPosting", "mainEntityOfPage": {"@id": f"/{n}"}} for n in (1, 2, 2)]}}]},
]  # fmt: skip


@pytest.mark.parametrize("data", LISTS)
def test_a_list_that_is_stated_is_taken(data: object) -> None:
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [{"item": f"/crumb{n}"} for n in range(5)]}
    head = "<script type='application/ld+json'>{</script><script>var x = [1]</script>" + ld(crumbs) + ld(data)
    assert [one.url for one in found("", head=head)] == ["https://gazette.example/1", "https://gazette.example/2"]


def test_what_is_stated_and_what_is_shown_are_put_together() -> None:
    given = {
        "url": "/2",
        "headline": "The <b>stated</b>\none",
        "datePublished": "2025-12-20T10:00:00Z",
        "image": ["/i.jpg"],
    }
    data = {"@type": "ItemList", "itemListElement": [{"url": "/1"}, {"item": given}, {"url": "/9"}, 7, {}]}
    first, second, third = found(laid_out("a list"), head=ld(data))
    assert first.title == story(1)
    assert first.published == datetime.fromisoformat("2025-12-21T15:21:00+05:30")
    assert (second.title, second.published) == ("The stated one", datetime(2025, 12, 20, 10, tzinfo=UTC))
    assert second.images == (Image(url="https://gazette.example/i.jpg"),)
    assert (third.url, third.title, third.published) == ("https://gazette.example/9", "", None)


# ---- selectors

SELECTED = """<div class=x data-url=/1><i>Rain by Night</i>
<u title="2025-12-24T15:21:46+05:30">yesterday</u><em>Wet.</em>
<img data-lazy=/p.jpg src=/blank.gif></div><div class=x data-url=/2><i>Second</i></div>"""


def test_items_by_selectors() -> None:
    select = {
        "item": "div.x",
        "title": "i",
        "link": "@data-url",
        "date": "u@title",
        "summary": "em",
        "image": "img@data-lazy",
    }
    first, second = found(SELECTED, select)
    assert (first.url, first.title, first.summary) == ("https://gazette.example/1", "Rain by Night", "Wet.")
    assert first.published == AT
    assert first.images == (Image(url="https://gazette.example/p.jpg"),)
    assert (second.title, second.published, second.images) == ("Second", None, ())
    (article, error) = read(source(SELECTED), select=select)
    assert article == Article(
        title="Rain by Night",
        summary="Wet.",
        published=AT,
        link="https://gazette.example/1",
        language="en",
        images=first.images,
        origin=Origin(path="https://gazette.example/1", kind="listing"),
    )
    assert "https://gazette.example/2: the listing gives it no title and time" in str(error)


def test_what_is_not_selected_is_looked_for() -> None:
    assert [one.title for one in found(laid_out("a table"), {"item": "tr"})] == [story(n) for n in range(1, 5)]
    hints = Hints(fields={"item": "table tr:nth-child(2)"}, zone=KOLKATA.zone)
    (article,) = read(source(laid_out("a table"), hints=hints))
    assert isinstance(article, Article)
    assert article.title == story(2)


@pytest.mark.parametrize("select", [{"item": "li["}, {"item": "li::nonsense(("}, {"item": "li", "date": "]"}])
def test_a_selector_that_is_not_understood_is_named(select: dict[str, str]) -> None:
    (error,) = read(source(laid_out("a list")), select=select)
    assert isinstance(error, SourceError)
    assert "is not understood" in error.message
    assert error.place.file == HOME


# ---- pages


def test_the_pages_behind_a_listing_are_read() -> None:
    with serving({"/1": page(1), "/2": page(2, date=""), "/3": page(3), "/4": Reply(status=500)}) as web:
        listing = source(laid_out("a list"), origin=web.url("/news"))
        with fetcher(robots=False) as web_fetcher:
            fetch = partial(web_fetcher.fetch_all, jobs=1)
            got = list(read(listing, fetch=fetch, known={web.url("/3")}, read_page=read_page))
            assert [one.title if isinstance(one, Article) else one.message for one in got] == [
                "Story 1",
                "Story 2",
                "the server answers 500 Internal Server Error",
            ]
            second = got[1]
            assert isinstance(second, Article)
            assert second.published.isoformat() == "2025-12-22T15:21:00+05:30"
            assert "date in the listing" in second.provenance["published"].rule
            assert (second.origin.path, second.link) == (web.url("/2"), web.url("/2"))
            assert web.paths == ["/1", "/2", "/4"]
            assert len(list(read(listing, fetch=fetch, whole=False, read_page=read_page))) == 4
            assert len(web.paths) == 3


def test_links_are_relative_to_the_address_that_answered() -> None:
    with serving({"/news": redirect("/en/news/"), "/en/news/": laid_out("a table")}) as web:
        with fetcher(robots=False) as web_fetcher:
            fetched = web_fetcher.fetch(web.url("/news"))
        listing = source_of(fetched, KOLKATA, "listing")
    assert listing.origin == web.url("/en/news/")
    assert listing.hints.kind == "listing"
    assert listing.hints.zone.host == "127.0.0.1"


def test_pages_are_read_by_the_kind_for_pages() -> None:
    pytest.importorskip("trafilatura")
    text = "".join(
        f"<p>{line} of the story, which goes on for a while and says what happened.</p>" for line in range(9)
    )
    head = "<meta property=article:published_time content=2025-12-24T15:21:46+05:30><title>Rain by Night</title>"
    story_page = f"<html><head>{head}</head><body><article><h1>Rain by Night</h1>{text}</article></body></html>"
    with serving({f"/{number}": story_page for number in range(1, 5)}) as web, fetcher(robots=False) as web_fetcher:
        hints = Hints(zone=KOLKATA.zone, tags=("wire",))
        first, *_ = read(source(laid_out("a list"), origin=web.url("/"), hints=hints), fetch=web_fetcher.fetch_all)
    assert isinstance(first, Article)
    assert (first.title, first.published, first.tags) == ("Rain by Night", AT, ("wire",))
    assert "goes on for a while" in first.body
    assert first.origin.path == web.url("/1")


def test_running_text_is_no_list() -> None:
    links = "".join(
        f"<p>The water board said on <a href=/x{n}>a long report {n}</a> that it was full.</p>" for n in range(9)
    )
    assert titles(links + laid_out("a list")) == EXPECTED


def test_the_articles_of_a_listing_without_their_pages() -> None:
    got = list(read(source(laid_out("a table"))))
    assert [one.title for one in got if isinstance(one, Article)] == [story(n) for n in range(1, 5)]


def test_other_hosts_are_left_out_unless_they_are_wanted() -> None:
    body = "".join(f"<h2><a href=https://other.example/{n}>{story(n)}</a> 2025-12-2{n} 10:00</h2>" for n in range(1, 5))
    plain = Source(origin=HOME, content=body.encode(), hints=KOLKATA)
    (error,) = read(plain)
    assert "all items lead to other hosts" in str(error)
    assert len(list(read(plain, other_hosts=True))) == 4


def test_the_address_of_a_saved_listing_is_looked_for() -> None:
    rows = laid_out("a list")
    (error,) = read(source(rows, origin="saved.html"))
    assert "nobody says which address" in str(error)
    for head in (f"<link rel=canonical href={HOME}>", f"<meta property=og:url content={HOME}>", f"<base href={HOME}>"):
        assert len(list(read(source(rows, origin="saved.html", head=head)))) == 4


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe" * 100,
        b"<" * 100_000,
        b"<div>" * 100_000,
        b"<ul>" + b"<li><a href=/%d>" * 20_000,
        b"<html><body>" + b"<a href='http://[/'>A link with a title that is long</a>" * 100,
        b"<script type='application/ld+json'>" + b"[" * 100_000,
        b"<div>" + b"<a href='http://[/'>x</a> and so on" * 20_000,
        b'<?xml version="1.0" encoding="latin-1"?><html><body><p>\xe9</p></body></html>',
        b"<li><a href=/1>" + b"long " * 2_000_000 + b"</a></li>",
    ],
)
def test_bad_pages_are_named_in_bounded_time(content: bytes) -> None:
    begun = time.monotonic()
    readings = list(read(Source(origin=HOME, content=content)))
    assert all(isinstance(reading, ArticleError) for reading in readings)
    assert time.monotonic() - begun < 5


def test_a_long_listing_takes_time_in_proportion() -> None:
    body = "".join(f"<li><a href='/{n}'>{story(n)}</a> <span>2025-12-24 15:21</span></li>" for n in range(3000))
    begun = time.monotonic()
    assert len(list(read(source(f"<ul>{body}</ul>")))) == 1000
    assert time.monotonic() - begun < 10
