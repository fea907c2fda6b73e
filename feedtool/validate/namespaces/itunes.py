"""Apple's podcast tags, and Google's copy of some: https://help.apple.com/itc/podcasts_connect/#/itcb54353390."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.later import regex
from feedtool.validate import values
from feedtool.validate.grammar import Element
from feedtool.validate.names import GOOGLEPLAY, ITUNES
from feedtool.validate.namespaces.kinds import EACH, TEXT, TOP, address, any_case, at_most, one_of, positive
from feedtool.validate.node import Fault
from feedtool.validate.registries import PODCAST_CATEGORIES, PODCAST_CATEGORIES_OLD
from feedtool.validate.texts import filled, html, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

_DURATION = regex(r"(?:\d{1,7}|\d{1,3}:[0-5]?\d(?::[0-5]?\d)?)\Z", re.ASCII)
_KEYWORD = regex(r"[^,;!?()\[\]{}<>|#*+=]+\Z")
_AUDIBLE: Final = ("m4a", "mp3", "mov", "mp4", "m4v", "pdf", "epub")
_ENDING = regex(r"\.([A-Za-z0-9]{1,5})\Z")


def _explicit(value: str, node: Node, attribute: str, report: Report) -> None:
    if value not in {"true", "false"}:
        better = {"yes": "true", "explicit": "true", "no": "false", "clean": "false"}.get(value.strip().lower(), "")
        better = better or (value.strip().lower() if value.strip().lower() in {"true", "false"} else "true or false")
        report.add("itunes-explicit-invalid", node, attribute=attribute, better=better)


def _yes_no(value: str, node: Node, attribute: str, report: Report) -> None:
    if value.strip().lower() not in {"yes", "no", "clean", "true", "false"}:
        report.add("itunes-yes-no", node, attribute=attribute)


def _duration(value: str, node: Node, attribute: str, report: Report) -> None:
    if not _DURATION.match(value.strip()):
        report.add("itunes-duration-invalid", node, attribute=attribute)


def _keywords(value: str, node: Node, attribute: str, report: Report) -> None:
    plain(value, node, attribute, report)
    words = value.split(",")
    if any(word.strip() and not _KEYWORD.match(word) for word in words) or (len(words) == 1 and len(value.split()) > 2):
        report.add("itunes-keywords-form", node, attribute=attribute)


def _owner_email(value: str, node: Node, attribute: str, report: Report) -> None:
    if values.email(value.strip()):
        report.add("rss-person-without-email", node, attribute=attribute)


def _category(node: Node, report: Report) -> None:
    """Check a category and those within it against Apple's list, old and new."""
    text = node.get("text")
    if "text" not in node.attributes:
        report.add("extension-attribute-missing", node, missing="text")
        return
    inner = node.parent is not None and node.parent.name == node.name
    top = node.parent.get("text") if inner and node.parent else text
    now = PODCAST_CATEGORIES.get(top, frozenset()) if inner else PODCAST_CATEGORIES
    old = PODCAST_CATEGORIES_OLD.get(top, frozenset()) if inner else PODCAST_CATEGORIES_OLD
    if text not in now:
        report.add("itunes-category-old" if text in old else "itunes-category-unknown", node, attribute="text")


def _image(node: Node, report: Report) -> None:
    if "href" in node.attributes:
        address(node.get("href"), node, "href", report)
    elif "url" in node.attributes:
        address(node.get("url"), node, "url", report)
    elif not node.text.strip():
        report.add("extension-attribute-missing", node, missing="href")


def podcast_sense(channel: Node, report: Report) -> None:
    """Check what a channel that speaks Apple's language must say of itself, and what its episodes are."""
    if ITUNES[:-1] not in report.document.prefixes or not _speaks(channel):
        return
    for name in ("category", "explicit"):
        if channel.first(f"{ITUNES}{name}") is None:
            report.add("itunes-part-missing", channel, missing=f"itunes:{name}")
    if channel.first("language") is None and channel.first("http://purl.org/dc/elements/1.1/ language") is None:
        report.add("itunes-part-missing", channel, missing="language")
    if report.encoding not in {"", "utf-8"}:
        report.faults([Fault(code="itunes-not-utf8", offset=0, values={"encoding": report.encoding})])
    for item in channel.all("item"):
        _episode(item, report)


