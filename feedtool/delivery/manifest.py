"""MANIFEST: what was delivered and still stands, one line of JSON for each document, in `articles/delivered.jsonl`.

It is how a document of a feed that is gone from the configuration is known for ours; nothing else is ever removed.
The lines change only with what is delivered where, not with what it says.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from feedtool.errors import UsageError
from feedtool.files import write_whole
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "delivered.jsonl"
"""Its file, in the folder of the records."""


class Standing(Struct, frozen=True, kw_only=True, order=True):
    """A document that was delivered: the target as the configuration writes it, and its name there."""

    to: str
    name: str


def load(path: Path) -> set[Standing]:
    """Return what a manifest lists; nothing where there is none yet.

    Raises:
        UsageError: it cannot be read, or one of its lines says nothing.

    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", place=Place(file=str(path)), expected="UTF-8 text") from None
    return {_standing(line, path, number) for number, line in enumerate(lines, 1) if line.strip()}


def save(path: Path, rows: Iterable[Standing]) -> None:
    """Write a manifest, sorted.

    Raises:
        UsageError: it cannot be written.

    """
    text = "".join(f"{json.dumps(asdict(row), ensure_ascii=False)}\n" for row in sorted(rows))
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror or error}", place=Place(file=str(path))) from error


def _standing(line: str, path: Path, number: int) -> Standing:
    try:
        return Standing(**{name: str(value) for name, value in json.loads(line).items()})
    except (ValueError, TypeError, AttributeError):
        raise UsageError(
            "not a line of the manifest",
            place=Place(file=str(path), line=number),
            expected='like {"to": "output", "name": "all.rss.xml"}',
            hint="delete the line; then that document is removed by nobody but you",
        ) from None
