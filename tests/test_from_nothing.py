"""Whatever happened to a project, readers get what a build from nothing gives of the same articles, and no id moves.

Things happen to a project at random.  At each build a copy of it without output and index is built beside it, and what
is delivered is compared.  FEEDTOOL_TEST_PROJECTS says how many projects there are, FEEDTOOL_TEST_STEPS how much happens
to each at most.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli  # type: ignore[import-untyped] # it ships no types
import zstandard
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from conftest import CASES, NOW
from feedtool import config, pipeline
from feedtool.seen import Sight
from feedtool.still import is_still

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedtool.errors import FeedtoolError
    from feedtool.pipeline import Report

PROJECTS = int(os.environ.get("FEEDTOOL_TEST_PROJECTS", "8"))
STEPS = int(os.environ.get("FEEDTOOL_TEST_STEPS", "12"))

SITE, NOTES, WIRE, *FEEDS = (CASES / "grown.toml").read_text(encoding="utf-8").split("\n\n")
SITES = tuple(SITE.replace(*words) for words in (("", ""), ("also", "# also"), ("Kolkata", "Tokyo"), ("{slug}", "x")))
SOURCES = ((NOTES, WIRE), (WIRE, NOTES), (NOTES,), (WIRE,))
DATES = (
    "2025-12-31 23:59:30",
    "2025-12-31 10:00",
    "2025-12-28T01:00:00+09:00",
    "2025-11-30T20:00:00Z",
    "2025-10-05",
    "2026-01-01 00:00:30",
    "2026-01-03 12:00",
    "2026-02-01 00:00",
)
TITLES = ("Rain At Night", "The Ferry", "Gold & <Silver>", "नदी")
NAMES = st.sampled_from(("a", "b", "c", "d", "sub/a", "sub/e"))
SAID = st.fixed_dictionaries(
    {"title": st.sampled_from(TITLES).map(repr), "date": st.sampled_from(DATES)},
    optional={
        "tags": st.sampled_from(("[a]", "[a, b]", "[B]", "[c++, a]")),
        "author": st.sampled_from(("Asha Rao", "asha rao", "Arun Pillai")),
        "language": st.sampled_from(("en", "hi", "zh-Hant-TW")),
        "draft": st.just("yes"),
        "withdrawn": st.just("yes"),
        "updated": st.just("2026-01-05 10:00"),
        "link": st.just("https://gazette.example/one"),
        "image": st.just("https://gazette.example/a.jpg"),
        "enclosures": st.just("[{url: https://gazette.example/a.mp3, type: audio/mpeg, length: 1000}]"),
    },
)
BODIES = st.sampled_from(("It rained.", "Dry & hot, <b>5</b> < 6.\n\n- one\n- two"))
ROWS = st.tuples(st.sampled_from(TITLES), st.sampled_from(DATES), st.sampled_from(("rain", "dust")))
ARTICLES = st.sampled_from(("notes/**/*.md", "articles/**/*.md"))
FILES = st.sampled_from(("notes/**/*", "articles/**/*", "output/**/*"))
EDITS = st.sampled_from((("rain", "sun"), ("title: ", "title: x"), ("tags: [a", "tags: [b"), ("\n---", "\nid: x\n---")))
PLACES = st.sampled_from(((".feedtool",), ("notes", "wire"), ("notes", "wire", "articles", "output")))
ANY = st.integers(0, 99)
STAYS = ("feeds stay", "there is nothing to publish")
"""What a build says that delivers nothing: readers keep what they have, and a build from nothing gives them nothing."""
DELIVERED = "delivered.jsonl"
"""Where it is kept what was delivered when: a build from nothing has delivered nothing before."""


class FromNothing(RuleBasedStateMachine):
    """A project to which things happen."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name, "grown")
        self.now = datetime.fromisoformat(NOW)
        self.seen: dict[str, tuple[Any, str]] = {}

    def teardown(self) -> None:
        """Build once more, and leave nothing behind."""
        with self.folder:
            if sys.exc_info()[0] is None:
                self.built()

    def write(self, path: str, text: str) -> None:
        """Write a file, with the folders above it."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def pick(self, pattern: str, number: int) -> Path | None:
        """Return one of the files that match, if there is any."""
        found = sorted(path for path in self.root.glob(pattern) if path.is_file())
        return found[number % len(found)] if found else None

    @initialize()
    def begin(self) -> None:
        """Have one article and all feeds."""
        self.configure(site=0, sources=0, feeds=set(range(len(FEEDS))))
        self.note("a", {"title": "First", "date": "2025-12-20 10:00", "tags": "[a]"}, "It rained.")
        self.built()
        self.keep()

    @rule(site=st.integers(0, 3), sources=st.integers(0, 3), feeds=st.sets(st.integers(0, len(FEEDS) - 1), min_size=1))
    def configure(self, *, site: int, sources: int, feeds: set[int]) -> None:
        """Choose sources and feeds."""
        parts = (SITES[site], *SOURCES[sources], *(FEEDS[number] for number in sorted(feeds)))
        self.write("feedtool.toml", "\n\n".join(parts))

    @rule(name=NAMES, said=SAID, body=BODIES)
    def note(self, name: str, said: dict[str, str], body: str) -> None:
        """Write an article, perhaps in the place of another."""
        rows = "".join(f"{key}: {value}\n" for key, value in said.items())
        self.write(f"notes/{name}.md", f"---\n{rows}---\n\n{body}\n")

    @rule(rows=st.lists(ROWS, max_size=3))
    def wire(self, rows: list[tuple[str, str, str]]) -> None:
        """Write a table of articles anew."""
        lines = [f"W{number} {','.join(row)}" for number, row in enumerate(rows)]
        self.write("wire/table.csv", "\n".join(["title,published,body", *lines, ""]))

    @rule(pattern=ARTICLES, number=ANY)
    def delete(self, pattern: str, number: int) -> None:
        """Delete an article."""
        if path := self.pick(pattern, number):
            path.unlink()

    @rule(number=ANY, name=NAMES)
    def rename(self, number: int, name: str) -> None:
        """Rename an article, perhaps over another."""
        if path := self.pick("notes/**/*.md", number):
            (self.root / "notes/sub").mkdir(exist_ok=True)
            path.rename(self.root / f"notes/{name}.md")

    @rule(pattern=ARTICLES, number=ANY, words=EDITS)
    def edit(self, pattern: str, number: int, words: tuple[str, str]) -> None:
        """Change a word of an article."""
        if path := self.pick(pattern, number):
            path.write_text(path.read_text(encoding="utf-8").replace(*words, 1), encoding="utf-8")

    @rule(pattern=FILES, number=ANY)
    def touch(self, pattern: str, number: int) -> None:
        """Give a file another time."""
        if path := self.pick(pattern, number):
            path.touch()

    @rule(number=ANY, how=st.sampled_from(("lost", "half", "other")))
    def harm(self, number: int, how: str) -> None:
        """Do something to a document that is delivered."""
        path = self.pick("output/**/*", number)
        if path and how == "lost":
            path.unlink()
        elif path:
            content = path.read_bytes()
            path.write_bytes(content[: len(content) // 2] if how == "half" else content.replace(b"Rain", b"Snow"))

    @rule(what=st.sampled_from((".feedtool", "output")))
    def lose(self, what: str) -> None:
        """Lose what can be made anew."""
        shutil.rmtree(self.root / what, ignore_errors=True)

    @rule(page=st.integers(0, 40))
    def corrupt(self, page: int) -> None:
        """Have the disk lose a part of the index."""
        if path := self.pick(".feedtool/index.sqlite", 0):
            content = bytearray(path.read_bytes())
            content[page * 1000 : page * 1000 + 3000] = bytes(3000)
            path.write_bytes(content)

    @rule()
    def keep(self) -> None:
        """Have a copy of everything."""
        shutil.rmtree(self.root.with_name("kept"), ignore_errors=True)
        shutil.copytree(self.root, self.root.with_name("kept"))

    @rule(folders=PLACES)
    def restore(self, folders: tuple[str, ...]) -> None:
        """Put back what some folders were when they were copied."""
        for name in folders:
            shutil.rmtree(self.root / name, ignore_errors=True)
            if (kept := self.root.with_name("kept") / name).exists():
                shutil.copytree(kept, self.root / name)
        self.seen = {}

    @rule(hours=st.sampled_from((0.005, 0.02, 1, 26, 24 * 3, 24 * 40, -1, -30)))
    def wait(self, hours: float) -> None:
        """Let time go by, or set the clock back."""
        self.now += timedelta(hours=hours)

    @rule(dry=st.booleans())
    def imports(self, *, dry: bool) -> None:
        """Import without building."""
        before = files_in(self.root)
        pipeline.import_sources(config.load(self.root / "feedtool.toml"), now=self.now, jobs=1, dry_run=dry)
        assert not dry or files_in(self.root) == before

    @rule(late=st.booleans(), prune=st.booleans())
    def build(self, *, late: bool, prune: bool) -> None:
        """Build, at once or a minute after the last change."""
        self.built(late=late, prune=prune)

    @rule(late=st.booleans())
    def rehearse(self, *, late: bool) -> None:
        """Build after a dry run."""
        self.built(late=late, rehearse=True)

    def built(self, *, late: bool = False, rehearse: bool = False, prune: bool = False) -> None:
        """Build here and from nothing, and see that it is the same."""
        fresh = self.root.with_name("fresh")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(self.root, fresh, ignore=shutil.ignore_patterns(".feedtool", "output"))
        moment = time.time_ns() + 60 * 10**9 * late
        before = files_in(self.root)
        dry = self.run(self.root, moment, dry_run=True, prune=prune) if rehearse else None
        assert files_in(self.root) == before
        report, anew = self.run(self.root, moment, prune=prune), self.run(fresh, moment)
        assert anew
        errors = said(anew.errors, fresh)
        if report:
            assert said(report.errors, self.root) == errors
        if report and dry:
            assert said(dry.errors, self.root) == errors
            assert outcomes(dry) == outcomes(report)
        assert files_in(self.root / "articles", but=DELIVERED) == files_in(fresh / "articles", but=DELIVERED)
        grown = files_in(self.root / "output")
        if any(words in error for words in STAYS for error in errors):
            assert {f"output/{name}": content for name, content in grown.items()}.items() <= before.items()
        else:
            self.compare(grown, files_in(fresh / "output"), report)
            self.updated_stays()

    def run(self, root: Path, moment: int, *, dry_run: bool = False, prune: bool = False) -> Report | None:
        """Build as the command does; None where there is nothing to do."""
        file, sight = root / "feedtool.toml", Sight(moment)
        if not dry_run and is_still(file, self.now.timestamp(), sight):
            return None
        return pipeline.build(config.load(file), now=self.now, sight=sight, jobs=1, dry_run=dry_run, prune=prune)

    def compare(self, grown: dict[str, bytes], made: dict[str, bytes], report: Report | None) -> None:
        """See that readers get what was made from nothing, and of what stands beside that no entries."""
        output = self.root / "output"
        left = {Path(path).relative_to(output).as_posix() for path in (report.left_over if report else ())}
        for name, content in made.items():
            assert grown.get(name) == content, name
        for name in grown.keys() - made.keys():
            plain, _, coding = name.rpartition(".")
            if coding in UNPACK and plain in grown and plain not in left:
                assert UNPACK[coding](grown[name]) == grown.get(plain), f"{name} is not {plain}"
            elif coding not in UNPACK and name not in left:
                assert not shows(grown[name]), f"{name} shows entries that nothing shows"

    def updated_stays(self) -> None:
        """See that `updated` of an entry moves only where something else of it does."""
        if "feed.everything" not in (self.root / "feedtool.toml").read_text(encoding="utf-8"):
            return
        path = self.root / "output/everything.json"
        for item in json.loads(path.read_bytes())["items"] if path.exists() else ():
            updated = item.pop("date_modified", "")
            before, then = self.seen.get(item["id"], (item, updated))
            assert (before, then) == (item, updated) or before != item
            self.seen[item["id"]] = item, updated


def files_in(folder: Path, *, but: str = "") -> dict[str, bytes]:
    """Return every file below a folder by its path in it, but the index and those of one name."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in (but, ".lock"))
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    return {name: content for name, content in found.items() if not name.startswith(".feedtool/")}


def said(errors: Iterable[FeedtoolError], root: Path) -> list[str]:
    """Return what errors say, wherever the project stands."""
    return sorted(str(error).replace(str(root), "") for error in errors)


def outcomes(report: Report) -> list[tuple[str, str]]:
    """Return what became of each document."""
    return [(delivery.place, str(delivery.outcome)) for delivery, _ in report.deliveries]


def shows(content: bytes) -> bool:
    """Whether a document shows an entry; a list of feeds, a style or a sitemap has none."""
    return any(mark in content for mark in (b"<item>", b"<entry>", b'"content_html"', b'"content_text"', b"<article"))


UNPACK = {
    "gz": gzip.decompress,
    "br": brotli.decompress,
    "zst": lambda content: zstandard.ZstdDecompressor().decompressobj().decompress(content),
}

TestFromNothing = FromNothing.TestCase
TestFromNothing.settings = settings(max_examples=PROJECTS, stateful_step_count=STEPS)
