"""Reads an article from Markdown with front matter, under the names that the common site generators use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.article import Article, Evidence, Origin
from feedtool.errors import ArticleError, RecordError
from feedtool.frontmatter import FrontMatter, split
from feedtool.later import regex
from feedtool.problem import Place
from feedtool.record.conversions import FLAGS, origin_of, text_of
from feedtool.record.fields import ALIASES, FieldReader, names_of
from feedtool.record.provenance import Provenance
from feedtool.timestamps import ZonePolicy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

_DATED_NAME = regex(r"(\d{4}-\d{2}-\d{2})[-_](.+)")
_HEADING = regex(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|$)")


def read_record(
    text: str,
    *,
    path: str,
    policy: ZonePolicy | None = None,
    extra: tuple[str, ...] = (),
    given: Mapping[str, object] | None = None,
    lent: Mapping[str, Any] | None = None,
) -> Article:
    r"""Return the article that a Markdown text with front matter holds.

    `text` is decoded, its lines end in `\n`.  `path` is where it was read: a file name like `2025-12-24-slug.md` gives
    date and slug where the front matter has none.  A text without `title` takes its first heading.  `policy` says how
    times without a certain zone are read; `extra` names fields that are kept though no field of ours is theirs;
    `given` are fields, by our names, that stand in for those which the front matter does not have; `lent` are fields of
    the article that stand in where it has none of its own, but for tags, which are added.

    Raises:
        RecordError: the front matter cannot be read, or there is no title.
        TimestampError: `published` or `updated` has no certain instant, or there is no date at all.

    """
    try:
        matter = split(text)
        reader = _reader(matter, given or {}, policy=policy or ZonePolicy(), path=path, extra=extra)
        return _article(reader, matter, lent or {})
    except ArticleError as error:
        raise error.at(file=path) from None


def _reader(
    matter: FrontMatter, given: Mapping[str, object], *, policy: ZonePolicy, path: str, extra: tuple[str, ...]
) -> FieldReader:
    fields, names = _without_flag(matter.fields, names_of(matter.fields))
    if given:
        fields = {**fields, **{name: value for name, value in given.items() if name not in names}}
        names = names_of(fields)
    return FieldReader(values=fields, names=names, policy=policy, path=path, lines=matter.lines, line=1, extra=extra)


def _article(reader: FieldReader, matter: FrontMatter, lent: Mapping[str, Any]) -> Article:
    path = reader.path
    stem = _stem(path)
    dated = _DATED_NAME.fullmatch(stem)
    title = reader.read("title", text_of) or _heading(reader, matter)
    published = reader.time("published") or _file_date(reader, dated and dated[1])
    origin = reader.read("source", origin_of)
    slug = reader.read("slug", text_of)
    if "/" in slug or "\\" in slug:
        reader.doubt("record-slug-is-a-path", f"the slug {slug!r} is a path; it is made one part of an address", "slug")
    updated, rest = reader.time("updated"), reader.rest()
    for name, value in lent.items():
        rest[name] = (*rest.get(name, ()), *value) if name == "tags" else rest.get(name) or value
    try:
        return Article(
            title=title,
            published=published,
            updated=updated,
            slug=slug or (dated[2] if dated else stem),
            **rest,
            body=matter.body,
            origin=origin or Origin(path=path, kind="markdown"),
            provenance=_provenance(reader, matter.body_line),
            problems=tuple(reader.problems),
        )
    except ValueError as error:  # what an article's type refuses: a year of three digits
        raise RecordError(str(error), place=Place(file=path, field="published")) from None


def _provenance(reader: FieldReader, body_line: int) -> Provenance:
    below = "text below the front matter"
    return Provenance(lambda: {**reader.provenance, "body": Evidence(rule=below, line=body_line)})


def _without_flag(
    fields: Mapping[str, object], names: Mapping[str, tuple[str, ...]]
) -> tuple[Mapping[str, object], Mapping[str, tuple[str, ...]]]:
    """Read `published: false` as Jekyll does, as a draft, and leave `published: true` to the date elsewhere."""
    if names.get("published", ("",))[0].casefold() != "published":  # ours comes first
        return fields, names
    for name, value in fields.items():
        if name.casefold() == "published" and isinstance(value, str) and value.casefold() in FLAGS:
            rest = {other: kept for other, kept in fields.items() if other != name}
            rest = rest if FLAGS[value.casefold()] else {"draft": "yes", **rest}
            return rest, names_of(rest)
    return fields, names


def _stem(path: str) -> str:
    """Return a file's name without its ending; of a bundle (`rain/index.md`) the folder's."""
    *folders, name = path.replace("\\", "/").split("/")
    stem = name.rsplit(".", 1)[0]
    return folders[-1] if stem == "index" and folders else stem


def _heading(reader: FieldReader, matter: FrontMatter) -> str:
    """Return the body's first heading, the title where no field names one."""
    found = _HEADING.match(matter.body)
    if found:
        line = matter.body_line + matter.body[: found.start(1)].count("\n")
        reader.seen["title"] = Evidence(rule="first heading of the text", line=line, text=found[1])
        return found[1]
    raise RecordError(
        "no title",
        place=Place(line=1, field="title"),
        expected="a field `title`, or a heading `# …` first in the text",
        hint=_did_you_mean(reader, "title"),
    )


def _file_date(reader: FieldReader, date: str | None) -> datetime:
    """Return the date in the file's name, the last resort for a text that names none."""
    if date is None:
        raise RecordError(
            "no date",
            place=Place(line=1, field="published"),
            expected="a field `published` (or `date`), or a file name like 2025-12-24-slug.md",
            hint=_did_you_mean(reader, "published"),
        )
    reader.seen["published"] = Evidence(rule="date in the file name", text=date)
    return reader.instant(date, "published")


def _did_you_mean(reader: FieldReader, field: str) -> str:
    import difflib  # noqa: PLC0415 - only for mistakes

    here = [name.casefold() for name in reader.values]
    near = [
        name for alias in ALIASES[field] for name in difflib.get_close_matches(alias, here, 1, 0.75) if name != field
    ]
    return f"rename the field {near[0]!r} to {field!r}" if near else ""
