"""The texts of an item: title, summary and body, by the form that each says or seems to be in.

Sources: RFC 4287 sections 3.1 and 4.1.3 (text is the default), RSS 2.0.11 (HTML, escaped once, without saying so).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.errors import RecordError
from feedtool.later import regex
from feedtool.markup import plain, shortened
from feedtool.problem import Place
from feedtool.source.feed import names
from feedtool.source.feed.item import text_in
from feedtool.source.feed.names import name_of
from feedtool.source.table.bodies import form_of, markdown_body

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from feedtool.source.feed.item import Item

_MARKED = regex(r"</?(?:a|b|i|em|strong|span|sup|sub|br|p|code|u|font|small|cite|q)(?:\s[^<>]*)?/?>|&#?\w{1,30};")
_FORMS = {
    "text": "text",
    "text/plain": "text",
    "html": "html",
    "text/html": "html",
    "xhtml": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
}
_LONGEST_SUMMARY = 1000
_LONGEST_MADE_TITLE = 80
LONGEST_TITLE = 5000
"""More characters than any headline has."""


def texts_of(item: Item) -> tuple[str, str]:
    """Return body (Markdown) and summary (plain text); a description with markup is the body where no other is."""
    content, summary = item.first(names.CONTENT), item.first(names.SUMMARY)
    if content is not None and (form := _form(content)) != "unread" and (text := text_in(content)):
        short = _summary(item, summary) if summary is not None else ""
        return _body(item, content, text, form), short if len(short) <= _LONGEST_SUMMARY else ""
    if summary is None:
        return "", ""
    text = text_in(summary)
    if len(text) > _LONGEST_SUMMARY or (_form(summary) != "text" and form_of(text) == "html"):
        return _body(item, summary, text, _form(summary)), ""
    return "", _summary(item, summary)


def _form(element: Element) -> str:
    """Return the form that an element says it is in: text in Atom where it says none, unsaid in RSS."""
    stated = (element.get("type") or "").strip().casefold()
    if not stated:
        return "text" if name_of(str(element.tag)).startswith("atom:") and not len(element) else ""
    return _FORMS.get(stated.partition(";")[0], "unread")


def _summary(item: Item, element: Element) -> str:
    text = text_in(element)
    item.note("summary", element, text)
    return text if _form(element) == "text" else plain(text)


def _body(item: Item, element: Element, text: str, form: str) -> str:
    known = form if form != "unread" else ""
    body, _ = markdown_body(
        text, known or ("html" if form_of(text) == "html" or "&" in text else "text"), item.base(element)
    )
    item.note("body", element)
    return body


def title_of(item: Item, text: str) -> str:
    """Return the title; an item without one is called by how it begins.

    Raises:
        RecordError: it holds no text at all, or more than any title.

    """
    element = item.first(names.TITLE)
    title = text_in(element) if element is not None else ""
    if len(title) > LONGEST_TITLE:
        raise RecordError(f"a title of {len(title):,} characters", place=Place(field="title"), expected="a headline")
    if element is not None and title:
        item.note("title", element, title)
        title = title_in(element)
    title = title or shortened(plain(text), _LONGEST_MADE_TITLE)
    if not title:
        raise RecordError("no title and no text", place=Place(field="title"), expected="an element `title`")
    return title


def title_in(element: Element) -> str:
    """Return the text of a title, of an item or of a feed, without the markup that its form allows."""
    title = text_in(element)[:LONGEST_TITLE]
    return plain(title) if _form(element) != "text" and _MARKED.search(title) else title
