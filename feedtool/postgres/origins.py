"""ORIGINS: what a file is called in a database that several importers share, who may have files of the same names.

Of an importer with a name it is a file URI (RFC 8089) with that for a host: `file://desk/notes/rain.md`.  Of those
without a name, which count as one, it is the path, as everywhere else.
"""

from __future__ import annotations

from feedtool.source.found import STANDARD_INPUT

_FILE = "file://"


class Origins:
    """How one importer, which may have no name, and a database speak of the same sources.

    To the importer its own files have their paths, as it knows them; those of another one are file URIs, and those of
    the importers without a name, if it has one itself, are `file:///…`.
    """

    def __init__(self, importer: str = "") -> None:
        self._own = f"{_FILE}{importer}/" if importer else ""

    def stored(self, source: str) -> str:
        """Return what a source is called in the database."""
        if source.startswith(f"{_FILE}/"):
            return source[len(_FILE) + 1 :]
        return f"{self._own}{source}" if is_path(source) else source

    def told(self, source: str) -> str:
        """Return what a source that is called so in the database is to this importer."""
        if not self._own or not source:
            return source
        if source.startswith(self._own):
            return source[len(self._own) :]
        return nameless(source) if is_path(source) else source


def is_path(source: str) -> bool:
    """Whether a source is a file, and no address, no database, no standard input."""
    file = source.partition("#")[0]
    return file not in ("", STANDARD_INPUT) and "://" not in file


def nameless(path: str) -> str:
    """Return what a file of the importers without a name is to one that has one."""
    return f"{_FILE}/{path}"


def owner_of(source: str) -> tuple[str, str] | None:
    """Return whose file a source is that is another importer's, as it is told, and its path; None of other sources."""
    if not source.startswith(_FILE):
        return None
    importer, _, path = source[len(_FILE) :].partition("/")
    return importer, path.partition("#")[0]
