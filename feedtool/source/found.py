"""Where sources are found: files, folders and patterns below a folder, and standard input as `-`."""

from __future__ import annotations

import glob
import hashlib
import os
import re
import sys
from contextlib import suppress
from dataclasses import replace
from fnmatch import fnmatchcase
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feedtool.errors import SourceError, UsageError
from feedtool.problem import Place
from feedtool.source import HEAD, KINDS, Hints, Kind, Source, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

STANDARD_INPUT = "-"
_LARGEST = 64 * 2**20
_SUFFIXES = tuple({suffix for kind in KINDS if not kind.named for suffix in kind.suffixes} - {".xml", ".json"})
"""What is taken of a folder: of the endings that much else has, only what is named."""


_RACE = 2_000_000_000
"""Nanoseconds after a change in which another one may leave the same time: some systems count in seconds, one in twos.
What was written as late as that is looked into again."""


class Seen(NamedTuple):
    """A folder as it was seen: its path, the names of its files in order, and of each what moves when it is written.

    The stamp of a file is empty where it cannot be trusted yet; then the folder's is not `sure`.  `odd` are names that
    are not UTF-8.
    """

    path: str
    files: Sequence[tuple[str, str]]
    stamp: bytes
    sure: bool
    odd: Sequence[str] = ()

    def paths(self) -> list[str]:
        """Return the paths of the files."""
        return [f"{self.path}/{name}" if self.path else name for name, _ in self.files]


def find(pattern: str, root: Path) -> list[str]:
    """Return the paths that a file name, a folder or a pattern (`**` for any depth) stands for, sorted.

    Paths are relative to `root`, with forward slashes.  Of a folder the files of every kind are taken, at any depth;
    hidden files never.

    Raises:
        UsageError: a name that is no pattern does not exist.

    """
    if pattern == STANDARD_INPUT or is_address(pattern):
        return [pattern]
    folders = list(look(pattern, root, moment=0))
    odd = [f"{seen.path}/{name}" if seen.path else name for seen in folders for name in seen.odd]
    return sorted([path for seen in folders for path in seen.paths()] + odd)


def look(pattern: str, root: Path, *, moment: int) -> Iterator[Seen]:
    """Yield the folders with files that a name or a pattern stands for, as they are at `moment` (ns since the epoch).

    Raises:
        UsageError: a name that is no pattern does not exist.

    """
    if not pattern:
        raise UsageError("an empty name", expected="a file, a folder, a pattern, or `-` for standard input")
    target = root / pattern
    if target.is_dir():
        path = relative(target, root)
        if path == "." or not _hidden(path):
            yield from look_below(path, root, _is_source, moment=moment)
    elif glob.has_magic(pattern) and not target.exists():
        names = {relative(root / name, root) for name in glob.glob(pattern, root_dir=root, recursive=True)}  # noqa: PTH207 - Path.glob takes no absolute pattern
        yield from _grouped((name for name in names if not _hidden(name)), root, moment)
    elif target.exists():
        yield from _grouped([relative(target, root)], root, moment)
    else:
        raise UsageError("there is no such file or folder", place=Place(file=pattern), hint="check the path")


def _hidden(path: str) -> bool:
    return any(part.startswith(".") and part != ".." for part in path.split("/"))


def _is_source(name: str) -> bool:
    return name.casefold().endswith(_SUFFIXES)


def look_below(top: str, root: Path, takes: Callable[[str], bool], *, moment: int) -> Iterator[Seen]:
    """Yield a folder and those below it, with the files whose names are taken; hidden ones never are.

    Links to folders are not followed, so that there is no way round in a ring.
    """
    waiting = [(str(root / top), "" if top == "." else top)]
    while waiting:
        folder, path = waiting.pop()
        files = []
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError), os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{path}/{name}" if path else name))
                elif takes(name) and entry.is_file():
                    with suppress(FileNotFoundError):  # gone since
                        files.append((name, entry.stat()))
        if files:
            yield _seen(path, files, moment)


