"""VISIT: everything that is asked of a server to judge one of its feeds, and what it answered.

About twenty requests, one after another; between the first and the last of the same kind more than a second passes,
since dates are in seconds.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from feedtool import __version__
from feedtool.later import regex
from feedtool.validate.encoding import decode
from feedtool.validate.tree import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from feedtool.source.fetch.probe import Seen
    from feedtool.validate.node import Node

    Ask = Callable[..., Seen]

AGENT: Final = f"feedtool-doctor/{__version__}"
AGENTS: Final[Mapping[str, str]] = {
    "no User-Agent": "",
    "newsboat": "newsboat/2.21.0 (Linux 6.1)",
    "Miniflux": "Mozilla/5.0 (compatible; Miniflux/2.2; +https://miniflux.app)",
    "FreshRSS": "FreshRSS/1.25.0 (Linux; https://freshrss.org)",
    "Feedly": "Feedly/1.0 (+http://www.feedly.com/fetcher.html; like FeedFetcher-Google)",
    "NetNewsWire": "NetNewsWire (RSS Reader; https://netnewswire.com/)",
    "a script": "python-urllib3/2.2",
}
"""Readers as they name themselves: walls against robots take some of them for one."""
OTHER_TAG: Final = '"feedtool-doctor"'
LONG_AGO: Final = "Thu, 01 Jan 1998 00:00:00 GMT"
ENCODINGS: Final = ("gzip", "br", "zstd")
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS: Final = 8
_ATOM: Final = "http://www.w3.org/2005/Atom "
_SECOND: Final = 1.1


class Said(Struct, frozen=True, kw_only=True):
    """What a document says of itself: its own address, its hubs, the address of its site; "" where it does not."""

    format: str = ""
    self_link: str = ""
    hubs: tuple[str, ...] = ()
    home: str = ""


class Visit(Struct, frozen=True, kw_only=True):
    """What was asked and answered, and the present in UTC.

    `way` are the redirects that led to `feed`, the first whole answer; `again` is the last one.  `by_etag`, `by_date`,
    `by_both` were asked with its validators, `by_other` with others.  `packed` and `packed_known` were asked for each
    encoding, the second time with the first one's validator.  `missing` is an address that should not exist, `page` the
    site's own page.
    """

    url: str
    now: datetime
    feed: Seen
    way: tuple[Seen, ...] = ()
    said: Said = Said()
    again: Seen | None = None
    by_etag: Seen | None = None
    by_date: Seen | None = None
    by_both: Seen | None = None
    by_other: Seen | None = None
    head: Seen | None = None
    packed: Mapping[str, Seen] = field(default_factory=dict)
    packed_known: Mapping[str, Seen] = field(default_factory=dict)
    agents: Mapping[str, Seen] = field(default_factory=dict)
    missing: Seen | None = None
    page: Seen | None = None

    @property
    def local(self) -> bool:
        """Whether the server is on this machine, where nobody needs certificates."""
        host = urlsplit(self.url).hostname or ""
        return host == "localhost" or host.startswith("127.") or host == "::1"


def visited(url: str, ask: Ask, *, now: datetime, sleep: Callable[[float], None]) -> Visit:
    """Return what a server answers to everything that is asked of it.

    `ask` asks for an address with a method and headers, `sleep` waits for so many seconds.

    Raises:
        SourceError: the address is none.

    """

    def get(target: str, method: str = "GET", **headers: str) -> Seen:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(target, method, {"User-Agent": AGENT, "Accept": "*/*", **said})

    way, feed = _followed(url, get)
    visit = Visit(url=url, now=now, feed=feed, way=way)
    if feed.status != 200 or not (said := read(feed.content)).format:
        return visit
    here = feed.url
    etag, date = feed.headers.get("etag", ""), feed.headers.get("last-modified", "")
    packed = {coding: get(here, Accept_Encoding=coding) for coding in ENCODINGS}
    return replace(
        visit,
        said=said,
        by_etag=get(here, If_None_Match=etag) if etag else None,
        by_date=get(here, If_Modified_Since=date) if date else None,
        by_both=get(here, If_None_Match=etag, If_Modified_Since=date) if etag and date else None,
        by_other=get(here, If_None_Match=OTHER_TAG, If_Modified_Since=LONG_AGO),
        head=get(here, "HEAD"),
        packed=packed,
        packed_known={
            coding: get(here, Accept_Encoding=coding, If_None_Match=seen.headers["etag"])
            for coding, seen in packed.items()
            if seen.headers.get("etag") and seen.headers.get("content-encoding") == coding
        },
        agents={name: ask(here, "GET", {"User-Agent": agent} if agent else {}) for name, agent in AGENTS.items()},
        missing=get(urljoin(here, "feedtool-doctor-asks-for-what-is-not-there.xml")),
        page=_followed(said.home, get)[1] if urlsplit(said.home).scheme in ("http", "https") else None,
        again=_later(here, get, sleep),
    )


def _later(here: str, get: Ask, sleep: Callable[[float], None]) -> Seen:
    sleep(_SECOND)
    return get(here)


def _followed(url: str, get: Ask) -> tuple[tuple[Seen, ...], Seen]:
    """Return the redirects on the way from an address, and the answer at its end."""
    way: list[Seen] = []
    here = get(url)
    while here.status in _REDIRECTS and here.headers.get("location") and len(way) < _MOST_REDIRECTS:
        way.append(here)
        here = get(urljoin(here.url, here.headers["location"]))
    return tuple(way), here


def read(content: bytes) -> Said:
    """Return what a document says of itself; without a format where it is no feed."""
    if content.lstrip()[:1] == b"{":
        return _read_json(content)
    root = parse(decode(content)[0]).root
    if root is None:
        return Said()
    form = {"rss": "rss", f"{_ATOM}feed": "atom"}.get(root.name, "rdf" if root.name.endswith(" RDF") else "")
    channel = root if form == "atom" else next((node for node in root.children if node.local == "channel"), root)
    return _read_channel(channel, form) if form else Said()


def _read_channel(channel: Node, form: str) -> Said:
    links = [node for node in channel.children if node.name == f"{_ATOM}link"]
    related = {node.get("rel", "alternate"): node.get("href") for node in reversed(links)}
    plain = next((node.text.strip() for node in channel.children if node.local == "link" and node not in links), "")
    return Said(
        format=form,
        self_link=related.get("self", ""),
        hubs=tuple(node.get("href") for node in links if node.get("rel") == "hub"),
        home=related.get("alternate", "") if form == "atom" else plain,
    )


def _read_json(content: bytes) -> Said:
    try:
        feed = json.loads(content)
    except ValueError:
        return Said()
    if not isinstance(feed, dict) or "jsonfeed.org/version/" not in str(feed.get("version")):
        return Said()
    hubs = [hub.get("url") for hub in feed.get("hubs") or () if isinstance(hub, dict)]
    return Said(
        format="json",
        self_link=str(feed.get("feed_url") or ""),
        hubs=tuple(str(hub) for hub in hubs if hub),
        home=str(feed.get("home_page_url") or ""),
    )


_LINK: Final = regex(r"<link\b[^>]{0,2000}>", re.IGNORECASE)
_HREF: Final = regex(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)


def alternates(page: Seen) -> list[str]:
    """Return the addresses that a page names as feeds, where readers look for them: `<link rel=alternate>`."""
    text = page.content[:200_000].decode("utf-8", "replace")
    found = []
    for tag in _LINK.findall(text):
        words = tag.lower()
        href = _HREF.search(tag)
        if href and "alternate" in words and re.search(r"(?:rss|atom|rdf|feed)\+(?:xml|json)|application/json", words):
            found.append(urljoin(page.url, next(filter(None, href.groups()), "").replace("&amp;", "&")))
    return found
