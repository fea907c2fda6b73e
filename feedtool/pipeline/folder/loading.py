"""LOADING: what feeds are made with, loaded while other processes read and this one would wait for them."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from feedtool.document import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.config import Config

_FIRST = ("feedtool.pipeline.folder.edition", "feedtool.pipeline.publishing.publish", "feedtool.document.element")
_LAST = ("feedtool.validate.formats", "feedtool.validate.lean")


def loading(config: Config) -> Iterator[str]:
    """Load what the feeds of a project are made and checked with, a module at a time, and yield the name of each."""
    modules = {FORMATS[name].module for feed in config.feeds for name in feed.formats}
    for name in (*_FIRST, *(f"feedtool.document.{module}" for module in sorted(modules)), *_LAST):
        importlib.import_module(name)
        yield name
