"""Archives: everything that a feed ever showed, in documents that stay as they are; and what was withdrawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import feedparser
import pytest

from conftest import CONFIG
from feedtool.validate import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Project

HOME = "https://gazette.example/"


def configure(project: Project, keys: str) -> None:
    project.write("feedtool.toml", f"{CONFIG}limit = 2\n{keys}\n")


def note(project: Project, number: int, date: str, **fields: str) -> None:
    project.note(f"n{number}", title=f"Title {number}", date=f"{date} 12:00 IST", **fields)


def documents(project: Project) -> dict[str, bytes]:
    below = project.root / "output"
    return {path.relative_to(below).as_posix(): path.read_bytes() for path in sorted(below.rglob("*.*ml"))}


def titles(content: bytes) -> list[str]:
    return [entry.title for entry in feedparser.parse(content).entries]


def links(content: bytes) -> dict[str, str]:
    return {link["rel"]: link["href"].removeprefix(HOME) for link in feedparser.parse(content).feed.links}


def walk(project: Project, name: str = "all.atom.xml") -> list[str]:
    """Return the titles that a reader finds who follows the links from the newest document to the oldest."""
    published, found = documents(project), list[str]()
    while name:
        found += [title for title in titles(published[name]) if title not in found]
        name = links(published[name]).get("prev-archive", "")
    return found


@pytest.fixture
def months(project: Project) -> Project:
    """Return a project with seven articles of four months, the last one of this month."""
    configure(project, 'archive = "month"')
    for number, date in enumerate(
        ("2025-09-30", "2025-11-01", "2025-11-15", "2025-11-30", "2025-12-24", "2025-12-31", "2026-01-01")
    ):
        note(project, number, date)
    project.write("feedtool.toml", project.read("feedtool.toml"))
    return project


def test_each_month_is_a_document_and_a_reader_who_follows_the_links_finds_everything(months: Project) -> None:
    months.run("build", "--now", "2026-01-01T18:00:00+05:30")
    archive = [name for name in documents(months) if name.endswith("atom.xml")]
    assert archive == [
        "all.atom.xml",
        *(f"archive/all/{month}.atom.xml" for month in ("2025-09", "2025-11", "2025-12", "2026-01")),
    ]
    assert titles(documents(months)["all.atom.xml"]) == ["Title 6", "Title 5"]
    for suffix in (".atom.xml", ".rss.xml"):
        assert walk(months, f"all{suffix}") == [f"Title {number}" for number in (6, 5, 4, 3, 2, 1, 0)]


def test_archive_documents_are_valid_and_linked_both_ways(months: Project) -> None:
    months.run("build", "--now", "2026-01-01T18:00:00+05:30")
    published = documents(months)
    for name, content in published.items():
        assert not check(content, name=name)
    november = links(published["archive/all/2025-11.atom.xml"])
    assert november["current"] == "all.atom.xml"
    assert november["prev-archive"] == "archive/all/2025-09.atom.xml"
    assert november["next-archive"] == "archive/all/2025-12.atom.xml"
    assert november["self"] == "archive/all/2025-11.atom.xml"
    assert b"<fh:archive/>" in published["archive/all/2025-11.rss.xml"]
    assert b"fh:archive" not in published["archive/all/2026-01.rss.xml"]  # to which more may be added
    assert b"fh:archive" not in published["all.rss.xml"]


def test_one_article_more_rewrites_the_feed_and_one_archive_document(months: Project) -> None:
    months.run("build", "--now", "2026-01-01T18:00:00+05:30")
    before = documents(months)
    note(months, 7, "2026-01-02")
    months.run("build", "--now", "2026-01-02T18:00:00+05:30")
    after = documents(months)
    assert sorted(name for name in after if after[name] != before.get(name) and "atom" in name) == [
        "all.atom.xml",
        "archive/all/2026-01.atom.xml",
    ]


def test_a_month_is_closed_when_it_is_over_and_named_when_the_next_begins(months: Project) -> None:
    months.run("build", "--now", "2026-01-01T18:00:00+05:30")
    months.run("build", "--now", "2026-02-01T00:00:01+05:30")
    closed = documents(months)["archive/all/2026-01.atom.xml"]
    assert b"<fh:archive/>" in closed
    assert "next-archive" not in links(closed)
    note(months, 7, "2026-02-03")
    before = documents(months)
    months.run("build", "--now", "2026-02-03T18:00:00+05:30")
    after = documents(months)
    assert links(after["archive/all/2026-01.atom.xml"])["next-archive"] == "archive/all/2026-02.atom.xml"
    assert {name for name in before if before[name] != after[name] and "atom" in name} == {
        "all.atom.xml",
        "archive/all/2026-01.atom.xml",
    }


def test_months_are_those_of_the_sites_calendar(project: Project) -> None:
    configure(project, 'archive = "month"')
    project.note("a", title="A", date="2025-11-30T20:00:00Z")  # the first of December in India
    project.run("build")
    assert "archive/all/2025-12.rss.xml" in documents(project)


def test_nothing_new_writes_nothing_and_what_was_lost_is_written_again(months: Project) -> None:
    months.run("build")
    paths = sorted((months.root / "output").rglob("*.xml"))
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in paths}
    months.run("build")
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in paths} == before
    lost = months.root / "output" / "archive" / "all" / "2025-11.atom.xml"
    content = lost.read_bytes()
    lost.unlink()
    months.run("build")
    assert lost.read_bytes() == content


@pytest.mark.parametrize("name", ["2025-11.atom.xml", "2025-11.rss.xml.gz"])
@pytest.mark.parametrize("deed", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["deleted", "emptied"])
def test_what_is_done_to_an_archive_document_that_stood_for_long_is_mended(
    months: Project, deed: Callable[[Path], object], name: str
) -> None:
    for number in range(10, 13):
        note(months, number, "2025-11-02", body="The text of it. " * 50)
    months.run("build")
    note(months, 9, "2026-01-01")
    months.run("build")  # does not touch what is of November
    harmed = months.root / "output" / "archive" / "all" / name
    content = harmed.read_bytes()
    deed(harmed)
    months.run("build")
    assert harmed.read_bytes() == content


def test_the_archives_are_the_same_without_the_index(months: Project) -> None:
    months.run("build")
    before = documents(months)
    (months.root / ".feedtool" / "index.sqlite").unlink()
    months.run("build")
    assert documents(months) == before


def test_a_correction_is_in_the_month_that_it_belongs_to(months: Project) -> None:
    months.run("build")
    before = documents(months)
    note(months, 2, "2025-11-15", body="It was seven, not eight.")
    months.run("build")
    after = documents(months)
    changed = {name for name in after if after[name] != before[name] and name.startswith("archive/") and "atom" in name}
    assert changed == {"archive/all/2025-11.atom.xml"}
    assert b"seven, not eight" in after["archive/all/2025-11.atom.xml"]


def test_what_was_withdrawn_is_in_no_archive_and_an_empty_one_leads_on(months: Project) -> None:
    months.run("build", "--now", "2026-01-01T18:00:00+05:30")
    for number in (1, 2, 3):
        (months.root / "notes" / f"n{number}.md").unlink()
    months.run("build", "--now", "2026-01-01T18:00:00+05:30")
    assert walk(months) == [f"Title {number}" for number in (6, 5, 4, 0)]
    emptied = documents(months)["archive/all/2025-11.atom.xml"]
    assert titles(emptied) == []
    assert not check(emptied)
    for number in (1, 2, 3):
        assert f"Title {number}" not in b"".join(documents(months).values()).decode()


def test_so_many_entries_are_a_document_and_later_finds_move_nothing(project: Project) -> None:
    configure(project, "archive = 3")
    for number in range(1, 9):
        note(project, number, f"2025-12-{number:02}")
    project.run("build")
    published = documents(project)
    assert titles(published["archive/all/0001.atom.xml"]) == ["Title 3", "Title 2", "Title 1"]
    assert titles(published["archive/all/0003.atom.xml"]) == ["Title 8", "Title 7"]
    assert b"<fh:archive/>" in published["archive/all/0002.atom.xml"]
    assert b"fh:archive" not in published["archive/all/0003.atom.xml"]
    assert walk(project) == [f"Title {number}" for number in range(8, 0, -1)]
    note(project, 20, "2025-12-02")  # found late: it goes where it belongs, and nothing else moves
    (project.root / "notes" / "n5.md").unlink()
    project.run("build")
    after = documents(project)
    assert titles(after["archive/all/0001.atom.xml"]) == ["Title 3", "Title 20", "Title 2", "Title 1"] or titles(
        after["archive/all/0001.atom.xml"]
    ) == ["Title 3", "Title 2", "Title 20", "Title 1"]
    assert titles(after["archive/all/0002.atom.xml"]) == ["Title 6", "Title 4"]
    assert titles(after["archive/all/0003.atom.xml"]) == ["Title 8", "Title 7"]
    note(project, 9, "2025-12-09")
    project.run("build")
    assert b"<fh:archive/>" in documents(project)["archive/all/0003.atom.xml"]
    assert json.loads(project.read("articles/archives.json")).keys() == {"all"}


def test_ends_that_cannot_be_read_stop_the_build(project: Project) -> None:
    configure(project, "archive = 3")
    note(project, 1, "2025-12-01")
    project.write("articles/archives.json", '{"all": [["yesterday", "x"]]}')
    said = project.run("build", code=2).output
    assert "archives.json" in said
    assert "restore the file from version control" in said


def test_a_feed_that_holds_everything_says_so(project: Project) -> None:
    configure(project, 'archive = "complete"')
    for number in range(1, 6):
        note(project, number, f"2025-12-{number:02}")
    project.run("build")
    content = documents(project)["all.rss.xml"]
    assert len(titles(content)) == 5
    assert b"<fh:complete/>" in content
    assert not (project.root / "output" / "archive").exists()


def test_feeds_for_each_tag_have_archives_of_their_own(project: Project) -> None:
    configure(project, '[feed."tag/{tag}"]\narchive = "month"\nformats = ["atom", "json"]')
    note(project, 1, "2025-11-01", tags="[rain]")
    note(project, 2, "2025-12-01", tags="[rain]")
    note(project, 3, "2025-12-02", tags="[sun]")
    project.run("build")
    assert walk(project, "tag/rain.atom.xml") == ["Title 2", "Title 1"]
    newest = json.loads(project.read("output/tag/rain.json"))
    assert newest["next_url"] == f"{HOME}archive/tag/rain/2025-12.json"
    older = json.loads(project.read("output/archive/tag/rain/2025-12.json"))
    assert older["next_url"] == f"{HOME}archive/tag/rain/2025-11.json"
    assert "next_url" not in json.loads(project.read("output/archive/tag/rain/2025-11.json"))


def test_an_archive_that_cannot_be_written_leaves_the_feed_alone(months: Project) -> None:
    months.write("output/archive", "a file in the way")
    assert "output/archive" in months.run("build", code=None).output


@pytest.mark.parametrize("keys", ["archive = 0", 'archive = "year"', "archive = true"])
def test_a_mistake_is_named(project: Project, keys: str) -> None:
    configure(project, keys)
    assert '"month", "complete", or how many entries' in project.run("build", code=2).output


# Tombstones


def test_an_article_that_is_withdrawn_leaves_a_tombstone_in_atom(project: Project) -> None:
    project.write("feedtool.toml", CONFIG + '[feed."tag/{tag}"]\n')
    note(project, 1, "2025-12-01", tags="[rain]")
    note(project, 2, "2025-12-02", tags="[rain]")
    project.run("build")
    (project.root / "notes" / "n1.md").unlink()
    project.run("build", "--now", "2026-01-05T10:00:00+05:30")
    said = '<at:deleted-entry ref="tag:gazette.example,2025:2025-12-01:n1" when="2026-01-05T10:00:00+05:30"/>'
    assert said in project.read("output/all.atom.xml")
    assert "<updated>2026-01-05T10:00:00+05:30</updated>" in project.read("output/all.atom.xml")
    assert "deleted-entry" not in project.read("output/all.rss.xml")
    assert "deleted-entry" not in project.read("output/tag/rain.atom.xml")  # which nobody knows whether it was in
    before = project.read("output/all.atom.xml")
    project.run("build")
    assert project.read("output/all.atom.xml") == before


def test_what_was_withdrawn_before_its_time_came_leaves_nothing(project: Project) -> None:
    note(project, 1, "2025-12-01")
    note(project, 2, "2026-06-02")
    project.run("build")
    (project.root / "notes" / "n2.md").unlink()
    project.run("build")
    assert "deleted-entry" not in project.read("output/all.atom.xml")


def test_an_article_that_comes_back_has_no_tombstone(project: Project) -> None:
    note(project, 1, "2025-12-01")
    note(project, 2, "2025-12-02")
    project.run("build")
    text = project.read("notes/n1.md")
    (project.root / "notes" / "n1.md").unlink()
    project.run("build")
    assert "deleted-entry" in project.read("output/all.atom.xml")
    project.write("notes/n1.md", text)
    project.run("build")
    assert "deleted-entry" not in project.read("output/all.atom.xml")
