"""A feed of which few entries moved is amended: it is, byte by byte, the one that is made whole, and less is loaded."""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import CONFIG, NOW, run_watched
from feedtool import config, pipeline
from feedtool.document.seams import joined, parted, prefixes_in, prefixes_of
from feedtool.validate import check

FORMATS = ("rss", "atom", "json")
LINK = 'link = "https://gazette.example/{slug}"\nauthors'
SITE = CONFIG.replace("authors", LINK) + 'formats = ["rss", "atom", "json"]\nlimit = 8\n'
SITES = (
    SITE,
    SITE + 'hub = "https://hub.example/"\ntimes = "utc"\nlanguage = "en"\n[feed."tag/{tag}"]\nlimit = 4\n',
    SITE + 'content = "summary"\npictures = ["media"]\n[feed."by/{author}"]\nformats = ["atom", "json"]\n',
    SITE.replace('authors = ["Gazette Desk"]', 'language = "en"') + "words = 3\nstylesheet = true\nttl = 60\n",
    SITE + 'archive = "month"\nlicense = "CC-BY-4.0"\nunless = { tags = ["wind"] }\n',
    SITE + '[element."my:mood"]\nnamespace = "https://gazette.example/ns"\nfield = "mood"\n',
)
"""What feeds may be like beside what they show; the first is the plainest."""
NOTES = 12
LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]) | st.sampled_from("<>&\"'"), max_size=30
)
CHANGES = st.fixed_dictionaries(
    {
        "number": st.integers(0, NOTES + 2),
        "title": st.sampled_from(("Rain", "Rain & <b>Wind</b>", "Ferry", "â€™s spoilt")) | LINES,
        "day": st.integers(1, 28),
        "body": st.sampled_from(
            (
                "The *text* of it.",
                "![A bridge](https://gazette.example/bridge.jpg)\n\nText below.",
                '<script>alert(1)</script>\n\n<item>\n    <item>\n\n"Quoted" & {\n    {\n',
                "    </item>\n    <item>",
                "नमस्ते दुनिया",
            )
        ),
        "more": st.sampled_from(
            (
                "",
                "author: A. Writer\n",
                "tags: [rain, wind]\n",
                "language: hi\n",
                "license: CC-BY-4.0\n",
                "description: In short.\n",
                "link: https://gazette.example/same\n",
                "draft: yes\n",
                "updated: 2025-12-31 10:00\n",
                "image: https://gazette.example/a.jpg\n",
                "mood: glad\n",
            )
        ),
        "gone": st.booleans(),
    }
)


def write(root: Path, number: int, title: str = "", day: int = 0, body: str = "Some text.", more: str = "") -> Path:
    """Write a note of a number."""
    path = root / f"notes/{number}.md"
    path.parent.mkdir(exist_ok=True)
    day = day or number % 28 + 1
    fields = f"title: {json.dumps(title or f'Note {number}', ensure_ascii=False)}\ndate: 2025-12-{day:02} 10:00\n{more}"
    path.write_text(f"---\n{fields}---\n\n{body}\n", encoding="utf-8")
    return path


