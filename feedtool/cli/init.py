"""`feedtool init`: a commented configuration and the folders, by options or by asking."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from feedtool import config
from feedtool.cli.options import present
from feedtool.cli.printing import say
from feedtool.errors import DeliveryError, UsageError
from feedtool.files import write_whole
from feedtool.problem import Place
from feedtool.scaffold import FOLDERS, starter

_ASKED = {
    "title": ("The name of the site", "News"),
    "home": ("Its address", "https://news.example/"),
    "timezone": ("The zone of times that name none", "Asia/Kolkata"),
}


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--title", metavar="TEXT", help="The name of the site.")
@click.option("--home", metavar="URL", help="Its address.")
@click.option("--timezone", metavar="ZONE", help="The zone of times that name none.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing.")
@click.option("--force", is_flag=True, help="Write over a configuration that is there.")
def command(folder: Path, *, yes: bool, force: bool, **given: str | None) -> None:
    """Make feedtool.toml, seeds/, articles/ and output/ in FOLDER (here by default).

    \b
    feedtool init --title "The Valley Herald" --home https://herald.example/ --yes
    """  # noqa: D301 - click's own escape
    path = folder / "feedtool.toml"
    if path.exists() and not force:
        raise UsageError(
            "there is a configuration already", place=Place(file=str(path)), hint="--force to write over it"
        )
    ask = sys.stdin is not None and sys.stdin.isatty() and not yes
    answers = {name: _answer(name, value, ask=ask) for name, value in given.items()}
    text = starter(**answers, year=present(None).year)
    config.parse(text, root=folder)
    try:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    except OSError as error:
        raise DeliveryError(f"cannot be written: {error.strerror}", place=Place(file=str(path))) from error
    say(f"made {path} and {', '.join(f'{folder / name}/' for name in FOLDERS)}")
    change = "" if folder == Path() else f"cd {folder} && "
    say(f"put sources into {folder / 'seeds'}/ and run: {change}feedtool build")


def _answer(name: str, value: str | None, *, ask: bool) -> str:
    """Return a value as given, as answered, or as usual; it is checked as the configuration checks it."""
    question, usual = _ASKED[name]
    answer = value or (click.prompt(question, default=usual, err=True) if ask else usual)
    try:
        return str(config.SITE[name].read(answer))
    except ValueError as error:
        raise UsageError(f"cannot be {answer!r}", place=Place(field=f"--{name}"), expected=str(error)) from None
