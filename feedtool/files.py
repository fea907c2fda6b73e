"""FILES: written whole or not at all, by a temporary name in the same folder, a sync and one rename.

A reader at any moment sees the old bytes or the new ones, never a part; a run that is killed leaves what was there.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


def write_whole(path: Path, content: bytes, *, modified: datetime | None = None) -> None:
    """Put `content` at `path`, making the folders above it.

    The file's modification time becomes `modified`, or a second after that of the file it replaces where that one is
    as new: web servers make validators of it, and other bytes must not have the old ones.

    Raises:
        OSError: the file cannot be written; what was there is untouched.

    """
    if path.is_symlink():
        path = path.resolve()  # the link stays, and what it points to is replaced
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.unlink(missing_ok=True)  # left by a run that was killed; one run writes at a time
    try:
        _write_synced(temporary, content)
        _like(temporary, path)
        if modified is not None:
            seconds = max(modified.timestamp(), _second_after(path))
            os.utime(temporary, (seconds, seconds))
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _write_synced(path: Path, content: bytes) -> None:
    """Write a new file with the permissions that the process's mask gives, and wait until it is on the disk."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _like(temporary: Path, path: Path) -> None:
    """Give a new file the permissions of the one it replaces: who could read that can read this."""
    with suppress(FileNotFoundError):
        temporary.chmod(path.stat().st_mode & 0o7777)


def _second_after(path: Path) -> float:
    try:
        return int(path.stat().st_mtime) + 1
    except FileNotFoundError:
        return 0


def _sync_folder(folder: Path) -> None:
    """Make the rename last over a power cut, where the system can (POSIX)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
