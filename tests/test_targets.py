"""What holds for every target: a document is put whole, found again, and left alone where it is there already."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feedtool.delivery import Outcome, Target, target_of
from feedtool.document import Document
from feedtool.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project

MOMENT = datetime(2025, 12, 24, 9, 51, 46, tzinfo=UTC)


def document(name: str = "all.rss.xml", content: bytes = b"<rss/>") -> Document:
    return Document(name=name, format="rss", media_type="application/rss+xml", content=content, updated=MOMENT)


@pytest.fixture
def target(tmp_path: Path) -> Target:
    return target_of("output", tmp_path)


def test_a_document_is_created_changed_and_left_alone(target: Target) -> None:
    outcomes = [target.put(document(content=content)).outcome for content in (b"one", b"one", b"two")]
    assert outcomes == [Outcome.CREATED, Outcome.UNCHANGED, Outcome.CHANGED]
    assert target.read("all.rss.xml") == b"two"


def test_a_dry_run_puts_nothing_and_says_what_would_be_done(target: Target) -> None:
    assert target.put(document(), dry_run=True).outcome is Outcome.CREATED
    assert target.read("all.rss.xml") is None


def test_names_are_found_by_how_they_begin_and_end(target: Target) -> None:
    for name in ("tag/b.rss.xml", "tag/a.rss.xml", "tag/a.atom.xml", "tag/x/a.rss.xml", "tag*/c.rss.xml"):
        target.put(document(name))
    assert target.names("tag/", ".rss.xml") == ["tag/a.rss.xml", "tag/b.rss.xml"]
    assert target.names("tag/", "/a.rss.xml") == ["tag/x/a.rss.xml"]
    assert target.names("nothing/", ".rss.xml") == []


def test_what_is_removed_is_gone_and_removing_it_again_is_no_fault(target: Target) -> None:
    target.put(document())
    target.remove("all.rss.xml")
    target.remove("all.rss.xml")
    assert target.read("all.rss.xml") is None


def test_a_kind_of_target_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing can be delivered to 'gopher://hole/'"):
        target_of("gopher://hole/", tmp_path)


def test_a_feed_whose_target_cannot_be_had_does_not_hold_up_the_others(project: Project) -> None:
    project.write("feedtool.toml", project.read("feedtool.toml") + '[feed."{tag}"]\nto = "az://herald/feeds"\n')
    project.note("rain", tags="monsoon")
    result = project.run("build", code=3)
    assert "az://herald/feeds: cannot be reached: there are no credentials" in result.stderr
    assert (project.root / "output/all.rss.xml").exists()
