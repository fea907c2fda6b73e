"""`feedtool validate`: what is wrong with feeds, ours or another's; what subscribers will see of it; and the mend."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource
from msgspec import Struct, field
from msgspec.structs import asdict, replace

from feedtool.cli.printing import output, print_json, say
from feedtool.errors import FeedtoolError, UsageError
from feedtool.problem import Level, Place
from feedtool.validate.book import BOOK
from feedtool.validate.many import Checked, Task, checked, found, is_address, judged, read
from feedtool.validate.output import FORMS, Wanted, lines
from feedtool.validate.profiles import DEFAULT, PROFILES, levels_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.validate.fix import Fixed


@click.command("validate")
@click.argument("files", metavar="FILE...", nargs=-1)
@click.option("--format", "-f", "form", type=click.Choice(list(FORMS)), default="text", help="How to say it.")
@click.option("--location", metavar="URL", default="", help="The address at which the feed is served.")
@click.option(
    "--fail-on",
    type=click.Choice([level.value for level in Level]),
    default="error",
    help="The least that makes the exit code 1.",
)
@click.option("--profile", type=click.Choice(list(PROFILES)), default=DEFAULT, help="Whose levels of the rules hold.")
@click.option(
    "--level",
    "changes",
    metavar="RULE=LEVEL",
    multiple=True,
    help="Another level of a rule: off, info, warning, error.",
)
@click.option("--all", "every", is_flag=True, help="Show each repeat of a fault, not only the first.")
@click.option("--against", "old", metavar="OLD", default="", help="Say also what subscribers of OLD will see.")
@click.option("--fix", "fix", is_flag=True, help="Put right what has one right answer, and show the difference.")
@click.option("--dry-run", "-n", is_flag=True, help="With --fix: show the difference only, write nothing.")
@click.option("--jobs", "-j", type=click.IntRange(0), default=0, help="Processes at work; 0 for as many as it pays.")
@click.option("--pedantic", is_flag=True, help="Let the quiet rules speak too.")
@click.option("--now", metavar="TIME", envvar="FEEDTOOL_NOW", help="The present, as ISO 8601 with an offset.")
@click.option(
    "--config",
    "-c",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("feedtool.toml"),
    envvar="FEEDTOOL_CONFIG",
    help="The configuration; its [validate] says which levels hold, if it is there.",
)
@click.option("--rules", "book", is_flag=True, help="List the rules and their levels, and check nothing.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    files: tuple[str, ...],
    *,
    book: bool,
    fix: bool,
    **options: Any,  # noqa: ANN401 - click's values
) -> None:
    """Check feeds: files, folders, patterns, addresses, or `-` for standard input.

    Exit code 0 when nothing is wrong, 1 when something is, 2 when a file cannot be read.

    \b
    feedtool validate output/
    feedtool validate --fix --location https://news.example/feed feed.xml
    feedtool validate --against yesterday.xml today.xml
    curl -s https://news.example/feed | feedtool validate - --format json
    """  # noqa: D301 - click's own escape
    _refuse(ctx, files, book=book, fix=fix, dry=options["dry_run"])
    levels = _levels(options, chosen=_said(ctx, "profile"), named=_said(ctx, "config_path"))
    if book:
        _list_rules(levels, as_json=options["form"] == "json")
        return
    if not files:
        raise UsageError("nothing to check", expected="files, folders, patterns, or - for standard input")
    names = found(files)
    task = Task(
        location=options["location"],
        now=_present(options["now"]),
        pedantic=options["pedantic"],
        levels=levels,
        old=_old(options["old"], names),
    )
    standard_input = _standard_input() if "-" in names else b""
    if any(map(is_address, names)):
        if fix or options["old"]:
            raise UsageError("an address can only be checked", hint="save the document, and name the file")
        documents = _from_web(names, task, standard_input)
    elif fix:
        documents = _fixed(names, task, standard_input, dry=options["dry_run"])
    else:
        documents = checked(names, task, jobs=options["jobs"], standard_input=standard_input)
    ctx.exit(_show(documents, "text" if fix else options["form"], _wanted(options, to_stderr=fix), to_stderr=fix))


def _said(ctx: click.Context, name: str) -> bool:
    return ctx.get_parameter_source(name) is not ParameterSource.DEFAULT


def _refuse(ctx: click.Context, files: tuple[str, ...], *, book: bool, fix: bool, dry: bool) -> None:
    """Refuse what would have no effect.

    Raises:
        UsageError: such an option was given.

    """
    place = Place(field="--dry-run" if dry and not fix else "--format" if fix else "--rules")
    if dry and not fix:
        raise UsageError("nothing is written anyway", place=place, expected="--fix --dry-run")
    if fix and ctx.get_parameter_source("form") is ParameterSource.COMMANDLINE:
        raise UsageError("--fix shows what it changes as a difference", place=place, hint="check again with --format")
    if book and files:
        raise UsageError("lists the rules, and checks nothing", place=place, hint="leave out the files")


def _levels(options: dict[str, Any], *, chosen: bool, named: bool) -> dict[str, Level | None]:
    """Return the levels that hold: by the configuration, and over it by the command line.

    `chosen` says whether a profile was asked for, `named` whether the configuration was named, and so has to be there.
    """
    rows = [change.partition("=") for change in options["changes"]]
    changes = {code.strip(): word.strip().lower() for code, _, word in rows}
    profile = options["profile"]
    if named or options["config_path"].exists():
        from feedtool.config import load  # noqa: PLC0415 - slow to import, and mostly not there

        validation = load(options["config_path"]).validation
        changes = {**validation.levels, **changes}
        profile = profile if chosen else validation.profile
    try:
        return levels_of(profile, changes)
    except ValueError as error:
        raise UsageError(str(error), place=Place(field="--level"), expected="RULE=off|info|warning|error") from None


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise UsageError("standard input is closed", expected="a document on standard input, or the name of a file")
    return sys.stdin.buffer.read()


def _present(now: str | None) -> datetime:
    """Return the present: as given, else the clock's."""
    if now or os.environ.get("SOURCE_DATE_EPOCH"):
        from feedtool.cli.options import present  # noqa: PLC0415 - imports much, and is wanted by tests mostly

        return present(now)
    return datetime.now(UTC).replace(microsecond=0)


