"""PAGE: all that a saved page says, whether or not it is enough for an article."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from feedtool.article import Evidence
from feedtool.errors import TimestampError
from feedtool.later import regex
from feedtool.markup import web
from feedtool.source.html import elements, jsonld
from feedtool.source.html.body import NO_BODY, Body, read_body, stated_body
from feedtool.source.html.facts import Fact, Facts, text_in
from feedtool.source.html.furniture import Known
from feedtool.source.html.moments import Moments, read_moments
from feedtool.source.html.people import read_people
from feedtool.source.html.pictures import read_pictures
from feedtool.source.html.standfirst import read_standfirst
from feedtool.source.html.state import read_state
from feedtool.source.html.title import read_title
from feedtool.source.pagetext.language import language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.etree import _Element as Element

    from feedtool.article import Image, Person
    from feedtool.source.html.charset import Saved
    from feedtool.timestamps import ZonePolicy

_LANGUAGE = regex(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_READ = ("meta", "script", "link", "h1", "title", "time", "abbr")
_BLOCKS = ("<p", "<div", "<li", "<td", "<br", "<h")
_MOST_BLOCKS = 6000
_LITTLE = 0.5  # of what the metadata state as the text: so little of a page was read wrong, or is behind a script
_INTERNAL = regex(r"^[@/#]|_|:\s|^\w+:\w")  # words for machines among the tags
_MOST_TAGS = 30
_NO_SECTION = frozenset(("news", "home", "article", "articles", "uncategorized"))


class Page(Struct, frozen=True, kw_only=True):
    """What a page says.  `title` is empty when it has none, `moments` None when `failure` says why."""

    title: str
    summary: str = ""
    authors: tuple[Person, ...] = ()
    body: Body = NO_BODY
    images: tuple[Image, ...] = ()
    tags: tuple[str, ...] = ()
    link: str = ""
    language: str = ""
    moments: Moments | None = None
    failure: TimestampError | None = None
    provenance: Mapping[str, Evidence] = field(default_factory=dict)


def read_page(saved: Saved, policy: ZonePolicy, *, with_body: bool = True) -> Page:
    """Return what a page says; `policy` says what is known of its times beforehand.

    Without its body a page is read ten times as fast.

    Raises:
        SourceError: trafilatura is missing.

    """
    text, tree = saved.text, parsed(saved.octets)
    facts, headings, scripts, name = _collected(tree, marked="itemprop" in text)
    told: dict[str, Fact | None] = {"link": _link(facts), "language": _language(facts)}
    base = _value(told["link"])
    told |= {
        "title": read_title(facts, tree, headings, name),
        "summary": facts.first("summary") or read_standfirst(tree),
    }
    if not any(":" in fact.value for kind in ("published", "time marked", "created") for fact in facts[kind]):
        facts.take(read_state(scripts, _value(told["title"])))
    moments, failure = _moments(facts, tree, text, _known(policy, base, _value(told["language"])), base)
    people, told["authors"] = _people(facts, tree)
    images, told["images"] = read_pictures(facts, tree, base)
    tags, told["tags"] = _tags(facts)
    names = tuple(person.name for person in people)
    known = Known(
        lines=(_value(told["title"]), *names, *(image.caption for image in images)),
        summary=_value(told["summary"]),
        people=names,
    )
    body = _body(text, facts, base, known) if with_body else NO_BODY
    return Page(
        title=_value(told["title"]),
        summary=_value(told["summary"]),
        authors=people,
        body=body,
        images=images,
        tags=tags,
        link=base,
        language=_spoken(_value(told["language"]), body.markdown),
        moments=moments,
        failure=failure,
        provenance=_provenance(told, moments, body, text),
    )


def _value(fact: Fact | None) -> str:
    return fact.value if fact else ""


def _known(policy: ZonePolicy, base: str, language: str) -> ZonePolicy:
    """Return what is known of a page's times: what was said beforehand, else what the page says of its publisher."""
    return replace(policy, host=policy.host or urlsplit(base).hostname or "", language=policy.language or language)


def parsed(octets: bytes) -> Element:
    """Return the tree of a page in UTF-8; libxml2 ends it where it nests 256 elements deep."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    tree: Element | None = etree.fromstring(octets, parser)
    return etree.Element("html") if tree is None else tree  # nothing but the beginning of a tag


def _collected(tree: Element, *, marked: bool) -> tuple[Facts, list[Element], list[Element], Fact | None]:
    """Read every part of a page: JSON-LD, meta, microdata, time, bylines, in the order in which they are trusted."""
    kept: dict[str, list[Element]] = {name: [] for name in _READ}
    for element in tree.iter(*_READ):
        kept[str(element.tag)].append(element)
    facts = Facts()
    for element in kept["link"]:
        if "canonical" in (element.get("rel") or "").lower().split():
            facts.add(
                "canonical", Fact((element.get("href") or "").strip(), "link rel=canonical", element.sourceline or 0)
            )
    metas = list(elements.read_metas(kept["meta"]))
    addresses = [fact.value for name, fact in metas if name == "address"]
    scripts = [script for script in kept["script"] if "ld+json" in (script.get("type") or "").lower()]
    facts.take(jsonld.read_jsonld(scripts, [*facts.values("canonical"), *addresses]))
    facts.take(metas)
    if marked:
        facts.take(elements.read_items(tree))
    facts.take(elements.read_times([*kept["time"], *kept["abbr"]], kept["h1"]))
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    facts.add("html language", Fact(language.strip(), "html lang", tree.sourceline or 0))
    names = [Fact(text_in(title), "title", title.sourceline or 0) for title in kept["title"] if _in_head(title)]
    name = next((fact for fact in names if 0 < len(fact.value) < 1000), None)
    return facts, kept["h1"], kept["script"], name


def _in_head(title: Element) -> bool:
    return not any(above.tag == "svg" for above in title.iterancestors())


def _link(facts: Facts) -> Fact | None:
    """Return the address of the page: what it calls canonical, unless that is the site's front page."""
    found = [fact for name in ("canonical", "address") for fact in facts[name] if web(fact.value)]
    paths = [fact for fact in found if urlsplit(fact.value).path.strip("/")]
    best = next(iter(paths or found), None)
    return Fact(web(best.value), best.rule, best.line) if best else None


