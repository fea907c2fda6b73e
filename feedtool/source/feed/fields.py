"""The fields of an article, each from the elements of an item that may hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.article import Article, Evidence, Person
from feedtool.characters import fold
from feedtool.errors import ArticleError, RecordError
from feedtool.later import regex
from feedtool.markup import plain
from feedtool.problem import Place, Problem
from feedtool.record.instants import stamp_of
from feedtool.source.feed import names
from feedtool.source.feed.media import media_of
from feedtool.source.feed.texts import texts_of, title_of
from feedtool.source.feed.via import authors_in, via_of
from feedtool.source.table.row import origin_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from lxml.etree import _Element as Element

    from feedtool.source.feed.item import Item

_MAIL_NAME = regex(r"\s*([^\s@()<>]+@[^\s@()<>]+)\s*\(([^()]*)\)\s*")
_NAME_MAIL = regex(r"\s*\"?([^<>\"]*?)\"?\s*<(?:mailto:)?([^\s@<>]+@[^\s<>]+)>\s*")
_MAIL = regex(r"\s*[^\s@()<>]+@[^\s@()<>]+\s*")
_LONGEST_AUTHORS = 1000


def article_of(item: Item, origin: str) -> Article | ArticleError:
    """Return the article that an item is, or the error that says why it is none."""
    return settled(_article, item, origin)


def settled(make: Callable[[Item, str], Article], item: Item, origin: str) -> Article | ArticleError:
    """Return the article that `make` makes of an item, or the error that says why it is none, with its place."""
    try:
        return make(item, origin)
    except ArticleError as error:
        label = f"item {item.number}"
        error.place = replace(error.place, field=f"{label}: {error.place.field}" if error.place.field else label)
        return error.at(file=origin, line=item.line)
    except ValueError as error:
        return RecordError(str(error), place=Place(file=origin, line=item.line, field=f"item {item.number}"))


def _article(item: Item, origin: str) -> Article:
    body, summary = texts_of(item)
    title = title_of(item, summary or body)
    published, updated = _times(item)
    link, given = _link(item), _id(item)
    images, enclosures = media_of(item)
    return Article(
        id=given,
        title=title,
        summary=summary,
        published=published,
        updated=updated,
        authors=_authors(item),
        body=body,
        images=images,
        enclosures=enclosures,
        tags=_tags(item),
        link=link,
        via=via_of(item),
        language=_language(item),
        origin=origin_of(origin, "feed", given, link, title=title, published=published),
        provenance=item.provenance,
        problems=problems_of(item, origin),
    )


def problems_of(item: Item, origin: str) -> tuple[Problem, ...]:
    """Return what is doubtful about an item, each with its file."""
    return tuple(replace(problem, place=replace(problem.place, file=origin)) for problem in item.problems)


def _times(item: Item) -> tuple[datetime, datetime | None]:
    updated = time_of(item, "updated", names.UPDATED)
    published = time_of(item, "published", names.PUBLISHED) or updated
    if published is None:
        raise RecordError("no date", place=Place(field="published"), expected="an element `pubDate` or `published`")
    return published, updated if updated != published else None


def time_of(item: Item, field: str, elements: tuple[str, ...]) -> datetime | None:
    """Return the instant that the first of some elements writes, and note why; None where there is none.

    Raises:
        TimestampError: it has no certain instant.

    """
    element = item.first(elements)
    return None if element is None else instant_of(item, field, element, (element.text or "").strip())


def instant_of(item: Item, field: str, element: Element, text: str) -> datetime:
    """Return the instant that a text, the content of an element, writes, and note why.

    Raises:
        TimestampError: it has no certain instant.

    """
    try:
        stamp = stamp_of(text, item.channel.policy)
    except ArticleError as error:
        raise error.at(line=element.sourceline or 0, field=field) from None
    item.note(field, element, text, zone=stamp.rule)
    item.problems += [replace(found, place=Place(line=item.line, field=field)) for found in stamp.problems]
    return stamp.instant


def _link(item: Item) -> str:
    """Return the permalink: an Atom link that leads to the page, a link of RSS, or a guid that is one."""
    for name in names.LINK:
        for element in item.parts.get(name, ()):
            if element.get("rel", "alternate") != "alternate":
                continue
            if url := item.address(element.get("href") or element.text, element):
                item.note("link", element, url)
                return url
    for element in item.parts.get("guid", ()):
        if element.get("isPermaLink", "true") != "false" and (element.text or "").strip().startswith("http"):
            item.note("link", element, element.text or "")
            return item.address(element.text, element)
    return ""


def _id(item: Item) -> str:
    element = item.first(names.ID)
    if element is not None:
        item.note("id", element, (element.text or "").strip())
        return (element.text or "").strip()
    about = next((value for name, value in item.element.items() if name.endswith("}about")), "")
    if about:
        item.provenance["id"] = Evidence(rule="attribute rdf:about", line=item.line, text=about)
    return about


def _authors(item: Item) -> tuple[Person, ...]:
    """Return who wrote it, each once; an address without a name is nobody's name."""
    people: dict[str, Person] = {}
    for elements in _named_authors(item):
        for element in elements:
            for person in _people(element):
                people.setdefault(fold(person.name), person)
                item.note("authors", element, person.name)
        if people:
            break
    return tuple(people.values())


def _named_authors(item: Item) -> Iterator[Iterable[Element]]:
    """Yield the elements that may name who wrote an item: its own, those of its source, those of its feed."""
    for name in names.AUTHORS:
        yield item.parts.get(name, ())
    for source in item.parts.get("atom:source", ()):
        yield authors_in(source)
    yield item.channel.authors


def _people(element: Element) -> list[Person]:
    if len(element):
        parts = {names.name_of(str(part.tag)).rpartition(":")[2]: (part.text or "").strip() for part in element}
        name, mail = _named(parts.get("name", ""))
        uri = parts.get("uri", "") or parts.get("url", "")
        return [Person(name=name, uri=uri, email=parts.get("email", mail))] if name else []
    texts = (element.text or "")[:_LONGEST_AUTHORS].split(";")
    return [Person(name=plain(name), email=mail) for name, mail in map(_named, texts) if name.strip()]


def _named(text: str) -> tuple[str, str]:
    """Return name and address of `a@b.example (Name)` or `Name <a@b.example>`; of an address alone no name."""
    if "@" not in text:
        return text.strip(), ""
    if found := _MAIL_NAME.fullmatch(text):
        return found[2].strip(), found[1]
    if found := _NAME_MAIL.fullmatch(text):
        return found[1].strip(), found[2]
    return ("", text.strip()) if _MAIL.fullmatch(text) else (text.strip(), "")


def _tags(item: Item) -> tuple[str, ...]:
    found: list[str] = []
    last: Element | None = None
    for name in names.TAGS:
        for element in item.parts.get(name, ()):
            text = element.get("label") or element.get("term") or element.get("text") or element.text or ""
            found += text.split(",") if name.endswith("keywords") else [text]
            last = element
    if last is not None:
        item.note("tags", last, ", ".join(found))
    return tuple(plain(tag) for tag in found)


def _language(item: Item) -> str:
    element = item.first(names.LANGUAGE)
    if element is not None:
        item.note("language", element, element.text or "")
        return (element.text or "").strip().replace("_", "-")
    language = item.language().strip().replace("_", "-")
    if language:
        item.provenance["language"] = Evidence(rule="the feed's language, or xml:lang", text=language)
    return language