def _list_rules(levels: dict[str, Level | None], *, as_json: bool) -> None:
    """Print every rule with the level that it has."""
    for code, rule in BOOK.items():
        level = levels.get(code, rule.level)
        word = level.value if level else "off"
        if as_json:
            print_json(asdict(rule) | {"level": word, "spec": rule.spec._asdict()})
        else:
            click.echo(f"{code:<32} {word:<8} {', '.join(rule.formats):<10} {rule.message}")


def _old(name: str, names: list[str]) -> bytes | None:
    """Return the document that another will take the place of, None when none was named."""
    if not name:
        return None
    if len(names) != 1:
        raise UsageError(
            "one document can take the place of another", place=Place(field="--against"), expected="one FILE"
        )
    from feedtool.validate.against.comparison import readable  # noqa: PLC0415 - seldom asked for

    content = read(name)
    if not readable(content):
        raise UsageError("no RSS or Atom that can be read", place=Place(file=name), hint=f"feedtool validate {name}")
    return content


def _wanted(options: dict[str, Any], *, to_stderr: bool) -> Wanted:
    stream = sys.stderr if to_stderr else sys.stdout
    colour = stream is not None and stream.isatty() and not os.environ.get("NO_COLOR")
    return Wanted(every=options["every"], colour=colour, fail_on=Level(options["fail_on"]))


class _Tally(Struct):
    """What was found, counted as it goes by."""

    wanted: Wanted
    documents: int = 0
    unusable: int = 0
    failing: bool = False
    counts: dict[Level, int] = field(default_factory=lambda: dict.fromkeys(Level, 0))

    def through(self, documents: Iterable[Checked]) -> Iterator[Checked]:
        """Yield the documents that could be read; say of the others why not."""
        for document in documents:
            if document.unusable:
                say(f"error: {document.unusable}", colour="red")
                self.unusable += 1
                continue
            self.documents += 1
            for problem in document.problems:
                self.counts[problem.level] += 1
                self.failing = self.failing or self.wanted.fails(problem)
            yield document

    @property
    def exit_code(self) -> int:
        """2 where something could not be read, 1 where something is wrong."""
        return 2 if self.unusable else int(self.failing)


def _show(documents: Iterable[Checked], form: str, wanted: Wanted, *, to_stderr: bool) -> int:
    """Say what was found, in one form, and return the exit code."""
    tally = _Tally(wanted)
    for line in lines(form, tally.through(documents), wanted):
        click.echo(line, err=to_stderr)
    if form == "text" and tally.documents:
        found = ", ".join(_counted(count, level) for level, count in tally.counts.items())
        say(f"{_counted(tally.documents, 'document')}: {found}")
    return tally.exit_code


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _fixed(names: list[str], task: Task, standard_input: bytes, *, dry: bool) -> Iterator[Checked]:
    """Mend each document, show what that changes, and yield what is left."""
    from feedtool.validate.fix import fixed  # noqa: PLC0415 - only where it is asked for

    for name in names:
        try:
            content = read(name, standard_input)
        except UsageError as error:
            yield Checked(name=name, unusable=str(error))
            continue
        mended = fixed(content, name=name, location=task.location)
        _deliver(name, content, mended, dry=dry)
        yield judged(name, mended.content, task)


def _from_web(names: list[str], task: Task, standard_input: bytes) -> Iterator[Checked]:
    """Fetch each address, and judge the document and how it was delivered; what a person names may be anywhere."""
    from feedtool.source.fetch import Fetcher, Manners  # noqa: PLC0415 - slow to import, and seldom wanted
    from feedtool.validate.delivered import delivered  # noqa: PLC0415 - the same

    with Fetcher(Manners(private_hosts=("*",), robots=False)) as fetcher:
        for name in names:
            try:
                if not is_address(name):
                    yield judged(name, read(name, standard_input), task)
                    continue
                got = fetcher.fetch(name)
            except FeedtoolError as error:
                yield Checked(name=name, unusable=str(error))
                continue
            final, moved = got.final_url, bool(got.moved_to)
            more = delivered(got.headers, got.content, url=name, final_url=final, moved=moved)
            yield judged(name, got.content, replace(task, location=task.location or got.final_url), more)


def _deliver(name: str, content: bytes, mended: Fixed, *, dry: bool) -> None:
    """Write a mended document where it came from, and show the difference: on stderr where stdout has the document."""
    from feedtool.validate.fix.difference import difference  # noqa: PLC0415 - only where it is asked for

    filtering = name == "-" and not dry
    for line in difference(content, mended.content, name):
        click.echo(line, nl=False, err=filtering)
    if filtering:
        output().write(mended.content)
    elif mended.content != content and not dry:
        _write(name, mended.content)
    if mended.changes:
        say(f"{name}: {_counted(len(mended.changes), 'repair')}{' would be made' if dry else ''}")


def _write(name: str, content: bytes) -> None:
    from feedtool.files import write_whole  # noqa: PLC0415 - only where something is written

    try:
        write_whole(Path(name).resolve(), content)  # what a link leads to, not the link
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", place=Place(file=name)) from None
