"""What is known of a source's times before they are read, and what is known of a time once it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from feedtool.timestamps.zones import country_of_host, parse_zone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from feedtool.problem import Problem

DateOrder = Literal["", "dmy", "mdy"]
Precision = Literal["day", "minute", "second"]
Label = Literal["", "published", "updated"]


class ZonePolicy(Struct, frozen=True, kw_only=True):
    """What is known about a source's times before they are read.

    `timezone`    IANA name or numeric offset ("+05:30") for times that name no zone; such times are refused when "".
    `words`       zone words by the source's own setting, to an IANA name or a numeric offset: {"IST": "Europe/Dublin"}.
    `host`        the publisher's host: its country is evidence for zone words and for the order of numeric dates.
    `language`    the page's language (BCP 47), evidence for the same.
    `date_order`  the order of numeric dates in which both numbers could be the month.

    Raises:
        ValueError: a zone in `timezone` or `words` is neither an IANA name nor a numeric offset.

    """

    timezone: str = ""
    words: Mapping[str, str] = {}
    host: str = ""
    language: str = ""
    date_order: DateOrder = ""

    def __post_init__(self) -> None:
        for zone in filter(None, (self.timezone, *self.words.values())):
            parse_zone(zone)

    @property
    def croatian(self) -> bool | None:
        """Whether months have their Croatian names where Polish has the same words for others; None: nobody knows."""
        language = self.language.replace("_", "-").split("-")[0].lower()
        known = language or {"HR": "hr", "BA": "bs", "PL": "pl", "CZ": "cs"}.get(country_of_host(self.host), "")
        return known in ("hr", "bs") if known else None

    def __hash__(self) -> int:
        return hash((self.timezone, *self.words, self.host, self.language, self.date_order))


class Stamp(Struct, frozen=True, kw_only=True):
    """One written time.

    `instant` is aware, in whole seconds, its tzinfo a fixed `datetime.timezone` of whole minutes; a date without a
    time is the start of that day (`precision` "day").  `label` is what the words before it say it is, `zone` the zone
    that was decided on ("IST", "Asia/Kolkata", "+05:30"), `rule` why.  `text` is the part of the line that was read and
    `column` where it starts, from 1.  `problems` holds what was doubtful.
    """

    instant: datetime
    precision: Precision
    label: Label
    zone: str
    rule: str
    text: str
    column: int
    problems: tuple[Problem, ...] = ()
