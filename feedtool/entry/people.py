"""Who wrote an entry, and which feed it was taken from, as feeds can say it."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from feedtool.article import Person, Via
from feedtool.later import regex
from feedtool.markup import unlike_html, web


@lru_cache(maxsize=1_000)
def person_of(person: Person, base: str) -> Person:
    """Return a person with absolute addresses and a mail address that is one, or without; the same ones write much."""
    uri = web(person.uri, base) if person.uri else ""
    return Person(
        name=name_of(person.name),
        uri=uri,
        email=person.email if _MAIL.fullmatch(person.email) else "",
        avatar=web(person.avatar, base) if person.avatar else "",
    )


def name_of(name: str) -> str:
    """Return the name of somebody as plain text, without a mail address in it: that is no name, and not for everybody.

    Of an address alone what stands before the `@` stays.
    """
    plain = unlike_html(name)
    if "@" not in plain:
        return plain
    bare = " ".join(_MAIL_WITHIN.sub(" ", plain).split())
    bare = bare[1:-1] if bare[:1] + bare[-1:] == "()" else bare
    found = _MAIL_WITHIN.search(plain)
    return bare or (found[1] if found else plain)


_MAIL_WITHIN = regex(r"[(<‹\[]*([^\s()<>‹›\[\]@]+)@[^\s()<>@]+\.[^\s()<>@]+[)>›\]]*")


def via_of(via: Via) -> Via | None:
    """Return the feed that an article was taken from with absolute addresses, a name and an id, or None without them.

    Its address is an id where it has no other; where nobody knows its own, that of its site leads there.
    """
    url, feed = web(via.url), web(via.feed_url)
    id_ = via.id if _FEED_ID.fullmatch(via.id) else web(via.id) or feed or url
    title = unlike_html(via.title) or urlsplit(feed or url).hostname or ""
    return Via(title=title, url=url, feed_url=feed, id=id_) if title and id_ else None


_FEED_ID = regex(
    r"tag:[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*,\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
    r":[\w.~!$&'()*+,;=:@/-]*"  # RFC 4151
    r"|urn:uuid:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
    re.ASCII,
)
_MAIL = regex(r"[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)  # as HTML has it