def _grouped(paths: Iterable[str], root: Path, moment: int) -> Iterator[Seen]:
    folders: dict[str, list[tuple[str, os.stat_result]]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        if os.path.isfile(found := os.path.join(root, path)):  # noqa: PTH113, PTH118 - once for each of very many
            folders.setdefault(folder, []).append((name, os.stat(found)))  # noqa: PTH116
    for folder, files in folders.items():
        yield _seen(folder, files, moment)


def _seen(path: str, files: list[tuple[str, os.stat_result]], moment: int) -> Seen:
    """Return a folder with its stamp; a file that was changed a moment ago may be changed again within it."""
    files.sort(key=_name)
    stamps = [(name, f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}") for name, found in files]
    digest = hashlib.blake2b(
        "\0".join(map("\0".join, stamps)).encode("utf-8", "surrogatepass"), digest_size=16
    ).digest()
    late = moment - _RACE
    if max(found.st_ctime_ns for _, found in files) < late:
        sure = True
    else:
        sure = False
        stamps = [
            (name, stamp if found.st_ctime_ns < late else "")
            for (name, stamp), (_, found) in zip(stamps, files, strict=True)
        ]
    odd = [name for name, _ in stamps if not _is_utf8(name)]
    if odd:
        stamps = [row for row in stamps if row[0] not in odd]
    return Seen(path, stamps, digest, sure, odd)


_name = itemgetter(0)


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_address(name: str) -> bool:
    """Whether a name is meant as an address of the web, and not as a path."""
    return name[:8].casefold().startswith(("http://", "https://"))


def is_database(name: str) -> bool:
    """Whether a name is meant as the URL of a database, and not as a path."""
    return "://" in name and not is_address(name)


def without_password(url: str) -> str:
    """Return the URL of a database as it may be told to anybody."""
    return _PASSWORD.sub(r"\1@", url)


_PASSWORD = re.compile(r"(://[^:/@]*):[^/]*@")


def relative(path: Path, root: Path) -> str:
    """Return a path relative to `root`, with forward slashes; as it is where it is on another drive."""
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:
        return path.as_posix()


def covers(pattern: str, path: str, root: Path) -> bool:
    """Whether a path (relative to `root`, forward slashes) is one that `find` would return for a pattern."""
    if "://" in pattern or "://" in path:
        return without_password(pattern) == path
    own = relative(root / pattern, root)
    return own in (".", path) or path.startswith(f"{own}/") or _fits(own.split("/"), path.split("/"))


def _fits(pattern: list[str], parts: list[str]) -> bool:
    """Match part by part, as `glob` does: `*` stays within one, `**` is any number of them."""
    if not pattern:
        return not parts
    head, *rest = pattern
    if head == "**":
        return any(_fits(rest, parts[skipped:]) for skipped in range(len(parts) + 1)) or not rest
    return bool(parts) and fnmatchcase(parts[0], head) and _fits(rest, parts[1:])


def load(path: str, root: Path, hints: Hints) -> tuple[Source, Kind]:
    """Read a source, or of a kind that is read as a stream only its beginning, and tell its kind.

    Raises:
        SourceError: it cannot be read, is of no kind that is known, or is larger than one article can be.

    """
    try:
        if path == STANDARD_INPUT:
            return _checked(Source(origin=path, content=_standard_input(), hints=hints))
        with (root / path).open("rb") as file:
            source = Source(origin=path, content=file.read(HEAD), hints=hints, file=root / path)
            kind = kind_of(source)
            if kind.streams:
                return source, kind
            return _checked(replace(source, content=source.content + file.read(_LARGEST)), kind)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}", place=Place(file=path)) from None


def _checked(source: Source, kind: Kind | None = None) -> tuple[Source, Kind]:
    kind = kind or kind_of(source)
    if (not kind.streams or source.file is None) and len(source.content) > _LARGEST:
        place = Place(file=source.origin)
        raise SourceError(f"larger than {_LARGEST // 2**20} MiB", place=place, expected="one article")
    return source, kind


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise UsageError("standard input is closed", expected="text on standard input, or the name of a file")
    return sys.stdin.buffer.read(_LARGEST + 1)
