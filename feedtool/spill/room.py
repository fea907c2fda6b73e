"""ROOM: for temporary files; where there is none, it is said so that a person knows what to do."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from feedtool.errors import FeedtoolError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def room() -> Iterator[None]:
    """Say what is wrong where a temporary file cannot be written or read.

    Raises:
        FeedtoolError: that is so.

    """
    import sqlite3  # noqa: PLC0415 - slow to import, and most runs are short

    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise FeedtoolError(
            f"what does not fit into memory cannot be put into a temporary file: {reason}",
            hint="set TMPDIR to a folder on a disk with more room",
        ) from error
