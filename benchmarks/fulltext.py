"""`python -m benchmarks fulltext`: many articles in full in RSS, Atom and JSON, beside Hugo's RSS of the same files.

A cold build is measured, from Markdown files to three checked and delivered documents; nothing is compressed, since
Hugo compresses nothing.  Hugo renders its home page's feed and nothing else: every article's content, without a limit.
Both are run in turn, and the median of each is shown.  Exit code 1 where a bar of the project is missed: 400 MB at the
peak, and less CPU than Hugo takes for its RSS alone (asked only where `hugo` is installed).
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpus import make_project
from benchmarks.measure import FEEDTOOL, medians, row

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_MEMORY = 400
_FEED = """\
formats = ["rss", "atom", "json"]
limit = {articles}
content = "full"
compress = []
"""
_HUGO = """\
baseURL = "https://bugle.example/"
title = "The Benchmark Bugle"
disableKinds = ["section", "taxonomy", "term", "404", "sitemap", "robotsTXT"]
[outputs]
home = ["RSS"]
[services.rss]
limit = -1
[[cascade]]
[cascade._build]
render = "link"
[cascade._target]
kind = "page"
"""
_TEMPLATE = """\
{{- printf "<?xml version=\\"1.0\\" encoding=\\"utf-8\\" standalone=\\"yes\\"?>" | safeHTML }}
<rss version="2.0">
  <channel>
    <title>{{ .Site.Title }}</title>
    <link>{{ .Permalink }}</link>
    <description>{{ .Site.Title }}</description>
    {{ range site.RegularPages }}
    <item>
      <title>{{ .Title }}</title>
      <link>{{ .Permalink }}</link>
      <pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" | safeHTML }}</pubDate>
      <guid>{{ .Permalink }}</guid>
      <description>{{ .Content | html }}</description>
    </item>
    {{ end }}
  </channel>
</rss>
"""


def make_site(folder: Path) -> list[str]:
    """Make a site of Hugo's beside a project, of the same files, and return the command that builds it."""
    site = folder / "hugo"
    (site / "layouts").mkdir(parents=True)
    (site / "config.toml").write_text(_HUGO, encoding="utf-8")
    (site / "layouts" / "index.rss.xml").write_text(_TEMPLATE, encoding="utf-8")
    (site / "content").symlink_to(folder / "notes")
    return [shutil.which("hugo") or "hugo", "--quiet", "--source", str(site)]


def counted(folder: Path, articles: int) -> None:
    """Look whether every article is in every document.

    Raises:
        SystemExit: some are missing.

    """
    documents = {
        "output/all.rss.xml": b"<item>",
        "output/all.atom.xml": b"<entry>",
        "output/all.json": b'"content_html"',
    }
    if shutil.which("hugo"):
        documents["hugo/public/index.xml"] = b"<item>"
    for name, mark in documents.items():
        found = (folder / name).read_bytes().count(mark)
        if found != articles:
            raise SystemExit(f"{name} has {found} articles of {articles}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a Markdown table; exit 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks fulltext", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000, help="how many Markdown articles of 4 KB")
    parser.add_argument("--runs", type=int, default=3, help="how often each command is run")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_project(folder, options.articles)
        with (folder / "feedtool.toml").open("a", encoding="utf-8") as config:
            config.write(_FEED.format(articles=options.articles))
        commands = [[*FEEDTOOL, "build"]]
        if shutil.which("hugo"):
            commands.append(make_site(folder))

        def forget() -> None:
            for made in ("output", "articles", "hugo/public", "hugo/resources"):
                shutil.rmtree(folder / made, ignore_errors=True)

        ours, *peers = medians(commands, folder, options.runs, forget)
        counted(folder, options.articles)
        os.chdir("/")
    print("| what | wall s | CPU s | peak MiB | ratio |")
    print("| --- | ---: | ---: | ---: | --- |")
    print(row(f"feedtool: RSS, Atom and JSON of {options.articles:,} articles", ours))
    for peer in peers:
        print(row("Hugo: RSS of the same files", peer))
        print(f"\nCPU: {ours.cpu / peer.cpu:.2f} x Hugo")
    missed = [f"{ours.memory:.0f} MiB at the peak, of {MOST_MEMORY}"] if ours.memory > MOST_MEMORY else []
    missed += [f"{ours.cpu:.1f} s of CPU, where Hugo takes {peer.cpu:.1f}" for peer in peers if ours.cpu >= peer.cpu]
    if missed:
        raise SystemExit(f"missed: {'; '.join(missed)}")


if __name__ == "__main__":
    main()
