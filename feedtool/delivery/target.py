"""What every target is asked, whatever it is: a folder, a bucket."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feedtool.document import Document


class Outcome(StrEnum):
    """What became of a document."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    COMPRESSED = "compressed"
    """The document is the same; what is to stand beside it compressed was missing."""
    OVERTAKEN = "overtaken"
    """Another builder delivered a newer document meanwhile, which stays."""


class Delivery(Struct, frozen=True, kw_only=True):
    """Where a document went, what became of it, and the bytes that it replaced."""

    place: str
    outcome: Outcome
    before: bytes = b""


class Target(Protocol):
    """Where documents are delivered to, each by its name: a path below the target, with forward slashes.

    Every method raises `DeliveryError` where the target does not do what it is asked; what stood there stays.
    """

    codings: tuple[str, ...]
    """The content codings that are put beside each document where nobody says otherwise."""
    at_once: bool
    """Whether several documents may be put at a time."""

    def place(self, name: str) -> str:
        """Return what people call the place of a name, as messages and reports have it."""

    def look(self, prefix: str) -> None:
        """See what stands under names that begin so: what is put there by others later than now is noticed."""

    def read(self, name: str) -> bytes | None:
        """Return what stands there; None where nothing does."""

    def stands(self, name: str) -> bool:
        """Whether anything stands there."""

    def stamps(self, name: str) -> dict[str, str]:
        """Return of that and its variants what moves whenever they are written, by path; empty where there are none."""

    def names(self, before: str, after: str) -> list[str]:
        """Return the names of what stands there, begins and ends so, and has no `/` between; sorted."""

    def put(
        self,
        document: Document,
        *,
        codings: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,
        dry_run: bool = False,
    ) -> Delivery:
        """Put a document in its place: whole or not at all, and not where the same stands already.

        `codings` are the content codings in which it is to be had too, `headers` what is to be sent with it, where the
        target keeps that.  A dry run says what would be done.
        """

    def remove(self, name: str) -> None:
        """Take away what stands there, with its variants; nothing is no fault."""

    def close(self) -> None:
        """Do what is to be done after the last document."""
