"""Whatever happens during a build, subscribers get a whole, valid document: the old one or the new one.

A poller asks in a loop, of real servers, while everything is built again and again; builds are killed at random
moments, run out of disk, and meet folders that cannot be written to.  FEEDTOOL_TEST_REBUILDS and FEEDTOOL_TEST_KILLS
say how often; `make atomicity` builds a thousand times.
"""

from __future__ import annotations

import gzip
import os
import random
import re
import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.parsers import expat

import pytest

from feedtool import config, pipeline
from feedtool.problem import Level
from feedtool.validate import check
from servers import SERVERS, ask

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project
    from servers import Answer

REBUILDS = int(os.environ.get("FEEDTOOL_TEST_REBUILDS", "25"))
KILLS = int(os.environ.get("FEEDTOOL_TEST_KILLS", "12"))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ARTICLES = 8
NAMES = ("all.rss.xml", "all.atom.xml")
VERSION = re.compile(rb"version (\d+) of")


def write(project: Project, version: int) -> None:
    """Write every article anew, so that a document is of one version or mixed."""
    for number in range(ARTICLES):
        project.note(f"n{number}", title=f"Note {number}", body=f"This is version {version} of it. " * 40)


def build(project: Project, version: int) -> None:
    write(project, version)
    report = pipeline.build(config.load(project.root / "feedtool.toml"), now=NOW)
    assert report.exit_code == 0, report.errors


def version_of(content: bytes) -> int:
    """Return the version of a document; it is whole, well-formed, and all of one version."""
    expat.ParserCreate().Parse(content, True)  # noqa: FBT003 - expat's own signature
    versions = set(VERSION.findall(content))
    assert len(versions) == 1, f"versions {versions} in one document"
    assert content.count(b"Note ") >= ARTICLES
    return int(versions.pop())


class Poller(threading.Thread):
    """Asks for a feed in a loop, plain, compressed and with the validator that it has, and judges every answer."""

    def __init__(self, address: str, name: str, *, looks_first: bool) -> None:
        super().__init__(name=f"poll {name}", daemon=True)
        self.looks_first = looks_first
        self.target = f"/{name}"
        self.address = address
        self.stopped = threading.Event()
        self.asked = 0
        self.versions: set[int] = set()
        self.failures: list[str] = []
        self._bodies: dict[tuple[str, str], bytes] = {}
        self._newest = 0

    def run(self) -> None:
        """Ask until told to stop; the first failure ends it."""
        while not self.stopped.is_set():
            try:
                self._turn()
            except Exception as error:  # noqa: BLE001 - whatever goes wrong is what the test is to show
                self.failures.append(f"{type(error).__name__}: {error}")
                return

    def _turn(self) -> None:
        plain = self._judged(ask(self.address, self.target), "")
        packed = self._judged(ask(self.address, self.target, Accept_Encoding="gzip"), "")
        for seen in (plain, packed):
            coding = "gzip" if seen.headers.get("content-encoding") else "identity"
            self._judged(
                ask(self.address, self.target, Accept_Encoding=coding, If_None_Match=seen.headers["etag"]),
                seen.headers["etag"],
            )

    def _judged(self, answer: Answer, etag: str) -> Answer:
        self.asked += 1
        if answer.status == 304 and etag:
            assert answer.headers["etag"].removeprefix("W/") == etag.removeprefix("W/")
            return answer
        assert answer.status == 200, answer.status
        coding = answer.headers.get("content-encoding", "")
        content = gzip.decompress(answer.body) if coding == "gzip" else answer.body
        version = version_of(content)
        assert version >= self._newest, f"version {version} after {self._newest}"
        known = self._bodies.setdefault((answer.headers["etag"], coding), content)
        newer = self.looks_first and version > version_of(known)
        assert known == content or newer, f"the ETag {answer.headers['etag']} stands for two documents"
        self._newest = version
        self.versions.add(version)
        return answer


@pytest.mark.servers
@pytest.mark.parametrize("name", SERVERS)
def test_who_polls_during_many_rebuilds_sees_only_whole_documents_and_honest_validators(
    name: str, project: Project, tmp_path: Path
) -> None:
    here = tmp_path / "server"
    here.mkdir()
    build(project, 0)
    with SERVERS[name](project, here) as address:
        # Caddy takes the time of a file before it opens it, so new bytes may have the ETag of the old ones: whoever got
        # them gets them once more.  The other way round, which would hide news, must not be.
        pollers = [Poller(address, document, looks_first=name == "caddy") for document in NAMES]
        for poller in pollers:
            poller.start()
        for version in range(1, REBUILDS + 1):
            build(project, version)
        for poller in pollers:
            poller.stopped.set()
            poller.join(30)
        last = [version_of(ask(address, f"/{document}").body) for document in NAMES]
    assert [poller.failures for poller in pollers] == [[], []]
    assert last == [REBUILDS, REBUILDS]
    for poller in pollers:
        assert poller.asked >= min(REBUILDS, 50)
        assert len(poller.versions) > 2, "the poller saw no rebuild"


