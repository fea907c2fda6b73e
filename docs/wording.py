"""What the reference pages say beside the tables of the code: texts and meanings, nothing that the code knows."""

from __future__ import annotations

from feedtool.config import PLACEHOLDERS

COMMANDS_PAGE = """\
# Commands

stdout is data, stderr is talk: what a program may read goes to stdout, what is meant for people to stderr.
What the exit codes mean: [exit-codes.md](exit-codes.md).

Every option can be given by an environment variable too, which the last column names; one that may be given several
times takes its values there with spaces between them.  `NO_COLOR` turns colours off; `SOURCE_DATE_EPOCH` stands in for
the clock where `--now` is not given.
"""
TABLES = {
    "site": ("[site]", "What holds for the whole site."),
    "source": ("[source.NAME]", "Where raw material is, one table for each source; the name is yours."),
    "feed": (
        "[feed.NAME]",
        "One feed; its name is that of its files.  Without any such table there is one feed, `all`.  A name may hold "
        + ", ".join("`{" + word + "}`" for word in PLACEHOLDERS)
        + ': `[feed."tag/{tag}"]` makes one feed for every tag.',
    ),
    "element": (
        '[element."PREFIX:NAME"]',
        "An element of your own in every feed, or in those that name it: a field of articles, or a constant.",
    ),
    "web": ("[web]", "How sources on the web are asked for."),
    "delivery": (
        "[delivery]",
        "How `feedtool serve`, and servers configured by `feedtool webserver`, answer for what is delivered.",
    ),
    "cloud": ("[cloud]", "How buckets are reached; credentials come from where the stores' own tools have them."),
    "push": ("[push]", "How long a build bothers to tell hubs what changed."),
    "validate": ("[validate]", "What the rules of documents are to count for, here and in `feedtool validate`."),
}
PODCAST = "What makes a feed a podcast, in its RSS document.  An empty table is enough to begin with."
CONFIGURATION = """\
# Configuration: feedtool.toml

A [TOML](https://toml.io/en/v1.0.0) file.  Paths are relative to it.  A key that is not known is an error; all mistakes
are reported at once, each with its line and dotted path.

```toml
[site]
title = "The Valley Herald"
home = "https://herald.example/"
authority = "herald.example,2025"
timezone = "Asia/Kolkata"

[source.wire]
from = "seeds/*.txt"

[source.notes]
from = ["notes/", "more/*.md"]
tags = ["notes"]

[feed.all]
formats = ["rss", "atom"]
to = "output/"

[feed."tag/{tag}"]
where = { languages = ["en"] }
unless = { tags = ["internal"] }
```
"""
FILTERS = """\
## Filters

`where` and `unless` are tables of {words}, each a text or a list of texts.
An article passes a filter when it has one of the values in every field that the filter names.  Case, quotes and dashes
do not matter; `en` takes `en-IN`; `text` is looked for in title, summary and body.
"""
FIELDS: dict[str, str] = {
    "id": "The entry's id. Left out, one is minted once and kept in the ledger. A UUID becomes `urn:uuid:…`.",
    "title": "Left out, the first heading of the text.",
    "summary": "The standfirst, as plain text; the feed's `description` or `summary`. "
    "Left out, the beginning of the text.",
    "authors": "A name, a list of names, or of tables with `name`, `uri`, `email`.",
    "published": "A date with time and zone in any form that `feedtool explain --time` reads. "
    "Left out, the date in a file name like `2025-12-24-slug.md`.",
    "updated": "Taken when the article is first seen; later it moves only when the text does, to this value if newer.",
    "tags": "A list, or one line separated by commas.",
    "link": "The permalink; relative ones are resolved against `site.home`. Left out, the pattern `site.link`.",
    "language": "A language tag like `en-IN` (BCP 47).",
    "images": "An address, or tables with `url`, `alt`, `caption`, `credit`, `type`, `length`, `title`, `width`, "
    "`height`, `thumbnail`, `keywords` and `renditions` (tables of their own); the first leads.",
    "enclosures": "Tables with `url`, `type`, `length` in bytes, `duration` (seconds or `h:mm:ss`) and `title`.",
    "related": "Titles, or tables with `title` and `url`.",
    "via": "The feed that it was taken from: its name, or a table with `title`, `url`, `feed_url`, `id`.",
    "license": "The address of a licence, or a name of Creative Commons like `CC-BY-4.0`.",
    "location": "Coordinates (`26.14, 91.73`), a name, or a table with `name`, `latitude`, `longitude`.",
    "replies": "The address of the comments, their number, or a table with `url`, `feed`, `count`.",
    "reply_to": "Addresses that the article answers.",
    "external": "The address of the page elsewhere that the article points to, as those of link blogs do.",
    "episode": "The number of a podcast's episode, or a table with `number`, `season`, `season_name`, `title`, `type` "
    "(`full`, `trailer`, `bonus`), `explicit`, `block`, `image`, `chapters`, `transcripts`, `soundbites`, `persons`.",
    "slug": "The last part of the address and of the id. Left out, the file's name.",
    "draft": "`yes`: the article is not published.",
    "withdrawn": "`yes`: the article is taken out of every feed and never comes back under another id.",
    "source": "In records that `import` wrote: path, kind and digest of what they were made of. Leave it alone.",
}
FRONT_MATTER = """\
# Front matter

A Markdown article opens with its fields: in YAML between `---` lines, in TOML between `+++` lines, or as one JSON
object.  Only a title and a date are needed.

```markdown
---
title: Rain by Night
date: 2025-12-24 15:21 IST
author: Asha Rao
tags: [monsoon, valley]
---

The body, in Markdown.
```

Case does not matter in names, nor `-` or `_`.  Where several names of one field stand, the first in this table that is
not empty counts.  Other fields are ignored, unless an
[element](configuration.md) shows them, so the files of a site generator can be read where they stand.  No value
changes its type: `no`, `15:21` and `1e3` stay the text that was written.

{table}
`draft` and `withdrawn` take `yes`, `true`, `on`, `1` and `no`, `false`, `off`, `0`; anything else is an error.
"""
DOUBTS: dict[str, str] = {
    "audio-duration-unknown": "The duration of a recording cannot be read; players will not show it.",
    "podcast-artwork": "Artwork that directories of podcasts do not take: not square, or not 1400 to 3000 pixels.",
    "article-id-changed": "A published article was given another id, so its readers see it again, as a new one.",
    "article-twice": "Two files hold the same article (title and day); the first is published.",
    "delivery-overtaken": "Another builder put a newer document into the bucket meanwhile; it stays.",
    "feed-not-well-formed": "A feed that is a source is not well-formed; it was mended, and what could be read was.",
    "html-day-guessed": "The page states no time that is certain; its day was guessed from its text.",
    "html-no-text": "No text was found on the page.",
    "html-time-zone-mistaken": "A machine date says UTC, but the visible line shows the same clock in another zone.",
    "index-damaged": "The index could not be used, and was made anew; nothing is lost by that.",
    "import-clash": "A source and a person both changed a record; the source's version stands beside it (`.incoming`).",
    "files-elsewhere": "Files are gone, but another machine or folder had them; their articles stay.",
    "import-duplicate": "Two sources hold the same article; one record is kept.",
    "import-variant": "Two sources hold an article of one title and time, in other words; one record is kept.",
    "import-withdrawn": "The article was withdrawn, so it is not imported again.",
    "mail-picture-dropped": "A picture inside a mail has no address that a feed could show, and was left out.",
    "pagetext-times-conflict": "Two date lines of a page disagree by more than their precision.",
    "relative-address-dropped": "A relative address was dropped, since the site's own is not known.",
    "source-characters-dropped": "The source held characters that XML cannot hold.",
    "source-encoding-guessed": "The source is neither UTF-8 nor marked as UTF-16; it was read as windows-1252.",
    "source-matches-nothing": "A pattern of the configuration matches no file.",
    "source-removed": "A source left the configuration; what was imported from it stays published.",
    "time-offset-seconds": "The zone had an offset with seconds then, which no feed can say; written as UTC.",
    "time-skipped": "The clocks skipped that time; read with the offset before the change.",
    "time-twice": "The clocks showed that time twice; the first is taken.",
    "time-unread": "A second time in the line could not be read.",
    "weekday-contradicts": "The weekday is not that of the date; the date counts.",
    "zone-season": "The zone word is not what clocks showed in that season.",
    "push-no-address": "A hub is configured, but nobody knows at which address the feeds are served.",
}
"""What the stages before the document may doubt; these have no specification and are no rules of documents."""
RULES_PAGE = """\
# Rules

`feedtool validate` and the gate of every build check documents by these {count} rules.  An **error** stops delivery, a
**warning** is shown, an **info** is shown by `validate` only.  `feedtool explain CODE` prints one of them.

{rules}
## What is doubtful before there is a document

Sources and imports are warned of under these codes; they never stop a build.

{doubts}
## The rules one by one
"""
CODES = {
    0: "done",
    1: "some articles were set aside or clash, or an invalid feed was found; everything else was published",
    2: "wrong usage or configuration; nothing was done",
    3: "nothing could be done, or a document could not be written, or another run holds the lock",
}
EXIT_CODES = """\
# Exit codes

{codes}
A command that is interrupted (Ctrl-C) exits with 130, one that is told to end (SIGTERM) with 143; what it did is kept.

Where several things went wrong, the highest code counts.  `feedtool validate` exits with 1 where a document has an
error (with `--fail-on warning`, a warning), and with 2 where a file cannot be read.

What stands behind each code, as Python's exceptions in `feedtool.errors`:

{errors}"""
KINDS_AND_FORMATS = """\
# Kinds of source, formats of feeds

## Kinds

Front matter makes a file `markdown`; else its ending decides, else the first kind that recognises its first lines.
`--kind`, or `kind` in the configuration, overrides that.

{kinds}
## Formats

{formats}"""
DATA: dict[str, str] = {
    "id": "The id that a feed would carry.",
    "source": "The file it was read from, as found.",
    "kind": "The kind of that source.",
    "url": "The permalink, empty where the source names none.",
    "title": "One line of plain text.",
    "summary": "The standfirst, plain text.",
    "authors": "Names.",
    "published": "RFC 3339, with the offset of the zone that was decided on.",
    "updated": "The same, or null.",
    "tags": "Texts.",
    "language": "A BCP 47 tag, or empty.",
    "captions": "Of each picture `caption` and `credit`.",
    "images": "Addresses of the pictures that have one.",
    "subheads": "The headings within the text.",
    "related": "`title` and `url` of articles that are pointed to beside the text.",
    "via": "The feed that it was taken from: `title`, `url`, `feed_url` and `id`, or null.",
    "body_text": "The text as plain paragraphs, a blank line between them.",
    "body_html": "The text as safe HTML with absolute addresses.",
    "body_markdown": "The text as Markdown (CommonMark).",
    "problems": "What was doubtful.",
    "provenance": "For each field the `rule` that decided, the `line`, and the `text` that stood there.",
}
DATA_PAGE = """\
# Articles as data

`feedtool import SRC... --to -` writes one JSON object a line (NDJSON, UTF-8) to stdout and keeps nothing.  Every key is
always there.

{table}"""
