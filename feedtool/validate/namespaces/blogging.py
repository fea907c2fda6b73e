"""The small namespaces of blogs and their tools, each with the address of its specification in `names`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.validate import dates, values
from feedtool.validate.grammar import Element, must
from feedtool.validate.names import (
    ACCESS,
    ADMIN,
    BLOGCHANNEL,
    CC,
    CONTENT,
    CONVERSATIONS,
    DC,
    DCTERMS,
    FEEDBURNER,
    FH,
    LICENCE,
    PING,
    RDF,
    SLASH,
    SY,
    THR,
    TOMBSTONES,
    WFW,
    XHTML,
)
from feedtool.validate.namespaces.kinds import (
    ANYTHING,
    EACH,
    TEXT,
    TOP,
    address,
    any_case,
    instant,
    integer,
    language,
    matching,
    media_type,
    number,
    one_of,
    positive,
    reference,
    w3c_date,
)
from feedtool.validate.texts import clean, date, filled, html, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

_DUBLIN_CORE: Final = (
    *("title", "creator", "subject", "description", "publisher", "contributor", "type", "format"),
    *("source", "relation", "coverage", "rights"),
)
_TERMS: Final = (
    *("abstract", "accessRights", "accrualMethod", "accrualPeriodicity", "accrualPolicy", "alternative", "audience"),
    *("available", "bibliographicCitation", "conformsTo", "contributor", "coverage", "creator", "description"),
    *("educationLevel", "extent", "format", "hasFormat", "hasPart", "hasVersion", "identifier", "instructionalMethod"),
    *("isFormatOf", "isPartOf", "isReferencedBy", "isReplacedBy", "isRequiredBy", "isVersionOf", "license", "mediator"),
    *("medium", "provenance", "publisher", "references", "relation", "replaces", "requires", "rights", "rightsHolder"),
    *("source", "spatial", "subject", "tableOfContents", "temporal", "title", "type", "valid"),
)
_TERM_DATES: Final = ("created", "date", "dateAccepted", "dateCopyrighted", "dateSubmitted", "issued", "modified")
_TYPED: Final = {"http://www.w3.org/2001/XMLSchema-instance type": None, f"{RDF}resource": None}
_RESOURCE: Final = {f"{RDF}resource": address}


def _plain_dc(value: str, node: Node, attribute: str, report: Report) -> None:
    if not node.children:
        plain(value, node, attribute, report)


def _linked(node: Node, report: Report) -> None:
    """Check an element whose address stands in rdf:resource, or is its text."""
    if f"{RDF}resource" not in node.attributes:
        address(node.text, node, "", report)


def _resource(node: Node, report: Report) -> None:
    if f"{RDF}resource" not in node.attributes:
        report.add("extension-attribute-missing", node, missing="rdf:resource")


def _comment_rss(node: Node, report: Report) -> None:
    report.add("comment-rss-spelling", node)


def _thread_when(_value: str, node: Node, attribute: str, report: Report) -> None:
    report.add("thread-when-obsolete", node, attribute=attribute)


def _relative_reference(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check the address of a flare: one that is relative has no base in RSS."""
    reference(value, node, attribute, report)
    if report.format == "rss" and value.strip() and not values.scheme(value.strip()):
        report.add("html-relative-address", node, attribute=attribute, found=value.strip()[:80])


