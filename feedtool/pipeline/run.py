"""A run of the pipeline: what its stages need to know of it, whether the articles are in a folder or in a database."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from msgspec import Struct

from feedtool.pipeline.progress import Progress, silent
from feedtool.still import programs

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from feedtool.config import Config
    from feedtool.pipeline.report import Report
    from feedtool.shelf import Ledger, OnClash
    from feedtool.shelf.texts import Texts

Push: TypeAlias = Literal["now", "later", "never"]
"""When hubs are told what changed."""


class Options(Struct, frozen=True, kw_only=True):
    """What the command asks of a run, beside the configuration; see `feedtool.pipeline.building` for each."""

    dry_run: bool = False
    on_clash: OnClash = "keep"
    prune: bool = False
    push: Push = "now"
    jobs: int = 0
    entries: bool = True
    progress: Progress = silent


class Run(Protocol):
    """One run, which notes something for the next one; `now` decides which articles are of the future."""

    config: Config
    now: datetime
    report: Report
    progress: Progress

    @property
    def ledger(self) -> Ledger:
        """The lines of all articles."""

    @property
    def settings(self) -> str:
        """A digest of everything but its bytes that decides what a file gives: configuration and programs."""

    def fact(self, name: str) -> str:
        """Return what an earlier run noted under a name; empty for nothing.  It may be lost: that costs only time."""

    def note(self, name: str, value: str) -> None:
        """Note something for later runs."""

    def at(self, to: str) -> str:
        """Return what a target or file is called among the notes: a folder is another one on each machine."""

    def state(self) -> AbstractContextManager[Texts]:
        """Hold the texts that must not be lost between runs, by path; no other run changes them meanwhile."""


def settings_of(config: Config) -> str:
    """Return a digest of everything but its bytes that decides what a file gives: configuration and programs."""
    said = repr((config.site, config.sources, config.extra, programs()))
    return hashlib.sha256(said.encode()).hexdigest()
