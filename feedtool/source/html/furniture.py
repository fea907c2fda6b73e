"""FURNITURE: what stands in the text that was found on a page and is not the article's: calls, labels, lists of links.

What a line says by itself is for `pagetext` to tell, which knows the phrases of many languages; here it counts as well
where the line stands, and how much of it is a link.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from feedtool.article import Related
from feedtool.characters import fold
from feedtool.later import regex
from feedtool.markup import web
from feedtool.source.html.datelines import is_date_line
from feedtool.source.html.subheads import text_of
from feedtool.source.pagetext.datelines import has_date, is_labelled
from feedtool.source.pagetext.lines import Kind, closed, read_lines
from feedtool.source.pagetext.names import lone_names

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from lxml.etree import _Element as Element

_NAMES = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "pre")
_WITHIN = frozenset(("p", "ul", "ol", "blockquote", "table", "pre"))
_LISTS = frozenset(("ul", "ol"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LINES = _HEADINGS | {"p"}
_LABELS = frozenset((Kind.CROSS_LINK, Kind.TAGS, Kind.LIST))
_CLOSING = frozenset((*_LABELS, Kind.FURNITURE, Kind.END, Kind.DATE, Kind.EDITORS, Kind.BYLINE, Kind.CREDIT))
_OPENING = frozenset((*_LABELS, Kind.FURNITURE, Kind.DATE, Kind.EDITORS, Kind.BYLINE, Kind.CREDIT))
_LINKED = 0.75  # of a line's characters
_TITLE = 5  # words of a title
_DIGEST = 0.4  # of a text that is titles of other articles: then they are the text
_MOST = 0.25  # of a text is furniture at its end
_SHORT = 60
_LABEL = 40
_LONG = 600
_PARAGRAPH = 120
_HEAD = 5  # blocks
_NOTES = 2
_COLONS = (":", "：")
_QUOTES = " \"'“”‘’«»„.!?…"
_PULLED = (50, 300)  # characters
_NEAR = 12  # blocks
_NOTE = regex(r"\W*\d|\^|\[|https?:|www\.")  # footnotes and addresses are links, and the article's
_KEPT = regex(r"\(?disclaimer", re.IGNORECASE)
_NETWORK = r"(?:twitter|facebook|instagram|linkedin|whatsapp|telegram|youtube|threads|bluesky|mastodon|tiktok)"
_CALL = regex(
    r"\W*(?:additional |further )?(?:reporting|writing|editing|edited|compiled) by\b.{3,240}$"
    r"|(?-i:SOURCE) .{2,60}$|(?:mit material von|mit (?:dpa|afp|ap|reuters|sid)\b|avec (?:l')?(?:afp|ap|reuters)\b"
    r"|con información de|com informações d[aeo]|with (?:agency )?inputs\b).{0,60}$"
    r"|(?:for )?(?:media|press) (?:contacts?|enquiries|inquiries)\b.{0,240}$"
    r"|(?:sources?|via|quellen?|fuentes?|fonte|kaynak|источник|출처|स्रोत|מקור|المصدر)\s?[:：].{1,60}$"
    rf"|(?:.{{0,160}}[.!?]\s)?(?:follow|folgen sie|suivez|síguenos|siga|segui|reach)\b.{{1,80}}\b{_NETWORK}\b.{{0,90}}$"
    r"|.{0,160}\b(?:can|may) be (?:reached|contacted)\b.{0,60}(?:@|\d{3}).{0,80}$"
    r"|.{0,200}\b(?:sign up|subscribe)\b.{0,120}\b(?:newsletters?|inbox|magazine|e-?mails?)\b.{0,60}$"
    r"|.{0,80}\b(?:committed to publishing|letters to the editor)\b.{0,200}$"
    r"|.{0,160}\bclick here (?:for more|to (?:subscribe|read|find|sign|join|download|order|buy))\b.{0,60}$",
    re.IGNORECASE,
)


class _Block(NamedTuple):
    """A block of the text: what its line says by itself, and how much of it is a link."""

    element: Element
    text: str
    kind: Kind
    label: str
    linked: float

    @property
    def leads_away(self) -> bool:
        """Whether this is the title of another article, and nothing else."""
        return (
            self.linked >= _LINKED
            and self.element.tag in _LINES
            and self.text.count(" ") >= 2
            and not closed(self.text.rstrip("?!…. ") if self.text.endswith(("?", "…", "...")) else self.text)
            and not _NOTE.match(self.text)
        )


class Known(NamedTuple):
    """What is known of an article before its text is read.

    `lines` stand above the text: title, names, captions; so does `summary`, perhaps as a heading.  `people` are the
    authors: what begins with the name of one, below the text, is about the author.
    """

    lines: tuple[str, ...] = ()
    summary: str = ""
    people: tuple[str, ...] = ()


def drop_furniture(body: Element, address: str, known: Known) -> tuple[Related, ...]:
    """Remove from a text what is not the article's; return the articles that it points to."""
    blocks = _blocks(body)
    away = sum(len(block.text) for block in blocks if block.leads_away)
    if away > _DIGEST * sum(len(block.text) for block in blocks):
        blocks = [block._replace(linked=0.0) for block in blocks]
    related = list(_drop_within(blocks, address))
    blocks = _left(blocks)
    _drop_repeats(blocks)
    _drop_above(_left(blocks), known)
    _drop_below(_left(blocks), tuple(name for name in known.people if " " in name))
    return tuple(related)


