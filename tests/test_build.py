"""The main job as cron does it: sources to articles to feeds, again and again, with people editing in between."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import CASES, CONFIG, Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RSS = "output/all.rss.xml"
ATOM = "output/all.atom.xml"

PAGE = """\
{title}

Heavy rain closed three roads in the valley on Tuesday night, officials said, and two more are expected to follow.

Published By: Asha Rao
Published: December 24, 2025 15:21:46 IST

The first of the three roads was closed a little after nine, when the stream that runs beside it rose over its wall.

By midnight the other two were closed as well, and the bus that should have gone to Kallar had turned round twice.

{more}

First published on: Dec 24, 2025 3:21 PM IST
"""
WIRE = CONFIG.replace('from = "notes/"', 'from = "wire/*.txt"')
TITLE = "Rain Closes Three Valley Roads – More To Come"
MORE = "Nobody was hurt, and the school in Kallar will open an hour late on Wednesday, its head teacher said."


def page(title: str = TITLE, more: str = MORE) -> str:
    return PAGE.format(title=title, more=more)


@pytest.fixture
def wire(project: Project) -> Project:
    project.write("feedtool.toml", WIRE)
    project.write("wire/rain.txt", page())
    return project


def ids(project: Project, path: str = ATOM) -> list[str]:
    import feedparser  # noqa: PLC0415 - slow, and only some tests ask

    return [entry.id for entry in feedparser.parse(project.read(path)).entries]


def record(project: Project) -> Path:
    return next((project.root / "articles").rglob("*.md"))


def test_a_build_makes_records_and_valid_feeds(wire: Project) -> None:
    wire.run("build")
    assert record(wire).relative_to(wire.root).as_posix() == (
        "articles/2025/12/rain-closes-three-valley-roads-more-to-come.md"
    )
    assert "<pubDate>Wed, 24 Dec 2025 15:21:46 +0530</pubDate>" in wire.read(RSS)
    assert "<published>2025-12-24T15:21:46+05:30</published>" in wire.read(ATOM)
    result = wire.run("validate", RSS, ATOM, "--fail-on", "warning")
    assert "0 errors, 0 warnings" in result.stderr


def test_a_second_build_touches_nothing_and_says_nothing(wire: Project) -> None:
    wire.run("build")
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in wire.root.rglob("*") if path.is_file()}
    result = wire.run("build")
    after = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in wire.root.rglob("*") if path.is_file()}
    assert {path.name for path in before if before[path] != after.get(path)} <= {".lock", "index.sqlite"}
    assert before.keys() == after.keys()
    assert result.output == ""


def test_the_file_is_as_old_as_what_it_says(wire: Project) -> None:
    wire.run("build")
    assert (wire.root / RSS).stat().st_mtime == 1766569906  # 2025-12-24T15:21:46+05:30


def test_other_bytes_never_have_the_old_modification_time(wire: Project) -> None:
    wire.run("build")
    before = (wire.root / RSS).stat().st_mtime
    wire.write("feedtool.toml", WIRE.replace("The Test Gazette", "The Best Gazette"))
    wire.run("build")
    assert (wire.root / RSS).stat().st_mtime > before


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("Three Valley", "Four Valley"),
        lambda text: text.replace("–", "-").replace("’", "'"),
        lambda text: text.replace("24, 2025 15:21:46", "25, 2025 15:21:46").replace("24, 2025 3:21", "25, 2025 3:21"),
        lambda text: text.replace("Nobody was hurt", "One man was hurt"),
    ],
    ids=["title", "quotes", "date", "body"],
)
def test_an_edited_source_keeps_its_id(wire: Project, edit: Callable[[str], str]) -> None:
    wire.run("build")
    before = ids(wire)
    wire.write("wire/rain.txt", edit(page()))
    wire.run("build")
    assert ids(wire) == before
    assert len(list((wire.root / "articles").rglob("*.md"))) == 1


def test_the_same_article_in_straight_and_curly_quotes_from_two_files_is_one(wire: Project) -> None:
    wire.write("wire/rain.txt", page(title="The Valley’s “Wet” Roads – More To Come"))
    wire.write("wire/rain-copy.txt", page(title='The Valley\'s "Wet" Roads - More To Come'))
    result = wire.run("build", "-v")
    assert len(ids(wire)) == 1
    assert "the same article as articles/2025/12/" in result.stderr
    assert wire.run("build").output == ""


def test_two_articles_of_one_day_and_nearly_one_title_are_two(wire: Project) -> None:
    wire.write("wire/other.txt", page(title="Rain Closes Three Valley Roads – More To Come?!? Part 2"))
    wire.run("build")
    assert len(set(ids(wire))) == 2


def test_a_changed_source_updates_its_record_and_moves_updated(wire: Project) -> None:
    wire.run("build")
    wire.write("wire/rain.txt", page(more=MORE.replace("Nobody", "One man")))
    result = wire.run("build", "-v", "--now", "2026-01-02T10:00:00+05:30")
    assert "One man was hurt" in record(wire).read_text(encoding="utf-8")
    assert "<updated>2026-01-02T10:00:00+05:30</updated>" in wire.read(ATOM)
    assert "changed: Rain Closes" in result.stderr
    before = wire.read(ATOM)
    wire.run("build", "--now", "2026-02-02T10:00:00+05:30")
    assert wire.read(ATOM) == before


def test_updated_does_not_move_when_readers_see_nothing_new(wire: Project) -> None:
    wire.run("build")
    before = wire.read(ATOM)
    wire.write("wire/rain.txt", "\n\n" + page() + "\n\n")
    assert wire.run("build").output == ""
    assert wire.read(ATOM) == before


def test_a_record_that_a_person_edited_is_never_overwritten(wire: Project) -> None:
    wire.run("build")
    path = record(wire)
    path.write_text(
        path.read_text(encoding="utf-8").replace("Nobody was hurt", "Nobody at all was hurt"), encoding="utf-8"
    )
    wire.run("build")
    assert "Nobody at all was hurt" in wire.read(RSS)
    wire.write("wire/rain.txt", page(more=MORE.replace("Nobody", "One man")))
    result = wire.run("build", code=1)
    assert "import-clash" in result.stderr
    assert "Nobody at all was hurt" in path.read_text(encoding="utf-8")
    assert "One man was hurt" in path.with_name(path.name + ".incoming").read_text(encoding="utf-8")
    assert "Nobody at all was hurt" in wire.read(RSS)
    wire.run("build", code=1)


@pytest.mark.parametrize(("choice", "words"), [("ours", "Nobody at all was hurt"), ("theirs", "One man was hurt")])
def test_a_clash_is_settled_for_one_side(wire: Project, choice: str, words: str) -> None:
    wire.run("build")
    path = record(wire)
    path.write_text(
        path.read_text(encoding="utf-8").replace("Nobody was hurt", "Nobody at all was hurt"), encoding="utf-8"
    )
    wire.write("wire/rain.txt", page(more=MORE.replace("Nobody", "One man")))
    wire.run("import", "--on-clash", choice)
    assert words in path.read_text(encoding="utf-8")
    assert not path.with_name(path.name + ".incoming").exists()
    assert wire.run("build").output == ""


def test_a_deleted_record_is_withdrawn_and_never_comes_back(wire: Project) -> None:
    wire.write("wire/other.txt", page(title="Quiet Day In The Valley, Nothing Closed").replace("24, 2025", "23, 2025"))
    wire.run("build")
    withdrawn = ids(wire)[0]
    next((wire.root / "articles").rglob("rain-*.md")).unlink()
    result = wire.run("build", "-v")
    assert f"gone: {TITLE} <{withdrawn}>" in result.stderr
    assert "withdrawn" in result.stderr
    assert f"<id>{withdrawn}</id>" not in wire.read(ATOM)
    assert f'<at:deleted-entry ref="{withdrawn}"' in wire.read(ATOM)
    wire.write("wire/rain.txt", page(more="Something else entirely was written here, and at some length too."))
    wire.run("build")
    assert len(ids(wire)) == 1


def test_the_last_article_can_be_withdrawn_too(wire: Project) -> None:
    wire.run("build")
    record(wire).unlink()
    wire.run("build")
    assert ids(wire) == []
    assert "<updated>2026-01-01T00:00:00+05:30</updated>" in wire.read(ATOM)


def test_a_record_marked_as_withdrawn_leaves_the_feed_and_can_come_back_under_its_id(wire: Project) -> None:
    wire.write("wire/other.txt", page(title="Quiet Day In The Valley, Nothing Closed").replace("24, 2025", "23, 2025"))
    wire.run("build")
    before = ids(wire)
    path = next((wire.root / "articles").rglob("rain-*.md"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nslug:", "\nwithdrawn: yes\nslug:"), encoding="utf-8")
    wire.run("build")
    assert len(ids(wire)) == 1
    path.write_text(text, encoding="utf-8")
    wire.run("build")
    assert ids(wire) == before


def test_a_record_that_was_moved_is_the_same_article(wire: Project) -> None:
    wire.run("build")
    before = wire.read(RSS)
    path = record(wire)
    path.rename(path.parent.parent / "a-better-name.md")
    assert wire.run("build").output == ""
    assert wire.read(RSS) == before


def test_a_record_that_a_person_wrote_is_an_article_as_any_other(wire: Project) -> None:
    wire.write("articles/2025/12/by-hand.md", "---\ntitle: By Hand\ndate: 2025-12-25 09:00\n---\nText.\n")
    wire.run("build")
    assert "tag:gazette.example,2025:2025-12-25:by-hand" in ids(wire)


def test_markdown_is_read_where_it_stands(project: Project) -> None:
    project.note("one")
    project.run("build")
    assert ids(project) == ["tag:gazette.example,2025:2025-12-24:one"]
    assert not list((project.root / "articles").rglob("*.md"))


def test_a_markdown_file_keeps_its_id_when_it_is_renamed_edited_and_redated(project: Project) -> None:
    project.note("one")
    project.run("build")
    before = ids(project)
    (project.root / "notes/one.md").rename(project.root / "notes/zwei.md")
    project.run("build")
    assert ids(project) == before
    project.note("zwei", title="Another Title", date="2025-12-20 10:00", body="Other text.")
    project.run("build")
    assert ids(project) == before


def test_a_markdown_file_that_goes_and_returns_has_its_id(project: Project) -> None:
    project.note("stays", title="Stays", date="2025-12-01 10:00")
    path = project.note("one")
    project.run("build")
    before = ids(project)
    text = path.read_text(encoding="utf-8")
    path.unlink()
    project.run("build")
    assert len(ids(project)) == 1
    path.write_text(text, encoding="utf-8")
    project.run("build")
    assert ids(project) == before


def test_two_markdown_files_of_one_article_are_one_even_when_the_copy_sorts_first(project: Project) -> None:
    project.note("one")
    project.run("build")
    before = ids(project)
    project.note("a-copy")
    result = project.run("build")
    assert "the same article as notes/one.md" in result.stderr
    assert ids(project) == before


def test_two_articles_with_one_id_are_a_named_clash(project: Project) -> None:
    project.note("one", id="tag:x.example,2025:1")
    project.note("two", id="tag:x.example,2025:1", title="Two", date="2025-12-20 10:00")
    result = project.run("build", code=1)
    assert "notes/two.md: id: the id tag:x.example,2025:1 is taken by notes/one.md" in result.stderr
    assert ids(project) == ["tag:x.example,2025:1"]


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("tag:x.example,2025:1", "tag:x.example,2025:1"),
        ("https://x.example/1", "https://x.example/1"),
        ("urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6", "urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6"),
        ("60A76C80-D399-11D9-B93C-0003939E0AF6", "urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6"),
        ("42", "tag:gazette.example,2025:42"),
        ("my first post", "tag:gazette.example,2025:my%20first%20post"),
    ],
)
def test_an_id_that_the_source_gives_is_kept_and_made_an_iri(project: Project, given: str, written: str) -> None:
    project.note("one", id=f'"{given}"')
    project.run("build")
    assert ids(project) == [written]


def test_what_generators_keep_beside_their_articles_is_none(project: Project) -> None:
    project.note("one")
    project.write("notes/_index.md", "---\ntitle: Section\n---\n")
    project.write("notes/_drafts/idea.md", "An idea")
    assert project.run("build").output == ""
    assert len(ids(project)) == 1


def test_drafts_are_not_published(project: Project) -> None:
    project.note("one")
    project.note("two", title="Two", draft="yes")
    project.run("build")
    assert len(ids(project)) == 1


def test_an_article_of_the_future_is_held_back_until_its_time_and_reported(project: Project) -> None:
    project.note("one")
    project.note("later", title="Later", date="2026-01-01 08:00")
    result = project.run("build", "--now", "2026-01-01T07:59:59+05:30")
    assert "held back until 2026-01-01T08:00:00+05:30: Later" in result.stderr
    assert len(ids(project)) == 1
    assert project.run("build", "--now", "2026-01-01T07:59:59+05:30").output == ""  # said once: cron mails what is said
    assert "held back" in project.run("build", "-v", "--now", "2026-01-01T07:59:59+05:30").stderr
    project.run("build", "--now", "2026-01-01T08:00:00+05:30")
    assert len(ids(project)) == 2


def test_a_stated_update_of_the_future_does_not_make_the_feed_newer_than_now(project: Project) -> None:
    project.note("one", updated="2099-01-01 00:00")
    project.run("build")
    assert "2099" not in project.read(ATOM)


def test_feeds_by_tag_and_author_and_filters(project: Project) -> None:
    project.write(
        "feedtool.toml",
        CONFIG
        + """
