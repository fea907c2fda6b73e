"""Every key of the configuration: what reads its value, what it means, what holds where it is not given."""

from __future__ import annotations

from feedtool.config import values
from feedtool.config.key import Key
from feedtool.config.podcast import podcast
from feedtool.delivery.headers import ENCODINGS, MAX_AGE
from feedtool.document.site import SITE as SITE_DOCUMENTS
from feedtool.entry import PICTURES
from feedtool.feed import Where
from feedtool.source import KINDS
from feedtool.validate.profiles import DEFAULT, read_levels, read_profile

SITE: dict[str, Key] = {
    "title": Key(read=values.text, meaning="the name of the site, and of feeds that have none"),
    "home": Key(read=values.folder_url, meaning="the address of the site; relative links are resolved against it"),
    "feeds": Key(read=values.folder_url, meaning="the address at which `to` is served; `home` when not given"),
    "authority": Key(read=values.authority, meaning="who mints ids: a domain and a day it was yours (RFC 4151)"),
    "timezone": Key(read=values.zone, meaning="the zone of times that name none; without it they are refused"),
    "words": Key(read=values.zone_words, meaning="what zone words mean, where not what is usual", default={}),
    "date_order": Key(read=values.one_of("dmy", "mdy"), meaning="the order of dates in numbers: `dmy` or `mdy`"),
    "link": Key(read=values.pattern, meaning="the address of articles that carry none, with `{date:…}` and `{slug}`"),
    "authors": Key(read=values.texts, meaning="who wrote articles that name nobody", default=()),
    "language": Key(read=values.language, meaning="the language of articles that name none, as BCP 47 has it"),
    "rights": Key(read=values.text, meaning="the copyright line of every feed"),
    "icon": Key(read=values.url, meaning="a small square picture (Atom)"),
    "logo": Key(read=values.url, meaning="a picture for the feed, GIF, JPEG or PNG"),
    "compress": Key(
        read=values.codings,
        meaning="what is put beside each document: `gzip`, `br`, `zstd`; if not given, `gzip` in folders",
        default=None,
    ),
    "also": Key(
        read=values.several(*SITE_DOCUMENTS),
        meaning="what is written of the whole site beside the feeds: "
        + ", ".join(f"`{name}`" for name in SITE_DOCUMENTS),
        default=(),
    ),
    "to": Key(read=values.target, meaning="where that is delivered to; where the first feed is when not given"),
    "templates": Key(
        read=values.below, meaning="the folder of templates that replace those of pages", default="templates"
    ),
    "hub": Key(read=values.url, meaning="the address of a WebSub hub, which is told of changes, for all feeds"),
    "rsscloud": Key(read=values.folder_url, meaning="the address of an rssCloud server, for all feeds"),
    "shelf": Key(
        read=values.database, meaning="a PostgreSQL database for articles and ids; the folder `articles` if not given"
    ),
    "importer": Key(
        read=values.importer_name, meaning="the name of this machine among several that import to one `shelf`"
    ),
    "articles": Key(read=values.below, meaning="the folder of the records and the ledger", default="articles"),
}
SOURCE: dict[str, Key] = {
    "from": Key(read=values.some_texts, meaning="files, folders or patterns like `seeds/*.txt`", default=()),
    "kind": Key(
        read=values.one_of(*(kind.name for kind in KINDS)), meaning="the kind of source; detected when not given"
    ),
    "timezone": SITE["timezone"],
    "words": SITE["words"],
    "date_order": SITE["date_order"],
    "host": Key(read=values.text, meaning="the host of the publisher, which may decide what a zone word means"),
    "language": SITE["language"],
    "authors": SITE["authors"],
    "tags": Key(read=values.texts, meaning="tags that every article of this source gets", default=()),
    "fields": Key(
        read=values.fields, meaning='which column of a table is what, like `{ title = "Headline" }`', default={}
    ),
    "via": Key(
        read=values.flag, meaning="of a feed: whether its entries name it as where they come from", default=True
    ),
    "files": Key(read=values.folder_url, meaning="of recordings: the address at which their folder is served"),
    "full": Key(
        read=values.flag, meaning="of a feed: whether its summaries get the text of their pages", default=False
    ),
    "where": Key(read=values.where, meaning="only articles that pass this filter are taken", default=Where()),
    "unless": Key(read=values.where, meaning="articles that pass this one are not", default=Where()),
    "limit": Key(read=values.number(1), meaning="the most articles taken, the first of the source", default=0),
    "since": Key(read=values.moment, meaning="of a sitemap or a query: only what changed since", default=None),
    "query": Key(read=values.text, meaning="of a database: the query; `from` is its URL, like `sqlite:///news.db`"),
    "column": Key(
        read=values.text, meaning="of a database: the column that only grows, by which each run goes on where it was"
    ),
    "types": Key(
        read=values.some_texts, meaning="of a WordPress export: the types of posts (`post`, `page`)", default=()
    ),
    "statuses": Key(read=values.some_texts, meaning="of a WordPress export: their statuses (`publish`)", default=()),
    "whole": Key(read=values.flag, meaning="whether the pages behind a sitemap or listing are read", default=None),
    "other_hosts": Key(read=values.flag, meaning="whether pages of other hosts are taken too", default=False),
    "select": Key(
        read=values.selectors, meaning="of a listing: CSS selectors of its items and their parts", default={}
    ),
}
FEED: dict[str, Key] = {
    "title": Key(read=values.text, meaning="the name of the feed; `{tag}` and the like are filled in"),
    "description": Key(read=values.text, meaning="a sentence about it"),
    "formats": Key(read=values.formats, meaning="the formats it is written in", default=("rss", "atom")),
    "limit": Key(read=values.number(1), meaning="the most entries it shows", default=50),
    "bytes": Key(
        read=values.number(1000), meaning="the most bytes one document may have; older entries are left out", default=0
    ),
    "content": Key(read=values.one_of("full", "summary"), meaning="`full` text or `summary` only", default="full"),
    "where": Key(
        read=values.where, meaning="only articles with one of these `tags`, `authors`, `sources` …", default=Where()
    ),
    "unless": Key(read=values.where, meaning="no articles with one of these", default=Where()),
    "to": Key(
        read=values.target,
        meaning="where it is delivered to: a folder, `s3://bucket/prefix`, `gs://…` or `az://…`",
        default="output",
    ),
    "compress": Key(
        read=values.codings, meaning="what is put beside its documents; as the site's when not given", default=None
    ),
    "language": Key(read=values.language, meaning="the language of the feed; the site's when not given"),
    "ttl": Key(read=values.number(1), meaning="minutes for which readers may keep it (RSS)", default=0),
    "hub": Key(
        read=values.url, meaning="the address of a WebSub hub, which is told of changes; the site's if not given"
    ),
    "rsscloud": Key(read=values.folder_url, meaning="the address of an rssCloud server (RSS); the site's if not given"),
    "words": Key(
        read=values.number(1), meaning="the most words of an entry's text; a link leads to the rest", default=0
    ),
    "pictures": Key(
        read=values.some_of(*PICTURES),
        meaning="where pictures go: `inline` in the text, `enclosure` (one, where its length is known), `media`",
        default=PICTURES,
    ),
    "times": Key(
        read=values.one_of("local", "utc"),
        meaning="`local` keeps the offset of each article; `utc` is for old readers that drop offsets",
        default="local",
    ),
    "license": Key(read=values.license_address, meaning="the licence: an address, or an SPDX name like `CC-BY-4.0`"),
    "update": Key(
        read=values.rhythm,
        meaning='how often it is brought up to date, like `{ period = "hourly", frequency = 2 }`',
        default=("", 1),
    ),
    "skip_hours": Key(
        read=values.hours, meaning="hours (0 to 23, GMT) in which readers need not ask (RSS)", default=()
    ),
    "skip_days": Key(read=values.some_of(*values.DAYS), meaning="days on which readers need not ask (RSS)", default=()),
    "ended": Key(read=values.flag, meaning="whether nothing will ever be added", default=False),
    "alternates": Key(
        read=values.languages, meaning='the same feed in other languages, like `{ hi = "all-hi" }`, by name', default={}
    ),
    "archive": Key(
        read=values.archive,
        meaning='archive documents: one for each `"month"`, or for so many entries; `"complete"`: all in the feed',
        default="",
    ),
    "podcast": Key(read=podcast, meaning="what makes it a podcast: see below", default=None),
    "elements": Key(
        read=values.texts, meaning="which elements of `[element.*]` it shows; all of them when not given", default=None
    ),
    "stylesheet": Key(
        read=values.flag, meaning="whether browsers show its XML by a stylesheet, `feed.css`", default=False
    ),
}
VALIDATE: dict[str, Key] = {
    "profile": Key(read=read_profile, meaning="whose levels of the rules hold", default=DEFAULT),
    "levels": Key(
        read=read_levels,
        meaning='rules at another level, like `{ html-frame = "off" }`; an error stops delivery',
        default={},
    ),
}
WEB: dict[str, Key] = {
    "user_agent": Key(read=values.text, meaning="who we say we are; feedtool and its version when not given"),
    "robots": Key(read=values.flag, meaning="whether robots.txt is obeyed", default=True),
    "delay": Key(read=values.seconds, meaning="seconds between two requests to one host", default=1.0),
    "jobs": Key(read=values.number(1), meaning="how many hosts are asked at the same time", default=8),
    "timeout": Key(read=values.seconds, meaning="seconds for one document, redirects and all", default=60.0),
    "largest": Key(read=values.number(1), meaning="the most bytes of one document, decompressed", default=64 * 2**20),
    "longest_wait": Key(read=values.seconds, meaning="seconds to wait for a server that is busy", default=60.0),
    "downgrade": Key(read=values.flag, meaning="whether a redirect may lead from https to http", default=False),
    "private_hosts": Key(read=values.texts, meaning="hosts that may have addresses inside your network", default=()),
    "cache": Key(
        read=values.below, meaning="the folder in which answers are kept between runs", default=".feedtool/web"
    ),
}
DELIVERY: dict[str, Key] = {
    "max_age": Key(
        read=values.number(1), meaning="seconds for which a feed without `ttl` may be kept", default=MAX_AGE
    ),
    "styled": Key(
        read=values.flag,
        meaning="whether feeds are sent as `application/xml`, as browsers want it; with `stylesheet` they always are",
        default=False,
    ),
    "moved": Key(read=values.moves, meaning="documents that have another name or address now: 301", default={}),
    "gone": Key(read=values.documents, meaning="documents that have ended, like `sport.*`: 410", default=()),
}
ELEMENT: dict[str, Key] = {
    "namespace": Key(read=values.namespace, meaning="the address of the namespace that the prefix stands for"),
    "field": Key(read=values.text, meaning="the front matter field or column of an article that it shows"),
    "text": Key(read=values.text, meaning="what it says of the whole feed, where it shows no field"),
}
PUSH: dict[str, Key] = {
    "timeout": Key(read=values.seconds, meaning="seconds in which a hub is to answer", default=10.0),
    "retries": Key(read=values.number(0), meaning="how often it is asked again in one run", default=2),
    "longest_wait": Key(read=values.seconds, meaning="seconds that a run waits for one hub", default=30.0),
}
CLOUD: dict[str, Key] = {
    "endpoint": Key(read=values.url, meaning="the address of a store that is not its maker's own, like MinIO's"),
    "region": Key(read=values.text, meaning="the region of the buckets (S3)"),
    "allow_http": Key(read=values.flag, meaning="whether the endpoint may be without TLS", default=False),
    "account": Key(read=values.text, meaning="the storage account (Azure)"),
    "credentials": Key(
        read=values.variables,
        meaning='where the usual variables do not hold them: others, like `{ access_key_id = "HERALD_KEY" }`',
        default={},
    ),
    "encoding": Key(
        read=values.one_of(*ENCODINGS), meaning="the coding in which documents are kept; as they are if not"
    ),
    "conditional": Key(
        read=values.flag, meaning="whether a document that others replaced meanwhile is left alone", default=True
    ),
    "timeout": Key(read=values.seconds, meaning="seconds for one request", default=30.0),
    "retries": Key(read=values.number(0), meaning="how often a request is repeated", default=5),
}
TABLES: dict[str, dict[str, Key]] = {
    "site": SITE,
    "source": SOURCE,
    "feed": FEED,
    "element": ELEMENT,
    "validate": VALIDATE,
    "web": WEB,
    "delivery": DELIVERY,
    "cloud": CLOUD,
    "push": PUSH,
}

PLACEHOLDERS = ("tag", "author", "source", "language")
"""What a feed's name may hold in braces: one feed is made for each value."""
