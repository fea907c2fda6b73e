"""Stopping: whatever ends a command, what it did is kept, and nobody is shown a traceback."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = (
    '[site]\ntitle = "x"\nhome = "https://x.example/"\nauthority = "x.example,2025"\n[source.a]\nfrom = "a.ndjson"\n'
)
ROWS = 1_000


@pytest.mark.parametrize(
    ("number", "code", "word"), [(signal.SIGTERM, 143, "terminated"), (signal.SIGINT, 130, "interrupted")]
)
def test_a_signal_ends_an_import_and_what_was_done_is_kept(
    tmp_path: Path, number: signal.Signals, code: int, word: str
) -> None:
    rows = ({"title": f"Story {n}", "published": "2025-12-24T10:00:00Z", "body": f"Text {n}."} for n in range(ROWS))
    (tmp_path / "a.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (tmp_path / "feedtool.toml").write_text(CONFIG, "utf-8")
    command = [sys.executable, "-m", "feedtool", "import"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and not any(tmp_path.glob("articles/2025/12/*.md")):
            time.sleep(0)
        process.send_signal(number)
        said = process.stderr.read() if process.stderr else ""
    assert (process.returncode, said) == (code, f"{word}; what was done is kept\n")
    kept = in_ledger(tmp_path)
    assert 0 < len(kept) < ROWS
    assert all((tmp_path / path).is_file() for path in kept.values())
    subprocess.run(command, cwd=tmp_path, check=True)
    assert len(in_ledger(tmp_path)) == len(list(tmp_path.glob("articles/2025/12/*.md"))) == ROWS
    assert kept.items() <= in_ledger(tmp_path).items()


def in_ledger(root: Path) -> dict[str, str]:
    """Return the paths of all records by their ids."""
    lines = [line for path in root.glob("articles/ledger/*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return {row["id"]: row["path"] for row in map(json.loads, lines)}


WHILE_IMPORTING = """
import os, signal, sys
class Interrupts:
    def find_spec(self, name, path=None, target=None):
        if name == "click":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupts())
from feedtool.__main__ import run
run()
"""


def test_an_interrupt_while_the_program_is_still_loading_ends_it_without_a_word() -> None:
    done = subprocess.run([sys.executable, "-c", WHILE_IMPORTING], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def test_in_the_background_of_a_shell_an_interrupt_is_ignored() -> None:
    code = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n" + WHILE_IMPORTING
    done = subprocess.run(
        [sys.executable, "-c", code, "--version"], check=False, capture_output=True, text=True, cwd="/"
    )
    assert (done.returncode, done.stderr) == (0, "")
