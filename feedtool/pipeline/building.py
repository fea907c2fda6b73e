"""Build and import: the runs that continue from the last one, with the articles in a folder or in a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.pipeline.progress import Progress, silent
from feedtool.pipeline.run import Options

if TYPE_CHECKING:
    from datetime import datetime

    from feedtool.config import Config, SourceConfig
    from feedtool.pipeline.report import Report
    from feedtool.pipeline.run import Push
    from feedtool.seen import Sight
    from feedtool.shelf import OnClash


def build(  # noqa: PLR0913 - each is one option of the command, and has its name at the call
    config: Config,
    *,
    now: datetime,
    dry_run: bool = False,
    on_clash: OnClash = "keep",
    prune: bool = False,
    push: Push = "now",
    jobs: int = 0,
    sight: Sight | None = None,
    entries: bool = True,
    progress: Progress = silent,
) -> Report:
    """Bring articles and feeds up to date with their sources, deliver what changed, and tell the hubs of it.

    `now` decides which articles are of the future, and stamps changes that no source gives a time for.  With `prune`
    the documents are removed that were delivered for feeds which are made no more; `push` says when hubs are told: by
    this run, by a later one, or never.  `jobs` is how many processes read at most, 0 for one a core.  `sight` is
    what this run has seen of its folders so far.  With `entries` the report says which entries of each document are
    new, changed or gone; `progress` is told how far the run is.

    Raises:
        UsageError: the ledger cannot be read.
        BusyError: another run is at work.
        FeedtoolError: the database cannot be reached.

    """
    options = Options(
        dry_run=dry_run, on_clash=on_clash, prune=prune, push=push, jobs=jobs, entries=entries, progress=progress
    )
    if config.site.shelf:
        from feedtool.pipeline.database.building import build_in_database  # noqa: PLC0415 - seldom wanted, slow to import

        return build_in_database(config, options, now)
    from feedtool.pipeline.folder.building import build_in_folder  # noqa: PLC0415 - not with a database

    return build_in_folder(config, options, now, sight)


def import_sources(  # noqa: PLR0913 - as `build`
    config: Config,
    sources: tuple[SourceConfig, ...] = (),
    *,
    now: datetime,
    dry_run: bool = False,
    on_clash: OnClash = "keep",
    jobs: int = 0,
    progress: Progress = silent,
    cluster: str = "",
) -> Report:
    """Import sources to `articles/`; what is imported already is brought up to date.

    Without `sources` those of the configuration are imported, but for the kinds that are read where they stand.
    `jobs` is how many processes read at most, 0 for one a core.  `cluster` is the address of a Dask scheduler, on whose
    workers sources are read; then they have to be named.

    Raises:
        UsageError: a source does not exist, or the ledger cannot be read.
        BusyError: another run is at work.
        FeedtoolError: the database cannot be reached.

    """
    options = Options(dry_run=dry_run, on_clash=on_clash, jobs=jobs, progress=progress)
    if config.site.shelf:
        from feedtool.pipeline.database.building import import_to_database  # noqa: PLC0415 - as above

        return import_to_database(config, sources, options, now, cluster)
    from feedtool.pipeline.folder.building import import_to_folder  # noqa: PLC0415 - as above

    return import_to_folder(config, sources, options, now, cluster)
