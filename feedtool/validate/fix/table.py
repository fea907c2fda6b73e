"""What mends which rule: one row a rule that has one right answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedtool.validate import dates
from feedtool.validate.fix import addresses, structure, values, xml
from feedtool.validate.fix.draft import value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedtool.validate.fix.draft import Repair

_RFC822: Final = values.date(dates.rfc822, dates.as_rfc822)
_RFC3339: Final = values.date(dates.rfc3339, dates.as_rfc3339)

REPAIRS: Final[Mapping[str, Repair]] = {
    "xml-declaration-late": xml.blank_before,
    "xml-character-illegal": xml.characters,
    "xml-ampersand-bare": xml.ampersands,
    "xml-angle-bare": xml.angle,
    "xml-entity-undefined": xml.entities,
    "xml-prefix-undeclared": xml.prefixes,
    "xml-attribute-repeated": xml.repeated_attribute,
    "namespace-miswritten": xml.namespace,
    "namespace-near-miss": xml.namespace,
    "rss-doctype-netscape": xml.doctype,
    "rss-doctype-mismatch": xml.doctype,
    "rss-version-missing": structure.rss_version,
    "rss-version-unknown": value(values.version),
    "rss-in-namespace": structure.out_of_namespace,
    "atom-namespace-missing": structure.into_namespace,
    "rss-date-invalid": _RFC822,
    "rss-date-zone-unknown": _RFC822,
    "rss-date-in-atom-form": _RFC822,
    "rss-date-weekday-wrong": _RFC822,
    "rss-date-risky": _RFC822,
    "atom-date-invalid": _RFC3339,
    "dc-date-invalid": values.date(dates.w3cdtf, dates.as_rfc3339),
    "instant-invalid": _RFC3339,
    "boolean-invalid": value(values.boolean),
    "language-invalid": value(values.language),
    "value-white-space": values.stripped,
    "value-not-listed": value(str.lower),
    "itunes-explicit-invalid": value(values.explicit),
    "itunes-yes-no": value(values.yes),
    "itunes-keywords-form": value(lambda words: words.replace(";", ",")),
    "geo-comma": value(values.spaced),
    "rss-day-invalid": value(values.day),
    "rss-hour-24": value(lambda _hour: "0"),
    "atom-text-type-invalid": value(values.text_type),
    "text-mojibake": values.mojibake,
    "text-control-character": values.control_characters,
    "rss-enclosure-length-invalid": value(values.length),
    "rss-attribute-missing": structure.missing_attribute,
    "rss-url-invalid": addresses.reference,
    "uri-invalid": addresses.reference,
    "self-link-relative": addresses.self_link,
    "html-relative-address": addresses.in_html,
    "rss-self-link-missing": structure.self_link,
    "atom-self-link-missing": structure.self_link,
    "rss-guid-not-url": structure.no_permalink,
    "rss-guid-permalink-false": structure.no_permalink,
    "rss-person-without-email": structure.creator,
    "rss-person-form": values.as_told,
    "rss-item-misplaced": structure.items_last,
    "atom-metadata-late": structure.items_last,
    "rss-content-first": structure.description_first,
    "rss-element-unknown": structure.right_name,
    "atom-element-unknown": structure.right_name,
    "extension-element-unknown": structure.right_name,
    "comment-rss-spelling": structure.right_name,
}
OF_ENCODING: Final = frozenset({"encoding-mismatch", "encoding-unknown", "text-mojibake"})
"""The rules whose mend is in the bytes, before there is a text."""
GATES: Final = frozenset({"rss-in-namespace", "atom-namespace-missing"})
"""What hides the rest of a document from judgement: without it more may be found, and that is better."""
REFUSED: Final = frozenset(
    {
        *("xml-entity-bomb", "xml-too-deep", "document-too-large"),
        *("format-unknown", "sitemap-invalid", "document-empty"),
    }
)
"""What is left alone altogether."""
