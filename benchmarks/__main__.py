"""`python -m benchmarks`: start-up, a cold build of many articles, and a second build with nothing changed.

Whole processes are measured, with the operating system's own accounting: user and system CPU, wall time, peak memory.
Each is run several times, the peer in turn with it, and the median is shown.  Ratios are against the peer of the same
run, so they hold on a machine of another speed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import make_project
from benchmarks.measure import FEEDTOOL, medians, row

BARE = [sys.executable, "-c", "pass"]
STAT = [
    sys.executable,
    "-c",
    "import os\nfor folder, _, names in os.walk('notes'):\n    for name in names: os.stat(os.path.join(folder, name))",
]


def main() -> None:
    """Measure and print a Markdown table; exit 1 where a bound is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000, help="how many Markdown articles of 4 KB")
    parser.add_argument("--runs", type=int, default=3, help="how often each command is run")
    options = parser.parse_args()
    print("| what | wall s | CPU s | peak MiB | ratio |")
    print("| --- | ---: | ---: | ---: | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start, bare = medians([[*FEEDTOOL, "--version"], BARE], folder, max(options.runs, 9))
        print(row("`feedtool --version`", start, bare, "bare Python"))
        make_project(folder, options.articles)
        build = [*FEEDTOOL, "build"]

        def forget() -> None:
            shutil.rmtree(folder / "output", ignore_errors=True)
            shutil.rmtree(folder / "articles", ignore_errors=True)

        cold, stat = medians([build, STAT], folder, options.runs, forget)
        print(row(f"cold build, {options.articles:,} articles", cold, stat, "stat of the same files"))
        again, stat = medians([build, STAT], folder, options.runs)
        print(row("second build, nothing changed", again, stat, "stat of the same files"))
        os.chdir("/")
    if start.wall - bare.wall > 0.1:
        raise SystemExit("feedtool --version takes more than 0.1 s over bare Python")


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        from benchmarks import serve

        serve.main(sys.argv[2:])
    elif sys.argv[1:2] == ["fulltext"]:
        from benchmarks import fulltext

        fulltext.main(sys.argv[2:])
    elif sys.argv[1:2] == ["sources"]:
        from benchmarks import sources

        sources.main(sys.argv[2:])
    else:
        main()
