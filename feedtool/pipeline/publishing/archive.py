"""Archives: all entries of a feed in documents that stay as they are, linked from the newest to the oldest (RFC 5005).

The document that is subscribed to shows the newest entries; those of a volume (see `volumes`) are in
`archive/NAME/VOLUME`, the newest volume too, which grows until it is closed.  So another article rewrites two
documents.  A correction or a withdrawal rewrites the volume that it is in: what is wrong must not stay.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.document import FORMATS
from feedtool.feed import History
from feedtool.pipeline.publishing.channel import address_of
from feedtool.pipeline.publishing.unmoved import stamp_of
from feedtool.pipeline.publishing.volumes import NAME, Volume, closed, of_months, of_numbers, read_ends, write_ends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo

    from feedtool.config import FeedConfig
    from feedtool.pipeline.publishing.deliver import Courier
    from feedtool.pipeline.publishing.feeds import Made
    from feedtool.pipeline.publishing.press import Press
    from feedtool.pipeline.publishing.volumes import Ends
    from feedtool.pipeline.run import Run
    from feedtool.shelf.texts import Texts


class Sheet(Struct, frozen=True, kw_only=True):
    """One volume between its neighbours: the names of the documents before and after it, without their endings."""

    volume: Volume
    earlier: str = ""
    later: str = ""


class Archive:
    """The archives of a run's feeds; `zone` says in which month something was published.

    Raises:
        UsageError: where volumes end is written down, but cannot be read.

    """

    def __init__(self, press: Press, courier: Courier, run: Run, *, zone: tzinfo, now: datetime) -> None:
        self._press = press
        self._courier = courier
        self._run = run
        self._zone = zone
        self._now = now
        self._path = f"{press.site.articles.rstrip('/')}/{NAME}"
        with run.state() as texts:
            self._ends = self._read(texts)

    def deliver(self, made: Made) -> History:
        """Deliver the volumes of a feed that changed; return where the document that is subscribed to stands.

        Raises:
            FeedtoolError: a volume cannot be made or its end not be kept; what was delivered stays.

        """
        if made.row.archive == "complete":
            return History(complete=True)
        names: list[str] = []
        for sheet in _sheets(made.row, self._volumes(made)):
            names.append(_name(made.row, sheet.volume.name))
            self._deliver(made, sheet)
        for name in sorted(self._standing(made.row).difference(names)):  # what was in it was withdrawn
            volume = Volume(name=name.rpartition("/")[2], rows=(), closed=True)
            self._deliver(made, Sheet(volume=volume, earlier=max((old for old in names if old < name), default="")))
        return History(earlier=self._address(names[0] if names else ""))

    def _volumes(self, made: Made) -> Iterator[Volume]:
        catalogue = self._press.catalogue
        if made.row.archive == "month":
            return of_months(made.choice, catalogue, self._zone, self._now)
        size, ends = int(made.row.archive), self._ends.get(made.row.name, [])
        if closed(made.choice, catalogue, size, ends):
            ends = self._close(made, size)
        return of_numbers(made.choice, catalogue, ends)

    def _close(self, made: Made, size: int) -> list[tuple[str, str]]:
        """Write down where volumes end, before any document says so; what others wrote down meanwhile stays."""
        with self._run.state() as texts:
            self._ends = self._read(texts)
            ends = self._ends.setdefault(made.row.name, [])
            ends += closed(made.choice, self._press.catalogue, size, ends)
            if not self._courier.dry_run:
                texts.write(self._path, write_ends(self._ends))
                texts.write_down()
        return ends

    def _read(self, texts: Texts) -> Ends:
        return read_ends(texts.read(self._path) if self._path in texts else "", self._path)

    def _standing(self, row: FeedConfig) -> set[str]:
        """Return the names, without their endings, of archive documents that were delivered."""
        before = _name(row, "")
        endings = [FORMATS[name].suffix for name in row.formats if FORMATS[name].is_feed]
        target = self._courier.target(row)
        return {name.removesuffix(ending) for ending in endings for name in target.names(before, ending)}

    def _deliver(self, made: Made, sheet: Sheet) -> None:
        row, volume = made.row, sheet.volume
        name = _name(row, volume.name)
        names = [f"{name}{FORMATS[known].suffix}" for known in row.formats if FORMATS[known].is_feed]
        if not self._courier.claim(row, *names):
            return
        key = f"archive {self._run.at(row.to)} {name}"
        stamp = stamp_of(self._press, made, volume.rows, sheet.earlier, sheet.later, volume.closed)
        if self._run.fact(key) == self._noted(row, names, stamp) and all(map(self._courier.target(row).stands, names)):
            for name in names:
                self._courier.stays(name, row)
            return
        history = History(
            current=self._address(row.name),
            earlier=self._address(sheet.earlier),
            later=self._address(sheet.later),
            closed=volume.closed and bool(sheet.earlier or sheet.later),  # one that stands alone is no archive yet
        )
        errors = len(self._courier.report.errors)
        for document in self._press.volume(made, volume.rows, name=name, history=history):
            self._courier.deliver(document, row)
        if len(self._courier.report.errors) == errors:
            self._run.note(key, self._noted(row, names, stamp))

    def _noted(self, row: FeedConfig, names: Sequence[str], stamp: str) -> str:
        """Return what stands for what documents are made of, and for them as they stand where that is cheap to ask."""
        files = [self._courier.stamps(row.to, name) for name in names]
        return hashlib.sha256(repr((stamp, files)).encode()).hexdigest()

    def _address(self, name: str) -> str:
        return address_of(self._press.site, name) if name else ""


def _name(row: FeedConfig, volume: str) -> str:
    return f"archive/{row.name}/{volume}"


def _sheets(row: FeedConfig, volumes: Iterator[Volume]) -> Iterator[Sheet]:
    """Yield volumes, which come newest first, between their neighbours."""
    later, current = "", next(volumes, None)
    while current:
        earlier = next(volumes, None)
        yield Sheet(volume=current, earlier=_name(row, earlier.name) if earlier else "", later=later)
        later, current = _name(row, current.name), earlier


def archived(feeds: Sequence[Made]) -> bool:
    """Whether any feed keeps archives."""
    return any(made.row.archive for made in feeds)
