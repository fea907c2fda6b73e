"""ELEMENT: what all that writes XML needs: an element appended, with the attributes that say something."""

from __future__ import annotations

import lxml.etree as ET  # noqa: N812

XML = "http://www.w3.org/XML/1998/namespace"
ATOM = "http://www.w3.org/2005/Atom"

Element = ET._Element  # noqa: SLF001 - the type that lxml's own functions return has no public name


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Append an element; attributes without a value are left out."""
    if attributes:
        child = ET.SubElement(parent, name, {key: value for key, value in attributes.items() if value})
    else:
        child = ET.SubElement(parent, name)
    if text:
        child.text = text
    return child


def number(value: float) -> str:
    """Return a number as text that every reader reads: no exponent, no needless zeros, empty for 0."""
    return f"{value:.6f}".rstrip("0").rstrip(".") if value else ""
