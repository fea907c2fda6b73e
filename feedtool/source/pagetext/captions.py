"""CAPTIONS: lines that credit a picture, and where the caption ends and the credit begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.later import regex
from feedtool.source.pagetext import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAIL = 160  # a credit stands within so many characters of the end
_PICTURE = (
    r"(?:file |representative |representational )?(?:photo|image|picture|pic|photograph|foto|bild|video|screengrab"
    r"|zdjęcie|фото|צילום|फोटो|तस्वीर|تصوير|写真|사진|illustration|graphic|fotografía|photographie|imagem)s?"
)
_LABEL = (
    rf"(?:{_PICTURE}(?:\s*credits?|\s*courtesy|\s*source)?\s*"
    r"(?::|：|\||©|\bby\b|\bvia\b|\bvon\b|\bdi\b|\bde\b(?= [A-Z]))"
    rf"|{_PICTURE}\s+courtesy(?: of)?\b"
    r"|(?:photo )?(?:credits?|crédits?|créditos?|courtesy|copyright|image source|bildquelle|quelle bild)"
    r"\s*(?::|\||of\b)"
    r"|(?:photo )?illustration by\b)"
)
_AGENCY = rf"(?:{'|'.join(map(re.escape, phrases.CREDITS))})"
_LABELLED = regex(rf"\b{_LABEL}\s*:?|(?:©|—\s*{_PICTURE}\b)", re.IGNORECASE)
_BRACKETED = regex(
    rf"[\s.|]*[(\[](?P<credit>[^()\[\]]{{0,80}}?(?<![^\W_]){_AGENCY}(?![^\W_])[^()\[\]]{{0,60}}"
    r"|file|supplied|representational|pictured|canva|ai[- ]generated)[)\]][.\s]*$",
    re.IGNORECASE,
)
# What comes before an agency's name: the end of a sentence, a bar or dash, or names parted by slashes.
_SLASHED = regex(
    r"(?P<before>.*?)(?P<credit>(?:(?<=[.!?\"”’)])\s*|\s(?:[|©—–-]|via)\s+|\s)"
    rf"(?:[^\s.]+\s){{0,5}}(?:[^\s]+\s?[/|]\s?)*{_AGENCY}(?:\s?[/|]\s?[\w ]+)*)[)\s]*$",
    re.IGNORECASE,
)
_AGENCY_ALONE = regex(
    rf"\W*(?:[\w.'’&\- ]{{1,60}}[/|,]\s?)*(?:\bvia\s)?{_AGENCY}(?:\s?[/|]\s?[\w ]{{1,30}}|\s+\S+)?\W*$", re.IGNORECASE
)
_NAMED_TAIL = regex(
    r"(?P<before>.{25,}[^\W_A-Z]{2}[)\"”’]?[.!?][\"”’)]?)\s+"
    r"(?P<credit>(?:[A-Z@©][^\s.!?]*\.?(?:[\s/|]+|$)|(?:and|of|for|via|by|the|de|&)\s+){1,8})$"
)
_GLUED_TAIL = regex(r"(?P<before>.{20,}[a-z0-9)\"”’][.!?]?)\.?(?P<credit>(?<=[.!?\"”])[A-Z][\w.'’ /-]{1,60})$")
_GLUED = regex('[.!?"”][A-Z]')
_NUMBERED = regex(r"(?:\[\d+/\d+\]|Item \d+ of \d+)\s?(?=\S)")  # as Reuters counts its pictures
_LICENCE = regex(r"\s*Purchase Licensing Rights.*$")
_FILE_STARTS = frozenset("FfAaDdIiRr")
_SENTENCE_END = regex(r"[^\W_]{3}\. |[!?] ")
_FILE = regex(
    r"(?:file|archivo|archives?|archiv|dossier|in this (?:photo|image|picture|file))\s*"
    r"(?:photo|image|pic|bild|foto)?\s*[-–—:,]|representational image|file photo",
    re.IGNORECASE,
)
# Who stands where; how somebody is pictured; on what day, weekday and all, as agencies write under their pictures.
_PLACED = regex(
    r"[,(] ?(?:far |top |bottom )?(?:left|right|centre|center|second left|second right|l|r|c|L|R|C"
    r"|left to right|pictured|clockwise|above|below|back row|front row)[,):.]"
)
_POSED = ("from left", "left to right", "top left", "from right", "pictured ", "is seen", "are seen", "seen here")
_POSED_TOO = ("poses for", "poses with", "pose for", "is shown", "is on display")
_DATED = regex(r"day,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}),? \d{4}")
# What every label or cue has in it; looking for that first is cheap.
_SIGNS = (":", "|", "©", "—", " by ", "ourtesy")
_OPEN_SIGNS = (" By ", " BY ", " via ", " von ", " di ", " de ", "：")
_LABEL_MARKS = (
    *("photo", "credit", "image", "pic", "©", "courtesy", "foto", "bild", "video", "illustration", "crédit"),
    *("фото", "צילום", "फोटो", "तस्वीर", "تصوير", "写真", "사진", "zdjęcie"),
    *("graphic", "grab", "copyright", "quelle", "fotografía", "imagem"),
)
_APART = bytes(octet if chr(octet).isalnum() or octet == ord("_") else ord(" ") for octet in range(128)) + b" " * 128
_STOPS = frozenset('.!?"”’)|;')
_BRACKETS = frozenset(")]")
_AGENCIES = tuple(phrases.CREDITS)


class Caption(Struct, frozen=True):
    """What is said under a picture, and who made it."""

    caption: str
    credit: str


def read_caption(text: str, *, sentence: bool) -> Caption | None:
    """Return the caption and credit that `text` is, or None; `sentence` tells whether it ends as a sentence does."""
    if len(text) > 900:
        return None
    numbered = _NUMBERED.match(text) if text[0] in "[I" else None
    if numbered:
        text = _LICENCE.sub("", text[numbered.end() :])
        return _credited(text, sentence=sentence) or Caption(text, "")
    return _credited(text, sentence=sentence)


def _credited(text: str, *, sentence: bool) -> Caption | None:
    tail_at = max(0, len(text) - _TAIL)
    tail = text[tail_at:]
    found = None
    signed = any(map(tail.__contains__, _SIGNS)) or (not sentence and any(map(tail.__contains__, _OPEN_SIGNS)))
    if signed and any(map(tail.lower().__contains__, _LABEL_MARKS)):
        found = _labelled(text, tail_at)
    if found is None and not _BRACKETS.isdisjoint(tail[-3:]):
        found = _bracketed(text, tail_at)
    if found is None and not sentence:
        found = _unlabelled(text, tail)
    if found is None and ((text[0] in _FILE_STARTS and _FILE.match(text)) or _is_told(text)):
        found = Caption(text, "")
    return found


def _is_told(text: str) -> bool:
    """Tell whether `text` is a single sentence that says who stands where, or on what day, weekday and all."""
    if len(text) < 25 or (". " in text and ". " in text[:-2]):
        return False
    posed = any(map(text.__contains__, _POSED)) or any(map(text.__contains__, _POSED_TOO))
    return posed or _PLACED.search(text) is not None or ("day" in text and _DATED.search(text) is not None)


def _split(text: str, at: int, credit: str) -> Caption:
    caption = text[:at].rstrip(" |/-–—•·([")
    return Caption(caption if any(map(str.isalnum, caption)) else "", credit.strip(" ;,.:|/-–—()[]©"))


def _labelled(text: str, tail_at: int) -> Caption | None:
    """Return the caption before a label such as `Photo:` near the end, with at most a name after it."""
    for label in _LABELLED.finditer(text, tail_at):
        start = text[: label.start()].rstrip()
        before, credit = start.rstrip(" |/-–—•·(["), text[label.end() :].strip(" ;)].")
        if _SENTENCE_END.search(credit) or credit.count(" ") > 10:
            continue
        apart = not before or start[-1] in "([|-–—•·" or before[-1] in _STOPS or not before[-1].isalnum()
        if apart or text[-1] not in ".!?":
            return _split(text, label.start(), credit)
    return None


def _bracketed(text: str, tail_at: int) -> Caption | None:
    match = _BRACKETED.search(text, tail_at)
    if match is None or len(text[: match.start()].strip()) > 400:
        return None
    stop = text[match.start() : match.end()].lstrip()[:1] == "."
    return _split(text, match.start() + stop, match["credit"])


def _words(text: str) -> list[bytes]:
    """Return the words of a text in lower case, parted by all that is not ASCII too: the names of agencies are."""
    return text.lower().encode("utf-8", "replace").translate(_APART).split()


_AGENCY_STARTS = frozenset(_words(name)[0] for name in _AGENCIES)
_AGENCY_WORDS = frozenset(word for name in _AGENCIES for word in _words(name))


def _unlabelled(text: str, tail: str) -> Caption | None:
    """Return the caption of a line that ends without a full stop, in the name of an agency or of somebody."""
    words = _words(tail)
    named = not _AGENCY_WORDS.isdisjoint(words)
    if named and len(text) <= 90 and _AGENCY_ALONE.match(text):
        said, _, credit = text.rpartition(", ")
        if sum(word.islower() and len(word) > 2 for word in said.split()) > 1 and _AGENCY_ALONE.match(credit):
            return _split(text, len(said), credit)  # `A boat at the landing, Ana Diaz/Getty Images`
        return Caption("", text.strip(" ()[]|"))
    for pattern in _tail_patterns(tail, words, named=named):
        match = pattern.match(tail)
        if match and len(text) - len(match["credit"]) >= 20:
            return _split(text, len(text) - len(tail) + match.start("credit"), match["credit"])
    return None


def _tail_patterns(tail: str, words: list[bytes], *, named: bool) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that stand a chance: most headings hold no agency and no full stop."""
    ends = named and tail.rstrip(") \t\u00a0").lower().endswith(_AGENCIES)
    if (ends or "/" in tail or "|" in tail) and not _AGENCY_STARTS.isdisjoint(words):
        yield _SLASHED
    if ". " in tail or "! " in tail or "? " in tail or ".” " in tail or '." ' in tail:
        yield _NAMED_TAIL
    if _GLUED.search(tail):
        yield _GLUED_TAIL
