"""How long a run bothers to tell a hub."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a run bothers: seconds for one answer, how often it is asked again, seconds waited for one hub."""

    timeout: float = 10.0
    retries: int = 2
    longest_wait: float = 30.0
