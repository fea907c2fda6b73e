"""DELIVERY: a document where its readers fetch it, whole or not at all, and only when it changed.

A kind of target is one row of `TARGETS`: the scheme of its addresses, and what makes one of an address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.delivery.cloud.access import SCHEMES, Access, is_bucket
from feedtool.delivery.file import Folder, deliver
from feedtool.delivery.target import Delivery, Outcome, Target
from feedtool.errors import UsageError
from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["TARGETS", "Access", "Delivery", "Outcome", "Target", "deliver", "scheme_of", "target_of"]

_SCHEME = regex(r"([a-z][a-z0-9+.-]*)://")
CACHE = ".feedtool/cloud"
"""The folder, below the project's, in which what is known of buckets is kept between runs."""


def _folder(to: str, root: Path, _access: Access) -> Target:
    return Folder(root / to)


def _bucket(to: str, root: Path, access: Access) -> Target:
    from feedtool.delivery.cloud.bucket import Bucket  # noqa: PLC0415 - an extra, and slow to import

    if not is_bucket(to):
        raise UsageError(
            f"{to!r} is not the address of a bucket", expected="like s3://bucket/prefix, without a password"
        )
    return Bucket(to, access, cache=root / CACHE)


TARGETS: dict[str, Callable[[str, Path, Access], Target]] = {"": _folder, **dict.fromkeys(SCHEMES, _bucket)}
"""What makes a target of what is written, by the scheme of that (`s3` of `s3://bucket/`); a path has none."""


def scheme_of(to: str) -> str:
    """Return the scheme of what is written for a target; nothing for a path."""
    scheme = _SCHEME.match(to)
    return scheme[1] if scheme else ""


def target_of(to: str, root: Path, access: Access | None = None) -> Target:
    """Return the target that is written so; paths are relative to `root`, `access` holds for buckets.

    Raises:
        UsageError: there is no such kind of target, or what it needs is not installed.
        DeliveryError: it cannot be reached as it is written.

    """
    make = TARGETS.get(scheme_of(to))
    if make is None:
        known = ", ".join(f"{name}://…" for name in TARGETS if name)
        raise UsageError(f"nothing can be delivered to {to!r}", expected=f"a folder, {known}")
    return make(to, root, access or Access())
