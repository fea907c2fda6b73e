"""DELIVERY: a document where its readers fetch it, whole or not at all, and only when it changed.

A kind of target is one row of `TARGETS`: the scheme of its addresses, and what makes one of an address.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.delivery.file import Folder, deliver
from feedtool.delivery.target import Delivery, Outcome, Target
from feedtool.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["TARGETS", "Delivery", "Outcome", "Target", "deliver", "target_of"]

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://")


def _folder(to: str, root: Path) -> Target:
    return Folder(root / to)


TARGETS: dict[str, Callable[[str, Path], Target]] = {"": _folder}
"""What makes a target of what is written, by the scheme of that (`s3` of `s3://bucket/`); a path has none."""


def target_of(to: str, root: Path) -> Target:
    """Return the target that is written so; paths are relative to `root`.

    Raises:
        UsageError: there is no such kind of target.

    """
    scheme = _SCHEME.match(to)
    make = TARGETS.get(scheme[1] if scheme else "")
    if make is None:
        known = ", ".join(f"{name}://…" for name in TARGETS if name)
        raise UsageError(f"nothing can be delivered to {to!r}", expected=f"a folder{known and f', {known}'}")
    return make(to, root)
