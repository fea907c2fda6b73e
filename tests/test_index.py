"""The index is a cache: with it, without it, damaged or foreign, a build does the same, and tells the same."""

from __future__ import annotations

import multiprocessing
import re
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from conftest import CONFIG, NOW, run_watched
from feedtool import config, pipeline
from feedtool.article import Article, Origin
from feedtool.errors import FeedtoolError
from feedtool.gist import gist_of
from feedtool.identity import mint
from feedtool.index.beside import side_by_side
from feedtool.index.files import Files, Known, State
from feedtool.index.ledger import Mirrored
from feedtool.index.noted import noted_of, number_of
from feedtool.index.outcome import Outcome, outcome_of
from feedtool.index.published import Published
from feedtool.index.store import commit, open_store
from feedtool.pipeline.folder.newcomer import newcomer_of
from feedtool.pipeline.folder.place import Placing
from feedtool.pipeline.folder.project import open_project
from feedtool.pipeline.folder.reading import Reader, read_all
from feedtool.pipeline.publishing.deliver import Courier
from feedtool.pipeline.publishing.publish import publish
from feedtool.pipeline.publishing.push import Crier
from feedtool.seen import Seen, Sight, look_below
from feedtool.seen.folder import Rows
from feedtool.shelf import Line, adopted
from feedtool.shelf.line import text_of_line
from feedtool.source import Hints
from feedtool.still import INDEX, is_still
from feedtool.timestamps import ZonePolicy
from strategies import ARTICLES
from test_build import page

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from feedtool.article import Article

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
    still: bool = False
    """Whether the last build had nothing to do, by sizes and times alone."""

    def write(self, path: str, text: str) -> None:
        """Write a file, with the folders above it."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def pick(self, pattern: str, number: int) -> Path | None:
        """Return one of the files that a pattern stands for, if there is any."""
        found = sorted(path for path in self.root.glob(pattern) if path.is_file())
        return found[number % len(found)] if found else None

    def build(
        self, clock: Callable[[], int] = time.time_ns, *, jobs: int = 1, dry_run: bool = False
    ) -> tuple[object, ...]:
        """Build, and return all that is told of it."""
        file, sight = self.root / "feedtool.toml", Sight(clock())
        try:
            self.still = is_still(file, self.now.timestamp(), sight)  # as the command does, which begins with it
            report = pipeline.build(config.load(file), now=self.now, sight=sight, jobs=jobs, dry_run=dry_run)
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


def _worlds(folder: str) -> tuple[World, World]:
    pair = (World(Path(folder) / "with"), World(Path(folder) / "without"))
    for world in pair:
        _configure(world, 0, 0, 0)
        _note(world, 0, 0, 0)
        _wire(world, 0, 2, 0)
    return pair


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(STEPS, st.booleans()), min_size=1, max_size=6))
@example(
    [
        ([(_table, 0, 0, 2)], False),
        ([(_note, 0, 0, 32), (_merge, 0, 0, 0)], False),
        ([(_delete, 0, 44, 0), (_merge, 0, 0, 0), (_merge, 0, 0, 0)], False),
        ([(_copy, 0, 8, 0)], False),
        ([(_note, 0, 0, 0)], False),
    ]
)
def test_a_build_with_an_index_does_and_tells_what_one_without_does(rounds: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        indexed, bare = _worlds(folder)
        for steps, late in rounds:
            for deed, *numbers in steps:
                for world in (indexed, bare):
                    deed(world, *numbers)
            shutil.rmtree(bare.root / ".feedtool", ignore_errors=True)
            before = indexed.files()
            told = indexed.build(_later) if late else indexed.build()
            assert told == bare.build()
            assert indexed.files() == bare.files()
            assert not indexed.still or (indexed.files() == before and told[:2] == (0, []))


def test_a_feed_that_has_become_empty_is_told_of_once_with_an_index_as_without(tmp_path: Path) -> None:
    worlds = World(tmp_path / "with"), World(tmp_path / "without")
    told: list[list[object]] = []
    for draft in ("", "draft: yes\n", "draft: yes\n"):
        for world in worlds:
            world.write("feedtool.toml", CONFIG)
            world.write("notes/a.md", f"---\ntitle: Note\ndate: 2025-12-24 10:00\n{draft}---\n\nThe text.\n")
        shutil.rmtree(worlds[1].root / ".feedtool", ignore_errors=True)
        told.append([world.build() for world in worlds])
    assert all(indexed == bare for indexed, bare in told)


def _later() -> int:
    """Return a time at which nothing that was written now can be in doubt."""
    return time.time_ns() + 60 * 10**9


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.write("feedtool.toml", CONFIG + '\n[source.wire]\nfrom = "wire/*.txt"\n')
    for name in FILES:
        made.write(f"notes/{name}.md", f"---\ntitle: Note {name}\ndate: 2025-12-24 10:00\n---\n\nThe text of {name}.\n")
    _wire(made, 0, 2, 0)
    return made


def test_a_build_with_nothing_to_do_is_known_by_sizes_and_times_alone(world: World) -> None:
    file = world.root / "feedtool.toml"
    assert not is_still(file, world.now.timestamp(), Sight(_later()))
    world.build(_later)
    world.build(_later)
    assert is_still(file, world.now.timestamp(), Sight(_later()))


def test_a_first_build_of_articles_that_stay_where_they_are_leaves_nothing_to_do(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("feedtool.toml", CONFIG)
    world.write("notes/a.md", "---\ntitle: Note\ndate: 2025-12-24 10:00\n---\n\nThe text.\n")
    world.build(_later)
    assert is_still(world.root / "feedtool.toml", world.now.timestamp(), Sight(_later()))


@pytest.mark.parametrize(
    "deed",
    [
        lambda world: world.write("notes/new.md", "---\ntitle: New\ndate: 2025-12-24 10:00\n---\n"),
        lambda world: world.write("notes/a.md", "---\ntitle: Other\ndate: 2025-12-24 10:00\n---\n"),
        lambda world: (world.root / "notes/a.md").unlink(),
        lambda world: (world.root / "notes/sub").rename(world.root / "notes/other"),
        lambda world: (world.root / "wire/x.txt").touch(),
        lambda world: next((world.root / "articles").rglob("*.md")).unlink(),
        lambda world: next((world.root / "articles/ledger").iterdir()).unlink(),
        lambda world: (world.root / "output/all.rss.xml").unlink(),
        lambda world: (world.root / "output/all.rss.xml.gz").unlink(),
        lambda world: (world.root / "output/all.rss.xml").write_bytes(b""),
        lambda world: world.write("feedtool.toml", SETTINGS[1]),
        lambda world: (world.root / ".feedtool/index.sqlite").write_bytes(b"damaged"),
    ],
)
def test_whatever_changes_is_built(world: World, deed: Callable[[World], object]) -> None:
    world.build(_later)
    world.build(_later)
    deed(world)
    assert not is_still(world.root / "feedtool.toml", world.now.timestamp(), Sight(_later()))
    world.build(_later)
    assert (world.root / "output/all.rss.xml").stat().st_size > 500
    assert (world.root / "output/all.rss.xml.gz").is_file()


def test_an_article_whose_time_has_come_is_published_though_no_file_changed(world: World) -> None:
    world.write("notes/later.md", "---\ntitle: Later\ndate: 2026-01-02 09:00\n---\n")
    world.build(_later)
    world.build(_later)
    assert is_still(world.root / "feedtool.toml", world.now.timestamp(), Sight(_later()))
    world.now += timedelta(days=2)
    assert not is_still(world.root / "feedtool.toml", world.now.timestamp(), Sight(_later()))
    world.build(_later)
    assert "<title>Later</title>" in (world.root / "output/all.rss.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + bytes(5000)])
def test_an_index_that_is_none_or_is_damaged_is_made_anew(world: World, content: bytes) -> None:
    world.build()
    before = world.files()
    (world.root / ".feedtool/index.sqlite").write_bytes(content)
    code, errors, *_ = world.build()
    assert (code, errors) == (0, [])
    assert world.files() == before


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE line SET said = replace(said, 'Note', 'Nite')",
        "UPDATE line SET said = x'00'",
        "DELETE FROM line WHERE id LIKE '%-b'",
    ],
)
def test_lines_that_the_index_has_lost_are_not_lost_to_the_ledger(world: World, damage: str) -> None:
    world.build()
    for name in FILES[1:]:
        world.write(f"notes/{name}.md", f"---\ntitle: Note {name}\ndate: 2025-12-24 10:00\n---\n\nAnother text.\n")
    whole = World(world.root.with_name(f"{world.root.name} whole"), now=world.now)
    shutil.copytree(world.root, whole.root)
    with closing(sqlite3.connect(world.root / INDEX)) as db:
        db.execute(damage)
        db.commit()
    assert world.build()[:2] == whole.build()[:2] == (0, [])
    assert world.files() == whole.files()


def test_a_ledger_in_another_order_is_not_taken_for_a_damaged_index(world: World) -> None:
    world.build()
    path = next((world.root / "articles/ledger").iterdir())
    before = path.read_text(encoding="utf-8")
    path.write_text("".join(sorted(before.splitlines(keepends=True), reverse=True)), encoding="utf-8")
    world.build()
    number = (world.root / INDEX).stat().st_ino
    world.write("notes/a.md", "---\ntitle: Note a\ndate: 2025-12-24 10:00\n---\n\nAnother text.\n")
    world.build()
    assert (world.root / INDEX).stat().st_ino == number
    after = path.read_text(encoding="utf-8")
    assert re.findall('"id": "[^"]+"', after) == re.findall('"id": "[^"]+"', before)
    assert after != before


def test_an_index_that_stops_a_build_is_made_anew_and_told_of(world: World) -> None:
    world.build()
    before = world.files()
    with closing(sqlite3.connect(world.root / INDEX)) as db:
        db.execute("UPDATE outcome SET published = '2025-12- 4T10:00:00+05:30'")
        db.commit()
    world.write("feedtool.toml", f'{CONFIG}\n[source.wire]\nfrom = "wire/*.txt"\n\n[feed.more]\n')
    code, errors, problems, *_ = world.build()
    assert (code, errors) == (0, [])
    assert re.findall(r"\[([a-z-]+)\]", str(problems)) == ["index-damaged"]
    assert {name: content for name, content in world.files().items() if name in before and "delivered" not in name} == {
        name: content for name, content in before.items() if "delivered" not in name
    }


def test_an_index_of_another_version_is_made_anew(world: World) -> None:
    world.build()
    before = world.files()
    with closing(sqlite3.connect(world.root / ".feedtool/index.sqlite")) as db:
        db.execute("PRAGMA user_version = 999")
        db.execute("DROP TABLE file")
    world.build()
    assert world.files() == before


def test_an_index_whose_first_build_never_ended_is_made_anew(world: World) -> None:
    world.build()
    before = world.files()
    with closing(sqlite3.connect(world.root / INDEX)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        db.execute("PRAGMA user_version = 0")  # as it is until all of it is on the disk
        db.execute("DELETE FROM outcome")
        db.commit()
    world.build()
    assert world.files() == before


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), NUMBERS, NUMBERS), min_size=2, max_size=8))
def test_a_first_build_gives_what_one_gives_that_found_other_articles_before(notes: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, later = World(Path(folder) / "first"), World(Path(folder) / "later")
        for world in (first, later):
            world.write("feedtool.toml", SETTINGS[1])
            world.write("notes/before.md", "---\ntitle: Before\ndate: 2025-12-01\ntags: [a]\n---\n\nThe text.\n")
        later.build()
        for world in (first, later):
            for name, b, c in notes:
                extra = ("", "", "tags: [b, a]\n", "id: one\n", "link: https://x.example/1\n", "withdrawn: yes\n")[
                    c % 6
                ]
                day = (*DAYS, "2025-12-24T01:00:00+09:00", "2025-12-23T16:00:00Z")[b // 4 % 6]
                rows = f"title: {WORDS[b % 4]}\ndate: {day}\n{extra}"
                world.write(f"notes/{name}.md", f"---\n{rows}---\n\nThe text, number {c // 6 % 3}.\n")
        told = first.build()
        assert (told[:3], first.files()) == (later.build()[:3], later.files())


LINES = st.builds(
    Line,
    id=st.text(min_size=1),
    title=st.text(),
    published=st.sampled_from(("2025-12-24T01:00:00+09:00", "2025-12-24T10:00:00+05:30")),
    **dict.fromkeys(("path", "source", "given", "link", "digest", "words", "said_title"), st.text(max_size=5)),
)


@given(LINES)
def test_a_line_is_found_by_all_that_it_says(line: Line) -> None:
    numbers = {number_of(by, value) for by, value in (("id", line.id), *line.found_by) if value}
    assert numbers == {number for number in noted_of(line).numbers if number is not None}


@given(ARTICLES, st.sampled_from(("", "x.example,2025")))
def test_of_a_newcomer_is_noted_what_a_ledger_without_it_would_note(article: Article, authority: str) -> None:
    path, now = "notes/a.md", datetime.fromisoformat(NOW)
    gist = gist_of(replace(article, id="", withdrawn=False, origin=Origin(path=path)))
    line = adopted(gist, path, None, id_=mint(gist, authority), now=now)
    newcomer = newcomer_of(gist, path, b"1", authority=authority, source="notes", now=now)
    assert newcomer == (noted_of(line), outcome_of(gist, line, b"1", "notes"))
    assert newcomer.unpacked(newcomer.packed) == newcomer


@pytest.mark.parametrize("at", [1, 3, 5])
def test_of_a_first_build_that_is_interrupted_nothing_is_missed_by_the_next(tmp_path: Path, at: int) -> None:
    whole, cut = World(tmp_path / "whole"), World(tmp_path / "cut")
    for world in (whole, cut):
        world.write("feedtool.toml", CONFIG)
        for name in FILES:
            world.write(f"notes/{name}.md", f"---\ntitle: Note {name}\ndate: 2025-12-24 10:00\n---\n\nThe text.\n")

    def interrupting(stage: str, done: int, part: float | None = None) -> None:
        if (stage, done) == ("reading articles", at) and part:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pipeline.build(config.load(cut.root / "feedtool.toml"), now=cut.now, jobs=1, progress=interrupting)
    assert cut.build()[0] == whole.build()[0] == 0
    assert cut.files() == whole.files()


def folder_of(number: int) -> Seen:
    """Return a folder with so many files."""
    found = Rows.of([(f"{n:04}.md", 1, 1, 1) for n in range(number)])
    return Seen("notes", found, b"1", 2, sure=True, number=number)


NAMED = st.dictionaries(st.text(max_size=2), st.text(max_size=1), max_size=6)


@given(NAMED, NAMED)
def test_what_is_known_and_what_is_there_go_by_side_by_side(known: dict[str, str], here: dict[str, str]) -> None:
    both = list(side_by_side(iter(sorted(known.items())), sorted(here.items())))
    assert both == [(name, known.get(name), here.get(name)) for name in sorted(known | here)]


def test_a_file_is_known_by_its_name_in_whatever_order_a_folder_gives_them(tmp_path: Path) -> None:
    for name in ("b.md", "c.md", "a.md"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    (seen,) = look_below(".", tmp_path, (".md",), moment=0)
    assert seen.found
    turned = seen._replace(found=Rows.of(list(zip(*seen.found, strict=True))[::-1]))
    assert list(turned.files) == list(seen.files)
    assert [name for name, _ in seen.files] == ["a.md", "b.md", "c.md"]


def test_files_of_a_folder_that_was_met_when_a_build_was_interrupted_are_met_again() -> None:
    seen = folder_of(9)

    def interrupting(_: str) -> bool:
        raise KeyboardInterrupt

    with open_store(None) as db:
        files = Files(db)
        with pytest.raises(KeyboardInterrupt):
            files.compare(0, [seen], interrupting)
        files.compare(0, [seen], lambda _: True)
        assert len(list(files.to_read())) == 9


def test_what_is_to_be_done_is_found_without_a_look_at_what_is_not(tmp_path: Path) -> None:
    steps = []
    with open_store(None) as db:
        files = Files(db)
        db.execute("BEGIN")
        files.compare(0, [folder_of(5_000)], lambda _: True)
        for known in list(files.to_read())[:-1]:
            files.settle(known, Outcome(b"1"))
        files.flush()
        commit(db)
        db.set_progress_handler(lambda: steps.append(1), 1_000)
        files.resolve(tmp_path)
        assert [known.path for known in files.to_read()] == ["notes/4999.md"]
        assert (files.waiting(), files.gone(), list(files.problems(stands=True))) == (1, [], [])
        assert not list(files.takings(0))
        assert len(steps) < 5


def test_of_many_new_lines_each_is_let_in_once(tmp_path: Path) -> None:
    lines = [
        Line(id=f"x:{n}", title=f"Title {n}", published="2025-12-24T10:00:00Z", path=f"{n}.md") for n in range(20_500)
    ]
    noted = [noted_of(line) for line in lines]
    alike = noted_of(replace(lines[0], id="x:other", path="other.md"))
    with open_store(None) as db:
        ledger = Mirrored(db, tmp_path, "articles")
        ledger.sync()
        let_in = [ledger.admit(row) for row in noted]
        assert sum(let_in) > 20_400  # of a few it is not known for certain
        assert not any(ledger.admit(row) for row in (alike, *noted))
        assert ledger.find("path", "7.md") == (lines[7],)
        assert len(list(ledger)) == sum(let_in)


def test_an_index_whose_pages_are_overwritten_is_made_anew(world: World) -> None:
    world.build()
    before = world.files()
    path = world.root / ".feedtool/index.sqlite"
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    world.build()
    assert world.files() == before


def test_a_folder_that_no_index_can_be_kept_in_is_built_all_the_same(world: World) -> None:
    world.write(".feedtool", "a file is in the way")
    code, errors, *_ = world.build()
    assert (code, errors) == (0, [])
    assert (world.root / "output/all.rss.xml").is_file()


def test_the_index_keeps_itself_out_of_version_control(world: World) -> None:
    world.build()
    assert (world.root / ".feedtool/.gitignore").read_text(encoding="utf-8") == "*\n"


def test_several_processes_give_the_same_as_one(tmp_path: Path) -> None:
    told = []
    for jobs in (1, 2):
        world = World(tmp_path / str(jobs))
        world.write("feedtool.toml", SETTINGS[1])
        for number in range(700):
            extra = ("", "tags: [a, b]\n", "id: one\n", "draft: yes\n", ": [\n")[
                number % 5 if number < 50 else number % 2
            ]
            rows = f"title: Note {number % 600}\ndate: 2025-{number % 12 + 1:02}-03 10:00\n{extra}"
            world.write(f"notes/{number % 7}/{number}.md", f"---\n{rows}---\n\nThe text of {number}.\n")
        told.append((world.build(jobs=jobs), world.files()))
    assert told[0] == told[1]


def test_when_the_system_ends_a_process_the_first_one_reads_the_rest(tmp_path: Path) -> None:
    paths = [f"{number:04}.md" for number in range(2000)]
    for path in paths:
        (tmp_path / path).write_text(f"---\ntitle: {path}\ndate: 2025-12-24 10:00\n---\n", encoding="utf-8")
    areas = [(config.SourceConfig(name="x", paths=()), Hints(zone=ZonePolicy(timezone="Asia/Kolkata")))]
    reader = Reader(root=tmp_path, areas=areas, zone=ZonePolicy(), extra=(), now=datetime.fromisoformat(NOW))
    found: list[tuple[str, int]] = []
    for known, read in read_all(reader, (Known(0, 0, path, State.PENDING, b"") for path in paths), jobs=2):
        if not found:
            for process in multiprocessing.active_children():
                process.kill()
        found.append((known.path, len(read.found)))
    assert found == [(path, 1) for path in paths]


def test_a_dry_run_says_what_a_build_will_do_and_leaves_the_index_as_it_is(world: World) -> None:
    world.build()
    index = (world.root / INDEX).read_bytes()
    world.write("notes/new.md", "---\ntitle: New\ndate: 2025-12-24 10:00\n---\n")
    before = world.files()
    said = world.build(dry_run=True)
    assert (world.files(), (world.root / INDEX).read_bytes()) == (before, index)
    assert said == world.build()


@pytest.mark.parametrize("arguments", [(), ("--now", NOW), ("--verbose",)])
def test_a_plain_build_with_nothing_to_do_does_not_load_the_command_line(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    world = World(tmp_path)
    world.write("feedtool.toml", CONFIG)
    world.write("notes/a.md", "---\ntitle: Note\ndate: 2025-12-24 10:00\n---\n\nThe text.\n")
    world.now = datetime.now(UTC)
    world.build(_later)
    done, loaded = run_watched(tmp_path, "build", *arguments, libraries=["click"])
    assert (done.returncode, "click" in loaded) == (0, bool(arguments))


def test_only_the_feeds_are_made_of_which_something_moved(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("feedtool.toml", CONFIG + '[feed."tag/{tag}"]\n')
    for name in "abc":
        rows = f"title: Note {name}\ndate: 2025-12-24 10:00\ntags: [{name}]"
        world.write(f"notes/{name}.md", f"---\n{rows}\n---\n\nThe text of {name}.\n")
    world.build(_later)

    def read_by() -> list[str]:
        """Publish once more, and return what was read for it."""
        loaded, read = config.load(world.root / "feedtool.toml"), []
        with open_project(loaded, world.root / INDEX, now=world.now) as project:

            def article(area: int, path: str) -> Article:
                read.append(path)
                return project.reader.article(area, path)

            courier = Courier(loaded, project.report, Crier(loaded, project.report, now=world.now))
            courier.look()
            publish(project, Published(project.db, now=world.now, read=article), courier, latest=world.now)
            outcomes = [delivery.outcome.value for delivery, _ in project.report.deliveries]
        assert len(outcomes) == 8
        return [*read, *(outcome for outcome in outcomes if outcome != "unchanged")]

    assert read_by() == []
    (world.root / "output/tag/b.atom.xml").unlink()
    assert read_by() == ["notes/b.md", "created"]
    (world.root / "output/tag/c.rss.xml").write_bytes(b"something else")
    assert read_by() == ["notes/c.md", "changed"]
    assert read_by() == []


def test_a_build_that_is_interrupted_loses_nothing_that_it_did(world: World) -> None:
    world.write("notes/zz.md", "---\ntitle: Last\ndate: 2025-12-24 10:00\n---\n")

    loaded = config.load(world.root / "feedtool.toml")
    with pytest.raises(KeyboardInterrupt), open_project(loaded, world.root / INDEX, now=world.now) as project:  # noqa: PT012
        project.survey.sources(project.report)
        placing = Placing(
            project.config, project.files, project.ledger, lambda _: "notes", project.reader.read, project.now
        )
        found = list(project.files.to_read())
        placing.place(((known, project.reader.read(known.area, known.path)) for known in found[:3]), late=True)
        raise KeyboardInterrupt
    kept = (world.root / "articles/ledger/2025-12.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(kept) == 3
    world.build()
    assert set(kept) <= set(world.files()["articles/ledger/2025-12.jsonl"].decode().splitlines())


def test_a_line_stays_in_its_file_of_the_ledger_whatever_becomes_of_its_date(world: World) -> None:
    world.build()
    world.write("notes/a.md", "---\ntitle: Note a\ndate: 2025-03-01 10:00\n---\n\nThe text of a.\n")
    world.write("notes/new.md", "---\ntitle: Note new\ndate: 2025-03-01 10:00\n---\n\nThe text of the new one.\n")
    world.build()
    here = {path.name: path.read_text(encoding="utf-8") for path in (world.root / "articles/ledger").iterdir()}
    assert sorted(here) == ["2025-03.jsonl", "2025-12.jsonl"]
    assert "notes/a.md" in here["2025-12.jsonl"]


def test_a_ledger_in_one_file_is_read_and_becomes_one_file_a_month(world: World) -> None:
    world.build()
    folder = world.root / "articles/ledger"
    lines = sorted(line for path in folder.iterdir() for line in path.read_text(encoding="utf-8").splitlines())
    before = world.files()
    shutil.rmtree(folder)
    world.write("articles/ledger.jsonl", "\n".join(lines) + "\n")
    world.build()
    assert world.files() == before


def test_a_line_that_two_merged_files_hold_stays_in_one(world: World) -> None:
    world.build()
    before = world.files()
    text = (world.root / "articles/ledger/2025-12.jsonl").read_text(encoding="utf-8")
    world.write("articles/ledger/2025-11.jsonl", text.splitlines(keepends=True)[0])
    world.build()
    assert world.files() == before


def test_a_draft_copy_of_a_record_has_its_id_when_the_record_goes(world: World) -> None:
    world.build()
    record = next((world.root / "articles").rglob("*.md"))
    text = record.read_text(encoding="utf-8").replace("\nslug:", "\ndraft: yes\nslug:")
    record.with_stem("copy").write_text(text, encoding="utf-8")
    world.build(_later)
    record.unlink()
    world.build(_later)
    lines = "".join(path.read_text(encoding="utf-8") for path in (world.root / "articles/ledger").iterdir())
    assert "copy.md" in lines
    assert "withdrawn" not in lines


def test_a_month_of_more_than_is_written_at_once_is_the_same_text_and_is_read_again(tmp_path: Path) -> None:
    lines = [
        Line(id=f"urn:{number}", title="Rain " * 2_000 + str(number), published="2025-12-24T09:51:46+05:30")
        for number in range(2_000)
    ]
    other = Line(id="urn:0-1", title="Frost", published="2025-11-24T09:51:46+05:30", withdrawn="2025-12-24T00:00:00Z")
    with open_store(None) as db:
        ledger = Mirrored(db, tmp_path, "articles")
        for line in [*lines, other]:
            ledger.put(line)
        ledger.save()
        assert not Mirrored(db, tmp_path, "articles").sync()
    text = (tmp_path / "articles/ledger/2025-12.jsonl").read_text(encoding="utf-8")
    assert len(text) > 8_000_000
    assert text == "".join(f"{text_of_line(line)}\n" for line in sorted(lines, key=attrgetter("id")))
    assert sorted(path.name for path in (tmp_path / "articles/ledger").iterdir()) == ["2025-11.jsonl", "2025-12.jsonl"]
    with open_store(None) as db:
        ledger = Mirrored(db, tmp_path, "articles")
        assert ledger.sync()
        assert list(ledger) == sorted([*lines, other], key=attrgetter("id"))


LINES = st.builds(
    lambda number, title, link, source, day: Line(
        id=f"x:{number}",
        title=title,
        published=f"2025-12-{day:02}T23:00:00-03:00",
        path=f"{number}.md",
        link=link,
        source=source,
        words=title,
    ),
    st.integers(0, 9),
    st.sampled_from(["Rain", "Frost", "Wheat"]),
    st.sampled_from(["", "https://herald.example/a", "https://herald.example/b"]),
    st.sampled_from(["", "a.csv#1", "a.csv#2"]),
    st.integers(1, 3),
)


@given(st.lists(LINES, max_size=30), st.integers(1, 4), st.lists(st.integers(0, 9), max_size=2))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_are_found_wherever_they_are_held(
    tmp_path: Path, lines: list[Line], most: int, dropped: list[int]
) -> None:
    with open_store(None) as db:
        ledger, known = Mirrored(db, tmp_path, "articles", most=most), dict[str, Line]()
        for number, line in enumerate(lines):
            ledger.put(line)
            known[line.id] = line
            for gone in dropped[:1] if number == 15 else dropped[1:] if number == 20 else ():
                if old := known.pop(f"x:{gone}", None):
                    ledger.drop(old)
            asked = {("id", f"x:{each}") for each in range(10)} | {key for each in lines for key in each.found_by}
            for by, value in asked:
                if by == "id":
                    assert ledger.get(str(value)) == known.get(str(value))
                else:
                    found = [known[id_] for id_ in sorted(known) if known[id_].is_found_by(by, value)]
                    assert list(ledger.find(by, value)) == found
