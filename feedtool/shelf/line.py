"""A line of the ledger, and its text."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from operator import attrgetter
from typing import TYPE_CHECKING

import msgspec

from feedtool.errors import UsageError
from feedtool.identity import day_keys, link_key
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is kept of one article.

    `path` is where its record or its Markdown file stands, relative to the project's folder (empty when its file was
    given another id); `title` and `published` are what that says now.  `source` is what it was imported from, `found`
    the file or address that led there where the source does not begin with it, `said_…` what that said last, whatever a
    person made of the record since.  `given` is the id that the source gave, as it was written, and `scope` the name of
    the source where that id is bare.  `entry` is a digest of what a feed said, where the text is its page's.
    `digest` is that of what readers saw last, `words` that of the text alone; `updated` is when the former last moved,
    `withdrawn` when it was withdrawn (ISO 8601 instants, empty for never).
    """

    id: str
    title: str
    published: str
    path: str = ""
    source: str = ""
    found: str = ""
    said_title: str = ""
    said_published: str = ""
    said_words: str = ""
    entry: str = ""
    given: str = ""
    scope: str = ""
    link: str = ""
    digest: str = ""
    words: str = ""
    updated: str = ""
    withdrawn: str = ""

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Title and day as `identity.day_keys` gives them: as the article stands, and as its source said."""
        standing = day_keys(self.title, datetime.fromisoformat(self.published)) if self.published else ()
        if (self.said_title, self.said_published) in (("", ""), (self.title, self.published)):
            return standing
        said = datetime.fromisoformat(self.said_published or self.published)
        return tuple(dict.fromkeys((*standing, *day_keys(self.said_title or self.title, said))))

    @property
    def found_by(self) -> Iterator[tuple[str, object]]:
        """Yield what a ledger finds the line by, but for its id: a kind of value, and the value."""
        for name in _AS_THEY_ARE:
            if value := getattr(self, name):
                yield name, value
        if self.words:
            yield "words", (self.words, self.published[:10])
        if self.link:
            yield "link", link_key(self.link)
        for key in self.keys:
            yield "key", key

    def is_found_by(self, by: str, value: object) -> bool:
        """Whether a ledger finds it by a value of a kind."""
        return bool(getattr(self, by) == value if by in _AS_THEY_ARE else (by, value) in self.found_by)

    @property
    def moved(self) -> datetime:
        """When what readers see of it last moved."""
        return datetime.fromisoformat(self.withdrawn or self.updated or self.published)

    @property
    def month(self) -> str:
        """The month in which it was published: `2025-12`."""
        if self.published[4:8:3] == "--":
            return self.published[:7]
        published = datetime.fromisoformat(self.published)  # a person may have written it otherwise: 20251224T…
        return f"{published.year:04}-{published.month:02}"

    @property
    def file(self) -> str:
        """The file or address that it was imported from, where it was; a source may be a part of one."""
        return self.found or self.source.partition("#")[0]


_AS_THEY_ARE = ("path", "source", "given", "digest")
"""What a line is found by just as it says it."""
_FIELDS = Line.__struct_fields__
_HEADS = {name: f'"{name}": ' for name in _FIELDS}
_values = attrgetter(*_FIELDS)


def text_of_line(line: Line) -> str:
    """Return a line as text, without its line break: the same line always gives the same text."""
    return text_of(dict(zip(_FIELDS, _values(line), strict=True)))


def text_of(said: Mapping[str, str]) -> str:
    """Return as text the line that says something under some names, which come in the order of a line's."""
    return f"{{{', '.join([f'{_HEADS[name]}{_quoted(value)}' for name, value in said.items() if value])}}}"


def lines_of(rows: Iterable[str], file: str = "") -> Iterator[Line]:
    """Yield the lines that the rows of a text hold.

    Raises:
        UsageError: one cannot be read; ids are at stake, so nothing is guessed.

    """
    for number, row in enumerate(rows, 1):
        if row.strip():
            try:
                yield line_of(row)
            except ValueError as error:
                raise UsageError(
                    f"not a line of the ledger: {row[:60]!r}",
                    place=Place(file=file, line=number),
                    expected="one JSON object with id, title and published",
                    hint="restore the file from version control, or finish the merge",
                ) from error


_line_meant = msgspec.json.Decoder(Line).decode


@lru_cache(maxsize=256)
def line_of(text: str) -> Line:
    """Return the line that a text holds.

    An article is looked for by all that it may be known by, which nearly always leads to one line: that is read once.

    Raises:
        ValueError: it is none.

    """
    line = _line_meant(text)
    for moment in (line.published, line.updated, line.withdrawn, line.said_published):
        if moment and datetime.fromisoformat(moment).tzinfo is None:
            raise ValueError("an instant with its offset")
    return line
