"""A PostgreSQL server of the tests' own, from the system's package, with a database for each test."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


def _programs() -> Path | None:
    """Return the folder of the newest server that is installed; Debian keeps it off the PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return folders[-1] if folders else None


PROGRAMS = _programs()
needs_postgresql = pytest.mark.skipif(PROGRAMS is None, reason="there is no PostgreSQL server here")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that listens on a socket in its own folder."""

    folder: Path

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql://feedtool@/{name}?host={self.folder}"

    def database(self) -> str:
        """Make an empty database and return its address."""
        name = f"t{uuid4().hex}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with psycopg.connect(url) as connection:
        return connection.execute(query.encode()).fetchall()


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Run a server while the context lasts; it refuses to run as root, so root runs it as somebody else."""
    assert PROGRAMS is not None
    user = _user()
    if user:
        shutil.chown(folder, user)
        for above in folder.parents:
            if above.stat().st_uid == 0 and not above.stat().st_mode & 0o001 and above != Path("/"):
                above.chmod(above.stat().st_mode | 0o011)
    data = folder / "data"
    log = folder / "log"

    def run(program: str, *options: str) -> None:
        command = [str(PROGRAMS / program), *options]
        subprocess.run(
            command,
            check=True,
            user=user,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    run("initdb", "-D", str(data), "-U", "feedtool", "-A", "trust", "-E", "UTF8", "--no-sync")
    settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    run("pg_ctl", "-D", str(data), "-l", str(log), "-w", "-o", settings, "start")
    try:
        yield Server(folder=folder)
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")


def _user() -> str | None:
    """Return whom root runs a server as."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