def _speaks(channel: Node) -> bool:
    """Say whether a channel or any of its items has an element of Apple's."""
    return any(child.name.startswith(ITUNES) for child in channel.children) or any(
        child.name.startswith(ITUNES) for item in channel.all("item") for child in item.children
    )


def _episode(item: Node, report: Report) -> None:
    for enclosure in item.all("enclosure"):
        path = re.split(r"[?#]", enclosure.get("url").strip(), maxsplit=1)[0]
        ending = _ENDING.search(path.rpartition("/")[2])
        found = ending[1].lower() if ending else path.rpartition("/")[2][-20:]
        if path and not path.endswith("/") and found not in _AUDIBLE:
            report.add("itunes-format", enclosure, attribute="url", found=found, formats=", ".join(_AUDIBLE))


_CATEGORY_INNER: Final = Element(many=True, text=False, attributes={"text": None}, checks=(_category,))
_CATEGORY: Final = Element(
    many=True,
    within=TOP,
    text=False,
    attributes={"text": None},
    children={f"{ITUNES}category": _CATEGORY_INNER},
    checks=(_category,),
)
_OWNER: Final = Element(
    within=TOP,
    text=False,
    children={f"{ITUNES}name": TEXT, f"{ITUNES}email": Element(value=(_owner_email,))},
    needs={f"{ITUNES}email": "extension-part-missing"},
)

_SHORT: Final = Element(value=(plain, at_most(255)))
ELEMENTS: Final[Mapping[str, Element]] = {
    f"{ITUNES}author": _SHORT,
    f"{ITUNES}block": Element(value=(_yes_no,)),
    f"{ITUNES}category": _CATEGORY,
    f"{ITUNES}complete": Element(value=(any_case("yes", "no", "true", "false"),), within=TOP),
    f"{ITUNES}duration": Element(value=(_duration,), within=EACH),
    f"{ITUNES}episode": Element(value=(positive,), within=EACH),
    f"{ITUNES}episodeType": Element(value=(any_case("full", "trailer", "bonus"),), within=EACH),
    f"{ITUNES}explicit": Element(value=(_explicit,)),
    f"{ITUNES}image": Element(attributes={"href": None, "url": None, "rel": None, "type": None}, checks=(_image,)),
    f"{ITUNES}isClosedCaptioned": Element(value=(any_case("yes", "no"),), within=EACH),
    f"{ITUNES}keywords": Element(value=(_keywords, at_most(255))),
    f"{ITUNES}link": Element(many=True, attributes={"href": address, "rel": None, "type": None}),
    f"{ITUNES}name": TEXT,
    f"{ITUNES}new-feed-url": Element(value=(address,), within=TOP),
    f"{ITUNES}order": Element(value=(positive,), within=EACH),
    f"{ITUNES}owner": _OWNER,
    f"{ITUNES}pubDate": Element(),
    f"{ITUNES}season": Element(value=(positive,), within=EACH),
    f"{ITUNES}subtitle": _SHORT,
    f"{ITUNES}summary": Element(value=(plain, at_most(4000))),
    f"{ITUNES}title": _SHORT,
    f"{ITUNES}type": Element(value=(any_case("episodic", "serial"),), within=TOP),
    f"{GOOGLEPLAY}author": TEXT,
    f"{GOOGLEPLAY}block": Element(value=(any_case("yes", "no"),)),
    f"{GOOGLEPLAY}category": Element(many=True, within=TOP, attributes={"text": filled}, requires=("text",)),
    f"{GOOGLEPLAY}description": Element(value=(filled, html)),
    f"{GOOGLEPLAY}email": Element(value=(_owner_email,), within=TOP),
    f"{GOOGLEPLAY}explicit": Element(value=(any_case("yes", "no", "clean", "true", "false"),)),
    f"{GOOGLEPLAY}image": Element(attributes={"href": address}, requires=("href",)),
    f"{GOOGLEPLAY}new-feed-url": Element(value=(address,), within=TOP),
    f"{GOOGLEPLAY}owner": Element(value=(_owner_email,), within=TOP),
    f"{GOOGLEPLAY}newsContent": Element(value=(one_of("yes", "no"),)),
}
