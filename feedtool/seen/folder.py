"""A folder as it was seen: its files, and a digest that changes whenever one of them is written."""

from __future__ import annotations

import hashlib
from array import array
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import os
    from collections.abc import Container, Iterator, Sequence

Row = tuple[str, int, int, int]
"""A file: its name, its size in bytes, when it was changed and when it last moved, in ns since the epoch."""


class Rows(NamedTuple):
    """Files in the order of the system, as columns, which take a third of the memory: names and what `Row` says."""

    names: list[str]
    sizes: array[int]
    written: array[int]
    moved: array[int]

    @classmethod
    def of(cls, rows: Sequence[Row] = ()) -> Rows:
        """Return files that were looked at."""
        names, *numbers = zip(*rows, strict=True) if rows else ((), (), (), ())
        return cls(list(names), *(array("q", column) for column in numbers))

    def take(self, more: Rows) -> None:
        """Add files."""
        self.names.extend(more.names)
        self.sizes.extend(more.sizes)
        self.written.extend(more.written)
        self.moved.extend(more.moved)


class Seen(NamedTuple):
    """A folder as it was seen: its path, and of each of its files, by name, what moves when it is written.

    `stamp` stands for all of that.  What was written after `late` (ns since the epoch) may be written again with no
    trace; then the stamp is not `sure`, and such a file has none of its own.  Of a folder that is known to be as the
    index has it, the files are left out: `found` is None.
    """

    path: str
    found: Rows | None
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
    def files(self) -> Iterator[tuple[str, str]]:
        """Yield the names in order, and of each file a stamp, which is empty where it cannot be trusted yet."""
        names, sizes, written, moved = self._found()
        for n in sorted(range(len(names)), key=names.__getitem__):
            yield names[n], f"{sizes[n]} {written[n]} {moved[n]}" if moved[n] < self.late else ""

    def paths(self) -> Iterator[str]:
        """Yield the paths of the files."""
        return (f"{self.path}/{name}" if self.path else name for name in self._found().names)

    def _found(self) -> Rows:
        if self.found is None:
            raise RuntimeError(f"the files of {self.path} were left out, but somebody wants them")
        return self.found

    def without(self, names: Container[str]) -> Seen:
        """Return a folder without some of its files; its stamp stands for what is there no more."""
        free = [row for row in zip(*self._found(), strict=True) if row[0] not in names]
        if len(free) == self.number:
            return self
        return self._replace(found=Rows.of(free), number=len(free), sure=False)


def row_of(name: str, found: os.stat_result) -> Row:
    """Return a file by its name and what the system says of it."""
    return name, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def seen_of(path: str, files: Rows, late: int) -> Seen:
    """Return a folder with its stamp; a file that was changed a moment ago may be changed again within it."""
    names, *numbers = files
    try:
        content, odd = "\0".join(names).encode(), list[str]()
    except UnicodeEncodeError:
        content = "\0".join(names).encode("utf-8", "surrogatepass")
        odd = [name for name in names if not _is_utf8(name)]
    digest = hashlib.blake2b(content, digest_size=16)
    for column in numbers:
        digest.update(column)
    sure = max(files.moved) < late
    seen = Seen(path, files, digest.digest(), late, sure, len(names), odd)
    return seen.without(odd)._replace(sure=sure) if odd else seen


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
