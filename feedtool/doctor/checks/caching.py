"""What a poll costs: encodings, lifetimes, size; and types, by which readers and browsers know what they have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.doctor.check import Check
from feedtool.doctor.checks.access import moment
from feedtool.later import regex
from feedtool.validate.delivered import CHARSET, TYPE, delivered

if TYPE_CHECKING:
    from feedtool.doctor.visit import Visit
    from feedtool.validate import Rule

_SHORTEST: Final = 300
_LONGEST: Final = 86_400
_LARGEST: Final = 2**20
_WORTH_IT: Final = 1_000
_MAX_AGE: Final = regex(r"\bmax-age\s*=\s*\"?(\d+)", re.IGNORECASE)


def _by_rule(visit: Visit, rule: Rule) -> str:
    """Return what `feedtool validate URL` says of the delivery by one of its rules."""
    problems = delivered(visit.feed.headers, visit.feed.content, url=visit.url, final_url=visit.url)
    return next((problem.message for problem in problems if problem.rule == rule.code), "")


def _compressed(visit: Visit) -> str | None:
    if len(visit.feed.content) < _WORTH_IT or not visit.packed:
        return None
    taken = [coding for coding, seen in visit.packed.items() if seen.headers.get("content-encoding") == coding]
    return "" if taken else f"{len(visit.feed.content):,} bytes come uncompressed, whatever is asked for"


def _not_forced(visit: Visit) -> str:
    coding = visit.feed.headers.get("content-encoding", "")
    return f"it comes in {coding} though that was not asked for" if coding not in ("", "identity") else ""


def _same_compressed(visit: Visit) -> str | None:
    packed = {coding: seen for coding, seen in visit.packed.items() if seen.headers.get("content-encoding") == coding}
    readable = {coding: seen for coding, seen in packed.items() if seen.content}
    other = [coding for coding, seen in readable.items() if seen.content != visit.feed.content]
    failed = [coding for coding, seen in visit.packed.items() if seen.failure]
    if failed:
        return f"asked for {failed[0]} there is no answer: {visit.packed[failed[0]].failure}"
    if not readable:
        return None
    return f"in {other[0]} another document comes than uncompressed" if other else ""


def _varies(visit: Visit) -> str | None:
    packed = [seen for coding, seen in visit.packed.items() if seen.headers.get("content-encoding") == coding]
    if not packed:
        return None
    said = packed[0].headers.get("vary", "").lower()
    return "" if "accept-encoding" in said or said == "*" else "there is no Vary: Accept-Encoding"


def _age(visit: Visit) -> int | None:
    found = _MAX_AGE.search(visit.feed.headers.get("cache-control", ""))
    return int(found[1]) if found else None


def _lives(visit: Visit) -> str:
    age = _age(visit)
    if age is None:
        return "Cache-Control has no max-age"
    if age < _SHORTEST:
        return f"max-age is {age} seconds"
    return f"max-age is {age:,} seconds, more than a day" if age > _LONGEST else ""


def _may_be_kept(visit: Visit) -> str:
    headers = visit.feed.headers
    control = headers.get("cache-control", "").lower()
    words = [word for word in ("no-store", "no-cache", "private", "must-revalidate") if word in control]
    if words:
        return f"Cache-Control: {words[0]}"
    expires, date = headers.get("expires", ""), moment(headers.get("date", ""))
    ends = moment(expires)
    if expires and (ends is None or (date and ends <= date)):
        return f"Expires: {expires}"
    return "Pragma: no-cache" if "no-cache" in headers.get("pragma", "").lower() else ""


def _no_cookies(visit: Visit) -> str:
    return "the server sets a cookie" if visit.feed.headers.get("set-cookie") else ""


def _small(visit: Visit) -> str:
    size = len(visit.feed.content)
    return f"it has {size:,} bytes" if size > _LARGEST else ""


CACHING: Final[tuple[Check, ...]] = (
    Check(
        code="compressed",
        weight=8,
        demand="It comes compressed to who takes that.",
        why="A feed shrinks to a third or less, at every poll of every reader.",
        judge=_compressed,
        nginx="gzip_static on; with the files that feedtool writes; or gzip on; gzip_types application/rss+xml …;",
        caddy="file_server { precompressed br zstd gzip }",
        cloud="store it with Content-Encoding: gzip, or enable compression in the cache policy",
    ),
    Check(
        code="not-forced",
        weight=3,
        demand="It comes uncompressed to who does not.",
        why="Some readers cannot read what they did not ask for.",
        judge=_not_forced,
        nginx="gzip_static on; not always;",
        caddy="no Content-Encoding by hand",
        cloud="store it uncompressed and let CloudFront compress: an object has one encoding",
    ),
    Check(
        code="same-compressed",
        weight=6,
        demand="Compressed and not, it is the same document.",
        why="An old compressed file beside a new document shows most readers yesterday's news.",
        judge=_same_compressed,
        mend="feedtool build writes both together; delete compressed files that something else left",
    ),
    Check(
        code="vary",
        weight=3,
        demand="Vary says that encodings differ.",
        why="A cache on the way would send compressed bytes to who cannot read them.",
        judge=_varies,
        nginx='gzip_vary on; or add_header Vary "Accept-Encoding";',
        caddy="file_server { precompressed … } says it",
        cloud="enable gzip and br in the cache policy",
    ),
    Check(
        code="max-age",
        weight=6,
        demand=f"It may be kept for {_SHORTEST // 60} minutes to a day.",
        why="Readers and caches ask as often as they are told; who is not told guesses.",
        judge=_lives,
        nginx='add_header Cache-Control "public, max-age=1800, stale-if-error=86400";',
        caddy='header Cache-Control "public, max-age=1800, stale-if-error=86400"',
        cloud="Cache-Control on the object; without it CloudFront keeps it for a day",
    ),
    Check(
        code="may-be-kept",
        weight=4,
        demand="Nothing forbids to keep it.",
        why="Expires: 0, no-store and the like stop conditional requests in some readers.",
        judge=_may_be_kept,
        nginx="no expires -1; or add_header Cache-Control no-cache; for feeds",
        caddy="no header Cache-Control no-store for feeds",
        cloud="take Expires and no-cache off the object and out of the response headers policy",
    ),
    Check(
        code="no-cookies",
        weight=2,
        demand="No cookie is set.",
        why="Caches keep nothing that comes with a cookie, and readers send none back.",
        judge=_no_cookies,
        nginx="proxy_hide_header Set-Cookie; or serve it as a file",
        caddy="header_down -Set-Cookie",
        cloud="a response headers policy that removes Set-Cookie",
    ),
    Check(
        code="size",
        weight=3,
        demand="It has at most 1 MB.",
        why="Some readers refuse more, and every new entry costs all of it.",
        judge=_small,
        mend="show fewer entries (limit or bytes in [feed]), older ones in archives",
    ),
    Check(
        code="type",
        weight=5,
        demand="Its type is that of a feed.",
        why="Some readers go by the type and take nothing else.",
        judge=lambda visit: _by_rule(visit, TYPE),
        nginx='location ~ \\.rss\\.xml$ { types { } default_type "application/rss+xml; charset=utf-8"; }',
        caddy='header /*.rss.xml Content-Type "application/rss+xml; charset=utf-8"',
        cloud="Content-Type on the object: aws s3 cp --content-type 'application/rss+xml; charset=utf-8'",
    ),
    Check(
        code="charset",
        weight=3,
        demand="Its charset is that of the document.",
        why="The server's word counts before the document's, and readers that follow it garble the text.",
        judge=lambda visit: _by_rule(visit, CHARSET),
        nginx="charset off; and the charset in default_type",
        caddy="the charset in header Content-Type",
        cloud="the charset in the object's Content-Type",
    ),
)
