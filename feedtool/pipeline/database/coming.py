"""COMING: a file or an address that a run on a database reads, and to which source of the configuration it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from feedtool.pipeline.sources.gather import COMMAND_LINE, source_of

if TYPE_CHECKING:
    from feedtool.config import Config, SourceConfig
    from feedtool.postgres.files import Filed


class Coming(Struct, kw_only=True):
    """A file or an address that is read, what was noted of it `before`, and what is to be noted of it.

    `source` is the name of its source in this run, `owner` that of the configuration's that it belongs to.  `stands`
    says that it is a file whose article stands and falls with it, `stamp` what decides on what it gives, where
    that is certain.
    """

    source: str
    origin: str
    owner: str = ""
    is_file: bool = False
    stands: bool = False
    stamp: str = ""
    before: Filed | None = None
    id: str = ""
    failed: bool = False
    steady: bool = True


def coming(config: Config, row: SourceConfig, path: str, **said: Any) -> Coming:  # noqa: ANN401 - as `Coming` has them
    """Return what comes by a source of a run."""
    owner = row.name if row.name != COMMAND_LINE else source_of(config, path)
    return Coming(source=row.name, origin=path, owner=owner, **said)
