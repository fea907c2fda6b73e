"""How long a run bothers to tell a hub."""

from __future__ import annotations

from msgspec import Struct


class Patience(Struct, frozen=True, kw_only=True):
    """How long a run bothers: seconds for one answer, how often it is asked again, seconds waited for one hub."""

    timeout: float = 10.0
    retries: int = 2
    longest_wait: float = 30.0
