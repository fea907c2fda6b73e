"""ENTRY: one article said in the vocabulary of feeds.

Lead picture first, then the standfirst, then the text: readers that show content drop the summary beside it.

Sources: RFC 4287 section 4.1.2, RSS 2.0.11 (item), Media RSS 1.5.1.
"""

from __future__ import annotations

import html
from datetime import UTC
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from feedtool.article import Enclosure, Location, Person, Replies, Via, kept_as
from feedtool.entry.choices import PICTURES, Choices, Custom, Extra
from feedtool.entry.licenses import license_of
from feedtool.entry.media import Media, enclosures_of, figure, pictures_of, shows
from feedtool.entry.people import name_of, person_of, via_of
from feedtool.entry.shapes import LANGUAGE
from feedtool.excerpt import excerpt, without_pictures
from feedtool.identity import slug_of
from feedtool.later import regex
from feedtool.markup import html_of, opens_with, paragraphs, rendered, shortened, unlike_html, web, without_heading

if TYPE_CHECKING:
    from datetime import datetime

    from feedtool.article import Article
    from feedtool.episode import Episode


class Entry(Struct, frozen=True, kw_only=True):
    """One entry: ids and links absolute, `title` and `summary` plain text, `content` safe HTML.

    `authors` may be empty where the feed itself has an author; `updated` is never before `published`.
    """

    id: str
    title: str
    published: datetime
    updated: datetime
    link: str = ""
    external: str = ""
    summary: str = ""
    content: str = ""
    authors: tuple[Person, ...] = ()
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    media: tuple[Media, ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    via: Via | None = None
    language: str = ""
    license: str = ""
    location: Location | None = None
    replies: Replies | None = None
    reply_to: tuple[str, ...] = ()
    episode: Episode | None = None
    extra: tuple[Extra, ...] = ()

    def placed(self, id_: str, *, updated: datetime) -> Entry:
        """Return the same entry with the id and the time that its article has got."""
        return kept_as(self, id=id_, updated=updated)


_ALL = Choices()


def entry_of(article: Article, *, home: str = "", link: str = "", choices: Choices = _ALL) -> Entry:
    """Say an article as an entry.

    `home` is the address that relative references are resolved against; `link` the pattern of the permalink of
    articles that carry none (see `permalink`), empty for none; `choices` says what of it is wanted.  An entry without
    an address holds the whole text always, since nobody could read on anywhere else.
    """
    address = web(article.link, home) if article.link else permalink(article, link)
    base = address or home
    text = without_heading(rendered(article.body, base), article.title)
    summary = article.summary or shortened(next(paragraphs(text), article.title))
    files = enclosures_of(article, base, choices)
    content = _content(article, text, base, choices) if choices.content == "full" or not address else ""
    updated = max(article.published, article.updated or article.published)
    return Entry(
        id=article.id or address,
        title=unlike_html(article.title),
        published=article.published.astimezone(UTC) if choices.utc else article.published,
        updated=updated.astimezone(UTC) if choices.utc else updated,
        link=address,
        external=_external(article, address, base),
        summary=summary,
        content=excerpt(content, choices.words, address) if choices.words and address else content,
        authors=tuple(person_of(person, base if person.uri or person.avatar else "") for person in article.authors),
        categories=tuple(map(unlike_html, article.tags)),
        enclosures=files,
        media=pictures_of(article, files, base) if article.images and "media" in choices.pictures else (),
        related=tuple(
            (url, unlike_html(link.title)) for link in article.related if link.url and (url := web(link.url, base))
        ),
        via=via_of(article.via) if article.via else None,
        language=article.language if LANGUAGE.fullmatch(article.language) else "",
        license=license_of(article.license, base),
        location=article.location and replace(article.location, name=unlike_html(article.location.name)),
        replies=_replies(article.replies, base),
        reply_to=tuple(filter(None, (web(target, base) for target in article.reply_to))),
        episode=article.episode and _episode_of(article.episode, base),
        extra=_extra(article, choices.elements),
    )


def _external(article: Article, address: str, base: str) -> str:
    """Return the address of the page elsewhere that an article points to; its own address is no other page."""
    found = web(article.external, base) if article.external else ""
    return found if found != address else ""


def _replies(replies: Replies | None, base: str) -> Replies | None:
    if replies is None:
        return None
    page, feed = (web(address, base) if address else "" for address in (replies.url, replies.feed))
    placed = Replies(url=page, feed=feed, count=replies.count)
    return placed if placed != Replies() else None


def _episode_of(episode: Episode, base: str) -> Episode:
    from feedtool.entry.episodes import episode_of  # noqa: PLC0415 - few articles are episodes

    return episode_of(episode, base)


def _extra(article: Article, elements: tuple[Custom, ...]) -> tuple[Extra, ...]:
    if not elements:
        return ()
    said = dict(article.extra)
    return tuple(
        Extra(prefix=row.prefix, name=row.name, namespace=row.namespace, text=unlike_html(said[row.field]))
        for row in elements
        if said.get(row.field)
    )


def relative_in(article: Article) -> str:
    """Return the first relative address of an article, which only the address of its site could complete."""
    if article.link and web(article.link):
        return ""
    beside = (article.link, *(image.url for image in article.images), *(file.url for file in article.enclosures))
    within = (found[1] for found in _REFERENCE.finditer(html_of(article.body)))
    return next((address for address in (*beside, *within) if address and not _ABSOLUTE.match(address)), "")


_REFERENCE = regex(r'(?:href|src)="([^"]+)"')
_ABSOLUTE = regex(r"[A-Za-z][A-Za-z0-9+.-]*:|#")


class Named(Protocol):
    """What an address can be made for."""

    @property
    def title(self) -> str: ...  # noqa: D102 - said by the class
    @property
    def slug(self) -> str: ...  # noqa: D102 - the same
    @property
    def published(self) -> datetime: ...  # noqa: D102 - the same


def permalink(article: Named, pattern: str) -> str:
    """Return the address of an article that carries none, by a pattern like `https://news.example/{date:%Y/%m}/{slug}`.

    Raises:
        KeyError, ValueError, IndexError: the pattern names something else than `date` and `slug`, or ill-formed ones.

    """
    if not pattern:
        return ""
    slug = article.slug
    if len(slug) > _LONGEST_SLUG or not _SLUG.fullmatch(slug):
        slug = quote(slug_of(slug or article.title), safe="-")
    return web(pattern.format(date=article.published, slug=slug))


_SLUG = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_SLUG = 80
"""What looks like this and is no longer, `slug_of` gives back as it is."""
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"})
"""Languages whose text runs from right to left; a reader knows no direction but the content's own."""


def _content(article: Article, text: str, base: str, choices: Choices) -> str:
    """Return figure, standfirst and text; what the text already begins with is not said twice."""
    repeated = article.summary and opens_with(text, article.summary)
    parts = []
    if "inline" not in choices.pictures:
        text = without_pictures(text)
    elif article.images and not shows(text, article.images[0], base):
        parts.append(figure(article.images[0], base))
    if article.summary and not repeated:
        parts.append(f"<p><strong>{html.escape(article.summary, quote=False)}</strong></p>")
    content = "\n".join(part for part in (*parts, text) if part)
    content = content or f"<p>{html.escape(article.title, quote=False)}</p>"
    if article.language.split("-")[0].casefold() in RIGHT_TO_LEFT and LANGUAGE.fullmatch(article.language):
        return f'<div lang="{article.language}" dir="rtl">{content}</div>'
    return content


__all__ = [
    "PICTURES",
    "RIGHT_TO_LEFT",
    "Choices",
    "Custom",
    "Entry",
    "Extra",
    "Media",
    "Named",
    "entry_of",
    "license_of",
    "name_of",
    "permalink",
    "relative_in",
]
