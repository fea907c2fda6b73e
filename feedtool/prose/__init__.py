"""PROSE: HTML to Markdown that a person likes to read and that renders to the same content.

    HTML -> its tags, or where they are not what they should be a tree (lxml)
         -> blocks, each element by its row in a table -> CommonMark with GitHub's tables and ~~

What Markdown cannot say (films, sound, tables with joined cells) stays HTML; what is no content (scripts, forms,
menus) goes.  Sources: CommonMark 0.31.2; GitHub Flavored Markdown 4.10 (tables), 6.5 (strikethrough).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.characters import legal
from feedtool.commonmark import escape
from feedtool.later import regex
from feedtool.markup import paragraphs
from feedtool.prose.blocks import usual_document
from feedtool.prose.tree import DeepError, tree_of, write
from feedtool.prose.writer import Writer

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["markdown_of", "markdown_of_tree"]

_DEEPEST = 200
"""The parser gives up at 256."""
_LONG = 2**16
"""Documents of so many characters are pages, and never usual."""
_ANY_TAG = regex(r"<(?:script|style)\b.*?</(?:script|style)\s*>", re.DOTALL | re.IGNORECASE)


def markdown_of(html: str, base: str = "") -> str:
    """Return HTML (a fragment or a document) as Markdown.

    `base` is the address that relative references are resolved against; without one they stay relative.

    >>> print(markdown_of('<h2>Rain</h2><p>It <em>rained</em> all <a href="https://a.example/">night</a>.'))
    ## Rain
    <BLANKLINE>
    It *rained* all [night](https://a.example/).
    """
    html = legal(html)
    if not html.strip():
        return ""
    if len(html) < _LONG and (usual := usual_document(html, base)) is not None:
        return usual
    try:
        tree = tree_of(html, deep=html.count("<") > _DEEPEST)
    except DeepError:
        return "\n\n".join(map(escape, paragraphs(_ANY_TAG.sub(" ", html))))
    return markdown_of_tree(tree, base)


def markdown_of_tree(tree: Element, base: str = "") -> str:
    """Return a parsed tree, or part of one, as Markdown; what is no content is removed from the tree."""
    writer = Writer(base=base)
    write(tree, writer)
    return writer.finished()
