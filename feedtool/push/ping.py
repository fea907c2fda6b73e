"""What is said to a hub, and what its answers mean."""

from __future__ import annotations

import re
from collections.abc import Callable  # noqa: TC003 - in the type of a field
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urljoin

from msgspec import Struct

from feedtool.later import regex

if TYPE_CHECKING:
    from feedtool.source.fetch import Answer

Form: TypeAlias = tuple[tuple[str, str], ...]


class Ping(Struct, frozen=True, kw_only=True, order=True):
    """One thing to tell: the way, the hub, and the address of the document that changed."""

    way: str
    hub: str
    topic: str


class Way(Struct, frozen=True, kw_only=True):
    """A way of telling: its name, where at a hub it is said, in what form, and why an answer is none (`""`: it is)."""

    name: str
    address: Callable[[str], str]
    form: Callable[[str], Form]
    refusal: Callable[[Answer], str]


def _status(answer: Answer) -> str:
    """Return what was answered instead of success."""
    if 200 <= answer.status < 300:
        return ""
    from http import HTTPStatus  # noqa: PLC0415 - only where something is wrong

    try:
        phrase = f"{answer.status} {HTTPStatus(answer.status).phrase}"
    except ValueError:
        phrase = str(answer.status)
    return f"the hub answers {phrase}"


_FAILED = regex(rb'success\s*[=:]\s*["\']?false|"success"\s*:\s*false', re.IGNORECASE)
_WHY = regex(rb'msg"?\s*[=:]\s*"([^"]{1,200})"')


def _result(answer: Answer) -> str:
    """Return why an rssCloud server did not take it: it says so in its answer, with the status of success."""
    if refusal := _status(answer):
        return refusal
    if not _FAILED.search(answer.content):
        return ""
    why = _WHY.search(answer.content)
    return f"the server refuses: {why[1].decode('utf-8', 'replace')}" if why else "the server refuses"


WAYS: dict[str, Way] = {
    row.name: row
    for row in (
        Way(
            name="websub",
            address=lambda hub: hub,
            form=lambda topic: (("hub.mode", "publish"), ("hub.url", topic), ("hub.topic", topic)),
            refusal=_status,
        ),
        Way(
            name="rsscloud",
            address=lambda hub: urljoin(hub, "ping"),
            form=lambda topic: (("url", topic),),
            refusal=_result,
        ),
    )
}
"""Every way of telling, by name."""
