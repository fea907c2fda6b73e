"""IDENTITY: ids are minted once, stored, and never derived again.

An id is built from what an article says on the day it is first seen; afterwards it is only data, so title, quotes,
address, date and file name may change and subscribers still see the same entry.

Sources: RFC 4151 (tag: URIs), RFC 9562 section 5.5 (UUID version 5), RFC 4287 section 4.2.6 (atom:id).
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import uuid
from datetime import UTC
from json.encoder import encode_basestring as _quoted
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import asdict

from feedtool.article import Replies
from feedtool.characters import fold
from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from feedtool.article import Article, Person

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_OID, "feedtool article")
_LONGEST_SLUG = 80
_IRI = regex(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_COUNTS = regex(r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid)(?:=|$)", re.ASCII | re.IGNORECASE)
_PORT = regex(r":(?:80|443)?$")
_ASCII = "".join(map(chr, range(128))).lower()
_WORDS_ONLY = bytes(ord(char) if char.isalnum() or char in "_ " else 10 for char in _ASCII) + bytes(range(128, 256))
"""Letters and digits in lower case and spaces as they are, line breaks for all else, which is not so common."""
_WORD = regex(r"\w+")
_MARKS = "’‘“”–—…\xa0"
"""What is not ASCII in most texts that are not: it is no part of a word in any case."""
_MOSTLY_LATIN = 1.2
"""Bytes a character at most, of what is in Latin letters, with some of other languages and quotation marks."""
_NO_WORD = regex(r"[^\x00-\x7f\w]+")
_SPACES = regex(rb"  +")
_SLUGGED = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)} | {ord("'"): None}
_UUID = regex(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


class Dated(Protocol):
    """What an id is minted of: an article, or its gist."""

    @property
    def title(self) -> str: ...  # noqa: D102 - as an article has them
    @property
    def published(self) -> datetime: ...  # noqa: D102
    @property
    def slug(self) -> str: ...  # noqa: D102
    @property
    def link(self) -> str: ...  # noqa: D102


def title_key(title: str) -> str:
    """Return the form in which two titles are one: quotes, dashes, case, spacing and end punctuation do not matter."""
    return fold(title).strip(" .!?'\"-")


def same_day_key(article: Dated) -> tuple[str, str]:
    """Return title key and day of publication: what two captures of one article share."""
    return title_key(article.title), article.published.date().isoformat()


def day_keys(title: str, published: datetime) -> tuple[tuple[str, str], ...]:
    """Return title key and day, in the zone it was written in and, where that is another day, in UTC.

    Two sources may state one instant in two zones.
    """
    key, day, utc = title_key(title), published.date(), published.astimezone(UTC).date()
    return ((key, day.isoformat()),) if day == utc else ((key, day.isoformat()), (key, utc.isoformat()))


def link_key(link: str) -> str:
    """Return the form in which two addresses are one; it is for comparison only and leads nowhere.

    Scheme, `www.`, a slash at the end, fragments (but those that are routes of a program) and what counts visitors do
    not matter.

    >>> link_key("http://www.News.example/rain/?utm_source=feed#top") == link_key("https://news.example/rain")
    True
    """
    scheme, colon, rest = link.partition("://")
    if not colon or scheme.casefold() not in ("http", "https"):
        return link
    address, hash_, fragment = rest.partition("#")
    path, _, query = address.partition("?")
    host, slash, path = path.partition("/")
    kept = "&".join(part for part in query.split("&") if part and not _COUNTS.match(part))
    route = hash_ + fragment if fragment.startswith(("!", "/")) else ""
    host = _PORT.sub("", host.casefold().removeprefix("www."))
    return f"{host}{slash}{path}".rstrip("/") + (f"?{kept}" if kept else "") + route


def slug_of(text: str) -> str:
    """Return `text` as one readable part of a path or address: letters and digits of any script, joined by hyphens.

    Never empty, never a dot or a separator, at most 80 characters, so it cannot leave the folder it is put in.
    """
    if text.isascii():
        letters = text.translate(_SLUGGED)  # as below, in a fifth of the time
    else:
        letters = "".join(
            char if unicodedata.category(char)[0] in "LNM" else "" if char in "'’" else " "
            for char in unicodedata.normalize("NFKC", text).casefold()
        )
    slug = ""
    for word in letters.split():
        if slug and len(slug) + 1 + len(word) > _LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word[:_LONGEST_SLUG]
    return slug or f"article-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def mint(article: Dated, authority: str = "") -> str:
    """Return an id for an article that has none: its permalink's place is taken by a `tag:` URI where possible.

    With an `authority` (`news.example,2025`: a domain and a year or day it was held, RFC 4151) the id is
    `tag:AUTHORITY:2025-12-24:slug`.  Without one it is the permalink, and without that a UUID made of title and day.
    """
    day = article.published.date().isoformat()
    if authority:
        return f"tag:{authority}:{day}:{quote(article.slug or slug_of(article.title), safe='-')}"
    if article.link.startswith(("http://", "https://")):
        return article.link
    return uuid.uuid5(_NAMESPACE, "\n".join(same_day_key(article))).urn


def is_bare(given: str) -> bool:
    """Whether an id is one only within what gave it, like the number of a row; an IRI or a UUID is one everywhere."""
    return bool(given) and not (_IRI.fullmatch(given) or _UUID.fullmatch(given))


def site_of(article: Article) -> str:
    """Return the host of the feed that an article was taken from, without `www.`; empty where there is none."""
    address = article.via.url or article.via.feed_url if article.via else ""
    return link_key(address).partition("/")[0] if "://" in address else ""


def iri_of(given: str, authority: str = "", scope: str = "") -> str:
    """Return the id that a source gave as an IRI, which Atom demands; empty where it gave none.

    A bare UUID becomes `urn:uuid:…`; any other text without a scheme is put under the authority, or hashed where there
    is none, with `scope` before it where one is named.  The same id of the same scope always makes the same IRI.
    """
    if not given or _IRI.fullmatch(given):
        return given
    if _UUID.fullmatch(given):
        return f"urn:uuid:{given.lower()}"
    if authority:
        return ":".join((f"tag:{authority}", *(quote(part, safe="-") for part in (scope, given) if part)))
    return uuid.uuid5(_NAMESPACE, f"{scope}\n{given}" if scope else given).urn


def feed_id(name: str, *, authority: str = "", address: str = "", title: str = "") -> str:
    """Return the id of a feed: a `tag:` URI, else its address, else a UUID made of its title and name."""
    if authority:
        return f"tag:{authority}:feed:{quote(name, safe='/-')}"
    return address or uuid.uuid5(_NAMESPACE, f"feed\n{title}\n{name}").urn


def digest_of(article: Article) -> str:
    """Return a digest (SHA-256, 32 hexadecimal digits) of what readers see of an article.

    It moves when title, summary, authors, body, pictures, files, tags, link, language, licence, place, what is
    answered, what makes it an episode, or the date of publication move, and nothing else moves it: not the id, not
    where it was read, not `updated`, which follows from it.
    """
    head = (
        _quoted(article.title),
        _quoted(article.summary),
        f"[{', '.join(map(_person_as_json, article.authors))}]",
        _quoted(article.published.isoformat()),
    )
    tail = (
        _as_json(article.images, ("url", "alt", "caption", "credit", "type", "length"), _OF_PICTURES),
        _as_json(article.enclosures, ("url", "type", "length"), ("duration", "title")),
        _as_json(article.related, ("title", "url")),
        f"[{', '.join(map(_quoted, article.tags))}]",
        _quoted(article.link),
        _quoted(article.language),
        "true" if article.withdrawn else "false",
    )
    if any(_later_of(article)):  # what has none of them keeps the digest that it had
        later = {name: _plain(value) for name in _LATER if (value := getattr(article, name))}
        tail = (*tail, _AS_JSON(later))  # type: ignore[assignment]
    seen = (", ".join(head).encode(), _text_as_json(article.body), ", ".join(tail).encode())
    return hashlib.sha256(b"[%b, %b, %b]" % seen).hexdigest()[:32]


_AS_JSON = json.JSONEncoder(ensure_ascii=False, default=asdict).encode


def _person_as_json(person: Person) -> str:
    later = f', "avatar": {_quoted(person.avatar)}' if person.avatar else ""
    return f'{{"name": {_quoted(person.name)}, "uri": {_quoted(person.uri)}, "email": {_quoted(person.email)}{later}}}'


def _as_json(parts: Sequence[object], names: tuple[str, ...], later: tuple[str, ...] = ()) -> str:
    """Return as JSON what parts of an article say under some names.

    Digests are kept, so what they are made of is said here.  What the parts could not say when the first digests were
    stored (`later`) counts only where they do.
    """
    if not parts:
        return "[]"
    seen = [{name: getattr(part, name) for name in names} for part in parts]
    for part, said in zip(parts, seen, strict=True) if later else ():
        said |= {name: value for name in later if (value := getattr(part, name))}
    return _AS_JSON(seen)


def _text_as_json(text: str) -> bytes:
    """Return the text of an article as JSON has it, in UTF-8: it is long, and the encoder takes five times as long.

    It holds no other control characters than these two.
    """
    content = text.encode()
    for char, escaped in ((b"\\", b"\\\\"), (b'"', b'\\"'), (b"\n", b"\\n"), (b"\t", b"\\t")):
        content = content.replace(char, escaped)
    return b'"%b"' % content


def record_digest(article: Article, digest: str = "") -> str:
    """Return a digest of what a record says: what readers see, which feed it was taken from, how many replied.

    The last two are no news to readers: a feed that changes its name brings none of its articles up again.  `digest` is
    what `digest_of` says of the article, where that is known.
    """
    digest = digest or digest_of(article)
    beside = [part for part in (article.via, article.replies and article.replies.count) if part is not None]
    return hashlib.sha256(_AS_JSON([digest, *beside]).encode()).hexdigest()[:32] if beside else digest


_LATER = ("license", "location", "replies", "reply_to", "episode", "extra", "external")
_later_of = attrgetter(*_LATER)
_OF_PICTURES = ("title", "width", "height", "thumbnail", "keywords", "renditions")


def _plain(value: object) -> object:
    """Return what a field says as JSON has it; how many comments there are is no change of an article."""
    if isinstance(value, Replies):
        return [value.url, value.feed]
    return asdict(value) if isinstance(value, Struct) else value


def words_of(article: Article) -> str:
    """Return a digest of the words of an article's text, quotes, case and spacing aside; empty where there are none."""
    text = article.body
    for mark in _MARKS if not text.isascii() else ():
        text = text.replace(mark, "\n")
    text = text if text.isascii() else text.casefold()
    content = text.encode()
    if len(content) > _MOSTLY_LATIN * len(text):
        words = " ".join(_WORD.findall(text)).encode()
    else:  # the same, in a fifth of the time, or in two thirds of it where not all is ASCII
        content = content if text.isascii() else _NO_WORD.sub("\n", text).encode()
        between = content.translate(_WORDS_ONLY).split(b"\n")
        words = b" ".join(filter(None, map(bytes.strip, between)))
        words = _SPACES.sub(b" ", words) if words.rfind(b"  ") >= 0 else words  # in half the time of `in`
    return hashlib.sha256(words).hexdigest()[:16] if words else ""
