"""Which format a document is in, and the table that it is held against: adding a format is a module and a row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from feedtool.validate import atom, extensions, rss
from feedtool.validate.encoding import decode
from feedtool.validate.grammar import Element, walk
from feedtool.validate.names import ATOM, MISWRITTEN, OBSOLETE_ATOM, RDF, USUAL, XHTML
from feedtool.validate.report import Report
from feedtool.validate.tree import Document, Fault, parse

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: what it is called, the table of its outermost element, and of what other namespaces add to it."""

    name: str
    root: Element
    extensions: Mapping[str, Element]


FORMATS: Final[Mapping[str, Format]] = {  # by the name of the outermost element
    "rss": Format(name="rss", root=rss.RSS, extensions=extensions.IN_RSS),
    f"{ATOM}feed": Format(name="atom", root=atom.FEED, extensions=extensions.IN_ATOM),
    f"{ATOM}entry": Format(name="atom", root=atom.ENTRY, extensions=extensions.IN_ATOM),
}
_UNCHECKED: Final[Mapping[str, str]] = {
    f"{RDF}RDF": "RSS 1.0 (RDF)",
    "opml": "OPML",
    "http://www.sitemaps.org/schemas/sitemap/0.9 urlset": "a sitemap",
    "http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex": "a sitemap index",
}
_PAGES: Final = frozenset({"html", f"{XHTML}html", "HTML"})
_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_SIGNATURES: Final = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PK\x03\x04", "a ZIP file"),
    (b"\x1f\x8b", "a file compressed with gzip"),
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def judged(content: bytes, *, location: str = "") -> Report:
    """Return the report on a document in whatever format it turns out to be."""
    refused = _no_markup(content)
    if refused:
        report = Report(Document(content=b""), location=location)
        report.faults([refused])
        return report
    text, faults = decode(content)
    document = parse(text)
    report = Report(document, location=location)
    page = _PAGE.match(text[:5000])
    if page and (document.root is None or document.root.name in _PAGES):
        report.faults([_unknown("an HTML page")])
        return report
    report.faults(faults + document.faults)
    if document.root is not None:
        _judge(report, document)
    return report


def _no_markup(content: bytes) -> Fault | None:
    """Say what cannot be XML at all: nothing, JSON, or bytes that are no text."""
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not content.strip():
        return Fault(code="document-empty", offset=0)
    if start.startswith((b"{", b"[")):
        feed = b"jsonfeed.org/version" in content[:5000]
        what = "JSON Feed" if feed else "JSON, and no JSON Feed that names its version"
        return Fault(code="format-unchecked", offset=0, values={"format": what}) if feed else _unknown(what)
    for signature, what in _SIGNATURES:
        if content.startswith(signature):
            return _unknown(what)
    if b"<" not in content:
        return _unknown("a binary file" if len(_BINARY.findall(content[:1000])) > 5 else "text without any markup")
    if len(_BINARY.findall(start.replace(b"\x00", b""))) > len(start) // 10:
        return _unknown("a binary file")
    return None


def _unknown(found: str) -> Fault:
    return Fault(code="format-unknown", offset=0, values={"found": found})


def _judge(report: Report, document: Document) -> None:
    """Hold a well-formed document against the table of its format."""
    root = document.root
    if root is None:
        return
    _namespaces(report, document)
    form = FORMATS.get(root.name)
    if form is not None:
        report.format = form.name
        channel = root.first("channel")
        report.home = channel.value("link") if channel else ""
        walk(root, form.root, form.extensions, report)
        if form.name == "atom" and document.tag(root).startswith((b"<atom:", b"<a:")):
            report.add("atom-prefix", root)
    elif root.namespace in OBSOLETE_ATOM or (root.local in {"feed", "entry"} and root.namespace != ATOM[:-1]):
        code = "atom-namespace-obsolete" if root.namespace in OBSOLETE_ATOM else "atom-namespace-missing"
        report.add(code, root, found=root.namespace or "none")
    elif root.local == "rss":
        report.add("rss-in-namespace", root, found=root.namespace)
    elif root.name in _UNCHECKED:
        report.add("format-unchecked", root, format=_UNCHECKED[root.name])
    else:
        report.add("format-unknown", root, found=f"a document of <{document.qualified(root.name)}>")


def _namespaces(report: Report, document: Document) -> None:
    """Judge the declarations of namespaces: miswritten ones, and prefixes that everybody knows for something else."""
    for (prefix, uri), offset in document.namespaces.items():
        meant = MISWRITTEN.get(uri)
        usual = USUAL.get(prefix)
        if not meant and (not usual or uri == usual or prefix in _SHARED_PREFIXES):
            continue
        at = max(offset, document.content.find(uri.encode(), offset))
        values = {"prefix": prefix, "found": uri, "meant": meant or usual}
        code = "namespace-miswritten" if meant else "namespace-prefix-misleading"
        report.faults([Fault(code=code, offset=at, values=values)])


_SHARED_PREFIXES: Final = frozenset({"app", "geo", "feedburner", "opensearch", "at", "podcast"})
