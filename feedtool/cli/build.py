"""`feedtool build`: the whole line, as cron runs it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from feedtool.cli.options import (
    config_option,
    importer_option,
    jobs_option,
    json_option,
    present,
    run_options,
    verbose_option,
)
from feedtool.seen import Sight
from feedtool.still import begun, is_still

if TYPE_CHECKING:
    from pathlib import Path


@click.command("build")
@config_option
@run_options
@click.option("--prune", is_flag=True, help="Remove what was delivered for feeds that are made no more.")
@click.option("--no-push", is_flag=True, help="Tell no hub what changed, now or later.")
@jobs_option
@importer_option
@verbose_option
@json_option
@click.pass_context
def command(ctx: click.Context, /, config_path: Path, *, verbose: bool, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's values
    """Bring articles and feeds up to date with their sources.

    Reads every source of the configuration, writes every feed that changed, and leaves the others alone: the same bytes
    are not written again.  What cannot be read is set aside and named, the rest is published.

    \b
    feedtool build
    feedtool build -v --dry-run
    feedtool build -v --prune
    """  # noqa: D301 - click's own escape
    now = present(options["now"])
    sight = begun()
    if sight is None:
        sight = Sight(time.time_ns())
        if not (verbose or as_json) and is_still(config_path, now.timestamp(), sight):
            return
    from feedtool import config, pipeline  # noqa: PLC0415 - where nothing changed all this is not loaded
    from feedtool.cli.printing import print_json, report_json, show_report  # noqa: PLC0415
    from feedtool.cli.progress import shown  # noqa: PLC0415

    project = config.load(config_path)
    if options["importer"]:
        from feedtool.cli.reading import refuse  # noqa: PLC0415 - seldom wanted

        project = config.named(project, options["importer"])
        if not project.site.shelf:
            refuse(ctx, ("importer",), "has no effect where articles stand in a folder")

    with shown(verbose=verbose) as progress:
        report = pipeline.build(
            project,
            now=now,
            dry_run=options["dry_run"],
            on_clash=options["on_clash"],
            prune=options["prune"],
            push="never" if options["no_push"] else "now",
            jobs=options["jobs"],
            sight=sight,
            entries=verbose or as_json,
            progress=progress,
        )
    show_report(report, verbose=verbose)
    if as_json:
        print_json(report_json(report))
    ctx.exit(report.exit_code)
