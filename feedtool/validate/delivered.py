"""How a document came from its server: type, encoding, validators, compression and redirects, by rule.

Sources: RFC 9110 (HTTP semantics), RFC 7303 (XML media types), RFC 4287 section 7, JSON Feed 1.1.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from feedtool.problem import Place
from feedtool.validate.rules.rule import ALL, INFO, WARNING, Rule, rfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feedtool.problem import Problem

_XML_TYPES: Final = (
    "application/rss+xml",
    "application/atom+xml",
    "application/xml",
    "text/xml",
    "application/rdf+xml",
)
_JSON_TYPES: Final = ("application/feed+json", "application/json")
_EVERY: Final = (*ALL, "json", "opml")
_WORTH_COMPRESSING: Final = 4_000
_HEAD: Final = 2_000

TYPE: Final = Rule(
    code="delivery-type-wrong",
    level=WARNING,
    formats=_EVERY,
    spec=rfc(9110, "8.3"),
    message="the server says that this is {type!r}",
    why="Some readers go by the type and take nothing that is not said to be a feed.",
    wrong="Content-Type: text/plain",
    right="Content-Type: application/rss+xml; charset=utf-8",
    fix="serve it as {due}",
)
CHARSET: Final = Rule(
    code="delivery-charset-differs",
    level=WARNING,
    formats=_EVERY,
    spec=rfc(7303, "3"),
    message="the server says {said}, the document is in {is_}",
    why="The server's word counts before the document's, and readers that follow it garble the text.",
    wrong="Content-Type: application/xml; charset=iso-8859-1",
    right="Content-Type: application/xml; charset=utf-8",
    fix="serve it with charset={is_}",
)
_VALIDATORS: Final = Rule(
    code="delivery-validators-missing",
    level=WARNING,
    formats=_EVERY,
    spec=rfc(9110, "8.8"),
    message="the server sends neither ETag nor Last-Modified",
    why="Without one of them every reader fetches the whole document again every time.",
    wrong="HTTP/1.1 200 OK",
    right='ETag: "5e1f"',
    fix="have the server send one of them; static files get both",
)
_UNCOMPRESSED: Final = Rule(
    code="delivery-uncompressed",
    level=INFO,
    formats=_EVERY,
    spec=rfc(9110, "8.4"),
    message="the document is sent uncompressed, {size:,} bytes",
    why="Feeds shrink to a fifth or less, and are fetched many times a day.",
    wrong="HTTP/1.1 200 OK",
    right="Content-Encoding: gzip",
    fix="switch on gzip for feeds",
)
_TEMPORARY: Final = Rule(
    code="delivery-redirect-temporary",
    level=INFO,
    formats=_EVERY,
    spec=rfc(9110, "15.4"),
    message="the address leads to {to} by a redirect that is not for ever",
    why="Readers go on asking the old address, and pay for both.",
    wrong="HTTP/1.1 302 Found",
    right="HTTP/1.1 301 Moved Permanently",
    fix="redirect with 301 or 308 if it has moved for good",
)
DELIVERY_RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {rule.code: rule for rule in (TYPE, CHARSET, _VALIDATORS, _UNCOMPRESSED, _TEMPORARY)}
)


def delivered(
    headers: Mapping[str, str], content: bytes, *, url: str, final_url: str = "", moved: bool = False
) -> tuple[Problem, ...]:
    """Return what is wrong with how a document was delivered.

    `headers` have names in lower case; `content` is decompressed; `final_url` is the address that answered in the end,
    `moved` whether all redirects on the way were for ever.
    """
    return tuple(
        _problems(headers, content, Place(file=url, field="HTTP"), "" if moved or final_url == url else final_url)
    )


def _problems(headers: Mapping[str, str], content: bytes, place: Place, redirected: str) -> Iterator[Problem]:
    media_type, _, parameters = headers.get("content-type", "").partition(";")
    types = _JSON_TYPES if content.lstrip()[:1] == b"{" else _XML_TYPES
    if media_type.strip().lower() not in types:
        yield TYPE.problem(place, type=media_type.strip() or "nothing", due=f"{types[0]}; charset=utf-8")
    said, found = _charset(parameters), _encoding(content)
    if said and said != found:
        yield CHARSET.problem(place, said=said, is_=found)
    if not (headers.get("etag") or headers.get("last-modified")):
        yield _VALIDATORS.problem(place)
    if len(content) > _WORTH_COMPRESSING and not headers.get("content-encoding"):
        yield _UNCOMPRESSED.problem(place, size=len(content))
    if redirected:
        yield _TEMPORARY.problem(place, to=redirected)


def _charset(parameters: str) -> str:
    name = parameters.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    return {"utf8": "utf-8", "us-ascii": "utf-8"}.get(name, name)


def _encoding(content: bytes) -> str:
    """Return the encoding that a document itself says: by its mark, its XML declaration, else UTF-8."""
    from feedtool.validate.encoding import decode  # noqa: PLC0415 - the rules are listed without it

    return decode(content[:_HEAD])[2].lower() or "utf-8"
