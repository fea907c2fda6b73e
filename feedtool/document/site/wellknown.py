"""The list of all feeds where programs look for it: `/.well-known/feeds`.

Source: https://blog.jim-nielsen.com/2022/feeds-in-well-known/ (OPML at a well-known place, RFC 8615).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.document.site import opml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedtool.document import Document
    from feedtool.document.site import Site

NAME = ".well-known/feeds"


def write(site: Site) -> Iterator[Document]:
    """Yield the list of a site's feeds."""
    return opml.write(site, name=NAME)
