"""One rule of the book, as data: what it demands, who says so, why, a wrong and a right example, and the mend."""

from __future__ import annotations

from typing import Final, NamedTuple

from msgspec import Struct

from feedtool.problem import Level, Place, Problem

RSS_PAGE: Final = "https://www.rssboard.org/rss-specification"
PROFILE_PAGE: Final = "https://www.rssboard.org/rss-profile"
XML_PAGE: Final = "https://www.w3.org/TR/xml/"
ALL: Final = ("rss", "atom", "json", "opml")
XML: Final = ("rss", "atom", "opml")
JSON: Final = ("json",)
OPML: Final = ("opml",)
RSS: Final = ("rss",)
ATOM: Final = ("atom",)


class Spec(NamedTuple):
    """Where a demand is written: the section's title, and its address."""

    title: str
    url: str


class Rule(Struct, frozen=True, kw_only=True):
    """One demand. `message` and `fix` are `str.format` templates, filled in with what was found.

    A `quiet` rule is said only where every rule is asked for: what it says is true, and seldom worth a line.
    `wrong` and `right` are the least that shows the rule broken and kept; each stands as it is in a case of the rule.
    """

    code: str
    level: Level
    formats: tuple[str, ...]
    spec: Spec
    message: str
    why: str
    wrong: str
    right: str
    fix: str = ""
    quiet: bool = False

    def problem(self, place: Place, **values: object) -> Problem:
        """Return the problem that this rule is broken at `place`: the only way to make one."""
        return Problem(
            rule=self.code,
            level=self.level,
            message=self.message.format(**values),
            place=place,
            fix=self.fix.format(**values),
        )


def rfc4287(section: str) -> Spec:
    """Return a section of the Atom Syndication Format."""
    return Spec(f"RFC 4287, section {section}", f"https://www.rfc-editor.org/rfc/rfc4287#section-{section}")


def rfc(number: int, section: str) -> Spec:
    """Return a section of any RFC."""
    return Spec(f"RFC {number}, section {section}", f"https://www.rfc-editor.org/rfc/rfc{number}#section-{section}")


def rss(title: str, anchor: str) -> Spec:
    """Return a section of RSS 2.0.11."""
    return Spec(f"RSS 2.0.11, {title}", f"{RSS_PAGE}#{anchor}")


def profile(title: str, anchor: str) -> Spec:
    """Return a section of the RSS Best Practices Profile."""
    return Spec(f"RSS Best Practices Profile, {title}", f"{PROFILE_PAGE}#{anchor}")


def xml(title: str, anchor: str) -> Spec:
    """Return a section of XML 1.0, fifth edition."""
    return Spec(f"XML 1.0, {title}", f"{XML_PAGE}#{anchor}")


ERROR: Final = Level.ERROR
WARNING: Final = Level.WARNING
INFO: Final = Level.INFO
