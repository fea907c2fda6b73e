"""DOCUMENT: a feed written down, the same bytes for the same feed at any place and time.

A format is one row of `FORMATS`: its name, media type, file ending, and the module whose `write` makes the bytes.
Adding one is a module, a row, and a golden file in `tests/cases/`.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from feedtool.feed import Feed


GENERATOR = "feedtool"
"""What every document says made it; without a version, so that a new release rewrites no feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A feed written down: its name, its format's name and media type, its bytes, and when its content last moved."""

    name: str
    format: str
    media_type: str
    content: bytes
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A way to write a feed: its name, its media type as registered or in use, the ending of its files, its module."""

    name: str
    media_type: str
    suffix: str
    module: str

    def write(self, feed: Feed, *, self_link: str = "") -> bytes:
        """Return the bytes of a feed; `self_link` is the address at which this very document will be served."""
        module = importlib.import_module(f"feedtool.document.{self.module}")
        content: bytes = module.write(feed, self_link=self_link)
        return content


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format(name="rss", media_type="application/rss+xml", suffix=".rss.xml", module="rss"),
        Format(name="atom", media_type="application/atom+xml", suffix=".atom.xml", module="atom"),
        Format(name="json", media_type="application/feed+json", suffix=".json", module="jsonfeed"),
    )
}
"""Every format that a feed can be written in, by name."""


def rfc3339(moment: datetime) -> str:
    """Return an instant as RFC 3339 has it; UTC is `Z`, which readers that know no offsets read right too."""
    written = moment.isoformat()
    return f"{written[:-6]}Z" if written.endswith("+00:00") else written


def document_of(feed: Feed, format_name: str, *, name: str = "", self_link: str = "") -> Document:
    """Write a feed down in a format of `FORMATS`.

    Raises:
        KeyError: there is no such format.

    """
    row = FORMATS[format_name]
    return Document(
        name=name,
        format=row.name,
        media_type=row.media_type,
        content=row.write(feed, self_link=self_link),
        updated=feed.updated,
    )
