"""What a reader is, what it has seen, what was published, and a home in which it runs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path

PROGRAMS = Path(__file__).parent / "programs"
INSTALLED = Path(__file__).parent.parent.parent / ".readers"
"""Where `install` puts the packages of PyPI and npm, and what it compiles."""
FIELDS = ("id", "title", "instant", "link", "authors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """An entry as its author meant it."""

    id: str
    title: str
    published: datetime
    link: str
    authors: tuple[str, ...]

    @property
    def instant(self) -> int:
        """When it was published, in seconds since 1970."""
        return int(self.published.timestamp())


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry as a reader has it: None is what it does not keep or show."""

    id: str | None = None
    title: str | None = None
    instant: int | None = None
    link: str | None = None
    authors: tuple[str, ...] | None = None
    unread: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A folder that a reader takes for its user's home."""

    folder: Path

    def run(
        self, *command: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None, timeout: float = 120
    ) -> str:
        """Run a program in UTC, at home, and return what it prints.

        Raises:
            AssertionError: it failed; the message is what it said.

        """
        process = subprocess.Popen(
            [*map(str, command)],
            cwd=self.folder,
            env={**self.env, **(env or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            printed, said = process.communicate(stdin, timeout=timeout)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # what it started ends with it
        report = (printed + said).decode(errors="replace")
        assert process.returncode == 0, f"{command[0]} ended with {process.returncode}: {report[-3000:]}"
        return printed.decode()

    @property
    def env(self) -> dict[str, str]:
        """The environment: this home, UTC, and nothing of the user who runs the tests."""
        run = self.folder / "run"
        run.mkdir(mode=0o700, exist_ok=True)
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(run),
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            "READERS": str(INSTALLED),
        }


Shelf = dict[str, list[Seen]]
"""What a reader has, by the address of the feed; entries in the order in which the reader gives them."""
Read = Callable[[Home, Sequence[str]], Shelf]
"""Subscribe to addresses (or refresh them), return all that the reader has, and mark it as read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a reader shows otherwise than it was published, in which formats, and why."""

    field: str
    why: str
    sees: Callable[[Published], object] = lambda _: None
    formats: tuple[str, ...] = ("rss", "atom", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A row of the table."""

    name: str
    read: Read
    debian: str = ""
    """The packages, of Debian, PyPI or npm, that bring it."""
    pypi: str = ""
    npm: str = ""
    needs: tuple[str, ...] = ()
    """Programs on PATH, and patterns of files (absolute, or below `INSTALLED`), without which it is not there."""
    formats: tuple[str, ...] = ("rss", "atom")
    keeps: bool = False
    """Whether it remembers what it has seen, so that a second refresh means something."""
    limits: tuple[Limit, ...] = ()

    @property
    def missing(self) -> str:
        """What of its needs is not there; "" where it can run."""
        return ", ".join(need for need in self.needs if not _found(need))

    def limit(self, name: str, form: str) -> Limit | None:
        """Return what is known of a field in a format."""
        return next((limit for limit in self.limits if limit.field == name and form in limit.formats), None)

    def shows(self, entry: Published, form: str) -> dict[str, object]:
        """Return what this reader is to show of an entry."""
        return {
            name: limit.sees(entry) if (limit := self.limit(name, form)) else getattr(entry, name) for name in FIELDS
        }


def _found(need: str) -> bool:
    root, pattern = (Path("/"), need[1:]) if need.startswith("/") else (INSTALLED, need)
    return bool(shutil.which(need)) or any(root.glob(pattern))


def seen_in(printed: str, addresses: Sequence[str]) -> Shelf:
    """Return what a program of `programs/` printed: a JSON object a line, with the address and the fields of `Seen`.

    An instant is a number of seconds or an ISO 8601 date.
    """
    shelf: Shelf = {address: [] for address in addresses}
    for line in printed.splitlines():
        row = json.loads(line)
        when = row.get("instant")
        if isinstance(when, str):
            when = datetime.fromisoformat(when).timestamp()
        authors = row.get("authors")
        shelf[row["url"]].append(
            Seen(
                id=row.get("id"),
                title=row.get("title"),
                instant=None if when is None else int(when),
                link=row.get("link"),
                authors=None if authors is None else tuple(authors),
                unread=row.get("unread", True),
            )
        )
    return shelf


# What limits make of an entry


def in_formats(limit: Limit, *formats: str) -> Limit:
    """Return a limit for some formats only."""
    return replace(limit, formats=formats)


def nobody(_: Published) -> tuple[str, ...]:
    """Return no author."""
    return ()


def first_author(entry: Published) -> tuple[str, ...]:
    """Return the first author alone."""
    return entry.authors[:1]


def last_author(entry: Published) -> tuple[str, ...]:
    """Return the last author alone."""
    return entry.authors[-1:]


def joined(entry: Published) -> tuple[str, ...]:
    """Return all authors in one text."""
    return (", ".join(entry.authors),)


def wall_time(entry: Published) -> int:
    """Return the instant that comes of reading a local time as UTC."""
    return int(entry.published.replace(tzinfo=UTC).timestamp())


def escaped_title(entry: Published) -> str:
    """Return the title as HTML."""
    return escape(entry.title, quote=False)


def escaped_link(entry: Published) -> str:
    """Return the link as HTML."""
    return escape(entry.link, quote=False)
