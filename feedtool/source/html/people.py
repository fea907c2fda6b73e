"""PEOPLE: who wrote the article: authors before editors, names before handles; neither the site nor its staff."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.article import Person
from feedtool.characters import fold
from feedtool.later import regex
from feedtool.markup import web
from feedtool.source.pagetext.names import is_agency, is_role, leading_names, lone_names, names_in, read_byline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.source.html.facts import Fact, Facts

_BY = regex(
    r"^(?:(?:written|reported|story|posted|words|text)\s+)?(?:by|von|par|por|di|door|av)[\s:]+(?=\S)|^(?!https?:)\w{2,12}:\s*",
    re.IGNORECASE,
)
_MORE = regex(
    r"^(?:view|see|read|show|all|more|other|posts|articles|stories)\b.{0,20}\b(?:from|by|of)\s", re.IGNORECASE
)
_MAIL = regex(r"\s*[(<\[][^()<>\[\]]*@[^()<>\[\]]*[)>\]]")
_STAFF = ("staff", "team", "editors", "editorial", "reporter", "newsroom", "contributor", "contributors", "admin")
_JOINED = regex(r"\s*(?:;|\s\|\s|,\s*(?:and|und|et|y|e|og)\s+|\s(?:and|und|&|और)\s)\s*", re.IGNORECASE)
_COMMA = regex(r"\s*,\s*")
_NO_NAME = regex(r"https?:|www\.|^@|^\W*$|\.(?:com|org|net)\b|^\d+$", re.IGNORECASE)
_NOBODY = frozenset(
    (
        *("staff", "admin", "administrator", "editor", "editors", "author", "redaktion", "redacción", "rédaction"),
        *("redazione", "redação", "newsroom", "news desk", "web desk", "staff writer", "staff reporter", "guest"),
        *("unknown", "none", "null", "undefined", "n/a", "anonymous", "contributor", "web team", "editorial team"),
        *("editorial staff", "news staff", "webmaster", "wordpress", "online desk", "digital desk", "by", "user"),
    )
)


def read_people(facts: Facts, fields: tuple[str, ...]) -> tuple[tuple[Person, ...], Fact | None]:
    """Return the people of the first field that names any, and the fact that does."""
    sites = {fold(site) for site in facts.values("site")}
    nobody = _NOBODY | sites | {f"{site} {staff}" for site in sites for staff in _STAFF}
    for name in fields:
        people, fact = _named(facts, name, nobody)
        if people:
            return people, fact
    return (), None


def _named(facts: Facts, field: str, nobody: frozenset[str]) -> tuple[tuple[Person, ...], Fact | None]:
    """Return the people of the first rule that names any."""
    for rule in dict.fromkeys(fact.rule for fact in facts[field]):
        told = [fact for fact in facts[field] if fact.rule == rule]
        people: dict[str, Person] = {}
        first: Fact | None = None
        for fact in told:
            for name in _names(fact, field):
                if fold(name) not in nobody:
                    people.setdefault(fold(name), Person(name=name, uri=web(fact.more.get("page", ""))))
                    first = first or fact
            if first and field != "author":
                break
        if people:
            return tuple(people.values()), first
    return (), None


def _names(fact: Fact, field: str) -> Iterator[str]:
    if field == "byline":
        byline = read_byline(fact.value)
        found = names_in(byline.text) if byline and byline.writes else _unlabelled(fact.value)
        yield from [name for name in found if not is_agency(name)] or found
        return
    for part in _split(_MORE.sub("", _BY.sub("", _MAIL.sub("", fact.value))), fact):
        name = part.strip(" ,|–—-")
        if not _NO_NAME.search(name) and len(name) < 80 and any(map(str.isalpha, name)):
            yield name


def _unlabelled(text: str) -> tuple[str, ...]:
    """Return the names that a byline without a label consists of, or with which it begins before its date."""
    return lone_names(text) or leading_names(text)


def _split(text: str, fact: Fact) -> list[str]:
    """Return the names in a text; a comma parts names of two words and more, not a name from its place or agency."""
    if fact.more.get("kind", "").endswith("Organization"):
        return [text]
    parts = [part for joined in _JOINED.split(text) for part in _parted(joined)]
    if len(parts) > 1:
        parts = [part for part in parts if not is_role(part)] or parts
    return parts if all(len(part.split()) > 1 for part in parts) else [text]


def _parted(text: str) -> list[str]:
    parts = _COMMA.split(text)
    return parts if all(1 < len(part.split()) < 5 for part in parts) else [text]
