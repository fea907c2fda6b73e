"""PLAIN: `feedtool build` as cron runs it: no option to read and mostly nothing to say, so it loads nothing for either.

It does what the command does without options; what goes wrong, and what there is to say, is said by the command line.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from feedtool import config, pipeline
from feedtool.still import begun


def build() -> None:
    """Build by the configuration of this folder.

    Raises:
        SystemExit: always, with the code of the command.

    """
    try:
        now = datetime.now(UTC).replace(microsecond=0)
        report = pipeline.build(config.load(Path("feedtool.toml")), now=now, sight=begun(), entries=False)
    except BaseException as error:
        from feedtool.cli import ended  # noqa: PLC0415 - only for errors

        code = ended(error)
        if code is None:
            raise
        sys.exit(code)
    if report.errors or report.problems or report.held:
        from feedtool.cli.printing import show_report  # noqa: PLC0415 - only where there is something to say

        show_report(report, verbose=False)
    sys.exit(report.exit_code)
