"""Options that several commands share, each written down once; little is imported here, since cron waits for it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from feedtool.errors import ArticleError, UsageError
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

DEFAULT_CONFIG = "feedtool.toml"


def bundle(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Make one decorator of several."""

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


config_option = click.option(
    "--config",
    "-c",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path(DEFAULT_CONFIG),
    envvar="FEEDTOOL_CONFIG",
    help="The configuration.",
)
now_option = click.option(
    "--now", metavar="TIME", envvar="FEEDTOOL_NOW", help="The present, as ISO 8601 with an offset."
)
verbose_option = click.option("--verbose", "-v", is_flag=True, help="Say what was done, and what subscribers will see.")


def _note_json(ctx: click.Context, _option: click.Parameter, value: bool) -> bool:  # noqa: FBT001 - click's signature
    """Let the whole program know, so that an error that stops it is JSON too."""
    ctx.find_root().obj = value
    return value


json_option = click.option(
    "--json", "as_json", is_flag=True, is_eager=True, callback=_note_json, help="Print the result as JSON."
)
run_options = bundle(
    click.option("--dry-run", "-n", is_flag=True, help="Say what would be done; write nothing."),
    now_option,
    click.option(
        "--on-clash",
        type=click.Choice(["keep", "ours", "theirs"]),
        default="keep",
        help="Where a person and the source both changed a record: keep both, or let one of them win.",
    ),
)
jobs_option = click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=0),
    metavar="N",
    default=0,
    envvar="FEEDTOOL_JOBS",
    help="How many processes read at most; 0 for one a core.",
)

importer_option = click.option(
    "--importer",
    metavar="NAME",
    envvar="FEEDTOOL_IMPORTER",
    help="The name of this machine among several that import to one database; as the configuration says if not given.",
)


def present(now: str | None) -> datetime:
    """Return the present: as given, else SOURCE_DATE_EPOCH, else the clock's, in whole seconds.

    Raises:
        UsageError: it cannot be read.

    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if now:
            from feedtool.timestamps import read_time  # noqa: PLC0415 - slow to import

            return read_time(now).instant
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).replace(microsecond=0)
    except (ArticleError, ValueError, OverflowError, OSError):
        if now:
            raise UsageError(
                f"{now!r} is not a time", place=Place(field="--now"), expected="one like 2025-12-24T15:21:46+05:30"
            ) from None
        raise UsageError(
            f"{epoch!r} is not a time", place=Place(field="SOURCE_DATE_EPOCH"), expected="seconds since 1970, in UTC"
        ) from None
