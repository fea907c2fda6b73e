"""SEEN: folders as they are found: the names of files, and of each what moves whenever it is written."""

from __future__ import annotations

import glob
import hashlib
import os
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feedtool.errors import UsageError
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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


def look(pattern: str, root: Path, suffixes: tuple[str, ...], *, moment: int) -> Iterator[Seen]:
    """Yield the folders with files that a name or a pattern stands for, as they are at `moment` (ns since the epoch).

    Of a folder the files with one of the `suffixes` are taken, at any depth; hidden ones never.

    Raises:
        UsageError: a name that is no pattern does not exist.

    """
    if not pattern:
        raise UsageError("an empty name", expected="a file, a folder, a pattern, or `-` for standard input")
    target = root / pattern
    if target.is_dir():
        path = relative(target, root)
        if path == "." or not _hidden(path):
            yield from look_below(path, root, lambda name: name.casefold().endswith(suffixes), moment=moment)
    elif glob.has_magic(pattern) and not target.exists():
        names = {relative(root / name, root) for name in glob.glob(pattern, root_dir=root, recursive=True)}  # noqa: PTH207 - Path.glob takes no absolute pattern
        yield from _grouped((name for name in names if not _hidden(name)), root, moment)
    elif target.exists():
        yield from _grouped([relative(target, root)], root, moment)
    else:
        raise UsageError("there is no such file or folder", place=Place(file=pattern), hint="check the path")


def _hidden(path: str) -> bool:
    return any(part.startswith(".") and part != ".." for part in path.split("/"))


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
                elif takes(name):
                    with suppress(OSError):  # gone since, or a link in a ring
                        if entry.is_file():
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


def is_record(name: str) -> bool:
    """Whether a file among the records is one, by its name."""
    return name.endswith(".md") and name.casefold() != "readme.md"


def relative(path: Path, root: Path) -> str:
    """Return a path relative to `root`, with forward slashes; as it is where it is on another drive."""
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:
        return path.as_posix()
