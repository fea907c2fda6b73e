"""STAMPED: which files of a run on a database are to be read, since what decides on what they give is not as it was."""

from __future__ import annotations

import hashlib
import os
from itertools import islice
from typing import TYPE_CHECKING

from feedtool.pipeline.database.coming import coming
from feedtool.postgres.origins import is_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.config import SourceConfig
    from feedtool.pipeline.database.coming import Coming
    from feedtool.pipeline.database.store import Store
    from feedtool.pipeline.sources.opening import Opened
    from feedtool.postgres.files import Filed

_ASKED_AT_ONCE = 1000


class Stamped:
    """Which files of a run are to be read; `met` is how many were noted before, of the named sources."""

    def __init__(self, store: Store, names: Iterable[str], *, again: bool) -> None:
        self.met = 0
        self._store = store
        self._again = again
        self._names = frozenset(names)
        self._coming: dict[str, Coming] = {}

    def __call__(self, row: SourceConfig, paths: Iterable[str]) -> Iterator[str]:
        """Yield the paths of a source that are to be read: those that are not known by their stamps."""
        steady, paths = not (row.limit or row.where.days or row.unless.days), iter(paths)
        settings = hashlib.sha256(f"{row!r} {self._store.settings}".encode()).hexdigest()[:16]
        while some := list(islice(paths, _ASKED_AT_ONCE)):
            found = self._store.files.known([path for path in some if is_path(path)])
            self.met += sum(file.source in self._names for file in found)
            known = {file.path: file for file in found}
            for path in some:
                before = known.get(path)
                stamp = self._stamp(path, settings) if steady and is_path(path) else ""
                if self._again or not stamp or not before or not self._is_same(before, stamp):
                    self._coming[path] = coming(self._store.config, row, path, stamp=stamp, before=before)
                    yield path

    def lost(self) -> list[str]:
        """Return the ids of the articles whose files, which were to be read, could not be opened."""
        befores = (comes.before for comes in self._coming.values())
        return [before.id for before in befores if before and before.id and self._store.files.is_ours(before)]

    def _is_same(self, before: Filed, stamp: str) -> bool:
        return before.stamp == stamp and before.importer == self._store.files.importer

    def _stamp(self, path: str, settings: str) -> str:
        """Return what stands for a file and all that decides on what it gives; empty for one that is not there."""
        try:
            found = os.stat(os.path.join(self._store.config.root, path))  # noqa: PTH116, PTH118 - once for each of very many
        except (OSError, ValueError):
            return ""
        return f"{found.st_size} {found.st_mtime_ns} {settings}"

    def coming(self, row: SourceConfig, found: Opened) -> Coming:
        """Return what is to be noted of a source that was opened."""
        origin, kind = found.source.origin, found.kind
        comes = self._coming.pop(origin, None) or coming(self._store.config, row, origin)
        comes.is_file = is_path(origin)
        comes.stands = comes.is_file and kind.in_place and comes.owner != ""
        comes.stamp = "" if kind.live else comes.stamp
        return comes
