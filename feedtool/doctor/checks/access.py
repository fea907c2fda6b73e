"""Whether everybody gets to the feed: answers, redirects, walls against robots, certificates, clocks."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from feedtool.doctor.check import Check
from feedtool.doctor.visit import alternates, read

if TYPE_CHECKING:
    from feedtool.doctor.visit import Visit
    from feedtool.source.fetch.probe import Seen

_LASTING: Final = (301, 308)
_DAYS: Final = 14
_CLOCK: Final = 120
_SLOW: Final = 3.0


def moment(text: str) -> datetime | None:
    """Return the instant of an HTTP date; None where it is none."""
    try:
        read = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _answers(visit: Visit) -> str:
    feed = visit.feed
    if not feed.status:
        return f"no answer: {feed.failure}"
    return "" if feed.status == 200 else f"the answer is {feed.status}"


def _is_feed(visit: Visit) -> str:
    if visit.said.format:
        return ""
    start = visit.feed.content.lstrip()[:200].lower()
    html = start.startswith((b"<!doctype html", b"<html")) or b"<html" in start
    return "an HTML page is sent with status 200" if html else "what is sent is neither RSS, Atom nor JSON Feed"


def _redirects_last(visit: Visit) -> str | None:
    if not visit.way:
        return None
    passing = [seen for seen in visit.way if seen.status not in _LASTING]
    return f"{passing[0].url} leads on with {passing[0].status}, which is not for good" if passing else ""


def _few_redirects(visit: Visit) -> str:
    return f"{len(visit.way)} redirects in a row" if len(visit.way) > 1 else ""


def _open_to_readers(visit: Visit) -> str:
    refused = []
    for name, seen in visit.agents.items():
        if seen.status != 200:
            refused.append(f"{name} gets {seen.status or seen.failure}")
        elif not read(seen.content).format:
            refused.append(f"{name} gets something that is no feed")
    return "; ".join(refused)


def _says_what_is_missing(visit: Visit) -> str | None:
    if visit.missing is None or not visit.missing.status:
        return None
    if visit.missing.status in (404, 410):
        return ""
    return f"an address that is not there is answered with {visit.missing.status}"


def _encrypted(visit: Visit) -> str | None:
    if visit.local:
        return None
    return "" if visit.feed.url.startswith("https:") else "the feed comes unencrypted, by http"


def _certificate_holds(visit: Visit) -> str | None:
    ends = visit.feed.certificate
    if ends is None:
        return None
    days = (ends - visit.now).days
    return f"the certificate ends in {days} days" if days < _DAYS else ""


def _clock_is_right(visit: Visit) -> str | None:
    date = moment(visit.feed.headers.get("date", ""))
    if date is None:
        return "the server does not say its time (Date)"
    off = abs((date - visit.now).total_seconds())
    return f"the server's clock is {off:,.0f} seconds off" if off > _CLOCK else ""


def _quick(visit: Visit) -> str:
    return f"it took {visit.feed.seconds:.1f} seconds" if visit.feed.seconds > _SLOW else ""


def _discovered(visit: Visit) -> str | None:
    if visit.page is None:
        return None
    if visit.page.status != 200:
        return f"the site's page {visit.page.url} answers {visit.page.status or visit.page.failure}"
    addresses = {visit.url, visit.feed.url, visit.said.self_link}
    if addresses & set(alternates(visit.page)):
        return ""
    return f"the site's page {visit.page.url} does not name the feed"


def same_place(one: str, other: str) -> bool:
    """Whether two addresses are the same one."""
    first, second = urlsplit(one), urlsplit(other)
    return (first.scheme.lower(), first.netloc.lower(), first.path or "/", first.query) == (
        second.scheme.lower(),
        second.netloc.lower(),
        second.path or "/",
        second.query,
    )


def allowed(seen: Seen) -> bool:
    """Whether pages of other sites may read an answer."""
    return seen.headers.get("access-control-allow-origin") == "*"


def _cors(visit: Visit) -> str:
    return "" if allowed(visit.feed) else "readers that run in a browser may not read it"


ACCESS: Final[tuple[Check, ...]] = (
    Check(
        code="answers",
        weight=0,
        demand="The address answers with 200.",
        why="Nobody who subscribes gets anything else.",
        judge=_answers,
        mend="look at the server's log, its DNS and its certificate",
        fatal=True,
    ),
    Check(
        code="is-a-feed",
        weight=0,
        demand="What is sent is a feed.",
        why="A page of an error, sent with 200, takes the place of the feed in caches and readers.",
        judge=_is_feed,
        mend="send errors with their status: 404, 500 or 503; feedtool validate says what is wrong with a document",
        fatal=True,
    ),
    Check(
        code="open-to-readers",
        weight=10,
        demand="Every reader gets the feed, whatever it calls itself, or if it says nothing.",
        why="Walls against robots take readers for robots, and subscribers are gone without a word.",
        judge=_open_to_readers,
        nginx="leave feeds out of limit_req, of maps of $http_user_agent and of deny rules",
        caddy="leave feeds out of the matchers that refuse robots",
        cloud="a rule of the WAF that allows the feeds' paths, before Bot Control; in Cloudflare a WAF skip rule",
    ),
    Check(
        code="redirects-last",
        weight=4,
        demand="A redirect is for good (301 or 308).",
        why="With 302 or 307 every reader asks the old address for ever, and pays twice.",
        judge=_redirects_last,
        nginx="return 301 https://…; or [delivery.moved] and feedtool webserver nginx",
        caddy="redir … 301; or [delivery.moved] and feedtool webserver caddy",
        cloud="a CloudFront function that returns 301, or x-amz-website-redirect-location on the old object",
    ),
    Check(
        code="few-redirects",
        weight=2,
        demand="At most one redirect leads to the feed.",
        why="Each is another round trip at every poll.",
        judge=_few_redirects,
        mend="let the first address lead to the last one",
    ),
    Check(
        code="missing-is-404",
        weight=3,
        demand="What is not there is answered with 404 or 410.",
        why="A site that answers everything with 200 sends pages to readers when a feed moves or ends.",
        judge=_says_what_is_missing,
        nginx="try_files $uri =404; and no error_page 404 =200",
        caddy="leave try_files {path} /index.html out for feeds",
        cloud="no custom error response that turns 403 or 404 into 200; let the bucket's policy allow ListBucket",
    ),
    Check(
        code="encrypted",
        weight=3,
        demand="The feed comes by https.",
        why="What comes by http can be changed on the way, and some readers refuse it.",
        judge=_encrypted,
        nginx="certbot --nginx -d HOST",
        caddy="name the host as the site's address: certificates come by themselves",
        cloud="a certificate of ACM in the distribution, viewer protocol policy: redirect to HTTPS",
    ),
    Check(
        code="certificate-holds",
        weight=4,
        demand=f"The certificate holds for {_DAYS} days or more.",
        why="An expired certificate stops every reader at once.",
        judge=_certificate_holds,
        nginx="systemctl status certbot.timer; certbot renew",
        caddy="see its log: port 80 or 443 must be reachable for the renewal",
        cloud="see why ACM cannot renew: the CNAME of the validation must stay in the DNS",
    ),
    Check(
        code="clock",
        weight=2,
        demand=f"The server's clock is right to {_CLOCK // 60} minutes.",
        why="Validators and lifetimes are compared with it.",
        judge=_clock_is_right,
        mend="run chrony or systemd-timesyncd on the server",
    ),
    Check(
        code="quick",
        weight=2,
        demand=f"The answer comes within {_SLOW:g} seconds.",
        why="Aggregators give up on slow feeds, and ask less often.",
        judge=_quick,
        mend="serve the feed as a file, not by a program that makes it for each request",
    ),
    Check(
        code="discovered",
        weight=4,
        demand="The site's own page names the feed.",
        why="People subscribe by the address of the site.",
        judge=_discovered,
        mend='put <link rel="alternate" type="application/rss+xml" href="…"> into the head of the page',
    ),
    Check(
        code="cors",
        weight=1,
        demand="Pages of other sites may read the feed.",
        why="Readers that run in a browser need it.",
        judge=_cors,
        nginx='add_header Access-Control-Allow-Origin "*";',
        caddy="header Access-Control-Allow-Origin *",
        cloud="the response headers policy SimpleCORS",
    ),
)
