"""RSS 2.0 as a table, and RSS 0.91 to 0.94 read as its forerunners: https://www.rssboard.org/rss-specification."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.later import regex
from feedtool.validate import dates, values
from feedtool.validate.grammar import Element, must
from feedtool.validate.node import Fault
from feedtool.validate.sense import rss_channel_sense, rss_item_sense
from feedtool.validate.texts import date, filled, html, plain, rss_person
from feedtool.validate.usual import is_usual_address

if TYPE_CHECKING:
    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

_OLD_VERSIONS: Final = frozenset({"0.91", "0.92", "0.93", "0.94"})
_VERSIONS: Final = frozenset({"2.0", "2.0.1", "2.0.11"})
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEAK_GUID = regex(r"\d{1,9}\Z", re.ASCII)
_COMPONENT = regex(r"[A-Za-z0-9._:-]+\Z")
_PICTURE = regex(r"\.(?:gif|jpe?g|jpe|png|svg|webp|avif)\Z", re.IGNORECASE)


def _address(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check an absolute URI of any scheme."""
    if is_usual_address(value):
        return
    if _told(values.address(value.strip()), value, node, attribute, report):
        return
    if values.scheme_unknown(value.strip()):
        report.add("uri-scheme-unknown", node, attribute=attribute, scheme=values.scheme(value.strip()))