# --- builds that end before their end ---------------------------------------------------------------------------------


def state(project: Project, folder: str = "output") -> dict[str, bytes]:
    """Return what readers can fetch: every file that is not hidden."""
    files = (project.root / folder).rglob("*")
    return {path.name: path.read_bytes() for path in files if path.is_file() and not path.name.startswith(".")}


def judged(found: dict[str, bytes]) -> set[int]:
    """Return the versions of documents that are whole and valid, compressed as they are plain."""
    versions = set()
    for name in NAMES:
        versions.add(version_of(found[name]))
        assert not [problem for problem in check(found[name]) if problem.level is Level.ERROR]
        if f"{name}.gz" in found:
            assert gzip.decompress(found[f"{name}.gz"]) == found[name]
    return versions


def ids_in(project: Project) -> list[str]:
    """Return the ids that the ledger holds."""
    lines = "".join(path.read_text("utf-8") for path in (project.root / "articles/ledger").iterdir())
    found = sorted(re.findall(r'"id": ?"([^"]+)"', lines))
    assert len(found) == ARTICLES
    return found


def built(project: Project) -> subprocess.Popen[bytes]:
    """Start a build as cron does."""
    return subprocess.Popen(
        [sys.executable, "-m", "feedtool", "build", "--now", NOW.isoformat()],
        cwd=project.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def test_a_build_that_is_killed_at_any_moment_leaves_whole_documents_and_the_next_one_mends_all(
    project: Project,
) -> None:
    chance = random.Random(20251224)  # noqa: S311 - the same moments, as far as that can be
    build(project, 0)
    ids = ids_in(project)
    newest, took, cut = 0, 2.0, 0
    for version in range(1, KILLS + 1):
        write(project, version)
        with built(project) as process:
            try:
                process.wait(chance.uniform(0.3, 1.0) * took)
            except subprocess.TimeoutExpired:
                process.kill()
                cut += 1
            else:
                took *= 0.8  # it was done before: the next one is killed earlier
        versions = judged(state(project))
        assert versions <= set(range(newest, version + 1))
        newest = min(versions)
    with built(project) as process:
        assert process.wait() == 0
    assert cut
    assert judged(state(project)) == {KILLS}
    assert ids_in(project) == ids
    assert not list((project.root / "output").rglob(".*.tmp"))


SCRIPT = """\
set -e
cd "$1"
cp -r "$2" "$2.before"
mount -t tmpfs -o "size=$3" none "$2"
cp -r "$2.before/." "$2/"
if [ "$3" = 1m ]; then mount -o remount,ro none "$2"; else head -c 100m /dev/zero >"$2/.filler" 2>/dev/null || true; fi
set +e
{python} -m feedtool build --now 2026-01-01T00:00:00Z 2>told
code=$?
cp -r "$2" "$2.after"
echo "code $code"
"""


def on_a_disk(project: Project, folder: str, size: str) -> tuple[int, str]:
    """Build while a folder is on a disk of its own, full, or (with 1m) read-only; return the code and what was said.

    The disk is one of a namespace of its own, so nothing of it is left; what stood in the folder is in `FOLDER.after`.
    """
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody make a disk")
    command = [unshare, "-rm", "sh", "-c", SCRIPT.replace("{python}", sys.executable), "sh"]
    done = subprocess.run([*command, str(project.root), folder, size], capture_output=True, text=True, check=False)
    found = re.search(r"code (\d+)", done.stdout)
    assert found, done.stderr
    return int(found[1]), project.read("told")


@pytest.mark.parametrize(("size", "said"), [("256k", "No space left on device"), ("1m", "Read-only file system")])
def test_a_disk_that_takes_nothing_more_leaves_the_old_documents_and_is_said(
    project: Project, size: str, said: str
) -> None:
    build(project, 0)
    before = state(project)
    write(project, 1)
    code, told = on_a_disk(project, "output", size)
    assert code == 3
    assert f"cannot be written: {said}" in told
    assert "all.rss.xml" in told
    assert "Traceback" not in told
    after = state(project, "output.after")
    assert {name: content for name, content in after.items() if name in before} == before
    assert judged(after) == {0}
    with built(project) as process:  # the disk is another one now
        assert process.wait() == 0
    assert judged(state(project)) == {1}


@pytest.mark.parametrize(("size", "said"), [("256k", "No space left on device"), ("1m", "Read-only file system")])
def test_where_the_ledger_cannot_be_kept_nothing_is_delivered(project: Project, size: str, said: str) -> None:
    build(project, 0)
    before = state(project)
    write(project, 1)
    project.note("new", title="A New Note", body="This is version 1 of it. ")
    code, told = on_a_disk(project, "articles", size)
    assert code == 3
    assert said in told
    assert "Traceback" not in told
    assert state(project) == before
    with built(project) as process:
        assert process.wait() == 0
    assert judged(state(project)) == {1}
