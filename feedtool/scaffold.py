"""SCAFFOLD: the first configuration of a project, commented, and its folders."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

FOLDERS = ("seeds", "articles", "output")
"""What `feedtool init` makes beside the configuration."""

_TEMPLATE = """\
# feedtool.toml: what `feedtool build` makes feeds of.  Paths are relative to this file.
# Every key is on the reference page of the configuration.

[site]
title     = {title}
home      = {home}
{authority_comment}authority = {authority}  # for ids: a domain and a day it was yours; never change it
timezone  = {timezone}  # of times that name no zone
# link    = "https://news.example/{{date:%Y/%m}}/{{slug}}"  # for articles that carry no address
# feeds   = "https://news.example/feeds/"  # where output/ is served, if not at home
# authors = ["News Desk"]  # when an article names nobody
# language = "en-IN"
also      = ["index", "opml"]  # a page of the site, a list of its feeds; "sitemap" and "news" are for search engines

[source.seeds]
from = "seeds/"  # files, folders or patterns; Markdown is read where it stands, the rest is imported to articles/

[feed.all]
title   = {title}
formats = ["rss", "atom", "json", "html"]  # html is a page for people
limit   = 50
to      = "output/"

# [feed."tag/{{tag}}"]  # one feed for each tag
# where = {{ languages = ["en"] }}
"""


def starter(*, title: str, home: str, timezone: str, year: int) -> str:
    """Return the text of a first configuration; `year` is one in which the domain of `home` is the user's."""
    host = urlsplit(home).hostname or ""
    return _TEMPLATE.format(
        title=_quoted(title),
        home=_quoted(home),
        authority=_quoted(f"{host},{year}"),
        authority_comment="" if "." in host else "# ",
        timezone=_quoted(timezone),
    )


def _quoted(text: str) -> str:
    """Return a TOML basic string: JSON's is one, but for DEL, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
