"""GeoRSS, the geo vocabulary of the W3C, and the pieces of GML that GeoRSS uses: https://docs.ogc.org/cs/17-002r1/17-002r1.html."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.validate import values
from feedtool.validate.grammar import Element
from feedtool.validate.names import GEO, GEORSS, GML
from feedtool.validate.namespaces.kinds import TEXT, number
from feedtool.validate.texts import filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.validate.grammar import ValueCheck
    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

_MOST: Final = 100_000  # coordinates of one shape that are looked at


def _pairs(least: int, most: int, *, closed: bool = False, radius: bool = False) -> ValueCheck:
    """Return the check of a list of pairs, latitude before longitude, with white space between all numbers."""

    def judge(value: str, node: Node, attribute: str, report: Report) -> None:
        if "," in value:
            report.add("geo-comma", node, attribute=attribute)
        numbers = value.replace(",", " ").split()[:_MOST]
        reason = _reason(numbers[:-1] if radius else numbers, least, most)
        if radius and (len(numbers) != 3 or values.number(numbers[-1]) or float(numbers[-1]) <= 0):
            reason = reason or "a circle is a pair and a radius in metres"
        if not reason and closed and numbers[:2] != numbers[-2:]:
            reason = "its last pair must be its first one"
        if reason:
            report.add("geo-coordinate-invalid", node, attribute=attribute, reason=reason)

    return judge


def _reason(numbers: list[str], least: int, most: int) -> str:
    wrong = next((part for part in numbers if values.number(part)), None)
    if wrong is not None:
        return f"{wrong[:40]!r} is no number"
    count, odd = divmod(len(numbers), 2)
    if odd or not least <= count <= most:
        return f"it has {len(numbers)} numbers; {'a pair is' if most == 1 else f'{least} pairs or more are'} due"
    for index, part in enumerate(numbers):
        limit, name = ((90, "latitude"), (180, "longitude"))[index % 2]
        if abs(float(part)) > limit:
            return f"{part[:40]} is no {name}: -{limit} to {limit} are (latitude comes first)"
    return ""


def _within(limit: int, name: str) -> ValueCheck:
    def judge(value: str, node: Node, attribute: str, report: Report) -> None:
        reason = values.number(value.strip())
        if not reason and abs(float(value)) > limit:
            reason = f"a {name} lies between -{limit} and {limit}"
        if reason:
            report.add("geo-coordinate-invalid", node, attribute=attribute, reason=reason)

    return judge


_POINT: Final = _pairs(1, 1)
_LINE: Final = _pairs(2, _MOST)
_RING: Final = _pairs(4, _MOST, closed=True)
_BOX: Final = _pairs(2, 2)
_LATITUDE: Final = Element(value=(_within(90, "latitude"),))
_LONGITUDE: Final = Element(value=(_within(180, "longitude"),))
_FEATURE: Final = {
    "featuretypetag": filled,
    "relationshiptag": filled,
    "featurename": filled,
    "elev": number,
    "floor": number,
    "radius": number,
}


def _shape(check: ValueCheck) -> Element:
    return Element(many=True, attributes=_FEATURE, value=(check,))


_NAMED: Final = {"srsName": None, "srsDimension": None, f"{GML}id": None}
_POS: Final = Element(attributes={"srsDimension": None, "srsName": None}, value=(_POINT,))
_POS_LIST: Final = Element(attributes={"srsDimension": None, "count": None}, value=(_LINE,))
_RING_LIST: Final = Element(attributes={"srsDimension": None, "count": None}, value=(_RING,))
_LINEAR_RING: Final = Element(
    text=False,
    attributes=_NAMED,
    children={f"{GML}posList": _RING_LIST},
    needs={f"{GML}posList": "extension-part-missing"},
)
_SIDE: Final = Element(text=False, many=True, children={f"{GML}LinearRing": _LINEAR_RING})
_GML: Final[dict[str, Element]] = {
    f"{GML}Point": Element(
        text=False, attributes=_NAMED, children={f"{GML}pos": _POS}, needs={f"{GML}pos": "extension-part-missing"}
    ),
    f"{GML}LineString": Element(
        text=False,
        attributes=_NAMED,
        children={f"{GML}posList": _POS_LIST},
        needs={f"{GML}posList": "extension-part-missing"},
    ),
    f"{GML}Polygon": Element(
        text=False,
        attributes=_NAMED,
        children={f"{GML}exterior": _SIDE, f"{GML}interior": _SIDE},
        needs={f"{GML}exterior": "extension-part-missing"},
    ),
    f"{GML}Envelope": Element(
        text=False,
        attributes=_NAMED,
        children={f"{GML}lowerCorner": _POS, f"{GML}upperCorner": _POS},
        needs={f"{GML}lowerCorner": "extension-part-missing", f"{GML}upperCorner": "extension-part-missing"},
    ),
}
ELEMENTS: Final[Mapping[str, Element]] = {
    f"{GEORSS}point": _shape(_POINT),
    f"{GEORSS}line": _shape(_LINE),
    f"{GEORSS}polygon": _shape(_RING),
    f"{GEORSS}box": _shape(_BOX),
    f"{GEORSS}circle": _shape(_pairs(1, 1, radius=True)),
    f"{GEORSS}elev": Element(value=(number,)),
    f"{GEORSS}floor": Element(value=(number,)),
    f"{GEORSS}radius": Element(value=(number,)),
    f"{GEORSS}featuretypetag": TEXT,
    f"{GEORSS}relationshiptag": TEXT,
    f"{GEORSS}featurename": TEXT,
    f"{GEORSS}featureTypeTag": TEXT,
    f"{GEORSS}relationshipTag": TEXT,
    f"{GEORSS}featureName": TEXT,
    f"{GEORSS}where": Element(many=True, text=False, attributes=_FEATURE, children=_GML),
    f"{GEO}lat": _LATITUDE,
    f"{GEO}long": _LONGITUDE,
    f"{GEO}alt": Element(value=(number,)),
    f"{GEO}lat_long": Element(value=(_pairs(1, 1),)),
    f"{GEO}Point": Element(
        many=True,
        text=False,
        attributes={"http://www.w3.org/1999/02/22-rdf-syntax-ns# about": None},
        children={f"{GEO}lat": _LATITUDE, f"{GEO}long": _LONGITUDE, f"{GEO}alt": Element(value=(number,))},
    ),
    **_GML,
}
