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
RSS10: Final = "http://purl.org/rss/1.0/ "
RSS11: Final = "http://purl.org/net/rss1.1# "
RSS090: Final = "http://my.netscape.com/rdf/simple/0.9/ "
ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd "
PODCAST: Final = "https://podcastindex.org/namespace/1.0 "
GOOGLEPLAY: Final = "http://www.google.com/schemas/play-podcasts/1.0 "
GEORSS: Final = "http://www.georss.org/georss "
GEO: Final = "http://www.w3.org/2003/01/geo/wgs84_pos# "
GML: Final = "http://www.opengis.net/gml "
APP: Final = "http://www.w3.org/2007/app "
ADMIN: Final = "http://webns.net/mvcb/ "
CC: Final = "http://web.resource.org/cc/ "
BLOGCHANNEL: Final = "http://backend.userland.com/blogChannelModule "
FEEDBURNER: Final = "http://rssnamespace.org/feedburner/ext/1.0 "
TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0 "
OPENSEARCH: Final = "http://a9.com/-/spec/opensearch/1.1/ "
OPENSEARCH_OLD: Final = "http://a9.com/-/spec/opensearchrss/1.0/ "
SYNC: Final = "http://feedsync.org/2007/feedsync "
ACCESS: Final = "http://www.bloglines.com/about/specs/fac-1.0 "
CONVERSATIONS: Final = "http://conversationsnetwork.org/rssNamespace-1.0/ "
GBASE: Final = "http://base.google.com/ns/1.0 "

# The prefix that everybody writes, and its namespace (without the separating space).
USUAL: Final[dict[str, str]] = {
    "access": ACCESS.strip(),
    "admin": ADMIN.strip(),
    "app": APP.strip(),
    "at": TOMBSTONES.strip(),
    "atom": ATOM.strip(),
    "blogChannel": BLOGCHANNEL.strip(),
    "cc": CC.strip(),
    "content": CONTENT.strip(),
    "creativeCommons": LICENCE.strip(),
    "dc": DC.strip(),
    "dcterms": DCTERMS.strip(),
    "fh": FH.strip(),
    "feedburner": FEEDBURNER.strip(),
    "foaf": "http://xmlns.com/foaf/0.1/",
    "g": GBASE.strip(),
    "geo": GEO.strip(),
    "georss": GEORSS.strip(),
    "gml": GML.strip(),
    "googleplay": GOOGLEPLAY.strip(),
    "itunes": ITUNES.strip(),
    "media": MEDIA.strip(),
    "opensearch": OPENSEARCH.strip(),
    "podcast": PODCAST.strip(),
    "rdf": RDF.strip(),
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "slash": SLASH.strip(),
    "sx": SYNC.strip(),
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
}
# Namespaces that are met in feeds and known to programs, beside those of `USUAL`: nothing in them is checked.
KNOWN: Final = frozenset(
    {
        "http://backend.userland.com/rss2",
        "http://webfeeds.org/rss/1.0",
        "http://source.scripting.com/",
        "http://www.smartnews.be/snf",
        "http://news.yandex.ru",
        "http://turbo.yandex.ru",
        "http://www.livejournal.org/rss/lj/1.0/",
        "http://purl.org/rss/1.0/modules/wiki/",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://cyber.law.harvard.edu/rss/",
        "http://schemas.google.com/g/2005",
        "http://schemas.google.com/blogger/2008",
        "http://schemas.google.com/gdata/batch",
        "http://gdata.youtube.com/schemas/2007",
        "http://www.youtube.com/xml/schemas/2015",
        "http://wordpress.org/export/1.0/",
        "http://wordpress.org/export/1.1/",
        "http://wordpress.org/export/1.2/",
        "http://wordpress.org/export/1.2/excerpt/",
        "com-wordpress:feed-additions:1",
        "http://podlove.org/simple-chapters",
        "http://podlove.org/simple-chapters/",
        "http://bitlove.org",
        "http://www.rawvoice.com/rawvoiceRssModule/",
        "https://blubrry.com/developer/rawvoice-rss/",
        "http://www.spotify.com/ns/rss",
        "https://schema.acast.com/1.0/",
        "http://developer.spotify.com/podcasts",
        "https://feed.press/xmlns",
        "https://api.substack.com/feed",
        "http://purl.org/rss/1.0/modules/annotate/",
        "http://purl.org/rss/1.0/modules/image/",
        "http://purl.org/rss/1.0/modules/link/",
        "http://purl.org/rss/1.0/modules/event/",
        "http://purl.org/rss/1.0/modules/company",
        "http://purl.org/rss/1.0/modules/aggregation/",
        "http://purl.org/rss/1.0/modules/reference/",
        "http://purl.org/rss/1.0/modules/taxonomy/",
        "http://purl.org/rss/1.0/modules/threading/",
        "http://purl.org/rss/1.0/modules/servicestatus/",
        "http://prismstandard.org/namespaces/1.2/basic/",
        "http://prismstandard.org/namespaces/basic/2.0/",
        "http://www.microsoft.com/schemas/rss/core/2005",
        "http://www.pheedo.com/namespace/pheedo",
        "http://rdfs.org/sioc/ns#",
        "http://creativecommons.org/ns#",
        "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
        "http://www.opengis.net/gml/3.2",
        "http://purl.org/atom/app#",
        "http://a9.com/-/spec/opensearchrss/1.0/",
        "http://www.w3.org/1999/xlink",
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1998/Math/MathML",
        "http://www.w3.org/2001/XMLSchema-instance",
        "http://tools.ietf.org/html/rfc4946",
        "http://schema.org/",
        "http://ogp.me/ns#",
        "http://activitystrea.ms/spec/1.0/",
        "http://portablecontacts.net/spec/1.0",
        "http://salmon-protocol.org/ns/magic-env",
        "http://ostatus.org/schema/1.0",
        "http://mastodon.social/schema/1.0",
        "http://www.w3.org/XML/1998/namespace",
    }
)
# What was Atom before it was a standard: readers of today do not read it.
OBSOLETE_ATOM: Final = frozenset(
    {"http://purl.org/atom/ns#", "http://example.com/newformat#", "http://purl.org/atom/ns"}
)


def plain_form(uri: str) -> str:
    """Return a namespace without what people get wrong in it: scheme, www, capitals, version marks at its end."""
    return uri.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/#")


_PLAIN_FORMS: Final = {plain_form(uri): uri for uri in USUAL.values()}


# Addresses that were given up for others.
_MOVED: Final = {"http://www.usemod.com/cgi-bin/mb.pl?ModWiki": "http://purl.org/rss/1.0/modules/wiki/"}


def nearly(uri: str) -> str:
    """Return the well-known namespace that `uri` misses by a letter's case, a scheme or a slash, "" for none."""
    if uri in _MOVED:
        return _MOVED[uri]
    meant = _PLAIN_FORMS.get(plain_form(uri), "")
    return "" if meant == uri else meant


def local(name: str) -> str:
    """Return the part of `name` behind its namespace."""
    return name.rpartition(" ")[2]


def namespace(name: str) -> str:
    """Return the namespace of `name`, "" when it has none."""
    return name.rpartition(" ")[0]
