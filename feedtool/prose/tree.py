"""HTML as the tree that a parser makes of it, less what is no content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from feedtool.prose.writer import Writer

_DROPPED = (
    *("script", "style", "template", "noscript", "form", "nav", "button", "input", "select", "textarea", "datalist"),
    *("svg", "math", "canvas", "object", "embed", "applet", "head", "title", "meta", "link", "frameset", "map"),
)


class DeepError(Exception):
    """The parser gave up: elements nest deeper than it goes."""


def tree_of(html: str, *, deep: bool = False) -> Element:
    """Return HTML as a tree; `deep` says that it may be deeper than the parser goes.

    Raises:
        DeepError: it is.

    """
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True)
    tree = etree.fromstring(f"<body>{html}", parser)
    if deep and any("depth" in error.message for error in parser.error_log.filter_from_fatals()):
        raise DeepError
    return tree


def write(tree: Element, writer: Writer) -> None:
    """Write a tree, or part of one; what is no content is removed from it."""
    etree.strip_elements(tree, *_DROPPED, with_tail=False)
    writer.content(tree)
