"""Source kind `listing`: a page that leads to articles and has no feed: a front page, a section, an archive.

bytes -> page -> items (selected by the configuration, stated in JSON-LD, or repeated) -> pages -> articles
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.errors import ArticleError, SourceError
from feedtool.problem import Place
from feedtool.source.fetch.address import parse
from feedtool.source.fetch.behind import pages
from feedtool.source.found import is_address
from feedtool.source.listing import itemlist, repeated, selected
from feedtool.source.listing.page import page_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from feedtool.article import Article
    from feedtool.source import Source
    from feedtool.source.fetch.behind import Fetch, Known, ReadPage
    from feedtool.source.listing.page import Page

__all__ = ["items", "read"]

_MOST = 1000


def read(  # noqa: PLR0913 - what may be said of such a source
    source: Source,
    *,
    fetch: Fetch | None = None,
    known: Container[str] = (),
    due: Container[str] = (),
    select: Mapping[str, str] | None = None,
    whole: bool = True,
    other_hosts: bool = False,
    read_page: ReadPage | None = None,
) -> Iterator[Article | ArticleError]:
    """Yield the articles that a listing leads to, and an error for each that cannot be read.

    `fetch` fetches the pages (`Fetcher.fetch_all`); without it, or where they are not wanted `whole`, an item with a
    title and a time is an article by itself.  `known` are the pages that were read before; those
    that are `due` are read again.
    `select` are CSS selectors (see `selected`); without them those among the hints' fields.
    """
    try:
        page = page_of(source)
        found = items(page, select if select is not None else source.hints.fields)
    except SourceError as error:
        yield error.at(file=source.origin)
        return
    if not found:
        yield _nothing(page, source)
    ours = [one for one in found if other_hosts or _is_ours(one, page)][:_MOST]
    if found and not ours:
        yield _error(source, "all items lead to other hosts", hint="take them with other_hosts = true")
    waiting = []
    for one in ours:
        ready = None if whole and fetch else one.article("listing")
        if ready is not None:
            yield ready
        elif fetch is None:
            yield SourceError("the listing gives it no title and time", place=Place(file=one.url), hint="read its page")
        elif one.url not in known or one.url in due:
            waiting.append(one)
    if fetch:
        yield from pages(waiting, source.hints, fetch, read_page, known)


def items(page: Page, select: Mapping[str, str]) -> list[Known]:
    """Return the items of a page: those selected; else those it states, with what stands beside them; else repeated.

    Raises:
        SourceError: a selector is not understood.

    """
    if select.get("item"):
        return selected.items(page, select)
    seen = repeated.items(page)
    stated = itemlist.items(page)
    beside = {one.url: one for one in seen}
    return [_together(one, beside.get(one.url)) for one in stated] or seen


def _together(stated: Known, seen: Known | None) -> Known:
    """Return what a page states of an item, completed by what it shows."""
    if seen is None:
        return stated
    names = [name for name in ("title", "summary", "published", "images") if not getattr(stated, name)]
    lent = {name: seen.provenance[name] for name in names if name in seen.provenance}
    return replace(
        stated,
        title=stated.title or seen.title,
        summary=stated.summary or seen.summary,
        published=stated.published or seen.published,
        images=stated.images or seen.images,
        language=stated.language or seen.language,
        provenance={**stated.provenance, **lent},
    )


def _is_ours(one: Known, page: Page) -> bool:
    """Whether an item leads to the host of the page, or the page's is not known."""
    return not page.base or _site(one.url) == _site(page.base)


def _site(url: str) -> str:
    return parse(url).host.removeprefix("www.")


def _nothing(page: Page, source: Source) -> SourceError:
    if not page.base and not is_address(source.origin):
        return _error(source, "no items were found; nobody says which address its links are relative to")
    return _error(source, "no items were found", hint="select them: item, title, link, date")


def _error(source: Source, message: str, *, hint: str = "") -> SourceError:
    return SourceError(message, place=Place(file=source.origin), expected="a list of links to articles", hint=hint)
