"""What may stand where, as data, and the one walk that holds a tree against it.

An `Element` says which children, attributes and values an element has; a format is a table of them (`rss`, `atom`,
`extensions`). The walk is a loop, so depth costs no stack, and meets each element once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct, field

from feedtool.validate import values
from feedtool.validate.names import ATOM, MISWRITTEN, RDF, XHTML, XML, local, namespace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

ValueCheck = Callable[[str, "Node", str, "Report"], None]
NodeCheck = Callable[["Node", "Report"], None]
Text = Literal["any", "none", "value"]


class Element(Struct, frozen=True, kw_only=True):
    """One element, as its specification has it.

    children    what may stand in it, by name
    needs       the children that must, each with the rule that is broken without it
    attributes  what it may carry, by name, each with the check of its value (None: anything)
    requires    the attributes that it must carry
    value       checks of its text
    checks      checks of the whole element
    many        it may be repeated in its parent
    within      the elements (local names) in which an extension's element is defined; empty: anywhere
    text        False: only elements stand in it
    open        what stands in it is judged by its own checks
    any_attributes  it may carry attributes of anybody's making
    """

    children: Mapping[str, Element] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, ValueCheck | None] = field(default_factory=dict)
    requires: tuple[str, ...] = ()
    value: tuple[ValueCheck, ...] = ()
    checks: tuple[NodeCheck, ...] = ()
    many: bool = False
    within: frozenset[str] = frozenset()
    text: bool = True
    open: bool = False
    any_attributes: bool = False


def walk(root: Node, element: Element, extensions: Mapping[str, Element], report: Report) -> None:
    """Hold the tree under `root` against `element`; what `extensions` knows may stand in any element of the format."""
    known = frozenset(namespace(name) for name in (root.name, *element.children, *extensions))
    known -= frozenset() if report.format == "rss" else _NEVER
    shapes: dict[tuple[object, ...], list[Element | None]] = {}
    stack: list[tuple[Node, Element]] = [(root, element)]
    while stack:
        node, element = stack.pop()
        _judge(node, element, report)
        if element.open or not (node.children or element.needs):
            continue
        inside = _inside(node, element, extensions, known, report, shapes)
        waiting = []
        for child, inner in zip(node.children, inside, strict=True):
            if inner is None:
                continue
            if (child.children or inner.needs) and not inner.open:
                waiting.append((child, inner))
            else:
                _judge(child, inner, report)
        stack.extend(reversed(waiting))


_NEVER: Final = frozenset({RDF[:-1]})  # its elements are judged by striping, not by name


def _judge(node: Node, element: Element, report: Report) -> None:
    """Judge an element for itself, without those in it."""
    if node.attributes or element.requires:
        _attributes(node, element, report)
    text = node.text
    if not element.text and text and not element.open and not text.isspace():
        report.add(f"{family(node, report)}-text-unexpected", node)
    for judge in element.value:
        judge(text, node, "", report)
    for check in element.checks:
        check(node, report)


def family(node: Node, report: Report) -> str:
    """Return which rules speak of an element: those of `rss`, `opml`, `atom` or `extension`."""
    space = node.namespace
    if not space:
        return "opml" if report.format == "opml" else "rss"
    return "atom" if space == ATOM[:-1] else "extension"


def _attributes(node: Node, element: Element, report: Report) -> None:
    for name, value in node.attributes.items():
        judge = element.attributes.get(name)
        if judge is not None:
            judge(value, node, name, report)
        elif " " in name and name in _EVERYWHERE:
            _EVERYWHERE[name](value, node, name, report)
        elif name not in element.attributes:
            _strange_attribute(node, element, name, report)
    for name in element.requires:
        if name not in node.attributes:
            missing = report.document.qualified(name)
            report.add(f"{family(node, report)}-attribute-missing", node, missing=missing)


def _strange_attribute(node: Node, element: Element, name: str, report: Report) -> None:
    """Judge an attribute that the table of its element has not."""
    if " " not in name or namespace(name) == node.namespace:
        if not element.any_attributes:
            report.add(f"{family(node, report)}-attribute-unknown", node, attribute=name)
    elif not node.namespace and report.format == "rss":
        report.add("extension-attribute-on-core", node, attribute=name)


def _inside(
    node: Node,
    element: Element,
    extensions: Mapping[str, Element],
    known: frozenset[str],
    report: Report,
    shapes: dict[tuple[object, ...], list[Element | None]],
) -> list[Element | None]:
    """Return what each child of an element is; None is not gone into.

    Which children stand in an element is judged once for all that have the same ones, if there is nothing to tell.
    """
    shape = (id(element), node.name, *[child.name for child in node.children])
    inside = shapes.get(shape)
    if inside is None:
        told = report.told
        inside = _children(node, element, extensions, known, report)
        if told == report.told:
            shapes[shape] = inside
    return inside


def _children(
    node: Node,
    element: Element,
    extensions: Mapping[str, Element],
    known: frozenset[str],
    report: Report,
) -> list[Element | None]:
    """Judge which children stand in an element, and return what each is."""
    seen: set[str] = set()
    inside: list[Element | None] = []
    for child in node.children:
        name = child.name
        inner = element.children.get(name)
        if inner is None:
            inner = extensions.get(name)
            if inner is None:
                _stranger(child, element, known, report)
                seen.add(name)
                inside.append(None)
                continue
            if inner.within and node.local not in inner.within:
                report.add(
                    "extension-element-misplaced", child, parent=node.local, within=", ".join(sorted(inner.within))
                )
        if name in seen and not inner.many:
            report.add(f"{family(child, report)}-element-repeated", child, parent=report.document.qualified(node.name))
        seen.add(name)
        inside.append(inner)
    for name, code in element.needs.items():
        if name not in seen:
            report.add(code, node, missing=report.document.qualified(name))
    return inside


def _stranger(child: Node, parent: Element, known: frozenset[str], report: Report) -> None:
    """Judge an element that no table has in this place."""
    space = child.namespace
    name = report.document.qualified(child.name)
    parent_name = report.document.qualified(child.parent.name) if child.parent else ""
    if space == XHTML[:-1]:
        report.add("xhtml-misplaced", child)
    elif space in MISWRITTEN:
        return  # said once, where the namespace is declared
    elif not space and report.format in {"atom", "rdf"}:
        report.add("atom-element-without-namespace", child, name=name, parent=parent_name)
    elif not space or space == ATOM[:-1] or space in known:
        meant = next((other for other in parent.children if local(other).lower() == child.local.lower()), "")
        hint = f"write <{local(meant)}>" if meant and local(meant) != child.local else ""
        kin = family(child, report)
        report.add(f"{kin}-element-unknown", child, name=name, parent=parent_name, hint=hint or _HINTS[kin])


_HINTS: Final = {
    "opml": "give an element of your own a namespace, or take it out",
    "rss": "give an element of your own a namespace, or take it out",
    "atom": "elements that RFC 4287 does not define, and misplaced ones, must be in another namespace, or out",
    "extension": "see which names its namespace defines",
}


def must(test: Callable[[str], str], code: str, *, strip: bool = False) -> ValueCheck:
    """Return the check that a value passes `test` (value to reason, "" when right), else `code` is broken."""

    def judge(value: str, node: Node, attribute: str, report: Report) -> None:
        reason = test(value.strip() if strip else value)
        if reason:
            report.add(code, node, attribute=attribute, reason=reason)

    return judge


def _language(value: str, node: Node, attribute: str, report: Report) -> None:
    reason = values.language(value) if value else ""  # xml:lang="" takes the language back (XML 1.0, section 2.12)
    if reason:
        report.add("language-invalid", node, attribute=attribute, reason=reason)


_EVERYWHERE: Final[Mapping[str, ValueCheck]] = {
    f"{XML}lang": _language,
    f"{XML}base": must(values.iri_reference, "uri-invalid"),
    f"{XML}space": must(values.one_of("default", "preserve"), "value-not-listed"),
}
