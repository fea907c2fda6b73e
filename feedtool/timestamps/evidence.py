"""Which zone a written time is in, by order of evidence, and the rule that decided.

Numeric offset, IANA name, UTC/GMT/Z, zone word (the source's setting, then the publisher's country, then the shipped
meaning), and only then the zone that is configured for times that name none.  The process's zone is never asked.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from feedtool.errors import TimestampError
from feedtool.problem import Level, Problem
from feedtool.timestamps import zonewords
from feedtool.timestamps.zones import country_of_host, country_of_language, fixed, parse_offset, parse_zone

if TYPE_CHECKING:
    from feedtool.timestamps.policy import ZonePolicy
    from feedtool.timestamps.zones import WrittenZone
    from feedtool.timestamps.zonewords import Meaning

_MINUTE = timedelta(minutes=1)


class Decision(NamedTuple):
    """An instant in a fixed offset, the zone it was read in, the rule that decided, and what was doubtful."""

    instant: datetime
    zone: str
    rule: str
    problems: tuple[Problem, ...]


class _Evidence(NamedTuple):
    meaning: Meaning
    zone: str
    rule: str
    word: str = ""


def is_zone_word(word: str, policy: ZonePolicy) -> bool:
    """Say whether `word` (capitals) is a zone word, shipped or by the source's setting."""
    return word in zonewords.SHIPPED or word in zonewords.BY_COUNTRY or _setting(word, policy) != ""


def decide(zone: WrittenZone | None, local: datetime, policy: ZonePolicy) -> Decision:
    """Return the instant of the wall clock `local` (naive) in the zone that the evidence gives.

    Raises:
        TimestampError: no zone is named and none configured, or the word that is there is no known zone.

    """
    evidence = _EVIDENCE[zone.kind](zone.name, policy) if zone else _configured(policy)
    if isinstance(evidence.meaning, int):
        moment = local.replace(tzinfo=fixed(evidence.meaning))
        return Decision(moment, evidence.zone, evidence.rule, _season(evidence, local))
    if _irish_winter(evidence, local):
        return _as_indian(evidence, local)
    moment, problems = in_zone(local, evidence.meaning)
    return Decision(moment, evidence.zone, evidence.rule, (*problems, *_contradicted(evidence, moment)))


