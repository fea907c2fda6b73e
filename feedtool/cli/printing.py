"""What commands say: errors, problems and reports, to stderr for people and to stdout as JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import asdict

from feedtool.errors import ConfigError, FeedtoolError, InvalidDocumentError, UsageError
from feedtool.problem import Level, Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from feedtool.pipeline.report import Report
    from feedtool.problem import Problem

_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.INFO: "cyan"}


def say(text: str, *, colour: str = "") -> None:
    """Talk to a person, on stderr; in colour on a terminal, unless NO_COLOR is set."""
    import os  # noqa: PLC0415 - only where something is said

    click.secho(text, err=True, fg=colour or None, color=False if os.environ.get("NO_COLOR") else None)


def show_error(error: FeedtoolError) -> None:
    """Show an error; of a configuration every mistake, each in its line."""
    for mistake in error.mistakes if isinstance(error, ConfigError) else (error,):
        say(f"error: {mistake}", colour="red")


def code_of(error: Exception, *, as_json: bool) -> int | None:
    """Show an error and return its exit code; None for one that is not meant for people."""
    if isinstance(error, OSError):
        error = FeedtoolError(f"{error.strerror or error}", place=Place(file=str(error.filename or "standard output")))
    if not isinstance(error, FeedtoolError):
        return None
    show_error(error)
    if as_json and sys.stdout is not None:
        mistakes = error.mistakes if isinstance(error, ConfigError) else (error,)
        print_json({"exit_code": error.exit_code, "errors": [error_json(mistake) for mistake in mistakes]})
    return error.exit_code


def show_problems(problems: Iterable[Problem], *, least: Level = Level.WARNING) -> None:
    """Show problems that are as bad as `least` or worse."""
    order = list(Level)
    for problem in problems:
        if order.index(problem.level) <= order.index(least):
            say(str(problem), colour=_COLOURS[problem.level])


def show_report(report: Report, *, verbose: bool) -> None:
    """Show what a run did: what went wrong always, what was done on request."""
    show_problems(report.problems, least=Level.INFO if verbose else Level.WARNING)
    for error in report.errors:
        show_error(error)
    for article in (found for found in report.held if verbose or found not in report.told):
        say(f"held back until {article.published.isoformat()}: {article.title}")
    if verbose:
        _show_done(report)


def _show_done(report: Report) -> None:
    for taken in report.intakes:
        instead = f" (by its {taken.by}; it was made of {taken.instead})" if taken.instead else ""
        say(f"{taken.intake}: {taken.source} -> {taken.path}{instead}")
    for delivery, changes in report.deliveries:
        say(f"{delivery.outcome}: {delivery.place}")
        for word in ("new", "changed", "gone"):
            for id_, title in getattr(changes, word):
                say(f"  {word}: {title} <{id_}>")
    for place in report.left_over:
        say(f"left over: {place} (no feed makes it any more; --prune removes it)")
    for place in report.removed:
        say(f"removed: {place}")
    for hub, topic in report.pushed:
        say(f"told: {hub} of {topic}")


def print_json(value: object) -> None:
    """Print a value as one line of JSON, on stdout; what an iterator yields is a list, printed as it comes."""
    for text in _json(value):
        output().write(text.encode("utf-8", "replace"))
    output().write(b"\n")
    output().flush()


def _json(value: object) -> Iterator[str]:
    if isinstance(value, Iterator):
        yield "["
        for number, each in enumerate(value):
            yield f"{', ' if number else ''}{_said(each)}"
        yield "]"
    elif isinstance(value, dict) and any(isinstance(each, Iterator) for each in value.values()):
        for number, (name, each) in enumerate(value.items()):
            yield f"{', ' if number else '{'}{_said(name)}: "
            yield from _json(each)
        yield "}"
    else:
        yield _said(value)


_said = json.JSONEncoder(ensure_ascii=False, default=str).encode


def output() -> BinaryIO:
    """Return standard output for data.

    Raises:
        UsageError: it is closed, and what is asked for would be lost.

    """
    if sys.stdout is None:
        raise UsageError("standard output is closed", expected="somewhere to print to")
    return sys.stdout.buffer


def report_json(report: Report) -> dict[str, Any]:
    """Return a report for programs; what may be long is yielded one by one."""
    return {
        "exit_code": report.exit_code,
        "articles": (
            {"source": row.source, "outcome": row.intake, "record": row.path, "by": row.by, "instead_of": row.instead}
            for row in report.intakes
        ),
        "held": ({"id": article.id, "published": article.published.isoformat()} for article in report.held),
        "feeds": [
            {"path": delivery.place, "outcome": delivery.outcome, **_ids(asdict(changes))}
            for delivery, changes in report.deliveries
        ],
        "left_over": report.left_over,
        "removed": report.removed,
        "pushed": [{"hub": hub, "topic": topic} for hub, topic in report.pushed],
        "errors": map(error_json, report.errors),
        "problems": map(problem_json, report.problems),
    }


def _ids(changes: dict[str, tuple[tuple[str, str], ...]]) -> dict[str, list[str]]:
    return {word: [id_ for id_, _ in rows] for word, rows in changes.items()}


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return a problem for programs."""
    place = problem.place
    return {
        "rule": problem.rule,
        "level": problem.level,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "path": place.field,
        "message": problem.message,
        "fix": problem.fix,
    }


def error_json(error: FeedtoolError) -> dict[str, Any]:
    """Return an error for programs."""
    problems = error.problems if isinstance(error, InvalidDocumentError) else ()
    return {
        "error": type(error).__name__,
        "file": error.place.file,
        "line": error.place.line,
        "field": error.place.field,
        "message": error.message,
        "expected": error.expected,
        "hint": error.hint,
        "problems": [problem_json(problem) for problem in problems],
    }
