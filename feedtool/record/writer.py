"""Writes an article as Markdown with YAML front matter that a person likes to read and edit."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feedtool.article import Article, Enclosure, Image, Location, Origin, Person, Related, Rendition, Replies, Via
    from feedtool.episode import Episode, Soundbite, Transcript, Voice

    _Part = (
        Person
        | Image
        | Rendition
        | Enclosure
        | Related
        | Via
        | Origin
        | Location
        | Replies
        | Episode
        | Transcript
        | Soundbite
        | Voice
    )

    _Value = str | Mapping[str, "_Value"] | Sequence[str | Mapping[str, "_Value"]]

_OTHER_VALUE = regex(
    r"[0-9][0-9_:.]*(?:e[-+]?[0-9]*)?|0[bx][0-9a-f_]*|y|n|yes|no|true|false|on|off|null", re.ASCII | re.IGNORECASE
)
"""What begins with a letter or a digit, and is no text to every reader of YAML."""
_QUOTED_START = frozenset("'\"[]{}*&!|>%@`,#")
_PLAIN_START = frozenset("/($_^\\;")


def write_record(article: Article, **said: str) -> str:
    """Return the article as Markdown with YAML front matter, ending in a line break.

    `read_record` reads it back as the same article.  `said` (id, slug, digest) stands in the place of what the article
    says of these: that costs less than another article.
    """
    header = "\n".join(_lines(_header(article, said)))
    body = f"\n{article.body}\n" if article.body else ""
    return f"---\n{header}\n---\n{body}"


def _lines(fields: Mapping[str, _Value]) -> list[str]:
    """Return the lines of a mapping; what lies deeper is indented by two."""
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, str):
            lines.append(f"{name}: {_scalar(value)}")
            continue
        lines.append(f"{name}:")
        if isinstance(value, dict):
            lines += [f"  {line}" for line in _lines(value)]
        else:
            for item in value:
                rows = [_scalar(item)] if isinstance(item, str) else _lines(item)
                lines += [f"{'  ' if number else '- '}{row}" for number, row in enumerate(rows)]
    return lines


def _scalar(text: str) -> str:
    """Return a line as YAML has it, in quotes where it must; what is not certain is asked of the library.

    The library takes a hundred times as long, which is felt where an archive is imported.
    """
    if not text.isprintable() or _OTHER_VALUE.fullmatch(text):
        return _dumped(text)
    start = text[0]
    if start in _QUOTED_START or ": " in text or " #" in text or text[-1] in ": ":
        return "'" + text.replace("'", "''") + "'"
    plain = start.isalnum() or start in _PLAIN_START or not start.isascii() or text.startswith("../")
    return text if plain else _dumped(text)


def _dumped(text: str) -> str:
    import yaml  # noqa: PLC0415 - slow to import, and seldom needed

    block = yaml.dump({"x": text}, Dumper=_dumper(), allow_unicode=True, default_flow_style=False, width=float("inf"))
    return str(block).removeprefix("x: ").removesuffix("\n")


def _header(article: Article, said: Mapping[str, str]) -> dict[str, _Value]:
    """Return the fields of a record in the order a person reads them, empty ones left out."""
    origin = article.origin
    source = {"path": origin.path, "kind": origin.kind, "digest": said.get("digest", origin.digest)}
    header: dict[str, _Value] = {
        "id": said.get("id", article.id),
        "title": article.title,
        "summary": article.summary,
        "authors": [_short(person, "name") for person in article.authors],
        "published": article.published.isoformat(),
        "updated": article.updated.isoformat() if article.updated else "",
        "tags": list(article.tags),
        "link": article.link,
        "external": article.external,
        "language": article.language,
        "images": [_short(image, "url") for image in article.images],
        "enclosures": [_short(file, "url") for file in article.enclosures],
        "related": [_short(link, "title") for link in article.related],
        "via": _filled(article.via) if article.via else "",
        "license": article.license,
        "location": _filled(article.location) if article.location else "",
        "replies": _filled(article.replies) if article.replies else "",
        "reply_to": list(article.reply_to),
        "episode": _filled(article.episode) if article.episode else "",
        "slug": said.get("slug", article.slug),
        "draft": "yes" if article.draft else "",
        "withdrawn": "yes" if article.withdrawn else "",
        "source": {name: value for name, value in source.items() if value},
    }
    extra = {_scalar(name): text for name, text in article.extra if name not in header}
    return {name: value for name, value in header.items() if value} | extra


def _filled(part: _Part) -> dict[str, _Value]:
    """Return what a part says by name, everything as text, what it does not say left out."""
    found: dict[str, _Value] = {}
    for name, value in asdict(part).items():
        if value or (value is not None and name in _NEVER_EMPTY):
            found[name] = _said(value)
    return found


def _said(value: object) -> _Value:
    if isinstance(value, tuple):
        return [item if isinstance(item, str) else _filled(item) for item in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


_NEVER_EMPTY = ("count", "latitude", "longitude", "start", "explicit")
"""Fields of which 0 and False say something."""


def _short(part: _Part, plain: str) -> str | Mapping[str, _Value]:
    """Return a part as plain text where it has that one field only."""
    fields = _filled(part)
    only = fields[plain] if fields.keys() == {plain} else fields
    return only if isinstance(only, str) else fields


@cache
def _dumper() -> type[Any]:
    """Return a YAML dumper that quotes what other YAML readers would not read as text, but leaves times plain."""
    import yaml  # noqa: PLC0415 - as above

    class RecordDumper(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the signature is PyYAML's
            return True

    RecordDumper.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rows if tag != "tag:yaml.org,2002:timestamp"]
        for first, rows in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }
    return RecordDumper
