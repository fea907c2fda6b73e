"""What is wrong with a document, by rule; never repairs.

::

    content ──encoding──▶ UTF-8 ──tree──▶ nodes with places ──FORMATS──▶ table ──grammar.walk──▶ report ──▶ problems
      │ bytes   decode            parse                        rss · atom · rdf        values, texts,
      │                             ▲ └─ a fault ─▶ recovery   opml · search · app     hypertext, sense
      │                             └───────────────┘          + namespaces
      └─ JSON ──jsontree──▶ nodes with places ──jsonfeed──▶ report

Every problem is of a rule in `RULES` (`feedtool.validate.rules`), where its specification, its reason and its examples
stand. Nothing outside the document is read and no clock is asked (the present is given, or unknown);
hostile documents are bounded in time and memory.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from feedtool.later import later

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from feedtool.problem import Problem
    from feedtool.validate.rules import RULES, Rule
    from feedtool.validate.sound import Sound

__all__ = ["RULES", "Rule", "check"]
__getattr__ = later(__name__, dict.fromkeys(("RULES", "Rule"), "rules"))


def check(
    content: bytes,
    *,
    name: str = "",
    location: str = "",
    now: datetime | None = None,
    every: bool = False,
    sound: Sound | None = None,
    lean: bool = False,
) -> tuple[Problem, ...]:
    """Return all that is wrong with a feed document, in the order of the document; () when nothing is.

    `name` is what its places are said to be in (a path); `location` is the address that it is served at, "" when not
    known; `now` is the present, without which no rule speaks of the future or of age; with `every`, the quiet rules
    speak too. `sound` are texts of HTML that are known to be right. With `lean` the same is told sooner of much that is
    written as feedtool writes it; to get ready for that takes as long as to judge some hundred entries. Never raises
    for anything that `content` may hold.
    """
    from feedtool.validate.formats import judged  # noqa: PLC0415 - so that RULES can be listed without the tables

    with _uncollected():
        if lean and not (location or now or every):
            from feedtool.validate.lean import told_at_once  # noqa: PLC0415 - as above

            told = told_at_once(content, name=name, sound=sound)
            if told is not None:
                return told
        return judged(content, location=location, now=now, sound=sound).problems(name, every=every)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of garbage from walking a tree again and again while it grows; none of it is garbage yet."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
