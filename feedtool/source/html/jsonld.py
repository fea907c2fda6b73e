"""JSON-LD: what the scripts of a page say of its article (schema.org), however they are nested or broken.

Sources: JSON-LD 1.1 (@graph, @id); schema.org/Article and its kinds.  Raw line breaks in texts, comments around the
script, commas too many and escaped quotes are met in the field and read.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

from feedtool.later import regex
from feedtool.source.html.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

Node = dict[str, Any]

_KINDS = (
    *("NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle"),
    *("ReviewNewsArticle", "AskPublicNewsArticle", "Article", "BlogPosting", "LiveBlogPosting", "SocialMediaPosting"),
    *("ScholarlyArticle", "TechArticle", "SatiricalArticle", "AdvertiserContentArticle", "Report", "Review"),
    *("MedicalWebPage", "WebPage"),
)
_RANKS = {kind: rank for rank, kind in enumerate(_KINDS)}
_ARTICLES = _RANKS["Review"]
_INWARDS = ("@graph", "mainEntity", "mainEntityOfPage", "subjectOf", "hasPart")
_DEEPEST = 6
_MOST = 500
_NOT_FREE = (False, "False", "false")
_CDATA = regex(r"^\s*(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?|(?://|/\*)?\s*\]\]>(?:\s*\*/)?\s*$")
_COMMA = regex(r",\s*(?=[}\]])")
_TAG = regex(r"<[^<>]*>")
_FIELDS = (
    ("title", ("headline", "name", "alternativeHeadline")),
    ("published", ("datePublished",)),
    ("created", ("dateCreated",)),
    ("updated", ("dateModified",)),
    ("summary", ("description", "abstract")),
    ("language", ("inLanguage",)),
    ("address", ("url", "mainEntityOfPage", "@id")),
)
_PEOPLE = (("author", ("author", "creator")), ("editor", ("editor", "contributor")), ("site", ("publisher",)))


def read_jsonld(scripts: Iterable[Element], addresses: Iterable[str]) -> Iterator[tuple[str, Fact]]:
    """Yield what scripts say of the article of the page that `addresses` name, the best of their objects first."""
    found: list[tuple[Node, Element]] = []
    ids: dict[str, Node] = {}
    for script in scripts:
        for node in _nodes(_parsed(script.text or "")):
            found.append((node, script))
            _index(node, ids)
    here = {_bare(address) for address in addresses if address}
    ranked = sorted(((_rank(node, here), at) for at, (node, _) in enumerate(found)))
    title = ""
    for (rank, _, _), at in ranked:
        node, script = found[at]
        headline = next(iter(_texts(node.get("headline"))), "")
        if rank < len(_KINDS) and not (rank == 0 and title and headline not in ("", title)):
            title = title or headline  # an article with another headline is another article
            yield from _facts(node, script, ids)


def _parsed(text: str) -> object:
    text = text.strip()
    for mend in (str, _unwrapped, _without_commas, html.unescape):
        try:
            return json.loads(mend(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(text: str) -> str:
    """Return a script without what stands around its JSON: comments, CDATA marks, a semicolon."""
    text = _CDATA.sub("", text)
    starts = [(at, end) for start, end in ("{}", "[]") if (at := text.find(start)) >= 0]
    if not starts:
        return text
    at, end = min(starts)
    return text[at : text.rfind(end) + 1]


def _without_commas(text: str) -> str:
    return _COMMA.sub("", _unwrapped(text))


def _nodes(data: object, depth: int = 0) -> Iterator[Node]:
    """Yield the objects of a script that may be the article; those in lists of others are not looked at."""
    if isinstance(data, list) and depth < _DEEPEST:
        for item in data[:_MOST]:
            yield from _nodes(item, depth + 1)
    elif isinstance(data, dict) and depth < _DEEPEST:
        yield data
        for key in _INWARDS:
            yield from _nodes(data.get(key), depth + 1)


def _index(node: Node, ids: dict[str, Node]) -> None:
    name = node.get("@id")
    if isinstance(name, str) and len(node) > len(ids.get(name, ())):
        ids[name] = node


def _kinds(node: Node) -> list[str]:
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2].rpartition(":")[2] for kind in named if isinstance(kind, str)]


def _rank(node: Node, here: set[str]) -> tuple[int, bool, int]:
    """Return how far an object is from being the article: articles first, of them the one that has this address."""
    rank = min((_RANKS.get(kind, len(_KINDS)) for kind in _kinds(node)), default=len(_KINDS))
    addresses = {_bare(text) for key in ("url", "mainEntityOfPage", "@id") for text in _texts(node.get(key))}
    thin = not ({"headline", "datePublished", "author"} & node.keys())
    return (0 if rank <= _ARTICLES and not thin else max(rank, 1)), not addresses & here, rank


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.|m\.|amp\.)?|[?#].*$|/$", "", address.strip())


def _facts(node: Node, script: Element, ids: dict[str, Node]) -> Iterator[tuple[str, Fact]]:
    for name, keys in _FIELDS:
        for key in keys:
            for text in _texts(node.get(key))[:1]:
                yield name, _fact(script, key, text)
    for name, keys in _PEOPLE:
        for key in keys:
            yield from ((name, _fact(script, key, text, more)) for text, more in _people(node.get(key), ids))
    for key in ("keywords", "articleSection"):
        words = node.get(key)
        yield from (("tag" if key == "keywords" else "section", _fact(script, key, text)) for text in _words(words))
    for address, more in _pictures(node.get("image"), ids):
        yield "picture", _fact(script, "image", address, more)
    if isinstance(node.get("articleBody"), str) and node.get("isAccessibleForFree") not in _NOT_FREE:
        yield "body", _fact(script, "articleBody", "articleBody", {"text": node["articleBody"]})


def _fact(script: Element, key: str, value: str, more: dict[str, str] | None = None) -> Fact:
    start = (script.text or "").find(f'"{key}"')
    line = (script.sourceline or 0) + (script.text or "").count("\n", 0, max(start, 0))
    return Fact(value, f"JSON-LD {key}", line, more or {})


def clean(text: str) -> str:
    """Return a text of metadata on one line: entities decoded, tags gone."""
    if "&" in text:
        text = html.unescape(text)
    return " ".join((_TAG.sub("", text) if "<" in text else text).split())


def _texts(value: object) -> list[str]:
    """Return the texts that a value is: itself, its items, or what identifies it."""
    if isinstance(value, str):
        return [clean(value)]
    if isinstance(value, int) and not isinstance(value, bool):
        return [str(value)]
    if isinstance(value, dict):
        return [text for key in ("@id", "url", "@value", "name") for text in _texts(value.get(key))[:1]][:1]
    if isinstance(value, list):
        return [text for item in value[:_MOST] if not isinstance(item, list) for text in _texts(item)]
    return []


def _people(value: object, ids: dict[str, Node], depth: int = 0) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield names, and the kind and page of who bears them."""
    if isinstance(value, str):
        yield clean(value), {}
    elif isinstance(value, list) and depth < _DEEPEST:
        for item in value[:50]:
            yield from _people(item, ids, depth + 1)
    elif isinstance(value, dict) and depth < _DEEPEST:
        whole = {**ids.get(str(value.get("@id")), {}), **value}
        name = whole.get("name") or " ".join(str(whole[key]) for key in ("givenName", "familyName") if whole.get(key))
        more = {"kind": next(iter(_kinds(whole)), ""), "page": next(iter(_texts(whole.get("url"))), "")}
        if isinstance(name, str):
            yield clean(name), more
        else:
            yield from _people(name, ids, depth + 1)


def _words(value: object) -> Iterator[str]:
    words = value.split(",") if isinstance(value, str) else _texts(value)
    yield from (clean(word) for word in words[:_MOST])


def _pictures(value: object, ids: dict[str, Node]) -> Iterator[tuple[str, dict[str, str]]]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item.strip(), {}
        elif isinstance(item, dict):
            whole = {**ids.get(str(item.get("@id")), {}), **item}
            address = next((text for key in ("url", "contentUrl", "@id") for text in _texts(whole.get(key))), "")
            credit = (text for key in ("creditText", "creator", "author") for text, _ in _people(whole.get(key), ids))
            caption = next(iter(_texts(whole.get("caption"))), "")
            yield address, {"caption": caption, "credit": next(credit, "")}
