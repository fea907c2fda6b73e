"""Options that say how sources are read, and the sources and projects that they make."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource
from msgspec.structs import replace

from feedtool import config
from feedtool.cli.options import DEFAULT_CONFIG, bundle
from feedtool.errors import UsageError
from feedtool.pipeline.sources.gather import COMMAND_LINE
from feedtool.problem import Place
from feedtool.seen import relative
from feedtool.source import KINDS
from feedtool.source.found import STANDARD_INPUT, covers, is_database, without_password
from feedtool.timestamps import ZonePolicy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedtool.config import Config, SourceConfig

reading_options = bundle(
    click.option("--kind", type=click.Choice([kind.name for kind in KINDS]), help="The kind of source; else detected."),
    click.option("--timezone", metavar="ZONE", envvar="FEEDTOOL_TIMEZONE", help="The zone of times that name none."),
    click.option(
        "--zone-word",
        "zone_words",
        metavar="WORD=ZONE",
        multiple=True,
        help="What a zone word means here, like IST=Europe/Dublin.",
    ),
    click.option(
        "--date-order", type=click.Choice(["dmy", "mdy"]), help="The order of dates in numbers, like 05/12/2025."
    ),
    click.option("--host", metavar="HOST", help="The host of the publisher; it may decide what a zone word means."),
    click.option("--language", metavar="TAG", help="The language of the articles, like en-IN."),
)


READING = ("kind", "timezone", "zone_words", "date_order", "host", "language")
"""The parameters of `reading_options`."""


def refuse(ctx: click.Context, names: Iterable[str], why: str) -> None:
    """Refuse options that were given on the command line and would have no effect.

    Raises:
        UsageError: one of them was given.

    """
    for option in ctx.command.params:
        if option.name in names and ctx.get_parameter_source(option.name) is ParameterSource.COMMANDLINE:
            raise UsageError(why, place=Place(field=max(option.opts, key=len)), hint="leave it out")


def policy_of(options: dict[str, Any]) -> ZonePolicy:
    """Return how times are read, by the options of `reading_options`.

    Raises:
        UsageError: a zone is not known.

    """
    words = dict(word.split("=", 1) for word in options["zone_words"] if "=" in word)
    if len(words) < len(options["zone_words"]):
        raise UsageError(
            "cannot be read", place=Place(field="--zone-word"), expected="WORD=ZONE, like IST=Asia/Kolkata"
        )
    return ZonePolicy(
        timezone=_zone(options["timezone"], "--timezone") if options["timezone"] else "",
        words={word.upper(): _zone(zone, "--zone-word") for word, zone in words.items()},
        host=options["host"] or "",
        language=options["language"] or "",
        date_order=options["date_order"] or "",
    )


def _zone(name: str, option: str) -> str:
    with suppress(ValueError):
        return ZonePolicy(timezone=name).timezone
    try:
        return str(config.SITE["timezone"].read(name))  # slow to import, and tells what was expected
    except ValueError as error:
        raise UsageError(f"cannot be {name!r}", place=Place(field=option), expected=str(error)) from None


def project_of(options: dict[str, Any], *, required: bool) -> Config:
    """Return the project: its configuration, or, where none is required and none is there, an empty one here.

    Raises:
        UsageError, ConfigError: the configuration is missing or wrong.

    """
    path: Path = options["config_path"]
    if required or path.exists() or path != Path(DEFAULT_CONFIG):
        return config.load(path)
    return config.Config(root=Path(), site=config.Site(), sources=(), feeds=())


def sources_from(names: tuple[str, ...], options: dict[str, Any], project: Config) -> tuple[SourceConfig, ...]:
    """Return what stands on the command line as sources, with paths relative to the project's folder.

    What the configuration says of the source that a path belongs to holds, but for what the options say.
    """
    policy = policy_of(options)
    said = {
        "kind": options["kind"],
        "timezone": policy.timezone,
        "words": policy.words,
        "date_order": policy.date_order,
        "host": policy.host,
        "language": policy.language,
    }
    said = {name: value for name, value in said.items() if value}
    rows = []
    for name in names:
        named = name in ("", STANDARD_INPUT) or "://" in name
        path = name if named else relative(Path(name), project.root)
        patterns = ((row, pattern) for row in project.sources for pattern in row.paths)
        owners = ((row, pattern) for row, pattern in patterns if covers(pattern, path, project.root))
        row, pattern = next(owners, (config.SourceConfig(name=COMMAND_LINE, paths=()), ""))
        if is_database(path):
            if not row.query:
                raise UsageError(
                    "no source of the configuration asks this database",
                    place=Place(file=without_password(path)),
                    hint="give it a query there, or name a .sql file",
                )
            path = pattern  # with its password
        rows.append(replace(row, name=COMMAND_LINE, paths=(path,), **said))
    return tuple(rows)
