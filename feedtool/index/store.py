"""The file that the index is kept in: SQLite, a cache; deleting it costs time and nothing else.

What is no index, is of another version, or is damaged is thrown away and made anew.

Sources: https://www.sqlite.org/pragma.html (application_id, user_version), https://www.sqlite.org/wal.html.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from feedtool.files import sync

if TYPE_CHECKING:
    from collections.abc import Iterator

_APPLICATION = 0x66656564
_VERSION = 3
_SCHEMA = """
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE shard (n INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL, hash BLOB NOT NULL);
CREATE TABLE line (
    n INTEGER PRIMARY KEY, shard INTEGER NOT NULL, id TEXT NOT NULL, said TEXT NOT NULL, moved INTEGER NOT NULL,
    withdrawn INTEGER, by_id INTEGER NOT NULL, by_path INTEGER, by_key INTEGER, by_digest INTEGER, by_words INTEGER
);
CREATE TABLE found (hash INTEGER NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (hash, line)) WITHOUT ROWID;

CREATE TABLE folder (
    n INTEGER PRIMARY KEY, area INTEGER NOT NULL, path TEXT NOT NULL, stamp BLOB, UNIQUE (path, area)
);
CREATE TABLE file (
    n INTEGER PRIMARY KEY, folder INTEGER NOT NULL, name TEXT NOT NULL, stamp TEXT NOT NULL, state INTEGER NOT NULL,
    stands INTEGER NOT NULL
);
CREATE TABLE outcome (
    n INTEGER PRIMARY KEY, hash BLOB NOT NULL, problems TEXT,
    id TEXT, slug TEXT, title TEXT, published TEXT, updated TEXT, link TEXT, language TEXT, source TEXT, tags TEXT,
    authors TEXT, digest TEXT, moment INTEGER
);
CREATE TABLE taking (file INTEGER NOT NULL, place INTEGER NOT NULL, source TEXT NOT NULL, path TEXT NOT NULL,
    PRIMARY KEY (file, place)) WITHOUT ROWID;

CREATE TABLE label (n INTEGER PRIMARY KEY, facet TEXT NOT NULL, value TEXT NOT NULL, folded TEXT NOT NULL,
    UNIQUE (facet, value));
CREATE INDEX label_folded ON label (facet, folded);
CREATE TABLE labelled (label INTEGER NOT NULL, moment INTEGER NOT NULL, file INTEGER NOT NULL,
    PRIMARY KEY (label, moment DESC, file)) WITHOUT ROWID;
CREATE TABLE answer (question BLOB NOT NULL, digest TEXT NOT NULL, yes INTEGER NOT NULL,
    PRIMARY KEY (question, digest)) WITHOUT ROWID;
"""
_INDEXES = {
    "line": (
        "line_shard ON line (shard)",
        "line_moved ON line (moved)",
        "line_withdrawn ON line (withdrawn) WHERE withdrawn IS NOT NULL",
        "line_by_id ON line (by_id)",
        *(f"line_by_{by} ON line (by_{by}) WHERE by_{by} IS NOT NULL" for by in ("path", "key", "digest", "words")),
    ),
    "file": ("file_name ON file (folder, name)", "file_state ON file (state, stands) WHERE state > 0"),
    "outcome": (
        "outcome_problems ON outcome (n) WHERE problems IS NOT NULL",
        "outcome_moment ON outcome (moment DESC) WHERE moment IS NOT NULL",
        "outcome_language ON outcome (language, moment) WHERE moment IS NOT NULL",
        "outcome_source ON outcome (source, moment) WHERE moment IS NOT NULL",
    ),
}
"""What rows are found by, by table.  A new index has them when it is wanted: it takes a third of the time with all rows
there."""


@contextmanager
def open_store(path: Path | None, *, keep: bool = True) -> Iterator[sqlite3.Connection]:
    """Open the index at `path`, made anew where there is no good one.

    None is for one in memory, where nothing can be written.  Without `keep` what stands there is read and stays as it
    is.  Nothing is committed here.
    """
    if path is None:
        db = _fresh(":memory:")
    elif keep:
        db = _opened(path) or _made(path)
    else:
        db = _copied(path)
    try:
        yield db
    finally:
        db.close()


def discard(path: Path) -> None:
    """Throw an index away, with the files that SQLite keeps beside it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)


def make_findable(db: sqlite3.Connection, *tables: str) -> None:
    """See that the rows of some tables, or of all, are found quickly by all that they are found by."""
    for table in tables or _INDEXES:
        for index in _INDEXES[table]:
            db.execute(f"CREATE {'UNIQUE ' * index.startswith('file_name')}INDEX IF NOT EXISTS {index}")


def commit(db: sqlite3.Connection) -> None:
    """Keep what was done.

    A new index is an index from then on: until it is on the disk, whole, it says of no version that it is one.
    """
    make_findable(db)
    db.execute("COMMIT")
    if db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
        _, _, file = db.execute("PRAGMA database_list").fetchone()
        if file:
            sync(Path(file))
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute(f"PRAGMA user_version = {_VERSION}")


def _connect(name: str) -> sqlite3.Connection:
    db = sqlite3.connect(name, isolation_level=None, timeout=60)
    with _closed_where_it_fails(db):
        db.execute("PRAGMA cache_size = -32768")
        db.execute(f"PRAGMA temp_store = {'MEMORY' if name == ':memory:' else 'FILE'}")
    return db


@contextmanager
def _closed_where_it_fails(db: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.close()
        raise


def _opened(path: Path) -> sqlite3.Connection | None:
    """Return the index that stands at `path`; None where none does, or one that is of no use."""
    if not path.is_file():
        return None
    db = _connect(str(path))
    with suppress(sqlite3.DatabaseError):
        found = (db.execute("PRAGMA application_id").fetchone()[0], db.execute("PRAGMA user_version").fetchone()[0])
        if found == (_APPLICATION, _VERSION):
            db.execute("PRAGMA synchronous = NORMAL")
            return db
    db.close()
    return None


def _made(path: Path) -> sqlite3.Connection:
    """Make an index; its folder keeps itself out of version control."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        ignore = path.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        discard(path)
    except OSError as error:
        raise sqlite3.OperationalError(str(error)) from error
    return _fresh(str(path))


def _fresh(name: str) -> sqlite3.Connection:
    """Make an index; nothing of it waits for the disk before all of it does, see `commit`."""
    db = _connect(name)
    with _closed_where_it_fails(db):
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(f"BEGIN; {_SCHEMA} COMMIT;")
        db.execute(f"PRAGMA application_id = {_APPLICATION}")
    return db


def _copied(path: Path) -> sqlite3.Connection:
    """Return a copy of an index, which goes when it is closed."""
    standing = _opened(path)
    if standing is None:
        return _fresh("")
    copy = _connect("")
    try:
        standing.backup(copy)
    except sqlite3.DatabaseError:
        copy.close()
        return _fresh("")
    finally:
        standing.close()
    return copy
