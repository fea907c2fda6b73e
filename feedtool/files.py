"""FILES: written whole or not at all, by a temporary name in the same folder, a sync and one rename.

A reader at any moment sees the old bytes or the new ones, never a part; a run that is killed leaves what was there.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from feedtool.threads import done_together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

_AT_ONCE = 8
"""How many files wait for the disk at a time."""


def write_whole(
    path: Path,
    content: bytes | Iterable[bytes],
    *,
    modified: datetime | None = None,
    variants: Mapping[str, bytes | None] | None = None,
) -> None:
    """Put `content`, which may come in pieces, at `path`, making the folders above it, and `variants` of it beside it.

    The file's modification time becomes `modified`, or a second after that of the file it replaces where that one is
    as new: web servers make validators of it, and other bytes must not have the old ones.

    A variant is named by what is added to the path, None takes away what stands there.  All of it is on the disk before
    any of it is seen; then the old variants go, the content takes its place, and the new variants take theirs: at no
    moment, and after no kill, does a variant stand beside other bytes than its own.  All have one modification time.

    Raises:
        OSError: the file cannot be written; what was there is untouched.

    """
    named, path = path, _pointed_at(path)
    _make_folder(path.parent)
    beside = {_beside(named, suffix): packed for suffix, packed in (variants or {}).items()}
    staged = {name: _temporary(name) for name in (path, *(name for name, packed in beside.items() if packed))}
    try:
        at = None if modified is None else max(round(modified.timestamp() * 1e6) * 1000, _second_after(path))
        for name, temporary in staged.items():
            _stage(temporary, beside.get(name) or content, like=path, at=at)
            at = temporary.stat().st_mtime_ns if at is None else at
        for name in beside:
            name.unlink(missing_ok=True)
        for name, temporary in staged.items():
            temporary.replace(name)
    except BaseException:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def write_variant(path: Path, suffix: str, content: bytes) -> None:
    """Put a variant beside a file that stands, with its modification time and permissions.

    Raises:
        OSError: it cannot be written.

    """
    temporary = _temporary(_beside(path, suffix))
    try:
        _stage(temporary, content, like=path, at=path.stat().st_mtime_ns)
        temporary.replace(_beside(path, suffix))
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def has_variant(path: Path, suffix: str) -> bool:
    """Whether a variant stands beside a file and is as old as it: then it says the same."""
    try:
        return _beside(path, suffix).stat().st_mtime_ns == path.stat().st_mtime_ns
    except FileNotFoundError:
        return False


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.tmp")


def _stage(temporary: Path, content: bytes | Iterable[bytes], *, like: Path, at: int | None) -> None:
    """Write what is to take a place, with the permissions of what is like it and the time `at` (nanoseconds)."""
    _write(temporary, content)
    sync(temporary)
    _like(temporary, like)
    if at is not None:
        os.utime(temporary, ns=(at, at))


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Put each content at its path as `write_whole` does, and wait for the disk once for all of them.

    No file is in its place before all are on the disk.  For many small files that takes a tenth of the time.

    Raises:
        OSError: one of them cannot be written; each is whole, as it was or as it was to be.

    """
    staged: dict[Path, Path] = {}
    places = {path: _place(path) for path in contents}
    folders = dict.fromkeys(path.parent for path, _ in places.values())
    try:
        for folder in folders:
            _make_folder(folder)
        for named, content in contents.items():
            path, mode = places[named]
            staged[path] = _temporary(path)
            _write(staged[path], content)
            if mode is not None:
                staged[path].chmod(mode)
        _spread(sync, list(staged.values()))
        for path, temporary in staged.items():
            os.replace(temporary, path)  # noqa: PTH105 - once for each of very many
        _spread(_sync_folder, list(folders))
    except BaseException:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise


def _spread(work: Callable[[Path], None], paths: Sequence[Path]) -> None:
    """Do something to each of some paths, to several at a time."""

    def do(some: Sequence[Path]) -> None:
        for path in some:
            work(path)

    shares = [paths[first::_AT_ONCE] for first in range(min(_AT_ONCE, len(paths)))]
    for failure in done_together([partial(do, share) for share in shares]):
        if failure is not None:
            raise failure


def _pointed_at(path: Path) -> Path:
    """Return where a path leads: a link stays, and what it leads to is replaced."""
    return path.resolve() if path.is_symlink() else path


def _place(path: Path) -> tuple[Path, int | None]:
    """Return where a path leads, and the permissions of the file that stands there, None for none."""
    with suppress(FileNotFoundError, NotADirectoryError):
        found = os.lstat(path)  # one look where there are very many
        if not stat.S_ISLNK(found.st_mode):
            return path, found.st_mode & 0o7777
        path = path.resolve()
        return path, path.stat().st_mode & 0o7777
    return path, None


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, each so that it lasts."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _write(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a new file with the permissions that the process's mask gives."""
    new = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        handle = os.open(path, new, 0o666)
    except FileExistsError:
        path.unlink()  # left by a run that was killed; one run writes at a time
        handle = os.open(path, new, 0o666)
    with os.fdopen(handle, "wb") as file:
        file.writelines((content,) if isinstance(content, bytes) else content)


def sync(path: Path) -> None:
    """Wait until a file, or a folder's list of its files, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _like(temporary: Path, path: Path) -> None:
    """Give a new file the permissions of the one it replaces: who could read that can read this."""
    with suppress(FileNotFoundError):
        temporary.chmod(path.stat().st_mode & 0o7777)


def _second_after(path: Path) -> int:
    try:
        return (path.stat().st_mtime_ns // 10**9 + 1) * 10**9
    except FileNotFoundError:
        return 0


def _sync_folder(folder: Path) -> None:
    """Make a rename last over a power cut, where the system can (POSIX)."""
    with suppress(OSError):
        sync(folder)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock that no other process has, by a file, which stays; the system lets go of it with this process.

    Raises:
        BlockingIOError: another process holds it.
        OSError: it cannot be taken.

    """
    if sys.platform == "win32":
        from filelock import FileLock, Timeout  # noqa: PLC0415 - ten times as long to load as the module below

        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise BlockingIOError(str(path)) from error
        try:
            yield
        finally:
            lock.release()
    else:
        import fcntl  # noqa: PLC0415 - not everywhere

        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            os.close(handle)


def stamp_of(path: Path | str) -> str:
    """Return what of a file moves whenever it is written: size, times and number.

    Raises:
        OSError: there is none.

    """
    found = os.stat(path)  # noqa: PTH116 - quicker, and asked for many
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"
