"""What a feed wants of its entries, and elements of somebody's own."""

from __future__ import annotations

from msgspec import Struct

PICTURES = ("inline", "enclosure", "media")
"""Where the pictures of an article may go: into its content, as the file of the entry, beside it as Media RSS."""


class Choices(Struct, frozen=True, kw_only=True):
    """What a feed wants of its entries.

    `content` is `full` or `summary`; `words` are the most words of the text, 0 for all; `pictures` says where they go
    (PICTURES); `utc` that times are written in UTC, for readers that drop offsets; `elements` are elements of
    somebody's own, each made of a field of the article.
    """

    content: str = "full"
    words: int = 0
    pictures: tuple[str, ...] = PICTURES
    utc: bool = False
    elements: tuple[Custom, ...] = ()


class Custom(Struct, frozen=True, kw_only=True):
    """An element of somebody's own: prefix and name, the address of its namespace, the field that it shows."""

    prefix: str
    name: str
    namespace: str
    field: str


class Extra(Struct, frozen=True, kw_only=True):
    """What an element of somebody's own says."""

    prefix: str
    name: str
    namespace: str
    text: str
