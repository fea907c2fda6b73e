"""Rules of RSS 2.0: https://www.rssboard.org/rss-specification, and its best practices profile."""

from __future__ import annotations

from typing import Final

from feedtool.validate.rules.rule import ERROR, RSS, WARNING, Rule, Spec, profile, rfc, rss

_CHANNEL: Final = rss("Required channel elements", "requiredChannelElements")
_OPTIONAL: Final = rss("Optional channel elements", "optionalChannelElements")
_ITEM: Final = rss("Elements of <item>", "hrelementsOfLtitemgt")
_IMAGE: Final = rss("<image>", "ltimagegtSubelementOfLtchannelgt")
_GUID: Final = rss("<guid>", "ltguidgtSubelementOfLtitemgt")
_ENCLOSURE: Final = rss("<enclosure>", "ltenclosuregtSubelementOfLtitemgt")
_DATE: Final = rfc(822, "5")
_SKIP: Final = Spec("RSS 2.0.11, skipHours and skipDays", "https://www.rssboard.org/skip-hours-days")
_SORTED: Final = "Readers that cannot read the date put the item at the wrong place, or show the time of fetching."

RULES: Final = (
    Rule(
        code="rss-version-missing",
        level=ERROR,
        formats=RSS,
        spec=rss("What is RSS?", "whatIsRss"),
        message="<rss> must say its version",
        why="Readers choose by it how to read the rest.",
        wrong="<rss>",
        right='version="2.0"',
        fix='write <rss version="2.0">',
    ),
    Rule(
        code="rss-version-unknown",
        level=ERROR,
        formats=RSS,
        spec=rss("What is RSS?", "whatIsRss"),
        message="there is no RSS {value!r}",
        why="Readers choose by it how to read the rest.",
        wrong='version="2.5"',
        right='version="2.0"',
        fix='write version="2.0"',
    ),
    Rule(
        code="rss-version-old",
        level=WARNING,
        formats=RSS,
        spec=rss("What is RSS?", "whatIsRss"),
        message="RSS {value} has been replaced by RSS 2.0",
        why="It has no ids, no dates of items and no namespaces, so readers guess what is new.",
        wrong='version="0.91"',
        right='version="2.0"',
        fix='write version="2.0": every such feed is valid RSS 2.0 as well',
    ),
    Rule(
        code="rss-in-namespace",
        level=ERROR,
        formats=RSS,
        spec=rss("Extending RSS", "extendingRss"),
        message="<rss> stands in the namespace {found!r}, but the elements of RSS have none",
        why="Readers that go by namespaces find no RSS in it.",
        wrong='<rss version="2.0" xmlns="http://backend.userland.com/rss2">',
        right='<rss version="2.0"',
        fix="take the xmlns attribute out",
    ),
    Rule(
        code="rss-channel-missing",
        level=ERROR,
        formats=RSS,
        spec=rss("What is RSS?", "whatIsRss"),
        message="<rss> must hold a <channel>",
        why="Everything that readers look for stands in it.",
        wrong='<rss version="2.0"></rss>',
        right="<channel>",
        fix="put the feed's title, link, description and items in <channel>",
    ),
    Rule(
        code="rss-channel-title-missing",
        level=ERROR,
        formats=RSS,
        spec=_CHANNEL,
        message="the channel must have a <title>",
        why="It is the name under which subscribers find the feed.",
        wrong="<channel><link>https://news.example/</link><description>News of the valley</description></channel>",
        right="<title>The Valley Herald</title>",
        fix="add <title>",
    ),
    Rule(
        code="rss-channel-link-missing",
        level=ERROR,
        formats=RSS,
        spec=_CHANNEL,
        message="the channel must have a <link>, the address of the page that it is of",
        why="Readers take the site's icon and its name from there, and lead people to it.",
        wrong="<channel><title>The Valley Herald</title><description>News of the valley</description></channel>",
        right="<link>https://news.example/</link>",
        fix="add <link>",
    ),
    Rule(
        code="rss-channel-description-missing",
        level=ERROR,
        formats=RSS,
        spec=_CHANNEL,
        message="the channel must have a <description>",
        why="Directories and readers show it to who is about to subscribe.",
        wrong="<channel><title>The Valley Herald</title><link>https://news.example/</link></channel>",
        right="<description>News of the valley</description>",
        fix="add <description>, a phrase or a sentence",
    ),
    Rule(
        code="rss-item-empty",
        level=ERROR,
        formats=RSS,
        spec=_ITEM,
        message="an item must have a title or a description",
        why="Readers have nothing to show.",
        wrong="<item><link>https://news.example/rain</link><guid>https://news.example/rain</guid></item>",
        right="<title>Rain</title>",
        fix="add <title>, <description> or both",
    ),
    Rule(
        code="rss-item-misplaced",
        level=WARNING,
        formats=RSS,
        spec=profile("item", "element-channel-item"),
        message="<{element}> stands behind an item, where the channel's own elements should all be over",
        why="Readers that stop at the first item do not see it.",
        wrong="</item>\n    <ttl>60</ttl>",
        right="<ttl>60</ttl>\n    <item>",
        fix="move the items to the end of the channel",
    ),
    Rule(
        code="rss-self-link-missing",
        level=WARNING,
        formats=RSS,
        spec=profile("atom:link", "namespace-elements-atom-link"),
        message="the channel does not say its own address (an atom:link with rel=self)",
        why="A feed that is moved, copied or pushed can then not say where it belongs.",
        wrong=(
            "<channel><title>The Valley Herald</title><link>https://news.example/</link>"
            "<description>News of the valley</description></channel>"
        ),
        right='<atom:link rel="self" type="application/rss+xml" href="https://news.example/rss.xml"/>',
        fix='add <atom:link rel="self" type="application/rss+xml" href="{location}"/>, with xmlns:atom="http://www.w3.org/2005/Atom"',
    ),
    Rule(
        code="rss-content-first",
        level=WARNING,
        formats=RSS,
        spec=profile("content:encoded", "namespace-elements-content-encoded"),
        message="<{element}> stands before the description",
        why="Readers that take the last of the two as the text show the summary only.",
        wrong="<content:encoded>&lt;p&gt;Rain&lt;/p&gt;</content:encoded><description>Rain</description>",
        right="<description>Rain</description><content:encoded>&lt;p&gt;Rain&lt;/p&gt;</content:encoded>",
        fix="move it behind the description",
    ),
    Rule(
        code="rss-slash-without-date",
        level=WARNING,
        formats=RSS,
        spec=profile("slash:comments", "namespace-elements-slash-comments"),
        message="items count their comments, and the channel has no <lastBuildDate>",
        why="The counts change without any date changing; readers cannot tell that the feed is newer.",
        wrong="<slash:comments>3</slash:comments>",
        right="<lastBuildDate>Wed, 24 Dec 2025 15:21:46 +0530</lastBuildDate>",
        fix="add <lastBuildDate>",
    ),
    Rule(
        code="rss-said-twice",
        level=WARNING,
        formats=RSS,
        spec=profile("Namespace elements", "namespace-elements"),
        message="<{element}> says again what <{own}> says",
        why="Readers choose one, and not the same one, when they differ.",
        wrong="<pubDate>Wed, 24 Dec 2025 15:21:46 +0530</pubDate><dc:date>2025-12-24T15:21:46+05:30</dc:date>",
        right="<pubDate>Wed, 24 Dec 2025 15:21:46 +0530</pubDate>",
        fix="keep <{own}>",
    ),
)