_DUBLIN: Final[dict[str, Element]] = {
    **{f"{DC}{name}": Element(many=True, value=(_plain_dc,)) for name in _DUBLIN_CORE},
    f"{DC}identifier": Element(many=True, value=(filled, clean)),
    f"{DC}date": Element(many=True, value=(w3c_date,)),
    f"{DC}language": Element(many=True, value=(language,)),
    **{f"{DCTERMS}{name}": Element(many=True, attributes=_TYPED, value=(clean,)) for name in _TERMS},
    **{f"{DCTERMS}{name}": Element(many=True, attributes=_TYPED, value=(w3c_date,)) for name in _TERM_DATES},
    f"{DCTERMS}language": Element(many=True, attributes=_TYPED, value=(language,)),
}
_RSS_MODULES: Final[dict[str, Element]] = {
    f"{CONTENT}encoded": Element(within=EACH, value=(filled, html)),
    f"{CONTENT}items": Element(open=True),
    f"{CONTENT}item": ANYTHING,
    f"{SY}updatePeriod": Element(within=TOP, value=(one_of("hourly", "daily", "weekly", "monthly", "yearly"),)),
    f"{SY}updateFrequency": Element(within=TOP, value=(positive,)),
    f"{SY}updateBase": Element(within=TOP, value=(w3c_date,)),
    f"{SLASH}comments": Element(within=EACH, value=(integer,)),
    f"{SLASH}department": Element(within=EACH, value=(plain,)),
    f"{SLASH}section": Element(within=EACH, value=(plain,)),
    f"{SLASH}hit_parade": Element(
        within=EACH, value=(matching(r"-?\d+(?:\s*,\s*-?\d+)*", "whole numbers with commas between are due"),)
    ),
    f"{WFW}comment": Element(within=EACH, value=(address,)),
    f"{WFW}commentRss": Element(within=EACH, value=(address,)),
    f"{WFW}commentRSS": Element(within=EACH, value=(address,), checks=(_comment_rss,)),
    f"{LICENCE}license": Element(many=True, value=(address,)),
    f"{CC}license": Element(many=True, attributes=_RESOURCE, checks=(_resource,)),
    f"{CC}License": ANYTHING,
    f"{PING}ping": Element(within=EACH, attributes=_RESOURCE, checks=(_linked,)),
    f"{PING}about": Element(many=True, within=EACH, attributes=_RESOURCE, checks=(_linked,)),
    f"{ADMIN}generatorAgent": Element(within=TOP, attributes=_RESOURCE, checks=(_resource,)),
    f"{ADMIN}errorReportsTo": Element(within=TOP, attributes=_RESOURCE, checks=(_resource,)),
    f"{BLOGCHANNEL}blogRoll": Element(within=TOP, value=(address,)),
    f"{BLOGCHANNEL}mySubscriptions": Element(within=TOP, value=(address,)),
    f"{BLOGCHANNEL}blink": Element(within=TOP, value=(address,)),
    f"{BLOGCHANNEL}changes": Element(within=TOP, value=(address,)),
    f"{ACCESS}restriction": Element(
        within=frozenset({"rss", "feed"}),
        attributes={"relationship": one_of("allow", "deny")},
        requires=("relationship",),
    ),
    f"{XHTML}meta": Element(
        many=True,
        attributes={
            "name": one_of("robots"),
            "content": any_case("index", "noindex", "follow", "nofollow", "all", "none"),
        },
        requires=("name", "content"),
    ),
}
_FEEDBURNER: Final[dict[str, Element]] = {
    f"{FEEDBURNER}awareness": Element(value=(address,)),
    f"{FEEDBURNER}browserFriendly": Element(value=(plain,)),
    f"{FEEDBURNER}emailServiceId": Element(value=(plain,)),
    f"{FEEDBURNER}feedburnerHostname": Element(value=(address,)),
    f"{FEEDBURNER}feedFlare": Element(
        many=True, attributes={"href": _relative_reference, "src": _relative_reference}, value=(plain,)
    ),
    f"{FEEDBURNER}info": Element(attributes={"uri": None}),
    f"{FEEDBURNER}origEnclosureLink": Element(value=(address,)),
    f"{FEEDBURNER}origLink": Element(value=(address,)),
}
_THREADS: Final[dict[str, Element]] = {
    f"{THR}in-reply-to": Element(
        many=True,
        attributes={
            "ref": must(values.iri, "uri-invalid"),
            "href": reference,
            "type": media_type,
            "source": reference,
        },
        requires=("ref",),
    ),
    f"{THR}total": Element(within=EACH, value=(integer,)),
    f"{FH}complete": Element(within=frozenset({"channel", "feed"})),
    f"{FH}archive": Element(within=frozenset({"channel", "feed"})),
    f"{FH}incremental": Element(within=frozenset({"channel", "feed"}), value=(one_of("true", "false"),)),
    f"{FH}prev": Element(within=frozenset({"channel", "feed"}), value=(reference,)),
    f"{TOMBSTONES}deleted-entry": Element(
        many=True,
        within=frozenset({"feed"}),
        open=True,
        attributes={"ref": must(values.iri, "uri-invalid"), "when": instant},
        requires=("ref", "when"),
    ),
    f"{TOMBSTONES}by": ANYTHING,
    f"{TOMBSTONES}comment": ANYTHING,
}
_CONVERSATIONS: Final[dict[str, Element]] = {
    f"{CONVERSATIONS}introMilliseconds": Element(value=(integer,)),
    f"{CONVERSATIONS}ratingAverage": Element(value=(number,)),
    f"{CONVERSATIONS}ratingCount": Element(value=(integer,)),
    f"{CONVERSATIONS}ratingDetails": Element(value=(address,)),
    f"{CONVERSATIONS}ratingTimestamp": Element(value=(date(dates.w3cdtf, "dc"),)),
    f"{CONVERSATIONS}ratingItemId": TEXT,
}
# RFC 4685 section 4: how many answers there are, and when the newest came, said on a link.
LINK_ATTRIBUTES: Final = {f"{THR}count": integer, f"{THR}updated": instant, f"{THR}when": _thread_when}
ELEMENTS: Final[Mapping[str, Element]] = {
    **_DUBLIN,
    **_RSS_MODULES,
    **_FEEDBURNER,
    **_THREADS,
    **_CONVERSATIONS,
}
