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
from feedtool.pipeline.database.shown import withdraw
from feedtool.pipeline.sources.gather import doubt, source_of
from feedtool.postgres.origins import is_path
from feedtool.problem import Level, Place
from feedtool.source.found import covers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.pipeline.database.store import Store
    from feedtool.pipeline.sources.gather import Found
    from feedtool.postgres.files import Filed
    from feedtool.shelf import Line

_AT_ONCE = 500
"""How many files are dropped in one turn."""


def withdraw_gone(store: Store, run: Found, sources: Sequence[str]) -> None:
    """Withdraw what came from files of the named sources that a run did not find any more."""
    lost: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    gone = _gone(store, run, sources, lost, elsewhere)
    while some := list(islice(gone, _AT_ONCE)):
        with store.turn():
            ids = {file.id: None for file in some if file.id}
            store.ledger.expect((), ids)
            store.files.drop(some)
            lines = [line for id_ in ids if (line := store.ledger.get(id_))]
            store.files.expect(line.source for line in lines)
            withdraw(store, [line.id for line in lines if not _stands(store, line)])
    for pattern, count in (+lost).items():
        message = f"no file is found, but published articles came from here ({count}); they stay"
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
    return bool(store.files.known([path])) or _is_here(store, path)


def _is_here(store: Store, path: str) -> bool:
    """Whether a file is one of the configured sources, perhaps since a moment ago: another run has found it."""
    return (store.config.root / path).is_file() and source_of(store.config, path) != ""


def forget(store: Store, sources: Sequence[str]) -> None:
    """Have no article come by sources that the configuration names no more, unless another importer has them."""
    if sources:
        with store.turn():
            store.files.disown(sources)
            store.database.rows(
                "UPDATE article SET source = '' WHERE source = ANY(%s)"
                " AND NOT EXISTS (SELECT FROM file WHERE file.source = article.source)",
                list(sources),
            )


def _gone(
    store: Store, run: Found, sources: Sequence[str], lost: Counter[str], elsewhere: Counter[str]
) -> Iterator[Filed]:
    """Yield the files that are gone; count those that a pattern which matches nothing would match, or are not ours."""
    config = store.config
    for file in store.files.each(sources):
        if file.path in run.owners or _is_here(store, file.path):
            continue
        pattern = next((name for name in run.missing if covers(name, file.path, config.root)), None)
        if pattern is not None:
            lost[pattern] += bool(file.id)
        elif not store.files.is_ours(file):
            elsewhere[file.place] += bool(file.id)
        else:
            yield file
