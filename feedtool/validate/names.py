"""Names: the namespaces that are met in feeds, and how an element's name is written here.

An element or attribute is named as expat names it: `local`, or `namespace-uri local` with one space between.
"""

from __future__ import annotations

from typing import Final

ATOM: Final = "http://www.w3.org/2005/Atom "
CONTENT: Final = "http://purl.org/rss/1.0/modules/content/ "
DC: Final = "http://purl.org/dc/elements/1.1/ "
DCTERMS: Final = "http://purl.org/dc/terms/ "
SY: Final = "http://purl.org/rss/1.0/modules/syndication/ "
SLASH: Final = "http://purl.org/rss/1.0/modules/slash/ "
WFW: Final = "http://wellformedweb.org/CommentAPI/ "
MEDIA: Final = "http://search.yahoo.com/mrss/ "
THR: Final = "http://purl.org/syndication/thread/1.0 "
FH: Final = "http://purl.org/syndication/history/1.0 "
LICENCE: Final = "http://backend.userland.com/creativeCommonsRssModule "
PING: Final = "http://madskills.com/public/xml/rss/module/trackback/ "
XHTML: Final = "http://www.w3.org/1999/xhtml "
XML: Final = "http://www.w3.org/XML/1998/namespace "
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns# "

# The prefix that everybody writes, and its namespace (without the separating space).
USUAL: Final[dict[str, str]] = {
    "admin": "http://webns.net/mvcb/",
    "app": "http://www.w3.org/2007/app",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "atom": ATOM.strip(),
    "blogChannel": "http://backend.userland.com/blogChannelModule",
    "content": CONTENT.strip(),
    "creativeCommons": LICENCE.strip(),
    "dc": DC.strip(),
    "dcterms": DCTERMS.strip(),
    "fh": FH.strip(),
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "georss": "http://www.georss.org/georss",
    "googleplay": "http://www.google.com/schemas/play-podcasts/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": MEDIA.strip(),
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "rdf": RDF.strip(),
    "slash": SLASH.strip(),
    "sy": SY.strip(),
    "thr": THR.strip(),
    "trackback": PING.strip(),
    "wfw": WFW.strip(),
    "xhtml": XHTML.strip(),
}

# Namespaces under which nothing is found by readers, and the one that was meant.
MISWRITTEN: Final[dict[str, str]] = {
    "http://search.yahoo.com/mrss": MEDIA.strip(),
    "https://search.yahoo.com/mrss/": MEDIA.strip(),
    "https://search.yahoo.com/mrss": MEDIA.strip(),
    "http://www.w3.org/2005/atom": ATOM.strip(),
    "http://www.w3.org/2005/Atom/": ATOM.strip(),
    "https://www.w3.org/2005/Atom": ATOM.strip(),
    "http://purl.org/rss/1.0/modules/content": CONTENT.strip(),
    "https://purl.org/rss/1.0/modules/content/": CONTENT.strip(),
    "http://purl.org/dc/elements/1.1": DC.strip(),
    "https://purl.org/dc/elements/1.1/": DC.strip(),
    "http://purl.org/rss/1.0/modules/syndication": SY.strip(),
    "http://purl.org/rss/1.0/modules/slash": SLASH.strip(),
    "http://www.itunes.com/DTDs/Podcast-1.0.dtd": USUAL["itunes"],
    "http://www.itunes.com/dtds/podcast-1.0.dtd/": USUAL["itunes"],
    "https://www.itunes.com/dtds/podcast-1.0.dtd": USUAL["itunes"],
}

# What was Atom before it was a standard: readers of today do not read it.
OBSOLETE_ATOM: Final = frozenset(
    {"http://purl.org/atom/ns#", "http://example.com/newformat#", "http://purl.org/atom/ns"}
)


def local(name: str) -> str:
    """Return the part of `name` behind its namespace."""
    return name.rpartition(" ")[2]


def namespace(name: str) -> str:
    """Return the namespace of `name`, "" when it has none."""
    return name.rpartition(" ")[0]
