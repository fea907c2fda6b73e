r"""One paragraph: words, marks around them (emphasis, links) and things among them, written as CommonMark.

White space is collapsed and moved out of marks, marks around nothing disappear, those that touch become one.  A mark
that CommonMark's delimiters cannot say in its place (section 6.2, "flanking") is written as inline HTML, which
Markdown allows.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct, field

from feedtool.commonmark import escape
from feedtool.prose.escapes import apart, collapsed, destination, is_special, safe_start, strict, ticked

_TAGS = {"em": "em", "strong": "strong", "del": "del"}
_DELIMITERS = {"strong": "**", "del": "~~"}


class Mark(NamedTuple):
    """What stands around words: `em`, `strong`, `del`, another inline element, or a link to `address`."""

    name: str
    address: str = ""


# A piece is a kind, a text (of a text and a thing) and a mark (of what opens or closes one, and of code).
_TEXT, _THING, _BREAK, _SPLIT, _OPEN, _CLOSE = range(6)
_Piece = tuple[int, str, Mark]
_NO_MARK = Mark("")
_CODE = Mark("code")
_A_SPACE: _Piece = (_TEXT, " ", _NO_MARK)
_A_BREAK: _Piece = (_BREAK, "", _NO_MARK)
_A_SPLIT: _Piece = (_SPLIT, "", _NO_MARK)


class Runs(Struct):
    r"""The paragraph that is being written: its pieces, the marks that are open, those that wait for a first word.

    `line_break` is what a line break becomes: `\` and a new line, or in a heading and a table's cell something else.
    """

    waiting: list[Mark] = field(default_factory=list)
    line_break: str = "\\\n"
    _open: list[Mark] = field(default_factory=list)
    _pieces: list[_Piece] = field(default_factory=list)
    _space: str = ""
    _breaks: int = 0

    @property
    def marks(self) -> list[Mark]:
        """The marks that the next word will stand in."""
        return self._open + self.waiting

    def text(self, text: str | None) -> None:
        """Add words as HTML has them."""
        if not text:
            return
        if text.isspace():
            if self._pieces:  # else it is lost when the first word comes
                self._space += collapsed(text)
            return
        if "  " in text or not text.isprintable():
            text = collapsed(text)
        words = text.strip()
        if len(words) == len(text):
            self._begin()
            self._pieces.append((_TEXT, text, _NO_MARK))
            return
        self._space += text[: len(text) - len(text.lstrip())]
        self._begin()
        self._pieces.append((_TEXT, words, _NO_MARK))
        self._space = text[len(text.rstrip()) :]

    def thing(self, markdown: str) -> None:
        """Add what is written already: a picture."""
        self._begin()
        self._pieces.append((_THING, markdown, _NO_MARK))

    def code(self, code: str) -> None:
        """Add code; two that touch are one, as their backticks would run together."""
        self._begin()
        if self._pieces and self._pieces[-1][2] is _CODE:
            code = self._pieces.pop()[1] + code
        self._pieces.append((_THING, code, _CODE))

    def space(self) -> None:
        """Keep what follows apart from what stands there."""
        self._space += " "

    def new_line(self) -> None:
        """Break the line; twice running begins a paragraph."""
        self._breaks += 1

    def open(self, mark: Mark) -> bool:
        """Open a mark, and tell whether it has to be closed: one inside its like says nothing."""
        if (self._open or self.waiting) and any(mark.name == other.name for other in self.marks):
            return False
        self.waiting.append(mark)
        return True

    def close(self) -> None:
        """Close the mark that was opened last."""
        if self.waiting:
            self.waiting.pop()
        else:
            self._pieces.append((_CLOSE, "", self._open.pop()))

    def flush(self) -> list[str]:
        """Return the paragraphs written so far; marks that are open go on in the next."""
        if not self._pieces:
            self._space, self._breaks = "", 0
            return []
        marks = self.marks
        self._close_all()
        parts: list[list[_Piece]] = [self._pieces]
        if _A_SPLIT in self._pieces:
            parts = [[]]
            for piece in self._pieces:
                parts.append([]) if piece is _A_SPLIT else parts[-1].append(piece)
        self.waiting, self._open, self._pieces, self._space, self._breaks = marks, [], [], "", 0
        return [text for text in (_written(part, self.line_break) for part in parts) if text]

    def _close_all(self) -> None:
        if self._open:
            self._pieces += [(_CLOSE, "", mark) for mark in reversed(self._open)]

    def _begin(self) -> None:
        """Write down the white space that was held back, and the marks that waited for a word."""
        if self._pieces and (self._breaks or self._space):
            self._separate()
        self._space, self._breaks = "", 0
        if self.waiting:
            for mark in self.waiting:
                if self._pieces and self._pieces[-1] == (_CLOSE, "", mark):
                    self._pieces.pop()
                else:
                    self._pieces.append((_OPEN, "", mark))
            self._open += self.waiting
            self.waiting = []

    def _separate(self) -> None:
        if self._breaks > 1 and self.line_break == "\\\n":
            self._close_all()
            self._pieces += [_A_SPLIT, *((_OPEN, "", mark) for mark in self._open)]
        elif self._breaks:
            self._pieces.append(_A_BREAK)
        else:
            self._pieces.append(_A_SPACE if " " in self._space else (_TEXT, self._space, _NO_MARK))


def _written(pieces: list[_Piece], line_break: str) -> str:
    if len(pieces) == 1 and pieces[0][0] == _TEXT:
        return escape(pieces[0][1])
    kinds = {piece[0] for piece in pieces}
    if kinds == {_TEXT}:
        return escape("".join(piece[1] for piece in pieces))
    shown = _shown(pieces)
    if _BREAK in kinds:
        return _lines(pieces, shown, line_break)
    line = "".join(shown)
    return safe_start(line) if pieces[0][0] == _TEXT else line


def _shown(pieces: list[_Piece]) -> list[str]:
    """Return each piece as it is written."""
    shown: list[str] = []
    opened: list[int] = []
    for index, (kind, text, mark) in enumerate(pieces):
        if kind == _TEXT:
            if is_special(text):
                brackets = ("[" in text or "]" in text) and _holds_links(pieces)
                shown.append(strict(text, brackets=brackets))
            else:
                shown.append(text)
        elif kind == _OPEN:
            opened.append(index)
            shown.append("")
        elif kind == _CLOSE:
            start = opened.pop()
            shown[start], closing = _pair(pieces, start, index)
            shown.append(closing)
        else:
            shown.append(ticked(text) if mark is _CODE else text)
    for index in range(len(pieces) - 1):
        if shown[index + 1][:1] == "[" and pieces[index][0] == _TEXT and pieces[index][1][-1] == "!":
            shown[index] = f"{shown[index][:-1]}\\!"
    return shown


def _holds_links(pieces: list[_Piece]) -> bool:
    return any(mark.address or kind == _THING or "](" in text for kind, text, mark in pieces)


def _lines(pieces: list[_Piece], shown: list[str], line_break: str) -> str:
    """Join what is written, escaping text that would begin a block where a line begins with it."""
    lines: list[list[str]] = [[]]
    texts = [pieces[0][0] == _TEXT]
    for index, piece in enumerate(pieces):
        if piece[0] == _BREAK:
            lines.append([])
            texts.append(index + 1 < len(pieces) and pieces[index + 1][0] == _TEXT)
        else:
            lines[-1].append(shown[index])
    joined = ["".join(line) for line in lines]
    return line_break.join(safe_start(line) if text else line for line, text in zip(joined, texts, strict=True))


def _pair(pieces: list[_Piece], start: int, end: int) -> tuple[str, str]:
    name, address = pieces[start][2]
    if name == "a":
        return "[", f"]({destination(address)})"
    mark = _DELIMITERS.get(name, "*" if name == "em" else "")
    if name == "em" and _touches(pieces, start, end):
        mark = "_"
    fits = mark and (_stands_apart if mark == "_" else _flanks)(pieces, start, end)
    return (mark, mark) if fits else (f"<{name}>", f"</{name}>")


def _touches(pieces: list[_Piece], start: int, end: int) -> bool:
    beside = (pieces[at] for at in (start - 1, start + 1, end - 1, end + 1) if 0 <= at < len(pieces))
    return any(piece[2].name in ("em", "strong") for piece in beside)


def _before(pieces: list[_Piece], index: int) -> str:
    return _edge(pieces[index - 1], -1) if index else " "


def _after(pieces: list[_Piece], index: int) -> str:
    return _edge(pieces[index + 1], 0) if index + 1 < len(pieces) else " "


def _edge(piece: _Piece, at: int) -> str:
    """Return the character at an edge of a piece; what marks and things end in counts as punctuation."""
    kind, text, _ = piece
    return text[at] if kind == _TEXT else " " if kind == _BREAK else "*"


def _flanks(pieces: list[_Piece], start: int, end: int) -> bool:
    opens = _after(pieces, start).isalnum() or apart(_before(pieces, start))
    return opens and (_before(pieces, end).isalnum() or apart(_after(pieces, end)))


def _stands_apart(pieces: list[_Piece], start: int, end: int) -> bool:
    return apart(_before(pieces, start)) and apart(_after(pieces, end))
