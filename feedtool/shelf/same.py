"""SAME: which line of the ledger an article is, and what says so.

An id says it, if it is one for the whole world.  An address, a source, or title and day say it only together with
something else that stayed: "Gold Price Today" comes twice a day, and a page may hold another article tomorrow.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from feedtool.errors import IdentityError
from feedtool.identity import day_keys, iri_of, is_bare, link_key, title_key
from feedtool.problem import Place
from feedtool.source.found import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedtool.article import Article
    from feedtool.gist import Gist
    from feedtool.shelf.line import Line

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
    gist: Gist, ledger: Lines, *, among: Callable[[Line], object] = always, here: Here = always
) -> tuple[Line, By] | None:
    """Return the line of the same article, and what says that it is: id, address, source, or title and day.

    `gist.id` is one that `named` made.  Only lines are looked at that are `among` some; `here` says whether the source
    of a line is still there.

    Raises:
        IdentityError: its id belongs to another article.

    """
    if gist.id and (line := ledger.get(gist.id)):
        if not (_speaks_for(gist, line) or edited(gist, line) or _one_address(gist, line) or _gone(gist, line, here)):
            raise _taken(gist, line)
        return line, By.ID
    said = gist.published.isoformat()
    found = (row for row in _candidates(gist, ledger) if among(row[0]))
    return min(found, key=lambda row: (row[0].said_published or row[0].published) != said, default=None)


def _taken(gist: Gist, line: Line) -> IdentityError:
    return IdentityError(
        f"the id {gist.id} belongs to another article, {line.title!r} in {line.path or line.source}",
        place=Place(file=gist.origin, field="id"),
        hint="give one of them an id of its own",
    )


def _candidates(gist: Gist, ledger: Lines) -> Iterator[tuple[Line, By]]:
    for line in ledger.find("link", link_key(gist.link)):
        if edited(gist, line):
            yield line, By.ADDRESS
    for line in ledger.find("source", gist.origin):
        if _speaks_for(gist, line) and edited(gist, line):
            yield line, By.SOURCE
    for key in day_keys(gist.title, gist.published):
        for line in ledger.find("key", key):
            if _captured(gist, line):
                yield line, By.TITLE


def edited(gist: Gist, line: Line) -> bool:
    """Whether an article may be what a line holds, edited: title, time or words stayed as its source said them."""
    one_title = title_key(gist.title) == title_key(line.said_title or line.title)
    return one_title or _one_time(gist, line) or same_words(gist, line)


def _one_time(gist: Gist, line: Line) -> bool:
    return _exact(gist.published) and gist.published == _said_published(line)


def _captured(gist: Gist, line: Line) -> bool:
    """Whether an article of the same title and day as a line's is that one, captured again, and not a second one.

    "Gold Price Today" comes twice a day: then neither the time nor the words are the same.
    """
    if gist.link and line.link and not _one_address(gist, line):
        return False
    ours, theirs = gist.published, _said_published(line)
    if not (_exact(ours) and _exact(theirs)):
        return True
    return ours.replace(second=0) == theirs.replace(second=0) or same_words(gist, line)


def _speaks_for(gist: Gist, line: Line) -> bool:
    """Whether a line was made of what an article was read from; standard input says nothing about which it was."""
    return line.source == gist.origin and _container(gist.origin) != STANDARD_INPUT


def _gone(gist: Gist, line: Line, here: Here) -> bool:
    """Whether what a line was made of is gone, so that another may speak for its id; of standard input nobody knows."""
    return STANDARD_INPUT not in (_container(gist.origin), _container(line.source)) and not here(line)


def _one_address(gist: Gist, line: Line) -> bool:
    return bool(gist.link) and link_key(gist.link) == link_key(line.link)


def same_words(gist: Gist, line: Line) -> bool:
    """Whether an article has the words that a source said last, where there are any."""
    words = line.said_words or line.words
    return bool(words) and gist.words == words


def _said_published(line: Line) -> datetime:
    return datetime.fromisoformat(line.said_published or line.published)


def _exact(instant: datetime) -> bool:
    """Whether an instant holds more than a day: midnight is what a date without a time is read as."""
    return bool(instant.hour or instant.minute)


def named(gist: Gist, ledger: Lines, authority: str, *, scope: str = "", here: Here = always) -> str:
    """Return the id that was made at first of what a source gives; empty where it gives none.

    So a change of authority changes no id.  A bare id, like the number of a row, is one only within its source: of two
    sources that both give a 7, the second's is put under its name.  `scope` is the name of the source, empty where it
    has none; `here` says whether the source of a line is still there.
    """
    if not gist.id:
        return ""
    known = ledger.find("given", gist.id)
    if not is_bare(gist.id):
        return known[0].id if known else iri_of(gist.id)
    plain = ledger.get(iri_of(gist.id, authority))
    for line in (*known, *([plain] if plain and not plain.given else [])):
        if _gave(line, gist, scope, here):
            return line.id
    return _new_iri(gist, ledger, authority, scope)


def _gave(line: Line, gist: Gist, scope: str, here: Here) -> bool:
    """Whether the bare id of an article is the one that the source of a line gave."""
    path = gist.origin
    container, theirs = _container(path), _container(line.source)
    if STANDARD_INPUT in (container, theirs):
        return edited(gist, line)
    if path == line.path or container == theirs or (scope and line.scope == scope):
        return True
    if not here(line):
        return edited(gist, line)
    one_title = title_key(gist.title) == title_key(line.said_title or line.title)
    return one_title and (_one_time(gist, line) or same_words(gist, line))


def _new_iri(gist: Gist, ledger: Lines, authority: str, scope: str) -> str:
    """Return the IRI of a bare id under the first name that no other has: its site's, its source's, its file's.

    Of a table the first source has it without a name.  The site of a feed is always named: its items come and go, and
    so which feed came first.
    """
    others = (scope, _container(gist.origin).removeprefix(STANDARD_INPUT))
    made = [iri_of(gist.id, authority, name) for name in (gist.site, *filter(None, others))]
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
