"""Repairs of values: dates, booleans, lengths, languages, text that was spoilt on its way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.errors import TimestampError
from feedtool.later import regex
from feedtool.validate import dates, values
from feedtool.validate.fix.draft import Edit, valued
from feedtool.validate.fix.written import Token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from feedtool.problem import Problem
    from feedtool.validate.fix.draft import Draft, Mend, Repair

_LONGEST: Final = 200
_ALLOWED_DOUBTS: Final = frozenset({"weekday-contradicts"})  # the date counts; the weekday is written anew
_MILITARY = regex(r"\d\s*[A-IK-Ya-ik-y]\Z")
_BOOLEANS: Final = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}
_UNKNOWN: Final = frozenset({"", "none", "null", "nil", "nan", "undefined", "unknown", "n/a", "-", "-1", "?"})
_GROUPED = regex(r"\d{1,3}(?:[, _.\u00a0]\d{3})+\Z", re.ASCII)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TEXT_TYPES: Final = {"text/html": "html", "text/plain": "text", "html/text": "html"}
_SPOILT = regex(r"[ÂÃà-ïðâ][\u0080-\u00ff\u0152-\u2122\u0192\u20ac]")
_RUN = regex(r"[^\x00-\x7f]+")
_C1 = regex(r"[\x80-\x84\x86-\x9f]|&#(1[2-5]\d);")
_WRITE = regex(r"write (.+)\Z", re.DOTALL)


def moment(text: str, read: Callable[[str], dates.Written]) -> datetime | None:
    """Return the instant that a written date certainly means: by its own form, else by the shipped zone policy."""
    written = read(text[:_LONGEST])
    if written.kind == "range" or _MILITARY.search(text):
        return None
    if written.instant is not None:
        return written.instant
    from feedtool.timestamps import read_time  # noqa: PLC0415 - reads every form there is, and is seldom wanted

    try:
        stamp = read_time(text[:_LONGEST])
    except TimestampError:
        return None
    certain = stamp.precision != "day" and {problem.rule for problem in stamp.problems} <= _ALLOWED_DOUBTS
    return stamp.instant if certain else None


def date(read: Callable[[str], dates.Written], write: Callable[[datetime], str]) -> Repair:
    """Return the repair of a date that `read` understands or nearly does, written anew by `write`."""

    def new(text: str) -> str:
        found = moment(" ".join(text.split()), read)
        return write(found) if found else ""

    return lambda draft, problem: valued(draft, problem, new)


def boolean(text: str) -> str:
    """Return `true` or `false` for every way of saying it."""
    return _BOOLEANS.get(text.strip().lower(), "")


def explicit(text: str) -> str:
    """Return what itunes:explicit says, in the words that Apple takes today."""
    return {"clean": "false", "explicit": "true"}.get(text.strip().lower(), "") or boolean(text)


def yes(text: str) -> str:
    """Return Yes for every way of saying it."""
    return "Yes" if boolean(text) == "true" else ""


def length(text: str) -> str:
    """Return a length in bytes as digits, 0 when it says that nobody knows."""
    text = text.strip()
    if _GROUPED.match(text):
        return re.sub(r"\D", "", text)
    return "0" if text.lower() in _UNKNOWN else ""


def language(text: str) -> str:
    """Return a language with hyphens for underscores."""
    better = text.strip().replace("_", "-")
    return "" if values.language(better) else better


def day(text: str) -> str:
    """Return a day of the week in full, with its capital letter."""
    word = text.strip().lower()
    return next((name for name in _DAYS if word in {name.lower(), name[:3].lower()}), "")


def text_type(text: str) -> str:
    """Return what Atom calls a media type of text."""
    return _TEXT_TYPES.get(text.strip().lower(), "")


def spaced(text: str) -> str:
    """Return numbers with spaces between them for commas."""
    return re.sub(r"\s*,\s*", " ", text.strip())


def version(text: str) -> str:
    """Return 2.0 for every way of writing it."""
    return "2.0" if re.fullmatch(r"\s*(?:rss\s*)?2(?:\.0+)?\s*", text, re.IGNORECASE) else ""


def as_told(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Write what the problem itself says is to be written."""
    match = _WRITE.match(problem.fix)
    return valued(draft, problem, lambda _old: match[1]) if match else ()


def stripped(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Take away the white space around a value."""
    element = draft.element(problem.place)
    if element is None:
        return
    if "/@" in problem.place.field:
        found = draft.attribute(problem.place, element)
        if found:
            written = draft.text[found.value_start : found.value_end]
            yield (Edit(found.value_start, found.value_end, written.strip()),)
        return
    run = draft.written.run(element)
    if run and run.kind == "text":
        yield (Edit(element.open_end, element.inner_end, draft.text[run.start : run.end]),)


def _piece(draft: Draft, problem: Problem) -> Token | None:
    """Return the piece of text, or the tag, in which a problem stands; the first one of its element at the least."""
    element, index = draft.element(problem.place), draft.index(problem.place)
    if element is None:
        return None
    if element.start < index < element.open_end:
        return Token("open", element.start, element.open_end)
    return next((piece for piece in element.pieces if piece.end > index), None)


def mojibake(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Read each run of letters that was UTF-8 taken for windows-1252 as what it was."""
    piece = _piece(draft, problem)
    for run in _RUN.finditer(draft.text, piece.start, piece.end) if piece else ():
        mended = draft.held(_reread(run[0]), piece.kind) if piece else ""
        if mended:
            yield (Edit(run.start(), run.end(), mended),)


def _reread(text: str) -> str:
    """Return `text` read as UTF-8, "" when its bytes are none."""
    if not _SPOILT.search(text):
        return ""
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return ""


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")  # the five bytes that windows-1252 leaves open


def control_characters(draft: Draft, problem: Problem) -> Iterable[Mend]:
    """Write control characters as the characters of windows-1252 that they were meant to be."""
    piece = _piece(draft, problem)
    for match in _C1.finditer(draft.text, piece.start, piece.end) if piece else ():
        written = match[1] or ""
        number = int(written or ord(match[0]))
        meant = bytes([number]).decode("cp1252", "ignore") if 0x80 <= number <= 0x9F else ""
        if piece is None or not meant or (written and piece.kind == "cdata"):
            continue
        mended = f"&#{ord(meant)};" if written else draft.held(meant, piece.kind)
        if mended:
            yield (Edit(match.start(), match.end(), mended),)
