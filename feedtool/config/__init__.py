"""CONFIG: `feedtool.toml` in, a `Config` out; every mistake at once, by dotted path, with "did you mean".

What grows is a table: `keys` has a row for each key, with what reads its value and what it means; the reference page of
the configuration is written from it.
"""

from feedtool.config.key import Key
from feedtool.config.keys import FEED, PLACEHOLDERS, SITE, SOURCE, TABLES
from feedtool.config.podcast import PODCAST
from feedtool.config.reading import load, parse
from feedtool.config.settings import Config, ElementConfig, FeedConfig, Served, Site, SourceConfig, Validation, Web
from feedtool.config.values import WHERE
from feedtool.delivery import Access
from feedtool.push.patience import Patience

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
    "parse",
]
