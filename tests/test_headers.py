"""The headers that go with a document, by what its name ends in."""

from __future__ import annotations

import pytest

from feedtool.delivery.headers import KINDS, headers_of, kind_of
from feedtool.document import FORMATS


def test_a_feed_says_how_it_is_kept_and_where_its_own_address_and_hub_are() -> None:
    assert headers_of(
        "all.rss.xml", max_age=3600, self_link="https://a.example/all.rss.xml", hubs=("https://hub.example/",)
    ) == {
        "Content-Type": "application/rss+xml; charset=utf-8",
        "Cache-Control": "public, max-age=3600, stale-if-error=86400",
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src *; sandbox",
        "Link": '<https://a.example/all.rss.xml>; rel="self", <https://hub.example/>; rel="hub"',
        "Vary": "Accept-Encoding",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Link",
        "X-Content-Type-Options": "nosniff",
    }


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_sent_with_its_own_type_and_charset(name: str) -> None:
    row = FORMATS[name]
    assert headers_of(f"tag/rain{row.suffix}")["Content-Type"] == f"{row.media_type}; charset=utf-8"


def test_a_styled_feed_is_plain_xml_since_browsers_show_it_only_then() -> None:
    assert headers_of("all.rss.xml", styled=True)["Content-Type"] == "application/xml; charset=utf-8"
    assert headers_of("index.html", styled=True)["Content-Type"] == "text/html; charset=utf-8"
    assert headers_of("blogs.opml", styled=True)["Content-Type"] == "text/x-opml; charset=utf-8"


def test_the_longest_ending_decides_and_an_unknown_one_is_bytes() -> None:
    assert kind_of("sitemap.xml").media_type == "application/xml"
    assert kind_of("all.atom.xml").media_type == "application/atom+xml"
    assert kind_of(".well-known/feeds").media_type == kind_of("feeds.opml").media_type == "text/x-opml"
    assert kind_of("all.rss").media_type == "application/octet-stream"


def test_what_is_no_feed_has_no_hub_and_its_own_age() -> None:
    headers = headers_of("feed.css", max_age=60, self_link="https://a.example/feed.css", hubs=("https://hub.example/",))
    assert "Link" not in headers
    assert "max-age=86400" in headers["Cache-Control"]
    assert "max-age=60," in headers_of("index.html", max_age=60)["Cache-Control"]


def test_whatever_a_browser_could_run_is_kept_from_running() -> None:
    for kind in KINDS:
        if kind.is_xml or kind.media_type == "text/html":
            assert kind.policy.startswith(("default-src 'none'", "default-src 'self'")), kind
            assert "script" not in kind.policy
