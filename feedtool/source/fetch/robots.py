"""robots.txt: what a host lets us ask for, and how often.

The longest pattern that fits decides, `*` and `$` mean what they mean there, and matching takes time in proportion to
the lengths only; the standard library's reader takes the first pattern and knows no `*`.

Sources: RFC 9309; Crawl-delay is no part of it, but hosts that write it mean it.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

from msgspec import Struct, field

from feedtool.later import regex

_LARGEST = 500 * 1024
_NEVER_ESCAPED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE = regex(r"%([0-9A-Fa-f]{2})")
_LINE = regex(r"\r\n?|\n")


class _Rule(NamedTuple):
    pattern: str
    allows: bool


class _Group(Struct):
    """The lines for some agents; `open` until the first line that is not another agent."""

    agents: list[str] = field(default_factory=list)
    rules: list[_Rule] = field(default_factory=list)
    delay: float = 0.0
    open: bool = True


class Robots(Struct, frozen=True, kw_only=True):
    """What one host says to one agent; `closed` is why it could not say it, and then nothing may be asked."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0
    sitemaps: tuple[str, ...] = ()
    closed: str = ""

    def allows(self, target: str) -> bool:
        """Whether a path, with its query, may be asked for."""
        if target == "/robots.txt":
            return True
        path = _normal(target)
        fitting = ((len(pattern), allows) for pattern, allows in self.rules if _fits(pattern, path))
        return not self.closed and max(fitting, default=(0, True))[1]


def parse(content: bytes, agent: str) -> Robots:
    """Return what a robots.txt says to the agent of that name, or to all where it does not know that one."""
    text = content[:_LARGEST].decode("utf-8-sig", "replace")
    groups, sitemaps = _groups(text)
    name = agent.casefold()
    ours = [group for group in groups if name in group.agents] or [group for group in groups if "*" in group.agents]
    return Robots(
        rules=tuple(rule for group in ours for rule in group.rules),
        delay=max((group.delay for group in ours), default=0.0),
        sitemaps=tuple(sitemaps),
    )


def _groups(text: str) -> tuple[list[_Group], list[str]]:
    groups: list[_Group] = []
    sitemaps: list[str] = []
    for line in _LINE.split(text):
        name, _, value = line.partition("#")[0].partition(":")
        name, value = name.strip().casefold(), value.strip()
        if name == "sitemap":
            sitemaps.append(value)
        elif name == "user-agent":
            _agent(groups, value)
        elif groups:
            _rule(groups[-1], name, value)
    return groups, sitemaps


def _agent(groups: list[_Group], value: str) -> None:
    if not groups or not groups[-1].open:
        groups.append(_Group())
    groups[-1].agents.append(value.partition("/")[0].strip().casefold())


def _rule(group: _Group, name: str, value: str) -> None:
    if name in ("allow", "disallow"):
        group.open = False
        if value:
            group.rules.append(_Rule(_normal(value), name == "allow"))
    elif name == "crawl-delay":
        group.open = False
        if re.fullmatch(r"\d{1,6}(?:\.\d{0,6})?", value, re.ASCII):
            group.delay = max(group.delay, float(value))


def _normal(path: str) -> str:
    """Return a path in which the same octets are written the same way (RFC 9309 section 2.2.2)."""
    path = quote(path, safe="/%:@!$&'()*+,;=~-._?#[]|")
    return _ESCAPE.sub(lambda found: _unescaped(found[1]), path)


def _unescaped(code: str) -> str:
    character = chr(int(code, 16))
    return character if character in _NEVER_ESCAPED else f"%{code.upper()}"


def _fits(pattern: str, path: str) -> bool:
    ends = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not parts:
        return not ends or at == len(path)
    last = parts.pop()
    for part in parts:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return path.endswith(last) and len(path) - len(last) >= at if ends else path.find(last, at) >= 0
