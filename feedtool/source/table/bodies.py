"""Bodies: the text of an article as a table or a feed holds it, HTML, Markdown or plain, as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.commonmark import escape, is_plain, may_begin
from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Callable

_TAG = regex(
    r"<(?:/?(?:p|div|h[1-6]|[uo]l|li|blockquote|table|figure|section|article|strong|em|b|i|span|pre|code)|br|hr|img|a)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_HEADS = regex(r"^(?:#{1,6} \S|```|> \S|[-*+] \S.*\n[-*+] \S)", re.MULTILINE)
_HEAD_MARKS = frozenset("#`>-*+")
_LINK = regex(r"!?\[[^\[\]\n]{1,300}\]\((?:https?:|/|#)")
_STRONG = regex(r"\*\*\S[^*\n]*\S\*\*")
_BLANK = regex(r"\n\s*\n")


def markdown_body(text: str, form: str = "", base: str = "") -> tuple[str, str]:
    """Return a body as Markdown, and the form it was in: `form` where that is known, else told by what it holds."""
    form = form or form_of(text)
    return _READ[form](text, base), form


def form_of(text: str) -> str:
    """Return "html" for a text with tags of HTML, "markdown" for one with its headings, lists or links, else "text"."""
    if "<" in text and _TAG.search(text):
        return "html"
    return "markdown" if _is_markdown(text) else "text"


def _is_markdown(text: str) -> bool:
    """Whether a text has headings, lists, quotations, links or strong words of Markdown; few texts are searched."""
    if ("]" in text and "](" in text and _LINK.search(text)) or ("*" in text and _STRONG.search(text)):
        return True
    if "\n" not in text:
        marked = text[:1] in "#>" or "](" in text or "**" in text
        return marked and bool(_HEADS.match(text))
    return not _HEAD_MARKS.isdisjoint([line[:1] for line in text.split("\n")]) and bool(_HEADS.search(text))


def plain_body(text: str) -> str:
    """Return plain text as Markdown: paragraphs at blank lines, or, where it has none, at every line."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip("\n")
    return usual_body(text) or any_body(text)


def any_body(text: str) -> str:
    """Return plain text without line breaks around it as Markdown."""
    if "\n" not in text:
        return escape(text.strip())
    if not _BLANK.search(text):
        return "\n\n".join(escape(line.strip()) for line in text.split("\n") if line.strip())
    parts = [part.strip() for part in _BLANK.split(text)]
    return "\n\n".join([_paragraph(part) for part in parts if part])


def usual_body(text: str) -> str:
    """Return the same of text whose paragraphs are one line each and have nothing to escape, else nothing."""
    lines = text.split("\n")
    if any(lines[1::2]):
        return ""
    parts = list(filter(None, map(str.strip, lines[::2])))
    return "\n\n".join(parts) if may_begin(parts) and is_plain(text) else ""


def _paragraph(text: str) -> str:
    if "\n" not in text:
        return _escaped(text.strip())
    return "\n".join(_escaped(line.strip()) for line in text.split("\n") if line.strip())


def _escaped(line: str) -> str:
    r"""Return a line of a paragraph as Markdown; one of `=` signs would make a heading of the line above."""
    return f"\\{line}" if line[:1] == "=" and not line.strip("=") else escape(line)


def _html(text: str, base: str) -> str:
    from feedtool.prose import markdown_of  # noqa: PLC0415 - slow to import, and not every table holds HTML

    return markdown_of(text, base)


_READ: dict[str, Callable[[str, str], str]] = {
    "html": _html,
    "markdown": lambda text, _base: text,
    "text": lambda text, _base: plain_body(text),
}
