"""Whether a reader that has the feed already is told so, and one that has an old one gets the new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.doctor.check import Check
from feedtool.doctor.checks.access import moment

if TYPE_CHECKING:
    from feedtool.doctor.visit import Visit
    from feedtool.source.fetch.probe import Seen

_NOW: Final = 2
_OLDEST: Final = 1995
_BY_FEEDTOOL: Final = "or all of it: feedtool webserver"


def _has_etag(visit: Visit) -> str:
    return "" if visit.feed.headers.get("etag") else "there is no ETag"


def _has_date(visit: Visit) -> str:
    return "" if visit.feed.headers.get("last-modified") else "there is no Last-Modified"


def _strong(visit: Visit) -> str | None:
    etags = {seen.headers.get("etag", "") for seen in (visit.feed, *visit.packed.values())} - {""}
    if not etags:
        return None
    weak = sorted(etag for etag in etags if etag.startswith("W/"))
    return f"the ETag {weak[0]} is weak" if weak else ""


def _each_encoding_its_own(visit: Visit) -> str | None:
    packed = [seen for coding, seen in visit.packed.items() if seen.headers.get("content-encoding") == coding]
    plain = visit.feed.headers.get("etag", "")
    if not packed or not plain or plain.startswith("W/"):
        return None
    shared = [seen for seen in packed if seen.headers.get("etag") == plain]
    return "the compressed document has the same strong ETag as the other one" if shared else ""


def _stable(visit: Visit) -> str | None:
    first, last = visit.feed, visit.again
    if last is None or last.status != 200:
        return None
    if first.content != last.content:
        return "the document differs at each request, though nothing is new"
    rows = [(name, first.headers.get(key, ""), last.headers.get(key, "")) for name, key in _NAMES]
    moved = [f"{name} was {before}, then {after}" for name, before, after in rows if before and before != after]
    return f"{'; '.join(moved)}, for the same bytes" if moved else ""


_NAMES: Final = (("ETag", "etag"), ("Last-Modified", "last-modified"))


def _honest_date(visit: Visit) -> str | None:
    text = visit.feed.headers.get("last-modified", "")
    if not text:
        return None
    modified = moment(text)
    if modified is None:
        return f"Last-Modified is no date: {text}"
    if (modified - visit.now).total_seconds() > _NOW:
        return f"Last-Modified is in the future: {text}"
    return f"Last-Modified is before the web began: {text}" if modified.year < _OLDEST else ""


def _known(seen: Seen | None) -> str | None:
    if seen is None:
        return None
    return "" if seen.status == 304 else f"the answer is {seen.status or seen.failure}, not 304"


def _known_by_etag(visit: Visit) -> str | None:
    if visit.by_etag is None and visit.by_date is None:
        return "there is no validator at all, so every reader gets the whole document every time"
    return _known(visit.by_etag)


def _packed_known(visit: Visit) -> str | None:
    wrong = [
        f"{coding}: {seen.status or seen.failure}" for coding, seen in visit.packed_known.items() if seen.status != 304
    ]
    return (
        None if not visit.packed_known else f"compressed, the answer is not 304 ({'; '.join(wrong)})" if wrong else ""
    )


def _new_is_sent(visit: Visit) -> str | None:
    if visit.by_other is None:
        return None
    status = visit.by_other.status
    return "" if status == 200 else f"a reader that has another version gets {status or visit.by_other.failure}"


def _empty(visit: Visit) -> str | None:
    answers = [seen for seen in (visit.by_etag, visit.by_date, visit.by_both) if seen and seen.status == 304]
    if not answers:
        return None
    etag = visit.feed.headers.get("etag", "")
    other = [seen.headers["etag"] for seen in answers if seen.headers.get("etag", etag) != etag]
    return f"a 304 says another ETag than the document: {other[0]}" if other else ""


def _head(visit: Visit) -> str | None:
    head, feed = visit.head, visit.feed
    if head is None:
        return None
    if head.status != feed.status:
        return f"HEAD is answered with {head.status or head.failure}"
    names = ("etag", "last-modified", "content-type", "cache-control")
    other = [name for name in names if head.headers.get(name) != feed.headers.get(name)]
    return f"HEAD says something else than GET: {', '.join(other)}" if other else ""


_NGINX_STATIC: Final = f"serve it as a file: etag on; is usual; {_BY_FEEDTOOL} nginx"
_CADDY_STATIC: Final = f"file_server sends both; {_BY_FEEDTOOL} caddy"
_CLOUD_STATIC: Final = "S3 sends both; in CloudFront leave the cache policy's headers as they are (CachingOptimized)"

VALIDATORS: Final[tuple[Check, ...]] = (
    Check(
        code="etag",
        weight=5,
        demand="There is an ETag.",
        why="It is the only validator that tells two versions of one second apart.",
        judge=_has_etag,
        nginx=_NGINX_STATIC,
        caddy=_CADDY_STATIC,
        cloud=_CLOUD_STATIC,
    ),
    Check(
        code="last-modified",
        weight=4,
        demand="There is a Last-Modified.",
        why="Older readers know no other validator.",
        judge=_has_date,
        nginx=_NGINX_STATIC,
        caddy=_CADDY_STATIC,
        cloud=_CLOUD_STATIC,
    ),
    Check(
        code="etag-strong",
        weight=2,
        demand="The ETag is strong, compressed or not.",
        why="A weak one says that two versions may differ; caches on the way cannot put parts together.",
        judge=_strong,
        nginx="compress beforehand and send the files: gzip_static on; (gzip on; makes the ETag weak)",
        caddy="file_server { precompressed br zstd gzip } instead of encode",
        cloud="store the object compressed, with its Content-Encoding; CloudFront's own compression makes ETags weak",
    ),
    Check(
        code="etag-of-encoding",
        weight=2,
        demand="Each encoding has an ETag of its own.",
        why="A cache would take one for the other and send garbage.",
        judge=_each_encoding_its_own,
        nginx="gzip_static on; instead of a program's own compression",
        caddy="file_server { precompressed … }",
        cloud="one encoding an object",
    ),
    Check(
        code="stable",
        weight=10,
        demand="The same document has the same bytes and validators at every request.",
        why="Else no reader ever gets a 304; a Last-Modified of now, or of the last deployment, is none.",
        judge=_stable,
        mend="write the document only when it changes (feedtool build does), and take its dates from its entries",
        nginx="serve one copy; behind several servers let them have the same file times (rsync -t)",
        caddy="serve one copy, or give each file an ETag by etag_file_extensions",
        cloud="upload only what changed, and keep CloudFront before it",
    ),
    Check(
        code="honest-date",
        weight=4,
        demand="Last-Modified is a time of the past.",
        why="One of the future, or of 1980, makes readers see either everything or nothing as new, for ever.",
        judge=_honest_date,
        mend="set the file's time to that of its newest entry, as feedtool does; see the machine's clock",
    ),
    Check(
        code="known-by-etag",
        weight=10,
        demand="A reader that sends the ETag gets 304.",
        why="That is nine of ten requests that a feed gets.",
        judge=_known_by_etag,
        nginx="serve it as a file; behind a program proxy_cache with proxy_cache_revalidate on;",
        caddy="serve it as a file (file_server)",
        cloud="let the cache policy keep If-None-Match, and no function take it away",
    ),
    Check(
        code="known-by-date",
        weight=6,
        demand="A reader that sends Last-Modified gets 304.",
        why="Readers that know no ETag pay for the whole document at every poll.",
        judge=lambda visit: _known(visit.by_date),
        nginx="if_modified_since before;",
        caddy="serve it as a file (file_server)",
        cloud="let no function take If-Modified-Since away",
    ),
    Check(
        code="known-by-both",
        weight=5,
        demand="A reader that sends both gets 304.",
        why="Most readers send both.",
        judge=lambda visit: _known(visit.by_both),
        nginx="serve it as a file",
        caddy="serve it as a file (file_server)",
        cloud="let no function change either of them",
    ),
    Check(
        code="known-compressed",
        weight=4,
        demand="A reader that takes compressed documents gets 304 too.",
        why="Some servers add to the ETag when they compress, and do not know it again.",
        judge=_packed_known,
        nginx="gzip_static on;",
        caddy="file_server { precompressed … }",
        cloud="store the object compressed",
    ),
    Check(
        code="new-is-sent",
        weight=8,
        demand="A reader that has another version gets the document.",
        why="A server that answers 304 whatever is asked shows its readers nothing new, ever.",
        judge=_new_is_sent,
        mend="compare the validators with those of the document, or leave that to a server of files",
    ),
    Check(
        code="same-etag-in-304",
        weight=1,
        demand="A 304 has the ETag of the document.",
        why="Readers keep what the last answer said.",
        judge=_empty,
        mend="send the document's own validators with 304",
    ),
    Check(
        code="head",
        weight=3,
        demand="HEAD says what GET says.",
        why="Link checkers and some readers ask by HEAD whether there is news.",
        judge=_head,
        nginx="serve it as a file; a program must answer HEAD as GET",
        caddy="serve it as a file (file_server)",
        cloud="allow HEAD in the distribution's methods",
    ),
)
