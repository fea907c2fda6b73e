"""TIMESTAMPS: written times in, instants with a known zone out, and why that zone.

`read_line` finds every time in a line as news pages show them, `read_time` reads the one time of a value.  Nothing
here asks for the clock, the process's time zone or its locale; a time without a certain instant is refused by
`feedtool.errors.TimestampError`, what is only doubtful is a `Problem` of the stamp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.later import later
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

__getattr__ = later(__name__, dict.fromkeys(("read_line", "read_time", "rest"), "reading"))
"""What reads times in all their forms: a time that is stated plainly needs none of it."""