def _web_address(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check an absolute http, https or ftp address."""
    _told(values.web_address(value.strip()), value, node, attribute, report)


def _told(reason: str, value: str, node: Node, attribute: str, report: Report) -> bool:
    """Report an address that is none, with the right one where that is certain; say whether it did."""
    if reason:
        better = values.mended_address(value.strip(), report.home)
        mend = f"write {better}" if better else "write the whole address, beginning with https://"
        report.add("rss-url-invalid", node, attribute=attribute, reason=reason, mend=mend)
    return bool(reason)


_rfc822 = date(dates.rfc822, "rss")
_boolean = must(values.boolean, "boolean-invalid")
_positive = must(values.positive, "integer-invalid", strip=True)


def _language(value: str, node: Node, attribute: str, report: Report) -> None:
    must(values.language, "language-invalid", strip=True)(value, node, attribute, report)


def _picture(value: str, node: Node, attribute: str, report: Report) -> None:
    path = re.split(r"[?#]", value.strip(), maxsplit=1)[0]
    if re.search(r"\.\w{1,5}\Z", path.rpartition("/")[2]) and not _PICTURE.search(path):
        report.add("rss-image-format", node, attribute=attribute)


def _guid(node: Node, report: Report) -> None:
    """Check that a guid is a permalink, unless it says that it is none."""
    value = node.text.strip()
    if node.get("isPermaLink", "true") != "true":
        filled(value, node, "", report)
        if _WEAK_GUID.match(value):
            report.add("rss-guid-weak", node)
    else:
        reason = values.web_address(value)
        if values.scheme(value) in {"tag", "urn"}:
            report.add("rss-guid-permalink-false", node, scheme=values.scheme(value))
        elif values.scheme(value) and not values.address(value):
            return
        elif reason:
            report.add("rss-guid-not-url", node, reason=reason)


def _hour(value: str, node: Node, attribute: str, report: Report) -> None:
    if value.strip() == "24":
        report.add("rss-hour-24", node, attribute=attribute)
    else:
        must(values.between(0, 23), "rss-hour-invalid", strip=True)(value, node, attribute, report)


def _distinct(node: Node, report: Report) -> None:
    """Check that no hour or day is named twice, and no more of them than there are."""
    seen = set()
    limit = 24 if node.local == "skipHours" else 7
    for child in node.children:
        value = child.text.strip().title()
        value = str(int(value) % 24) if value.isascii() and value.isdigit() and len(value) < 9 else value
        if value in seen:
            report.add("rss-skip-repeated", child)
        seen.add(value)
    if len(node.children) > limit:
        report.add("rss-skip-too-many", node, count=len(node.children), limit=limit)


def _length(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check the size of an enclosure in bytes."""
    reason = values.integer(value.strip())
    if reason:
        report.add("rss-enclosure-length-invalid", node, attribute=attribute, reason=reason)


def _version(node: Node, report: Report) -> None:
    version = report.version = node.get("version")
    if "version" not in node.attributes:
        report.add("rss-version-missing", node)
    elif version in _OLD_VERSIONS:
        report.add("rss-version-old", node, attribute="version")
    elif version not in _VERSIONS:
        report.add("rss-version-unknown", node, attribute="version")
    doctype = report.document.doctype
    if doctype and doctype[0].startswith("-//Netscape Communications//DTD RSS"):
        code = "rss-doctype-netscape" if version == "0.91" else "rss-doctype-mismatch"
        report.faults([Fault(code=code, offset=doctype[2], values={"version": version})])


def _image(node: Node, report: Report) -> None:
    """Check that an image says again what its channel is called and where it is."""
    channel = node.parent
    if channel is None:
        return
    for name, code in (("title", "rss-image-title-differs"), ("link", "rss-image-link-differs")):
        own, other = node.first(name), channel.value(name)
        if own is not None and own.text.strip() and other and own.text.strip() != other:
            report.add(code, own, other=other[:80])


def _text_input(node: Node, report: Report) -> None:
    report.add("rss-text-input", node)


_PLAIN: Final = Element(value=(plain,))
_URL: Final = Element(value=(_address,))
_DATE: Final = Element(value=(_rfc822,))
_PERSON: Final = Element(value=(rss_person,))
_DESCRIPTION: Final = Element(value=(filled, html))
_CATEGORY: Final = Element(many=True, attributes={"domain": filled}, value=(plain,))
_PART: Final = "rss-part-missing"

_IMAGE: Final = Element(
    text=False,
    children={
        "url": Element(value=(_web_address, _picture)),
        "title": _PLAIN,
        "link": _URL,
        "width": Element(value=(must(values.between(1, 144), "rss-image-width-invalid", strip=True),)),
        "height": Element(value=(must(values.between(1, 400), "rss-image-height-invalid", strip=True),)),
        "description": _PLAIN,
    },
    needs={"url": _PART, "title": _PART, "link": _PART},
    checks=(_image,),
)
_TEXT_INPUT: Final = Element(
    text=False,
    children={
        "title": _PLAIN,
        "description": _PLAIN,
        "name": Element(
            value=(must(lambda value: "" if _COMPONENT.match(value) else "a name", "rss-text-input-name", strip=True),)
        ),
        "link": Element(value=(_web_address,)),
    },
    needs={"title": _PART, "description": _PART, "name": _PART, "link": _PART},
    checks=(_text_input,),
)
_CLOUD: Final = Element(
    attributes={
        "domain": filled,
        "port": _positive,
        "path": filled,
        "registerProcedure": None,
        "protocol": must(values.one_of("xml-rpc", "soap", "http-post"), "value-not-listed"),
    },
    requires=("domain", "port", "path", "registerProcedure", "protocol"),
)
_ENCLOSURE: Final = Element(
    many=True,
    attributes={
        "url": _web_address,
        "length": _length,
        "type": must(values.media_type, "mime-type-invalid", strip=True),
    },
    requires=("url", "length", "type"),
)
ITEM: Final = Element(
    many=True,
    text=False,
    children={
        "title": _PLAIN,
        "link": _URL,
        "description": _DESCRIPTION,
        "author": _PERSON,
        "category": _CATEGORY,
        "comments": _URL,
        "enclosure": _ENCLOSURE,
        "guid": Element(attributes={"isPermaLink": _boolean}, checks=(_guid,)),
        "pubDate": _DATE,
        "source": Element(attributes={"url": _web_address}, requires=("url",), value=(plain,)),
    },
    checks=(rss_item_sense,),
)
CHANNEL: Final = Element(
    text=False,
    children={
        "title": _PLAIN,
        "link": _URL,
        "description": _DESCRIPTION,
        "language": Element(value=(_language,)),
        "copyright": _PLAIN,
        "managingEditor": _PERSON,
        "webMaster": _PERSON,
        "pubDate": _DATE,
        "lastBuildDate": _DATE,
        "category": _CATEGORY,
        "generator": _PLAIN,
        "docs": _URL,
        "cloud": _CLOUD,
        "ttl": Element(value=(filled, _positive)),
        "image": _IMAGE,
        "rating": _PLAIN,
        "textInput": _TEXT_INPUT,
        "skipHours": Element(text=False, children={"hour": Element(many=True, value=(_hour,))}, checks=(_distinct,)),
        "skipDays": Element(
            text=False,
            children={"day": Element(many=True, value=(must(values.one_of(*_DAYS), "rss-day-invalid", strip=True),))},
            checks=(_distinct,),
        ),
        "item": ITEM,
    },
    needs={
        "title": "rss-channel-title-missing",
        "link": "rss-channel-link-missing",
        "description": "rss-channel-description-missing",
    },
    checks=(rss_channel_sense,),
)
RSS: Final = Element(
    text=False,
    attributes={"version": None},
    children={"channel": CHANNEL},
    needs={"channel": "rss-channel-missing"},
    checks=(_version,),
)
