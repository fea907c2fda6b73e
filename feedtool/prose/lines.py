"""The lines of a document: what stands between the tags of its blocks, as Markdown.

Nine lines of ten hold words with links, emphasis and breaks among them, and nothing to escape; they come with controls
for the elements (`feedtool.prose.marking`).  A line that is otherwise is written closely (`feedtool.prose.marks`), to
the same letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.commonmark import escape
from feedtool.later import regex
from feedtool.prose.escapes import SPECIAL, collapsed, is_special, safe_start
from feedtool.prose.lists import Block
from feedtool.prose.marking import BREAK, CONTROLS, EM, LINE, LINK, STORED, STRONG, Marking
from feedtool.prose.marks import written
from feedtool.prose.references import decoded

if TYPE_CHECKING:
    from collections.abc import Sequence

_CONTROL: Final = regex(f"[{CONTROLS}]")
_BLANKS: Final = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LOST_BLANKS: Final = regex(rf"[{_BLANKS}](?:[\s{CONTROLS}]|$)|(?:^|[\s{CONTROLS}])[{_BLANKS}]")
"""Blanks of other kinds than the common one, where they might be lost beside others, or at an end."""
_RAGGED: Final = ("\n", "  ", "\t", "\u2028", "\u2029")
_CRIED: Final = f"!{LINK}"
"""What Markdown would take for a picture."""
_ODD: Final = (*SPECIAL, BREAK)
"""What makes a line take a look."""
_STARTS: Final = frozenset("-+#>[0123456789=|:~")


class Lines:
    """The lines of a document by number, with controls for the elements in them.

    `texts` has all of them, `ready` those that are written thereby, and None for the others.
    """

    def __init__(self, html: Sequence[str], marking: Marking) -> None:
        self._html = html
        self._marking = marking
        texts = [*map(str.strip, marking.marked(LINE.join(html)).split(LINE))]
        text = LINE.join(texts)
        ragged = (*filter(text.__contains__, _RAGGED),)
        if ragged:
            texts = [collapsed(line).strip() if any(map(line.__contains__, ragged)) else line for line in texts]
        self.texts = texts
        looked = marking.displaced and not text.isascii()
        self._blanks = tuple(filter(text.__contains__, _BLANKS)) if looked else ()
        odd = (*filter(text.__contains__, _ODD), *self._blanks, *((_CRIED,) if marking.displaced else ()))
        self.ready = [line if line[:1] not in _STARTS or line.isalnum() else None for line in texts]
        if odd:
            self.ready = [line if line and not any(map(line.__contains__, odd)) else None for line in self.ready]

    def add(self, at: int, blocks: list[Block]) -> None:
        """Add a line to blocks as paragraphs; two breaks running begin another.

        Raises:
            UnusualError: its tags take a closer look than a line can have.

        """
        text = self._look(at)
        if text is None:
            blocks += map(Block, self._closely(at, "\\\n"))
        elif text:
            blocks.append(Block(text.replace(BREAK, "\\\n") if BREAK in text else text))

    def line(self, at: int, line_break: str = " ") -> str:
        """Return a line as one of Markdown, with breaks written otherwise.

        Raises:
            UnusualError: as above.

        """
        text = self._look(at)
        if text is None or (self._marking.drawn and STORED in text):
            return " ".join(self._closely(at, line_break))
        return text.replace(BREAK, line_break) if BREAK in text else text

    def caption(self, at: int) -> list[str]:
        """Return a line in italics; emphasis there says nothing.

        Raises:
            UnusualError: as above.

        """
        text = self.texts[at]
        if not text:
            return []
        if STRONG in text or BREAK in text or self._is_close(text):
            return self._closely(at, "\\\n", "em")
        return [f"{EM}{text.replace(EM, '')}{EM}"]

    def _look(self, at: int) -> str | None:
        """Return a line as Markdown with controls in it, None where it has to be written closely."""
        text = self.ready[at]
        if text is None and (text := self.texts[at]):
            if self._is_plain(text, at):
                return escape(decoded(text) if "&" in text else text)
            return None if self._is_close(text) else _broken(text)
        return text

    def _is_plain(self, text: str, at: int) -> bool:
        """Whether a line has no elements in it."""
        return "<" not in self._html[at] if self._marking.displaced else not (_CONTROL.search(text) or "<" in text)

    def _is_close(self, text: str) -> bool:
        """Whether a text with marks in it holds others, or blanks that the marks might displace."""
        if _CRIED in text or is_special(text):
            return True
        return any(map(text.__contains__, self._blanks)) and bool(_LOST_BLANKS.search(text))

    def _closely(self, at: int, line_break: str, around: str = "") -> list[str]:
        return written(self._html[at], self._marking.address, line_break, around)


def _broken(text: str) -> str | None:
    """Return a line with marks and breaks in it, no breaks at its ends and no blanks around them.

    None is returned where it has to be written closely: for two breaks running, or words that would begin a block.
    """
    if BREAK not in text:
        return text if not text or safe_start(text) == text else None
    parts = [part.strip() for part in text.split(BREAK)]
    while parts and not parts[-1]:
        parts.pop()
    while parts and not parts[0]:
        del parts[0]
    if not all(parts) or any(part[0] in _STARTS and safe_start(part) != part for part in parts):
        return None
    return BREAK.join(parts)
