"""Who is measured: feedtool and its peers, each with the least configuration that makes feeds of the same files.

A row is a tool: what it is installed by, the files that make it a site of the corpus in `notes/`, its command, and
where it puts its RSS.  A peer writes one RSS feed, the full text of the newest 50 articles, and no page; feedtool
writes RSS, Atom and JSON Feed of the same.  A tool that cannot be installed is named and left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpus import FEED, SITE, make_project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

INSTALLED = Path(__file__).parent.parent / ".bench"
"""Where the packages of PyPI and npm go."""
ALL = -1


def _nothing() -> None:
    """Install nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool, with the corpus as its site; its `files` are made for a number of entries (`ALL`: every one)."""

    name: str
    command: Callable[[], list[str]]
    feed: str
    """The RSS that it writes."""
    files: Callable[[int], Mapping[str, str]]
    install: Callable[[], None] = _nothing
    version: Callable[[], list[str]]
    most: int = sys.maxsize
    """The most articles that it is given: what takes minutes for ten thousand is not asked for more."""

    @property
    def there(self) -> bool:
        """Whether it can be run."""
        return bool(shutil.which(self.command()[0])) and all(
            Path(word).exists() for word in self.command() if word.startswith("/")
        )

    def said(self) -> str:
        """Return the version that it names."""
        done = subprocess.run(self.version(), capture_output=True, text=True, check=True)
        words = done.stdout.replace(",", " ").split()
        return next((word for word in words if any(sign.isdigit() for sign in word)), "").lstrip("v").split("+")[0]


def make_site(folder: Path, articles: int, tools: list[Tool], entries: int = 50) -> None:
    """Write the corpus, and beside it what each tool needs to make a feed of so many entries of it."""
    make_project(folder, articles)
    for tool in tools:
        for name, text in tool.files(entries).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def checked(folder: Path, tool: Tool, entries: int) -> None:
    """See to it that a tool has written what it was measured for.

    Raises:
        SystemExit: it has not.

    """
    content = (folder / tool.feed).read_bytes()
    if (found := content.count(b"<item>")) != entries or b"&lt;p&gt;" not in content:
        raise SystemExit(f"{tool.name} wrote {found} entries to {tool.feed}, not {entries} with their text")


def _feedtool(entries: int) -> dict[str, str]:
    limit = 10_000_000 if entries == ALL else entries
    compress = "compress = []\n" if entries == ALL else ""
    config = f'{SITE}{FEED}formats = ["rss", "atom", "json"]\nlimit = {limit}\n{compress}'
    return {"feedtool.toml": config}


def _hugo(entries: int) -> dict[str, str]:
    newest = "site.RegularPages" if entries == ALL else f"first {entries} site.RegularPages"
    return {
        "config.toml": """\
