"""LINES: each line of a page and what kind of line it is, seen by itself; where it stands is judged later."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from feedtool.later import regex
from feedtool.source.pagetext import beginnings, captions, datelines, names, phrases

_LONGEST = 3000  # a longer line is prose, whatever it says
_SHORT = 60  # a line of furniture is no longer
_LONGEST_DATE = 90  # a longer line that ends as a sentence does is one, whatever dates are in it
_EDGES = " _\t\u00a0.:;,!?…|•·–—-+*0123456789()[]{}<>»«›‹→←↓↑▶►#\"'&/©✕×~\u200b\u200c\u200d\u2060\ufeff\u00ad"
_STRAIGHT = str.maketrans("’‘“”`´\u00a0", "''\"\"'' ")
_CLOSERS = "\"'”’»›)]」』*"  # what may follow the mark that ends a sentence
_ENDERS = frozenset(".!…。！।॥۔؟:;,—")
_SALES = ("newsletter", "comment", "committed to")
_JAMO = regex(r"[\u1100-\u11ff]")


@cache
def _wide() -> re.Pattern[str]:
    """Return the letters that count for two; a class of so many takes milliseconds to compile, and few need it."""
    return re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Kind(StrEnum):
    """What a line is."""

    __hash__ = str.__hash__  # the hash of an enum is a Python function, and kinds are looked up for every line

    PROSE = "prose"
    HEADING = "heading"
    FURNITURE = "furniture"
    CROSS_LINK = "cross-link"
    LIST = "list label"
    END = "end marker"
    TAGS = "tag line"
    NAMES_NEXT = "byline label"
    DATE_NEXT = "date label"
    KEY_POINTS = "key points label"
    BYLINE = "byline"
    EDITORS = "editors"
    DATE = "date line"
    CREDIT = "credit"
    CAPTION = "caption"
    ADDRESS = "address"


class Line(NamedTuple):
    """One line: its number in the source (from 1), its text, its kind, and what is left of it without its label."""

    number: int
    text: str
    kind: Kind
    value: str = ""
    credit: str = ""


def _table() -> dict[str, Kind]:
    rows = (
        (Kind.LIST, phrases.LISTS),
        (Kind.TAGS, phrases.TAGS),
        (Kind.END, phrases.ENDS),
        (Kind.FURNITURE, phrases.FURNITURE),
        (Kind.KEY_POINTS, phrases.KEY_POINTS),
        (Kind.DATE_NEXT, phrases.DATE_NEXT),
        (Kind.NAMES_NEXT, phrases.NAMES_NEXT),
    )
    return {_bare(phrase): kind for kind, table in reversed(rows) for phrase in table}


Judgement = tuple[Kind, str, str]  # a line's kind, what is left of it without its label, its credit


def _bare(text: str) -> str:
    """Return `text` as it is compared with whole-line phrases: no case, no counters or marks around it."""
    return text.lower().translate(_STRAIGHT).strip(_EDGES)


_WHOLE = _table()
_BUTTONS = frozenset(phrases.BUTTONS)


def _any_of(*labels: str) -> str:
    return "|".join(sorted((re.escape(label).replace(r"\ ", r"\s+") for label in labels), key=len, reverse=True))


_CROSS_LINK = (
    rf"[\W_]*(?:(?:{_any_of(*phrases.LINK_LABELS)})\s*(?:[:|>»：]|\s[-–—])|(?:{_any_of(*phrases.LINK_WORDS)})\s)"
    r"[\s:|>»\-–—]*(?P<title>.*)$"
)
# All that a line can begin with, in one pattern: one match a line instead of five.
_BEGINNING = regex(
    rf"(?P<promo>{'|'.join(beginnings.PROMO_PATTERNS)})|(?P<furniture>{'|'.join(beginnings.FURNITURE_PATTERNS)})"
    rf"|(?P<end>{'|'.join(beginnings.END_PATTERNS)})|(?P<list>{'|'.join(beginnings.LIST_PATTERNS)})|(?P<link>{_CROSS_LINK})"
)
_LIMITS = {"promo": 500, "furniture": 160, "end": 5000, "list": 60, "link": 260}
_KINDS = {"promo": Kind.FURNITURE, "furniture": Kind.FURNITURE, "end": Kind.END, "list": Kind.LIST}
_FURTHER_ON = ("newsletter", "comments", "committed to", "all rights reserved")
_SELLS = regex("|".join(beginnings.PROMO_ANYWHERE))
_TAGS = regex(rf"(?:{_any_of(*phrases.TAG_LABELS)})\s*(?::|\s)\s*(\S.*)$")
_ADDRESS = regex(r"(?:\S{2,12}(?:\s\S{2,8})?\s*:?\s+)?(https?://\S+)$")


def weight(text: str) -> int:
    """Return how much `text` says: its length, where an ideograph or syllable counts for two letters."""
    if (
        text.isascii()
        or not (max(text[:60]) >= "\u3040" or _JAMO.search(text, 0, 60))
        or not _wide().search(text, 0, 60)
    ):
        return len(text)
    return len(text) + len(_wide().findall(text[:_LONGEST]))


def closed(text: str) -> bool:
    """Tell whether `text` ends as a sentence does (or a clause that leads to the next line)."""
    return text.rstrip(_CLOSERS)[-1:] in _ENDERS


def read_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of `text` that hold anything, each with its kind."""
    found = []
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if line:
            found.append(Line(number, line, *(_read_short(line) if len(line) <= _SHORT else _read_long(line))))
    return tuple(found)


