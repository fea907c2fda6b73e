"""Licences by their addresses."""

from __future__ import annotations

import re

from feedtool.later import regex
from feedtool.markup import web


def license_of(said: str, base: str = "") -> str:
    """Return the address of a licence; of Creative Commons' by its SPDX name too, like `CC-BY-4.0`."""
    found = _CREATIVE_COMMONS.fullmatch(said)
    if found is None:
        return web(said, base) if "/" in said else ""
    terms, version = found[1].casefold().replace(" ", "-"), found[2]
    if terms in ("0", "zero"):
        return f"https://creativecommons.org/publicdomain/zero/{version or '1.0'}/"
    return f"https://creativecommons.org/licenses/{terms}/{version or '4.0'}/"


_CREATIVE_COMMONS = regex(
    r"CC[- ]?((?:BY(?:[- ]NC)?(?:[- ](?:SA|ND))?)|0|Zero)(?:[- ](\d\.\d))?", re.ASCII | re.IGNORECASE
)
