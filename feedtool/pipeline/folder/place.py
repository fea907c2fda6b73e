"""Gives articles their ids where they stand: each id once, each article once, the first one stays.

What did not change since the last run keeps its place without being looked at; what did is placed among it, with the
same outcome as if everything were placed anew.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.errors import ArticleError, IdentityError
from feedtool.index.outcome import Outcome, outcome_of, problems_meant
from feedtool.pipeline.sources.gather import doubt, renamed
from feedtool.problem import Place, Problem
from feedtool.shelf import adopt, free_id, known_again, match, named
from feedtool.still import RECORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from feedtool.config import Config
    from feedtool.gist import Gist
    from feedtool.index.files import Files, Known
    from feedtool.index.ledger import Mirrored
    from feedtool.pipeline.folder.newcomer import Newcomer
    from feedtool.pipeline.folder.reading import Read
    from feedtool.shelf import By, Line

Order = tuple[bool, int, int, str]
"""What is published comes first, so that a copy never takes the place of what it was copied from; then what belongs to
an earlier source, and then by path."""


class Placing:
    """Places what the files of one run give.

    `source_of` says which source a file's article came by, `read` what a file gives.
    """

    def __init__(
        self,
        config: Config,
        files: Files,
        ledger: Mirrored,
        source_of: Callable[[Known], str],
        read: Callable[[int, str], Read],
        now: datetime,
    ) -> None:
        self.new: set[str] = set()
        self.errors: list[ArticleError] = []
        self.problems: list[tuple[Order, Problem]] = []
        self._files = files
        self._ledger = ledger
        self._source_of = source_of
        self._authority = config.site.authority
        self._ranks = {row.name: rank for rank, row in enumerate(config.sources)}
        self._read = read
        self._now = now
        self._moment = now.timestamp()
        self._told: set[int] = set()
        self._first = ledger.bare
        """Whether nothing was ever placed: then there is nothing that an article could be known again by."""

    def rank(self, known: Known) -> int:
        """Return where the source of a file stands among all sources."""
        return self._rank(self._source_of(known))

    def _rank(self, source: str) -> int:
        return self._ranks.get(source, len(self._ranks))

    def late(self, known: Known) -> bool:
        """Whether the article of a file was not published before this run."""
        return not any(line.digest for line in self._ledger.find("path", known.path))

    def place(self, readings: Iterable[tuple[Known, Read]], *, late: bool) -> None:
        """Place what files give, in order; `late` are those that were not published before.

        Raises:
            Displaced: an article takes the id of one that was settled, which has to be placed after it.

        """
        for known, read in readings:
            if read.newcomer:
                if self._comes(read.newcomer, known):
                    continue
                read = self._read(known.area, known.path)  # noqa: PLW2901 - the same, and all of it
            placed = False
            for found in read.found:
                try:
                    if isinstance(found, ArticleError):
                        raise found
                    placed |= self._place(found, known, read.hash, late=late)
                except ArticleError as error:
                    self.errors.append(error)
            if placed:
                continue
            if read.found or not read.stands or self._is_copy(known):
                self._files.unsettled(known)
            else:
                self._files.settle(known, Outcome(read.hash))

    def _is_copy(self, known: Known) -> bool:
        """Whether a file is a record of an article that stands in another one; it comes in when that one goes."""
        return known.area == RECORDS and not self._ledger.find("path", known.path)

    def _place(self, gist: Gist, known: Known, hash_: bytes, *, late: bool) -> bool:
        """Place one article; whether there is a place for it."""
        source = self._source_of(known)
        id_ = named(gist, self._ledger, self._authority, scope=source, here=self.here)
        if late and (twin := self._twin(gist, id_, known)):
            line, by, other = twin
            if line.source or self._rank(source) >= self._rank(self._files.source(other)):
                self._tell_twin(known, line.path, by, late=late)
                return False
            self._take_over(other, known, by)
            id_ = line.id
        elif id_:
            self._claim(id_, known, late=late)
        lines = () if self._first else self._renamed(known, id_, late=late)
        if not id_ and not self._first:
            id_ = lines[0].id if lines else known_again(gist, known.path, self._ledger, self.gone)
        id_ = id_ or free_id(gist, self._ledger, self._authority)
        before = next((line for line in lines if line.id == id_), None)
        line = adopt(gist, known.path, self._ledger, id_=id_, line=before, scope=source, now=self._now)
        self._tell(known, gist.problems, late=late)
        published = gist.published.isoformat()
        if gist.published > self._now and all(line.published != published for line in lines):
            self.new.add(id_)
        self._files.settle(known, outcome_of(gist, line, hash_, source))
        return True

    def _comes(self, newcomer: Newcomer, known: Known) -> bool:
        """Place an article that nobody knows, if that is so for certain."""
        if not self._ledger.admit(newcomer.noted):
            return False
        self._files.settle(known, newcomer.outcome)
        if newcomer.outcome.problems:
            self._tell(known, problems_meant(newcomer.outcome.problems), late=True)
        if (newcomer.outcome.moment or 0) > self._moment:
            self.new.add(newcomer.noted.id)
        return True

    def gone(self, line: Line) -> bool:
        """Whether the file of a line is no longer there."""
        return self._files.get(line.path) is None

    def here(self, line: Line) -> bool:
        """Whether it is."""
        return not self.gone(line)

    def _twin(self, gist: Gist, id_: str, known: Known) -> tuple[Line, By, Known] | None:
        """Return the same article where it stands already, if nothing says that the two are two."""
        line = self._ledger.get(id_) if id_ else None
        if id_ and not (line and line.source and line.path == known.path):
            return None  # a person says which article it is
        found = match(gist._replace(id=""), self._ledger, among=lambda line: self._files.standing(line.path))
        other = self._files.standing(found[0].path) if found else None
        return (*found, other) if found and other else None

    def _take_over(self, other: Known, known: Known, by: By) -> None:
        """Have a file give way to one of an earlier source that has the same article."""
        if other.n not in self._told:
            self._tell(other, self._files.problems_of(other), late=False)
        self._files.displace(other)
        self._tell_twin(other, known.path, by, late=True, order=self.order(known, late=True))

    def _claim(self, id_: str, known: Known, *, late: bool) -> None:
        """See that no other article has an id.

        Raises:
            IdentityError: one has, and comes before this one.
            Displaced: one has, but it comes after this one.

        """
        line = self._ledger.get(id_)
        other = self._files.standing(line.path) if line and line.path != known.path else None
        if other is None:
            if line and line.file and line.path != known.path:
                self._files.unsettle(line.file)  # which remembers where its article stood
            return
        if not late and self.order(other, late=False) > self.order(known, late=False):
            raise Displaced(other.path)
        place = Place(file=known.path, field="id")
        hint = "give one of them an id of its own"
        raise IdentityError(f"the id {id_} is taken by {other.path}", place=place, hint=hint)

    def _renamed(self, known: Known, id_: str, *, late: bool) -> tuple[Line, ...]:
        """Return the lines of a file; say where it now names another id, and its readers see a new entry."""
        lines = self._ledger.find("path", known.path)
        others = [line for line in lines if id_ and line.id != id_]
        for line in others:
            self.problems.append((self.order(known, late=late), renamed(line.id, known.path)))
            self._ledger.put(replace(line, path="", withdrawn=line.withdrawn or self._now.isoformat()))
        return tuple(line for line in lines if line not in others)

    def order(self, known: Known, *, late: bool) -> Order:
        """Return when a file has its turn."""
        return late, self.rank(known), known.area, known.path

    def _tell(self, known: Known, problems: Iterable[Problem], *, late: bool) -> None:
        if problems:
            self._told.add(known.n)
            self.problems += [(self.order(known, late=late), problem) for problem in problems]

    def _tell_twin(self, known: Known, other: str, by: By, *, late: bool, order: Order | None = None) -> None:
        message = f"the same article as {other}, which is published, by its {by}"
        problem = doubt("article-twice", message, known.path, "remove one of them, or give each an id")
        self.problems.append((order or self.order(known, late=late), problem))

    def told(self) -> list[Problem]:
        """Return all problems: of what was placed, and of what is settled, in the order in which they would come."""
        settled = [
            (self.order(known, late=False), problem)
            for known, problems in self._files.problems(stands=True)
            if known.n not in self._told
            for problem in problems
        ]
        return [problem for _, problem in sorted(self.problems + settled, key=itemgetter(0))]


class Displaced(Exception):  # noqa: N818 - nothing is wrong: the placing begins again
    """A settled article has to be placed again; the one argument is the path of its file."""
