"""Items found by CSS selectors from the configuration.

`item` selects the items; `title`, `link`, `date`, `summary` and `image` select within each.  `selector@attribute` takes
an attribute's value instead of the text, `@attribute` alone one of the item itself.  What is not selected is looked for
as in a list that was found by itself.

Sources: Selectors Level 3, by way of cssselect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from feedtool.article import Evidence, Image
from feedtool.errors import SourceError, UsageError
from feedtool.source.fetch.behind import Known
from feedtool.source.listing.item import describe, once
from feedtool.source.listing.page import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.html import HtmlElement

    from feedtool.source.listing.page import Page

FIELDS = ("item", "title", "link", "date", "summary", "image")
_ATTRIBUTES = {"link": ("href",), "image": ("data-src", "src", "content"), "date": ("datetime", "content")}
"""Where a field's value stands when the selector names no attribute, before its text."""


class _Selector(NamedTuple):
    find: Callable[[HtmlElement], list[HtmlElement]]
    attributes: tuple[str, ...]
    or_text: bool


def items(page: Page, select: Mapping[str, str]) -> list[Known]:
    """Return the items that the selectors find.

    Raises:
        SourceError: a selector is not understood.
        UsageError: cssselect is not installed.

    """
    selectors = {name: _selector(name, select[name]) for name in FIELDS if select.get(name)}
    return once((_known(element, page, selectors) for element in selectors["item"].find(page.tree)), page)


def _selector(name: str, text: str) -> _Selector:
    css, marked, attribute = text.rpartition("@") if "@" in text else (text, "", "")
    attributes = (attribute.strip(),) if marked else _ATTRIBUTES.get(name, ())
    return _Selector(_finder(name, css.strip()), attributes, or_text=not marked)


def _finder(name: str, css: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    if not css:
        return lambda element: [element]
    try:
        from lxml.cssselect import CSSSelector  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError("CSS selectors need cssselect", hint="install it: pip install 'feedtool[web]'") from None
    try:
        return CSSSelector(css, translator="html")
    except Exception as error:  # noqa: BLE001 - cssselect raises several kinds, SyntaxError among them
        raise SourceError(f"the selector of {name} is not understood: {css!r}: {error}") from None


def _known(element: HtmlElement, page: Page, selectors: Mapping[str, _Selector]) -> Known | None:
    """Return what an item says, by the selectors and, where there is none, by itself."""
    found = describe(element, page) or Known(url="", language=page.language)
    said = {name: _value(element, selector) for name, selector in selectors.items() if name != "item"}
    url = page.address(said["link"]) if "link" in said else found.url
    because = dict(found.provenance)
    if "title" in said:
        because["title"] = Evidence(
            rule="title selected in the listing", line=element.sourceline or 0, text=said["title"]
        )
    published = found.published
    if "date" in said:
        because.pop("published", None)
        published = None
        if dated := page.time(said["date"]):
            published, because["published"] = dated
    image = page.address(said.get("image", ""))
    return replace(
        found,
        url=url,
        title=said.get("title", found.title),
        summary=said.get("summary", found.summary),
        published=published,
        images=(Image(url=image),) if image else () if "image" in said else found.images,
        provenance=because,
    )


def _value(element: HtmlElement, selector: _Selector) -> str:
    """Return the first value that a selector finds in an item."""
    for one in selector.find(element):
        values = [one.get(attribute, "") for attribute in selector.attributes]
        if selector.or_text:
            values.append(text_of(one))
        if value := next(filter(None, values), ""):
            return value
    return ""
