"""LEFT: articles of a database whose files are gone; they are withdrawn, as those of a folder are.

An article goes with its file only where the file was one of this importer's: of a source of the configuration, read
under the importer's name, or, where it has none, on this machine and in this folder.  Nothing goes with a pattern that
matches nothing at all: a folder may not be mounted.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from feedtool.errors import SourceError
from feedtool.pipeline.coming import source_of
from feedtool.pipeline.gather import doubt
from feedtool.pipeline.shown import withdraw
from feedtool.postgres.origins import is_path
from feedtool.problem import Level, Place
from feedtool.source.found import covers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.pipeline.gather import Found
    from feedtool.pipeline.stored import Store
    from feedtool.postgres.files import Filed
    from feedtool.shelf import Line

_AT_ONCE = 500
"""How many files are dropped in one turn."""


def withdraw_gone(store: Store, run: Found) -> None:
    """Withdraw what came from files of the configured sources that a run did not find any more."""
    lost: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    gone = _gone(store, run, lost, elsewhere)
    while some := list(islice(gone, _AT_ONCE)):
        with store.turn():
            ids = {file.id: None for file in some if file.id}
            store.ledger.expect((), ids)
            store.files.drop(some)
            lines = [line for id_ in ids if (line := store.ledger.get(id_))]
            store.files.expect(line.source for line in lines)
            withdraw(store, [line.id for line in lines if not _stands(store, line)])
    for pattern, count in (+lost).items():
        message = f"the pattern matches no file, but published articles came from it ({count}); they stay"
        hint = "mend the pattern or the folder; to withdraw them: feedtool record ID --withdraw"
        store.report.errors.append(SourceError(message, place=Place(file=pattern), hint=hint))
    for place, count in (+elsewhere).items():
        message = f"articles whose files are not here, but were read in {place}: {count}; they stay"
        store.report.problems.append(
            doubt("files-elsewhere", message, "", "give each importer a name: importer = …", Level.INFO)
        )


def _stands(store: Store, line: Line) -> bool:
    """Whether what an article was made of is still there, as far as anybody knows: perhaps another file, or a page."""
    path = line.source.partition("#")[0]
    if not is_path(line.source):
        return store.files.stands(line.source)
    return bool(store.files.known([path])) or (store.config.root / path).exists()


def _gone(store: Store, run: Found, lost: Counter[str], elsewhere: Counter[str]) -> Iterator[Filed]:
    """Yield the files that are gone; count those that a pattern which matches nothing would match, or are not ours."""
    config = store.config
    for file in store.files.each([row.name for row in config.sources]):
        if file.path in run.owners or ((config.root / file.path).is_file() and source_of(config, file.path)):
            continue  # what was not there a moment ago, another run has found
        pattern = next((name for name in run.missing if covers(name, file.path, config.root)), None)
        if pattern is not None:
            lost[pattern] += bool(file.id)
        elif not store.files.is_ours(file):
            elsewhere[file.place] += bool(file.id)
        else:
            yield file
