"""Folders as they are found: what a pattern stands for is what the standard library says it does."""

from __future__ import annotations

import glob
from typing import TYPE_CHECKING

import pytest

from feedtool.seen import look

if TYPE_CHECKING:
    from pathlib import Path

FILES = [
    "a.md",
    "b.txt",
    "x/a.md",
    "x/y/a.md",
    "x/y/z/a.md",
    "x/y/z/[b].md",
    "w/x/c.md",
    "w/.git/a.md",
    ".h/a.md",
    "w/.d.md",
]
PATTERNS = [
    "*",
    "*.md",
    "*/*.md",
    "**",
    "**/*",
    "**/*.md",
    "x/**/*.md",
    "x/**",
    "**/x/**/*.md",
    "**/**/a.md",
    "**/y/*/a.md",
    "*/x/?.md",
    "[wx]/**/[ac].md",
    "**/z/[[]b].md",
    "x**/*.md",
    "./x/../w/**/*.md",
    "{a,b}*.md",
    ".h/*.md",
    "w/.*/*.md",
    "x/*/",
    "nowhere/*.md",
    "a.md/*",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_stands_for_what_glob_finds_but_for_hidden_files(tmp_path: Path, pattern: str) -> None:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    found = [path for seen in look(pattern, tmp_path, (), moment=0) for path in seen.paths()]
    names = glob.glob(pattern, root_dir=tmp_path, recursive=True)  # noqa: PTH207 - what ours is compared with
    plain = {name.replace("x/../", "").removeprefix("./") for name in names}
    hidden = {name for name in plain if any(part.startswith(".") for part in name.split("/"))}
    assert sorted(found) == sorted(name for name in plain - hidden if (tmp_path / name).is_file())


def test_an_absolute_pattern_gives_paths_relative_to_the_folder(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "a.md").write_text("a")
    seen = list(look(f"{tmp_path}/*.md", tmp_path / "project", (), moment=0))
    assert [path for one in seen for path in one.paths()] == ["../a.md"]
