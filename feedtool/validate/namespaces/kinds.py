"""The kinds of values that namespaces share: each is a check that a table names for an attribute or an element."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.later import regex
from feedtool.validate import dates, values
from feedtool.validate.grammar import Element, must
from feedtool.validate.texts import date, filled, plain

if TYPE_CHECKING:
    from feedtool.validate.grammar import ValueCheck
    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

TOP: Final = frozenset({"channel", "feed", "source"})
EACH: Final = frozenset({"item", "entry"})
_HIGHEST: Final = 2**31 - 1  # what a program in most languages can count to

integer = must(values.integer, "integer-invalid", strip=True)
number = must(values.number, "number-invalid", strip=True)
reference = must(values.uri_reference, "uri-invalid", strip=True)
address = must(values.address, "uri-invalid", strip=True)
web_address = must(values.web_address, "uri-invalid", strip=True)
language = must(values.language, "language-invalid", strip=True)
media_type = must(values.media_type, "mime-type-invalid", strip=True)
boolean = must(values.boolean, "boolean-invalid")
email = must(values.email, "email-invalid", strip=True)
w3c_date = date(dates.w3cdtf, "dc")


def positive(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check a whole number, one or more, that a program can count to."""
    must(values.positive, "integer-invalid", strip=True)(value, node, attribute, report)
    counted(value, node, attribute, report)


def counted(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check that a whole number is none that overflows."""
    digits = value.strip().lstrip("0")
    if not values.integer(digits) and (len(digits) > 10 or int(digits) > _HIGHEST):
        report.add("integer-too-large", node, attribute=attribute, limit=_HIGHEST)


def instant(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check an RFC 3339 date and time."""
    written = dates.rfc3339(value.strip()[:500])
    if written.kind:
        better = f"write {written.better}" if written.better else "write it as 2025-12-24T15:21:46+05:30"
        report.add("instant-invalid", node, attribute=attribute, reason=written.reason, better=better)


def one_of(*words: str) -> ValueCheck:
    """Return the check of a value that is one of `words`."""
    return must(values.one_of(*words), "value-not-listed", strip=True)


def any_case(*words: str) -> ValueCheck:
    """Return the check of a value that is one of `words`, in small letters or capitals."""
    test = values.one_of(*words)
    return must(lambda value: test(value.lower()), "value-not-listed", strip=True)


def matching(pattern: str, reason: str, *, flags: int = 0) -> ValueCheck:
    """Return the check of a value that `pattern` matches whole."""
    compiled = regex(rf"\s*(?:{pattern})\s*\Z", re.ASCII | flags)
    return must(lambda value: "" if len(value) < 500 and compiled.match(value) else reason, "value-form")


def at_most(limit: int) -> ValueCheck:
    """Return the check that a value has no more than `limit` characters."""

    def judge(value: str, node: Node, attribute: str, report: Report) -> None:
        if len(value.strip()) > limit:
            report.add("text-too-long", node, attribute=attribute, length=len(value.strip()), limit=limit)

    return judge


def required(test: ValueCheck) -> ValueCheck:
    """Return `test`, told once of a value that is blank instead."""

    def judge(value: str, node: Node, attribute: str, report: Report) -> None:
        if value.strip():
            test(value, node, attribute, report)
        else:
            report.add("value-form", node, attribute=attribute, reason="it is empty")

    return judge


def element(*value: ValueCheck, many: bool = False, within: frozenset[str] = frozenset()) -> Element:
    """Return an element that holds one value and has no attributes."""
    return Element(value=value, many=many, within=within)


TEXT: Final = Element(value=(plain,))
TEXTS: Final = Element(value=(plain,), many=True)
ANYTHING: Final = Element(open=True, many=True)
FLAG: Final = Element()
SECONDS: Final = r"\d+(?:\.\d*)?"
TIME: Final = matching(
    rf"now|{SECONDS}|\d+:[0-5]\d:[0-5]\d(?:\.\d*)?|[0-5]?\d:[0-5]\d(?:\.\d*)?",
    "a time reads like 12.5, 12:30 or 1:02:30",
)
COLOUR: Final = matching(r"#?(?:[0-9A-Fa-f]{3}){1,2}", "a colour reads like #a0b1c2")
UUID: Final = must(values.uuid, "value-form", strip=True)
FILLED: Final = filled
