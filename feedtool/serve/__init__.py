"""SERVE: the documents of a project over HTTP, for preview and small sites, as an ASGI application without a framework.

    scope -> which document (webserver.Hosting) -> its bytes now (documents) -> which encoding, and whether it is
    known already (negotiation) -> answer

Any ASGI server runs it: `uvicorn --factory feedtool.serve:application`; `feedtool serve` runs it under uvicorn.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from feedtool.serve.app import App

if TYPE_CHECKING:
    from feedtool.config import Config

__all__ = ["App", "app_of", "application"]


def app_of(config: Config) -> App:
    """Return the application for the documents of a configuration.

    Raises:
        UsageError: there is nothing to serve, or what is made is said to have moved.

    """
    from feedtool.webserver import hosting_of  # noqa: PLC0415 - whoever has a Hosting needs no configuration

    return App(hosting_of(config))


def application() -> App:
    """Return the application for the file that FEEDTOOL_CONFIG names, or feedtool.toml.

    Raises:
        UsageError, ConfigError: the configuration is missing or wrong.

    """
    from feedtool.config import load  # noqa: PLC0415 - the same

    return app_of(load(Path(os.environ.get("FEEDTOOL_CONFIG", "feedtool.toml"))))
