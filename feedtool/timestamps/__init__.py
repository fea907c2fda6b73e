"""TIMESTAMPS: written times in, instants with a known zone out, and why that zone.

`read_line` finds every time in a line as news pages show them, `read_time` reads the one time of a value.  Nothing
here asks for the clock, the process's time zone or its locale; a time without a certain instant is refused by
`feedtool.errors.TimestampError`, what is only doubtful is a `Problem` of the stamp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.timestamps.policy import DateOrder, Label, Precision, Stamp, ZonePolicy
from feedtool.timestamps.zones import known_zone, parse_zone, zone_named

if TYPE_CHECKING:
    from feedtool.timestamps.reading import read_line, read_time, rest

__all__ = [
    "DateOrder",
    "Label",
    "Precision",
    "Stamp",
    "ZonePolicy",
    "known_zone",
    "parse_zone",
    "read_line",
    "read_time",
    "rest",
    "zone_named",
]


def __getattr__(name: str) -> object:
    """Load what reads times in all their forms when it is first wanted: a time that is stated plainly needs none."""
    if name not in ("read_line", "read_time", "rest"):
        raise AttributeError(name)
    from feedtool.timestamps import reading  # noqa: PLC0415 - slow to import

    return getattr(reading, name)