def _blocks(body: Element) -> list[_Block]:
    found = []
    for element in list(body.iter(*_NAMES)):
        if (element.tail or "").strip() or any(above.tag in _WITHIN for above in element.iterancestors(*_WITHIN)):
            continue
        text = text_of(element)
        if not any(letter.isalnum() or letter == "_" for letter in text) and next(element.iter("img"), None) is None:
            _remove(element)
        elif text:
            (line, *_) = read_lines(text)
            linked = sum(len(text_of(link)) for link in element.iter("a")) / len(text)
            found.append(_Block(element, text, line.kind, line.value, linked))
    return found


def _left(blocks: Sequence[_Block]) -> list[_Block]:
    return [block for block in blocks if block.element.getparent() is not None]


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None and not (element.tail or "").strip():
        parent.remove(element)


def _drop_within(blocks: Sequence[_Block], address: str) -> Iterator[Related]:
    """Remove labels and what they lead to, lines that are titles of other articles, and lists of such."""
    listing = False
    for at, block in enumerate(blocks):
        if block.element.tag in _LINES and block.kind in _LABELS:
            listing = block.kind is not Kind.TAGS and not (block.label and block.linked)
            if block.kind is Kind.CROSS_LINK:
                yield from _pointed(block, block.label or block.text, address)
            _remove(block.element)
        elif _is_button(block) or (block.kind is Kind.CREDIT and block.element.tag == "p"):
            _remove(block.element)
        elif block.leads_away and (listing or _is_run(blocks, at) or _is_own(block, address)):
            listing = True
            yield from _pointed(block, block.text, address)
            _remove(block.element)
        elif _is_link_list(block) and (listing or not _is_announced(blocks, at)):
            listing = False
            _remove(block.element)
        elif not (listing and block.text.endswith(("…", "..."))):
            listing = False
        else:
            _remove(block.element)


def _drop_repeats(blocks: Sequence[_Block]) -> None:
    """Remove short blocks whose words stand in another one nearby as well: pull quotes, standfirsts of first words."""
    texts = [fold(block.text).strip(_QUOTES) for block in blocks]
    for at, block in enumerate(blocks):
        if block.kind is Kind.PROSE and _PULLED[0] <= len(texts[at]) <= _PULLED[1]:
            near = (*texts[max(0, at - _NEAR) : at], *texts[at + 1 : at + 1 + _NEAR])
            if any(texts[at] in text and texts[at] != text for text in near):
                _remove(block.element)
                texts[at] = ""


def _pointed(block: _Block, title: str, address: str) -> Iterator[Related]:
    links = [web(link.get("href") or "", address) for link in block.element.iter("a")]
    yield Related(title=title, url=next(iter(links), ""))


def _is_button(block: _Block) -> bool:
    """Tell whether a line is a phrase that says nothing, wherever it stands; with a number it may say something."""
    return (
        block.kind is Kind.FURNITURE
        and block.element.tag in _LINES
        and len(block.text) <= _SHORT
        and any(map(str.isalpha, block.text))
        and not any(map(str.isdigit, block.text))
        and not closed(block.text)
    )


def _is_run(blocks: Sequence[_Block], at: int) -> bool:
    """Tell whether the title of another article stands beside one more."""
    return any(0 <= near < len(blocks) and blocks[near].leads_away for near in (at - 1, at + 1))


