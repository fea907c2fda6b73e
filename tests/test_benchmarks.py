"""The benchmarks measure what they say, and their page and picture show what was measured."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import memory, plot, scenarios
from benchmarks.measure import Figure, Task, medians
from benchmarks.peers import ALL, FEEDTOOL, TOOLS, checked
from benchmarks.report import Results, bars, page

FAST, SLOW = Figure(cpu=1, wall=2, memory=100), Figure(cpu=10, wall=40, memory=900)
BUILDS = {FEEDTOOL.name: FAST, "Hugo": SLOW}
AGAIN = {FEEDTOOL.name: FAST, scenarios.EDITED: FAST, scenarios.STAT: FAST, "Hugo": SLOW}
RESULTS = Results(
    versions={FEEDTOOL.name: "0.1.0", "Hugo": "0.111.3"},
    missing=["Eleventy, which could not be installed"],
    start={FEEDTOOL.name: replace(FAST, wall=0.06), scenarios.BARE: replace(FAST, wall=0.02)},
    cold={1_000: BUILDS, 10_000: BUILDS},
    again={1_000: AGAIN, 10_000: AGAIN},
    whole={10_000: BUILDS},
)


def test_tasks_are_run_in_turn_and_the_first_turn_does_not_count(tmp_path: Path) -> None:
    order: list[str] = []
    tasks = [
        Task(name=name, command=[sys.executable, "-c", "pass"], before=lambda name=name: order.append(name))  # type: ignore[misc]
        for name in ("a", "b")
    ]
    figures = medians(tasks, tmp_path, 2)
    assert order == ["a", "b"] * 3
    assert all(figure.wall > 0 and figure.memory > 1 for figure in figures.values())


def test_a_command_that_fails_is_named_with_what_it_said(tmp_path: Path) -> None:
    task = Task(name="a", command=[sys.executable, "-c", "raise SystemExit('no corpus')"])
    with pytest.raises(SystemExit, match="no corpus"):
        medians([task], tmp_path, 1)


@pytest.mark.parametrize("entries", [50, ALL])
def test_feedtool_builds_the_site_that_the_others_build(entries: int) -> None:
    with scenarios.site(60, TOOLS, entries) as folder:
        scenarios.cold(folder, 60, [FEEDTOOL], 1, entries)
        checked(folder, FEEDTOOL, 60 if entries == ALL else 50)
        with pytest.raises(SystemExit, match="wrote"):
            checked(folder, FEEDTOOL, 7)


def test_the_page_has_the_ratios_the_bars_and_what_was_not_measured() -> None:
    text = page(RESULTS)
    assert "| `feedtool --version`, over bare Python | 40 ms | 60 ms | yes |" in text
    assert "| 10,000 articles, first build / Hugo's | 0.05 | 0.50 | yes |" in text
    assert "| 1,000 | 2.00 (1.00) | 40.00 (10.00) | 100 MiB |" in text
    assert "Not measured: Eleventy, which could not be installed." in text
    assert all(bar.kept for bar in bars(RESULTS))


def test_a_bar_that_is_missed_is_said_to_be() -> None:
    slow = replace(RESULTS, whole={10_000: {FEEDTOOL.name: SLOW, "Hugo": FAST}})
    missed = [bar.name for bar in bars(slow) if not bar.kept]
    assert missed == ["whole text of 10,000 articles: memory", "whole text of 10,000 articles: CPU / Hugo's"]
    assert "| whole text of 10,000 articles: memory | 900 MiB | 400 MiB | **no** |" in page(slow)


def test_of_a_million_articles_memory_and_an_edit_have_bars() -> None:
    slow = {**AGAIN, scenarios.EDITED: SLOW}
    results = replace(RESULTS, cold={1_000_000: BUILDS}, again={1_000_000: slow})
    kept = {bar.name: bar.kept for bar in bars(results) if bar.name.startswith("1,000,000")}
    assert kept["1,000,000 articles, first build: memory"]
    assert not kept[f"1,000,000 articles, {scenarios.EDITED} / {scenarios.STAT}"]


def test_the_picture_has_a_curve_for_each_name() -> None:
    picture = ET.fromstring(plot.curves({"a": {10: 0.5, 100: 5}, "b<c": {10: 1}}, across="articles", up="seconds"))
    svg = "{http://www.w3.org/2000/svg}"
    assert len(picture.findall(f"{svg}polyline")) == 2
    assert len(picture.findall(f"{svg}circle")) == 3
    assert {"a", "b<c", "articles", "seconds", "10", "100"} <= {text.text for text in picture.iter(f"{svg}text")}


def test_the_memory_of_whole_commands_is_measured_on_material_of_every_kind() -> None:
    code = "from benchmarks import memory\nassert not list(memory.table(1, 1))"
    root = Path(__file__).parent.parent  # a process of its own: what starts others counts among what they take
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    said = done.stdout.splitlines()[3:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in said]
    assert {name for name, *_ in rows} >= {large.name for large in memory.LARGE}
    assert {by for _, by, *_ in rows} == {"reading alone", "export", "import --to -", "import", "import, again"}
    assert all(int(articles.replace(",", "")) > 100 and 10 < int(peak) < 300 for *_, articles, _, peak, _ in rows)
