"""NAMES: bylines, and the people and agencies that they name."""

from __future__ import annotations

import re

from msgspec import Struct

from feedtool.later import regex
from feedtool.source.pagetext import datelines, phrases

_WRITES = r"written|reported|report|story|words|text|analysis|opinion|interview|review|column|posted|submitted|article"
_EDITS = (
    r"edited|curated|published|compiled|produced|reviewed|translated|updated|uploaded|fact checked|medically reviewed"
)
_FOREIGN = (
    r"(?:(?:ein|eine) \w+ )?von|par|propos recueillis par|por|di|a cura di|door|av|af|tekst|texto|texte|testo"
    r"|autor(?:in|en|a)?|auteurs?|autore|автор|текст|מאת|लेखक|द्वारा|بقلم|كتبت?|作者|撰文|記者|记者"
    r"|yazar|penulis|oleh|ditulis oleh|tác giả|scris de|írta|oprac\.|γράφει (?:ο|η)|โดย"
)
# Where no mark stands behind these, they begin headlines: `Author Ana Diaz Wins Prize`.
_MARKED = (
    r"text(?: (?:und|&) (?:fotos?|bilder))?|teksti|autorka|szerző|kirjoittaja|authors?|writer|reporter|quelle|redaktion"
    r"|(?:取材・)?文(?:・写真)?|pewarta|jurnalis"
)
_EDITORS = r"editors?|redaktor|redaktör|penyunting"
_BEHIND_BY = r"(?:\s*[:,|]\s*|\s*[\-–—]\s+|\s+|(?=[A-Z]))"  # but no hyphen: `By-elections`
_BYLINE = regex(
    rf"\W*(?:(?:(?P<edits>{_EDITS})|(?:{_WRITES})(?: and photographed)?)?\s*\bby\b{_BEHIND_BY}"
    rf"|(?:{_FOREIGN})(?:/\w+)?(?P<mark>\s*[:：|–—/／]\s*|\s+)|(?:(?P<editors>{_EDITORS})|{_MARKED})\s*[:：|–—/／＝=]\s*"
    r"|記者(?=[\u4e00-\u9fff]{2,4}[/／]))(?=[^\s\d])(?P<names>.+)$",
    re.IGNORECASE,
)
_GLUED = regex(r"(?:by|By|BY)(?=[A-Z][a-z])")
_CUT = regex(
    r"\s[-–—|•·]\s|\s*[|•·@(<／]|\s/\s|\s+(?:for|in|at|from|with|via|is|covers|aus|à|en|em|avec|mit|con|com|published|updated|posted|last)\s"
    r"|\s+(?:FOR|AT)\s+(?:THE\s+)?[A-Z]|\s+on\s|https?:|(?<=\s)[a-z0-9._]+@"
    r"|(?:Published|Updated|Last [Uu]pdated|Publié|Veröffentlicht)\b|\s+-\s*$"
)
# `Ana Diaz in Madrid and Jo Ray`: where each of them wrote from.
_WHEREABOUTS = regex(r"\sin\s[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,2}(?=\s(?:and|&)\s|,\s)")
_LEADS_TO_DATE = regex(
    r"(?:(?<=[\s,|])(?:(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?|at|on|um|am|le|à|el|il|em)[.,\s]+)+$",
    re.IGNORECASE,
)
_JOINED = regex(
    r"\s*(?:,\s*(?:and|und|et|y|e|og|&)\s+|,|;|\s&\s|\s(?:and|und|et|y|e|i|og|och|en|ja|ve|with|und|और|ו)\s|\s/\s|/)\s*"
)
_TITLES_BEHIND = frozenset(("기자", "특파원", "記者", "记者", "संवाददाता"))
_PARTICLES = frozenset(
    (
        *("de", "del", "della", "di", "da", "dos", "das", "do", "du", "van", "von", "der", "den", "ter", "la", "le"),
        *("el", "al", "bin", "ibn", "abu", "ben", "y", "e", "af", "zu", "zur", "of", "the", "for"),
    )
)
_WORD = regex(r"[^\W\d_][^\d\s_,;:!?()/@\"“”|+]*$")
_ROLE_GLUED = regex(r"(?<=[a-zé])(?=[A-Z][A-Za-z&]*\b)")
_ROLE_WORDS = frozenset(phrases.ROLES)
_AGENCIES = frozenset(phrases.AGENCIES)
_LONG_AGENCIES = tuple(agency for agency in phrases.AGENCIES if agency.count(" ") > 1)
_DESK = regex(
    r"\b(?:bureau|desk|staff|team|redaktion|redacción|rédaction|redazione|redação|service|network)\b"
    r"|(?-i:^[A-Z]{2,5} (?:Correspondent|Reporter)$)",
    re.IGNORECASE,
)
_OURS = regex(r"^(?:onze|unser(?:e[mnr]?)?|notre|nuestr[oa]|noss[oa]|vår)\s(?:[a-zà-ÿ-]+\s){1,2}(?=[A-Z])")
# A picture's description with the name below it glued to it: `Portrait of Ana DiazAna Diaz`.
_PORTRAIT = regex(r"(?:portrait|photo|headshot|picture) of (?P<name>.+?)\s?(?P=name)$", re.IGNORECASE)
_HEADLINE = regex(r"\s(?:In|For|At|To|On|With|After|Before|Over|Is|Are|His|Her|Its|Their)\b(?!\.)")
_EMPLOYER = regex(
    r"^The |\b(?:University|College|Institute|School|Times|Herald|Post|Express|Today|Network|Foundation|Council)\b"
)
_NO_NAME = regex(
    r"\b(?:news|politics|world|business|sports?|home|photos?|getty|images?|live|breaking|exclusive|editors?'?|premium)\b",
    re.IGNORECASE,
)