def _is_own(block: _Block, address: str) -> bool:
    """Tell whether a line that is a link leads to another article of the same site."""
    link = next(block.element.iter("a"), None)
    if link is None or block.text.count(" ") < _TITLE:
        return False
    there, here = urlsplit(urljoin(address, link.get("href") or "")), urlsplit(address)
    return bool(here.hostname) and there.hostname == here.hostname and there.path not in ("", here.path)


def _is_link_list(block: _Block) -> bool:
    """Tell whether each item of a list is the title of something else."""
    items = list(block.element.iter("li")) if block.element.tag in _LISTS else []
    linked = [item for item in items if next(item.iter("a"), None) is not None]
    return 1 < len(items) == len(linked) and block.linked >= _LINKED and block.text.count(" ") / len(items) > 2


def _is_announced(blocks: Sequence[_Block], at: int) -> bool:
    return at > 0 and blocks[at - 1].text.endswith(_COLONS)


def _drop_above(blocks: Sequence[_Block], known: Known) -> None:
    """Remove what stands above the first sentence: what is known, dates, calls, a heading that parts nothing."""
    lines, summary = {fold(text) for text in known.lines}, fold(known.summary)
    for block in blocks[:_HEAD]:
        if block.element.tag not in _LINES:
            continue
        said = fold(block.text) in lines or (block.element.tag in _HEADINGS and fold(block.text) == summary)
        if said or _names_only(block.text, lines) or _is_opening(block):
            _remove(block.element)
        elif block.kind is Kind.PROSE or len(block.text) > _PARAGRAPH:
            break
    left = _left(blocks)
    headings = [block for block in left if block.element.tag in _HEADINGS]
    if len(headings) == 1 and headings == left[:1]:
        if headings[0].kind is Kind.PROSE:
            headings[0].element.tag = "p"
        else:
            _remove(headings[0].element)


def _names_only(text: str, known: Container[str]) -> bool:
    """Tell whether a line holds names that are known, and nothing else."""
    names = lone_names(text)
    return bool(names) and all(fold(name) in known for name in names)


def _is_opening(block: _Block) -> bool:
    dated = block.kind is not Kind.DATE or is_labelled(block.text) or has_date(block.text)
    return (block.kind in _OPENING and dated) or block.leads_away or _is_call(block) or is_date_line(block.text)


def _drop_below(blocks: list[_Block], people: Sequence[str]) -> None:
    """Remove what stands below the last sentence: calls, dates, sources, lists of links, words about the author."""
    left = _MOST * sum(len(block.text) for block in blocks)
    notes: list[_Block] = []
    for at in range(len(blocks) - 1, 0, -1):
        block = blocks[at]
        left -= len(block.text)
        if left < 0:
            return
        if block.text.endswith(_COLONS) or _is_closing(block, people, announced=_is_announced(blocks, at)):
            for over in (*notes, block):
                _remove(over.element)
            notes = []
        elif len(notes) < _NOTES and _is_note(block):
            notes.append(block)  # goes with the call above it, if there is one
        else:
            return


def _is_closing(block: _Block, people: Sequence[str], *, announced: bool) -> bool:
    if block.element.tag in _LISTS:
        return block.linked > 0.4 and not announced
    if block.element.tag not in _LINES or _KEPT.match(block.text):
        return False
    if block.kind in _CLOSING or block.leads_away or block.element.tag in _HEADINGS or _is_call(block):
        return True
    if _is_labelled_link(block):
        return True
    return len(block.text) < _LONG and any(
        block.text.startswith(name) or (name in block.text and "@" in block.text) for name in people
    )


def _is_labelled_link(block: _Block) -> bool:
    """`Related roundup: Boats`: a label of a few words, and a link."""
    label, _, rest = block.text.partition(":")
    return len(label) < _LABEL and bool(rest) and block.linked * len(block.text) > 0.9 * len(rest)


def _is_call(block: _Block) -> bool:
    return len(block.text) < _LONG and _CALL.match(block.text) is not None


def _is_note(block: _Block) -> bool:
    """Tell whether a short paragraph is in italics throughout."""
    said = sum(len(text_of(part)) for part in block.element.iter("em"))
    return block.element.tag == "p" and len(block.text) < _LONG / 2 and said > 0.6 * len(block.text)
