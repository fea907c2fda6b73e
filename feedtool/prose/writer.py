"""The blocks of a text, written element by element: a row of `_HANDLERS` says how each is written."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from lxml import etree
from msgspec import Struct, field

from feedtool.commonmark import headed
from feedtool.later import regex
from feedtool.markup import absolute
from feedtool.prose.escapes import destination, strict
from feedtool.prose.inline import Mark, Runs
from feedtool.prose.lists import Block, list_of, number_of
from feedtool.prose.marks import CODES, LAZY, MARKS
from feedtool.prose.tables import write_table
from feedtool.prose.usual import usual_paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lxml.etree import _Element as Element

_DEEPEST = 100  # elements inside each other; what is deeper is written as its bare text
MOST_NESTED = 16
"""Lists and quotations inside each other; a renderer stops at twice that."""
_SCHEME = regex(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LANGUAGE = regex(r"(?:^|\s)(?:lang|language|highlight-source)-([\w+#-]+)")


class Writer(Struct):
    """What is written so far: finished blocks, and the paragraph that goes on."""

    base: str = ""
    runs: Runs = field(default_factory=Runs)
    blocks: list[Block] = field(default_factory=list)
    nested: int = 0
    depth: int = 0
    one_line: bool = False

    def content(self, element: Element) -> None:
        """Write what an element holds."""
        if text := element.text:
            self.runs.text(text)
        for child in element:
            if type(tag := child.tag) is str:
                self.element(child, tag)
            if text := child.tail:
                self.runs.text(text)

    def element(self, element: Element, tag: str) -> None:
        """Write an element by its row in the table; one without a row is as good as not there around its content."""
        if self.depth > _DEEPEST:
            self.runs.text(bare(element))
            return
        self.depth += 1
        handler = _HANDLERS.get(tag, Writer.content)
        if self.one_line and handler not in _INLINE:
            handler = Writer._spaced
        handler(self, element)
        self.depth -= 1

    def _spaced(self, element: Element) -> None:
        self.runs.space()
        self.content(element)
        self.runs.space()

    def block(self, element: Element) -> None:
        """Write a paragraph, or anything else that stands apart."""
        self.flush()
        if usual := self.usual(element):
            self.blocks.append(Block(usual))
        else:
            self.content(element)
            self.flush()

    def usual(self, element: Element) -> str:
        """Return an element as a paragraph, if it is a usual one that nothing is around."""
        if self.runs.marks or self.one_line or self.depth > _DEEPEST:
            return ""
        return usual_paragraph(element, self.address)

    def flush(self) -> None:
        """End the paragraph that goes on."""
        for text in self.runs.flush():
            self.blocks.append(Block(text))

    def add(self, text: str, marker: str = "", *, follows: bool = False) -> None:
        """End the paragraph that goes on and add a block below it."""
        self.flush()
        if text:
            self.blocks.append(Block(text, marker, follows))

    def finished(self) -> str:
        """Return all of it."""
        self.flush()
        return "\n\n".join(block.text for block in self.blocks)

    def within(self) -> Writer:
        """Return a writer for what is nested here, in the same marks."""
        return Writer(self.base, Runs(list(self.runs.marks)), [], self.nested + 1, self.depth)

    def line(self, element: Element, line_break: str = " ") -> str:
        """Return an element as one line, whatever it holds."""
        if usual := self.usual(element):
            return usual
        writer = Writer(self.base, Runs(list(self.runs.marks), line_break), [], self.nested, self.depth, one_line=True)
        writer.content(element)
        return " ".join(writer.runs.flush())

    def address(self, address: str) -> str:
        """Return a reference as a link may have it, or nothing where no reader can follow it."""
        found = absolute(address, self.base)
        if found or self.base or _SCHEME.match(address.strip()):
            return found
        return quote(address.strip(), safe="%/:=&?~#+!$,;'@()*")


def bare(element: Element) -> str:
    """Return the text of an element and of all below it."""
    return "".join(element.itertext())


def _marked(mark: Mark, writer: Writer, element: Element) -> None:
    opened = writer.runs.open(mark)
    writer.content(element)
    if opened:
        writer.runs.close()


def _marked_block(mark: Mark, writer: Writer, element: Element) -> None:
    writer.flush()
    _marked(mark, writer, element)
    writer.flush()


def _link(writer: Writer, element: Element) -> None:
    address = writer.address(element.get("href") or "")
    opened = bool(address) and writer.runs.open(Mark("a", address))
    writer.content(element)
    if opened:
        writer.runs.close()


def _line_break(writer: Writer, _element: Element) -> None:
    writer.runs.new_line()


def _image(writer: Writer, element: Element) -> None:
    sources = (element.get(name) or "" for name in LAZY)
    address = writer.address(next((src for src in sources if src and not src.startswith("data:")), ""))
    if address:
        alt = strict(" ".join((element.get("alt") or "").split()))
        writer.runs.thing(f"![{alt}]({destination(address)})")


def _code(writer: Writer, element: Element) -> None:
    code = " ".join(bare(element).split())
    if code:
        writer.runs.code(code)
    else:
        writer.runs.text(bare(element))


def _heading(level: int, writer: Writer, element: Element) -> None:
    text = writer.line(element)
    writer.add(headed(text, level) if text else "")


def _rule(writer: Writer, _element: Element) -> None:
    writer.add("***")


def _preformatted(writer: Writer, element: Element) -> None:
    for line_break in element.iter("br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    code = bare(element).removeprefix("\n").rstrip()
    if code.strip():
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
        classes = " ".join(node.get("class") or "" for node in (element, *element.iterfind("code")))
        language = _LANGUAGE.search(classes)
        writer.add(f"{fence}{language[1] if language else ''}\n{code}\n{fence}")


def _quotation(writer: Writer, element: Element) -> None:
    if writer.nested >= MOST_NESTED:
        writer.block(element)
        return
    inner = writer.within()
    inner.content(element)
    quoted = inner.finished()
    writer.add(quotation(quoted) if quoted else "")


def quotation(text: str) -> str:
    """Return blocks as a quotation."""
    return "\n".join([f"> {line}".rstrip() for line in text.split("\n")])


def _list(writer: Writer, element: Element) -> None:
    if writer.nested >= MOST_NESTED:
        writer.block(element)
        return
    items = [blocks for blocks in (_item(writer, child) for child in _children(element)) if blocks]
    writer.flush()
    before = writer.blocks[-1].marker if writer.blocks else ""
    made = list_of(items, ordered=element.tag == "ol", number=number_of(element.get("start") or ""), before=before)
    writer.add(made.text, made.marker, follows=made.follows)


def _children(element: Element) -> Iterable[Element]:
    """Yield the items of a list; words that stand beside them become items of their own."""
    for words in (element.text, *(child.tail for child in element)):
        if words and words.strip():
            break
    else:
        return [child for child in element if isinstance(child.tag, str)]
    item = etree.Element("li")
    item.extend(list(element))
    item.text = element.text
    return [item]


def _item(writer: Writer, element: Element) -> list[Block]:
    if element.tag == "li" and (usual := writer.usual(element)):
        return [Block(usual)]
    inner = writer.within()
    if element.tag == "li":
        inner.content(element)
    else:
        inner.element(element, str(element.tag))
    inner.flush()
    return inner.blocks


def _film(name: str, writer: Writer, element: Element) -> None:
    """Write film or sound as HTML: its opening tag alone on a line, as CommonMark asks (4.6, kind 7)."""
    nodes = (element, *element.iter("source"))
    found = {writer.address(node.get("src") or ""): node.get("type") or "" for node in nodes}
    sources = "".join(f'<source src="{_quoted(src)}"{_typed(kind)}>\n' for src, kind in found.items() if src)
    writer.add(f"<{name} controls>\n{sources}</{name}>" if sources else "")


def _quoted(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _typed(kind: str) -> str:
    return f' type="{_quoted(" ".join(kind.split()))}"' if kind.strip() else ""


def _frame(writer: Writer, element: Element) -> None:
    writer.add(frame(writer.address(element.get("src") or ""), element.get("title") or ""))


def frame(address: str, title: str) -> str:
    """Return a frame as a link to what it shows, nothing where that is nowhere on the web."""
    shown = " ".join(title.split()) or address
    return f"[{strict(shown)}]({destination(address)})" if address.startswith("http") else ""


_CONTAINERS = (
    *("p", "div", "section", "article", "main", "header", "footer", "aside", "figure", "address", "center", "fieldset"),
    *("details", "dl", "dd", "hgroup", "body", "html", "li", "tr", "tbody", "thead", "tfoot", "td", "th", "optgroup"),
)
_HANDLERS: Mapping[str, Callable[[Writer, Element], None]] = {
    **dict.fromkeys(_CONTAINERS, Writer.block),
    **{name: partial(_marked, Mark(mark)) for name, mark in MARKS.items()},
    **{f"h{level}": partial(_heading, level) for level in range(1, 7)},
    **dict.fromkeys(CODES, _code),
    **dict.fromkeys(("dt", "summary"), partial(_marked_block, Mark("strong"))),
    **dict.fromkeys(("figcaption", "caption"), partial(_marked_block, Mark("em"))),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _list),
    **{name: partial(_film, name) for name in ("video", "audio")},
    "a": _link,
    "br": _line_break,
    "img": _image,
    "hr": _rule,
    "pre": _preformatted,
    "blockquote": _quotation,
    "iframe": _frame,
    "table": write_table,
}
_INLINE = {_HANDLERS[name] for name in ("a", "br", "img", "code", *MARKS)} | {Writer.content}
BLOCKS = frozenset(name for name, handler in _HANDLERS.items() if handler not in _INLINE)
"""Elements that what stands before them, and behind them, is no paragraph with."""
