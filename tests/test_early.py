"""Early: what a first build publishes is what any later one would, though it reads no article a second time."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from conftest import CONFIG
from feedtool import config
from feedtool.pipeline.publishing.early import early_of

if TYPE_CHECKING:
    from conftest import Project

FEEDS = """\
[feed.all]
formats = ["rss", "atom", "json", "html"]

[feed.short]
content = "summary"
times = "utc"
limit = 1000

[feed.news]
where = { tags = ["news"] }

[feed."tag/{tag}"]
"""


def documents(project: Project) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(project.root.glob("output/**/*")) if path.is_file()}


def write_articles(project: Project, count: int = 12) -> None:
    for number in range(count):
        project.note(
            f"a{number}",
            title=f"Rain {number}",
            date=f"2025-12-{number % 28 + 1:02} 12:00:00 +0530",
            updated=f"202{number % 2 + 5}-12-30 12:00:00 +0530",  # half of them is to come, and does not count
            tags="[news, weather]" if number % 3 else "[weather]",
            body=f"It *rained* ![in the hills](hills.jpg) for {number} days.",
        )
    project.note("given", id="tag:elsewhere.example,2020:1", title="Has an id", link="https://elsewhere.example/1")
    project.note("twin", title="Rain 1", date="2025-12-02 12:00:00 +0530", body="It rained for 1 day.")
    project.note("later", title="To come", date="2026-12-02 12:00:00 +0530")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_a_first_build_publishes_is_what_later_ones_do(project: Project, jobs: str) -> None:
    project.write("feedtool.toml", CONFIG.replace("[feed.all]\n", FEEDS))
    write_articles(project)
    project.run("build", "--jobs", jobs, code=None)
    first = documents(project)
    assert len(first) > 6
    shutil.rmtree(project.root / "output")
    project.run("build", code=None)
    assert documents(project) == first


def test_many_articles_are_made_entries_of_in_several_processes(project: Project) -> None:
    project.write("feedtool.toml", CONFIG + "limit = 1000\n")
    write_articles(project, 700)
    project.run("build", "--jobs", "2", code=None)
    first = documents(project)
    shutil.rmtree(project.root / "output")
    project.run("build", code=None)
    assert documents(project) == first


def test_entries_are_made_early_only_for_feeds_that_show_everything(project: Project) -> None:
    path = project.write("feedtool.toml", CONFIG.replace("[feed.all]\n", FEEDS))
    loaded = config.load(path)
    assert len(early_of(loaded, 50).choices) == 2
    assert [choices.content for choices in early_of(loaded, 51).choices] == ["summary"]
    assert early_of(loaded, 1001).choices == ()
    path = project.write("feedtool.toml", CONFIG.replace('home = "https://gazette.example/"\n', ""))
    assert early_of(config.load(path), 1).choices == ()  # nobody knows where relative addresses lead