@lru_cache(maxsize=8192)
def _read_short(text: str) -> Judgement:
    """Return what kind of line a short one is; kept, as the pages of a site share their furniture."""
    low = _lowered(text)
    bare = low.strip(_EDGES)
    kind = _WHOLE.get(bare) if bare else _number_or_date(text)
    if kind is Kind.DATE_NEXT and datelines.is_date_line(text):
        return Kind.DATE, "", ""  # `Updated: 24.12.2025 18:02`, where figures are no mere counter
    if kind or _BUTTONS.issuperset(bare.split()):
        return kind or Kind.FURNITURE, "", ""
    return _judge(text, low)


def _read_long(text: str) -> Judgement:
    return (Kind.PROSE, "", "") if len(text) > _LONGEST else _judge(text, _lowered(text[:300]))


def _lowered(text: str) -> str:
    low = text.lower()
    return low if low.isascii() else low.replace("’", "'").replace("\u00a0", " ")


def _judge(text: str, low: str) -> Judgement:
    """Return the kind of a line: the first that suits it; `low` is how it begins, in lower case."""
    ends = closed(text)
    return _labelled(text, low, ends=ends) or _pictured(text, ends=ends) or _plain(text, ends=ends)


def _number_or_date(text: str) -> Kind:
    """Return what a line without a letter is: a date in figures, or a counter."""
    return Kind.DATE if len(text) > 5 and datelines.is_date_line(text) else Kind.FURNITURE


def _labelled(text: str, low: str, *, ends: bool) -> Judgement | None:
    """Return the kind of a line that says it by its first words, or by a date in it."""
    begins = _BEGINNING.match(low)
    begun = _begun(text, begins, ends=ends) if begins else _called(low)
    if begun:
        return begun
    if len(low) < 300 and any(map(low.__contains__, _FURTHER_ON)):
        if "all rights reserved" in low:
            return Kind.END, "", ""
        if _SELLS.match(low):
            return Kind.FURNITURE, "", ""
    return _dated(text, low, ends=ends) if len(text) <= 200 else None


_SIGN = regex(r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff\s]+")


def _called(low: str) -> Judgement | None:
    """Return the kind of a call that a sign stands before: `✅ Click here to …`."""
    sign = _SIGN.match(low)
    begins = _BEGINNING.match(low[sign.end() :]) if sign else None
    return (Kind.FURNITURE, "", "") if begins and begins["promo"] is not None else None


def _begun(text: str, begins: re.Match[str], *, ends: bool) -> Judgement | None:
    row = next(name for name in _LIMITS if begins[name] is not None)
    if len(text) > _LIMITS[row] or (row == "list" and ends):
        return None
    if row in _KINDS:
        return _KINDS[row], "", ""
    same = len(begins.string) == len(text)
    title = text[begins.start("title") :] if same else begins["title"]
    return Kind.CROSS_LINK if title else Kind.LIST, title, ""


def _dated(text: str, low: str, *, ends: bool) -> Judgement | None:
    byline = names.read_byline(text)
    if byline:
        return Kind.BYLINE if byline.writes else Kind.EDITORS, byline.text, ""
    if not (ends and len(text) > _LONGEST_DATE) and datelines.is_date_line(text):
        return Kind.DATE, "", ""
    tags = None if ends else _TAGS.match(low)
    if tags:
        return Kind.TAGS, text[tags.start(1) :] if len(low) == len(text) else tags[1], ""
    address = _ADDRESS.match(text) if "http" in low else None
    return (Kind.ADDRESS, address[1], "") if address else None


def _pictured(text: str, *, ends: bool) -> Judgement | None:
    """Return the kind of a line that credits a picture, with its caption or alone."""
    picture = captions.read_caption(text, sentence=ends)
    if picture is None:
        return None
    return Kind.CAPTION if picture.caption else Kind.CREDIT, picture.caption, picture.credit


_SIGNED = regex(r"\w{3,}[.!?][\"”’]? [A-Z]{2,4}(?: [A-Z]{2,4}){1,4}$")  # the signs of an agency's editors


def _plain(text: str, *, ends: bool) -> Judgement:
    if text[-1] == "(":
        return Kind.CAPTION, text[:-1].rstrip(), ""
    if text[-1] == ")" and "(" not in text and len(text) < 80:
        return Kind.CREDIT, "", text[:-1].rstrip()
    said = ends or weight(text) > 125 or "。" in text or _SIGNED.search(text) is not None
    return Kind.PROSE if said else Kind.HEADING, "", ""
