"""BESIDE: what a page holds beside its text: captions, cross-links, tags, its own address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedtool.article import Image, Related
from feedtool.characters import fold
from feedtool.later import regex
from feedtool.source.pagetext import names
from feedtool.source.pagetext.body import Role
from feedtool.source.pagetext.lines import Kind, Line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from feedtool.source.pagetext.body import Body
    from feedtool.source.pagetext.head import Head

_BELOW = 40  # lines below the text that may still belong to the article
_POPULAR = regex(
    r"most|popular|trending|latest|top|hot|live|video|photo|web stor|visual|beliebt|meist|plus lus|más le|mais l",
    re.IGNORECASE,
)
_TAG = 40
_PARTED = regex(r"[,|;、，]| / ")
_MANY = 20
_LABELLED_ADDRESS = regex(
    r"(?:perma)?link|url|source|canonical|quelle|fuente|read (?:it )?(?:at|on)|original", re.IGNORECASE
)
_EDGE = 6

_TEXT = frozenset({Role.PARAGRAPH, Role.SUBHEAD})
_SAID = frozenset({Kind.PROSE, Kind.HEADING})
_OVER = frozenset({Kind.END, Kind.TAGS})

Pictures = list[tuple[Image, Line]]


def read_images(lines: Sequence[Line], head: Head, body: Body, taken: Collection[int]) -> Pictures:
    """Return each caption once, with its credit, and the line where it stands first."""
    found: dict[str, tuple[Image, Line]] = {}
    for image, line in _pictures(lines, head, body, taken):
        key = fold(image.caption or image.credit)
        if key and (key not in found or (image.credit and not found[key][0].credit)):
            found[key] = (image, line)
    return list(found.values())


def _pictures(lines: Sequence[Line], head: Head, body: Body, taken: Collection[int]) -> Iterator[tuple[Image, Line]]:
    for index in range(body.end):
        line = lines[index]
        if line.kind is Kind.CAPTION:
            yield Image(caption=line.value, credit=_credit_of(line, lines, index)), line
        elif line.kind is Kind.CREDIT and index and _is_caption_of(lines, body, index - 1, taken):
            yield Image(caption=lines[index - 1].text, credit=line.credit), lines[index - 1]
        elif line.kind is Kind.PROSE and _is_doubled(lines, head, body, index, taken):
            yield Image(caption=line.text), line


def _credit_of(line: Line, lines: Sequence[Line], index: int) -> str:
    if line.credit:
        return line.credit
    below = [other for other in lines[index + 1 : index + 3] if other.kind is not Kind.FURNITURE]
    return below[0].credit if below and below[0].kind is Kind.CREDIT else ""


def _is_caption_of(lines: Sequence[Line], body: Body, index: int, taken: Collection[int]) -> bool:
    line = lines[index]
    if line.number in taken or line.kind not in _SAID:
        return False
    at = index - body.start
    return at < 0 or body.roles[at] is Role.OUT


def _is_doubled(lines: Sequence[Line], head: Head, body: Body, index: int, taken: Collection[int]) -> bool:
    if lines[index].number in taken or index in head.repeats or index == head.title:
        return False
    doubled = index + 1 < len(lines) and lines[index + 1].text == lines[index].text
    return doubled and (index < body.start or body.roles[index - body.start] is Role.OUT)


def read_related(lines: Sequence[Line], head: Head, body: Body) -> list[tuple[Related, Line]]:
    """Return the titles of other articles that the page points to, in order, each once."""
    found: dict[str, tuple[Related, Line]] = {}
    for title, line in _cross_links(lines, head, body):
        found.setdefault(fold(title), (Related(title=title), line))
    return list(found.values())


def _cross_links(lines: Sequence[Line], head: Head, body: Body) -> Iterator[tuple[str, Line]]:
    listing = False
    for index in range(head.title + 1, min(body.end + _BELOW, len(lines))):
        line = lines[index]
        at = index - body.start
        if line.kind is Kind.CROSS_LINK:
            yield line.value, line
        elif line.kind is Kind.LIST:
            listing = not _POPULAR.search(line.text)
        elif line.kind in _OVER or (0 <= at < body.end - body.start and body.roles[at] in _TEXT):
            listing = False
        elif listing and line.kind in _SAID and _is_title(line.text) and index not in head.repeats:
            yield line.text, line


def _is_title(text: str) -> bool:
    words = text.count(" ") + 1
    return words >= 3 and len(text) < 220 and text[-1] not in ".।。" and not (words < 5 and names.lone_names(text))


def read_tags(lines: Sequence[Line], body: Body) -> tuple[tuple[str, ...], Line | None]:
    """Return the tags of a tag line, or of the short lines below its label, and the line."""
    for index in range(min(body.end, len(lines)), len(lines)):
        line = lines[index]
        if line.kind is Kind.TAGS:
            tags = tuple(_listed_tags(line.value) if line.value else _tags_below(lines, index + 1))
            if tags:
                return tags, line
    return (), None


def _listed_tags(text: str) -> Iterator[str]:
    if _PARTED.search(text) or text.count(" ") < 2:
        yield from (tag for tag in (part.strip(" #.") for part in _PARTED.split(text)) if 0 < len(tag) <= _TAG)


def _tags_below(lines: Sequence[Line], start: int) -> Iterator[str]:
    for line in lines[start : start + _MANY]:
        if line.kind is not Kind.HEADING and not line.text.endswith(","):
            return
        parts = tuple(_listed_tags(line.text))
        if not parts or any(part.count(" ") > 3 for part in parts):
            return
        yield from parts


def read_link(lines: Sequence[Line], body: Body) -> tuple[str, Line | None]:
    """Return the page's own address, where a line outside the text states it."""
    for index, line in enumerate(lines):
        if line.kind is not Kind.ADDRESS or body.start <= index < body.end:
            continue
        edge = index < _EDGE or index >= len(lines) - _EDGE
        if _LABELLED_ADDRESS.match(line.text) or (edge and line.text == line.value):
            return line.value, line
    return "", None
