"""EARLY: entries that are made where their articles are read, so that no article is read a second time.

In a first build every article is read before any feed is made.  Of those that a feed is certain to show, since it shows
all, the entries are made at once: in the process that read them.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from msgspec import Struct, field

from feedtool.feed import Where
from feedtool.pipeline.publishing.feeds import PLACEHOLDER

if TYPE_CHECKING:
    from datetime import datetime

    from feedtool.article import Article
    from feedtool.config import Config
    from feedtool.entry import Choices, Entry
    from feedtool.index import Row


class Early(Struct, frozen=True, kw_only=True):
    """What feeds that show all articles want of their entries, and the entries that were made, by path.

    `home` and `link` are what `entry_of` is given.
    """

    home: str
    link: str
    choices: tuple[Choices, ...] = ()
    kept: dict[str, tuple[Entry, ...]] = field(default_factory=dict)

    def entries(self, article: Article) -> tuple[Entry, ...]:
        """Return the entries of an article, one for each of the choices; they have no ids yet."""
        from feedtool.entry import entry_of  # noqa: PLC0415 - slow to import, and only where entries are made early

        return tuple(entry_of(article, home=self.home, link=self.link, choices=choices) for choices in self.choices)

    def take(self, row: Row, choices: Choices) -> Entry | None:
        """Return the entry of an article as it was placed, and keep it no longer; None where none was made."""
        if row.path not in self.kept or choices not in self.choices:
            return None
        entries = self.kept.pop(row.path) if len(self.choices) == 1 else self.kept[row.path]
        return entries[self.choices.index(choices)].placed(row.id, updated=updated_of(row, choices))


def updated_of(row: Row, choices: Choices) -> datetime:
    """Return when the entry of an article says that it was updated."""
    updated = max(row.published, row.updated or row.published)
    return updated.astimezone(UTC) if choices.utc else updated


def early_of(config: Config, files: int) -> Early:
    """Return what can be made early in a project of so many files: nothing where no feed is certain to show them all.

    Where nobody knows the address of the site, articles are looked through for addresses that lead nowhere.
    """
    rows = [
        row
        for row in config.feeds
        if row.limit >= files and row.where == row.unless == Where() and not PLACEHOLDER.search(row.name)
    ]
    choices = dict.fromkeys(map(config.choices, rows)) if config.site.home else {}
    return Early(home=config.site.home, link=config.site.link, choices=tuple(choices))
