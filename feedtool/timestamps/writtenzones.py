"""Zones as they are written beside a time: offsets, IANA names, long names, places in brackets, zone words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.later import regex
from feedtool.timestamps.evidence import is_zone_word
from feedtool.timestamps.line import BLANK
from feedtool.timestamps.places import CITIES, COUNTRIES
from feedtool.timestamps.zones import WrittenZone, known_zone
from feedtool.timestamps.zonewords import ALSO_WORDS, AMERICAN_PARTS, BY_COUNTRY, LONG_NAMES, NOT_ZONES

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedtool.timestamps.policy import ZonePolicy

_ZONE_LEAD = regex(r"\s*,?\s*[(\[]?\s*")
_ZONE_TAIL = regex(r"\s*[)\]]")
_OFFSET = regex(
    r"(?P<base>(?:UTC|GMT)\s?)?(?P<sign>[+-])(?P<h>\d{1,2})(?:(?P<colon>:)?(?P<m>\d\d))?(?![\d:]|\.\d)", re.IGNORECASE
)
_COMMENT = regex(r"\s*(?:\([^()\d]{2,40}\)|\[[A-Za-z_/]{3,40}\]|[A-Z]{2,3}T(?![^\W_]))")
_NAME = regex(r"[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+){1,2}(?:[+-]\d{1,2})?(?![\w/])")
_WORD = regex(r"[A-Za-z]{1,5}(?![\w'@&+]|/[A-Za-z]|-\S|\.[a-z])")
_DOTTED = regex(r"(?:[A-Z]\.){2,4}(?!\w)")
_LETTERS = r"(?:[^\W\d_]|[\u0900-\u0963])+"  # Devanagari writes vowels as marks, which are no letters to `re`
_PHRASE = regex(rf"{_LETTERS}(?: {_LETTERS}){{0,4}}")
_CLOSED = regex(r"\s*(?:$|[^\s\w'\"“‘])")
_LOOKS_LIKE_ZONE = regex(r"[A-Z]{2,4}[TZ]|[A-Z]T")
_TO = regex(r"\s*(?:-|to|bis|until)\s*", re.IGNORECASE)
_BEFORE = regex(r"(?<![^\W_])([A-Z]{3,4})[\s:]{1,2}$")
_NEAR = 48  # characters behind a time in which its zone stands


def zone_at(text: str, position: int, policy: ZonePolicy) -> WrittenZone | None:
    """Return the zone that is written at `position`, behind white space, a comma or a bracket."""
    lead = _ZONE_LEAD.match(text, position)
    start = lead.end() if lead else position
    piece = text[start : start + _NEAR]
    if not piece or piece[0].isdigit():
        return None
    for find in _FINDERS:
        zone = find(text, position, start, piece, policy)
        if zone:
            return zone
    return None


def zone_before(text: str, position: int, policy: ZonePolicy) -> WrittenZone | None:
    """Return the zone word in capitals that ends just before `position` ("GMT 17:27")."""
    found = _BEFORE.search(text[max(0, position - 8) : position])
    if not found or found[1] in ALSO_WORDS or not (found[1] in ("GMT", "UTC") or is_zone_word(found[1], policy)):
        return None
    start = max(0, position - 8) + found.start()
    return _zone(found[1], start, position)


def _closing(text: str, end: int) -> int:
    tail = _ZONE_TAIL.match(text, end)
    return tail.end() if tail else end


def _zone(word: str, start: int, end: int) -> WrittenZone:
    upper = word.upper()
    return WrittenZone(start=start, end=end, kind="utc" if upper in _UTC else "word", name=upper)


_UTC = frozenset(("UTC", "GMT", "Z", "UCT", "UT"))


def _find_offset(text: str, after: int, start: int, piece: str, _policy: ZonePolicy) -> WrittenZone | None:
    found = _OFFSET.match(piece) or (_SPACED_OFFSET.match(piece) if piece[:3].upper() in _UTC else None)
    if not found or not _is_offset(found, text, after, start):
        return None
    end = start + found.end()
    comment = _COMMENT.match(text, end)
    end = _closing(text, comment.end() if comment and "," not in comment[0] else end)
    name = f"{found['sign']}{found['h']}" + (f":{found['m']}" if found["m"] else "")
    return WrittenZone(start=start, end=end, kind="offset", name=name)


_SPACED_OFFSET = regex(
    r"(?P<base>UTC|GMT)\s?(?P<sign>[+-])\s?(?P<h>\d{1,2})(?:(?P<colon>:)?(?P<m>\d\d))?(?![\d:]|\.\d)", re.IGNORECASE
)


def _is_offset(found: re.Match[str], text: str, after: int, start: int) -> bool:
    """Tell an offset ("-0500", "+05:30", glued "+05") from the end of a range or a count ("10:00-11:00", " +20").

    `after` is where the time ends and `start` where the sign stands.
    """
    if found["base"]:
        return True
    if not found["m"]:
        return after == start and (
            found["sign"] == "+" or _ISO_CLOCK.search(text, max(0, after - 24), after) is not None
        )
    if found["sign"] == "+" or not found["colon"]:
        return found["sign"] == "+" or len(found["h"]) == 2
    return len(found["h"]) == 2 and not _ends_range(found, text[max(0, after - 24) : after])


def _ends_range(found: re.Match[str], before: str) -> bool:
    """Say whether "-HH:MM" is the later end of a range: no ISO time before it, and a later hour than the one there."""
    clock = _PLAIN_CLOCK.search(before)
    return clock is not None and not _ISO_CLOCK.search(before) and int(clock[1]) <= int(found["h"])


_ISO_CLOCK = regex(rf"(?:{BLANK}[T ]\d\d:?\d\d|\d:\d\d:\d\d(?:[.,]\d+)?)$")
_PLAIN_CLOCK = regex(r"(?<!\d)(\d{1,2})[:.]\d\d\s*(?:[ap]\.?m\.?)?\s*$", re.IGNORECASE)


def _find_name(text: str, _after: int, start: int, piece: str, _policy: ZonePolicy) -> WrittenZone | None:
    found = _NAME.match(piece)
    if not found or not known_zone(found[0]):
        return None
    return WrittenZone(start=start, end=_closing(text, start + found.end()), kind="iana", name=found[0])


def _find_phrase(text: str, after: int, start: int, piece: str, _policy: ZonePolicy) -> WrittenZone | None:
    """Find a zone's long name, the time of a city ("Beijing time", "hora de Madrid"), or a city in brackets."""
    found = _PHRASE.match(piece)
    words = found[0].lower().split(" ") if found else []
    for count in range(len(words), 0, -1):
        phrase = " ".join(words[:count])
        end = start + len(phrase)
        closing = _closing(text, end)
        bracketed = closing > end and text[after:start].strip() != ""
        if phrase in LONG_NAMES:
            return _named(LONG_NAMES[phrase], start, closing)
        if phrase in AMERICAN_PARTS and (bracketed or _ends_american(text, after, end)):
            return _zone(AMERICAN_PARTS[phrase], start, closing)
        city = CITIES.get(_CITY_TIME.sub("", phrase), "")
        if city and (bracketed or phrase not in CITIES):
            return WrittenZone(start=start, end=closing, kind="city", name=city)
    return _unknown_place(text, start, piece)


