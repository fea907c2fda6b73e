"""Checks of values that people read, in every format: plain text, HTML, dates, addresses of people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.later import regex
from feedtool.validate import dates, values
from feedtool.validate.octets import may_be_spoilt
from feedtool.validate.timeline import in_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from feedtool.validate.grammar import ValueCheck
    from feedtool.validate.hypertext import Finding
    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

# UTF-8 that was read as windows-1252 and written again: "Trumpâ€™s". Only pairs that no language writes on purpose.
_MOJIBAKE = regex(
    r"â[€‚„†][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]?|[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ˜™š›œžŸ]"
    r"|à[¤-·][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]|ðŸ"
)
_C1 = regex(r"[\x80-\x84\x86-\x9f]")
_C1_REFERENCE = regex(r"&#(?:0*1(?:2[89]|[3-5]\d)|[xX]0*[89][0-9A-Fa-f]);", re.ASCII)
_PERSON = regex(r"\s*(?:mailto:)?(?P<email>[^\s()<>,]+@[^\s()<>,]+)\s*(?:\((?P<name>.*)\))?\s*\Z", re.DOTALL)
_NAME_FIRST = regex(
    r"\s*(?P<name>[^<>]*?)\s*<(?:mailto:)?(?P<email>[^\s<>]+@[^\s<>]+)>\s*\Z|(?P<other>.*)\((?P<inner>[^\s()]+@[^\s()]+)\)\s*\Z",
    re.DOTALL,
)
_EMAIL_WITHIN = regex(r"[^\s()<>@]+@[^\s()<>@]+\.[^\s()<>@]+")

_LONGEST: Final = 500  # characters of a person or a date that are looked at


def clean(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check for characters that were spoilt on their way: mojibake, and control characters of windows-1252."""
    if value.isascii() or not report.may_be_spoilt:
        return
    found = _MOJIBAKE.search(value)
    if found:
        mended = _mended(value[found.start() : found.start() + 40])
        report.add("text-mojibake", node, attribute=attribute, index=found.start(), found=found[0], mended=mended)
    found = _C1.search(value)
    if found:
        meant = found[0].encode("latin-1").decode("cp1252", "replace")
        report.add(
            "text-control-character",
            node,
            attribute=attribute,
            index=found.start(),
            found=f"U+{ord(found[0]):04X}",
            meant=meant,
        )


def _mended(text: str) -> str:
    """Return `text` as it was before it was read in the wrong encoding, as far as that goes back."""
    raw = b"".join(c.encode("cp1252") if _in_windows(c) else c.encode("latin-1", "ignore") for c in text)
    return " ".join(raw.decode("utf-8", "ignore").split()[:4])


