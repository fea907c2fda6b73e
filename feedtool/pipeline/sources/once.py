"""ONCE: each article of a run that keeps nothing comes through once, with an id that is the same in the next run."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from feedtool.article import kept_as
from feedtool.errors import IdentityError
from feedtool.gist import gist_of
from feedtool.identity import slug_of
from feedtool.pipeline.sources.gather import doubt
from feedtool.problem import Level
from feedtool.shelf import Line, apart, free_id, match, named
from feedtool.spill.trove import MOST, Trove

if TYPE_CHECKING:
    from feedtool.article import Article
    from feedtool.pipeline.report import Report

_NAMES = Line.__struct_fields__
_values = attrgetter(*_NAMES)
_BETWEEN = "\x00"
"""No text of an article holds it."""


class Once:
    """Lets each article through once, with its id; two that share a made id are told apart.

    What is known of `most` of them stays in memory.
    """

    def __init__(self, authority: str, report: Report, *, most: int = MOST) -> None:
        self.authority = authority
        self.report = report
        self.seen = Seen(most)

    def __call__(self, article: Article, scope: str) -> Article | None:
        """Return an article of the named source with its id, or None where it came by before."""
        article = apart(article, lambda path: self.seen.find("source", path))
        gist = gist_of(article, with_digest=False)
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
        return kept_as(article, id=id_, slug=article.slug or slug_of(article.title))


class Seen:
    """Lines as in a ledger, for one run: packed, since millions of them may go by, and never changed."""

    def __init__(self, most: int = MOST) -> None:
        self._lines = Trove(most=most)

    def put(self, line: Line) -> None:
        """Add a line."""
        numbers = [hash(key) for key in (("id", line.id), *line.found_by)]
        self._lines.put(_BETWEEN.join(_values(line)), numbers)

    def find(self, by: str, value: object) -> tuple[Line, ...]:
        """Return the lines whose `by` is `value`, as a ledger does."""
        if not value:
            return ()
        key = (by, value)
        found = self._lines.find(hash(key))
        if not found:
            return ()
        lines = (Line(**dict(zip(_NAMES, packed.split(_BETWEEN), strict=True))) for packed in found)
        return tuple(line for line in lines if key in (("id", line.id), *line.found_by))

    def get(self, id_: str) -> Line | None:
        """Return the line of an id."""
        return next(iter(self.find("id", id_)), None)
