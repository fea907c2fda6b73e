"""The text of the ledger: one file for each month, `articles/ledger/2025-12.jsonl`, each line in order of id.

So a change rewrites a small file, and two branches seldom touch the same one.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from feedtool.errors import DeliveryError, UsageError
from feedtool.files import stamp_of, write_all, write_whole
from feedtool.later import regex
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_SHARD = regex(r"[^.][^/]*\.jsonl")


class Months:
    """The files below `root` of a ledger in the folder `articles`; `single` is the one that was all of it once."""

    def __init__(self, root: Path, articles: str) -> None:
        self.single = f"{articles}/ledger.jsonl"
        self._folder = f"{articles}/ledger"
        self._root = root

    def file(self, month: str) -> str:
        """Return the file of a month."""
        return f"{self._folder}/{month}.jsonl"

    def stamps(self) -> Iterator[tuple[str, str]]:
        """Yield the files, and a stamp of each."""
        names = [self.single] if (self._root / self.single).is_file() else []
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self._root / self._folder) as entries:
            names += [f"{self._folder}/{entry.name}" for entry in entries if _SHARD.fullmatch(entry.name)]
        for name in names:
            yield name, self.stamp(name)

    def stamp(self, file: str) -> str:
        """Return what moves when a file is written."""
        return stamp_of(self._root / file)

    def hash(self, file: str) -> bytes:
        """Return the SHA-256 of what is in a file.

        Raises:
            UsageError: it cannot be read.

        """
        try:
            with (self._root / file).open("rb") as text:
                return hashlib.file_digest(text, "sha256").digest()
        except OSError as error:
            raise UsageError(f"cannot be read: {error.strerror or error}", place=Place(file=file)) from None

    def rows(self, file: str) -> Iterator[str]:
        """Yield the lines of a file, without their breaks: line feeds alone, for a name may hold those of Unicode.

        Raises:
            UsageError: it cannot be read, or is not UTF-8.

        """
        try:
            with (self._root / file).open(encoding="utf-8-sig", newline="\n") as text:
                for row in text:
                    yield row.removesuffix("\n")
        except UnicodeDecodeError as error:
            raise UsageError(
                f"not UTF-8: {error.reason}", place=Place(file=file), expected="the text of a ledger"
            ) from None
        except OSError as error:
            raise UsageError(f"cannot be read: {error.strerror or error}", place=Place(file=file)) from None

    def write(self, texts: Mapping[str, bytes]) -> None:
        """Write files whose text is another one, and take away those without any.

        Raises:
            DeliveryError: one cannot be written.

        """
        try:
            changed = {self._root / file: text for file, text in texts.items() if text and not self._has(file, text)}
            if len(changed) > 1:
                write_all(changed)
            else:
                for path, text in changed.items():
                    write_whole(path, text)
            for file in (file for file, text in texts.items() if not text):
                (self._root / file).unlink(missing_ok=True)
        except OSError as error:
            file = next(iter(texts)) if len(texts) == 1 else self._folder
            raise DeliveryError(f"cannot be written: {error.strerror or error}", place=Place(file=file)) from error

    def write_large(self, file: str, pieces: Iterable[bytes]) -> None:
        """Write a file of a text that comes in pieces.

        Raises:
            DeliveryError: it cannot be written.

        """
        try:
            write_whole(self._root / file, pieces)
        except OSError as error:
            raise DeliveryError(f"cannot be written: {error.strerror or error}", place=Place(file=file)) from error

    def _has(self, file: str, text: bytes) -> bool:
        target = self._root / file
        return target.is_file() and target.read_bytes() == text
