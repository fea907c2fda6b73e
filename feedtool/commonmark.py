r"""Plain text in, CommonMark out that renders as that very text, with as few backslashes as that takes.

Source: CommonMark 0.31.2 (blocks: section 4; backslash escapes 2.4, entities 2.5, emphasis 6.2, raw HTML 6.6)
with strikethrough of GitHub Flavored Markdown (6.5).  A link needs `](` or a definition, emphasis two delimiters,
an entity a semicolon: where one part is missing the other is left as the author wrote it.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from feedtool.later import regex

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence

_SPECIAL = tuple("\\`*_~<&")
_BEGINS = frozenset("-+#>[0123456789")
_BEGINS_BELOW = _BEGINS | {"="}
_BACKSLASH = regex(r"\\(?=[!-/:-@\[-`{-~])")
_ENTITY = regex(r"&(?=#?\w{1,40};)")
_TAG = regex(r"<(?!\s|$|\d+(?:\s|$))")
_STARS = regex(r"\*+")
_UNDERSCORES = regex(r"_+")
_TILDES = regex(r"~~+")
_BLOCK = regex(r"(?=[-+*](?:\s|$)|#{1,6}(?:\s|$)|>|~~~|\[[^\]]*\]:|([-*_])[ \t]*(?:\1[ \t]*){2,}$)")
_CLOSING = regex(r"(?<=\s)#(?=#*$)")
_ESCAPED_CLOSING = r"\\#"
_NUMBERED = regex(r"(\d{1,9})(?=[.)](?:\s|$))")


def escape(text: str) -> str:
    r"""Return one line of plain text (no white space around it) as CommonMark that renders as that text.

    >>> print(escape("1. Profits fell *sharply* in snake_case & co."))
    1\. Profits fell \*sharply\* in snake_case & co.
    """
    if text[:1] not in _BEGINS and is_plain(text):
        return text
    start = _numbered(text) or _block(text)
    for mark, escaped in _ESCAPED.items():
        if mark in text:
            text = escaped(text)
    if not start or text[start - 1 :].startswith("\\"):
        return text
    return f"{text[: start - 1]}\\{text[start - 1 :]}"


def is_plain(text: str) -> bool:
    """Whether no part of a text has anything to escape, but for how its lines begin (`may_begin`)."""
    return not (any(map(text.__contains__, _SPECIAL)) or ("]" in text and "](" in text))


def may_begin(lines: Sequence[str]) -> bool:
    """Whether lines, none of them empty, begin as text does, with nothing that Markdown takes for something else."""
    return _BEGINS_BELOW.isdisjoint(map(_first, lines))


_first = itemgetter(0)


def heading(text: str, level: int = 2) -> str:
    """Return one line of plain text as a heading; a `#` at its end is text, not the end of the heading.

    >>> heading("What We Know")
    '## What We Know'
    """
    return headed(escape(text), level)


def headed(line: str, level: int) -> str:
    """Return one line of Markdown as a heading."""
    return f"{'#' * level} {_CLOSING.sub(_ESCAPED_CLOSING, line) if '#' in line else line}"


def _numbered(text: str) -> int:
    """Return the column (from 1) of the mark that would make `text` an item of an ordered list, or 0."""
    match = _NUMBERED.match(text)
    return match.end() + 1 if match else 0


def _block(text: str) -> int:
    """Return 1 where the first character would make `text` something other than a paragraph, else 0."""
    return 1 if _BLOCK.match(text) else 0


def _pairs(pattern: re.Pattern[str], text: str, harmless: Callable[[re.Match[str]], bool]) -> str:
    """Escape the delimiters that `pattern` finds; one alone has no partner and stays as it is."""
    runs = [run for run in pattern.finditer(text) if not harmless(run)]
    if sum(len(run[0]) for run in runs) < 2 or (pattern is _TILDES and len(runs) < 2):
        return text
    pieces, done = [], 0
    for run in runs:
        pieces += [text[done : run.start()], "".join("\\" + mark for mark in run[0])]
        done = run.end()
    return "".join([*pieces, text[done:]])


_ESCAPED: dict[str, Callable[[str], str]] = {
    "\\": lambda text: _BACKSLASH.sub(r"\\\\", text),
    "`": lambda text: text.replace("`", r"\`"),
    "](": lambda text: text.replace("](", r"]\("),
    "<": lambda text: _TAG.sub(r"\\<", text),
    "&": lambda text: _ENTITY.sub(r"\\&", text),
    "*": lambda text: _pairs(_STARS, text, _stands_free),
    "_": lambda text: _pairs(_UNDERSCORES, text, _within_word),
    "~": lambda text: _pairs(_TILDES, text, _never),
}
"""What may be a mark, each in its turn: the backslash first, as the others write more of them."""


def _around(run: re.Match[str]) -> tuple[str, str]:
    return run.string[run.start() - 1 : run.start()] or " ", run.string[run.end() : run.end() + 1] or " "


def _stands_free(run: re.Match[str]) -> bool:
    return _around(run) == (" ", " ")


def _within_word(run: re.Match[str]) -> bool:
    before, after = _around(run)
    return _stands_free(run) or (before.isalnum() and after.isalnum())


def _never(_run: re.Match[str]) -> bool:
    return False
