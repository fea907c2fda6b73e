"""A row as an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.article import Article, Evidence
from feedtool.characters import legal
from feedtool.errors import ArticleError, RecordError
from feedtool.markup import plain
from feedtool.record.conversions import text_of
from feedtool.record.fields import FieldReader
from feedtool.source.table.bodies import form_of, markdown_body
from feedtool.source.table.columns import columns_of, epoch_or_stamp, given_in, values_of
from feedtool.source.table.row import origin_of

if TYPE_CHECKING:
    from feedtool.source import Source
    from feedtool.source.table.columns import Columns
    from feedtool.source.table.row import Row

_LONGEST_TITLE = 5000


def article_of(row: Row, source: Source, kind: str = "table") -> Article | ArticleError:
    """Return the article that a row is, or the error that says why it is none."""
    columns = columns_of(tuple(row.values), given_in(source))
    reader = FieldReader(
        values=values_of(row.values, columns),
        names=columns.names,
        policy=source.hints.zone,
        path=source.origin,
        line=row.line,
        said="column",
        label=row.label,
        stamp=epoch_or_stamp,
        extra=source.hints.extra,
    )
    try:
        article = _article(row, reader, columns, source, kind)
    except ArticleError as error:
        return error.at(file=source.origin, line=row.line)
    except ValueError as error:
        place = reader.place("published")
        return RecordError(str(error), place=place).at(file=source.origin)
    reader.let_go()
    return article


def _article(row: Row, reader: FieldReader, columns: Columns, source: Source, kind: str) -> Article:
    title = _line(reader.read("title", text_of))
    if not title:
        raise _missing(reader, "title")
    if len(title) > _LONGEST_TITLE:
        raise RecordError(f"a title of {len(title):,} characters", place=reader.place("title"), expected="a headline")
    published = reader.time("published")
    if published is None:
        raise _missing(reader, "published")
    fields = reader.rest()
    fields["draft"] = fields.get("draft", False) or _unpublished(row, columns)
    fields["summary"] = _line(fields.get("summary", ""))
    return Article(
        title=title,
        published=published,
        updated=reader.time("updated"),
        slug=reader.read("slug", text_of),
        **fields,
        body=_body(reader, columns, fields.get("link", "")),
        origin=origin_of(
            source.origin, kind, fields.get("id", ""), fields.get("link", ""), title=title, published=published
        ),
        provenance=reader.provenance,
        problems=(*row.problems, *reader.problems),
    )


def _missing(reader: FieldReader, field: str) -> ArticleError:
    here = ", ".join(repr(name) for name in reader.values)
    return RecordError(
        f"no {'title' if field == 'title' else 'date'}",
        place=reader.place(field),
        expected=f"a column {field!r}",
        hint=f"say which one it is in the source's fields: {here[:200]}" if here else "",
    )


def _line(text: str) -> str:
    """Return a value that is plain text; one that holds HTML loses its tags."""
    return plain(legal(text)) if "<" in text and form_of(text) == "html" else text


def _unpublished(row: Row, columns: Columns) -> bool:
    """Whether a column `published` says no."""
    return any(row.values.get(name) in (False, "false") for name in columns.names["published"])


def _body(reader: FieldReader, columns: Columns, base: str) -> str:
    for name, form in columns.bodies:
        text = reader.values.get(name)
        if isinstance(text, str) and text.strip():
            body, found = markdown_body(text, form, base)
            reader.seen["body"] = Evidence(rule=f"column {name!r}, {found}", line=reader.line)
            return body
    return ""
