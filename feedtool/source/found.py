"""Where sources are found: files, folders and patterns below a folder, and standard input as `-`."""

from __future__ import annotations

import os
import sys
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from feedtool.errors import SourceError, UsageError
from feedtool.later import regex
from feedtool.problem import Place
from feedtool.seen import look, relative
from feedtool.source import HEAD, KINDS, Hints, Kind, Source, kind_of

if TYPE_CHECKING:
    from pathlib import Path

STANDARD_INPUT = "-"
_LARGEST = 64 * 2**20
_MOST = 2**16
"""How many bytes are read at once: all of nearly every article."""
_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0)
SUFFIXES = tuple({suffix for kind in KINDS if not kind.named for suffix in kind.suffixes} - {".xml", ".json"})
"""What is taken of a folder: of the endings that much else has, only what is named."""


class Findings(NamedTuple):
    """Paths that were found, sorted, and folders in which nothing can be seen, with the reason."""

    paths: list[str]
    shut: dict[str, str]


def find(pattern: str, root: Path) -> Findings:
    """Return what a file name, a folder or a pattern (`**` for any depth) stands for.

    Paths are relative to `root`, with forward slashes.  Of a folder the files of every kind are taken, at any depth;
    hidden files never.

    Raises:
        UsageError: a name that is no pattern does not exist.

    """
    if pattern == STANDARD_INPUT or is_address(pattern):
        return Findings([pattern], {})
    paths: list[str] = []
    shut: dict[str, str] = {}
    for seen in look(pattern, root, SUFFIXES, moment=0):
        if seen.shut:
            shut[seen.path] = seen.shut
        paths += seen.paths()
        paths += (f"{seen.path}/{name}" if seen.path else name for name in seen.odd)
    paths.sort()
    return Findings(paths, shut)


def unreadable(folder: str, reason: str) -> SourceError:
    """Return what is said of a folder in which nothing can be seen."""
    return SourceError(f"cannot be read: {reason}", place=Place(file=f"{folder or '.'}/"))


def is_address(name: str) -> bool:
    """Whether a name is meant as an address of the web, and not as a path."""
    return name[:8].casefold().startswith(("http://", "https://"))


def is_database(name: str) -> bool:
    """Whether a name is meant as the URL of a database, and not as a path."""
    return "://" in name and not is_address(name) and not is_object(name)


def is_object(name: str) -> bool:
    """Whether a name is meant as an address in object storage, with or without wild cards."""
    return name.startswith(("s3://", "gs://", "az://"))


def without_password(url: str) -> str:
    """Return the URL of a database as it may be told to anybody."""
    return _PASSWORD.sub(r"\1@", url)


_PASSWORD = regex(r"(://[^:/@]*):[^/]*@")


def covers(pattern: str, path: str, root: Path) -> bool:
    """Whether a path (relative to `root`, forward slashes) is one that `find` would return for a pattern."""
    if "://" in pattern or "://" in path:
        return without_password(pattern) == without_password(path)
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
        file = os.open(os.path.join(root, path), _READING)  # noqa: PTH118 - once for each of very many
        try:
            return _loaded(file, path, root, hints)
        finally:
            os.close(file)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}", place=Place(file=path)) from None


def _loaded(file: int, path: str, root: Path, hints: Hints) -> tuple[Source, Kind]:
    begun = os.read(file, _MOST)
    source = Source(origin=path, content=begun, hints=hints)
    kind = kind_of(source)
    if not kind.in_place:
        source = replace(source, file=root / path)
    if kind.streams:
        return replace(source, content=begun[:HEAD]), kind
    rest = os.read(file, _MOST)
    if not rest:
        return source, kind
    return _checked(replace(source, content=begun + rest + _rest(file)), kind)


def _rest(file: int) -> bytes:
    """Return what is left of a file that may have no end, like a device: not much more than an article can have."""
    parts, size = [], 0
    while size <= _LARGEST and (part := os.read(file, 2**20)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


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
