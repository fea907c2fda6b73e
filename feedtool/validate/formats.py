"""Which format a document is in, and the table that it is held against: adding a format is a module and a row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from feedtool.later import regex
from feedtool.validate import atom, extensions, opml, publishing, rdf, rss
from feedtool.validate.encoding import decode
from feedtool.validate.grammar import Element, walk
from feedtool.validate.names import (
    APP,
    ATOM,
    KNOWN,
    MISWRITTEN,
    OBSOLETE_ATOM,
    OPENSEARCH,
    RDF,
    RSS090,
    RSS10,
    RSS11,
    USUAL,
    XHTML,
    XML,
    nearly,
)
from feedtool.validate.namespaces import search
from feedtool.validate.node import Document, Fault
from feedtool.validate.octets import LARGE
from feedtool.validate.report import Report
from feedtool.validate.sound import NOTHING, Sound
from feedtool.validate.tree import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from feedtool.validate.node import Node


class Format(Struct, frozen=True, kw_only=True):
    """One format: what it is called, the table of its outermost element, and of what other namespaces add to it."""

    name: str
    root: Element
    extensions: Mapping[str, Element]


FORMATS: Final[Mapping[str, Format]] = {  # by the name of the outermost element
    "rss": Format(name="rss", root=rss.RSS, extensions=extensions.IN_RSS),
    f"{ATOM}feed": Format(name="atom", root=atom.FEED, extensions=extensions.IN_ATOM),
    f"{ATOM}entry": Format(name="atom", root=atom.ENTRY, extensions=extensions.IN_ATOM),
    f"{RSS11}Channel": Format(name="rdf", root=rdf.RSS_11, extensions=extensions.IN_RDF),
    "opml": Format(name="opml", root=opml.OPML, extensions=extensions.COMMON),
    f"{OPENSEARCH}OpenSearchDescription": Format(
        name="search", root=search.description(OPENSEARCH), extensions=extensions.IN_RSS
    ),
    f"{APP}service": Format(name="app", root=publishing.SERVICE, extensions=extensions.IN_RSS),
    f"{APP}categories": Format(name="app", root=publishing.CATEGORIES, extensions=extensions.IN_RSS),
}
_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SITEMAP_SPACES: Final = frozenset(
    {f"http://www.google.com/schemas/sitemap-{name}" for name in ("news/0.9", "image/1.1", "video/1.1")} | {XHTML[:-1]}
)
"""What sitemaps are extended by: news, pictures, films, and pages in other languages."""
_PAGES: Final = frozenset({"html", f"{XHTML}html", "HTML"})
_PAGE = regex(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_SIGNATURES: Final = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PK\x03\x04", "a ZIP file"),
    (b"\x1f\x8b", "a file compressed with gzip"),
)
MAX_SIZE: Final = 52_428_800  # bytes that are read at all: what a sitemap may have
_VERY_LARGE = 5_000_000
_XML_VERSION = regex(rb"""<\?xml\s+version\s*=\s*["']([^"']*)["']""")
_BINARY = regex(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def judged(content: bytes, *, location: str = "", now: datetime | None = None, sound: Sound | None = None) -> Report:
    """Return the report on a document in whatever format it turns out to be."""
    refused = _refused(content)
    if refused:
        report = Report(Document(content=b""), location=location, now=now)
        report.faults([refused])
        return report
    if content[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        from feedtool.validate.jsonfeed import judged_json  # noqa: PLC0415 - wanted for few documents

        return judged_json(content, location=location, now=now, sound=sound or NOTHING)
    return _judged_xml(content, location, now, sound or NOTHING)


def _judged_xml(content: bytes, location: str, now: datetime | None, sound: Sound) -> Report:
    text, faults, encoding = decode(content)
    document = parse(text, sound)
    report = Report(document, location=location, now=now, sound=sound)
    report.encoding = encoding
    page = _PAGE.match(text[:5000])
    if page and (document.root is None or document.root.name in _PAGES):
        report.faults([_unknown("an HTML page")])
        return report
    report.faults(faults + document.faults + _of_declaration(text))
    if not _is_sitemap(document.root):  # those may be large
        report.faults(of_size(content))
    if document.root is not None:
        _judge(report, document)
    return report


def _of_declaration(text: bytes) -> list[Fault]:
    """Judge the version of XML that a document declares."""
    match = _XML_VERSION.match(text[:200])
    if not match or match[1] == b"1.0":
        return []
    version = match[1].decode("utf-8", "replace")[:20]
    return [Fault(code="xml-version", offset=match.start(1), values={"version": version})]


def of_size(content: bytes) -> list[Fault]:
    """Judge how large a document is."""
    size = len(content)
    if size <= LARGE:
        return []
    code = "document-very-large" if size > _VERY_LARGE else "document-large"
    return [Fault(code=code, offset=0, values={"size": f"{size / 1_000_000:.1f}"})]


def _refused(content: bytes) -> Fault | None:
    """Say what cannot be a feed at all: nothing, bytes that are no text, more than anybody reads."""
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if len(content) > MAX_SIZE:
        size = f"{len(content) / 1_000_000:.0f}"
        return Fault(code="document-too-large", offset=0, values={"size": size, "limit": MAX_SIZE // 1_000_000})
    if not content[:100_000].strip() and not content.strip():
        return Fault(code="document-empty", offset=0)
    known = next((what for signature, what in _SIGNATURES if content.startswith(signature)), "")
    if not known and not start.startswith((b"{", b"[")):
        known = _no_text(content, start)
    return _unknown(known) if known else None


def _no_text(content: bytes, start: bytes) -> str:
    """Say what bytes are that hold no markup, "" when they hold some."""
    if b"<" not in content:
        return "a binary file" if len(_BINARY.findall(content[:1000])) > 5 else "text without any markup"
    return "a binary file" if len(_BINARY.findall(start.replace(b"\x00", b""))) > len(start) // 10 else ""


def _unknown(found: str) -> Fault:
    return Fault(code="format-unknown", offset=0, values={"found": found})


def _judge(report: Report, document: Document) -> None:
    """Hold a well-formed document against the table of its format."""
    root = document.root
    if root is None:
        return
    _namespaces(report, document)
    form = FORMATS.get(root.name) or _of_rdf(root)
    if form is not None:
        report.format = form.name
        channel = root.first("channel")
        report.home = channel.value("link") if channel else ""
        walk(root, form.root, form.extensions, report)
        if form.name == "atom" and document.tag(root).startswith((b"<atom:", b"<a:", b"<feed:")):
            report.add("atom-prefix", root)
    elif root.namespace in OBSOLETE_ATOM or (root.local in {"feed", "entry"} and root.namespace != ATOM[:-1]):
        code = "atom-namespace-obsolete" if root.namespace in OBSOLETE_ATOM else "atom-namespace-missing"
        report.add(code, root, found=root.namespace or "none")
    elif root.local == "rss":
        report.add("rss-in-namespace", root, found=root.namespace)
    elif root.name == f"{RDF}RDF":
        report.add("rdf-namespace-wrong", root.children[0] if root.children else root)
    elif _is_sitemap(root):
        report.format = "sitemap"
        report.faults(_of_sitemap(document.content))
    else:
        report.add("format-unknown", root, found=f"a document of <{document.qualified(root.name)}>")


def _is_sitemap(root: Node | None) -> bool:
    return root is not None and root.namespace == _SITEMAP and root.local in {"urlset", "sitemapindex"}


def _of_sitemap(content: bytes) -> list[Fault]:
    from feedtool.validate.sitemap import faults_of  # noqa: PLC0415 - wanted for few documents

    starts = [0, *(found.end() for found in re.finditer(b"\n", content))]
    return [
        Fault(code="sitemap-invalid", offset=starts[min(line, len(starts)) - 1], values={"fault": message})
        for line, message in faults_of(content)
    ]


def _of_rdf(root: Node) -> Format | None:
    """Return the RSS that an RDF document is in, None when it is in none."""
    space = rdf.vocabulary(root) if root.name == f"{RDF}RDF" else ""
    return Format(name="rdf", root=rdf.ROOTS[space], extensions=extensions.IN_RDF) if space else None


def _namespaces(report: Report, document: Document) -> None:
    """Judge the declarations of namespaces: miswritten ones, unknown ones, prefixes that mean something else."""
    own = _SITEMAP_SPACES if _is_sitemap(document.root) else frozenset()
    for (prefix, uri), offset in document.namespaces.items():
        if uri in own:
            continue
        usual = USUAL.get(prefix)
        code, meant = _of_namespace(prefix, uri, usual or "")
        if code:
            at = max(offset, document.content.find(uri.encode(), offset))
            values = {"prefix": prefix, "found": uri, "meant": meant}
            report.faults([Fault(code=code, offset=document.origin(at), values=values)])


def _of_namespace(prefix: str, uri: str, usual: str) -> tuple[str, str]:
    """Return the rule that a declaration breaks ("" for none), and the namespace or prefix that is meant."""
    if uri in MISWRITTEN:
        return "namespace-miswritten", MISWRITTEN[uri]
    if nearly(uri):
        return "namespace-near-miss", nearly(uri)
    if usual and uri and uri != usual and uri not in KNOWN and prefix not in _ANYBODYS:
        return "namespace-prefix-misleading", usual
    if not uri or uri in _FORMAT_SPACES:
        return "", ""
    if uri not in _PREFIXES and uri not in OBSOLETE_ATOM:
        return "namespace-unchecked" if uri in KNOWN else "namespace-unknown", ""
    known = _PREFIXES.get(uri, "")
    odd = prefix and known and prefix != known and not (uri == ATOM[:-1] and prefix.startswith(("atom", "a10")))
    return ("namespace-prefix-unusual", known) if odd else ("", "")


_ANYBODYS: Final = frozenset({"at", "app", "g"})  # prefixes that are too short to be one namespace's own
_PREFIXES: Final = {uri: prefix for prefix, uri in USUAL.items()}
_FORMAT_SPACES: Final = frozenset(
    {space[:-1] for space in (RSS10, RSS11, RSS090, XML, "http://a9.com/-/spec/opensearchrss/1.0/ ")}
    | {"http://conversationsnetwork.org/rssNamespace-1.0/", "http://www.sitemaps.org/schemas/sitemap/0.9"}
)
