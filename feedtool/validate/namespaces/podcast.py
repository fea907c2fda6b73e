"""The podcast namespace (Podcasting 2.0): https://podcasting2.org/docs/podcast-namespace."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.later import regex
from feedtool.validate import dates, values
from feedtool.validate.grammar import Element
from feedtool.validate.names import PODCAST
from feedtool.validate.namespaces.kinds import (
    EACH,
    TEXT,
    TOP,
    UUID,
    address,
    any_case,
    boolean,
    integer,
    language,
    matching,
    media_type,
    number,
    one_of,
    positive,
    required,
)
from feedtool.validate.texts import filled, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

_MEDIA: Final = (
    *("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course", "mixed"),
    *("podcastL", "musicL", "videoL", "filmL", "audiobookL", "newsletterL", "blogL", "publisherL", "courseL"),
)
_RULE = regex(r"(?:FREQ|INTERVAL|COUNT|UNTIL|BY[A-Z]+|WKST)=[^;=\s]+(?:;(?:[A-Z]+)=[^;=\s]+)*\Z")


def _secure(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check an absolute address, and that it is one of https."""
    address(value, node, attribute, report)
    if values.scheme(value.strip()) == "http":
        report.add("podcast-not-https", node, attribute=attribute)


def _when(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check an ISO 8601 date and time, or, in chat logs and trailers, the RSS form."""
    if dates.rfc3339(value.strip()[:100]).instant is None and dates.rfc822(value[:100]).instant is None:
        report.add("value-form", node, attribute=attribute, reason="a date with its time and zone is due")


def _geo(value: str, node: Node, attribute: str, report: Report) -> None:
    match = re.match(r"geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(?:,-?[\d.]+)?(?:;.*)?\Z", value[:200], re.ASCII)
    if not match or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
        report.add(
            "geo-coordinate-invalid", node, attribute=attribute, reason="it reads geo:LATITUDE,LONGITUDE (RFC 5870)"
        )


def _recurrence(value: str, node: Node, attribute: str, report: Report) -> None:
    if not _RULE.match(value.strip()[:300]):
        report.add("value-form", node, attribute=attribute, reason="a rule reads like FREQ=WEEKLY (RFC 5545)")


_KEY: Final = required(filled)
_PERSON: Final = Element(
    many=True,
    attributes={"role": filled, "group": filled, "img": _secure, "href": _secure},
    value=(plain,),
)
_RECIPIENT: Final = Element(
    many=True,
    attributes={
        "name": None,
        "customKey": None,
        "customValue": None,
        "type": one_of("node", "lnaddress", "wallet"),
        "address": _KEY,
        "split": integer,
        "fee": boolean,
    },
    requires=("type", "address", "split"),
)
_REMOTE_ITEM: Final = Element(
    many=True,
    attributes={"feedGuid": UUID, "feedUrl": address, "itemGuid": None, "medium": one_of(*_MEDIA), "title": plain},
    requires=("feedGuid",),
)
_TIME_SPLIT: Final = Element(
    many=True,
    text=False,
    attributes={"startTime": number, "duration": number, "remoteStartTime": number, "remotePercentage": integer},
    requires=("startTime", "duration"),
    children={f"{PODCAST}valueRecipient": _RECIPIENT, f"{PODCAST}remoteItem": _REMOTE_ITEM},
)
_VALUE: Final = Element(
    many=True,
    text=False,
    attributes={"type": _KEY, "method": _KEY, "suggested": number},
    requires=("type", "method"),
    children={f"{PODCAST}valueRecipient": _RECIPIENT, f"{PODCAST}valueTimeSplit": _TIME_SPLIT},
)
_SOURCE: Final = Element(many=True, attributes={"uri": _KEY, "contentType": media_type}, requires=("uri",))
_ALTERNATE: Final = Element(
    many=True,
    text=False,
    attributes={
        "type": media_type,
        "length": integer,
        "bitrate": number,
        "height": integer,
        "lang": language,
        "title": plain,
        "rel": None,
        "codecs": None,
        "default": boolean,
    },
    requires=("type",),
    children={
        f"{PODCAST}source": _SOURCE,
        f"{PODCAST}integrity": Element(
            attributes={"type": one_of("sri", "pgp-signature"), "value": _KEY}, requires=("type", "value")
        ),
    },
    needs={f"{PODCAST}source": "extension-part-missing"},
)
_YES: Final = any_case("yes", "no")
_LOCATION: Final = Element(
    many=True,
    attributes={
        "geo": _geo,
        "osm": matching(r"[NWRnwr]\d+(?:#\d+)?", "it reads like R148838"),
        "rel": one_of("subject", "creator"),
        "country": matching(r"[A-Za-z]{2}", "a country is two letters (ISO 3166): IN"),
    },
    value=(plain,),
)
_SEASON: Final = Element(within=EACH | {"liveItem"}, attributes={"name": plain}, value=(integer,))
ELEMENTS: Final[Mapping[str, Element]] = {
    f"{PODCAST}alternateEnclosure": _ALTERNATE,
    f"{PODCAST}block": Element(many=True, within=TOP, attributes={"id": filled}, value=(_YES,)),
    f"{PODCAST}chapters": Element(attributes={"url": _secure, "type": media_type}, requires=("url", "type")),
    f"{PODCAST}chat": Element(
        attributes={"server": filled, "protocol": filled, "accountId": None, "space": None},
        requires=("server", "protocol"),
    ),
    f"{PODCAST}contentLink": Element(many=True, attributes={"href": address}, requires=("href",), value=(plain,)),
    f"{PODCAST}episode": Element(within=EACH | {"liveItem"}, attributes={"display": plain}, value=(number,)),
    f"{PODCAST}funding": Element(many=True, attributes={"url": _secure}, requires=("url",), value=(plain,)),
    f"{PODCAST}guid": Element(within=TOP, value=(UUID,)),
    f"{PODCAST}image": Element(
        many=True,
        attributes={
            "href": _secure,
            "alt": None,
            "aspect-ratio": None,
            "width": integer,
            "height": integer,
            "type": media_type,
            "purpose": None,
        },
        requires=("href",),
    ),
    f"{PODCAST}images": Element(attributes={"srcset": filled}, requires=("srcset",)),
    f"{PODCAST}license": Element(attributes={"url": _secure}, value=(plain,)),
    f"{PODCAST}liveItem": Element(
        many=True,
        open=True,
        within=TOP,
        attributes={"status": one_of("pending", "live", "ended"), "start": _when, "end": _when},
        requires=("status", "start"),
    ),
    f"{PODCAST}location": _LOCATION,
    f"{PODCAST}locked": Element(within=TOP, attributes={"owner": None}, value=(one_of("yes", "no"),)),
    f"{PODCAST}medium": Element(within=TOP, value=(one_of(*_MEDIA),)),
    f"{PODCAST}person": _PERSON,
    f"{PODCAST}podping": Element(within=TOP, attributes={"usesPodping": boolean}),
    f"{PODCAST}podroll": Element(within=TOP, text=False, children={f"{PODCAST}remoteItem": _REMOTE_ITEM}),
    f"{PODCAST}publisher": Element(within=TOP, text=False, children={f"{PODCAST}remoteItem": _REMOTE_ITEM}),
    f"{PODCAST}remoteItem": _REMOTE_ITEM,
    f"{PODCAST}season": _SEASON,
    f"{PODCAST}socialInteract": Element(
        many=True,
        attributes={
            "protocol": one_of(
                "disabled", "activitypub", "twitter", "lightning", "atproto", "nostr", "matrix", "bluesky"
            ),
            "uri": address,
            "accountId": None,
            "accountUrl": address,
            "priority": integer,
        },
        requires=("protocol",),
    ),
    f"{PODCAST}soundbite": Element(
        many=True,
        within=EACH | {"liveItem"},
        attributes={"startTime": number, "duration": number},
        requires=("startTime", "duration"),
        value=(),
    ),
    f"{PODCAST}trailer": Element(
        many=True,
        within=TOP,
        attributes={"url": _secure, "pubdate": _when, "length": integer, "type": media_type, "season": positive},
        requires=("url", "pubdate"),
        value=(plain,),
    ),
    f"{PODCAST}transcript": Element(
        many=True,
        attributes={"url": _secure, "type": media_type, "language": language, "rel": one_of("captions")},
        requires=("url", "type"),
    ),
    f"{PODCAST}txt": Element(many=True, attributes={"purpose": plain}, value=(filled,)),
    f"{PODCAST}updateFrequency": Element(
        within=TOP,
        attributes={"complete": boolean, "dtstart": _when, "rrule": _recurrence},
        value=(plain,),
    ),
    f"{PODCAST}value": _VALUE,
    f"{PODCAST}gateway": TEXT,
    f"{PODCAST}metaBoost": TEXT,
}
