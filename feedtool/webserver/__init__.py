"""WEB SERVER: what a project's documents are called on the web and how they are answered for, and its configuration.

`Hosting` says it once, from the configuration; `feedtool serve` answers by it, `nginx` and `caddy` write it down for
those servers.  The headers themselves are one table: `feedtool.delivery.headers`.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct

from feedtool.delivery.headers import headers_of, quoted
from feedtool.document import FORMATS
from feedtool.document.site.opml import NAME as OPML
from feedtool.document.site.wellknown import NAME as SUBSCRIPTIONS
from feedtool.errors import UsageError
from feedtool.later import regex
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from feedtool.config import Config, FeedConfig

INDEX = "index.html"
_DRIVE = regex(r"[A-Za-z]:")


class Row(Struct, frozen=True, kw_only=True):
    """The documents of one `[feed.NAME]`: a pattern of their names as addresses have them, and what is said of them."""

    pattern: str
    max_age: int
    hubs: tuple[str, ...] = ()


class Hosting(Struct, frozen=True, kw_only=True, dict=True):
    """Which address is answered from which file, and how.

    `folders` are looked into one after another.  `base` is the address of all documents ("" where it is not known),
    `prefix` its path, which ends in a slash.  `moved` has names and the addresses (or paths) to go to, `gone` patterns
    of names with `*`.  `subscriptions` is the list of feeds, which is looked for at `/.well-known/feeds` of the host.
    """

    folders: tuple[Path, ...]
    base: str = ""
    rows: tuple[Row, ...] = ()
    max_age: int
    styled: bool = False
    moved: Mapping[str, str]
    gone: tuple[str, ...] = ()
    subscriptions: str = OPML

    @property
    def host(self) -> str:
        """The host of the address; "" where none is known."""
        return urlsplit(self.base).hostname or ""

    @property
    def prefix(self) -> str:
        """The path below which all documents are, from slash to slash, as it stands in addresses."""
        return urlsplit(self.base).path or "/"

    @property
    def place(self) -> str:
        """The same path decoded, as servers see it."""
        return unquote(self.prefix)

    def headers(self, name: str) -> dict[str, str]:
        """Return the headers of a document by its name, relative to the address of all documents."""
        address = quoted(name)
        row = next((row for row, pattern in self._patterns if pattern.fullmatch(address)), None)
        return headers_of(
            name,
            max_age=row.max_age if row else self.max_age,
            self_link=self.base and self.base + address,
            hubs=row.hubs if row else (),
            styled=self.styled,
        )

    def is_gone(self, name: str) -> bool:
        """Whether a document has ended."""
        return any(pattern.fullmatch(name) for pattern in self._gone)

    @cached_property
    def _patterns(self) -> list[tuple[Row, re.Pattern[str]]]:
        return [(row, re.compile(row.pattern)) for row in self.rows]

    @cached_property
    def _gone(self) -> list[re.Pattern[str]]:
        return [re.compile(glob(name)) for name in self.gone]


def glob(name: str) -> str:
    """Return a name with `*` as a regular expression: `*` is any characters but a slash."""
    return r"[^/]*".join(map(_escaped, name.split("*")))


def _escaped(text: str) -> str:
    """Escape what regular expressions of Python, PCRE (nginx) and Go (Caddy) all take for more than itself."""
    return re.sub(r"[.+*?^$()\[\]{}|\\]", r"\\\g<0>", text)


def hosting_of(config: Config, *, root: Path | None = None) -> Hosting:
    """Return how the documents of a configuration are hosted.

    `root` is the folder of the documents on the machine that serves them, where that is another one.

    Raises:
        UsageError: a feed that is still made is said to have moved or ended, or nothing is delivered to a folder.

    """
    base = config.site.feeds or config.site.home
    prefix = urlsplit(base).path or "/"
    of_site = [config.site.to] if config.site.to else []
    targets = [to for to in (*(row.to for row in config.feeds), *of_site) if "://" not in to]
    if not targets:
        raise UsageError("no feed is written to a folder, so there is nothing to serve", place=Place(field="feed.*.to"))
    moved = {
        name: (to if "://" in to else urljoin(base, prefix + quoted(to))).replace("$", "%24")  # nginx has variables
        for name, to in config.delivery.moved.items()
    }
    hosting = Hosting(
        folders=(root,) if root else tuple(dict.fromkeys((config.root / to).resolve() for to in targets)),
        base=base,
        rows=tuple(
            sorted((_row(row, config) for row in config.feeds), key=lambda row: ("[" in row.pattern, row.pattern))
        ),
        max_age=config.delivery.max_age,
        styled=config.styled,
        moved=moved,
        gone=config.delivery.gone,
        subscriptions=SUBSCRIPTIONS if "well-known" in config.site.also else OPML,
    )
    _check(hosting, config)
    return hosting


def _row(row: FeedConfig, config: Config) -> Row:
    stem = "[^/?]+".join(_escaped(quoted(part)) for part in re.split(r"{\w+}", row.name))
    endings = "|".join(_escaped(FORMATS[name].suffix) for name in row.formats)
    return Row(
        pattern=f"{stem}(?:{endings})",
        max_age=row.ttl * 60 or config.delivery.max_age,
        hubs=(row.hub,) if row.hub else (),
    )


def _check(hosting: Hosting, config: Config) -> None:
    """Check that nothing has moved or ended that is made at every build."""
    for row in config.feeds:
        for name in (row.name + FORMATS[form].suffix for form in row.formats):
            key = "moved" if name in hosting.moved else "gone" if hosting.is_gone(name) else ""
            if key:
                raise UsageError(
                    f"{name} is made by [feed.{row.name}]",
                    place=Place(field=f"delivery.{key}"),
                    hint="leave one of them out",
                )


def document_at(path: str) -> str | None:
    """Return the name of the document that a request's path (decoded, below the prefix) asks for.

    None where it asks for what is nobody's business: a hidden file, a folder above, another drive (of Windows), a
    compressed variant by itself.
    """
    if path.endswith("/") or not path:
        path += INDEX
    parts = path.split("/")
    visible = parts[1:] if parts[0] == ".well-known" and len(parts) > 1 else parts
    if any(part.startswith(".") or not part for part in visible) or path.endswith((".gz", ".br", ".zst")):
        return None
    return None if not path.isprintable() or "\\" in path or _DRIVE.match(path) else path
