"""`feedtool record`: an article by its id, wherever it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Project

ID = "tag:gazette.example,2025:2025-12-24:rain"
PAGE = """\
Rain Closes Two Roads in the Hills
Published By: Asha Rao
Published: December 24, 2025 15:21:46 IST
It rained all night over the pass, and two roads were closed before the morning buses had left, the district said.
"""


@pytest.fixture
def rainy(project: Project) -> Project:
    """Return a project with one article in Markdown and one record."""
    project.note("rain", title="Rain")
    project.write("seeds/roads.txt", PAGE)
    project.write("feedtool.toml", project.read("feedtool.toml") + '[source.wire]\nfrom = "seeds/"\n')
    project.run("build")
    return project


def record_id(_project: Project) -> str:
    return "tag:gazette.example,2025:2025-12-24:rain-closes-two-roads-in-the-hills"


def test_a_record_is_printed_as_it_stands(rainy: Project) -> None:
    assert rainy.run("record", ID).output == rainy.read("notes/rain.md")
    path = rainy.run("record", record_id(rainy), "--path").output.strip()
    assert path == "articles/2025/12/rain-closes-two-roads-in-the-hills.md"
    assert rainy.run("record", record_id(rainy)).output == rainy.read(path)


def test_a_record_is_replaced_and_the_next_build_shows_it(rainy: Project) -> None:
    text = rainy.run("record", record_id(rainy)).output.replace("two roads", "three roads")
    assert (
        "replaced: articles/2025/12/rain-closes"
        in rainy.run("record", record_id(rainy), "--set", "-", stdin=text).output
    )
    rainy.run("build")
    assert "three roads were closed" in rainy.read("output/all.rss.xml")


@pytest.mark.parametrize("kind", ["yaml", "toml", "json", "bare"])
def test_an_article_is_withdrawn(rainy: Project, kind: str) -> None:
    if kind == "toml":
        rainy.write("notes/rain.md", '+++\ntitle = "Rain"\ndate = "2025-12-24 15:21:46 IST"\n+++\n\nThe text of it.\n')
    elif kind == "json":
        rainy.write("notes/rain.md", '{"title": "Rain", "date": "2025-12-24 15:21:46 IST"}\n\nThe text of it.\n')
    elif kind == "bare":
        (rainy.root / "notes" / "rain.md").rename(rainy.root / "notes" / "2025-12-24-rain.md")
        rainy.write("notes/2025-12-24-rain.md", "# Rain\n\nThe text of it.\n")
    rainy.run("build")
    assert "<title>Rain</title>" in rainy.read("output/all.rss.xml")
    id_ = ID if ID in rainy.read("output/all.rss.xml") else ""
    assert id_
    assert "withdrawn: notes/" in rainy.run("record", id_, "--withdraw").output
    rainy.run("build")
    assert "<title>Rain</title>" not in rainy.read("output/all.rss.xml")
    before = rainy.run("record", id_).output
    rainy.run("record", id_, "--withdraw")  # a second time changes nothing
    assert rainy.run("record", id_).output == before


def test_what_is_no_record_of_the_article_is_refused(rainy: Project) -> None:
    before = rainy.read("notes/rain.md")
    other = "---\nid: tag:other.example,2025:x\ntitle: Rain\ndate: 2025-12-24\n---\n"
    assert "another article's" in rainy.run("record", ID, "--set", "-", stdin=other, code=1).output
    assert "no title" in rainy.run("record", ID, "--set", "-", stdin="---\ndate: 2025-12-24\n---\n", code=1).output
    assert "UTF-8" in rainy.run("record", ID, "--set", "-", stdin=b"\xff\xfe", code=1).output
    assert rainy.read("notes/rain.md") == before


def test_mistakes_are_named(rainy: Project) -> None:
    assert "no article has the id 'tag:x'" in rainy.run("record", "tag:x", code=2).output
    assert "do not go together" in rainy.run("record", ID, "--withdraw", "--set", "-", stdin="x", code=2).output
