"""Databases as sources: a query's rows are those of a table."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from feedtool.article import Article
from feedtool.source import Hints
from feedtool.source.found import without_password
from feedtool.source.sql import read_query
from feedtool.timestamps import ZonePolicy
from test_source_table import INDIA, readings, text_source

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project

pytest.importorskip("sqlalchemy")

ROWS = [
    ("h-1", "Lamps", "2025-12-24 15:21:46", "<p>They were <em>lit</em>.</p>"),
    ("h-2", "No Time", "sometime", ""),
    ("h-3", "Rain", 1766569906, "It rained."),
]
QUERY = "SELECT id, headline AS title, at AS published, body FROM news"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return a database of three rows."""
    path = tmp_path / "news.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE news (id, headline, at, body)")
        connection.executemany("INSERT INTO news VALUES (?, ?, ?, ?)", ROWS)
        connection.commit()
    return path


def found(url: str, query: str = QUERY, since: str = "") -> list[Article | str]:
    """Return what a query finds, errors as their texts."""
    readings = read_query(url, query, Hints(zone=INDIA), since=since)
    return [reading if isinstance(reading, Article) else str(reading) for reading in readings]


def test_every_row_is_an_article_or_a_named_error(database: Path) -> None:
    lamps, no_time, rain = found(f"sqlite:///{database}")
    assert isinstance(lamps, Article)
    assert (lamps.title, lamps.id, lamps.body) == ("Lamps", "h-1", "They were *lit*.")
    assert lamps.published.isoformat() == "2025-12-24T15:21:46+05:30"
    assert lamps.origin.path == f"sqlite:///{database}#h-1"
    assert isinstance(no_time, str)
    assert no_time.startswith(f"sqlite:///{database}: row 2: published: 'sometime' holds no time")
    assert isinstance(rain, Article)
    assert rain.published.isoformat() == "2025-12-24T09:51:46+00:00"


def test_a_run_asks_only_for_what_is_new(database: Path) -> None:
    query = f"{QUERY} WHERE typeof(at) = 'text' AND at > :since AND at < 's'"
    assert len(found(f"sqlite:///{database}", query)) == 1
    assert found(f"sqlite:///{database}", query, since="2025-12-25") == []


def test_a_query_changes_nothing(database: Path) -> None:
    assert "the database refuses" in str(found(f"sqlite:///{database}", "DELETE FROM news")[0])
    assert len(found(f"sqlite:///{database}")) == 3


