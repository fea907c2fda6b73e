"""`feedtool record`: one article by its id, or all that came from one place."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import click

from feedtool import config
from feedtool.cli.options import config_option, now_option, present
from feedtool.cli.printing import output, say
from feedtool.errors import RecordError, UsageError
from feedtool.pipeline.records import record_of, records_from
from feedtool.seen import relative


@click.command("record")
@click.argument("id_", metavar="[ID]", required=False)
@config_option
@click.option(
    "--from", "pattern", metavar="SRC", help="Of all articles that came from a file, a pattern or an address."
)
@click.option("--set", "text", type=click.File("rb"), metavar="FILE|-", help="Put this text in its place.")
@click.option("--withdraw", is_flag=True, help="Take the article out of every feed, for good.")
@click.option("--path", "as_path", is_flag=True, help="Print where it stands, and not its text.")
@now_option
def command(
    id_: str | None, *, config_path: Path, pattern: str | None, text: BinaryIO | None, now: str | None, **said: bool
) -> None:
    """Print the record of an article, replace it, or withdraw the article.

    Works wherever the articles stand: in the folder, in Markdown files, in a database. The next build does the rest.
    With --from the ids and titles of articles are printed, or all of them are withdrawn.

    \b
    feedtool record tag:news.example,2025:2025-12-24:rain
    feedtool record ID --set rain.md
    feedtool record ID --withdraw
    feedtool record --from wire.csv
    feedtool record --from wire.csv --withdraw
    """  # noqa: D301 - click's own escape
    if (id_ is None) == (pattern is None):
        raise UsageError("which article?", expected="its id, or --from with where it came from, and not both")
    if pattern is not None and (text or said["as_path"]):
        raise UsageError("--set and --path go with an id, not with --from")
    if text and said["withdraw"]:
        raise UsageError("--set and --withdraw do not go together", hint="say `withdrawn: yes` in the text")
    project, moment = config.load(config_path), present(now)
    if pattern is not None:
        place = pattern if "://" in pattern else relative(Path(pattern), project.root)
        for line in records_from(project, place, now=moment, withdraw=said["withdraw"]):
            _tell(f"{line.id}\t{line.title}\n", "withdrawn" if said["withdraw"] else "", line.path)
    elif id_ is not None:
        path, found = record_of(project, id_, now=moment, text=_read(text), withdraw=said["withdraw"])
        done = "withdrawn" if said["withdraw"] else "replaced" if text else ""
        _tell(f"{path}\n" if said["as_path"] else found, done, path)


def _read(text: BinaryIO | None) -> str | None:
    try:
        return text.read().decode() if text else None
    except UnicodeDecodeError as error:
        raise RecordError(f"the text cannot be read: {error}", expected="UTF-8") from None


def _tell(asked: str, done: str, path: str) -> None:
    """Say what was done to a record; where nothing was, print what was asked of it."""
    if done:
        say(f"{done}: {path}")
    else:
        output().write(asked.encode())
