"""SEEN: folders as they are found: the names of files, and of each what moves whenever it is written."""

from __future__ import annotations

import errno
import fnmatch
import glob
import os
import re
import stat
from contextlib import suppress
from itertools import chain, islice, takewhile
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, TypeVar

from feedtool.seen.folder import Rows, Seen, row_of, seen_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from feedtool.errors import UsageError
    from feedtool.seen.folder import Row

    _Step = Callable[[Iterable["_Entry"], list["Row"], "T"], Iterator[tuple["_Entry", "T"]]]

__all__ = ["Seen", "Sight", "look", "look_below", "records_below", "relative"]

T = TypeVar("T")

_RACE = 2_000_000_000
"""Nanoseconds after a change in which another one may leave the same time: some systems count in seconds, one in twos.
What was written as late as that is looked into again."""


_Entry = os.DirEntry[str]
_AT_ONCE = 20_000
"""How many files of a folder are looked at before they are put into columns: a million rows would take 300 MB."""


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
                yield seen_of(folder, Rows.of([row_of(name, found)]), moment - _RACE)
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

    def step(entries: Iterable[_Entry], files: list[Row], _state: None) -> Iterator[tuple[_Entry, None]]:
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

    def step(entries: Iterable[_Entry], files: list[Row], parts: set[int]) -> Iterator[tuple[_Entry, set[int]]]:
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


def _walked(folder: str, path: str, step: _Step[T], state: T, *, late: int) -> Iterator[Seen]:
    """Yield a folder, and those below it into which `step` goes, with the files that it takes."""
    waiting = [(folder, path, state)]
    while waiting:
        folder, path, state = waiting.pop()
        files: Rows | None = None
        try:
            with os.scandir(folder) as entries:
                while some := list(islice(entries, _AT_ONCE)):
                    rows: list[Row] = []
                    waiting += [
                        (entry.path, f"{path}/{entry.name}" if path else entry.name, below)
                        for entry, below in step(some, rows, state)
                    ]
                    if files:
                        files.take(Rows.of(rows))
                    elif rows:
                        files = Rows.of(rows)
        except (FileNotFoundError, NotADirectoryError):
            pass  # gone since
        except PermissionError as error:
            yield Seen(path, Rows.of(), b"", late, sure=False, number=0, shut=error.strerror or str(error))
        if files:
            yield seen_of(path, files, late)


def _file(entry: _Entry) -> Row | None:
    """Return an entry that is a file."""
    try:
        found = entry.stat()
    except PermissionError:
        if not entry.is_symlink():
            raise
        return entry.name, 0, 0, 0  # it leads to where one may not look: reading it says so
    except OSError:  # gone since, or a link in a ring
        return None
    return row_of(entry.name, found) if stat.S_ISREG(found.st_mode) else None


def relative(path: Path, root: Path) -> str:
    """Return a path relative to `root`, with forward slashes; as it is where it is on another drive."""
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:
        return path.as_posix()
