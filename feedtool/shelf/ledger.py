"""The ledger: one line for each article ever seen, so that its id is its own for ever.

It is state that must survive: keep its text in version control with the records.  Everything in it is data; nothing is
derived twice.  What holds it answers `Ledger`: text files with a mirror of them (`feedtool.index`), or a database.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from feedtool.identity import is_bare, mint, same_day_key
from feedtool.shelf.line import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedtool.gist import Gist
    from feedtool.identity import Dated
    from feedtool.shelf.same import Lines


class Ledger(Protocol):
    """All lines, found by id and by whatever else an article may be known again by."""

    def __iter__(self) -> Iterator[Line]:
        """Yield all lines, in order of id."""

    def get(self, id_: str) -> Line | None:
        """Return the line of an id."""

    def find(self, by: str, value: object) -> tuple[Line, ...]:
        """Return the lines whose `by` (see `Line.found_by`) is `value`, in order of id; an empty value finds none."""

    def put(self, line: Line) -> None:
        """Add a line, or replace the one of the same id."""

    def drop(self, line: Line) -> None:
        """Forget a line, as if its article had never been seen."""

    def withdrawn(self) -> Iterator[Line]:
        """Yield the lines of withdrawn articles, the one withdrawn last first, ties by id."""

    def latest(self, now: datetime) -> datetime | None:
        """Return when anything last moved, what is after `now` left aside; None where nothing did."""

    def save(self) -> None:
        """Keep what was put."""


def free_id(article: Dated, known: Lines, authority: str) -> str:
    """Return a newly minted id that no article had before; a second of the same title and day gets `-2`."""
    minted = mint(article, authority)
    number, id_ = 1, minted
    while known.get(id_):
        number += 1
        id_ = f"{minted}-{number}"
    return id_


def known_again(gist: Gist, path: str, ledger: Ledger, gone: Callable[[Line], bool]) -> str:
    """Return the id of an article that names none itself: by its path, or as one that was renamed; empty for a new one.

    An article whose file was renamed is known by what readers saw, by title and day, or by text and day, among the
    lines whose files are `gone`.
    """
    standing = ledger.find("path", path)
    if standing:
        return standing[0].id
    words = (gist.words, gist.published.date().isoformat()) if gist.words else ""
    evidence = (("digest", gist.digest), ("key", same_day_key(gist)), ("words", words))
    moved = (line for by, value in evidence for line in ledger.find(by, value))
    line = next(filter(gone, moved), None)
    return line.id if line else ""


def adopt(
    gist: Gist, path: str, ledger: Ledger, *, id_: str, line: Line | None = None, scope: str = "", now: datetime
) -> Line:
    """Note in the line of its id that an article stands at `path`, and return that line.

    `line` is the line of that id, where it is at hand, `scope` the name of the source that gave the article an id.
    `updated` moves only when what readers see moved: to the time that the article states, else to `now`.
    """
    before = line or ledger.get(id_)
    line = adopted(gist, path, before, id_=id_, scope=scope, now=now)
    if line != before:
        ledger.put(line)
    return line


def adopted(gist: Gist, path: str, line: Line | None, *, id_: str, scope: str = "", now: datetime) -> Line:
    """Return the line of an article that stands at `path`, made of the one that it had, if it had any; see `adopt`."""
    moment = now.astimezone(gist.published.tzinfo)
    updated = _updated(gist, line, moment)
    source = gist.origin if gist.origin != path else ""
    said = {
        "path": path,
        "title": gist.title,
        "published": gist.published.isoformat(),
        "source": (line.source if line else "") or source,
        "link": gist.link,
        "digest": gist.digest,
        "words": line.words if line and line.digest == gist.digest else gist.words,
        "updated": updated.isoformat() if updated else "",
        "withdrawn": ((line.withdrawn if line else "") or moment.isoformat()) if gist.withdrawn else "",
    }
    if gist.id not in ("", id_):
        said["given"] = gist.id
    if is_bare(gist.id):
        said["scope"] = scope
    return replace(line, **said) if line else Line(id=id_, **said)


def _updated(gist: Gist, line: Line | None, now: datetime) -> datetime | None:
    """Return when what readers see last moved: as stated at first, then only when the text did move."""
    stated = gist.updated if gist.updated and gist.updated <= now else None
    if line is None or not line.digest:
        return stated
    before = datetime.fromisoformat(line.updated) if line.updated else None
    if gist.digest == line.digest:
        return before
    last = before or datetime.fromisoformat(line.published)
    return stated if stated and stated > last else max(now, last)
