"""FeedSync 1.0, once Simple Sharing Extensions: feeds that are edited in many places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.later import regex
from feedtool.validate import dates
from feedtool.validate.grammar import Element, must
from feedtool.validate.names import SYNC
from feedtool.validate.namespaces.kinds import boolean, instant, one_of, positive, web_address
from feedtool.validate.texts import filled, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from feedtool.validate.node import Node
    from feedtool.validate.report import Report


# RFC 2141 section 2.2, which FeedSync borrows for its ids and the names of those who edit.
_NSS = regex(r"(?:[A-Za-z0-9()+,.:=@;$_!*'-]|%[0-9A-Fa-f]{2})+\Z")
_name = must(
    lambda value: "" if _NSS.match(value) else "letters, digits and ()+,-.:=@;$_!*' are due, as behind urn:",
    "urn-invalid",
)


def _by(value: str, node: Node, attribute: str, report: Report) -> None:
    filled(value, node, attribute, report)
    _name(value, node, attribute, report)


def _sharing(node: Node, report: Report) -> None:
    since, until = (node.get(name) for name in ("since", "until"))
    first, last = dates.rfc3339(since).instant, dates.rfc3339(until).instant
    if first and last and first > last:
        report.add("sync-range-reversed", node, attribute="since", until=until)


def _history(node: Node, report: Report) -> None:
    missing = [name for name in ("when", "by") if name not in node.attributes]
    if len(missing) == 2:
        report.add("sync-history-anonymous", node)
    elif missing:
        report.add("sync-attribute-advised", node, missing=missing[0])


def sync_sense(entries: Iterable[Node], report: Report) -> None:
    """Check that no two entries have one id for sharing."""
    if SYNC[:-1] not in report.document.prefixes:
        return
    first: dict[str, Node] = {}
    for entry in entries:
        for node in entry.all(f"{SYNC}sync"):
            value = node.get("id").strip()
            if value in first:
                report.add("sync-id-repeated", node, attribute="id", line=report.line(first[value]))
            elif value:
                first[value] = node


_RELATED: Final = Element(
    many=True,
    attributes={"link": web_address, "title": plain, "type": one_of("complete", "aggregated")},
    requires=("link", "type"),
)
_HISTORY: Final = Element(
    many=True, attributes={"sequence": positive, "when": instant, "by": _by}, requires=("sequence",), checks=(_history,)
)
_SYNC: Final = Element(
    text=False,
    attributes={"id": _name, "updates": positive, "deleted": boolean, "noconflicts": boolean},
    requires=("id", "updates"),
    children={f"{SYNC}history": _HISTORY, f"{SYNC}conflicts": Element(open=True)},
    needs={f"{SYNC}history": "extension-part-missing"},
)
ELEMENTS: Final[Mapping[str, Element]] = {
    f"{SYNC}sharing": Element(
        within=frozenset({"channel", "feed"}),
        text=False,
        attributes={"since": instant, "until": instant, "expires": instant},
        children={f"{SYNC}related": _RELATED},
        checks=(_sharing,),
    ),
    f"{SYNC}sync": _SYNC,
}
