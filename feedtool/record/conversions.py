"""CONVERSIONS: how the values of front matter, and of the rows of tables, become the fields of an article."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from feedtool.article import Enclosure, Image, Origin, Person, Related, Rendition, Via
from feedtool.record.more import addresses_of, location_of, pick, replies_of, seconds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from feedtool.episode import Episode

T = TypeVar("T")

FLAGS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def origin_of(value: object) -> Origin | None:
    """Read the `source` of a record; other front matter may use that name for something else."""
    if not isinstance(value, dict) or "digest" not in value:
        return None
    return Origin(**_pick(value, path=("path",), kind=("kind",), digest=("digest",)))


def text_of(value: object) -> str:
    """Return a value that is text, or empty.

    Raises:
        ValueError: it is something else.

    """
    if not isinstance(value, str):
        raise ValueError("text")  # noqa: TRY004 - one kind of error for everything that does not fit
    return value


def text_in(value: object) -> str:
    """Return a value as one text: the items of a list with commas between, a mapping as nothing."""
    if isinstance(value, tuple):
        return ", ".join(filter(None, map(text_in, value)))
    return value if isinstance(value, str) else ""


def _list(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _words(value: object) -> tuple[str, ...]:
    return tuple(text_of(item) for item in parts_of(value))


def parts_of(value: object) -> tuple[object, ...]:
    """Return what a list holds, or what stands between the commas of a text."""
    return tuple(value.split(",")) if isinstance(value, str) else _list(value)


def _flag(value: object) -> bool:
    if not value:
        return False
    flag = FLAGS.get(text_of(value).casefold())
    if flag is None:
        raise ValueError("yes or no")
    return flag


def _number(value: object, expected: str = "a length in bytes") -> int:
    text = text_of(value or "0")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValueError(expected)
    return int(text)


def _records(value: object, plain: str, make: Callable[[Mapping[str, object]], T]) -> tuple[T, ...]:
    """Read a list whose items are mappings, or plain text that stands for the one field `plain`."""
    items = (item if isinstance(item, dict) else {plain: text_of(item)} for item in _list(value))
    return tuple(make(item) for item in items)


def _pick(item: Mapping[str, object], **names: tuple[str, ...]) -> dict[str, str]:
    return {name: text_of(next((item[key] for key in keys if item.get(key)), "")) for name, keys in names.items()}


@lru_cache(maxsize=1000)
def _person(name: str) -> Person:
    """Return somebody of whom no more is known; most articles of a site are by the same few."""
    return Person(name=name)


def _person_in(item: Mapping[str, object]) -> Person:
    return Person(
        **_pick(item, name=("name",), uri=("uri", "url"), email=("email", "mail"), avatar=("avatar", "picture"))
    )


def _people(value: object) -> tuple[Person, ...]:
    if isinstance(value, str):
        return (_person(value),) if value else ()
    return _records(value, "name", _person_in)


def _images(value: object) -> tuple[Image, ...]:
    def image(item: Mapping[str, object]) -> Image:
        fields = _pick(
            item,
            url=("url", "src", "path", "image"),
            alt=("alt",),
            caption=("caption",),
            credit=("credit",),
            type=("type",),
            title=("title",),
            thumbnail=("thumbnail",),
        )
        return Image(
            **fields,
            length=_number(item.get("length")),
            width=_number(item.get("width"), "a width in pixels"),
            height=_number(item.get("height"), "a height in pixels"),
            keywords=_words(item.get("keywords", "")),
            renditions=_records(item.get("renditions", ()), "url", _rendition),
        )

    return _records(value, "url", image)


def _rendition(item: Mapping[str, object]) -> Rendition:
    return Rendition(
        **_pick(item, url=("url", "src"), type=("type",)),
        width=_number(item.get("width"), "a width in pixels"),
        height=_number(item.get("height"), "a height in pixels"),
        length=_number(item.get("length")),
    )


def _enclosures(value: object) -> tuple[Enclosure, ...]:
    def enclosure(item: Mapping[str, object]) -> Enclosure:
        return Enclosure(
            **_pick(item, url=("url",), type=("type",), title=("title",)),
            length=_number(item.get("length")),
            duration=seconds_of(item.get("duration")),
        )

    return _records(value, "url", enclosure)


def _related(value: object) -> tuple[Related, ...]:
    return _records(value, "title", lambda item: Related(**_pick(item, title=("title",), url=("url", "link"))))


def _via(value: object) -> Via | None:
    """Read what names another feed: its fields, or one text, which is its name or the address of its site."""
    for item in _list(value)[:1]:
        if isinstance(item, dict):
            names = {"title": ("title",), "url": ("url", "home"), "feed_url": ("feed_url", "feed"), "id": ("id",)}
            return Via(**_pick(item, **names))
        text = text_of(item)
        return Via(url=text) if text.startswith(("http://", "https://")) else Via(title=text)
    return None


def _license(value: object) -> str:
    """Read the address or the name of a licence; other programs keep a mapping of both here."""
    return pick(value, "url", "name") if isinstance(value, dict) else text_of(value)


def _episode(value: object) -> Episode | None:
    from feedtool.record.episodes import episode_of  # noqa: PLC0415 - few articles are episodes

    return episode_of(value)


def _language(value: object) -> str:
    return text_of(value).replace("_", "-")


CONVERSIONS: dict[str, Callable[[object], Any]] = {
    "id": text_of,
    "summary": text_of,
    "authors": _people,
    "tags": _words,
    "link": text_of,
    "external": text_of,
    "language": _language,
    "images": _images,
    "enclosures": _enclosures,
    "related": _related,
    "via": _via,
    "license": _license,
    "location": location_of,
    "replies": replies_of,
    "reply_to": addresses_of,
    "episode": _episode,
    "draft": _flag,
    "withdrawn": _flag,
}
"""How a value becomes a field; title, slug, source and the times need more than their value."""
