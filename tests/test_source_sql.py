"""Databases as sources: a query's rows are those of a table."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from feedtool.article import Article
from feedtool.source import Hints
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
