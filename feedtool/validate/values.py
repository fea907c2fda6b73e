"""The syntaxes of values: each function takes a value and returns what is wrong with it in words, "" for nothing.

All are total (any text at all may be asked about) and linear. Dates are in `dates`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from feedtool.later import regex
from feedtool.validate.registries import LANGUAGES, SCHEMES
from feedtool.validate.usual import is_usual_address

if TYPE_CHECKING:
    from collections.abc import Callable

# RFC 3986 and RFC 3987, seen from what they leave out.
_NOT_IN_ADDRESS = regex(r"[\x00-\x20\x7f-\xa0<>\"{}|\\^`\u2028\u2029\ue000-\uf8ff\ufffd]")
_BAD_PERCENT = regex(r"%(?![0-9A-Fa-f]{2})")
_SCHEME = regex(r"([A-Za-z][A-Za-z0-9+.-]*):")
_AUTHORITY = regex(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//([^/?#]*)")
_PORT = regex(r":(\d*)\Z")
_HOST = regex(r"\[[0-9A-Fa-f:.]+\]\Z|\[v[0-9A-Fa-f]+\.[^\]]+\]\Z|[^\s\[\]:@/?#]+\Z")
_WEB: Final = frozenset({"http", "https", "ftp"})

_TAG_AUTHORITY = regex(
    r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\Z"
)
_TAG_DATE = regex(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?\Z")
_UUID = regex(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\Z")
_URN = regex(r"urn:([A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]?):(.+)\Z", re.IGNORECASE | re.DOTALL)

_TOKEN = r"[A-Za-z0-9!#$&^_.+%'*~`|-]+"  # noqa: S105 - RFC 9110's word for it
_MEDIA_TYPE = regex(rf'{_TOKEN}/{_TOKEN}(?:\s*;\s*{_TOKEN}\s*=\s*(?:{_TOKEN}|"[^"]*"))*\s*;?\s*\Z')
_COMPOSITE: Final = ("multipart/", "message/")

_ADDR_SPEC = regex(
    r"(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+|\"[^\"\s]+\")@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\.?|\[[0-9A-Fa-f:.]+\])\Z"
)
_LANGUAGE = regex(
    r"(?P<primary>[A-Za-z]{2,8})(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*(?:-[Xx](?:-[A-Za-z0-9]{1,8})+)?\Z"
)
_PRIVATE_LANGUAGE = regex(r"(?:[Xx](?:-[A-Za-z0-9]{1,8})+|[Ii]-[A-Za-z]{2,8})\Z")
_DEFAULT_PORTS: Final = {"http": "80", "https": "443", "ftp": "21"}


def scheme(value: str) -> str:
    """Return the scheme of an address in lower case, "" when it has none."""
    match = _SCHEME.match(value)
    return match[1].lower() if match else ""


def host(value: str) -> str:
    """Return the host (with user and port) of an address, "" when it has none."""
    match = _AUTHORITY.match(value)
    return match[1] if match else ""


def iri_reference(value: str) -> str:
    """RFC 3987 IRI-reference: an address, absolute or relative, that may hold letters of any language."""
    if is_usual_address(value):
        return ""
    found = _NOT_IN_ADDRESS.search(value)
    if found:
        return f"{_character(found[0])} cannot stand in an address: write it {_percent(found[0])}"
    if _BAD_PERCENT.search(value):
        return "a % that is not followed by two hexadecimal digits must be written %25"
    if value.count("#") > 1:
        return "it has more than one #"
    if not _SCHEME.match(value) and ":" in re.split(r"[/?#]", value, maxsplit=1)[0]:
        return "what stands before its first colon is no scheme"
    return _authority(value)


def _authority(value: str) -> str:
    if not _AUTHORITY.match(value):
        return "" if scheme(value) not in _WEB else f"after {scheme(value)}: comes // and a host"
    authority = host(value)
    if not authority:
        return "" if scheme(value) == "file" else "it names no host"
    name = _PORT.sub("", authority.rpartition("@")[2])
    return "" if len(name) < 500 and _HOST.match(name) else f"{name[:60]!r} is no host"


def iri(value: str) -> str:
    """RFC 3987 IRI: an address with its scheme; `tag:` (RFC 4151) and `urn:` (RFC 8141) by their own grammars too."""
    if not value:
        return "it is empty"
    reason = iri_reference(value)
    if reason:
        return reason
    if not scheme(value):
        return "it is relative: it does not begin with a scheme such as https: or tag:"
    return "" if len(value) > len(scheme(value)) + 1 else "nothing follows its scheme"


def uri_reference(value: str) -> str:
    """RFC 3986 URI-reference: as `iri_reference`, in ASCII."""
    reason = iri_reference(value)
    if reason or value.isascii():
        return reason
    letter = next(character for character in value if not character.isascii())
    if letter in host(value):
        return f"{letter!r} is not ASCII: write the host in its xn-- form"
    return f"{letter!r} is not ASCII: write it {_percent(letter)}"


def web_address(value: str) -> str:
    """Return why `value` is no absolute http, https or ftp address with a host, in ASCII."""
    if is_usual_address(value):
        return ""
    if not value:
        return "it is empty"
    reason = uri_reference(value)
    if reason:
        return reason
    if not scheme(value):
        return "it is relative: begin it with https:// and the site's host"
    return "" if scheme(value) in _WEB else f"its scheme is {scheme(value)}:, not http: or https:"


def address(value: str) -> str:
    """Return why `value` is no absolute URI of any scheme, in ASCII (RFC 3986)."""
    if is_usual_address(value):
        return ""
    if not value:
        return "it is empty"
    reason = uri_reference(value)
    if reason:
        return reason
    return "" if scheme(value) else "it is relative: begin it with https:// and the site's host"


def joined(base: str, reference: str) -> str:
    """Return `reference` resolved against `base` (RFC 3986 section 5), itself where one of them is no address."""
    try:
        return urljoin(base, reference)
    except ValueError:  # brackets that hold no IPv6 address
        return reference


def mended_address(value: str, base: str) -> str:
    """Return `value` as an absolute address in ASCII: resolved against `base`, escaped; "" when that is not certain."""
    escaped = "".join(_percent(c) if c == " " or not c.isascii() else c for c in value)
    if not escaped or not host(value).isascii() or iri_reference(escaped):
        return ""
    better = escaped if scheme(escaped) else joined(base, escaped) if host(base) else ""
    return "" if web_address(better) else better


def scheme_unknown(value: str) -> str:
    """Return the scheme of `value` when IANA's registry, as far as it is held here, does not know it."""
    if value.startswith(("https:", "http:", "tag:")):
        return ""
    found = scheme(value)
    return "" if not found or found in SCHEMES or found.startswith(("ms-", "web+")) else found


