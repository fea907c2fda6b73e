r"""One paragraph: words, marks around them (emphasis, links) and things among them, written as CommonMark.

White space is collapsed and moved out of marks, marks around nothing disappear, those that touch become one.  A mark
that CommonMark's delimiters cannot say in its place (section 6.2, "flanking") is written as inline HTML, which
Markdown allows.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from feedtool.commonmark import escape

_BLANKS = re.compile("[ \t\n\r\f\v\x85\u2028\u2029]{2,}|[\t\n\r\f\v\x85\u2028\u2029]")
_SPECIAL = re.compile(r"[*`\\~&<_\[\]]")
_STRICT = re.compile(r"[*`]|\\(?=[!-/:-@\[-`{-~]|$)|~(?=~|$)|(?<=~)~|^~|&(?=#?\w{1,40};)|<(?!\s|$)")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_TICKS = re.compile("`+")
_BRACKETS = re.compile(r"[\[\]]")
_STARTS = re.compile(r"(?=[-+](?:\s|$)|#{1,6}(?:\s|$)|>|~~~|=+\s*$|-[-\s|:]*$|[|:]|\[)|\d{1,9}(?=[.)](?:\s|$))")
_ASCII_MARKS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_TAGS = {"em": "em", "strong": "strong", "del": "del"}
_DELIMITERS = {"strong": "**", "del": "~~"}


class Mark(NamedTuple):
    """What stands around words: `em`, `strong`, `del`, another inline element, or a link to `address`."""

    name: str
    address: str = ""


class _Piece(NamedTuple):
    kind: Literal["text", "thing", "break", "split", "open", "close"]
    text: str = ""
    mark: Mark = Mark("")


_CODE = Mark("code")
_BREAK, _SPLIT = _Piece("break"), _Piece("split")


@dataclass(slots=True)
class Runs:
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
        text = _BLANKS.sub(" ", text)
        words = text.strip()
        if not words:
            self._space += text
            return
        self._space += text[: len(text) - len(text.lstrip())]
        self._begin()
        self._pieces.append(_Piece("text", words))
        self._space = text[len(text.rstrip()) :]

    def thing(self, markdown: str) -> None:
        """Add what is written already: a picture."""
        self._begin()
        self._pieces.append(_Piece("thing", markdown))

    def code(self, code: str) -> None:
        """Add code; two that touch are one, as their backticks would run together."""
        self._begin()
        if self._pieces and self._pieces[-1].mark == _CODE:
            code = self._pieces.pop().text + code
        self._pieces.append(_Piece("thing", code, _CODE))

    def space(self) -> None:
        """Keep what follows apart from what stands there."""
        self._space += " "

    def new_line(self) -> None:
        """Break the line; twice running begins a paragraph."""
        self._breaks += 1

    def open(self, mark: Mark) -> bool:
        """Open a mark, and tell whether it has to be closed: one inside its like says nothing."""
        if any(mark.name == other.name for other in self.marks):
            return False
        self.waiting.append(mark)
        return True

    def close(self) -> None:
        """Close the mark that was opened last."""
        if self.waiting:
            self.waiting.pop()
        else:
            self._pieces.append(_Piece("close", mark=self._open.pop()))

    def flush(self) -> list[str]:
        """Return the paragraphs written so far; marks that are open go on in the next."""
        marks = self.marks
        self._close_all()
        parts: list[list[_Piece]] = [[]]
        for piece in self._pieces:
            parts.append([]) if piece is _SPLIT else parts[-1].append(piece)
        self.waiting, self._open, self._pieces, self._space, self._breaks = marks, [], [], "", 0
        return [text for text in (_written(part, self.line_break) for part in parts) if text]

    def _close_all(self) -> None:
        self._pieces += [_Piece("close", mark=mark) for mark in reversed(self._open)]

    def _begin(self) -> None:
        """Write down the white space that was held back, and the marks that waited for a word."""
        if self._pieces:
            self._separate()
        self._space, self._breaks = "", 0
        for mark in self.waiting:
            again = _Piece("close", mark=mark)
            if self._pieces and self._pieces[-1] == again:
                self._pieces.pop()
            else:
                self._pieces.append(_Piece("open", mark=mark))
        self._open += self.waiting
        self.waiting = []

    def _separate(self) -> None:
        if self._breaks > 1 and self.line_break == "\\\n":
            self._close_all()
            self._pieces += [_SPLIT, *(_Piece("open", mark=mark) for mark in self._open)]
        elif self._breaks:
            self._pieces.append(_BREAK)
        elif self._space:
            self._pieces.append(_Piece("text", " " if " " in self._space else self._space))


def _ticked(code: str) -> str:
    ticks = "`" * (1 + max(map(len, _TICKS.findall(code)), default=0))
    pad = " " if code[0] == "`" or code[-1] == "`" else ""
    return f"{ticks}{pad}{code}{pad}{ticks}"


def _written(pieces: list[_Piece], line_break: str) -> str:
    if all(piece.kind == "text" for piece in pieces):
        return escape("".join(piece.text for piece in pieces))
    brackets = any(piece.mark.address or piece.kind == "thing" or "](" in piece.text for piece in pieces)
    marks = _delimiters(pieces)
    shown = [marks.get(index) or _shown(piece, brackets=brackets) for index, piece in enumerate(pieces)]
    for index, piece in enumerate(pieces[:-1]):
        if piece.kind == "text" and piece.text.endswith("!") and shown[index + 1].startswith("["):
            shown[index] = f"{shown[index][:-1]}\\!"
    return _lines(pieces, shown, line_break)


def _lines(pieces: list[_Piece], shown: list[str], line_break: str) -> str:
    """Join what is written, escaping text that would begin a block where a line begins with it."""
    lines: list[list[str]] = [[]]
    texts = [pieces[0].kind == "text"]
    for index, piece in enumerate(pieces):
        if piece.kind == "break":
            lines.append([])
            texts.append(index + 1 < len(pieces) and pieces[index + 1].kind == "text")
        else:
            lines[-1].append(shown[index])
    joined = ["".join(line) for line in lines]
    return line_break.join(_safe_start(line) if text else line for line, text in zip(joined, texts, strict=True))


def _safe_start(line: str) -> str:
    match = _STARTS.match(line)
    return f"{line[: match.end()]}\\{line[match.end() :]}" if match else line


def _shown(piece: _Piece, *, brackets: bool) -> str:
    if piece.kind == "text":
        return strict(piece.text, brackets=brackets)
    return _ticked(piece.text) if piece.mark == _CODE else piece.text


def strict(text: str, *, brackets: bool = True) -> str:
    """Return words that stand among marks with everything escaped that could be a mark itself."""
    if not _SPECIAL.search(text):
        return text
    text = _UNDERSCORE.sub(r"\\_", _STRICT.sub(r"\\\g<0>", text))
    return _BRACKETS.sub(r"\\\g<0>", text) if brackets else text


def _delimiters(pieces: list[_Piece]) -> dict[int, str]:
    """Return what is written for each piece that opens or closes a mark."""
    found: dict[int, str] = {}
    opened: list[int] = []
    for index, piece in enumerate(pieces):
        if piece.kind == "open":
            opened.append(index)
        elif piece.kind == "close":
            start = opened.pop()
            found[start], found[index] = _pair(pieces, start, index)
    return found


def _pair(pieces: list[_Piece], start: int, end: int) -> tuple[str, str]:
    name, address = pieces[start].mark
    if name == "a":
        return "[", f"]({destination(address)})"
    mark = _DELIMITERS.get(name, "*" if name == "em" else "")
    if name == "em" and _touches(pieces, start, end):
        mark = "_"
    fits = mark and (_stands_apart if mark == "_" else _flanks)(pieces, start, end)
    return (mark, mark) if fits else (f"<{name}>", f"</{name}>")


def _touches(pieces: list[_Piece], start: int, end: int) -> bool:
    beside = (pieces[at] for at in (start - 1, start + 1, end - 1, end + 1) if 0 <= at < len(pieces))
    return any(piece.mark.name in ("em", "strong") for piece in beside)


def _before(pieces: list[_Piece], index: int) -> str:
    return _edge(pieces[index - 1], -1) if index else " "


def _after(pieces: list[_Piece], index: int) -> str:
    return _edge(pieces[index + 1], 0) if index + 1 < len(pieces) else " "


def _edge(piece: _Piece, at: int) -> str:
    """Return the character at an edge of a piece; what marks and things end in counts as punctuation."""
    return piece.text[at] if piece.kind == "text" else " " if piece.kind == "break" else "*"


def _flanks(pieces: list[_Piece], start: int, end: int) -> bool:
    opens = _after(pieces, start).isalnum() or _apart(_before(pieces, start))
    return opens and (_before(pieces, end).isalnum() or _apart(_after(pieces, end)))


def _stands_apart(pieces: list[_Piece], start: int, end: int) -> bool:
    return _apart(_before(pieces, start)) and _apart(_after(pieces, end))


def _apart(char: str) -> bool:
    return char.isspace() or char in _ASCII_MARKS or unicodedata.category(char)[0] == "P"


def destination(address: str) -> str:
    """Return an address (percent-encoded) as the destination of a link."""
    counts = Counter(address)
    if counts["("] != counts[")"] or address.find(")") < address.find("("):
        address = address.replace("(", "%28").replace(")", "%29")
    return re.sub(r"&(?=#?\w{1,40};)", r"\\&", address)
