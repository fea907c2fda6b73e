"""The pictures and files of an entry: in its content, beside it, and as enclosures.

Sources: Media RSS 1.5.1, RSS 2.0.11 (enclosure).
"""

from __future__ import annotations

import html
import mimetypes
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from feedtool.article import Enclosure, Rendition
from feedtool.entry.shapes import TYPE
from feedtool.markup import unlike_html, web

if TYPE_CHECKING:
    from feedtool.article import Article, Image
    from feedtool.entry.choices import Choices


class Media(Struct, frozen=True, kw_only=True):
    """A picture beside the content: an absolute URL, its MIME type where known, and what is said of it in plain text.

    Pixels and bytes are 0 when unknown.
    """

    url: str
    type: str = ""
    description: str = ""
    credit: str = ""
    title: str = ""
    width: int = 0
    height: int = 0
    length: int = 0
    thumbnail: str = ""
    keywords: tuple[str, ...] = ()
    renditions: tuple[Rendition, ...] = ()


def shows(text: str, image: Image, base: str) -> bool:
    """Whether a text has a picture in it."""
    return f'src="{html.escape(web(image.url, base), quote=False)}"' in text


def figure(image: Image, base: str) -> str:
    """Return a picture with its caption and credit; a caption whose picture has no address shows nothing."""
    url = web(image.url, base) if image.url else ""
    if not url:
        return ""
    words = html.escape(image.caption, quote=False)
    if image.credit:
        words = f"{words} <small>{html.escape(image.credit, quote=False)}</small>".strip()
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    alt = html.escape(image.alt)  # the caption is read out anyway
    return f'<figure><img src="{html.escape(url)}" alt="{alt}">{caption}</figure>'


def pictures_of(article: Article, files: tuple[Enclosure, ...], base: str) -> tuple[Media, ...]:
    """Return the pictures beside the content, without those that are files of the entry."""
    pictures = (_media(image, base) for image in article.images)
    return tuple(shown for shown in pictures if shown.url and shown.url not in {file.url for file in files})


def _media(image: Image, base: str) -> Media:
    return Media(
        url=web(image.url, base) if image.url else "",
        type=image.type if TYPE.fullmatch(image.type) else _type_by_name(image.url),
        description=unlike_html(image.caption or image.alt),
        credit=unlike_html(image.credit),
        title=unlike_html(image.title),
        width=image.width,
        height=image.height,
        length=image.length,
        thumbnail=web(image.thumbnail, base) if image.thumbnail else "",
        keywords=tuple(unlike_html(word).replace(",", " ") for word in image.keywords),
        renditions=tuple(
            replace(row, url=url, type=row.type if TYPE.fullmatch(row.type) else _type_by_name(row.url))
            for row in image.renditions
            if row.url and (url := web(row.url, base))
        ),
    )


def _type_by_name(url: str) -> str:
    guessed = _types().guess_type(urlsplit(url).path)[0] or ""
    return guessed if guessed.startswith("image/") else ""


@cache
def _types() -> mimetypes.MimeTypes:
    """Return the table of types that Python ships: what the machine has installed must not change a feed."""
    return mimetypes.MimeTypes(filenames=())


def enclosures_of(article: Article, base: str, choices: Choices) -> tuple[Enclosure, ...]:
    """Return the files that belong to an article; the lead picture is one only where its length is known."""
    if not article.enclosures and not article.images:
        return ()
    files = [*article.enclosures]
    files += [
        Enclosure(url=image.url, type=image.type, length=image.length)
        for image in article.images[:1]
        if image.url and image.type and image.length and not files and "enclosure" in choices.pictures
    ]
    placed = (replace(file, url=web(file.url, base), title=unlike_html(file.title)) for file in files)
    return tuple(file for file in placed if file.url and TYPE.fullmatch(file.type))
