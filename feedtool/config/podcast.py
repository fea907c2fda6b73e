"""The table `[feed.NAME.podcast]`: what a show says of itself, as Apple and PSP-1 ask for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from feedtool.config import values
from feedtool.config.key import Key
from feedtool.episode import Show, Voice
from feedtool.later import regex
from feedtool.validate.registries import PODCAST_CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Callable

_MAIL = regex(r"[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_UUID = regex(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MEDIA = ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course", "mixed")


def _owner(value: object) -> tuple[str, str]:
    """Read who owns a show: name and mail address, as `Name <address>`, as a table, or the address alone."""
    if isinstance(value, dict) and value.keys() <= {"name", "email"}:
        name, mail = str(value.get("name", "")), str(value.get("email", ""))
    else:
        found = re.fullmatch(r"\s*(.*?)\s*<([^<>]+)>\s*", values.text(value))
        name, mail = (found[1], found[2]) if found else ("", values.text(value))
    if not _MAIL.fullmatch(mail):
        raise ValueError("a mail address, like `Asha Rao <asha@news.example>`")
    return name, mail


def _categories(value: object) -> tuple[tuple[str, str], ...]:
    """Read Apple's categories: `News`, or one within another, `News > Daily News`."""
    return tuple(_category(text) for text in values.texts(value))


def _category(text: str) -> tuple[str, str]:
    top, _, within = (part.strip() for part in text.partition(">"))
    if top not in PODCAST_CATEGORIES:
        raise ValueError(f"a category of Apple's list, not {top!r}{values.did_you_mean(top, PODCAST_CATEGORIES)}")
    if within and within not in PODCAST_CATEGORIES[top]:
        known = PODCAST_CATEGORIES[top]
        raise ValueError(f"a category that Apple has within {top}, not {within!r}{values.did_you_mean(within, known)}")
    return top, within


def _uuid(value: object) -> str:
    if not _UUID.fullmatch(values.text(value).casefold()):
        raise ValueError("a UUID; left out, it is made of the address of the feed")
    return values.text(value).casefold()


def _secure(value: object) -> str:
    address = values.url(value)
    if not address.startswith("https://"):
        raise ValueError("an address of https")
    return address


def _funding(value: object) -> tuple[tuple[str, str], ...]:
    rows = value if isinstance(value, list) else [value]
    found = []
    for row in rows:
        if not (isinstance(row, dict) and row.keys() <= {"url", "text"} and "url" in row):
            raise ValueError('tables like { url = "https://news.example/support", text = "Support us" }')
        found.append((_secure(row["url"]), str(row.get("text", ""))))
    return tuple(found)


def _persons(value: object) -> tuple[Voice, ...]:
    rows = value if isinstance(value, list) else [value]
    known = {"name", "role", "group", "image", "url"}
    found = []
    for row in rows:
        if not (isinstance(row, dict) and row.keys() <= known and row.get("name")):
            raise ValueError('tables like { name = "Asha Rao", role = "host", url = "https://…", image = "https://…" }')
        found.append(Voice(**{name: str(text) for name, text in row.items()}))
    return tuple(found)


PODCAST: dict[str, Key] = {
    "author": Key(read=values.text, meaning="who makes the show; the authors of the site when not given"),
    "owner": Key(read=_owner, meaning="who is written to about it, like `Asha Rao <asha@news.example>`"),
    "image": Key(read=_secure, meaning="the address of the artwork: JPEG or PNG, square, 1400 to 3000 pixels"),
    "artwork": Key(read=values.below, meaning="the file of the artwork, which every build looks at"),
    "categories": Key(read=_categories, meaning="Apple's categories, like `News > Daily News`", default=()),
    "explicit": Key(read=values.flag, meaning="whether it is not for children", default=False),
    "type": Key(
        read=values.one_of("episodic", "serial"), meaning="whether the newest or the first is to be heard first"
    ),
    "guid": Key(read=_uuid, meaning="the show's UUID; write it down before the address of the feed changes"),
    "locked": Key(read=values.flag, meaning="whether other hosts may import it: `true` says no", default=None),
    "funding": Key(read=_funding, meaning="where listeners may give money", default=()),
    "medium": Key(read=values.one_of(*_MEDIA), meaning="what it is, where no podcast"),
    "persons": Key(read=_persons, meaning="who is heard in every episode", default=()),
    "location": Key(read=values.text, meaning="what place it is about"),
    "new_feed_url": Key(read=_secure, meaning="where the feed has moved to"),
    "block": Key(read=values.flag, meaning="whether it stays out of directories", default=False),
}
"""Every key of a podcast."""


def podcast(value: object) -> tuple[Show, str]:
    """Read the table of a podcast: the show, and the file of its artwork."""
    if not isinstance(value, dict):
        raise ValueError("a table, [feed.NAME.podcast]")  # noqa: TRY004 - one kind of error for all values
    read: dict[str, Any] = {}
    for name, said in value.items():
        if name not in PODCAST:
            raise ValueError(f"one of {', '.join(PODCAST)}, not {name!r}{values.did_you_mean(name, PODCAST)}")
        read[name] = _named(name, PODCAST[name].read, said)
    read["owner_name"], read["owner_email"] = read.pop("owner", ("", ""))
    artwork = read.pop("artwork", "")
    return Show(**read), artwork


def _named(name: str, reader: Callable[[object], Any], value: object) -> Any:  # noqa: ANN401 - what the key's reader returns
    try:
        return reader(value)
    except ValueError as error:
        raise ValueError(f"for `{name}`: {error}") from None
