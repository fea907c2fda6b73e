"""The namespaces that feeds borrow from, as one table: element name → what is known of it.

A namespace that has a row here is checked (a name that it does not define is an error); any other is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.validate import atom, dates, values
from feedtool.validate.grammar import Element, must
from feedtool.validate.names import ATOM, CONTENT, DC, FH, LICENCE, MEDIA, PING, RDF, SLASH, SY, THR, WFW
from feedtool.validate.texts import clean, date, filled, html, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.validate.grammar import ValueCheck
    from feedtool.validate.report import Report
    from feedtool.validate.tree import Node

_DUBLIN_CORE: Final = (
    *("title", "creator", "subject", "description", "publisher", "contributor", "type", "format"),
    *("identifier", "source", "relation", "coverage", "rights"),
)
_TOP: Final = frozenset({"channel", "feed"})
_EACH: Final = frozenset({"item", "entry"})

_integer = must(values.integer, "integer-invalid", strip=True)
_number = must(values.number, "number-invalid", strip=True)
_url = must(values.uri_reference, "uri-invalid", strip=True)
_full_url = must(values.address, "uri-invalid", strip=True)
_language = must(values.language, "language-invalid", strip=True)
_media_type = must(values.media_type, "mime-type-invalid", strip=True)
_boolean = must(values.boolean, "boolean-invalid")


def _one_of(*words: str) -> ValueCheck:
    return must(values.one_of(*words), "value-not-listed", strip=True)


def _matching(pattern: str, reason: str) -> ValueCheck:
    compiled = re.compile(pattern)
    return must(lambda value: "" if len(value) < 500 and compiled.match(value) else reason, "value-form")


_TIME_PATTERN: Final = r"(?:now|\d+(?:\.\d*)?|\d{1,2}:[0-5]\d:[0-5]\d(?:\.\d*)?|[0-5]?\d:[0-5]\d(?:\.\d*)?)\Z"
_time = _matching(_TIME_PATTERN, "a time reads like 12.5, 12:30 or 1:02:30")
_color = _matching(r"#(?:[0-9A-Fa-f]{3}){1,2}\Z", "a colour reads like #a0b1c2")


def _media_text(node: Node, report: Report) -> None:
    if node.get("type", "plain") == "html":
        filled(node.text, node, "", report)
        html(node.text, node, "", report)
    else:
        plain(node.text, node, "", report)


def _group(node: Node, report: Report) -> None:
    if sum(1 for _ in node.all(f"{MEDIA}content")) < 2:
        report.add("media-group-of-one", node)


def _rating(node: Node, report: Report) -> None:
    allowed = _RATINGS.get(node.get("scheme", "urn:simple"))
    if allowed and not allowed.match(node.text.strip()):
        report.add("media-rating-invalid", node, scheme=node.get("scheme", "urn:simple"))


_RATINGS: Final = {
    "urn:simple": re.compile(r"(?:adult|nonadult)\Z"),
    "urn:mpaa": re.compile(r"(?:g|nc-17|pg|pg-13|r|nr|m|x)\Z", re.IGNORECASE),
    "urn:v-chip": re.compile(r"(?:14\+|18\+|c|c8|g|pg|tv-14|tv-g|tv-ma|tv-pg|tv-y|tv-y7(?:-fv)?)\Z", re.IGNORECASE),
    "urn:icra": re.compile(r"r \([clnov][a-z] [01](?: [clnov][a-z] [01])*\)\Z"),
}


def _hash(node: Node, report: Report) -> None:
    digits = {"md5": 32, "sha-1": 40}.get(node.get("algo", "md5"))
    if digits and not re.match(rf"[0-9A-Fa-f]{{{digits}}}\Z", node.text.strip()):
        report.add("value-form", node, reason=f"a {node.get('algo', 'md5')} hash has {digits} hexadecimal digits")


def _restriction(node: Node, report: Report) -> None:
    text, kind = node.text.strip(), node.get("type")
    if kind == "country" and not re.match(r"(?:[A-Za-z]{2}(?:\s+[A-Za-z]{2})*)?\Z", text):
        report.add("value-form", node, reason="countries are written as codes of two letters with spaces between")
    elif kind == "uri" and any(values.uri_reference(part) for part in text.split()):
        report.add("value-form", node, reason="URIs are due, with spaces between")
    elif not kind and text not in {"all", "none", ""}:
        report.add("value-form", node, reason="without a type, only all or none can stand here")


def _summary(text: bool, within: frozenset[str]) -> Element:  # noqa: FBT001 - which of two
    return Element(many=True, within=within, value=(plain if text else filled, clean))


_SIZE: Final = {"height": _integer, "width": _integer}
_MEDIA_PARTS: Final[dict[str, Element]] = {
    f"{MEDIA}adult": Element(value=(_one_of("true", "false"),)),
    f"{MEDIA}backLinks": Element(open=True),
    f"{MEDIA}category": Element(many=True, attributes={"scheme": _url, "label": plain}, value=(plain,)),
    f"{MEDIA}comments": Element(open=True),
    f"{MEDIA}community": Element(open=True),
    f"{MEDIA}copyright": Element(attributes={"url": _full_url}, value=(plain,)),
    f"{MEDIA}credit": Element(
        many=True,
        attributes={"role": _matching(r"[a-z ]+\Z", "roles are lower-case words"), "scheme": _url},
        value=(plain,),
    ),
    f"{MEDIA}description": Element(attributes={"type": _one_of("plain", "html")}, checks=(_media_text,)),
    f"{MEDIA}embed": Element(attributes={"url": _full_url, **_SIZE}, open=True),
    f"{MEDIA}hash": Element(many=True, attributes={"algo": _one_of("md5", "sha-1")}, checks=(_hash,)),
    f"{MEDIA}keywords": Element(value=(plain,)),
    f"{MEDIA}license": Element(many=True, attributes={"type": _media_type, "href": _full_url}, value=(plain,)),
    f"{MEDIA}location": Element(many=True, open=True, attributes={"description": plain, "start": _time, "end": _time}),
    f"{MEDIA}peerLink": Element(attributes={"type": _media_type, "href": _full_url}),
    f"{MEDIA}player": Element(attributes={"url": _full_url, **_SIZE}, requires=("url",)),
    f"{MEDIA}price": Element(many=True, attributes={"type": None, "info": None, "price": _number, "currency": None}),
    f"{MEDIA}rating": Element(many=True, attributes={"scheme": _url}, checks=(_rating,)),
    f"{MEDIA}responses": Element(open=True),
    f"{MEDIA}restriction": Element(
        many=True,
        attributes={"relationship": _one_of("allow", "deny"), "type": _one_of("country", "uri", "sharing")},
        requires=("relationship",),
        checks=(_restriction,),
    ),
    f"{MEDIA}rights": Element(attributes={"status": _one_of("userCreated", "official")}),
    f"{MEDIA}scenes": Element(open=True),
    f"{MEDIA}status": Element(attributes={"state": _one_of("active", "blocked", "deleted"), "reason": None}),
    f"{MEDIA}subTitle": Element(many=True, attributes={"type": _media_type, "lang": _language, "href": _full_url}),
    f"{MEDIA}tags": Element(value=(plain,)),
    f"{MEDIA}text": Element(
        many=True,
        attributes={"type": _one_of("plain", "html"), "lang": _language, "start": _time, "end": _time},
        checks=(_media_text,),
    ),
    f"{MEDIA}thumbnail": Element(many=True, attributes={"url": _full_url, "time": _time, **_SIZE}, requires=("url",)),
    f"{MEDIA}title": Element(attributes={"type": _one_of("plain", "html")}, checks=(_media_text,)),
}
_MEDIA_CONTENT: Final = Element(
    many=True,
    text=False,
    attributes={
        "url": _full_url,
        "fileSize": _integer,
        "type": _media_type,
        "medium": _one_of("image", "audio", "video", "document", "executable"),
        "isDefault": _boolean,
        "expression": _one_of("sample", "full", "nonstop"),
        "bitrate": _number,
        "framerate": _number,
        "samplingrate": _number,
        "channels": _integer,
        "duration": _integer,
        "lang": _language,
        **_SIZE,
    },
    children=_MEDIA_PARTS,
)
_ATOM_IN_RSS: Final[dict[str, Element]] = {
    **{name: inner for name, inner in {**atom.FEED.children, **atom.ENTRY.children}.items() if name != f"{ATOM}entry"},
}

COMMON: Final[Mapping[str, Element]] = {
    **{f"{DC}{name}": _summary(name != "identifier", frozenset()) for name in _DUBLIN_CORE},
    f"{DC}date": Element(many=True, value=(date(dates.w3cdtf, "dc"),)),
    f"{DC}language": Element(many=True, value=(_language,)),
    f"{CONTENT}encoded": Element(within=_EACH, value=(filled, html)),
    f"{CONTENT}items": Element(open=True),
    f"{SY}updatePeriod": Element(within=_TOP, value=(_one_of("hourly", "daily", "weekly", "monthly", "yearly"),)),
    f"{SY}updateFrequency": Element(within=_TOP, value=(must(values.positive, "integer-invalid", strip=True),)),
    f"{SY}updateBase": Element(within=_TOP, value=(date(dates.w3cdtf, "dc"),)),
    f"{SLASH}comments": Element(within=_EACH, value=(_integer,)),
    f"{SLASH}department": Element(within=_EACH, value=(plain,)),
    f"{SLASH}section": Element(within=_EACH, value=(plain,)),
    f"{SLASH}hit_parade": Element(
        within=_EACH, value=(_matching(r"\s*-?\d+(?:\s*,\s*-?\d+)*\s*\Z", "whole numbers with commas between are due"),)
    ),
    f"{WFW}comment": Element(within=_EACH, value=(_full_url,)),
    f"{WFW}commentRss": Element(within=_EACH, value=(_full_url,)),
    f"{WFW}commentRSS": Element(within=_EACH, value=(_full_url,)),
    f"{LICENCE}license": Element(many=True, value=(_full_url,)),
    f"{PING}ping": Element(within=_EACH, value=(_full_url,), attributes={f"{RDF}resource": _full_url}),
    f"{PING}about": Element(many=True, within=_EACH, value=(_full_url,), attributes={f"{RDF}resource": _full_url}),
    f"{THR}in-reply-to": Element(
        many=True,
        attributes={"ref": must(values.iri, "uri-invalid"), "href": _url, "type": _media_type, "source": _url},
        requires=("ref",),
    ),
    f"{THR}total": Element(within=_EACH, value=(_integer,)),
    f"{FH}complete": Element(within=_TOP),
    f"{FH}archive": Element(within=_TOP),
    **_MEDIA_PARTS,
    f"{MEDIA}content": _MEDIA_CONTENT,
    f"{MEDIA}group": Element(
        many=True, text=False, children={**_MEDIA_PARTS, f"{MEDIA}content": _MEDIA_CONTENT}, checks=(_group,)
    ),
}
IN_ATOM: Final[Mapping[str, Element]] = COMMON
IN_RSS: Final[Mapping[str, Element]] = {**COMMON, **_ATOM_IN_RSS}
