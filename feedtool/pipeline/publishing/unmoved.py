"""UNMOVED: feeds of which nothing moved that they are made of, and whose documents stand as they were delivered.

They are not made again: where one article changes on a site with a feed for each tag, only those feeds are made that
show it.  What was told of a feed is not kept, so only a feed of which there was nothing to tell can stay as it is.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from feedtool.pipeline.publishing.deliver import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from feedtool.feed import History
    from feedtool.index import Row
    from feedtool.pipeline.publishing.deliver import Courier
    from feedtool.pipeline.publishing.feeds import Made
    from feedtool.pipeline.publishing.press import Press
    from feedtool.pipeline.run import Run


class Stamp(NamedTuple):
    """What stands for all that a feed is made of: for what frames its entries, and for them, one after the other."""

    frame: str
    rows: str

    @property
    def each(self) -> list[str]:
        """What stands for each entry; nothing where they are too many to be told apart."""
        if len(self.rows) % _EACH:
            return []
        return [self.rows[start : start + _EACH] for start in range(0, len(self.rows), _EACH)]


_EACH = 16
"""Hexadecimal digits."""
_MOST = 500
"""Entries of a feed that are told apart; those of a larger one have one stamp together."""


class Unmoved:
    """The feeds of one run that need not be made."""

    def __init__(self, press: Press, courier: Courier, run: Run) -> None:
        self._press = press
        self._courier = courier
        self._run = run
        sent = (press.config.delivery, press.config.styled)  # headers, which a target may keep with a document
        self._around = repr((run.settings, sorted(press.templates.items()), sent))

    def stands(self, made: Made, history: History | None) -> tuple[Stamp | None, Stamp | None]:
        """Return the stamp of a feed that is to be made; nothing for one that stands as it is, which is reported.

        The second is the stamp that it had, where its documents stand as they were delivered.
        """
        press, row = self._press, made.row
        rows = press.rows(made, history)
        said = (self._around, history, press.withdrawn_of(made), press.latest if not rows else None, press.aside)
        stamp = Stamp(stamp_of(press, made, (), said), _stamps_of(rows))
        noted = self._noted(row.to, row.name)
        if not press.site.home or "rows" not in noted or noted["files"] != self._files(made):
            return stamp, None
        before = Stamp(noted["frame"], noted["rows"])
        if before != stamp:
            return stamp, before
        for name in names_of(row):
            self._courier.stays(name, row)
        return None, before

    def note(self, made: Made, stamp: Stamp) -> None:
        """Note of what a feed was made, there being nothing to tell of it."""
        noted = {**stamp._asdict(), "files": self._files(made)}
        self._run.note(self._fact(made.row.to, made.row.name), json.dumps(noted, ensure_ascii=False))

    def _noted(self, to: str, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._run.fact(self._fact(to, name)) or "{}")
        return found

    def _files(self, made: Made) -> list[dict[str, str]] | None:
        """Return the stamps of the documents of a feed; None where one has none, which is like no other."""
        found = [self._courier.stamps(made.row.to, name) for name in names_of(made.row)]
        return found if all(found) else None

    def _fact(self, to: str, name: str) -> str:
        return f"feed {self._run.at(to)} {name}"


def stamp_of(press: Press, made: Made, rows: Sequence[Row], *more: object) -> str:
    """Return what stands for all that a document of a feed is made of: what the feed says, its entries, and `more`."""
    said = (press.channel(made), made.row, press.config.choices(made.row), press.site, press.levels, *more)
    digest = hashlib.sha256(repr(said).encode("utf-8", "surrogatepass"))
    for part in _said_of(rows):
        digest.update(part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _stamps_of(rows: Sequence[Row]) -> str:
    said = (part.encode("utf-8", "surrogatepass") for part in _said_of(rows))
    if len(rows) > _MOST:
        return hashlib.sha256(b"".join(said)).hexdigest()[:-1]
    return "".join(hashlib.sha256(part).hexdigest()[:_EACH] for part in said)


def _said_of(rows: Iterable[Row]) -> Iterable[str]:
    return (f"{row.id}\n{row.digest}\n{row.hash}\n{row.updated}\n{row.path}\n" for row in rows)
