"""PAGE: all that a page's text says, whether or not it is enough for an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from feedtool.article import Evidence
from feedtool.errors import TimestampError
from feedtool.later import regex
from feedtool.source.pagetext import beside
from feedtool.source.pagetext.authors import authors_above, authors_below
from feedtool.source.pagetext.body import Body, Role, continues, read_body
from feedtool.source.pagetext.head import DATELINE, Head, read_head, standfirst
from feedtool.source.pagetext.lines import Line, closed, read_lines
from feedtool.source.pagetext.moments import Moments, read_moments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feedtool.article import Image, Related
    from feedtool.timestamps import ZonePolicy

_JOINS = regex(r"[,.;:)!?]")


class Block(Struct, frozen=True, kw_only=True):
    """A paragraph or a subhead of the body as plain text, and the line where it begins."""

    text: str
    line: int
    subhead: bool = False


class Page(Struct, frozen=True, kw_only=True):
    """What a page says.  `title` is empty when it has none, `moments` None when `failure` says why."""

    title: str
    summary: str = ""
    authors: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    images: tuple[Image, ...] = ()
    related: tuple[Related, ...] = ()
    tags: tuple[str, ...] = ()
    link: str = ""
    moments: Moments | None = None
    failure: TimestampError | None = None
    provenance: Mapping[str, Evidence] = field(default_factory=dict)


def read_page(text: str, policy: ZonePolicy) -> Page:
    """Return what the text of a page says; `policy` says what is known of its times beforehand."""
    lines = read_lines(text)
    head = read_head(lines)
    people, named_at, name_rule = authors_above(lines, head)
    body = read_body(lines, head, people)
    if not people:
        people, named_at, name_rule = authors_below(lines, head, body.end)
    blocks = list(_blocks(lines, body))
    lead = _lead(lines, head) or _lead_of(lines, head, body, blocks)
    moments, failure = _moments(lines, head, body, policy)
    images = beside.read_images(lines, head, body, {line.number for line in lead})
    related = beside.read_related(lines, head, body)
    tags = beside.read_tags(lines, body)
    link = beside.read_link(lines, body)
    told = {
        "title": (_title_rule(head), lines[head.shown] if head.title >= 0 else None),
        "summary": ("between the title and the byline or date", lead[0] if lead else None),
        "authors": (name_rule, lines[named_at] if people else None),
        "images": ("caption", images[0][1] if images else None),
        "related": ("cross-link", related[0][1] if related else None),
        "tags": ("tag line", tags[1]),
        "link": ("address", link[1]),
        "published": (moments.published.rule, moments.published.line) if moments else ("", None),
        "updated": (moments.updated.rule, moments.updated.line) if moments and moments.updated else ("", None),
    }
    return Page(
        title=lines[head.shown].text if head.title >= 0 else "",
        summary=" ".join(line.text for line in lead),
        authors=people,
        blocks=tuple(blocks),
        images=tuple(image for image, _ in images),
        related=tuple(link for link, _ in related),
        tags=tags[0],
        link=link[0],
        moments=moments,
        failure=failure,
        provenance=_provenance(told, blocks),
    )


def _moments(
    lines: Sequence[Line], head: Head, body: Body, policy: ZonePolicy
) -> tuple[Moments | None, TimestampError | None]:
    try:
        return read_moments(lines, head, body.end, policy), None
    except TimestampError as error:
        return None, error


def _blocks(lines: Sequence[Line], body: Body) -> list[Block]:
    """Return the body's paragraphs and subheads; a paragraph that a link broke in two is one again."""
    blocks: list[Block] = []
    for index, role in enumerate(body.roles[: body.end - body.start], body.start):
        line = lines[index]
        if role is Role.SUBHEAD:
            blocks.append(Block(text=line.text, line=line.number, subhead=True))
        elif role is Role.PARAGRAPH and blocks and _goes_on(blocks[-1], line.text):
            space = "" if _JOINS.match(line.text) else " "
            blocks[-1] = Block(text=f"{blocks[-1].text}{space}{line.text}", line=blocks[-1].line)
        elif role is Role.PARAGRAPH:
            blocks.append(Block(text=line.text, line=line.number))
    return blocks


def _goes_on(block: Block, text: str) -> bool:
    return not block.subhead and continues(text) and (not closed(block.text) or text[0] in ",;.)")


def _lead(lines: Sequence[Line], head: Head) -> tuple[Line, ...]:
    """Return the standfirst above the byline, or the key points that stand below it."""
    return standfirst(lines, head)


def _lead_of(lines: Sequence[Line], head: Head, body: Body, blocks: list[Block]) -> tuple[Line, ...]:
    """Return the paragraph before the one that names the place, which is where the report begins."""
    if len(blocks) < 3 or blocks[0].subhead or blocks[1].subhead:
        return ()
    if DATELINE.match(blocks[0].text) or not DATELINE.match(blocks[1].text):
        return ()
    block = blocks.pop(0)
    return tuple(line for line in lines[body.start : body.end] if line.number == block.line and head.title >= 0)


def _title_rule(head: Head) -> str:
    found = "the line above the text that is most like a title"
    return f"{found}; it stands on {1 + len(head.repeats)} lines" if head.repeats else found


def _provenance(told: Mapping[str, tuple[str, Line | None]], blocks: Sequence[Block]) -> dict[str, Evidence]:
    found = {name: Evidence(rule=rule, line=line.number, text=line.text) for name, (rule, line) in told.items() if line}
    subheads = [block for block in blocks if block.subhead]
    if blocks:
        rule = f"{len(blocks) - len(subheads)} paragraphs from the head to the end of the text"
        found["body"] = Evidence(rule=rule, line=blocks[0].line, text=blocks[0].text)
    if subheads:
        rule = f"{len(subheads)} short lines, each above a paragraph"
        found["subheads"] = Evidence(rule=rule, line=subheads[0].line, text=subheads[0].text)
    return found
