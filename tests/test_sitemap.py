"""Sitemaps: entries, indexes, what is new, bounds; and the pages behind them."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from feedtool.article import Article, Evidence, Image, Origin
from feedtool.errors import ArticleError
from feedtool.problem import Place
from feedtool.source import Hints, Source
from feedtool.source.sitemap import read
from feedtool.source.sitemap.entries import Entry, entries
from feedtool.source.sitemap.walk import Wanted, lastmod_of
from feedtool.timestamps import ZonePolicy
from web import Reply, fetcher, page, read_page, serving

if TYPE_CHECKING:
    from web import Web

SCHEMAS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
AT = datetime(2025, 12, 24, 9, 51, 46, tzinfo=UTC)


def urlset(*rows: str) -> bytes:
    spaces = f'xmlns="{SCHEMAS}" xmlns:news="{NEWS}" xmlns:image="{IMAGE}"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {spaces}>{"".join(rows)}</urlset>'.encode()


def url(address: str, more: str = "") -> str:
    return f"<url>\n<loc> {address} </loc>{more}</url>"


def index(*addresses: str) -> bytes:
    rows = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f'<sitemapindex xmlns="{SCHEMAS}">{rows}</sitemapindex>'.encode()


def news(title: str = "Rain by Night", date: str = "2025-12-24T15:21:46+05:30", more: str = "") -> str:
    return (
        "<news:news><news:publication><news:name>The Gazette</news:name><news:language>en</news:language>"
        f"</news:publication><news:publication_date>{date}</news:publication_date>{more}"
        f"<news:title>{title}</news:title></news:news>"
    )


def source(content: bytes, origin: str = "map.xml", hints: Hints | None = None) -> Source:
    return Source(origin=origin, content=content, hints=hints or Hints())


def urls(content: bytes) -> list[str]:
    return [entry.url if isinstance(entry, Entry) else str(entry) for entry in entries(content, "map.xml")]


def walked(web: Web, path: str = "/map.xml", **options: object) -> list[str]:
    """Fetch a sitemap and all behind it; return titles, and errors."""
    with fetcher(robots=False) as web_fetcher:
        fetched = web_fetcher.fetch(web.url(path))
        fetch = partial(web_fetcher.fetch_all, jobs=2)
        given = {"fetch": fetch, "read_page": read_page, **options}
        readings = list(read(source(fetched.content, fetched.url), **given))  # type: ignore[arg-type]
    return [reading.title if isinstance(reading, Article) else str(reading) for reading in readings]


# ---- entries


def test_an_entry_with_all_that_may_stand_beside_it() -> None:
    more = (
        "<lastmod>2025-12-24</lastmod><image:image><image:loc>https://g.example/a.jpg</image:loc>"
        "<image:title>Dam</image:title><image:caption>Full.</image:caption></image:image>"
        + news("Rain &amp; <![CDATA[Sun]]>", more="<news:keywords>rain, , dam</news:keywords>")
    )
    (entry,) = entries(urlset(url("https://g.example/ä", more)), "map.xml")
    assert entry == Entry(
        url="https://g.example/%C3%A4",
        file="map.xml",
        line=2,
        lastmod="2025-12-24",
        title="Rain & Sun",
        published="2025-12-24T15:21:46+05:30",
        language="en",
        keywords=("rain", "dam"),
        images=(Image(url="https://g.example/a.jpg", alt="Dam", caption="Full."),),
    )


A, B = "https://g.example/a", "https://g.example/b"


@pytest.mark.parametrize(
    "content",
    [
        urlset(url(A), url(B)),
        gzip.compress(urlset(url(A), url(B)), mtime=0),
        b"\xef\xbb\xbf\n " + urlset(url(A), url(B)),
        f"<urlset><url><loc>{A}</loc></url><url><loc>{B}</loc></url></urlset>".encode(),
        f"<urlset><url><loc>{A}</loc></url><url/><url><loc> </loc></url><url><loc>{B}</loc></url></urlset>".encode(),
        f"{A}\r\n\r\n{B}".encode(),
        f"\xef\xbb\xbf{A}\n{B}\n".encode("latin-1"),
        f"<rss><channel><item><link>{A}</link></item><item><link>{B}</link></item></channel></rss>".encode(),
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="x"/><link href="{A}"/></entry>'
        f'<entry><link rel="alternate" href="{B}"/></entry></feed>'.encode(),
        '<?xml version="1.0" encoding="UTF-16"?>'.encode("utf-16")
        + f"<urlset><url><loc>{A}</loc></url><url><loc>{B}</loc></url></urlset>".encode("utf-16-le"),
    ],
)
def test_sitemaps_are_written_in_many_ways(content: bytes) -> None:
    assert urls(content) == [A, B]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "map.xml: the sitemap is empty"),
        (b"<!DOCTYPE html><title>Not found</title>", "an HTML page"),
        (b"<html><body>", "an HTML page"),
        (b"<opml/>", "its root is opml"),
        (b"hello", "'hello' is no address"),
        (b"\x1f\x8bnonsense", "cannot be read"),
        (gzip.compress(bytes(10**8), mtime=0), "300 times"),
        (urlset(url("ftp://g.example/a")), "map.xml:2: 'ftp://g.example/a' is no address: an address of ftp"),
        (urlset(url("/relative")), "no address"),
        (urlset(url("http://[")), "no address"),
    ],
)
def test_what_is_no_sitemap_is_named(content: bytes, word: str) -> None:
    (error,) = urls(content)
    assert word in error


def test_of_a_sitemap_that_breaks_off_the_beginning_is_read() -> None:
    first, error = urls(urlset(url(A), url(B))[:-30])
    assert first == A
    assert "the XML breaks off" in error


def test_entities_are_left_alone() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE u [<!ENTITY e0 "ha">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    content = f"{bomb}<urlset><url><loc>&f;</loc></url><url><loc>{A}</loc></url><url><loc>&e11;</loc></url></urlset>"
    first, error = urls(content.encode())
    assert first == A
    assert "amplification" in error


def test_a_sitemap_is_read_as_a_stream() -> None:
    content = urlset(*(url(f"https://g.example/{number}") for number in range(60_000)))
    readings = list(read(source(content)))
    assert [str(reading) for reading in readings] == [
        "map.xml: more than 50,000 addresses; the rest is left unread",
        "map.xml: the 50,000 pages that it leads to are not fetched; try: name the sitemap by its address on the web",
    ]


# ---- what is new


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-12-24", datetime(2025, 12, 25, tzinfo=UTC)),
        ("2025-12-24T15:21:46+05:30", AT),
        ("2025-12-24T09:51:46Z", AT),
        ("2025-12-24T09:51:46", AT),
        ("Wed, 24 Dec 2025 09:51:46 GMT", AT),
        ("9999-12-31", None),
        ("2025", None),
        ("", None),
        ("soon", None),
    ],
)
def test_when_a_page_changed(text: str, moment: datetime | None) -> None:
    assert lastmod_of(text) == moment


@pytest.mark.parametrize(
    ("lastmod", "wanted", "new"),
    [
        ("2025-12-24T09:51:46Z", Wanted(), True),
        ("", Wanted(), True),
        ("2025-12-24T09:51:46Z", Wanted(known={A: AT}), False),
        ("2025-12-24T09:51:47Z", Wanted(known={A: AT}), True),
        ("2025-12-24", Wanted(known={A: AT}), True),
        ("2025-12-23", Wanted(known={A: AT}), False),
        ("", Wanted(known={A: AT}), False),
        ("2025-12-23", Wanted(known={B: AT}), True),
        ("2025-12-23", Wanted(since=AT), False),
        ("2025-12-25", Wanted(since=AT), True),
        ("", Wanted(since=AT), True),
        ("2025-12-25", Wanted(since=AT, known={A: AT + timedelta(days=9)}), False),
    ],
)
def test_only_what_is_new_is_wanted(lastmod: str, wanted: Wanted, new: bool) -> None:  # noqa: FBT001 - a case
    assert wanted.is_new(Entry(url=A, lastmod=lastmod)) is new


# ---- articles


def test_a_news_sitemap_gives_articles_without_their_pages() -> None:
    more = news(more="<news:keywords>rain, dam</news:keywords>")
    (article,) = read(source(urlset(url(A, more))))
    assert article == Article(
        title="Rain by Night",
        published=AT,
        language="en",
        tags=("rain", "dam"),
        link=A,
        origin=Origin(path=A, kind="sitemap"),
    )
    assert isinstance(article, Article)
    assert article.provenance["published"].text == "2025-12-24T15:21:46+05:30"
    assert article.provenance["title"] == Evidence(rule="title in the sitemap", line=2, text="Rain by Night")


def test_one_entry_that_is_no_article_does_not_lose_the_others() -> None:
    rows = [
        url(A, news(date="someday")),
        url(A + "1", news(date="2025-12-24")),
        url(A + "2", news("x" * 6000)),
        url(A + "3", news(date="0001-01-01T00:00:00Z")),
        url(B, news()),
    ]
    *errors, article = read(source(urlset(*rows)))
    assert isinstance(article, Article)
    assert article.link == B
    assert all(isinstance(error, ArticleError) for error in errors)
    assert errors[0].place == Place(file="map.xml", line=2, field="news:publication_date")  # type: ignore[union-attr]
    assert len(errors) == 4
    hints = Hints(zone=ZonePolicy(timezone="Asia/Kolkata"))
    (dated,) = read(source(urlset(rows[1]), hints=hints))
    assert isinstance(dated, Article)
    assert dated.published.isoformat() == "2025-12-24T00:00:00+05:30"


def test_an_index_leads_to_sitemaps_and_they_to_pages() -> None:
    with serving({}) as web:
        web.routes |= {
            "/map.xml": index(web.url("/1.xml.gz"), web.url("/none.xml"), web.url("/2.txt")),
            "/1.xml.gz": gzip.compress(urlset(url(web.url("/1")), url(web.url("/2")), url(web.url("/404"))), mtime=0),
            "/2.txt": f"{web.url('/2')}\n{web.url('/3')}\n",
            **{f"/{number}": page(number) for number in range(1, 4)},
        }
        none, *rest = walked(web)
        assert "none.xml: there is no such document (404 Not Found)" in none
        assert rest[:2] == ["Story 1", "Story 2"]
        assert "/404: there is no such document" in rest[2]
        assert rest[3:] == ["Story 3"]


def test_what_a_page_does_not_say_the_sitemap_may() -> None:
    with serving({"/1": page(1, date=""), "/2": page(2, date=""), "/3": "<p>", "/4": page(4)}) as web:
        web.routes["/5"] = Reply(body=b"%PDF", headers={"Content-Type": "application/pdf"})
        rows = [url(web.url(f"/{number}"), news(f"Given {number}") if number != 2 else "") for number in range(1, 6)]
        web.routes["/map.xml"] = urlset(*rows)
        first, second, third, fourth, fifth = walked(web, whole=True)
        assert (first, fourth) == ("Story 1", "Story 4")
        assert second == f"{web.url('/2')}: no time was found"
        assert third == f"{web.url('/3')}: no title was found"
        assert "no page: application/pdf" in fifth
        assert walked(web)[:3] == ["Given 1", "Given 3", "Given 4"]


def test_pages_that_are_known_are_not_asked_for() -> None:
    with serving({"/1": page(1), "/2": page(2)}) as web:
        old, new = ("<lastmod>2025-12-01</lastmod>", "<lastmod>2026-01-01</lastmod>")
        web.routes["/map.xml"] = urlset(url(web.url("/1"), old), url(web.url("/2"), new))
        known = {web.url("/1"): AT, web.url("/2"): AT}
        assert walked(web, known=known) == ["Story 2"]
        assert web.paths == ["/map.xml", "/2"]


def test_sitemaps_that_lead_in_a_circle_or_too_deep_end() -> None:
    with serving({}) as web:
        web.routes |= {
            "/map.xml": index(web.url("/map.xml"), web.url("/b.xml")),
            "/b.xml": index(web.url("/map.xml"), web.url("/b.xml"), web.url("/c.xml")),
            "/c.xml": index(web.url("/d.xml")),
        }
        assert walked(web) == [f"{web.url('/d.xml')}: sitemaps are nested deeper than 3; this one is left unread"]
        assert web.paths == ["/map.xml", "/b.xml", "/c.xml"]


def test_an_index_of_very_many_sitemaps_is_bounded() -> None:
    with serving({}) as web:
        web.routes["/map.xml"] = index(*(web.url(f"/{number}.xml") for number in range(700)))
        errors = walked(web)
        assert len(web.paths) == 500
        assert errors[-1] == f"{web.url('/map.xml')}: more than 500 sitemaps; the rest is left unread"


def test_other_hosts_are_left_out_unless_they_are_wanted() -> None:
    with serving({"/1": page(1), "/2": page(2)}) as web:
        elsewhere = [web.url(path, host="other.example") for path in ("/1", "/2")]
        web.routes["/map.xml"] = urlset(*map(url, elsewhere), url(web.url("/1")))
        error, story = walked(web)
        assert story == "Story 1"
        assert f"2 addresses of other hosts were left out, the first is {elsewhere[0]}" in error
        assert walked(web, other_hosts=True) == ["Story 1", "Story 2", "Story 1"]


def test_without_the_web_what_is_not_read_is_named() -> None:
    (error,) = read(source(index(A)))
    assert "the sitemap is not fetched" in str(error)


def test_many_pages_are_read_in_order() -> None:
    with serving({f"/{number}": page(number) for number in range(300)}) as web:
        web.routes["/map.xml"] = urlset(*(url(web.url(f"/{number}")) for number in range(300)))
        assert walked(web) == [f"Story {number}" for number in range(300)]
