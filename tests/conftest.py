"""What several tests need: a project in a temporary folder, and the command line run inside this process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings

from feedtool.cli import main

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from subprocess import CompletedProcess

    from postgresql import Server

settings.register_profile(
    "feedtool",
    deadline=None,  # a machine that is busy is no fault of the code
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("feedtool")

CASES = Path(__file__).parent / "cases"
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a shell, which all programs inherit
    signal.signal(signal.SIGINT, signal.default_int_handler)

CONFIG = """\
[site]
title = "The Test Gazette"
home = "https://gazette.example/"
authority = "gazette.example,2025"
timezone = "Asia/Kolkata"
authors = ["Gazette Desk"]

[source.notes]
from = "notes/"

[feed.all]
"""
NOW = "2026-01-01T00:00:00+05:30"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Return a PostgreSQL server; its socket needs a short path."""
    from postgresql import running  # noqa: PLC0415 - few tests need one

    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as name, running(Path(name)) as found:
        yield found


def run_watched(root: Path, *arguments: str, libraries: Collection[str] = ()) -> tuple[CompletedProcess[str], set[str]]:
    """Run feedtool in a process of its own as cron does, and return which of some libraries it loaded too."""
    code = (
        "import atexit, sys\n"
        f"atexit.register(lambda: print(*sorted(set({sorted(libraries)}) & sys.modules.keys())))\n"
        "from feedtool.__main__ import run\nrun()"
    )
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("FEEDTOOL_", "SOURCE_DATE"))}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=root, env=plain)
    return done, set(done.stdout.splitlines()[-1].split())


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch of `make golden`."""
    parser.addoption("--golden", action="store_true", help="write golden files anew instead of comparing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project's folder, with verbs for what a person does in it."""

    root: Path

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file, with the folders above it."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return target

    def read(self, path: str) -> str:
        """Return the text of a file."""
        return (self.root / path).read_text(encoding="utf-8")

    def ledger(self) -> str:
        """Return the text of the ledger, all its files in order."""
        return "".join(path.read_text(encoding="utf-8") for path in sorted((self.root / "articles/ledger").iterdir()))

    def note(self, name: str, *, title: str = "A Note", date: str = "2025-12-24 15:21:46 IST", **fields: str) -> Path:
        """Write a Markdown article."""
        body = fields.pop("body", "The text of it.")
        rows = "".join(f"{key}: {value}\n" for key, value in {"title": title, "date": date, **fields}.items())
        return self.write(f"notes/{name}.md", f"---\n{rows}---\n\n{body}\n")

    def run(self, *args: str, stdin: str | bytes | None = None, code: int | None = 0) -> Result:
        """Run feedtool here, at a fixed present, and check its exit code (None: any, but never a traceback)."""
        before = Path.cwd()
        os.chdir(self.root)
        try:
            env = {"FEEDTOOL_NOW": NOW, "NO_COLOR": "1"}
            result = CliRunner(env=env).invoke(main, list(args), input=stdin, prog_name="feedtool")
        finally:
            os.chdir(before)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert code is None or result.exit_code == code, result.output
        return result


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project with a configuration and no article."""
    made = Project(root=tmp_path)
    made.write("feedtool.toml", CONFIG)
    return made
