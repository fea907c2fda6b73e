"""SOURCE: raw material as it came, what is known about it beforehand, and the kinds that can be read.

A kind is one row of `KINDS`: its name, how it is recognised, and the module whose `read` makes articles of it.
Adding one is a module, a row, and a case in `tests/cases/`.
"""

from __future__ import annotations

import importlib
import io
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from feedtool.article import Article, Person
from feedtool.errors import SourceError, UsageError
from feedtool.frontmatter import has_front_matter
from feedtool.later import regex
from feedtool.problem import Place
from feedtool.timestamps import ZonePolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import ModuleType
    from typing import Any, BinaryIO

    from _typeshed import WriteableBuffer as Buffer

    from feedtool.errors import ArticleError


class Hints(Struct, frozen=True, kw_only=True):
    """What the configuration, or the command line, says of a source before it is read.

    `kind` overrides detection; `zone` says how its times are read; `language`, `authors` and `tags` stand in where an
    article names none (tags are added).  `fields` maps names of ours (those of `record.ALIASES`) to the names that a
    table has for them; `via` says whether articles of a feed name it; `extra` are fields of no other use that are kept
    by their names; `files` is the address at which files that lie beside articles are served.  `reach` is for kinds
    that take more: the keywords of their `read`, like how to fetch the pages that they lead to.
    """

    kind: str = ""
    zone: ZonePolicy = field(default_factory=ZonePolicy)
    language: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    via: bool = True
    extra: tuple[str, ...] = ()
    files: str = ""
    reach: Mapping[str, Any] = field(default_factory=dict)

    @property
    def lent(self) -> Mapping[str, Any]:
        """The fields of an article that are known beforehand, by name."""
        return _lent(self.language, self.authors, self.tags)


@lru_cache(maxsize=64)
def _lent(language: str, authors: tuple[str, ...], tags: tuple[str, ...]) -> Mapping[str, Any]:
    people = tuple(Person(name=name) for name in authors)
    return {name: value for name, value in (("language", language), ("authors", people), ("tags", tags)) if value}


class Source(Struct, frozen=True, kw_only=True):
    """Raw material: where it was found (a path as given, or `-`), its bytes, and what is known beforehand.

    Of a kind that is read as a stream `content` holds only the beginning, and `file` is where all of it is; `told` is
    called while that is read, with how many bytes it was so far.
    """

    origin: str
    content: bytes
    hints: Hints = field(default_factory=Hints)
    file: Path | None = None
    told: Callable[[int], None] | None = None

    def open(self) -> BinaryIO:
        """Return all of it as a stream; whoever opens it closes it.

        Raises:
            OSError: the file cannot be read.

        """
        if self.file and self.told:
            return io.BufferedReader(_Watched(self.file, self.told), 2**16)
        return self.file.open("rb") if self.file else io.BytesIO(self.content)