def built(root: Path, hours: int = 0) -> dict[str, bytes]:
    """Build, and return what is delivered."""
    now = datetime.fromisoformat(NOW) + timedelta(hours=hours)
    report = pipeline.build(config.load(root / "feedtool.toml"), now=now, push="never")
    assert not report.exit_code, report.errors
    found = sorted(path for path in (root / "output").rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


def anew(root: Path, hours: int) -> dict[str, bytes]:
    """Return what a build delivers that knows no other."""
    with tempfile.TemporaryDirectory() as beside:
        copy = shutil.copytree(root, Path(beside) / "copy", ignore=shutil.ignore_patterns("output", ".feedtool"))
        return built(copy, hours)


@settings(max_examples=30)
@given(site=st.sampled_from(SITES), rounds=st.lists(st.lists(CHANGES, min_size=1, max_size=3), min_size=1, max_size=4))
def test_an_amended_feed_is_the_one_that_is_made_whole(site: str, rounds: list[list[dict[str, object]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "feedtool.toml").write_text(site, encoding="utf-8")
        for number in range(NOTES):
            write(root, number)
        built(root)
        for hours, changes in enumerate(rounds, 1):
            for said in changes:
                change = dict(said)
                gone = change.pop("gone")
                path = write(root, **change)  # type: ignore[arg-type]  # the fields of a change
                if gone:
                    path.unlink()
            assert anew(root, hours).items() <= built(root, hours).items()  # feeds that became empty stand there too


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "feedtool.toml").write_text(SITE, encoding="utf-8")
    for number in range(NOTES):
        write(tmp_path, number)
    built(tmp_path)
    return tmp_path


def loaded_by_a_build(root: Path) -> set[str]:
    """Build as cron does, and return which of some libraries it loaded."""
    slow = ("lxml", "feedgen", "click", "dateutil.parser", "feedtool.validate.formats", "concurrent.futures")
    done, loaded = run_watched(root, "build", libraries=slow)
    assert (done.returncode, done.stderr) == (0, "")
    return loaded


@pytest.mark.parametrize(
    ("number", "more"), [(11, ""), (5, "author: A. Writer\n"), (20, "tags: [a, b]\n"), (24, "description: So.\n")]
)
def test_one_article_that_is_usual_loads_neither_feedgen_nor_the_rules(project: Path, number: int, more: str) -> None:
    write(project, number, "Another Title", more=more)
    assert loaded_by_a_build(project) == set()
    feed = (project / "output/all.rss.xml").read_text(encoding="utf-8")
    assert "Another Title" in feed
    assert built(project) == anew(project, 0)


@pytest.mark.parametrize(
    ("more", "body"),
    [
        ("", "![A bridge](https://gazette.example/bridge.jpg)"),  # the first picture: another namespace
        ("license: CC-BY-4.0\n", "Text."),
        ("language: hi\n", "Text."),
    ],
)
def test_what_is_not_certain_is_made_whole(project: Path, more: str, body: str) -> None:
    write(project, 11, "Another Title", body=body, more=more)
    if more or "picture" in body:
        assert "feedtool.validate.formats" in loaded_by_a_build(project)
    assert built(project) == anew(project, 0)


def test_a_document_that_somebody_changed_is_made_whole(project: Path) -> None:
    path = project / "output/all.rss.xml"
    path.write_bytes(path.read_bytes().replace(b"Note 9", b"Note X"))
    write(project, 11, "Another Title")
    assert b"Note X" not in built(project)["output/all.rss.xml"]


def test_what_is_wrong_with_a_new_entry_is_told_as_ever(project: Path) -> None:
    write(project, 11, "Trumpâ€™s visit")
    report = pipeline.build(config.load(project / "feedtool.toml"), now=datetime.fromisoformat(NOW))
    assert {problem.rule for problem in report.problems} >= {"text-mojibake"}


@pytest.mark.parametrize("name", FORMATS)
def test_a_document_taken_apart_and_put_together_is_the_same(project: Path, name: str) -> None:
    suffix = {"rss": "rss.xml", "atom": "atom.xml", "json": "json"}[name]
    content = (project / f"output/all.{suffix}").read_bytes()
    parts = parted(content, name)
    assert parts is not None
    assert len(parts.pieces) == 8
    again = joined(parts, parts.pieces, name, datetime(2026, 1, 2, tzinfo=UTC))
    assert again is not None
    assert parted(again, name) is not None
    assert len(again) >= len(content) - 6
    assert not [problem for problem in check(again) if problem.level.value == "error"]
    assert joined(parts, parts.pieces[:3], name, datetime(2026, 1, 2, tzinfo=UTC)) != again


@pytest.mark.parametrize("content", [b"", b"<rss/>", b'{"items": []}', b"<rss>\n    <item>\n      <title>x</title>\n"])
def test_what_was_not_written_here_is_not_taken_apart(content: bytes) -> None:
    assert [parted(content, name) for name in FORMATS] == [None, None, None]


def test_prefixes_are_those_of_elements_and_of_the_outermost() -> None:
    assert prefixes_in([b"<item><dc:creator>x a:b</dc:creator></item>"]) == {b"dc"}
    head = b'<rss xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="x&amp;y" version="2.0"><channel xmlns:no="n">'
    assert prefixes_of(head) == {"dc": "http://purl.org/dc/elements/1.1/", None: "x&y"}
    assert prefixes_of(b"{}") == {}
