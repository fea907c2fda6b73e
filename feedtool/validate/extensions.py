"""The namespaces that feeds borrow from, as one table: element name → what is known of it.

A namespace that has a row here is checked (a name that it does not define is an error); any other is left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from feedtool.validate import atom, publishing
from feedtool.validate.grammar import Element
from feedtool.validate.names import ATOM, RDF
from feedtool.validate.namespaces import blogging, feedsync, gbase, itunes, media, places, podcast, search

if TYPE_CHECKING:
    from collections.abc import Mapping

_ATOM_IN_RSS: Final[dict[str, Element]] = {
    **{name: inner for name, inner in {**atom.FEED.children, **atom.ENTRY.children}.items() if name != f"{ATOM}entry"},
}
COMMON: Final[Mapping[str, Element]] = {
    **blogging.ELEMENTS,
    **feedsync.ELEMENTS,
    **gbase.ELEMENTS,
    **itunes.ELEMENTS,
    **media.ELEMENTS,
    **places.ELEMENTS,
    **podcast.ELEMENTS,
    **publishing.ELEMENTS,
    **search.ELEMENTS,
}
IN_ATOM: Final[Mapping[str, Element]] = COMMON
# RDF as such has no meaning in RSS 2.0; a whole block of it (a licence) is somebody's extension.
IN_RSS: Final[Mapping[str, Element]] = {
    **COMMON,
    **_ATOM_IN_RSS,
    f"{RDF}RDF": Element(open=True, many=True),
}
IN_RDF: Final[Mapping[str, Element]] = {
    name: replace(inner, many=True, attributes={**inner.attributes, f"{RDF}resource": None, f"{RDF}parseType": None})
    for name, inner in {**COMMON, **_ATOM_IN_RSS}.items()
}
