"""Addresses: which may be asked for, in the form in which they go over the wire.

Sources: RFC 3986 (syntax, resolving references), RFC 9110 sections 4.1 (length), 4.2.4 (userinfo) and 10.2.2
(Location).
"""

from __future__ import annotations

from urllib.parse import SplitResult, quote, urljoin, urlsplit

from msgspec import Struct

from feedtool.errors import SourceError
from feedtool.later import regex
from feedtool.problem import Place

_PORTS = {"http": 80, "https": 443}
_LONGEST = 8000
_SAFE = "/%:@!$&'()*+,;=~-._"
_WHITE = regex(r"[\x00-\x20\x7f]")


class Address(Struct, frozen=True, kw_only=True):
    """An http or https address, taken apart: ASCII only, without a fragment."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def netloc(self) -> str:
        """What stands in the Host header: the host, and the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def site(self) -> str:
        """Scheme, host and port: what one robots.txt is for."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def url(self) -> str:
        """The whole address."""
        return self.site + self.target


def parse(url: str) -> Address:
    """Take an address apart.

    Raises:
        SourceError: it is not one that may be asked for.

    """
    url = url.strip()
    if len(url) > _LONGEST:
        raise _refused(f"{url[:80]}…", f"longer than {_LONGEST:,} characters")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = _host(parts)
    except ValueError:  # UnicodeError of the host's encoding is one
        raise _refused(url, "no address", expected="https://host/path") from None
    _check(parts, url)
    return Address(
        scheme=parts.scheme,
        host=host,
        port=port or _PORTS[parts.scheme],
        target=_target(parts),
    )


def redirected(address: Address, location: str, *, downgrade: bool) -> Address:
    """Return where a redirect leads.

    Raises:
        SourceError: it leads to what may not be asked for, or from https to http.

    """
    try:
        target = parse(urljoin(address.url, location.strip()))
    except ValueError:
        raise _refused(address.url, f"redirects to {location[:80]!r}, which is no address") from None
    except SourceError as error:
        raise _refused(address.url, f"redirects to {error.place.file[:200]}: {error.message}") from None
    if address.scheme == "https" and target.scheme == "http" and not downgrade:
        raise _refused(
            address.url, f"redirects from https to {target.url}", expected="https", hint="allow it with downgrade"
        )
    return target


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if ":" in host or not host:
        return host
    return host.encode("idna").decode("ascii").casefold()


def _check(parts: SplitResult, url: str) -> None:
    if parts.scheme not in _PORTS:
        what = f"an address of {parts.scheme}, not of the web" if parts.scheme else "no address of the web"
        raise _refused(url, what, expected="https://host/path")
    if not parts.hostname or _WHITE.search(parts.netloc) or "%" in parts.netloc or "\\" in parts.netloc:
        raise _refused(url, "no host", expected="https://host/path")
    if parts.username is not None or parts.password is not None:
        bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        raise _refused(bare, "a name and password stand in the address", expected="an address without them")


def _target(parts: SplitResult) -> str:
    query = f"?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else ""
    path = parts.path or "/"
    if "/." in path and not path.startswith("//"):
        path = urljoin("/", path)  # `.` and `..` are steps, as every browser takes them
    return quote(path, safe=_SAFE) + query


def _refused(url: str, message: str, *, expected: str = "", hint: str = "") -> SourceError:
    return SourceError(message, place=Place(file=url), expected=expected, hint=hint)
