"""A page as a tree, with the address that its links are relative to and what its times are read by."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree, html
from msgspec import Struct
from msgspec.structs import replace

from feedtool.article import Evidence
from feedtool.characters import legal, single_line
from feedtool.errors import SourceError, TimestampError
from feedtool.later import regex
from feedtool.problem import Place
from feedtool.source.fetch.address import parse
from feedtool.source.fetch.charset import charset_of
from feedtool.source.found import is_address
from feedtool.timestamps import Stamp, ZonePolicy, read_line, read_time

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.html import HtmlElement

    from feedtool.source import Source

JSON_LD = "application/ld+json"
_DECLARATION = regex(r"^\s*<\?xml[^>]*\?>")
_OWN_ADDRESS = (
    "//link[@rel='canonical']/@href",
    "//meta[@property='og:url']/@content",
)
_LONGEST = 300


class Page(Struct, frozen=True, kw_only=True):
    """The page of a listing: its tree, its own address ("" where nobody says), and the policy for its times."""

    tree: HtmlElement
    base: str
    policy: ZonePolicy

    @property
    def language(self) -> str:
        """The language that the page says it is in."""
        return self.tree.get("lang", "")

    def address(self, link: str) -> str:
        """Return the absolute address of a link; "" where it leads to no other page."""
        link = link.strip()
        if not link or link.startswith("#"):
            return ""
        try:
            return parse(urljoin(self.base, link)).url
        except (SourceError, ValueError):
            return ""

    def time(self, text: str) -> tuple[datetime, Evidence] | None:
        """Return the time that a text holds and why; None where it holds none that is certain."""
        stamp = self._stamp(single_line(text)[:_LONGEST])
        if stamp is None:
            return None
        return stamp.instant, Evidence(rule=f"date in the listing; {stamp.rule}", text=stamp.text)

    def _stamp(self, text: str) -> Stamp | None:
        try:
            return read_time(text, self.policy)
        except TimestampError:
            pass
        try:
            return next(iter(read_line(text, self.policy)), None)
        except TimestampError:
            return None


def page_of(source: Source) -> Page:
    """Return a source as a page.

    Raises:
        SourceError: it is empty, or nothing in it is HTML.

    """
    text = legal(_DECLARATION.sub("", _text(source.content)))
    try:
        tree = html.document_fromstring(text, parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"no page: {error}", place=Place(file=source.origin), expected="HTML") from None
    for unseen in list(tree.iter("script", "style", "template", "svg")):
        if unseen.get("type", "").partition(";")[0].strip().casefold() != JSON_LD:
            unseen.drop_tree()
    base = _base(tree, source.origin)
    zone = source.hints.zone
    host = zone.host or (parse(base).host if base else "")
    language = zone.language or tree.get("lang", "")
    return Page(tree=tree, base=base, policy=replace(zone, host=host, language=language))


def text_of(element: HtmlElement) -> str:
    """Return the text of an element as one line."""
    return single_line(" ".join(map(str, element.itertext(with_tail=False))))


def _parser() -> html.HTMLParser:
    return html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True)


def _text(content: bytes) -> str:
    charset = charset_of(content, "")
    if charset:
        return content.decode(charset, "replace").removeprefix("\ufeff")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _base(tree: HtmlElement, origin: str) -> str:
    own = origin if is_address(origin) else next(filter(is_address, _own_addresses(tree)), "")
    href = next((str(base) for base in _strings(tree, "//base/@href")), "")
    try:
        return parse(urljoin(own, href)).url if own or href else ""
    except (SourceError, ValueError):
        return own


def _own_addresses(tree: HtmlElement) -> list[str]:
    return [address for path in _OWN_ADDRESS for address in _strings(tree, path)]


def _strings(tree: HtmlElement, path: str) -> list[str]:
    found = tree.xpath(path)
    return [str(one) for one in found] if isinstance(found, list) else []
