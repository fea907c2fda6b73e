"""`--fix`: what has one right answer is put right where it stands, and nothing else is touched.

::

    content ──check──▶ problems ──REPAIRS──▶ edits of the text ──check──▶ better? kept : tried a rule at a time, or left
       ▲                                                                     │
       └──────────────────────── until nothing more gets better ◀────────────┘

Comments, formatting, CDATA and the order of attributes stay byte for byte. A repair that leaves as many faults as it
found is not kept, so a document never gets worse and a second run changes nothing.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from msgspec import Struct

from feedtool.later import regex
from feedtool.problem import Level
from feedtool.validate import check
from feedtool.validate.encoding import decode
from feedtool.validate.fix.draft import Draft, applied
from feedtool.validate.fix.reading import opened, rightly_encoded
from feedtool.validate.fix.table import GATES, OF_ENCODING, REFUSED, REPAIRS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedtool.problem import Problem
    from feedtool.validate.fix.draft import Mend

__all__ = ["REPAIRS", "Change", "Fixed", "fixed"]

MOST_ROUNDS: Final = 500
_MARKUP = regex(rb"[\xef\xbb\xbf\xfe\xff\s]*<")  # JSON holds markup too, and none of its own
_REFUSED: Final = 9  # worse than any that is read
_COUNTED = regex(r"\(one of ([\d,]+); ([\d,]+) are listed\)\Z")


class Change(Struct, frozen=True, kw_only=True):
    """One repair: the rule it mends, where it began (as the document then stood), and what became what."""

    rule: str
    line: int
    column: int
    before: str
    after: str


class Fixed(Struct, frozen=True, kw_only=True):
    """A document as far as it could be mended, and what was done to it; `problems` is what is left."""

    content: bytes
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()


class _State(Struct, frozen=True, kw_only=True):
    """A document with what is wrong with it; a lower `score` is better."""

    content: bytes
    problems: tuple[Problem, ...]
    score: tuple[int, ...]


def fixed(content: bytes, *, name: str = "", location: str = "") -> Fixed:
    """Return `content` with what has one right answer put right; never raises, whatever `content` holds."""
    state = _judged(content, name, location)
    changes: list[Change] = []
    for _ in range(MOST_ROUNDS):
        better = next(_better(state, name, location), None)
        if better is None:
            break
        state, made = better
        changes += made
    return Fixed(content=state.content, changes=tuple(changes), problems=state.problems)


def _judged(content: bytes, name: str, location: str) -> _State:
    problems = check(content, name=name, location=location)
    return _State(content=content, problems=problems, score=_score(content, problems))


def _score(content: bytes, problems: Sequence[Problem]) -> tuple[int, ...]:
    """Return how bad a document is: how much of it no reader can read, then its errors, warnings and infos."""
    if any(problem.rule in REFUSED for problem in problems):
        return (_REFUSED,)
    counts = dict.fromkeys(Level, 0)
    capped: dict[str, int] = {}
    for problem in problems:
        told = _COUNTED.search(problem.message)
        if told and problem.rule not in capped:
            capped[problem.rule] = 1
            counts[problem.level] += int(told[1].replace(",", "")) - int(told[2].replace(",", ""))
        counts[problem.level] += 1
    gates = sum(problem.rule in GATES for problem in problems)
    return (*_unread(content), gates, *counts.values())


def _unread(content: bytes) -> tuple[int, int, int]:
    """Return whether a document is broken, and how many tags and bytes stand behind the place where it is."""
    text = decode(content)[0]
    parser = expat.ParserCreate("utf-8", " ")
    try:
        parser.Parse(text, True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError:
        at = max(parser.ErrorByteIndex, 0)
        return 1, text.count(b"<", at), len(text) - at
    return 0, 0, 0


def _better(state: _State, name: str, location: str) -> Iterator[tuple[_State, list[Change]]]:
    """Yield what the document becomes by all repairs at once, else by those of one rule; only where it gets better."""
    for content, changes in _attempts(state, location):
        if content == state.content:
            continue
        candidate = _judged(content, name, location)
        if candidate.score < state.score:
            yield candidate, changes


def _attempts(state: _State, location: str) -> Iterator[tuple[bytes, list[Change]]]:
    """Yield the document with its encoding put right, with everything, and with the repairs of each rule alone."""
    rules = {problem.rule for problem in state.problems}
    if rules & REFUSED or not _MARKUP.match(state.content.replace(b"\0", b"")):
        return
    if rules & OF_ENCODING:
        change = Change(rule=min(rules & OF_ENCODING), line=1, column=1, before="", after="")
        yield rightly_encoded(state.content), [change]
    read = opened(state.content)
    if read is None:
        return
    draft = Draft(read.text, location=location, codec=read.codec)
    mends = _mends(draft, state.problems)
    for chosen in [tuple(mends), *((rule,) for rule in mends if len(mends) > 1)]:
        text, made = applied(read.text, (mend for rule in chosen for mend in mends[rule]))
        done = {mend: rule for rule in chosen for mend in mends[rule]}
        with suppress(UnicodeEncodeError):  # what mends it cannot be said in this encoding
            yield read.content(text), [_change(draft, done[mend], mend) for mend in made]


def _mends(draft: Draft, problems: Iterable[Problem]) -> dict[str, list[Mend]]:
    """Return the mends of each rule that is broken and has any; the same one is told once."""
    found: dict[str, dict[Mend, None]] = {}
    for problem in problems:
        repair = REPAIRS.get(problem.rule)
        if repair is None or (problem.rule in _AT_ONCE and problem.rule in found):
            continue
        mends = dict.fromkeys(repair(draft, problem))
        if mends:
            found.setdefault(problem.rule, {}).update(mends)
    return {rule: list(mends) for rule, mends in found.items()}


_AT_ONCE: Final = frozenset(
    {"xml-ampersand-bare", "xml-entity-undefined", "xml-character-illegal", "xml-prefix-undeclared"}
)
"""Rules whose repair mends all that there is of them."""


def _change(draft: Draft, rule: str, mend: Mend) -> Change:
    first = min(mend)
    line, column = draft.position(first.start)
    before, after = draft.text[first.start : first.end], first.text
    return Change(rule=rule, line=line, column=column, before=before, after=after)
