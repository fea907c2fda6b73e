"""The rules of what subscribers see when one document takes the place of another."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from feedtool.validate.rules.rule import ALL, ATOM, ERROR, INFO, WARNING, Rule, rfc4287, rss

if TYPE_CHECKING:
    from collections.abc import Mapping

_ID: Final = rfc4287("4.2.6")
_UNREAD: Final = "Readers tell what is new by the id alone: an article with another id is another article."

AGAINST_RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        rule.code: rule
        for rule in (
            Rule(
                code="against-id-changed",
                level=ERROR,
                formats=ALL,
                spec=_ID,
                message="this article had the id {old!r} before: it comes back as unread",
                why=_UNREAD,
                wrong="<guid>https://news.example/2025/rain?new</guid>",
                right="<guid>https://news.example/2025/rain</guid>",
                fix="write {old} again",
            ),
            Rule(
                code="against-id-reused",
                level=ERROR,
                formats=ALL,
                spec=_ID,
                message="this id belonged to {old!r} before: those who have read that article will not see this one",
                why="Readers show an entry whose id they know as the old one, changed, or not at all.",
                wrong="<guid>1</guid>",
                right="<guid>tag:news.example,2025:rain</guid>",
                fix="give the new article an id of its own",
            ),
            Rule(
                code="against-feed-id-changed",
                level=ERROR,
                formats=ATOM,
                spec=_ID,
                message="the feed had the id {old!r} before: to readers that go by it this is another feed",
                why="The id is what stays when the address changes.",
                wrong="<id>https://new.example/feed</id>",
                right="<id>tag:news.example,2025:feed</id>",
                fix="write {old} again",
            ),
            Rule(
                code="against-entry-unread",
                level=WARNING,
                formats=ALL,
                spec=rss("<guid>", "ltguidgtSubelementOfLtitemgt"),
                message="this article has no id, and its {part} changed: most readers show it as unread",
                why="Without an id readers go by link and title, so any change of them makes another article of it.",
                wrong="<item><title>Rain (updated)</title></item>",
                right='<guid isPermaLink="false">tag:news.example,2025:rain</guid>',
                fix="give every entry an id that never changes",
            ),
            Rule(
                code="against-entry-resurrected",
                level=WARNING,
                formats=ALL,
                spec=_ID,
                message="this entry is dated before the newest of the old feed ({newest}) and was not in it: it comes"
                " back as unread, or is never seen",
                why="Readers that sort by date put it far down; those that show what is unread show it as new.",
                wrong="<pubDate>Mon, 01 Jan 2024 00:00:00 +0000</pubDate>",
                right="<pubDate>Wed, 24 Dec 2025 15:21:46 +0530</pubDate>",
                fix="leave out what has been in the feed before; date what is new with its day",
            ),
            Rule(
                code="against-date-moved",
                level=WARNING,
                formats=ALL,
                spec=rfc4287("4.2.9"),
                message="this entry was published {old} before, and {new} now",
                why="Readers that sort by date put it elsewhere; some show it as new.",
                wrong="<published>2025-12-25T09:00:00+05:30</published>",
                right="<published>2025-12-24T15:21:46+05:30</published>",
                fix="write {written} again",
            ),
            Rule(
                code="against-updated-alone",
                level=WARNING,
                formats=ATOM,
                spec=rfc4287("4.2.15"),
                message="updated moved from {old}, and nothing else that readers see has changed",
                why="Readers that follow updates show the entry as unread again, for nothing.",
                wrong="<updated>2025-12-26T10:00:00+05:30</updated>",
                right="<updated>2025-12-24T15:21:46+05:30</updated>",
                fix="write {written} again",
            ),
            Rule(
                code="against-change-unsaid",
                level=INFO,
                formats=ATOM,
                spec=rfc4287("4.2.15"),
                message="this entry has changed, and its updated has not: readers keep what they have",
                why="Most readers look at an entry again only when its updated moved.",
                wrong="<updated>2025-12-24T15:21:46+05:30</updated>",
                right="<updated>2025-12-26T10:00:00+05:30</updated>",
                fix="move updated, if readers should see the change",
            ),
            Rule(
                code="against-entry-gone",
                level=INFO,
                formats=ALL,
                spec=rfc4287("4.1.1"),
                message="{title!r} ({old}) is gone, and older entries are still there",
                why="Readers keep what they have; who comes later never sees it.",
                wrong="<feed></feed>",
                right="<entry><id>tag:news.example,2025:rain</id></entry>",
                fix="put it back, unless it was withdrawn",
            ),
        )
    }
)