def in_zone(local: datetime, name: str) -> tuple[datetime, tuple[Problem, ...]]:
    """Return the wall clock `local` by the rules of the IANA zone `name`, in a fixed offset of whole minutes.

    A time that the clocks skipped is read with the offset before the change, one that they showed twice as the first
    (PEP 495, fold=0); an offset with seconds becomes UTC, since neither RFC 822 nor RFC 3339 can write it.
    """
    rules = ZoneInfo(name)
    first, second = (local.replace(tzinfo=rules, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    moment = local.replace(tzinfo=timezone(first))
    if first % _MINUTE:
        return moment.astimezone(UTC), (
            _warn("time-offset-seconds", f"{name} was {first} from UTC then: written as UTC"),
        )
    if first == second:
        return moment, ()
    if first > second:
        return moment, (_warn("time-twice", f"{local} happened twice in {name}: the first is taken"),)
    return moment, (_warn("time-skipped", f"{local} never was in {name}: read with the offset before the change"),)


def _warn(rule: str, message: str) -> Problem:
    return Problem(rule=rule, level=Level.WARNING, message=message)


def _setting(word: str, policy: ZonePolicy) -> str:
    return policy.words.get(word) or next((zone for name, zone in policy.words.items() if name.upper() == word), "")


def _configured(policy: ZonePolicy) -> _Evidence:
    if not policy.timezone:
        raise TimestampError(
            "the time names no zone and none is configured",
            expected="a zone word, an offset such as +05:30, or a configured time zone",
            hint='timezone = "Asia/Kolkata" in the configuration, or --timezone Asia/Kolkata',
        )
    return _Evidence(parse_zone(policy.timezone), policy.timezone, f"no zone word: time zone {policy.timezone}")


def _by_offset(name: str, _policy: ZonePolicy) -> _Evidence:
    try:
        minutes = parse_offset(name)
    except ValueError as error:
        raise TimestampError(str(error), expected="an offset between -14:00 and +14:00") from None
    hours, rest = divmod(abs(minutes), 60)
    return _Evidence(minutes, f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}", "numeric offset")


def _by_name(name: str, _policy: ZonePolicy) -> _Evidence:
    return _Evidence(name, name, f"IANA name {name}")


def _by_city(name: str, _policy: ZonePolicy) -> _Evidence:
    return _Evidence(name, name, f"place name: {name}")


def _by_utc(name: str, _policy: ZonePolicy) -> _Evidence:
    return _Evidence(0, "UTC", "UTC" if name == "UTC" else f"{name} is UTC")


def _by_word(word: str, policy: ZonePolicy) -> _Evidence:
    shown = "Uhr" if word == "UHR" else word
    setting = _setting(word, policy)
    if setting:
        return _Evidence(parse_zone(setting), shown, f"zone word {shown} (source setting: {setting})", word)
    meanings = zonewords.BY_COUNTRY.get(word, {})
    for country, why in _countries(policy):
        if country in meanings:
            return _Evidence(meanings[country], shown, f"zone word {shown} ({why})", word)
    if word not in zonewords.SHIPPED:
        return _unknown(word, policy)
    return _Evidence(zonewords.SHIPPED[word], shown, f"zone word {shown} ({_shipped(word)})", word)


def _shipped(word: str) -> str:
    if word == "UHR":
        return "language: German, Europe/Berlin"
    meaning = zonewords.SHIPPED[word]
    if isinstance(meaning, str):
        return f"rules of {meaning}"
    return "project default: India" if word == "IST" else "literal"


def _countries(policy: ZonePolicy) -> tuple[tuple[str, str], ...]:
    return (
        (country_of_host(policy.host), f"host {policy.host}"),
        (country_of_language(policy.language), f"language {policy.language}"),
        (zonewords.ZONE_COUNTRY.get(policy.timezone, ""), f"project default: {policy.timezone}"),
    )


def _unknown(word: str, _policy: ZonePolicy) -> _Evidence:
    raise TimestampError(
        f"unknown zone word {word}",
        expected="an offset such as +05:30, or a zone word that is known",
        hint=f"say what it means in the source's zone words, as {word} = an IANA name or an offset",
    )


_EVIDENCE = {
    "offset": _by_offset,
    "iana": _by_name,
    "city": _by_city,
    "utc": _by_utc,
    "word": _by_word,
    "unknown": _unknown,
}


def _season(evidence: _Evidence, local: datetime) -> tuple[Problem, ...]:
    """Warn where a literal word ("EST" in July) is not what clocks showed; the word is believed."""
    rules = zonewords.SEASONS.get(evidence.word, "")
    meaning = zonewords.SHIPPED.get(evidence.word)
    if not rules or not isinstance(meaning, int) or evidence.meaning != meaning:
        return ()
    shown = local.replace(tzinfo=ZoneInfo(rules)).utcoffset()
    if shown == timedelta(minutes=meaning):
        return ()
    return (_warn("zone-season", f"{evidence.word} is not what {rules} had on {local.date()}: taken literally"),)


def _contradicted(evidence: _Evidence, moment: datetime) -> tuple[Problem, ...]:
    """Warn where a word of standard time is printed in summer, or IST in a Dublin winter; the zone's rules decide."""
    word, offset = evidence.word, moment.utcoffset()
    literal = zonewords.STANDARD.get(word) or _IST_LITERAL.get((word, str(evidence.meaning)))
    if literal is None or offset == timedelta(minutes=literal):
        return ()
    return (_warn("zone-season", f"{word} is not what {evidence.meaning} had on {moment.date()}: its rules are taken"),)


_IST_LITERAL = {("IST", "Asia/Jerusalem"): 120, ("IST", "Europe/Dublin"): 60}


def _irish_winter(evidence: _Evidence, local: datetime) -> bool:
    """Say whether the word IST is read as Irish on a date when Ireland was not on it; a source's setting stands."""
    if (evidence.word, evidence.meaning) != ("IST", "Europe/Dublin") or "source setting" in evidence.rule:
        return False
    return local.replace(tzinfo=ZoneInfo("Europe/Dublin")).utcoffset() != timedelta(hours=1)


def _as_indian(evidence: _Evidence, local: datetime) -> Decision:
    problem = _warn("zone-season", f"Ireland was not on IST on {local.date()}: Indian time is taken")
    rule = f"{evidence.rule}; not in winter: India"
    return Decision(local.replace(tzinfo=fixed(330)), "IST", rule, (problem,))