[feed."tag/{tag}"]
title = "About {tag}"
formats = ["rss"]

[feed."by/{author}"]
formats = ["atom"]

[feed.rain-only]
where = { text = ["RAIN"] }
unless = { tags = ["sun"] }
formats = ["rss"]
""",
    )
    project.note("one", title="One", tags="[Monsoon, roads]", author="Asha Rao", body="Rain fell.")
    project.note("two", title="Two", tags="[monsoon, sun]", date="2025-12-20 10:00", body="More rain.")
    project.note("three", title="Three", tags="[C++]", date="2025-12-19 10:00")
    project.run("build")
    assert sorted(path.name for path in (project.root / "output/tag").glob("*.xml")) == [
        "c.rss.xml",
        "monsoon.rss.xml",
        "roads.rss.xml",
        "sun.rss.xml",
    ]
    assert len(ids(project, "output/tag/monsoon.rss.xml")) == 2
    assert "<title>About Monsoon</title>" in project.read("output/tag/monsoon.rss.xml")
    assert len(ids(project, "output/by/asha-rao.atom.xml")) == 1
    assert ids(project, "output/rain-only.rss.xml") == ["tag:gazette.example,2025:2025-12-24:one"]


def test_what_is_withdrawn_leaves_the_feed_of_its_tag_even_when_nothing_else_has_the_tag(project: Project) -> None:
    project.write("feedtool.toml", CONFIG + '\n[feed."t/{tag}"]\ntitle = "About {tag}"\n')
    project.note("one", tags="[flood]")
    project.note("two", title="Two", date="2025-12-20 10:00", tags="[roads]")
    foreign = project.write("output/t/foreign.rss.xml", "<rss/>")
    project.run("build")
    project.note("one", tags="[]")
    result = project.run("build", "-v")
    assert "output/t/flood.rss.xml" in result.stderr
    assert ids(project, "output/t/flood.rss.xml") == []
    project.run("validate", "output/t/flood.rss.xml", "output/t/flood.atom.xml", "--fail-on", "warning")
    assert foreign.read_text(encoding="utf-8") == "<rss/>"
    assert project.run("build").output == ""


def test_an_entry_that_makes_the_document_invalid_is_set_aside_and_named(project: Project) -> None:
    project.note("good")
    project.note("bad", title="Bad", date="2025-12-20 10:00", id='"http://[bad"')
    result = project.run("build", code=1)
    assert "notes/bad.md: the entry http://[bad is not valid and was left out of all.atom.xml" in result.stderr
    assert ids(project) == ["tag:gazette.example,2025:2025-12-24:good"]


def test_the_levels_of_the_configuration_hold_for_the_gate_and_for_validate(project: Project) -> None:
    project.note("good")
    project.note("odd", title="Odd", date="2025-12-20 10:00", id='"http://[bad"')
    project.write("feedtool.toml", CONFIG + '\n[validate]\nlevels = { atom-id-invalid = "warning" }\n')
    assert "warning" in project.run("build").stderr
    assert len(ids(project)) == 2
    assert "1 warning" in project.run("validate", ATOM).stderr
    project.run("validate", ATOM, "--level", "atom-id-invalid=error", code=1)


def test_a_file_that_is_renamed_and_retitled_at_once_keeps_its_id(project: Project) -> None:
    project.note("one")
    project.run("build")
    before = ids(project)
    (project.root / "notes/one.md").unlink()
    project.note("zwei", title="Quite Another Title")
    project.run("build")
    assert ids(project) == before


def test_filters_by_source_and_language(project: Project) -> None:
    project.write(
        "feedtool.toml",
        CONFIG
        + """
