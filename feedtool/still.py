"""STILL: whether anything changed at all since the last build, by sizes, times and numbers of files alone.

A build that cron runs every few minutes mostly has nothing to do.  It finds that out here, before most of feedtool is
loaded; where anything is in doubt the answer is no, and the build looks closer.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedtool import __version__
from feedtool.files import stamp_of
from feedtool.seen import Sight, look, records_below

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


INDEX = ".feedtool/index.sqlite"
"""Where the index stands in a project's folder; deleting it costs time and nothing else."""
FACT = "still"
"""The name under which the last build noted there what it went out from, if it left nothing to be said."""
RECORDS = 1_000_000
"""The area of the records; the areas of sources are numbered in the order of the configuration."""


_begun: list[Sight] = []


def says_nothing(environment: Iterable[str]) -> bool:
    """Whether none of the variables named is for feedtool."""
    return not any(name.startswith("FEEDTOOL_") or name == "SOURCE_DATE_EPOCH" for name in environment)


def is_plainly_still() -> bool:
    """Whether a plain `feedtool build`, as cron runs it, has nothing to do.

    That is found out before the command line is read, whose library takes a third of the time of such a run.
    """
    now = time.time_ns()
    sight = Sight(now)
    if is_still(Path("feedtool.toml"), now // 1_000_000_000, sight):
        return True
    _begun.append(sight)
    return False


def begun() -> Sight | None:
    """Return what `is_plainly_still` saw when it found that there is something to do; once."""
    return _begun.pop() if _begun else None


def is_still(file: Path, now: float, sight: Sight) -> bool:
    """Whether a build at `now` (seconds since the epoch) by the configuration in a file has nothing to do or to say.

    What was looked at until that was clear is left in `sight`, for the build that has something to do.
    """
    index = file.parent / INDEX
    if not index.is_file():
        return False

    with suppress(Exception), closing(_open(index)) as db:  # the build that follows tells what is wrong
        row = db.execute("SELECT value FROM fact WHERE name = ?", (FACT,)).fetchone()
        noted = json.loads(row[0]) if row and row[0] else {}
        return (
            bool(noted)
            and noted["since"] <= now
            and (noted["until"] is None or now <= noted["until"])
            and noted["config"] == text_digest(file.read_text(encoding="utf-8-sig"))
            and noted["programs"] == programs()
            and all(stamp_of(path) == stamp for path, stamp in noted["files"].items())
            and not db.execute("SELECT 1 FROM file WHERE state > 0 LIMIT 1").fetchone()
            and _same_text(db, file.parent, noted["shelf"])
            and _same(db, file.parent, noted, sight)
        )
    return False


def _open(index: Path) -> sqlite3.Connection:
    import sqlite3  # noqa: PLC0415 - as above

    return sqlite3.connect(f"{index.resolve().as_uri()}?mode=rw", uri=True)


def _same(db: sqlite3.Connection, root: Path, noted: dict[str, Any], sight: Sight) -> bool:
    """Whether the folders of all areas are as they were, and no others."""
    shelf, suffixes = noted["shelf"], tuple(noted["suffixes"])
    areas = [(RECORDS, shelf, records_below(shelf, root, moment=sight.moment))]
    areas += [
        (number, pattern, look(pattern, root, suffixes, moment=sight.moment))
        for number, pattern in enumerate(noted["patterns"])
    ]
    for area, name, folders in areas:
        known = dict(db.execute("SELECT path, stamp FROM folder WHERE area = ? AND stamp IS NOT x''", (area,)))
        for seen in sight.glance(folders, (name, area), known):
            ours = area != RECORDS and f"{seen.path}/".startswith(f"{shelf}/")
            if not ours and (seen.odd or seen.shut or known.pop(seen.path, None) != seen.stamp):
                return False
        if known:
            return False
    return True


def _same_text(db: sqlite3.Connection, root: Path, shelf: str) -> bool:
    """Whether the text of the ledger is as it was."""
    known = dict(db.execute("SELECT file, stamp FROM shard WHERE stamp <> ''"))
    folder = root / shelf / "ledger"
    names = [name for name in os.listdir(folder) if name.endswith(".jsonl") and name[0] != "."]  # noqa: PTH208 - quicker
    if (root / shelf / "ledger.jsonl").exists() or len(names) != len(known):
        return False
    return all(known.get(f"{shelf}/ledger/{name}") == stamp_of(folder / name) for name in names)


def text_digest(text: str) -> str:
    """Return what stands for the text of a configuration."""
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def programs() -> str:
    """Return what moves when feedtool, or what is installed beside it, Python, or the zones of the machine change.

    A process does what its programs were when it began.
    """
    stamps = [sys.version, __version__]
    packages = [path for path in sys.path if path.endswith("-packages")]  # installing anything there moves the folder
    own = Path(__file__).parent
    editable = own.is_dir() and str(own.parent) not in packages  # not in an archive either
    waiting = [str(own)] if editable else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                elif entry.name.endswith((".py", ".html", ".css")):
                    stamps.append(f"{entry.path} {entry.stat().st_mtime_ns}")
    beside = (*packages, "/usr/share/zoneinfo")
    stamps += [f"{path} {os.stat(path).st_mtime_ns}" for path in beside if os.path.exists(path)]  # noqa: PTH110, PTH116 - quicker
    return hashlib.sha256("\n".join(sorted(stamps)).encode()).hexdigest()
