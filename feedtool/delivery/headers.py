"""How a document is delivered: the headers that go with it, by what its name ends in.

One table for nginx, Caddy, `feedtool serve` and object storage, so that all of them say the same.  Validators, lengths
and encodings are not in it: whoever serves knows the bytes.

Sources: RFC 9110 section 8.3 (types), RFC 9111 section 5.2 and RFC 5861 section 4 (Cache-Control), RFC 8288 (Link), W3C
WebSub section 4 (self and hub), fetch.spec.whatwg.org (CORS), Content Security Policy Level 3, RFC 9239 and the IANA
registry of media types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from msgspec import Struct

from feedtool.document import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_AGE: Final = 1800
"""Seconds for which a feed that has no `ttl` may be kept."""
_SAFE: Final = "/-._~!'()*+,;=:@"
_STALE: Final = 86400
"""Seconds for which a cache may go on with what it has while the server fails."""
_ASSET_AGE: Final = 86400

_XML_POLICY: Final = "default-src 'none'; style-src 'self'; img-src *; sandbox"
"""A script in XHTML content would run in the site's origin: `sandbox` stops it, and a stylesheet still works."""
_POLICIES: Final = {
    "text/html": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src * data:; media-src *; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "image/svg+xml": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}
"""What a page loads comes from its own host, scripts of templates too; none that stands in an article runs."""


class Kind(Struct, frozen=True, kw_only=True):
    """What a name's ending says: the media type, whether it is text in UTF-8, whether readers poll it.

    `age` is for how many seconds it may be kept; 0: as long as the feed says.
    """

    suffix: str
    media_type: str
    text: bool = False
    polled: bool = False
    age: int = _ASSET_AGE

    @property
    def policy(self) -> str:
        """The Content-Security-Policy; nothing for what runs nothing."""
        return _POLICIES.get(self.media_type, _XML_POLICY if self.is_xml else "")

    @property
    def is_xml(self) -> bool:
        """Whether browsers read it as XML."""
        return self.media_type.endswith(("+xml", "/xml", "-opml"))

    def content_type(self, *, styled: bool = False) -> str:
        """Return the value of Content-Type.

        `styled`: feeds are sent as plain XML, since browsers show their stylesheet only then; all readers take it.
        """
        media_type = "application/xml" if styled and self.polled and self.is_xml else self.media_type
        return f"{media_type}; charset=utf-8" if self.text else media_type


def _feeds() -> Iterator[Kind]:
    for row in FORMATS.values():
        yield Kind(suffix=row.suffix, media_type=row.media_type, text=True, polled=row.is_feed, age=0)


def _rest() -> Iterator[Kind]:
    documents = {
        ".html": "text/html",
        ".xml": "application/xml",
        ".json": "application/json",
        ".opml": "text/x-opml",
        "/.well-known/feeds": "text/x-opml",
    }
    texts = {".css": "text/css", ".txt": "text/plain", ".svg": "image/svg+xml"}
    assets = {
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".gif": "image/gif",
        ".webp": "image/webp",
        ".avif": "image/avif",
        ".ico": "image/vnd.microsoft.icon",
        ".mp3": "audio/mpeg",
        ".m4a": "audio/mp4",
        ".mp4": "video/mp4",
        ".pdf": "application/pdf",
    }
    for suffix, media_type in documents.items():
        yield Kind(suffix=suffix, media_type=media_type, text=True, age=0)
    for suffix, media_type in texts.items():
        yield Kind(suffix=suffix, media_type=media_type, text=True)
    for suffix, media_type in assets.items():
        yield Kind(suffix=suffix, media_type=media_type)


KINDS: Final[tuple[Kind, ...]] = tuple(
    sorted({row.suffix: row for row in (*_rest(), *_feeds())}.values(), key=lambda row: (-len(row.suffix), row.suffix))
)
"""Every ending that is known, the longest first: `.rss.xml` is more than `.xml`."""
OTHER: Final = Kind(suffix="", media_type="application/octet-stream")
"""What has none of these endings."""


def kind_of(name: str) -> Kind:
    """Return the kind of a document, by its name or its address's path."""
    path = f"/{name}"
    return next((row for row in KINDS if path.endswith(row.suffix)), OTHER)


def quoted(name: str) -> str:
    """Return a document's name as it stands in addresses, RFC 3986 section 2.1."""
    return quote(name, safe=_SAFE)


def cache_control(age: int) -> str:
    """Return the value of Cache-Control for what may be kept so many seconds."""
    return f"public, max-age={age}, stale-if-error={_STALE}"


def link(self_link: str, hubs: Sequence[str] = ()) -> str:
    """Return the value of Link: the document's own address, and its WebSub hubs; "" where there is nothing to say."""
    rows = [(self_link, "self"), *((hub, "hub") for hub in hubs)]
    return ", ".join(f'<{address}>; rel="{relation}"' for address, relation in rows if address)


def headers_of(
    name: str, *, max_age: int = MAX_AGE, self_link: str = "", hubs: Sequence[str] = (), styled: bool = False
) -> dict[str, str]:
    """Return the headers of a document by its name, in the order in which they are sent.

    `max_age` is in seconds, and is taken where the ending has no age of its own; `self_link` and `hubs` are sent with
    what readers poll only.
    """
    kind = kind_of(name)
    headers = {
        "Content-Type": kind.content_type(styled=styled),
        "Cache-Control": cache_control(kind.age or max_age),
        "Content-Security-Policy": kind.policy,
        "Link": link(self_link, hubs) if kind.polled else "",
        **ALWAYS,
    }
    return {name: value for name, value in headers.items() if value}


ALWAYS: Final = {
    "Vary": "Accept-Encoding",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
    "X-Content-Type-Options": "nosniff",
}
"""What goes with every document.  Pages of other sites may read it (CORS), its validators and its hub too."""
PREFLIGHT: Final = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}
"""The answer to OPTIONS: a reader in a browser may send validators."""
ENCODINGS: Final = {"br": ".br", "zstd": ".zst", "gzip": ".gz"}
"""Content codings, the one preferred first, and the ending of the files that hold them beside a document."""