[source.hindi]
from = "hindi/*.md"
language = "hi-IN"

[feed.hi]
where = { languages = ["hi"], sources = ["hindi", "notes"] }

[feed.notes]
where = { sources = ["notes"] }
""",
    )
    project.note("one")
    project.write("hindi/two.md", "---\ntitle: दो\ndate: 2025-12-20 10:00\n---\nपाठ।\n")
    project.run("build")
    assert len(ids(project, "output/hi.atom.xml")) == 1
    assert 'xml:lang="hi-IN"' in project.read("output/hi.atom.xml")
    assert len(ids(project, "output/notes.atom.xml")) == 1


def test_a_source_gives_only_what_its_filters_let_through(project: Project) -> None:
    project.write(
        "feedtool.toml",
        CONFIG.replace(
            'from = "notes/"',
            'from = "notes/"\nlimit = 2\nwhere = { matches = ["^rain"], days = 30 }\nunless = { tags = ["sun"] }',
        ),
    )
    project.note("a", title="Rain A", date="2025-12-24 10:00")
    project.note("b", title="Rain B", date="2025-12-23 10:00", tags="[Sun]")
    project.note("c", title="No Rain", date="2025-12-23 10:00")
    project.note("d", title="Rain D", date="2025-11-23 10:00")
    project.note("e", title="RAIN E", date="2025-12-22 10:00")
    project.note("f", title="Rain F", date="2025-12-21 10:00")
    project.run("build")
    assert [found.rsplit(":", 1)[1] for found in ids(project)] == ["a", "e"]


def test_limits_by_count_and_by_bytes(project: Project) -> None:
    project.write("feedtool.toml", CONFIG + "limit = 5\n\n[feed.small]\nbytes = 4000\n")
    for number in range(10):
        project.note(f"n{number}", title=f"Note {number}", date=f"2025-12-{number + 10} 10:00", body="x " * 200)
    project.run("build")
    assert len(ids(project)) == 5
    assert ids(project)[0].endswith("n9")
    small = ids(project, "output/small.atom.xml")
    assert 1 <= len(small) < 10
    assert small == ids(project, "output/small.rss.xml")
    for name in ("rss", "atom"):
        assert len((project.root / f"output/small.{name}.xml").read_bytes()) <= 4000


def test_one_bad_article_is_set_aside_and_the_rest_published(project: Project) -> None:
    project.note("good")
    project.note("bad", title="Orders: who?")
    result = project.run("build", code=1)
    assert "error: notes/bad.md:2:" in result.stderr
    assert len(ids(project)) == 1
    project.note("bad", title='"Orders: who?"', date="2025-12-20 10:00")
    project.run("build")
    assert len(ids(project)) == 2


def test_a_source_that_matches_nothing_is_named_and_keeps_what_is_published(wire: Project) -> None:
    wire.run("build")
    before = wire.read(RSS)
    wire.write("feedtool.toml", WIRE.replace('"wire/*.txt"', '"wire/*.text"'))
    result = wire.run("build")
    assert "matches no file" in result.stderr
    assert wire.read(RSS) == before


def test_a_folder_of_notes_that_vanished_does_not_empty_the_feed(project: Project) -> None:
    project.note("one")
    project.run("build")
    before = project.read(RSS)
    (project.root / "notes").rename(project.root / "mislaid")
    (project.root / "notes").mkdir()
    result = project.run("build", code=1)
    assert "notes/: no file is found, but published articles came from here (1); feeds stay" in result.stderr
    assert project.read(RSS) == before
    assert '"withdrawn"' not in project.ledger()


def test_a_pattern_that_was_mistyped_does_not_empty_the_feed(project: Project) -> None:
    project.note("one")
    project.run("build")
    before, written = project.read(RSS), project.read("feedtool.toml")
    for wrong in ("ntoes/", "notes/*.markdown", "notes/**/one.text"):
        project.write("feedtool.toml", written.replace('"notes/"', f'"{wrong}"'))
        result = project.run("build", code=1)
        assert f"{wrong}: no file is found, but published articles came from here (1)" in result.stderr
        assert project.read(RSS) == before
    project.write("feedtool.toml", written)
    project.run("build")
    assert project.read(RSS) == before


def test_a_source_that_waits_for_its_first_file_does_not_keep_those_of_another_one(project: Project) -> None:
    project.note("one")
    project.write("more/two.md", "---\ntitle: Two\ndate: 2025-12-23 10:00 IST\n---\n\nText.\n")
    (project.root / "inbox").mkdir()
    written = project.read("feedtool.toml")
    both = '"notes/"\n\n[source.inbox]\nfrom = "inbox/"\n'
    project.write("feedtool.toml", written.replace('"notes/"', f'{both}\n[source.more]\nfrom = "more/"'))
    project.run("build")
    assert len(ids(project)) == 2
    project.write("feedtool.toml", written.replace('"notes/"', both))
    project.run("build")
    assert len(ids(project)) == 1


def run_without_privileges(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run feedtool as somebody to whom a file's mode means something, as it does not to root."""
    before = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may look everywhere")
        caps = "-dac_override,-dac_read_search"
        before = ["setpriv", f"--bounding-set={caps}", f"--inh-caps={caps}"]
    command = [*before, sys.executable, "-m", "feedtool", *arguments]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=root, env={**os.environ, "TZ": "UTC"}
    )


