"""DOCUMENT: a feed written down, the same bytes for the same feed at any place and time.

A format is one row of `FORMATS`: its name, media type, file ending, and the module whose `write` makes the bytes.
Adding one is a module, a row, and a golden file in `tests/cases/`.
"""

from __future__ import annotations

import html
import importlib
from collections.abc import Mapping  # noqa: TC003 - in the type of a field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct, field

if TYPE_CHECKING:
    from datetime import datetime

    from feedtool.feed import Feed


GENERATOR = "feedtool"
"""What every document says made it; without a version, so that a new release rewrites no feed."""


class Document(Struct, frozen=True, kw_only=True):
    """A feed written down: its name, its format's name and media type, its bytes, and when its content last moved."""

    name: str
    format: str
    media_type: str
    content: bytes
    updated: datetime


class Around(Struct, frozen=True, kw_only=True):
    """What stands around a document where it is served.

    `site` is the title of the site, `index` the address of its page; `addresses` are those of the same feed, by format;
    `stylesheet` is the address of the CSS that browsers show XML by; `templates` are the user's, by name.
    """

    site: str = ""
    index: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)
    stylesheet: str = ""
    templates: Mapping[str, str] = field(default_factory=dict)


PLAIN = Around()
"""Nothing stands around a document."""


class Format(Struct, frozen=True, kw_only=True):
    """A way to write a feed: its name, its media type as registered or in use, the ending of its files, its module.

    One that is no feed is for people: no reader subscribes to it, and no rule of feeds holds for it.
    """

    name: str
    media_type: str
    suffix: str
    module: str
    is_feed: bool = True

    def write(self, feed: Feed, *, self_link: str = "", around: Around = PLAIN) -> bytes:
        """Return the bytes of a feed; `self_link` is the address at which this very document will be served."""
        module = importlib.import_module(f"feedtool.document.{self.module}")
        if not self.is_feed:
            page: bytes = module.write(feed, self_link=self_link, around=around)
            return page
        content: bytes = module.write(feed, self_link=self_link)
        return _styled(content, around.stylesheet) if around.stylesheet else content

    def pieces(self, feed: Feed, prefixes: Mapping[str | None, str]) -> list[bytes]:
        """Return the entries of a feed as they stand in a document of this format that has these prefixes."""
        module = importlib.import_module(f"feedtool.document.{self.module}")
        found: list[bytes] = module.pieces(feed, prefixes)
        return found


def _styled(content: bytes, stylesheet: str) -> bytes:
    """Return an XML document that names a stylesheet behind its declaration (Associating Style Sheets with XML 1.0)."""
    declaration, end, rest = content.partition(b"?>\n")
    instruction = f'<?xml-stylesheet type="text/css" href="{html.escape(stylesheet)}"?>\n'.encode()
    return declaration + end + instruction + rest if content.startswith(b"<?xml") else content


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format(name="rss", media_type="application/rss+xml", suffix=".rss.xml", module="rss"),
        Format(name="atom", media_type="application/atom+xml", suffix=".atom.xml", module="atom"),
        Format(name="json", media_type="application/feed+json", suffix=".json", module="jsonfeed"),
        Format(name="html", media_type="text/html", suffix=".html", module="page", is_feed=False),
    )
}
"""Every format that a feed can be written in, by name."""
FEED_FORMATS = tuple(name for name, row in FORMATS.items() if row.is_feed)
"""Those that readers subscribe to."""


def leads(address: str) -> bool:
    """Whether an address leads anywhere: those under `.invalid` do not (RFC 2606 section 2); people would try."""
    return bool(address) and not (urlsplit(address).hostname or "").endswith(".invalid")


def rfc3339(moment: datetime) -> str:
    """Return an instant as RFC 3339 has it; UTC is `Z`, which readers that know no offsets read right too."""
    written = moment.isoformat()
    return f"{written[:-6]}Z" if written.endswith("+00:00") else written


def rfc822(moment: datetime) -> str:
    """Return an instant as RSS has it (RFC 822 with a year of four digits), whatever the language of the process."""
    day, month, written = _DAYS[moment.weekday()], _MONTHS[moment.month - 1], moment.isoformat(timespec="seconds")
    return f"{day}, {moment.day:02} {month} {written[:4]} {written[11:19]} {written[19:].replace(':', '')}"


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def document_of(
    feed: Feed, format_name: str, *, name: str = "", self_link: str = "", around: Around = PLAIN
) -> Document:
    """Write a feed down in a format of `FORMATS`.

    Raises:
        KeyError: there is no such format.
        UsageError: a template of the user is wrong.

    """
    row = FORMATS[format_name]
    return Document(
        name=name,
        format=row.name,
        media_type=row.media_type,
        content=row.write(feed, self_link=self_link, around=around),
        updated=feed.updated,
    )
