"""Bad input of every kind: named, bounded in time, never an exception, and what is whole is read."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import pytest

from feedtool.article import Article
from feedtool.errors import ArticleError
from feedtool.source import KINDS, Hints, Source
from feedtool.timestamps import ZonePolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TITLE = "Rain over the Hills Again"
BODY = "It rained all night, and the road over the pass was closed until the morning, the district said. " * 4
SECONDS = 10.0
"""Of CPU; usually it is well under one."""

PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>{TITLE}</title>
<meta property="article:published_time" content="2025-12-24T10:00:00+05:30"></head>
<body><article><h1>{TITLE}</h1><p>By Asha Rao</p><p>{BODY}</p><p>{BODY}</p></article></body></html>"""
FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Hill</title>
<link>https://hill.example/</link><item><title>{TITLE}</title><link>https://hill.example/1</link><guid>7</guid>
<pubDate>Wed, 24 Dec 2025 10:00:00 GMT</pubDate><description>&lt;p&gt;{BODY}&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Hill</title>
<entry><title>{TITLE}</title><id>urn:x:7</id><link href="https://hill.example/1"/><updated>2025-12-24T10:00:00Z</updated>
<content type="html">&lt;p&gt;{BODY}&lt;/p&gt;</content></entry></feed>"""
JSON_FEED = f"""{{"version": "https://jsonfeed.org/version/1.1", "title": "Hill", "items": [{{"id": "7",
"title": "{TITLE}", "date_published": "2025-12-24T10:00:00Z", "content_text": "{BODY}"}}]}}"""
EXPORT = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Hill</title><link>https://hill.example</link>
<item><title>{TITLE}</title><guid>https://hill.example/?p=7</guid><content:encoded><![CDATA[{BODY}]]></content:encoded>
<wp:post_date_gmt>2025-12-24 10:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
</item></channel></rss>"""
LETTER = f"""From: Asha Rao <asha@hill.example>
Subject: {TITLE}
Date: Wed, 24 Dec 2025 10:00:00 +0530
Message-ID: <7@hill.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

{BODY}
"""
MAP = f"""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://hill.example/1</loc><news:news>
<news:publication_date>2025-12-24T10:00:00Z</news:publication_date><news:title>{TITLE}</news:title></news:news></url>
</urlset>"""
LIST = """<html><head><base href="https://hill.example/"></head><body>""" + "".join(
    f'<article><h2><a href="/{n}">{TITLE}{" more" * n}</a></h2><time datetime="2025-12-24T10:00:00Z">x</time></article>'
    for n in range(4)
) + "</body></html>"  # fmt: skip

SAMPLES: dict[str, tuple[str, str]] = {
    "markdown": ("a.md", f"---\ntitle: {TITLE}\ndate: 2025-12-24 10:00 IST\n---\n\n{BODY}\n"),
    "pagetext": ("a.txt", f"{TITLE}\n\nBy Asha Rao\nPublished: December 24, 2025 10:00:00 IST\n\n{BODY}\n\n{BODY}\n"),
    "html": ("a.html", PAGE),
    "table, CSV": ("a.csv", f'id,title,published,body\n7,"{TITLE}",2025-12-24 10:00,"{BODY}"\n'),
    "table, JSON": ("a.json", f'[{{"id": 7, "title": "{TITLE}", "published": "2025-12-24 10:00", "body": "{BODY}"}}]'),
    "table, NDJSON": (
        "a.ndjson",
        f'{{"id": 7, "title": "{TITLE}", "published": "2025-12-24 10:00", "body": "{BODY}"}}\n' * 2,
    ),
    "feed, RSS": ("a.rss", FEED),
    "feed, Atom": ("a.atom", ATOM),
    "feed, JSON": ("a.json", JSON_FEED),
    "wordpress": ("a.wxr", EXPORT),
    "mail": ("a.eml", LETTER),
    "mail, mbox": ("a.mbox", f"From asha Wed Dec 24 10:00:00 2025\n{LETTER}\n" * 2),
    "sitemap": ("a.sitemap", MAP),
    "listing": ("a.html", LIST),
    "sql": ("a.sql", "-- database: sqlite:///nosuch.db\nSELECT 'x' AS title\n"),
}
NO_ARTICLE = frozenset({"sql"})


@pytest.fixture(autouse=True)
def extras() -> None:
    pytest.importorskip("trafilatura")
    pytest.importorskip("sqlalchemy")


