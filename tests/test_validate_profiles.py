"""Profiles: the same rules at other levels, by name, by option and by the configuration."""

from __future__ import annotations

import pytest

from feedtool.problem import Level, Problem
from feedtool.validate import RULES
from feedtool.validate.against.rules import AGAINST_RULES
from feedtool.validate.book import BOOK
from feedtool.validate.delivered import DELIVERY_RULES
from feedtool.validate.profiles import (
    DEFAULT,
    PROFILES,
    WORDS,
    leveled,
    levels_of,
    quiet,
    read_levels,
    read_profile,
)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_a_profile_names_rules_that_there_are(profile: object) -> None:
    row = PROFILES[getattr(profile, "name", "")]
    assert row.levels.keys() <= BOOK.keys()
    assert row.about
    assert set(row.levels.values()) <= set(WORDS.values())


def test_the_book_holds_every_rule() -> None:
    assert BOOK.keys() == RULES.keys() | AGAINST_RULES.keys() | DELIVERY_RULES.keys()
    assert len(BOOK) == len(RULES) + len(AGAINST_RULES) + len(DELIVERY_RULES)


def test_the_default_profile_changes_nothing() -> None:
    assert levels_of() == levels_of(DEFAULT) == {}


def test_levels_are_changed_and_rules_switched_off() -> None:
    levels = levels_of("rss-board", {"rss-guid-missing": "off", "html-frame": "error"})
    problems = [
        Problem(rule=rule, level=RULES[rule].level, message="")
        for rule in ("rss-guid-missing", "html-frame", "rss-self-link-missing", "rss-date-invalid")
    ]
    assert [(problem.rule, problem.level) for problem in leveled(problems, levels)] == [
        ("html-frame", Level.ERROR),
        ("rss-self-link-missing", Level.ERROR),
        ("rss-date-invalid", Level.ERROR),
    ]


@pytest.mark.parametrize(
    ("profile", "changes", "words"),
    [
        ("w3", {}, "did you mean 'w3c'?"),
        (DEFAULT, {"html-frames": "off"}, "did you mean 'html-frame'?"),
        (DEFAULT, {"html-frame": "fatal"}, "off, info, warning or error"),
    ],
)
def test_what_there_is_not_is_refused_with_what_was_meant(profile: str, changes: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words.replace("?", r"\?")):
        levels_of(profile, changes)


def test_the_configuration_is_read_by_value_errors() -> None:
    assert read_profile("apple") == "apple"
    assert read_levels({"html-frame": "off"}) == {"html-frame": "off"}
    for wrong in ("!", object(), {"html-frame": 1}, {"x": "off"}):
        with pytest.raises(ValueError, match=r"\w"):
            read_levels(wrong)
        with pytest.raises(ValueError, match="feedtool, w3c"):
            read_profile(wrong)


def test_quiet_rules_speak_where_a_level_is_given_to_them() -> None:
    silent = quiet({})
    assert silent == {code for code, rule in BOOK.items() if rule.quiet}
    some = min(silent)
    assert quiet({some: Level.INFO}) == silent - {some}
    assert quiet({some: None}) == silent
