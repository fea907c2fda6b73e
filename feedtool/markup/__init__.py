"""MARKUP: Markdown to HTML, HTML to safe HTML with absolute addresses, HTML to plain text.

What comes out holds only elements and attributes of an allow-list, only absolute addresses, and only characters that
XML can hold.  Sources: CommonMark 0.31, RFC 3986 section 5 (resolving references), RFC 4287 section 8.1 (HTML in
feeds is dangerous).
"""

from __future__ import annotations

import html
import re
import threading
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from feedtool.characters import alike, fold, legal, single_line
from feedtool.later import regex
from feedtool.markup.usual import usually_cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nh3 import Cleaner
    from pyromark import Markdown

_TAGS = frozenset(
    """a abbr audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
    figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp section small source span
    strong sub summary sup table tbody td tfoot th thead time tr u ul var video wbr""".split()  # noqa: SIM905 - words
)
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang"},
    "audio": {"src", "controls"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "img": {"src", "alt", "width", "height"},
    "ins": {"cite", "datetime"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"src", "controls", "poster", "width", "height"},
}
_ADDRESSES = {"href", "src", "cite", "poster"}
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_ATTRIBUTE = r'(?:\s+[\w:-]+(?:="[^"]*")?)*'
_EMPTY_MEDIA = regex(rf"<(img|source)({_ATTRIBUTE})\s*/?>")
_NAME = regex(r'([\w:-]+)="[^"]*"')
_BLOCK_EDGE = regex(
    r"<(?i:/?(?:p|div|h[1-6]|li|dt|dd|tr|td|th|blockquote|figcaption|figure|pre|section|caption|ul|ol)|br|hr)\b[^>]*>"
)
_DEEPEST = 500
_ONE_TILDE = regex(r"(?<![~\\])~(?!~)")
_STAND_IN = "\u2e4e"
"""A mark of medieval manuscripts: to Markdown it is punctuation, as a tilde is, and no text of today has it."""
_ANY_TAG = regex(r"<[^<>]*>")
_UNSEEN = regex(r"<(script|style)\b.*?(?:</\1\s*>?|\Z)", re.DOTALL | re.IGNORECASE)
_NESTING_TAG = regex(
    r"<(/?)(?!(?:area|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dt|dd|tr|td|th"
    r"|path|circle|ellipse|line|polygon|polyline|rect|stop|use)\b)[A-Za-z]",
    re.IGNORECASE,
)
"""Elements that end where their end tag stands; the others are empty (the last ones in drawings), or end by themselves.
Their ends are not looked for: `<div a='<'>` and `<div <br>>` nest too."""
_LEADING_HEADING = regex(r"\s*<h1[^>]*>(.*?)</h1>\s*", re.DOTALL)


def html_of(markdown: str) -> str:
    """Return the HTML of a Markdown text (CommonMark with tables and strike-through); not yet safe.

    Strike-through takes two tildes.  GitHub's takes one as well, which would strike what stands between two spans of
    hours ("10:00~12:00, 14:00~16:00"), so one tilde alone goes through the renderer as another mark.
    """
    renderer = _renderer()
    if "~" not in markdown or _STAND_IN in markdown:
        return renderer.html(markdown)
    rendered = renderer.html(_ONE_TILDE.sub(_STAND_IN, markdown))
    return rendered.replace(_STAND_IN, "~").replace(quote(_STAND_IN), "~")


@cache
def _renderer() -> Markdown:
    from pyromark import Markdown, Options  # noqa: PLC0415 - not every command renders

    return Markdown(options=Options.ENABLE_TABLES | Options.ENABLE_STRIKETHROUGH)