@pytest.mark.parametrize("mode", [0o000, 0o600])
@pytest.mark.parametrize("pattern", ["notes/", "notes/**/*.md", "notes/*/*.md"])
def test_a_folder_that_may_not_be_looked_into_does_not_empty_the_feed(
    project: Project, pattern: str, mode: int
) -> None:
    project.write("feedtool.toml", project.read("feedtool.toml").replace('"notes/"', f'"{pattern}"'))
    project.note("closed/one")
    project.note("open/two")
    project.run("build")
    before = project.read(RSS)
    (project.root / "notes" / "closed").chmod(mode)
    for _ in range(2):
        result = run_without_privileges(project.root, "build")
        assert "error: notes/closed/: cannot be read: Permission denied" in result.stderr
        assert "notes/closed/: no file is found, but published articles came from here (1); feeds stay" in result.stderr
        assert (result.returncode, project.read(RSS)) == (1, before)
    exported = run_without_privileges(project.root, "export", pattern)
    assert "error: notes/closed/: cannot be read: Permission denied" in exported.stderr
    assert (exported.returncode, exported.stdout.count("<item>")) == (1, 1)
    (project.root / "notes" / "closed").chmod(0o700)
    assert run_without_privileges(project.root, "build").returncode == 0
    assert project.read(RSS) == before


