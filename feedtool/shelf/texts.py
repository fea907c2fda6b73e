"""The text files of a shelf: read from the disk, written some at a time, since the disk takes as long for one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from feedtool.errors import DeliveryError, RecordError
from feedtool.files import write_all, write_whole
from feedtool.problem import Place
from feedtool.spill import Trove

if TYPE_CHECKING:
    from pathlib import Path

_TOGETHER = 256
_MOST = 2_000
_PATHS = 1 << 20
_BETWEEN = "\x00"
"""No path holds it."""


class Texts(Protocol):
    """The texts of a shelf by their paths, as files or in a database."""

    waiting: dict[str, str]
    """Those that are not written down yet; they are read as if they were."""

    def __contains__(self, path: str) -> bool:
        """Whether there is a text."""

    def read(self, path: str) -> str:
        """Return a text.

        Raises:
            RecordError: it cannot be read.

        """

    def write(self, path: str, text: str) -> None:
        """Note a text that is to be written."""

    def remove(self, path: str) -> None:
        """Remove a text, if it is there."""

    def write_down(self) -> None:
        """Write down all that wait.

        Raises:
            FeedtoolError: one cannot be written.

        """


class FileTexts:
    """The texts below a folder by their paths; those that wait to be written are read as if they were.

    With `dry_run` they wait for ever.
    """

    def __init__(self, root: Path, *, dry_run: bool = False) -> None:
        self.root = root
        self.waiting: dict[str, str] = {}
        self._dry_run = dry_run

    def __contains__(self, path: str) -> bool:
        return path in self.waiting or os.path.exists(os.path.join(self.root, path))  # noqa: PTH110, PTH118 - once for each of very many

    def read(self, path: str) -> str:
        """Return a text.

        Raises:
            RecordError: it cannot be read.

        """
        if path in self.waiting:
            return self.waiting[path]
        try:
            with open(os.path.join(self.root, path), "rb", buffering=0) as file:  # noqa: PTH118, PTH123 - once for each of very many
                text = file.read().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise RecordError(
                f"cannot be read: {error}", place=Place(file=path), expected="a text file in UTF-8"
            ) from None
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    def write(self, path: str, text: str) -> None:
        """Note a text that is to be written, and write down all that wait where they are many.

        Raises:
            DeliveryError: as `write_down` does.

        """
        self.waiting[path] = text
        if len(self.waiting) >= _TOGETHER:
            self.write_down()

    def remove(self, path: str) -> None:
        """Remove a text, if it is there."""
        self.waiting.pop(path, None)
        target = os.path.join(self.root, path)  # noqa: PTH118 - as above
        if not self._dry_run and os.path.isfile(target):  # noqa: PTH113
            os.unlink(target)  # noqa: PTH108

    def write_down(self) -> None:
        """Put all that wait on the disk; where that fails, those before the one that cannot be written.

        Raises:
            DeliveryError: one cannot be written; what is in `waiting` still is as it was.

        """
        if self._dry_run:
            return
        changed = {path: text.encode() for path, text in self.waiting.items()}
        changed = {path: content for path, content in changed.items() if not self._holds(path, content)}
        try:
            write_all({self.root / path: content for path, content in changed.items()})
        except OSError:
            self._write_singly(changed)
        self.waiting.clear()

    def _write_singly(self, contents: dict[str, bytes]) -> None:
        for path, content in contents.items():
            try:
                write_whole(self.root / path, content)
            except OSError as error:
                raise DeliveryError(f"cannot be written: {error.strerror or error}", place=Place(file=path)) from error
            del self.waiting[path]

    def _holds(self, path: str, content: bytes) -> bool:
        target = self.root / path
        return target.is_file() and target.read_bytes() == content


class DraftTexts(FileTexts):
    """The texts of a run that writes none of them: they are there for whoever wrote them, and need not fit into memory.

    `most` of them stay there.
    """

    def __init__(self, root: Path, *, most: int = _MOST) -> None:
        super().__init__(root, dry_run=True)
        self._drafts = Trove(most=most, many=_PATHS)

    def __contains__(self, path: str) -> bool:
        return bool(self._draft(path)) or super().__contains__(path)

    def read(self, path: str) -> str:
        """Return a text.

        Raises:
            RecordError: it cannot be read.

        """
        return self._draft(path) or super().read(path)

    def write(self, path: str, text: str) -> None:
        """Note a text that would be written."""
        self._drafts.put(f"{path}{_BETWEEN}{text}", [hash(path)])

    def remove(self, path: str) -> None:
        """Forget a text that was noted."""
        if self._draft(path):
            self.write(path, "")

    def _draft(self, path: str) -> str:
        """Return what was noted last; no text of a record is empty."""
        for said in reversed(self._drafts.find(hash(path))):
            name, _, text = said.partition(_BETWEEN)
            if name == path:
                return text
        return ""
