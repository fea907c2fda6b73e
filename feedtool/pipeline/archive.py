"""Archives: all entries of a feed in documents that stay as they are, linked from the newest to the oldest (RFC 5005).

The document that is subscribed to shows the newest entries; those of a volume (`feedtool.pipeline.volumes`) stand in
`archive/NAME/VOLUME`, the newest volume too, which grows until it is closed.  So an article more rewrites two
documents.  A correction or a withdrawal rewrites the volume that it is in: what is wrong must not stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedtool.document import FORMATS
from feedtool.errors import DeliveryError
from feedtool.feed import History
from feedtool.files import write_whole
from feedtool.pipeline.channel import address_of
from feedtool.pipeline.unmoved import stamp_of
from feedtool.pipeline.volumes import NAME, Volume, close_full, of_months, of_numbers, read_ends, write_ends
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo
    from pathlib import Path

    from feedtool.config import FeedConfig
    from feedtool.pipeline.deliver import Courier
    from feedtool.pipeline.feeds import Made
    from feedtool.pipeline.press import Press
    from feedtool.pipeline.unmoved import Stamps


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One volume between its neighbours: the names of the documents before and after it, without their endings."""

    volume: Volume
    earlier: str = ""
    later: str = ""


class Archive:
    """The archives of a run's feeds; `zone` says in which month something was published."""

    def __init__(self, press: Press, courier: Courier, stamps: Stamps, *, zone: tzinfo, now: datetime) -> None:
        self._press = press
        self._courier = courier
        self._stamps = stamps
        self._zone = zone
        self._now = now
        self._path = press.config.root / press.site.articles / NAME
        self._text = _read(self._path)
        self._ends = read_ends(self._text, str(self._path))

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
        ends = self._ends.setdefault(made.row.name, [])
        close_full(made.choice, catalogue, int(made.row.archive), ends)
        self._keep()
        return of_numbers(made.choice, catalogue, ends)

    def _keep(self) -> None:
        """Write down where volumes end, before any document says so."""
        text = write_ends(self._ends)
        if text == self._text or self._courier.dry_run or not any(self._ends.values()):
            return
        try:
            write_whole(self._path, text.encode())
        except OSError as error:
            place = Place(file=str(self._path))
            raise DeliveryError(f"cannot be written: {error.strerror or error}", place=place) from error
        self._text = text

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
        key = f"archive {row.to} {name}"
        stamp = stamp_of(self._press, made, volume.rows, sheet.earlier, sheet.later, volume.closed)
        target = self._courier.target(row)
        if self._stamps.fact(key) == stamp and all(map(target.stands, names)):
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
            self._stamps.note(key, stamp)

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


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def archived(feeds: Sequence[Made]) -> bool:
    """Whether any feed keeps archives."""
    return any(made.row.archive for made in feeds)