def test_records_that_may_not_be_looked_at_stop_the_build(wire: Project) -> None:
    wire.run("build")
    before = wire.read(RSS)
    (wire.root / "articles" / "2025").chmod(0o000)
    result = run_without_privileges(wire.root, "build")
    assert (result.returncode, result.stderr) == (3, "error: articles/2025: Permission denied\n")
    (wire.root / "articles" / "2025").chmod(0o700)
    assert run_without_privileges(wire.root, "build").returncode == 0
    assert wire.read(RSS) == before


def test_links_that_lead_in_a_ring_are_gone_through_once(project: Project) -> None:
    project.note("deep/one")
    for name in ("notes/ring", "notes/deep/ring", "notes/deep/round"):
        (project.root / name).symlink_to(project.root / "notes")
    result = project.run("export", "notes/**/*.md", "-v")
    assert "import-duplicate" not in result.stderr
    assert result.stdout.count("<item>") == 1


def test_a_pattern_goes_into_links_to_folders_that_it_names(project: Project) -> None:
    project.write("elsewhere/one.md", "---\ntitle: One\ndate: 2025-12-23 10:00 IST\n---\n\nText.\n")
    project.note("plain/two")
    (project.root / "notes" / "linked").symlink_to(project.root / "elsewhere")
    for pattern, count in {"notes/*/*.md": 2, "notes/linked/**/*.md": 1, "notes/**/*.md": 1, "notes/l*/**": 1}.items():
        assert project.run("export", pattern).stdout.count("<item>") == count


