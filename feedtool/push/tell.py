"""Tells hubs, patiently but not for long; one that does not answer is asked no more in this run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.errors import SourceError
from feedtool.push.ping import WAYS, Form, Ping
from feedtool.source.fetch import Clock, NoAnswerError, retry_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from feedtool.push.patience import Patience
    from feedtool.source.fetch import Answer

_FIRST_PAUSE = 1.0
_AT_ONCE = 8
"""How many things one hub is told at the same time."""
_TEMPORARY = frozenset({408, 425, 429})


class Refusal(Struct, frozen=True, kw_only=True):
    """Why a hub was not told; `lasting` where asking again is in vain, `wait` the seconds that it asked for itself."""

    why: str
    hint: str = ""
    lasting: bool = False
    wait: float | None = None


def tell(
    pings: Iterable[Ping], post: Callable[[str, Form], Answer], patience: Patience, clock: Clock | None = None
) -> Iterator[tuple[Ping, Refusal | None]]:
    """Tell hubs what changed; yield each ping, and why it was not taken where it was not.

    The first that a hub is told shows whether it listens; then it is told several things at the same time.
    """
    down: dict[str, Refusal] = {}
    clock = clock or Clock()

    def ask(ping: Ping) -> Refusal | None:
        refusal = down.get(ping.hub) or _tell(ping, post, patience, clock)
        if refusal and not refusal.lasting:
            down[ping.hub] = refusal
        return refusal

    for _, same_hub in groupby(sorted(pings, key=attrgetter("hub")), key=attrgetter("hub")):
        first, *rest = same_hub
        yield first, ask(first)
        if rest:
            with ThreadPoolExecutor(min(_AT_ONCE, len(rest)), thread_name_prefix="push") as pool:
                yield from zip(rest, pool.map(ask, rest), strict=True)


def _tell(ping: Ping, post: Callable[[str, Form], Answer], patience: Patience, clock: Clock) -> Refusal | None:
    waited, pause = 0.0, _FIRST_PAUSE
    for tries in range(patience.retries + 1):
        refusal, again = _ask(ping, post, clock)
        if refusal is None or not again or tries == patience.retries:
            return refusal
        wait = pause if refusal.wait is None else refusal.wait
        waited, pause = waited + wait, pause * 2
        if waited > patience.longest_wait:
            return refusal
        clock.sleep(wait)
    raise AssertionError  # pragma: no cover - the last of the tries returns


def _ask(ping: Ping, post: Callable[[str, Form], Answer], clock: Clock) -> tuple[Refusal | None, bool]:
    """Return why a hub did not take it, and whether it may when it is asked again."""
    way = WAYS[ping.way]
    try:
        answer = post(way.address(ping.hub), way.form(ping.topic))
    except NoAnswerError as error:
        return Refusal(why=error.message), True
    except SourceError as error:  # an address that may not be asked: nothing but the configuration mends that
        return Refusal(why=error.message, hint=error.hint), False
    why = way.refusal(answer)
    if not why:
        return None, False
    lasting = answer.status < 500 and answer.status not in _TEMPORARY
    wait = None if lasting else retry_after(answer.headers.get("retry-after", ""), clock.now())
    return Refusal(why=why, lasting=lasting, wait=wait), not lasting
