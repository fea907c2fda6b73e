"""One message as an article."""

from __future__ import annotations

import re
from email import message_from_bytes
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.article import Article, Evidence
from feedtool.characters import illegal_in
from feedtool.errors import ArticleError, RecordError, SourceError
from feedtool.later import regex
from feedtool.markup import absolute, plain, shortened
from feedtool.problem import Level, Place, Problem
from feedtool.record.instants import stamp_of
from feedtool.source.mail.headers import header, identity, mailing_list, people, text_of
from feedtool.source.mail.letter import LEAVING, letter_of
from feedtool.source.table.bodies import plain_body
from feedtool.source.table.row import origin_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from feedtool.source import Source
    from feedtool.timestamps import Stamp

_SIGNATURE = regex(r"^-- ?$", re.MULTILINE)
_FLOWED = regex(r" \n(?=\S)")
_BLANK = regex(r"\n\s*\n")
_DEEPEST = 20
_LONGEST_TITLE = 80
_LONGEST_LEAVING = 400


def article_of(content: bytes, source: Source, line: int, *, several: bool) -> Article | ArticleError:
    """Return the article that a message is, or the error that says why it is none.

    `line` is where the message begins; `several` says that its file holds others.
    """
    try:
        return _article(message_from_bytes(content), source, line, several=several)
    except ArticleError as error:
        return error.at(file=source.origin, line=line)
    except RecursionError:
        return SourceError("parts within parts without end", place=Place(file=source.origin, line=line))
    except ValueError as error:
        return RecordError(str(error), place=Place(file=source.origin, line=line))


def _article(message: Message, source: Source, line: int, *, several: bool) -> Article:
    if not message.keys():
        raise SourceError("no message: it has no headers", expected="a mail message (RFC 5322)")
    stamp = _stamp(message, source)
    body, preheader, problems = _body(message, source, line)
    provenance = _provenance(message, stamp, line)
    if preheader:
        provenance["summary"] = Evidence(rule="the hidden line beside the subject", line=line, text=preheader)
    if body:
        provenance["body"] = Evidence(rule="the part that is shown", line=line)
    title = header(message, "subject") or shortened(plain(body), _LONGEST_TITLE)
    if not title:
        raise RecordError("no subject and no text", place=Place(field="title"), expected="a header Subject")
    given = identity(message)
    origin = origin_of(source.origin, "mail", given, title=title, published=stamp.instant)
    return Article(
        id=given,
        title=title,
        summary=preheader,
        authors=people(message),
        published=stamp.instant,
        body=body,
        tags=(mailing_list(message),),
        link=absolute(header(message, "archived-at").strip("<> ")),
        language=header(message, "content-language").partition(",")[0].strip(),
        origin=origin if several else replace(origin, path=source.origin),
        provenance=provenance,
        problems=(*problems, *(_placed(found, source, line, "published") for found in stamp.problems)),
    )


def _placed(problem: Problem, source: Source, line: int, field: str) -> Problem:
    return replace(problem, place=Place(file=source.origin, line=line, field=field))


def _stamp(message: Message, source: Source) -> Stamp:
    date = header(message, "date")
    if not date:
        raise RecordError("no date", place=Place(field="published"), expected="a header Date")
    try:
        return stamp_of(date, source.hints.zone)
    except ArticleError as error:
        raise error.at(field="published") from None


def _provenance(message: Message, stamp: Stamp, line: int) -> dict[str, Evidence]:
    names = {"id": "Message-ID", "title": "Subject", "authors": "From", "tags": "List-Id", "link": "Archived-At"}
    names["language"] = "Content-Language"
    texts = {field: header(message, name.casefold())[:100] for field, name in names.items()}
    found = {
        field: Evidence(rule=f"header {names[field]}", line=line, text=text) for field, text in texts.items() if text
    }
    return found | {"published": Evidence(rule=f"header Date; zone: {stamp.rule}", line=line, text=stamp.text)}


def _body(message: Message, source: Source, line: int) -> tuple[str, str, tuple[Problem, ...]]:
    """Return the text as Markdown, the line beside the subject, and what was dropped: HTML before plain text."""
    parts = list(_texts(message))
    for kind in ("text/html", "text/plain"):
        for part in parts:
            if part.get_content_type() == kind and (text := _text(part)).strip():
                problems = _dropped(text, source, line)
                if kind == "text/plain":
                    return _plain(text, flowed=part.get_param("format") == "flowed"), "", problems
                body, preheader, more = _html(text, source, line)
                return body, preheader, (*problems, *more)
    return "", "", ()


def _texts(part: Message, depth: int = _DEEPEST) -> Iterator[Message]:
    """Yield the parts that are the text of a message, not its attachments, nor messages within it."""
    if part.get_content_disposition() == "attachment" or part.get_content_type() == "message/rfc822":
        return
    payload = part.get_payload()
    if isinstance(payload, list):
        for inner in payload if depth else ():
            if not isinstance(inner, str):
                yield from _texts(inner, depth - 1)
    elif part.get_content_maintype() == "text":
        yield part


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    charset = part.get_content_charset()
    return text_of(content, charset).replace("\r\n", "\n") if isinstance(content, bytes) else ""


def _dropped(text: str, source: Source, line: int) -> tuple[Problem, ...]:
    if not (dropped := illegal_in(text)):
        return ()
    shown = ", ".join(f"U+{ord(char):04X}" for char in dropped[:5])
    return (
        _warn("source-characters-dropped", f"characters that no feed can hold were dropped: {shown}", source, line),
    )


def _warn(rule: str, message: str, source: Source, line: int) -> Problem:
    return Problem(rule=rule, level=Level.WARNING, message=message, place=Place(file=source.origin, line=line))


def _html(text: str, source: Source, line: int) -> tuple[str, str, tuple[Problem, ...]]:
    from feedtool.prose import markdown_of, markdown_of_tree  # noqa: PLC0415 - slow to import, and not every mail is HTML

    letter = letter_of(text)
    if letter is None:
        return markdown_of(text), "", ()
    problems: tuple[Problem, ...] = ()
    if letter.dropped:
        number = "a picture" if letter.dropped == 1 else f"{letter.dropped} pictures"
        message = f"{number} within the message, not on the web, left out"
        problems = (_warn("mail-picture-dropped", message, source, line),)
    return markdown_of_tree(letter.tree), letter.preheader, problems


def _plain(text: str, *, flowed: bool) -> str:
    """Return plain text as Markdown, less its signature and the paragraphs that say how to leave."""
    text = _SIGNATURE.split(text, maxsplit=1)[0] if not _SIGNATURE.match(text) else text
    text = _FLOWED.sub(" ", text) if flowed else text
    kept = [part for part in _BLANK.split(text) if len(part) > _LONGEST_LEAVING or not LEAVING.search(part)]
    return plain_body("\n\n".join(kept) if len(kept) > 1 else "".join(kept) + "\n\n")
