"""Profiles: the same rules at other levels, for who asks. A profile is data: a rule's code and the level it gets.

What a profile does not name keeps the level of the rule book. `None` switches a rule off.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from feedtool.problem import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from feedtool.problem import Problem

Levels = dict[str, Level | None]
ERROR, WARNING, INFO, OFF = Level.ERROR, Level.WARNING, Level.INFO, None
WORDS: Final[Mapping[str, Level | None]] = MappingProxyType({"off": None, **{level.value: level for level in Level}})


class Profile(Struct, frozen=True, kw_only=True):
    """One set of levels: whose it is, and the rules whose level it changes."""

    name: str
    about: str
    levels: Mapping[str, Level | None] = field(default_factory=dict)


def _all(level: Level | None, *codes: str) -> Levels:
    return dict.fromkeys(codes, level)


_PODCAST: Final = {
    **_all(
        ERROR,
        *("rss-guid-missing", "rss-enclosure-several", "value-blank", "language-missing"),
        *("itunes-part-missing", "itunes-not-utf8", "itunes-format", "itunes-category-old"),
    ),
    **_all(INFO, "html-broken", "html-frame", "html-relative-address", "rss-said-twice", "channel-link-is-self"),
    **_all(OFF, "rss-image-width-invalid", "rss-image-height-invalid", "rss-slash-without-date", "rss-text-input"),
}

_ROWS: Final = (
    Profile(name="feedtool", about="the levels of the rule book"),
    Profile(
        name="w3c",
        about="the levels of the W3C Feed Validation Service: what it is silent about is off",
        levels={
            **_all(
                OFF,
                *("text-mojibake", "updated-before-published", "channel-link-is-self", "feed-older-than-entry"),
                *("html-script-address", "atom-entry-id-is-feed-id", "atom-name-is-email", "feed-stale"),
                *("link-repeated", "entry-twice", "entries-unordered", "podcast-not-https", "document-large"),
                *("document-very-large", "document-too-large"),
            ),
            **_all(WARNING, "html-frame", "namespace-unknown", "rss-markup-not-hex", "atom-entry-updated-same"),
            **_all(INFO, "encoding-undeclared", "encoding-not-unicode", "language-missing"),
        },
    ),
    Profile(
        name="rss-board",
        about="the RSS Best Practices Profile: what it recommends is demanded",
        levels={
            **_all(
                ERROR,
                *("rss-self-link-missing", "self-link-relative", "self-link-other-format", "rss-guid-missing"),
                *("html-in-plain-text", "html-relative-address", "rss-content-first", "rss-item-misplaced"),
                *("rss-enclosure-several", "rss-image-title-differs", "rss-image-link-differs", "rss-text-input"),
                *("rss-person-without-name", "rss-person-form", "rss-slash-without-date", "rss-date-risky"),
            ),
            **_all(WARNING, "rss-markup-not-hex"),
            **_all(INFO, "rss-said-twice", "channel-link-is-self", "feed-older-than-entry"),
        },
    ),
    Profile(
        name="apple",
        about="what Apple Podcasts demands of a show's feed, as far as a document can tell",
        levels={**_PODCAST, **_all(OFF, "rss-self-link-missing", "rss-content-first", "rss-item-misplaced")},
    ),
    Profile(
        name="psp1",
        about="PSP-1 of the Podcast Standards Project, as far as a document can tell",
        levels={
            **_PODCAST,
            **_all(ERROR, "rss-self-link-missing", "self-link-relative", "self-link-other-format"),
            **_all(ERROR, "podcast-not-https"),
        },
    ),
)
PROFILES: Final[Mapping[str, Profile]] = MappingProxyType({row.name: row for row in _ROWS})
DEFAULT: Final = "feedtool"


def levels_of(profile: str = DEFAULT, changes: Mapping[str, str] | None = None) -> Levels:
    """Return the levels that hold: those of a profile, and over them `changes` (a rule's code to off, info …).

    Raises:
        ValueError: there is no such profile, rule or level; the message says which may have been meant.

    """
    if profile not in PROFILES:
        raise ValueError(f"there is no profile {profile!r}{_meant(profile, PROFILES)}")
    levels: Levels = dict(PROFILES[profile].levels)
    if not changes:
        return levels
    from feedtool.validate.book import BOOK  # noqa: PLC0415 - most builds need not open it

    for code, word in changes.items():
        if code not in BOOK:
            raise ValueError(f"there is no rule {code!r}{_meant(code, BOOK)}")
        if word not in WORDS:
            raise ValueError(f"{word!r} is no level: off, info, warning or error is due")
        levels[code] = WORDS[word]
    return levels


def _meant(name: str, known: Iterable[str]) -> str:
    import difflib  # noqa: PLC0415 - only for mistakes

    near = difflib.get_close_matches(name, list(known), 1)
    return f" (did you mean {near[0]!r}?)" if near else ""


def read_profile(value: object) -> str:
    """Return the `profile` of the configuration's table `[validate]`.

    Raises:
        ValueError: it is none.

    """
    if isinstance(value, str) and value in PROFILES:
        return value
    raise ValueError(f"one of {', '.join(PROFILES)}{_meant(str(value), PROFILES)}")


def read_levels(value: object) -> dict[str, str]:
    """Return the `levels` of the configuration's table `[validate]`: `{ html-frame = "off" }`.

    Raises:
        ValueError: it is no table, or holds a rule or a level that there is not.

    """
    if not isinstance(value, dict) or not all(isinstance(word, str) for word in value.values()):
        raise ValueError('a table of rules and levels, like { html-frame = "off" }')
    levels_of(changes=value)
    return dict(value)


def quiet(levels: Mapping[str, Level | None]) -> frozenset[str]:
    """Return the rules that say nothing: the quiet ones that `levels` gives no level."""
    from feedtool.validate.book import BOOK  # noqa: PLC0415 - as above

    return frozenset(code for code, rule in BOOK.items() if rule.quiet and not levels.get(code))


def leveled(problems: Iterable[Problem], levels: Mapping[str, Level | None]) -> tuple[Problem, ...]:
    """Return the problems at the levels that hold, less those of rules that are off."""
    found = ((problem, levels.get(problem.rule, problem.level)) for problem in problems)
    return tuple(
        problem if level is problem.level else replace(problem, level=level)
        for problem, level in found
        if level is not None
    )
