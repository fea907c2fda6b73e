"""Raw material for `benchmarks.sources`, generated: feeds, tables, exports, mail, pages, the same at every run."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from benchmarks.corpus import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Body = Callable[[random.Random], str]

_FIRST = datetime(2025, 12, 24, 9, 51, 46, tzinfo=UTC)
_RSS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Valley Herald</title>'
    "<link>https://herald.example/</link><description>News</description><language>en</language>\n"
)
_WXR = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"'
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"><channel><title>The Valley Herald</title>'
    "<link>https://herald.example/</link><wp:wxr_version>1.2</wp:wxr_version>\n"
)
_END = "</channel></rss>\n"


def chance() -> random.Random:
    """Return where all chance comes from: the same material at every run is the point."""
    return random.Random(20251224)  # noqa: S311 - no secret


def sentence(draw: random.Random, count: int = 18) -> str:
    """Return words that end as a sentence does."""
    return f"{words_of(draw, count).capitalize()}."


def plain_text(draw: random.Random) -> str:
    """Return about 4 KB of plain text, in paragraphs."""
    return "\n\n".join(sentence(draw, 60) for _ in range(11))


def typographic(draw: random.Random) -> str:
    """Return about 4 KB of plain text with curly quotes and dashes."""
    return "\n\n".join(f"“{sentence(draw, 58)}” – they said" for _ in range(10))


def short_text(draw: random.Random) -> str:
    """Return a few sentences."""
    return " ".join(sentence(draw) for _ in range(3))


def plain_html(draw: random.Random) -> str:
    """Return about 3 KB of HTML: paragraphs and nothing else."""
    return "\n".join(f"<p>{sentence(draw, 58)}</p>" for _ in range(8))


def linked_html(draw: random.Random) -> str:
    """Return about 1.5 KB of HTML as blogs have it: paragraphs with links and emphasis."""
    return "\n".join(_paragraph(draw) for _ in range(4))


def rich_html(draw: random.Random) -> str:
    """Return about 5 KB of HTML: a picture, headings, a list, a table, a quotation, paragraphs."""
    rows = "".join(f"<tr><td>{words_of(draw, 2)}</td><td>{draw.randrange(99)}</td></tr>" for _ in range(4))
    items = "".join(f'<li>{words_of(draw, 8)} <a href="{url(draw)}">{words_of(draw, 3)}</a></li>\n' for _ in range(4))
    return "\n".join(
        (
            _figure(draw),
            *(_paragraph(draw) for _ in range(3)),
            f"<h2>{words_of(draw, 4).title()}</h2>",
            *(_paragraph(draw) for _ in range(2)),
            f"<ul>\n{items}</ul>",
            f"<table><thead><tr><th>Place</th><th>Rain</th></tr></thead><tbody>{rows}</tbody></table>",
            f"<blockquote><p>{sentence(draw, 25)}</p></blockquote>",
            *(_paragraph(draw) for _ in range(3)),
        )
    )


def _figure(draw: random.Random) -> str:
    return (
        f'<figure><img src="{url(draw)}.jpg" alt="{words_of(draw, 5)}" width="1200" height="800"/>'
        f"<figcaption>{sentence(draw, 9)} <em>Photo: {words_of(draw, 2).title()}</em></figcaption></figure>"
    )


def _paragraph(draw: random.Random) -> str:
    return (
        f'<p>{sentence(draw)} <a href="{url(draw)}?a=1&amp;b=2">{words_of(draw, 4)}</a> {words_of(draw, 14)}'
        f" <strong>{words_of(draw, 2)}</strong>, {words_of(draw, 12)} <em>{words_of(draw, 3)}</em> {words_of(draw, 10)}"
        f" &#8220;{words_of(draw, 6)}&#8221;.</p>"
    )


def url(draw: random.Random) -> str:
    """Return an address."""
    return f"https://herald.example/{draw.randrange(10_000)}"


def feed_parts(body: Body | None) -> Iterator[str]:
    """Yield an RSS document without end: its beginning, then items; `body` makes their `content:encoded`."""
    draw = chance()
    yield _RSS
    for number, (title, moment) in enumerate(_titles(draw)):
        content = f"<content:encoded><![CDATA[{body(draw)}]]></content:encoded>" if body else ""
        yield (
            f"<item><title>{title}</title><link>https://herald.example/{number}</link>"
            f'<guid isPermaLink="false">herald-{number}</guid><pubDate>{format_datetime(moment)}</pubDate>'
            f"<dc:creator>{words_of(draw, 2).title()}</dc:creator><category>{words_of(draw, 1)}</category>"
            f"<description>{sentence(draw)}</description>{content}</item>\n"
        )


def wxr_parts(body: Body) -> Iterator[str]:
    """Yield a WordPress export without end."""
    draw = chance()
    yield _WXR
    for number, (title, moment) in enumerate(_titles(draw)):
        yield (
            f"<item><title>{title}</title><link>https://herald.example/{number}</link>"
            f"<dc:creator>asha</dc:creator><content:encoded><![CDATA[{body(draw)}]]></content:encoded>"
            f"<excerpt:encoded><![CDATA[{sentence(draw)}]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>"
            f"<wp:post_date_gmt>{moment:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt>"
            f"<wp:post_name>story-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
            f'<category domain="post_tag" nicename="rain"><![CDATA[{words_of(draw, 1)}]]></category></item>\n'
        )


def ndjson_parts(body: Body) -> Iterator[str]:
    """Yield lines of JSON without end."""
    yield from (json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(body))


def csv_parts(body: Body) -> Iterator[str]:
    """Yield rows of CSV without end, the names of the columns first."""
    yield "id,title,date,author,tags,summary,body\n"
    for row in _rows(body):
        line = io.StringIO()
        csv.writer(line).writerow(row.values())
        yield line.getvalue()


def mbox_parts(body: Body) -> Iterator[str]:
    """Yield messages of a mailbox without end."""
    draw = chance()
    for number, (title, moment) in enumerate(_titles(draw)):
        html = body(draw)
        yield (
            f"From desk@herald.example {moment:%a %b %d %H:%M:%S %Y}\n"
            f"Message-ID: <{number}@herald.example>\nFrom: Herald Desk <desk@herald.example>\nSubject: {title}\n"
            f"Date: {format_datetime(moment)}\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{html}\n\n"
        )


def page_texts(count: int) -> list[bytes]:
    """Return news pages as they are copied: breadcrumbs, title, byline, date line, caption, text, related list."""
    draw = chance()
    found = []
    for title, moment in _some(_titles(draw), count):
        local = moment + timedelta(hours=5, minutes=30)
        found.append(
            f"Home > News > Valley\n\n{title}\n\n{sentence(draw, 20)}\n\nBy {words_of(draw, 2).title()}\n\n"
            f"Published: {local:%B %d, %Y %H:%M:%S} IST\n\nShare\n\nTweet\n\n{sentence(draw, 8)} (Photo: PTI)\n\n"
            + "\n\n".join(sentence(draw, draw.randrange(20, 60)) for _ in range(6))
            + f"\n\nAlso Read: {words_of(draw, 8).title()}\n\n{words_of(draw, 4).title()}\n\n"
            + "\n\n".join(sentence(draw, draw.randrange(20, 60)) for _ in range(6))
            + f"\n\nTags: {words_of(draw, 1)}, {words_of(draw, 1)}\n\nRelated Stories\n\n"
            + "\n\n".join(words_of(draw, 8).title() for _ in range(4))
        )
    return [text.encode() for text in found]


def pages(count: int) -> list[bytes]:
    """Return news pages in HTML of about 60 KB: metadata, navigation, an article, lists of others, scripts."""
    draw = chance()
    return [_page(draw, title, moment).encode() for title, moment in _some(_titles(draw), count)]


def _page(draw: random.Random, title: str, moment: datetime) -> str:
    name, place = words_of(draw, 2).title(), url(draw)
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "mainEntityOfPage": place,
        "datePublished": moment.isoformat(),
        "author": [{"@type": "Person", "name": name}],
        "image": [f"{place}.jpg"],
    }
    menu = "".join(f'<li class="nav-item"><a href="{url(draw)}">{words_of(draw, 2)}</a></li>' for _ in range(120))
    cards = "".join(
        f'<div class="card"><a href="{url(draw)}"><img src="{url(draw)}.jpg" alt=""><h3>{words_of(draw, 8)}</h3></a>'
        f'<span class="time">{words_of(draw, 2)}</span></div>'
        for _ in range(60)
    )
    script = "<script>" + "".join(f"var v{number}={{a:{number},b:'{words_of(draw, 4)}'}};" for number in range(250))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title} | The Valley Herald</title><meta charset="utf-8">'
        f'<link rel="canonical" href="{place}"><meta property="og:title" content="{escape(title)}">'
        f'<meta property="og:description" content="{sentence(draw)}"><meta property="og:image" content="{place}.jpg">'
        f'<meta property="article:published_time" content="{moment.isoformat()}">'
        f'<meta property="article:tag" content="{words_of(draw, 1)}"><meta name="author" content="{name}">'
        f'<script type="application/ld+json">{json.dumps(said)}</script>{script}</script></head><body>'
        f"<header><nav><ul>{menu}</ul></nav></header><main><article><h1>{title}</h1>"
        f'<p class="byline">By <a rel="author" href="/people">{name}</a></p>'
        f'<time datetime="{moment.isoformat()}">{moment:%B %d, %Y %H:%M} UTC</time>{rich_html(draw)}{rich_html(draw)}'
        f"</article><aside>{cards}</aside></main><footer><ul>{menu}</ul></footer></body></html>"
    )


def _titles(draw: random.Random) -> Iterator[tuple[str, datetime]]:
    number = 0
    while True:
        yield f"{words_of(draw, 7).title()} {number}", _FIRST - timedelta(minutes=number)
        number += 1


def _some(titles: Iterator[tuple[str, datetime]], count: int) -> Iterator[tuple[str, datetime]]:
    return (next(titles) for _ in range(count))


def _rows(body: Body) -> Iterator[dict[str, str]]:
    draw = chance()
    for number, (title, moment) in enumerate(_titles(draw)):
        yield {
            "id": f"https://herald.example/{number}",
            "title": title,
            "date": moment.isoformat(),
            "author": words_of(draw, 2).title(),
            "tags": f"{words_of(draw, 1)},{words_of(draw, 1)}",
            "summary": sentence(draw),
            "body": body(draw),
        }


def whole(parts: Iterator[str], count: int, end: str = "") -> bytes:
    """Return a document of so many items."""
    return ("".join(part for part, _ in zip(parts, range(count + bool(end)), strict=False)) + end).encode()


END = _END
"""What ends a document of XML."""