def _in_windows(character: str) -> bool:
    try:
        character.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def filled(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check that a value which is there says something."""
    if not value or value.isspace():
        report.add("value-blank", node, attribute=attribute)


def plain(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check that text has no markup and is not blank."""
    filled(value, node, attribute, report)
    if not value.isascii():
        clean(value, node, attribute, report)
    if "<" in value or "&" in value:
        from feedtool.validate.hypertext import has_markup  # noqa: PLC0415 - wanted for few documents

        index, found = has_markup(value)
        if found:
            report.add("html-in-plain-text", node, attribute=attribute, index=index, found=found[:60])
        elif report.format == "rss" and not attribute:
            _hexed(value, node, report)


_READ_AS_MARKUP = regex(r"&(?:#|[A-Za-z])|<[A-Za-z/!?]")


def _hexed(value: str, node: Node, report: Report) -> None:
    """Check that what older readers took for HTML is written as they knew it: &#x26; and &#x3C;."""
    found = _READ_AS_MARKUP.search(value)
    tag = report.document.tag(node)
    start = node.offset + len(tag)
    written = report.document.content[start : start + 6 * len(value) + 20].partition(b"</")[0]
    if found and b"&#x26;" not in written and b"&#x3C;" not in written and b"&#x3c;" not in written:
        report.add("rss-markup-not-hex", node, index=found.start(), found=found[0])


def is_faultless(value: str) -> bool:
    """Say at once of simple HTML that `html` has nothing to tell of it in any document; otherwise it may or may not."""
    from feedtool.validate.hypertext import is_sound  # noqa: PLC0415 - wanted for few documents

    if not value.isascii() and may_be_spoilt(value.encode("utf-8", "replace")):
        return False
    return "&#" not in value and ("<" not in value or is_sound(value))


def html(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check escaped HTML."""
    if value in report.sound:
        return
    if not value.isascii():
        clean(value, node, attribute, report)
    found = _C1_REFERENCE.search(value) if "&#" in value else None
    if found:
        report.add("html-broken", node, index=found.start(), found=f"{found[0]} is a control character")
    if "<" in value:
        from feedtool.validate.hypertext import findings, is_sound  # noqa: PLC0415 - wanted for few documents

        if not is_sound(value):
            tell(findings(value, base=based(node, report)), node, report)


def tell(findings: Iterable[Finding], node: Node, report: Report, *, here: bool = False) -> None:
    """Report what was found in HTML: at its character, or (`here`) at the element itself."""
    for finding in findings:
        report.add(finding.code, node, index=-1 if here else finding.at, found=finding.value)


def based(node: Node, report: Report) -> bool:
    """Say whether relative addresses in `node` have a base that is written in the document (xml:base)."""
    if not report.has_base:
        return False
    step: Node | None = node
    while step is not None:
        if values.scheme(step.get("http://www.w3.org/XML/1998/namespace base")):
            return True
        step = step.parent
    return False


def date(read: Callable[[str], dates.Written], family: str) -> ValueCheck:
    """Return the check of a date in the form that `read` reads; the rules are `family`-date-…."""

    def judge(value: str, node: Node, attribute: str, report: Report) -> None:
        known = report.moments.get(id(node))
        written = known[1] if known and known[0] is value else read(value[:_LONGEST])
        kind = written.kind
        if kind:
            code = f"{family}-date-{_DATE_RULES.get(kind, 'invalid')}" if family == "rss" else f"{family}-date-invalid"
            if written.better:
                better = f"write {written.better}"
            else:
                better = "write it as " + (
                    "Wed, 24 Dec 2025 15:21:46 +0530" if family == "rss" else "2025-12-24T15:21:46+05:30"
                )
            report.add(code, node, attribute=attribute, reason=written.reason, better=better)
            return
        if written.risk:
            report.add("rss-date-risky", node, attribute=attribute, reason=written.risk, better=written.better)
        _placed(written.instant, node, attribute, report)

    return judge


def _placed(moment: datetime | None, node: Node, attribute: str, report: Report) -> None:
    """Check that an instant can be, and that it is not to come."""
    if moment is None:
        return
    odd = dates.implausible(moment)
    if odd:
        report.add("date-implausible", node, attribute=attribute, reason=odd)
    else:
        in_time(node, attribute, moment, report)


_DATE_RULES: Final = {"zone": "zone-unknown", "iso": "in-atom-form", "weekday": "weekday-wrong", "range": "impossible"}


def rss_person(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check an RSS person: `user@host (Name)`."""
    value = value[:_LONGEST]
    match = _PERSON.match(value)
    if match is None:
        turned = _NAME_FIRST.match(value)
        email = (turned["email"] or turned["inner"]) if turned else ""
        if turned is None or values.email(email):
            report.add("rss-person-without-email", node, attribute=attribute)
        else:
            name = (turned["name"] or turned["other"] or "").strip()
            report.add("rss-person-form", node, attribute=attribute, better=f"{email} ({name})")
        return
    if values.email(match["email"]):
        report.add("rss-person-without-email", node, attribute=attribute)
    elif not (match["name"] or "").strip():
        report.add("rss-person-without-name", node, attribute=attribute, better=f"{match['email']} (Name)")
    elif match["name"]:
        plain(match["name"], node, attribute, report)


def no_email(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check that a name holds no e-mail address."""
    if "@" in value and _EMAIL_WITHIN.search(value[:_LONGEST]):
        report.add("atom-name-is-email", node, attribute=attribute)
