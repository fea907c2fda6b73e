"""Atom 1.0 as a table: RFC 4287, https://www.rfc-editor.org/rfc/rfc4287."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.later import regex
from feedtool.validate import dates, values
from feedtool.validate.grammar import Element, must
from feedtool.validate.names import ATOM, XHTML, XML
from feedtool.validate.namespaces import blogging
from feedtool.validate.registries import HTML_ELEMENTS, RELATIONS
from feedtool.validate.sense import atom_entry_sense, atom_feed_sense
from feedtool.validate.texts import based, clean, date, filled, html, no_email, plain, tell
from feedtool.validate.usual import is_usual_tag

if TYPE_CHECKING:
    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

_TEXT_TYPES: Final = frozenset({"text", "html", "xhtml"})
_RELATION_NAME = regex(r"[A-Za-z0-9._~!$&'()*+,;=@:%-]+\Z")
_BASE64 = regex(r"(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")
_XML_TYPES = regex(r"[^;]*(?:\+xml|/xml)\s*(?:;.*)?\Z", re.IGNORECASE | re.DOTALL)


_reference = must(values.iri_reference, "uri-invalid")


def _strict(value: str, node: Node, attribute: str, report: Report) -> bool:
    """Say whether `value` has no white space around it, where RFC 4287 allows none (dates and IRIs)."""
    if value == value.strip():
        return True
    report.add("value-white-space", node, attribute=attribute)
    return False


def _address(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check an IRI reference (an empty one is the document itself)."""
    if _strict(value, node, attribute, report):
        _reference(value, node, attribute, report)


def _filled_address(value: str, node: Node, attribute: str, report: Report) -> None:
    filled(value, node, attribute, report)
    if value.strip():
        _address(value, node, attribute, report)


def _moment(value: str, node: Node, attribute: str, report: Report) -> None:
    if value.strip() and not _strict(value, node, attribute, report):
        value = value.strip()
    _RFC3339(value, node, attribute, report)


_RFC3339 = date(dates.rfc3339, "atom")


