"""WATCH: do something now, and again whenever what it depends on changed.

What is watched is the configuration, the sources that are files, and the records in `articles/`.  What a run writes
itself (feeds, its state, hidden files) is not; the only module that knows watchfiles.
"""

from __future__ import annotations

from collections import deque
from glob import has_magic
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.config import load
from feedtool.errors import BusyError, FeedtoolError, UsageError
from feedtool.source.found import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from threading import Event

    from watchfiles import Change

    from feedtool.config import Config

    Changes = Generator[set[tuple[Change, str]], None, None]

_RECORD = ".md"
_TICK = 100
"""Milliseconds after which a stop is noticed."""
_PATIENCE = 1.0
"""Seconds to wait for another run to end."""


class Watched(Struct, frozen=True, kw_only=True):
    """What changes count: of folders with all that is below them, and of files; but for what is `ours` to write.

    In the folder of the records those count, which people edit, and no state that is kept beside them.
    """

    folders: tuple[Path, ...] = ()
    files: tuple[Path, ...] = ()
    ours: tuple[Path, ...] = ()
    records: Path = Path()

    def counts(self, path: Path) -> bool:
        """Whether a change of this file is one that asks for another run."""
        if path in self.files:
            return True
        root = next((folder for folder in self.folders if path.is_relative_to(folder)), None)
        if root is None or any(path.is_relative_to(folder) for folder in self.ours):
            return False
        if root == self.records and path.suffix != _RECORD:
            return False
        parts = path.relative_to(root).parts
        return not any(part.startswith((".", "#", "~")) or part.endswith(("~", ".tmp", ".swp")) for part in parts)


def watched_by(config: Config, path: Path) -> Watched:
    """Return what the feeds of a configuration depend on; `path` is its file."""
    root = config.root.resolve()
    patterns = [pattern for source in config.sources for pattern in source.paths if not is_address(pattern)]
    found = [_standing(root, pattern) for pattern in (config.site.articles, config.site.templates, *patterns)]
    ours = {(root / row.to).resolve() for row in config.feeds if "://" not in row.to}
    return Watched(
        folders=tuple(sorted({place for place in found if place.is_dir()})),
        files=tuple(sorted({path.resolve(), *(place for place in found if not place.is_dir())})),
        ours=tuple(sorted(ours - {root})),
        records=(root / config.site.articles).resolve(),
    )


def _standing(root: Path, pattern: str) -> Path:
    """Return the folder or file by which a pattern begins; of what is not there yet the first that is to come."""
    place = root
    for part in Path(pattern).parts:
        if has_magic(part) or not place.is_dir():
            break
        place = place / part
    return place.resolve()


def watch(
    path: Path,
    *,
    run: Callable[[Config], None],
    failed: Callable[[FeedtoolError], None],
    stop: Event,
    ready: Callable[[], None] = lambda: None,
    debounce: int = 300,
) -> None:
    """Run for the configuration at `path`, and again after each change, until `stop` is set.

    An error that is raised on purpose goes to `failed`, and the watching goes on.  `ready` is called when changes are
    noticed from now on; several within `debounce` milliseconds are one.

    Raises:
        UsageError, ConfigError: watchfiles or the configuration is missing, or that is wrong at the start.

    """
    check_installed()
    config = load(path)
    watched, changes, again, told = Watched(), iter((True,)), True, False
    while not stop.is_set():
        if (now := watched_by(config, path)) != watched:
            begun = watched != Watched()
            watched, changes, again = now, _changes(now, stop, debounce), True
            next(changes)  # from now on they are noticed, those that come while a run is under way too
            if not begun:
                ready()
        if not again and not (again := next(changes, False)):
            continue
        try:
            config = load(path)
            run(config)
            again = told = False
        except BusyError as error:
            if not told:
                failed(error)
            told = True
            stop.wait(_PATIENCE)
        except FeedtoolError as error:
            failed(error)
            again = False


def check_installed() -> None:
    """See that changes can be noticed here.

    Raises:
        UsageError: watchfiles is not installed.

    """
    if find_spec("watchfiles") is None:
        raise UsageError("watching needs watchfiles", hint="install it: pip install 'feedtool[serve]'")


def _changes(watched: Watched, stop: Event, debounce: int) -> Iterator[bool]:
    """Yield again and again whether something changed, the first time when the watching has begun."""
    from watchfiles import watch as notified  # noqa: PLC0415 - an extra

    def watcher(folders: Iterable[Path], *, recursive: bool) -> Changes:
        return notified(
            *folders,
            watch_filter=lambda _, path: watched.counts(Path(path)),
            debounce=debounce,
            step=min(50, debounce),
            stop_event=stop,
            rust_timeout=_TICK,
            yield_on_timeout=True,
            recursive=recursive,
            raise_interrupt=False,
        )

    watchers = [watcher({file.parent for file in watched.files}, recursive=False)]
    if watched.folders:
        watchers.append(watcher(watched.folders, recursive=True))
    deque((next(one, None) for one in watchers), maxlen=0)
    yield False
    while True:
        found = [next(one, None) for one in watchers]
        if None in found:
            return
        yield any(found)
