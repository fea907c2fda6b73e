"""Which feeds are made: each of the configuration, or one for each tag, author, source or language that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast, get_args

from msgspec import Struct, field
from msgspec.structs import replace

from feedtool.feed import Choice, Where
from feedtool.identity import slug_of
from feedtool.index.catalogue import Facet
from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedtool.config import FeedConfig
    from feedtool.index import Catalogue
PLACEHOLDER = regex(r"{(\w+)}")


class Made(Struct, frozen=True, kw_only=True):
    """One feed to make: its settings, and the value that it is one of many for."""

    row: FeedConfig
    only: Where = field(default_factory=Where)

    @property
    def group(self) -> str:
        """What the feed is one of many for, like `tag`; "" where it stands alone."""
        return next((name for name in get_args(Facet) if getattr(self.only, f"{name}s")), "")

    @property
    def value(self) -> str:
        """Which of them it is, like `Monsoon`."""
        return next(iter(getattr(self.only, f"{self.group}s")), "") if self.group else ""

    @property
    def choice(self) -> Choice:
        """Which articles belong in this feed."""
        return Choice(where=(self.only, self.row.where), unless=self.row.unless)


def feeds_to_make(rows: Iterable[FeedConfig], catalogue: Catalogue, site_title: str) -> Iterator[Made]:
    """Yield each feed, and one for every tag, author, source or language where a name says so."""
    for row in rows:
        found = PLACEHOLDER.search(row.name)
        if found is None:
            yield Made(row=replace(row, title=row.title or site_title))
            continue
        known = sorted(_spellings(catalogue.values(cast("Facet", found[1]))).items())
        spoken = {values[0]: row.name.replace(found[0], slug) for slug, values in known if found[1] == "language"}
        for slug, values in known:
            title = (row.title or f"{site_title}: {found[0]}").replace(found[0], values[0])
            description = row.description.replace(found[0], values[0])
            named = replace(row, name=row.name.replace(found[0], slug), title=title, description=description)
            others = {language: name for language, name in spoken.items() if name != named.name}
            named = replace(named, alternates={**others, **row.alternates})
            yield Made(row=named, only=only(found[1], values))


def only(placeholder: str, values: Sequence[str]) -> Where:
    """Return the filter of a feed that is one of many."""
    wanted: dict[str, Any] = {f"{placeholder}s": tuple(values)}
    return Where(**wanted)


def _spellings(values: Iterable[str]) -> dict[str, list[str]]:
    """Return values by the name their feed gets; one name may stand for several spellings."""
    found: dict[str, list[str]] = {}
    for value in sorted(values):
        found.setdefault(slug_of(value), []).append(value)
    return found