class Byline(Struct, frozen=True):
    """The part of a byline that holds names, and whether they wrote the article or only edited it."""

    text: str
    writes: bool


def read_byline(text: str) -> Byline | None:
    """Return the byline that `text` is, or None; a line counts only where a name or an agency follows the label."""
    match = _BYLINE.match(text)
    if match is None or len(text) > 200:
        return None
    named = match["names"]
    if not named[0].isalpha() or (named[0].islower() and not _GLUED.match(text) and not names_in(named)):
        return None
    if text[-1] in ".!?" and len(text) > 60 and not datelines.has_date(text):
        return None
    return Byline(named, not (match["edits"] or match["editors"])) if names_in(named) else None


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in the names part of a byline, without roles, places, handles and dates."""
    found: list[str] = []
    dated = datelines.date_start(text)
    text = (_LEADS_TO_DATE.sub("", text[:dated]) if dated < len(text) else text).strip(" ,.;:|/-–—•·")
    text = _WHEREABOUTS.sub("", _GLUED.sub("", text))
    head = _without_role(text[: _cut_at(text)])
    parts = _JOINED.split(head.strip(" ,.;:|/-–—"))
    for part in parts[:12]:
        name = _name(part)
        if name and not (found and (_is_place(name, head) or _is_employer(part, head))):
            found.append(name)
    return tuple(dict.fromkeys(found))


def _cut_at(text: str) -> int:
    match = _CUT.search(text, 2)
    return match.start() if match else len(text)


def _name(part: str) -> str:
    """Return `part` as a name, or nothing when it is a role, an organisation's department or no name at all."""
    part = _without_role(_OURS.sub("", part.strip(" .,:;*")))
    words = part.split()
    if len(words) > 1 and words[-1] in _TITLES_BEHIND:
        words = words[:-1]
        part = " ".join(words)
    if len(words) == 2 and words[0] in _AGENCIES:
        return words[0]
    if len(words) > 3 and " ".join(words[-2:]).lower() in _AGENCIES:
        words = words[:-2]
        part = " ".join(words)
    if part.lower() in _AGENCIES or (_DESK.search(part) and 1 < len(words) <= 5 and part[:1].isupper()):
        return part
    if not words or is_role(part) or len(words) > 5:
        return ""
    if (
        not all(map(_fits, words))
        or _HEADLINE.search(part)
        or not any(word[0].isupper() or not word[0].islower() for word in words)
    ):
        return ""
    return part.title() if part.isupper() and len(words) > 1 and not _NO_NAME.search(part) else part


