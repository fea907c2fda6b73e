"""EXCERPT: the beginning of safe HTML, whole elements and all, and safe HTML without its pictures.

What comes in is what `feedtool.markup.safe` made: well nested, every attribute quoted, so tags can be told apart by a
pattern; nothing else should be handed over.
"""

from __future__ import annotations

import html
import re

from feedtool.later import regex

_TOKEN = regex(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>|[^<]+")
_WORD = regex(r"\S+\s*")
_END = regex(r"(?:[\s,:–—-]|(?<!\w);)+\Z|(?<=\w)(?<!&amp)(?<!&lt)(?<!&gt)(?<!&nbsp)(?<!&quot);[\s,:–—-]*\Z")
"""What a text does not end with before an ellipsis; the end of an entity stays."""
_EMPTY = frozenset(("br", "col", "hr", "img", "source", "wbr"))
_PICTURE = regex(
    r"<figure\b[^<>]*>(?:(?!</?figure\b).)*?<img\b.*?</figure>\s*|<picture\b.*?</picture>|<img\b[^<>]*>", re.DOTALL
)
_BARE = regex(r"<(p|a|figure|span|div)\b[^<>]*>\s*</\1>\s*")


def excerpt(markup: str, words: int, link: str) -> str:
    """Return the first `words` words of safe HTML with its elements closed, and a link to where the rest stands.

    A text that is not longer comes back as it is.
    """
    left = words
    parts: list[str] = []
    open_tags: list[str] = []
    for token in _TOKEN.finditer(markup):
        closing, name, _ = token.groups()
        if name:
            parts.append(token[0])
            if closing:
                open_tags.pop()
            elif name not in _EMPTY:
                open_tags.append(name)
            continue
        found = _WORD.findall(token[0])
        if len(found) > left:
            cut = _END.sub("", "".join(found[:left]))
            ends = "".join(f"</{name}>" for name in reversed(open_tags))
            more = f'<p><a href="{html.escape(link)}">…</a></p>'
            return "".join((*parts, cut, "…" if left else "", ends, "\n", more))
        left -= len(found)
        parts.append(token[0])
    return markup


def without_pictures(markup: str) -> str:
    """Return safe HTML without pictures and the figures that hold them; what is left empty by that goes too."""
    bare = _PICTURE.sub("", markup)
    while bare != (less := _BARE.sub("", bare)):
        bare = less
    return bare.strip()
