"""Readers from PyPI and npm: each is a row of a program that runs where it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readers.reader import INSTALLED, PROGRAMS, Home, Reader, Shelf, seen_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readers.reader import Limit

_PYTHON = "venv/bin/python"


def of_pypi(
    package: str,
    version: str,
    *,
    formats: tuple[str, ...],
    limits: tuple[Limit, ...] = (),
    keeps: bool = False,
    extra: str = "",
) -> Reader:
    """Return the row of a library of PyPI; `extra` are packages that it needs and does not ask for."""
    name = package.replace("-", "_")

    def read(home: Home, addresses: Sequence[str]) -> Shelf:
        return seen_in(home.run(INSTALLED / _PYTHON, PROGRAMS / "pypi.py", name, *addresses), addresses)

    return Reader(
        name=package,
        read=read,
        pypi=f"{package}=={version} {extra}",
        needs=(_PYTHON, f"venv/lib/*/site-packages/{name}"),
        formats=formats,
        keeps=keeps,
        limits=limits,
    )


def of_npm(package: str, version: str, *, formats: tuple[str, ...], limits: tuple[Limit, ...] = ()) -> Reader:
    """Return the row of a library of npm."""

    def read(home: Home, addresses: Sequence[str]) -> Shelf:
        return seen_in(home.run("node", PROGRAMS / "node.mjs", package, *addresses), addresses)

    return Reader(
        name=package,
        read=read,
        npm=f"{package}@{version}",
        needs=("node", f"node_modules/{package}"),
        formats=formats,
        limits=limits,
    )
