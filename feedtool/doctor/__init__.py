"""DOCTOR: a live feed as its most demanding subscribers meet it, scored, with the mend of each fault.

    address -> visit (everything that was asked and answered) -> checks (a table, one verdict each) -> diagnosis

Asking is `visit`; judging is pure.  Sources: RFC 9110, 9111, 5861, WebSub, and what readers and those who complain of
publishers ask for: <https://rachelbythebay.com/w/feed/>, <https://www.earth.org.uk/RSS-efficiency.html>,
<https://kevincox.ca/2022/05/06/rss-feed-best-practices/>, <https://inessential.com/2013/03/18/brians_stupid_feed_tricks>.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.doctor.checks import CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.doctor.check import Check
    from feedtool.doctor.visit import Visit

__all__ = ["CHECKS", "Diagnosis", "Finding", "diagnosed"]

_GRADES = ((100, "A+"), (90, "A"), (80, "B"), (70, "C"), (60, "D"), (40, "E"))


class Finding(Struct, frozen=True, kw_only=True):
    """One check and its verdict: the fault, "" where all is well, None where the check does not apply."""

    check: Check
    fault: str | None

    @property
    def verdict(self) -> str:
        """`good`, `fault`, or `not applicable`."""
        return "not applicable" if self.fault is None else "fault" if self.fault else "good"


class Diagnosis(Struct, frozen=True, kw_only=True):
    """What was found at an address, in the order of the checks."""

    url: str
    findings: tuple[Finding, ...]

    @property
    def faults(self) -> Iterator[Finding]:
        """What is wrong, the worst first."""
        return iter(sorted((row for row in self.findings if row.fault), key=lambda row: -row.check.weight))

    @property
    def score(self) -> int:
        """How much of what applies is good, in percent; 0 where there is no feed at all."""
        if any(row.fault and row.check.fatal for row in self.findings):
            return 0
        told = [row for row in self.findings if row.fault is not None]
        good = sum(row.check.weight for row in told if not row.fault)
        return int(100 * good / sum(row.check.weight for row in told))

    @property
    def grade(self) -> str:
        """The score as a letter, from A+ to F."""
        return next((grade for least, grade in _GRADES if self.score >= least), "F")


def diagnosed(visit: Visit) -> Diagnosis:
    """Return what a visit shows; where there is no feed, no more is said."""
    findings = []
    for check in CHECKS:
        findings.append(Finding(check=check, fault=check.judge(visit)))
        if findings[-1].fault and check.fatal:
            break
    return Diagnosis(url=visit.url, findings=tuple(findings))
