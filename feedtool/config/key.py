"""What is said of one key of the configuration."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - in the type of a field
from typing import Any

from msgspec import Struct


class Key(Struct, frozen=True, kw_only=True):
    """One key of the configuration: what reads its value (by ValueError: what was expected) and what it means."""

    read: Callable[[object], Any]
    meaning: str
    default: Any = ""
