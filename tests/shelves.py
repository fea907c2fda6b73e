"""The same site on both shelves, the folder and a database: whatever is done to one is done to the other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from difflib import unified_diff
from typing import TYPE_CHECKING

from conftest import NOW, Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

SITE = """\
[site]
title = "The Test Gazette"
home = "https://gazette.example/"
authority = "gazette.example,2025"
timezone = "Asia/Kolkata"
authors = ["Gazette Desk"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """Two projects that differ in their shelf alone; after each command both have delivered the same."""

    folder: Project
    stored: Project
    url: str

    def configure(self, text: str, site: str = "") -> None:
        """Write a configuration: keys of the site, and all that comes after them."""
        self.folder.write("feedtool.toml", f"{SITE}{site}\n{text}")
        self.stored.write("feedtool.toml", f'{SITE}{site}shelf = "{self.url}"\n\n{text}')

    def each(self, change: Callable[[Project], object]) -> None:
        """Do something to both."""
        for project in (self.folder, self.stored):
            change(project)

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file."""
        self.each(lambda project: project.write(path, text))

    def note(self, name: str, **said: str) -> None:
        """Write a Markdown article."""
        self.each(lambda project: project.note(name, **said))

    def remove(self, path: str) -> None:
        """Delete a file."""
        self.each(lambda project: (project.root / path).unlink())

    def run(self, *args: str, now: str = NOW, code: int = 0) -> tuple[Result, Result]:
        """Run a command on both, and see that it ends in the same way, and that the same is delivered."""
        one, two = (project.run(*args, "--now", now, code=None) for project in (self.folder, self.stored))
        assert (one.exit_code, two.exit_code) == (code, code), f"{one.output}\n---\n{two.output}"
        assert not (found := differences(delivered(self.folder), delivered(self.stored))), found
        return one, two

    def build(self, *args: str, now: str = NOW, code: int = 0) -> str:
        """Build, see that the same is said of what is delivered, and return that."""
        one, two = (told(result) for result in self.run("build", "-v", *args, now=now, code=code))
        assert not (found := differences({"said": one}, {"said": two})), found
        return one


def delivered(project: Project) -> dict[str, str]:
    """Return all that stands in the folder of what is published."""
    below = project.root / "output"
    found = (path for path in below.rglob("*") if path.is_file())
    return {path.relative_to(below).as_posix(): _shown(path.read_bytes()) for path in found}


def _shown(content: bytes) -> str:
    """Return a text as it is, and what stands for other bytes."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return hashlib.sha256(content).hexdigest()


def differences(folder: dict[str, str], stored: dict[str, str]) -> str:
    """Return in what texts of the same names differ, line by line."""
    rows: list[str] = []
    for name in sorted(folder.keys() | stored.keys()):
        one, two = (found.get(name, "").splitlines() for found in (folder, stored))
        rows += unified_diff(one, two, f"folder/{name}", f"stored/{name}", lineterm="", n=1)
    return "\n".join(rows)


_DELIVERED = (
    "created:",
    "changed:",
    "unchanged:",
    "  new:",
    "  changed:",
    "  gone:",
    "left over:",
    "removed:",
    "told:",
)


def told(result: Result) -> str:
    """Return what was said of deliveries."""
    rows = result.output.splitlines()
    return "\n".join(row for row in rows if row.startswith(_DELIVERED) and " -> " not in row)
