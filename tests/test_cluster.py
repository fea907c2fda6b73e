"""A Dask cluster reads sources; the shelf is the same as if they had been read here."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cloud import KEYS, serving_cloud

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud import Cloud
    from conftest import Project


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Run a scheduler and two worker processes; return its address."""
    code = (
        "import sys\n"
        "from distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:\n"
        "        print(cluster.scheduler_address, flush=True)\n"
        "        sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **KEYS}
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().decode().strip()
        assert process.stdin is not None
        process.stdin.close()


def fill(project: Project) -> None:
    for part in range(6):
        rows = "".join(f"T{part}-{n},2025-12-0{part + 1}T10:{n:02}:00Z,Text {part} {n}.\n" for n in range(20))
        project.write(f"news/{part}.csv", f"title,published,body\n{rows}")


def records(project: Project) -> dict[str, str]:
    below = project.root / "articles"
    return {path.name: path.read_text("utf-8") for path in sorted(below.rglob("*.md"))}


def test_the_records_are_the_same_as_read_here(
    project: Project, scheduler: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    fill(project)
    here = type(project)(root=tmp_path_factory.mktemp("here"))
    here.write("feedtool.toml", project.read("feedtool.toml"))
    fill(here)
    here.run("import", "news/*.csv")
    project.run("import", "news/*.csv", "--engine", "dask", "--scheduler", scheduler)
    assert records(project) == records(here)
    assert len(records(project)) == 120
    assert "unchanged" in project.run("import", "news/*.csv", "--engine", "dask", "--scheduler", scheduler, "-v").output


def test_what_cannot_be_read_is_named_and_the_rest_is_taken_in(project: Project, scheduler: str) -> None:
    fill(project)
    project.write("news/7.csv", "title,published\nA Row,some day\nAnother,2025-12-24\n")
    project.write("news/8.csv", b"\x00\x01\x02")
    said = project.run("import", "news/*.csv", "--engine", "dask", "--scheduler", scheduler, code=1).output
    assert "news/7.csv:2" in said
    assert "news/8.csv" in said
    assert len(records(project)) == 121


def test_objects_of_a_bucket_are_read_where_they_are(
    project: Project, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    with serving_cloud() as cloud:
        stored(project, cloud)
        project.run("import", "s3://wire/2025/*.csv", "--engine", "dask", "--scheduler", scheduler)
    assert len(records(project)) == 40


def test_objects_are_read_without_a_cluster_too(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    with serving_cloud() as cloud:
        stored(project, cloud)
        project.run("import", "s3://wire/2025/")
        assert len(records(project)) == 40
        project.write(
            "feedtool.toml", project.read("feedtool.toml").replace('from = "notes/"', 'from = "s3://wire/2025/"')
        )
        project.run("build")
        assert project.read("output/all.rss.xml").count("<item>") == 40
        assert "there is no such object" in project.run("import", "s3://wire/none.csv", code=1).output


def stored(project: Project, cloud: Cloud) -> None:
    cloud.make("wire")
    for part in range(2):
        rows = "".join(f"T{part}-{n},2025-12-0{part + 1}T10:{n:02}:00Z,Text {part} {n}.\n" for n in range(20))
        cloud.put("wire", f"2025/{part}.csv", f"title,published,body\n{rows}".encode())
    cloud.put("wire", "2025/readme.bin", b"not a source")
    access = f'[cloud]\nendpoint = "{cloud.endpoint}"\nregion = "us-east-1"\nallow_http = true\n'
    project.write("feedtool.toml", f"{project.read('feedtool.toml')}\n{access}")


def test_mistakes_are_named(project: Project) -> None:
    assert "go together" in project.run("import", "x", "--engine", "dask", code=2).output
    assert "go together" in project.run("import", "x", "--scheduler", "tcp://127.0.0.1:1", code=2).output
    said = project.run("import", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", code=2).output
    assert "name what the cluster is to read" in said
    said = project.run("import", "notes/", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", code=2).output
    assert "no scheduler answers at tcp://127.0.0.1:1" in said or "there is no such file" in said
