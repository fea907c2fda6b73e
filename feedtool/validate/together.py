"""TOGETHER: what the rules ask of several entries at once, where each of them is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from feedtool.validate.timeline import turn

if TYPE_CHECKING:
    from datetime import datetime

    from feedtool.validate.shapes import Facts


class Around(NamedTuple):
    """What a feed says of itself that its entries have to agree with; nothing agrees with a time that is no usual one.

    `id` is empty where entries may have any; `needs_authors` says that no author stands for all of them.
    """

    moment: datetime | None
    dated: bool = True
    id: str = ""
    needs_authors: bool = False


def agree(facts: list[Facts], around: Around) -> bool:
    """Whether entries are distinct, in order, and no newer than the feed says."""
    if not all(fact.moments for fact in facts):
        return False
    titles = {(fact.title, fact.moments[0]) for fact in facts}
    if len(titles) < len(facts) or not are_distinct(facts) or not _are_in_order(facts):
        return False
    if around.needs_authors and not all(fact.authored for fact in facts):
        return False
    if around.id and any(fact.id == around.id for fact in facts):
        return False
    newest = max(fact.moments[0] for fact in facts)
    return not around.dated or (around.moment is not None and newest <= around.moment)


def are_distinct(facts: list[Facts]) -> bool:
    """Whether no two entries have the same id or link."""
    links = [fact.link for fact in facts if fact.link]
    return len({fact.id for fact in facts}) == len(facts) and len(set(links)) == len(links)


def _are_in_order(facts: list[Facts]) -> bool:
    """Whether entries stand in the order of one of their dates, newest or oldest first."""
    if len(facts) < 3:
        return True
    rows = zip(*(fact.moments for fact in facts), strict=True)
    return any(turn([(True, moment) for moment in row]) is None for row in rows)
