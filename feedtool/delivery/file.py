"""Delivery to files: whole or not at all; bytes that are the same are not written again.

So a reader never fetches a part, and web servers go on answering 304 while nothing changes.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from glob import escape
from typing import TYPE_CHECKING

from feedtool.delivery.compress import variants, wanted
from feedtool.delivery.headers import ENCODINGS
from feedtool.delivery.target import Delivery, Outcome
from feedtool.errors import DeliveryError
from feedtool.files import has_variant, stamp_of, write_variant, write_whole
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
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

    codings: tuple[str, ...] = ("gzip",)
    """What the standard library can compress, so that it is the same everywhere."""
    at_once = True

    def __init__(self, path: Path) -> None:
        self.path = path

    def place(self, name: str) -> str:
        """Return the path of a file."""
        return str(self.path / name)

    def look(self, prefix: str) -> None:
        """Do nothing: the lock of the project keeps others away."""

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file.

        Raises:
            DeliveryError: it cannot be read.

        """
        path = self.path / name
        with _named(path, "read", "a file that can be read"):
            return path.read_bytes() if path.is_file() else None

    def stands(self, name: str) -> bool:
        """Whether there is such a file."""
        return (self.path / name).is_file()

    def stamps(self, name: str) -> dict[str, str]:
        """Return sizes, times and numbers of a file and the variants beside it, by their paths."""
        whole = os.path.abspath(self.path / name)  # noqa: PTH100 - a site has thousands, and is asked for each
        found = {}
        for suffix in ("", *ENCODINGS.values()):
            with suppress(OSError):
                found[whole + suffix] = stamp_of(whole + suffix)
        return found

    def names(self, before: str, after: str) -> list[str]:
        """Return the names of files that begin and end so, with one piece of a path between; no hidden ones.

        Raises:
            DeliveryError: the folder cannot be read.

        """
        with _named(self.path, "read", "a folder that can be read"):
            found = [path for path in self.path.glob(f"{escape(before)}*{escape(after)}") if path.is_file()]
        return sorted(path.relative_to(self.path).as_posix() for path in found if not path.name.startswith("."))

    def put(
        self,
        document: Document,
        *,
        codings: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,  # noqa: ARG002 - web servers know them by the configuration
        dry_run: bool = False,
    ) -> Delivery:
        """Put a document into its file with its variants beside it, unless all that is there already.

        Raises:
            DeliveryError: the file cannot be written; what was there is untouched.

        """
        path, content = self.path / document.name, document.content
        with _named(path, "written", "a folder that can be written to, on a disk with space"):
            before = path.read_bytes() if path.is_file() else None
            if before == content:
                outcome = _mend(path, content, codings, dry_run=dry_run)
            else:
                outcome = Outcome.CREATED if before is None else Outcome.CHANGED
                if not dry_run:
                    write_whole(path, content, modified=document.updated, variants=variants(content, codings))
        return Delivery(place=str(path), outcome=outcome, before=before or b"")

    def remove(self, name: str) -> None:
        """Delete a file and the variants beside it, those first.

        Raises:
            DeliveryError: it cannot be deleted.

        """
        path = self.path / name
        with _named(path, "deleted", "a folder that can be written to"):
            for suffix in (*ENCODINGS.values(), ""):
                path.with_name(path.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Do nothing: all is on the disk."""


def _mend(path: Path, content: bytes, codings: Sequence[str], *, dry_run: bool) -> Outcome:
    """Put beside a document the variants that it lacks: it is new to ask for them, or a run was killed."""
    lacking = [coding for coding in wanted(len(content), codings) if not has_variant(path, coding.suffix)]
    for coding in lacking if not dry_run else ():
        write_variant(path, coding.suffix, coding.compress(content))
    return Outcome.COMPRESSED if lacking else Outcome.UNCHANGED


@contextmanager
def _named(path: Path, done: str, expected: str) -> Iterator[None]:
    """Turn what the system says into an error that names the file, and what could not be done to it."""
    try:
        yield
    except OSError as error:
        message = f"cannot be {done}: {error.strerror or error}"
        raise DeliveryError(message, place=Place(file=str(path)), expected=expected) from error
