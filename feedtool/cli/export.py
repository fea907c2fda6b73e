"""`feedtool export`: one feed from any source, at once and without configuration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from feedtool import config
from feedtool.cli.options import jobs_option, present, verbose_option
from feedtool.cli.printing import output, say, show_report
from feedtool.cli.progress import shown
from feedtool.cli.reading import reading_options, sources_from
from feedtool.delivery import deliver
from feedtool.document import FORMATS
from feedtool.errors import UsageError
from feedtool.markup import web
from feedtool.problem import Place

if TYPE_CHECKING:
    from feedtool.document import Document

_SITE_KEYS = ("title", "home", "authority", "link", "authors", "rights", "language")


@click.command("export")
@click.argument("sources", metavar="SRC...", nargs=-1, required=True)
@click.option(
    "--format", "-f", "formats", type=click.Choice(list(FORMATS)), multiple=True, default=["rss"], help="The format."
)
@click.option("--to", metavar="PATH", help="A file, or a folder (`output/`) for files named feed.*; else stdout.")
@click.option("--title", metavar="TEXT", help="The feed's title.")
@click.option("--home", metavar="URL", help="The site's address.")
@click.option("--self", "self_link", metavar="URL", help="The address at which the feed will be served.")
@click.option("--authority", metavar="DOMAIN,YEAR", help="Who mints ids: a domain and a day it was yours (RFC 4151).")
@click.option("--link", metavar="PATTERN", help="The address of articles that carry none, with {date:…} and {slug}.")
@click.option("--author", "authors", metavar="NAME", multiple=True, help="Who wrote articles that name nobody.")
@click.option("--rights", metavar="TEXT", help="The copyright line.")
@click.option("--limit", type=click.IntRange(1), default=50, help="The most entries.")
@click.option("--summary", is_flag=True, help="Summaries only, where an entry has an address to read on at.")
@click.option("--now", metavar="TIME", envvar="FEEDTOOL_NOW", help="The present, as ISO 8601 with an offset.")
@reading_options
@jobs_option
@verbose_option
@click.pass_context
def command(ctx: click.Context, /, sources: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 - click's values
    """Turn files, folders, patterns or standard input (`-`) into one feed.

    Articles keep the same ids from run to run.  Where no address of the site is known, the feed says so by a link that
    leads nowhere, and stderr says it too.

    \b
    feedtool export page.txt
    feedtool export notes/ --format atom --home https://news.example/ --to news.atom.xml
    """  # noqa: D301 - click's own escape
    from feedtool.pipeline.oneoff import export  # noqa: PLC0415 - the slow part, after the options are known to be right

    site = _site(options)
    project = config.Config(root=Path(), site=site, sources=(), feeds=())
    project = replace(project, sources=sources_from(sources, options, project))
    row = config.FeedConfig(
        name="feed",
        title=site.title,
        formats=options["formats"],
        limit=options["limit"],
        content="summary" if options["summary"] else "full",
    )
    to = _target(options["to"], options["formats"])
    now, self_link = present(options["now"]), _self_link(options["self_link"])
    with shown(verbose=options["verbose"]) as progress:
        documents, report = export(project, row, now=now, self_link=self_link, progress=progress, jobs=options["jobs"])
    if documents and not site.home:
        say("note: the address of the site is not known; name it with --home, and the feed's own with --self")
    show_report(report, verbose=options["verbose"])
    for document in documents:
        _write(document, to)
    ctx.exit(report.exit_code)


def _site(options: dict[str, Any]) -> config.Site:
    """Return the site that the options describe; they are read as the configuration reads the same keys."""
    values = {}
    for name in _SITE_KEYS:
        given = options[name]
        if given:
            try:
                values[name] = config.SITE[name].read(list(given) if isinstance(given, tuple) else given)
            except ValueError as error:
                place = Place(field=f"--{name.removesuffix('s') if name == 'authors' else name}")
                raise UsageError(f"cannot be {given!r}", place=place, expected=str(error)) from None
    return config.Site(**values)


def _self_link(given: str | None) -> str:
    if given and not web(given):
        raise UsageError(f"cannot be {given!r}", place=Place(field="--self"), expected="an address like https://…")
    return web(given or "")


def _target(to: str | None, formats: tuple[str, ...]) -> Path | None:
    """Return the file or folder to write to; a folder is made where a name ends in a slash."""
    if len(formats) > 1 and not (to and (to.endswith("/") or Path(to).is_dir())):
        raise UsageError("several formats need a folder", place=Place(field="--to"), expected="like --to output/")
    if to and to.endswith("/"):
        Path(to).mkdir(parents=True, exist_ok=True)
    return Path(to) if to else None


def _write(document: Document, to: Path | None) -> None:
    """Write a document to stdout, to a file, or under its own name into a folder."""
    if to is None:
        output().write(document.content)
        output().flush()
    else:
        deliver(document.content, to / document.name if to.is_dir() else to, modified=document.updated)
