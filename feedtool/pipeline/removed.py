"""REMOVED: sources that the configuration named when it was run last, and names no more.

Markdown that stands in their files goes with them, as with the files: the configuration says what is published of what
people write.  What was imported stays on the shelf.  Whoever took the source away is told once how much that is.
"""

from __future__ import annotations

import json
import shlex
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.pipeline.sources.gather import doubt, source_of
from feedtool.source.found import covers, without_password

if TYPE_CHECKING:
    from feedtool.config import Config
    from feedtool.pipeline.run import Run


class Removed(Struct, frozen=True, kw_only=True):
    """The names that are gone from a configuration, and the patterns and addresses that no source has any more."""

    names: tuple[str, ...]
    patterns: tuple[str, ...]


def removed(run: Run) -> Removed:
    """Return what is gone from the configuration since it was run last; nothing where that is not known."""
    before: dict[str, list[str]] = json.loads(run.fact(_fact(run)) or "{}")
    now = _sources(run.config)
    present = {pattern for patterns in now.values() for pattern in patterns}
    patterns = dict.fromkeys(pattern for patterns in before.values() for pattern in patterns)
    return Removed(
        names=tuple(name for name in before if name not in now),
        patterns=tuple(pattern for pattern in patterns if pattern not in present),
    )


def tell(run: Run, gone: Removed) -> None:
    """Say what stays published of sources that are gone, and note which ones the next run is to know of."""
    counts: Counter[str] = Counter()
    lines = (line for line in run.ledger if line.path and line.source and not line.withdrawn) if gone.patterns else ()
    for line in lines:
        pattern = next((name for name in gone.patterns if covers(name, line.file, run.config.root)), None)
        if pattern is not None and not source_of(run.config, line.file):
            counts[pattern] += 1
    for pattern, count in counts.items():
        message = f"belongs to no source any more; what was imported from it stays published, articles: {count}"
        hint = f"to withdraw them: feedtool record --from {shlex.quote(pattern)} --withdraw"
        run.report.problems.append(doubt("source-removed", message, pattern, hint))
    run.note(_fact(run), json.dumps(_sources(run.config), ensure_ascii=False))


def _fact(run: Run) -> str:
    return f"sources {run.at(run.config.file)}"


def _sources(config: Config) -> dict[str, list[str]]:
    return {row.name: [without_password(path) for path in row.paths] for row in config.sources}
