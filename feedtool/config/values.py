"""What reads the value of a key: each returns it, or says by ValueError what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable  # noqa: TC003 - in the type of a table that is annotated below
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from feedtool.article import Article
from feedtool.delivery import TARGETS, scheme_of
from feedtool.delivery.cloud.access import is_bucket
from feedtool.delivery.headers import ENCODINGS
from feedtool.document import FORMATS
from feedtool.entry import license_of, permalink
from feedtool.feed import PERIODS, Where
from feedtool.later import regex
from feedtool.markup import web
from feedtool.record import ALIASES
from feedtool.timestamps import ZonePolicy

if TYPE_CHECKING:
    from collections.abc import Iterable


OURS = frozenset(
    (
        "http://www.w3.org/2005/Atom",
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/rss/1.0/modules/content/",
        "http://search.yahoo.com/mrss/",
    )
)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean …?)` where a known word is near, else nothing."""
    import difflib  # noqa: PLC0415 - only for mistakes

    near = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f" (did you mean {near[0]!r}?)" if near else ""


def text(value: object) -> str:
    """Read text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("text")
    return value.strip()


def database(value: object) -> str:
    """Read the address of a PostgreSQL database."""
    if not text(value).startswith(("postgresql://", "postgres://")):
        raise ValueError("an address like postgresql://user@db.example/feedtool; its password comes from PGPASSWORD")
    return text(value)


def importer_name(value: object) -> str:
    """Read the name of one of several importers."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", text(value)):
        raise ValueError("a name of letters, digits, dots and hyphens, like desk-1")
    return text(value)


def below(value: object) -> str:
    """Read a folder below the one of the configuration."""
    folder = PurePosixPath(text(value))
    if folder.is_absolute() or ".." in folder.parts or "\\" in str(folder):
        raise ValueError("a folder below the one of this file, with forward slashes")
    return folder.as_posix()


def texts(value: object) -> tuple[str, ...]:
    """Read one text or a list of them."""
    values = value if isinstance(value, list) else [value]
    return tuple(text(item) for item in values)


def some_texts(value: object) -> tuple[str, ...]:
    """Read one text or a list of at least one."""
    if value == []:
        raise ValueError("at least one")
    return texts(value)


def url(value: object) -> str:
    """Read an address of the web, and write it as a URI."""
    address = web(text(value))
    if not address:
        raise ValueError("an address like https://news.example/")
    return address


def folder_url(value: object) -> str:
    """Read an address of the web that others are resolved against."""
    address = url(value)
    return address if address.endswith("/") else f"{address}/"


def zone(value: object) -> str:
    """Read the name of a zone, or an offset."""
    try:
        return ZonePolicy(timezone=text(value)).timezone
    except ValueError:
        near = did_you_mean(value, available_timezones()) if isinstance(value, str) and "/" in value else ""
        raise ValueError(f"a zone like Asia/Kolkata, UTC or +05:30{near}") from None


def zone_words(value: object) -> dict[str, str]:
    """Read a table of zone words and their zones."""
    if not isinstance(value, dict):
        raise ValueError('a table like { IST = "Asia/Kolkata" }')  # noqa: TRY004 - one kind of error for all values
    return {word.upper(): zone(meaning) for word, meaning in value.items()}


_AUTHORITY = regex(
    r"(?:[\w.+-]+@)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*,\d{4}(?:-\d\d(?:-\d\d)?)?"
)


def authority(value: object) -> str:
    """Read the authority of `tag:` URIs, RFC 4151 section 2.1."""
    if not _AUTHORITY.fullmatch(text(value)):
        raise ValueError('a domain in lower case and a day on which it was yours, like "news.example,2025" (RFC 4151)')
    return text(value)


def language(value: object) -> str:
    """Read a language tag, by its shape (BCP 47)."""
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text(value)):
        raise ValueError("a language tag like en-IN (BCP 47)")
    return text(value)