def safe(markup: str, base: str = "") -> str:
    """Return HTML that any reader may show: allow-listed, every address absolute, every character legal in XML.

    `base` is the address that relative references are resolved against.  A reference that cannot be made absolute is
    dropped: of a link the text stays, a picture goes.
    """
    markup = legal(markup)
    usual = usually_cleaned(markup)
    if usual is not None:
        return usual.strip()
    cleaned = _cleaning().clean(_shallow(markup), base)
    return legal(_EMPTY_MEDIA.sub(_drop_empty, cleaned)).strip()


def rendered(markdown: str, base: str = "") -> str:
    """Return a Markdown text of legal characters as HTML that any reader may show, as `safe` and `html_of` do."""
    markup = html_of(markdown)
    usual = None if "&" in markdown else usually_cleaned(markup)  # without references no other characters come of it
    return safe(markup, base) if usual is None else usual.strip()


class _Cleaning(threading.local):
    """The sanitiser, made once in a thread: to make it costs twice what cleaning an article does."""

    def __init__(self) -> None:
        from nh3 import Cleaner  # noqa: PLC0415 - only where HTML is written

        self._base = ""
        self._cleaner = Cleaner(
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            attribute_filter=self._kept,
            link_rel=None,
            url_schemes=_SCHEMES,
            strip_comments=True,
        )

    def clean(self, markup: str, base: str) -> str:
        self._base = base
        return self._cleaner.clean(markup)

    def _kept(self, _tag: str, attribute: str, value: str) -> str | None:
        if attribute not in _ADDRESSES:
            return value
        empty = attribute != "href" and not value.strip()  # by RFC 3986 that would be the page itself, as a picture
        return None if empty else absolute(value, self._base) or None


@cache
def _cleaning() -> _Cleaning:
    return _Cleaning()


def _shallow(markup: str) -> str:
    """Return HTML that nests deeper than any page does as its bare text: the sanitiser's time grows with the square."""
    if markup.count("<") < _DEEPEST:
        return markup
    depth = deepest = 0
    seen = _UNSEEN.sub("", markup)
    for tag in _NESTING_TAG.finditer(seen):
        depth = max(0, depth + (-1 if tag[1] else 1))
        deepest = max(deepest, depth)
    return markup if deepest < _DEEPEST else f"<p>{_ANY_TAG.sub(' ', seen).replace('<', '&lt;')}</p>"


def absolute(address: str, base: str = "") -> str:
    """Return `address` resolved against `base`, as a URI that a feed can hold, or an empty string.

    Letters outside ASCII and other characters that RFC 3986 does not allow are percent-encoded; a host in another
    script is written in Punycode.
    """
    if _WHOLE.fullmatch(address):
        return address
    address = _BROKEN.sub("", address).strip()
    try:
        joined = urljoin(base, address) if base else address
        parts = urlsplit(joined)
        if parts.scheme in ("mailto", "tel"):
            return quote(joined, safe="%/:=&?~#+!$,;'@()*[]")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
        netloc = parts.netloc if parts.netloc.isascii() else _punycode(parts.netloc)
        rest = joined.split("://", 1)[1][len(parts.netloc) :]
        return f"{parts.scheme}://{netloc}{_escaped(rest)}" if _NETLOC.fullmatch(netloc) else ""
    except (ValueError, UnicodeError):
        return ""


def web(address: str, base: str = "") -> str:
    """Return `address` as `absolute` does, but only one of the web (http, https): not by mail or telephone."""
    found = absolute(address, base)
    return found if found.startswith("http") else ""


_WHOLE = regex(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?:/(?:[A-Za-z0-9._~/:@!$&'()*+,=-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:\?(?:[A-Za-z0-9._~/:@!$&'()*+,=?-]|%[0-9A-Fa-f]{2})+)?(?:#[A-Za-z0-9._~/:@!$&+,=?-]+)?"
)
"""Addresses that are what they should be, as nearly all are: nothing to resolve, to escape or to refuse."""
_NETLOC = regex(r"(?:[\w.~!$&'()*+,;=%-]+(?::[\w.~!$&'()*+,;=%:-]*)?@)?(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d*)?")
_BROKEN = regex(r"[\t\r\n]")  # browsers take these out of an address, wherever they stand
_STRAY_PERCENT = regex(r"%(?![0-9A-Fa-f]{2})")


