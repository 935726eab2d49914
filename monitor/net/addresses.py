"""Which network addresses may be connected to. Pure: no name is resolved here.

``ipaddress.is_global`` alone lets through NAT64, 6to4, multicast, site-local and cloud metadata
addresses (which ones depends on the Python version), so it is only one half of the test; the
other is the list below. Sources of the list: the IANA IPv4 and IPv6 Special-Purpose Address
Registries and the cloud providers' documentation of their metadata services.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from monitor.errors import ConfigError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Services that hand out a machine's credentials to whoever can connect. Never opened, however
# wide a range an operator allows.
_METADATA: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in (
        "169.254.169.254/32",  # AWS, Azure, Google, OpenStack, DigitalOcean, Oracle
        "169.254.170.2/32",  # AWS container credentials
        "169.254.170.23/32",  # AWS pod identity
        "169.254.0.23/32",  # Tencent
        "169.254.42.42/32",  # Scaleway
        "168.63.129.16/32",  # Azure's host: a public address by every registry
        "100.100.100.200/32",  # Alibaba
        "192.0.0.192/32",  # Oracle, older
        "fd00:ec2::254/128",  # AWS
        "fd00:ec2::23/128",  # AWS pod identity
        "fd20:ce::254/128",  # Google
        "fd00:42::42/128",  # Scaleway
        "fe80::a9fe:a9fe/128",  # OpenStack, Oracle
    )
)

_BLOCKED: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(text), kind)
    for text, kind in (
        ("0.0.0.0/8", "a 'this network' address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "a carrier-grade NAT address"),
        ("127.0.0.0/8", "a loopback address"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a protocol assignment address"),
        ("192.0.2.0/24", "a documentation address"),
        ("192.88.99.0/24", "a 6to4 relay address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "a benchmarking address"),
        ("198.51.100.0/24", "a documentation address"),
        ("203.0.113.0/24", "a documentation address"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "the unspecified address"),
        ("::1/128", "a loopback address"),
        ("::/96", "an IPv4-compatible address"),
        ("::ffff:0:0/96", "an IPv4-mapped address"),
        ("::ffff:0:0:0/96", "an IPv4-translated address"),
        ("64:ff9b::/96", "a NAT64 address"),
        ("64:ff9b:1::/48", "a local NAT64 address"),
        ("100::/64", "a discard-only address"),
        ("2001::/32", "a Teredo address"),
        ("2001::/23", "a protocol assignment address"),
        ("2001:db8::/32", "a documentation address"),
        ("2002::/16", "a 6to4 address"),
        ("3fff::/20", "a documentation address"),
        ("5f00::/16", "a segment routing address"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a site-local address"),
        ("ff00::/8", "a multicast address"),
    )
)

# The only IPv6 space that is given out for the public internet (IANA IPv6 Global Unicast).
_IPV6_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
_IPV4_IN_LAST_32_BITS = (
    IPv6Network("::/96"),
    IPv6Network("::ffff:0:0/96"),
    IPv6Network("::ffff:0:0:0/96"),
    _NAT64,
    _NAT64_LOCAL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressPolicy:
    """Public addresses, and the networks an operator opened on purpose.

    ``allow`` opens ranges that are otherwise refused. Cloud metadata addresses stay refused
    inside every allowed range, also in their IPv6-wrapped forms.
    """

    allow: tuple[Network, ...] = ()

    def refusal(self, address: Address | str) -> str | None:
        """Why ``address`` may not be connected to, as a sentence; ``None`` if it may."""
        try:
            parsed = ip_address(address)
        except ValueError:
            return f"{address!r} is not an IP address"
        if any(_within(form, _METADATA) for form in (parsed, *_carried(parsed))):
            return f"{parsed} is a cloud metadata address, which is never contacted"
        if _within(parsed, self.allow):
            return None
        kind = _blocked_kind(parsed)
        return f"{parsed} is {kind}, not a public one" if kind else None


def parse_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Networks from CIDR texts such as ``10.1.0.0/16`` or single addresses.

    Raises :class:`ConfigError` that names every text that is no network.
    """
    networks: list[Network] = []
    wrong: list[str] = []
    for text in texts:
        try:
            networks.append(ip_network(text.strip()))
        except ValueError as error:
            wrong.append(str(error))
    if wrong:
        raise ConfigError(
            f"not a network: {'; '.join(wrong)}",
            hint="write networks like 10.1.0.0/16 or single addresses like 10.1.2.3",
        )
    return tuple(networks)


def _within(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def _blocked_kind(address: Address) -> str | None:
    for network, kind in _BLOCKED:
        if address in network:
            return kind
    if isinstance(address, IPv6Address) and address not in _IPV6_UNICAST:
        return "outside the public IPv6 space"
    if not address.is_global or address.is_multicast:
        return "a special-purpose address"
    return None


def _carried(address: Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address carries inside (mapped, NAT64, 6to4, Teredo)."""
    if isinstance(address, IPv4Address):
        return ()
    carried: list[IPv4Address] = []
    if _within(address, _IPV4_IN_LAST_32_BITS):
        carried.append(IPv4Address(int(address) & 0xFFFFFFFF))
    if address.sixtofour is not None:
        carried.append(address.sixtofour)
    if address.teredo is not None:
        carried.extend(address.teredo)
    return tuple(carried)
