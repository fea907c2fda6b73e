"""The Atom Publishing Protocol in feeds, and its service and category documents: RFC 5023."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.validate import atom, values
from feedtool.validate.grammar import Element
from feedtool.validate.names import APP, ATOM
from feedtool.validate.namespaces.kinds import EACH, instant, one_of, reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.validate.node import Node
    from feedtool.validate.report import Report


def _accept(value: str, node: Node, attribute: str, report: Report) -> None:
    """RFC 5023 section 8.3.4: media ranges, with commas between."""
    for part in value.split(",") if value.strip() else ():
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        if not re.match(r"\*/\*\Z", kind) and values.media_type(kind.replace("/*", "/x")):
            report.add(
                "mime-type-invalid", node, attribute=attribute, reason="a media range reads image/png or image/*"
            )
        odd = next((one for one in parameters if one.partition("=")[0] == "q"), "")
        if odd:
            report.add("app-accept-parameter", node, attribute=attribute, parameter=odd[:40])


def _categories(node: Node, report: Report) -> None:
    if "href" in node.attributes and (node.children or "fixed" in node.attributes or "scheme" in node.attributes):
        report.add("app-category-conflict", node, attribute="href")


CATEGORIES: Final = Element(
    many=True,
    text=False,
    attributes={"fixed": one_of("yes", "no"), "scheme": reference, "href": reference},
    children={f"{ATOM}category": atom.CATEGORY},
    checks=(_categories,),
)
COLLECTION: Final = Element(
    many=True,
    text=False,
    attributes={"href": reference},
    requires=("href",),
    children={
        f"{ATOM}title": atom.TEXT,
        f"{APP}accept": Element(many=True, value=(_accept,)),
        f"{APP}categories": CATEGORIES,
    },
    needs={f"{ATOM}title": "extension-part-missing"},
)
SERVICE: Final = Element(
    text=False,
    children={
        f"{APP}workspace": Element(
            many=True,
            text=False,
            children={f"{ATOM}title": atom.TEXT, f"{APP}collection": COLLECTION},
            needs={f"{ATOM}title": "extension-part-missing"},
        )
    },
    needs={f"{APP}workspace": "extension-part-missing"},
)
ELEMENTS: Final[Mapping[str, Element]] = {
    f"{APP}control": Element(within=EACH, text=False, children={f"{APP}draft": Element(value=(one_of("yes", "no"),))}),
    f"{APP}edited": Element(within=EACH, value=(instant,)),
    f"{APP}collection": Element(
        within=frozenset({"feed", "source"}),
        text=False,
        attributes=COLLECTION.attributes,
        requires=COLLECTION.requires,
        children=COLLECTION.children,
        needs=COLLECTION.needs,
    ),
}