def test_a_dry_run_writes_nothing_and_says_what_it_would(wire: Project) -> None:
    result = wire.run("build", "--dry-run", "-v")
    assert "created: " in result.stderr
    assert f"new: {TITLE}" in result.stderr
    assert [path.name for path in (wire.root / "articles").rglob("*") if path.is_file()] in ([], [".lock"])
    assert not (wire.root / "output").exists()


def test_the_report_is_there_for_programs(wire: Project) -> None:
    report = json.loads(wire.run("build", "--json").stdout)
    assert report["exit_code"] == 0
    assert [row["outcome"] for row in report["articles"]] == ["new"]
    assert [row["outcome"] for row in report["feeds"]] == ["created", "created"]
    assert report["feeds"][0]["new"] == ids(wire)


def test_two_builds_at_once_do_not_meet(wire: Project) -> None:
    from filelock import FileLock  # noqa: PLC0415 - only here

    (wire.root / "articles").mkdir()
    with FileLock(wire.root / "articles/.lock"):
        result = wire.run("build", code=3)
    assert "another run is at work" in result.stderr
    wire.run("build")


def test_the_old_file_stays_when_the_new_one_cannot_be_written(wire: Project) -> None:
    wire.run("build")
    before = wire.read(RSS)
    (wire.root / "output/.all.rss.xml.tmp").mkdir()  # what cannot be removed is in the way, for root too
    wire.write("wire/rain.txt", page(more=MORE.replace("Nobody", "One man")))
    result = wire.run("build", code=3)
    assert "all.rss.xml: cannot be written" in result.stderr
    assert wire.read(RSS) == before
    assert "One man" in wire.read(ATOM)


