"""Fetch feeds with a library of PyPI and print each entry as JSON: python pypi.py LIBRARY ADDRESS...

It runs in an environment of its own, where feedtool is not.
"""

from __future__ import annotations

import calendar
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.request import urlopen

Row = dict[str, Any]


def fetch(url: str) -> bytes:
    """Return the bytes of a feed."""
    with urlopen(url) as reply:
        content: bytes = reply.read()
    return content


def names(people: Iterable[Any] | None) -> list[str]:
    """Return the names of people who are mappings or objects."""
    return [person["name"] if isinstance(person, dict) else person.name for person in people or ()]


def feedparser(url: str) -> Iterator[Row]:
    """Read with feedparser, which fetches by itself."""
    import feedparser

    feed = feedparser.parse(url)
    if feed.bozo:
        raise feed.bozo_exception
    for entry in feed.entries:
        yield {
            "id": entry.id,
            "title": entry.title,
            "instant": calendar.timegm(entry.published_parsed),
            "link": entry.link,
            "authors": names(entry.get("authors")),
        }


def reader(url: str) -> Iterator[Row]:
    """Read with reader, which fetches by itself and keeps a database."""
    from reader import make_reader

    with make_reader("reader.db") as shelf:
        shelf.add_feed(url, exist_ok=True)
        shelf.update_feed(url)
        for entry in list(shelf.get_entries(feed=url)):
            yield {
                "id": entry.id,
                "title": entry.title,
                "instant": entry.published.isoformat(),
                "link": entry.link,
                "authors": names(entry.authors),
                "unread": not entry.read,
            }
            shelf.mark_entry_as_read(entry)


def fastfeedparser(url: str) -> Iterator[Row]:
    """Read with fastfeedparser."""
    import fastfeedparser

    for entry in fastfeedparser.parse(fetch(url)).entries:
        yield {
            "id": entry["id"],
            "title": entry["title"],
            "instant": entry["published"],
            "link": entry["link"],
            "authors": names(entry.get("authors")),
        }


def feedparser_rs(url: str) -> Iterator[Row]:
    """Read with feedparser-rs."""
    import feedparser_rs

    for entry in feedparser_rs.parse(fetch(url)).entries:
        yield {
            "id": entry.id,
            "title": entry.title,
            "instant": calendar.timegm(entry.published_parsed),
            "link": entry.link,
            "authors": names(entry.authors),
        }


def atoma(url: str) -> Iterator[Row]:
    """Read with atoma."""
    import atoma

    content = fetch(url)
    if b"<rss" in content[:200]:
        for item in atoma.parse_rss_bytes(content).items:
            yield {"id": item.guid, "title": item.title, "instant": item.pub_date.isoformat(), "link": item.link}
    elif b"<feed" in content[:200]:
        for entry in atoma.parse_atom_bytes(content).entries:
            (link,) = (link.href for link in entry.links if link.rel == "alternate")
            yield {
                "id": entry.id_,
                "title": entry.title.value,
                "instant": entry.published.isoformat(),
                "link": link,
                "authors": names(entry.authors),
            }
    else:
        for item in atoma.parse_json_feed_bytes(content).items:
            yield {
                "id": item.id_,
                "title": item.title,
                "instant": item.date_published.isoformat(),
                "link": item.url,
                "authors": names([item.author] if item.author else []),
            }


Read = Callable[[str], Iterator[Row]]
LIBRARIES: dict[str, Read] = {r.__name__: r for r in (feedparser, reader, fastfeedparser, feedparser_rs, atoma)}


if __name__ == "__main__":
    library, *addresses = sys.argv[1:]
    for address in addresses:
        for row in LIBRARIES[library](address):
            print(json.dumps({"url": address, **row}))
