"""`feedtool watch`: a build after every change."""

from __future__ import annotations

import signal
from threading import Event
from typing import TYPE_CHECKING

import click

from feedtool.cli.options import config_option, present, verbose_option
from feedtool.cli.printing import say, show_error, show_report
from feedtool.delivery import Outcome
from feedtool.watch import watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feedtool.config import Config


@click.command("watch")
@config_option
@verbose_option
def command(*, config_path: Path, verbose: bool) -> None:
    """Build, and build again whenever a source, a record or the configuration changes.

    What cannot be read is named, the rest is built, and the watching goes on.  SIGTERM and Ctrl-C end it.  Hubs are
    told what changed by the next `feedtool build`: nobody is to be called at each change of a word.

    \b
    feedtool watch
    """  # noqa: D301 - click's own escape
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    watch(
        config_path,
        run=builder(verbose=verbose),
        failed=show_error,
        stop=stop,
        ready=lambda: say("watching (Ctrl-C ends it)"),
    )


def builder(*, verbose: bool, changed: Callable[[], None] = lambda: None) -> Callable[[Config], None]:
    """Return what builds a project and says in a line what came of it; `changed` is told that documents changed."""
    from feedtool import pipeline  # noqa: PLC0415 - slow to import

    def build(config: Config) -> None:
        report = pipeline.build(config, now=present(None), push="later", entries=verbose)
        show_report(report, verbose=verbose)
        new = [delivery for delivery, _ in report.deliveries if delivery.outcome is not Outcome.UNCHANGED]
        if new:
            say(f"built: {len(new)} of {len(report.deliveries)} documents changed")
            changed()

    return build
