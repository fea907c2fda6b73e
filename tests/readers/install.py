"""Install the readers of `table`: `make readers`, and CI.

What cannot be installed is named and left out: its tests are skipped then.  Debian's packages need root; those of PyPI
go into an environment of their own (they bring other versions of what we depend on), those of npm beside it, all of it
in `.readers/`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from typing import TYPE_CHECKING

from readers.reader import INSTALLED, PROGRAMS
from readers.table import READERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def run(*command: str | Path, env: dict[str, str] | None = None) -> bool:
    """Run a command quietly; say when it fails, and return whether it did well."""
    name = " ".join(map(str, command[:3]))
    try:
        done = subprocess.run(
            [*map(str, command)],
            env={**os.environ, **(env or {})},
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return False
    if done.returncode:
        print(f"{name} failed: {(done.stderr or done.stdout).strip()[-600:]}", file=sys.stderr)
    return done.returncode == 0


def together(install: Sequence[str | Path], packages: Iterable[str], env: dict[str, str] | None = None) -> None:
    """Install packages all at once, or one by one where that fails: one that is missing costs itself alone."""
    packages = sorted({*packages})
    if not run(*install, *packages, env=env):
        for package in packages:
            run(*install, package, env=env)


def debian(packages: Iterable[str]) -> None:
    """Install Debian's packages, all at once, or one by one where one of them is missing."""
    if os.geteuid() or not shutil.which("apt-get"):
        return
    held = subprocess.run(["dpkg-query", "-W", "-f", "${Package}\n"], capture_output=True, text=True, check=False)
    missing = {*packages} - {*held.stdout.split()}
    install = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if missing and run("apt-get", "update", "-qq"):
        together(install, missing, quiet)


def gofeed() -> None:
    """Compile the program that reads with gofeed; Debian's Go packages are found by GOPATH alone."""
    source = PROGRAMS / "gofeed.go"
    program = INSTALLED / "gofeed"
    if program.exists() and program.stat().st_mtime > source.stat().st_mtime:
        return
    if shutil.which("go"):
        env = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(INSTALLED / "go")}
        run("go", "build", "-o", program, source, env=env)


def pypi(packages: Iterable[str]) -> None:
    """Install packages of PyPI into an environment of their own."""
    python = INSTALLED / "venv/bin/python"
    if not python.exists():
        venv.create(INSTALLED / "venv", with_pip=True)
    install = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*install, "pip>=25.1")  # older ones need `wheel` to build what has no wheel
    together(install, packages)


def npm(packages: Iterable[str]) -> None:
    """Install packages of npm."""
    if shutil.which("npm"):
        together(("npm", "install", "--prefix", INSTALLED, "--no-audit", "--no-fund", "--ignore-scripts"), packages)


def main() -> None:
    """Install what is not there yet."""
    INSTALLED.mkdir(exist_ok=True)
    debian(package for reader in READERS for package in reader.debian.split())
    gofeed()
    pypi(package for reader in READERS for package in reader.pypi.split())
    npm(package for reader in READERS for package in reader.npm.split())


if __name__ == "__main__":
    main()
