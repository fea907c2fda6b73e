"""Bodies: the text of an article as a table or a feed holds it, HTML, Markdown or plain, as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.commonmark import escape

if TYPE_CHECKING:
    from collections.abc import Callable

_TAG = re.compile(
    r"<(?:/?(?:p|div|h[1-6]|[uo]l|li|blockquote|table|figure|section|article|strong|em|b|i|span|pre|code)|br|hr|img|a)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"^(?:#{1,6} \S|```|> \S|[-*+] \S.*\n[-*+] \S)|!?\[[^\[\]\n]{1,300}\]\((?:https?:|/|#)|\*\*\S[^*\n]*\S\*\*",
    re.MULTILINE,
)
_BLANK = re.compile(r"\n\s*\n")


def markdown_body(text: str, form: str = "", base: str = "") -> tuple[str, str]:
    """Return a body as Markdown, and the form it was in: `form` where that is known, else told by what it holds."""
    form = form or form_of(text)
    return _READ[form](text, base), form


def form_of(text: str) -> str:
    """Return "html" for a text with tags of HTML, "markdown" for one with its headings, lists or links, else "text"."""
    if "<" in text and _TAG.search(text):
        return "html"
    marked = "\n" in text or "](" in text or "**" in text or text[:1] in "#>"
    return "markdown" if marked and _MARKDOWN.search(text) else "text"


def plain_body(text: str) -> str:
    """Return plain text as Markdown: paragraphs at blank lines, or, where it has none, at every line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if "\n" not in text:
        return escape(text.strip())
    if not _BLANK.search(text):
        return "\n\n".join(escape(line.strip()) for line in text.split("\n") if line.strip())
    return "\n\n".join(_paragraph(part) for part in _BLANK.split(text) if part.strip())


def _paragraph(text: str) -> str:
    return "\n".join(_escaped(line.strip()) for line in text.split("\n") if line.strip())


def _escaped(line: str) -> str:
    r"""Return a line of a paragraph as Markdown; one of `=` signs would make a heading of the line above."""
    return f"\\{line}" if not line.strip("=") else escape(line)


def _html(text: str, base: str) -> str:
    from feedtool.prose import markdown_of  # noqa: PLC0415 - slow to import, and not every table holds HTML

    return markdown_of(text, base)


_READ: dict[str, Callable[[str, str], str]] = {
    "html": _html,
    "markdown": lambda text, _base: text,
    "text": lambda text, _base: plain_body(text),
}