def pattern(value: object) -> str:
    """Read the pattern of a permalink."""
    written = text(value)
    try:
        made = permalink(_SAMPLE, written)
    except (KeyError, IndexError, ValueError, AttributeError):
        made = ""
    if not made:
        raise ValueError("an address like https://news.example/{date:%Y/%m}/{slug}; it may hold {date:…} and {slug}")
    return written


def flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise ValueError("true or false")  # noqa: TRY004 - one kind of error for all values
    return value


def seconds(value: object) -> float:
    """Read a number of seconds."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e6:
        raise ValueError("seconds, like 1.5")
    return float(value)


def moment(value: object) -> datetime:
    """Read a day or an instant, as TOML has them or as text; without an offset it is in UTC."""
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError("a day like 2025-12-24, or an instant") from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def selectors(value: object) -> dict[str, str]:
    """Read a table of CSS selectors."""
    known = ("item", "title", "link", "date", "summary", "image")
    if not isinstance(value, dict) or "item" not in value:
        raise ValueError('a table like { item = "article", title = "h2", link = "h2 a", date = "time@datetime" }')
    for name in value:
        if name not in known:
            raise ValueError(f"one of {', '.join(known)}, not {name!r}{did_you_mean(name, known)}")
    return {name: text(selector) for name, selector in value.items()}


def number(least: int) -> Callable[[object], int]:
    """Return what reads a whole number that is not less than `least`."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise ValueError(f"a whole number, {least} or more")
        return value

    return read


def one_of(*choices: str) -> Callable[[object], str]:
    """Return what reads one of a few words."""

    def read(value: object) -> str:
        if value not in choices:
            raise ValueError(" or ".join(map(repr, choices)) + did_you_mean(str(value), choices))
        return str(value)

    return read


def several(*choices: str) -> Callable[[object], tuple[str, ...]]:
    """Return what reads one of a few words or a list of them, each once."""
    one = one_of(*choices)

    def read(value: object) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(one, value if isinstance(value, list) else [value])))

    return read


def formats(value: object) -> tuple[str, ...]:
    """Read the names of formats, each once."""
    if not value:
        raise ValueError("at least one format")
    return several(*FORMATS)(value)


def target(value: object) -> str:
    """Read where a feed is delivered to."""
    to = text(value)
    scheme = scheme_of(to)
    if scheme not in TARGETS or (scheme and not is_bucket(to)):
        buckets = ", ".join(f"{name}://bucket/prefix" for name in TARGETS if name)
        raise ValueError(f"a folder, or the address of a bucket without a password: {buckets}")
    return to


def variables(value: object) -> dict[str, str]:
    """Read a table of names of environment variables."""
    if not isinstance(value, dict) or not all(_VARIABLE.fullmatch(str(name)) for name in value.values()):
        raise ValueError('a table of names of environment variables, like { access_key_id = "HERALD_KEY" }')
    return {name: str(variable) for name, variable in value.items()}


_VARIABLE = regex(r"[A-Za-z_][A-Za-z0-9_]*")


def codings(value: object) -> tuple[str, ...]:
    """Read the names of content codings, each once; there may be none."""
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(one_of(*ENCODINGS)(item) for item in values))


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def some_of(*choices: str) -> Callable[[object], tuple[str, ...]]:
    """Return what reads a list of a few words, in the order of ours."""

    def read(value: object) -> tuple[str, ...]:
        given = {one_of(*choices)(item) for item in (value if isinstance(value, list) else [value])}
        return tuple(choice for choice in choices if choice in given)

    return read


def hours(value: object) -> tuple[int, ...]:
    """Read hours of the day."""
    given = value if isinstance(value, list) else [value]
    if not all(isinstance(hour, int) and not isinstance(hour, bool) and 0 <= hour < 24 for hour in given):
        raise ValueError("hours from 0 to 23, like [20, 21, 22]")
    return tuple(sorted(set(given)))


