"""What a builder remembers of a bucket: what it put under each name, so that what is unchanged is not fetched again.

A cache: without it each object is fetched once, and compared.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING

from feedtool.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def digest_of(content: bytes, attributes: Mapping[str, str]) -> str:
    """Return what tells an object from any other: a digest of its bytes and of what is sent with them."""
    said = json.dumps(sorted(attributes.items())).encode()
    return hashlib.sha256(hashlib.sha256(said).digest() + content).hexdigest()


class Memory:
    """Tags that a store gave, and the digests of what they stand for, by name."""

    def __init__(self, folder: Path | None, address: str) -> None:
        name = hashlib.sha256(address.encode()).hexdigest()[:16]
        self._path = folder / f"{name}.json" if folder else None
        self._known: dict[str, list[str]] = {}
        self._moved = False
        with suppress(OSError, ValueError):
            known = json.loads(self._path.read_bytes()) if self._path else {}
            self._known = {name: row for name, row in known.items() if isinstance(row, list)}

    def knows(self, name: str, tag: str, digest: str) -> bool:
        """Whether what has this tag in the bucket is what has this digest."""
        return self._known.get(name) == [tag, digest]

    def note(self, name: str, tag: str, digest: str) -> None:
        """Remember it."""
        if not self.knows(name, tag, digest):
            self._known[name], self._moved = [tag, digest], True

    def forget(self, name: str) -> None:
        """Forget what was removed."""
        self._moved = self._known.pop(name, None) is not None or self._moved

    def save(self) -> None:
        """Keep it for the next run, where that can be done."""
        if self._path and self._moved:
            with suppress(OSError):
                write_whole(self._path, json.dumps(self._known, sort_keys=True).encode())
