"""`feedtool record`: one article by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import click

from feedtool import config
from feedtool.cli.options import config_option, now_option, present
from feedtool.cli.printing import output, say
from feedtool.errors import RecordError, UsageError
from feedtool.pipeline.records import record_of

if TYPE_CHECKING:
    from pathlib import Path


@click.command("record")
@click.argument("id_", metavar="ID")
@config_option
@click.option("--set", "text", type=click.File("rb"), metavar="FILE|-", help="Put this text in its place.")
@click.option("--withdraw", is_flag=True, help="Take the article out of every feed, for good.")
@click.option("--path", "as_path", is_flag=True, help="Print where it stands, and not its text.")
@now_option
def command(
    id_: str, *, config_path: Path, text: BinaryIO | None, withdraw: bool, as_path: bool, now: str | None
) -> None:
    """Print the record of an article, replace it, or withdraw the article.

    Works wherever the articles stand: in the folder, in Markdown files, in a database. The next build does the rest.

    \b
    feedtool record tag:news.example,2025:2025-12-24:rain
    feedtool record ID --set rain.md
    feedtool record ID --withdraw
    """  # noqa: D301 - click's own escape
    if text and withdraw:
        raise UsageError("--set and --withdraw do not go together", hint="say `withdrawn: yes` in the text")
    try:
        given = text.read().decode() if text else None
    except UnicodeDecodeError as error:
        raise RecordError(f"the text cannot be read: {error}", expected="UTF-8") from None
    path, found = record_of(config.load(config_path), id_, now=present(now), text=given, withdraw=withdraw)
    if text or withdraw:
        say(f"{'withdrawn' if withdraw else 'replaced'}: {path}")
    else:
        output().write((f"{path}\n" if as_path else found).encode())
