"""The index is a cache: with it, without it, damaged or foreign, a build does the same, and tells the same."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import CONFIG, NOW
from feedtool import config, pipeline
from feedtool.errors import FeedtoolError
from test_build import page

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SETTINGS = (
    CONFIG + '\n[source.wire]\nfrom = ["wire/*.txt", "wire/*.csv"]\n',
    CONFIG + '\n[source.wire]\nfrom = ["wire/*.txt", "wire/*.csv"]\n\n[feed."tag/{tag}"]\nlimit = 2\n',
    CONFIG.replace("2025", "2026") + 'limit = 3\nwhere = { text = ["rain"] }\n\n[source.wire]\nfrom = "wire/"\n',
    CONFIG.replace('from = "notes/"', 'from = "notes/"\nlimit = 2\nwhere = { days = 20 }')
    + '\n[source.again]\nfrom = ["notes/*.md", "wire/*"]\ntags = ["again"]\n'
    + '\n[feed."by/{source}"]\nunless = { tags = ["b"] }\n',
)
FILES = ("a", "b", "c", "sub/a", "sub/d")
WORDS = ("Rain At Night", "rain at night!", "The Ferry", "Gold Price Today")
DAYS = ("2025-12-24 10:00", "2025-12-24", "2025-12-20 18:30", "2026-01-02 09:00")


@dataclass
class World:
    """A project, what happens to it, and the present."""

    root: Path
    now: datetime = field(default_factory=lambda: datetime.fromisoformat(NOW))

    def write(self, path: str, text: str) -> None:
        """Write a file, with the folders above it."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def pick(self, pattern: str, number: int) -> Path | None:
        """Return one of the files that a pattern stands for, if there is any."""
        found = sorted(path for path in self.root.glob(pattern) if path.is_file())
        return found[number % len(found)] if found else None

    def build(self, clock: Callable[[], int] = time.time_ns, *, jobs: int = 1) -> tuple[object, ...]:
        """Build, and return all that is told of it."""
        try:
            report = pipeline.build(config.load(self.root / "feedtool.toml"), now=self.now, clock=clock, jobs=jobs)
        except FeedtoolError as error:
            return (str(error),)
        own = str(self.root)
        return (
            report.exit_code,
            [str(error).replace(own, "") for error in report.errors],
            [str(problem).replace(own, "") for problem in report.problems],
            report.intakes,
            [(row.id, row.title, row.published) for row in report.held],
            [row.id for row in report.told],
            [(row.place.replace(own, ""), row.outcome, changes) for row, changes in report.deliveries],
            [path.replace(own, "") for path in report.left_over],
        )

    def files(self) -> dict[str, bytes]:
        """Return all that a build keeps and publishes."""
        here = [path for name in ("articles", "output") for path in (self.root / name).rglob("*") if path.is_file()]
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in here if path.name != ".lock"}


def _note(world: World, a: int, b: int, c: int) -> None:
    extra = (
        "",
        "tags: [a, b]\n",
        "id: one\n",
        "draft: yes\n",
        "link: https://x.example/1\n",
        "withdrawn: yes\n",
        ": [\n",
    )
    rows = f"title: {WORDS[b % 4]}\ndate: {DAYS[b // 4 % 4]}\n{extra[c % 7]}"
    world.write(f"notes/{FILES[a % 5]}.md", f"---\n{rows}---\n\nThe text, number {c // 7 % 2}.\n")


def _wire(world: World, a: int, b: int, c: int) -> None:
    text = page(
        title=f"{WORDS[b % 4]} In The Valley Of The River",
        more=f"It was the {c % 3}. time that this came to pass here.",
    )
    world.write(f"wire/{'xyz'[a % 3]}.txt", text.replace("24, 2025", f"{20 + b % 3}, 2025"))


def _table(world: World, a: int, b: int, c: int) -> None:
    rows = [
        f"{WORDS[(a + n) % 4]},2025-12-{20 + (b + n) % 3} 10:00,Text {c % 2},https://x.example/{(b + n) % 2}"
        for n in range(c % 4)
    ]
    world.write("wire/table.csv", "\n".join(["title,published,body,link", *rows]) + "\n")


def _delete(world: World, a: int, b: int, c: int) -> None:
    path = world.pick(("notes/**/*.md", "wire/*", "articles/**/*.md")[b % 3], a + c)
    if path:
        path.unlink()


def _rename(world: World, a: int, b: int, c: int) -> None:
    path = world.pick(("notes/**/*.md", "wire/*.txt", "articles/**/*.md")[b % 3], a)
    if path:
        path.rename(path.with_stem(f"{path.stem[:1]}{c % 3}"))


def _copy(world: World, a: int, b: int, c: int) -> None:
    path = world.pick(("notes/**/*.md", "wire/*.txt", "articles/**/*.md")[b % 3], a)
    if path:
        path.with_stem(f"{path.stem[:1]}{c % 3}copy").write_bytes(path.read_bytes())


def _edit_record(world: World, a: int, b: int, c: int) -> None:
    path = world.pick("articles/**/*.md", a)
    if path:
        text = path.read_text(encoding="utf-8")
        pairs = (
            ("Heavy", f"Light {c % 3}"),
            ("title: ", "title: My "),
            ("\nslug:", "\ndraft: yes\nslug:"),
            ("---", "--"),
        )
        path.write_text(text.replace(*pairs[b % 4], 1), encoding="utf-8")


def _configure(world: World, a: int, _b: int, _c: int) -> None:
    world.write("feedtool.toml", SETTINGS[a % 4])


def _wait(world: World, a: int, _b: int, _c: int) -> None:
    world.now += timedelta(hours=(1, 30, 400)[a % 3])


def _merge(world: World, a: int, _b: int, _c: int) -> None:
    path = world.pick("articles/ledger/*", a)
    if path:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(lines[:-1]), encoding="utf-8")


def _harm(world: World, a: int, b: int, _c: int) -> None:
    path = world.pick("output/**/*.xml", a)
    if path and b % 2:
        path.unlink()
    elif path:
        path.write_bytes(path.read_bytes().replace(b"item", b"itim"))


DEEDS = (
    _note, _note, _note, _wire, _wire, _table, _delete, _rename, _copy, _edit_record, _configure, _wait, _merge, _harm,
)  # fmt: skip
NUMBERS = st.integers(0, 60)
STEPS = st.lists(st.tuples(st.sampled_from(DEEDS), NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=4)
LATER = 60 * 10**9


def _worlds(folder: str) -> tuple[World, World]:
    pair = (World(Path(folder) / "with"), World(Path(folder) / "without"))
    for world in pair:
        _configure(world, 0, 0, 0)
        _note(world, 0, 0, 0)
        _wire(world, 0, 2, 0)
    return pair


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(STEPS, st.booleans()), min_size=1, max_size=6))
def test_a_build_with_an_index_does_and_tells_what_one_without_does(rounds: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        indexed, bare = _worlds(folder)
        for steps, late in rounds:
            for deed, *numbers in steps:
                for world in (indexed, bare):
                    deed(world, *numbers)
            shutil.rmtree(bare.root / ".feedtool", ignore_errors=True)
            told = indexed.build(lambda: time.time_ns() + LATER) if late else indexed.build(time.time_ns)
            assert told == bare.build(time.time_ns)
            assert indexed.files() == bare.files()