_CITY_TIME = regex(r"^(?:hora|heure|horário|ora)(?: (?:de|di|do|da))? | time$")
_PLACE_TIME = regex(r"([A-Z][a-z]+(?: [A-Z][a-z]+)?) [Tt]ime(?=\s*(?:$|[)\].,|]))")


def _unknown_place(text: str, start: int, piece: str) -> WrittenZone | None:
    """Find the time of a place that no row knows, which is not the project's; "Local time" may be."""
    found = _PLACE_TIME.match(piece)
    if not found or found[1].lower() in ("local", "standard", "daylight"):
        return None
    end = start + found.end()
    return WrittenZone(start=start, end=_closing(text, end), kind="unknown", name=found[0])


def _ends_american(text: str, after: int, end: int) -> bool:
    """Say whether "Eastern" ends what is said behind a time with AM or PM, and begins no "Eastern Province"."""
    return bool(_HALF_BEFORE.search(text[max(0, after - 6) : after]) and _CLOSED.match(text, end))


def _named(name: str, start: int, end: int) -> WrittenZone:
    return WrittenZone(start=start, end=end, kind="iana", name=name) if "/" in name else _zone(name, start, end)


def _find_word(text: str, after: int, start: int, piece: str, policy: ZonePolicy) -> WrittenZone | None:
    found = _DOTTED.match(piece) or _WORD.match(piece)
    if not found:
        return None
    word, end = found[0].replace(".", ""), start + found.end()
    if _MALFORMED.match(text, start):
        return WrittenZone(start=start, end=end, kind="unknown", name=text[start : start + 10].strip())
    country = _COUNTRY_BEHIND.match(text, end)
    if country and word.upper() in BY_COUNTRY:
        return _of_country(word.upper(), country, start)
    bracketed = "(" in text[after:start] or "[" in text[after:start]
    if word.upper() in _UTC or is_zone_word(word.upper(), policy):
        return _zone(word, start, _closing(text, end)) if bracketed or _fits(word, text, after, end) else None
    if word.isupper() and word not in NOT_ZONES and _LOOKS_LIKE_ZONE.fullmatch(word) and _single(text, start, end):
        return WrittenZone(start=start, end=_closing(text, end), kind="unknown", name=word)
    return None


