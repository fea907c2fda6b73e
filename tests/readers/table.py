"""The readers, a row each: where it comes from, how it is read, what it shows otherwise and why.

Versions of PyPI and npm are named, so that a release of theirs fails no build of ours; raising one is an edit here.
"""

from __future__ import annotations

from readers import debian
from readers.libraries import of_npm, of_pypi
from readers.reader import (
    Limit,
    Reader,
    escaped_link,
    escaped_title,
    first_author,
    in_formats,
    joined,
    last_author,
    nobody,
    wall_time,
)

_XML = ("rss", "atom")
_EVERY = ("rss", "atom", "json")
_OFFSET = Limit(
    field="instant",
    formats=("atom",),
    sees=wall_time,
    why='drops the offset of ISO 8601 dates; `times = "utc"` mends it',
)
_FIRST = Limit(field="authors", sees=first_author, why="keeps the first author")
_LAST = Limit(field="authors", sees=last_author, why="keeps the last author")
_ESCAPED = "gives titles as HTML, so `&` and `<` are escaped in them"

READERS = (
    Reader(
        name="newsboat",
        debian="newsboat",
        needs=("newsboat",),
        read=debian.newsboat,
        keeps=True,
        limits=(in_formats(_LAST, "rss"), Limit(field="authors", sees=joined, why="keeps the authors as one text")),
    ),
    Reader(
        name="rss2email",
        debian="rss2email",
        needs=("r2e",),
        read=debian.rss2email,
        keeps=True,
        limits=(in_formats(_FIRST, "rss"), _LAST),
    ),
    Reader(
        name="Liferea",
        debian="liferea xvfb xauth dbus",
        needs=("liferea", "xvfb-run", "dbus-run-session"),
        read=debian.liferea,
        keeps=True,
    ),
    Reader(
        name="elfeed",
        debian="emacs-nox elpa-elfeed curl",
        needs=("emacs", "/usr/share/emacs/site-lisp/elpa-src/elfeed-*", "curl"),
        read=debian.elfeed,
        keeps=True,
        limits=(_OFFSET,),
    ),
    Reader(name="feed2exec", debian="feed2exec", needs=("feed2exec",), read=debian.feed2exec, keeps=True),
    Reader(name="sfeed", debian="sfeed", needs=("sfeed",), read=debian.sfeed, limits=(_FIRST,)),
    Reader(
        name="rsstail",
        debian="rsstail",
        needs=("rsstail",),
        read=debian.rsstail,
        limits=(
            Limit(field="id", why="prints no ids"),
            Limit(field="authors", formats=("rss",), sees=nobody, why="reads no dc:creator"),
            _FIRST,
            _OFFSET,
        ),
    ),
    Reader(name="Ruby rss", debian="ruby", needs=("ruby",), read=debian.ruby),
    Reader(
        name="XML::Feed",
        debian="libxml-feed-perl",
        needs=("perl", "/usr/share/perl5/XML/Feed.pm"),
        read=debian.xml_feed,
        limits=(in_formats(_FIRST, "atom"),),
    ),
    Reader(
        name="gofeed",
        debian="golang-go golang-github-mmcdole-gofeed-dev",
        needs=("gofeed",),
        read=debian.gofeed,
        formats=_EVERY,
        limits=(in_formats(_FIRST, "rss"),),
    ),
    of_pypi("feedparser", "6.0.14", formats=_XML),
    of_pypi(
        "reader",
        "3.26",
        extra="sgmllib3k==1.0.0",
        formats=_EVERY,
        keeps=True,
        limits=(in_formats(_LAST, "rss", "atom"),),
    ),
    of_pypi("fastfeedparser", "0.6.5", formats=_EVERY, limits=(_FIRST,)),
    of_pypi(
        "feedparser-rs",
        "0.7.1",
        formats=_EVERY,
        limits=(
            Limit(field="title", sees=escaped_title, why=_ESCAPED),
            Limit(field="link", formats=("atom",), sees=escaped_link, why="escapes `&` in links twice"),
        ),
    ),
    of_pypi(
        "atoma",
        "0.0.17",
        formats=_EVERY,
        limits=(
            Limit(field="authors", formats=("rss",), why="reads no dc:creator"),
            Limit(field="authors", formats=("json",), sees=nobody, why="knows `author` of JSON Feed 1.0 only"),
        ),
    ),
    of_npm("rss-parser", "3.13.0", formats=_XML, limits=(_FIRST,)),
    of_npm("feedsmith", "3.0.1", formats=_EVERY),
    of_npm(
        "@extractus/feed-extractor",
        "8.0.3",
        formats=_EVERY,
        limits=(Limit(field="authors", why="does not read authors"),),
    ),
)
