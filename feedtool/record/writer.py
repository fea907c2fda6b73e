"""Writes an article as Markdown with YAML front matter that a person likes to read and edit."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from feedtool.article import Article, Enclosure, Image, Origin, Person, Related, Via


def write_record(article: Article) -> str:
    """Return the article as Markdown with YAML front matter, ending in a line break.

    `read_record` reads it back as the same article.
    """
    import yaml  # noqa: PLC0415 - slow to import, and not every command writes records

    header = yaml.dump(
        _header(article),
        Dumper=_dumper(),
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=float("inf"),
    )
    body = f"\n{article.body}\n" if article.body else ""
    return f"---\n{header}---\n{body}"


def _header(article: Article) -> dict[str, object]:
    """Return the fields of a record in the order a person reads them, empty ones left out."""
    fields: dict[str, object] = {
        "id": article.id,
        "title": article.title,
        "summary": article.summary,
        "authors": [_short(person, "name") for person in article.authors],
        "published": article.published.isoformat(),
        "updated": article.updated.isoformat() if article.updated else "",
        "tags": list(article.tags),
        "link": article.link,
        "language": article.language,
        "images": [_short(image, "url") for image in article.images],
        "enclosures": [_short(file, "url") for file in article.enclosures],
        "related": [_short(link, "title") for link in article.related],
        "via": _filled(article.via) if article.via else "",
        "slug": article.slug,
        "draft": "yes" if article.draft else "",
        "withdrawn": "yes" if article.withdrawn else "",
        "source": _filled(article.origin),
    }
    return {name: value for name, value in fields.items() if value}


def _filled(part: Person | Image | Enclosure | Related | Via | Origin) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(part).items() if value}


def _short(part: Person | Image | Enclosure | Related, plain: str) -> str | dict[str, str]:
    """Return a part as plain text where it has that one field only."""
    fields = _filled(part)
    return fields[plain] if fields.keys() == {plain} else fields


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