def read(name: str, content: bytes) -> list[Article | ArticleError]:
    """Read a source of the kind that a sample is of, within the time that is allowed."""
    kind = next(kind for kind in KINDS if kind.name == name.partition(",")[0])
    hints = Hints(kind=kind.name, zone=ZonePolicy(timezone="Asia/Kolkata"))
    source = Source(origin=SAMPLES[name][0], content=content, hints=hints)
    before = time.process_time()
    found = list(bounded(kind.read(source)))
    assert time.process_time() - before < SECONDS
    return found


def bounded(readings: Iterator[Article | ArticleError]) -> Iterator[Article | ArticleError]:
    for count, reading in enumerate(readings):
        assert count < 5000
        if isinstance(reading, ArticleError):
            assert reading.at(file="-").place.file != "", reading
            assert len(str(reading)) < 1000
        yield reading


def articles(found: list[Article | ArticleError]) -> list[Article]:
    return [reading for reading in found if isinstance(reading, Article)]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read(name: str) -> None:
    found = read(name, SAMPLES[name][1].encode())
    assert bool(articles(found)) is (name not in NO_ARTICLE), found


@pytest.mark.parametrize("name", SAMPLES)
def test_one_that_breaks_off_anywhere_is_read_or_named(name: str) -> None:
    whole = SAMPLES[name][1].encode()
    for part in range(12):
        assert read(name, whole[: len(whole) * part // 12]), part


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-8-sig", "cp037"])
@pytest.mark.parametrize("name", SAMPLES)
def test_one_in_another_encoding_is_read_or_named(name: str, encoding: str) -> None:
    assert read(name, SAMPLES[name][1].encode(encoding))


RUINS: dict[str, Callable[[bytes], bytes]] = {
    "NULs": lambda text: text.replace(b" ", b"\x00"),
    "control characters": lambda text: text.replace(b" ", b"\x0b\x07"),
    "bytes of no encoding": lambda text: text.replace(b"night", b"n\xff\xfeight"),
    "lone surrogates": lambda text: text.replace(b" ", b" \xed\xa0\x80"),
    "nothing but zeros": lambda text: bytes(len(text)),
    "a gzip file": lambda _: b"\x1f\x8b\x08\x00" + bytes(range(256)),
    "a ZIP file": lambda _: b"PK\x03\x04" + bytes(range(256)),
    "the middle only": lambda text: text[len(text) // 3 : -len(text) // 3],
    "brackets": lambda _: b"[" * 30_000,
    "tags": lambda _: b"<a>" * 30_000,
    "quotation marks": lambda text: text.replace(b'"', b'""').replace(b"'", b"'''"),
}


@pytest.mark.parametrize("ruin", RUINS)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_ruined_one_is_read_or_named(name: str, ruin: str) -> None:
    assert read(name, RUINS[ruin](SAMPLES[name][1].encode()))


@pytest.mark.parametrize("name", [name for name in SAMPLES if name not in NO_ARTICLE])
def test_a_title_of_ten_megabytes_is_named_or_cut(name: str) -> None:
    text = SAMPLES[name][1].replace(TITLE, "word " * 2_000_000)
    assert all(len(article.title) <= 10_000 for article in articles(read(name, text.encode())))


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE], ids=["bomb", "file"])
@pytest.mark.parametrize("name", ["feed, RSS", "feed, Atom", "wordpress", "sitemap", "html", "listing"])
def test_entities_are_never_expanded(name: str, doctype: str) -> None:
    text = SAMPLES[name][1]
    start = text.index("?>") + 2 if text.startswith("<?xml") else 0
    found = read(name, (text[:start] + doctype + text[start:].replace(TITLE, f"{TITLE} &j;")).encode())
    assert found
    assert all("aaaaaaaaaaaaaaaaaaaa" not in a.title and "root:" not in a.title for a in articles(found))


def test_a_spreadsheet_that_breaks_off_is_named() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (("title", "published", "body"), (TITLE, "2025-12-24 10:00", BODY)):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    whole = file.getvalue()
    table = next(kind for kind in KINDS if kind.name == "table")
    for part in range(1, 8):
        source = Source(origin="a.xlsx", content=whole[: len(whole) * part // 8], hints=Hints(kind="table"))
        [error] = table.read(source)
        assert isinstance(error, ArticleError)
        assert error.place.file == "a.xlsx"
