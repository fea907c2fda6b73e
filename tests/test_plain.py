"""A build as cron runs it does and says what the command does, and loads less for that."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from conftest import CONFIG, run_watched

if TYPE_CHECKING:
    from pathlib import Path

NOTE = "---\ntitle: Note\ndate: 2025-12-24 10:00\n---\n\nThe text.\n"
PROJECTS = {
    "fine": {"feedtool.toml": CONFIG, "notes/a.md": NOTE},
    "one article set aside": {"feedtool.toml": CONFIG, "notes/a.md": NOTE, "notes/b.md": "---\ntitle: [\n---\n"},
    "something doubtful": {"feedtool.toml": CONFIG, "notes/a.md": NOTE.replace("Note", "Trumpâ€™s Note")},
    "an article of the future": {"feedtool.toml": CONFIG, "notes/a.md": NOTE, "notes/b.md": NOTE.replace("20", "29")},
    "a configuration with mistakes": {"feedtool.toml": CONFIG.replace("title", "titel") + "formats = 3\n"},
    "no configuration": {},
    "nothing to publish": {"feedtool.toml": CONFIG, "notes/a.txt": ""},
}


def run(root: Path, *arguments: str) -> tuple[int, str, list[str], dict[str, bytes]]:
    """Run feedtool; return its exit code, what it says, which libraries it loaded, and what stands there after that."""
    done, loaded = run_watched(root, *arguments, libraries=["click"])
    files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.*ml") if path.is_file()}
    return done.returncode, done.stderr, sorted(loaded), files


@pytest.mark.parametrize("name", PROJECTS)
def test_a_plain_build_does_and_says_what_the_command_does(tmp_path: Path, name: str) -> None:
    for path, text in PROJECTS[name].items():
        (tmp_path / "plain" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "plain" / path).write_text(text, encoding="utf-8")
    (tmp_path / "plain").mkdir(exist_ok=True)
    shutil.copytree(tmp_path / "plain", tmp_path / "command")
    code, said, loaded, files = run(tmp_path / "plain", "build")
    assert (code, said, ["click"], files) == run(tmp_path / "command", "build", "--jobs", "0")
    assert loaded == (["click"] if said else [])
    assert (code == 0) == (name in ("fine", "something doubtful", "an article of the future"))
