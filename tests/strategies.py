"""Articles of every sort, for properties: any Unicode text, any instant, any address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from feedtool.article import Article, Enclosure, Image, Location, Origin, Person, Related, Rendition, Replies, Via
from feedtool.episode import TYPES, Episode, Soundbite, Transcript, Voice

TEXT = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=st.characters(exclude_categories=()), max_size=30),  # lone surrogates and control characters too
    st.sampled_from(
        [
            "]]>",
            "<![CDATA[x]]>",
            "&amp;amp; &lt;b&gt; &nbsp;",
            "5 < 6 & 7 > 3",
            "<script>alert(1)</script>",
            "Trump’s “Orders” – or not?",
            "नमस्ते दुनिया",
            "שלום עולם",
            "\U0001f600 \u202e\u2066x\u2069",
            "no",
            "1e3",
            "15:21",
            "~",
            "null",
            "- a: b",
            "# not a heading",
            "---",
            "\x00\x0b\x7f\x85\u2028\ufffe",
            "a\r\nb\rc",
            "../../etc/passwd",
        ]
    ),
)
LINE = TEXT
ADDRESS = st.one_of(
    st.just(""),
    st.sampled_from(
        [
            "https://news.example/a",
            "https://news.example/ü?q=1&r=[2]#f#g",
            "http://exämple.test/",
            "/relative/path",
            "javascript:alert(1)",
            "https://news.example/100%",
            "//other.example/x",
            "https://[::1]/",
            "http://",
            "mailto:desk@news.example",
        ]
    ),
    TEXT,
)
OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(datetime(1991, 1, 1), datetime(2024, 12, 31), timezones=OFFSETS | st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
TITLES = TEXT.filter(lambda text: " ".join(text.split()).strip("\x00\x0b\ufffe") != "").map(lambda text: f"T{text}")
PEOPLE = st.builds(
    Person,
    name=LINE,
    uri=ADDRESS,
    email=st.sampled_from(["", "desk@news.example", "not an address"]),
    avatar=st.one_of(st.just(""), ADDRESS),
)
IMAGES = st.builds(
    Image,
    url=ADDRESS,
    alt=LINE,
    caption=LINE,
    credit=LINE,
    type=st.sampled_from(["", "image/jpeg", "jpeg"]),
    length=st.integers(0, 10**6),
)
ENCLOSURES = st.builds(
    Enclosure,
    url=ADDRESS,
    type=st.sampled_from(["", "audio/mpeg", "not a type"]),
    length=st.integers(0, 10**9),
    duration=st.sampled_from([0, 0, 1800]),
    title=LINE,
)
FEED_IDS = ADDRESS | st.sampled_from(
    ["tag:hill.example,2025:feed", "tag:hill.example,2025", "urn:x", "urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6"]
)
RENDITIONS = st.builds(Rendition, url=ADDRESS, type=st.sampled_from(["", "image/webp"]), width=st.integers(0, 4000))
PICTURES = st.builds(
    Image,
    url=ADDRESS,
    title=LINE,
    width=st.integers(0, 4000),
    height=st.integers(0, 4000),
    thumbnail=ADDRESS,
    keywords=st.lists(LINE.filter(lambda word: "," not in word), max_size=2).map(tuple),
    renditions=st.lists(RENDITIONS, max_size=2).map(tuple),
)
LOCATIONS = st.builds(Location, name=LINE) | st.builds(
    Location, name=LINE, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180)
)
SECONDS = st.floats(0, 10**5)
EPISODES = st.builds(
    Episode,
    number=st.sampled_from(["", "7", "7.5"]),
    season=st.sampled_from(["", "2"]),
    season_name=LINE,
    title=LINE,
    type=st.sampled_from(["", *TYPES]),
    explicit=st.none() | st.booleans(),
    block=st.booleans(),
    image=ADDRESS,
    chapters=ADDRESS,
    transcripts=st.lists(
        st.builds(Transcript, url=ADDRESS, type=st.sampled_from(["", "text/vtt", "?"]), language=LINE, rel=LINE),
        max_size=2,
    ).map(tuple),
    soundbites=st.lists(st.builds(Soundbite, start=SECONDS, duration=SECONDS, title=LINE), max_size=2).map(tuple),
    persons=st.lists(
        st.builds(Voice, name=LINE, role=LINE, group=LINE, image=ADDRESS, url=ADDRESS),
        max_size=2,
    ).map(tuple),
)
MORE = {
    "license": st.sampled_from(["", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", "ask us"]),
    "location": st.none() | LOCATIONS,
    "replies": st.none() | st.builds(Replies, url=ADDRESS, feed=ADDRESS, count=st.none() | st.integers(0, 10**6)),
    "reply_to": st.lists(ADDRESS, max_size=2).map(tuple),
    "external": st.one_of(st.just(""), ADDRESS),
    "episode": st.none() | EPISODES,
}
_FIELDS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "title": TITLES,
        "published": INSTANTS,
        "id": st.one_of(st.just(""), TEXT, st.uuids().map(str), st.just("tag:news.example,2025:x")),
        "slug": LINE,
        "summary": LINE,
        "authors": st.lists(PEOPLE, max_size=2).map(tuple),
        "updated": st.none() | INSTANTS,
        "body": TEXT | st.lists(TEXT, max_size=4).map("\n\n".join),
        "images": st.lists(IMAGES | PICTURES, max_size=2).map(tuple),
        "enclosures": st.lists(ENCLOSURES, max_size=2).map(tuple),
        "tags": st.lists(LINE, max_size=3).map(tuple),
        "link": ADDRESS,
        "related": st.lists(st.builds(Related, title=LINE, url=ADDRESS), max_size=2).map(tuple),
        "via": st.none() | st.builds(Via, title=LINE, url=ADDRESS, feed_url=ADDRESS, id=FEED_IDS),
        "language": st.sampled_from(["", "en", "en-IN", "hi", "xx not a tag"]),
        "draft": st.booleans(),
        "withdrawn": st.booleans(),
        "origin": st.builds(Origin, path=LINE, kind=LINE, digest=st.text("0123456789abcdef", min_size=1, max_size=8)),
        **MORE,
    }
)
ARTICLES = _FIELDS.map(lambda said: Article(**said))
