"""What was fetched before, kept between runs: for each address a JSON file of what was said, and one of the bytes.

Deleting the folder costs time and nothing else; an entry that is not whole is no entry.

Sources: RFC 9111 sections 3 (what may be stored), 4.2 (freshness) and 4.3 (validation); RFC 9110 sections 8.8 (ETag,
Last-Modified) and 15.4 (redirects that last).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from feedtool.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LONGEST_FRESH = 86400
"""A server that says a year may be wrong; after a day we ask."""
_MOVED_FOR = 30 * 86400
"""A move that was said by mistake is forgotten after so many seconds."""
_UNKEPT = ("set-cookie", "set-cookie2")


class Entry(Struct, frozen=True, kw_only=True):
    """One address: when it was asked (seconds since 1970), what was said; or where it has moved."""

    url: str
    asked: float
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    moved: str = ""
    content: bytes = b""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for the document only if it changed: both, as the server wrote them."""
        pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
        return {ours: self.headers[theirs] for ours, theirs in pairs if self.headers.get(theirs)}

    def is_fresh(self, now: float) -> bool:
        """Whether the server said that it need not be asked again yet."""
        return 0 <= now - self.asked < min(_lifetime(self.headers), _LONGEST_FRESH)


class Cache:
    """Entries in a folder; without one, nothing is ever found."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, url: str) -> Entry | None:
        """Return the document that was kept for an address."""
        entry = self._load(url)
        if entry is None or entry.moved or self._folder is None:
            return None
        with suppress(OSError, EOFError, zlib.error):
            content = gzip.decompress(self._path(self._folder, url, "body.gz").read_bytes())
            if _digest(content) == entry.digest:
                return replace(entry, content=content)
        return None

    def moved(self, url: str, now: float) -> str:
        """Return where an address has moved for good; "" where it has not."""
        entry = self._load(url)
        return entry.moved if entry and 0 <= now - entry.asked < _MOVED_FOR else ""

    def asked(self, url: str) -> datetime | None:
        """Return when the document at an address was last asked for, and came."""
        entry = self._load(url)
        if entry and entry.moved:
            entry = self._load(entry.moved)
        return datetime.fromtimestamp(entry.asked, UTC) if entry else None

    def put(self, entry: Entry) -> None:
        """Keep an entry, unless its server forbids it."""
        if self._folder is None or "no-store" in _directives(entry.headers):
            return
        known = asdict(entry)
        content = known.pop("content")
        known["headers"] = {name: value for name, value in entry.headers.items() if name not in _UNKEPT}
        known["digest"] = _digest(content)
        with suppress(OSError):  # a disk that is full costs the next run its time, not this one its document
            if not entry.moved:
                _write_changed(self._path(self._folder, entry.url, "body.gz"), gzip.compress(content, 6, mtime=0))
            text = json.dumps(known, ensure_ascii=False, indent=1) + "\n"
            asked = datetime.fromtimestamp(entry.asked, UTC)
            write_whole(self._path(self._folder, entry.url, "json"), text.encode(), modified=asked)

    def forget(self, url: str) -> None:
        """Drop what is known of an address."""
        if self._folder:
            with suppress(OSError):
                self._path(self._folder, url, "json").unlink(missing_ok=True)

    def tidy(self, before: float) -> int:
        """Drop what was last asked for before a moment (seconds since 1970); return how much that was."""
        old = []
        for path in self._folder.glob("??/*.json") if self._folder else ():
            with suppress(OSError):
                if path.stat().st_mtime < before:
                    path.unlink()
                    path.with_suffix(".body.gz").unlink(missing_ok=True)
                    old.append(path)
        return len(old)

    def _load(self, url: str) -> Entry | None:
        if self._folder is None:
            return None
        try:
            known = json.loads(self._path(self._folder, url, "json").read_bytes())
            return _checked(Entry(**known), url)
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return None

    @staticmethod
    def _path(folder: Path, url: str, ending: str) -> Path:
        name = _digest(url.encode())
        return folder / name[:2] / f"{name[2:40]}.{ending}"


def _checked(entry: Entry, url: str) -> Entry | None:
    """Return an entry if its fields are what they are to be."""
    texts: list[object] = [entry.digest, entry.moved, *entry.headers, *entry.headers.values()]
    numbers: list[object] = [entry.asked, entry.status]
    whole = all(isinstance(text, str) for text in texts) and all(isinstance(one, int | float) for one in numbers)
    return entry if whole and entry.url == url else None


def _write_changed(path: Path, content: bytes) -> None:
    with suppress(OSError):
        if path.read_bytes() == content:
            return
    write_whole(path, content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _directives(headers: Mapping[str, str]) -> dict[str, str]:
    parts = (part.partition("=") for part in headers.get("cache-control", "").casefold().split(","))
    return {name.strip(): value.strip(' "') for name, _, value in parts}


def _lifetime(headers: Mapping[str, str]) -> float:
    """Return for how many seconds a server said that its answer stays good."""
    said = _directives(headers)
    if "no-cache" in said or headers.get("vary", "").strip() == "*":
        return 0
    age = headers.get("age", "0")
    if "max-age" in said:
        return _seconds(said["max-age"]) - _seconds(age)
    with suppress(ValueError, TypeError, OverflowError):
        expires, date = (parsedate_to_datetime(headers.get(name, "")) for name in ("expires", "date"))
        return (expires - date).total_seconds() - _seconds(age)
    return 0


def _seconds(text: str) -> float:
    return float(text[:12]) if text.isdecimal() else 0.0
