"""`feedtool doctor`: how a live feed is delivered, scored, with the mend for each fault."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from feedtool.cli.options import present
from feedtool.cli.printing import print_json
from feedtool.errors import SourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.doctor import Diagnosis, Finding

_MARKS = {"good": "good", "fault": "FAULT", "not applicable": "-"}


@click.command("doctor")
@click.argument("url", metavar="URL")
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", help="How to say it.")
@click.option(
    "--least", type=click.IntRange(0, 100), default=80, help="The lowest score that does not make the exit code 1."
)
@click.option(
    "--server", type=click.Choice(["nginx", "caddy", "cloud"]), help="Show the mends of this one only (cloud: S3)."
)
@click.option("--verbose", "-v", is_flag=True, help="Show what is good too.")
@click.option("--now", metavar="TIME", envvar="FEEDTOOL_NOW", help="The present, as ISO 8601 with an offset.")
@click.pass_context
def command(ctx: click.Context, /, url: str, *, form: str, least: int, server: str, verbose: bool, now: str) -> None:
    """Examine a feed where it is served, as its most demanding subscribers would, and score it from 0 to 100.

    Asks about twenty times: whole, with validators, compressed, by HEAD, as several readers, and for the site's page.

    \b
    feedtool doctor https://news.example/all.rss.xml
    feedtool doctor https://news.example/all.rss.xml --server nginx --least 95
    """  # noqa: D301 - click's own escape
    diagnosis = _examined(url, now)
    if form == "json":
        print_json(_as_data(diagnosis))
    else:
        for line in _lines(diagnosis, server or "", verbose=verbose):
            click.echo(line)
    ctx.exit(int(diagnosis.score < least))


def _examined(url: str, now: str) -> Diagnosis:
    try:
        from feedtool.source.fetch.probe import Prober  # noqa: PLC0415 - an extra, and slow to import
    except ModuleNotFoundError as error:
        hint = "install it: pip install 'feedtool[web]'"
        raise UsageError(f"reading from the web needs {error.name}", hint=hint) from None
    from feedtool.doctor import diagnosed  # noqa: PLC0415 - only where it is wanted
    from feedtool.doctor.visit import visited  # noqa: PLC0415 - the same

    try:
        with Prober() as prober:
            return diagnosed(visited(url, prober.ask, now=present(now), sleep=time.sleep))
    except SourceError as error:
        raise UsageError(error.message, place=error.place, expected="https://host/path") from None


def _lines(diagnosis: Diagnosis, server: str, *, verbose: bool) -> Iterator[str]:
    findings = diagnosis.findings if verbose else diagnosis.faults
    for finding in findings:
        yield f"{_MARKS[finding.verdict]:5} {finding.check.code}: {finding.fault or finding.check.demand}"
        if finding.fault:
            yield f"      {finding.check.why}"
            yield from (f"      {where}{text}" for where, text in _mends(finding, server))
    good = sum(finding.verdict == "good" for finding in diagnosis.findings)
    told = sum(finding.verdict != "not applicable" for finding in diagnosis.findings)
    yield f"{diagnosis.url}: {diagnosis.score} of 100, grade {diagnosis.grade} ({good} of {told} checks good)"


def _mends(finding: Finding, server: str) -> Iterator[tuple[str, str]]:
    shown = {"any": "mend: ", "nginx": "nginx: ", "caddy": "Caddy: ", "cloud": "S3, CloudFront: "}
    for where, text in finding.check.mends.items():
        if not server or where in (server, "any"):
            yield shown[where], text


def _as_data(diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "url": diagnosis.url,
        "score": diagnosis.score,
        "grade": diagnosis.grade,
        "checks": [
            {
                "code": finding.check.code,
                "verdict": finding.verdict,
                "weight": finding.check.weight,
                "demand": finding.check.demand,
                "fault": finding.fault or "",
                "why": finding.check.why,
                "mends": finding.check.mends,
            }
            for finding in diagnosis.findings
        ],
    }
