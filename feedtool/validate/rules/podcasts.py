"""Rules of podcasts: Apple's tags, and Podcasting 2.0."""

from __future__ import annotations

from typing import Final

from feedtool.validate.rules.rule import ERROR, RSS, WARNING, Rule, Spec

_APPLE: Final = Spec("Apple, a podcaster's guide to RSS", "https://help.apple.com/itc/podcasts_connect/#/itcb54353390")
_CATEGORIES: Final = Spec(
    "Apple, podcast categories", "https://podcasters.apple.com/support/1691-apple-podcasts-categories"
)
_NAMESPACE: Final = Spec("Podcast namespace 1.0", "https://podcasting2.org/docs/podcast-namespace/1.0")


RULES: Final = (
    Rule(
        code="itunes-explicit-invalid",
        level=ERROR,
        formats=RSS,
        spec=_APPLE,
        message="<{element}> is true or false, not {value!r}",
        why="Apple refuses a show whose rating it cannot read.",
        wrong="<itunes:explicit>clean</itunes:explicit>",
        right="<itunes:explicit>false</itunes:explicit>",
        fix="write {better}",
    ),
    Rule(
        code="itunes-yes-no",
        level=ERROR,
        formats=RSS,
        spec=_APPLE,
        message="<{element}> is Yes or is left out, not {value!r}",
        why="What is not Yes is read as no.",
        wrong="<itunes:block>perhaps</itunes:block>",
        right="<itunes:block>Yes</itunes:block>",
        fix="write Yes, or take it out",
    ),
    Rule(
        code="itunes-category-unknown",
        level=ERROR,
        formats=RSS,
        spec=_CATEGORIES,
        message="Apple has no category {value!r} in this place",
        why="The show is listed nowhere.",
        wrong='<itunes:category text="Weather"/>',
        right='<itunes:category text="News"/>',
        fix="choose one of Apple's list, spelt as it is there",
    ),
    Rule(
        code="itunes-category-old",
        level=WARNING,
        formats=RSS,
        spec=_CATEGORIES,
        message="the category {value!r} was taken off Apple's list in 2019",
        why="The show is listed by what Apple makes of it.",
        wrong='<itunes:category text="News &amp; Politics"/>',
        right='<itunes:category text="News"/>',
        fix="choose one of today's list",
    ),
    Rule(
        code="itunes-duration-invalid",
        level=ERROR,
        formats=RSS,
        spec=_APPLE,
        message="{value!r} is no duration",
        why="Players show no length, or a wrong one.",
        wrong="<itunes:duration>half an hour</itunes:duration>",
        right="<itunes:duration>1800</itunes:duration>",
        fix="write whole seconds, or hours:minutes:seconds",
    ),
    Rule(
        code="itunes-keywords-form",
        level=WARNING,
        formats=RSS,
        spec=_APPLE,
        message="keywords are words with commas between, not {value!r}",
        why="They are taken for one long word; Apple itself does not look at them any more.",
        wrong="<itunes:keywords>rain; hail; snow</itunes:keywords>",
        right="<itunes:keywords>rain, hail, snow</itunes:keywords>",
        fix="write commas, or leave them out",
    ),
    Rule(
        code="itunes-not-utf8",
        level=WARNING,
        formats=RSS,
        spec=_APPLE,
        message="a podcast in {encoding} is not sure to be read; Apple asks for UTF-8",
        why="Letters beyond ASCII are spoilt in directories.",
        wrong='<?xml version="1.0" encoding="iso-8859-1"?>',
        right='<?xml version="1.0" encoding="utf-8"?>',
        fix="write it in UTF-8",
    ),
    Rule(
        code="itunes-part-missing",
        level=WARNING,
        formats=RSS,
        spec=_APPLE,
        message="a podcast's channel should have a <{missing}>",
        why="Apple refuses a new show without it.",
        wrong="<itunes:author>A. Writer</itunes:author>",
        right='<itunes:category text="News"/>',
        fix="add <{missing}>",
    ),
    Rule(
        code="itunes-format",
        level=WARNING,
        formats=RSS,
        spec=_APPLE,
        message="an episode's file ends in {found!r}; Apple plays {formats}",
        why="Directories go by the ending of the file.",
        wrong='url="https://news.example/rain.ogg"',
        right='url="https://news.example/rain.mp3"',
        fix="give it in MP3 or AAC (m4a)",
    ),
    Rule(
        code="podcast-not-https",
        level=WARNING,
        formats=RSS,
        spec=_NAMESPACE,
        message="{subject} is an address of http ({value!r}), where https is asked for",
        why="Apps do not load what is not secure.",
        wrong='<podcast:transcript url="http://news.example/rain.vtt" type="text/vtt"/>',
        right='<podcast:transcript url="https://news.example/rain.vtt" type="text/vtt"/>',
        fix="write https://",
    ),
)
