"""What stands beside a document compressed says the same as it, at every moment and after every kill."""

from __future__ import annotations

import gzip
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from feedtool.delivery import Outcome, target_of
from feedtool.delivery.compress import CODINGS, WORTH_IT
from feedtool.delivery.headers import ENCODINGS
from feedtool.document import Document

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project
    from feedtool.delivery import Delivery

MOMENT = datetime(2025, 12, 24, 9, 51, 46, tzinfo=UTC)
ALL = ("gzip", "br", "zstd")
READERS = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda packed: zstandard.ZstdDecompressor().decompressobj().decompress(packed),
}
LONG = b"<item>The Kosi rose by a metre.</item>\n" * 100
EVEN_LONGER = LONG * 2


def put(root: Path, content: bytes, *codings: str, dry_run: bool = False) -> Delivery:
    document = Document(
        name="all.rss.xml", format="rss", media_type="application/rss+xml", content=content, updated=MOMENT
    )
    return target_of("output", root).put(document, codings=codings, dry_run=dry_run)


def beside(root: Path) -> dict[str, bytes]:
    """Return what stands beside the document, read by the coding that its name says."""
    feed = root / "output/all.rss.xml"
    found = {name: feed.with_name(feed.name + suffix) for name, suffix in ENCODINGS.items()}
    return {name: READERS[name](path.read_bytes()) for name, path in found.items() if path.exists()}


@given(content=st.binary())
@pytest.mark.parametrize("coding", CODINGS)
def test_what_is_compressed_is_read_back_by_others(coding: str, content: bytes) -> None:
    assert READERS[coding](CODINGS[coding].compress(content)) == content


def test_gzip_says_neither_when_nor_where_it_was_made() -> None:
    assert CODINGS["gzip"].compress(LONG)[:10] == bytes.fromhex("1f8b08 00 00000000 00 ff")


def test_browsers_have_the_window_that_zstandard_asks_for() -> None:
    packed = CODINGS["zstd"].compress(bytes(range(256)) * 80_000)  # 20 MB: no frame of one segment
    assert zstandard.get_frame_parameters(packed).window_size <= 8 * 2**20


def test_variants_stand_beside_a_document_and_are_as_old_as_it(tmp_path: Path) -> None:
    put(tmp_path, LONG, *ALL)
    assert beside(tmp_path) == dict.fromkeys(ALL, LONG)
    assert len({path.stat().st_mtime_ns for path in (tmp_path / "output").iterdir()}) == 1


def test_a_small_document_has_none(tmp_path: Path) -> None:
    put(tmp_path, LONG, *ALL)
    put(tmp_path, b"x" * (WORTH_IT - 1), *ALL)
    assert beside(tmp_path) == {}


def test_what_is_there_is_not_touched_again(tmp_path: Path) -> None:
    put(tmp_path, LONG, *ALL)
    before = [path.stat() for path in sorted((tmp_path / "output").iterdir())]
    assert put(tmp_path, LONG, *ALL).outcome is Outcome.UNCHANGED
    after = [path.stat() for path in sorted((tmp_path / "output").iterdir())]
    assert [(row.st_ino, row.st_ctime_ns) for row in after] == [(row.st_ino, row.st_ctime_ns) for row in before]


def test_a_variant_that_is_missing_is_made_without_touching_the_document(tmp_path: Path) -> None:
    put(tmp_path, LONG, "gzip")
    feed = tmp_path / "output/all.rss.xml"
    before = feed.stat()
    assert put(tmp_path, LONG, "gzip", "br", dry_run=True).outcome is Outcome.COMPRESSED
    assert beside(tmp_path) == {"gzip": LONG}
    assert put(tmp_path, LONG, "gzip", "br").outcome is Outcome.COMPRESSED
    assert beside(tmp_path) == {"gzip": LONG, "br": LONG}
    assert (feed.stat().st_ino, feed.stat().st_ctime_ns) == (before.st_ino, before.st_ctime_ns)
    assert feed.with_name(f"{feed.name}.br").stat().st_mtime_ns == before.st_mtime_ns


def test_a_variant_that_is_not_wanted_any_more_goes_when_it_would_be_wrong(tmp_path: Path) -> None:
    put(tmp_path, LONG, *ALL)
    assert put(tmp_path, LONG, "gzip").outcome is Outcome.UNCHANGED
    assert beside(tmp_path) == dict.fromkeys(ALL, LONG)
    put(tmp_path, EVEN_LONGER, "gzip")
    assert beside(tmp_path) == {"gzip": EVEN_LONGER}


