"""What the document says: whether it is valid, and names itself and its hub as its server does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.doctor.check import Check
from feedtool.doctor.checks.access import same_place
from feedtool.later import regex
from feedtool.problem import Level
from feedtool.validate import check

if TYPE_CHECKING:
    from feedtool.doctor.visit import Visit

_LINK: Final = regex(r"<([^>]*)>([^<]*)")
_REL: Final = regex(r"""\brel\s*=\s*"?([^";,]+)""", re.IGNORECASE)


def _valid(visit: Visit) -> str:
    problems = check(visit.feed.content, location=visit.feed.url, now=visit.now)
    errors = [problem for problem in problems if problem.level is Level.ERROR]
    return f"{len(errors)} errors, the first: {errors[0].message} [{errors[0].rule}]" if errors else ""


def _says_itself(visit: Visit) -> str:
    said = visit.said.self_link
    if not said:
        return "the document does not say its own address"
    return "" if same_place(said, visit.feed.url) else f"the document says that its address is {said}"


def links(header: str, relation: str) -> list[str]:
    """Return the targets that a Link header has for a relation, RFC 8288."""
    rows = ((target, _REL.search(parameters)) for target, parameters in _LINK.findall(header))
    return [target for target, found in rows if found and relation in found[1].lower().split()]


def _hub_in_headers(visit: Visit) -> str | None:
    if not visit.said.hubs:
        return None
    header = visit.feed.headers.get("link", "")
    if not set(visit.said.hubs) & set(links(header, "hub")):
        return "the document names a hub, the Link header does not"
    own = links(header, "self")
    if not own:
        return "the Link header names a hub, but not the feed's own address"
    return "" if same_place(own[0], visit.said.self_link) else f"the Link header says that the address is {own[0]}"


CONTENT: Final[tuple[Check, ...]] = (
    Check(
        code="valid",
        weight=10,
        demand="The document has no error.",
        why="Strict readers show nothing of a document that is not well-formed, and each shows something else.",
        judge=_valid,
        mend="feedtool validate URL names each, with line and mend",
    ),
    Check(
        code="says-itself",
        weight=4,
        demand="The document says the address that it has.",
        why="Readers tell feeds apart by it, and hubs publish what it names.",
        judge=_says_itself,
        mend="set feeds in [site] to the address at which the documents are served",
    ),
    Check(
        code="hub-in-headers",
        weight=2,
        demand="The Link header names hub and address as the document does.",
        why="WebSub subscribers look there first.",
        judge=_hub_in_headers,
        nginx='add_header Link \'<https://…/all.rss.xml>; rel="self", <https://hub…>; rel="hub"\';',
        caddy='header Link "<https://…/all.rss.xml>; rel=\\"self\\", <https://hub…>; rel=\\"hub\\""',
        cloud="a response headers policy with Link, one for each feed",
    ),
)