def _language(facts: Facts) -> Fact | None:
    for name in ("html language", "language"):
        for fact in facts[name]:
            if _LANGUAGE.fullmatch(fact.value):
                return Fact(fact.value.replace("_", "-"), fact.rule, fact.line)
    return None


def _spoken(declared: str, body: str) -> str:
    """Return the language of the text where that is certain and a template's `en` says otherwise."""
    found = language_of(body)
    return found if found and (not declared or declared[:2].lower() == "en" != found) else declared


def _people(facts: Facts, tree: Element) -> tuple[tuple[Person, ...], Fact | None]:
    """Return the authors that the metadata name, else those in the page's bylines, else who edited."""
    for more in (None, elements.read_bylines, elements.read_named):
        if more:
            facts.take(more(tree))
        people, fact = read_people(facts, ("author", 'link rel="author"', "byline"))
        if people:
            return people, fact
    return read_people(facts, ("editor",))


def _tags(facts: Facts) -> tuple[tuple[str, ...], Fact | None]:
    rules = list(dict.fromkeys(fact.rule for fact in facts["tag"]))
    best = next((rule for rule in rules if rule.endswith('article:tag"')), next(iter(rules), ""))
    ours = (fact for fact in facts["tag"] if fact.rule == best and len(fact.value) < 80)
    found = [fact for fact in ours if not _INTERNAL.search(fact.value)][:_MOST_TAGS]
    sections = [fact for fact in facts["section"] if fact.value.casefold() not in _NO_SECTION][:1]
    kept: dict[str, str] = {}
    for fact in (*found, *sections):
        kept.setdefault(fact.value.casefold(), fact.value)
    return tuple(kept.values()), next(iter((*found, *sections)), None)


def _is_long(text: str) -> bool:
    """Tell whether a page has far more blocks than articles have."""
    return text.count("<") > _MOST_BLOCKS and sum(map(text.count, _BLOCKS)) > _MOST_BLOCKS


def _body(text: str, facts: Facts, base: str, known: Known) -> Body:
    body = read_body(text, base, known, fast=_is_long(text))
    held = facts.first("body")
    stated = stated_body(held.more["text"], base) if held else NO_BODY
    return stated if _LITTLE * len(stated.markdown) > len(body.markdown) else body


def _moments(
    facts: Facts, tree: Element, text: str, policy: ZonePolicy, base: str
) -> tuple[Moments | None, TimestampError | None]:
    try:
        return read_moments(facts, tree, text, policy, _guess(text, base)), None
    except TimestampError as error:
        return None, error


def _guess(text: str, base: str) -> Callable[[], str]:
    def day() -> str:
        try:
            from htmldate import find_date  # noqa: PLC0415 - comes with trafilatura, and slow to import
        except ImportError:
            return ""
        try:
            return find_date(text, original_date=True, url=base or None) or ""
        except (ValueError, TypeError, etree.LxmlError):
            return ""

    return day


def _provenance(told: Mapping[str, Fact | None], moments: Moments | None, body: Body, text: str) -> dict[str, Evidence]:
    found = {name: fact.evidence() for name, fact in told.items() if fact}
    for name in ("published", "updated"):
        seen = getattr(moments, name, None)
        if seen:
            found[name] = replace(seen.fact.evidence(), rule=f"{seen.fact.rule}; {seen.stamp.rule}")
    if body.markdown:
        count = body.markdown.count("\n\n") + 1
        found["body"] = Evidence(
            rule=f"{count} blocks {body.rule}", line=_line_of(body.first, text), text=body.first[:200]
        )
    if body.subheads:
        line = _line_of(body.subheads[0], text)
        found["subheads"] = Evidence(
            rule=f"{len(body.subheads)} headings in the text", line=line, text=body.subheads[0]
        )
    return found


def _line_of(words: str, text: str) -> int:
    """Return the line where words stand after a tag, or 0."""
    start = words[:40]
    at = text.find(start) if start else -1
    while at > 0 and not text[max(0, at - 100) : at].rstrip().endswith(">"):
        at = text.find(start, at + 1)
    return text.count("\n", 0, at) + 1 if at > 0 else 0
