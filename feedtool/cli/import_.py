"""`feedtool import`: any source into `articles/`, or out again as data for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from feedtool import config, pipeline
from feedtool.cli.options import (
    config_option,
    importer_option,
    jobs_option,
    json_option,
    present,
    run_options,
    verbose_option,
)
from feedtool.cli.printing import output, print_json, report_json, show_report
from feedtool.cli.progress import shown
from feedtool.cli.reading import READING, project_of, reading_options, refuse, sources_from
from feedtool.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from feedtool.config import Config


@click.command("import")
@click.argument("sources", metavar="[SRC]...", nargs=-1)
@click.option("--to", metavar="-", help="`-` writes the articles as NDJSON to stdout and keeps nothing.")
@click.option(
    "--engine",
    type=click.Choice(["here", "dask"]),
    default="here",
    show_default=True,
    help="Where sources are read: in this process, or on a Dask cluster.",
)
@click.option("--scheduler", metavar="ADDRESS", help="The scheduler of the cluster, like tcp://HOST:8786.")
@config_option
@reading_options
@run_options
@jobs_option
@importer_option
@verbose_option
@json_option
@click.pass_context
def command(ctx: click.Context, /, sources: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 - click's values
    """Bring files, folders, patterns or standard input (`-`) into articles/.

    Importing again changes nothing; a source that changed updates its record; a record that a person edited is never
    overwritten.  Without SRC the sources of the configuration are imported.

    \b
    feedtool import seeds/*.txt
    feedtool import notes/ --timezone Asia/Kolkata --to - | jq .title
    """  # noqa: D301 - click's own escape
    if (options["engine"] == "dask") != bool(options["scheduler"]):
        raise UsageError(
            "--engine dask and --scheduler go together", expected="--engine dask --scheduler tcp://HOST:8786"
        )
    if options["to"] not in (None, "-"):
        raise UsageError("--to takes only `-`", expected="--to -, or nothing for articles/")
    if options["to"]:
        refuse(
            ctx, ("as_json", "dry_run", "on_clash"), "has no effect with --to -, which prints NDJSON and keeps nothing"
        )
    if not sources:
        refuse(ctx, READING, "has no effect on the sources of the configuration, which says it itself")
    project = config.named(project_of(options, required=not sources), options["importer"])
    if options["to"] or not project.site.shelf:
        refuse(ctx, ("importer",), "has no effect but where articles are put into a database")
    if options["scheduler"] and not (sources or project.site.shelf):
        raise UsageError("name what the cluster is to read", expected="files, patterns, s3://… or addresses")
    rows = sources_from(sources, options, project) if sources else project.sources
    if options["to"] == "-":
        with shown(verbose=options["verbose"], alone=not output().isatty()) as progress:
            project = replace(project, sources=rows)
            report = _print_articles(project, present(options["now"]), progress, options["jobs"])
    else:
        now = present(options["now"])
        dry_run, on_clash = options["dry_run"], options["on_clash"]
        with shown(verbose=options["verbose"]) as progress:
            report = pipeline.import_sources(
                project,
                rows if sources else (),
                now=now,
                dry_run=dry_run,
                on_clash=on_clash,
                jobs=options["jobs"],
                progress=progress,
                cluster=options["scheduler"] or "",
            )
        if options["as_json"]:
            print_json(report_json(report))
    show_report(report, verbose=options["verbose"])
    ctx.exit(report.exit_code)


def _print_articles(project: Config, now: datetime, progress: pipeline.Progress, jobs: int) -> pipeline.Report:
    """Print every article, and what could be read of each that was set aside, with the reason."""
    from feedtool.pipeline.oneoff import articles_of, as_data, as_remains  # noqa: PLC0415 - only here

    report = pipeline.Report()
    for article in articles_of(project, report, now, progress, jobs=jobs):
        print_json(as_data(article, project.site.home))
    for error in report.errors:
        print_json(as_remains(error, project.site.home))
    return report
