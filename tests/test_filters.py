"""Filters of a source: they ask the same of every kind, whatever it is read of."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from test_bad_sources import SAMPLES, TITLE

if TYPE_CHECKING:
    from conftest import Project

KINDS = {name: name.partition(",")[0] for name in SAMPLES if name not in ("listing", "mail, mbox")}
HINTS = 'authors = ["Valley Desk"]\ntags = ["hills"]\nlanguage = "en-IN"\ntimezone = "Asia/Kolkata"\n'
KEEP = {
    "tags": ('["Hills"]', '["valleys"]'),
    "languages": ('["en"]', '["hi"]'),
    "sources": ('["wire"]', '["other"]'),
    "text": ('["HILLS again"]', '["snow"]'),
    "matches": ("['hills?\\b.*again']", "['^snow']"),
    "days": ("30", "1"),
}


def config(project: Project, name: str, more: str) -> None:
    file, text = SAMPLES[name]
    if name == "sql":
        text = "-- database: sqlite:///news.db\nSELECT title, at AS published FROM news\n"
        with closing(sqlite3.connect(project.root / "news.db")) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS news (title, at)")
            connection.execute("DELETE FROM news")
            connection.execute("INSERT INTO news VALUES (?, '2025-12-24 10:00')", (TITLE,))
            connection.commit()
    project.write(file, text)
    rows = f'[source.wire]\nfrom = "{file}"\nkind = "{KINDS[name]}"\n{HINTS}{more}\n'
    project.write("feedtool.toml", f'[site]\nhome = "https://x.example/"\n{rows}')


def taken(project: Project, name: str, more: str) -> int:
    """Return how many articles of a sample pass a filter."""
    config(project, name, more)
    before = {path.name for path in project.root.glob("articles/**/*.md")}
    project.run("build", code=None)
    feed = project.root / "output/all.atom.xml"
    found = feed.read_text("utf-8").count("<entry") if feed.exists() else 0
    assert found or before == {path.name for path in project.root.glob("articles/**/*.md")}
    return found


@pytest.mark.parametrize("field", KEEP)
@pytest.mark.parametrize("name", KINDS)
def test_what_is_asked_for_is_taken_and_nothing_else(project: Project, name: str, field: str) -> None:
    pytest.importorskip("trafilatura")
    pytest.importorskip("sqlalchemy")
    wanted, other = KEEP[field]
    assert taken(project, name, f"where = {{ {field} = {other} }}") == 0
    assert taken(project, name, f"unless = {{ {field} = {wanted} }}") == 0
    assert taken(project, name, f"where = {{ {field} = {wanted} }}\nunless = {{ {field} = {other} }}\nlimit = 1") == 1


def test_the_authors_of_a_source_can_be_asked_for_too(project: Project) -> None:
    for asked, found in (('["valley desk"]', 1), ('["Asha Rao"]', 0)):
        config(project, "table, CSV", f"where = {{ authors = {asked} }}")
        assert len(json.loads(project.run("import", "--json").stdout)["articles"]) == found
