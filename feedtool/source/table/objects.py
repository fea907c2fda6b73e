"""Rows that are objects: JSON and newline-delimited JSON.

Sources: RFC 8259 (JSON), ndjson-spec 1.0.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedtool.characters import is_sound
from feedtool.errors import ArticleError, SourceError
from feedtool.later import regex
from feedtool.problem import Place
from feedtool.source.decode import text_of
from feedtool.source.table.row import Row
from feedtool.source.table.stream import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedtool.problem import Problem
    from feedtool.source import Source

_LARGEST = 64 * 2**20
_LISTS = (
    *("items", "articles", "posts", "entries", "stories", "news", "documents", "docs", "rows", "records", "data"),
    *("results", "result", "response", "hits", "content", "list", "value"),
)
"""The names under which a document holds its list of articles, the likely ones first."""
_OPENING = regex(r'\s*(?:\{.{0,10000}?"(?:' + "|".join(_LISTS) + r')"\s*:\s*)?\[\s*', re.DOTALL)
_COMMA = regex(r"\s*,?\s*")
_DECODER = json.JSONDecoder(strict=False)  # line breaks within strings are what hand-made files hold
_NO_OBJECTS = {list: "a list", str: "text", bool: "true or false", type(None): "null"}


def ndjson_rows(source: Source) -> Iterator[Row | ArticleError]:
    """Yield a row for each line of newline-delimited JSON, and an error for each line that is none."""
    with Lines(source) as lines:
        for line in lines.all():
            if isinstance(line, ArticleError):
                yield line
            elif not line.isspace():
                yield _ndjson_row(line, lines)


def _ndjson_row(line: str, lines: Lines) -> Row | ArticleError:
    line = line.rstrip()
    try:
        value = _DECODER.decode(line)
    except (ValueError, RecursionError) as error:
        return _json_error(error, lines.number)
    if not isinstance(value, dict):
        return _no_object(value, Place(line=lines.number))
    text = "".join(filter(_is_text, value.values()))
    escaped = not is_sound(text) and "\\u" in line  # looked for last, since that takes as long as all the rest
    return Row(value, lines.number, problems=lines.problems(text if escaped else line))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _json_error(error: Exception, line: int) -> ArticleError:
    if isinstance(error, json.JSONDecodeError):
        reason, place = error.msg, Place(line=line + error.lineno - 1, column=error.colno)
    else:
        reason, place = ("nested too deep" if isinstance(error, RecursionError) else str(error)), Place(line=line)
    return SourceError(f"not JSON: {reason}", place=place, expected="an object of names and values")


def _no_object(value: object, place: Place) -> ArticleError:
    kind = _NO_OBJECTS.get(type(value), "a number")
    return SourceError(f"{kind}, and no row", place=place, expected="an object of names and values")


def json_rows(source: Source) -> Iterator[Row | ArticleError]:
    """Yield the objects of a JSON document: of its list, of the list it holds under a likely name, or itself.

    Of a document that breaks off, the objects before that are read.

    Raises:
        SourceError: it is empty, is no text, or is larger than 64 MiB.

    """
    text, problems = text_of(replace(source, content=whole(source)))
    try:
        found = _list_in(_DECODER.decode(text))
    except (ValueError, RecursionError) as error:
        yield from _salvaged(text, _json_error(error, 1), problems)
        return
    for number, value in enumerate(found, 1):
        yield _item(number, value, problems)
        problems = ()


def whole(source: Source) -> bytes:
    """Return all bytes of a source.

    Raises:
        SourceError: it is larger than 64 MiB.

    """
    with source.open() as file:
        content = file.read(_LARGEST + 1)
    if len(content) <= _LARGEST:
        return content
    raise SourceError(
        f"larger than {_LARGEST // 2**20} MiB, and JSON is read whole",
        place=Place(file=source.origin),
        expected="newline-delimited JSON, which is read row by row",
        hint="jq -c '.[]' articles.json > articles.ndjson",
    )


def _item(number: int, value: object, problems: tuple[Problem, ...]) -> Row | ArticleError:
    label = f"item {number}"
    if not isinstance(value, dict):
        return _no_object(value, Place(field=label))
    return Row(value, 0, f"{label}: ", problems)


def _list_in(value: object, depth: int = 3) -> Sequence[object]:
    """Return the list of rows that a document is or holds, or the document as its only row."""
    if not isinstance(value, dict):
        return value if isinstance(value, list) else [value]
    for name in _LISTS:
        held = value.get(name)
        if isinstance(held, list) and (not held or isinstance(held[0], dict)):
            return held
        if isinstance(held, dict) and depth and (found := _list_in(held, depth - 1)) != [held]:
            return found
    return [value]


def _salvaged(text: str, error: ArticleError, problems: tuple[Problem, ...]) -> Iterator[Row | ArticleError]:
    """Yield the whole objects of a list in a document that breaks off, then the error that says where it does."""
    opening = _OPENING.match(text)
    position, number = (opening.end() if opening else len(text)), 0
    while text[position : position + 1] == "{":
        try:
            value, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        number += 1
        yield _item(number, value, problems)
        problems = ()
        comma = _COMMA.match(text, position)
        position = comma.end() if comma else position
    yield error