BAD = {
    "no such file": ("sqlite:///nowhere.db", QUERY, "there is no database nowhere.db"),
    "no such table": ("sqlite://", QUERY, "the database refuses: no such table: news"),
    "no SQL": ("sqlite://", "SELEC", "the database refuses"),
    "no URL": ("nonsense", QUERY, "no database"),
    "no such database": ("cobol://u:secret@h/x", QUERY, "cobol://u@h/x: no database"),
    "no server": ("sqlite:////dev/null/x", QUERY, "there is no database"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_asked_is_named_and_no_password_is_told(name: str) -> None:
    url, query, words = BAD[name]
    [error] = found(url, query)
    assert words in str(error)
    assert "secret" not in str(error)


def test_a_file_holds_a_query(project: Project, database: Path) -> None:
    (project.root / "data").mkdir()
    database.rename(project.root / "data/news.db")
    project.write("data/news.sql", f"-- database: sqlite:///news.db\n{QUERY};\n")
    result = project.run("import", "data/news.sql", code=1)
    assert "data/news.sql: row 2: published: 'sometime'" in result.stderr
    before = project.ledger()
    project.run("import", "data/news.sql", code=1)
    assert project.ledger() == before
    assert before.count("\n") == 2


def test_a_file_without_a_database_is_named() -> None:
    [error] = readings(text_source("SELECT 1", "a.sql", kind="sql"))
    assert str(error).startswith("a.sql: no database is named")


def test_the_zone_of_times_is_that_of_the_source(database: Path) -> None:
    hints = Hints(zone=ZonePolicy(timezone="Europe/Dublin"))
    article = next(iter(read_query(f"sqlite:///{database}", QUERY, hints)))
    assert isinstance(article, Article)
    assert article.published.isoformat() == "2025-12-24T15:21:46+00:00"


CONFIG = """\
[site]
title = "x"
home = "https://x.example/"
authority = "x.example,2025"
timezone = "Asia/Kolkata"
[source.news]
from = "sqlite:///news.db"
query = "SELECT id, title, at AS published, body, seq FROM news"
column = "seq"
"""


def news(project: Project, *rows: tuple[object, ...]) -> None:
    with closing(sqlite3.connect(project.root / "news.db")) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS news (id INTEGER PRIMARY KEY, title, at, body, seq)")
        connection.executemany("REPLACE INTO news VALUES (?, ?, ?, ?, ?)", rows)
        connection.commit()


def story(number: int, seq: object, title: str = "", at: str = "2025-12-24 15:21:46") -> tuple[object, ...]:
    return (number, title or f"Story {number}", at, f"The text of story {number}.", seq)


def taken(project: Project, *options: str, code: int = 0) -> list[str]:
    """Import, and return what was asked of the database: the source and outcome of each row that it gave."""
    rows = json.loads(project.run("import", "--json", *options, code=code).stdout)["articles"]
    return [f"{row['outcome']} {row['source'].rpartition('#')[2]}" for row in rows]


@pytest.mark.parametrize(
    "moments",
    [
        ("2025-12-24 10:00:00", "2025-12-24 11:00:00", "2025-12-24 12:00:00"),
        (100, 200, 300),
        (1.5, 2.5, 3.5),
    ],
)
def test_each_run_goes_on_where_the_one_before_was(project: Project, moments: tuple[object, ...]) -> None:
    first, second, third = moments
    project.write("feedtool.toml", CONFIG)
    news(project, story(1, second), story(2, first))
    assert taken(project) == ["new 2", "new 1"]
    assert taken(project) == ["unchanged 1"]  # the last one again: another may have its very moment
    news(project, story(2, third, "Story Two, Retold"), story(3, third))
    assert taken(project) == ["unchanged 1", "updated 2", "new 3"]
    assert taken(project, "--dry-run") == ["unchanged 2", "unchanged 3"]


def test_a_dry_run_and_an_export_move_no_mark(project: Project) -> None:
    project.write("feedtool.toml", CONFIG)
    news(project, story(1, 100), story(2, 200))
    assert taken(project, "--dry-run") == taken(project, "--dry-run") == ["new 1", "new 2"]
    assert taken(project) == ["new 1", "new 2"]


def test_the_case_of_the_column_s_name_does_not_matter(project: Project) -> None:
    project.write("feedtool.toml", CONFIG.replace('column = "seq"', 'column = "SEQ"'))
    news(project, story(1, 100), story(2, 200))
    assert taken(project) == ["new 1", "new 2"]
    assert taken(project) == ["unchanged 2"]


def test_what_failed_is_asked_for_until_it_is_mended(project: Project) -> None:
    project.write("feedtool.toml", CONFIG)
    news(project, story(1, 100), story(2, 200, at="sometime"), story(3, 300))
    assert taken(project, code=1) == ["new 1", "new 3"]
    assert taken(project, code=1) == ["unchanged 1", "unchanged 3"]
    news(project, story(2, 200))
    assert taken(project) == ["unchanged 1", "new 2", "unchanged 3"]
    assert taken(project) == ["unchanged 3"]


def test_another_query_and_a_ledger_that_is_gone_begin_anew(project: Project) -> None:
    project.write("feedtool.toml", CONFIG)
    news(project, story(1, 100), story(2, 200), story(3, None))
    assert taken(project) == ["new 3", "new 1", "new 2"]
    assert taken(project) == ["unchanged 3", "unchanged 2"]  # what has no moment may be new at any time
    project.write("feedtool.toml", CONFIG.replace("FROM news", "FROM news WHERE 1 = 1"))
    assert taken(project) == ["unchanged 3", "unchanged 1", "unchanged 2"]
    shutil.rmtree(project.root / "articles")
    assert taken(project) == ["new 3", "new 1", "new 2"]
    project.write("articles/marks.jsonl", "no mark\n{}\n[]\n")
    assert taken(project) == ["unchanged 3", "unchanged 1", "unchanged 2"]


def test_a_fixed_since_stands_in_for_its_name_in_the_query(project: Project) -> None:
    query = "SELECT id, title, at AS published, body FROM news WHERE seq > :since"
    rows = CONFIG.partition("query")[0]
    project.write("feedtool.toml", f'{rows}query = "{query}"\nsince = 2025-12-24\n')
    news(project, story(1, "2025-12-23 10:00:00"), story(2, "2025-12-24 10:00:00"))
    assert taken(project) == ["new 2"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sqlite:///news.db", "news.db", "source.news.from: is no database"),
        ("column", 'kind = "table"\ncolumn', "source.news.kind: cannot be 'table'"),
        ('column = "seq"', 'column = "seqs"', "sqlite:///news.db: the database refuses: no such column: seqs"),
        ("news.db", "nosuch.db", "there is no database nosuch.db"),
        ("FROM news", "FROM elsewhere", "the database refuses: no such table: elsewhere"),
    ],
)
def test_what_cannot_be_asked_is_named(project: Project, old: str, new: str, said: str) -> None:
    news(project, story(1, 100))
    project.write("feedtool.toml", CONFIG.replace(old, new))
    assert said in project.run("import", code=None).stderr


def test_articles_of_a_query_belong_to_their_source_and_tell_no_password(project: Project) -> None:
    news(project, story(1, 100))
    project.write(
        "feedtool.toml", CONFIG.replace("sqlite:///", "sqlite:///") + '\n[feed."by/{source}"]\nformats = ["rss"]\n'
    )
    project.run("build")
    assert "Story 1" in project.read("output/by/news.rss.xml")
    assert without_password("postgresql://u:secret@h/db") == "postgresql://u@h/db"


def test_a_database_of_the_configuration_can_be_named_on_the_command_line(project: Project) -> None:
    news(project, story(1, 100), story(2, 200))
    project.write("feedtool.toml", CONFIG)
    said = project.run("import", "sqlite:///news.db", "--to", "-").stdout.splitlines()
    assert [json.loads(line)["title"] for line in said] == ["Story 1", "Story 2"]
    assert "sqlite:///news.db#1 (sql)" in project.run("explain", "sqlite:///news.db").stdout
    error = project.run("import", "mysql://u:secret@h/db", code=2).stderr
    assert "mysql://u@h/db: no source of the configuration asks this database" in error
    assert "secret" not in error
