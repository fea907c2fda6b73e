"""Delivery to object storage: Amazon S3 and what speaks as it does, Google Cloud Storage, Azure Blob Storage.

A run goes out from what stands in the bucket when it begins.  What is the same is not sent; what is another is put only
in the place of what this run went out from, so that of two builders neither undoes what the other did meanwhile.

Each document is one object with its type and how long it may be kept; an object has one content coding, and a store
never chooses between several.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.delivery.cloud.memory import Memory, digest_of
from feedtool.delivery.cloud.store import ConflictError, Object, Store
from feedtool.delivery.compress import CODINGS, WORTH_IT, check_installed, decompressed, wanted
from feedtool.delivery.headers import ENCODINGS, headers_of
from feedtool.delivery.target import Delivery, Outcome
from feedtool.errors import DeliveryError
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

    from feedtool.delivery.cloud.access import Access
    from feedtool.document import Document

_TRIES = 5
_KEPT = ("Content-Type", "Cache-Control", "Content-Encoding")
"""The headers that stores keep with an object, and send with it."""
_UPDATED = "updated"
"""The name under which an object says when its content last moved."""


class Bucket:
    """The target that is a bucket, or what stands in one below a prefix; `cache` is where its memory is kept."""

    codings: tuple[str, ...] = ()
    """What is put beside each document where nobody says: nobody would choose it."""
    at_once = False

    def __init__(self, address: str, access: Access, *, cache: Path | None = None) -> None:
        check_installed(filter(None, (access.encoding,)))
        self._store = Store(address, access)
        self._encoding = access.encoding
        self._memory = Memory(cache, self._store.address)
        self._folders: dict[str, tuple[dict[str, str], list[str]]] = {}

    def place(self, name: str) -> str:
        """Return the address of a document."""
        return self._store.place(name)

    def look(self, prefix: str) -> None:
        """See what stands there: what is put by others later than now is noticed.

        Raises:
            DeliveryError: the store does not say.

        """
        self._folder(prefix.rpartition("/")[0])

    def read(self, name: str) -> bytes | None:
        """Return a document, as its readers get it.

        Raises:
            DeliveryError: the store does not say.

        """
        standing = self._store.get(name) if self.stands(name) else None
        return _plain(standing) if standing else None

    def stands(self, name: str) -> bool:
        """Whether there was such a document when this was first asked.

        Raises:
            DeliveryError: the store does not say.

        """
        return name in self._tags(name)

    def stamps(self, name: str) -> dict[str, str]:  # noqa: ARG002 - of all
        """Say nothing: asking costs a request."""
        return {}

    def names(self, before: str, after: str) -> list[str]:
        """Return the names of documents that begin and end so, with one piece of a path between.

        Raises:
            DeliveryError: the store does not say.

        """
        piece, slash, rest = after.partition("/")
        tags, below = self._folder(before.rpartition("/")[0])
        found = (f"{folder}/{rest}" for folder in below if folder.endswith(piece)) if slash else iter(tags)
        return sorted(name for name in found if name.startswith(before) and name.endswith(after) and self.stands(name))

    def put(
        self,
        document: Document,
        *,
        codings: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,
        dry_run: bool = False,
    ) -> Delivery:
        """Put a document in its place, and its variants before it, unless all that is there already.

        Raises:
            DeliveryError: the store does not take it; what stood there stays.

        """
        said = {name: value for name, value in (headers or headers_of(document.name)).items() if name in _KEPT}
        beside = wanted(len(document.content), codings)
        kept_in = self._encoding if len(document.content) >= WORTH_IT else ""
        outcomes, before = [], b""
        for suffix, coding in [*((row.suffix, row.name) for row in beside), ("", kept_in)]:
            piece = _Piece(name=document.name + suffix, document=document, coding=coding, headers=said)
            outcome, before = self._place(piece, dry_run=dry_run)
            outcomes.append(outcome)
            if outcome is Outcome.OVERTAKEN:
                break
        outcome = outcomes[-1]
        if outcome is Outcome.UNCHANGED and set(outcomes) != {outcome}:
            outcome = Outcome.COMPRESSED
        elif outcome in (Outcome.CREATED, Outcome.CHANGED) and not dry_run:
            self._clear(document.name, {row.suffix for row in beside})
        return Delivery(place=self.place(document.name), outcome=outcome, before=before)

    def remove(self, name: str) -> None:
        """Delete a document and its variants, those first.

        Raises:
            DeliveryError: the store does not do it.

        """
        self._clear(name, set())
        self._remove(name)

    def close(self) -> None:
        """Keep what is to be remembered."""
        self._memory.save()

    def _folder(self, folder: str) -> tuple[dict[str, str], list[str]]:
        """Return what stood directly in a folder when it was first asked for: objects and their tags, and folders."""
        if folder not in self._folders:
            self._folders[folder] = self._store.listing(folder)
        return self._folders[folder]

    def _tags(self, name: str) -> dict[str, str]:
        return self._folder(name.rpartition("/")[0])[0]

    def _clear(self, name: str, wanted: Container[str]) -> None:
        """Delete the variants of a document that are not wanted any more."""
        for suffix in ENCODINGS.values():
            if suffix not in wanted:
                self._remove(name + suffix)

    def _remove(self, name: str) -> None:
        if self._tags(name).pop(name, None) is not None:
            self._store.remove(name)
            self._memory.forget(name)

    def _place(self, piece: _Piece, *, dry_run: bool) -> tuple[Outcome, bytes]:
        """Put one object in its place; return what became of it, and the document that stood there."""
        tags, name = self._tags(piece.name), piece.name
        seen = tags.get(name)
        if seen is not None and self._memory.knows(name, seen, piece.digest):
            return Outcome.UNCHANGED, piece.document.content
        standing = None if seen is None else self._store.get(name)
        if standing and piece.is_same(standing):
            self._memory.note(name, standing.tag, piece.digest)
            return Outcome.UNCHANGED, piece.document.content
        outcome = Outcome.CREATED if seen is None else Outcome.CHANGED
        if dry_run:
            return outcome, _plain(standing)
        for _ in range(_TRIES):
            if standing and standing.tag != seen and piece.is_older(standing):
                return Outcome.OVERTAKEN, _plain(standing)
            try:
                tag = self._store.put(name, piece.packed, piece.attributes, over=standing)
            except ConflictError:
                standing = self._store.get(name)
                if not (standing and piece.is_same(standing)):
                    continue
                tag = standing.tag  # another builder made the same, or an answer was lost
            tags[name] = tag
            self._memory.note(name, tag, piece.digest)
            return outcome, _plain(standing)
        raise DeliveryError("others replace it all the time", place=Place(file=self.place(name)), hint="build again")


class _Piece(Struct, frozen=True, kw_only=True):
    """A document as one object: its name, its content coding (`""` for as it is), and what is sent with it."""

    name: str
    document: Document
    coding: str
    headers: Mapping[str, str]

    @property
    def kept(self) -> dict[str, str]:
        """The headers that are kept with the object."""
        return {**self.headers, **({"Content-Encoding": self.coding} if self.coding else {})}

    @property
    def attributes(self) -> dict[str, str]:
        """All that is kept with the object."""
        return {**self.kept, _UPDATED: self.document.updated.astimezone(UTC).isoformat()}

    @property
    def packed(self) -> bytes:
        """The bytes of the object."""
        return CODINGS[self.coding].compress(self.document.content) if self.coding else self.document.content

    @property
    def digest(self) -> str:
        """What tells it from other objects."""
        return digest_of(self.document.content, self.kept)

    def is_same(self, standing: Object) -> bool:
        """Whether what stands there says the same, and is sent in the same way."""
        kept = {name: value for name, value in standing.attributes.items() if name in _KEPT}
        return kept == self.kept and _plain(standing) == self.document.content

    def is_older(self, standing: Object) -> bool:
        """Whether what stands there says that its content moved later than this one's."""
        try:
            return datetime.fromisoformat(standing.attributes[_UPDATED]) > self.document.updated
        except (KeyError, ValueError, TypeError):  # it is not ours
            return False


def _plain(standing: Object | None) -> bytes:
    """Return what stands in a bucket as its readers get it; as it is where it cannot be decoded."""
    if standing is None:
        return b""
    return decompressed(standing.content, standing.attributes.get("Content-Encoding", ""))
