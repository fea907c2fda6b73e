"""What is known of each namespace, one value a line: the elements right and wrong, and the rules that say so."""

from __future__ import annotations

import re

import pytest

from feedtool.validate import check
from feedtool.validate.names import USUAL

SPACES = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in USUAL.items() if prefix not in {"atom", "xhtml"})
GENERAL = {"itunes-part-missing", "link-repeated"}  # said of any podcast that is not whole


def rss(item: str, channel: str = "") -> bytes:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:xhtml="http://www.w3.org/1999/xhtml"{SPACES}>
<channel><title>The Valley Herald</title><link>https://news.example/</link><description>News</description>
<atom:link rel="self" type="application/rss+xml" href="https://news.example/rss.xml"/>{channel}
<item><title>Rain</title><description>Rain</description><guid>https://news.example/rain</guid>{item}</item>
</channel></rss>""".encode()


def codes(content: bytes) -> set[str]:
    return {problem.rule for problem in check(content)} - GENERAL


RIGHT = """
<media:content url="https://a.example/a.mp4" type="video/mp4" bitrate="12.5" expression="full" lang="en"/>
<media:group><media:content url="https://a.example/a.mp4"/><media:content url="https://a.example/b.mp4"/></media:group>
<media:rating scheme="urn:mpaa">pg-13</media:rating>
<media:hash algo="sha-1">da39a3ee5e6b4b0d3255bfef95601890afd80709</media:hash>
<media:hash>dfdec888b72151965a34b4b59031290a</media:hash>
<media:credit role="producer" scheme="urn:ebu">A. Writer</media:credit>
<media:restriction relationship="allow" type="country">au us</media:restriction>
<media:restriction relationship="deny">all</media:restriction>
<media:community><media:starRating average="3.5" count="20" min="1" max="10"/></media:community>
<media:comments><media:comment>one</media:comment><media:comment>two</media:comment></media:comments>
<media:embed url="https://a.example/p" width="512"><media:param name="type">video/mp4</media:param></media:embed>
<media:price type="rent" price="19.99" currency="EUR"/>
<media:subTitle type="application/smil" lang="en-us" href="https://a.example/s.smil"/>
<media:scenes><media:scene><sceneTitle>a</sceneTitle><sceneStartTime>00:15</sceneStartTime></media:scene></media:scenes>
<media:location start="00:01" end="01:00"><georss:point>35.6 -121.2</georss:point></media:location>
<georss:where><gml:Point><gml:pos>35.6 -121.2</gml:pos></gml:Point></georss:where>
<media:thumbnail url="https://a.example/a.jpg" time="12:05:01.123" width="75"/>
<media:rights status="userCreated"/>
<media:peerLink type="application/x-bittorrent" href="https://a.example/a.torrent"/>
<itunes:duration>1:02:03</itunes:duration>
<itunes:duration>1800</itunes:duration>
<itunes:explicit>true</itunes:explicit>
<itunes:episodeType>Bonus</itunes:episodeType>
<itunes:image href="https://a.example/a.jpg"/>
<itunes:keywords>rain, hail</itunes:keywords>
<googleplay:explicit>yes</googleplay:explicit>
<podcast:transcript url="https://a.example/a.vtt" type="text/vtt" language="en"/>
<podcast:person role="host" img="https://a.example/a.jpg">A. Writer</podcast:person>
<podcast:soundbite startTime="73.0" duration="60.0"/>
<podcast:location geo="geo:30.2672,97.7431" osm="R113314">Austin, TX</podcast:location>
<podcast:season name="Race for the Whitehouse">3</podcast:season>
<podcast:value type="a" method="b"><podcast:valueRecipient type="node" address="02d5" split="9"/></podcast:value>
<podcast:alternateEnclosure type="audio/mpeg"><podcast:source uri="https://a.example/"/></podcast:alternateEnclosure>
<georss:point>45.256 -71.92</georss:point>
<georss:line>45.256 -110.45 46.46 -109.48</georss:line>
<georss:polygon>45.256 -110.45 46.46 -109.48 43.84 -109.86 45.256 -110.45</georss:polygon>
<georss:box>42.943 -71.032 43.039 -69.856</georss:box>
<georss:circle>42.943 -71.032 500</georss:circle>
<geo:lat>26.58</geo:lat><geo:long>-97.83</geo:long>
<slash:comments>0</slash:comments>
<wfw:commentRss>https://a.example/feed</wfw:commentRss>
<trackback:ping>https://a.example/tb</trackback:ping>
<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>
<dcterms:modified>2025-12-24</dcterms:modified>
<feedburner:origLink>https://a.example/</feedburner:origLink>
<g:price>12.50 INR</g:price><g:condition>new</g:condition>
<g:label>a</g:label><g:label>b</g:label>
<g:year>1999</g:year>
<sx:sync id="a" updates="1"><sx:history sequence="1" when="2025-12-24T15:21:46Z" by="desk"/></sx:sync>
"""
WRONG = """
<media:content url="rain.mp4"/> | uri-invalid
<media:content url="https://a.example/a.mp4" medium="film"/> | value-not-listed
<media:content url="https://a.example/a.mp4" isDefault="yes"/> | boolean-invalid
<media:content url="https://a.example/a.mp4" fileSize="1.5"/> | integer-invalid
<media:content url="https://a.example/a.mp4" size="1"/> | extension-attribute-unknown
<media:group><media:content url="https://a.example/a.mp4"/></media:group> | media-group-of-one
<media:rating>for all</media:rating> | media-rating-invalid
<media:hash algo="md4">abc</media:hash> | value-not-listed
<media:hash>abc</media:hash> | value-form
<media:credit role="Producer">A</media:credit> | value-form
<media:restriction type="country">au</media:restriction> | extension-attribute-missing
<media:restriction relationship="allow" type="country">Australia</media:restriction> | value-form
<media:text type="rtf">x</media:text> | value-not-listed
<media:title>&lt;b&gt;Rain&lt;/b&gt;</media:title> | html-in-plain-text
<media:thumbnail url="https://a.example/a.jpg" time="later"/> | value-form
<media:location start="02:00" end="01:00"/> | value-form
<media:player/> | extension-attribute-missing
<media:nonsense/> | extension-element-unknown
<media:rights status="mine"/> | value-not-listed
<itunes:explicit>yes</itunes:explicit> | itunes-explicit-invalid
<itunes:duration>1:99</itunes:duration> | itunes-duration-invalid
<itunes:episode>one</itunes:episode> | integer-invalid
<itunes:season>0</itunes:season> | integer-invalid
<itunes:episodeType>special</itunes:episodeType> | value-not-listed
<itunes:image/> | extension-attribute-missing
<itunes:type>serial</itunes:type> | extension-element-misplaced
<itunes:nonsense/> | extension-element-unknown
<podcast:nonsense/> | extension-element-unknown
<podcast:transcript url="https://a.example/a.vtt"/> | extension-attribute-missing
<podcast:soundbite startTime="x" duration="60"/> | number-invalid
<podcast:location geo="geo:97.7,30.2">x</podcast:location> | geo-coordinate-invalid
<podcast:alternateEnclosure type="audio/mpeg"/> | extension-part-missing
<podcast:socialInteract protocol="smoke"/> | value-not-listed
<georss:point>45.256</georss:point> | geo-coordinate-invalid
<georss:point>x y</georss:point> | geo-coordinate-invalid
<georss:point>45.256 -190</georss:point> | geo-coordinate-invalid
<georss:line>45.256 -71.92</georss:line> | geo-coordinate-invalid
<georss:polygon>45 -110 46 -109 43 -109 44 -110</georss:polygon> | geo-coordinate-invalid
<georss:circle>42 -71 0</georss:circle> | geo-coordinate-invalid
<geo:lat>126</geo:lat> | geo-coordinate-invalid
<slash:comments>-1</slash:comments> | integer-invalid
<slash:hit_parade>1,,2</slash:hit_parade> | value-form
<wfw:comment>comment</wfw:comment> | uri-invalid
<dcterms:modified>yesterday</dcterms:modified> | dc-date-invalid
<dc:author>A</dc:author> | extension-element-unknown
<cc:license/> | extension-attribute-missing
<creativeCommons:license>foo</creativeCommons:license> | uri-invalid
<feedburner:awareness>x</feedburner:awareness> | uri-invalid
<g:year>99</g:year> | value-form
<g:gender>maybe</g:gender> | value-not-listed
<g:expiration_date>soon</g:expiration_date> | instant-invalid
<sx:sync id="a" updates="0"><sx:history sequence="1" by="x"/></sx:sync> | integer-invalid sync-attribute-advised
<sx:sync id="a b" updates="1"><sx:history sequence="1" when="2025-12-24T15:21:46Z" by="x"/></sx:sync> | urn-invalid
<xhtml:meta name="robots"/> | extension-attribute-missing
<xhtml:meta name="author" content="noindex"/> | value-not-listed
"""
CHANNEL_WRONG = """
<sy:updatePeriod>fortnightly</sy:updatePeriod> | value-not-listed
<sy:updateFrequency>0</sy:updateFrequency> | integer-invalid
<sy:updateBase>noon</sy:updateBase> | dc-date-invalid
<podcast:locked>maybe</podcast:locked> | value-not-listed
<podcast:guid>rain</podcast:guid> | value-form
<podcast:medium>radio</podcast:medium> | value-not-listed
<podcast:funding url="http://a.example/">x</podcast:funding> | podcast-not-https
<podcast:updateFrequency rrule="weekly">x</podcast:updateFrequency> | value-form
<podcast:trailer pubdate="Thu, 01 Apr 2021 08:00:00 EST">x</podcast:trailer> | extension-attribute-missing
<itunes:type>daily</itunes:type> | value-not-listed
<itunes:category text="Arts"><itunes:category text="Golf"/></itunes:category> | itunes-category-unknown
<itunes:category/> | extension-attribute-missing
<itunes:complete>soon</itunes:complete> | value-not-listed
<itunes:new-feed-url>feed</itunes:new-feed-url> | uri-invalid
<itunes:owner><itunes:email>x</itunes:email></itunes:owner> | rss-person-without-email
<opensearch:totalResults>many</opensearch:totalResults> | integer-invalid
<opensearch:Query searchTerms="rain"/> | extension-attribute-missing
<opensearch:Query role="boss"/> | value-not-listed
<admin:generatorAgent>x</admin:generatorAgent> | extension-attribute-missing
<blogChannel:blink>example.com</blogChannel:blink> | uri-invalid
<sx:sharing since="24 Dec 2025"/> | instant-invalid
<sx:sharing><sx:related link="https://a.example/" type="some"/></sx:sharing> | value-not-listed
<sx:sharing><sx:related link="/a" type="complete"/></sx:sharing> | uri-invalid
<slash:comments>1</slash:comments> | extension-element-misplaced
"""


def rows(text: str) -> list[tuple[str, set[str]]]:
    return [(line.partition(" | ")[0], set(line.partition(" | ")[2].split())) for line in text.strip().splitlines()]


def name(value: object) -> str:
    return re.sub(r"\W+", "-", str(value))[:60] if isinstance(value, str) else ""


@pytest.mark.parametrize("element", RIGHT.strip().splitlines(), ids=name)
def test_what_a_namespace_defines_is_right(element: str) -> None:
    assert codes(rss(element)) - {"rss-slash-without-date"} == set()


@pytest.mark.parametrize(("element", "expected"), rows(WRONG), ids=name)
def test_what_a_namespace_does_not_allow_in_an_item(element: str, expected: set[str]) -> None:
    assert codes(rss(element)) - {"rss-slash-without-date"} == expected


@pytest.mark.parametrize(("element", "expected"), rows(CHANNEL_WRONG), ids=name)
def test_what_a_namespace_does_not_allow_in_a_channel(element: str, expected: set[str]) -> None:
    assert codes(rss("", element)) == expected


@pytest.mark.parametrize("code", ["itunes-category-old", "itunes-category-unknown"])
def test_categories_with_an_ampersand(code: str) -> None:
    assert codes(rss("", '<itunes:category text="Kids &amp; Family"/>')) == set()
    old = codes(rss("", '<itunes:category text="Games &amp; Hobbies"/>'))
    assert (code in old) == (code == "itunes-category-old")


@pytest.mark.parametrize(
    ("prefix", "uri", "code"),
    [
        ("media", "http://search.yahoo.com/mrss", "namespace-miswritten"),
        ("content", "https://purl.org/rss/1.0/modules/content/", "namespace-near-miss"),
        ("dc", "http://purl.org/dc/elements/1.1", "namespace-near-miss"),
        ("dc", "https://news.example/", "namespace-prefix-misleading"),
        ("paper", "https://news.example/", "namespace-unknown"),
        ("atom10", "http://www.w3.org/2005/Atom", ""),
    ],
)
def test_how_a_namespace_is_declared(prefix: str, uri: str, code: str) -> None:
    content = rss("").replace(f' xmlns:{prefix}="{USUAL.get(prefix, "")}"'.encode(), b"", 1)
    content = content.replace(b"<rss ", f'<rss xmlns:{prefix}="{uri}" '.encode(), 1)
    assert codes(content) == ({code} if code else set())


RSS_1 = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://news.example/rss.rdf"><title>The Valley Herald</title><link>https://news.example/</link>
<description>News</description><items><rdf:Seq><rdf:li rdf:resource="https://news.example/rain"/></rdf:Seq></items></channel>
<item rdf:about="https://news.example/rain"><title>Rain</title><link>https://news.example/rain</link></item></rdf:RDF>"""
RSS_11 = """<?xml version="1.0" encoding="utf-8"?>
<Channel xmlns="http://purl.org/net/rss1.1#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="https://news.example/rss.rdf">
<title>The Valley Herald</title><link>https://news.example/</link><description>News</description>
<items rdf:parseType="Collection"><item rdf:about="https://news.example/rain"><title>Rain</title>
<link>https://news.example/rain</link></item></items></Channel>"""
OPML = """<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0"><head><title>Feeds</title><dateCreated>Wed, 24 Dec 2025 15:21:46 +0530</dateCreated></head>
<body><outline text="News"><outline type="rss" text="Rain" xmlUrl="https://news.example/rss.xml"/></outline></body></opml>"""
SEARCH = """<?xml version="1.0" encoding="utf-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/"><ShortName>Herald</ShortName>
<Description>Search the news</Description><Url type="text/html" template="https://news.example/?q={searchTerms}&amp;p={startPage?}"/>
</OpenSearchDescription>"""


