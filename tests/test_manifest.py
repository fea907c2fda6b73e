"""What is left of feeds that are gone is named, and removed on request; what others put there is never touched."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Project

SPORT = '\n[feed.sport]\nformats = ["rss"]\nto = "output/"\n'


@pytest.fixture
def two_feeds(project: Project) -> Project:
    """Return a project that had a second feed once, and somebody's own file beside it."""
    config = project.read("feedtool.toml")
    project.note("cup", tags="[sport]", body="The cup stays in the valley. " * 100)
    project.write("feedtool.toml", config + SPORT)
    project.run("build")
    project.write("feedtool.toml", config)
    project.write("output/own.rss.xml", "<rss/>")
    return project


def standing(project: Project) -> list[str]:
    return sorted(path.name for path in (project.root / "output").rglob("*.*"))


ALL = ["all.atom.xml", "all.atom.xml.gz", "all.rss.xml", "all.rss.xml.gz", "own.rss.xml"]


def test_what_is_left_over_is_named_on_request_and_stays(two_feeds: Project) -> None:
    assert two_feeds.run("build").output == ""
    assert "left over: output/sport.rss.xml (" in two_feeds.run("build", "-v").stderr
    assert json.loads(two_feeds.run("build", "--json").stdout)["left_over"] == ["output/sport.rss.xml"]
    assert (two_feeds.root / "output/sport.rss.xml").exists()


def test_a_dry_run_says_what_would_be_removed_and_removes_nothing(two_feeds: Project) -> None:
    assert "removed: output/sport.rss.xml\n" in two_feeds.run("build", "-v", "--dry-run", "--prune").stderr
    assert "sport.rss.xml" in standing(two_feeds)
    assert "left over: output/sport.rss.xml (" in two_feeds.run("build", "-v").stderr


def test_what_is_left_over_is_removed_with_its_variants_and_nothing_else_is(two_feeds: Project) -> None:
    assert "removed: output/sport.rss.xml\n" in two_feeds.run("build", "-v", "--prune").stderr
    assert standing(two_feeds) == ALL
    assert "output" not in two_feeds.run("build", "-v", "--prune").stderr.replace("unchanged: output/all", "")


def test_a_feed_that_returns_is_left_over_no_more(two_feeds: Project) -> None:
    two_feeds.write("feedtool.toml", two_feeds.read("feedtool.toml") + SPORT)
    assert "left over" not in two_feeds.run("build", "-v", "--prune").stderr
    assert "sport.rss.xml" in standing(two_feeds)


def test_what_somebody_deleted_is_not_named(two_feeds: Project) -> None:
    (two_feeds.root / "output/sport.rss.xml").unlink()
    assert "sport" not in two_feeds.run("build", "-v").stderr
    assert "sport" not in two_feeds.read("articles/delivered.jsonl")


def test_a_format_and_a_target_that_are_given_up_leave_something_over(project: Project) -> None:
    project.note("rain")
    config = project.read("feedtool.toml")
    project.write("feedtool.toml", config + 'to = "old/"\n')
    project.run("build")
    project.write("feedtool.toml", config + 'to = "new"\nformats = ["atom"]\n')
    said = project.run("build", "-v", "--prune").stderr
    assert "removed: old/all.atom.xml\nremoved: old/all.rss.xml\n" in said
    assert [path.name for path in (project.root / "old").iterdir()] == []


def test_the_feed_of_a_tag_that_nothing_has_any_more_is_emptied_and_then_left_over(project: Project) -> None:
    project.write("feedtool.toml", project.read("feedtool.toml") + '[feed."tag/{tag}"]\nformats = ["atom"]\n')
    project.note("rain", tags="[monsoon]")
    project.note("sun", tags="[summer]", title="Sun")
    project.run("build")
    project.note("sun", tags="[monsoon]", title="Sun")
    said = project.run("build", "-v").stderr
    assert "changed: output/tag/summer.atom.xml\n  gone: Sun" in said
    assert "left over: output/tag/summer.atom.xml" in said
    project.run("build", "--prune")
    assert [path.name for path in (project.root / "output/tag").glob("*.xml")] == ["monsoon.atom.xml"]


def test_a_feed_that_is_empty_or_invalid_today_is_not_left_over(project: Project) -> None:
    project.write("feedtool.toml", project.read("feedtool.toml") + '[feed.sport]\nwhere = { tags = ["sport"] }\n')
    project.note("rain")
    project.note("cup", tags="[sport]", title="The Cup")
    project.run("build")
    project.note("cup", tags="[news]", title="The Cup")
    for _ in range(2):
        assert "left over" not in project.run("build", "-v").stderr
    project.run("build", "--prune")
    assert (project.root / "output/sport.rss.xml").exists()


@pytest.mark.parametrize("spelling", ["./output", "output/../output", "{root}/output", "linked"])
def test_a_folder_that_is_written_in_another_way_is_the_same_folder(project: Project, spelling: str) -> None:
    project.note("rain")
    config = project.read("feedtool.toml")
    project.write("feedtool.toml", config + 'to = "output"\n')
    project.run("build")
    (project.root / "linked").symlink_to("output")
    project.write("feedtool.toml", config + f'to = "{spelling.format(root=project.root)}"\n')
    assert "left over" not in project.run("build", "-v").stderr
    project.run("build", "--prune")
    assert (project.root / "output/all.rss.xml").exists()


def test_a_build_with_errors_removes_nothing(two_feeds: Project) -> None:
    two_feeds.write("notes/broken.md", "---\ntitle: When?\ndate: some day\n---\n\nText.\n")
    assert "left over: output/sport.rss.xml" in two_feeds.run("build", "-v", "--prune", code=1).stderr
    assert "sport.rss.xml" in standing(two_feeds)


def test_the_manifest_is_text_that_changes_only_with_what_is_delivered_where(project: Project) -> None:
    project.note("rain")
    project.run("build")
    lines = project.read("articles/delivered.jsonl")
    assert lines == '{"to": "output", "name": "all.atom.xml"}\n{"to": "output", "name": "all.rss.xml"}\n'
    before = (project.root / "articles/delivered.jsonl").stat()
    project.note("rain", title="More Rain")
    project.run("build")
    assert (project.root / "articles/delivered.jsonl").stat().st_ino == before.st_ino


@pytest.mark.parametrize("line", ["<<<<<<< ours", '{"to": "output"}', "[]", '{"to": "a", "name": "b", "more": 1}'])
def test_a_line_that_is_none_is_named_and_nothing_is_removed(two_feeds: Project, line: str) -> None:
    two_feeds.write("articles/delivered.jsonl", two_feeds.read("articles/delivered.jsonl") + line + "\n")
    said = two_feeds.run("build", "--prune", code=2).stderr
    assert "articles/delivered.jsonl:4: not a line of the manifest" in said
    assert "sport.rss.xml" in standing(two_feeds)
