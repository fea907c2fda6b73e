"""SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from feedtool import __version__
from feedtool.problem import Level
from feedtool.validate.book import BOOK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.problem import Problem
    from feedtool.validate import Rule
    from feedtool.validate.excerpt import Excerpt
    from feedtool.validate.many import Checked
    from feedtool.validate.output.form import Wanted

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}


def lines(documents: Iterable[Checked], wanted: Wanted) -> Iterator[str]:  # noqa: ARG001 - every form is asked alike
    """Yield one log of one run."""
    documents = list(documents)
    codes = sorted({problem.rule for document in documents for problem in document.problems})
    numbers = {code: number for number, code in enumerate(codes)}
    results = [
        _result(problem, excerpt, numbers)
        for document in documents
        for problem, excerpt in zip(document.problems, document.excerpts, strict=True)
    ]
    driver = {"name": "feedtool", "semanticVersion": __version__, "rules": [_rule(BOOK[code]) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(document.name)}} for document in documents],
        "results": results,
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _uri(name: str) -> str:
    return quote(name.replace("\\", "/"))


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.why},
        "helpUri": rule.spec.url,
        "help": {"text": f"{rule.spec.title}\nWrong: {rule.wrong}\nRight: {rule.right}"},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
    }


def _result(problem: Problem, excerpt: Excerpt, numbers: dict[str, int]) -> dict[str, Any]:
    place = problem.place
    region: dict[str, Any] = {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)}
    if excerpt.text:
        region["snippet"] = {"text": excerpt.text}
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(place.file)}, "region": region},
    }
    if place.field:
        location["logicalLocations"] = [{"fullyQualifiedName": place.field, "kind": "element"}]
    text = f"{problem.message}; {problem.fix}" if problem.fix else problem.message
    return {
        "ruleId": problem.rule,
        "ruleIndex": numbers[problem.rule],
        "level": _LEVELS[problem.level],
        "message": {"text": text},
        "locations": [location],
    }
