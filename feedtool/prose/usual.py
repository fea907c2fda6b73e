"""The usual paragraph: words with links and emphasis among them, none inside another, nothing to escape.

Nine paragraphs of ten are like that; they are written at a look, to the letter as `feedtool.prose.inline` writes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.commonmark import escape
from feedtool.prose.escapes import apart, collapsed, destination, is_special, safe_start
from feedtool.prose.marks import MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.etree import _Element as Element

_DELIMITERS = {"em": "*", "strong": "**", "del": "~~"}
_AROUND = {name: _DELIMITERS[mark] for name, mark in MARKS.items() if mark in _DELIMITERS}
"""What stands around the words of an element."""


def usual_paragraph(element: Element, address: Callable[[str], str]) -> str:
    """Return what an element holds as Markdown, or nothing where that takes a closer look.

    `address` makes the address of a link of what is written there.
    """
    marks: list[tuple[str, str]] = []
    words = [element.text or ""]
    for mark in element:
        tag = mark.tag
        if len(mark) or (tag != "a" and tag not in _AROUND):
            return ""
        marks.append((str(tag), mark.get("href") or "" if tag == "a" else ""))
        words += (mark.text or "", mark.tail or "")
    return _words(marks, words, address)


def _words(marks: Sequence[tuple[str, str]], words: list[str], address: Callable[[str], str]) -> str:
    """Return words as Markdown: those before the first mark, in it, behind it, in the next one and so on.

    A mark is the name of an element, and of a link what it leads to.  Nothing is returned where that takes a closer
    look.
    """
    if not marks:
        return _text(words[0])
    whole = "".join(words)
    if "  " in whole or not whole.isprintable():
        words = list(map(collapsed, words))
        if not "".join(words).isprintable():
            return ""
    if is_special(whole):
        return ""
    words[0] = words[0].lstrip()
    words[-1] = words[-1].rstrip()
    return _written(marks, words, address)


def _text(text: str) -> str:
    """Return words without a mark as Markdown, or nothing where that takes a closer look."""
    if "  " in text or not text.isprintable():
        text = collapsed(text)
        if not text.isprintable():
            return ""
    return escape(text.strip())


def _written(marks: Sequence[tuple[str, str]], words: list[str], address: Callable[[str], str]) -> str:
    before = words[0]
    line = [before]
    for index, (tag, reference) in enumerate(marks):
        inside, behind = words[2 * index + 1], words[2 * index + 2]
        if not inside or inside[0] == " " or inside[-1] == " " or (index and not before) or before[-1:] == "!":
            return ""
        if tag == "a":
            if not (target := address(reference)):
                return ""
            line += ("[", inside, "](", destination(target), ")", behind)
        else:
            opens = inside[0].isalnum() or apart(before[-1:] or " ")
            if not (opens and (inside[-1].isalnum() or apart(behind[:1] or " "))):
                return ""
            line += (_AROUND[tag], inside, _AROUND[tag], behind)
        before = behind
    return safe_start("".join(line)) if words[0] else "".join(line)
