"""What came from the web: a document's bytes, where they came from in the end, and what was said of them."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.errors import SourceError
from feedtool.source.fetch.charset import charset_of

if TYPE_CHECKING:
    from collections.abc import Mapping


class StatusError(SourceError):
    """A server answered with something else than the document: its status says what."""

    status: int = 0


class NoAnswerError(SourceError):
    """A server could not be reached, or did not answer in time: it may do so when it is asked again."""


class Fetched(Struct, frozen=True, kw_only=True):
    """A document from the web.

    `url` is the address that was asked for, `final_url` the one that answered, `moved_to` the one to ask from now on
    where the server said so (301, 308).  `headers` have names in lower case; `content` is decompressed.  `from_cache`
    says that these bytes were here already: the server was not asked, or said that nothing changed.
    """

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    from_cache: bool = False
    moved_to: str = ""

    @property
    def media_type(self) -> str:
        """The media type as the server gave it, in lower case and without parameters; may be empty."""
        return self.headers.get("content-type", "").partition(";")[0].strip().casefold()

    @property
    def charset(self) -> str:
        """Python's name of the encoding: byte order mark, header, declaration; "" where none of them says it."""
        return charset_of(self.content, self.headers.get("content-type", ""))

    @property
    def utf8(self) -> bytes:
        """The content for readers that do not see the headers: in UTF-8 with its mark where they say another one."""
        charset = self.charset
        if not charset or charset == "utf-8" or charset == charset_of(self.content, ""):
            return self.content
        return codecs.BOM_UTF8 + self.content.decode(charset, "replace").encode()
