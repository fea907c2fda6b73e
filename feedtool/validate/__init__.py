"""What is wrong with a document, by rule; never repairs.

::

    content ──encoding──▶ UTF-8 ──tree──▶ nodes with places ──FORMATS──▶ table ──grammar.walk──▶ report ──▶ problems
      bytes     decode            parse       (or the fault          rss · atom       values, texts,
                                               that broke it)       + extensions     hypertext, sense

Every problem is of a rule in `RULES` (`feedtool.validate.rules`), where its specification, its reason and its examples
stand. Nothing outside the document is read and no clock is asked; hostile documents are bounded in time and memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.validate.rules import RULES, Rule

if TYPE_CHECKING:
    from feedtool.problem import Problem

__all__ = ["RULES", "Rule", "check"]


def check(content: bytes, *, name: str = "", location: str = "") -> tuple[Problem, ...]:
    """Return all that is wrong with a feed document, in the order of the document; () when nothing is.

    `name` is what its places are said to be in (a path); `location` is the address that it is served at, "" when not
    known. Never raises for anything that `content` may hold.
    """
    from feedtool.validate.formats import judged  # noqa: PLC0415 - so that RULES can be listed without the tables

    return judged(content, location=location).problems(name)