baseURL = "https://bugle.example/"
title = "The Benchmark Bugle"
contentDir = "notes"
publishDir = "hugo"
timeout = "300s"
disableKinds = ["section", "taxonomy", "term", "404", "sitemap", "robotsTXT"]
[outputs]
home = ["RSS"]
[[cascade]]
[cascade._build]
render = "link"
[cascade._target]
kind = "page"
""",
        "layouts/index.rss.xml": """\
{{ printf "<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?>" | safeHTML }}
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>{{ .Site.Title }}</title><link>{{ .Permalink }}</link><description>{{ .Site.Title }}</description>
{{ range NEWEST }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link><guid>{{ .Permalink }}</guid>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" | safeHTML }}</pubDate>
<description>{{ .Description }}</description><content:encoded>{{ .Content | html }}</content:encoded></item>
{{ end }}</channel></rss>
""".replace("NEWEST", newest),
    }


def _pelican(entries: int) -> dict[str, str]:
    config = f"""\
PATH = "notes"
OUTPUT_PATH = "pelican"
SITENAME = "The Benchmark Bugle"
SITEURL = FEED_DOMAIN = "https://bugle.example"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
FEED_ALL_RSS = "all.rss.xml"
FEED_MAX_ITEMS = {None if entries == ALL else entries}
RSS_FEED_SUMMARY_ONLY = False
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DIRECT_TEMPLATES = []
ARTICLE_SAVE_AS = AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = DRAFT_SAVE_AS = ""
STATIC_PATHS = THEME_STATIC_PATHS = []
"""
    return {"pelicanconf.py": config}


def _eleventy(entries: int) -> dict[str, str]:
    newest = "" if entries == ALL else f".slice(0, {entries})"
    config = """\
const FEED = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Benchmark Bugle</title><link>https://bugle.example/</link><description>The Benchmark Bugle</description>
{%- for post in collections.newest %}
<item><title>{{ post.data.title }}</title><link>https://bugle.example{{ post.page.filePathStem }}</link>
<guid>https://bugle.example{{ post.page.filePathStem }}</guid><pubDate>{{ post.date.toUTCString() }}</pubDate>
<description>{{ post.data.description }}</description>
<content:encoded>{{ post.templateContent | escape }}</content:encoded></item>
{%- endfor %}
</channel></rss>`
module.exports = (config) => {
  config.addGlobalData('permalink', false)
  config.addTemplate('feed.njk', FEED, { permalink: '/all.rss.xml', eleventyExcludeFromCollections: true,
    eleventyImport: { collections: ['newest'] } })
  config.addCollection('newest', (all) => all.getAllSorted().reverse()NEWEST)
  return { dir: { input: 'notes', output: 'eleventy' }, markdownTemplateEngine: false }
}
""".replace("NEWEST", newest)
    return {"eleventy.config.cjs": config}


def _apt(package: str) -> Callable[[], None]:
    def install() -> None:
        if not shutil.which(package) and not os.geteuid():
            _run("apt-get", "install", "-y", "-qq", package)

    return install


def _pypi() -> None:
    python = INSTALLED / "pelican/bin/python"
    if not python.exists():
        venv.create(python.parent.parent, with_pip=True)
        _run(str(python), "-m", "pip", "install", "--quiet", "pelican[markdown]")


def _npm() -> None:
    if not Path(_ELEVENTY).exists():
        _run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(INSTALLED), "@11ty/eleventy")


def _run(program: str, *arguments: str) -> None:
    """Run what installs something; where it fails, the tool is found missing later."""
    if found := shutil.which(program):
        subprocess.run([found, *arguments], capture_output=True, check=False)


def _path(name: str) -> str:
    return shutil.which(name) or name


_ELEVENTY = str(INSTALLED / "node_modules/@11ty/eleventy/cmd.cjs")
FEEDTOOL = Tool(
    name="feedtool",
    command=lambda: [sys.executable, "-m", "feedtool", "build"],
    version=lambda: [sys.executable, "-m", "feedtool", "--version"],
    feed="output/all.rss.xml",
    files=_feedtool,
)
HUGO = Tool(
    name="Hugo",
    command=lambda: [_path("hugo"), "--quiet"],
    version=lambda: [_path("hugo"), "version"],
    feed="hugo/index.xml",
    files=_hugo,
    install=_apt("hugo"),
    most=100_000,  # of a million it would hold more than most machines have
)
TOOLS = (
    FEEDTOOL,
    HUGO,
    Tool(
        name="Eleventy",
        command=lambda: [_path("node"), _ELEVENTY, "--config=eleventy.config.cjs", "--quiet"],
        version=lambda: [_path("node"), _ELEVENTY, "--version"],
        feed="eleventy/all.rss.xml",
        files=_eleventy,
        install=_npm,
        most=10_000,
    ),
    Tool(
        name="Pelican",
        command=lambda: [str(INSTALLED / "pelican/bin/pelican"), "--quiet", "--settings", "pelicanconf.py"],
        version=lambda: [str(INSTALLED / "pelican/bin/pelican"), "--version"],
        feed="pelican/all.rss.xml",
        files=_pelican,
        install=_pypi,
        most=10_000,
    ),
)
