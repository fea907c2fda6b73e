"""ELEMENT: what all that writes XML needs: an element appended, with the attributes that say something.

What is said of a feed is appended to the element that feedgen made of it.  An entry is a `Piece`, which becomes text as
lxml would write it, in a third of the time (`docs/decisions/` 0036).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from feedtool.characters import in_xml
from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    Element = _Element

XML = "http://www.w3.org/XML/1998/namespace"
ATOM = "http://www.w3.org/2005/Atom"

_LONG = 500
_SPECIAL = regex(r"[&<>\"\r\n\t]")


class Names(dict[str, tuple[str, str]]):
    """The names of elements and attributes as a document opens and closes them, by `name` or `{namespace}name`.

    A namespace without a prefix in the document gets one where it is met: then a declaration stands behind the name.
    `escaped` are long texts as XML holds them, as far as they are known.
    """

    def __init__(self, prefixes: Mapping[str | None, str], escaped: dict[str, str] | None = None) -> None:
        super().__init__()
        self._escaped = {} if escaped is None else escaped
        self._prefixes = {uri: prefix for prefix, uri in reversed(list(prefixes.items()))} | {XML: "xml"}

    def __missing__(self, name: str) -> tuple[str, str]:
        uri, _, local = name.removeprefix("{").rpartition("}")
        prefix = self._prefixes.get(uri) if uri else ""
        declared = "" if prefix is not None else f' xmlns:ns0="{_attribute(uri)}"'
        written = f"{'ns0' if prefix is None else prefix}:{local}" if uri else local
        self[name] = names = written + declared, written
        return names

    def escaped(self, text: str) -> str:
        """Return text as XML holds it between tags; a long one is kept, since it is written more than once."""
        if len(text) < _LONG:
            return in_xml(text)
        known = self._escaped.get(text)
        if known is None:
            known = self._escaped[text] = in_xml(text)
        return known


class Piece:
    """An element of an entry: it has attributes, and holds either text or elements."""

    __slots__ = ("_attributes", "_closing", "_lines", "_names", "_opening")

    def __init__(self, name: str, names: Names, attributes: str = "") -> None:
        self._opening, self._closing = names[name]
        self._names = names
        self._attributes = attributes
        self._lines: list[str | Piece] = []

    def set(self, name: str, value: str) -> None:
        """Give an attribute that it has not yet."""
        self._attributes += f' {self._names[name][0]}="{_attribute(value)}"'

    def add(self, name: str, text: str, attributes: Mapping[str, str]) -> Piece:
        """Append an element; one with text is finished by that, and takes nothing more."""
        said = ""
        for key, value in attributes.items():
            if value:
                said += f' {key}="{_attribute(value)}"'
        if not text:
            child = Piece(name, self._names, said)
            self._lines.append(child)
            return child
        opening, closing = self._names[name]
        self._lines.append(f"<{opening}{said}>{self._names.escaped(text)}</{closing}>")
        return _FINISHED

    def text(self, indent: str = "") -> str:
        """Return it as text, its first line without indentation, the last without a line break."""
        opening = f"<{self._opening}{self._attributes}"
        if not self._lines:
            return f"{opening}/>"
        between = f"\n{indent}  "
        lines = [line if isinstance(line, str) else line.text(f"{indent}  ") for line in self._lines]
        return f"{opening}>{between}{between.join(lines)}\n{indent}</{self._closing}>"


class _Finished(Piece):
    """An element with text, which is written already."""

    __slots__ = ()

    def __init__(self) -> None:
        """Hold nothing."""

    def set(self, name: str, value: str) -> None:
        """Refuse.

        Raises:
            TypeError: always.

        """
        raise TypeError(f"{name!r} ({value!r}) comes too late: give it to `add`, with the text")

    def add(self, name: str, text: str, attributes: Mapping[str, str]) -> Piece:  # noqa: ARG002 - as of all
        """Refuse.

        Raises:
            TypeError: always.

        """
        raise TypeError(f"{name!r} cannot stand in an element that holds text")


_FINISHED = _Finished()
Holder = TypeVar("Holder", bound="Element | Piece")


def add(parent: Holder, name: str, text: str = "", /, **attributes: str) -> Holder:
    """Append an element, and return it; attributes without a value are left out."""
    if isinstance(parent, Piece):
        return cast("Holder", parent.add(name, text, attributes))
    import lxml.etree as ET  # noqa: N812, PLC0415 - an entry is written without it

    child = ET.SubElement(parent, name, {key: value for key, value in attributes.items() if value})
    if text:
        child.text = text
    return cast("Holder", child)


def _attribute(value: str) -> str:
    """Return text as XML holds it in an attribute's quotes."""
    if not _SPECIAL.search(value):
        return value
    value = in_xml(value).replace('"', "&quot;")
    return value.replace("\n", "&#10;").replace("\t", "&#9;")


def number(value: float) -> str:
    """Return a number as text that every reader reads: no exponent, no needless zeros, empty for 0."""
    return f"{value:.6f}".rstrip("0").rstrip(".") if value else ""
