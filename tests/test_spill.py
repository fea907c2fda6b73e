"""Spill: what does not fit into memory comes back as it was, from files that nobody sees and that are never left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from feedtool.article import Article, Origin
from feedtool.errors import ArticleError, SourceError
from feedtool.pipeline.report import Report
from feedtool.pipeline.sources.once import Once
from feedtool.problem import Level, Place, Problem
from feedtool.shelf.texts import DraftTexts, FileTexts
from feedtool.spill import Past, Pile, Trove

NUMBERS = st.integers(0, 2**32 - 1)
SMALL = st.integers(1, 5)


@given(st.lists(st.lists(st.text(max_size=3), max_size=7), max_size=7), SMALL, st.integers(0, 30))
def test_a_pile_is_a_list_however_little_of_it_fits(parts: list[list[str]], most: int, first: int) -> None:
    pile, plain = Pile[str](most=most), list[str]()
    for part in parts:
        pile += part
        plain += part
        assert pile == plain
        assert len(pile) == len(plain)
        assert list(pile.since(first)) == plain[first:]
    assert (pile != [*plain, ""]) is True
    assert all(each in pile for each in plain)
    pile.clear()
    assert not pile
    pile.append("new")
    assert list(pile) == ["new"]


def test_a_pile_may_grow_while_it_is_read() -> None:
    pile = Pile(range(5), most=2)
    read = iter(pile)
    assert next(read) == 0
    pile += range(5, 9)
    assert list(read) == list(range(1, 9))
    assert list(pile) == list(range(9))


def test_errors_and_problems_come_back_with_all_they_say() -> None:
    problem = Problem(rule="r", level=Level.INFO, message="m", place=Place(file="f", line=3), fix="x")
    error = SourceError("not text", place=Place(file="a.txt"), expected="text", hint="look")
    error.rest = Article(title="Rain", published=datetime(2025, 12, 24, tzinfo=UTC), body="It rains.")
    report = Report(errors=Pile([error] * 3, most=2), problems=Pile([problem] * 3, most=2))
    assert list(report.problems) == [problem] * 3
    assert report.exit_code == 1
    for back in report.errors:
        assert (str(back), back.place, type(back)) == (str(error), error.place, SourceError)
        assert isinstance(back, ArticleError)
        assert back.rest == error.rest


@given(st.lists(st.tuples(st.text(max_size=3), st.lists(NUMBERS | st.integers(0, 5), max_size=4)), max_size=20), SMALL)
def test_a_trove_finds_all_that_was_put_under_a_number_in_order(rows: list[tuple[str, list[int]]], most: int) -> None:
    trove, met = Trove(most=most, many=1 << 10), set[int]()
    for text, numbers in rows:
        trove.put(text, numbers)
        met |= set(numbers)
    for number in met:
        assert trove.find(number) == [text for text, numbers in rows if number in numbers]
    assert all(trove.find(number) == [] for number in range(6) if number not in met)


def test_numbers_of_a_trove_count_by_their_last_32_bits() -> None:
    trove = Trove(most=1)
    trove.put("rain", [-1])
    assert trove.find(2**32 - 1) == trove.find(-1) == ["rain"]


@given(st.sets(NUMBERS, max_size=50), st.sets(NUMBERS, max_size=50), st.sampled_from([1, 2, 1 << 20]))
def test_what_was_met_is_never_said_not_to_be(met: set[int], others: set[int], many: int) -> None:
    past = Past(many)
    assert not past.may_hold(met | others)
    past.add([*met, None])
    assert all(past.may_hold([None, number]) for number in met)
    assert not past.may_hold([None])


def test_of_half_a_million_numbers_hardly_any_is_taken_for_one_that_was_met() -> None:
    past, step = Past(), 2654435761  # an odd number of 32 bits: its multiples are all different
    past.add(number * step & 2**32 - 1 for number in range(500_000))
    wrong = sum(past.may_hold([number * step & 2**32 - 1]) for number in range(500_000, 550_000))
    assert wrong < 500


WORDS = st.sampled_from(["Rain", "rain.", "Wheat", "Wheat prices", "Frost"])


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    """Return articles many of which are alike, or the same."""
    moments = st.integers(0, 3).map(lambda day: datetime(2025, 12, 24, 9, tzinfo=UTC) + timedelta(hours=8 * day))
    links = st.sampled_from(["", "", "https://herald.example/rain", "http://www.herald.example/rain/"])
    found = []
    for number in range(draw(st.integers(0, 12))):
        place = draw(st.sampled_from([f"a.csv#{number}", "a.csv#1", "b.csv#1", "-"]))
        found.append(
            Article(
                title=draw(WORDS),
                published=draw(moments),
                id=draw(st.sampled_from(["", "", "7", "8", "tag:herald.example,2025:7"])),
                link=draw(links),
                body=draw(WORDS),
                origin=Origin(path=place),
            )
        )
    return found


@given(articles(), SMALL, st.sampled_from(["", "herald.example,2025"]))
def test_articles_come_through_once_whether_what_is_known_of_them_fits_or_not(
    given_: list[Article], most: int, authority: str
) -> None:
    outcomes = []
    for once in (Once(authority, Report(), most=most), Once(authority, Report())):
        through = [once(article, "wire") for article in given_]
        outcomes.append((through, list(map(str, once.report.errors)), list(once.report.problems)))
    assert outcomes[0] == outcomes[1]


_SPILLING = """
import sys, time
from feedtool.spill import Pile, Trove
pile, trove = Pile(range(5), most=2), Trove(most=1)
trove.put("rain" * 10_000_000, [1])
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="it is looked up where Linux says it")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_no_temporary_file(tmp_path: Path, number: signal.Signals) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "SQLITE_TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", _SPILLING],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        assert list(tmp_path.iterdir()) == []
        held = [str(handle.readlink()) for handle in Path("/proc", str(process.pid), "fd").iterdir()]
        assert len([place for place in held if place.startswith(f"{tmp_path}/")]) == 2
        process.send_signal(number)
        process.wait()
    assert process.returncode
    assert list(tmp_path.iterdir()) == []


_FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))
from feedtool.errors import FeedtoolError
from feedtool.spill import Pile, Trove
try:
    if sys.argv[1] == "pile":
        Pile(["rain" * 10_000] * 5, most=2)
    else:
        trove = Trove(most=1)
        for number in range(20):
            trove.put("rain" * 1_000_000, [number])
except FeedtoolError as error:
    print(error.exit_code, error)
"""


@pytest.mark.parametrize("what", ["pile", "trove"])
def test_a_disk_without_room_is_named_with_what_to_do(what: str) -> None:
    said = subprocess.run([sys.executable, "-c", _FULL, what], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("3 what does not fit into memory cannot be put into a temporary file: ")
    assert said.stdout.endswith("; try: set TMPDIR to a folder on a disk with more room\n")


class Texts(RuleBasedStateMachine):
    """Texts that wait in memory, and those that need not fit there, beside each other."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        root = Path(self.folder.name)
        (root / "stands.md").write_text("It stands.", encoding="utf-8")
        self.both = FileTexts(root, dry_run=True), DraftTexts(root, most=2)

    PATHS = st.sampled_from(["a.md", "b.md", "c.md", "stands.md"])

    @rule(path=PATHS, text=st.sampled_from(["rain", "frost\n", "x" * 1000]))
    def write(self, path: str, text: str) -> None:
        """Write to both."""
        for texts in self.both:
            texts.write(path, text)

    @rule(path=PATHS)
    def remove(self, path: str) -> None:
        """Remove from both."""
        for texts in self.both:
            texts.remove(path)

    @rule()
    def write_down(self) -> None:
        """Have both write down what waits, which a dry run does not."""
        for texts in self.both:
            texts.write_down()

    @rule(path=PATHS)
    def read(self, path: str) -> None:
        """See that both say the same."""
        plain, drafts = ((path in texts, texts.read(path) if path in texts else "") for texts in self.both)
        assert plain == drafts

    def teardown(self) -> None:
        """See that nothing was written."""
        assert [path.name for path in Path(self.folder.name).iterdir()] == ["stands.md"]
        self.folder.cleanup()


test_what_a_dry_run_would_write_is_read_back_whether_it_fits_or_not = Texts.TestCase


BAD = 4_500
"""Rows that cannot be read: more of their errors than stay in memory."""


def _export(folder: Path, before: str = "") -> subprocess.CompletedProcess[str]:
    rows = "".join(f'{{"title": "Rain {number}", "date": "soon"}}\n' for number in range(BAD))
    good = '{"title": "Frost", "date": "2025-12-24T09:51:46+05:30"}\n'
    (folder / "rows.ndjson").write_text(good + rows, encoding="utf-8")
    said = f"import resource, signal\nfrom feedtool.cli import main\n{before}\nmain()"
    arguments = ["export", "rows.ndjson", "--jobs", "1", "--home", "https://herald.example/"]
    return subprocess.run(
        [sys.executable, "-c", said, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_row_that_cannot_be_read_is_named_in_order_however_many_they_are(tmp_path: Path) -> None:
    said = _export(tmp_path)
    assert said.returncode == 1
    assert "<title>Frost</title>" in said.stdout
    errors = [line for line in said.stderr.splitlines() if line.startswith("error: ")]
    assert [line.partition("rows.ndjson:")[2].partition(":")[0] for line in errors] == list(map(str, range(2, BAD + 2)))


def test_a_command_that_finds_no_room_for_what_it_has_to_tell_says_so_and_nothing_else(tmp_path: Path) -> None:
    full = "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))"
    said = _export(tmp_path, full)
    assert (said.returncode, said.stdout) == (3, "")
    assert said.stderr == (
        "error: what does not fit into memory cannot be put into a temporary file: File too large;"
        " try: set TMPDIR to a folder on a disk with more room\n"
    )
