"""What a request says: which encodings it takes, and which version it has already.

Sources: RFC 9110 sections 12.5.3 (Accept-Encoding), 13.1.2 (If-None-Match), 13.1.3 (If-Modified-Since) and 13.2.2
(which of them wins).  What is answered often is remembered, since most readers say the same as the last one.
"""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import lru_cache

from feedtool.delivery.headers import ENCODINGS
from feedtool.later import regex

IDENTITY = "identity"
_TAG = regex(rb'(?:W/)?("[^"]*")')
_LONGEST = 1000
_LEAST = 0.0001


@lru_cache(maxsize=512)
def preferred(accepted: bytes) -> tuple[str, ...]:
    """Return the codings that may be sent, the best first; `identity` is always one of them."""
    weights = _weights(accepted[:_LONGEST].decode("latin-1").lower())
    any_other = weights.get("*", 0.0)
    found = {coding: weights.get(coding, any_other) for coding in ENCODINGS}
    found[IDENTITY] = weights.get(IDENTITY, _LEAST) or _LEAST / 2  # better than nothing at all
    return tuple(coding for coding in sorted(found, key=lambda name: -found[name]) if found[coding] > 0)


def _weights(accepted: str) -> dict[str, float]:
    weights = {}
    for part in accepted.split(","):
        coding, _, parameters = part.partition(";")
        name = coding.strip().removeprefix("x-")
        if name:
            weights[name] = _weight(parameters)
    return weights


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return min(weight, 1.0) if weight > 0 else 0.0  # which NaN is not


def is_known(etag: bytes, modified: int, if_none_match: bytes | None, if_modified_since: bytes | None) -> bool:
    """Whether whoever asks has the version already that these validators are of: 304.

    `modified` is in seconds since 1970.  A date counts only where no tag is given; one that cannot be read does not.
    """
    if if_none_match is not None:
        return if_none_match.strip() == b"*" or etag in _TAG.findall(if_none_match[: _LONGEST * 8])
    if if_modified_since is None:
        return False
    since = instant(if_modified_since)
    return since is not None and since >= modified


@lru_cache(maxsize=512)
def instant(date: bytes) -> int | None:
    """Return the seconds since 1970 of an HTTP date in any of its three forms; None where it is none."""
    try:
        read = parsedate_to_datetime(date[:_LONGEST].decode("latin-1"))
        return int((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
