"""SAME: which line of the ledger an article is, and what says so.

An id says it, if it is one for the whole world.  An address, a source, or title and day say it only together with
something else that stayed: "Gold Price Today" comes twice a day, and a page may hold another article tomorrow.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from feedtool.errors import IdentityError
from feedtool.identity import day_keys, iri_of, is_bare, link_key, site_of, title_key, words_of
from feedtool.problem import Place
from feedtool.source.found import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from feedtool.article import Article
    from feedtool.shelf.ledger import Line

    Here = Callable[[Line], bool]


class Lines(Protocol):
    """Lines of articles, as a ledger has them."""

    def get(self, id_: str) -> Line | None:
        """Return the line of an id."""
        ...

    def find(self, by: str, value: object) -> tuple[Line, ...]:
        """Return the lines whose `by` (source, given, link, key) is `value`."""
        ...


class By(StrEnum):
    """What says that two articles are one."""

    ID = "id"
    ADDRESS = "address"
    SOURCE = "source"
    TITLE = "title and day"


def always(_: Line) -> bool:
    """Say of any line that its source is still there."""
    return True


def match(
    article: Article, ledger: Lines, *, among: Container[str] | None = None, here: Here = always
) -> tuple[Line, By] | None:
    """Return the line of the same article, and what says that it is: id, address, source, or title and day.

    Only lines whose ids are `among` some are looked at, where these are named; `here` says whether the source of a line
    is still there.

    Raises:
        IdentityError: its id belongs to another article.

    """
    if article.id and (line := ledger.get(article.id)):
        if not (
            _speaks_for(article, line)
            or edited(article, line)
            or _one_address(article, line)
            or _gone(article, line, here)
        ):
            raise _taken(article, line)
        return line, By.ID
    said = article.published.isoformat()
    found = (row for row in _candidates(article, ledger) if among is None or row[0].id in among)
    return min(found, key=lambda row: (row[0].said_published or row[0].published) != said, default=None)


def _taken(article: Article, line: Line) -> IdentityError:
    return IdentityError(
        f"the id {article.id} belongs to another article, {line.title!r} in {line.path or line.source}",
        place=Place(file=article.origin.path, field="id"),
        hint="give one of them an id of its own",
    )


def _candidates(article: Article, ledger: Lines) -> Iterator[tuple[Line, By]]:
    for line in ledger.find("link", link_key(article.link)):
        if edited(article, line):
            yield line, By.ADDRESS
    for line in ledger.find("source", article.origin.path):
        if _speaks_for(article, line) and edited(article, line):
            yield line, By.SOURCE
    for key in day_keys(article.title, article.published):
        for line in ledger.find("key", key):
            if _captured(article, line):
                yield line, By.TITLE


def edited(article: Article, line: Line) -> bool:
    """Whether an article may be what a line holds, edited: title, time or words stayed as its source said them."""
    one_title = title_key(article.title) == title_key(line.said_title or line.title)
    return one_title or _one_time(article, line) or same_words(article, line)


def _one_time(article: Article, line: Line) -> bool:
    return _exact(article.published) and article.published == _said_published(line)


def _captured(article: Article, line: Line) -> bool:
    """Whether an article of the same title and day as a line's is that one, captured again, and not a second one.

    "Gold Price Today" comes twice a day: then neither the time nor the words are the same.
    """
    if article.link and line.link and not _one_address(article, line):
        return False
    ours, theirs = article.published, _said_published(line)
    if not (_exact(ours) and _exact(theirs)):
        return True
    return ours.replace(second=0) == theirs.replace(second=0) or same_words(article, line)


def _speaks_for(article: Article, line: Line) -> bool:
    """Whether a line was made of what an article was read from; standard input says nothing about which it was."""
    return line.source == article.origin.path and _container(article.origin.path) != STANDARD_INPUT


def _gone(article: Article, line: Line, here: Here) -> bool:
    """Whether what a line was made of is gone, so that another may speak for its id; of standard input nobody knows."""
    return STANDARD_INPUT not in (_container(article.origin.path), _container(line.source)) and not here(line)


def _one_address(article: Article, line: Line) -> bool:
    return bool(article.link) and link_key(article.link) == link_key(line.link)


def same_words(article: Article, line: Line) -> bool:
    """Whether an article has the words that a source said last, where there are any."""
    words = line.said_words or line.words
    return bool(words) and words_of(article) == words


def _said_published(line: Line) -> datetime:
    return datetime.fromisoformat(line.said_published or line.published)


def _exact(instant: datetime) -> bool:
    """Whether an instant holds more than a day: midnight is what a date without a time is read as."""
    return bool(instant.hour or instant.minute)


def named(
    article: Article,
    ledger: Lines,
    authority: str,
    *,
    scope: str = "",
    here: Here = always,
) -> Article:
    """Return an article with the id that its source gave as the IRI that was made of it at first.

    So a change of authority changes no id.  A bare id, like the number of a row, is one only within its source: of two
    sources that both give a 7, the second's is put under its name.  `scope` is the name of the source, empty where it
    has none; `here` says whether the source of a line is still there.  An article without an id stays without.
    """
    if not article.id:
        return article
    known = ledger.find("given", article.id)
    if not is_bare(article.id):
        return replace(article, id=known[0].id if known else iri_of(article.id))
    plain = ledger.get(iri_of(article.id, authority))
    for line in (*known, *([plain] if plain and not plain.given else [])):
        if _gave(line, article, scope, here):
            return replace(article, id=line.id)
    return replace(article, id=_new_iri(article, ledger, authority, scope))


def _gave(line: Line, article: Article, scope: str, here: Here) -> bool:
    """Whether the bare id of an article is the one that the source of a line gave."""
    path = article.origin.path
    container, theirs = _container(path), _container(line.source)
    if STANDARD_INPUT in (container, theirs):
        return edited(article, line)
    if path == line.path or container == theirs or (scope and line.scope == scope):
        return True
    if not here(line):
        return edited(article, line)
    one_title = title_key(article.title) == title_key(line.said_title or line.title)
    return one_title and (_one_time(article, line) or same_words(article, line))


def _new_iri(article: Article, ledger: Lines, authority: str, scope: str) -> str:
    """Return the IRI of a bare id under the first name that no other has: its site's, its source's, its file's.

    Of a table the first source has it without a name.  The site of a feed is always named: its items come and go, and
    so which feed came first.
    """
    site = site_of(article)
    others = (scope, _container(article.origin.path).removeprefix(STANDARD_INPUT))
    made = [iri_of(article.id, authority, name) for name in (site, *filter(None, others))]
    return next((iri for iri in made if ledger.get(iri) is None), made[0])


def apart(article: Article, taken: Callable[[str], object]) -> Article:
    """Tell rows of one file apart that say the same of themselves: the second is `path#mark (2)`."""
    path, number = article.origin.path, 1
    while "#" in path and taken(path):
        number += 1
        path = f"{article.origin.path} ({number})"
    return article if number == 1 else replace(article, origin=replace(article.origin, path=path))


def _container(path: str) -> str:
    return path.partition("#")[0]
