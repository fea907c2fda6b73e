"""What nearly every text looks like once it is rendered: HTML that the sanitiser would give back letter by letter.

Paragraphs, headings, lists and quotations with emphasis, code, links and line breaks in them, each closed where it
should be.  Only tags are looked at.  What this does not know may be safe all the same; `docs/decisions/` (0037) says
why there is such a look at all.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from feedtool.later import regex

_TAG = regex(r"<[^<>]*>")
_ENTITY = regex(r"&(?:amp|lt|gt);")
_ADDRESS: Final = r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?:/(?:[A-Za-z0-9._~/:@!$'()*+,=-]|%[0-9A-Fa-f]{2})*)?"
_LINK = regex(rf'<a href="{_ADDRESS}">')
_PICTURE = regex(rf'<img src="{_ADDRESS}" alt="[^"&]*"(?: /)?>')
_A: Final = "a link"
_IMG: Final = "a picture"
_MOST_OPEN: Final = 100


class _Place:
    """What may stand in an element: the places that tags open, by tag, and the tag that ends it."""

    __slots__ = ("end", "holds")

    def __init__(self, end: str) -> None:
        self.end = end
        self.holds: dict[str, _Place | None] = {}


_EMPTY_IN_LINES: Final = {"<br>": None, "<br />": None, _IMG: None}


def _line(place: _Place, *, linked: bool = True) -> None:
    """Let emphasis, code and breaks stand in a place; links too, but for those in links."""
    code, link = _Place("</code>"), _Place("</a>")
    spans = {f"<{name}>": _Place(f"</{name}>") for name in ("em", "strong", "del")}
    place.holds |= {**spans, "<code>": code, **_EMPTY_IN_LINES}
    if linked:
        place.holds[_A] = link
        _line(link, linked=False)
    for tag, span in spans.items():
        span.holds |= {"<code>": code, **_EMPTY_IN_LINES}
        span.holds |= {f"<{name}>": _Place(f"</{name}>") for name in ("em", "strong", "del") if f"<{name}>" != tag}
        if linked:
            span.holds[_A] = link


def _blocks() -> _Place:
    """Return the place of a whole text."""
    top, item, quoted, pre = _Place(""), _Place("</li>"), _Place("</blockquote>"), _Place("</pre>")
    pre.holds["<code>"] = _Place("</code>")
    top.holds |= {"<hr>": None, "<hr />": None, "<pre>": pre, "<blockquote>": quoted}
    for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6"):
        top.holds[f"<{name}>"] = line = _Place(f"</{name}>")
        _line(line)
    for name in ("ul", "ol"):
        top.holds[f"<{name}>"] = items = _Place(f"</{name}>")
        items.holds["<li>"] = item
    _line(item)
    item.holds |= top.holds
    quoted.holds |= top.holds
    return top


_WHOLE: Final = _blocks()


def usually_cleaned(markup: str) -> str | None:
    """Return HTML of legal characters as the sanitiser would, None where it does not consist of such elements alone."""
    if "\xa0" in markup or ("&" in markup and markup.count("&") != len(_ENTITY.findall(markup))):
        return None
    tags = _TAG.findall(markup)
    if not markup.count("<") == len(tags) == markup.count(">"):
        return None
    empty = _empty("".join(tags))
    if empty is None or ("<pre>" in tags and markup.count("<pre>") != markup.count("<pre><code>")):
        return None  # a line break behind the tag would not be shown
    for tag in empty:
        if tag.endswith(" />"):
            markup = markup.replace(tag, f"{tag[:-3]}>")
    return markup


@lru_cache(maxsize=1_000)
def _empty(shape: str) -> frozenset[str] | None:
    """Return the tags of elements that hold nothing, None where any tag does not stand where it usually does.

    `shape` are the tags of a text; many texts have the same ones.
    """
    place, still_open, empty = _WHOLE, list[_Place](), set[str]()
    for tag in _TAG.findall(shape):
        if tag == place.end:
            place = still_open.pop()
            continue
        name = tag if tag in place.holds else _with_address(tag)
        if name not in place.holds or len(still_open) > _MOST_OPEN:
            return None
        inner = place.holds[name]
        if inner is None:
            empty.add(tag)
        else:
            still_open.append(place)
            place = inner
    return None if still_open else frozenset(empty)


def _with_address(tag: str) -> str:
    return _A if _LINK.fullmatch(tag) else _IMG if _PICTURE.fullmatch(tag) else tag
