"""Files are whole or untouched, whatever happens in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feedtool.delivery import Outcome, deliver
from feedtool.errors import DeliveryError
from feedtool.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = datetime(2025, 12, 24, 9, 51, 46, tzinfo=UTC)


def test_a_document_is_created_changed_or_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a/b/feed.xml"
    assert deliver(b"one", path, modified=MOMENT).outcome is Outcome.CREATED
    before = path.stat()
    assert deliver(b"one", path, modified=MOMENT).outcome is Outcome.UNCHANGED
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    changed = deliver(b"two", path, modified=MOMENT)
    assert (changed.outcome, changed.before) == (Outcome.CHANGED, b"one")


def test_the_modification_time_is_the_content_s_and_moves_with_every_change(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    deliver(b"one", path, modified=MOMENT)
    assert path.stat().st_mtime == MOMENT.timestamp()
    deliver(b"two", path, modified=MOMENT)
    assert path.stat().st_mtime == MOMENT.timestamp() + 1


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    assert deliver(b"one", path, dry_run=True).outcome is Outcome.CREATED
    assert not path.exists()


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    write_whole(tmp_path / "feed.xml", b"one")
    (tmp_path / ".feed.xml.tmp").write_bytes(b"half of what a killed run wrote")
    write_whole(tmp_path / "feed.xml", b"two")
    assert [path.name for path in tmp_path.iterdir()] == ["feed.xml"]


def test_a_new_file_can_be_read_by_whom_the_process_s_mask_lets(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "feed.xml", b"one")
    finally:
        os.umask(before)
    assert (tmp_path / "feed.xml").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("obstacle", ["a file for a folder", "a folder for the file"])
def test_what_cannot_be_written_is_an_error_and_leaves_what_was_there(tmp_path: Path, obstacle: str) -> None:
    path = tmp_path / "folder/feed.xml"
    if obstacle == "a file for a folder":
        path.parent.write_bytes(b"old")
    else:
        path.mkdir(parents=True)
    with pytest.raises(DeliveryError, match="cannot be written"):
        deliver(b"new", path)
    assert path.is_dir() or path.parent.read_bytes() == b"old"


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"old")
    code = (
        "import resource, signal, sys\nfrom pathlib import Path\nfrom feedtool.delivery import deliver\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"  # a limit on a file's size stands in for a disk's end
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "deliver(b'x' * 5000, Path(sys.argv[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert "DeliveryError" in done.stderr
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["feed.xml"]


def test_a_kill_at_any_moment_leaves_a_whole_old_or_a_whole_new_file(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"0" * 100_000)
    code = (
        "import sys\nfrom pathlib import Path\nfrom feedtool.files import write_whole\nprint('ready', flush=True)\n"
        "for number in range(1, 1_000_000):\n    write_whole(Path(sys.argv[1]), str(number % 10).encode() * 100_000)\n"
    )
    for _ in range(8):
        with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            for _ in range(200):  # a reader in a loop, as a web server is, until the kill
                content = path.read_bytes()
                assert len(content) == 100_000
                assert len(set(content)) == 1
            process.send_signal(signal.SIGKILL)
        content = path.read_bytes()
        assert len(content) == 100_000
        assert len(set(content)) == 1
