"""nginx: the configuration of one server, for the `http` context (`/etc/nginx/conf.d/`).

What nginx does by itself is left to it: ETag and Last-Modified from time and size, 304, HEAD, ranges.  Sources: the
reference of <https://nginx.org/en/docs/>, modules core, rewrite, map, headers and gzip_static.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from feedtool.delivery.headers import ALWAYS, ENCODINGS, KINDS, OTHER, PREFLIGHT, Kind, cache_control, link, quoted
from feedtool.document.site.wellknown import NAME as SUBSCRIPTIONS
from feedtool.errors import UsageError
from feedtool.webserver import INDEX, glob

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedtool.webserver import Hosting, Row

LISTEN = ("80", "[::]:80")
_END = r"(?:\?|$)"
_COMPRESSED_FROM = 1000
_PREFLIGHT = "/.options"


def written(hosting: Hosting, *, listen: Sequence[str] = (), brotli: bool = False, zstd: bool = False) -> str:
    """Return the configuration; `brotli` and `zstd` are said where nginx has these modules.

    Raises:
        UsageError: a folder or the address has a dollar sign, which nginx takes for a variable and cannot escape.

    """
    for name in (*map(str, hosting.folders), hosting.place):
        if "$" in name or not name.isprintable():
            raise UsageError(f"nginx cannot be given {name!r}", expected="a path without a dollar sign")
    lines = [
        *_maps(hosting),
        "server {",
        *_indented(_server(hosting, listen or LISTEN, brotli=brotli, zstd=zstd)),
        "}",
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _maps(hosting: Hosting) -> Iterator[str]:
    prefix = glob(quoted(hosting.prefix))
    polled = rf"~^{prefix}(?<feedtool_name>{{}}){_END}"
    links = [(polled.format(row.pattern), _link(hosting, row)) for row in hosting.rows]
    links.append((polled.format(rf"[^?]*(?:{_endings(kind for kind in KINDS if kind.polled)})"), _link(hosting)))
    ages = [
        (f"~^{prefix}{row.pattern}{_END}", cache_control(row.max_age))
        for row in hosting.rows
        if row.max_age != hosting.max_age
    ]
    kept = (kind for kind in KINDS if kind.age)
    ages.append((f"~(?:{_endings(kept)}){_END}", cache_control(OTHER.age)))
    by_policy = sorted((kind for kind in KINDS if kind.policy), key=lambda kind: kind.policy)
    policies = [(f"~(?:{_endings(kinds)})$", policy) for policy, kinds in groupby(by_policy, lambda kind: kind.policy)]
    yield from _map("$request_uri", "$feedtool_link", "", [row for row in links if row[1]])
    yield from _map("$request_uri", "$feedtool_cache", cache_control(hosting.max_age), ages)
    yield from _map("$uri", "$feedtool_policy", "", policies)


def _link(hosting: Hosting, row: Row | None = None) -> str:
    return link(hosting.base and f"{hosting.base}$feedtool_name", row.hubs if row else ())


def _map(source: str, target: str, default: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"map {source} {target} {{"
    yield f"    default {_text(default)};"
    yield from (f"    {_text(pattern)} {_text(value)};" for pattern, value in rows)
    yield "}"


def _server(hosting: Hosting, listen: Sequence[str], *, brotli: bool, zstd: bool) -> Iterator[str]:
    yield from (f"listen {address};" for address in listen)
    yield f"server_name {hosting.host or '_'};"
    yield "root $feedtool_root;"
    yield ""
    yield "if_modified_since before;"
    yield "absolute_redirect off;"
    yield "server_tokens off;"
    yield from _compression(hosting, brotli=brotli, zstd=zstd)
    yield ""
    yield "add_header Cache-Control $feedtool_cache;"
    yield "add_header Content-Security-Policy $feedtool_policy;"
    yield "add_header Link $feedtool_link;"
    yield from (f"add_header {name} {_text(value)};" for name, value in ALWAYS.items())
    yield ""
    yield from _paths(hosting)
    yield ""
    yield from _documents(hosting)


def _compression(hosting: Hosting, *, brotli: bool, zstd: bool) -> Iterator[str]:
    """Yield what sends the files `.gz`, `.br` and `.zst`, and compresses where there is none."""
    yield "gzip_static on;"
    if brotli:
        yield "brotli_static on;"
    if zstd:
        yield "zstd_static on;"
    yield "gzip on;"
    yield "gzip_proxied any;"
    yield f"gzip_min_length {_COMPRESSED_FROM};"
    types = dict.fromkeys(kind.content_type(styled=hosting.styled) for kind in KINDS if kind.text)
    yield f"gzip_types {' '.join(map(_text, types))};"


def _paths(hosting: Hosting) -> Iterator[str]:
    """Yield what finds the file of an address; rewriting is done before a location is chosen."""
    yield f"if ($request_method = OPTIONS) {{ rewrite ^ {_PREFLIGHT} last; }}"
    place, below = hosting.place, glob(hosting.place)
    yield f"rewrite ^/{glob(SUBSCRIPTIONS)}$ {_text(place + hosting.subscriptions)};"
    yield rf'if ($uri ~ "^{below}(?:(?!\.well-known/)|\.well-known/)(?:.*/)?\.") {{ return 404; }}'
    if place != "/":
        yield f"if ($uri !~ {_text('^' + below)}) {{ return 404; }}"
        yield f"rewrite {_text(f'^{below}(.*)$')} /$1;"
    yield f"rewrite ^(.*/)$ $1{INDEX};"
    for folder in hosting.folders:
        yield f"if (-d {_text(f'{folder}$uri')}) {{ rewrite ^/(.*)$ {_text(hosting.prefix + '$1/')} permanent; }}"
    *others, last = hosting.folders
    yield f"set $feedtool_root {_text(str(last))};"
    for folder in reversed(others):
        yield f"if (-f {_text(f'{folder}$uri')}) {{ set $feedtool_root {_text(str(folder))}; }}"


def _documents(hosting: Hosting) -> Iterator[str]:
    yield f"location = {_PREFLIGHT} {{"
    yield "    internal;"
    yield from (f"    add_header {name} {_text(value)};" for name, value in PREFLIGHT.items())
    yield "    return 204;"
    yield "}"
    for name, address in hosting.moved.items():
        yield f"location = {_text('/' + name)} {{ return 301 {_text(address)}; }}"
    for name in hosting.gone:
        yield f"location ~ {_text(f'^/{glob(name)}$')} {{ return 410; }}"
    yield rf"location ~ \.(?:{'|'.join(suffix[1:] for suffix in ENCODINGS.values())})$ {{ return 404; }}"
    yield "types {"
    for kind in KINDS:
        if _plain(kind):
            yield f"    {_text(kind.content_type(styled=hosting.styled))} {kind.suffix[1:]};"
    yield "}"
    yield f"default_type {OTHER.content_type()};"
    for kind in KINDS:
        if not _plain(kind):
            content_type = _text(kind.content_type(styled=hosting.styled))
            yield f'location ~ "{_endings([kind])}$" {{ types {{ }} default_type {content_type}; }}'
    yield "location / { }"


def _plain(kind: Kind) -> bool:
    """Whether nginx, which goes by what comes after the last dot, can tell the kind by itself."""
    return kind.suffix.rfind(".") == 0 and "/" not in kind.suffix


def _endings(kinds: Iterable[Kind]) -> str:
    return "|".join(kind.suffix.replace(".", r"\.") for kind in kinds)


def _text(text: str) -> str:
    """Return a parameter in quotes; a backslash is itself before anything but a quote."""
    return '"' + text.replace('"', '\\"') + '"'


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"    {line}" for line in lines)