def _escaped(rest: str) -> str:
    """Percent-encode in path, query and fragment what RFC 3986 does not allow there; a second `#` too."""
    path, hash_, fragment = _STRAY_PERCENT.sub("%25", rest).partition("#")
    kept = "%/:=&?~+!$,;'@()*"
    return quote(path, safe=kept) + hash_ + quote(fragment, safe=kept)


def _punycode(netloc: str) -> str:
    user, at, host = netloc.rpartition("@")
    name, colon, port = host.partition(":")
    return quote(user, safe=":") + at + name.encode("idna").decode("ascii") + colon + port


def _drop_empty(tag: re.Match[str]) -> str:
    return tag[0] if "src" in _NAME.findall(tag[2]) else ""


def plain(markup: str) -> str:
    """Return the text of HTML as one line: tags gone, entities decoded once, blocks kept apart."""
    if "<" in markup:
        markup = _stripping().clean(_BLOCK_EDGE.sub(r" \g<0>", _shallow(legal(markup))))
    return single_line(html.unescape(markup))


@cache
def _stripping() -> Cleaner:
    from nh3 import Cleaner  # noqa: PLC0415 - as above

    return Cleaner(tags=set())


def unlike_html(text: str) -> str:
    """Return plain text that no reader can take for HTML: `<b>` becomes `‹b›`, and `&amp;` is held together invisibly.

    Some readers strip what looks like a tag from a title, others decode entities twice.
    """
    if "<" not in text and "&" not in text:
        return text
    text = _TAG_ALIKE.sub(r"‹\1›", text)
    return _ENTITY_ALIKE.sub("&\u2060", _OPEN_ALIKE.sub("‹", text))


_TAG_ALIKE = regex(r"<([A-Za-z/!?][^<>]*)>")
_OPEN_ALIKE = regex(r"<(?=[A-Za-z/!?])")
_ENTITY_ALIKE = regex(r"&(?=#?\w+;)")


def paragraphs(markup: str) -> Iterator[str]:
    """Yield the text of HTML block by block, empty ones left out."""
    return filter(None, map(plain, _blocks(markup)))


def _blocks(markup: str) -> Iterator[str]:
    """Yield what stands between the edges of blocks, of what may hold some text."""
    end = 0
    for edge in _BLOCK_EDGE.finditer(markup):
        between = markup[end : edge.start()]
        if between and between != "\n":
            yield between
        end = edge.end()
    yield markup[end:]


def opens_with(markup: str, line: str) -> bool:
    """Whether one of the first three paragraphs of HTML says what a single line says."""
    folded, left = fold(line), 3
    for block in _blocks(markup):
        if not left:
            break
        if not _begins_otherwise(block, folded):
            text = plain(block)
            if text and alike(line, text):
                return True
            left -= bool(text)
        else:
            left -= 1
    return False


def _begins_otherwise(block: str, folded: str) -> bool:
    """Whether a block has a first word, and another one than a folded line: most have, and need no closer look."""
    words = block[:40].split(None, 1)
    if len(words) < 2 or not (words[0] + words[1][0]).isalnum() or not block[:40].isascii():
        return False
    return not folded.startswith(f"{words[0].lower()} ")


def without_heading(markup: str, title: str) -> str:
    """Return HTML without a first heading that only repeats the title."""
    heading = _LEADING_HEADING.match(markup)
    return markup[heading.end() :] if heading and fold(plain(heading[1])) == fold(title) else markup


def shortened(text: str, most: int = 300) -> str:
    """Return the beginning of a text of at most `most` characters, cut between words, with an ellipsis where cut."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(None, 1)[0].rstrip(" ,;:–—-") + "…"