def tag_uri(value: str) -> str:
    """RFC 4151: tag:AUTHORITY,DATE:SPECIFIC."""
    authority, comma, rest = value[4:].partition(",")
    date, colon, _specific = rest.partition(":")
    if not comma or not colon:
        return "it must read tag:HOST,YEAR:SOMETHING"
    if len(authority) > 320 or not _TAG_AUTHORITY.match(authority):
        return f"{authority[:60]!r} is neither a host nor an e-mail address"
    return "" if _TAG_DATE.match(date) else f"{date[:60]!r} is no date: a year, year-month or year-month-day is due"


def urn(value: str) -> str:
    """RFC 8141: urn:NAMESPACE:SOMETHING; urn:uuid (RFC 9562) has 32 hexadecimal digits in five groups."""
    match = _URN.match(value)
    if not match:
        return "it must read urn:NAMESPACE:SOMETHING"
    return uuid(match[2]) if match[1].lower() == "uuid" else ""


def uuid(value: str) -> str:
    """RFC 9562: eight, four, four, four and twelve hexadecimal digits, with hyphens between."""
    return "" if _UUID.match(value) else "a UUID has 8-4-4-4-12 hexadecimal digits"


def canonical(value: str) -> str:
    """Return an id in the normal form of RFC 3986 section 6 where it is not (case, port, dots, empty path), else ""."""
    name = scheme(value)
    if name not in _WEB or not host(value):
        return ""
    authority, rest = host(value), value[len(name) + 3 + len(host(value)) :]
    port = _PORT.search(authority)
    if port and port[1] in {"", _DEFAULT_PORTS[name]}:
        authority = authority[: port.start()]
    user, at, server = authority.rpartition("@")
    path = re.split(r"[?#]", rest, maxsplit=1)[0]
    better = _without_dots(path) or "/"
    rest = re.sub(r"%[0-9a-fA-F]{2}", lambda match: _escape(match[0]), better + rest[len(path) :])
    normal = f"{name}://{user}{at}{server.lower()}{rest}"
    return "" if normal == value else normal


