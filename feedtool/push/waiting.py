"""What hubs are still to be told, one line of JSON each in `articles/push.jsonl`; no file where nothing is."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict, replace

from feedtool.errors import UsageError
from feedtool.files import write_whole
from feedtool.problem import Place
from feedtool.push.ping import WAYS, Ping

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from feedtool.push.tell import Refusal

NAME = "push.jsonl"
"""Its file, in the folder of the records."""
_PAUSES = (0, 0, 900, 3600, 21600)
"""Seconds that runs let pass after the first failure, the second, …: the next run tries, and the one after it."""
_MOST = 12
"""After so many runs in vain, two days or more, a hub is told no more."""


class Waiting(Struct, frozen=True, kw_only=True):
    """A ping that is to be sent, how many runs tried in vain, and before when none should try again (ISO 8601)."""

    ping: Ping
    tries: int = 0
    after: str = ""

    def is_due(self, now: datetime) -> bool:
        """Whether a run at `now` is to try."""
        return not self.after or datetime.fromisoformat(self.after) <= now

    def failed(self, refusal: Refusal, now: datetime) -> Waiting | None:
        """Return what waits after a refusal; None where it is given up."""
        if refusal.lasting or self.tries + 1 >= _MOST:
            return None
        pause = max(_PAUSES[min(self.tries, len(_PAUSES) - 1)], refusal.wait or 0)
        return replace(self, tries=self.tries + 1, after=_later(now, pause))


def _later(now: datetime, seconds: float) -> str:
    try:
        return (now + timedelta(seconds=seconds)).isoformat() if seconds else ""
    except OverflowError:
        return ""


def note(path: Path, pings: Iterable[Ping]) -> None:
    """Add what is to be told, at once: a run that is killed before it tells leaves it to the next one.

    Raises:
        UsageError: it cannot be written.

    """
    text = "".join(map(_line, (Waiting(ping=ping) for ping in pings)))
    try:
        if text:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror or error}", place=Place(file=str(path))) from error


def load(path: Path) -> list[Waiting]:
    """Return what waits, each ping once; the last line of one says how it stands with it.

    Raises:
        UsageError: the file cannot be read, or one of its lines says nothing.

    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", place=Place(file=str(path)), expected="UTF-8 text") from None
    rows = (_waiting(line, path, number) for number, line in enumerate(lines, 1) if line.strip())
    return list({row.ping: row for row in rows}.values())


def save(path: Path, rows: Iterable[Waiting]) -> None:
    """Write what waits; take the file away where nothing does.

    Raises:
        UsageError: it cannot be written.

    """
    text = "".join(map(_line, sorted(rows, key=lambda row: row.ping)))
    try:
        if text:
            write_whole(path, text.encode())
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror or error}", place=Place(file=str(path))) from error


def _line(row: Waiting) -> str:
    said = {**asdict(row.ping), "tries": row.tries, "after": row.after}
    return f"{json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)}\n"


def _waiting(line: str, path: Path, number: int) -> Waiting:
    try:
        said = json.loads(line)
        ping = Ping(way=said["way"], hub=str(said["hub"]), topic=str(said["topic"]))
        row = Waiting(ping=ping, tries=int(said.get("tries", 0)), after=str(said.get("after", "")))
        if ping.way in WAYS and (not row.after or datetime.fromisoformat(row.after).tzinfo):
            return row
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise UsageError(
        "not a line of what hubs are to be told",
        place=Place(file=str(path), line=number),
        expected='like {"way": "websub", "hub": "https://…", "topic": "https://…"}',
        hint="delete the line",
    )