def _id(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check an absolute IRI: the grammar of its scheme, and its normal form."""
    if is_usual_tag(value):
        return
    if value.strip() and not _strict(value, node, attribute, report):
        return
    filled(value, node, attribute, report)
    reason = values.iri(value)
    if reason:
        report.add("atom-id-invalid", node, attribute=attribute, reason=reason)
        return
    own = _OWN_GRAMMARS.get(values.scheme(value))
    if own:
        test, code = own
        must(test, code)(value, node, attribute, report)
    normal = values.canonical(value)
    if normal:
        report.add("atom-id-not-normal", node, attribute=attribute, better=normal)
    unknown = values.scheme_unknown(value)
    if unknown:
        report.add("uri-scheme-unknown", node, attribute=attribute, scheme=unknown)


_OWN_GRAMMARS: Final = {"tag": (values.tag_uri, "tag-uri-invalid"), "urn": (values.urn, "urn-invalid")}


def _relation(value: str, node: Node, attribute: str, report: Report) -> None:
    if value in RELATIONS:
        return
    filled(value, node, attribute, report)
    if ":" in value:
        must(values.iri, "uri-invalid")(value, node, attribute, report)
    elif not _RELATION_NAME.match(value):
        report.add("atom-link-rel-invalid", node, attribute=attribute)
    elif value.lower() not in RELATIONS:
        report.add("atom-link-rel-unregistered", node, attribute=attribute)


def _text_construct(node: Node, report: Report) -> None:
    """RFC 4287 section 3.1: text, escaped HTML, or one XHTML div."""
    kind = node.get("type", "text")
    if kind not in _TEXT_TYPES:
        filled(kind, node, "type", report)
        report.add("atom-text-type-invalid", node, attribute="type")
        kind = _MEANT.get(kind.lower(), "text")
    if kind == "xhtml":
        _xhtml(node, report)
    else:
        _text(node, kind, report)


_MEANT: Final = {"text/html": "html", "application/xhtml+xml": "xhtml"}  # by a media type where a word is due


def _text(node: Node, kind: str, report: Report) -> None:
    if node.children:
        report.add("atom-text-has-elements", node, kind=kind, child=report.document.qualified(node.children[0].name))
    elif kind == "html":
        filled(node.text, node, "", report)
        html(node.text, node, "", report)
    elif node.local == "content" and not node.text:
        report.add("value-blank", node)
    else:
        _undeclared(node, report)


def _undeclared(node: Node, report: Report) -> None:
    """Check text that is said to be plain, and may look like HTML."""
    filled(node.text, node, "", report)
    if not node.text.isascii():
        clean(node.text, node, "", report)
    if "<" in node.text or "&" in node.text:
        from feedtool.validate.hypertext import has_markup  # noqa: PLC0415 - wanted for few documents

        index, found = has_markup(node.text)
        if found:
            report.add("atom-html-undeclared", node, index=index, found=found[:60])


def _xhtml(node: Node, report: Report) -> None:
    """Check that there is one div of XHTML, and all within it."""
    if [child.name for child in node.children] != [f"{XHTML}div"] or node.text.strip():
        report.add("atom-xhtml-div-missing", node)
    from feedtool.validate.hypertext import has_markup, judged  # noqa: PLC0415 - wanted for few documents

    base = based(node, report)
    stack = list(node.children)
    text, spaces = "", report.document.namespaces
    prefixed = tuple(f"<{prefix}:".encode() for prefix, uri in spaces if prefix and uri == XHTML[:-1])
    while stack:
        inner = stack.pop()
        if inner.name.startswith(XHTML):
            if inner.local.lower() not in HTML_ELEMENTS:
                report.add("html-broken", inner, found=f"there is no element <{inner.local[:40]}>")
            tell(judged(inner.local.lower(), inner.attributes, 0, base=base), inner, report, here=True)
            stack.extend(inner.children)
            clean(inner.text, inner, "", report)
            text = text or inner.text.strip()
            if prefixed and report.document.tag(inner).startswith(prefixed):
                report.add("xhtml-prefix", inner)
                prefixed = ()
        elif not inner.namespace:
            report.add("atom-xhtml-div-missing", inner)
    alone = not node.children or (len(node.children) == 1 and not node.children[0].children)
    if alone and has_markup(text or node.text)[1]:
        report.add("atom-xhtml-escaped", node)


def _content(node: Node, report: Report) -> None:
    """RFC 4287 section 4.1.3."""
    kind = node.get("type", "text")
    if "src" in node.attributes:
        _linked_content(node, report)
    elif kind in _TEXT_TYPES:
        _text_construct(node, report)
    elif values.single_media_type(kind):
        filled(kind, node, "type", report)
        report.add("mime-type-invalid", node, attribute="type", reason=values.single_media_type(kind))
    elif kind.lower() in _WHOLE_PAGES and not _is_page(node):
        report.add("atom-html-type", node, attribute="type")
        if node.children and kind.lower() != "application/xhtml+xml":
            child = report.document.qualified(node.children[0].name)
            report.add("atom-text-has-elements", node, kind=kind, child=child)
        html(node.text, node, "", report)
    elif _XML_TYPES.match(kind):
        if not node.children or node.text.strip() or len(node.children) > 1:
            report.add("atom-content-xml-form", node, kind=kind)
    elif node.children:
        report.add("atom-text-has-elements", node, kind=kind, child=report.document.qualified(node.children[0].name))
    elif not kind.lower().startswith("text/") and not _BASE64.match("".join(node.text.split())):
        report.add("atom-content-not-base64", node, kind=kind)


_WHOLE_PAGES: Final = frozenset({"text/html", "text/x-html", "application/xhtml+xml"})


def _is_page(node: Node) -> bool:
    return "<html" in node.text[:1000].lower() or any(child.local == "html" for child in node.children)


def _linked_content(node: Node, report: Report) -> None:
    if node.children or node.text.strip():
        report.add("atom-content-src-not-empty", node)
    if not node.get("src"):
        report.add("uri-invalid", node, attribute="src", reason="it is empty")
    if "type" not in node.attributes:
        report.add("atom-content-type-missing", node)
    elif node.get("type") in _TEXT_TYPES:
        report.add("atom-content-src-type", node, attribute="type")
    elif values.single_media_type(node.get("type")):
        report.add("mime-type-invalid", node, attribute="type", reason=values.single_media_type(node.get("type")))


def _same_document(node: Node, report: Report) -> None:
    """RFC 3986 section 4.4: a reference that leads to its base means the document itself."""
    href = node.get("href").strip()
    if not report.location or not report.has_base or values.scheme(href):
        return
    base, step = "", node.parent
    while step is not None and not base:
        base, step = step.get(f"{XML}base"), step.parent
    if base and values.joined(base, href) == base != report.location:
        report.add("atom-same-document", node, attribute="href")


def _empty(node: Node, report: Report) -> None:
    if node.text.strip() or (node.children and any(child.namespace == ATOM[:-1] for child in node.children)):
        report.add("atom-link-not-empty", node)


def _language(value: str, node: Node, attribute: str, report: Report) -> None:
    must(values.language, "language-invalid")(value, node, attribute, report)


def _source(node: Node, report: Report) -> None:
    missing = [name for name in ("id", "title", "updated") if node.first(f"{ATOM}{name}") is None]
    if missing:
        report.add("atom-source-incomplete", node, missing=", ".join(missing))


PERSON: Final = Element(
    many=True,
    text=False,
    children={
        f"{ATOM}name": Element(value=(plain, no_email)),
        f"{ATOM}uri": Element(value=(_filled_address,)),
        f"{ATOM}email": Element(value=(must(values.email, "email-invalid"),)),
    },
    needs={f"{ATOM}name": "atom-person-name-missing"},
)
TEXT: Final = Element(attributes={"type": None}, checks=(_text_construct,), open=True)
DATE: Final = Element(value=(_moment,))
ID: Final = Element(value=(_id,))
ADDRESS: Final = Element(value=(_filled_address,))
LINK: Final = Element(
    many=True,
    attributes={
        "href": _address,
        "rel": _relation,
        "type": must(values.media_type, "mime-type-invalid"),
        "hreflang": _language,
        "title": plain,
        "length": must(values.integer, "integer-invalid"),
        **blogging.LINK_ATTRIBUTES,
    },
    requires=("href",),
    checks=(_empty, _same_document),
    open=True,
)
CATEGORY: Final = Element(
    many=True,
    attributes={"term": filled, "scheme": _filled_address, "label": plain},
    requires=("term",),
    checks=(_empty,),
    open=True,
)
GENERATOR: Final = Element(attributes={"uri": _filled_address, "version": filled}, value=(plain,))
CONTENT: Final = Element(attributes={"type": None, "src": _address}, checks=(_content,), open=True)

_METADATA: Final = {
    f"{ATOM}author": PERSON,
    f"{ATOM}category": CATEGORY,
    f"{ATOM}contributor": PERSON,
    f"{ATOM}generator": GENERATOR,
    f"{ATOM}icon": ADDRESS,
    f"{ATOM}id": ID,
    f"{ATOM}link": LINK,
    f"{ATOM}logo": ADDRESS,
    f"{ATOM}rights": TEXT,
    f"{ATOM}subtitle": TEXT,
    f"{ATOM}title": TEXT,
    f"{ATOM}updated": DATE,
}
ENTRY: Final = Element(
    many=True,
    text=False,
    children={
        **{
            name: inner
            for name, inner in _METADATA.items()
            if not name.endswith((" generator", " icon", " logo", " subtitle"))
        },
        f"{ATOM}content": CONTENT,
        f"{ATOM}published": DATE,
        f"{ATOM}source": Element(text=False, children=_METADATA, checks=(_source,)),
        f"{ATOM}summary": TEXT,
    },
    needs={
        f"{ATOM}id": "atom-entry-id-missing",
        f"{ATOM}title": "atom-entry-title-missing",
        f"{ATOM}updated": "atom-entry-updated-missing",
    },
    checks=(atom_entry_sense,),
)
FEED: Final = Element(
    text=False,
    children={**_METADATA, f"{ATOM}entry": ENTRY},
    needs={
        f"{ATOM}id": "atom-feed-id-missing",
        f"{ATOM}title": "atom-feed-title-missing",
        f"{ATOM}updated": "atom-feed-updated-missing",
    },
    checks=(atom_feed_sense,),
)
