"""CONFIG: `feedtool.toml` in, a `Config` out; every mistake at once, by dotted path, with "did you mean".

What grows is a table: `keys` has a row for each key, with what reads its value and what it means; the reference page of
the configuration is written from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.config.settings import Config, ElementConfig, FeedConfig, Served, Site, SourceConfig, Validation, Web
from feedtool.delivery import Access
from feedtool.later import later
from feedtool.push.patience import Patience

if TYPE_CHECKING:
    from feedtool.config.key import Key
    from feedtool.config.keys import FEED, PLACEHOLDERS, SITE, SOURCE, TABLES
    from feedtool.config.podcast import PODCAST
    from feedtool.config.reading import load, named, parse
    from feedtool.config.values import WHERE

__all__ = [
    "FEED",
    "PLACEHOLDERS",
    "PODCAST",
    "SITE",
    "SOURCE",
    "TABLES",
    "WHERE",
    "Access",
    "Config",
    "ElementConfig",
    "FeedConfig",
    "Key",
    "Patience",
    "Served",
    "Site",
    "SourceConfig",
    "Validation",
    "Web",
    "load",
    "named",
    "parse",
]

__getattr__ = later(
    __name__,
    {
        **dict.fromkeys(("FEED", "PLACEHOLDERS", "SITE", "SOURCE", "TABLES"), "keys"),
        **dict.fromkeys(("load", "named", "parse"), "reading"),
        "Key": "key",
        "PODCAST": "podcast",
        "WHERE": "values",
    },
)
"""What reads a configuration: who has none, like `export`, does without."""
