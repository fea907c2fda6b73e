"""Caddy: a Caddyfile with one site.  Sources: <https://caddyserver.com/docs/caddyfile> and its directives.

What Caddy does by itself is left to it: certificates, ETag and Last-Modified from time and size, 304, HEAD, ranges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.delivery.headers import ALWAYS, ENCODINGS, KINDS, OTHER, PREFLIGHT, cache_control, link, quoted
from feedtool.document.site.wellknown import NAME as SUBSCRIPTIONS
from feedtool.errors import UsageError
from feedtool.webserver import INDEX, glob

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedtool.webserver import Hosting, Row

_VARIANT = rf"\.(?:{'|'.join(suffix[1:] for suffix in ENCODINGS.values())})$"
_END = r"(?:\?|$)"


def written(hosting: Hosting, *, listen: Sequence[str] = ()) -> str:
    """Return the configuration.

    Where no address to listen at is given, it is the host, for which Caddy then gets certificates.

    Raises:
        UsageError: a folder or the address cannot be written down in a Caddyfile.

    """
    for name in (*map(str, hosting.folders), hosting.place):
        if set(name) & set("`{}") or not name.isprintable():
            raise UsageError(f"Caddy cannot be given {name!r}", expected="a path without backquotes and braces")
    addresses = ", ".join(listen) or hosting.host or ":80"
    lines = [
        f"{addresses} {{",
        "    route {",
        *_indented(_paths(hosting)),
        *_indented(_headers(hosting)),
        *_indented(_files()),
        "    }",
        "    handle_errors {",
        '        respond "{err.status_code} {err.status_text}" {err.status_code}',
        "    }",
        "}",
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines).replace("    ", "\t")


def _paths(hosting: Hosting) -> Iterator[str]:
    """Yield what finds the file of an address."""
    place = hosting.place
    yield "@options method OPTIONS"
    yield "header @options {"
    yield from (f"    {name} {_text(value)}" for name, value in PREFLIGHT.items())
    yield "}"
    yield "respond @options 204"
    yield f"rewrite /{SUBSCRIPTIONS} {_text(place + hosting.subscriptions)}"
    well_known = f"{place}.well-known/"
    yield "@hidden {"
    yield r"    path_regexp `/\.`"
    yield f"    not path {_text(well_known + '*')}"
    yield "}"
    yield "error @hidden 404"
    yield f"@hiddenbelow path_regexp {_text(f'^{glob(well_known)}(?:.*/)?[.]')}"
    yield "error @hiddenbelow 404"
    if place != "/":
        yield f"@elsewhere not path {_text(place + '*')}"
        yield "error @elsewhere 404"
        yield f"uri strip_prefix {_text(hosting.prefix.rstrip('/'))}"
    yield from _ended(hosting)
    yield "@folder path */"
    yield f"rewrite @folder {{path}}{INDEX}"
    *others, last = hosting.folders
    for number, folder in enumerate(others, 1):
        yield f"@root{number} file {{"
        yield f"    root {_text(str(folder))}"
        yield "    try_files {path} {path}/"
        yield "}"
        yield f"root @root{number} {_text(str(folder))}"
    yield f"root * {_text(str(last))}"


def _ended(hosting: Hosting) -> Iterator[str]:
    for number, (name, address) in enumerate(hosting.moved.items(), 1):
        yield f"@moved{number} path_regexp {_text(f'^/{glob(name)}$')}"
        yield f"redir @moved{number} {_text(address)} 301"
    if hosting.gone:
        yield f"@gone path_regexp {_text('^/(?:' + '|'.join(map(glob, hosting.gone)) + ')$')}"
        yield "error @gone 410"
    yield f"@variant path_regexp {_text(_VARIANT)}"
    yield "error @variant 404"


def _headers(hosting: Hosting) -> Iterator[str]:
    """Yield the headers of documents that are there."""
    rows = [(_ends(kind.suffix), kind.content_type(styled=hosting.styled), kind.policy) for kind in KINDS]
    yield from _map("{path}", ("{feedtool_type}", "{feedtool_policy}"), rows, (OTHER.content_type(), ""))
    yield from _map("{http.request.orig_uri}", ("{feedtool_link}", "{feedtool_cache}"), *_polled(hosting))
    for name in ("policy", "link"):
        yield f"@{name} {{"
        yield "    file {path}"
        yield f'    expression `{{feedtool_{name}}} != ""`'
        yield "}"
    yield "@document file {path}"
    yield "header @document {"
    yield "    Content-Type {feedtool_type}"
    yield "    Cache-Control {feedtool_cache}"
    yield from (f"    {name} {_text(value)}" for name, value in ALWAYS.items() if name != "Vary")  # file_server says it
    yield "}"
    yield "header @policy Content-Security-Policy {feedtool_policy}"
    yield "header @link Link {feedtool_link}"


Cells = tuple[str, ...]


def _map(source: str, targets: Cells, rows: Iterable[Cells], default: Cells) -> Iterator[str]:
    """Yield a map by regular expressions, of which the first that matches decides."""
    yield f"map {source} {' '.join(targets)} {{"
    for pattern, *values in rows:
        yield f"    ~{pattern} {' '.join(map(_text, values))}"
    yield f"    default {' '.join(map(_text, default))}"
    yield "}"


def _polled(hosting: Hosting) -> tuple[list[Cells], Cells]:
    """Return what is said of each feed, of what changes seldom, and of the rest."""
    prefix = glob(quoted(hosting.prefix))
    rows: list[Cells] = [
        (f"^{prefix}({row.pattern}){_END}", _link(hosting, row), cache_control(row.max_age)) for row in hosting.rows
    ]
    polled = "|".join(_escaped(kind.suffix) for kind in KINDS if kind.polled)
    kept = "|".join(_escaped(kind.suffix) for kind in KINDS if kind.age)
    rows.append((f"^{prefix}([^?]*(?:{polled})){_END}", _link(hosting), cache_control(hosting.max_age)))
    rows.append((f"(?:{kept}){_END}", "", cache_control(OTHER.age)))
    return rows, ("", cache_control(hosting.max_age))


def _link(hosting: Hosting, row: Row | None = None) -> str:
    return link(hosting.base and f"{hosting.base}${{1}}", row.hubs if row else ())


def _files() -> Iterator[str]:
    """Yield what sends the files; no `encode`, which says a wrong length to HEAD and another ETag with 304."""
    yield "file_server {"
    yield f"    precompressed {' '.join(ENCODINGS)}"
    yield "}"


def _ends(suffix: str) -> str:
    return f"{_escaped(suffix)}$"


def _escaped(suffix: str) -> str:
    return suffix.replace(".", r"\.")


def _text(text: str) -> str:
    """Return a token between backquotes, in which nothing is escaped."""
    return f"`{text}`"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"        {line}" for line in lines)
