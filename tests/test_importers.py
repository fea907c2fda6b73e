"""Several machines that import to one shelf: whose files are whose, and what goes with a file that goes."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import feedparser
import pytest

from conftest import CONFIG, NOW, Project
from postgresql import needs_postgresql, rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from postgresql import Server

pytestmark = needs_postgresql


@pytest.fixture
def url(server: Server) -> str:
    """Return the address of an empty database."""
    return server.database()


@pytest.fixture
def machine(url: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Project]:
    """Return what makes a machine with the same shelf as all others: another folder with the same configuration."""

    def make(importer: str = "") -> Project:
        project = Project(root=tmp_path_factory.mktemp("machine"))
        configure(project, url, importer)
        return project

    return make


def configure(project: Project, url: str, importer: str = "") -> None:
    keys = f'shelf = "{url}"\n' + (f'importer = "{importer}"\n' if importer else "")
    project.write("feedtool.toml", CONFIG.replace("[source.notes]", f"{keys}\n[source.notes]"))


def titles(project: Project) -> list[str]:
    return [entry.title for entry in feedparser.parse(project.read("output/all.atom.xml")).entries]


def ids(url: str) -> dict[str, str]:
    return dict(rows(url, "SELECT title, id FROM article"))


def test_what_becomes_of_files_becomes_of_their_articles_as_in_the_folder(
    machine: Callable[..., Project], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, stored = Project(root=tmp_path_factory.mktemp("folder")), machine()
    folder.write("feedtool.toml", CONFIG)
    day = iter(range(1, 20))

    def both(change: Callable[[Project], object]) -> None:
        now = f"2026-01-{next(day):02}T00:00:00+05:30"
        for project in (folder, stored):
            change(project)
            project.run("build", "--now", now, code=None)
        for name in ("all.atom.xml", "all.rss.xml"):
            assert stored.read(f"output/{name}") == folder.read(f"output/{name}"), now

    def note(name: str, **said: str) -> Callable[[Project], object]:
        return lambda project: project.note(name, **said)

    def remove(name: str) -> Callable[[Project], object]:
        return lambda project: (project.root / f"notes/{name}.md").unlink()

    both(note("keep", title="Kept", date="2025-12-01 09:00 IST"))
    both(note("a", title="Rain", date="2025-12-02 09:00 IST", body="It rained."))
    both(remove("a"))
    assert "deleted-entry" in stored.read("output/all.atom.xml")
    both(note("a", title="Rain", date="2025-12-02 09:00 IST", body="It rained."))
    assert "deleted-entry" not in stored.read("output/all.atom.xml")
    both(remove("a"))
    both(note("a", title="Rain", date="2025-12-02 09:00 IST", body="It rained again."))  # another text comes back
    both(note("a", title="Flood", date="2025-12-03 10:00 IST", body="All of it is new."))  # and stays the same article
    both(lambda project: (project.root / "notes/a.md").rename(project.root / "notes/b.md"))
    both(note("b", title="Flood", date="2025-12-03 10:00 IST", body="All of it is new.", draft="yes"))
    assert titles(stored) == ["Kept"]
    both(note("b", title="Flood", date="2025-12-03 10:00 IST", body="All of it is new."))
    assert titles(stored) == ["Flood", "Kept"]
    both(note("b", title="Drought", date="2025-12-04 10:00 IST", id="drought"))  # another id is another article
    both(remove("b"))


def test_what_came_from_other_kinds_of_files_stays_as_in_the_folder(machine: Callable[..., Project]) -> None:
    one = machine()
    one.write("notes/news.csv", "title,published,body\nRain,2025-12-01T09:00:00Z,It rained.\n")
    one.note("keep", title="Kept", date="2025-12-01 09:00 IST")
    one.run("build")
    (one.root / "notes/news.csv").unlink()
    one.run("build")
    assert titles(one) == ["Rain", "Kept"]


def test_a_withdrawal_by_hand_outlasts_the_file(machine: Callable[..., Project], url: str) -> None:
    one = machine()
    one.note("keep", title="Kept", date="2025-12-01 09:00 IST")
    one.note("a", title="Rain", date="2025-12-02 09:00 IST")
    one.run("build")
    one.run("record", ids(url)["Rain"], "--withdraw")
    text = one.read("notes/a.md")
    (one.root / "notes/a.md").unlink()
    one.run("build")
    one.write("notes/a.md", text)
    assert "its record was withdrawn" in one.run("build", "-v").output
    assert titles(one) == ["Kept"]


def test_what_was_withdrawn_by_deleting_a_file_no_table_brings_back(machine: Callable[..., Project]) -> None:
    one = machine()
    one.note("keep", title="Kept", date="2025-12-01 09:00 IST")
    one.note("a", title="Rain", date="2025-12-02T09:00:00Z", body="It rained.")
    one.run("build")
    text = one.read("notes/a.md")
    (one.root / "notes/a.md").unlink()
    one.run("build")
    one.write("news.csv", "title,published,body\nRain,2025-12-02T09:00:00Z,It rained.\n")
    assert "its record was withdrawn" in one.run("import", "news.csv", "-v").output
    one.run("build")
    assert titles(one) == ["Kept"]
    one.write("notes/a.md", text)
    one.run("build")
    assert titles(one) == ["Rain", "Kept"]


@pytest.mark.parametrize("names", [("desk", "wire"), ("", "")], ids=["named", "nameless"])
def test_what_a_machine_does_not_have_it_does_not_withdraw(
    machine: Callable[..., Project], names: tuple[str, str]
) -> None:
    one, two = map(machine, names)
    one.note("a", title="Rain", date="2025-12-01 09:00 IST")
    two.note("b", title="Sun", date="2025-12-02 09:00 IST")
    for project in (one, two, one, two):
        project.run("build")
        assert "Rain" in titles(project)
    assert titles(two) == ["Sun", "Rain"]
    two.note("c", title="Hail", date="2025-12-03 09:00 IST")
    two.run("build")
    (two.root / "notes/b.md").unlink()
    two.run("build")
    one.run("build")
    assert titles(one) == titles(two) == ["Hail", "Rain"]


def test_files_of_the_same_names_on_named_machines_are_two(machine: Callable[..., Project], url: str) -> None:
    one, two = machine("desk"), machine("wire")
    one.note("today", title="Gold Price Today", date="2025-12-01 09:00 IST", body="It fell.")
    two.note("today", title="Gold Price Today", date="2025-12-02 10:00 IST", body="It rose, and rose.")
    for project in (one, two, one, two):
        project.run("build")
    assert rows(url, "SELECT count(*), count(DISTINCT id) FROM article") == [(2, 2)]
    before = rows(url, "SELECT id, record.xmin::text FROM record JOIN article USING (path) ORDER BY id")
    one.note("today", title="Gold Price Today", date="2025-12-01 09:00 IST", body="It fell far.")
    one.run("build")
    two.run("build")
    after = rows(url, "SELECT id, record.xmin::text FROM record JOIN article USING (path) ORDER BY id")
    assert [id_ for id_, _ in after] == [id_ for id_, _ in before]
    assert sum(row not in before for row in after) == 1
    (one.root / "notes/today.md").unlink()
    one.note("else", title="Else", date="2025-12-03 09:00 IST")
    one.run("build")
    assert titles(one) == ["Else", "Gold Price Today"]
    assert "It rose" in one.read("output/all.atom.xml")


def test_what_two_machines_have_goes_with_the_last_of_the_two(machine: Callable[..., Project], url: str) -> None:
    one, two = machine("desk"), machine("wire")
    for project in (one, two):
        project.note("a", title="Rain", date="2025-12-01 09:00 IST")
        project.note(f"keep-{project is one}", title=f"Kept {project is one}", date="2025-12-02 09:00 IST")
        project.run("build")
    before = ids(url)["Rain"]
    (one.root / "notes/a.md").unlink()
    one.run("build")
    assert "Rain" in titles(one)
    two.note("a", title="Rain", date="2025-12-01 09:00 IST", body="It is the other machine's now.")
    two.run("build")
    assert "It is the other" in two.read("output/all.atom.xml")
    assert ids(url)["Rain"] == before
    (two.root / "notes/a.md").unlink()
    two.run("build")
    assert "Rain" not in titles(two)


def test_an_article_that_two_files_give_goes_when_both_are_gone(machine: Callable[..., Project]) -> None:
    one, two = machine("desk"), machine("wire")
    for project, name in ((one, "a"), (one, "copy"), (two, "b")):
        project.note(name, title="Rain", date="2025-12-01 09:00 IST")
        project.note("keep", title="Kept", date="2025-12-02 09:00 IST")
        project.run("build")
    for name in ("a", "copy"):
        (one.root / f"notes/{name}.md").unlink()
    one.run("build")
    assert titles(one) == ["Kept", "Rain"]
    (two.root / "notes/b.md").unlink()  # which it never knew to be the last one
    two.run("build")
    assert titles(two) == ["Kept"]


def test_an_article_of_a_table_stays_when_a_file_that_repeats_it_goes(machine: Callable[..., Project]) -> None:
    one = machine("desk")
    one.write("feedtool.toml", one.read("feedtool.toml").replace('"notes/"', '["news.csv", "notes/"]'))
    one.write("news.csv", "title,published,body\nRain,2025-12-01T09:00:00Z,It rained.\n")
    one.note("a", title="Rain", date="2025-12-01T09:00:00Z", body="It rained.")
    one.note("keep", title="Kept", date="2025-12-02 09:00 IST")
    one.run("build")
    (one.root / "notes/a.md").unlink()
    one.run("build")
    assert titles(one) == ["Kept", "Rain"]


def test_a_machine_that_gets_a_name_goes_on_with_what_it_had(machine: Callable[..., Project], url: str) -> None:
    one = machine()
    for name in "abcd":
        one.note(name, title=f"Title {name}", date="2025-12-01 09:00 IST", body=f"Text {name}.")
    one.run("build")
    before = ids(url)
    configure(one, url, "desk")
    one.note("b", title="Retitled", date="2025-12-05 10:00 IST", body="All of it is new.")
    (one.root / "notes/c.md").unlink()
    one.run("build")
    assert titles(one) == ["Retitled", "Title a", "Title d"]
    assert ids(url)["Retitled"] == before["Title b"]
    assert rows(url, "SELECT DISTINCT importer FROM file") == [("desk",)]
    (one.root / "notes/a.md").unlink()
    one.note("d", title="Title d", date="2025-12-01 09:00 IST", body="Another text.")
    one.run("build")
    assert titles(one) == ["Retitled", "Title d"]
    assert "Another text." in one.read("output/all.atom.xml")


def test_a_nameless_project_that_was_moved_withdraws_nothing_and_says_why(machine: Callable[..., Project]) -> None:
    one, two = machine(), machine()
    for name in "ab":
        one.note(name, title=f"Title {name}", date="2025-12-01 09:00 IST")
    one.run("build")
    (one.root / "notes").rename(two.root / "notes")
    (two.root / "notes/b.md").unlink()
    said = two.run("build", "-v").output
    assert "articles whose files are not here, but were read in" in said
    assert f"{one.root.name}: 1; they stay" in said
    assert titles(two) == ["Title a", "Title b"]


def test_a_pattern_that_matches_nothing_any_more_leaves_the_feeds_alone(machine: Callable[..., Project]) -> None:
    one = machine("desk")
    text = one.read("feedtool.toml").replace('from = "notes/"', 'from = ["notes/", "more/*.md"]')
    one.write("feedtool.toml", text)
    one.note("a", title="Rain", date="2025-12-01 09:00 IST")
    one.write("more/b.md", "---\ntitle: Sun\ndate: 2025-12-02 09:00 IST\n---\n\nIt shone.\n")
    one.run("build")
    before = one.read("output/all.atom.xml")
    (one.root / "more").rename(one.root / "away")
    assert "published articles came from here (1); they stay" in one.run("build", code=1).output
    assert one.read("output/all.atom.xml") == before
    (one.root / "away").rename(one.root / "more")
    one.run("build")
    assert one.read("output/all.atom.xml") == before


def test_the_name_may_be_said_where_the_program_is_called(machine: Callable[..., Project], url: str) -> None:
    one = machine("desk")
    one.note("a", title="Rain", date="2025-12-01 09:00 IST")
    one.run("build", "--importer", "wire")
    assert rows(url, "SELECT importer FROM file") == [("wire",)]
    assert "a name of letters, digits, dots and hyphens" in one.run("build", "--importer", "a/b", code=2).output


def test_a_name_without_a_database_is_a_mistake(project: Project) -> None:
    project.write("feedtool.toml", CONFIG.replace("[source.notes]", 'importer = "desk"\n\n[source.notes]'))
    assert "site.importer: has no effect" in project.run("build", code=2).output
    project.write("feedtool.toml", CONFIG)
    assert "has no effect" in project.run("build", "--importer", "desk", code=2).output


def test_a_dry_run_withdraws_nothing(machine: Callable[..., Project]) -> None:
    one = machine()
    for name in "ab":
        one.note(name, title=f"Title {name}", date="2025-12-01 09:00 IST")
    one.run("build")
    (one.root / "notes/b.md").unlink()
    before = one.read("output/all.atom.xml")
    one.run("build", "--dry-run")
    assert one.read("output/all.atom.xml") == before
    (one.root / "notes").joinpath("b.md").write_text(one.read("notes/a.md").replace("Title a", "Title b"))
    one.run("build")
    assert one.read("output/all.atom.xml") == before


def test_what_one_machine_delivered_into_its_folder_the_other_delivers_into_its_own(
    machine: Callable[..., Project],
) -> None:
    one, two = machine("desk"), machine("wire")
    for project in (one, two):
        project.write("feedtool.toml", project.read("feedtool.toml") + 'limit = 1\narchive = "month"\n')
    one.note("a", title="Rain", date="2025-12-01 09:00 IST")
    two.note("b", title="Sun", date="2025-12-02 09:00 IST")
    for project in (one, two, one, two):
        project.run("build")
    one.note("a", title="Rain", date="2025-12-01 09:00 IST", body="It rained more.")
    for project in (one, two):
        project.run("build")
        assert "It rained more." in project.read("output/archive/all/2025-12.atom.xml")


def test_two_that_build_at_once_divide_archives_in_one_way(machine: Callable[..., Project]) -> None:
    machines = [machine("desk"), machine("wire")]
    for project in machines:
        project.write("feedtool.toml", project.read("feedtool.toml") + "limit = 1\narchive = 3\n")
    command, env = [sys.executable, "-m", "feedtool", "build"], {**os.environ, "FEEDTOOL_NOW": NOW}
    for number in range(2):
        for project in machines:
            for minute in range(5):
                title = f"Title {project.root.name} {number} {minute}"
                project.note(f"n{number}{minute}", title=title, date=f"2025-12-0{2 - number} 09:{minute:02} IST")
        started = [subprocess.Popen(command, cwd=project.root, env=env) for project in machines]
        assert [process.wait() for process in started] == [0, 0]
    for project in machines:
        project.run("build")
    one, two = (
        {path.name: path.read_bytes() for path in (project.root / "output/archive").rglob("*.xml")}
        for project in machines
    )
    assert one == two
    assert len({entry.id for content in one.values() for entry in feedparser.parse(content).entries}) == 20


def test_another_configuration_in_the_same_folder_withdraws_nothing_of_the_first(
    machine: Callable[..., Project], url: str
) -> None:
    one = machine()
    one.note("a", title="Rain", date="2025-12-01 09:00 IST")
    one.run("build")
    one.write("more/b.md", "---\ntitle: Sun\ndate: 2025-12-02 09:00 IST\n---\n\nIt shone.\n")
    one.write("more.toml", one.read("feedtool.toml").replace("source.notes", "source.more").replace("notes/", "more/"))
    for options in (("--config", "more.toml"), ()):
        assert one.run("build", *options).output == ""
        assert titles(one) == ["Sun", "Rain"]
    assert ids(url).keys() == {"Sun", "Rain"}


def test_a_source_that_one_machine_has_no_more_and_another_has(machine: Callable[..., Project]) -> None:
    one, two = machine("desk"), machine("wire")
    for project in (one, two):
        project.write(
            "feedtool.toml", project.read("feedtool.toml") + '[source.more]\nfrom = "more/"\n[feed."{source}"]\n'
        )
        name = project.root.name
        project.write(f"more/{name}.md", f"---\ntitle: More {name}\ndate: 2025-12-02 09:00 IST\n---\n\nOf {name}.\n")
        project.note(name, title=f"Note {name}", date="2025-12-01 09:00 IST")
        project.run("build")
    one.write("feedtool.toml", one.read("feedtool.toml").replace('[source.more]\nfrom = "more/"\n', ""))
    one.run("build")
    assert f"More {one.root.name}" not in titles(one)
    assert f"More {two.root.name}" in titles(one)
    two.run("build")
    assert f"More {two.root.name}" in two.read("output/more.rss.xml")
