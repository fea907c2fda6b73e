"""OPML 2.0 as a table, and 1.0 and 1.1 read leniently: http://opml.org/spec2.opml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.validate import dates, values
from feedtool.validate.grammar import Element, must
from feedtool.validate.namespaces.kinds import address, email, integer, language, matching
from feedtool.validate.texts import date, filled, plain

if TYPE_CHECKING:
    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

_VERSIONS: Final = frozenset({"1.0", "1.1", "2.0"})
_MISSING: Final = "opml-part-missing"
_NEEDS: Final = {"rss": "xmlUrl", "include": "url", "link": "url"}
_rfc822 = date(dates.rfc822, "rss")
_boolean = must(values.one_of("true", "false"), "boolean-invalid")
_integer = must(lambda value: values.integer(value.removeprefix("-")), "integer-invalid", strip=True)


def _owner(value: str, node: Node, attribute: str, report: Report) -> None:
    filled(value, node, attribute, report)
    if value.strip():
        email(value, node, attribute, report)


def _version(node: Node, report: Report) -> None:
    if "version" in node.attributes and node.get("version") not in _VERSIONS:
        report.add("opml-version-unknown", node, attribute="version")


def _outline(node: Node, report: Report) -> None:
    """Check what a subscription, an inclusion and a link must name."""
    needed = _NEEDS.get(node.get("type").lower())
    if needed and needed not in node.attributes:
        report.add("opml-attribute-missing", node, missing=needed)
    if node.get("type").lower() != "rss" and "xmlUrl" in node.attributes and "type" not in node.attributes:
        report.add("opml-type-missing", node)
    for name in ("xmlUrl", "htmlUrl", "url"):
        if node.get(name):
            address(node.get(name), node, name, report)


def _windows() -> dict[str, Element]:
    return {f"window{side}": Element(value=(_integer,)) for side in ("Top", "Left", "Bottom", "Right")}


_OUTLINE_ATTRIBUTES: Final = {
    "text": filled,
    "isComment": _boolean,
    "isBreakpoint": _boolean,
    "created": _rfc822,
    "language": language,
}
# An outline holds outlines, so its table is filled in after it is made.
_INNER: Final[dict[str, Element]] = {}
_OUTLINE: Final = Element(
    many=True,
    text=False,
    attributes=_OUTLINE_ATTRIBUTES,
    any_attributes=True,
    requires=("text",),
    children=_INNER,
    checks=(_outline,),
)
_INNER["outline"] = _OUTLINE
_HEAD: Final = Element(
    text=False,
    children={
        "title": Element(value=(plain,)),
        "dateCreated": Element(value=(_rfc822,)),
        "dateModified": Element(value=(_rfc822,)),
        "ownerName": Element(value=(plain,)),
        "ownerEmail": Element(value=(_owner,)),
        "ownerId": Element(value=(address,)),
        "docs": Element(value=(address,)),
        "expansionState": Element(
            value=(matching(r"(?:-?\d+(?:\s*,\s*-?\d+)*)?", "line numbers with commas between are due: 1, 6, 13"),)
        ),
        "vertScrollState": Element(value=(integer,)),
        **_windows(),
    },
)
OPML: Final = Element(
    text=False,
    attributes={"version": None},
    requires=("version",),
    children={
        "head": _HEAD,
        "body": Element(text=False, children={"outline": _OUTLINE}, needs={"outline": _MISSING}),
    },
    needs={"head": _MISSING, "body": _MISSING},
    checks=(_version,),
)
