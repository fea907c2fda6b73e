"""Media RSS 1.5.1: https://www.rssboard.org/media-rss."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.later import regex
from feedtool.validate import values
from feedtool.validate.grammar import Element
from feedtool.validate.names import MEDIA
from feedtool.validate.namespaces.kinds import (
    ANYTHING,
    TEXT,
    TIME,
    address,
    boolean,
    integer,
    language,
    matching,
    media_type,
    number,
    one_of,
    reference,
)
from feedtool.validate.texts import filled, html, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.validate.node import Node
    from feedtool.validate.report import Report


def _text(node: Node, report: Report) -> None:
    if node.get("type", "plain") == "html":
        filled(node.text, node, "", report)
        html(node.text, node, "", report)
    else:
        plain(node.text, node, "", report)


def _group(node: Node, report: Report) -> None:
    if sum(1 for _ in node.all(f"{MEDIA}content")) < 2:
        report.add("media-group-of-one", node)


def _rating(node: Node, report: Report) -> None:
    scheme = node.get("scheme", "urn:simple")
    allowed = _RATINGS.get(scheme)
    if allowed and not allowed.match(node.text.strip()[:200]):
        report.add("media-rating-invalid", node, scheme=scheme)


_RATINGS: Final = {
    "urn:simple": regex(r"(?:adult|nonadult)\Z"),
    "urn:mpaa": regex(r"(?:g|nc-17|pg|pg-13|r|nr|m|x)\Z", re.IGNORECASE),
    "urn:v-chip": regex(r"(?:14\+|18\+|c|c8|g|pg|tv-14|tv-g|tv-ma|tv-pg|tv-y|tv-y7(?:-fv)?)\Z", re.IGNORECASE),
    "urn:icra": regex(r"r \([clnov][a-z] [01](?: [clnov][a-z] [01])*\)\Z"),
}


def _hash(node: Node, report: Report) -> None:
    digits = {"md5": 32, "sha-1": 40}.get(node.get("algo", "md5"))
    if digits and not re.match(rf"[0-9A-Fa-f]{{{digits}}}\Z", node.text.strip()):
        report.add("value-form", node, reason=f"a {node.get('algo', 'md5')} hash has {digits} hexadecimal digits")


def _restriction(node: Node, report: Report) -> None:
    text, kind = node.text.strip(), node.get("type")
    if text in {"all", "none"} or (not text and not kind):
        return
    if kind == "country" and not re.match(r"[A-Za-z]{2}(?:\s+[A-Za-z]{2})*\Z", text):
        report.add("value-form", node, reason="countries are written as codes of two letters with spaces between")
    elif kind == "uri" and (not text or any(values.address(part) for part in text.split())):
        report.add("value-form", node, reason="URIs are due, with spaces between")
    elif not kind:
        report.add("value-form", node, reason="without a type, only all or none can stand here")


def _adult(node: Node, report: Report) -> None:
    report.add("media-adult-old", node)


def _location(node: Node, report: Report) -> None:
    start, end = (_seconds(node.get(name)) for name in ("start", "end"))
    if start is not None and end is not None and end < start:
        report.add("value-form", node, attribute="end", reason="it lies before the start")


def _seconds(written: str) -> float | None:
    if not re.match(r"[\d:.]{1,20}\Z", written, re.ASCII) or not re.search(r"\d", written):
        return None
    try:
        return sum(float(part or 0) * 60.0**power for power, part in enumerate(reversed(written.split(":"))))
    except ValueError:
        return None


def _texts(name: str, inner: str) -> dict[str, Element]:
    """Return an element that is a list of texts: `media:comments` of `media:comment`, and so on."""
    return {f"{MEDIA}{name}": Element(text=False, children={f"{MEDIA}{inner}": Element(many=True, value=(plain,))})}


_SIZE: Final = {"height": integer, "width": integer}
_ROLE: Final = matching(r"[a-z ]+", "roles are small letters: author, producer")
_PLAIN_OR_HTML: Final = one_of("plain", "html")
_COMMUNITY: Final = Element(
    text=False,
    children={
        f"{MEDIA}starRating": Element(attributes={"average": number, "count": integer, "min": integer, "max": integer}),
        f"{MEDIA}statistics": Element(attributes={"views": integer, "favorites": integer}),
        f"{MEDIA}tags": TEXT,
    },
)
_SCENE: Final = Element(
    many=True,
    text=False,
    children={
        name: TEXT
        for part in ("Title", "Description", "StartTime", "EndTime")
        for name in (f"{MEDIA}scene{part}", f"scene{part}")
    },
)
PARTS: Final[Mapping[str, Element]] = {
    f"{MEDIA}adult": Element(value=(boolean,), checks=(_adult,)),
    f"{MEDIA}category": Element(many=True, attributes={"scheme": reference, "label": plain}, value=(plain,)),
    f"{MEDIA}community": _COMMUNITY,
    f"{MEDIA}copyright": Element(attributes={"url": address}, value=(plain,)),
    f"{MEDIA}credit": Element(many=True, attributes={"role": _ROLE, "scheme": reference}, value=(plain,)),
    f"{MEDIA}description": Element(attributes={"type": _PLAIN_OR_HTML}, checks=(_text,)),
    f"{MEDIA}embed": Element(
        attributes={"url": address, **_SIZE},
        text=False,
        children={f"{MEDIA}param": Element(many=True, attributes={"name": filled}, requires=("name",))},
    ),
    f"{MEDIA}hash": Element(many=True, attributes={"algo": one_of("md5", "sha-1")}, checks=(_hash,)),
    f"{MEDIA}keywords": TEXT,
    f"{MEDIA}license": Element(many=True, attributes={"type": media_type, "href": address}, value=(plain,)),
    f"{MEDIA}location": Element(
        many=True, open=True, attributes={"description": plain, "start": TIME, "end": TIME}, checks=(_location,)
    ),
    f"{MEDIA}peerLink": Element(attributes={"type": media_type, "href": address}, requires=("href",)),
    f"{MEDIA}player": Element(attributes={"url": address, **_SIZE}, requires=("url",)),
    f"{MEDIA}price": Element(
        many=True,
        attributes={
            "type": one_of("rent", "purchase", "package", "subscription"),
            "info": reference,
            "price": number,
            "currency": matching(r"[A-Z]{3}", "a currency is three capital letters (ISO 4217): INR"),
        },
    ),
    f"{MEDIA}rating": Element(many=True, attributes={"scheme": reference}, checks=(_rating,)),
    f"{MEDIA}restriction": Element(
        many=True,
        attributes={"relationship": one_of("allow", "deny"), "type": one_of("country", "uri", "sharing")},
        requires=("relationship",),
        checks=(_restriction,),
    ),
    f"{MEDIA}rights": Element(attributes={"status": one_of("userCreated", "official")}, requires=("status",)),
    f"{MEDIA}scenes": Element(text=False, children={f"{MEDIA}scene": _SCENE}),
    f"{MEDIA}status": Element(
        attributes={"state": one_of("active", "blocked", "deleted"), "reason": None}, requires=("state",)
    ),
    f"{MEDIA}subTitle": Element(
        many=True, attributes={"type": media_type, "lang": language, "href": address}, requires=("href",)
    ),
    f"{MEDIA}text": Element(
        many=True,
        attributes={"type": _PLAIN_OR_HTML, "lang": language, "start": TIME, "end": TIME},
        checks=(_text,),
    ),
    f"{MEDIA}thumbnail": Element(many=True, attributes={"url": address, "time": TIME, **_SIZE}, requires=("url",)),
    f"{MEDIA}title": Element(attributes={"type": _PLAIN_OR_HTML}, checks=(_text,)),
    **_texts("comments", "comment"),
    **_texts("responses", "response"),
    **_texts("backLinks", "backLink"),
}
_CONTENT: Final = Element(
    many=True,
    text=False,
    attributes={
        "url": address,
        "fileSize": integer,
        "type": media_type,
        "medium": one_of("image", "audio", "video", "document", "executable"),
        "isDefault": boolean,
        "expression": one_of("sample", "full", "nonstop"),
        "bitrate": number,
        "framerate": number,
        "samplingrate": number,
        "channels": integer,
        "duration": integer,
        "lang": language,
        **_SIZE,
    },
    children=PARTS,
)
ELEMENTS: Final[Mapping[str, Element]] = {
    **PARTS,
    f"{MEDIA}content": _CONTENT,
    f"{MEDIA}group": Element(many=True, text=False, children={**PARTS, f"{MEDIA}content": _CONTENT}, checks=(_group,)),
    f"{MEDIA}tags": ANYTHING,
}
