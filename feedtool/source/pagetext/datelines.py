"""DATE LINES: which lines of a page are dates.  What instant they mean is for `feedtool.timestamps` to say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.later import regex
from feedtool.timestamps.months import MONTHS, folded_month

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = "[^\\W\\d_](?:[^\\W\\d_]|[\u0900-\u0963\u0971-\u0fff])*"
_TIME = r"\d{1,2}(?:[:.]\d{2}(?!\d)(?:[:.]\d{2})?(?:\s*[ap]\.?\s?m\b\.?)?|\s*[ap]\.?m\b\.?|\s?h\s?\d{2}\b|h\b)"
_DAY_FIRST = regex(
    rf"\d{{1,2}}(?:st|nd|rd|th|er|\.|º|°|ª)?[\s\-/.]*(?:of |de |da )?(?P<month>{_WORD})\.?,?(?:\s*del?\b)?"
    r"[\s\-/'’.,]*(?:\d{4}|\d{2}\b)"
    r"|\d{4}\s*[-/.年년]\s*\d{1,2}\s*[-/.月월]\s*\d{1,2}\s*[日일T]?"
    r"|\d{1,2}(?P<sign>[./-])\d{1,2}(?P=sign)(?:\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
# Months have fifteen hundred names: a word is looked for, and then whether it is one of them.
_AFTER_MONTH = regex(r"\d{1,2}(?:st|nd|rd|th)?[\s,.'’\-]*\d{4}", re.IGNORECASE)
_WORD_BEFORE = regex(rf"({_WORD})\.?\s*$")
_WITHOUT_YEAR = (
    regex(rf"\b(?P<month>{_WORD})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b", re.IGNORECASE),
    regex(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?P<month>{_WORD})", re.IGNORECASE),
)
_DIGIT = regex(r"\d")
_NUMBER = regex(r"\d+")
_LONGEST_NUMBER = 4  # digits of a number in a date, where they stand apart: `December 242025`
_LONGEST_PARTIAL = 80
_CLOCK = regex(_TIME, re.IGNORECASE)
_LABEL = regex(
    r"\W*(?:first |originally )?(?:published|updated|last (?:updated|modified)|posted|publish(?:ed)? date|created"
    r"|modified|date|uploaded|veröffentlicht|aktualisiert|erstellt|stand|publié|mis à jour|modifié|actualizado"
    r"|publicado|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt|publicerad|uppdaterad|publisert|oppdatert|udgivet|opdateret"
    r"|opublikowano|aktualizacja|publikacja|güncelleme|son güncelleme|giriş"
    r"|प्रकाशित|अपडेट|опубликовано|обновлено|updated on|फ़र्स्ट|פורסם|עודכן)",
    re.IGNORECASE,
)
_FIRST = regex(r"\W*(?:first published|originally published|erstveröffentlicht|erstmals veröffentlicht)", re.IGNORECASE)
_FILLING = regex(
    r"\b(?:first|last|on|at|updated|published|posted|modified|created|date|am|pm|a\.m|p\.m|hrs|uhr|um|le|el|il|em|à|às|a"
    r"|las|ore|kl|klo|the|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|day|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday|min|read|minute|[a-z]{2,4}t|utc|gmt|ist|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|miércoles|jueves|viernes"
    r"|sábado|domingo|by|and|in|of|für|de|del|aktualisiert|am|von|mis|jour|modifié|publié|actualizado|h|comments?"
    r"|share|source|with|agency|for|und|et|y)\b",
    re.IGNORECASE,
)
_LOWER = regex(r"(?<![\w'’])[^\W\d_A-Z]*[a-zà-ÿ][a-zà-ÿ'’\-]+")
_TIME_ONLY = regex(rf"\W*(?:at |um |à )?{_TIME}\s*(?:uhr|hrs|h)?\s*\(?[A-Za-z]{{0,5}}\)?\W*$", re.IGNORECASE)


def find_date(text: str) -> tuple[int, int] | None:
    """Return where the first day with its year begins and ends in `text`, or None."""
    numbers = list(_NUMBER.finditer(text)) if _DIGIT.search(text) else []
    if len(numbers) < 2 and not (numbers and len(numbers[0][0]) > _LONGEST_NUMBER):
        return None
    for number in _AFTER_MONTH.finditer(text):
        month = _month_before(text, number.start())
        if month >= 0:
            return month, number.end()
    for number in numbers[:-1]:
        found = _DAY_FIRST.match(text, number.start())
        if found and (found["month"] is None or _is_month(found["month"])):
            return found.span()
    return None


def _month_before(text: str, end: int) -> int:
    """Return where the name of a month begins that ends at `end`, glued to another word or not; -1 for none."""
    left = max(0, end - 14)
    word = _WORD_BEFORE.search(text[left:end])
    starts = range(word.start(1), word.end(1)) if word else ()
    return next((left + start for start in starts if word and _is_month(text[left + start : left + word.end(1)])), -1)


def _is_month(word: str) -> bool:
    name = word.lower()
    return len(name) > 2 and (name in MONTHS or name == "बजे" or folded_month(name) > 0)


def _without_year(text: str) -> Iterator[int]:
    for pattern in _WITHOUT_YEAR:
        for found in pattern.finditer(text):
            if _is_month(found["month"]):
                yield found.start()


def has_date(text: str) -> bool:
    """Tell whether a day with its year is written anywhere in `text`."""
    return find_date(text) is not None


def date_start(text: str) -> int:
    """Return where the date or the time of day begins in `text`, or its length when there is neither."""
    if not _DIGIT.search(text):
        return len(text)
    day = find_date(text)
    clock = _CLOCK.search(text)
    starts = [day[0]] if day else list(_without_year(text))
    return min(starts + ([clock.start()] if clock else []), default=len(text))


def is_time(text: str) -> bool:
    """Tell whether `text` is a time of day and nothing else."""
    return len(text) < 25 and _TIME_ONLY.match(text) is not None


def is_labelled(text: str) -> bool:
    """Tell whether `text` says that it is the time of publication or of an update."""
    return _LABEL.match(text) is not None


def is_first_published(text: str) -> bool:
    """Tell whether `text` says when the article was first published, which pages say last."""
    return _FIRST.match(text) is not None


def is_date_line(text: str) -> bool:
    """Tell whether `text` is a date line: a date with little beside it, or one that is labelled."""
    if len(text) > 160 or not _DIGIT.search(text):
        return False
    day = find_date(text)
    if day is None:
        return _is_partial(text)
    if is_labelled(text):
        return True
    rest = _CLOCK.sub(" ", text[: day[0]] + " " + text[day[1] :])
    rest = _FILLING.sub(" ", rest)
    return len(rest.split()) <= 9 and len(_LOWER.findall(rest)) <= (2 if _CLOCK.search(text) else 0)


def _is_partial(text: str) -> bool:
    """Tell whether `text` is a time alone, a labelled time, or a day and time without a year."""
    if is_time(text):
        return True
    if len(text) >= _LONGEST_PARTIAL or not _CLOCK.search(text):
        return False
    return is_labelled(text) or (len(text) < 45 and any(True for _ in _without_year(text)))
