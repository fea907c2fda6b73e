"""`python -m benchmarks`: feedtool beside its peers; the page and the picture of docs/benchmarks/ are written anew.

`python -m benchmarks fulltext` measures the feeds of many articles in full alone, and writes nothing;
`serve` in its place measures the web server, `sources` how fast sources are read, `postgres` builds from a database,
`imports` how fast articles come into one.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import plot, scenarios
from benchmarks.peers import FEEDTOOL, TOOLS, Tool
from benchmarks.report import Bar, Results, bars, bars_of_whole, by_name, page

if TYPE_CHECKING:
    from collections.abc import Iterable

DOCS = Path(__file__).parent.parent / "docs" / "benchmarks"


def main(arguments: list[str]) -> None:
    """Install, measure, write, and print the page; exit 1 where a bar is missed.

    Raises:
        SystemExit: a bar is missed.

    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--articles", type=int, nargs="+", metavar="N", default=[1_000, 10_000, 100_000], help="how many articles"
    )
    parser.add_argument("--million", action="store_true", help="a million articles too (8 GB of disk)")
    parser.add_argument("--whole", type=int, metavar="N", default=10_000, help="how many articles with whole text")
    parser.add_argument("--runs", type=int, default=3, help="how often each command is run (once from 50,000 on)")
    parser.add_argument("--to", type=Path, default=DOCS, help="the folder that the page is written to")
    options = parser.parse_args(arguments)
    sizes = sorted({*options.articles, *([1_000_000] if options.million else [])})
    tools = [tool for tool in TOOLS if installed(tool)]
    scenarios.compiled()
    results = measured(sizes, options.whole, options.runs, tools)
    options.to.mkdir(parents=True, exist_ok=True)
    (options.to / "results.md").write_text(page(results), encoding="utf-8")
    (options.to / "growth.svg").write_text(picture(results), encoding="utf-8")
    print(page(results))
    _judge(bars(results))


def fulltext(arguments: list[str]) -> None:
    """Measure and print what feeds of many articles in full cost, beside Hugo's RSS; exit 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks fulltext")
    parser.add_argument("--articles", type=int, default=10_000, help="how many Markdown articles of 4 KB")
    parser.add_argument("--runs", type=int, default=3, help="how often each command is run")
    options = parser.parse_args(arguments)
    scenarios.compiled()
    figures = scenarios.whole(options.articles, [tool for tool in TOOLS[:2] if installed(tool)], options.runs)
    print(by_name(figures))
    _judge(bars_of_whole(options.articles, figures))


def _judge(found: Iterable[Bar]) -> None:
    if missed := [bar.name for bar in found if not bar.kept]:
        raise SystemExit(f"missed: {'; '.join(missed)}")


def installed(tool: Tool) -> bool:
    """Install a tool where it is not there yet; return whether it is there now."""
    tool.install()
    return tool.there


def measured(sizes: list[int], whole: int, runs: int, tools: list[Tool]) -> Results:
    """Measure everything; what is under way is named on stderr."""
    cold, again = {}, {}
    _say("start")
    start = scenarios.start(max(runs, 9))
    for size in sizes:
        _say(f"{size:,} articles")
        with scenarios.site(size, tools) as folder:
            cold[size] = scenarios.cold(folder, size, tools, runs)
            again[size] = scenarios.again(folder, size, tools, runs)
    _say(f"whole text of {whole:,} articles")
    return Results(
        versions={tool.name: tool.said() for tool in tools},
        missing=[f"{tool.name}, which could not be installed" for tool in TOOLS if tool not in tools]
        + [f"{tool.name} with more than {tool.most:,} articles" for tool in tools if tool.most < max(sizes)],
        start=start,
        cold=cold,
        again=again,
        whole={whole: scenarios.whole(whole, tools, runs)},
    )


def picture(results: Results) -> str:
    """Return the growth curves: first builds of all, and feedtool's later ones."""
    names = list(results.versions)
    found = {name: {size: f[name].wall for size, f in results.cold.items() if name in f} for name in names}
    found["nothing changed"] = {size: f[FEEDTOOL.name].wall for size, f in results.again.items()}
    return plot.curves(found, across="articles", up="seconds of a build")


def _say(what: str) -> None:
    print(f"measuring: {what}", file=sys.stderr)


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        from benchmarks import serve

        serve.main(sys.argv[2:])
    elif sys.argv[1:2] == ["fulltext"]:
        fulltext(sys.argv[2:])
    elif sys.argv[1:2] == ["sources"]:
        from benchmarks import sources

        sources.main(sys.argv[2:])
    elif sys.argv[1:2] == ["postgres"]:
        from benchmarks import postgres

        postgres.main(sys.argv[2:])
    elif sys.argv[1:2] == ["imports"]:
        from benchmarks import imports

        imports.main(sys.argv[2:])
    else:
        main(sys.argv[1:])
