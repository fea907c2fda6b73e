"""The usual document: paragraphs, headings, lists, quotations, pictures and tables that are what they should be.

It is written from its tags as they stand, without a tree, to the letter as `feedtool.prose.writer` writes it; anything
else takes that way.  What is a matter of reading HTML wrong as browsers do (unclosed elements, stray tags, bare
ampersands, attributes without quotation marks) is none of this module's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from feedtool.later import regex
from feedtool.prose.escapes import collapsed, destination, strict
from feedtool.prose.lists import Block, list_of
from feedtool.prose.references import UnusualError, decoded, value_of
from feedtool.prose.usual import AROUND, usual_text, usual_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TAG = regex(r"<(/?[a-z][a-z0-9]*)([^<>]*)>")
_ATTRIBUTES = regex(r'(?:\s+[a-z][a-z0-9-]*="[^"]*")*+\s*(/?)')
_HREF = regex(r'\shref="([^"]*)"')
_SRC = regex(r'\ssrc="\s*([^"\s][^"]*)"')
_ALT = regex(r'\salt="([^"]*)"')
_BOXES = frozenset(("div", "section", "article", "main"))
"""What only stands around blocks."""
_DEEPEST = 50
_ROWS = frozenset(("thead", "tbody"))


def usual_document(html: str, address: Callable[[str], str]) -> str:
    """Return HTML as Markdown, or nothing where that takes a closer look.

    `address` makes the address of a link or a picture of what is written there.
    """
    parts = _TAG.split(html)
    texts, names, attributes = parts[::3], parts[1::3], parts[2::3]
    if not names or "<" in "".join(texts):
        return ""
    for name, said in zip(names, attributes, strict=True):
        if said and not ((found := _ATTRIBUTES.fullmatch(said)) and (name in _VOID or not found[1])):
            return ""
    try:
        if "&" in html:
            texts = [decoded(text) if "&" in text else text for text in texts]
        document = _Document(texts=texts, names=[*names, ""], attributes=attributes, address=address)
        document.write()
    except (UnusualError, ValueError, IndexError):
        return ""
    return "\n\n".join([block.text for block in document.blocks])


_VOID = frozenset(("img", "hr"))


class _Document(Struct, kw_only=True):
    """Tags by number: the name of each, its attributes; `texts` holds what stands before each, and behind the last."""

    texts: list[str]
    names: list[str]
    attributes: list[str]
    address: Callable[[str], str]
    blocks: list[Block] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def write(self) -> None:
        """Write all of it.

        Raises:
            UnusualError, ValueError, IndexError: something takes a closer look.

        """
        at, names = 0, self.names
        while name := names[at]:
            self.blank(at)
            at = _HANDLERS.get(name, _box)(self, at)
        self.blank(at)
        if self.open:
            raise UnusualError

    def blank(self, at: int) -> None:
        """Be sure that nothing stands before a tag."""
        if (text := self.texts[at]) and not text.isspace():
            raise UnusualError

    def words(self, start: int, end: int) -> str:
        """Return what stands between two tags as one line; nothing only where there is nothing."""
        if end == start + 1:
            return self.text(self.texts[end])
        names = self.names
        marks = []
        for at in range(start + 1, end, 2):
            name = names[at]
            if names[at + 1] != f"/{name}":
                raise UnusualError
            if name == "a":
                found = _HREF.search(self.attributes[at])
                marks.append((name, value_of(found[1]) if found else ""))
            elif name in AROUND:
                marks.append((name, ""))
            else:
                raise UnusualError
        if line := usual_words(marks, self.texts[start + 1 : end + 1], self.address):
            return line
        raise UnusualError

    def text(self, text: str) -> str:
        """Return what stands between two tags that follow each other as one line."""
        if not text or text.isspace():
            return ""
        if line := usual_text(text):
            return line
        raise UnusualError

    def picture(self, at: int) -> str:
        """Return a picture as Markdown has it."""
        attributes = self.attributes[at]
        source, alt = _SRC.search(attributes), _ALT.search(attributes)
        address = self.address(value_of(source[1])) if source and not source[1].startswith("data:") else ""
        if not address:
            raise UnusualError
        return f"![{strict(' '.join(value_of(alt[1]).split())) if alt else ''}]({destination(address)})"


def _box(document: _Document, at: int) -> int:
    """Step into what stands around blocks, or out of it."""
    name = document.names[at]
    if name in _BOXES:
        document.open.append(name)
        if len(document.open) > _DEEPEST:
            raise UnusualError
    elif not document.open or name != f"/{document.open.pop()}":
        raise UnusualError
    return at + 1


def _paragraph(document: _Document, at: int) -> int:
    end = document.names.index("/p", at)
    if document.names[at + 1] == "img" and end == at + 2:
        document.blank(at + 1)
        document.blank(end)
        document.blocks.append(Block(document.picture(at + 1)))
    elif line := document.words(at, end):
        document.blocks.append(Block(line))
    return end + 1


def _heading(document: _Document, at: int) -> int:
    name = document.names[at]
    end = document.names.index(f"/{name}", at)
    line = document.words(at, end)
    if "#" in line:
        raise UnusualError
    if line:
        document.blocks.append(Block(f"{'#' * int(name[1])} {line}"))
    return end + 1


def _rule(document: _Document, at: int) -> int:
    document.blocks.append(Block("***"))
    return at + 1


def _list(document: _Document, at: int) -> int:
    names, name, blocks = document.names, document.names[at], document.blocks
    if document.attributes[at] and name == "ol":
        raise UnusualError
    items, at = [], at + 1
    while names[at] == "li":
        document.blank(at)
        end = names.index("/li", at)
        if not (line := document.words(at, end)):
            raise UnusualError
        items.append([Block(line)])
        at = end + 1
    document.blank(at)
    if names[at] != f"/{name}" or not items:
        raise UnusualError
    blocks.append(list_of(items, ordered=name == "ol", number=1, before=blocks[-1].marker if blocks else ""))
    return at + 1


def _quotation(document: _Document, at: int) -> int:
    names = document.names
    lines, at = [], at + 1
    while names[at] == "p":
        document.blank(at)
        end = names.index("/p", at)
        lines.append(document.words(at, end))
        at = end + 1
    document.blank(at)
    if names[at] != "/blockquote" or not all(lines):
        raise UnusualError
    if lines:
        document.blocks.append(Block("\n>\n".join([f"> {line}" for line in lines])))
    return at + 1


def _figure(document: _Document, at: int) -> int:
    """Write a picture and what stands below it; emphasis there says nothing, since all of it is set in italics."""
    names, texts = document.names, document.texts
    if names[at + 1] != "img":
        raise UnusualError
    document.blank(at + 1)
    document.blank(at + 2)
    document.blocks.append(Block(document.picture(at + 1)))
    if names[at + 2] == "/figure":
        return at + 3
    end = names.index("/figcaption", at)
    inner = names[at + 3 : end]
    marks = [name for name in inner[::2] if AROUND.get(name) == "*"]
    if names[at + 2] != "figcaption" or names[end + 1] != "/figure" or [f"/{name}" for name in marks] != inner[1::2]:
        raise UnusualError
    document.blank(end + 1)
    words = collapsed("".join(texts[at + 3 : end + 1])).strip()
    if not (line := usual_words([("em", "")], ["", words, ""], document.address)):
        raise UnusualError
    document.blocks.append(Block(line))
    return end + 2


def _table(document: _Document, at: int) -> int:
    from feedtool.prose.tables import grid_of  # noqa: PLC0415 - as in the long way

    names, attributes = document.names, document.attributes
    rows: list[list[str]] = []
    heads: list[bool] = []
    part, end = "", names.index("/table", at)
    if "role=" in attributes[at]:
        raise UnusualError
    at += 1
    while at < end:
        document.blank(at)
        name = names[at]
        if name == "tr":
            cells, headed, at = _cells(document, at + 1)
            rows.append(cells)
            heads.append(headed or part == "thead")
        elif name in _ROWS and not part:
            part, at = name, at + 1
        elif part and name == f"/{part}":
            part, at = "", at + 1
        else:
            raise UnusualError
    document.blank(end)
    if part or max(map(len, rows), default=0) < 2 or not all(rows):
        raise UnusualError
    document.blocks.append(Block(grid_of(rows, headed=heads[0])))
    return end + 1


def _cells(document: _Document, at: int) -> tuple[list[str], bool, int]:
    """Return the cells of a row, whether all are headings, and where it goes on behind it."""
    names, attributes = document.names, document.attributes
    cells, headed = [], True
    while (name := names[at]) in ("td", "th"):
        document.blank(at)
        end = names.index(f"/{name}", at)
        if attributes[at] and "span" in attributes[at]:
            raise UnusualError
        line = document.words(at, end)
        cells.append(line)
        headed = headed and name == "th"
        at = end + 1
    document.blank(at)
    if name != "/tr":
        raise UnusualError
    return cells, headed, at + 1


_HANDLERS: Mapping[str, Callable[[_Document, int], int]] = {
    "p": _paragraph,
    **{f"h{level}": _heading for level in range(1, 7)},
    "hr": _rule,
    "ul": _list,
    "ol": _list,
    "blockquote": _quotation,
    "figure": _figure,
    "table": _table,
}
"""What each element is written by; any other is a box, or unusual."""
