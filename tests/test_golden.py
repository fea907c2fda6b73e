"""Golden files: each folder in `cases/golden/` is a project, and what is published of it stands beside its articles.

A case is a folder with a `feedtool.toml` whose first line says what it shows, records in `articles/`, and the documents
in `expected/`.  `make golden` writes `expected/` anew; read the difference before you keep it.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from conftest import CASES, Project
from feedtool.delivery.headers import ENCODINGS
from feedtool.validate import check
from grammar import faults_in

if TYPE_CHECKING:
    from pathlib import Path

GOLDEN = CASES / "golden"
PROJECTS = sorted(path.parent for path in GOLDEN.glob("*/feedtool.toml"))


def documents(folder: Path) -> dict[str, bytes]:
    """Return every document below a folder by its path in it; what is compressed is the same once more."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in ENCODINGS.values())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(params=PROJECTS, ids=lambda path: path.name)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, bytes]]:
    """Return a case and what is published of it."""
    folder: Path = request.param
    shutil.copytree(folder, tmp_path / "project", ignore=shutil.ignore_patterns("expected"))
    project = Project(root=tmp_path / "project")
    project.run("build", "--no-push")
    return folder, documents(project.root / "output")


def test_what_is_published_is_byte_for_byte_what_stands_beside_the_articles(
    case: tuple[Path, dict[str, bytes]], request: pytest.FixtureRequest
) -> None:
    folder, published = case
    assert published
    if request.config.getoption("--golden"):
        shutil.rmtree(folder / "expected", ignore_errors=True)
        for name, content in published.items():
            path = folder / "expected" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    expected = documents(folder / "expected")
    assert list(published) == list(expected)
    for name, content in published.items():
        assert content.decode() == expected[name].decode(), f"{folder.name}/expected/{name}"


def test_no_error_is_found_in_a_golden_file(case: tuple[Path, dict[str, bytes]]) -> None:
    for name, content in case[1].items():
        if name.endswith((".html", ".css")):
            continue  # they are no feeds: test_pages.py
        assert not [str(problem) for problem in check(content, name=name) if problem.level == "error"]


def test_the_grammar_of_the_rfc_finds_no_fault_in_an_atom_document(case: tuple[Path, dict[str, bytes]]) -> None:
    found = [content for name, content in case[1].items() if name.endswith(".atom.xml")]
    assert found
    assert [fault for content in found for fault in faults_in(content)] == []


def test_every_golden_case_says_what_it_shows() -> None:
    assert PROJECTS
    for folder in PROJECTS:
        assert (folder / "feedtool.toml").read_text(encoding="utf-8").startswith("# ")
