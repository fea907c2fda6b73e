"""`feedtool validate`: what is wrong with feeds, ours or another's."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedtool.cli.printing import print_json, problem_json, say
from feedtool.errors import UsageError
from feedtool.problem import Level, Place
from feedtool.validate import check

if TYPE_CHECKING:
    from feedtool.problem import Problem


@click.command("validate")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", help="How to say it.")
@click.option("--location", metavar="URL", default="", help="The address at which the feed is served.")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning"]), default="error", help="The least that makes the exit code 1."
)
@click.pass_context
def command(ctx: click.Context, /, files: tuple[str, ...], form: str, location: str, fail_on: str) -> None:
    """Check RSS and Atom documents: files, folders, or `-` for standard input.

    Exit code 0 when nothing is wrong, 1 when something is, 2 when a file cannot be read.

    \b
    feedtool validate output/
    curl -s https://news.example/feed | feedtool validate - --format json
    """  # noqa: D301 - click's own escape
    names = [name for file in files for name in _below(file)]
    problems = [problem for name in names for problem in check(_read(name), name=name, location=location)]
    if form == "json":
        for problem in problems:
            print_json(problem_json(problem))
    else:
        for problem in problems:
            click.echo(str(problem))
        counts = {level: sum(problem.level is level for problem in problems) for level in Level}
        found = ", ".join(_counted(count, level) for level, count in counts.items())
        say(f"{_counted(len(names), 'document')}: {found}")
    ctx.exit(int(any(_fails(problem, fail_on) for problem in problems)))


def _fails(problem: Problem, least: str) -> bool:
    return problem.level is Level.ERROR or (least == "warning" and problem.level is Level.WARNING)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _below(file: str) -> list[str]:
    """Return a file, or of a folder the XML files at any depth."""
    return sorted(str(path) for path in Path(file).rglob("*.xml")) if Path(file).is_dir() else [file]


def _read(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", place=Place(file=file)) from None
