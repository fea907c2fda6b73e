"""SHAPES: how entries are usually written, a pattern for each format; what one matches is right by every rule.

What these do not know may be right all the same, and is judged by the rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from feedtool.later import regex
from feedtool.validate import values
from feedtool.validate.dates import implausible
from feedtool.validate.names import ATOM, CONTENT, DC, MEDIA
from feedtool.validate.texts import is_faultless
from feedtool.validate.usual import ADDRESS, TAG, is_usual_tag, usual_rfc822, usual_rfc3339

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from feedtool.validate.sound import Sound

_NO_SPACE: Final = r"\xe1(?!\x9a\x80)|\xe2\x80[\x90-\xa6]|\xe3(?!\x80\x80)"  # what Unicode calls one begins otherwise
_FIRST: Final = rf'(?:[^<>&@"\\\x00-\x20\xc2\xe1-\xe3]|{_NO_SPACE})'
_TEXT: Final = rf"{_FIRST}[^<>&]*+"
_QUOTED: Final = rf'{_FIRST}[^<>&"\n\t]*+'
_HTML: Final = rf"(?:&|{_FIRST})[^<]*+"
_NAME: Final = rf"{_FIRST}[^<>&@]*+"
_DATE: Final = r"[A-Za-z0-9 ,:+-]{20,40}"
_STRING: Final = rf'{_FIRST}[^"\\<&\x00-\x1f]*+'
_PERSON: Final = rf'{{"name": "{_STRING}"(?:, "url": "{ADDRESS}")?+}}'
_SIZE: Final = r'(?: width="[1-9][0-9]{0,4}")?+(?: height="[1-9][0-9]{0,4}")?+'
_ATTRIBUTES: Final = rf'medium="image"(?: type="image/(?:jpeg|png|webp|gif)")?+{_SIZE}'


def _pictures(margin: str) -> str:
    """Return the pattern of pictures beside an entry, as Media RSS has them."""
    return (
        rf'(?:{margin}<media:content url="{ADDRESS}" {_ATTRIBUTES}(?:/>|>\n'
        rf'(?:{margin}  <media:description type="plain">{_TEXT}</media:description>\n)?+'
        rf"(?:{margin}  <media:credit>{_TEXT}</media:credit>\n)?+{margin}</media:content>)\n)*+"
    )


_LINE: Final = r"[^\n]+"


class Facts(NamedTuple):
    """What the rules ask of several entries: id, link and title, empty where there is none, and its instants."""

    id: str
    link: str = ""
    title: str = ""
    moments: tuple[datetime, ...] = ()
    authored: bool = True


class Shape(Struct, frozen=True, kw_only=True):
    """How entries of a format are usually written: where one begins, the pattern of a whole one, what is found in it.

    `prefixes` are those that the pattern has, with the namespaces that they have to stand for.  What is found takes the
    texts of HTML that are known to be right, None for all of them.
    """

    opening: bytes
    entry: re.Pattern[bytes]
    facts: Callable[[re.Match[bytes], Sound | None], Facts | None]
    prefixes: tuple[tuple[str, str], ...] = ()


def _of_rss(match: re.Match[bytes], sound: Sound | None) -> Facts | None:
    title, link, description, content, tag, address, date = match.groups()
    moment = usual_rfc822(date.decode())
    if moment is None or implausible(moment) or not (_is_right(description, sound) and _is_right(content, sound)):
        return None
    return Facts((tag or address).decode(), (link or b"").decode(), title.decode().strip(), (moment,))


def _of_atom(match: re.Match[bytes], sound: Sound | None) -> Facts | None:
    id_, title, updated, author, content, summary, published, link = match.groups()
    first, last = usual_rfc3339(published.decode()), usual_rfc3339(updated.decode())
    if first is None or last is None or last < first or implausible(first) or implausible(last):
        return None
    if (content is None and summary is None) or not _is_right(content, sound):
        return None
    name = id_.decode()
    if not is_usual_tag(name) and (values.iri(name) or values.canonical(name)):
        return None
    return Facts(name, link.decode(), title.decode().strip(), (last, first), bool(author))


def _of_json(match: re.Match[bytes], sound: Sound | None) -> Facts | None:
    id_, content, *dates = match.groups()
    if any(date is not None and usual_rfc3339(date.decode()) is None for date in dates):
        return None
    if sound is None:
        return Facts(id_.decode())
    from feedtool.validate.jsontree import scan  # noqa: PLC0415 - only what is new is read

    written = content.decode()
    try:
        text, end = scan(f'{written}"', 0, True)  # noqa: FBT003 - its own signature
    except ValueError:
        return None
    if end <= len(written):
        return None
    return Facts(id_.decode()) if text.strip() and (text in sound or is_faultless(text)) else None


def _is_right(written: bytes | None, sound: Sound | None) -> bool:
    """Whether nothing is wrong with escaped HTML, as far as that is known at a look."""
    if sound is None or written is None or (b"&" not in written and b">" not in written):
        return True
    text = written.decode()
    if ">" in text:
        return False
    if text in sound.escaped:
        return True
    text = text.replace("&lt;", "<").replace("&gt;", ">")
    if "&" in text:
        if text.count("&") != text.count("&amp;"):
            return False
        text = text.replace("&amp;", "&")
    return text in sound or is_faultless(text)


def _pattern(written: str) -> re.Pattern[bytes]:
    return regex(written.encode(), re.ASCII)


RSS_FEED: Final = Shape(
    opening=b"\n    <item>\n",
    entry=_pattern(
        rf"    <item>\n      <title>({_TEXT})</title>\n(?:      <link>({ADDRESS})</link>\n)?+"
        rf"      <description>({_HTML})</description>\n(?:      <content:encoded>({_HTML})</content:encoded>\n)?+"
        rf'      <guid isPermaLink="(?:false">({TAG}|{ADDRESS})|true">({ADDRESS}))</guid>\n'
        rf"(?:      <category>{_TEXT}</category>\n)*+      <pubDate>({_DATE})</pubDate>\n"
        rf"(?:      <dc:creator>{_TEXT}</dc:creator>\n)*+{_pictures('      ')}    </item>\n"
    ),
    facts=_of_rss,
    prefixes=(("", ""), ("content", CONTENT[:-1]), ("dc", DC[:-1]), ("media", MEDIA[:-1])),
)
ATOM_FEED: Final = Shape(
    opening=b"\n  <entry>\n",
    entry=_pattern(
        rf"  <entry>\n    <id>({TAG}|{ADDRESS})</id>\n    <title>({_TEXT})</title>\n    <updated>({_DATE})</updated>\n"
        rf"(    <author>\n      <name>{_NAME}</name>\n(?:      <uri>{ADDRESS}</uri>\n)?+    </author>\n)*+"
        rf'(?:    <content type="html">({_HTML})</content>\n)?+(?:    <summary>({_TEXT})</summary>\n)?+'
        rf'(?:    <category term="{_QUOTED}"/>\n)*+    <published>({_DATE})</published>\n'
        rf'    <link href="({ADDRESS})" rel="alternate" type="text/html"/>\n'
        rf"{_pictures('    ')}  </entry>\n"
    ),
    facts=_of_atom,
    prefixes=(("", ATOM[:-1]), ("media", MEDIA[:-1])),
)
JSON_FEED: Final = Shape(
    opening=b"\n    {\n",
    entry=_pattern(
        rf'    {{\n      "id": "({_STRING})",\n      "url": "{ADDRESS}",\n      "title": "{_STRING}",\n'
        rf'      "content_html": "({_LINE})",\n(?:      "summary": "{_STRING}",\n)?+'
        rf'(?:      "image": "{ADDRESS}",\n)?+'
        rf'      "date_published": "({_DATE})",\n      "date_modified": "({_DATE})"'
        rf'(?:,\n      "authors": \[{_PERSON}(?:, {_PERSON})*+\])?+'
        rf'(?:,\n      "tags": \["{_STRING}"(?:, "{_STRING}")*+\])?+\n    }},\n'
    ),
    facts=_of_json,
)