_MALFORMED = regex(r"(?:UTC|GMT)(?:\s?[+-]\s?\d{1,2}[.,]\d|\s\d{1,2}:\d\d\s*[)\]]?\s*$)")
_COUNTRY_BEHIND = regex(r"\s*[(\[]\s*([A-Z][a-z]+)\s*[)\]]")


def _of_country(word: str, country: re.Match[str], start: int) -> WrittenZone | None:
    """Return the zone of a word with its country behind it, "BST (Bangladesh)"; none where that is no country of it."""
    meaning = BY_COUNTRY[word].get(COUNTRIES.get(country[1].lower(), ""))
    if meaning is None:
        return _zone(word, start, country.start())
    if isinstance(meaning, str):
        return WrittenZone(start=start, end=country.end(), kind="iana", name=meaning)
    sign, (hours, minutes) = "-" if meaning < 0 else "+", divmod(abs(meaning), 60)
    return WrittenZone(start=start, end=country.end(), kind="offset", name=f"{sign}{hours:02}:{minutes:02}")


_AMERICAN = frozenset(("ET", "CT", "MT", "PT"))  # in capitals they are other words only in a line of capitals
_HALF_BEFORE = regex(r"[ap]\.?\s?m\.?\s*$", re.IGNORECASE)


def _fits(word: str, text: str, after: int, end: int) -> bool:
    """Say whether a zone word that could be another word ("ist", "est", "ET") is one here."""
    if word in ("Z", "z"):
        return word == "Z" or end == after + 1
    if word.isupper() and word not in ALSO_WORDS:
        return word != "UT"
    if word in _AMERICAN and not _CAPITALS.match(text, end):
        return True
    return bool(_HALF_BEFORE.search(text[max(0, after - 6) : after]) or _CLOSED.match(text, end))


def _single(text: str, start: int, end: int) -> bool:
    """Say whether the word stands in no run of capitals (a headline), and after no comma."""
    return "," not in text[max(0, start - 2) : start] and not _CAPITALS.match(text, end)


_CAPITALS = regex(r"\s+[A-Z]{2,}")

_FINDERS: tuple[Callable[[str, int, int, str, ZonePolicy], WrittenZone | None], ...] = (
    _find_offset,
    _find_name,
    _find_phrase,
    _find_word,
)
