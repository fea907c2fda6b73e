"""What is said of one key of the configuration."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - in the type of a field
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of the configuration: what reads its value (by ValueError: what was expected) and what it means."""

    read: Callable[[object], Any]
    meaning: str
    default: Any = ""
