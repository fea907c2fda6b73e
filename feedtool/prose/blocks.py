"""The blocks of a document whose tags are what they should be, written from the tags as they stand, without a tree.

    HTML -> tags of blocks, and the lines between them -> blocks of Markdown, each element by its row in a table

A block that has no row here, or is more than its row knows, is written from a tree of its own.  Nothing of that shows:
what comes out is to the letter what `feedtool.prose.writer` makes of the tree of the whole document.  What is a matter
of reading HTML wrong as browsers do (unclosed elements, stray tags) takes that way whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from feedtool.characters import is_sound, vouched
from feedtool.commonmark import headed
from feedtool.later import regex
from feedtool.prose.lines import Lines
from feedtool.prose.lists import Block, list_of, number_of
from feedtool.prose.marking import Marking
from feedtool.prose.marks import INLINE, is_whole, said_in
from feedtool.prose.nesting import end_of, nests_well
from feedtool.prose.references import UnusualError
from feedtool.prose.tables import grid_of
from feedtool.prose.tree import tree_of, write
from feedtool.prose.writer import BLOCKS, MOST_NESTED, Writer, frame, quotation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TAG: Final = regex(rf"<(?!/?(?:{'|'.join(INLINE)})[\s>/])(/?[a-z][a-z0-9]*)([^<>]*)>")
_COMMENT: Final = regex(r"<!--(?:[^<>-]|-(?!-))*-->")
_SHAPES: Final = "path|g|circle|ellipse|line|polygon|polyline|rect|defs|use"
_UNSEEN: Final = regex(
    rf"<(script|style)(?:\s[^<>]*)?>[^<]*</\1>|<svg(?:\s[^<>]*)?>\s*(?:</?(?:{_SHAPES})(?:\s[^<>]*)?>\s*)*</svg>"
)
_UNSEEN_NAMES: Final = frozenset(("script", "style", "svg"))
_IN_TAG: Final = regex(r"""["'][^"'<>]*<(?:!--|script|style|svg)""")
_DEEPEST: Final = 30
_ROWS: Final = frozenset(("thead", "tbody", "tfoot"))


class BrokenError(Exception):
    """The document as a whole has to be read as browsers do."""


def usual_document(html: str, base: str) -> str | None:
    """Return HTML as Markdown, or None where its tags are not what they should be."""
    try:
        if "!" in html and "<!--" in html and not _IN_TAG.search(html):
            html = _COMMENT.sub("", html)
        document = _document(html, base)
        if not _UNSEEN_NAMES.isdisjoint(document.names) and not _IN_TAG.search(html):
            document = _document(_UNSEEN.sub("", html), base)
        document.content(0, "")
        return vouched(document.marking.shown("\n\n".join([block.text for block in document.blocks])))
    except (UnusualError, BrokenError):
        return None


def _document(html: str, base: str) -> _Document:
    parts = _TAG.split(html)
    names, attributes = [*parts[1::3], ""], parts[2::3]
    for said in set(attributes):
        if said and not is_whole("", said):
            _check(names, attributes)
    marking = Marking(Writer(base=base).address)
    lines = Lines(parts[::3], marking)
    return _Document(names=names, attributes=attributes, html=parts[::3], base=base, marking=marking, lines=lines)


def _check(names: list[str], attributes: list[str]) -> None:
    for name, said in set(zip(names, attributes, strict=False)):
        if said and not is_whole(name, said):
            raise BrokenError


class _Document(Struct, kw_only=True):
    """Tags of blocks by number, the name of each and its attributes, and the lines before each and behind the last."""

    names: list[str]
    attributes: list[str]
    lines: Lines
    marking: Marking
    html: list[str]
    base: str
    blocks: list[Block] = field(default_factory=list)
    nested: int = 0
    depth: int = 0

    def content(self, at: int, end: str) -> int:
        """Write what stands from a tag on up to the one that ends it, and return where it goes on.

        Raises:
            UnusualError, BrokenError: something takes a closer look.

        """
        names, texts, ready, blocks = self.names, self.lines.texts, self.lines.ready, self.blocks
        while True:
            if texts[at]:
                self.lines.add(at, blocks)
            name = names[at]
            if name == end:
                return at + 1
            if name == "p" and names[at + 1] == "/p" and (text := ready[at + 1]):
                blocks.append(Block(text))
                at += 2
            else:
                at = self._element(at, name)

    def _element(self, at: int, name: str) -> int:
        handler, count = _HANDLERS.get(name), len(self.blocks)
        if handler:
            try:
                return handler(self, at)
            except UnusualError:
                del self.blocks[count:]
        return self._by_tree(at)

    def _by_tree(self, at: int) -> int:
        """Write one block from a tree of its own."""
        names, attributes, html = self.names, self.attributes, self.html
        if names[at] not in BLOCKS:
            raise UnusualError
        if (end := end_of(names, at)) < 0:
            raise BrokenError
        parts = (f"<{names[tag]}{attributes[tag]}>{html[tag + 1] if tag < end else ''}" for tag in range(at, end + 1))
        block = "".join(parts)
        if not nests_well(block):
            raise BrokenError
        before = self.blocks[-1:]
        writer = Writer(base=self.base, blocks=[*before], nested=self.nested)
        write(tree_of(block), writer)
        writer.flush()
        made = writer.blocks[len(before) :]
        if not all(is_sound(block.text) for block in made):
            raise BrokenError  # what a reference stands for is none that a text may hold
        self.blocks += made
        return end + 1

    def blank(self, at: int) -> None:
        """Be sure that nothing stands before a tag."""
        if self.lines.texts[at]:
            raise UnusualError

    def within(self, at: int, end: str, *, nested: int = 0) -> tuple[list[Block], int]:
        """Return the blocks that stand in an element, and where it goes on behind it."""
        blocks, self.blocks = self.blocks, []
        self.nested += nested
        try:
            at = self.content(at, end)
            return self.blocks, at
        finally:
            self.blocks = blocks
            self.nested -= nested


def _container(document: _Document, at: int) -> int:
    """Step into what only stands around blocks."""
    if document.depth > _DEEPEST:
        raise BrokenError
    document.depth += 1
    at = document.content(at + 1, f"/{document.names[at]}")
    document.depth -= 1
    return at


def _end(document: _Document, at: int) -> int:
    """Return where an element ends that holds one line."""
    names = document.names
    if names[at + 1] != f"/{names[at]}":
        raise UnusualError
    return at + 1


def _paragraph(document: _Document, at: int) -> int:
    end = _end(document, at)
    document.lines.add(end, document.blocks)
    return end + 1


def _heading(document: _Document, at: int) -> int:
    end = _end(document, at)
    if line := document.lines.line(end):
        document.blocks.append(Block(headed(line, int(document.names[at][1]))))
    return end + 1


def _caption(document: _Document, at: int) -> int:
    end = _end(document, at)
    document.blocks += [Block(paragraph) for paragraph in document.lines.caption(end)]
    return end + 1


def _rule(document: _Document, at: int) -> int:
    document.blocks.append(Block("***"))
    return at + 1


def _frame(document: _Document, at: int) -> int:
    end = _end(document, at)
    document.blank(end)
    source, title = said_in(document.attributes[at], "src", "title")
    if text := frame(Writer(base=document.base).address(source), title):
        document.blocks.append(Block(text))
    return end + 1


def _list(document: _Document, at: int) -> int:
    names, name, blocks = document.names, document.names[at], document.blocks
    if document.nested >= MOST_NESTED:
        raise UnusualError
    (start,) = said_in(document.attributes[at], "start") if document.attributes[at] else ("",)
    items, at = [], at + 1
    while names[at] == "li":
        document.blank(at)
        if names[at + 1] == "/li":
            item: list[Block] = []
            document.lines.add(at + 1, item)
            at += 2
        else:
            item, at = document.within(at + 1, "/li", nested=1)
        if item:
            items.append(item)
    document.blank(at)
    if names[at] != f"/{name}":
        raise UnusualError
    before = blocks[-1].marker if blocks else ""
    if items:
        blocks.append(list_of(items, ordered=name == "ol", number=number_of(start), before=before))
    return at + 1


def _quotation(document: _Document, at: int) -> int:
    if document.nested >= MOST_NESTED:
        raise UnusualError
    blocks, at = document.within(at + 1, "/blockquote", nested=1)
    if text := "\n\n".join([block.text for block in blocks]):
        document.blocks.append(Block(quotation(text)))
    return at


def _table(document: _Document, at: int) -> int:
    names = document.names
    rows: list[list[str]] = []
    headed, part = False, ""
    if "role" in document.attributes[at]:
        raise UnusualError
    at += 1
    while (name := names[at]) != "/table":
        document.blank(at)
        if name == "tr":
            cells, heads, at = _cells(document, at + 1)
            headed = headed if rows else heads or part == "thead"
            rows.append(cells)
        elif name in _ROWS and not part:
            part, at = name, at + 1
        elif part and name == f"/{part}":
            part, at = "", at + 1
        else:
            raise UnusualError
    document.blank(at)
    if part or max(map(len, rows), default=0) < 2 or not all(rows):
        raise UnusualError
    document.blocks.append(Block(grid_of(rows, headed=headed)))
    return at + 1


def _cells(document: _Document, at: int) -> tuple[list[str], bool, int]:
    """Return the cells of a row, whether all are headings, and where it goes on behind it."""
    names, attributes, lines, texts = document.names, document.attributes, document.lines, document.lines.texts
    cells, headed, ready = [], True, not document.marking.drawn
    while (name := names[at]) == "td" or name == "th":
        if texts[at] or names[at + 1] != f"/{name}" or "span" in attributes[at]:
            raise UnusualError
        text = lines.ready[at + 1] if ready else None
        cells.append(lines.line(at + 1, "<br>") if text is None else text)
        headed = headed and name == "th"
        at += 2
    if texts[at] or name != "/tr":
        raise UnusualError
    return cells, headed, at + 1


_HANDLERS: Final[Mapping[str, Callable[[_Document, int], int]]] = {
    "p": _paragraph,
    **{f"h{level}": _heading for level in range(1, 7)},
    **dict.fromkeys(("div", "section", "article", "main", "figure", "header", "footer", "aside"), _container),
    "figcaption": _caption,
    "ul": _list,
    "ol": _list,
    "blockquote": _quotation,
    "hr": _rule,
    "iframe": _frame,
    "table": _table,
}
"""What each element is written by; any other is written from a tree."""
