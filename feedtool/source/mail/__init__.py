"""Source kind `mail`: newsletters and mailing lists, as mbox, .eml or the files of a maildir, an article a message.

    bytes -> messages (a stream) -> headers and the text that is shown -> article

What grows is `letter`: the marks of what only mail needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.errors import ArticleError, SourceError
from feedtool.problem import Place
from feedtool.source.mail.boxes import LARGEST, Raw, messages
from feedtool.source.mail.message import article_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from feedtool.article import Article
    from feedtool.source import Source

__all__ = ["read"]


def read(source: Source) -> Iterator[Article | ArticleError]:
    """Yield the articles of a mailbox or a message, and for each message that is none the error that says why."""
    if not source.content.strip():
        yield SourceError("the source is empty", place=Place(file=source.origin), expected="a mail message")
        return
    several = source.content.startswith(b"From ")
    with source.open() as file:
        for raw in messages(file) if several else _alone(file):
            yield (
                _too_large(raw, source) if raw.too_large else article_of(raw.content, source, raw.line, several=several)
            )


def _alone(file: BinaryIO) -> Iterator[Raw]:
    content = file.read(LARGEST + 1)
    yield Raw(content, 1, len(content) > LARGEST)


def _too_large(raw: Raw, source: Source) -> ArticleError:
    place = Place(file=source.origin, line=raw.line)
    return SourceError(f"larger than {LARGEST // 2**20} MiB", place=place, expected="one message")
