"""OpenSearch 1.1: its elements in feeds, and its description documents: https://github.com/dewitt/opensearch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.later import regex
from feedtool.validate import values
from feedtool.validate.grammar import Element, must
from feedtool.validate.names import OPENSEARCH, OPENSEARCH_OLD
from feedtool.validate.namespaces.kinds import (
    any_case,
    at_most,
    counted,
    email,
    integer,
    language,
    media_type,
    one_of,
    positive,
    required,
)
from feedtool.validate.texts import filled, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

_PLACEHOLDER = regex(r"\{([^{}]*)\}")
_PARAMETER = regex(r"(?:[A-Za-z0-9._~-]+:)?[A-Za-z0-9._~%-]+\??\Z")
_ROLES: Final = ("request", "example", "related", "correction", "subset", "superset")


def _template(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check an address with parameters in braces, `?` behind those that may be left out."""
    wrong = next((name for name in _PLACEHOLDER.findall(value[:2000]) if not _PARAMETER.match(name)), None)
    plain_form = _PLACEHOLDER.sub("x", value.strip())
    reason = f"{wrong[:40]!r} is no parameter" if wrong is not None else values.address(plain_form)
    if reason:
        report.add("uri-invalid", node, attribute=attribute, reason=reason)


def _role(value: str, node: Node, attribute: str, report: Report) -> None:
    reason = values.iri(value.strip()) if ":" in value else values.one_of(*_ROLES)(value.strip())
    if reason:
        report.add("value-not-listed", node, attribute=attribute, reason=reason)


def _language(value: str, node: Node, attribute: str, report: Report) -> None:
    if value.strip() != "*":
        language(value, node, attribute, report)


def _encoding(value: str, node: Node, attribute: str, report: Report) -> None:
    import codecs  # noqa: PLC0415 - wanted for few documents

    try:
        codecs.lookup(value.strip()[:40])
    except (LookupError, ValueError):
        report.add("value-not-listed", node, attribute=attribute, reason="the name of a character encoding is due")


_ROLED: Final = {
    "role": _role,
    "title": plain,
    "totalResults": integer,
    "searchTerms": None,
    "count": integer,
    "startIndex": integer,
    "startPage": integer,
    "language": _language,
    "inputEncoding": _encoding,
    "outputEncoding": _encoding,
}
QUERY: Final = Element(many=True, attributes=_ROLED, requires=("role",))


def _elements(space: str) -> dict[str, Element]:
    return {
        f"{space}totalResults": Element(value=(integer, counted)),
        f"{space}startIndex": Element(value=(integer, counted)),
        f"{space}itemsPerPage": Element(value=(integer, counted)),
        f"{space}link": Element(many=True, open=True),
        f"{space}Query": QUERY,
    }


ELEMENTS: Final[Mapping[str, Element]] = {**_elements(OPENSEARCH), **_elements(OPENSEARCH_OLD)}


def _text(limit: int) -> Element:
    return Element(value=(plain, at_most(limit)))


_URL: Final = Element(
    many=True,
    attributes={
        "template": required(_template),
        "type": required(media_type),
        "rel": filled,
        "indexOffset": must(lambda value: values.integer(value.removeprefix("-")), "integer-invalid", strip=True),
        "pageOffset": must(lambda value: values.integer(value.removeprefix("-")), "integer-invalid", strip=True),
        "method": any_case("get", "post"),
    },
    requires=("template", "type"),
    children={f"{OPENSEARCH}Param": Element(many=True, open=True)},
)


def description(space: str) -> Element:
    """Return the table of a description document in the namespace `space`."""
    missing = "extension-part-missing"
    return Element(
        text=False,
        children={
            f"{space}ShortName": _text(16),
            f"{space}Description": _text(1024),
            f"{space}Url": _URL,
            f"{space}Contact": Element(value=(email,)),
            f"{space}Tags": _text(256),
            f"{space}LongName": _text(48),
            f"{space}Image": Element(
                many=True,
                attributes={"height": positive, "width": positive, "type": media_type},
                value=(must(values.address, "uri-invalid", strip=True),),
            ),
            f"{space}Query": QUERY,
            f"{space}Developer": _text(64),
            f"{space}Attribution": _text(256),
            f"{space}SyndicationRight": Element(value=(any_case("open", "limited", "private", "closed"),)),
            f"{space}AdultContent": Element(
                value=(one_of("true", "false", "TRUE", "FALSE", "0", "1", "yes", "no", "YES", "NO"),)
            ),
            f"{space}Language": Element(many=True, value=(_language,)),
            f"{space}InputEncoding": Element(many=True, value=(_encoding,)),
            f"{space}OutputEncoding": Element(many=True, value=(_encoding,)),
        },
        needs={f"{space}ShortName": missing, f"{space}Description": missing, f"{space}Url": missing},
    )
