"""A line made ready for reading: the same length as written, with one form for each digit, dash and space.

`shadow` is the same again with every month and weekday name replaced by a run of one private character, so that the
patterns for dates need no list of names and stay linear.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from feedtool.later import regex
from feedtool.timestamps.months import CROATIAN, MONTHS, PHRASE, PHRASES, UNCERTAIN, folded_month
from feedtool.timestamps.names import KNOWN, LABELS, LabelWord, weekday

SCANNED = 2000  # characters: a date line is far shorter, and what is longer is a paragraph
MONTH = "\ue000"  # January is U+E001
WEEKDAY = "\ue010"  # Monday is U+E011
MONTH_RUN = "(?P<mon>[\ue001-\ue00c])(?P=mon)*"
BLANK = "\ue020"  # stands for what has been read already

_PRIVATE = regex("[\ue000-\uf8ff]")
_OTHER_DIGIT = regex(r"[^\D0-9]")
_FORMS = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002\u2003\u3000\t\n\r\x0b\x0c\x85\u2028\u2029", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u061c", " "),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc", "'"),
        "：": ":",
        "／": "/",
        "．": ".",
        "，": ",",
        "׳": ".",
        "॰": ".",
        "،": ",",
        "（": "(",
        "）": ")",
    }
)
_WORTH = regex(
    r"[12]\d{3}|\d[./-]\s?\d\d?[./-]\s?'?\d\d|\d:\d\d|\d\s?(?:h|uhr|[ap]\.?\s?m)(?![^\W\d_])|\dh\d|'\d\d|"
    r"\d\W{0,3}[^\W\d_]{3,10}\W{1,3}\d\d(?!\d)|^\W*(?:\w+\W+){0,3}\d",
    re.IGNORECASE,
)
# Letters; the scripts from India to Thailand write vowels as marks, which are no letters to `re`.
_WORD = regex(r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0963\u0971-\u0fff\u1000-\u109f])+(?:-feira)?")
_DAY_AND_DOT = regex(r"\d\.\s?$")


class LabelAt(NamedTuple):
    """A label and where it stands in the line."""

    start: int
    end: int
    word: LabelWord


class Line(NamedTuple):
    """A line as written (`text`, `plain` of the same length), its `shadow`, and its labels in order."""

    text: str
    plain: str
    shadow: str
    labels: tuple[LabelAt, ...]


def prepare(text: str, *, croatian: bool | None = None) -> Line:
    """Return `text` made ready; only its first 2000 characters are looked at.

    `croatian` says whether names of months that Polish and Czech have too are meant as in Croatian, None where nobody
    knows.
    """
    text = text[:SCANNED]
    plain = _plain(text)
    shadow, labels = list(plain), []
    for word in _WORD.finditer(plain):
        if word[0].lower() not in KNOWN and folded_month(word[0]) == 0:
            continue
        mark = _mark(plain, word, croatian=croatian)
        if mark:
            shadow[word.start() : word.end()] = mark * len(word[0])
        label = _label(plain, word)
        if label:
            labels.append(label)
    if not plain.isascii():
        for phrase in PHRASE.finditer(plain):
            number = int(phrase["number"] or PHRASES.get(phrase[0], 0))
            shadow[phrase.start() : phrase.end()] = chr(ord(MONTH) + number) * len(phrase[0])
    return Line(text, plain, "".join(shadow), tuple(labels))


def may_hold_time(text: str) -> bool:
    """Say whether it is worth looking closer: something in `text` has the form of a year, a date or a time."""
    return _WORTH.search(_plain(text[:SCANNED])) is not None


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """Return `text` with `spans` blanked out, every position kept."""
    for start, end in spans:
        text = text[:start] + BLANK * (end - start) + text[end:]
    return text


def _plain(text: str) -> str:
    if text.isascii():
        return text if text.isprintable() else text.translate(_FORMS)
    text = _PRIVATE.sub(" ", text.translate(_FORMS))
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def _mark(plain: str, word: re.Match[str], *, croatian: bool | None) -> str:
    name = word[0].lower()
    month = _croatian(plain, word, croatian=croatian) if name in CROATIAN else MONTHS.get(name) or folded_month(name)
    if month:
        return chr(ord(MONTH) + month)
    day = weekday(word[0])
    return chr(ord(WEEKDAY) + day) if day else ""


def _croatian(plain: str, word: re.Match[str], *, croatian: bool | None) -> int:
    """Return the month that "listopada" and the like name; Polish writes no dot behind the day, Croatian does."""
    name = word[0].lower()
    if croatian is None and _DAY_AND_DOT.search(plain, max(0, word.start() - 3), word.start()):
        return 0 if name in UNCERTAIN else CROATIAN[name]
    return CROATIAN[name] if croatian else MONTHS.get(name, 0)


def _label(plain: str, word: re.Match[str]) -> LabelAt | None:
    for label in LABELS.get(word[0].lower(), ()):
        start = word.end() - len(label.phrase)
        if plain[max(start, 0) : word.end()].lower() == label.phrase:
            return LabelAt(start, word.end(), label)
    return None