def test_variants_go_with_their_document(tmp_path: Path) -> None:
    put(tmp_path, LONG, *ALL)
    target_of("output", tmp_path).remove("all.rss.xml")
    assert list((tmp_path / "output").iterdir()) == []


def test_variants_can_be_read_by_whom_their_document_can(tmp_path: Path) -> None:
    put(tmp_path, LONG)
    (tmp_path / "output/all.rss.xml").chmod(0o640)
    put(tmp_path, EVEN_LONGER, "gzip")
    put(tmp_path, EVEN_LONGER, "gzip", "br")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "output").iterdir()} == {0o640}


PUT_AND_DIE = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from feedtool.files import write_whole
from feedtool.delivery.compress import variants
path, left = Path(sys.argv[1]), int(sys.argv[2])
old = path.read_bytes()
packed = variants(old * 2, ("gzip",)) | {".zst": None}
modified = datetime.fromisoformat("2025-12-24T09:51:46Z")
def count(event, args):
    global left
    if event == "open" or event.startswith("os."):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
write_whole(path, old * 2, modified=modified, variants=packed)
"""


def test_a_kill_at_any_step_leaves_no_variant_of_other_bytes(tmp_path: Path) -> None:
    finished, steps = False, 0
    while not finished:
        root = tmp_path / str(steps)
        put(root, LONG, "gzip", "zstd")
        path = root / "output/all.rss.xml"
        done = subprocess.run([sys.executable, "-c", PUT_AND_DIE, str(path), str(steps)], check=False)
        finished = done.returncode == 0
        content = path.read_bytes()
        assert content in (LONG, EVEN_LONGER)
        assert set(beside(root).values()) <= {content}
        put(root, EVEN_LONGER, "gzip")  # the next build
        assert (path.read_bytes(), beside(root)) == (EVEN_LONGER, {"gzip": EVEN_LONGER})
        steps += 1
    assert steps > 8  # the kills did fall between the steps


def test_a_full_disk_leaves_the_old_document_with_its_old_variants(tmp_path: Path) -> None:
    put(tmp_path, LONG, *ALL)
    code = PUT_AND_DIE.replace(
        "path, left", "import resource\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\npath, left"
    )
    code = code.replace("write_whole(", "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))\nwrite_whole(")
    path = tmp_path / "output/all.rss.xml"
    done = subprocess.run([sys.executable, "-c", code, str(path), "9999"], capture_output=True, text=True, check=False)
    assert "File too large" in done.stderr
    assert (path.read_bytes(), beside(tmp_path)) == (LONG, dict.fromkeys(ALL, LONG))
    assert len(list(path.parent.iterdir())) == 4


def test_a_site_says_what_is_compressed_and_a_feed_what_it_wants_else(project: Project) -> None:
    project.note("rain", body="It rained on the valley. " * 100)
    config = project.read("feedtool.toml").replace("[site]", '[site]\ncompress = ["gzip", "zstd"]')
    project.write("feedtool.toml", config + 'formats = ["rss"]\n[feed.plain]\nformats = ["rss"]\ncompress = []\n')
    project.run("build")
    assert sorted(path.name for path in (project.root / "output").iterdir()) == [
        "all.rss.xml",
        "all.rss.xml.gz",
        "all.rss.xml.zst",
        "plain.rss.xml",
    ]


def test_what_is_not_installed_is_named_before_anything_is_delivered(project: Project) -> None:
    project.note("rain")
    project.write("feedtool.toml", project.read("feedtool.toml").replace("[site]", '[site]\ncompress = "zstd"'))
    code = "import sys; sys.modules['zstandard'] = None; from feedtool.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "build"], cwd=project.root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "pip install 'feedtool[compress]'" in done.stderr) == (2, True)
    assert not (project.root / "output").exists()


def test_a_coding_that_nobody_knows_is_a_mistake_in_the_configuration(project: Project) -> None:
    project.write("feedtool.toml", project.read("feedtool.toml").replace("[site]", '[site]\ncompress = "brotli"'))
    assert "site.compress: cannot be 'brotli'" in project.run("build", code=2).stderr