class _Watched(io.FileIO):
    """A file that tells how many bytes were read."""

    def __init__(self, path: Path, told: Callable[[int], None]) -> None:
        super().__init__(path)
        self._told = told

    def readinto(self, buffer: Buffer, /) -> int | None:
        """Read, and tell."""
        read = super().readinto(buffer)
        self._told(self.tell())
        return read


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of source: its name, the endings of its files, a test of its first lines, and where it stays.

    `in_place` says that its files are records already: they are read where they stand and not copied; `streams` that
    one may hold more than fits into memory, and is read by `Source.open`; `named` that its files are taken only where
    they are named, not with all else of a folder; `live` that a file gives other articles from one day to the next,
    though it stays the same; `reach` names what of the hints' reach a kind that leads to pages takes.
    """

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[str], bool]
    in_place: bool = False
    streams: bool = False
    named: bool = False
    live: bool = False
    reach: tuple[str, ...] = ()

    def read(self, source: Source) -> Iterator[Article | ArticleError]:
        """Yield the articles of a source in order and, for each that cannot be read, the error that says why."""
        reach = {name: source.hints.reach[name] for name in self.reach if name in source.hints.reach}
        for reading in _module(self.name).read(source, **reach):
            yield _hinted(reading, source.hints) if isinstance(reading, Article) else reading


@cache
def _module(name: str) -> ModuleType:
    return importlib.import_module(f"feedtool.source.{name}")


def _is_plain(head: str) -> bool:
    """Whether a text is neither HTML, XML nor JSON, which other kinds read."""
    return head.lstrip()[:1] not in ("<", "{", "[")


def _is_feed(head: str) -> bool:
    """Whether a text begins with the root of a feed: RSS, RDF, Atom, or JSON Feed."""
    return bool(_FEED.search(head[:2000])) or (head.lstrip()[:1] == "{" and "jsonfeed.org/version" in head)


_FEED = regex(r"<(?:\w+:)?(?:rss|feed|RDF|channel)[\s>]", re.IGNORECASE)


_SITEMAP = regex(r"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]")


def _is_page(head: str) -> bool:
    """Whether a text begins as an HTML document does."""
    start = head.lstrip()[:1000].casefold()
    return start.startswith("<") and ("<html" in start or "<!doctype html" in start)


def _is_mail(head: str) -> bool:
    """Whether a text begins like a mailbox or with the headers of a message."""
    return bool(_MAIL.match(head))


_MAIL = regex(
    r"(?:From \S+ .*\d\d:\d\d.*\n)?(?:[A-Za-z][\w-]*:.*\n(?:[ \t].*\n)*){0,60}?"
    r"(?:Message-ID|Received|Return-Path|Delivered-To|MIME-Version):",
    re.IGNORECASE,
)


def _is_table(head: str) -> bool:
    """Whether a text begins like JSON, like a ZIP archive, or with the names of columns."""
    names = {name.strip('" ').casefold() for name in re.split(r"[,;\t|]", head.split("\n", 1)[0])}
    return head.lstrip()[:1] in ("{", "[") or head.startswith("PK\x03\x04") or ("title" in names and len(names) > 2)


KINDS: tuple[Kind, ...] = (
    Kind(name="markdown", suffixes=(".md", ".markdown", ".mdown"), recognises=has_front_matter, in_place=True),
    Kind(
        name="wordpress",
        suffixes=(".wxr", ".xml"),
        recognises=lambda head: "wordpress.org/export/" in head,
        streams=True,
        reach=("types", "statuses"),
    ),
    Kind(
        name="sitemap",
        suffixes=(".sitemap", ".xml"),
        recognises=lambda head: bool(_SITEMAP.search(head)),
        live=True,
        reach=("fetch", "known", "due", "since", "whole", "other_hosts"),
    ),
    Kind(
        name="listing",
        suffixes=(),
        recognises=lambda _: False,  # a page that leads to articles looks like any other: it has to be said
        live=True,
        reach=("fetch", "known", "due", "select", "whole", "other_hosts"),
    ),
    Kind(name="feed", suffixes=(".rss", ".atom", ".rdf", ".xml", ".json"), recognises=_is_feed, streams=True),
    Kind(name="mail", suffixes=(".eml", ".mbox"), recognises=_is_mail, streams=True),
    Kind(
        name="table",
        suffixes=(".csv", ".tsv", ".tab", ".ndjson", ".jsonl", ".json", ".xlsx", ".xlsm"),
        recognises=_is_table,
        streams=True,
    ),
    Kind(
        name="sql",
        suffixes=(".sql",),
        recognises=lambda head: head.startswith("-- database:"),
        live=True,
        reach=("database", "folder", "since", "column", "marks"),
    ),
    Kind(
        name="audio",
        suffixes=(".mp3", ".m4a", ".m4b", ".mp4", ".m4v", ".aac", ".ogg", ".oga", ".opus", ".flac", ".wav"),
        recognises=lambda _: False,  # a recording is known by the name of its file
        streams=True,
        named=True,
        live=True,  # it is told by files that lie beside it
    ),
    Kind(name="html", suffixes=(".html", ".htm", ".xhtml"), recognises=_is_page),
    Kind(name="pagetext", suffixes=(".txt", ".text"), recognises=_is_plain),
)
"""Every kind of source: of those whose file ending fits, or of all, the first that recognises the text reads it."""

HEAD = 4096
"""How many bytes of a source are looked at to tell its kind."""
_NAMED = {kind.name: kind for kind in KINDS}
_OPENED = regex(rb"(?:\xef\xbb\xbf)?(?:---|\+\+\+)[ \t\r]*\n")
"""Front matter, told without decoding it."""


def kind_of(source: Source) -> Kind:
    """Return the kind that reads a source: the one its hints name, else by front matter, file ending, first lines.

    Raises:
        UsageError: the hints name a kind that does not exist.
        SourceError: no kind recognises it.

    """
    if source.hints.kind:
        if source.hints.kind not in _NAMED:
            raise UsageError(f"no kind of source is called {source.hints.kind!r}", expected=" or ".join(_NAMED))
        return _NAMED[source.hints.kind]
    if _OPENED.match(source.content):
        return _NAMED["markdown"]
    head = source.content[:HEAD].decode("utf-8-sig", "replace").replace("\r\n", "\n")
    if has_front_matter(head):
        return _NAMED["markdown"]
    fitting = [kind for kind in KINDS if kind.suffixes and source.origin.casefold().endswith(kind.suffixes)]
    for kind in fitting or KINDS:
        if kind.recognises(head):
            return kind
    if fitting:
        return fitting[-1]  # the kind that says best what it expects: of .xml a feed, of .json a table
    raise SourceError(
        "the kind of source is not known",
        place=Place(file=source.origin),
        expected=" or ".join(_NAMED),
        hint="name it with --kind",
    )


def read(source: Source) -> Iterator[Article | ArticleError]:
    """Yield what a source holds, by its kind: articles in order, and an error for each that cannot be read."""
    try:
        kind = kind_of(source)
    except SourceError as error:
        yield error
    else:
        yield from kind.read(source)


def _hinted(article: Article, hints: Hints) -> Article:
    """Let the hints stand in where an article is silent."""
    if article.via and not hints.via:
        article = replace(article, via=None)
    lent = hints.lent
    if not lent or (all(getattr(article, name) for name in lent) and all(tag in article.tags for tag in hints.tags)):
        return article  # its reader saw to it
    return replace(
        article,
        language=article.language or hints.language,
        authors=article.authors or lent.get("authors", ()),
        tags=(*article.tags, *hints.tags),
    )
