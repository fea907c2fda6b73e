"""The text of a post, as WordPress stores it, as HTML: no comments of blocks, no shortcodes, paragraphs marked as such.

Sources: the block grammar and the shortcode API of WordPress 6; `wpautop` of its formatting functions.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Callable

_BLOCK_COMMENT = regex(r"<!--\s*/?wp:", re.IGNORECASE)
_COMMENT = regex(r"<!--")
_PRE = regex(r"<pre\b", re.IGNORECASE)
_CODE = regex(r"<code\b", re.IGNORECASE)
_CAPTION = regex(r"\[caption\b([^\]\[]*)\]", re.IGNORECASE)
_CAPTION_SAID = regex(r"""\bcaption=["']([^"']*)["']""")
_PICTURE = regex(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE)
_EMBED = regex(r"\[embed\b[^\[\]]*\]\s*(https?://[^\s\[\]<>\"]+)\s*\[/embed\]", re.IGNORECASE)
_ESCAPED = regex(r"\[(\[[a-z][^\[\]]*\])\]", re.IGNORECASE)
_SHORTCODE = regex(r"\[/?([a-z][\w-]*)((?:\s[^\[\]]*)?)/?\]", re.IGNORECASE)
_ATTRIBUTES = regex(r"""(?:\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'\]]+))+\s*/?\s*""")
_CLOSED = regex(r"\[/([a-z][\w-]*)\]", re.IGNORECASE)
_CORE = frozenset(("audio", "caption", "embed", "gallery", "playlist", "video", "contact-form"))
_BLOCKS = (
    "table|thead|tfoot|caption|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|blockquote|address|p|h[1-6]|hr|"
    "fieldset|legend|section|article|aside|header|footer|nav|figure|figcaption|details|summary|iframe|video|audio"
)
_OPENING = regex(rf"(<(?:{_BLOCKS})\b[^<>]*>)", re.IGNORECASE)
_CLOSING = regex(rf"(</(?:{_BLOCKS})\s*>|<hr\b[^<>]*>)", re.IGNORECASE)
_STARTS = regex(rf"</?(?:{_BLOCKS})\b", re.IGNORECASE)
_BLANK = regex(r"\n\s*\n")
_HELD = regex("\x01[pi](\\d+)\x02")


def html_of_post(text: str) -> str:
    """Return the content of a post as HTML; classic content, whose paragraphs are blank lines, gets its `<p>`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_MARKS)
    blocks = bool(_BLOCK_COMMENT.search(text))
    held: list[str] = []
    text = _spans(text, _COMMENT, "-->", lambda _opening, _inner: "")
    text = _spans(
        text, _PRE, "</pre>", lambda opening, inner: f"\n\n{_hold(f'{opening[0]}{inner}</pre>', held, 'p')}\n\n"
    )
    text = _spans(text, _CODE, "</code>", lambda opening, inner: _hold(f"{opening[0]}{inner}</code>", held))
    text = _without_shortcodes(text, held)
    text = text if blocks else _with_paragraphs(text)
    for _ in range(2):  # code stands within what is preformatted
        text = _HELD.sub(lambda found: held[int(found[1])], text)
    return text


_MARKS = dict.fromkeys((1, 2))


def _spans(text: str, opening: re.Pattern[str], closing: str, made: Callable[[re.Match[str], str], str]) -> str:
    """Return text with each span, from an opening to the next closing, made into something else; in linear time."""
    pieces, done, folded = [], 0, text.lower() if len(text.lower()) == len(text) else text
    while (found := opening.search(text, done)) and (end := folded.find(closing, found.end())) >= 0:
        pieces += [text[done : found.start()], made(found, text[found.end() : end])]
        done = end + len(closing)
    return "".join([*pieces, text[done:]])


def _hold(part: str, held: list[str], kind: str = "i") -> str:
    """Put a part away that is shown as it stands, and return what holds its place: p for a paragraph of its own."""
    held.append(part)
    return f"\x01{kind}{len(held) - 1}\x02"


def _without_shortcodes(text: str, held: list[str]) -> str:
    """Return text with captions as figures and embedded addresses as links, and without other shortcodes.

    What stands in square brackets is one where it is a name of WordPress's own, has attributes, or is closed.
    """
    if "[" not in text:
        return text
    text = _spans(text, _CAPTION, "[/caption]", _figure)
    text = _EMBED.sub(lambda found: f'\n\n<a href="{found[1]}">{found[1]}</a>\n\n', text)
    closed = {name.casefold() for name in _CLOSED.findall(text)} | _CORE
    text = _ESCAPED.sub(lambda found: _hold(found[1], held), text)
    return _SHORTCODE.sub(lambda found: "" if _is_shortcode(found, closed) else found[0], text)


def _is_shortcode(found: re.Match[str], closed: set[str]) -> bool:
    return found[1].casefold() in closed or bool(_ATTRIBUTES.fullmatch(found[2])) or "_" in found[1]


def _figure(opening: re.Match[str], inner: str) -> str:
    said = _CAPTION_SAID.search(opening[1])
    picture = _PICTURE.fullmatch(inner)
    if not picture:
        return inner
    caption = html.escape(said[1], quote=False) if said else picture[2].strip()
    return f"\n\n<figure>{picture[1]}<figcaption>{caption}</figcaption></figure>\n\n"


def _with_paragraphs(text: str) -> str:
    text = _CLOSING.sub(r"\1\n\n", _OPENING.sub(r"\n\n\1", text))
    return "\n".join(_paragraph(part.strip()) for part in _BLANK.split(text) if part.strip())


def _paragraph(part: str) -> str:
    if _STARTS.match(part) or part.startswith("\x01p"):
        return part
    return f"<p>{'<br>'.join(line.strip() for line in part.split(chr(10)))}</p>"
