"""VOLUMES: which entries of a feed stand together in one archive document, newest first (RFC 5005 section 4).

Those of one month stand together, or so many of them.  A month needs nothing kept: an article of last year that is
found today belongs to last year.  Numbers do: where one volume ends is written down when it is full, so that no later
article moves what has been published.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.errors import UsageError
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import tzinfo

    from feedtool.feed import Choice
    from feedtool.index import Catalogue, Row

NAME = "archives.json"
"""Where the ends of volumes are kept, among the records."""

Ends = dict[str, list[tuple[str, str]]]
"""Of each feed the newest entry of every full volume, the oldest volume first: when it was published, and its id."""


class Volume(Struct, frozen=True, kw_only=True):
    """Entries that stand together: the name of their document, and whether nothing will be added to it."""

    name: str
    rows: Sequence[Row]
    closed: bool


def read_ends(text: str, file: str = "") -> Ends:
    """Return the ends that a text holds.

    Raises:
        UsageError: it cannot be read; addresses of documents are at stake, so nothing is guessed.

    """
    try:
        found = json.loads(text or "{}")
        ends = {str(feed): [(str(moment), str(id_)) for moment, id_ in rows] for feed, rows in found.items()}
        for rows in ends.values():
            for moment, _ in rows:
                datetime.fromisoformat(moment)
    except (ValueError, TypeError, AttributeError) as error:
        raise UsageError(
            f"the ends of archive documents cannot be read: {error}",
            place=Place(file=file),
            expected="for each feed a list of [time, id]",
            hint="restore the file from version control; without it the archives are divided anew",
        ) from error
    return ends


def write_ends(ends: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    """Return ends as text: the same ones always give the same text."""
    return json.dumps({feed: ends[feed] for feed in sorted(ends)}, ensure_ascii=False, indent=1) + "\n"


def of_months(choice: Choice, catalogue: Catalogue, zone: tzinfo, now: datetime) -> Iterator[Volume]:
    """Yield a volume for each month in which something was published, as the calendar of `zone` has it."""
    this_month = f"{now.astimezone(zone):%Y-%m}"
    name = ""
    rows: list[Row] = []
    for row in catalogue.each(choice):
        month = f"{row.published.astimezone(zone):%Y-%m}"
        if month != name and rows:
            yield Volume(name=name, rows=rows, closed=name < this_month)
            rows = []
        name = month
        rows.append(row)
    if rows:
        yield Volume(name=name, rows=rows, closed=name < this_month)


def closed(choice: Choice, catalogue: Catalogue, size: int, ends: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return where volumes of `size` entries end that have become full since those that end at `ends`, oldest first."""
    found: list[tuple[str, str]] = []
    for loose in range(_loose(choice, catalogue, ends), size - 1, -size):
        (last,) = catalogue.newest(choice, count=1, skip=loose - size)
        found.append((last.published.isoformat(), last.id))
    return found


def of_numbers(choice: Choice, catalogue: Catalogue, ends: Sequence[tuple[str, str]]) -> Iterator[Volume]:
    """Yield the volumes that end at `ends`, and before them what is newer, which is not closed."""
    rows: list[Row] = []
    number = len(ends)
    for row in catalogue.each(choice):
        while number and not _newer(row, ends[number - 1]):
            if rows or number < len(ends):
                yield Volume(name=_numbered(number + 1), rows=rows, closed=number < len(ends))
            rows = []
            number -= 1
        rows.append(row)
    if rows:
        yield Volume(name=_numbered(number + 1), rows=rows, closed=number < len(ends))


def _numbered(number: int) -> str:
    return f"{number:04}"


def _loose(choice: Choice, catalogue: Catalogue, ends: Sequence[tuple[str, str]]) -> int:
    """Return how many entries are in no full volume."""
    if not ends:
        return catalogue.count(choice)
    loose = 0
    for row in catalogue.each(choice):
        if not _newer(row, ends[-1]):
            break
        loose += 1
    return loose


def _newer(row: Row, end: tuple[str, str]) -> bool:
    """Whether an entry stands before another in a feed: it is newer, or as old and first by its id."""
    moment, id_ = end
    return (-row.published.timestamp(), row.id) < (-datetime.fromisoformat(moment).timestamp(), id_)
