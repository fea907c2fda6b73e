"""Google Base, from which merchant feeds (Google Shopping) still take their names: its attributes for RSS and Atom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedtool.validate import dates, values
from feedtool.validate.grammar import Element, must
from feedtool.validate.names import GBASE
from feedtool.validate.namespaces.kinds import ANYTHING, address, any_case, at_most, integer, matching, number, positive
from feedtool.validate.texts import filled, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.validate.grammar import ValueCheck
    from feedtool.validate.node import Node
    from feedtool.validate.report import Report

_MOST: Final = 10  # of one attribute in one item
_NUMBER: Final = r"[+-]?\d{1,3}(?:,?\d{3})*(?:\.\d+)?|[+-]?\d+(?:\.\d+)?"


def _day_or_moment(value: str, node: Node, attribute: str, report: Report) -> None:
    _iso(value.strip(), node, attribute, report)


def _iso(value: str, node: Node, attribute: str, report: Report) -> None:
    if dates.w3cdtf(value[:100]).kind and dates.rfc3339(f"{value[:100]}Z").kind:
        better = "write it as 2025-12-24 or 2025-12-24T15:21:46+05:30"
        report.add("instant-invalid", node, attribute=attribute, reason="it is no ISO 8601 date", better=better)


def _range(value: str, node: Node, attribute: str, report: Report) -> None:
    """Check one date, or two with a slash between."""
    parts = value.strip().split("/")
    if len(parts) > 2:
        report.add("value-form", node, attribute=attribute, reason="a range is two dates with a slash between")
    for part in parts[:2]:
        _iso(part, node, attribute, report)


def _many(node: Node, report: Report) -> None:
    if node.parent is None:
        return
    same = [child for child in node.parent.children if child.name == node.name]
    if len(same) == _MOST + 1 and same[-1] is node:
        report.add("extension-element-too-many", node, count=len(same), limit=_MOST)


def _year(value: str, node: Node, attribute: str, report: Report) -> None:
    if not re.match(r"\s*\d{4}\s*\Z", value, re.ASCII) or not 1800 <= int(value) <= 2100:
        report.add("value-form", node, attribute=attribute, reason="a year has four digits")


def _one(*value: ValueCheck) -> Element:
    return Element(value=value, open=False)


def _list(*value: ValueCheck) -> Element:
    return Element(value=value, many=True, checks=(_many,))


_TEXT: Final = _one(plain, at_most(1000))
_TEXTS: Final = _list(plain, at_most(1000))
_LINK: Final = _one(address)
_UNIT: Final = matching(rf"(?:{_NUMBER})(?:\s*[^\d\s][^\d]{{0,39}})?", "a number is due, with or without a unit")
_WHOLE_UNIT: Final = matching(
    r"\d{1,3}(?:,?\d{3})*(?:\s*[A-Za-z][A-Za-z .]{0,39})?", "a whole number is due, with or without a unit"
)
_PRICE: Final = matching(
    rf"(?:[A-Za-z]{{3}}\s*|[$€£¥₹]\s*)?(?:{_NUMBER})(?:\s*[A-Za-z]{{3}})?", "a price reads 12.50, or 12.50 INR"
)
_PLACE: Final = matching(
    r"[^,<>]+(?:,[^,<>]+)+", "a place is due, its parts with commas between: town, region, country"
)
_FULL_PLACE: Final = matching(
    r"(?:[^,<>]+,){2,}[^,<>]+",
    "a whole address is due, its parts with commas between: street, town, region code, country",
)
_PERCENT: Final = matching(r"\d+(?:\.\d+)?\s*%?", "a percentage is due: 8.25")
_COUNTRY: Final = matching(r"[A-Za-z]{2}", "a country is two letters (ISO 3166): IN")
_CURRENCY: Final = matching(r"[A-Za-z]{3}", "a currency is three letters (ISO 4217): INR")
_LABEL: Final = (plain, at_most(40), matching(r"[^,<>]+", "a label is one word or name, without commas"))
_INTEGERS: Final = matching(r"\d+(?:\s*,\s*\d+)*", "whole numbers with commas between are due")
_WORD: Final = matching(r"[A-Za-z0-9]+", "letters and digits are due")
_RATING: Final = must(
    lambda value: "" if re.match(r"(?:[1-5]|[0-4]\.\d+|5\.0)\Z", value) else "1 to 5 is due", "value-form", strip=True
)
_FLOATS: Final = ("bathrooms", "megapixels", "tax_percent", "hoa_dues")
_SHORT: Final = ("id", "isbn", "upc", "vin", "brand", "model", "model_number", "mpn", "gtin")
_PLAIN: Final = (
    *("agent", "area", "cuisine", "course_number", "course_times", "delivery_notes", "employer", "ethnicity"),
    *("expected_life", "immigration_status", "job_title", "listing_type", "make", "manufacturer"),
    *("manufacturer_id", "name_of_item_reviewed", "news_source", "payment_notes", "processor_speed"),
    *("publication_name", "publication_volume", "publisher", "school", "school_district", "sexual_orientation"),
    *("subject", "title", "university", "apparel_type", "condition", "availability", "item_group_id"),
    *("google_product_category", "gender_text", "age_group", "size_system", "size_type", "shipping_label"),
    *("adwords_grouping", "custom_label_0", "custom_label_1", "custom_label_2", "custom_label_3", "custom_label_4"),
)
_PLAINS: Final = (
    *("actor", "artist", "author", "color", "department", "education", "feature", "format", "interested_in"),
    *("job_function", "job_industry", "job_type", "language", "license", "material", "memory", "occupation"),
    *("pattern", "product_type", "programming_language", "property_type", "related_link_text", "service_type"),
    *("size", "style", "subject_area", "vehicle_type", "tax_region", "operating_systems"),
)
_SHIPPING_PARTS: Final = (
    *("postal_code", "location_id", "location_group_name", "min_handling_time", "max_handling_time"),
    *("min_transit_time", "max_transit_time"),
)
# Of merchants' feeds today (https://support.google.com/merchants/answer/7052112), which change from year to year.
_MERCHANT: Final = (
    *("adult", "ads_grouping", "ads_labels", "ads_redirect", "auto_pricing_min_price", "availability_date"),
    *("canonical_link", "certification", "cost_of_goods_sold", "display_ads_id", "display_ads_link"),
    *("display_ads_similar_ids", "display_ads_title", "display_ads_value", "energy_efficiency_class"),
    *("max_energy_efficiency_class", "min_energy_efficiency_class", "excluded_destination", "included_destination"),
    *("external_seller_id", "free_shipping_threshold", "identifier_exists", "installment", "is_bundle"),
    *("lifestyle_image_link", "link_template", "loyalty_points", "loyalty_program", "max_handling_time"),
    *("min_handling_time", "mobile_link_template", "multipack", "pause", "product_detail", "product_fee"),
    *("product_height", "product_highlight", "product_length", "product_weight", "product_width", "promotion_id"),
    *("return_address_label", "return_policy_label", "sell_on_google_quantity", "ships_from_country"),
    *("shipping_height", "shipping_length", "shipping_weight", "shipping_width", "shopping_ads_excluded_country"),
    *("short_title", "structured_description", "structured_title", "subscription_cost", "tax_category"),
    *("transit_time_label", "unit_pricing_base_measure", "unit_pricing_measure", "video_link", "virtual_model_link"),
)
_SHIPPING: Final = Element(
    many=True,
    text=False,
    checks=(_many,),
    children={
        f"{GBASE}country": _one(_COUNTRY),
        f"{GBASE}region": _TEXT,
        f"{GBASE}service": _TEXT,
        **{f"{GBASE}{name}": _TEXT for name in _SHIPPING_PARTS},
        f"{GBASE}price": _one(_PRICE),
    },
)
_NAMES: Final[dict[str, Element]] = {
    **dict.fromkeys(_MERCHANT, ANYTHING),
    **dict.fromkeys(_PLAIN, _TEXT),
    **dict.fromkeys(_PLAINS, _TEXTS),
    **dict.fromkeys(_SHORT, _one(plain, at_most(250))),
    **dict.fromkeys(_FLOATS, _one(must(values.number, "number-invalid", strip=True))),
    "age": _one(_WHOLE_UNIT),
    "bedrooms": _one(integer),
    "condition_notes": _TEXT,
    "country": _one(_COUNTRY),
    "course_date_range": _one(_range),
    "currency": _one(_CURRENCY),
    "delivery_radius": _one(_UNIT),
    "description": _one(filled, at_most(10_000)),
    "event_date_range": _one(_range),
    "expiration_date": _one(_day_or_moment),
    "expiration_date_time": _one(_day_or_moment),
    "sale_price_effective_date": _one(_range),
    "gender": _one(any_case("male", "m", "female", "f", "unisex")),
    "image_link": _list(address),
    "additional_image_link": _list(address),
    "label": _list(*_LABEL),
    "link": _LINK,
    "mobile_link": _LINK,
    "location": _one(_FULL_PLACE),
    "from_location": _one(_PLACE),
    "to_location": _one(_PLACE),
    "marital_status": _one(any_case("single", "divorced", "separated", "widowed", "married", "in relationship")),
    "mileage": _one(_WHOLE_UNIT),
    "pages": _one(positive),
    "payment_accepted": _list(
        any_case("cash", "check", "cheque", "visa", "mastercard", "discover", "americanexpress", "american express")
    ),
    "payment": _list(plain),
    "price": _one(_PRICE),
    "sale_price": _one(_PRICE),
    "price_type": _one(any_case("negotiable", "starting", "fixed")),
    "price_units": _TEXT,
    "publish_date": _one(_day_or_moment),
    "quantity": _one(integer),
    "quantity_units": _TEXT,
    "rating": _one(_RATING),
    "rating_type": _one(any_case("overall", "quality", "value")),
    "related_link": _list(address),
    "review_type": _one(any_case("editorial", "user")),
    "reviewer_type": _one(any_case("editorial", "user", "professional")),
    "rooms": _one(number),
    "salary": _one(_PRICE),
    "salary_type": _one(any_case("starting", "negotiable", "fixed")),
    "service_type": _list(plain),
    "shipping": _SHIPPING,
    "square_footage": _one(_WHOLE_UNIT),
    "shoe_width": _TEXT,
    "tax": Element(many=True, open=True),
    "travel_date_range": _one(_range),
    "url_of_item_reviewed": _LINK,
    "weight": _one(_UNIT),
    "width": _one(_UNIT),
    "height": _one(_UNIT),
    "length": _one(_UNIT),
    "wireless_interface": _TEXT,
    "year": _one(_year),
    "pickup": _one(any_case("true", "false")),
    "zip": _one(_WORD),
    "floors": _one(_INTEGERS),
    "tax_rate": _one(_PERCENT),
}
ELEMENTS: Final[Mapping[str, Element]] = {f"{GBASE}{name}": inner for name, inner in _NAMES.items()}
