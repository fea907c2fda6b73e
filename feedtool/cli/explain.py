"""`feedtool explain`: which line became which field and by which rule; what a written time means; what a rule says."""

from __future__ import annotations

import sys
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import asdict, replace

from feedtool.article import Via
from feedtool.cli.options import config_option, json_option
from feedtool.cli.printing import print_json, show_report
from feedtool.cli.reading import policy_of, project_of, reading_options, sources_from
from feedtool.errors import ArticleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.article import Article
    from feedtool.timestamps import ZonePolicy

_FIELDS = (
    *("title", "summary", "authors", "published", "updated", "tags", "link", "language", "images", "related"),
    *("via", "id"),
)


@click.command("explain")
@click.argument("subjects", metavar="[SRC|RULE|LINE]...", nargs=-1)
@click.option(
    "--time", "as_time", is_flag=True, help="The arguments, or the lines of standard input, are written times."
)
@config_option
@reading_options
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    subjects: tuple[str, ...],
    *,
    as_time: bool,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's values
) -> None:
    """Say why: for a source each field and the line it came from, for a time its zone, for a rule what it demands.

    \b
    feedtool explain page.txt
    feedtool explain --time "Published: December 24, 2025 15:21:46 IST"
    feedtool explain atom-entry-id-missing
    """  # noqa: D301 - click's own escape
    if as_time:
        lines = subjects or (line.rstrip("\n") for line in sys.stdin or ())
        ctx.exit(_explain_times(lines, policy_of(options), as_json=as_json))
    if not subjects:
        raise UsageError("nothing to explain", expected="a source, the code of a rule, or --time LINE")
    code = 0
    for subject in subjects:
        if subject == "-" or has_magic(subject) or "://" in subject or Path(subject).exists():
            code = max(code, _explain_source(subject, options, as_json=as_json))
        else:
            _explain_rule(subject, as_json=as_json)
    ctx.exit(code)


def _explain_times(lines: Iterable[str], policy: ZonePolicy, *, as_json: bool) -> int:
    """Explain each line; 1 where one was refused or holds no time."""
    code = 0
    for line in lines:
        told = _time(line, policy)
        code |= "refused" in told
        if as_json:
            print_json(told)
        else:
            click.echo("\n".join(_time_text(told)))
    return code


def _time(line: str, policy: ZonePolicy) -> dict[str, Any]:
    from feedtool.timestamps import read_line  # noqa: PLC0415 - only for times

    try:
        stamps = read_line(line, policy)
    except ArticleError as error:
        return {"line": line, "refused": error.message, "expected": error.expected, "try": error.hint}
    if not stamps:
        return {"line": line, "refused": "no time in it", "expected": "a date and a time", "try": ""}
    first = min(stamps, key=lambda stamp: (stamp.label != "published", stamp.precision == "day"))
    rows = [
        {
            "instant": stamp.instant.isoformat(),
            "precision": stamp.precision,
            "label": stamp.label,
            "zone": stamp.zone,
            "rule": stamp.rule,
            "text": stamp.text,
            "column": stamp.column,
            "problems": [problem.message for problem in stamp.problems],
        }
        for stamp in stamps
    ]
    return {"line": line, "instant": first.instant.isoformat(), "zone": first.zone, "rule": first.rule, "stamps": rows}


def _time_text(told: dict[str, Any]) -> Iterator[str]:
    yield told["line"].strip()
    if "refused" in told:
        yield f"  refused: {told['refused']}"
        yield from (f"  {word}: {told[word]}" for word in ("expected", "try") if told[word])
    for row in told.get("stamps", ()):
        label = f"{row['label']} " if row["label"] else ""
        yield f"  {label}{row['instant']} (to the {row['precision']}), from {row['text']!r} at column {row['column']}"
        yield f"    zone {row['zone']}: {row['rule']}"
        yield from (f"    doubtful: {problem}" for problem in row["problems"])


def _explain_source(subject: str, options: dict[str, Any], *, as_json: bool) -> int:
    from feedtool.pipeline import Report  # noqa: PLC0415 - only for sources
    from feedtool.pipeline.oneoff import articles_of, as_data  # noqa: PLC0415 - the same

    project = project_of(options, required=False)
    report = Report()
    for article in articles_of(replace(project, sources=sources_from((subject,), options, project)), report):
        if as_json:
            print_json(as_data(article))
        else:
            click.echo("\n".join(_article_text(article)))
    show_report(report, verbose=True)
    return report.exit_code


def _article_text(article: Article) -> Iterator[str]:
    yield f"{article.origin.path} ({article.origin.kind})"
    for name in (*_FIELDS, *(article.provenance.keys() - set(_FIELDS))):
        value = _value(article, name)
        evidence = article.provenance.get(name)
        if value or evidence:
            yield f"{name}: {value}"
        if evidence:
            place = f"line {evidence.line}: " if evidence.line else ""
            yield f"    {place}{evidence.rule}"


def _value(article: Article, name: str) -> str:
    value = getattr(article, name, "")
    if name == "body":
        return f"{len(article.body.split())} words"
    if isinstance(value, Via):
        return _parts(asdict(value))
    if isinstance(value, tuple):
        return "; ".join(item if isinstance(item, str) else _parts(asdict(item)) for item in value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value or "")


def _parts(fields: dict[str, Any]) -> str:
    return ", ".join(str(value) for value in fields.values() if value)


def _explain_rule(code: str, *, as_json: bool) -> None:
    import difflib  # noqa: PLC0415 - only for rules

    from feedtool.validate.book import BOOK  # noqa: PLC0415 - the same

    if code not in BOOK:
        near = difflib.get_close_matches(code, BOOK, 1)
        raise UsageError(
            f"neither a file nor a rule: {code!r}", hint=f"feedtool explain {near[0]}" if near else "check the path"
        )
    rule = BOOK[code]
    fields = asdict(rule) | {"spec": f"{rule.spec.title}, {rule.spec.url}", "formats": ", ".join(rule.formats)}
    if as_json:
        print_json(fields)
        return
    for name, value in fields.items():
        if value:
            click.echo(f"{name}: {value}" if "\n" not in value else f"{name}:\n{value}")