def _without_role(part: str) -> str:
    """`Ayeesha WalshShowbiz & TV Reporter` -> `Ayeesha Walsh`."""
    glued = _ROLE_GLUED.search(part)
    while glued:
        if is_role(part[glued.start() :]):
            return part[: glued.start()]
        glued = _ROLE_GLUED.search(part, glued.end() + 1)
    return part


def _fits(word: str) -> bool:
    return (word[0].isupper() or not word[0].islower() or word.lower() in _PARTICLES) and bool(_WORD.match(word))


def _is_place(name: str, head: str) -> bool:
    """One word, or capitals, after a comma is where they wrote from: `Ana Diaz, Madrid`; `AFP, MANILA`."""
    place = " " not in name or (name.isupper() and not head.isupper())
    return place and name.lower() not in _AGENCIES and f", {name}" in head


def _is_employer(part: str, head: str) -> bool:
    """Whom they write for stands after a comma: `Ana Diaz, The Herald`; `Jo Ray, da Folhapress`."""
    return f", {part}" in head and (part[:1].islower() or _EMPLOYER.search(part) is not None)


def is_role(text: str) -> bool:
    """Tell whether `text` says what somebody does."""
    return any(word.strip(".,:;·") in _ROLE_WORDS for word in text.lower().split())


def is_agency(name: str) -> bool:
    """Tell whether `name` is a news agency or a desk rather than a person."""
    return name.lower() in _AGENCIES or bool(_DESK.search(name))


def lone_names(text: str) -> tuple[str, ...]:
    """Return the names that a line consists of: `Joanna Walters and Edward Helmore in New York`, else nothing."""
    if len(text) > 90 or text[-1:] in ".!?:":
        return ()
    agency = _agency_first(text)
    portrait = _PORTRAIT.match(text)
    if agency or portrait:
        return (agency or (portrait["name"] if portrait else ""),)
    return () if text.isupper() else _consisting(text)


def _consisting(text: str) -> tuple[str, ...]:
    """Return the names that make up at least half of a line that says nothing else."""
    text = ", ".join(part for at, part in enumerate(text.split(", ")) if not (at and is_role(part)))
    if _NO_NAME.search(text):
        return ()
    found = names_in(text)
    told = sum(map(len, found))
    if not found or told < 0.5 * len(text) or found[0].startswith(("The ", "About ")):
        return ()
    titled = text.split()[-1] in _TITLES_BEHIND
    return found if all(1 < len(name.split()) < 5 or is_agency(name) or titled for name in found) else ()


def _agency_first(text: str) -> str:
    """`Press Trust of India  Kochi`, `AFP, MANILA`: the agency that a line begins with, a place at most behind it."""
    low = text.lower()
    first, comma, place = text.partition(", ")
    if comma and first.lower() in _AGENCIES and place.isupper() and place.count(" ") < 2:
        return first
    for agency in _LONG_AGENCIES:
        if low.startswith(agency) and len(text[len(agency) :].split()) < 3:
            return text[: len(agency)]
    return ""


def capital_names(text: str) -> tuple[str, ...]:
    """Return the names that a line of capitals consists of, `ANA DIAZ`: by itself it could be a headline or a place."""
    return lone_names(text.title()) if text.isupper() and 1 < len(text.split()) < 4 else ()


def names_behind(text: str) -> tuple[str, ...]:
    """Return the names that a date line ends with: `22 December 2023 by Ana Diaz`."""
    behind = _BY_BEHIND.search(text)
    return names_in(behind[1]) if behind else ()


_BY_BEHIND = regex(r"\d{4}\b.{0,30}?\s(?:by|von|par|por|di)\s+([^\W\d].*)$", re.IGNORECASE)


def leading_names(text: str) -> tuple[str, ...]:
    """Return the names with which a date line begins: `Ana Diaz, Money Reporter 22 December 2023`."""
    before = text[: datelines.date_start(text)].strip(" -–—|/·•,")
    found = () if datelines.is_labelled(text) or _NO_NAME.match(before) else names_in(before)
    whole = (name for name in found if " " in name or is_agency(name))
    return tuple(whole) if found and before.startswith(found[0]) else ()
