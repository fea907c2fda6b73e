"""A document as its subscribers know it: its entries, by what readers tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.characters import fold
from feedtool.validate import dates
from feedtool.validate.encoding import decode
from feedtool.validate.tree import parse

if TYPE_CHECKING:
    from datetime import datetime

    from feedtool.validate.node import Node


class Entry(Struct, frozen=True, kw_only=True, eq=False):
    """One entry, as far as readers tell it from others."""

    node: Node
    number: int
    id: str
    link: str
    title: str
    folded: str
    published: datetime | None
    updated: datetime | None
    shown: str

    @property
    def likeness(self) -> tuple[str, object]:
        """Title and day, by which an entry is known when nothing else is left of it."""
        return self.folded, self.published.date() if self.published else None

    @property
    def when(self) -> datetime | None:
        """When it was published, or else updated."""
        return self.published or self.updated

    @property
    def name(self) -> str:
        """What a message calls it."""
        return self.id or self.link or self.title


class Feed(Struct, frozen=True, kw_only=True):
    """A document as its subscribers know it."""

    node: Node
    id: str
    entries: tuple[Entry, ...]


def child(node: Node, *names: str) -> Node | None:
    """Return the first child of the feed's own format that has one of these names."""
    return next((inner for inner in node.children if inner.local in names and _own(inner)), None)


def _own(node: Node) -> bool:
    """Say whether an element is of the feed's own format, and not of an extension."""
    return node.namespace in {"", "http://www.w3.org/2005/Atom", "http://purl.org/rss/1.0/"}


def _text(node: Node, *names: str) -> str:
    found = child(node, *names)
    return found.whole_text().strip() if found else ""


def dated(node: Node) -> Node | None:
    """Return the element that says when an entry was published."""
    own = child(node, "pubDate", "published")
    return own or next((inner for inner in node.children if inner.local == "date"), None)


def feed_of(content: bytes) -> tuple[Feed | None, bytes]:
    """Return a document as its subscribers know it (None: it is no feed that can be read), and its text."""
    text = decode(content)[0] if content.strip() else b"<none/>"
    root = parse(text).root
    if root is None or root.local not in {"rss", "RDF", "feed"}:
        return None, text
    home = root.first("channel") or root
    nodes = [node for node in (*home.children, *root.children) if node.local in {"item", "entry"} and _own(node)]
    nodes = list(dict.fromkeys(nodes))
    entries = tuple(_entry(node, number) for number, node in enumerate(nodes))
    return Feed(node=home, id=_text(home, "id"), entries=entries), text


def _entry(node: Node, number: int) -> Entry:
    title = " ".join(_text(node, "title").split())
    return Entry(
        node=node,
        number=number,
        id=_text(node, "guid", "id") or next((v for name, v in node.attributes.items() if name.endswith(" about")), ""),
        link=_link(node),
        title=title,
        folded=fold(title),
        published=_instant(dated(node)),
        updated=_instant(child(node, "updated")),
        shown=_shown(node),
    )


def _link(node: Node) -> str:
    links = [inner for inner in node.children if inner.local == "link" and _own(inner)]
    found = (link.get("href") or link.text for link in links if link.get("rel", "alternate") == "alternate")
    return next((address.strip().rstrip("/") for address in found if address.strip()), "")


def _instant(node: Node | None) -> datetime | None:
    if node is None:
        return None
    text = node.text.strip()[:200]
    return dates.rfc822(text).instant or dates.rfc3339(text).instant


def _shown(node: Node) -> str:
    """Return what readers see of an entry: every text and attribute but its dates."""
    parts: list[str] = []
    stack = [inner for inner in node.children if inner.local not in {"updated", "published", "pubDate"}]
    while stack:
        inner = stack.pop()
        parts += [inner.name, *inner.attributes.values(), " ".join(inner.text.split())]
        stack.extend(inner.children)
    return "\0".join(parts)