def rhythm(value: object) -> tuple[str, int]:
    """Read how often something happens: a period, and how often in each."""
    if not isinstance(value, dict):
        return one_of(*PERIODS)(value), 1
    if "period" not in value or value.keys() - {"period", "frequency"}:
        raise ValueError('a table like { period = "hourly", frequency = 2 }')
    return one_of(*PERIODS)(value["period"]), number(1)(value.get("frequency", 1))


def languages(value: object) -> dict[str, str]:
    """Read a table of languages and the feeds that speak them."""
    if not isinstance(value, dict):
        raise ValueError('a table like { hi = "all-hi" }')  # noqa: TRY004 - one kind of error for all values
    return {language(tag): text(name) for tag, name in value.items()}


def archive(value: object) -> str | int:
    """Read how all entries of a feed are kept."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if value not in ("month", "complete"):
        raise ValueError('"month", "complete", or how many entries an archive document holds')
    return str(value)


def license_address(value: object) -> str:
    """Read the address of a licence, or its SPDX name where it is one of Creative Commons'."""
    address = license_of(text(value))
    if not address:
        raise ValueError("an address like https://creativecommons.org/licenses/by/4.0/, or a name like CC-BY-4.0")
    return address


def namespace(value: object) -> str:
    """Read the address of a namespace, which is never changed, and is not one of those that we write."""
    address = text(value)
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"]+", address) or address in OURS:
        raise ValueError(
            "the address of a namespace that feedtool does not write itself, like https://news.example/ns/"
        )
    return address


def where(value: object) -> Where:
    """Read a filter."""
    if not isinstance(value, dict):
        raise ValueError('a table like { tags = ["monsoon"] }')  # noqa: TRY004 - one kind of error for all values
    for name in value:
        if name not in WHERE:
            raise ValueError(f"one of {', '.join(WHERE)}, not {name!r}{did_you_mean(name, WHERE)}")
    return Where(**{name: WHERE[name](words) for name, words in value.items()})


def _document(value: object) -> str:
    """Read the name of a document, relative to the address at which the feeds are served."""
    name = text(value).removeprefix("/")
    if not name or not name.isprintable() or set(name) & set('\\?#"') or {"", ".", ".."} & set(name.split("/")):
        raise ValueError("the name of a document, like old.rss.xml or tag/old.atom.xml")
    return name


def documents(value: object) -> tuple[str, ...]:
    """Read the names of documents; `*` stands for any characters but a slash."""
    return tuple(_document(name) for name in texts(value))


def moves(value: object) -> dict[str, str]:
    """Read a table of names of documents, and where each went: another name, or an address."""
    if not isinstance(value, dict):
        raise ValueError('a table like { "old.rss.xml" = "all.rss.xml" }')  # noqa: TRY004 - one kind of error for all values
    read = {_document(name): url(to) if "://" in text(to) else _document(to) for name, to in value.items()}
    for name, to in read.items():
        been, here = {name}, to
        while here in read:
            if here in been:
                raise ValueError(f"moves that end somewhere; {name!r} leads in a circle")
            been.add(here)
            here = read[here]
    return read


def patterns(value: object) -> tuple[str, ...]:
    """Read regular expressions."""
    written = texts(value)
    for expression in written:
        try:
            re.compile(expression)
        except re.error as error:
            raise ValueError(f"regular expressions; {expression!r} is none: {error}") from None
    return written


def fields(value: object) -> dict[str, str]:
    """Read which column of a table is which field."""
    if not isinstance(value, dict):
        raise ValueError('a table like { title = "Headline" }')  # noqa: TRY004 - one kind of error for all values
    for name in value:
        if name not in (*ALIASES, "body"):
            raise ValueError(f"one of {', '.join(ALIASES)}, body, not {name!r}{did_you_mean(name, ALIASES)}")
    return {name: text(column) for name, column in value.items()}


WHERE: dict[str, Callable[[object], Any]] = {
    "tags": texts,
    "authors": texts,
    "sources": texts,
    "languages": texts,
    "text": texts,
    "matches": patterns,
    "days": number(1),
}

_SAMPLE = Article(title="A Sample", published=datetime(2025, 1, 2, tzinfo=UTC))
