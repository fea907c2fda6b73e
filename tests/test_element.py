"""Elements: an entry is written, letter by letter, as lxml would write it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import lxml.etree as ET  # noqa: N812
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedtool.document.element import XML, Names, Piece, add

if TYPE_CHECKING:
    from feedtool.document.element import Element

PREFIXES: dict[str | None, str] = {
    "media": "http://search.yahoo.com/mrss/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "same": "http://purl.org/dc/elements/1.1/",
}
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("<>&\"'\r\n\t")) | st.just("]]>")
NAMES = st.sampled_from(["title", *(f"{{{uri}}}content" for uri in PREFIXES.values())])
ATTRIBUTES = st.dictionaries(st.sampled_from(["url", "type", "length"]), TEXTS)


@dataclass
class Said:
    """What is appended to an element: its name, text, attributes, and what is appended to it in turn."""

    name: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    within: list[Said] = field(default_factory=list)
    language: str = ""


SAID = st.recursive(
    st.builds(Said, name=NAMES, text=TEXTS, attributes=ATTRIBUTES),
    lambda inner: st.builds(
        Said,
        name=NAMES,
        attributes=ATTRIBUTES,
        within=st.lists(inner, max_size=3),
        language=st.sampled_from(["", "en"]),
    ),
    max_leaves=8,
)


def append(parent: Element | Piece, said: Said) -> None:
    child = add(parent, said.name, said.text, **said.attributes)
    for inner in said.within:
        append(child, inner)
    if said.language:
        child.set(f"{{{XML}}}lang", said.language)


@given(st.lists(SAID, max_size=4))
@example([Said("{http://other.example/?a&b}c", "d", {"e": "f"})])
def test_an_entry_is_written_as_lxml_writes_it(said: list[Said]) -> None:
    root = ET.Element("rss", nsmap=PREFIXES)
    item, piece = ET.SubElement(root, "item"), Piece("item", Names(root.nsmap))
    for row in said:
        append(item, row)
        append(piece, row)
    written = ET.tostring(root, encoding="UTF-8", pretty_print=True).decode()
    assert written.partition(">\n")[2] == f"  {piece.text('  ')}\n</rss>\n"


def test_an_element_that_holds_text_takes_nothing_more() -> None:
    title = add(Piece("item", Names({})), "title", "Rain")
    with pytest.raises(TypeError, match="holds text"):
        add(title, "b", "x")
    with pytest.raises(TypeError, match="comes too late"):
        title.set("type", "html")
