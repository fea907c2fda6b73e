"""Many documents in one call: which files are meant, each read and judged, in the order given, on every core.

A process pool costs more than it saves for little work, so it is opened only where the files are many or large.
"""

from __future__ import annotations

import os
from functools import partial
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from feedtool.errors import UsageError
from feedtool.problem import Level, Place
from feedtool.validate import check
from feedtool.validate.excerpt import excerpts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from feedtool.problem import Problem
    from feedtool.validate.excerpt import Excerpt

ENDINGS: Final = frozenset({".xml", ".rss", ".atom", ".rdf", ".opml", ".json"})
_ADDRESSES: Final = ("http://", "https://")
_PAYS: Final = 3_000_000  # bytes to judge above which more processes are worth their start
_JSON_FEED: Final = b"jsonfeed.org/version"
_START: Final = 4_096  # bytes of a file by which it is known


class Task(Struct, frozen=True, kw_only=True):
    """How documents are judged.

    `location` is their address, `levels` are the levels that hold, `old` is what they will take the place of, `now` the
    present (None: no clock is asked); with `pedantic`, the quiet rules speak too.
    """

    location: str = ""
    now: datetime | None = None
    pedantic: bool = False
    levels: Mapping[str, Level | None] = field(default_factory=dict)
    old: bytes | None = None


class Checked(Struct, frozen=True, kw_only=True):
    """One document that was judged: its problems, the source line of each, and why it could not be read, if so."""

    name: str
    problems: tuple[Problem, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    unusable: str = ""


def found(arguments: Iterable[str]) -> list[str]:
    """Return what is meant: files and addresses as they are named, of a folder all feeds, of a pattern what fits.

    Raises:
        UsageError: a folder or pattern without any feed.

    """
    names: dict[str, None] = {}
    for argument in arguments:
        below = [argument] if is_address(argument) else _below(argument)
        if not below:
            expected = f"a file that ends in {', '.join(sorted(ENDINGS))}"
            raise UsageError("no feed in it", place=Place(file=argument), expected=expected)
        names.update(dict.fromkeys(below))
    return list(names)


def is_address(name: str) -> bool:
    """Whether a name is an address of the web."""
    return name.startswith(_ADDRESSES)


def _below(argument: str) -> list[str]:
    if Path(argument).is_dir():
        return _in_folder(argument)
    if has_magic(argument) and not Path(argument).exists():
        paths = sorted(glob(argument, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        return [name for path in paths for name in (_in_folder(path) if Path(path).is_dir() else [path])]
    return [argument]


def _in_folder(folder: str) -> list[str]:
    """Return the feeds of a folder, in the order of their names; hidden folders are passed over."""
    names = []
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(top) / name for name in files if not name.startswith("."))
        names += [str(path) for path in paths if path.suffix.lower() in ENDINGS and _is_feed(path)]
    return sorted(names)


def _is_feed(path: Path) -> bool:
    """Say whether a file of a folder is meant: JSON is used for much else."""
    if path.suffix.lower() != ".json":
        return True
    try:
        with path.open("rb") as file:
            start = file.read(_START)
    except OSError:
        return True  # it is said later that it cannot be read
    return _JSON_FEED in start


def read(name: str, standard_input: bytes = b"") -> bytes:
    """Return the bytes of a file, or of standard input for `-`.

    Raises:
        UsageError: it cannot be read.

    """
    try:
        return standard_input if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", place=Place(file=name)) from None


def judged(name: str, content: bytes, task: Task, more: Iterable[Problem] = ()) -> Checked:
    """Return what is wrong with one document; `more` is what is known beside it, of its delivery."""
    from feedtool.validate.profiles import leveled, quiet  # noqa: PLC0415 - holds every rule

    silent = quiet(task.levels) if not task.pedantic else frozenset()
    every = silent != quiet({})
    problems = (*check(content, name=name, location=task.location, now=task.now, every=every), *more)
    if task.old is not None:
        from feedtool.validate.against.comparison import against  # noqa: PLC0415 - seldom asked for

        problems += against(task.old, content, name=name)
    problems = leveled((problem for problem in problems if problem.rule not in silent), task.levels)
    return Checked(name=name, problems=problems, excerpts=excerpts(content, problems))


def checked(names: Sequence[str], task: Task, *, jobs: int = 0, standard_input: bytes = b"") -> Iterator[Checked]:
    """Yield each document judged, in the order given, by as many processes as `jobs` (0: one a core)."""
    work = partial(_checked, task=task, standard_input=standard_input if "-" in names else b"")
    workers = min(jobs or os.cpu_count() or 1, len(names))
    if workers < 2 or (not jobs and _size(names) < _PAYS):
        yield from map(work, names)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only where it pays

    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(work, names, chunksize=max(1, min(16, len(names) // (4 * workers))))


def _size(names: Iterable[str]) -> int:
    total = 0
    for name in names:
        try:
            total += Path(name).stat().st_size
        except OSError:
            continue
    return total


def _checked(name: str, *, task: Task, standard_input: bytes) -> Checked:
    try:
        return judged(name, read(name, standard_input), task)
    except UsageError as error:
        return Checked(name=name, unusable=str(error))
