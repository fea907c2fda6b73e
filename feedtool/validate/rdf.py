"""RSS 1.0, its forerunner 0.90 and its successor 1.1, as tables: https://web.resource.org/rss/1.0/spec.

They are RDF, in which elements are things and properties by turns; `rdf_sense` holds a document against that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from feedtool.validate import values
from feedtool.validate.grammar import Element, must
from feedtool.validate.names import RDF, RSS090, RSS10, RSS11
from feedtool.validate.namespaces.kinds import address, one_of
from feedtool.validate.texts import filled, html, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

_ABOUT: Final = f"{RDF}about"
_RESOURCE: Final = f"{RDF}resource"
_PARSE_TYPE: Final = f"{RDF}parseType"
_SYNTAX: Final = frozenset(
    {"RDF", "Description", "Seq", "Bag", "Alt", "Statement", "Property", "List", "XMLLiteral", "nil"}
    | {"li", "type", "value", "subject", "predicate", "object", "first", "rest"}
)
_about = must(values.address, "uri-invalid", strip=True)
_IDENTITY: Final = {_ABOUT: _about, f"{RDF}ID": None, f"{RDF}type": None}
_PROPERTY: Final = {_PARSE_TYPE: None, f"{RDF}datatype": None, f"{RDF}ID": None}


def _text_of(node: Node, report: Report) -> None:
    """Check a text that may be a literal piece of XML."""
    if node.get(_PARSE_TYPE) != "Literal":
        plain(node.text, node, "", report)


def _description(node: Node, report: Report) -> None:
    if node.get(_PARSE_TYPE) != "Literal":
        filled(node.text, node, "", report)
        html(node.text, node, "", report)


_TITLE: Final = Element(attributes=_PROPERTY, checks=(_text_of,), open=True)
_DESCRIPTION: Final = Element(attributes=_PROPERTY, checks=(_description,), open=True)
_LINK: Final = Element(attributes=_PROPERTY, value=(address,))
_POINTER: Final = Element(attributes={_RESOURCE: address}, requires=(_RESOURCE,))
_LI: Final = Element(many=True, attributes={_RESOURCE: address, "resource": address})
_SEQ: Final = Element(text=False, attributes=_IDENTITY, children={f"{RDF}li": _LI})
_MISSING: Final = "rdf-part-missing"


def _things(space: str, needs: tuple[str, ...], *, about: bool, **children: Element) -> Element:
    """Return a thing (channel, image, item, textinput) of the vocabulary `space`."""
    return Element(
        many=True,
        text=False,
        attributes=_IDENTITY,
        requires=(_ABOUT,) if about else (),
        children={f"{space}{name}": inner for name, inner in children.items()},
        needs={f"{space}{name}": _MISSING for name in needs},
    )


def _root(space: str) -> Element:
    about = space == RSS10
    lists = {"items": Element(text=False, attributes=_PROPERTY, children={f"{RDF}Seq": _SEQ})} if about else {}
    pointers = {"image": _POINTER, "textinput": _POINTER} if about else {}
    channel = _things(
        space,
        ("title", "link", "description", *lists),
        about=about,
        title=_TITLE,
        link=_LINK,
        description=_DESCRIPTION,
        **lists,
        **pointers,
    )
    picture = _things(space, ("title", "url", "link"), about=about, title=_TITLE, url=_LINK, link=_LINK)
    item = _things(space, ("title", "link"), about=about, title=_TITLE, link=_LINK, description=_DESCRIPTION)
    name = Element(attributes=_PROPERTY, value=(plain,))
    box = _things(
        space,
        ("title", "description", "name", "link"),
        about=about,
        title=_TITLE,
        description=_TITLE,
        name=name,
        link=_LINK,
    )
    return Element(
        text=False,
        children={
            f"{space}channel": replace(channel, many=False),
            f"{space}image": picture,
            f"{space}item": item,
            f"{space}textinput": box,
        },
        needs={f"{space}channel": _MISSING, f"{space}item": _MISSING} if about else {f"{space}channel": _MISSING},
        checks=(rdf_sense,),
    )


def rdf_sense(root: Node, report: Report) -> None:
    """Check that things and properties take turns, and that no two items are about one thing."""
    things = root.children if root.name == f"{RDF}RDF" else [root]
    stack = [(child, True) for child in reversed(things)]
    seen: dict[str, Node] = {}
    while stack:
        node, is_thing = stack.pop()
        if node.namespace == RDF[:-1] and node.local not in _SYNTAX and not re.match(r"_\d+\Z", node.local):
            name = report.document.qualified(node.name)
            report.add(
                "extension-element-unknown", node, name=name, parent="", hint="see RDF 1.1 XML Syntax, section 5"
            )
        reason = _thing(node) if is_thing else _property(node)
        if reason:
            report.add("rdf-invalid", node, reason=reason)
        if is_thing and node.local == "item":
            _one_about(node, seen, report)
        if is_thing or node.get(_PARSE_TYPE) != "Literal":
            inner_is_thing = not is_thing and node.get(_PARSE_TYPE) != "Resource"
            stack.extend((child, inner_is_thing) for child in reversed(node.children))


def _one_about(node: Node, seen: dict[str, Node], report: Report) -> None:
    about = node.get(_ABOUT)
    if about in seen:
        report.add("rdf-about-repeated", node, attribute=_ABOUT, line=report.line(seen[about]))
    elif about:
        seen[about] = node


def _thing(node: Node) -> str:
    if _RESOURCE in node.attributes:
        return "a thing is named with rdf:about; rdf:resource stands on its properties"
    return "text stands directly in a thing, where only its properties belong" if node.text.strip() else ""


def _property(node: Node) -> str:
    if _ABOUT in node.attributes:
        return "a property cannot have rdf:about, which names things"
    if _RESOURCE in node.attributes and (node.children or node.text.strip()):
        return "a property with rdf:resource must be empty"
    if node.get(_PARSE_TYPE) in {"Literal", "Resource", "Collection"}:
        return ""
    if len(node.children) > 1:
        return "a property holds one thing; this one holds several"
    return "a property holds a text or a thing, not both" if node.children and node.text.strip() else ""


def _eleven() -> Element:
    """Return RSS 1.1 as a table (http://inamidst.com/rss1.1/)."""
    item = Element(
        many=True,
        text=False,
        attributes=_IDENTITY,
        requires=(_ABOUT,),
        children={f"{RSS11}title": _TITLE, f"{RSS11}link": _LINK, f"{RSS11}description": _DESCRIPTION},
        needs={f"{RSS11}title": _MISSING, f"{RSS11}link": _MISSING},
    )
    items = Element(
        text=False,
        attributes={_PARSE_TYPE: one_of("Collection")},
        requires=(_PARSE_TYPE,),
        children={f"{RSS11}item": item},
    )
    image = Element(
        text=False,
        attributes={_PARSE_TYPE: one_of("Resource")},
        requires=(_PARSE_TYPE,),
        children={f"{RSS11}title": _TITLE, f"{RSS11}url": _LINK, f"{RSS11}link": _LINK},
        needs={f"{RSS11}title": _MISSING, f"{RSS11}url": _MISSING},
    )
    return Element(
        text=False,
        attributes=_IDENTITY,
        requires=(_ABOUT,),
        children={
            f"{RSS11}title": _TITLE,
            f"{RSS11}link": _LINK,
            f"{RSS11}description": _DESCRIPTION,
            f"{RSS11}image": image,
            f"{RSS11}items": items,
        },
        needs={f"{RSS11}{name}": _MISSING for name in ("title", "link", "description", "items")},
        checks=(rdf_sense,),
    )


def vocabulary(root: Node) -> str:
    """Return which RSS an RDF document speaks, by what it holds; "" when none can be told."""
    for child in root.children:
        for space in (RSS10, RSS090):
            if child.name.startswith(space):
                return space
    return ""


ROOTS: Final[Mapping[str, Element]] = {RSS10: _root(RSS10), RSS090: _root(RSS090)}
RSS_11: Final = _eleven()