@pytest.mark.parametrize(
    ("text", "find", "put", "expected"),
    [
        (RSS_1, "", "", set()),
        (RSS_1, "</title>", "</title><language>en</language>", {"extension-element-unknown"}),
        (RSS_1, ' rdf:about="https://news.example/rain"', "", {"extension-attribute-missing"}),
        (RSS_1, "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", None),
        (RSS_11, "", "", set()),
        (RSS_11, ' rdf:parseType="Collection"', "", {"extension-attribute-missing"}),
        (RSS_11, "<description>News</description>", "", {"rdf-part-missing"}),
        (OPML, "", "", set()),
        (OPML, "24 Dec", "25 Dec", {"rss-date-weekday-wrong"}),
        (OPML, ' version="2.0">', ">", {"opml-attribute-missing"}),
        (OPML, "https://news", "news", {"uri-invalid"}),
        (OPML, "<head>", "<head><expansionState>1,,2</expansionState>", {"value-form"}),
        (SEARCH, "", "", set()),
        (SEARCH, "Herald", "The Valley Herald", {"text-too-long"}),
        (SEARCH, "<Description>Search the news</Description>", "", {"extension-part-missing"}),
        (SEARCH, "{searchTerms}", "{search terms}", {"uri-invalid"}),
        (SEARCH, ' type="text/html"', "", {"extension-attribute-missing"}),
    ],
)
def test_other_vocabularies(text: str, find: str, put: str, expected: set[str] | None) -> None:
    found = codes((text.replace(find, put, 1) if find else text).encode())
    assert found == expected if expected is not None else "format-unknown" not in found
