"""ONCE: each article of a run that keeps nothing comes through once, with an id that is the same in the next run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.errors import IdentityError
from feedtool.gist import gist_of
from feedtool.identity import slug_of
from feedtool.pipeline.gather import doubt
from feedtool.problem import Level
from feedtool.shelf import Line, apart, free_id, match, named

if TYPE_CHECKING:
    from feedtool.article import Article
    from feedtool.pipeline.report import Report

_NAMES = Line.__struct_fields__
_BETWEEN = "\x00"
"""No text of an article holds it."""


class Once:
    """Lets each article through once, with its id; two that share a made id are told apart."""

    def __init__(self, authority: str, report: Report) -> None:
        self.authority = authority
        self.report = report
        self.seen = Seen()

    def __call__(self, article: Article, scope: str) -> Article | None:
        """Return an article of the named source with its id, or None where it came by before."""
        article = apart(article, lambda path: self.seen.find("source", path))
        gist = gist_of(article)
        iri = named(gist, self.seen, self.authority, scope=scope)
        try:
            same = match(gist._replace(id=iri), self.seen)
        except IdentityError as error:
            self.report.errors.append(error)
            return None
        if same:
            message = f"the same article as {same[0].source}, by its {same[1]}"
            self.report.problems.append(doubt("import-duplicate", message, article.origin.path, "", Level.INFO))
            return None
        id_ = iri or free_id(gist, self.seen, self.authority)
        self.seen.put(
            Line(
                id=id_,
                title=gist.title,
                published=gist.published.isoformat(),
                source=gist.origin,
                given=gist.id if gist.id != id_ else "",
                scope=scope,
                link=gist.link,
                words=gist.words,
            )
        )
        return replace(article, id=id_, slug=article.slug or slug_of(article.title))


class Seen:
    """Lines as in a ledger, for one run: packed, since a million of them may go by, and never changed."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._by: dict[int, int | tuple[int, ...]] = {}

    def put(self, line: Line) -> None:
        """Add a line."""
        for key in (("id", line.id), *line.found_by):
            place = hash(key)
            others = self._by.get(place)
            here = len(self._lines)
            if others is None:
                self._by[place] = here
            else:
                self._by[place] = (*(others if isinstance(others, tuple) else (others,)), here)
        self._lines.append(_BETWEEN.join(getattr(line, name) for name in _NAMES))

    def find(self, by: str, value: object) -> tuple[Line, ...]:
        """Return the lines whose `by` is `value`, as a ledger does."""
        key = (by, value)
        places = self._by.get(hash(key), ()) if value else ()
        lines = map(self._line, places if isinstance(places, tuple) else (places,))
        return tuple(line for line in lines if key in (("id", line.id), *line.found_by))

    def get(self, id_: str) -> Line | None:
        """Return the line of an id."""
        return next(iter(self.find("id", id_)), None)

    def _line(self, place: int) -> Line:
        return Line(**dict(zip(_NAMES, self._lines[place].split(_BETWEEN), strict=True)))
