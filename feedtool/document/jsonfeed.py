"""JSON Feed 1.1: a member a line, the same bytes for the same feed; everything that its vocabulary has a word for.

Source: JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/.
"""

from __future__ import annotations

import io
from json import JSONEncoder
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from feedtool.characters import substituted
from feedtool.document import FORMATS, GENERATOR, leads, rfc3339
from feedtool.markup import unlike_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from feedtool.article import Enclosure, Person
    from feedtool.entry import Entry, Extra
    from feedtool.feed import Channel, Feed

VERSION = "https://jsonfeed.org/version/1.1"
_encode = JSONEncoder(ensure_ascii=False, separators=(", ", ": "), allow_nan=False).encode
_CONTROLS = bytes({*range(32)} - set(b"\t\n"))
_ESCAPED = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"))
_LONG = 200
"""From so many characters on it is quicker to look for each that is escaped: most texts have few of them."""


def write(feed: Feed, *, self_link: str = "") -> bytes:
    """Return a feed as a JSON Feed 1.1 document in UTF-8."""
    members = ",\n  ".join([f"{_written(name)}: {_written(value)}" for name, value in _channel(feed, self_link)])
    out = io.BytesIO()  # a piece at a time: all items as text, and its copies, would be several times the document
    out.write(f'{{\n  {members},\n  "items": ['.encode())
    for number, item in enumerate(_items(feed)):
        out.write(b",\n" if number else b"\n")
        out.write(item)
    out.write(b"\n  ]\n}\n" if feed.entries else b"]\n}\n")
    return out.getvalue()


def pieces(feed: Feed, _prefixes: Mapping[str | None, str]) -> list[bytes]:
    """Return the items of a feed as they stand in a document."""
    return list(_items(feed))


def _items(feed: Feed) -> Iterator[bytes]:
    for entry in feed.entries:
        yield f"    {_object(_item(entry, feed.channel), '    ')}".encode()


def _written(value: object) -> str:
    """Return a value as JSON."""
    if not isinstance(value, str):
        return _encode(value)
    if len(value) < _LONG:
        return encode_basestring(value)
    written = value.encode("utf-8", "replace")
    if len(written.translate(None, _CONTROLS)) != len(written):
        return encode_basestring(value)
    return f'"{substituted(value, _ESCAPED)}"'


def _object(members: Iterable[tuple[str, object]], indent: str) -> str:
    """Return an object with each member on a line of its own; what a member holds stands in that line."""
    lines = f",\n{indent}  ".join([f'"{name}": {_written(value)}' for name, value in members])
    return f"{{\n{indent}  {lines}\n{indent}}}"


def _said(members: Mapping[str, object]) -> list[tuple[str, object]]:
    """Return the members that say something."""
    return [(name, value) for name, value in members.items() if value]


def _channel(feed: Feed, self_link: str) -> list[tuple[str, object]]:
    channel = feed.channel
    return _said(
        {
            "version": VERSION,
            "title": channel.title,
            "home_page_url": channel.home,
            "feed_url": self_link,
            "description": channel.description,
            "next_url": feed.history.earlier and feed.history.earlier + FORMATS["json"].suffix,
            "user_comment": _comment(self_link),
            "icon": channel.logo or channel.icon,  # the large picture; the small one is favicon
            "favicon": channel.icon,
            "authors": _authors(channel.authors),
            "language": channel.language,
            "expired": channel.ended,
            "hubs": [{"type": "WebSub", "url": channel.hub}] if channel.hub else [],
            "_feedtool": dict(_said({"generator": GENERATOR, "rights": channel.rights, "license": channel.license})),
            **_extra(channel.extra),
        }
    )


def _comment(self_link: str) -> str:
    """Return what a person who opens the document in a browser is told."""
    if not leads(self_link):
        return "This is a feed in the JSON Feed format: give its address to a feed reader to follow this site."
    return (
        f"This is a feed in the JSON Feed format. To follow this site, give its address to a feed reader: {self_link}"
    )


def _item(entry: Entry, channel: Channel) -> list[tuple[str, object]]:
    """Return the members of an item; one without content has its summary for it, since one of the two is demanded."""
    image, summary = _image(entry), unlike_html(entry.summary)
    return _said(
        {
            "id": entry.id,
            "url": entry.link,
            "external_url": entry.external,
            "title": entry.title,
            "content_html": entry.content,
            "content_text": "" if entry.content else summary or entry.title,
            "summary": summary,
            "image": image,
            "date_published": rfc3339(entry.published),
            "date_modified": rfc3339(entry.updated),
            "authors": _authors(entry.authors),
            "tags": entry.categories,
            "language": entry.language if entry.language != channel.language else "",
            "attachments": [_attachment(file) for file in entry.enclosures if file.url != image],
            **_extra(entry.extra),
        }
    )


def _extra(extras: Iterable[Extra]) -> dict[str, dict[str, str]]:
    """Return elements of somebody's own as extensions: an object for each prefix, with an underscore before it."""
    said: dict[str, dict[str, str]] = {}
    for extra in extras:
        said.setdefault(f"_{extra.prefix}", {})[extra.name] = extra.text
    return said


def _image(entry: Entry) -> str:
    """Return the address of an entry's main picture: beside the content, or a file that belongs to it."""
    pictures = [media.url for media in entry.media]
    pictures += [file.url for file in entry.enclosures if file.type.startswith("image/")]
    return pictures[0] if pictures else ""


def _attachment(file: Enclosure) -> dict[str, object]:
    return dict(
        _said(
            {
                "url": file.url,
                "mime_type": file.type,
                "title": file.title,
                "size_in_bytes": file.length,
                "duration_in_seconds": file.duration,
            }
        )
    )


def _authors(people: Iterable[Person]) -> list[dict[str, Any]]:
    """Return people as JSON Feed has them: the address may be one of mail."""
    return [
        dict(
            _said(
                {
                    "name": person.name,
                    "url": person.uri or (person.email and f"mailto:{person.email}"),
                    "avatar": person.avatar,
                }
            )
        )
        for person in people
    ]
