"""The documents as they stand now: read when they changed, kept in memory with what is said of them.

Headers and bytes of one answer always come from one reading: a document is read from one open file, so a build that
replaces it meanwhile changes nothing in it.  A compressed file beside it is taken only where it has the document's
time, which is how `feedtool.files` says that it belongs to it; where there is none, it is compressed here, once.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections import OrderedDict
from email.utils import formatdate
from importlib.util import find_spec
from typing import TYPE_CHECKING

from feedtool.delivery.compress import CODINGS, WORTH_IT
from feedtool.delivery.headers import ENCODINGS, kind_of
from feedtool.serve.negotiation import IDENTITY, preferred

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

Pairs = list[tuple[bytes, bytes]]

_MOST = 256 * 2**20
"""Bytes of documents that are kept; those that were not asked for longest go first."""
_QUICK = 2**18
"""A document of more bytes is compressed here by gzip only: the others would hold up every other answer."""
_NOT_FOUND = (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError)


class Version:
    """A document in one encoding: its bytes, its validator, and the headers of an answer with and without it."""

    __slots__ = ("body", "etag", "full", "unchanged")

    def __init__(self, body: bytes, coding: str, headers: Mapping[str, str], modified: str) -> None:
        digest = hashlib.blake2b(body, digest_size=12, person=coding.encode())
        self.body = body
        self.etag = f'"{digest.hexdigest()}"'.encode()
        validators = {"ETag": self.etag.decode(), "Last-Modified": modified}
        encoding = {} if coding == IDENTITY else {"Content-Encoding": coding}
        length = {"Content-Length": str(len(body)), "Accept-Ranges": "none"}
        self.full = pairs({**headers, **validators, **encoding, **length})
        self.unchanged = pairs({**headers, **validators}, but=("Content-Type",))


class Kept:
    """A document that was read: when it changed, and its versions, made when they are first asked for."""

    __slots__ = ("_headers", "_path", "_versions", "content", "date", "modified", "stamp")

    def __init__(
        self, path: Path, content: bytes, taken: os.stat_result, headers: Mapping[str, str], now: float
    ) -> None:
        self._path = path
        self._headers = headers
        self._versions: dict[str, Version | None] = {}
        self.content = content
        self.stamp = _stamp(taken)
        self.modified = int(min(taken.st_mtime, now))  # RFC 9110 section 8.8.2.1: never in the future
        self.date = formatdate(self.modified, usegmt=True)

    def version(self, accepted: bytes) -> Version:
        """Return the document in the best encoding that a request takes."""
        for coding in preferred(accepted):
            if coding not in self._versions:
                self._versions[coding] = self._made(coding)
            version = self._versions[coding]
            if version is not None:
                return version
        raise AssertionError  # pragma: no cover - identity is always one of them

    def _made(self, coding: str) -> Version | None:
        body = self.content if coding == IDENTITY else self._packed(coding)
        return None if body is None else Version(body, coding, self._headers, self.date)

    def _packed(self, coding: str) -> bytes | None:
        """Return the document compressed; None where that is not worth it, or cannot be done here."""
        beside = self._path.with_name(self._path.name + ENCODINGS[coding])
        found = _read(beside)
        if found and found[1].st_mtime_ns == self.stamp[0]:
            return found[0]
        row, size = CODINGS[coding], len(self.content)
        if size < WORTH_IT or not kind_of(self._path.name).text or (row.module and size > _QUICK):
            return None
        if row.module and find_spec(row.module) is None:
            return None
        return row.compress(self.content)


class Documents:
    """The documents of some folders by their names.

    `headers` says what goes with one, `clock` is the time in seconds since 1970, `changed` may put something else in
    the place of what was read; then nothing beside it is its compressed form.
    """

    def __init__(
        self,
        folders: Iterable[Path],
        headers: Callable[[str], Mapping[str, str]],
        clock: Callable[[], float],
        changed: Callable[[str, bytes], bytes] | None = None,
    ) -> None:
        self.folders = tuple(folders)
        self._headers = headers
        self._clock = clock
        self._changed = changed
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._paths: dict[str, tuple[Path, ...]] = {}
        self._size = 0

    def get(self, name: str) -> Kept | None:
        """Return a document as it stands now; None where there is none.

        Raises:
            OSError: it is there and cannot be read now.

        """
        kept = self._kept.get(name)
        for path in self._paths.get(name) or tuple(folder / name for folder in self.folders):
            try:
                taken = os.stat(path)  # noqa: PTH116 - Path.stat takes twice as long, and this is done for every request
            except _NOT_FOUND:
                continue
            except OSError as error:
                if error.errno == errno.ENAMETOOLONG:
                    continue
                if kept is None:
                    raise
                return kept
            if kept is not None and kept.stamp == _stamp(taken):
                return kept
            if stat.S_ISREG(taken.st_mode):
                return self._read(name, path)
        self._forget(name)
        return None

    def is_folder(self, name: str) -> bool:
        """Whether a name is that of a folder."""
        return any(os.path.isdir(folder / name) for folder in self.folders)  # noqa: PTH112 - Path's raises for long names

    def names(self) -> list[str]:
        """Return the names of everything that readers subscribe to, sorted."""
        found = {
            path.relative_to(folder).as_posix()
            for folder in self.folders
            for path in folder.rglob("*")
            if kind_of(path.name).polled and path.is_file()
        }
        return sorted(name for name in found if not any(part.startswith(".") for part in name.split("/")))

    def _read(self, name: str, path: Path) -> Kept | None:
        found = _read(path)
        self._forget(name)
        if found is None:
            return None
        content, taken = found
        if self._changed:
            content = self._changed(name, content)
        kept = Kept(path, content, taken, self._headers(name), self._clock())
        self._kept[name] = kept
        self._paths[name] = tuple(folder / name for folder in self.folders)
        self._size += len(content)
        while self._size > _MOST and len(self._kept) > 1:
            self._forget(next(iter(self._kept)))
        return kept

    def _forget(self, name: str) -> None:
        kept = self._kept.pop(name, None)
        if kept is not None:
            self._size -= len(kept.content)
            del self._paths[name]


def pairs(headers: Mapping[str, str], but: Iterable[str] = ()) -> Pairs:
    """Return headers as ASGI has them: names in lower case."""
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items() if name not in but]


def _read(path: Path) -> tuple[bytes, os.stat_result] | None:
    """Return the bytes of a file and what the system says of it, both of one and the same file."""
    try:
        with path.open("rb") as file:
            return file.read(), os.fstat(file.fileno())
    except _NOT_FOUND:
        return None


def _stamp(taken: os.stat_result) -> tuple[int, int, int]:
    return taken.st_mtime_ns, taken.st_size, taken.st_ino
