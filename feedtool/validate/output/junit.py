"""JUnit XML, as CI servers read it: a suite a document, a case a rule that is broken in it; one case when none is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from feedtool.characters import legal
from feedtool.validate.output.form import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.validate.many import Checked
    from feedtool.validate.output.form import Group, Wanted


def lines(documents: Iterable[Checked], wanted: Wanted) -> Iterator[str]:
    """Yield one report; what is less bad than what fails is told as the output of a case that passes."""
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<testsuites name="feedtool validate">'
    for document in documents:
        yield from _suite(document, wanted)
    yield "</testsuites>"


def _suite(document: Checked, wanted: Wanted) -> Iterator[str]:
    rules: dict[str, list[Group]] = {}
    for group in grouped(document, every=wanted.every):
        rules.setdefault(group.problem.rule, []).append(group)
    failing = sum(wanted.fails(groups[0].problem) for groups in rules.values())
    name = _quoted(document.name)
    yield f'  <testsuite name={name} tests="{max(len(rules), 1)}" failures="{failing}" errors="0" skipped="0">'
    if not rules:
        yield f'    <testcase classname={name} name="valid"/>'
    for rule, groups in rules.items():
        yield f'    <testcase classname={name} name="{rule}">'
        yield _case(groups, wanted)
        yield "    </testcase>"
    yield "  </testsuite>"


def _case(groups: list[Group], wanted: Wanted) -> str:
    first = groups[0].problem
    told = escape(legal("\n".join(_line(group) for group in groups)))
    if wanted.fails(first):
        return f'      <failure type="{first.level}" message={_quoted(groups[0].message)}>{told}</failure>'
    return f"      <system-out>{told}</system-out>"


def _line(group: Group) -> str:
    return f"{group.problem}\n{group.rest}" if group.more else str(group.problem)


def _quoted(text: str) -> str:
    return quoteattr(legal(text))
