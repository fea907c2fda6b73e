"""Names of elements in feeds, whatever the version of their vocabulary, and which of them hold which field.

Sources: RSS 0.90 to 2.0.11, RSS 1.0 with its modules, RFC 4287 (Atom), Atom 0.3, Media RSS 1.5.1, Dublin Core, iTunes.
"""

from __future__ import annotations

from functools import lru_cache

_PREFIXES = {
    "": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss091": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/net/rss1.1#": "",
    "http://www.w3.org/2005/atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/elements/1.0/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    **{f"http://wordpress.org/export/{version}/": "wp:" for version in ("1.0", "1.1", "1.2")},
    **{f"http://wordpress.org/export/{version}/excerpt/": "excerpt:" for version in ("1.0", "1.1", "1.2")},
}


@lru_cache(maxsize=1024)
def name_of(tag: str) -> str:
    """Return the name of an element under the usual prefix of its vocabulary; of one nobody knows the tag itself.

    >>> name_of("{http://purl.org/rss/1.0/modules/content/}encoded")
    'content:encoded'
    """
    namespace, _, name = tag.rpartition("}")
    prefix = _PREFIXES.get(namespace[1:].casefold())
    return tag if prefix is None else f"{prefix}{name}".casefold()


ID = ("guid", "atom:id", "dc:identifier")
TITLE = ("title", "atom:title", "dc:title", "media:title", "itunes:title")
LINK = ("feedburner:origlink", "link", "atom:link")
CONTENT = ("content:encoded", "atom:content", "xhtml:body", "xhtml:div", "fullitem")
SUMMARY = ("description", "atom:summary", "dc:description", "itunes:summary", "itunes:subtitle", "media:description")
AUTHORS = ("atom:author", "dc:creator", "author", "itunes:author", "dc:contributor")
PUBLISHED = ("pubdate", "atom:published", "atom:issued", "dcterms:issued", "dc:date", "dcterms:created", "atom:created")
UPDATED = ("atom:updated", "atom:modified", "dcterms:modified")
TAGS = ("category", "atom:category", "dc:subject", "media:keywords", "itunes:keywords", "media:category")
LANGUAGE = ("dc:language", "language")
