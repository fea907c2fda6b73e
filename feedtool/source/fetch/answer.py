"""What a server said to one request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DOCUMENT = frozenset({200, 203})
"""203: a proxy stands between and changed something."""


class Answer(Struct, frozen=True, kw_only=True):
    """Headers by their names in lower case, and the content, decoded; that of a document only."""

    status: int
    headers: Mapping[str, str]
    content: bytes = b""

    @property
    def is_document(self) -> bool:
        """Whether it is what was asked for."""
        return self.status in _DOCUMENT


def by_name(rows: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers by their names in lower case; what is said twice is one list (RFC 9110 section 5.3)."""
    headers: dict[str, str] = {}
    for name, value in rows:
        key, text = name.decode("latin-1").casefold(), value.decode("latin-1").strip()
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers
