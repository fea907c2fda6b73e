"""SEEN: folders as they are found: the names of files, and of each what moves whenever it is written."""

from __future__ import annotations

import errno
import fnmatch
import glob
import hashlib
import os
import re
import stat
from array import array
from contextlib import suppress
from itertools import chain, takewhile
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from feedtool.errors import UsageError

    _T = TypeVar("_T")
    _Step = Callable[[Iterable["_Entry"], list["_Row"], _T], Iterator[tuple["_Entry", _T]]]

_RACE = 2_000_000_000
"""Nanoseconds after a change in which another one may leave the same time: some systems count in seconds, one in twos.
What was written as late as that is looked into again."""


_Row = tuple[str, int, int, int]
"""A file: its name, its size in bytes, when it was changed and when it last moved, in ns since the epoch."""
_Entry = os.DirEntry[str]


class Seen(NamedTuple):
    """A folder as it was seen: its path, and of each of its files, by name, what moves when it is written.

    `stamp` stands for all of that.  What was written after `late` (ns since the epoch) may be written again with no
    trace; then the stamp is not `sure`, and such a file has none of its own.  Of a folder that is known to be as the
    index has it, the files are left out: `found` is None.
    """

    path: str
    found: Sequence[_Row] | None
    stamp: bytes
    late: int
    sure: bool
    number: int
    """How many files it has."""
    odd: Sequence[str] = ()
    """Names that are not UTF-8; they are counted, but not among the files."""
    shut: str = ""
    """Why it cannot be seen what is in it, if so; its files may be there all the same."""

    @property
    def files(self) -> list[tuple[str, str]]:
        """Return the names, and of each file a stamp, which is empty where it cannot be trusted yet."""
        return [
            (name, f"{size} {changed} {moved}" if moved < self.late else "")
            for name, size, changed, moved in self._found()
        ]

    def paths(self) -> list[str]:
        """Return the paths of the files."""
        return [f"{self.path}/{name}" if self.path else name for name, *_ in self._found()]

    def _found(self) -> Sequence[_Row]:
        if self.found is None:
            raise RuntimeError(f"the files of {self.path} were left out, but somebody wants them")
        return self.found

    def without(self, names: set[str]) -> Seen:
        """Return a folder without some of its files; its stamp stands for what is there no more."""
        free = [row for row in self._found() if row[0] not in names]
        return self if len(free) == self.number else self._replace(found=free, number=len(free), sure=False)


class Sight:
    """What one run sees of its folders as they are at `moment` (ns since the epoch): nothing is looked at twice."""

    def __init__(self, moment: int) -> None:
        self.moment = moment
        self._before: dict[tuple[str, int], tuple[list[Seen], Iterator[Seen]]] = {}

    def glance(self, folders: Iterable[Seen], name: tuple[str, int], known: Mapping[str, bytes]) -> Iterator[Seen]:
        """Yield folders, and keep them for when they are looked at by that pattern and area.

        `known` are the stamps that the index has; of folders that are still so hardly anything is kept.
        """
        before: list[Seen] = []
        rest = iter(folders)
        self._before[name] = before, rest
        try:
            for seen in rest:
                same = seen.sure and known.get(seen.path) == seen.stamp
                before.append(seen._replace(found=None) if same else seen)
                yield seen
        except Exception:
            del self._before[name]  # to be met again by the one who can tell of it
            raise

    def look(self, folders: Iterable[Seen], name: tuple[str, int]) -> Iterator[Seen]:
        """Yield folders, those first that were glanced at."""
        return chain(*self._before.pop(name, (folders,)))

    def forget(self) -> None:
        """Have everything looked at again, since the index knows it no more."""
        self._before = {}


def look(pattern: str, root: Path, suffixes: tuple[str, ...], *, moment: int) -> Iterator[Seen]:
    """Yield the folders with files that a name or a pattern stands for, as they are at `moment` (ns since the epoch).

    Of a folder the files with one of the `suffixes` are taken, at any depth; hidden ones never.  `**` in a pattern does
    not go into links to folders, since there may be a way round in a ring.

    Raises:
        UsageError: a name that is no pattern does not exist.

    """
    if not pattern:
        raise _wrong("an empty name", expected="a file, a folder, a pattern, or `-` for standard input")
    target = root / pattern
    if target.is_dir():
        path = relative(target, root)
        if path == "." or not _hidden(path):
            yield from look_below(path, root, suffixes, moment=moment)
    elif glob.has_magic(pattern) and not target.exists():
        yield from _matching(pattern, root, late=moment - _RACE)
    elif target.exists():
        folder, _, name = relative(target, root).rpartition("/")
        with suppress(OSError):
            found = target.stat()
            if stat.S_ISREG(found.st_mode):
                yield _seen(folder, [_row(name, found)], moment - _RACE)
    else:
        raise _wrong("there is no such file or folder", file=pattern, hint="check the path")


def _wrong(message: str, *, file: str = "", expected: str = "", hint: str = "") -> UsageError:
    from feedtool.errors import UsageError  # noqa: PLC0415 - slow to import, and most builds look and end
    from feedtool.problem import Place  # noqa: PLC0415 - as above

    return UsageError(message, place=Place(file=file), expected=expected, hint=hint)


def _hidden(path: str) -> bool:
    return any(part.startswith(".") and part != ".." for part in path.split("/"))


def records_below(top: str, root: Path, *, moment: int) -> Iterator[Seen]:
    """Yield the folder of the records and those below it, as `look` does; a README is no record.

    Raises:
        PermissionError: it cannot be seen what is in one of them.

    """
    for seen in look_below(top, root, (".md",), unless="readme.md", moment=moment):
        if seen.shut:
            raise PermissionError(errno.EACCES, seen.shut, seen.path)
        yield seen


def look_below(top: str, root: Path, suffixes: Iterable[str], *, unless: str = "", moment: int) -> Iterator[Seen]:
    """Yield a folder and those below it, with the files whose names end so and are not `unless`; hidden ones never are.

    Case does not matter.  Links to folders are not followed, so that there is no way round in a ring.
    """
    endings = frozenset(suffix.removeprefix(".") for suffix in suffixes)

    def step(entries: Iterable[_Entry], files: list[_Row], _state: None) -> Iterator[tuple[_Entry, None]]:
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            _, dot, ending = name.rpartition(".")
            wanted = (ending in endings or ending.casefold() in endings) and dot and name.casefold() != unless
            if wanted and (found := _file(entry)):
                files.append(found)
            elif entry.is_dir(follow_symlinks=False):
                yield entry, None

    return _walked(str(root / top), "" if top == "." else top, step, None, late=moment - _RACE)


def _matching(pattern: str, root: Path, *, late: int) -> Iterator[Seen]:
    """Yield the folders with files that a pattern stands for; every folder is gone through once.

    What is handed down are the numbers of those parts of the pattern that the entries of a folder may match; `**` stays
    where it is and lets the next one in.
    """
    whole = PurePath(pattern).parts
    plain = list(takewhile(lambda part: not glob.has_magic(part), whole))
    rest = [part for part, before in zip(whole, ("", *whole), strict=False) if part != "**" or part != before]
    steps = [_ANY_DEPTH if part == "**" else re.compile(fnmatch.translate(part)) for part in rest[len(plain) :]]
    end = len(steps)

    def step(entries: Iterable[_Entry], files: list[_Row], parts: set[int]) -> Iterator[tuple[_Entry, set[int]]]:
        parts |= {part + 1 for part in parts if steps[part] is _ANY_DEPTH and part + 1 < end}
        for entry in entries:
            fitting = _fitting(entry, parts, steps)
            if end in fitting and (found := _file(entry)):
                files.append(found)
            elif (below := fitting - {end}) and entry.is_dir():
                yield entry, below

    top = root.joinpath(*plain)
    path = relative(top, root)
    if pattern.endswith("/") or (path != "." and _hidden(path)):
        return iter(())
    return _walked(str(top), "" if path == "." else path, step, {0}, late=late)


_ANY_DEPTH = re.compile("")
"""Stands for `**`."""


def _fitting(entry: _Entry, parts: set[int], steps: Sequence[re.Pattern[str]]) -> set[int]:
    """Return which parts of a pattern come next below an entry; the number of all where it is a whole match."""
    name = entry.name
    if name[0] == ".":
        return set()
    fitting = {part + 1 for part in parts if steps[part] is not _ANY_DEPTH and steps[part].match(name)}
    if any(steps[part] is _ANY_DEPTH for part in parts) and not entry.is_symlink():
        fitting |= {part for part in parts if steps[part] is _ANY_DEPTH}
    if steps[-1] is _ANY_DEPTH and len(steps) - 1 in parts:
        fitting.add(len(steps))
    return fitting


def _walked(folder: str, path: str, step: _Step[_T], state: _T, *, late: int) -> Iterator[Seen]:
    """Yield a folder, and those below it into which `step` goes, with the files that it takes."""
    waiting = [(folder, path, state)]
    while waiting:
        folder, path, state = waiting.pop()
        files: list[_Row] = []
        try:
            with os.scandir(folder) as entries:
                waiting += [
                    (entry.path, f"{path}/{entry.name}" if path else entry.name, below)
                    for entry, below in step(entries, files, state)
                ]
        except (FileNotFoundError, NotADirectoryError):
            pass  # gone since
        except PermissionError as error:
            yield Seen(path, (), b"", late, sure=False, number=0, shut=error.strerror or str(error))
        if files:
            yield _seen(path, files, late)


def _file(entry: _Entry) -> _Row | None:
    """Return an entry that is a file."""
    try:
        found = entry.stat()
    except PermissionError:
        if not entry.is_symlink():
            raise
        return entry.name, 0, 0, 0  # it leads to where one may not look: reading it says so
    except OSError:  # gone since, or a link in a ring
        return None
    return _row(entry.name, found) if stat.S_ISREG(found.st_mode) else None


def _row(name: str, found: os.stat_result) -> _Row:
    return name, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _seen(path: str, files: list[_Row], late: int) -> Seen:
    """Return a folder with its stamp; a file that was changed a moment ago may be changed again within it."""
    files.sort()
    names, *numbers = zip(*files, strict=True)
    digest = hashlib.blake2b("\0".join(names).encode("utf-8", "surrogatepass"), digest_size=16)
    for column in numbers:
        digest.update(array("q", column))
    sure = max(numbers[-1]) < late
    odd = [name for name in names if not _is_utf8(name)] if not _is_utf8("".join(names)) else []
    if odd:
        files = [row for row in files if row[0] not in odd]
    return Seen(path, files, digest.digest(), late, sure, len(files), odd)


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def relative(path: Path, root: Path) -> str:
    """Return a path relative to `root`, with forward slashes; as it is where it is on another drive."""
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:
        return path.as_posix()
