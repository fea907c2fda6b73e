"""Delivery to a file: whole or not at all; bytes that are the same are not written again.

So a reader never fetches a part, and web servers go on answering 304 while nothing changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from feedtool.errors import DeliveryError
from feedtool.files import write_whole
from feedtool.problem import Place

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


class Outcome(StrEnum):
    """What became of a document."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Where a document went, what became of it, and the bytes that it replaced."""

    path: Path
    outcome: Outcome
    before: bytes = b""


def deliver(content: bytes, path: Path, *, modified: datetime | None = None, dry_run: bool = False) -> Delivery:
    """Put `content` at `path`, atomically, unless it is there already.

    `modified` is when what it says last changed; web servers send it as Last-Modified.  A dry run says what would be
    done.

    Raises:
        DeliveryError: the file cannot be written; what was there is untouched.

    """
    try:
        before = path.read_bytes() if path.is_file() else None
        if before == content:
            return Delivery(path=path, outcome=Outcome.UNCHANGED, before=content)
        if not dry_run:
            write_whole(path, content, modified=modified)
    except OSError as error:
        raise DeliveryError(
            f"cannot be written: {error.strerror or error}",
            place=Place(file=str(path)),
            expected="a folder that can be written to, on a disk with space",
        ) from error
    outcome = Outcome.CREATED if before is None else Outcome.CHANGED
    return Delivery(path=path, outcome=outcome, before=before or b"")
