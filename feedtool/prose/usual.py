"""The usual paragraph: words with links and emphasis among them, none inside another, nothing to escape.

Nine paragraphs of ten are like that; they are written at a look, to the letter as `feedtool.prose.inline` writes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.commonmark import escape
from feedtool.prose.escapes import apart, collapsed, destination, is_special, safe_start

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

_AROUND = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "*"),
    **dict.fromkeys(("strong", "b"), "**"),
    **dict.fromkeys(("del", "s", "strike"), "~~"),
}


def usual_paragraph(element: Element, address: Callable[[str], str]) -> str:
    """Return what an element holds as Markdown, or nothing where that takes a closer look.

    `address` makes the address of a link of what is written there.
    """
    marks = list(element)
    words = [element.text or ""]
    for mark in marks:
        if len(mark) or (mark.tag != "a" and mark.tag not in _AROUND):
            return ""
        words += (mark.text or "", mark.tail or "")
    if not (words := _clean(words)):
        return ""
    return _written(marks, words, address) if marks else escape(words[0])


def _clean(words: list[str]) -> list[str]:
    """Return words with single spaces, none at the ends; nothing where something else is in them."""
    whole = "".join(words)
    if "  " in whole or not whole.isprintable():
        words = list(map(collapsed, words))
        if not "".join(words).isprintable():
            return []
    words[0] = words[0].lstrip()
    words[-1] = words[-1].rstrip()
    return words


def _written(marks: list[Element], words: list[str], address: Callable[[str], str]) -> str:
    if is_special("".join(words)):
        return ""
    line = words[0]
    for index, mark in enumerate(marks):
        before, inside, behind = words[2 * index : 2 * index + 3]
        if not inside or inside[0] == " " or inside[-1] == " " or (index and not before) or before[-1:] == "!":
            return ""
        if mark.tag == "a":
            if not (target := address(mark.get("href") or "")):
                return ""
            line += f"[{inside}]({destination(target)}){behind}"
            continue
        opens = inside[0].isalnum() or apart(before[-1:] or " ")
        if not (opens and (inside[-1].isalnum() or apart(behind[:1] or " "))):
            return ""
        around = _AROUND[str(mark.tag)]
        line += f"{around}{inside}{around}{behind}"
    return safe_start(line) if words[0] else line