def test_a_broken_ledger_stops_the_build_and_names_its_line(wire: Project) -> None:
    wire.run("build")
    text = wire.ledger()
    wire.write("articles/ledger/2025-12.jsonl", f"{text}<<<<<<< HEAD\n")
    result = wire.run("build", code=2)
    assert "articles/ledger/2025-12.jsonl:2" in result.stderr
    assert wire.ledger().endswith("<<<<<<< HEAD\n")


def test_a_run_that_was_killed_between_record_and_ledger_makes_no_second_record(wire: Project) -> None:
    wire.run("build")
    before = ids(wire)
    shutil.rmtree(wire.root / "articles/ledger")
    wire.run("build")
    assert ids(wire) == before
    assert len(list((wire.root / "articles").rglob("*.md"))) == 1


def test_the_samples_of_the_repository_give_the_records_that_are_kept_with_them(tmp_path: Path) -> None:
    root = CASES.parent.parent
    project = Project(root=tmp_path)
    for name in ("feedtool.toml", "seeds"):
        copy = shutil.copytree if (root / name).is_dir() else shutil.copy
        copy(root / name, tmp_path / name)
    project.run("build", "--now", "2026-06-01T00:00:00+05:30")
    kept = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in records(root)}
    assert kept == {
        path.relative_to(tmp_path).as_posix(): path.read_text(encoding="utf-8") for path in records(tmp_path)
    }
    project.run("validate", "output", "--fail-on", "warning", "--now", "2026-06-01T00:00:00+05:30")


def records(root: Path) -> list[Path]:
    return [*(root / "articles").rglob("*.md"), *(root / "articles/ledger").iterdir()]


SCRIPT = """
import hashlib, pathlib, sys
from feedtool.cli import main
try:
    main(["build", "--config", sys.argv[1], "--now", "2026-01-01T00:00:00+05:30"], prog_name="feedtool")
except SystemExit as error:
    assert not error.code, error.code
root = pathlib.Path(sys.argv[1]).parent
files = sorted(path for name in ("articles", "output") for path in (root / name).rglob("*.*") if path.name != ".lock")
content = b"".join(path.relative_to(root).as_posix().encode() + path.read_bytes() for path in files)
print(hashlib.sha256(content).hexdigest())
"""


def test_the_same_sources_give_the_same_bytes_in_any_zone_and_place(tmp_path: Path) -> None:
    found = set()
    zones = ["UTC", "Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem", "America/New_York"]
    for number, zone in enumerate(zones):
        project = Project(root=tmp_path / f"project{number}")
        names = ["one", "two", "three"]
        project.write(
            "feedtool.toml",
            WIRE + '\n[source.jottings]\nfrom = ["notes/"]\ntags = ["notes"]\n\n[feed."tag/{tag}"]\n',
        )
        for name in names if number % 2 else names[::-1]:  # the order in which a folder lists its files
            project.note(name, title=f"Note {name}", date="2025-12-23 11:00 IST", tags=f"[{name}, x]")
        project.write("wire/rain.txt", page())
        place = tmp_path / f"elsewhere{number}"
        place.mkdir()
        env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": str(number % 2), "LC_ALL": "C.UTF-8", "PYTHONPATH": ""}
        command = [sys.executable, "-c", SCRIPT, str(project.root / "feedtool.toml")]
        done = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, check=False)
        assert not done.returncode, done.stderr
        found.add(done.stdout)
    assert len(found) == 1
