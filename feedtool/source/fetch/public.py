"""Which IP addresses are public: those that anybody on the Internet could ask.

A feed publisher runs inside somebody's network: an address in a listing, or a redirect, must not make it ask the
routers and metadata services that stand there.

Sources: IANA special-purpose registries (RFC 6890 and what it lists since), RFC 6598 (CGNAT), RFC 6052 and 8215
(NAT64), RFC 3056 (6to4), RFC 4380 (Teredo), RFC 4291 section 2.5.5 (IPv4 inside IPv6).
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_NOT_PUBLIC_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
"""All that has been given out of IPv6; loopback, link-local, unique local and multicast lie outside."""
_NOT_PUBLIC_6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
_EMBEDDING = ((IPv6Network("::ffff:0:0/96"), 0), (IPv6Network("64:ff9b::/96"), 0), (IPv6Network("2002::/16"), 80))
"""Networks of IPv6 that stand for an IPv4 address, and how many bits from the right it stands."""


def is_public(address: str) -> bool:
    """Whether an IP address, as text, is public; one of IPv6 that holds one of IPv4 is public as that one is."""
    try:
        return _is_public(ip_address(address))
    except ValueError:
        return False


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address.scope_id:
        return False
    for network, shift in _EMBEDDING:
        if address in network:
            return _is_public(IPv4Address((int(address) >> shift) & 0xFFFFFFFF))
    return address in _GLOBAL_6 and not any(address in network for network in _NOT_PUBLIC_6)