def _escape(written: str) -> str:
    character = chr(int(written[1:], 16))
    return character if re.match(r"[A-Za-z0-9._~-]", character) else written.upper()


def _without_dots(path: str) -> str:
    """RFC 3986 section 5.2.4."""
    if "/." not in path:
        return path
    kept: list[str] = []
    steps = path.split("/")
    for number, step in enumerate(steps):
        if step == ".." and len(kept) > 1:
            kept.pop()
        elif step not in {".", ".."}:
            kept.append(step)
        if step in {".", ".."} and number == len(steps) - 1:
            kept.append("")
    return "/".join(kept)


def media_type(value: str) -> str:
    """RFC 6838, RFC 2045: TYPE/SUBTYPE with parameters."""
    return (
        "" if len(value) < 500 and _MEDIA_TYPE.match(value) else "a media type reads type/subtype, such as audio/mpeg"
    )


def single_media_type(value: str) -> str:
    """Return why `value` is no media type of one thing: RFC 4287 section 4.1.3.1 refuses composite ones."""
    if value.lower().startswith(_COMPOSITE):
        return "a composite type (multipart, message) is not allowed here"
    return media_type(value)


def language(value: str) -> str:
    """RFC 5646, and the registry's subtags: `en`, `en-IN`, `zh-Hant-TW`."""
    if not value:
        return "it is empty"
    if len(value) > 100:
        return "it is longer than a language can be"
    if _PRIVATE_LANGUAGE.match(value):
        return ""
    match = _LANGUAGE.match(value.replace("_", "-")) if "_" not in value else None
    if not match:
        return "a language reads like en, en-IN or zh-Hant-TW" + (": write - for _" if "_" in value else "")
    primary = match["primary"].lower()
    if len(primary) == 2 and primary not in LANGUAGES:
        return f"there is no language {primary!r}"
    return f"{primary!r} is no code of a language" if len(primary) > 3 else ""


def email(value: str) -> str:
    """RFC 2822 addr-spec, as far as it is met: NAME@HOST."""
    if len(value) > 320 or not _ADDR_SPEC.match(value) or ".." in value:
        return "an e-mail address reads name@host.example"
    return ""


def integer(value: str) -> str:
    """Return why `value` is no whole number, zero or more, in digits."""
    return "" if value.isascii() and value.isdigit() else "a whole number, zero or more, is due"


def positive(value: str) -> str:
    """Return why `value` is no whole number, one or more, in digits."""
    return "" if not integer(value) and value.strip("0") else "a whole number, one or more, is due"


def number(value: str) -> str:
    """Return why `value` is no number, with or without decimals."""
    return "" if re.match(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)\Z", value, re.ASCII) else "a number is due"


def boolean(value: str) -> str:
    """Return why `value` is neither `true` nor `false`."""
    return one_of("true", "false")(value)


def one_of(*words: str) -> Callable[[str], str]:
    """Return the syntax of a value that is one of `words`."""
    allowed = frozenset(words)
    reason = f"one of {', '.join(words)} is due"
    return lambda value: "" if value in allowed else reason


def between(low: int, high: int) -> Callable[[str], str]:
    """Return the syntax of a whole number from `low` to `high`."""
    reason = f"a whole number from {low} to {high} is due"
    return lambda value: "" if not integer(value) and len(value) <= 9 and low <= int(value) <= high else reason


def _character(character: str) -> str:
    names = {" ": "a space", "\n": "a line break", "\t": "a tab", "\r": "a line break"}
    return names.get(character, f"{character!r}" if character.isprintable() else f"U+{ord(character):04X}")


def _percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "replace"))
