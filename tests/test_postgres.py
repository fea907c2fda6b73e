"""A shelf in PostgreSQL: the same feeds as from the folder, by as many machines at once as there are."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import feedparser
import psycopg
import pytest

from benchmarks import imports
from benchmarks import postgres as benchmark
from conftest import CONFIG, NOW, Project
from feedtool.postgres.schema import STEPS
from feedtool.validate import check
from postgresql import needs_postgresql, rows

if TYPE_CHECKING:
    from postgresql import Server

pytestmark = needs_postgresql


@pytest.fixture
def site(project: Project, server: Server) -> Project:
    """Return a project whose shelf is an empty database."""
    return placed(project, server.database())


def placed(project: Project, url: str, feeds: str = "") -> Project:
    config = CONFIG.replace("[source.notes]", f'shelf = "{url}"\n\n[source.notes]')
    project.write("feedtool.toml", f'{config}\n[feed."tag/{{tag}}"]\n{feeds}')
    return project


def url_of(project: Project) -> str:
    return project.read("feedtool.toml").split('shelf = "')[1].split('"')[0]


def articles(project: Project) -> list[tuple[str, str]]:
    return rows(url_of(project), 'SELECT id, title FROM article ORDER BY id COLLATE "C"')


def fill(project: Project) -> None:
    project.note("a", title="Rain", date="2025-12-01 09:00 IST", tags="[water, Weather]", author="Asha Rao")
    project.note("b", title="Sun", date="2025-12-02 09:00 IST", tags="[weather]", language="hi")
    project.note("c", title="Later", date="2026-12-02 09:00 IST")
    project.note("d", title="Drought", date="2025-11-30 09:00 IST", body="No *water* anywhere.", summary="Dry & hot.")


def outputs(project: Project) -> dict[str, bytes]:
    below = project.root / "output"
    return {path.relative_to(below).as_posix(): path.read_bytes() for path in below.rglob("*.xml")}


def test_the_feeds_are_the_same_as_from_the_folder(site: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = Project(root=tmp_path_factory.mktemp("folder"))
    other.write("feedtool.toml", CONFIG + '\n[feed."tag/{tag}"]\n')
    for project in (site, other):
        fill(project)
        project.run("build")
    assert (
        outputs(site).keys()
        == outputs(other).keys()
        == {
            *("all.rss.xml", "all.atom.xml", "tag/water.rss.xml", "tag/water.atom.xml"),
            *("tag/weather.rss.xml", "tag/weather.atom.xml"),
        }
    )
    for name, content in outputs(site).items():
        assert content.decode() == outputs(other)[name].decode()


def test_a_second_build_takes_nothing_in_and_delivers_nothing(site: Project) -> None:
    fill(site)
    site.run("build")
    before = rows(url_of(site), "SELECT xmin::text, id FROM line ORDER BY id")
    said = site.run("build", "-v").output
    assert "new:" not in said
    assert "\nchanged:" not in said
    assert "\nunchanged: output/all.rss.xml" in said
    assert rows(url_of(site), "SELECT xmin::text, id FROM line ORDER BY id") == before


def test_a_change_keeps_the_id_and_moves_updated(site: Project) -> None:
    site.note("a", title="Rain", date="2025-12-01 09:00 IST")
    site.run("build")
    (before,) = articles(site)
    site.note("a", title="Rain at Last", date="2025-12-01 09:00 IST")
    site.run("build", "--now", "2026-01-05T10:00:00+05:30")
    assert articles(site) == [(before[0], "Rain at Last")]
    assert "<updated>2026-01-05T10:00:00+05:30</updated>" in site.read("output/all.atom.xml")


def test_an_article_whose_file_was_renamed_is_the_same(site: Project) -> None:
    site.note("a", title="Rain", date="2025-12-01 09:15 IST")
    site.run("build")
    before = articles(site)
    (site.root / "notes" / "a.md").rename(site.root / "notes" / "z.md")
    site.run("build")
    assert articles(site) == before


def test_filters_by_tag_author_language_source_words_and_age_choose_as_in_the_folder(
    site: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    feeds = "".join(
        f"[feed.{name}]\n{filters}\n"
        for name, filters in {
            "tags": 'where = { tags = ["WEATHER"] }',
            "nottags": 'unless = { tags = ["water"] }',
            "authors": 'where = { authors = ["asha rao"] }',
            "languages": 'where = { languages = ["hi"] }',
            "sources": 'where = { sources = ["notes"] }',
            "text": 'where = { text = ["water"] }',
            "matches": 'unless = { matches = ["^rain"] }',
            "days": "where = { days = 31 }",
        }.items()
    )
    other = Project(root=tmp_path_factory.mktemp("folder"))
    other.write("feedtool.toml", CONFIG + '\n[feed."tag/{tag}"]\n' + feeds)
    placed(site, url_of(site), feeds)
    for project in (site, other):
        fill(project)
        project.run("build")
    assert outputs(site) == outputs(other)
    assert len(outputs(site)) > 16


def test_archives_by_month_and_site_documents_work_from_the_database(site: Project) -> None:
    placed(site, url_of(site), '[feed.full]\nlimit = 1\narchive = "month"\n')
    text = site.read("feedtool.toml").replace("[source.notes]", 'also = ["opml", "sitemap"]\n[source.notes]')
    site.write("feedtool.toml", text)
    fill(site)
    site.run("build")
    assert "archive/full/2025-11.atom.xml" in outputs(site)
    assert (site.root / "output" / "feeds.opml").exists()
    for name, content in outputs(site).items():
        if name != "sitemap.xml":
            assert not [problem for problem in check(content) if problem.level == "error"], name


def test_archives_of_so_many_entries_are_those_of_the_folder_and_later_finds_move_nothing(
    site: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Project(root=tmp_path_factory.mktemp("folder"))
    feeds = "[feed.full]\nlimit = 2\narchive = 3\n"
    other.write("feedtool.toml", f'{CONFIG}\n[feed."tag/{{tag}}"]\n{feeds}')
    placed(site, url_of(site), feeds)
    for dates in ("01 03 04 05 06 07 08 09", "02 10", "11 12"):  # the second of December is found late
        for project in (site, other):
            for day in dates.split():
                project.note(f"n{day}", title=f"Title {day}", date=f"2025-12-{day} 12:00 IST")
            project.run("build")
        assert outputs(site) == outputs(other)
    assert len(feedparser.parse(outputs(site)["archive/full/0001.atom.xml"]).entries) == 4
    assert "archive/full/0004.atom.xml" in outputs(site)
    assert not (site.root / "articles/archives.json").exists()
    ((kept,),) = rows(url_of(site), "SELECT content FROM record WHERE path = 'articles/archives.json'")
    assert kept == other.read("articles/archives.json")


def test_archives_that_a_folder_began_go_on_in_the_database(site: Project) -> None:
    stored = site.read("feedtool.toml") + "[feed.full]\nlimit = 2\narchive = 3\n"
    site.write("feedtool.toml", stored.replace("shelf = ", "# shelf = "))
    for day in range(1, 8):
        site.note(f"n{day}", title=f"Title {day}", date=f"2025-12-0{day} 12:00 IST")
    site.run("build")
    before = outputs(site)
    site.note("late", title="Late", date="2025-12-01 15:00 IST")  # which would move all that follow
    site.write("feedtool.toml", stored)
    site.run("build")
    names = [name for name in before if name.startswith("archive/full/")]
    assert [name for name in names if outputs(site)[name] != before[name]] == [
        "archive/full/0001.rss.xml",
        "archive/full/0001.atom.xml",
    ]


def test_a_dry_run_keeps_nothing(site: Project) -> None:
    fill(site)
    site.run("build", "--dry-run", code=None)
    assert articles(site) == []
    assert not outputs(site)


def test_one_bad_article_is_set_aside_and_named(site: Project) -> None:
    site.note("a", title="Rain", date="2025-12-01")
    site.note("b", title="Sun", date="some day")
    said = site.run("build", code=1).output
    assert "notes/b.md" in said
    assert [title for _, title in articles(site)] == ["Rain"]
    assert "notes/b.md" in site.run("build", code=1).output  # and it is named again


def test_tables_and_page_texts_are_taken_in_by_import(site: Project) -> None:
    site.write("news.csv", "title,published,body\n" + "".join(f"T{n},2025-12-0{n},Text {n}.\n" for n in range(1, 10)))
    site.run("import", "news.csv")
    assert len(articles(site)) == 9
    site.run("import", "news.csv")
    assert len(articles(site)) == 9


def test_ids_are_minted_once_by_however_many_import_at_the_same_time(site: Project) -> None:
    titles = [f"Title {number}" for number in range(120)]
    for part in range(4):
        mixed = titles[part * 30 :] + titles[: part * 30]  # the same articles, in another order, from other files
        lines = "".join(
            f"{title},2025-12-01T09:{number % 60:02}:00+05:30,Text of {title}.\n"
            for title in mixed
            for number in [titles.index(title)]
        )
        site.write(f"part{part}.csv", "title,published,body\n" + lines)
    command = [sys.executable, "-m", "feedtool", "import"]
    env = {**os.environ, "FEEDTOOL_NOW": NOW, "NO_COLOR": "1"}
    running_now = [
        subprocess.Popen([*command, f"part{part}.csv"], cwd=site.root, env=env, stderr=subprocess.PIPE)
        for part in range(4)
    ]
    for process in running_now:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    found = articles(site)
    assert sorted(title for _, title in found) == sorted(titles)
    assert rows(url_of(site), "SELECT count(*), count(DISTINCT id) FROM line") == [(120, 120)]
    assert rows(url_of(site), "SELECT count(*) FROM record") == [(120,)]


def test_builders_see_whole_articles_while_others_import(site: Project) -> None:
    site.note("a", title="Rain", date="2025-12-01")
    site.run("build")
    lines = "".join(f"T{n},2025-12-02T10:{n % 60:02}:00Z,Text {n}.\n" for n in range(400))
    site.write("news.csv", f"title,published,body\n{lines}")
    env = {**os.environ, "FEEDTOOL_NOW": NOW, "NO_COLOR": "1"}
    importing = subprocess.Popen([sys.executable, "-m", "feedtool", "import", "news.csv"], cwd=site.root, env=env)
    while importing.poll() is None:
        site.run("build", code=None)
        content = site.read("output/all.rss.xml").encode()
        assert not check(content)
        assert feedparser.parse(content).entries
    assert importing.returncode == 0
    site.run("build")
    assert len(feedparser.parse(site.read("output/all.rss.xml")).entries) == 50


def test_a_killed_import_leaves_whole_turns_and_the_next_one_does_the_rest(site: Project) -> None:
    lines = "".join(f"T{n},2025-12-02T10:{n % 60:02}:00Z,Text {n}.\n" for n in range(2000))
    site.write("news.csv", f"title,published,body\n{lines}")
    env = {**os.environ, "FEEDTOOL_NOW": NOW}
    importing = subprocess.Popen([sys.executable, "-m", "feedtool", "import", "news.csv"], cwd=site.root, env=env)
    while importing.poll() is None:
        try:
            if rows(url_of(site), "SELECT count(*) FROM article")[0][0]:
                break
        except psycopg.errors.UndefinedTable:
            continue
    importing.kill()
    importing.wait()
    (counted,) = rows(
        url_of(site),
        "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM line), (SELECT count(*) FROM record)",
    )
    assert len(set(counted)) == 1
    site.run("import", "news.csv")
    assert rows(url_of(site), "SELECT count(*), count(DISTINCT title) FROM article") == [(2000, 2000)]


def test_a_killed_import_of_many_files_notes_no_file_whose_article_is_not_there(site: Project) -> None:
    for number in range(1200):
        site.note(f"n{number}", title=f"T{number}", date=f"2025-12-02 10:{number % 60:02} IST", body=f"Text {number}.")
    env = {**os.environ, "FEEDTOOL_NOW": NOW}
    importing = subprocess.Popen([sys.executable, "-m", "feedtool", "import"], cwd=site.root, env=env)
    while importing.poll() is None:
        try:
            if rows(url_of(site), "SELECT count(*) FROM file")[0][0]:
                break
        except psycopg.errors.UndefinedTable:
            continue
    importing.kill()
    importing.wait()
    files, together = rows(
        url_of(site), "SELECT (SELECT count(*) FROM file), (SELECT count(*) FROM file JOIN article USING (id))"
    )[0]
    assert files == together == rows(url_of(site), "SELECT count(*) FROM record")[0][0]
    site.run("import")
    assert rows(url_of(site), "SELECT count(*), count(DISTINCT title) FROM article") == [(1200, 1200)]


def test_a_record_is_replaced_and_withdrawn_by_its_id(site: Project) -> None:
    site.note("a", title="Rain", date="2025-12-01")
    site.run("build")
    ((id_, _),) = articles(site)
    text = site.run("record", id_).output
    site.run("record", id_, "--set", "-", stdin=text.replace("The text of it.", "It poured."))
    site.run("build")
    assert "It poured." in site.read("output/all.rss.xml")
    site.run("record", id_, "--withdraw")
    site.run("build")
    assert "<item>" not in site.read("output/all.rss.xml")
    assert "deleted-entry" in site.read("output/all.atom.xml")
    site.note("b", title="Sun", date="2025-12-02")
    site.run("build")
    assert [title for _, title in articles(site)] == ["Rain", "Sun"]


def test_tables_of_a_newer_feedtool_are_left_alone(site: Project) -> None:
    site.note("a", title="Rain", date="2025-12-01")
    site.run("build")
    with psycopg.connect(url_of(site)) as connection:
        connection.execute("INSERT INTO step VALUES (%s)", (len(STEPS) + 1,))
    assert "the tables are of a newer feedtool" in site.run("build", code=3).output


def test_a_database_that_cannot_be_reached_is_named_without_its_password(project: Project) -> None:
    placed(project, "postgresql://desk:sesame@127.0.0.1:1/news")
    said = project.run("build", code=3).output
    assert "postgresql://127.0.0.1:1/news" in said
    assert "sesame" not in said


@pytest.mark.parametrize("shelf", ["mysql://x/y", "articles.db", ""])
def test_another_kind_of_shelf_is_a_mistake(project: Project, shelf: str) -> None:
    placed(project, shelf)
    assert "postgresql://user@db.example/feedtool" in project.run("build", code=2).output or not shelf


def test_a_database_that_was_filled_for_measuring_is_one_that_imports_made(site: Project) -> None:
    filled = url_of(site)
    benchmark.fill(filled, 30)
    benchmark.fill(filled, 60)
    assert rows(filled, "SELECT count(*), count(DISTINCT id), min(moment) FROM article") == [(60, 60, 1_764_577_860)]
    records = rows(filled, "SELECT path, content FROM record")
    for path, text in records:
        site.write(f"imported/{path}", text)
    site.write("feedtool.toml", CONFIG.replace('"notes/"', '"imported/"') + "limit = 60\n")
    site.run("build")
    expected = feedparser.parse(site.read("output/all.atom.xml")).entries
    site.write(
        "feedtool.toml", CONFIG.replace("[source.notes]", f'shelf = "{filled}"\n\n[source.notes]') + "limit = 60\n"
    )
    site.write("notes/new.md", "---\ntitle: New\ndate: 2025-12-24 10:00\n---\n")
    site.run("build")
    found = feedparser.parse(site.read("output/all.atom.xml")).entries
    assert [entry.title for entry in found] == ["New", *(entry.title for entry in expected[:59])]
    assert [(entry.id, entry.published, entry.summary) for entry in found[1:]] == [
        (entry.id, entry.published, entry.summary) for entry in expected[:59]
    ]


def test_imports_are_measured_in_a_schema_that_goes_again(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    url = server.database()
    imports.main([url, "--articles", "5"])
    said = capsys.readouterr().out
    assert "| Markdown into a database |" in said
    assert "2 importers at once" in said
    assert rows(url, "SELECT count(*) FROM information_schema.schemata WHERE schema_name LIKE 'feedtool%'") == [(0,)]
