"""Delivery to files: whole or not at all; bytes that are the same are not written again.

So a reader never fetches a part, and web servers go on answering 304 while nothing changes.
"""

from __future__ import annotations

from contextlib import contextmanager
from glob import escape
from typing import TYPE_CHECKING

from feedtool.delivery.target import Delivery, Outcome
from feedtool.errors import DeliveryError
from feedtool.files import write_whole
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from feedtool.document import Document


def deliver(content: bytes, path: Path, *, modified: datetime | None = None, dry_run: bool = False) -> Delivery:
    """Put `content` at `path`, atomically, unless it is there already.

    `modified` is when what it says last changed; web servers send it as Last-Modified.  A dry run says what would be
    done.

    Raises:
        DeliveryError: the file cannot be written; what was there is untouched.

    """
    with _named(path, "written", "a folder that can be written to, on a disk with space"):
        before = path.read_bytes() if path.is_file() else None
        if before == content:
            return Delivery(place=str(path), outcome=Outcome.UNCHANGED, before=content)
        if not dry_run:
            write_whole(path, content, modified=modified)
    outcome = Outcome.CREATED if before is None else Outcome.CHANGED
    return Delivery(place=str(path), outcome=outcome, before=before or b"")


class Folder:
    """The target that is a folder of this machine; it is made when something is put into it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def place(self, name: str) -> str:
        """Return the path of a file."""
        return str(self.path / name)

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file.

        Raises:
            DeliveryError: it cannot be read.

        """
        path = self.path / name
        with _named(path, "read", "a file that can be read"):
            return path.read_bytes() if path.is_file() else None

    def names(self, before: str, after: str) -> list[str]:
        """Return the names of files that begin and end so, with one piece of a path between; no hidden ones.

        Raises:
            DeliveryError: the folder cannot be read.

        """
        with _named(self.path, "read", "a folder that can be read"):
            found = [path for path in self.path.glob(f"{escape(before)}*{escape(after)}") if path.is_file()]
        return sorted(path.relative_to(self.path).as_posix() for path in found if not path.name.startswith("."))

    def put(self, document: Document, *, dry_run: bool = False) -> Delivery:
        """Put a document into its file, unless it is there already.

        Raises:
            DeliveryError: the file cannot be written; what was there is untouched.

        """
        path = self.path / document.name
        return deliver(document.content, path, modified=document.updated, dry_run=dry_run)

    def remove(self, name: str) -> None:
        """Delete a file.

        Raises:
            DeliveryError: it cannot be deleted.

        """
        path = self.path / name
        with _named(path, "deleted", "a folder that can be written to"):
            path.unlink(missing_ok=True)


@contextmanager
def _named(path: Path, done: str, expected: str) -> Iterator[None]:
    """Turn what the system says into an error that names the file, and what could not be done to it."""
    try:
        yield
    except OSError as error:
        message = f"cannot be {done}: {error.strerror or error}"
        raise DeliveryError(message, place=Place(file=str(path)), expected=expected) from error
