"""Which date and which time of a line belong together, under which label: the pieces that become stamps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from feedtool.later import regex
from feedtool.timestamps.dates import WrittenDate, find_dates, find_partial_dates
from feedtool.timestamps.line import Line, blanked
from feedtool.timestamps.times import WrittenTime, find_times
from feedtool.timestamps.writtenzones import zone_at
from feedtool.timestamps.zonewords import ALSO_WORDS

if TYPE_CHECKING:
    from feedtool.timestamps.line import LabelAt
    from feedtool.timestamps.policy import ZonePolicy
    from feedtool.timestamps.zones import WrittenZone

_JOINERS = (
    r"(?:at|on|um|am|den|de|à|a|le|las|la|às|as|em|el|al|del|of|alle|ore|kl|klo|o|om|il|dia|dnia|godz|the|ab|jam|pukul|"
    r"pkl|ora|orele|óra|óráig|saat|kell|plkst|klokken|lúc|vào|alas|nang|v|ve|u|ob|d|г|года|год|р|року|թ|ж|в|у|о|को|बजे|ב|בשעה|"
    r"الساعة|ساعت|στις|เวลา|น)"
)
_GAP = regex(rf"[\s,;|/•·@()\[\].:*~>、-]*(?:T|(?:{_JOINERS}(?![^\W\d_])[.:]?[\s,|-]*){{0,3}})[\s(,-]*", re.IGNORECASE)
_WIDEST = 24  # characters between a date and its time
_FARTHEST_LABEL = 80  # characters between a label and its time: "Posted by Somebody With A Long Name on …"
_LONGEST_BYLINE = 40  # letters and digits around a date that is still what its line is about
_UNCERTAIN_END = regex(r"\.?\s*(?![\d%€$£a-zà-ÿ])")


class Piece(Struct, frozen=True, kw_only=True):
    """One date with its time, zone and label; `lender` is the piece that lends the year or the date it lacks.

    `adjacent` says that nothing but separators stands between the label and the piece; the span is in the line.
    """

    start: int
    end: int
    date: WrittenDate | None
    time: WrittenTime | None = None
    zone: WrittenZone | None = None
    label: LabelAt | None = None
    adjacent: bool = False
    lender: Piece | None = None

    @property
    def complete(self) -> bool:
        """Whether the line itself writes day, month and year here."""
        return self.date is not None and self.date.year > 0


def find_pieces(line: Line, policy: ZonePolicy) -> list[Piece]:
    """Return the pieces of a line in order; one that lacks year or date has a lender, or stands for a refusal."""
    dates = find_dates(line)
    text = blanked(line.plain, [span for date in dates for span in _spans(date)])
    times = find_times(text, policy)
    pieces = _whole(text, dates, times, policy)
    used = {piece.time.start for piece in pieces if piece.time}
    spare = [time for time in times if time.start not in used]
    pieces += _dayless(line, text, spare, pieces)
    return _lent(_labelled(line, sorted(pieces, key=lambda piece: piece.start)), text)


def _spans(date: WrittenDate) -> list[tuple[int, int]]:
    low, high = date.inner
    return [(date.start, low), (high, date.end)] if high else [(date.start, date.end)]


def near(text: str, start: int, end: int) -> bool:
    """Say whether only separators and joining words ("at", "um", "a las") stand between two positions."""
    return start <= end <= start + _WIDEST and _GAP.fullmatch(text, start, end) is not None


def _whole(text: str, dates: list[WrittenDate], times: list[WrittenTime], policy: ZonePolicy) -> list[Piece]:
    pieces: list[Piece] = []
    used: set[int] = set()
    for number, date in enumerate(dates):
        following = dates[number + 1] if number + 1 < len(dates) else None
        time = _time_of(text, date, following, [time for time in times if time.start not in used])
        if time:
            used.add(time.start)
        pieces.append(_piece(text, date, time, policy))
    return pieces


def _time_of(
    text: str, date: WrittenDate, following: WrittenDate | None, times: list[WrittenTime]
) -> WrittenTime | None:
    inside = next((time for time in times if date.start < time.start < date.end), None)
    if inside:
        return inside
    before = next((time for time in reversed(times) if time.certain and near(text, time.end, date.start)), None)
    after = next((time for time in times if _follows(text, date, time)), None)
    if before and after and following and near(text, after.end, following.start):
        return before
    return after or before


def _follows(text: str, date: WrittenDate, time: WrittenTime) -> bool:
    if not near(text, date.end, time.start):
        return False
    return time.certain or _UNCERTAIN_END.match(text, time.end) is not None


def _piece(text: str, date: WrittenDate, time: WrittenTime | None, policy: ZonePolicy) -> Piece:
    start, end = date.start, date.end
    zone = time.zone if time else None
    if time:
        start, end = min(start, time.start), max(end, time.end)
    if end == date.end and (zone is None or zone.name == "UHR"):
        behind = zone_at(text, end, policy)
        if behind and _sure(text, behind):
            zone, end = behind, behind.end
    return Piece(start=start, end=end, date=date, time=time, zone=zone)


def _sure(text: str, zone: WrittenZone) -> bool:
    """Say whether a zone behind a date is one: a word needs capitals, and to be no other word."""
    written = text[zone.start : zone.end].strip("()[] ")
    return zone.kind != "unknown" and (zone.kind != "word" or (written.isupper() and written not in ALSO_WORDS))


def _dayless(line: Line, text: str, times: list[WrittenTime], whole: list[Piece]) -> list[Piece]:
    """Return the pieces that lack a year or a date: partial dates with a time beside them, and times."""
    shadow = blanked(line.shadow, [(piece.start, piece.end) for piece in whole])
    pieces, used = [], set[int]()
    for date in find_partial_dates(shadow):
        time = _time_of(text, date, None, [time for time in times if time.start not in used])
        used |= {time.start} if time else set()
        start, end = (min(date.start, time.start), max(date.end, time.end)) if time else (date.start, date.end)
        pieces.append(Piece(start=start, end=end, date=date, time=time, zone=time.zone if time else None))
    bare = [time for time in times if time.start not in used and time.certain]
    return pieces + [Piece(start=time.start, end=time.end, date=None, time=time, zone=time.zone) for time in bare]


def _labelled(line: Line, pieces: list[Piece]) -> list[Piece]:
    """Give each piece the last label between it and the piece before."""
    labelled: list[Piece] = []
    reached = 0
    for piece in pieces:
        low = max(reached, piece.start - _FARTHEST_LABEL)
        label = next((at for at in reversed(line.labels) if low <= at.start and at.end <= piece.start), None)
        adjacent = label is not None and near(line.plain, label.end, piece.start)
        labelled.append(replace(piece, label=label, adjacent=adjacent))
        # A time before the first whole date is dropped later, and takes no label away from that date.
        reached = piece.end if any(other.complete for other in labelled) else 0
    return labelled


def _lent(pieces: list[Piece], text: str) -> list[Piece]:
    """Keep whole pieces, and those that a piece before them can lend a date or year to; else what must be refused."""
    kept: list[Piece] = []
    for piece in pieces:
        if piece.complete:
            kept.append(piece)
        elif kept and (piece.adjacent or (piece.date and piece.time)):
            kept.append(replace(piece, lender=kept[-1]))
    if kept:
        return kept
    return [piece for piece in pieces if _meant(piece, text)][:1]


def _meant(piece: Piece, text: str) -> bool:
    """Say whether an incomplete time is what the line is about, and no passing mention in a sentence."""
    if piece.adjacent:
        return True
    outside = sum(character.isalnum() for character in text[: piece.start] + text[piece.end :])
    return outside <= (_LONGEST_BYLINE if piece.date and piece.time else 0)
